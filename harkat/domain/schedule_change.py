"""How an event changes the rest of a schedule: a restructuring, another rate, a payment holiday."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, Self

from harkat.domain.product import (
    LATEST,
    MOST_INSTALMENTS,
    MOST_RATE_DECIMALS,
    Impossible,
    ImpossibleTerms,
    InterestGraceMode,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class ScheduleChange:
    """The terms of the schedule from an event on; what is None stays as it was.

    `instalments` counts the rows of the new schedule, its grace inside; a payment holiday adds its
    `periods` to the rows that are left. Interest arrears are either made principal
    (`capitalises_interest`) or put aside until the last due date; penalties are waived or put
    aside.

    :raises ImpossibleTerms: for a value no schedule can have
    """

    annual_rate: Decimal | None = None
    instalments: int | None = None
    periods: int = 0
    first_due_on: date | None = None
    principal_grace: int = 0
    interest_grace: int = 0
    interest_grace_mode: InterestGraceMode = InterestGraceMode.COLLECTED
    capitalises_interest: bool = False
    waives_penalties: bool = False

    def __post_init__(self) -> None:
        self._check("annual_rate", lowest=Decimal(0), highest=Decimal(1))
        self._check("instalments", lowest=1, highest=MOST_INSTALMENTS)
        self._check("periods", lowest=0, highest=MOST_INSTALMENTS)
        most_grace = (self.instalments or MOST_INSTALMENTS) - 1
        self._check("principal_grace", lowest=0, highest=most_grace)
        self._check("interest_grace", lowest=0, highest=most_grace - self.principal_grace)

    def to_json(self) -> dict[str, object]:
        """Return what is said as a plain dictionary; what has its default is left out."""
        return {
            field.name: _plain(getattr(self, field.name))
            for field in fields(self)
            if getattr(self, field.name) != field.default
        }

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> Self:
        """Read a change back; what is left out has its default.

        :raises ImpossibleTerms: for what is unknown, unreadable or impossible
        """
        values: dict[str, Any] = {}
        for name, value in data.items():
            if name not in _READERS:
                raise ImpossibleTerms(field=name, reason=Impossible.UNKNOWN, value=value)
            try:
                values[name] = _READERS[name](value)
            except (TypeError, ValueError, InvalidOperation):
                raise ImpossibleTerms(
                    field=name, reason=Impossible.UNREADABLE, value=value
                ) from None
        return cls(**values)

    def _check(self, field: str, *, lowest: Any, highest: Any) -> None:
        value: Any = getattr(self, field)
        if value is not None and not lowest <= value <= highest:
            raise ImpossibleTerms(
                field=field,
                reason=Impossible.OUT_OF_RANGE,
                value=value,
                lowest=lowest,
                highest=highest,
            )
        if isinstance(value, Decimal) and value != round(value, MOST_RATE_DECIMALS):
            raise ImpossibleTerms(
                field=field,
                reason=Impossible.TOO_MANY_DECIMALS,
                value=value,
                highest=MOST_RATE_DECIMALS,
            )


def _plain(value: object) -> object:
    match value:
        case Decimal():
            return format((value + 0).normalize(), "f")
        case date():
            return value.isoformat()
        case StrEnum():
            return value.value
    return value


def _rate(value: Any) -> Decimal:
    if not isinstance(value, str):
        raise TypeError(value)
    rate = Decimal(value)
    if not rate.is_finite():
        raise ValueError(value)
    return rate


def _number(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(value)
    return value


def _day(value: Any) -> date:
    if not isinstance(value, str):
        raise TypeError(value)
    day = date.fromisoformat(value)
    if day.isoformat() != value or day > LATEST:
        raise ValueError(value)
    return day


def _yes_or_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(value)
    return value


_READERS: Mapping[str, Callable[[Any], object]] = {
    "annual_rate": _rate,
    "instalments": _number,
    "periods": _number,
    "first_due_on": _day,
    "principal_grace": _number,
    "interest_grace": _number,
    "interest_grace_mode": InterestGraceMode,
    "capitalises_interest": _yes_or_no,
    "waives_penalties": _yes_or_no,
}
