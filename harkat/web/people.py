"""Whoever is signed in, as flask-login knows them."""

from dataclasses import dataclass

from flask_login import UserMixin

from harkat.domain.roles import Viewer
from harkat.queries import sessions


@dataclass(frozen=True, kw_only=True)
class SignedIn(UserMixin):  # type: ignore[misc]  # flask-login carries no types
    """The account behind the session."""

    viewer: Viewer
    full_name: str
    public_id: str
    bank_name: str | None

    def get_id(self) -> str:
        """Return what the session remembers."""
        return str(self.viewer.user_id)


def load(user_id: str) -> SignedIn | None:
    """Return the account of the session, unless it was closed meanwhile."""
    found = sessions.account(int(user_id))
    if found is None:
        return None
    return SignedIn(
        viewer=found.viewer,
        full_name=found.full_name,
        public_id=found.public_id,
        bank_name=found.bank_name,
    )
