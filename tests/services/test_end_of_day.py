"""The night books, grades, keeps, reminds and frees, once, however often it is stopped or run."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import partial
from random import Random
from typing import NamedTuple, cast

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from harkat.domain.day_steps import DayStep
from harkat.domain.kolektibilitas import BankType
from harkat.domain.ledger import AccountCode, EntryKind
from harkat.domain.loan_events import EventKind
from harkat.domain.schedule_change import ScheduleChange
from harkat.domain.statuses import ApplicationStatus, LoanStatus
from harkat.extensions import db
from harkat.models.days import DayFailure, PortfolioSnapshot
from harkat.models.ledger import JournalEntry
from harkat.models.loan import InstalmentRow, Loan
from harkat.models.record import AuditEvent
from harkat.services import day_interest, end_of_day, loan_books, loan_mending
from harkat.services.end_of_day import DayClosed
from harkat.services.repayment import LoanEnded
from harkat.services.transaction import use_case
from tests import given
from tests.books import balances, close_months, offences
from tests.databases import Databases
from tests.nights import State, differences, evening, killed, messages, snapshot, state, twin_of
from tests.rules import set_rule
from tests.threads import at_once

START = datetime(2026, 2, 2, 5, tzinfo=UTC)
FIRST_DUE = date(2026, 3, 2)
LEVEL = 846_937

pytestmark = pytest.mark.usefixtures("app")


class Town(NamedTuple):
    """Two banks, and some loans of ten million that began on the same day."""

    bank: given.BankDesk
    bpr: given.BankDesk
    loans: tuple[str, ...]


def town(*, loans: int = 2, surplus: str = "next_instalments", bank_rate: str = "none") -> Town:
    """Let a commercial bank and a BPR lend in turn."""
    if surplus != "next_instalments":
        set_rule("surplus", surplus, at=START)
    if bank_rate != "none":
        set_rule("bank_rate", bank_rate, at=START)
    bank = given.bank(at=START)
    bpr = given.bank(bank_type=BankType.BPR, at=START)
    return Town(
        bank=bank,
        bpr=bpr,
        loans=tuple(
            given.running_loan(
                bpr if number % 2 else bank,
                given.owner(f"Siti Contoh {number}", is_trained=True, at=START),
                at=START,
            )
            for number in range(loans)
        ),
    )


def desk_of(found: Town, loan: str) -> given.BankDesk:
    return found.bpr if given.loan(loan).bank_id == found.bpr.bank_id else found.bank


def night(day: date) -> DayClosed:
    return end_of_day.close_day(on=day, at=evening(day))


def rows_of(closed: DayClosed) -> Mapping[DayStep, int]:
    return {done.step: done.rows for done in closed.steps}


def break_terms(loan: str) -> None:
    """Let a loan's terms be unreadable, and its cache be lost."""
    stored = given.loan(loan)
    stored.terms = {}
    stored.computed_on = None
    db.session.execute(db.delete(InstalmentRow).filter_by(loan_id=stored.id))
    db.session.commit()


def mend_terms(loan: str, like: str) -> None:
    given.loan(loan).terms = given.loan(like).terms
    db.session.commit()


@use_case
def restructure(loan: str, change: ScheduleChange, *, at: datetime) -> None:
    """Give a loan a new schedule, as after everybody's consent."""
    stored = given.loan(loan)
    row = loan_books.new_event(
        stored,
        EventKind.RESTRUCTURED,
        value_on=at.date(),
        key=given.key(),
        actor_id=None,
        at=at,
        change=change,
    )
    deed = loan_books.Deed(row=row, kind=EntryKind.RESTRUCTURED)
    loan_books.record(stored, deed, actor_id=None, at=at)


class TestInterest:
    def test_of_a_bank_and_due_date_is_one_entry_with_a_line_for_every_loan(
        self, caplog: pytest.LogCaptureFixture
    ):
        found = town(loans=4, bank_rate="0.06")
        given.repay(found.bank, found.loans[0], LEVEL, at=START + timedelta(days=10))
        night(FIRST_DUE)

        assert caplog.records == []

        entries = db.session.scalars(
            db.select(JournalEntry)
            .filter(
                JournalEntry.kind.in_((EntryKind.INTEREST_FELL_DUE, EntryKind.SUBSIDY_FELL_DUE))
            )
            .order_by(JournalEntry.id)
        ).all()
        assert [(str(entry.kind), len(entry.postings)) for entry in entries] == [
            ("interest_fell_due", 4),
            ("subsidy_fell_due", 4),
        ] * 2
        for desk, due in ((found.bank, 25_000), (found.bpr, 50_000)):
            held = balances(desk.bank_id)
            assert (held[AccountCode.INTEREST_DUE], held[AccountCode.INTEREST_INCOME]) == (
                due,
                50_000,
            )
            assert held[AccountCode.SUBSIDY_DUE] == held[AccountCode.SUBSIDY_INCOME] == 50_000
        assert offences() == []

    def test_paid_ahead_becomes_income_by_the_date(self):
        found = town(loans=1)
        given.repay(found.bank, found.loans[0], LEVEL, at=START + timedelta(days=10))
        assert balances(found.bank.bank_id)[AccountCode.INTEREST_AHEAD] == 25_000

        night(FIRST_DUE)

        held = balances(found.bank.bank_id)
        assert held[AccountCode.INTEREST_INCOME] == 25_000
        assert AccountCode.INTEREST_AHEAD not in held
        assert AccountCode.INTEREST_DUE not in held
        assert offences() == []

    def test_of_a_loan_paid_off_ahead_is_earned_date_by_date(self):
        found = town(loans=1)
        given.repay(found.bank, found.loans[0], 10_163_244, at=START + timedelta(days=10))
        assert given.loan(found.loans[0]).status is LoanStatus.PAID_OFF

        night(date(2026, 4, 2))

        held = balances(found.bank.bank_id)
        assert held[AccountCode.INTEREST_INCOME] + held[AccountCode.INTEREST_AHEAD] == 163_244
        assert held[AccountCode.INTEREST_INCOME] > 25_000
        assert offences() == []

    def test_that_was_booked_is_not_booked_by_a_late_payment(self):
        found = town(loans=1)
        night(FIRST_DUE)
        given.repay(
            found.bank,
            found.loans[0],
            LEVEL,
            paid_on=FIRST_DUE,
            at=evening(FIRST_DUE + timedelta(days=5)),
        )
        night(FIRST_DUE + timedelta(days=6))
        assert balances(found.bank.bank_id)[AccountCode.INTEREST_INCOME] == 25_000
        assert offences() == []

    def test_of_a_closed_month_is_booked_in_the_next_one(self):
        town(loans=1)
        close_months(date(2026, 3, 1), at=evening(date(2026, 4, 1)))

        end_of_day.close_day(on=FIRST_DUE, at=evening(date(2026, 4, 1)))

        entry = db.session.scalars(
            db.select(JournalEntry).filter_by(kind=EntryKind.INTEREST_FELL_DUE)
        ).one()
        assert (entry.value_on, entry.business_date) == (FIRST_DUE, date(2026, 4, 1))
        assert offences() == []

    def test_of_a_loan_from_before_the_cache_is_booked_from_its_events(self):
        found = town(loans=2)
        stored = given.loan(found.loans[0])
        stored.computed_on = stored.next_due_on = None
        stored.unbooked_due_on = stored.disbursed_on
        db.session.execute(db.delete(InstalmentRow).filter_by(loan_id=stored.id))
        db.session.commit()

        closed = night(FIRST_DUE)

        assert (rows_of(closed)[DayStep.INTEREST], closed.failures) == (2, [])
        assert balances(found.bank.bank_id)[AccountCode.INTEREST_DUE] == 25_000
        assert offences() == []


class TestCredit:
    def test_pays_what_fell_due_where_the_contract_says_so(self):
        found = town(loans=1, surplus="credit")
        given.repay(found.bank, found.loans[0], 1_000_000, at=START + timedelta(days=10))
        assert balances(found.bank.bank_id)[AccountCode.SUSPENSE] == 1_000_000

        closed = night(FIRST_DUE)

        assert rows_of(closed)[DayStep.CREDITS] == 1
        assert balances(found.bank.bank_id)[AccountCode.SUSPENSE] == 1_000_000 - LEVEL
        assert given.loan(found.loans[0]).next_due_on == date(2026, 4, 2)
        assert offences() == []

    def test_pays_a_part_when_it_is_too_little(self):
        found = town(loans=1, surplus="credit")
        given.repay(found.bank, found.loans[0], 100_000, at=START + timedelta(days=10))
        for day in (FIRST_DUE, FIRST_DUE + timedelta(days=1)):
            night(day)
        assert AccountCode.SUSPENSE not in balances(found.bank.bank_id)
        assert len(given.loan(found.loans[0]).events) == 3
        assert offences() == []


class TestGrades:
    @pytest.mark.parametrize("days", [1, 31, 91, 121, 181, 361])
    def test_change_on_the_first_day_beyond_a_limit(self, days: int):
        found = town()
        grades = []
        for late in (days - 1, days):
            night(FIRST_DUE + timedelta(days=late))
            grades.append([given.loan(loan).grade for loan in found.loans])
            assert offences() == []
        assert grades[0] != grades[1]

    def test_of_a_bpr_follow_the_days_after_the_last_due_date(self):
        found = town()
        for _ in range(11):
            given.repay(found.bpr, found.loans[1], LEVEL, at=START + timedelta(days=20))
        matured = date(2027, 2, 2)
        for late in (0, 1, 15, 16, 30, 31, 60, 61):
            night(matured + timedelta(days=late))
            assert offences() == []
        assert given.loan(found.loans[1]).grade == 5

    def test_are_written_only_where_they_change(self):
        town()
        changed = [
            rows_of(night(FIRST_DUE + timedelta(days=late)))[DayStep.GRADES]
            for late in (0, 1, 2, 3)
        ]
        assert changed == [0, 1, 0, 0]

    def test_are_no_better_than_a_restructuring_left_them_until_it_is_proven(self):
        found = town()
        late = FIRST_DUE + timedelta(days=130)
        night(late)
        for loan in found.loans:
            restructure(loan, ScheduleChange(instalments=12), at=evening(late))
        assert [given.loan(loan).grade for loan in found.loans] == [3, 3]
        for month in (8, 9, 10):
            for loan in found.loans:
                given.repay(desk_of(found, loan), loan, 1_000_000, at=evening(date(2026, month, 1)))
        proven = given.loan(found.loans[0]).grade_floor_until
        assert proven is not None

        night(proven - timedelta(days=1))
        assert [given.loan(loan).grade for loan in found.loans] == [3, 3]
        assert offences() == []
        closed = night(proven)
        assert rows_of(closed)[DayStep.GRADES] == 2
        assert [given.loan(loan).grade for loan in found.loans] == [1, 1]
        assert offences() == []


class TestSnapshot:
    def test_adds_up_the_active_loans(self):
        found = town(loans=4)
        night(FIRST_DUE + timedelta(days=40))

        kept = db.session.scalars(
            db.select(PortfolioSnapshot).order_by(PortfolioSnapshot.bank_id)
        ).all()
        told = [
            (row.bank_id, row.grade, row.first_day_late, row.loans, int(row.outstanding))
            for row in kept
        ]
        assert told == [
            (found.bank.bank_id, 2, 31, 2, 20_000_000),
            (found.bpr.bank_id, 2, 31, 2, 20_000_000),
        ]
        assert [int(row.provision) for row in kept] == [1_000_000, 600_000]

    def test_is_not_recomputed(self):
        found = town(loans=1)
        night(FIRST_DUE)
        before = snapshot()
        given.repay(
            found.bank, found.loans[0], LEVEL, paid_on=FIRST_DUE, at=evening(date(2026, 3, 9))
        )
        night(FIRST_DUE)
        assert snapshot() == before

    @pytest.mark.parametrize("change", ["UPDATE portfolio_snapshot SET loans = 9", "DELETE"])
    def test_is_not_changed_by_hand(self, change: str):
        town(loans=1)
        night(FIRST_DUE)
        statement = (
            text("DELETE FROM portfolio_snapshot")
            if change == "DELETE"
            else text("UPDATE portfolio_snapshot SET loans = 9")
        )
        with pytest.raises(DBAPIError, match="only added to"):
            db.session.execute(statement)
        db.session.rollback()

    def test_of_a_day_closed_late_is_what_was_known_then(self):
        found = town(loans=2)
        day = FIRST_DUE + timedelta(days=5)
        given.repay(found.bank, found.loans[0], LEVEL, at=evening(day + timedelta(days=1)))

        end_of_day.close_day(on=day, at=evening(day + timedelta(days=2)))

        [row] = db.session.scalars(
            db.select(PortfolioSnapshot).filter_by(bank_id=found.bank.bank_id)
        ).all()
        assert (row.grade, row.first_day_late, int(row.outstanding)) == (2, 1, 10_000_000)


class TestReminders:
    def test_come_once_before_on_and_after_the_due_date(self):
        found = town(loans=1)
        told: dict[int, list[str]] = {}
        for late in range(-4, 9):
            before = len(messages())
            for _ in range(2):
                night(FIRST_DUE + timedelta(days=late))
            new = len(messages()) - before
            if new:
                told[late] = [template for _, template, _ in messages() if "instalment" in template]
        assert list(told) == [-3, 0, 1, 7]
        assert sorted(told[7]) == [
            "instalment_due_soon",
            "instalment_due_today",
            "instalment_late",
            "instalment_late",
        ]
        reference_no = given.loan(found.loans[0]).reference_no
        [first] = [each for each in messages() if each[1] == "instalment_due_soon"]
        assert first[2] == f"[('due_on', '2 Maret 2026'), ('loan', '{reference_no}')]"

    def test_do_not_go_to_whoever_has_paid(self):
        found = town(loans=1)
        given.repay(found.bank, found.loans[0], LEVEL, at=START + timedelta(days=5))
        before = messages()
        for late in (-3, 0, 1, 7):
            night(FIRST_DUE + timedelta(days=late))
        assert messages() == before

    def test_follow_the_days_that_are_set(self):
        set_rule("reminder_days", "-1", at=START)
        town(loans=1)
        before = len(messages())
        for late in (-3, -1, 0, 1):
            night(FIRST_DUE + timedelta(days=late))
        assert len(messages()) == before + 1


class TestExpiry:
    def test_gives_the_headroom_back(self):
        desk = given.bank(at=START)
        siti = given.owner(is_trained=True, at=START)
        public_id = given.submitted(desk, {siti: 5_000_000}, at=START)
        given.approve(desk, given.propose(desk, public_id, at=START), at=START)
        assert balances(desk.bank_id)[AccountCode.AVAILABLE] == 995_000_000

        closed = night(START.date() + timedelta(days=8))

        assert rows_of(closed)[DayStep.EXPIRY] == 1
        assert balances(desk.bank_id)[AccountCode.AVAILABLE] == 1_000_000_000
        assert given.application(public_id).status is ApplicationStatus.EXPIRED
        assert offences() == []


class TestFailure:
    def test_of_one_loan_is_listed_and_blocks_no_other(self):
        found = town(loans=4)
        break_terms(found.loans[2])

        closed = night(FIRST_DUE)

        broken = given.loan(found.loans[2])
        assert [(row.reference_no, row.step) for row in closed.failures] == [
            (broken.reference_no, DayStep.INTEREST)
        ]
        assert closed.failures[0].reason
        assert [offence[:2] for offence in offences()] == ["C1"]
        assert rows_of(closed)[DayStep.INTEREST] == 3
        assert balances(found.bank.bank_id)[AccountCode.INTEREST_DUE] == 25_000
        assert balances(found.bpr.bank_id)[AccountCode.INTEREST_DUE] == 50_000

    def test_is_tried_again_by_the_next_night(self):
        found = town(loans=2)
        break_terms(found.loans[0])
        night(FIRST_DUE)
        night(FIRST_DUE + timedelta(days=1))
        assert db.session.query(DayFailure).count() == 1
        mend_terms(found.loans[0], found.loans[1])

        closed = night(FIRST_DUE + timedelta(days=2))

        assert closed.failures == []
        assert balances(found.bank.bank_id)[AccountCode.INTEREST_DUE] == 25_000
        assert offences() == []

    def test_is_tried_again_when_the_day_is_run_again(self):
        found = town(loans=2)
        break_terms(found.loans[0])
        night(FIRST_DUE)
        mend_terms(found.loans[0], found.loans[1])

        closed = night(FIRST_DUE)

        assert (closed.is_new, closed.failures) == (False, [])
        assert balances(found.bank.bank_id)[AccountCode.INTEREST_DUE] == 25_000
        assert offences() == []

    def test_of_the_statement_over_a_bank_books_its_loans_one_by_one(
        self, caplog: pytest.LogCaptureFixture
    ):
        found = town(loans=4)
        # More paid ahead than the books hold: the whole bank's entry is refused by the guard.
        row = db.session.get_one(InstalmentRow, (given.loan(found.loans[0]).id, 1))
        row.interest_paid = row.interest
        db.session.commit()

        closed = night(FIRST_DUE)

        assert (rows_of(closed)[DayStep.INTEREST], closed.failures) == (4, [])
        assert "is booked loan by loan" in caplog.text
        assert balances(found.bank.bank_id)[AccountCode.INTEREST_DUE] == 50_000
        assert offences() == []

    def test_of_an_application_lets_the_others_expire(self, monkeypatch: pytest.MonkeyPatch):
        desk = given.bank(at=START)
        public_ids = []
        for name in ("Siti Contoh", "Budi Contoh"):
            somebody = given.owner(name, is_trained=True, at=START)
            public_id = given.submitted(desk, {somebody: 5_000_000}, at=START)
            public_ids.append(
                given.approve(desk, given.propose(desk, public_id, at=START), at=START)
            )
        stuck = given.application(public_ids[0]).id
        lapse = end_of_day.consent.lapse

        def lapse_but_one(*, application_id: int, at: datetime) -> None:
            if application_id == stuck:
                raise ValueError("tersangkut")
            lapse(application_id=application_id, at=at)

        day = START.date() + timedelta(days=8)
        with monkeypatch.context() as patched:
            patched.setattr(end_of_day.consent, "lapse", lapse_but_one)
            closed = night(day)
        assert [row.reason for row in closed.failures] == ["ValueError: tersangkut"]
        assert [given.application(each).status for each in public_ids] == [
            ApplicationStatus.APPROVED,
            ApplicationStatus.EXPIRED,
        ]
        assert night(day).failures == []
        assert given.application(public_ids[0]).status is ApplicationStatus.EXPIRED
        assert offences() == []


def busy_evening() -> Town:
    """Set everything up that a night does something about on the first due date."""
    found = town(loans=4, surplus="credit", bank_rate="0.06")
    given.repay(found.bank, found.loans[0], 1_000_000, at=START + timedelta(days=10))
    given.repay(found.bpr, found.loans[1], 100_000, at=START + timedelta(days=11))
    siti = given.owner("Tini Contoh", is_trained=True, at=START)
    public_id = given.submitted(found.bank, {siti: 5_000_000}, at=START)
    given.approve(found.bank, given.propose(found.bank, public_id, at=START), at=START)
    break_terms(found.loans[3])
    return found


class TestStopped:
    def test_at_every_transaction_ends_in_the_same_state(
        self, database_url: str, databases: Databases
    ):
        busy_evening()
        with twin_of(database_url, databases):
            night(FIRST_DUE)
            expected = state()

        number, commits = 0, [0]
        while commits[0] == number:
            number += 1
            with twin_of(database_url, databases):
                with killed(at_commit=number) as commits:
                    night(FIRST_DUE)
                night(FIRST_DUE)
                assert differences(state(), expected) == []

        night(FIRST_DUE)
        assert number > len(DayStep)
        assert rows_of(night(FIRST_DUE)) == {
            DayStep.INTEREST: 3,
            DayStep.CREDITS: 2,
            DayStep.GRADES: 0,
            DayStep.SNAPSHOT: 2,
            DayStep.REMINDERS: 2,
            DayStep.EXPIRY: 1,
        }

    @pytest.mark.parametrize("step", list(DayStep))
    def test_around_each_step_ends_in_the_same_state(
        self,
        database_url: str,
        databases: Databases,
        step: DayStep,
        monkeypatch: pytest.MonkeyPatch,
    ):
        busy_evening()
        with twin_of(database_url, databases):
            night(FIRST_DUE)
            expected = state()
        run_step = end_of_day.STEPS[step]

        def stop_before(_night: object) -> None:
            raise KeyboardInterrupt

        def stop_after(running: end_of_day.Night) -> None:
            run_step(running)
            raise KeyboardInterrupt

        steps = cast("dict[DayStep, object]", end_of_day.STEPS)
        for stop in (stop_before, stop_after):
            with monkeypatch.context() as patched:
                patched.setitem(steps, step, stop)
                with pytest.raises(KeyboardInterrupt):
                    night(FIRST_DUE)
        night(FIRST_DUE)

        assert differences(state(), expected) == []


class TestTwice:
    def test_in_a_row_changes_nothing(self):
        found = town(loans=2)
        night(FIRST_DUE)
        before, audited = state(), db.session.query(AuditEvent).count()

        closed = night(FIRST_DUE)

        assert not closed.is_new
        assert (state(), db.session.query(AuditEvent).count()) == (before, audited)
        assert balances(found.bank.bank_id)[AccountCode.INTEREST_DUE] == 25_000

    def test_in_the_same_moment_does_everything_once(
        self, app: Flask, database_url: str, databases: Databases
    ):
        busy_evening()
        with twin_of(database_url, databases):
            night(FIRST_DUE)
            expected = state()
        db.session.rollback()

        outcomes = at_once(app, [partial(night, FIRST_DUE) for _ in range(3)])

        assert [each for each in outcomes if isinstance(each, Exception)] == []
        assert differences(state(), expected) == []


class TestCatchUp:
    def test_of_missed_days_equals_every_night_in_its_time(
        self, database_url: str, databases: Databases
    ):
        found = town(loans=4)
        given.repay(found.bpr, found.loans[1], 300_000, at=evening(date(2026, 2, 20)))
        night(date(2026, 2, 27))

        def pay(day: date) -> None:
            if day == FIRST_DUE:
                given.repay(found.bank, found.loans[0], 500_000, at=evening(day))
            if day == date(2026, 3, 3):
                given.repay(found.bpr, found.loans[3], 10_163_244, at=evening(day))

        until = date(2026, 3, 4)
        missed = [date(2026, 2, 27) + timedelta(days=count) for count in range(1, 6)]
        with twin_of(database_url, databases):
            for day in missed:
                pay(day)
                night(day)
            expected = state()
        for day in missed:
            pay(day)
        closed = end_of_day.run(until=until, at=evening(until))

        assert [each.day for each in closed] == missed
        caught_up = state()
        for part in ("balances", "loans", "instalments", "snapshot", "titipan"):
            assert caught_up[part] == expected[part]
        assert offences() == []

    def test_reminds_once_of_each_instalment(self):
        town(loans=1)
        night(date(2026, 2, 26))
        before = len(messages())
        end_of_day.run(until=date(2026, 3, 4), at=evening(date(2026, 3, 4)))
        assert len(messages()) == before + 1

    def test_begins_with_the_day_that_is_asked_for(self):
        town(loans=1)
        [closed] = end_of_day.run(until=date(2026, 5, 2), at=evening(date(2026, 5, 2)))
        assert (closed.day, closed.is_new) == (date(2026, 5, 2), True)
        assert offences() == []

    def test_closes_a_day_that_was_left_out(self):
        town(loans=2)
        for day in (FIRST_DUE, date(2026, 3, 20)):
            night(day)
        before = state()

        [closed] = end_of_day.run(until=date(2026, 3, 10), at=evening(date(2026, 3, 20)))

        assert (closed.day, rows_of(closed)[DayStep.GRADES]) == (date(2026, 3, 10), 0)
        assert {part: state()[part] for part in ("balances", "loans", "messages")} == {
            part: before[part] for part in ("balances", "loans", "messages")
        }
        assert offences() == []


def live(found: Town, chance: Random) -> None:
    """Let some months pass with nights and payments as they come."""
    day = START.date()
    for _ in range(14):
        day += timedelta(days=chance.randint(1, 25))
        loan = chance.choice(found.loans)
        try:
            given.repay(
                desk_of(found, loan),
                loan,
                chance.choice([LEVEL, chance.randint(1, 3_000_000)]),
                paid_on=day - timedelta(days=chance.choice([0, 0, 1])),
                at=evening(day),
            )
        except LoanEnded:
            continue
        if chance.random() < 0.7:
            night(day)
    night(day + timedelta(days=1))


class TestStatementsOverAllLoans:
    @pytest.mark.parametrize("seed", range(2))
    @pytest.mark.parametrize("surplus", ["credit", "recast_lower"])
    def test_end_where_loan_by_loan_does(
        self,
        database_url: str,
        databases: Databases,
        seed: int,
        surplus: str,
        monkeypatch: pytest.MonkeyPatch,
    ):
        found = town(loans=4, surplus=surplus, bank_rate="0.06")
        with twin_of(database_url, databases), monkeypatch.context() as patched:
            patched.setattr(day_interest, "_book_bank", refuse)
            live(found, Random(seed))  # noqa: S311 - chance for a test
            assert offences() == []
            one_by_one = state()

        live(found, Random(seed))  # noqa: S311 - chance for a test

        assert offences() == []
        together = state()
        for part in ("balances", "loans", "instalments", "snapshot", "titipan", "messages"):
            assert together[part] == one_by_one[part]
        assert steps_of(together) == steps_of(one_by_one)


def refuse(_night: object, _bank_id: int) -> int:
    raise ValueError("the statement does not work tonight")


def steps_of(found: State) -> list[tuple[object, ...]]:
    """Return what each step did; a loan that is folded is given its grade with that."""
    return [row[:3] for row in found["steps"] if row[1] is not DayStep.GRADES]


class TestRepairCaches:
    def test_makes_what_is_stale_anew(self):
        found = town(loans=2)
        stored = given.loan(found.loans[0])
        stored.grade, stored.outstanding = 4, given.Rupiah(1)
        reference_no = stored.reference_no
        db.session.commit()
        assert len(offences()) == 2

        assert loan_mending.repair_caches(at=evening(FIRST_DUE)) == [reference_no]

        assert offences() == []
        assert loan_mending.repair_caches(at=evening(FIRST_DUE)) == []

    def test_leaves_what_cannot_be_folded(self):
        found = town(loans=1)
        break_terms(found.loans[0])
        assert loan_mending.repair_caches(at=evening(FIRST_DUE)) == []
        assert db.session.query(Loan).filter_by(computed_on=None).count() == 1
