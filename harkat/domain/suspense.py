"""Titipan: where money without a place came from, and how long it has been waiting."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from harkat.domain.ledger import Account, AccountCode, Line
from harkat.domain.money import Rupiah


class SuspenseOrigin(StrEnum):
    """Why money was received that no debt took up."""

    OVERPAYMENT = "overpayment"
    UNKNOWN_PAYER = "unknown_payer"
    MEMBER_SETTLEMENT = "member_settlement"


@dataclass(frozen=True, kw_only=True, order=True)
class AgeBand:
    """Ages in days that are counted together; the last band has no end."""

    from_days: int
    to_days: int | None


AGE_BANDS: Sequence[AgeBand] = (
    AgeBand(from_days=0, to_days=30),
    AgeBand(from_days=31, to_days=90),
    AgeBand(from_days=91, to_days=180),
    AgeBand(from_days=181, to_days=None),
)


def received(*, bank_id: int, item_id: int, amount: Rupiah) -> tuple[Line, ...]:
    """Return the lines of money that came to the bank and waits as an item."""
    return (
        Line(account=Account(code=AccountCode.CLEARING, bank_id=bank_id), amount=int(amount)),
        _of_item(bank_id=bank_id, item_id=item_id, amount=-int(amount)),
    )


def refunded(*, bank_id: int, item_id: int, amount: Rupiah) -> tuple[Line, ...]:
    """Return the lines by which the bank gives back what was waiting."""
    return (
        _of_item(bank_id=bank_id, item_id=item_id, amount=int(amount)),
        Line(account=Account(code=AccountCode.CLEARING, bank_id=bank_id), amount=-int(amount)),
    )


def _of_item(*, bank_id: int, item_id: int, amount: int) -> Line:
    account = Account(code=AccountCode.SUSPENSE, bank_id=bank_id)
    return Line(account=account, amount=amount, suspense_item_id=item_id)
