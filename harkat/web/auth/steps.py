"""What a browser has answered so far on its way to an account or to a new password."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from harkat.web import sealed_answers
from harkat.web.sealed_answers import Answers


@dataclass(frozen=True, kw_only=True)
class Steps(Answers):
    """The answers of one way."""

    password_hash: str = ""
    password_marks: Sequence[str] = ()
    nik: str = ""
    full_name: str = ""
    is_done: bool = False


def begun(phone: str) -> Steps:
    """Return the first answer of a new try."""
    return Steps(subject=sealed_answers.new_subject(), phone=phone)


def known(way: str) -> Steps | None:
    """Return what the session holds of a way, or None."""
    return sealed_answers.known(way, Steps)


def keep(way: str, steps: Steps, **answers: Any) -> Steps:
    """Store the steps with further answers and return them."""
    grown = replace(steps, **answers)
    sealed_answers.keep(way, grown)
    return grown


def forget(way: str) -> None:
    """Drop what the session holds of a way."""
    sealed_answers.forget(way)
