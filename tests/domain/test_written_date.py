"""Dates as people and browsers write them."""

from datetime import date

import pytest

from harkat.domain.written_date import DateProblem, UnclearDate, parse_date


class TestParseDate:
    @pytest.mark.parametrize(
        "written",
        [
            "2026-04-03",
            "2026-4-3",
            " 3/4/2026 ",
            "03-04-2026",
            "03.04.2026",
            "3 4 2026",
            "3 April 2026",
            "3 apr. 2026",
        ],
    )
    def test_reads_the_day_first(self, written):
        assert parse_date(written) == date(2026, 4, 3)

    @pytest.mark.parametrize(
        ("written", "month"), [("1 Pebruari 2026", 2), ("1 Agt 2026", 8), ("1 Nopember 2026", 11)]
    )
    def test_reads_old_spellings(self, written, month):
        assert parse_date(written).month == month

    @pytest.mark.parametrize(
        ("written", "reason"),
        [
            ("", DateProblem.EMPTY),
            ("kemarin", DateProblem.UNREADABLE),
            ("3 Floreal 2026", DateProblem.UNREADABLE),
            ("3/4-2026", DateProblem.UNREADABLE),
            ("20260403", DateProblem.UNREADABLE),
            ("3/2/26", DateProblem.SHORT_YEAR),
            ("3/2/1026", DateProblem.YEAR),
            ("3/2/9999", DateProblem.YEAR),
            ("3/13/2026", DateProblem.MONTH),
            ("2026-00-10", DateProblem.MONTH),
            ("31/02/2026", DateProblem.DAY),
            ("0/4/2026", DateProblem.DAY),
        ],
    )
    def test_says_what_is_wrong(self, written, reason):
        with pytest.raises(UnclearDate) as refusal:
            parse_date(written)

        assert refusal.value.reason is reason

    @pytest.mark.parametrize(
        ("written", "last_day"), [("31/02/2026", 28), ("30/2/2028", 29), ("31/4/2026", 30)]
    )
    def test_knows_the_last_day_of_the_month_meant(self, written, last_day):
        with pytest.raises(UnclearDate) as refusal:
            parse_date(written)

        assert refusal.value.last_day == last_day

    def test_has_no_month_to_speak_of_otherwise(self):
        assert UnclearDate(DateProblem.EMPTY).last_day == 31
