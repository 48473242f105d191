"""The real services beside a naive reckoning (`reference_ledger`), under any story at the desk."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, example, given, note, settings
from hypothesis import strategies as st

from harkat.domain.loan_events import EventKind
from harkat.domain.loan_life import CannotHappen
from harkat.domain.money import Rupiah
from harkat.queries import facility
from harkat.services import end_of_day, repayment
from harkat.services.files import NotFound
from harkat.services.loan_credit import SuspenseSpent
from harkat.services.posting import BoundReached
from harkat.services.repayment import ImpossibleRepayment, LoanEnded, ReversedAlready
from tests import given as having
from tests.apps import build_app, forget_database
from tests.books import balances, offences
from tests.databases import Databases
from tests.members import change, noon, now, take_back
from tests.reference_ledger import CreditGone, Event, ReferenceBank, ReferenceLoan
from tests.rules import set_rule
from tests.stories import told
from tests.threads import at_once

BEGUN_ON = date(2026, 2, 2)
SLICE = 25_000_000
EVERY = 4  # commands between two comparisons of the whole books
KECAMATAN = "15.71.10"
REFUSALS = (
    *(CannotHappen, NotFound, SuspenseSpent, BoundReached),
    *(ImpossibleRepayment, LoanEnded, ReversedAlready),
)


@dataclass(frozen=True, kw_only=True)
class Beginning:
    """A bank that has lent ten million over twelve months to one person."""

    desk: having.BankDesk
    loan: str


def beginning(*, is_revolving: bool) -> Beginning:
    at = noon(BEGUN_ON)
    if is_revolving:
        set_rule("is_revolving", "yes", at=at)
    desk = having.bank(slice_amount=SLICE, at=at)
    siti = having.owner("Siti Contoh", is_trained=True, at=at)
    return Beginning(desk=desk, loan=having.running_loan(desk, siti, at=at))


@pytest.fixture(name="beginnings", scope="module")
def beginnings_(
    databases: Databases, template_url: str
) -> Iterator[Callable[[bool], tuple[str, Beginning]]]:
    """Give the database in which a bank has begun to lend, revolving or not."""
    begin = partial(told, databases, template_url)
    with (
        begin(partial(beginning, is_revolving=False)) as once,
        begin(partial(beginning, is_revolving=True)) as again,
    ):
        yield lambda is_revolving: again if is_revolving else once


@dataclass
class Desk:
    """The real desk and the reckoning beside it; each command is done by both, or by neither."""

    app: Flask
    real: having.BankDesk
    model: ReferenceBank
    today: date = BEGUN_ON
    others: dict[str, int] = field(default_factory=dict)

    def do(self, command: str, which: int, size: int, days: int) -> None:
        """Do one command, with three numbers that say on which loan, how much and when."""
        self.today += timedelta(days=1)
        if command in {"wait", "lend"}:
            getattr(self, command)(size, days)
            return
        loans = list(self.model.loans)
        loan = loans[which % len(loans)]
        getattr(self, command)(loan, size, days)

    def wait(self, size: int, days: int) -> None:
        """Let days pass; after most of them the day is closed, and what was missed with it."""
        self.today += timedelta(days=days)
        if size % 4:
            end_of_day.close_day(on=self.today, at=noon(self.today))
            for loan in self.model.loans.values():
                loan.booked_on = max(loan.booked_on, self.today)

    def lend(self, size: int, days: int) -> None:
        amount, months = 250_000 + size % 9_750_001, (6, 12, 18, 24)[days % 4]
        somebody = having.owner("Rina Contoh", is_trained=True, at=noon(self.today))

        def lend() -> str:
            return having.running_loan(
                self.real, somebody, amount=amount, instalments=months, at=noon(self.today)
            )

        loan = self._agree(lend, is_possible=amount <= self.model.available())
        if loan is not None:
            self.model.loans[loan] = ReferenceLoan(amount, months, self.today, self.today)

    def repay(self, loan: str, size: int, days: int) -> None:
        """Pay up to more than is owed, today or some days ago; some send the form twice."""
        self._pay(loan, 1 + size % 12_000_000, days_ago=days % 50, times=1 + size % 2)

    def repay_instalments(self, loan: str, size: int, days: int) -> None:
        """Pay whole instalments, as most people do."""
        row = self._loan(loan).stand().rows[0]
        self._pay(loan, (row.principal + row.interest) * (1 + size % 3), days_ago=days % 5, times=1)

    def repay_at_once(self, loan: str, size: int, _days: int) -> None:
        """Let one form arrive three times in the same moment."""
        amount, key = 1 + size % 2_000_000, having.key()
        is_possible = self._is_payable(loan)
        pay = partial(self._record, loan, amount, paid_on=self.today, key=key)
        answers = at_once(self.app, [pay, pay, pay])
        refused = {type(answer) for answer in answers if isinstance(answer, Exception)}
        assert refused == (set() if is_possible else {LoanEnded}), answers
        if is_possible:
            assert len(set(answers)) == 1
            self._add(loan, "recovered", self.today, amount)

    def settle(self, loan: str, size: int, days: int) -> None:
        """Pay the quote of the day, or of an earlier one; a rupiah more or less is refused."""
        model = self._loan(loan)
        paid_on = max(self.today - timedelta(days=days % 20), model.begun_on)
        known = [event for event in model.events if event.on <= paid_on]
        stand = ReferenceLoan(
            model.principal, model.months, model.begun_on, model.booked_on, known
        ).stand()
        quote = stand.quote(paid_on)
        amount = quote if size % 4 else quote + 1
        is_possible = (
            amount == quote > 0 and not stand.is_written_off and self._is_payable(loan)
        ) and not model.stand().is_written_off

        def settle() -> str:
            return repayment.settle(
                actor_id=self.real.cashier.id,
                loan_public_id=loan,
                amount=Rupiah(amount),
                paid_on=paid_on,
                key=having.key(),
                at=noon(self.today),
            )

        if self._agree(settle, is_possible=is_possible) is not None:
            self._add(loan, "settled", paid_on, amount)

    def refund(self, loan: str, size: int, _days: int) -> None:
        """Give credit back, sometimes a rupiah too much."""
        credit = self._loan(loan).stand().credit.total()
        amount = 1 + size % (credit + 1)

        def refund() -> int:
            return repayment.refund_credit(
                actor_id=self.real.checker.id,
                loan_public_id=loan,
                amount=Rupiah(amount),
                key=having.key(),
                at=noon(self.today),
            )

        if self._agree(refund, is_possible=amount <= credit) is not None:
            self._add(loan, "refunded", self.today, amount)

    def write_off(self, loan: str, _size: int, _days: int) -> None:
        stand = self._loan(loan).stand()
        is_possible = not (stand.is_written_off or stand.is_paid_off)
        write_off = partial(change, self.real, loan, EventKind.WRITTEN_OFF, on=self.today)
        if self._agree(write_off, is_possible=is_possible) is not None:
            self._add(loan, "written_off", self.today)

    def take_back(self, loan: str, size: int, _days: int) -> None:
        """Take back any event of the loan, whether that can be or not."""
        model = self._loan(loan)
        seq = 1 + size % (len(model.events) + 2)
        undone = next((event for event in model.events if event.seq == seq), None)
        reversal = Event(model.next_seq, "reversed", self.today, undoes=seq)
        is_possible = (
            undone is not None
            and undone.undoes is None
            and seq not in {event.undoes for event in model.events}
        )
        if is_possible:
            try:
                model.stand(reversal)
            except CreditGone:
                is_possible = False
        real = partial(take_back, self.real, loan, seq, on=self.today)
        if self._agree(real, is_possible=is_possible) is not None:
            model.events.append(reversal)
            model.booked_on = self.today

    def compare(self) -> None:
        """Find the books, the loans and the city's figures as they were reckoned."""
        found = {code.value: amount for code, amount in balances(self.real.bank_id).items()}
        assert found == self.model.accounts()
        for public_id, loan in self.model.loans.items():
            real, reckoned = now(public_id, self.today), loan.accounts(self.today)
            assert int(real.outstanding) == reckoned["principal"]
            assert int(real.interest_due) == reckoned["interest_due"]
            assert int(real.interest_ahead) == reckoned["interest_ahead"]
            assert int(real.overpaid) == reckoned["suspense"]
            assert real.is_paid_off == loan.stand().is_paid_off
            assert int(having.loan(public_id).outstanding) == reckoned["principal"]
        self._compare_figures()

    def _compare_figures(self) -> None:
        reckoned = {"committed": 0, "shortfall": 0, "repaid": 0, **self.model.accounts()}
        shown = facility.overview(on=self.today)
        [bank] = [row for row in shown.banks if row.bank.id == self.real.bank_id]
        [kecamatan] = [row for row in shown.kecamatan if row.kecamatan.code == KECAMATAN]
        for figure in ("committed", "disbursed", "repaid"):
            for row in (bank, kecamatan, shown.programme):
                assert int(getattr(row, figure)) == reckoned[figure], figure
        for row in (bank, kecamatan, shown.programme):
            assert int(row.outstanding) == reckoned.get("principal", 0)
        assert (int(bank.slice), int(bank.available)) == (SLICE, self.model.available())
        assert int(bank.shortfall) == reckoned["shortfall"]
        assert bank.absorption is not None
        assert bank.absorption * SLICE == reckoned["disbursed"]

    def _loan(self, loan: str) -> ReferenceLoan:
        return self.model.loans[loan]

    def _is_payable(self, loan: str) -> bool:
        return not self._loan(loan).stand().is_paid_off

    def _pay(self, loan: str, amount: int, *, days_ago: int, times: int) -> None:
        paid_on = max(self.today - timedelta(days=days_ago), self._loan(loan).begun_on)
        key, is_possible = having.key(), self._is_payable(loan)
        pay = partial(self._record, loan, amount, paid_on=paid_on, key=key)
        receipt = self._agree(pay, is_possible=is_possible)
        if receipt is not None:
            self._add(loan, "recovered", paid_on, amount)
            for _ in range(times - 1):
                assert pay() == receipt

    def _record(self, loan: str, amount: int, *, paid_on: date, key: str) -> str:
        return repayment.record_repayment(
            actor_id=self.real.cashier.id,
            loan_public_id=loan,
            amount=Rupiah(amount),
            paid_on=paid_on,
            key=key,
            at=noon(self.today),
        )

    def _add(self, loan: str, kind: str, on: date, amount: int = 0) -> None:
        model = self._loan(loan)
        model.events.append(Event(model.next_seq, kind, on, amount))
        model.booked_on = self.today

    @staticmethod
    def _agree(deed: Callable[[], Any], *, is_possible: bool) -> Any:
        """Do it; it must be refused exactly if the reckoning says that it cannot be."""
        answer: Any = None
        try:
            answer = deed()
        except REFUSALS as refused:
            answer = refused
        assert is_possible is not isinstance(answer, Exception), repr(answer)
        return answer if is_possible else None


COMMANDS = (
    *("repay", "repay", "repay_instalments", "repay_instalments", "repay_at_once"),
    *("settle", "refund", "refund", "write_off", "take_back", "take_back", "take_back"),
    *("wait", "wait", "wait", "lend"),
)
commands = st.tuples(
    st.sampled_from(COMMANDS),
    st.integers(0, 5),
    st.integers(0, 100_000_000),
    st.integers(0, 80),
)
Command = tuple[str, int, int, int]


@contextmanager
def opened(databases: Databases, url: str) -> Iterator[Flask]:
    """Open a copy of a database for one story."""
    copy = databases.create(template=url)
    app = build_app(copy)
    with app.app_context():
        try:
            yield app
        finally:
            forget_database()
    databases.drop(copy)


PAID_BEFORE_A_WRITE_OFF_IS_TAKEN_BACK: list[Command] = [
    ("wait", 0, 1, 40),
    ("write_off", 0, 0, 0),
    ("repay", 0, 11_000_000, 0),
    ("take_back", 0, 1, 0),
]
PAID_BEFORE_THE_SETTLEMENT_AFTER_ALL: list[Command] = [
    ("repay", 0, 4_999_999, 0),
    ("wait", 0, 1, 50),
    ("settle", 0, 1, 0),
    ("take_back", 0, 1, 0),
    ("repay", 0, 10_200_000, 20),
]


class TestServices:
    @settings(
        max_examples=6,
        deadline=None,
        # Making a story shorter takes minutes; one of twenty commands can be read as it is.
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @example(is_revolving=False, story=PAID_BEFORE_A_WRITE_OFF_IS_TAKEN_BACK)
    @example(is_revolving=True, story=PAID_BEFORE_THE_SETTLEMENT_AFTER_ALL)
    @given(is_revolving=st.booleans(), story=st.lists(commands, min_size=8, max_size=20))
    def test_keep_the_books_that_a_naive_reckoning_keeps(
        self,
        databases: Databases,
        beginnings: Callable[[bool], tuple[str, Beginning]],
        *,
        is_revolving: bool,
        story: list[Command],
    ):
        url, begun = beginnings(is_revolving)
        with opened(databases, url) as app:
            model = ReferenceBank(SLICE, is_revolving)
            model.loans[begun.loan] = ReferenceLoan(10_000_000, 12, BEGUN_ON, BEGUN_ON)
            desk = Desk(app=app, real=begun.desk, model=model)
            for number, command in enumerate(story):
                note(f"{desk.today}: {command}")
                desk.do(*command)
                if number % EVERY == 0:
                    desk.compare()
            desk.compare()
            owed = [f"bank {begun.desk.bank_id} lacks" in line for line in offences()]
            assert all(owed)
