"""A loan told as a story: what happened to it, day by day, and how it stands then."""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, Self

from harkat.domain.loan_events import CHANGE_KINDS, EventKind, LoanEvent
from harkat.domain.money import Rupiah
from harkat.domain.position import InstalmentPosition, Position, position, settlement_quote
from harkat.domain.product import InterestGraceMode, LoanTerms
from harkat.domain.schedule_change import ScheduleChange
from harkat.domain.settlement import SettlementQuote
from tests.domain.loans import given_terms

LEVEL = 846_937
"""What a row of the worked example asks for."""


@dataclass(frozen=True)
class Story:
    """The terms of a loan and its events, in the order in which they are told."""

    terms: LoanTerms
    events: tuple[LoanEvent, ...] = field(default=())

    def then(self, kind: str, on: str, amount: int = 0, **change: Any) -> Self:
        """Go on with one more event; what the schedule becomes is said by name."""
        seq = len(self.events) + 1
        event = LoanEvent(
            seq=seq,
            kind=EventKind(kind),
            value_on=date.fromisoformat(on),
            amount=Rupiah(amount),
            key=f"event-{seq}",
            reverses=change.pop("reverses", None),
            change=_change(change) if kind in CHANGE_KINDS else None,
        )
        return replace(self, events=(*self.events, event))

    def on(self, day: str) -> Position:
        """Return where the loan stands."""
        return position(terms=self.terms, events=self.events, on=date.fromisoformat(day))

    def quote(self, day: str) -> SettlementQuote:
        """Return what closes the loan."""
        return settlement_quote(terms=self.terms, events=self.events, on=date.fromisoformat(day))


def _change(said: dict[str, Any]) -> ScheduleChange:
    readers = {
        "annual_rate": Decimal,
        "first_due_on": date.fromisoformat,
        "interest_grace_mode": InterestGraceMode,
    }
    return ScheduleChange(**{name: readers.get(name, _same)(said[name]) for name in said})


def _same(value: Any) -> Any:
    return value


def paid_out(amount: int | None = None, **terms: Any) -> Story:
    """Begin the story of the worked example's loan, or of another, on its first day."""
    agreed = given_terms(**terms)
    first = int(agreed.principal) if amount is None else amount
    return Story(agreed).then("disbursed", agreed.disbursed_on.isoformat(), first)


def first_row_paid(**terms: Any) -> Story:
    return paid_out(**terms).then("repaid", "2026-03-02", LEVEL)


def row(found: Position, number: int) -> InstalmentPosition:
    return next(row for row in found.instalments if row.number == number)


def asked(found: Position, number: int) -> tuple[int, int]:
    """Return the principal and the interest of a row of the schedule in force."""
    return int(row(found, number).principal), int(row(found, number).interest)


def paid(found: Position, number: int) -> tuple[int, int]:
    """Return the principal and the interest that were paid on a row."""
    return int(row(found, number).principal_paid), int(row(found, number).interest_paid)
