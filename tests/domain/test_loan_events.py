"""Events of a loan: which count on a day, and which cannot have happened."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harkat.domain.loan_events import (
    AlreadyReversed,
    CannotReverseReversal,
    EventKind,
    ImpossibleHistory,
    LoanEvent,
    MalformedEvent,
    RepeatedSeq,
    ReversedBeforeItHappened,
    UnknownEvent,
    live_events,
)
from harkat.domain.money import ZERO, Rupiah
from tests.domain.loans import PAID_OUT_ON, disbursed, repaid, repayments, reversed_

DAY = date(2026, 3, 2)
NEXT_DAY = DAY + timedelta(days=1)
PAYMENT = repaid(846_937, on=DAY)


class TestLoanEvent:
    @pytest.mark.parametrize("amount", [0, -1])
    def test_needs_an_amount_where_money_moved(self, amount: int):
        with pytest.raises(MalformedEvent):
            repaid(amount, on=DAY)

    def test_needs_none_to_take_something_back(self):
        reversal = LoanEvent(
            seq=3, kind=EventKind.REVERSED, value_on=DAY, amount=ZERO, key="k", reverses=2
        )

        assert reversal.reverses == 2

    @pytest.mark.parametrize(
        ("kind", "reverses"), [(EventKind.REVERSED, None), (EventKind.REPAID, 1)]
    )
    def test_says_what_it_reverses_only_as_a_reversal(self, kind: EventKind, reverses: int | None):
        with pytest.raises(MalformedEvent) as malformed:
            LoanEvent(seq=7, kind=kind, value_on=DAY, amount=Rupiah(1), key="k", reverses=reverses)

        assert malformed.value.seq == 7


class TestLiveEvents:
    def test_come_in_the_order_of_value_dates_then_of_recording(self):
        late_entry = repaid(1, on=DAY, seq=5)
        events = [disbursed(), repaid(2, on=NEXT_DAY, seq=3), PAYMENT, late_entry]

        live = live_events(events=events, on=NEXT_DAY)

        assert [event.seq for event in live] == [1, 2, 5, 3]

    def test_do_not_include_what_comes_after_the_day(self):
        assert live_events(events=[disbursed(), PAYMENT], on=PAID_OUT_ON) == (disbursed(),)

    def test_do_not_include_what_was_reversed(self):
        events = [disbursed(), PAYMENT, reversed_(PAYMENT)]

        assert live_events(events=events, on=DAY) == (disbursed(),)

    def test_include_what_is_reversed_later_until_then(self):
        events = [disbursed(), PAYMENT, reversed_(PAYMENT, on=NEXT_DAY)]

        assert live_events(events=events, on=DAY) == (disbursed(), PAYMENT)
        assert live_events(events=events, on=NEXT_DAY) == (disbursed(),)

    @pytest.mark.parametrize(
        ("events", "problem", "seq"),
        [
            ([PAYMENT, PAYMENT], RepeatedSeq, 2),
            ([reversed_(PAYMENT)], UnknownEvent, 99),
            (
                [PAYMENT, reversed_(PAYMENT, seq=3), reversed_(reversed_(PAYMENT, seq=3))],
                CannotReverseReversal,
                99,
            ),
            ([PAYMENT, reversed_(PAYMENT, seq=3), reversed_(PAYMENT)], AlreadyReversed, 99),
            ([PAYMENT, reversed_(PAYMENT, on=PAID_OUT_ON)], ReversedBeforeItHappened, 99),
        ],
    )
    def test_refuse_what_cannot_have_happened(
        self, events: list[LoanEvent], problem: type[ImpossibleHistory], seq: int
    ):
        with pytest.raises(ImpossibleHistory) as refused:
            live_events(events=events, on=NEXT_DAY)

        assert (type(refused.value), refused.value.seq) == (problem, seq)

    @given(repayments(), st.randoms(use_true_random=False))
    def test_do_not_depend_on_the_order_given(self, events: list[LoanEvent], chance):
        shuffled = chance.sample(events, len(events))

        on = date(2028, 1, 1)
        assert live_events(events=shuffled, on=on) == live_events(events=events, on=on)
