"""A portfolio of any size for measurements: copies of one real loan, inserted by a few statements.

Loans begin on 28 days of a month; of twelve in a hundred the last one to eight instalments are
unpaid. Every stored grade is wrong, so that the first night has to write each of them.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Column, Connection, MetaData, Table, bindparam, insert, text, types

from harkat.domain.product import LoanTerms
from harkat.domain.schedule import schedule
from harkat.extensions import db
from harkat.models.loan import Loan

STARTS = 28
LATE_PER_CENT = 12
MOST_LATE = 8
DUE = 9
"""How many instalments of each loan have fallen due or are about to."""

_META = MetaData()
_ROW = Table(
    "bench_row",
    _META,
    Column("start_no", types.BigInteger, primary_key=True),
    Column("number", types.BigInteger, primary_key=True),
    Column("due_on", types.Date),
    Column("principal", types.BigInteger),
    Column("interest", types.BigInteger),
)
_STATE = Table(
    "bench_state",
    _META,
    Column("start_no", types.BigInteger, primary_key=True),
    Column("late", types.BigInteger, primary_key=True),
    Column("paid", types.BigInteger),
    Column("disbursed_on", types.Date),
    Column("final_due_on", types.Date),
    Column("next_due_on", types.Date),
    Column("unbooked_due_on", types.Date),
    Column("outstanding", types.BigInteger),
    Column("terms", types.Text),
)
_NUMBERS = {
    "sqlite": "WITH RECURSIVE bench_number(i) AS "
    "(SELECT 1 UNION ALL SELECT i + 1 FROM bench_number WHERE i < :loans) ",
    "postgresql": "WITH bench_number(i) AS (SELECT generate_series(1, :loans)) ",
}
_LOANS = (
    "INSERT INTO loan (id, public_id, reference_no, application_line_id, agreement_id, person_id, "
    "bank_id, kecamatan_code, principal, terms, status, disbursed_on, interest_booked_on, "
    "unbooked_due_on, final_due_on, next_due_on, outstanding, schedule_no, grade, computed_on) "
    "{numbers} SELECT n.id, 'bench-' || n.id, 'BENCH-' || n.id, n.id, {template.agreement_id}, "
    "{template.person_id}, CASE n.id % 2 WHEN 0 THEN {banks[0]} ELSE {banks[1]} END, k.code, "
    "{template.principal}, {terms}, 'active', s.disbursed_on, :booked_on, s.unbooked_due_on, "
    "s.final_due_on, s.next_due_on, s.outstanding, 1, "
    "CASE WHEN s.late > 0 THEN 1 ELSE 5 END, :booked_on "
    "FROM (SELECT {template.id} + i AS id FROM bench_number) n "
    "JOIN bench_state s ON s.start_no = n.id % {starts} AND s.late = "
    "CASE WHEN n.id % 100 < {late_per_cent} THEN 1 + n.id / 100 % {most_late} ELSE 0 END "
    "JOIN (SELECT code, row_number() OVER (ORDER BY code) - 1 AS place FROM kecamatan) k "
    "ON k.place = n.id / 7 % 11"
)
_INSTALMENTS = (
    "INSERT INTO instalment (loan_id, number, due_on, principal, interest, subsidy, "
    "principal_paid, interest_paid) "
    "SELECT l.id, r.number, r.due_on, r.principal, r.interest, 0, "
    "CASE WHEN r.number <= s.paid THEN r.principal ELSE 0 END, "
    "CASE WHEN r.number <= s.paid THEN r.interest ELSE 0 END "
    "FROM loan l JOIN bench_state s ON s.start_no = l.id % {starts} AND s.late = "
    "CASE WHEN l.id % 100 < {late_per_cent} THEN 1 + l.id / 100 % {most_late} ELSE 0 END "
    "JOIN bench_row r ON r.start_no = s.start_no WHERE l.id > {template.id}"
)


def first_night_of(template: Loan) -> date:
    """Return the day whose night is the first: the ninth instalments fall due around it."""
    terms = LoanTerms.from_json(template.terms)
    return schedule(terms).rows[DUE - 1].due_on + timedelta(days=STARTS // 2)


def fill(template: Loan, banks: tuple[int, int], *, loans: int) -> None:
    """Insert so many copies of a loan, spread over two banks and all kecamatan."""
    name = db.engine.dialect.name
    words: dict[str, Any] = {
        "template": template,
        "banks": banks,
        "numbers": _NUMBERS[name],
        "terms": "s.terms" if name == "sqlite" else "CAST(s.terms AS json)",
        "starts": STARTS,
        "late_per_cent": LATE_PER_CENT,
        "most_late": MOST_LATE,
    }
    day = first_night_of(template)
    rows, states = _tables(template, day)
    with without_keys() as connection:
        _META.create_all(connection)
        connection.execute(insert(_ROW), rows)
        connection.execute(insert(_STATE), states)
        statement = text(_LOANS.format(**words))
        statement = statement.bindparams(bindparam("booked_on", type_=types.Date()))
        connection.execute(statement, {"loans": loans, "booked_on": day - timedelta(days=1)})
        connection.execute(text(_INSTALMENTS.format(**words)))
        _META.drop_all(connection)
    with db.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        connection.execute(text("ANALYZE" if name == "sqlite" else "VACUUM ANALYZE"))


def _tables(template: Loan, day: date) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the rows of each start, and what loans of it look like on the eve of a day."""
    rows, states = [], []
    for start_no in range(STARTS):
        disbursed_on = template.disbursed_on + timedelta(days=start_no)
        terms = template.terms | {"disbursed_on": disbursed_on.isoformat()}
        plan = schedule(LoanTerms.from_json(terms)).rows
        rows += [
            {
                "start_no": start_no,
                "number": row.number,
                "due_on": row.due_on,
                "principal": int(row.principal),
                "interest": int(row.interest),
            }
            for row in plan
        ]
        fallen = sum(row.due_on < day for row in plan)
        for late in range(MOST_LATE + 1):
            paid = max(fallen - late, 0)
            states.append(
                {
                    "start_no": start_no,
                    "late": late,
                    "paid": paid,
                    "disbursed_on": disbursed_on,
                    "final_due_on": plan[-1].due_on,
                    "next_due_on": plan[paid].due_on,
                    "unbooked_due_on": plan[fallen].due_on,
                    "outstanding": sum(int(row.principal) for row in plan[paid:]),
                    "terms": json.dumps(terms),
                }
            )
    return rows, states


@contextmanager
def without_keys() -> Iterator[Connection]:
    """Yield a connection on which no foreign key is looked at: the copies share their papers."""
    with db.engine.connect() as connection:
        if db.engine.dialect.name == "sqlite":
            cursor = connection.connection.cursor()
            cursor.execute("PRAGMA foreign_keys=OFF")
            cursor.execute("PRAGMA synchronous=OFF")
            yield connection
            connection.commit()
            cursor.execute("PRAGMA foreign_keys=ON")
            cursor.execute("PRAGMA synchronous=FULL")
            cursor.close()
            return
        connection.execute(
            text("ALTER TABLE loan DROP CONSTRAINT fk_loan_application_line_id_application_line")
        )
        connection.execute(text("SET session_replication_role = replica"))
        yield connection
        connection.execute(text("SET session_replication_role = DEFAULT"))
        connection.commit()
