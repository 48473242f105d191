"""Who acts: read anew inside the transaction, so that a closed account or lost role counts."""

from harkat.domain.roles import NotPermitted, Permission, Viewer
from harkat.extensions import db
from harkat.models.people import UserAccount


class NoPhone(LookupError):
    """The account has no phone to send anything to."""


def acting(*, actor_id: int, permission: Permission) -> Viewer:
    """Return the acting viewer with the permission, as the account stands now.

    :raises NotPermitted: if the account is closed or its role does not grant the permission
    """
    account = db.session.get(UserAccount, actor_id)
    if account is None or not account.is_active:
        raise NotPermitted("the account is closed")
    viewer = viewer_of(account)
    viewer.require(permission)
    return viewer


def owner(actor_id: int) -> tuple[Viewer, int]:
    """Return the acting business owner and the own person id.

    :raises NotPermitted: if the account belongs to nobody who can apply
    """
    viewer = acting(actor_id=actor_id, permission=Permission.OWN_APPLY)
    if viewer.person_id is None:
        raise NotPermitted("no person behind this account")
    return viewer, viewer.person_id


def viewer_of(account: UserAccount) -> Viewer:
    """Return whom the account stands for."""
    return Viewer(
        user_id=account.id,
        role=account.role,
        bank_id=account.bank_id,
        person_id=account.person.id if account.person else None,
    )


def phone_of(account: UserAccount) -> str:
    """Return the account's phone number.

    :raises NoPhone: if it has none
    """
    if account.phone is None:
        raise NoPhone
    return account.phone
