"""The terms of a loan: what was agreed, and what is possible at all."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any, Self

from harkat.domain import terms_json
from harkat.domain.money import MOST_DIGITS, ZERO, Rounding, Rupiah, rounded
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
    RefusedTerms,
    SettlementRule,
    Surplus,
)

__all__ = [
    "EARLIEST",
    "LATEST",
    "MOST_INSTALMENTS",
    "MOST_PRINCIPAL",
    "MOST_RATE_DECIMALS",
    "MULTIPLES",
    "AllocationOrder",
    "DayCount",
    "DueDayShift",
    "Every",
    "Impossible",
    "ImpossibleTerms",
    "InterestGraceMode",
    "InterestMethod",
    "LoanTerms",
    "MarginSpread",
    "PenaltyPer",
    "RefusedTerms",
    "Rounding",
    "SettlementRule",
    "Surplus",
]

MOST_PRINCIPAL = Rupiah(10**MOST_DIGITS - 1)
MOST_INSTALMENTS = 360
MOST_RATE_DECIMALS = 10
MOST_PENALTY_GRACE_DAYS = 365
MULTIPLES = (1, 100, 500, 1000)
EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)


@dataclass(frozen=True, kw_only=True)
class LoanTerms:
    """What lender and borrower agreed; kept with the loan and never looked up again.

    First what makes the schedule, then what the contract says of payments. The holidays are kept
    in order, each once.

    :raises ImpossibleTerms: for a term no loan can have
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
        if self.holidays:
            object.__setattr__(self, "holidays", tuple(sorted(set(self.holidays))))
        self._check_range("principal", lowest=Rupiah(1), highest=MOST_PRINCIPAL)
        self._check_rate("annual_rate")
        self._check_range("instalments", lowest=1, highest=MOST_INSTALMENTS)
        if self.multiple not in MULTIPLES:
            raise ImpossibleTerms(
                field="multiple",
                reason=Impossible.NO_CHOICE,
                value=self.multiple,
                choices=MULTIPLES,
            )
        self._check_range("disbursed_on", lowest=EARLIEST, highest=LATEST)
        if self.first_due_on is not None:
            day_after = date.fromordinal(self.disbursed_on.toordinal() + 1)
            self._check_range("first_due_on", lowest=day_after, highest=LATEST)
        last = self.instalments - 1
        self._check_range("principal_grace", lowest=0, highest=last)
        self._check_range("interest_grace", lowest=0, highest=last - self.principal_grace)
        self._check_margin()
        # A fee as large as the loan would leave nothing that was lent, and no effective rate.
        self._check_range("fee", lowest=ZERO, highest=self.principal - 1)
        self._check_contract()

    def __hash__(self) -> int:
        return self._hash

    def __getstate__(self) -> dict[str, object]:
        # A hash of words is another one in another process.
        return {name: getattr(self, name) for name in _FIELDS}

    @cached_property
    def _hash(self) -> int:
        # Terms are looked up again and again, and there are many of them to hash.
        return hash(tuple(getattr(self, name) for name in _FIELDS))

    @property
    def period_rate(self) -> Fraction:
        """The exact rate of one 30/360 period, such as 1/400 for 3 % a year paid every month."""
        return Fraction(self.annual_rate) / self.every.periods_a_year

    @property
    def agreed_margin(self) -> Rupiah:
        """The margin in rupiah: the one fixed at signing, or principal × rate × years, rounded."""
        if self.margin is not None:
            return self.margin
        whole = self.period_rate * self.instalments * int(self.principal)
        return Rupiah(rounded(whole, self.rounding))

    def to_json(self) -> dict[str, object]:
        """Return the one canonical dictionary of these terms, plain enough for JSON."""
        return terms_json.written(self)

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> Self:
        """Read terms back; what is left out has its default.

        :raises ImpossibleTerms: for what is missing, unknown, unreadable or impossible
        """
        return cls(**terms_json.read(cls, data))

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

    def _check_rate(self, field: str, *, lowest: Decimal = Decimal(0)) -> None:
        rate: Decimal = getattr(self, field)
        if not rate.is_finite():
            raise ImpossibleTerms(field=field, reason=Impossible.UNREADABLE, value=rate)
        self._check_range(field, lowest=lowest, highest=Decimal(1))
        if rate != round(rate, MOST_RATE_DECIMALS):
            raise ImpossibleTerms(
                field=field,
                reason=Impossible.TOO_MANY_DECIMALS,
                value=rate,
                highest=MOST_RATE_DECIMALS,
            )

    def _check_margin(self) -> None:
        if self.margin is None:
            return
        if self.method is not InterestMethod.PROFIT_SHARE:
            raise ImpossibleTerms(
                field="margin",
                reason=Impossible.NOT_WITH_THIS_METHOD,
                value=self.margin,
                choices=(InterestMethod.PROFIT_SHARE,),
            )
        self._check_range("margin", lowest=ZERO, highest=MOST_PRINCIPAL)

    def _check_contract(self) -> None:
        if self.bank_rate is not None:
            self._check_rate("bank_rate", lowest=self.annual_rate)
        self._check_rate("settlement_rebate")
        self._check_rate("penalty_rate")
        self._check_range("penalty_grace_days", lowest=0, highest=MOST_PENALTY_GRACE_DAYS)
        if self.penalty_cap is not None:
            self._check_rate("penalty_cap")


_FIELDS = tuple(field.name for field in fields(LoanTerms))
