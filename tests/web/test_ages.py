"""How long something has been waiting, in words."""

from datetime import timedelta

import pytest

from harkat.web.officer.ages import age
from tests.moments import NOON


class TestAge:
    @pytest.mark.parametrize(
        ("passed", "words"),
        [
            (timedelta(seconds=-5), "0 menit"),
            (timedelta(minutes=12, seconds=59), "12 menit"),
            (timedelta(minutes=60), "1 jam"),
            (timedelta(hours=23, minutes=59), "23 jam"),
            (timedelta(days=1), "1 hari"),
            (timedelta(days=3, hours=2), "3 hari 2 jam"),
        ],
    )
    def test_is_two_words_at_most(self, passed: timedelta, words: str):
        assert age(NOON - passed, at=NOON) == words
