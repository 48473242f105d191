"""What a borrower says about money that was sent: whole, less than it should be, or not there."""

from enum import StrEnum


class Arrival(StrEnum):
    """The answer to "has it arrived in full?"; only the first one ends the asking."""

    WHOLE = "whole"
    SHORT = "short"
    NOT_YET = "not_yet"
