"""The night's fifth step: messages about instalments, files, drafts, visits and whoever asked."""

from datetime import datetime

from sqlalchemy import ColumnElement, insert, literal, select

from harkat.domain.day_steps import DayStep, Reminder, ReminderKind, reminders
from harkat.domain.indonesian import plain_date
from harkat.domain.statuses import LoanStatus
from harkat.extensions import db
from harkat.models.loan import InstalmentRow, Loan
from harkat.models.people import Person
from harkat.models.record import OutboxMessage
from harkat.models.types import Moment
from harkat.queries.rules import rules_on
from harkat.services import arrears_reminders, business_reminders, day_steps, drafts, late_files
from harkat.services.day_steps import Night
from harkat.services.day_training import remind_of_classes
from harkat.services.day_visits import remind_of_visits
from harkat.services.json_objects import JsonObject

_COLUMNS = ("recipient_id", "template", "details", "created_at")


def remind(night: Night) -> None:
    """Put the day's reminders into the outbox.

    A loan, a due date and the days between fix the one day on which a reminder goes out, and the
    messages are stored together with the step's end: nobody gets one twice.
    """
    day_steps.do(night, DayStep.REMINDERS, lambda: arrears_reminders.remind(night))
    day_steps.do(night, DayStep.REMINDERS, lambda: business_reminders.remind(night))
    day_steps.do(night, DayStep.REMINDERS, lambda: _remind(night), is_last=True)


def _remind(night: Night) -> int:
    offsets = rules_on(product_id=None, on=night.day).reminder_days
    instalments = sum(
        _put(reminder, at=night.at)
        for reminder in reminders(day=night.day, until=night.until, offsets=offsets)
    )
    return sum(
        (
            instalments,
            late_files.remind(night),
            drafts.remind(night),
            remind_of_classes(night),
            remind_of_visits(night),
        )
    )


def _put(reminder: Reminder, *, at: datetime) -> int:
    messages = select(
        Person.account_id,
        literal(str(reminder.kind)),
        JsonObject(
            literal("loan"),
            Loan.reference_no,
            literal("due_on"),
            literal(plain_date(reminder.due_on)),
        ),
        literal(at, Moment()),
    ).join_from(Loan, Person, Person.id == Loan.person_id)
    found = messages.where(_owes(reminder)).order_by(Loan.id)
    put = db.session.execute(
        insert(OutboxMessage).from_select(_COLUMNS, found, include_defaults=False),
        execution_options={"preserve_rowcount": True},
    )
    return int(put.rowcount)  # type: ignore[attr-defined]  # an INSERT's result has it


def _owes(reminder: Reminder) -> ColumnElement[bool]:
    """Return whether a loan owes what the reminder is about; of a late one its oldest due date."""
    runs = Loan.status == LoanStatus.ACTIVE
    if reminder.kind is ReminderKind.LATE:
        return runs & (Loan.next_due_on == reminder.due_on)
    unpaid = (InstalmentRow.interest_paid < InstalmentRow.interest) | (
        InstalmentRow.principal_paid < InstalmentRow.principal
    )
    due = select(InstalmentRow.loan_id).where(InstalmentRow.due_on == reminder.due_on, unpaid)
    return runs & Loan.id.in_(due)
