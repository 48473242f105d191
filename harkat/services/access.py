"""Looks at a borrower's full NIK and phone: only for a stated reason, and never unrecorded."""

from dataclasses import dataclass, field
from datetime import datetime

from harkat.domain.personal_data import OpenedData
from harkat.domain.roles import Permission
from harkat.extensions import db
from harkat.models.record import AuditEvent
from harkat.services import data_openings
from harkat.services.authority import acting
from harkat.services.files import line_for
from harkat.services.transaction import quiet_use_case

ACTION = "access.reveal_identity"


class NoReason(ValueError):
    """Nobody looks without saying why."""


@dataclass(frozen=True, kw_only=True)
class Identity:
    """What was masked; it shows itself on one page and in no log."""

    full_name: str
    nik: str = field(repr=False)
    phone: str | None = field(repr=False)


@quiet_use_case
def reveal_identity(*, actor_id: int, line_public_id: str, note: str, at: datetime) -> Identity:
    """Return the NIK and the phone number of whoever has this part of an application.

    The audit row is written here, in the same transaction, because it must carry the reason; a
    row written for every use case leaves free text out.

    :raises NotFound: if the part is another bank's
    :raises NoReason: if the note is empty
    """
    viewer = acting(actor_id=actor_id, permission=Permission.IDENTITY_REVEAL)
    if not note.strip():
        raise NoReason
    line = line_for(viewer, line_public_id)
    db.session.add(
        AuditEvent(
            at=at,
            actor_id=actor_id,
            action=ACTION,
            details={"line_public_id": line_public_id, "note": note},
        )
    )
    person = line.person
    data_openings.note(
        actor_id=actor_id,
        person_ids=(person.id,),
        what=OpenedData.IDENTITY,
        reference_no=line.application.reference_no,
        at=at,
    )
    return Identity(full_name=person.full_name, nik=person.nik, phone=person.account.phone)
