"""The papers the programme gives out."""

from enum import StrEnum


class PaperKind(StrEnum):
    """A kind of paper with a number and a page that verifies it."""

    SCHEDULE_CARD = "schedule_card"
    RECEIPT = "receipt"
    SETTLEMENT_LETTER = "settlement_letter"
