"""Whether something may be recorded on a loan today, given what is known of it.

The fold takes any history that adds up; this is the stricter question asked when somebody records
an event, so that a mistake is met with a sentence and not with a strange position.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum

from harkat.domain.loan_events import RECEIVED_KINDS, EventKind, LoanEvent
from harkat.domain.loan_state import LoanEnd
from harkat.domain.money import Rupiah
from harkat.domain.position import Position, position, settlement_quote
from harkat.domain.product import MOST_INSTALMENTS, InterestMethod, LoanTerms


class OutOfLife(StrEnum):
    """Why an event cannot happen to the loan as it stands."""

    IN_THE_FUTURE = "in_the_future"
    BEFORE_DISBURSEMENT = "before_disbursement"
    NOT_ON_FIRST_DAY = "not_on_first_day"
    MORE_THAN_THE_LOAN = "more_than_the_loan"
    NOT_IN_TRANCHES = "not_in_tranches"
    LOAN_ENDED = "loan_ended"
    NOT_WRITTEN_OFF = "not_written_off"
    MORE_THAN_DUE = "more_than_due"
    MORE_THAN_CREDIT = "more_than_credit"
    NOT_THE_QUOTE = "not_the_quote"
    NOTHING_TO_COME = "nothing_to_come"
    CHANGES_NOTHING = "changes_nothing"
    MARGIN_IS_FIXED = "margin_is_fixed"
    TOO_MANY_INSTALMENTS = "too_many_instalments"
    UNKNOWN_EVENT = "unknown_event"
    REVERSAL_OF_REVERSAL = "reversal_of_reversal"
    REVERSED_ALREADY = "reversed_already"
    REVERSED_BEFORE_IT_HAPPENED = "reversed_before_it_happened"
    OTHERS_BUILD_ON_IT = "others_build_on_it"


class CannotHappen(ValueError):
    """The event cannot be recorded: `field` names what is wrong with it, `right` what would do."""

    def __init__(
        self, reason: OutOfLife, *, field: str, value: object, right: object = None
    ) -> None:
        super().__init__(f"{field} {value!r}: {reason} ({right})")
        self.reason, self.field, self.value, self.right = reason, field, value, right


def check_recordable(
    *, terms: LoanTerms, known: Sequence[LoanEvent], event: LoanEvent, today: date
) -> None:
    """Let only an event pass that fits the loan as it stands today.

    :raises CannotHappen: if it does not
    :raises ImpossibleHistory: if the history itself cannot be
    """
    if event.value_on > today:
        raise CannotHappen(OutOfLife.IN_THE_FUTURE, field="on", value=event.value_on, right=today)
    if event.kind is EventKind.REVERSED:
        _check_reversal(known, event)
        return
    now = position(terms=terms, events=known, on=today)
    if event.kind is EventKind.DISBURSED:
        _check_disbursement(terms, now, event)
        return
    if not now.disbursed or event.value_on < terms.disbursed_on:
        raise CannotHappen(
            OutOfLife.BEFORE_DISBURSEMENT,
            field="on",
            value=event.value_on,
            right=terms.disbursed_on,
        )
    _check_running(now, event)
    _check_on_its_day(terms, known, event)
    position(terms=terms, events=[*known, event], on=today)


def _check_on_its_day(terms: LoanTerms, known: Sequence[LoanEvent], event: LoanEvent) -> None:
    """Let only what fits the loan pass as it stood on the event's day."""
    on = event.value_on
    then = position(terms=terms, events=known, on=on)
    check = _CHECKS.get(event.kind)
    if check:
        check(then, event)
    if event.kind is EventKind.SETTLED:
        quote = settlement_quote(terms=terms, events=known, on=on).total
        if event.amount != quote:
            raise CannotHappen(
                OutOfLife.NOT_THE_QUOTE, field="amount", value=event.amount, right=quote
            )
    if event.kind is EventKind.RATE_CHANGED and terms.method is InterestMethod.PROFIT_SHARE:
        raise CannotHappen(OutOfLife.MARGIN_IS_FIXED, field="kind", value=event.kind)
    if event.kind in {EventKind.RESTRUCTURED, EventKind.PAYMENT_HOLIDAY}:
        _check_rows(then, position(terms=terms, events=[*known, event], on=on), event)


def _check_disbursement(terms: LoanTerms, now: Position, event: LoanEvent) -> None:
    if now.disbursed == 0 and event.value_on != terms.disbursed_on:
        raise CannotHappen(
            OutOfLife.NOT_ON_FIRST_DAY,
            field="on",
            value=event.value_on,
            right=terms.disbursed_on,
        )
    if event.value_on < terms.disbursed_on:
        raise CannotHappen(
            OutOfLife.BEFORE_DISBURSEMENT,
            field="on",
            value=event.value_on,
            right=terms.disbursed_on,
        )
    left = terms.principal - now.disbursed
    if event.amount > left:
        raise CannotHappen(
            OutOfLife.MORE_THAN_THE_LOAN, field="amount", value=event.amount, right=left
        )
    if terms.method is InterestMethod.PROFIT_SHARE and event.amount != terms.principal:
        raise CannotHappen(
            OutOfLife.NOT_IN_TRANCHES, field="amount", value=event.amount, right=terms.principal
        )
    if now.disbursed and (now.ended or now.is_paid_off):
        raise CannotHappen(OutOfLife.LOAN_ENDED, field="kind", value=event.kind)


_AFTER_WRITE_OFF = frozenset({EventKind.RECOVERED, EventKind.FORGIVEN, EventKind.REFUNDED})
_AFTER_PAYOFF = frozenset({EventKind.REFUNDED})


def _check_running(now: Position, event: LoanEvent) -> None:
    """Let only what belongs to it happen to a loan that has ended."""
    if now.ended is LoanEnd.WRITTEN_OFF and event.kind in _AFTER_WRITE_OFF:
        return
    if event.kind is EventKind.RECOVERED:
        raise CannotHappen(
            OutOfLife.NOT_WRITTEN_OFF, field="kind", value=event.kind, right=EventKind.REPAID
        )
    if (now.ended or now.is_paid_off) and event.kind not in _AFTER_PAYOFF:
        is_claimed = now.ended is LoanEnd.WRITTEN_OFF and event.kind in RECEIVED_KINDS
        right = EventKind.RECOVERED if is_claimed else None
        raise CannotHappen(OutOfLife.LOAN_ENDED, field="kind", value=event.kind, right=right)


def _up_to(most: Rupiah, reason: OutOfLife, event: LoanEvent) -> None:
    if event.amount > most:
        raise CannotHappen(reason, field="amount", value=event.amount, right=most)


def _check_interest_waiver(then: Position, event: LoanEvent) -> None:
    _up_to(then.interest_due, OutOfLife.MORE_THAN_DUE, event)


def _check_penalty_waiver(then: Position, event: LoanEvent) -> None:
    _up_to(then.penalty_due, OutOfLife.MORE_THAN_DUE, event)


def _check_credit(then: Position, event: LoanEvent) -> None:
    _up_to(then.overpaid, OutOfLife.MORE_THAN_CREDIT, event)


def _check_rate(then: Position, event: LoanEvent) -> None:
    assert event.change is not None
    if event.change.annual_rate is None:
        raise CannotHappen(OutOfLife.CHANGES_NOTHING, field="annual_rate", value=None)
    _check_rows_to_come(then, event)


def _check_holiday(then: Position, event: LoanEvent) -> None:
    assert event.change is not None
    if event.change.periods < 1:
        raise CannotHappen(
            OutOfLife.CHANGES_NOTHING, field="periods", value=event.change.periods, right=1
        )
    _check_rows_to_come(then, event)


def _check_rows_to_come(then: Position, event: LoanEvent) -> None:
    if then.instalments[-1].due_on <= event.value_on:
        raise CannotHappen(
            OutOfLife.NOTHING_TO_COME,
            field="on",
            value=event.value_on,
            right=then.instalments[-1].due_on,
        )


_CHECKS: Mapping[EventKind, Callable[[Position, LoanEvent], None]] = {
    EventKind.INTEREST_WAIVED: _check_interest_waiver,
    EventKind.PENALTY_WAIVED: _check_penalty_waiver,
    EventKind.CREDIT_APPLIED: _check_credit,
    EventKind.REFUNDED: _check_credit,
    EventKind.RATE_CHANGED: _check_rate,
    EventKind.PAYMENT_HOLIDAY: _check_holiday,
}


def _check_rows(then: Position, after: Position, event: LoanEvent) -> None:
    """Refuse more instalments than the principal has parts for, or than any loan may have.

    The fold would make fewer of the first; both positions are of the event's day.
    """
    assert event.change is not None
    if len(after.plans) == len(then.plans):
        raise CannotHappen(OutOfLife.LOAN_ENDED, field="kind", value=event.kind)
    made = len(after.plans[-1].rows)
    if event.kind is EventKind.PAYMENT_HOLIDAY:
        most = MOST_INSTALMENTS - (made - event.change.periods)
        if made > MOST_INSTALMENTS:
            raise CannotHappen(
                OutOfLife.TOO_MANY_INSTALMENTS,
                field="periods",
                value=event.change.periods,
                right=most,
            )
        return
    asked = event.change.instalments
    if asked is not None and made != asked:
        raise CannotHappen(
            OutOfLife.TOO_MANY_INSTALMENTS, field="instalments", value=asked, right=made
        )


def _check_reversal(known: Sequence[LoanEvent], event: LoanEvent) -> None:
    target = next((other for other in known if other.seq == event.reverses), None)
    if target is None:
        raise CannotHappen(OutOfLife.UNKNOWN_EVENT, field="reverses", value=event.reverses)
    if target.kind is EventKind.REVERSED:
        raise CannotHappen(OutOfLife.REVERSAL_OF_REVERSAL, field="reverses", value=target.key)
    undone = {other.reverses for other in known}
    if target.seq in undone:
        raise CannotHappen(OutOfLife.REVERSED_ALREADY, field="reverses", value=target.key)
    if event.value_on < target.value_on:
        raise CannotHappen(
            OutOfLife.REVERSED_BEFORE_IT_HAPPENED,
            field="on",
            value=event.value_on,
            right=target.value_on,
        )
    if target.kind is EventKind.DISBURSED:
        others = [
            other
            for other in known
            if other.reverses is None and other.seq not in undone and other.seq != target.seq
        ]
        later = [
            other for other in others if (other.value_on, other.seq) > (target.value_on, target.seq)
        ]
        if later:
            raise CannotHappen(
                OutOfLife.OTHERS_BUILD_ON_IT, field="reverses", value=target.key, right=later[0].key
            )
