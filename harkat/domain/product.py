"""The terms of a loan: what was agreed, what is possible at all, and what can be computed today."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from typing import Any, Self

from harkat.domain.money import MOST_DIGITS, ZERO, Rupiah


class InterestMethod(StrEnum):
    """How interest and principal are spread over the instalments."""

    DECLINING_ANNUITY = "declining_annuity"
    DECLINING_EQUAL_PRINCIPAL = "declining_equal_principal"
    FLAT = "flat"
    PROFIT_SHARE = "profit_share"
    BULLET = "bullet"


class Every(StrEnum):
    """The rhythm of the instalments."""

    DAY = "day"
    WEEK = "week"
    TWO_WEEKS = "two_weeks"
    MONTH = "month"

    @property
    def periods_a_year(self) -> int:
        """How many such instalments make a year."""
        return {"day": 360, "week": 52, "two_weeks": 26, "month": 12}[self.value]


class DayCount(StrEnum):
    """Which part of a year a period is."""

    THIRTY_360 = "30/360"
    ACTUAL_365 = "actual/365"
    ACTUAL_360 = "actual/360"
    ACTUAL_ACTUAL = "actual/actual"


class Rounding(StrEnum):
    """How a fraction of a rupiah is rounded."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    UP = "up"


class InterestGraceMode(StrEnum):
    """What becomes of the interest of a grace of nothing."""

    COLLECTED = "collected"
    SPREAD = "spread"
    WAIVED = "waived"


class MarginSpread(StrEnum):
    """How a margin fixed at signing is spread over the instalments."""

    FLAT = "flat"
    ANNUITY = "annuity"


class DueDayShift(StrEnum):
    """What becomes of a due date on a Sunday or a holiday."""

    NONE = "none"
    FORWARD = "forward"


class AllocationOrder(StrEnum):
    """In which order a repayment pays what is due.

    The first three take the oldest instalment first; the last takes all interest before any
    principal, whatever instalment it belongs to.
    """

    INTEREST_PRINCIPAL_PENALTY = "interest_principal_penalty"
    PRINCIPAL_INTEREST_PENALTY = "principal_interest_penalty"
    PENALTY_INTEREST_PRINCIPAL = "penalty_interest_principal"
    ALL_INTEREST_FIRST = "all_interest_first"


class Surplus(StrEnum):
    """What becomes of a repayment beyond what is due."""

    NEXT_INSTALMENTS = "next_instalments"
    RECAST_SHORTEN = "recast_shorten"
    RECAST_LOWER = "recast_lower"
    RECAST_KEEP = "recast_keep"
    CREDIT = "credit"


class SettlementRule(StrEnum):
    """What an early settlement owes beside the principal and the arrears.

    `WHOLE_MARGIN` is all that is still to come, less `settlement_rebate` of it.
    """

    CURRENT_PERIOD = "current_period"
    WHOLE_MARGIN = "whole_margin"


class PenaltyPer(StrEnum):
    """For what time the penalty rate is; a month is thirty days."""

    DAY = "day"
    MONTH = "month"


class RefusedTerms(ValueError):
    """One term of a loan cannot be accepted; `field` names it, `value` is what was asked."""

    def __init__(self, message: str, *, field: str, value: object) -> None:
        super().__init__(f"{field}: {value!r} {message}")
        self.field, self.value = field, value


class NotYetSupported(RefusedTerms):
    """The term has a meaning but cannot be computed today; `supported` are the values that can."""

    def __init__(self, *, field: str, value: object, supported: tuple[object, ...]) -> None:
        super().__init__(f"is not one of {supported}", field=field, value=value)
        self.supported = supported


class Impossible(StrEnum):
    """Why no loan can have this term."""

    UNREADABLE = "unreadable"
    UNKNOWN = "unknown"
    OUT_OF_RANGE = "out_of_range"
    TOO_MANY_DECIMALS = "too_many_decimals"
    ROW_WITHOUT_PRINCIPAL = "row_without_principal"


class ImpossibleTerms(RefusedTerms):
    """No loan can have this term; where there is a range, `lowest` and `highest` work."""

    def __init__(
        self,
        *,
        field: str,
        reason: Impossible,
        value: object,
        lowest: object = None,
        highest: object = None,
    ) -> None:
        super().__init__(f"is {reason} ({lowest} to {highest})", field=field, value=value)
        self.reason, self.lowest, self.highest = reason, lowest, highest


MOST_PRINCIPAL = Rupiah(10**MOST_DIGITS - 1)
MOST_INSTALMENTS = 360
MOST_RATE_DECIMALS = 10
EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)

_SUPPORTED: Mapping[str, tuple[object, ...]] = {
    "method": (
        InterestMethod.DECLINING_ANNUITY,
        InterestMethod.DECLINING_EQUAL_PRINCIPAL,
        InterestMethod.FLAT,
    ),
    "every": (Every.MONTH,),
    "day_count": (DayCount.THIRTY_360,),
    "rounding": (Rounding.HALF_UP,),
    "multiple": (1,),
    "principal_grace": (0,),
    "interest_grace": (0,),
    "interest_grace_mode": (InterestGraceMode.COLLECTED,),
    "margin": (None,),
    "margin_spread": (MarginSpread.FLAT,),
    "fee": (0,),
}
_KEYS: Mapping[str, str] = {"first_due_on": "first_due"}


@dataclass(frozen=True, kw_only=True)
class LoanTerms:
    """What lender and borrower agreed; kept with the loan and never looked up again.

    :raises ImpossibleTerms: for a term no loan can have
    :raises NotYetSupported: for a term that cannot be computed today
    """

    principal: Rupiah
    annual_rate: Decimal
    instalments: int
    every: Every = Every.MONTH
    method: InterestMethod
    day_count: DayCount = DayCount.THIRTY_360
    rounding: Rounding = Rounding.HALF_UP
    multiple: int = 1
    disbursed_on: date
    first_due_on: date | None = None
    principal_grace: int = 0
    interest_grace: int = 0
    interest_grace_mode: InterestGraceMode = InterestGraceMode.COLLECTED
    margin: Rupiah | None = None
    margin_spread: MarginSpread = MarginSpread.FLAT
    fee: Rupiah = ZERO
    shift: DueDayShift = DueDayShift.NONE
    holidays: tuple[date, ...] = ()
    bank_rate: Decimal | None = None
    allocation_order: AllocationOrder = AllocationOrder.INTEREST_PRINCIPAL_PENALTY
    surplus: Surplus = Surplus.NEXT_INSTALMENTS
    settlement: SettlementRule = SettlementRule.CURRENT_PERIOD
    settlement_rebate: Decimal = Decimal(0)
    penalty_rate: Decimal = Decimal(0)
    penalty_per: PenaltyPer = PenaltyPer.DAY
    penalty_grace_days: int = 0
    penalty_cap: Decimal | None = None

    def __post_init__(self) -> None:
        self._check_range("principal", lowest=Rupiah(1), highest=MOST_PRINCIPAL)
        self._check_rate()
        self._check_range("instalments", lowest=1, highest=MOST_INSTALMENTS)
        self._check_range("disbursed_on", lowest=EARLIEST, highest=LATEST)
        if self.first_due_on is not None:
            day_after = date.fromordinal(self.disbursed_on.toordinal() + 1)
            self._check_range("first_due_on", lowest=day_after, highest=LATEST)
        for field, supported in _SUPPORTED.items():
            value = getattr(self, field)
            if value not in supported:
                raise NotYetSupported(field=field, value=value, supported=supported)

    @property
    def period_rate(self) -> Fraction:
        """The exact rate of one period, such as 1/400 for 3 % a year paid every month."""
        return Fraction(self.annual_rate) / self.every.periods_a_year

    def to_json(self) -> dict[str, object]:
        """Return the one canonical dictionary of these terms, plain enough for JSON."""
        return {
            _KEYS.get(field.name, field.name): _to_plain(getattr(self, field.name))
            for field in fields(self)
        }

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> Self:
        """Read terms back; what is left out has its default.

        :raises RefusedTerms: for what is missing, unknown, unreadable, impossible or unsupported
        """
        names = {_KEYS.get(field.name, field.name): field for field in fields(cls)}
        unknown = next((key for key in data if key not in names), None)
        if unknown is not None:
            raise ImpossibleTerms(field=unknown, reason=Impossible.UNKNOWN, value=data[unknown])
        values: dict[str, Any] = {}
        for key, field in names.items():
            if key in data:
                values[field.name] = _read(field.name, data[key])
            elif field.default is MISSING:
                raise ImpossibleTerms(field=field.name, reason=Impossible.UNREADABLE, value=None)
        return cls(**values)

    def _check_range(self, field: str, *, lowest: object, highest: object) -> None:
        value: Any = getattr(self, field)
        if not lowest <= value <= highest:
            raise ImpossibleTerms(
                field=field,
                reason=Impossible.OUT_OF_RANGE,
                value=value,
                lowest=lowest,
                highest=highest,
            )

    def _check_rate(self) -> None:
        rate = self.annual_rate
        if not rate.is_finite():
            raise ImpossibleTerms(field="annual_rate", reason=Impossible.UNREADABLE, value=rate)
        self._check_range("annual_rate", lowest=Decimal(0), highest=Decimal(1))
        if rate != round(rate, MOST_RATE_DECIMALS):
            raise ImpossibleTerms(
                field="annual_rate",
                reason=Impossible.TOO_MANY_DECIMALS,
                value=rate,
                highest=MOST_RATE_DECIMALS,
            )


def _to_plain(value: object) -> object:
    match value:
        case Decimal():
            return format((value + 0).normalize(), "f")
        case date():
            return value.isoformat()
        case StrEnum():
            return value.value
        case Rupiah():
            return int(value)
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


_READERS: Mapping[str, Callable[[Any], object]] = {
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
_MAY_BE_NONE = {"first_due_on", "margin"}


def _read(field: str, value: object) -> object:
    if value is None and field in _MAY_BE_NONE:
        return None
    try:
        return _READERS[field](value)
    except (TypeError, ValueError, InvalidOperation):
        if isinstance(_READERS[field], type):
            supported = _SUPPORTED[field]
            raise NotYetSupported(field=field, value=value, supported=supported) from None
        reason = Impossible.UNREADABLE
        raise ImpossibleTerms(field=field, reason=reason, value=value) from None
