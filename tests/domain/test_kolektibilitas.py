"""Kolektibilitas: the limits of each regulation, on the day and the day after."""

import pytest

from harkat.domain.kolektibilitas import BankType, Kolektibilitas, kolektibilitas

COMMERCIAL = [BankType.COMMERCIAL, BankType.SHARIA_COMMERCIAL]
BPR = [BankType.BPR, BankType.BPRS]


class TestKolektibilitas:
    @pytest.mark.parametrize("bank_type", COMMERCIAL)
    @pytest.mark.parametrize(
        ("days_past_due", "grade"),
        [(0, 1), (1, 2), (90, 2), (91, 3), (120, 3), (121, 4), (180, 4), (181, 5), (2000, 5)],
    )
    def test_of_a_commercial_bank(self, bank_type: BankType, days_past_due: int, grade: int):
        assert kolektibilitas(bank_type=bank_type, days_past_due=days_past_due) == grade

    @pytest.mark.parametrize("bank_type", COMMERCIAL)
    def test_of_a_commercial_bank_does_not_look_at_maturity(self, bank_type: BankType):
        assert (
            kolektibilitas(bank_type=bank_type, days_past_due=61, days_past_maturity=61)
            is Kolektibilitas.SPECIAL_MENTION
        )

    @pytest.mark.parametrize("bank_type", BPR)
    @pytest.mark.parametrize(
        ("days_past_due", "grade"),
        [(0, 1), (30, 1), (31, 2), (90, 2), (91, 3), (180, 3), (181, 4), (360, 4), (361, 5)],
    )
    def test_of_a_bpr(self, bank_type: BankType, days_past_due: int, grade: int):
        assert kolektibilitas(bank_type=bank_type, days_past_due=days_past_due) == grade

    @pytest.mark.parametrize("bank_type", BPR)
    @pytest.mark.parametrize(
        ("days_past_maturity", "grade"),
        [(0, 1), (1, 2), (15, 2), (16, 3), (30, 3), (31, 4), (60, 4), (61, 5)],
    )
    def test_of_a_bpr_after_maturity(
        self, bank_type: BankType, days_past_maturity: int, grade: int
    ):
        assert (
            kolektibilitas(
                bank_type=bank_type,
                days_past_due=days_past_maturity,
                days_past_maturity=days_past_maturity,
            )
            == grade
        )

    def test_of_a_bpr_after_maturity_is_not_better_than_its_days_past_due(self):
        assert (
            kolektibilitas(bank_type=BankType.BPR, days_past_due=361, days_past_maturity=5)
            is Kolektibilitas.LOSS
        )

    def test_has_five_grades(self):
        assert [grade.value for grade in Kolektibilitas] == [1, 2, 3, 4, 5]
