"""The night reminds owners to whose business an officer comes the next day."""

from datetime import timedelta

from sqlalchemy import insert, literal, select

from harkat.domain.visits import VISITED_IN, DayPart, VisitStatus, visit_in_words
from harkat.extensions import db
from harkat.models.application import ApplicationLine, LoanApplication
from harkat.models.people import Person
from harkat.models.record import OutboxMessage
from harkat.models.types import Moment
from harkat.models.visits import SiteVisit
from harkat.services.day_steps import Night
from harkat.services.json_objects import JsonObject

_COLUMNS = ("recipient_id", "template", "details", "created_at")
_TEMPLATE = "visit_reminder"


def remind_of_visits(night: Night) -> int:
    """Put the reminders of tomorrow's visits into the outbox, one statement a part of the day.

    When missed days are made up for, only the last of them reminds: the others' visits are over.
    """
    if night.day != night.until:
        return 0
    tomorrow, put = night.day + timedelta(days=1), 0
    for part in DayPart:
        details = JsonObject(literal("visit"), literal(visit_in_words(tomorrow, part)))
        planned = (
            select(Person.account_id, literal(_TEMPLATE), details, literal(night.at, Moment()))
            .join_from(SiteVisit, ApplicationLine)
            .join(LoanApplication, LoanApplication.id == ApplicationLine.application_id)
            .join(Person, Person.id == ApplicationLine.person_id)
            .where(SiteVisit.visit_on == tomorrow, SiteVisit.part == part)
            .where(SiteVisit.status == VisitStatus.PLANNED)
            .where(SiteVisit.bank_id == LoanApplication.bank_id)
            .where(LoanApplication.status.in_(VISITED_IN))
            .order_by(SiteVisit.id)
        )
        result = db.session.execute(
            insert(OutboxMessage).from_select(_COLUMNS, planned, include_defaults=False),
            execution_options={"preserve_rowcount": True},
        )
        put += int(result.rowcount)  # type: ignore[attr-defined]  # an INSERT's result has it
    return put
