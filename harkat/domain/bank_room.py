"""What is left of a bank's slice, in words: people choose a bank, they do not audit it."""

from enum import StrEnum

from harkat.domain.money import Rupiah

GROUPS_OF_PLENTY = 5


class BankRoom(StrEnum):
    """How much a bank can still lend, as groups are told."""

    PLENTY = "plenty"
    NEARLY_GONE = "nearly_gone"
    GONE = "gone"


def room_of(available: Rupiah, *, group_ceiling: Rupiah, smallest_line: Rupiah) -> BankRoom:
    """Return the word for what is left; plenty is enough for several groups at the ceiling."""
    if available < smallest_line:
        return BankRoom.GONE
    if available < Rupiah(GROUPS_OF_PLENTY * int(group_ceiling)):
        return BankRoom.NEARLY_GONE
    return BankRoom.PLENTY
