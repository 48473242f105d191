"""The quality of a portfolio: bands by the day, ratios and provisions, and their rounding."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harkat.domain.kolektibilitas import BankType, Kolektibilitas
from harkat.domain.money import Rupiah, total
from harkat.domain.portfolio_quality import (
    AGEING_BANDS,
    AgeingBand,
    AgeingTotal,
    LoanQuality,
    ageing,
    ageing_band,
    npl_ratio,
    par30_ratio,
    provision,
    provision_rates,
)
from harkat.domain.programme_rules import rules

COMMERCIAL_RATES = tuple(map(Decimal, ("0.01", "0.05", "0.15", "0.5", "1")))
BPR_RATES = tuple(map(Decimal, ("0.005", "0.03", "0.1", "0.5", "1")))


def given_loan(
    outstanding: int, *, late: int = 0, grade: Kolektibilitas = Kolektibilitas.CURRENT
) -> LoanQuality:
    return LoanQuality(outstanding=Rupiah(outstanding), days_past_due=late, grade=grade)


loans_found = st.lists(
    st.builds(
        LoanQuality,
        outstanding=st.integers(0, 100_000_000).map(Rupiah),
        days_past_due=st.integers(0, 400),
        grade=st.sampled_from(Kolektibilitas),
    ),
    max_size=20,
)


class TestAgeing:
    @pytest.mark.parametrize(
        ("days", "first_day", "last_day"),
        [
            (0, 0, 0),
            (1, 1, 30),
            (30, 1, 30),
            (31, 31, 60),
            (60, 31, 60),
            (61, 61, 90),
            (90, 61, 90),
            (91, 91, 120),
            (120, 91, 120),
            (121, 121, 180),
            (180, 121, 180),
            (181, 181, None),
            (4000, 181, None),
        ],
    )
    def test_finds_the_band_of_a_day(self, days: int, first_day: int, last_day: int | None):
        assert ageing_band(days) == AgeingBand(first_day=first_day, last_day=last_day)

    def test_lists_every_band_and_what_it_holds(self):
        found = ageing([given_loan(5, late=31), given_loan(7, late=60), given_loan(11)])

        assert [(band.loans, band.outstanding) for band in found] == [
            (1, 11),
            (0, 0),
            (2, 12),
            (0, 0),
            (0, 0),
            (0, 0),
            (0, 0),
        ]

    def test_of_nothing_is_nothing_in_every_band(self):
        assert ageing([]) == tuple(
            AgeingTotal(band=band, loans=0, outstanding=Rupiah(0)) for band in AGEING_BANDS
        )

    @given(loans=loans_found)
    def test_loses_no_loan_and_no_rupiah(self, loans: list[LoanQuality]):
        found = ageing(loans)

        assert sum(band.loans for band in found) == len(loans)
        assert total(band.outstanding for band in found) == total(
            loan.outstanding for loan in loans
        )


class TestPar30Ratio:
    @pytest.mark.parametrize(("late", "ratio"), [(0, 0), (30, 0), (31, 2_500), (999, 2_500)])
    def test_counts_what_is_more_than_thirty_days_late(self, late: int, ratio: int):
        assert par30_ratio([given_loan(100, late=late), given_loan(300)]) == ratio

    @pytest.mark.parametrize(
        ("at_risk", "healthy", "ratio"),
        [(1, 19_999, 1), (1, 20_000, 0), (3, 19_997, 2), (1, 0, 10_000)],
    )
    def test_rounds_half_a_basis_point_up(self, at_risk: int, healthy: int, ratio: int):
        assert par30_ratio([given_loan(at_risk, late=31), given_loan(healthy)]) == ratio

    def test_of_an_empty_portfolio_is_zero(self):
        assert par30_ratio([]) == 0

    def test_of_a_portfolio_without_outstanding_is_zero(self):
        assert par30_ratio([given_loan(0, late=31)]) == 0


class TestNplRatio:
    @pytest.mark.parametrize(
        ("grade", "ratio"),
        list(zip(Kolektibilitas, [0, 0, 2_500, 2_500, 2_500], strict=True)),
    )
    def test_counts_the_grades_three_to_five(self, grade: Kolektibilitas, ratio: int):
        assert npl_ratio([given_loan(100, grade=grade), given_loan(300)]) == ratio

    def test_goes_by_the_grade_and_not_by_the_days(self):
        restructured = given_loan(100, grade=Kolektibilitas.SUBSTANDARD)
        late_at_a_bpr = given_loan(100, late=40, grade=Kolektibilitas.SPECIAL_MENTION)

        assert npl_ratio([restructured, late_at_a_bpr]) == 5_000
        assert par30_ratio([restructured, late_at_a_bpr]) == 5_000

    def test_of_an_empty_portfolio_is_zero(self):
        assert npl_ratio([]) == 0

    @given(loans=loans_found)
    def test_is_between_nothing_and_all(self, loans: list[LoanQuality]):
        assert 0 <= npl_ratio(loans) <= 10_000
        assert 0 <= par30_ratio(loans) <= 10_000


class TestProvision:
    @pytest.mark.parametrize(
        ("bank_type", "rates"),
        [
            (BankType.COMMERCIAL, COMMERCIAL_RATES),
            (BankType.SHARIA_COMMERCIAL, COMMERCIAL_RATES),
            (BankType.BPR, BPR_RATES),
            (BankType.BPRS, BPR_RATES),
        ],
    )
    def test_has_the_rates_of_the_regulation_until_somebody_sets_others(
        self, bank_type: BankType, rates: tuple[Decimal, ...]
    ):
        assert provision_rates(bank_type=bank_type, rules=rules({})) == rates

    def test_follows_a_setting(self):
        set_today = rules({"provision_bpr": "1 5 20 60 100"})

        assert provision_rates(bank_type=BankType.BPR, rules=set_today) == tuple(
            map(Decimal, ("0.01", "0.05", "0.2", "0.6", "1"))
        )
        assert provision_rates(bank_type=BankType.COMMERCIAL, rules=set_today) == COMMERCIAL_RATES

    @pytest.mark.parametrize(
        ("grade", "expected"),
        list(zip(Kolektibilitas, [50_000, 300_000, 1_000_000, 5_000_000, 10_000_000], strict=True)),
    )
    def test_is_the_share_of_the_grade(self, grade: Kolektibilitas, expected: int):
        assert provision(outstanding=Rupiah(10_000_000), grade=grade, rates=BPR_RATES) == expected

    @pytest.mark.parametrize(
        ("outstanding", "expected"), [(0, 0), (99, 0), (100, 1), (101, 1), (300, 2), (499, 2)]
    )
    def test_rounds_half_a_rupiah_up(self, outstanding: int, expected: int):
        set_aside = provision(
            outstanding=Rupiah(outstanding), grade=Kolektibilitas.CURRENT, rates=BPR_RATES
        )

        assert set_aside == expected
        assert isinstance(set_aside, Rupiah)
