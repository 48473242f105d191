"""Reminds the bank's officers of applications whose time ends with a day."""

from collections.abc import Mapping

from sqlalchemy import select

from harkat.domain.roles import Role
from harkat.domain.service_clock import Duty
from harkat.extensions import db
from harkat.models.people import UserAccount
from harkat.queries.deadlines import files_due_on
from harkat.services import outbox
from harkat.services.day_steps import Night

_MOST_OFFICERS = 20
_WHOSE: Mapping[Duty, Role] = {
    Duty.VERIFY: Role.BANK_MAKER,
    Duty.DECIDE: Role.BANK_CHECKER,
    Duty.DISBURSE: Role.BANK_DISBURSER,
}


def remind(night: Night) -> int:
    """Tell those whose turn it is, once: on the evening after which an application is late.

    So the owner's page says the truth when it calls the bank late and says that it was reminded.
    """
    count = 0
    officers: dict[tuple[int, Role], list[int]] = {}
    for file in files_due_on(night.day):
        whose = (file.bank_id, _WHOSE[file.duty])
        if whose not in officers:
            officers[whose] = _officers(*whose)
        for officer_id in officers[whose]:
            outbox.put(
                recipient_id=officer_id,
                template="file_due",
                at=night.at,
                application=file.reference_no,
            )
            count += 1
    return count


def _officers(bank_id: int, role: Role) -> list[int]:
    return list(
        db.session.scalars(
            select(UserAccount.id)
            .filter_by(bank_id=bank_id, role=role, is_active=True)
            .order_by(UserAccount.id)
            .limit(_MOST_OFFICERS)
        )
    )
