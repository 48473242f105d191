"""The one written form of a loan's terms: a dictionary plain enough for JSON, and back.

What the contract says of payments is written only where it differs from its default, so that terms
written before such a term had a name are still the same text.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from harkat.domain.money import Rounding, Rupiah
from harkat.domain.term_choices import (
    AllocationOrder,
    DayCount,
    DueDayShift,
    Every,
    Impossible,
    ImpossibleTerms,
    InterestGraceMode,
    InterestMethod,
    MarginSpread,
    PenaltyPer,
    SettlementRule,
    Surplus,
)

_KEYS: Mapping[str, str] = {"first_due_on": "first_due"}


def written(terms: Any) -> dict[str, object]:
    """Return the one canonical dictionary of terms."""
    return {
        _key(field): _plain(getattr(terms, field.name))
        for field in fields(terms)
        if field.name in _ALWAYS_WRITTEN or getattr(terms, field.name) != field.default
    }


def read(cls: type[Any], data: Mapping[str, object]) -> dict[str, Any]:
    """Return the values of terms by their names; what is left out has its default.

    :raises ImpossibleTerms: for what is missing, unknown or unreadable
    """
    names = {_key(field): field for field in fields(cls)}
    unknown = next((key for key in data if key not in names), None)
    if unknown is not None:
        raise ImpossibleTerms(field=unknown, reason=Impossible.UNKNOWN, value=data[unknown])
    values = {}
    for key, field in names.items():
        if key in data:
            values[field.name] = _value(field.name, data[key])
        elif field.default is MISSING:
            raise ImpossibleTerms(field=field.name, reason=Impossible.UNREADABLE, value=None)
    return values


def _key(field: Field[Any]) -> str:
    return _KEYS.get(field.name, field.name)


def _plain(value: object) -> object:
    match value:
        case Decimal():
            return format((value + 0).normalize(), "f")
        case date():
            return value.isoformat()
        case StrEnum():
            return value.value
        case Rupiah():
            return int(value)
        case tuple():
            return [_plain(part) for part in value]
        case _:
            return value


def _number(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(value)
    return value


def _amount(value: object) -> Rupiah:
    return Rupiah(_number(value))


def _rate(value: object) -> Decimal:
    if not isinstance(value, str):
        raise TypeError(value)
    return Decimal(value)


def _day(value: object) -> date:
    if not isinstance(value, str):
        raise TypeError(value)
    day = date.fromisoformat(value)
    if day.isoformat() != value:
        raise ValueError(value)
    return day


def _days(value: object) -> tuple[date, ...]:
    if not isinstance(value, list):
        raise TypeError(value)
    return tuple(_day(part) for part in value)


_SCHEDULE_READERS: Mapping[str, Callable[[Any], object]] = {
    "principal": _amount,
    "annual_rate": _rate,
    "instalments": _number,
    "every": Every,
    "method": InterestMethod,
    "day_count": DayCount,
    "rounding": Rounding,
    "multiple": _number,
    "disbursed_on": _day,
    "first_due_on": _day,
    "principal_grace": _number,
    "interest_grace": _number,
    "interest_grace_mode": InterestGraceMode,
    "margin": _amount,
    "margin_spread": MarginSpread,
    "fee": _amount,
}
_ALWAYS_WRITTEN = _SCHEDULE_READERS.keys()
_READERS: Mapping[str, Callable[[Any], object]] = {
    **_SCHEDULE_READERS,
    "shift": DueDayShift,
    "holidays": _days,
    "bank_rate": _rate,
    "allocation_order": AllocationOrder,
    "surplus": Surplus,
    "settlement": SettlementRule,
    "settlement_rebate": _rate,
    "penalty_rate": _rate,
    "penalty_per": PenaltyPer,
    "penalty_grace_days": _number,
    "penalty_cap": _rate,
}
_MAY_BE_NONE = {"first_due_on", "margin", "bank_rate", "penalty_cap"}


def _value(field: str, value: object) -> object:
    if value is None and field in _MAY_BE_NONE:
        return None
    reader = _READERS[field]
    try:
        return reader(value)
    except (TypeError, ValueError, InvalidOperation):
        if isinstance(reader, type) and issubclass(reader, StrEnum):
            raise ImpossibleTerms(
                field=field, reason=Impossible.NO_CHOICE, value=value, choices=tuple(reader)
            ) from None
        reason = Impossible.UNREADABLE
        raise ImpossibleTerms(field=field, reason=reason, value=value) from None
