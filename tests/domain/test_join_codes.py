"""A group's code is said on the phone, and a slip of the tongue is noticed."""

from contextlib import suppress
from datetime import datetime, timedelta
from itertools import cycle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harkat.domain.join_codes import (
    ALPHABET,
    LENGTH,
    MOST_WRONG,
    WRONG_PERIOD,
    UnclearCode,
    new_code,
    next_try_at,
    parse_code,
    written,
)
from tests.moments import NOON

LOOK_ALIKE = ("0OQD", "1IL", "2Z", "5S", "6G", "8B", "UV", "CG")


def code_of(body: str) -> str:
    letters = iter(body)
    return new_code(lambda _alphabet: next(letters))


codes = st.text(ALPHABET, min_size=LENGTH - 1, max_size=LENGTH - 1).map(code_of)


class TestAlphabet:
    @pytest.mark.parametrize("group", LOOK_ALIKE)
    def test_has_no_two_characters_that_look_alike(self, group: str):
        assert len(set(group) & set(ALPHABET)) <= 1

    def test_is_of_prime_length_so_that_every_slip_is_noticed(self):
        assert len(set(ALPHABET)) == len(ALPHABET) == 19


class TestNewCode:
    def test_is_made_of_what_chance_picks(self):
        picks = cycle("2X")

        code = new_code(lambda alphabet: next(picks) if alphabet == ALPHABET else "")

        assert code[:-1] == "2X2X2X2"

    @given(code=codes)
    def test_can_be_read_again(self, code: str):
        assert len(code) == LENGTH
        assert parse_code(code) == code
        assert parse_code(f"  {written(code).lower()} ") == code

    @given(code=codes, place=st.integers(0, LENGTH - 1), other=st.sampled_from(ALPHABET))
    def test_is_refused_with_one_wrong_character(self, code: str, place: int, other: str):
        if code[place] == other:
            return
        with pytest.raises(UnclearCode):
            parse_code(code[:place] + other + code[place + 1 :])

    @given(code=codes, places=st.permutations(range(LENGTH)))
    def test_is_refused_with_two_characters_swapped(self, code: str, places: list[int]):
        one, other = places[:2]
        letters = list(code)
        letters[one], letters[other] = letters[other], letters[one]
        if letters == list(code):
            return
        with pytest.raises(UnclearCode):
            parse_code("".join(letters))


class TestParse:
    @pytest.mark.parametrize(
        "text",
        [
            "",
            "K7M4",
            "K7M4-3RP72",
            "K7M4-3RPO",
            "Ｋ7M4-3RP7",
            "K" * 10_000,
            "-" * 9,
            "' OR 1=1",
            "\0",
        ],
    )
    def test_refuses_what_is_no_code(self, text: str):
        with pytest.raises(UnclearCode):
            parse_code(text)

    @given(text=st.text())
    def test_never_fails_otherwise(self, text: str):
        with suppress(UnclearCode):
            assert set(parse_code(text)) <= set(ALPHABET)


class TestNextTry:
    def test_is_at_once_below_the_limit(self):
        assert next_try_at([NOON] * (MOST_WRONG - 1)) is None

    def test_waits_for_the_oldest_that_counts(self):
        wrong: list[datetime] = [NOON - timedelta(minutes=number) for number in range(MOST_WRONG)]

        assert next_try_at(wrong) == wrong[-1] + WRONG_PERIOD
