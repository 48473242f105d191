"""Applications of any number for measurements: copies of a real one, inserted by a few statements.

Each has its own person, one line and four steps behind it; what they have come to is spread as
after two years: most have ended, a tenth is on the way.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, Connection, MetaData, Table, insert, literal, select, true, types

from harkat.domain.statuses import ApplicationEvent, ApplicationStatus, LineStatus
from harkat.models.application import ApplicationLine, LoanApplication, StatusChange
from harkat.models.people import Person

STATES = (
    (ApplicationStatus.SUBMITTED, LineStatus.READY, 2),
    (ApplicationStatus.IN_VERIFICATION, LineStatus.READY, 2),
    (ApplicationStatus.NEEDS_FIX, LineStatus.READY, 1),
    (ApplicationStatus.IN_DECISION, LineStatus.CLEARED, 2),
    (ApplicationStatus.APPROVED, LineStatus.APPROVED, 2),
    (ApplicationStatus.CONSENTED, LineStatus.CONSENTED, 1),
    (ApplicationStatus.DISBURSED, LineStatus.DISBURSED, 60),
    (ApplicationStatus.REJECTED, LineStatus.DECLINED, 20),
    (ApplicationStatus.WITHDRAWN, LineStatus.REMOVED, 10),
)
"""What an application and its line have come to, and how many in a hundred have."""
STEPS = (
    ApplicationEvent.SUBMITTED,
    ApplicationEvent.TAKEN_UP,
    ApplicationEvent.PROPOSED,
    ApplicationEvent.APPROVED,
)
_DAYS = 600
_FIRST = 1_000_000
"""Copies are numbered from here, beyond whatever is real."""

_COPY = Table(
    "bench_copy",
    MetaData(),
    Column("id", types.BigInteger, primary_key=True),
    Column("word", types.Text),
    Column("status", types.Text),
    Column("line_status", types.Text),
    Column("at", LoanApplication.__table__.c.submitted_at.type),
)


def fill(connection: Connection, template: LoanApplication, *, count: int, at: datetime) -> None:
    """Insert so many copies of an application with one line, sent in the time before `at`."""
    states = [(status, line) for status, line, share in STATES for _ in range(share)]
    _COPY.create(connection)
    connection.execute(
        insert(_COPY),
        [
            {
                "id": _FIRST + number,
                "word": f"bench-{number}",
                "status": str(states[number * 37 % len(states)][0]),
                "line_status": str(states[number * 37 % len(states)][1]),
                "at": at - timedelta(days=_DAYS) + number * timedelta(days=_DAYS) / count,
            }
            for number in range(count)
        ],
    )
    own, word = _COPY.c.id, _COPY.c.word
    _copy(
        connection,
        Person,
        template.applicant_id,
        {"id": own, "public_id": word, "account_id": own, "nik_lookup": word},
    )
    sent = {"applicant_id": own, "status": _COPY.c.status, "submitted_at": _COPY.c.at}
    names = {"id": own, "public_id": word, "reference_no": word}
    _copy(connection, LoanApplication, template.id, names | sent)
    part = {"application_id": own, "person_id": own, "status": _COPY.c.line_status}
    [line] = template.lines
    _copy(connection, ApplicationLine, line.id, {"id": own, "public_id": word} | part)
    step = select(StatusChange.id).where(StatusChange.subject == "application").limit(1)
    first = connection.execute(step).scalar_one()
    for number, event in enumerate(STEPS):
        of_copy = {"id": own * len(STEPS) + number, "subject_id": own, "at": _COPY.c.at}
        _copy(connection, StatusChange, first, of_copy | {"event": literal(str(event))})
    _COPY.drop(connection)


def _copy(connection: Connection, model: Any, template_id: int, changed: dict[str, Any]) -> None:
    """Insert a copy of one row for each row of the numbers, with some columns changed."""
    table = model.__table__
    chosen = [changed.get(column.name, column) for column in table.columns]
    copies = select(*chosen).select_from(table.join(_COPY, true()))
    names = [column.name for column in table.columns]
    copies = copies.where(table.c.id == template_id)
    connection.execute(insert(table).from_select(names, copies, include_defaults=False))
