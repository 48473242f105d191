"""What may be recorded on a loan: each reason to refuse an event, and what would be right."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from harkat.domain.loan_events import EventKind, LoanEvent
from harkat.domain.loan_life import CannotHappen, OutOfLife, check_recordable
from harkat.domain.money import Rupiah
from harkat.domain.product import InterestMethod, LoanTerms, Surplus
from harkat.domain.schedule_change import ScheduleChange
from tests.domain.loans import PAID_OUT_ON, TERMS, disbursed, given_terms, repaid, reversed_

FIRST_DUE, SECOND_DUE, LAST_DUE = date(2026, 3, 2), date(2026, 4, 2), date(2027, 2, 2)
TODAY = date(2026, 4, 10)
LEVEL = 846_937


def event(
    kind: EventKind,
    amount: int = 0,
    *,
    on: date = FIRST_DUE,
    change: ScheduleChange | None = None,
) -> LoanEvent:
    return LoanEvent(
        seq=50, kind=kind, value_on=on, amount=Rupiah(amount), key="new", change=change
    )


SETTLED = repaid(10_163_244, on=FIRST_DUE)
WRITTEN_OFF = LoanEvent(seq=3, kind=EventKind.WRITTEN_OFF, value_on=FIRST_DUE, key="write-off")
RATE = ScheduleChange(annual_rate=Decimal("0.06"))
TWO_PERIODS = ScheduleChange(periods=2)
PAID = repaid(LEVEL, on=FIRST_DUE)
UNDONE = reversed_(PAID, on=SECOND_DUE, seq=3)
HALF_PAID_OUT = replace(disbursed(), amount=Rupiah(6_000_000))


@dataclass(frozen=True, kw_only=True)
class Refused:
    """An event that cannot be, after what is known; and what is said of it."""

    event: LoanEvent
    known: Sequence[LoanEvent] = (disbursed(),)
    terms: LoanTerms = TERMS
    reason: OutOfLife
    field: str
    value: object
    right: object = None


REFUSED = {
    "event_of_tomorrow": Refused(
        event=event(EventKind.REPAID, 1, on=date(2026, 4, 11)),
        reason=OutOfLife.IN_THE_FUTURE,
        field="on",
        value=date(2026, 4, 11),
        right=TODAY,
    ),
    "payment_before_the_loan": Refused(
        event=event(EventKind.REPAID, 1),
        known=(),
        reason=OutOfLife.BEFORE_DISBURSEMENT,
        field="on",
        value=FIRST_DUE,
        right=PAID_OUT_ON,
    ),
    "payment_dated_before_the_loan": Refused(
        event=event(EventKind.REPAID, 1, on=date(2026, 2, 1)),
        reason=OutOfLife.BEFORE_DISBURSEMENT,
        field="on",
        value=date(2026, 2, 1),
        right=PAID_OUT_ON,
    ),
    "tranche_before_the_first": Refused(
        event=event(EventKind.DISBURSED, 1, on=date(2026, 2, 1)),
        known=(HALF_PAID_OUT,),
        reason=OutOfLife.BEFORE_DISBURSEMENT,
        field="on",
        value=date(2026, 2, 1),
        right=PAID_OUT_ON,
    ),
    "loan_that_begins_on_another_day": Refused(
        event=event(EventKind.DISBURSED, 10_000_000),
        known=(),
        reason=OutOfLife.NOT_ON_FIRST_DAY,
        field="on",
        value=FIRST_DUE,
        right=PAID_OUT_ON,
    ),
    "tranche_beyond_the_loan": Refused(
        event=event(EventKind.DISBURSED, 4_000_001),
        known=(HALF_PAID_OUT,),
        reason=OutOfLife.MORE_THAN_THE_LOAN,
        field="amount",
        value=4_000_001,
        right=4_000_000,
    ),
    "margin_in_tranches": Refused(
        event=event(EventKind.DISBURSED, 6_000_000, on=PAID_OUT_ON),
        known=(),
        terms=given_terms(method=InterestMethod.PROFIT_SHARE),
        reason=OutOfLife.NOT_IN_TRANCHES,
        field="amount",
        value=6_000_000,
        right=10_000_000,
    ),
    "tranche_of_a_loan_paid_off": Refused(
        event=event(EventKind.DISBURSED, 4_000_000),
        known=(HALF_PAID_OUT, repaid(7_000_000, on=FIRST_DUE)),
        reason=OutOfLife.LOAN_ENDED,
        field="kind",
        value=EventKind.DISBURSED,
    ),
    "payment_of_a_loan_paid_off": Refused(
        event=event(EventKind.REPAID, 1),
        known=(disbursed(), SETTLED),
        reason=OutOfLife.LOAN_ENDED,
        field="kind",
        value=EventKind.REPAID,
    ),
    "payment_of_a_loan_written_off": Refused(
        event=event(EventKind.REPAID, 1),
        known=(disbursed(), WRITTEN_OFF),
        reason=OutOfLife.LOAN_ENDED,
        field="kind",
        value=EventKind.REPAID,
        right=EventKind.RECOVERED,
    ),
    "restructuring_with_nothing_owed": Refused(
        event=event(EventKind.RESTRUCTURED, change=ScheduleChange(), on=TODAY),
        known=(disbursed(), repaid(10_025_000, on=FIRST_DUE)),
        terms=given_terms(surplus=Surplus.RECAST_LOWER),
        reason=OutOfLife.LOAN_ENDED,
        field="kind",
        value=EventKind.RESTRUCTURED,
    ),
    "recovery_of_a_running_loan": Refused(
        event=event(EventKind.RECOVERED, 1),
        reason=OutOfLife.NOT_WRITTEN_OFF,
        field="kind",
        value=EventKind.RECOVERED,
        right=EventKind.REPAID,
    ),
    "waiver_beyond_the_interest_due": Refused(
        event=event(EventKind.INTEREST_WAIVED, 25_001),
        reason=OutOfLife.MORE_THAN_DUE,
        field="amount",
        value=25_001,
        right=25_000,
    ),
    "waiver_beyond_the_penalty_due": Refused(
        event=event(EventKind.PENALTY_WAIVED, 848, on=date(2026, 3, 3)),
        terms=given_terms(penalty_rate=Decimal("0.001")),
        reason=OutOfLife.MORE_THAN_DUE,
        field="amount",
        value=848,
        right=847,
    ),
    "refund_beyond_the_credit": Refused(
        event=event(EventKind.REFUNDED, 6),
        known=(disbursed(), repaid(LEVEL + 5, on=FIRST_DUE)),
        terms=given_terms(surplus=Surplus.CREDIT),
        reason=OutOfLife.MORE_THAN_CREDIT,
        field="amount",
        value=6,
        right=5,
    ),
    "use_of_credit_beyond_it": Refused(
        event=event(EventKind.CREDIT_APPLIED, 1),
        reason=OutOfLife.MORE_THAN_CREDIT,
        field="amount",
        value=1,
        right=0,
    ),
    "settlement_with_less_than_the_quote": Refused(
        event=event(EventKind.SETTLED, 10_024_999),
        reason=OutOfLife.NOT_THE_QUOTE,
        field="amount",
        value=10_024_999,
        right=10_025_000,
    ),
    "settlement_with_more_than_the_quote": Refused(
        event=event(EventKind.SETTLED, 10_025_001),
        reason=OutOfLife.NOT_THE_QUOTE,
        field="amount",
        value=10_025_001,
        right=10_025_000,
    ),
    "rate_after_the_last_instalment": Refused(
        event=event(EventKind.RATE_CHANGED, change=RATE, on=FIRST_DUE),
        terms=given_terms(instalments=1),
        reason=OutOfLife.NOTHING_TO_COME,
        field="on",
        value=FIRST_DUE,
        right=FIRST_DUE,
    ),
    "holiday_after_the_last_instalment": Refused(
        event=event(EventKind.PAYMENT_HOLIDAY, change=TWO_PERIODS, on=TODAY),
        terms=given_terms(instalments=2),
        reason=OutOfLife.NOTHING_TO_COME,
        field="on",
        value=TODAY,
        right=SECOND_DUE,
    ),
    "rate_that_is_none": Refused(
        event=event(EventKind.RATE_CHANGED, change=ScheduleChange()),
        reason=OutOfLife.CHANGES_NOTHING,
        field="annual_rate",
        value=None,
    ),
    "holiday_of_no_periods": Refused(
        event=event(EventKind.PAYMENT_HOLIDAY, change=ScheduleChange()),
        reason=OutOfLife.CHANGES_NOTHING,
        field="periods",
        value=0,
        right=1,
    ),
    "rate_of_a_margin": Refused(
        event=event(EventKind.RATE_CHANGED, change=RATE),
        terms=given_terms(method=InterestMethod.PROFIT_SHARE),
        reason=OutOfLife.MARGIN_IS_FIXED,
        field="kind",
        value=EventKind.RATE_CHANGED,
    ),
    "more_instalments_than_rupiah": Refused(
        event=event(EventKind.RESTRUCTURED, change=ScheduleChange(instalments=24)),
        known=(replace(disbursed(), amount=Rupiah(12)),),
        terms=given_terms(principal=Rupiah(12), annual_rate=Decimal(0)),
        reason=OutOfLife.TOO_MANY_INSTALMENTS,
        field="instalments",
        value=24,
        right=12,
    ),
    "holiday_beyond_any_loan": Refused(
        event=event(EventKind.PAYMENT_HOLIDAY, change=ScheduleChange(periods=350)),
        reason=OutOfLife.TOO_MANY_INSTALMENTS,
        field="periods",
        value=350,
        right=349,
    ),
    "reversal_of_something_unknown": Refused(
        event=reversed_(PAID, seq=50),
        reason=OutOfLife.UNKNOWN_EVENT,
        field="reverses",
        value=2,
    ),
    "reversal_of_a_reversal": Refused(
        event=reversed_(UNDONE, on=TODAY, seq=50),
        known=(disbursed(), PAID, UNDONE),
        reason=OutOfLife.REVERSAL_OF_REVERSAL,
        field="reverses",
        value="event-3",
    ),
    "reversal_twice": Refused(
        event=reversed_(PAID, on=TODAY, seq=50),
        known=(disbursed(), PAID, UNDONE),
        reason=OutOfLife.REVERSED_ALREADY,
        field="reverses",
        value="event-2",
    ),
    "reversal_before_it_happened": Refused(
        event=reversed_(PAID, on=date(2026, 3, 1), seq=50),
        known=(disbursed(), PAID),
        reason=OutOfLife.REVERSED_BEFORE_IT_HAPPENED,
        field="on",
        value=date(2026, 3, 1),
        right=FIRST_DUE,
    ),
    "reversal_of_what_others_build_on": Refused(
        event=reversed_(disbursed(), on=TODAY, seq=50),
        known=(disbursed(), PAID),
        reason=OutOfLife.OTHERS_BUILD_ON_IT,
        field="reverses",
        value="event-1",
        right="event-2",
    ),
}


class TestCheckRecordable:
    @pytest.mark.parametrize("name", REFUSED)
    def test_says_what_is_wrong_and_what_would_be_right(self, name: str):
        case = REFUSED[name]

        with pytest.raises(CannotHappen) as caught:
            check_recordable(terms=case.terms, known=case.known, event=case.event, today=TODAY)

        refused = caught.value
        assert (refused.reason, refused.field, refused.value, refused.right) == (
            *(case.reason, case.field),
            *(case.value, case.right),
        )

    def test_has_a_case_here_for_every_reason(self):
        assert {case.reason for case in REFUSED.values()} == set(OutOfLife)

    @pytest.mark.parametrize(
        ("known", "fitting"),
        [
            ((), disbursed()),
            ((HALF_PAID_OUT,), event(EventKind.DISBURSED, 4_000_000)),
            ((disbursed(),), event(EventKind.REPAID, 20_000_000)),
            ((disbursed(),), event(EventKind.SETTLED, 10_025_000)),
            ((disbursed(), PAID), event(EventKind.REPAID, 1, on=PAID_OUT_ON)),
            ((disbursed(), repaid(10_163_245, on=FIRST_DUE)), event(EventKind.REFUNDED, 1)),
            ((disbursed(),), event(EventKind.CHARGED, 10_000)),
            ((disbursed(),), event(EventKind.INTEREST_WAIVED, 25_000)),
            ((disbursed(),), event(EventKind.RATE_CHANGED, change=RATE)),
            ((disbursed(),), event(EventKind.PAYMENT_HOLIDAY, change=TWO_PERIODS)),
            ((disbursed(),), event(EventKind.RESTRUCTURED, change=ScheduleChange(instalments=24))),
            ((disbursed(),), event(EventKind.WRITTEN_OFF)),
            ((disbursed(),), event(EventKind.FORGIVEN)),
            ((disbursed(), WRITTEN_OFF), event(EventKind.RECOVERED, 20_000_000)),
            ((disbursed(), WRITTEN_OFF), event(EventKind.FORGIVEN)),
            ((disbursed(), PAID), reversed_(PAID, on=TODAY)),
            ((disbursed(), PAID, UNDONE), reversed_(disbursed(), on=TODAY)),
        ],
    )
    def test_lets_pass_what_fits(self, known: Sequence[LoanEvent], fitting: LoanEvent):
        check_recordable(terms=TERMS, known=known, event=fitting, today=TODAY)

    def test_looks_at_a_late_restructuring_on_its_own_day(self):
        """What a later one made of the schedule is not what was asked for."""
        later = LoanEvent(
            seq=3,
            kind=EventKind.RESTRUCTURED,
            value_on=SECOND_DUE,
            key="later",
            change=ScheduleChange(instalments=6),
        )
        late = event(EventKind.RESTRUCTURED, change=ScheduleChange(instalments=24))

        check_recordable(terms=TERMS, known=(disbursed(), later), event=late, today=TODAY)

    def test_takes_a_settlement_on_the_day_of_its_quote_only(self):
        day_after = FIRST_DUE + timedelta(days=1)

        with pytest.raises(CannotHappen) as refused:
            check_recordable(
                terms=TERMS,
                known=(disbursed(),),
                event=event(EventKind.SETTLED, 10_025_000, on=day_after),
                today=TODAY,
            )

        assert refused.value.right == 10_025_000 + 22_945
