"""Why a file goes back or is refused: always a code, and for a refusal a next step (I18)."""

from dataclasses import dataclass
from enum import StrEnum


class ReasonCode(StrEnum):
    """The catalogue of reasons; each has a sentence and a usual next step (`web.labels`)."""

    DOK_1 = "DOK-1"
    DATA_1 = "DATA-1"
    LATIH_1 = "LATIH-1"
    KREDIT_1 = "KREDIT-1"
    KREDIT_2 = "KREDIT-2"
    USAHA_1 = "USAHA-1"
    USAHA_2 = "USAHA-2"
    MAMPU_1 = "MAMPU-1"
    KEL_1 = "KEL-1"
    ALAMAT_1 = "ALAMAT-1"
    GANDA_1 = "GANDA-1"


class MissingNextStep(ValueError):
    """A refusal without a way on cannot be recorded."""


@dataclass(frozen=True, kw_only=True)
class Reason:
    """A coded reason, what to do next, and a note in plain words.

    `about` is the public id of the borrower's part it concerns, if it is not the whole application:
    the other borrowers of a group do not read it.

    :raises MissingNextStep: if the next step is empty
    """

    code: ReasonCode
    next_step: str
    note: str = ""
    about: str | None = None

    def __post_init__(self) -> None:
        """Refuse a reason that leads nowhere."""
        if not self.next_step.strip():
            raise MissingNextStep(self.code)
