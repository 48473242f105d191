"""Officers write to a borrower on WhatsApp: the phone is shown for it, and never unrecorded."""

from dataclasses import dataclass, field
from datetime import datetime

from harkat.domain.roles import Permission, Viewer
from harkat.extensions import db
from harkat.models.loan import Loan
from harkat.models.people import Person
from harkat.models.record import AuditEvent
from harkat.models.scope import loans_seen_by
from harkat.services.authority import acting, phone_of
from harkat.services.files import NotFound, line_for
from harkat.services.transaction import quiet_use_case

ACTION = "access.open_whatsapp"


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Whom an officer writes to; the phone shows itself on one page and in no log."""

    full_name: str
    phone: str = field(repr=False)


@quiet_use_case
def open_for_line(*, actor_id: int, line_public_id: str, at: datetime) -> Contact:
    """Return the phone of whoever has this part of an application, and write down who asked.

    :raises NotFound: if the part is another bank's
    :raises NoPhone: if the borrower has none
    """
    viewer = _reader(actor_id)
    line = line_for(viewer, line_public_id)
    return _recorded(line.person, viewer, {"line_public_id": line_public_id}, at=at)


@quiet_use_case
def open_for_loan(*, actor_id: int, loan_public_id: str, at: datetime) -> Contact:
    """Return the phone of a borrower, and write down who asked.

    :raises NotFound: if the loan is another bank's
    :raises NoPhone: if the borrower has none
    """
    viewer = _reader(actor_id)
    loan = db.session.scalar(loans_seen_by(viewer).where(Loan.public_id == loan_public_id))
    if loan is None:
        raise NotFound(loan_public_id)
    return _recorded(loan.person, viewer, {"loan_public_id": loan_public_id}, at=at)


def _reader(actor_id: int) -> Viewer:
    return acting(actor_id=actor_id, permission=Permission.IDENTITY_REVEAL)


def _recorded(person: Person, viewer: Viewer, about: dict[str, str], *, at: datetime) -> Contact:
    phone = phone_of(person.account)
    db.session.add(AuditEvent(at=at, actor_id=viewer.user_id, action=ACTION, details=dict(about)))
    return Contact(full_name=person.full_name, phone=phone)
