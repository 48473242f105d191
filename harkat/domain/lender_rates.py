"""What the same loan would cost elsewhere, by other lenders' dated, published rates.

Everything goes through the programme's own schedule, so that the figures compare to the rupiah.
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from harkat.domain.money import Rupiah, round_half_up
from harkat.domain.product import Every, InterestMethod, LoanTerms
from harkat.domain.schedule import schedule


class LenderKind(StrEnum):
    """Who lends: a bank, a licensed online lender (pindar), or a moneylender."""

    BANK = "bank"
    ONLINE = "online"
    MONEYLENDER = "moneylender"


class BorrowedFor(StrEnum):
    """What borrowed money is for; the programme and KUR lend for a business alone."""

    BUSINESS = "business"
    HOUSEHOLD = "household"


class RateBasis(StrEnum):
    """What a rate is taken of: the amount of the contract all along, or what is still owed."""

    FLAT = "flat"
    DECLINING = "declining"


class RatePer(StrEnum):
    """For what time a rate is stated."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


_PERIODS_A_YEAR = {RatePer.DAY: 360, RatePer.MONTH: 12, RatePer.YEAR: 1}


@dataclass(frozen=True, kw_only=True)
class LenderRate:
    """One lender's rate from a day on, with where it is published and when it was looked up.

    `is_limit` marks the most a regulator allows, which not every lender takes; `is_example` one
    that nobody publishes. `total_cap` is the most that interest and fees may come to, as a share
    of the amount. `purpose` is None for a rate that does not depend on what the money is for.
    """

    code: str
    name: str
    kind: LenderKind
    purpose: BorrowedFor | None = None
    basis: RateBasis
    rate: Decimal
    rate_per: RatePer
    fee_share: Decimal = Decimal(0)
    total_cap: Decimal | None = None
    least: Rupiah | None = None
    most: Rupiah | None = None
    months_min: int | None = None
    months_max: int | None = None
    is_limit: bool = False
    is_example: bool = False
    valid_from: date
    valid_until: date | None = None
    source: str
    source_url: str = ""
    noted_on: date

    def is_valid(self, on: date) -> bool:
        """Tell whether the rate holds on a day."""
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)

    def lends(
        self, *, principal: Rupiah, months: int, purpose: BorrowedFor = BorrowedFor.BUSINESS
    ) -> bool:
        """Tell whether the lender lends this amount for this time and purpose."""
        return (
            self.purpose in (None, purpose)
            and (self.least is None or self.least <= principal)
            and (self.most is None or principal <= self.most)
            and (self.months_min is None or self.months_min <= months)
            and (self.months_max is None or months <= self.months_max)
        )


def months_of(*, instalments: int, every: Every) -> int:
    """Return how many monthly instalments take about as long, at least one."""
    return max(1, int(round_half_up(Decimal(instalments * 12) / every.periods_a_year)))


def terms_at(
    lender: LenderRate, *, principal: Rupiah, months: int, disbursed_on: date
) -> LoanTerms:
    """Return the terms of the same amount and time at a lender, paid back every month.

    A rate on the whole amount becomes a margin fixed at signing: a rate for a day counts calendar
    days up to the last due date. What would come to more than `total_cap` is cut to it.

    :raises RefusedTerms: if no schedule can be computed for them
    """
    fee = round_half_up(lender.fee_share * Decimal(int(principal)))
    monthly = LoanTerms(
        principal=principal,
        annual_rate=Decimal(0),
        method=InterestMethod.DECLINING_ANNUITY,
        instalments=months,
        disbursed_on=disbursed_on,
        fee=fee,
    )
    if lender.basis is RateBasis.DECLINING:
        return replace(monthly, annual_rate=lender.rate * _PERIODS_A_YEAR[lender.rate_per])
    last_due_on = schedule(monthly).rows[-1].due_on
    times = {
        RatePer.DAY: Decimal((last_due_on - disbursed_on).days),
        RatePer.MONTH: Decimal(months),
        RatePer.YEAR: Decimal(months) / 12,
    }[lender.rate_per]
    margin = round_half_up(lender.rate * times * Decimal(int(principal)))
    if lender.total_cap is not None:
        most = round_half_up(lender.total_cap * Decimal(int(principal)))
        margin = min(margin, max(most - fee, Rupiah(0)))
    return replace(monthly, method=InterestMethod.PROFIT_SHARE, margin=margin)
