"""Who changes the same rows at once waits in one order, and what still collides is done anew."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Barrier, BrokenBarrierError, Thread
from typing import Any

import pytest
from flask import Flask
from psycopg.errors import DeadlockDetected
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import OperationalError

from harkat.domain.ledger import AccountCode
from harkat.domain.money import Rupiah
from harkat.domain.statuses import AgreementStatus, ApplicationStatus
from harkat.extensions import WRITES, db
from harkat.models.loan import LoanAgreement
from harkat.models.training import TrainingCourse
from harkat.queries import sessions
from harkat.services import accounts, end_of_day, grouping, origination, suspense
from harkat.services.grouping import StillNeeded
from harkat.services.origination import LeaderStarts
from harkat.services.transaction import quiet_use_case
from tests import given
from tests.apps import spoil
from tests.books import balances, offences
from tests.moments import NOON
from tests.threads import at_once

START = datetime(2026, 2, 2, 5, tzinfo=UTC)
FIRST_DUE = datetime(2026, 3, 2, 5, tzinfo=UTC)
SECOND_DUE = datetime(2026, 4, 2, 5, tzinfo=UTC)


@contextmanager
def rows_changed() -> Iterator[list[list[tuple[str, int]]]]:
    """Give the ledger accounts and counters that each transaction changes, in its order."""
    found: list[list[tuple[str, int]]] = []

    def note(
        _connection: object,
        _cursor: object,
        statement: str,
        _parameters: object,
        context: Any,
        _is_many: object,
    ) -> None:
        if statement.startswith("UPDATE ledger_account"):
            found[-1].append(("account", context.compiled_parameters[0]["id_1"]))
        elif "reference_counter" in statement and not statement.startswith("SELECT"):
            found[-1].append(("counter", 0))

    def begin(_connection: object) -> None:
        found.append([])

    spoil()
    event.listen(db.engine, "begin", begin)
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(db.engine, "begin", begin)
        event.remove(db.engine, "before_cursor_execute", note)


def accounts_ascend(transactions: list[list[tuple[str, int]]]) -> bool:
    """Tell whether each transaction that moved money changed counters first, then accounts up."""
    moved = [rows for rows in transactions if "account" in dict(rows)]
    assert moved
    ranks = [[row for _kind, row in rows if row] for rows in moved]
    is_counted_first = all(
        sorted(rows, key=lambda row: row[0] == "account") == rows for rows in moved
    )
    return is_counted_first and all(sorted(set(rows)) == rows for rows in ranks)


@quiet_use_case
def rename(*, first: int, second: int, meeting: Barrier, runs: list[int]) -> None:
    """Rename two courses; whoever renames them the other way round is met in the middle, once."""
    runs.append(first)
    is_first_run = len(runs) <= 2
    db.session.get_one(TrainingCourse, first, with_for_update=True).name = f"Dimulai dari {first}"
    db.session.flush()
    if is_first_run:
        with suppress(BrokenBarrierError):
            meeting.wait()
    db.session.get_one(TrainingCourse, second, with_for_update=True).name = f"Sesudah {first}"


@quiet_use_case
def collide(*, runs: list[int], cause: Exception) -> None:
    runs.append(1)
    raise OperationalError("UPDATE", {}, cause)


@pytest.mark.usefixtures("app")
class TestTwoThatWaitForEachOther:
    def test_are_both_done_one_after_the_other(self, app: Flask):
        db.session.rollback()
        is_postgresql = db.engine.dialect.name == "postgresql"
        meeting, runs = Barrier(2, timeout=60), list[int]()
        if not is_postgresql:
            meeting.abort()  # there is one writer, and nobody to be met
        ways = [(1, 2), (2, 1)]

        outcomes = at_once(
            app,
            [
                partial(rename, first=first, second=second, meeting=meeting, runs=runs)
                for first, second in ways
            ],
        )

        assert outcomes == [None, None]
        assert len(runs) == (3 if is_postgresql else 2)
        last = runs[-1]
        names = {row.id: row.name for row in db.session.query(TrainingCourse)}
        assert (names[last], names[3 - last]) == (f"Dimulai dari {last}", f"Sesudah {last}")

    def test_are_not_tried_for_ever(self):
        runs = list[int]()
        with pytest.raises(OperationalError):
            collide(runs=runs, cause=DeadlockDetected())
        assert len(runs) == 3

    def test_are_the_only_ones_done_anew(self):
        runs = list[int]()
        with pytest.raises(OperationalError):
            collide(runs=runs, cause=OSError("the disk is full"))
        assert len(runs) == 1


@pytest.mark.usefixtures("app")
class TestLedgerAccounts:
    """Two cashiers of a bank, and the night, meet on its accounts: they change in one order."""

    @pytest.fixture
    def running(self) -> tuple[given.BankDesk, str]:
        desk = given.bank(at=START)
        return desk, given.running_loan(desk, given.owner(is_trained=True, at=START), at=START)

    def test_change_in_one_order_when_a_payment_finds_interest_that_fell_due(
        self, running: tuple[given.BankDesk, str]
    ):
        with rows_changed() as transactions:
            given.repay(*running, 900_000, at=SECOND_DUE)
        assert accounts_ascend(transactions)
        assert offences() == []

    def test_change_once_in_a_night_that_books_two_due_dates(
        self, running: tuple[given.BankDesk, str]
    ):
        desk, _loan = running
        with rows_changed() as transactions:
            end_of_day.close_day(on=SECOND_DUE.date(), at=SECOND_DUE)
        assert balances(desk.bank_id)[AccountCode.INTEREST_INCOME] == 25_000 + 22_945
        assert accounts_ascend(transactions)
        assert offences() == []

    def test_come_after_the_number_of_the_receipt(self, running: tuple[given.BankDesk, str]):
        desk, _loan = running
        with rows_changed() as transactions:
            given.repay(*running, 900_000, at=FIRST_DUE)
            suspense.receive_unknown(
                actor_id=desk.cashier.id,
                amount=Rupiah(50_000),
                received_on=FIRST_DUE.date(),
                bank_reference="TRF-1",
                note="",
                key=given.key(),
                at=FIRST_DUE,
            )
        numbered = [rows for rows in transactions if ("counter", 0) in rows]
        assert [rows[0] for rows in numbered] == [("counter", 0)] * 2
        assert accounts_ascend(transactions)


@pytest.mark.usefixtures("app")
class TestLeavingAGroup:
    def test_waits_for_a_sending_that_came_first_and_is_then_refused(self, app: Flask):
        group, desk = given.group(5), given.bank()
        tono = group.people[1]
        application = given.draft(
            desk, {group.leader: 3_000_000, tono: 3_000_000}, product_code="kelompok"
        )
        outcomes: list[Any] = []

        with meanwhile(
            app, partial(grouping.leave, actor_id=tono.id, at=NOON), outcomes
        ) as connection:
            connection.execute(
                text("UPDATE application SET status = 'submitted' WHERE public_id = :id"),
                {"id": application},
            )

        assert [type(outcome) for outcome in outcomes] == [StillNeeded]
        found = given.application(application)
        assert found.status is ApplicationStatus.SUBMITTED
        assert [str(line.status) for line in found.lines] == ["ready", "ready"]


@contextmanager
def meanwhile(app: Flask, deed: Callable[[], object], outcomes: list[Any]) -> Iterator[Connection]:
    """Let a deed begin while a transaction of somebody else has written and not yet committed."""
    db.session.rollback()

    def do() -> None:
        with app.app_context():
            try:
                outcomes.append(deed())
            except Exception as error:  # noqa: BLE001 - the outcome is what the test asks about
                outcomes.append(error)

    thread = Thread(target=do)
    engine = db.engine.execution_options(**{WRITES: True})
    with engine.begin() as connection:
        yield connection
        thread.start()
        has_waited = waits_for(connection, thread)
    thread.join()
    assert has_waited


def waits_for(connection: Connection, thread: Thread) -> bool:
    """Tell whether the thread comes to wait for what this transaction has locked.

    SQLite has one writer and does not say who waits: there whoever writes must be waiting.
    """
    blocked = text(
        "SELECT count(*) FROM pg_locks"
        " WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
    )
    for _ in range(600):
        thread.join(timeout=0.1)
        if not thread.is_alive():
            return False
        if connection.dialect.name == "sqlite" or connection.execute(blocked).scalar_one():
            return True
    return False


@pytest.mark.usefixtures("app")
class TestStartingAnApplication:
    def test_waits_for_another_leader_and_is_then_that_ones(self, app: Flask):
        group, desk = given.group(5), given.bank()
        outcomes: list[Any] = []
        start = partial(
            origination.start_application,
            product_code="kelompok",
            bank_code=given.stored_bank(desk.bank_id).code,
            instalments=12,
            key=given.key(),
            at=NOON,
        )

        with meanwhile(app, partial(start, actor_id=group.leader.id), outcomes) as connection:
            connection.execute(
                text("UPDATE loan_group SET leader_id = :next WHERE public_id = :id"),
                {"next": group.people[1].person_id, "id": group.public_id},
            )

        assert [type(outcome) for outcome in outcomes] == [LeaderStarts]
        started = given.application(start(actor_id=group.people[1].id))
        assert started.applicant_id == group.people[1].person_id


@pytest.mark.usefixtures("app")
class TestLastLoansOfAnAgreement:
    def test_that_end_at_once_close_it(self, app: Flask):
        group, desk = given.group(5), given.bank()
        parts = dict.fromkeys(group.people[:3], 3_000_000)
        application = given.submitted(desk, parts, product_code="kelompok")
        given.approve(desk, given.propose(desk, application))
        first, second, third = given.disburse(desk, given.consent_all(application))
        given.repay(desk, first, 3_200_000, at=NOON)
        outcomes: list[Any] = []

        with meanwhile(
            app, partial(given.repay, desk, third, 3_200_000, at=NOON), outcomes
        ) as connection:
            connection.execute(
                text("UPDATE loan SET status = 'paid_off' WHERE public_id = :id"), {"id": second}
            )
            connection.execute(text("UPDATE loan_agreement SET signed_on = signed_on"))

        assert not isinstance(outcomes[0], Exception)
        assert db.session.query(LoanAgreement).one().status is AgreementStatus.CLOSED


@pytest.mark.usefixtures("app")
class TestABrowsersSession:
    def test_takes_one_request_after_the_other(self, app: Flask):
        outcomes: list[Any] = []
        keep = partial(
            accounts.store_session,
            token="satu",
            replaces=None,
            account_id=None,
            expires_at=NOON + timedelta(minutes=30),
            at=NOON,
        )
        keep(is_new=True, before={}, content={"csrf": "abc"})
        slow = partial(
            keep, is_new=False, before={"csrf": "abc"}, content={"csrf": "abc", "wanted": "/saya"}
        )

        with meanwhile(app, slow, outcomes) as connection:
            connection.execute(
                text("UPDATE login_session SET content = :now"),
                {"now": '{"csrf": "abc", "role": "assistant"}'},
            )

        found = sessions.find(token="satu", at=NOON)
        assert found is not None
        assert found.content == {"csrf": "abc", "role": "assistant", "wanted": "/saya"}
