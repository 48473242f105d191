"""How good a portfolio is: ageing, PAR30, NPL, and what its grades ask to be set aside.

Provisions are a report, never a posting: the bank's own books stay the bank's. Default rates are
those of the asset provisions (PPKA: general for grade 1, special for 2 to 5) of POJK 40/2019 for
commercial banks and of POJK 1/2024 for BPR; both are settings of `programme_rules`.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from harkat.domain.kolektibilitas import BankType, Kolektibilitas
from harkat.domain.money import Rupiah, half_up_quotient, round_half_up, total
from harkat.domain.programme_rules import Rules

PAR_DAYS = 30
"""A loan later than this is at risk."""

_BASIS_POINTS = 10_000


@dataclass(frozen=True, kw_only=True, slots=True)
class LoanQuality:
    """What one loan adds to the quality of a portfolio."""

    outstanding: Rupiah
    days_past_due: int
    grade: Kolektibilitas


@dataclass(frozen=True, kw_only=True, slots=True)
class AgeingBand:
    """From which to which day past due, both counted in; the last band has no end."""

    first_day: int
    last_day: int | None


AGEING_BANDS = (
    AgeingBand(first_day=0, last_day=0),
    AgeingBand(first_day=1, last_day=30),
    AgeingBand(first_day=31, last_day=60),
    AgeingBand(first_day=61, last_day=90),
    AgeingBand(first_day=91, last_day=120),
    AgeingBand(first_day=121, last_day=180),
    AgeingBand(first_day=181, last_day=None),
)
_LAST_DAYS = tuple(band.last_day for band in AGEING_BANDS if band.last_day is not None)


@dataclass(frozen=True, kw_only=True, slots=True)
class AgeingTotal:
    """The loans of one band: how many, and what is outstanding."""

    band: AgeingBand
    loans: int
    outstanding: Rupiah


def ageing_band(days_past_due: int) -> AgeingBand:
    """Return the band the days fall in."""
    return AGEING_BANDS[bisect_left(_LAST_DAYS, days_past_due)]


def ageing(loans: Iterable[LoanQuality]) -> tuple[AgeingTotal, ...]:
    """Return what each band holds, the empty ones with it, in order."""
    found: dict[AgeingBand, list[Rupiah]] = {band: [] for band in AGEING_BANDS}
    for loan in loans:
        found[ageing_band(loan.days_past_due)].append(loan.outstanding)
    return tuple(
        AgeingTotal(band=band, loans=len(amounts), outstanding=total(amounts))
        for band, amounts in found.items()
    )


def par30_ratio(loans: Collection[LoanQuality]) -> int:
    """Return the part of all outstanding that is more than 30 days late, in basis points."""
    at_risk = total(loan.outstanding for loan in loans if loan.days_past_due > PAR_DAYS)
    return _ratio(at_risk, of=_outstanding(loans))


def npl_ratio(loans: Collection[LoanQuality]) -> int:
    """Return the part of all outstanding that is in the grades 3 to 5, in basis points."""
    bad = total(loan.outstanding for loan in loans if loan.grade >= Kolektibilitas.SUBSTANDARD)
    return _ratio(bad, of=_outstanding(loans))


def provision_rates(*, bank_type: BankType, rules: Rules) -> tuple[Decimal, ...]:
    """Return the share to set aside for each of the five grades, as set for this type of bank."""
    return rules.provision_bpr if bank_type.is_graded_as_bpr else rules.provision_commercial


def provision(*, outstanding: Rupiah, grade: Kolektibilitas, rates: Sequence[Decimal]) -> Rupiah:
    """Return what to set aside for a loan, rounded half up to a whole rupiah."""
    return round_half_up(Fraction(rates[grade - 1]) * int(outstanding))


def _outstanding(loans: Iterable[LoanQuality]) -> Rupiah:
    return total(loan.outstanding for loan in loans)


def _ratio(part: Rupiah, *, of: Rupiah) -> int:
    """Return the nearest basis point, half up; nothing of nothing is zero."""
    return int(half_up_quotient(int(part) * _BASIS_POINTS, int(of))) if of else 0
