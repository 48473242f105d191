"""Which passwords are let through: long ones, unless they are somebody's first guess."""

from datetime import date

import pytest
from hypothesis import given, strategies

from harkat.domain.passwords import (
    LONGEST,
    SHORTEST_FOR_STAFF,
    PasswordFault,
    WeakPassword,
    _is_little_more_than,
    check_password,
    cores,
    first_guesses,
)

SITI = ("Siti Contoh", "1571104506880001", "+6281200000001")


def fault_of(password: str, *, shortest: int = 8) -> PasswordFault | None:
    """Return what is wrong with a password of Siti's, or None."""
    try:
        check_password(password, own_words=SITI, shortest=shortest)
    except WeakPassword as weak:
        return weak.fault
    return None


class TestPassword:
    @pytest.mark.parametrize(
        "password",
        [
            "kuda terbang sore",
            "nasi goreng",
            "a1b2c3d4",
            "harkat menuju senja",
            "Siti makan ketoprak",
            "ばんごはんを食べる",
            "x" + "y" * 60 + "z" * 67,
        ],
    )
    def test_is_accepted_when_long_and_its_own(self, password: str):
        assert fault_of(password) is None

    @pytest.mark.parametrize(
        ("password", "fault"),
        [
            ("kudaku1", PasswordFault.TOO_SHORT),
            ("", PasswordFault.TOO_SHORT),
            ("kuda terbang " * 10, PasswordFault.TOO_LONG),
            ("12345678", PasswordFault.GUESSABLE),
            ("Password1", PasswordFault.GUESSABLE),
            ("Bis.mil-lah 1", PasswordFault.GUESSABLE),
            ("aaaaaaaaaaaa", PasswordFault.GUESSABLE),
            ("abababababab", PasswordFault.GUESSABLE),
            ("-- -- -- --", PasswordFault.GUESSABLE),
            ("Harkat2026", PasswordFault.GUESSABLE),
            ("kotajambi", PasswordFault.GUESSABLE),
            ("pinjaman!!!1", PasswordFault.GUESSABLE),
            ("siti contoh 88", PasswordFault.GUESSABLE),
            ("1571104506880001", PasswordFault.GUESSABLE),
            ("+6281200000001", PasswordFault.GUESSABLE),
        ],
    )
    def test_is_refused_with_what_is_wrong(self, password: str, fault: PasswordFault):
        assert fault_of(password) is fault

    def test_may_be_as_long_as_the_limit(self):
        password = ("kuda terbang sore " * 10)[:LONGEST]

        assert fault_of(password) is None
        assert fault_of(password + "!") is PasswordFault.TOO_LONG

    def test_is_not_compared_with_words_too_short_to_mean_anything(self):
        check_password("makan ikan", own_words=["an", "-"])

    def test_needs_no_own_words(self):
        check_password("kuda terbang sore")

    def test_of_staff_is_longer(self):
        assert fault_of("kuda terban", shortest=SHORTEST_FOR_STAFF) is PasswordFault.TOO_SHORT
        assert fault_of("kuda terbang", shortest=SHORTEST_FOR_STAFF) is None


class TestCores:
    """What a password is little more than, for names that come after it."""

    @pytest.mark.parametrize(
        "password", ["Siti Contoh", "siticontoh1", "1siticontoh99", "05061988", "Siti1988"]
    )
    def test_show_a_password_made_of_name_or_birthday(self, password: str):
        guesses = first_guesses(
            full_name="Siti Contoh", nik="1571014506880001", birth_on=date(1988, 6, 5)
        )

        assert cores(password) & guesses

    @pytest.mark.parametrize("password", ["ikan asin pasar", "siticontoh12345", "siti9876543"])
    def test_let_a_password_pass_that_is_more(self, password: str):
        guesses = first_guesses(
            full_name="Siti . Contoh", nik="1571014506880001", birth_on=date(1988, 6, 5)
        )

        assert not cores(password) & guesses

    @given(strategies.text(alphabet="ab1", max_size=12), strategies.text(alphabet="ab1"))
    def test_agree_with_the_rule_for_words_known_before(self, password: str, word: str):
        is_core = len(word) > 2 and word in cores(password)

        assert is_core == _is_little_more_than(password, [word])
