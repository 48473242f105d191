"""Which passwords are good enough: long rather than strange, and not what everybody guesses."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

SHORTEST = 8
SHORTEST_FOR_STAFF = 12
LONGEST = 128
_BESIDE = 4
"""So few characters beside a known word do not make a password."""

# The commonest passwords of Indonesian users and the words this programme puts into one's mind.
_COMMON = frozenset(
    [
        "12345678",
        "123456789",
        "1234567890",
        "password",
        "password1",
        "qwerty123",
        "qwertyuiop",
        "11111111",
        "00000000",
        "88888888",
        "87654321",
        "123123123",
        "abcd1234",
        "abc12345",
        "1q2w3e4r",
        "asdfghjkl",
        "iloveyou",
        "sayangku",
        "sayang123",
        "bismillah",
        "bismillah1",
        "alhamdulillah",
        "indonesia",
        "indonesia1",
        "jakarta1",
        "anjing123",
        "rahasia123",
        "katasandi",
        "kata",
        "sandi",
        "katakunci",
        "garuda123",
        "persija1",
        "doraemon",
        "naruto123",
        "cintaku",
        "cinta123",
        "akucinta",
        "kamukamu",
        "bangsat1",
        "merdeka1",
        "merdeka45",
        "pancasila",
        "bhinneka",
        "samsung1",
    ]
)
_LOCAL_WORDS = ("harkat", "jambi", "balikat", "bankharkat", "umkm", "pinjaman", "kelompok")


class PasswordFault(StrEnum):
    """Why a password is not accepted."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    GUESSABLE = "guessable"


class WeakPassword(ValueError):
    """The password is not accepted."""

    def __init__(self, fault: PasswordFault) -> None:
        super().__init__(str(fault))
        self.fault = fault


def check_password(
    password: str, *, own_words: Iterable[str] = (), shortest: int = SHORTEST
) -> None:
    """Let a password pass that is long enough and not one of the first guesses.

    `own_words` are the person's name, NIK and phone: the first things an acquaintance tries.

    :raises WeakPassword: otherwise
    """
    if len(password) < shortest:
        raise WeakPassword(PasswordFault.TOO_SHORT)
    if len(password) > LONGEST:
        raise WeakPassword(PasswordFault.TOO_LONG)
    plain = _bare(password)
    if plain in _COMMON or len(set(plain)) <= 2 or _is_little_more_than(plain, _LOCAL_WORDS):
        raise WeakPassword(PasswordFault.GUESSABLE)
    if _is_little_more_than(plain, own_words):
        raise WeakPassword(PasswordFault.GUESSABLE)


def cores(password: str) -> frozenset[str]:
    """Return every text the password is little more than, for when those who know come later.

    Name and NIK may become known after the password: it is refused if one of them is a core.
    """
    plain = _bare(password)
    return frozenset(
        plain[start : len(plain) - cut]
        for start in range(_BESIDE + 1)
        for cut in range(_BESIDE + 1 - start)
        if len(plain) - start - cut > 2
    )


def first_guesses(*, full_name: str, nik: str, birth_on: date) -> frozenset[str]:
    """Return the texts an acquaintance tries first, as cores: name and its words, NIK, birthday."""
    words = (full_name, *full_name.split(), nik, f"{birth_on:%d%m%Y}")
    return frozenset(filter(None, map(_bare, words)))


def _bare(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _is_little_more_than(plain: str, words: Iterable[str]) -> bool:
    """Tell whether the password is one of the words with at most four characters beside it."""
    bare_words = (_bare(word) for word in words)
    return any(
        len(word) > 2 and word in plain and len(plain) - len(word) <= _BESIDE for word in bare_words
    )
