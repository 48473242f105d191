"""How long a loan runs and how often it is paid, in the words of its rhythm."""

import pytest

from harkat.domain.product import Every
from harkat.web.term_words import each_period, length_in_words


class TestRhythm:
    @pytest.mark.parametrize(
        ("every", "length", "each"),
        [
            (Every.DAY, "12 hari", "sehari"),
            (Every.WEEK, "12 minggu", "seminggu"),
            (Every.TWO_WEEKS, "12 kali dua minggu", "tiap dua minggu"),
            (Every.MONTH, "12 bulan", "sebulan"),
        ],
    )
    def test_has_its_words(self, every: Every, length: str, each: str):
        assert length_in_words(instalments=12, every=every) == length
        assert each_period(every) == each
