"""Kolektibilitas: the limits of each regulation, dated, and what a restructuring leaves of them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harkat.domain.kolektibilitas import (
    TABLES,
    BankType,
    GradeFloor,
    GradeTable,
    Kolektibilitas,
    Restructuring,
    best_grade_left,
    kolektibilitas,
    table_in_force,
)

COMMERCIAL = [BankType.COMMERCIAL, BankType.SHARIA_COMMERCIAL]
BPR = [BankType.BPR, BankType.BPRS]
TODAY = date(2026, 10, 1)
LONG_AGO = date(2015, 1, 1)


def given_restructuring(**changes: Any) -> Restructuring:
    """Return the restructuring of a loan that was 400 days late, with some of it changed."""
    found = {
        "on": date(2026, 6, 1),
        "days_past_due": 400,
        "days_past_maturity": 0,
        "clean_instalments": 0,
    }
    return Restructuring(**{**found, **changes})


def grade_today(
    *restructurings: Restructuring, days: int = 0, bank: BankType = BankType.COMMERCIAL
) -> Kolektibilitas:
    return kolektibilitas(
        bank_type=bank, days_past_due=days, on=TODAY, restructurings=restructurings
    )


restructurings_found = st.builds(
    Restructuring,
    on=st.dates(date(2026, 1, 1), TODAY),
    days_past_due=st.integers(0, 700),
    days_past_maturity=st.integers(0, 100),
    clean_instalments=st.integers(0, 6),
)


class TestKolektibilitas:
    @pytest.mark.parametrize("bank_type", COMMERCIAL)
    @pytest.mark.parametrize(
        ("days_past_due", "grade"),
        [(0, 1), (1, 2), (90, 2), (91, 3), (120, 3), (121, 4), (180, 4), (181, 5), (2000, 5)],
    )
    def test_of_a_commercial_bank(self, bank_type: BankType, days_past_due: int, grade: int):
        assert kolektibilitas(bank_type=bank_type, days_past_due=days_past_due, on=TODAY) == grade

    @pytest.mark.parametrize("bank_type", COMMERCIAL)
    def test_of_a_commercial_bank_does_not_look_at_maturity(self, bank_type: BankType):
        assert (
            kolektibilitas(bank_type=bank_type, days_past_due=61, days_past_maturity=61, on=TODAY)
            is Kolektibilitas.SPECIAL_MENTION
        )

    @pytest.mark.parametrize("bank_type", BPR)
    @pytest.mark.parametrize(
        ("days_past_due", "grade"),
        [(0, 1), (30, 1), (31, 2), (90, 2), (91, 3), (180, 3), (181, 4), (360, 4), (361, 5)],
    )
    def test_of_a_bpr(self, bank_type: BankType, days_past_due: int, grade: int):
        assert kolektibilitas(bank_type=bank_type, days_past_due=days_past_due, on=TODAY) == grade

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
                on=TODAY,
            )
            == grade
        )

    def test_of_a_bpr_after_maturity_is_not_better_than_its_days_past_due(self):
        assert (
            kolektibilitas(
                bank_type=BankType.BPR, days_past_due=361, days_past_maturity=5, on=TODAY
            )
            is Kolektibilitas.LOSS
        )

    def test_has_five_grades(self):
        assert [grade.value for grade in Kolektibilitas] == [1, 2, 3, 4, 5]

    @pytest.mark.parametrize("bank_type", BankType)
    def test_of_a_day_before_every_regulation_uses_the_first(self, bank_type: BankType):
        assert kolektibilitas(bank_type=bank_type, days_past_due=91, on=LONG_AGO) is kolektibilitas(
            bank_type=bank_type, days_past_due=91, on=TODAY
        )


class TestTableInForce:
    OLD = GradeTable(valid_from=date(2020, 1, 1), past_due=(0, 90, 120, 180))
    NEW = GradeTable(valid_from=date(2027, 1, 1), past_due=(7, 90, 120, 180))

    @pytest.mark.parametrize(
        ("on", "expected"),
        [
            (date(2019, 12, 31), OLD),
            (date(2020, 1, 1), OLD),
            (date(2026, 12, 31), OLD),
            (date(2027, 1, 1), NEW),
            (date(2040, 1, 1), NEW),
        ],
    )
    def test_is_the_last_that_has_begun(self, on: date, expected: GradeTable):
        assert table_in_force([self.OLD, self.NEW], on=on) is expected

    @pytest.mark.parametrize("tables", list(TABLES.values()), ids=list(TABLES))
    def test_finds_the_tables_of_a_bank_in_order_of_their_days(self, tables: Sequence[GradeTable]):
        days = [table.valid_from for table in tables]

        assert days == sorted(set(days))

    def test_grades_what_was_before_a_restructuring_by_the_rule_of_its_own_day(
        self, monkeypatch: pytest.MonkeyPatch
    ):
        lenient = GradeTable(valid_from=date(2026, 9, 1), past_due=(500, 600, 700, 800))
        tables = {BankType.COMMERCIAL: (*TABLES[BankType.COMMERCIAL], lenient)}
        monkeypatch.setattr("harkat.domain.kolektibilitas.TABLES", tables)

        assert grade_today(days=200) is Kolektibilitas.CURRENT
        assert grade_today(given_restructuring(days_past_due=150)) is Kolektibilitas.SUBSTANDARD


class TestAfterARestructuring:
    @pytest.mark.parametrize(
        ("days_before", "grade"),
        [(0, 1), (1, 2), (90, 2), (91, 3), (121, 3), (180, 3), (181, 3), (2000, 3)],
    )
    def test_is_at_best_substandard_and_unchanged_if_it_was_no_worse(
        self, days_before: int, grade: int
    ):
        assert grade_today(given_restructuring(days_past_due=days_before)) == grade

    def test_counts_the_days_past_maturity_of_a_bpr_from_before(self):
        matured = given_restructuring(days_past_due=20, days_past_maturity=20)

        assert grade_today(matured, bank=BankType.BPR) is Kolektibilitas.SUBSTANDARD
        assert grade_today(matured, bank=BankType.COMMERCIAL) is Kolektibilitas.SPECIAL_MENTION

    @pytest.mark.parametrize(("clean", "grade"), [(0, 3), (1, 3), (2, 3), (3, 1), (4, 1)])
    def test_is_current_again_after_three_clean_instalments(self, clean: int, grade: int):
        assert grade_today(given_restructuring(clean_instalments=clean)) == grade

    @pytest.mark.parametrize(("days", "grade"), [(1, 3), (120, 3), (121, 4), (181, 5)])
    def test_gets_worse_with_new_lateness_at_once(self, days: int, grade: int):
        assert grade_today(given_restructuring(), days=days) == grade

    def test_follows_the_days_alone_once_it_has_proved_itself(self):
        proved = given_restructuring(clean_instalments=3)

        assert grade_today(proved, days=10) is Kolektibilitas.SPECIAL_MENTION

    def test_twice_starts_from_what_the_first_one_held_it_to(self):
        first = given_restructuring(clean_instalments=2)
        second = given_restructuring(on=date(2026, 9, 1), days_past_due=5, clean_instalments=1)

        assert grade_today(second) is Kolektibilitas.SPECIAL_MENTION
        assert grade_today(first, second) is Kolektibilitas.SUBSTANDARD
        assert grade_today(second, first) is Kolektibilitas.SUBSTANDARD

    def test_twice_forgets_the_first_one_if_it_was_proved_before_the_second(self):
        proved = given_restructuring(clean_instalments=3)
        second = given_restructuring(on=date(2026, 9, 1), days_past_due=5)

        assert grade_today(proved, second) is Kolektibilitas.SPECIAL_MENTION

    def test_twice_forgets_both_once_the_last_one_is_proved(self):
        proved = given_restructuring(on=date(2026, 9, 1), days_past_due=5, clean_instalments=3)

        assert grade_today(given_restructuring(), proved) is Kolektibilitas.CURRENT

    @given(
        bank=st.sampled_from(BankType),
        days=st.integers(0, 700),
        restructurings=st.lists(restructurings_found, max_size=4),
    )
    def test_is_never_better_than_the_days_say_and_never_held_below_substandard(
        self, bank: BankType, days: int, restructurings: list[Restructuring]
    ):
        by_days = grade_today(bank=bank, days=days)

        grade = grade_today(*restructurings, bank=bank, days=days)

        assert by_days <= grade <= max(by_days, Kolektibilitas.SUBSTANDARD)

    @given(
        bank=st.sampled_from(BankType),
        days=st.integers(0, 700),
        later=st.integers(1, 100),
        restructurings=st.lists(restructurings_found, max_size=4),
    )
    def test_is_never_better_for_being_later(
        self, bank: BankType, days: int, later: int, restructurings: list[Restructuring]
    ):
        assert grade_today(*restructurings, bank=bank, days=days) <= grade_today(
            *restructurings, bank=bank, days=days + later
        )

    @given(days=st.integers(0, 700))
    def test_of_the_same_day_holds(self, days: int):
        just_now = given_restructuring(on=TODAY, days_past_due=days)
        by_days = grade_today(days=days)

        assert grade_today(just_now) is min(by_days, Kolektibilitas.SUBSTANDARD)


class TestBestGradeLeft:
    def test_is_what_binds_until_the_day_the_loan_is_proved(self):
        first = given_restructuring(clean_instalments=1)
        second = given_restructuring(
            on=date(2026, 9, 1), days_past_due=5, clean_instalments=2, proven_on=date(2026, 12, 1)
        )

        assert best_grade_left(
            bank_type=BankType.COMMERCIAL, restructurings=[second, first]
        ) == GradeFloor(grade=Kolektibilitas.SUBSTANDARD, until=date(2026, 12, 1))

    @pytest.mark.parametrize("restructurings", [[], [given_restructuring(clean_instalments=3)]])
    def test_is_nothing_where_the_days_alone_decide(self, restructurings: list[Restructuring]):
        assert best_grade_left(bank_type=BankType.COMMERCIAL, restructurings=restructurings) is None

    @given(
        bank=st.sampled_from(BankType),
        days=st.integers(0, 700),
        restructurings=st.lists(restructurings_found, max_size=4),
    )
    def test_and_the_days_are_the_whole_grade(
        self, bank: BankType, days: int, restructurings: list[Restructuring]
    ):
        floor = best_grade_left(bank_type=bank, restructurings=restructurings)

        best = floor.grade if floor else Kolektibilitas.CURRENT
        assert grade_today(*restructurings, bank=bank, days=days) is max(
            best, grade_today(bank=bank, days=days)
        )
