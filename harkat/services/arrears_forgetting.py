"""The night forgets who people without an account were, once their way out of arrears has ended."""

from datetime import timedelta

from sqlalchemy import Delete, delete, select

from harkat.domain.calendar import start_of
from harkat.extensions import db
from harkat.models.arrears import ArrearsCase, ArrearsNote
from harkat.models.record import OutboxMessage
from harkat.queries.rules import rules_on
from harkat.services.day_steps import Night

_MOST_A_NIGHT = 500


def forget_guests(night: Night) -> int:
    """Forget the names and phones of guests whose case ended long ago; return how many cases.

    What was noted about them and the messages of the case go, too. The case itself stays for the
    counts: kinds, band, wish, kecamatan and how it ended. What a night has no room for waits.
    """
    last_day = night.day - timedelta(days=rules_on(product_id=None, on=night.day).guest_case_days)
    cases = db.session.scalars(
        select(ArrearsCase)
        .where(ArrearsCase.person_id.is_(None), ArrearsCase.phone.is_not(None))
        .where(ArrearsCase.ended_on <= last_day)
        .order_by(ArrearsCase.ended_on, ArrearsCase.id)
        .limit(_MOST_A_NIGHT)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    for case in cases:
        _forget(case)
    return len(cases)


def _forget(case: ArrearsCase) -> None:
    assert case.ended_on is not None
    # The phone may have a newer case, whose messages stay.
    _delete(
        delete(OutboxMessage).where(
            OutboxMessage.phone_lookup == case.phone_lookup,
            OutboxMessage.template.startswith("arrears_", autoescape=True),
            OutboxMessage.created_at < start_of(case.ended_on + timedelta(days=1)),
        )
    )
    _delete(delete(ArrearsNote).where(ArrearsNote.case_id == case.id))
    case.full_name, case.phone = "", None
    # A look-up that no phone has.
    case.phone_lookup = case.public_id


def _delete(statement: Delete) -> None:
    db.session.execute(statement.execution_options(synchronize_session=False))
