"""What a change of a loan's position posts, checked with the worked example of the loan."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from harkat.domain.ledger import Account, AccountCode, Line, check_balanced
from harkat.domain.loan_components import LedgerComponents, components
from harkat.domain.loan_events import LoanEvent
from harkat.domain.loan_postings import Books, change_lines, without
from harkat.domain.money import Rupiah, total
from harkat.domain.position import position
from tests.domain.loans import PAID_OUT_ON, TERMS, disbursed, repaid, repayments

BOOKS = Books(loan_id=7, bank_id=4, kecamatan_code="15.71.10")
FIRST_DUE_ON = date(2026, 3, 2)
NOTHING = LedgerComponents()


def held(events: list[LoanEvent], *, on: date) -> LedgerComponents:
    """Return what the books hold of the loan on a day."""
    return components(position(terms=TERMS, events=[disbursed(), *events], on=on))


def line(code: AccountCode, amount: int, *, suspense_item_id: int | None = None) -> Line:
    """Return a line of the loan; only principal is kept by kecamatan."""
    kecamatan_code = BOOKS.kecamatan_code if code is AccountCode.PRINCIPAL else None
    account = Account(code=code, bank_id=BOOKS.bank_id, kecamatan_code=kecamatan_code)
    return Line(
        account=account, amount=amount, loan_id=BOOKS.loan_id, suspense_item_id=suspense_item_id
    )


class TestChangeLines:
    def test_of_interest_that_falls_due_move_no_money(self):
        before, after = held([], on=PAID_OUT_ON), held([], on=FIRST_DUE_ON)

        assert change_lines(BOOKS, after - before, suspense_changes={}) == (
            line(AccountCode.INTEREST_DUE, 25_000),
            line(AccountCode.INTEREST_INCOME, -25_000),
        )

    def test_of_the_first_instalment_pay_interest_and_principal(self):
        before = held([], on=FIRST_DUE_ON)
        after = held([repaid(846_937, on=FIRST_DUE_ON)], on=FIRST_DUE_ON)

        assert change_lines(BOOKS, after - before, suspense_changes={}) == (
            line(AccountCode.CLEARING, 846_937),
            line(AccountCode.INTEREST_DUE, -25_000),
            line(AccountCode.PRINCIPAL, -821_937),
        )

    def test_of_a_payment_ahead_keep_the_interest_for_its_day(self):
        day_before = FIRST_DUE_ON - timedelta(days=1)
        before = held([], on=day_before)
        after = held([repaid(846_937, on=day_before)], on=day_before)

        assert change_lines(BOOKS, after - before, suspense_changes={}) == (
            line(AccountCode.CLEARING, 846_937),
            line(AccountCode.INTEREST_AHEAD, -25_000),
            line(AccountCode.PRINCIPAL, -821_937),
        )

    def test_of_an_overpayment_name_the_item_it_stands_in(self):
        before = held([], on=PAID_OUT_ON)
        after = held([repaid(11_000_000, on=PAID_OUT_ON)], on=PAID_OUT_ON)
        rest = 11_000_000 - 10_163_244

        lines = change_lines(BOOKS, after - before, suspense_changes={31: rest, 32: 0})

        assert lines == (
            line(AccountCode.CLEARING, 11_000_000),
            line(AccountCode.INTEREST_AHEAD, -163_244),
            line(AccountCode.PRINCIPAL, -10_000_000),
            line(AccountCode.SUSPENSE, -rest, suspense_item_id=31),
        )

    def test_of_no_change_are_none(self):
        assert change_lines(BOOKS, NOTHING, suspense_changes={}) == ()

    @given(repayments(), st.integers(0, 420), st.integers(0, 420))
    def test_balance_whatever_happened_between_two_days(
        self, events: list[LoanEvent], first: int, second: int
    ):
        before = held(events[: len(events) // 2], on=PAID_OUT_ON + timedelta(days=first))
        after = held(events, on=PAID_OUT_ON + timedelta(days=second))
        change = after - before

        lines = change_lines(BOOKS, change, suspense_changes={1: int(change.suspense)})

        if lines:
            check_balanced(lines)

    @given(repayments(most=6))
    def test_of_repayments_take_exactly_the_money_paid(self, events: list[LoanEvent]):
        on = PAID_OUT_ON + timedelta(days=420)
        change = held(events, on=on) - held([], on=on)

        lines = change_lines(BOOKS, change, suspense_changes={1: int(change.suspense)})

        cash = sum(line.amount for line in lines if line.account.code is AccountCode.CLEARING)
        assert Rupiah(cash) == total(event.amount for event in events)


class TestWithout:
    def test_leaves_what_the_others_do_not_take(self):
        whole = (line(AccountCode.CLEARING, 846_937), line(AccountCode.PRINCIPAL, -821_937))
        taken = (line(AccountCode.CLEARING, 846_937), line(AccountCode.PRINCIPAL, -800_000))

        assert without(whole, taken) == (line(AccountCode.PRINCIPAL, -21_937),)

    def test_of_itself_is_nothing(self):
        whole = (line(AccountCode.CLEARING, 5), line(AccountCode.SUSPENSE, -5, suspense_item_id=1))

        assert without(whole, whole) == ()

    def test_keeps_items_of_suspense_apart(self):
        assert without(
            [line(AccountCode.SUSPENSE, -5, suspense_item_id=1)],
            [line(AccountCode.SUSPENSE, -5, suspense_item_id=2)],
        ) == (
            line(AccountCode.SUSPENSE, -5, suspense_item_id=1),
            line(AccountCode.SUSPENSE, 5, suspense_item_id=2),
        )
