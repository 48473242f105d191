"""Everything that can happen to a loan, in rupiah on the accounts; taken back, it never was."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pytest

from harkat.domain.ledger import AccountCode, EntryKind
from harkat.domain.lifecycle import IllegalTransition
from harkat.domain.loan_events import EventKind
from harkat.domain.loan_life import CannotHappen, OutOfLife
from harkat.domain.money import Rupiah
from harkat.domain.product import ImpossibleTerms
from harkat.domain.schedule_change import ScheduleChange
from harkat.domain.statuses import LineStatus, LoanStatus
from harkat.extensions import db
from harkat.models.ledger import JournalEntry, SuspenseItem
from harkat.models.loan import Disbursement, LoanEventRow, Paper
from harkat.services import bank_money, disbursement, end_of_day, repayment, suspense
from harkat.services.disbursement import DateOutOfRange, WrongTranches
from harkat.services.loan_credit import SuspenseSpent
from harkat.services.posting import BoundReached
from harkat.services.repayment import ImpossibleRepayment, NotTheBorrowers
from harkat.services.suspense import BelongsToLoan, SuspenseShort
from tests import given
from tests.books import balances, moved, offences
from tests.databases import Databases
from tests.members import SIGNED_ON, change, noon, now, take_back
from tests.rules import set_rule
from tests.stories import told

pytestmark = pytest.mark.usefixtures("app")

FIRST_DUE, SECOND_DUE = date(2026, 3, 2), date(2026, 4, 2)
TODAY = date(2026, 4, 12)
"""Ten days after the second due date; the books are closed up to here."""

LEVEL = 846_937
RELIEF = ScheduleChange(instalments=18)
CAPITALISING = ScheduleChange(instalments=18, capitalises_interest=True)

Moved = Mapping[AccountCode, int]


@dataclass(frozen=True, kw_only=True)
class Desk:
    """A bank with two loans of ten million at 3 % over twelve months, on which nothing was paid.

    `plain` has the default contract; under `special` a surplus stays a credit, lateness costs 2 %
    a month, and the city pays the bank the difference to 9 %.
    """

    bank: given.BankDesk
    plain: str
    special: str

    def pay(
        self, loan: str, amount: int, *, on: date = TODAY, recorded_on: date | None = None
    ) -> str:
        return given.repay(self.bank, loan, amount, paid_on=on, at=noon(recorded_on or on))

    def pay_cash(self, loan: str, amount: int) -> str:
        return repayment.record_repayment(
            actor_id=self.bank.cashier.id,
            loan_public_id=loan,
            amount=Rupiah(amount),
            paid_on=TODAY,
            key=given.key(),
            at=noon(TODAY),
            is_cash=True,
        )

    def settle(self, loan: str, amount: int) -> str:
        return repayment.settle(
            actor_id=self.bank.cashier.id,
            loan_public_id=loan,
            amount=Rupiah(amount),
            paid_on=TODAY,
            key=given.key(),
            at=noon(TODAY),
        )

    def receive_unknown(self, amount: int) -> str:
        return suspense.receive_unknown(
            actor_id=self.bank.cashier.id,
            amount=Rupiah(amount),
            received_on=TODAY,
            bank_reference=f"TRX-{given.key()}",
            note="Tanpa nama",
            key=given.key(),
            at=noon(TODAY),
        )

    def identify(self, item: str, loan: str) -> None:
        suspense.identify(
            actor_id=self.bank.cashier.id,
            item_public_id=item,
            loan_public_id=loan,
            at=noon(TODAY),
        )

    def apply(self, item: str, loan: str, amount: int) -> str:
        return repayment.apply_suspense(
            actor_id=self.bank.cashier.id,
            loan_public_id=loan,
            item_public_id=item,
            amount=Rupiah(amount),
            key=given.key(),
            at=noon(TODAY),
        )

    def apply_credit(self, loan: str, amount: int, *, on: date = TODAY) -> int:
        return repayment.apply_credit(
            actor_id=self.bank.cashier.id,
            loan_public_id=loan,
            amount=Rupiah(amount),
            key=given.key(),
            at=noon(on),
        )

    def refund(self, loan: str, amount: int, *, on: date = TODAY) -> int:
        return repayment.refund_credit(
            actor_id=self.bank.checker.id,
            loan_public_id=loan,
            amount=Rupiah(amount),
            key=given.key(),
            at=noon(on),
        )

    def change(
        self,
        loan: str,
        kind: EventKind,
        amount: int = 0,
        *,
        to: ScheduleChange | None = None,
        on: date = TODAY,
        recorded_on: date | None = None,
    ) -> int:
        return change(
            self.bank, loan, kind, on=on, amount=amount, change=to, recorded_on=recorded_on
        )

    def undo_last(self, loan: str, *, on: date = TODAY) -> None:
        db.session.rollback()
        take_back(self.bank, loan, given.loan(loan).events[-1].seq, on=on)

    def moves(self, deed: Callable[[], object]) -> Moved:
        """Return by how much the bank's accounts change when something is done."""
        before = balances(self.bank.bank_id)
        deed()
        return moved(before, balances(self.bank.bank_id))

    def undone(self, loan: str) -> Moved:
        """Return by how much the accounts change when the loan's last event is taken back."""
        return self.moves(lambda: self.undo_last(loan))


def at_the_desk() -> Desk:
    """Lend both loans and close the books up to today."""
    bank = given.bank(at=noon(SIGNED_ON))
    plain = lent(bank, "Siti Contoh")
    agree(surplus="credit", penalty_rate="0.02", penalty_per="month", bank_rate="0.09")
    special = lent(bank, "Rina Contoh")
    agree(surplus="next_instalments", penalty_rate="0", penalty_per="day", bank_rate="none")
    end_of_day.close_day(on=TODAY, at=noon(TODAY))
    return Desk(bank=bank, plain=plain, special=special)


def lent(bank: given.BankDesk, name: str, *, amount: int = 10_000_000, on: date = SIGNED_ON) -> str:
    somebody = given.owner(name, is_trained=True, at=noon(on))
    return given.running_loan(bank, somebody, amount=amount, at=noon(on))


def consented(bank: given.BankDesk, name: str) -> str:
    """Return an application of today that waits to be signed."""
    somebody = given.owner(name, is_trained=True, at=noon(TODAY))
    application = given.submitted(bank, {somebody: 10_000_000}, at=noon(TODAY))
    given.approve(bank, given.propose(bank, application, at=noon(TODAY)), at=noon(TODAY))
    return given.consent_all(application, at=noon(TODAY))


def agree(**rules: str) -> None:
    """Let the next contracts have other rules."""
    for name, value in rules.items():
        set_rule(name, value, at=noon(SIGNED_ON))


@pytest.fixture(scope="module")
def story(databases: Databases, template_url: str) -> Iterator[tuple[str, Desk]]:
    with told(databases, template_url, at_the_desk) as found:
        yield found


@pytest.fixture(scope="module")
def template_url(story: tuple[str, Desk]) -> str:
    """Let every test here go on from a database with the two loans."""
    return story[0]


@pytest.fixture
def desk(story: tuple[str, Desk]) -> Desk:
    return story[1]


@pytest.fixture
def with_credit(desk: Desk) -> Desk:
    """Return the desk after Rp277,330 more than was due came in on the special loan."""
    desk.pay(desk.special, 2_000_000)
    return desk


@pytest.fixture
def written_off(desk: Desk) -> Desk:
    """Return the desk after the plain loan was written off: a claim of Rp10,047,945."""
    desk.change(desk.plain, EventKind.WRITTEN_OFF)
    return desk


def stored() -> tuple[int, ...]:
    """Return how much there is of everything a refusal must leave alone."""
    db.session.rollback()
    tables = (JournalEntry, LoanEventRow, Paper, SuspenseItem)
    return tuple(
        db.session.scalars(db.select(db.func.count()).select_from(table)).one() for table in tables
    )


def refused(error: type[Exception], deed: Callable[[], object]) -> Exception:
    """Return the refusal, which must leave nothing stored."""
    before = stored()
    with pytest.raises(error) as found:
        deed()
    assert stored() == before
    return found.value


def cannot(reason: OutOfLife, deed: Callable[[], object]) -> CannotHappen:
    """Return the refusal of something that does not fit the loan."""
    found = refused(CannotHappen, deed)
    assert isinstance(found, CannotHappen)
    assert found.reason is reason
    return found


def last_entries(count: int) -> list[EntryKind]:
    """Return the kinds of the last journal entries, the last one last."""
    db.session.rollback()
    kinds = db.session.scalars(
        db.select(JournalEntry.kind).order_by(JournalEntry.id.desc()).limit(count)
    )
    return list(kinds)[::-1]


def status(loan: str) -> LoanStatus:
    db.session.rollback()
    return given.loan(loan).status


class TestTranches:
    LATER = date(2026, 4, 26)
    FIRST_DUE = date(2026, 5, 12)

    @pytest.fixture
    def prepared(self, desk: Desk) -> Sequence[str]:
        """Return the disbursements of a line of ten million, six of it at once and four later."""
        application = consented(desk.bank, "Tono Contoh")
        [line] = given.application(application).lines
        self.prepare(desk, application, {line.public_id: (6_000_000, 4_000_000)})
        return list(
            db.session.scalars(
                db.select(Disbursement.public_id)
                .filter_by(application_line_id=line.id)
                .order_by(Disbursement.tranche)
            )
        )

    def prepare(self, desk: Desk, application: str, tranches: Mapping[str, Sequence[int]]) -> None:
        disbursement.prepare(
            actor_id=desk.bank.disburser.id,
            application_public_id=application,
            signed_on=TODAY,
            at=noon(TODAY),
            tranches={
                line: [Rupiah(amount) for amount in amounts] for line, amounts in tranches.items()
            },
        )

    def send(
        self,
        desk: Desk,
        item: str,
        on: date,
        *,
        key: str | None = None,
        recorded_on: date | None = None,
    ) -> str:
        return disbursement.send(
            actor_id=desk.bank.disburser.id,
            disbursement_public_id=item,
            bank_reference=f"TRX-{item}",
            sent_on=on,
            key=key or given.key(),
            at=noon(recorded_on or on),
        )

    def test_are_each_lent_from_what_was_committed(self, desk: Desk, prepared: Sequence[str]):
        first = desk.moves(lambda: self.send(desk, prepared[0], TODAY))
        assert first == {
            AccountCode.COMMITTED: -6_000_000,
            AccountCode.DISBURSED: 6_000_000,
            AccountCode.CLEARING: -6_000_000,
            AccountCode.PRINCIPAL: 6_000_000,
        }
        assert balances(desk.bank.bank_id)[AccountCode.COMMITTED] == 4_000_000
        assert offences() == []

        second = desk.moves(lambda: self.send(desk, prepared[1], self.LATER))
        assert second == {
            AccountCode.COMMITTED: -4_000_000,
            AccountCode.DISBURSED: 4_000_000,
            AccountCode.CLEARING: -4_000_000,
            AccountCode.PRINCIPAL: 4_000_000,
        }
        assert AccountCode.COMMITTED not in balances(desk.bank.bank_id)
        assert offences() == []

    def test_make_one_loan_whose_interest_runs_from_each_ones_day(
        self, desk: Desk, prepared: Sequence[str]
    ):
        loan = self.send(desk, prepared[0], TODAY)
        assert self.send(desk, prepared[1], self.LATER) == loan

        found = now(loan, self.FIRST_DUE)
        # Thirty days of six million and sixteen of four, at 3 % by 30/360.
        assert found.instalments[0].interest == 15_000 + 5_333
        assert (found.disbursed, len(found.instalments)) == (10_000_000, 12)
        assert given.loan(loan).application_line.status is LineStatus.DISBURSED

    def test_leave_the_line_open_until_the_last(self, desk: Desk, prepared: Sequence[str]):
        loan = self.send(desk, prepared[0], TODAY)
        assert given.loan(loan).application_line.status is LineStatus.CONSENTED

    def test_are_sent_once(self, desk: Desk, prepared: Sequence[str]):
        key = given.key()
        loan = self.send(desk, prepared[0], TODAY, key=key)
        assert self.send(desk, prepared[0], TODAY, key=key) == loan
        refused(IllegalTransition, lambda: self.send(desk, prepared[0], TODAY))

    def test_begin_the_loan_whichever_is_sent_first(self, desk: Desk, prepared: Sequence[str]):
        loan = self.send(desk, prepared[1], TODAY)
        assert now(loan, TODAY).disbursed == 4_000_000
        self.send(desk, prepared[0], TODAY)
        assert offences() == []

    def test_are_never_sent_before_the_first_one(self, desk: Desk, prepared: Sequence[str]):
        self.send(desk, prepared[0], self.LATER)
        found = cannot(
            OutOfLife.BEFORE_DISBURSEMENT,
            lambda: self.send(desk, prepared[1], TODAY, recorded_on=self.LATER),
        )
        assert (found.field, found.right) == ("on", self.LATER)

    def test_sent_late_book_what_earlier_rows_now_cost(self, desk: Desk, prepared: Sequence[str]):
        self.send(desk, prepared[0], TODAY)
        later = self.FIRST_DUE + timedelta(days=1)
        end_of_day.close_day(on=later, at=noon(later))

        assert desk.moves(lambda: self.send(desk, prepared[1], self.LATER, recorded_on=later)) == {
            AccountCode.COMMITTED: -4_000_000,
            AccountCode.DISBURSED: 4_000_000,
            AccountCode.CLEARING: -4_000_000,
            AccountCode.PRINCIPAL: 4_000_000,
            AccountCode.INTEREST_DUE: 5_333,
            AccountCode.INTEREST_INCOME: 5_333,
        }
        assert last_entries(2) == [EntryKind.DISBURSED, EntryKind.REALLOCATED]
        assert offences() == []

    @pytest.mark.parametrize(
        "amounts",
        [(6_000_000,), (6_000_000, 5_000_000), (10_000_000, 0), (11_000_000, -1_000_000), ()],
    )
    def test_must_be_the_approved_sum(self, desk: Desk, amounts: Sequence[int]):
        application = consented(desk.bank, "Wati Contoh")
        [line] = given.application(application).lines
        refused(
            WrongTranches,
            lambda: self.prepare(desk, application, {line.public_id: amounts}),
        )
        assert list(db.session.scalars(db.select(Disbursement.tranche))) == [1, 1]


class TestRepayment:
    def test_pays_interest_and_principal_of_the_oldest_rows_and_then_ahead(self, desk: Desk):
        assert desk.moves(lambda: desk.pay(desk.plain, 2_000_000)) == {
            AccountCode.REPAID: 1_931_170,
            AccountCode.RETIRED: 1_931_170,
            AccountCode.CLEARING: 2_000_000,
            AccountCode.PRINCIPAL: -1_931_170,
            AccountCode.INTEREST_DUE: -47_945,
            AccountCode.INTEREST_AHEAD: 20_885,
        }
        assert last_entries(1) == [EntryKind.REPAID]
        assert offences() == []

    def test_books_penalties_only_now_and_keeps_the_rest_as_credit(self, desk: Desk):
        # Two rows of 846,937, 41 and 10 days late, at 2 % a month: 23,150 and 5,646.
        assert desk.moves(lambda: desk.pay(desk.special, 2_000_000)) == {
            AccountCode.REPAID: 1_645_929,
            AccountCode.RETIRED: 1_645_929,
            AccountCode.CLEARING: 2_000_000,
            AccountCode.PRINCIPAL: -1_645_929,
            AccountCode.INTEREST_DUE: -47_945,
            AccountCode.SUSPENSE: 277_330,
            AccountCode.PENALTY_INCOME: 28_796,
        }
        assert offences() == []

    def test_in_cash_is_in_the_officers_hand_until_it_is_brought(self, desk: Desk):
        assert desk.moves(lambda: desk.pay_cash(desk.plain, LEVEL)) == {
            AccountCode.REPAID: 821_937,
            AccountCode.RETIRED: 821_937,
            AccountCode.CASH_IN_HAND: LEVEL,
            AccountCode.PRINCIPAL: -821_937,
            AccountCode.INTEREST_DUE: -25_000,
        }
        second_cashier = desk.bank.checker
        given.promote(second_cashier, given.Role.BANK_CASHIER)
        db.session.commit()
        assert desk.moves(
            lambda: bank_money.deposit_cash(
                actor_id=second_cashier.id,
                officer_public_id=desk.bank.cashier.public_id,
                amount=Rupiah(LEVEL),
                deposited_on=TODAY,
                bank_reference="SETOR-1",
                key=given.key(),
                at=noon(TODAY),
            )
        ) == {AccountCode.CLEARING: LEVEL, AccountCode.CASH_IN_HAND: -LEVEL}
        assert offences() == []

    def test_in_cash_beyond_what_an_officer_may_hold_is_refused(self, desk: Desk):
        desk.pay_cash(desk.plain, 4_000_000)
        refused(BoundReached, lambda: desk.pay_cash(desk.special, 1_000_001))
        desk.pay_cash(desk.special, 1_000_000)
        assert offences() == []

    @pytest.mark.parametrize("amount", [0, -1, 1_000_000_001])
    def test_of_an_impossible_sum_is_refused(self, desk: Desk, amount: int):
        refused(ImpossibleRepayment, lambda: desk.pay(desk.plain, amount))

    def test_tomorrow_or_before_the_loan_is_refused(self, desk: Desk):
        for day in (TODAY + timedelta(days=1), SIGNED_ON - timedelta(days=1)):
            refused(
                DateOutOfRange,
                lambda day=day: desk.pay(desk.plain, LEVEL, on=day, recorded_on=TODAY),
            )

    def test_recorded_late_is_as_if_it_had_come_in_time(self, desk: Desk):
        assert desk.moves(
            lambda: desk.pay(desk.special, LEVEL, on=FIRST_DUE, recorded_on=TODAY)
        ) == {
            AccountCode.REPAID: 821_937,
            AccountCode.RETIRED: 821_937,
            AccountCode.CLEARING: LEVEL,
            AccountCode.PRINCIPAL: -821_937,
            AccountCode.INTEREST_DUE: -25_000,
        }
        found = now(desk.special, TODAY)
        assert (found.penalty_due, found.days_past_due) == (5_646, 10)
        assert offences() == []

    def test_recorded_late_says_apart_what_it_changes_of_later_ones(self, desk: Desk):
        desk.pay(desk.special, 900_000)
        # With the late one, the second row is paid, too: 28,796 of penalties become 5,646.
        desk.pay(desk.special, LEVEL, on=FIRST_DUE, recorded_on=TODAY)

        assert last_entries(2) == [EntryKind.REPAID, EntryKind.REALLOCATED]
        found = now(desk.special, TODAY)
        assert [row.is_paid for row in found.instalments[:3]] == [True, True, False]
        assert (found.penalty_paid, found.overpaid) == (5_646, 47_417)
        assert offences() == []

    def test_recorded_late_equals_the_one_recorded_in_order(self, desk: Desk):
        in_order, late = lent(desk.bank, "Wati Contoh"), lent(desk.bank, "Joko Contoh")
        desk.pay(in_order, 500_000, on=FIRST_DUE, recorded_on=TODAY)
        desk.pay(in_order, 700_000, on=SECOND_DUE, recorded_on=TODAY)
        desk.pay(late, 700_000, on=SECOND_DUE, recorded_on=TODAY)
        desk.pay(late, 500_000, on=FIRST_DUE, recorded_on=TODAY)

        assert [row.paid for row in now(late, TODAY).instalments] == [
            row.paid for row in now(in_order, TODAY).instalments
        ]
        assert offences() == []

    def test_reversed_lets_later_ones_pay_the_older_rows(self, desk: Desk):
        desk.pay(desk.plain, LEVEL, on=FIRST_DUE, recorded_on=TODAY)
        desk.pay(desk.plain, LEVEL, on=SECOND_DUE, recorded_on=TODAY)
        take_back(desk.bank, desk.plain, 2, on=TODAY)

        assert last_entries(2) == [EntryKind.REVERSED, EntryKind.REALLOCATED]
        assert now(desk.plain, TODAY).days_past_due == 10
        assert offences() == []


class TestSettlement:
    def test_with_the_quote_closes_the_loan_at_zero(self, desk: Desk):
        # Principal, interest arrears of 47,945 and the running period's 20,885.
        assert desk.moves(lambda: desk.settle(desk.plain, 10_068_830)) == {
            AccountCode.REPAID: 10_000_000,
            AccountCode.RETIRED: 10_000_000,
            AccountCode.CLEARING: 10_068_830,
            AccountCode.PRINCIPAL: -10_000_000,
            AccountCode.INTEREST_DUE: -47_945,
            AccountCode.INTEREST_INCOME: 20_885,
        }
        assert status(desk.plain) is LoanStatus.PAID_OFF
        assert last_entries(1) == [EntryKind.SETTLED]
        assert offences() == []

    def test_takes_penalties_and_the_subsidy_of_the_running_period_with_it(self, desk: Desk):
        assert desk.moves(lambda: desk.settle(desk.special, 10_097_626)) == {
            AccountCode.REPAID: 10_000_000,
            AccountCode.RETIRED: 10_000_000,
            AccountCode.CLEARING: 10_097_626,
            AccountCode.PRINCIPAL: -10_000_000,
            AccountCode.INTEREST_DUE: -47_945,
            AccountCode.SUBSIDY_DUE: 41_770,
            AccountCode.INTEREST_INCOME: 20_885,
            AccountCode.PENALTY_INCOME: 28_796,
            AccountCode.SUBSIDY_INCOME: 41_770,
        }
        assert offences() == []

    def test_counts_interest_that_was_paid_ahead(self, desk: Desk):
        desk.pay(desk.plain, 2_000_000)
        assert desk.moves(lambda: desk.settle(desk.plain, 8_068_830)) == {
            AccountCode.REPAID: 8_068_830,
            AccountCode.RETIRED: 8_068_830,
            AccountCode.CLEARING: 8_068_830,
            AccountCode.PRINCIPAL: -8_068_830,
            AccountCode.INTEREST_AHEAD: -20_885,
            AccountCode.INTEREST_INCOME: 20_885,
        }
        assert status(desk.plain) is LoanStatus.PAID_OFF
        assert offences() == []

    @pytest.mark.parametrize("amount", [10_068_829, 10_068_831])
    def test_with_another_sum_is_refused_with_the_right_one(self, desk: Desk, amount: int):
        found = cannot(OutOfLife.NOT_THE_QUOTE, lambda: desk.settle(desk.plain, amount))
        assert (found.field, found.right) == ("amount", 10_068_830)

    def test_earns_no_more_interest_afterwards(self, desk: Desk):
        desk.settle(desk.plain, 10_068_830)
        before = balances(desk.bank.bank_id)[AccountCode.INTEREST_INCOME]
        later = date(2027, 3, 1)
        end_of_day.close_day(on=later, at=noon(later))
        earned = balances(desk.bank.bank_id)[AccountCode.INTEREST_INCOME] - before
        # What is left of the special loan's 163,244 after its first two rows.
        assert earned == 163_244 - 47_945
        assert offences() == []


class TestTitipan:
    def test_of_an_unknown_payer_pays_a_loan_once_the_payer_is_known(self, desk: Desk):
        item = desk.receive_unknown(1_000_000)
        refused(NotTheBorrowers, lambda: desk.apply(item, desk.plain, LEVEL))
        desk.identify(item, desk.plain)

        assert desk.moves(lambda: desk.apply(item, desk.plain, LEVEL)) == {
            AccountCode.REPAID: 821_937,
            AccountCode.RETIRED: 821_937,
            AccountCode.PRINCIPAL: -821_937,
            AccountCode.INTEREST_DUE: -25_000,
            AccountCode.SUSPENSE: -LEVEL,
        }
        assert last_entries(1) == [EntryKind.SUSPENSE_APPLIED]
        assert offences() == []

    def test_is_not_spent_beyond_what_is_open(self, desk: Desk):
        item = desk.receive_unknown(1_000_000)
        desk.identify(item, desk.plain)
        refused(SuspenseShort, lambda: desk.apply(item, desk.plain, 1_000_001))

    def test_is_open_again_when_the_payment_from_it_is_taken_back(self, desk: Desk):
        item = desk.receive_unknown(1_000_000)
        desk.identify(item, desk.plain)
        before = balances(desk.bank.bank_id)
        desk.apply(item, desk.plain, 1_000_000)
        desk.undo_last(desk.plain)

        assert balances(desk.bank.bank_id) == before
        db.session.rollback()
        assert db.session.scalars(db.select(SuspenseItem.open_amount)).one() == 1_000_000
        assert offences() == []

    def test_pays_a_claim_that_was_written_off(self, written_off: Desk):
        item = written_off.receive_unknown(1_000_000)
        written_off.identify(item, written_off.plain)
        assert written_off.moves(lambda: written_off.apply(item, written_off.plain, 1_000_000)) == {
            AccountCode.SUSPENSE: -1_000_000,
            AccountCode.RECOVERED: 1_000_000,
            AccountCode.CLAIM: -1_000_000,
            AccountCode.CLAIM_COUNTER: -1_000_000,
        }
        assert offences() == []

        written_off.undo_last(written_off.plain)
        assert balances(written_off.bank.bank_id)[AccountCode.SUSPENSE] == 1_000_000
        assert offences() == []

    def test_applied_beyond_the_debt_leaves_a_credit_of_the_loan(self, desk: Desk):
        item = desk.receive_unknown(12_000_000)
        desk.identify(item, desk.plain)
        desk.apply(item, desk.plain, 12_000_000)
        assert now(desk.plain, TODAY).overpaid == 12_000_000 - 10_163_244
        assert offences() == []
        desk.undo_last(desk.plain)
        assert offences() == []

    def test_of_a_loans_own_payment_is_used_as_its_credit_only(self, with_credit: Desk):
        item = db.session.scalars(db.select(SuspenseItem)).one().public_id
        refused(BelongsToLoan, lambda: with_credit.apply(item, with_credit.special, 1_000))


class TestCredit:
    THIRD_DUE = date(2026, 5, 2)

    def test_pays_what_has_fallen_due(self, with_credit: Desk):
        due = self.THIRD_DUE
        assert with_credit.moves(
            lambda: with_credit.apply_credit(with_credit.special, 277_330, on=due)
        ) == {
            # The third row's interest and subsidy are booked with it, as it fell due today.
            AccountCode.REPAID: 256_445,
            AccountCode.RETIRED: 256_445,
            AccountCode.PRINCIPAL: -256_445,
            AccountCode.SUSPENSE: -277_330,
            AccountCode.SUBSIDY_DUE: 41_770,
            AccountCode.INTEREST_INCOME: 20_885,
            AccountCode.SUBSIDY_INCOME: 41_770,
        }
        assert offences() == []

    def test_is_given_back(self, with_credit: Desk):
        assert with_credit.moves(lambda: with_credit.refund(with_credit.special, 277_330)) == {
            AccountCode.CLEARING: -277_330,
            AccountCode.SUSPENSE: -277_330,
        }
        assert last_entries(1) == [EntryKind.REFUNDED]
        assert offences() == []

    def test_beyond_what_there_is_is_refused(self, with_credit: Desk):
        for deed in (with_credit.refund, with_credit.apply_credit):
            found = cannot(
                OutOfLife.MORE_THAN_CREDIT, lambda deed=deed: deed(with_credit.special, 277_331)
            )
            assert found.right == 277_330

    def test_that_is_spent_keeps_its_payment_from_being_taken_back(self, with_credit: Desk):
        paid = given.loan(with_credit.special).events[-1].seq
        with_credit.refund(with_credit.special, 1)
        refused(
            SuspenseSpent,
            lambda: take_back(with_credit.bank, with_credit.special, paid, on=TODAY),
        )
        with_credit.undo_last(with_credit.special)
        take_back(with_credit.bank, with_credit.special, paid, on=TODAY)
        assert offences() == []


class TestWaiver:
    def test_of_interest_is_forgiven_interest(self, desk: Desk):
        assert desk.moves(lambda: desk.change(desk.plain, EventKind.INTEREST_WAIVED, 30_000)) == {
            AccountCode.INTEREST_DUE: -30_000,
            AccountCode.FORGIVEN_INTEREST: 30_000,
        }
        assert offences() == []

    def test_beyond_what_is_due_is_refused(self, desk: Desk):
        interest = cannot(
            OutOfLife.MORE_THAN_DUE,
            lambda: desk.change(desk.plain, EventKind.INTEREST_WAIVED, 47_946),
        )
        penalty = cannot(
            OutOfLife.MORE_THAN_DUE,
            lambda: desk.change(desk.special, EventKind.PENALTY_WAIVED, 28_797),
        )
        assert (interest.right, penalty.right) == (47_945, 28_796)

    def test_of_a_penalty_moves_no_account_but_lowers_what_is_due(self, desk: Desk):
        assert desk.moves(lambda: desk.change(desk.special, EventKind.PENALTY_WAIVED, 20_000)) == {}
        assert now(desk.special, TODAY).penalty_due == 8_796
        assert offences() == []

    def test_of_a_penalty_that_was_paid_out_of_order_leaves_a_credit_on_the_books(self, desk: Desk):
        """A waiver dated before a payment frees what that payment gave for the penalty."""
        desk.pay(desk.special, 2_000_000)
        assert desk.moves(
            lambda: desk.change(
                desk.special,
                EventKind.PENALTY_WAIVED,
                5_000,
                on=TODAY - timedelta(days=1),
                recorded_on=TODAY,
            )
        ) == {AccountCode.SUSPENSE: 5_000, AccountCode.PENALTY_INCOME: -5_000}
        assert last_entries(1) == [EntryKind.REALLOCATED]
        assert offences() == []


class TestCharge:
    def test_moves_no_account_until_it_is_paid(self, desk: Desk):
        assert desk.moves(lambda: desk.change(desk.plain, EventKind.CHARGED, 50_000)) == {}
        assert now(desk.plain, TODAY).penalty_due == 50_000

        assert desk.moves(lambda: desk.pay(desk.plain, 2 * LEVEL + 50_000)) == {
            AccountCode.REPAID: 1_645_929,
            AccountCode.RETIRED: 1_645_929,
            AccountCode.CLEARING: 1_743_874,
            AccountCode.PRINCIPAL: -1_645_929,
            AccountCode.INTEREST_DUE: -47_945,
            AccountCode.PENALTY_INCOME: 50_000,
        }
        assert offences() == []

    @pytest.mark.parametrize("amount", [0, -1])
    def test_of_nothing_is_refused(self, desk: Desk, amount: int):
        found = cannot(
            OutOfLife.CHANGES_NOTHING,
            lambda: desk.change(desk.plain, EventKind.CHARGED, amount),
        )
        assert found.field == "amount"


class TestRestructuring:
    def test_without_capitalising_moves_no_account(self, desk: Desk):
        assert desk.moves(lambda: desk.change(desk.plain, EventKind.RESTRUCTURED, to=RELIEF)) == {}
        found = now(desk.plain, TODAY)
        assert (found.days_past_due, found.arrears, found.outstanding) == (0, 0, 10_000_000)
        assert found.interest_due == 47_945
        assert offences() == []

    def test_with_capitalising_turns_interest_into_debt(self, desk: Desk):
        assert desk.moves(
            lambda: desk.change(desk.plain, EventKind.RESTRUCTURED, to=CAPITALISING)
        ) == {AccountCode.CAPITALISED: 47_945, AccountCode.INTEREST_DUE: -47_945}
        found = now(desk.plain, TODAY)
        assert (found.outstanding, found.interest_due) == (10_047_945, 0)
        assert last_entries(1) == [EntryKind.RESTRUCTURED]
        assert offences() == []

    def test_pays_what_was_capitalised_first_and_it_never_comes_back_as_room(self, desk: Desk):
        desk.change(desk.plain, EventKind.RESTRUCTURED, to=CAPITALISING)
        due = now(desk.plain, TODAY).instalments[-18]
        pay_on = due.due_on
        end_of_day.close_day(on=pay_on, at=noon(pay_on))

        assert desk.moves(lambda: desk.pay(desk.plain, int(due.total), on=pay_on)) == {
            AccountCode.REPAID: int(due.principal) - 47_945,
            AccountCode.RETIRED: int(due.principal) - 47_945,
            AccountCode.CLEARING: int(due.total),
            AccountCode.PRINCIPAL: 47_945 - int(due.principal),
            AccountCode.CAPITALISED: -47_945,
            AccountCode.INTEREST_DUE: -int(due.interest),
        }
        assert offences() == []

    def test_after_a_part_of_the_capitalised_was_paid_can_be_taken_back(self, desk: Desk):
        before = balances(desk.bank.bank_id)
        restructuring = desk.change(desk.plain, EventKind.RESTRUCTURED, to=CAPITALISING)
        desk.pay(desk.plain, 100_000)
        desk.undo_last(desk.plain)
        take_back(desk.bank, desk.plain, restructuring, on=TODAY)
        assert balances(desk.bank.bank_id) == before
        assert offences() == []

    def test_taken_back_under_a_later_payment_lets_that_pay_the_old_rows(self, desk: Desk):
        restructuring = desk.change(desk.plain, EventKind.RESTRUCTURED, to=CAPITALISING)
        desk.pay(desk.plain, 100_000)
        take_back(desk.bank, desk.plain, restructuring, on=TODAY)

        assert last_entries(2) == [EntryKind.REVERSED, EntryKind.REALLOCATED]
        assert now(desk.plain, TODAY).instalments[0].paid == 100_000
        assert offences() == []

    def test_dated_before_a_payment_refolds_that(self, desk: Desk):
        desk.pay(desk.plain, 100_000)
        desk.change(
            desk.plain,
            EventKind.RESTRUCTURED,
            to=CAPITALISING,
            on=TODAY - timedelta(days=3),
            recorded_on=TODAY,
        )
        assert last_entries(2) == [EntryKind.RESTRUCTURED, EntryKind.REALLOCATED]
        assert offences() == []

    def test_into_more_rows_than_there_is_principal_for_is_refused(self, desk: Desk):
        agree(surplus="recast_lower")
        small = lent(desk.bank, "Tono Contoh", on=TODAY)
        desk.pay(small, 9_999_800)
        found = cannot(
            OutOfLife.TOO_MANY_INSTALMENTS,
            lambda: desk.change(small, EventKind.RESTRUCTURED, to=ScheduleChange(instalments=360)),
        )
        assert (found.field, found.value) == ("instalments", 360)

        assert isinstance(found.right, int)
        to_what_goes = ScheduleChange(instalments=found.right)
        desk.change(small, EventKind.RESTRUCTURED, to=to_what_goes)
        assert len(now(small, TODAY).plans[-1].rows) == found.right
        assert offences() == []

    def test_that_says_nothing_is_refused(self, desk: Desk):
        cannot(OutOfLife.CHANGES_NOTHING, lambda: desk.change(desk.plain, EventKind.RESTRUCTURED))


class TestRateChange:
    def test_moves_no_account_and_changes_what_is_to_come(self, desk: Desk):
        dearer = ScheduleChange(annual_rate=Decimal("0.06"))
        assert desk.moves(lambda: desk.change(desk.plain, EventKind.RATE_CHANGED, to=dearer)) == {}
        # Ten days of the running month at 3 %, twenty at 6 %, on the scheduled 8,354,071.
        assert now(desk.plain, TODAY).instalments[2].interest == 34_809
        assert offences() == []

    def test_dated_before_a_due_date_books_the_difference_of_that_row(self, desk: Desk):
        cheaper = ScheduleChange(annual_rate=Decimal("0.00"))
        assert desk.moves(
            lambda: desk.change(
                desk.plain,
                EventKind.RATE_CHANGED,
                to=cheaper,
                on=FIRST_DUE,
                recorded_on=TODAY,
            )
        ) == {AccountCode.INTEREST_DUE: -22_945, AccountCode.INTEREST_INCOME: -22_945}
        assert last_entries(1) == [EntryKind.REALLOCATED]
        assert offences() == []

    def test_to_no_rate_is_refused(self, desk: Desk):
        cannot(
            OutOfLife.CHANGES_NOTHING,
            lambda: desk.change(desk.plain, EventKind.RATE_CHANGED, to=ScheduleChange()),
        )

    @pytest.mark.parametrize("rate", ["-0.01", "1.01"])
    def test_to_an_absurd_rate_is_refused(self, rate: str):
        with pytest.raises(ImpossibleTerms):
            ScheduleChange(annual_rate=Decimal(rate))


class TestPaymentHoliday:
    def test_moves_no_account_and_asks_for_nothing_meanwhile(self, desk: Desk):
        three = ScheduleChange(periods=3)
        assert (
            desk.moves(lambda: desk.change(desk.plain, EventKind.PAYMENT_HOLIDAY, to=three)) == {}
        )
        rows = now(desk.plain, TODAY).instalments
        assert [int(row.total) for row in rows[2:5]] == [0, 0, 0]
        assert len(rows) == 15
        assert offences() == []

    def test_earns_nothing_that_is_due_meanwhile(self, desk: Desk):
        desk.change(desk.plain, EventKind.PAYMENT_HOLIDAY, to=ScheduleChange(periods=3))
        before = balances(desk.bank.bank_id)[AccountCode.INTEREST_DUE]
        on = date(2026, 7, 3)
        end_of_day.close_day(on=on, at=noon(on))
        # Only the special loan's third to fifth rows fell due.
        due = balances(desk.bank.bank_id)[AccountCode.INTEREST_DUE] - before
        assert due == 20_885 + 18_820 + 16_750
        assert offences() == []

    def test_of_no_period_is_refused(self, desk: Desk):
        found = cannot(
            OutOfLife.CHANGES_NOTHING,
            lambda: desk.change(
                desk.plain, EventKind.PAYMENT_HOLIDAY, to=ScheduleChange(periods=0)
            ),
        )
        assert found.field == "periods"


class TestWriteOff:
    def test_takes_the_debt_off_the_books_and_keeps_the_claim(self, desk: Desk):
        assert desk.moves(lambda: desk.change(desk.plain, EventKind.WRITTEN_OFF)) == {
            AccountCode.PRINCIPAL: -10_000_000,
            AccountCode.INTEREST_DUE: -47_945,
            AccountCode.LOSS_PRINCIPAL: 10_000_000,
            AccountCode.LOSS_INTEREST: 47_945,
            AccountCode.CLAIM: 10_047_945,
            AccountCode.CLAIM_COUNTER: 10_047_945,
        }
        assert status(desk.plain) is LoanStatus.WRITTEN_OFF
        assert offences() == []

    def test_of_capitalised_interest_is_a_loss_of_interest(self, desk: Desk):
        desk.change(desk.plain, EventKind.RESTRUCTURED, to=CAPITALISING)
        assert desk.moves(lambda: desk.change(desk.plain, EventKind.WRITTEN_OFF)) == {
            AccountCode.PRINCIPAL: -10_000_000,
            AccountCode.CAPITALISED: -47_945,
            AccountCode.LOSS_PRINCIPAL: 10_000_000,
            AccountCode.LOSS_INTEREST: 47_945,
            AccountCode.CLAIM: 10_047_945,
            AccountCode.CLAIM_COUNTER: 10_047_945,
        }
        assert offences() == []

    def test_is_recovered_as_far_as_the_claim_and_the_rest_is_titipan(self, written_off: Desk):
        assert written_off.moves(lambda: written_off.pay(written_off.plain, 4_000_000)) == {
            AccountCode.CLEARING: 4_000_000,
            AccountCode.RECOVERED: 4_000_000,
            AccountCode.CLAIM: -4_000_000,
            AccountCode.CLAIM_COUNTER: -4_000_000,
        }
        assert written_off.moves(lambda: written_off.pay(written_off.plain, 6_100_000)) == {
            AccountCode.CLEARING: 6_100_000,
            AccountCode.SUSPENSE: 52_055,
            AccountCode.RECOVERED: 6_047_945,
            AccountCode.CLAIM: -6_047_945,
            AccountCode.CLAIM_COUNTER: -6_047_945,
        }
        assert last_entries(1) == [EntryKind.RECOVERED]
        assert offences() == []

    def test_gives_the_rest_beyond_the_claim_back(self, written_off: Desk):
        written_off.pay(written_off.plain, 10_100_000)
        assert written_off.moves(lambda: written_off.refund(written_off.plain, 52_055)) == {
            AccountCode.CLEARING: -52_055,
            AccountCode.SUSPENSE: -52_055,
        }
        assert offences() == []

    def test_moves_nothing_in_the_facility(self, written_off: Desk):
        found = balances(written_off.bank.bank_id)
        assert found[AccountCode.DISBURSED] == 20_000_000
        assert AccountCode.REPAID not in found

    def test_earns_nothing_afterwards(self, written_off: Desk):
        later = date(2026, 6, 3)
        assert written_off.moves(lambda: end_of_day.close_day(on=later, at=noon(later))) == {
            # The special loan's third and fourth rows alone.
            AccountCode.INTEREST_DUE: 39_705,
            AccountCode.SUBSIDY_DUE: 79_410,
            AccountCode.INTEREST_INCOME: 39_705,
            AccountCode.SUBSIDY_INCOME: 79_410,
        }
        assert offences() == []

    def test_happens_once(self, written_off: Desk):
        cannot(
            OutOfLife.LOAN_ENDED,
            lambda: written_off.change(written_off.plain, EventKind.WRITTEN_OFF),
        )

    def test_dated_before_a_payment_makes_that_a_recovery(self, desk: Desk):
        desk.pay(desk.plain, LEVEL)
        desk.change(
            desk.plain,
            EventKind.WRITTEN_OFF,
            on=TODAY - timedelta(days=2),
            recorded_on=TODAY,
        )
        found = now(desk.plain, TODAY)
        assert (found.recovered, found.claim) == (LEVEL, 10_047_945 - LEVEL)
        assert offences() == []

    def test_taken_back_under_a_recovery_makes_that_a_repayment(self, written_off: Desk):
        seq = given.loan(written_off.plain).events[-1].seq
        written_off.pay(written_off.plain, LEVEL)
        take_back(written_off.bank, written_off.plain, seq, on=TODAY)

        found = now(written_off.plain, TODAY)
        assert (found.recovered, found.claim, found.principal_paid) == (0, 0, 821_937)
        assert status(written_off.plain) is LoanStatus.ACTIVE
        assert offences() == []


class TestForgiveness:
    def test_on_the_books_takes_everything_off(self, desk: Desk):
        assert desk.moves(lambda: desk.change(desk.plain, EventKind.FORGIVEN)) == {
            AccountCode.PRINCIPAL: -10_000_000,
            AccountCode.INTEREST_DUE: -47_945,
            AccountCode.FORGIVEN_PRINCIPAL: 10_000_000,
            AccountCode.FORGIVEN_INTEREST: 47_945,
        }
        assert status(desk.plain) is LoanStatus.FORGIVEN
        assert offences() == []

    def test_after_a_write_off_gives_up_the_claim(self, written_off: Desk):
        written_off.pay(written_off.plain, 47_945)
        assert written_off.moves(
            lambda: written_off.change(written_off.plain, EventKind.FORGIVEN)
        ) == {AccountCode.CLAIM: -10_000_000, AccountCode.CLAIM_COUNTER: -10_000_000}
        assert status(written_off.plain) is LoanStatus.FORGIVEN
        assert offences() == []

    def test_of_a_loan_paid_off_is_refused(self, desk: Desk):
        desk.settle(desk.plain, 10_068_830)
        cannot(OutOfLife.LOAN_ENDED, lambda: desk.change(desk.plain, EventKind.FORGIVEN))


class TestSubsidy:
    def test_falls_due_with_each_row_and_is_paid_by_the_city(self, desk: Desk):
        # 6 % a year of 10,000,000 and of 9,178,063, a month each.
        assert balances(desk.bank.bank_id)[AccountCode.SUBSIDY_DUE] == 50_000 + 45_890
        assert desk.moves(
            lambda: bank_money.receive_subsidy(
                actor_id=desk.bank.cashier.id,
                amount=Rupiah(95_890),
                received_on=TODAY,
                bank_reference="KASDA-1",
                key=given.key(),
                at=noon(TODAY),
            )
        ) == {AccountCode.CLEARING: 95_890, AccountCode.SUBSIDY_DUE: -95_890}
        assert offences() == []

    def test_does_not_depend_on_when_the_borrower_pays(self, desk: Desk):
        desk.pay(desk.special, 3_000_000)
        on = date(2026, 5, 2)
        desk_moves = desk.moves(lambda: end_of_day.close_day(on=on, at=noon(on)))
        assert desk_moves[AccountCode.SUBSIDY_DUE] == 41_770
        assert offences() == []

    def test_ends_with_a_write_off(self, desk: Desk):
        desk.change(desk.special, EventKind.WRITTEN_OFF)
        before = balances(desk.bank.bank_id)[AccountCode.SUBSIDY_INCOME]
        on = date(2026, 6, 2)
        end_of_day.close_day(on=on, at=noon(on))
        assert balances(desk.bank.bank_id)[AccountCode.SUBSIDY_INCOME] == before
        assert offences() == []


Deed = Callable[[Desk], str]
"""Does one thing to a loan and returns which loan."""


def _on_plain(kind: EventKind, amount: int = 0, *, to: ScheduleChange | None = None) -> Deed:
    def do(desk: Desk) -> str:
        desk.change(desk.plain, kind, amount, to=to)
        return desk.plain

    return do


def _paid(desk: Desk) -> str:
    desk.pay(desk.special, 2_000_000)
    return desk.special


def _paid_in_cash(desk: Desk) -> str:
    desk.pay_cash(desk.plain, 4_000_000)
    return desk.plain


def _paid_late(desk: Desk) -> str:
    desk.pay(desk.special, 3_000_000, on=FIRST_DUE, recorded_on=TODAY)
    return desk.special


def _paid_before_a_payment(desk: Desk) -> str:
    desk.pay(desk.special, 900_000)
    desk.undo_last(desk.special)
    desk.pay(desk.special, LEVEL, on=FIRST_DUE, recorded_on=TODAY)
    return desk.special


def _settled(desk: Desk) -> str:
    desk.settle(desk.special, 10_097_626)
    return desk.special


def _penalty_waived(desk: Desk) -> str:
    desk.change(desk.special, EventKind.PENALTY_WAIVED, 28_796)
    return desk.special


DEEDS: Mapping[str, Deed] = {
    "repaid": _paid,
    "repaid in cash": _paid_in_cash,
    "repaid late": _paid_late,
    "repaid late, before another": _paid_before_a_payment,
    "settled": _settled,
    "charged": _on_plain(EventKind.CHARGED, 50_000),
    "interest waived": _on_plain(EventKind.INTEREST_WAIVED, 47_945),
    "penalty waived": _penalty_waived,
    "restructured": _on_plain(EventKind.RESTRUCTURED, to=RELIEF),
    "restructured, capitalising": _on_plain(EventKind.RESTRUCTURED, to=CAPITALISING),
    "rate changed": _on_plain(
        EventKind.RATE_CHANGED, to=ScheduleChange(annual_rate=Decimal("0.06"))
    ),
    "payment holiday": _on_plain(EventKind.PAYMENT_HOLIDAY, to=ScheduleChange(periods=3)),
    "written off": _on_plain(EventKind.WRITTEN_OFF),
    "forgiven": _on_plain(EventKind.FORGIVEN),
}


class TestDoneAndTakenBack:
    @pytest.mark.parametrize("name", DEEDS)
    def test_leaves_everything_as_it_was(self, desk: Desk, name: str):
        before = balances(desk.bank.bank_id)
        was = {loan: now(loan, TODAY) for loan in (desk.plain, desk.special)}

        loan = DEEDS[name](desk)
        assert offences() == []
        desk.undo_last(loan)

        assert balances(desk.bank.bank_id) == before
        assert {loan: now(loan, TODAY) for loan in (desk.plain, desk.special)} == was
        assert status(loan) is LoanStatus.ACTIVE
        assert offences() == []

    def test_credit_that_was_used_is_there_again(self, with_credit: Desk):
        before = balances(with_credit.bank.bank_id)
        with_credit.refund(with_credit.special, 277_330)
        assert with_credit.undone(with_credit.special) == {
            AccountCode.CLEARING: 277_330,
            AccountCode.SUSPENSE: 277_330,
        }
        assert balances(with_credit.bank.bank_id) == before
        assert offences() == []

    def test_credit_that_paid_an_instalment_is_there_again(self, with_credit: Desk):
        due = date(2026, 5, 2)
        with_credit.apply_credit(with_credit.special, 277_330, on=due)
        with_credit.undo_last(with_credit.special, on=due)
        found = balances(with_credit.bank.bank_id)
        assert (found[AccountCode.SUSPENSE], found[AccountCode.INTEREST_DUE]) == (
            277_330,
            47_945 + 20_885,
        )
        assert offences() == []

    def test_a_recovery_is_claimed_again(self, written_off: Desk):
        before = balances(written_off.bank.bank_id)
        written_off.pay(written_off.plain, 10_100_000)
        written_off.undo_last(written_off.plain)
        assert balances(written_off.bank.bank_id) == before
        assert offences() == []

    def test_a_forgiven_claim_is_claimed_again(self, written_off: Desk):
        before = balances(written_off.bank.bank_id)
        written_off.change(written_off.plain, EventKind.FORGIVEN)
        written_off.undo_last(written_off.plain)
        assert balances(written_off.bank.bank_id) == before
        assert status(written_off.plain) is LoanStatus.WRITTEN_OFF
        assert offences() == []

    def test_in_the_middle_is_as_if_it_had_never_been(self, desk: Desk):
        desk.pay(desk.special, 500_000, on=FIRST_DUE, recorded_on=TODAY)
        as_without = balances(desk.bank.bank_id)
        desk.undo_last(desk.special)

        desk.change(
            desk.special,
            EventKind.RESTRUCTURED,
            to=CAPITALISING,
            on=SIGNED_ON + timedelta(days=10),
            recorded_on=TODAY,
        )
        restructuring = given.loan(desk.special).events[-1].seq
        desk.pay(desk.special, 500_000, on=FIRST_DUE, recorded_on=TODAY)
        take_back(desk.bank, desk.special, restructuring, on=TODAY)

        assert balances(desk.bank.bank_id) == as_without
        assert offences() == []


class TestRevolvingFacility:
    def test_shows_what_lacks_when_a_repayment_lent_again_is_taken_back(self):
        """The last sentence of the ledger's worked example."""
        agree(is_revolving="yes")
        bank = given.bank(slice_amount=10_000_000, at=noon(TODAY))
        loan = lent(bank, "Tono Contoh", on=TODAY)
        due = date(2026, 5, 12)
        given.repay(bank, loan, LEVEL, at=noon(due))
        assert balances(bank.bank_id)[AccountCode.AVAILABLE] == 821_937

        again = given.submitted(
            bank,
            {given.owner("Wati Contoh", is_trained=True, at=noon(TODAY)): 821_937},
            at=noon(due),
        )
        given.approve(bank, given.propose(bank, again, at=noon(due)), at=noon(due))
        take_back(bank, loan, 2, on=due)

        found = balances(bank.bank_id)
        assert found[AccountCode.SHORTFALL] == 821_937
        assert AccountCode.AVAILABLE not in found
        assert [offence[:3] for offence in offences()] == ["E11"]

        given.repay(bank, loan, LEVEL, at=noon(due))
        made_good = balances(bank.bank_id)
        assert AccountCode.SHORTFALL not in made_good
        assert AccountCode.AVAILABLE not in made_good
        assert offences() == []
