"""What each movement of the facility posts: promise, release, disburse, and principal coming back.

Source: the postings of the programme's ledger rules; here are the lines only, the balances and
the guard against over-commitment are the database's (`models.ledger`, `services.posting`).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from harkat.domain.ledger import Account, AccountCode, Line
from harkat.domain.money import Rupiah


@dataclass(frozen=True, kw_only=True)
class Share:
    """One application line's part of a movement: where its business is, and how much."""

    application_line_id: int
    bank_id: int
    kecamatan_code: str
    amount: Rupiah


@dataclass(frozen=True, kw_only=True)
class Headroom:
    """What a bank can still promise, as the split of returning money needs it (rupiah)."""

    available: int
    shortfall: int


def ceiling_raised(amount: Rupiah) -> tuple[Line, ...]:
    """Return the lines by which the programme's ceiling grows."""
    return (
        Line(account=Account(code=AccountCode.UNALLOCATED), amount=int(amount)),
        Line(account=Account(code=AccountCode.CEILING), amount=-int(amount)),
    )


def ceiling_lowered(amount: Rupiah) -> tuple[Line, ...]:
    """Return the lines by which the ceiling falls, as far as it is not given to banks."""
    return (
        Line(account=Account(code=AccountCode.CEILING), amount=int(amount)),
        Line(account=Account(code=AccountCode.UNALLOCATED), amount=-int(amount)),
    )


def slice_allocated(*, bank_id: int, amount: Rupiah) -> tuple[Line, ...]:
    """Return the lines that give a bank a slice (or more of it)."""
    money = int(amount)
    return (
        Line(account=Account(code=AccountCode.ALLOCATED), amount=money),
        Line(account=Account(code=AccountCode.UNALLOCATED), amount=-money),
        Line(account=Account(code=AccountCode.AVAILABLE, bank_id=bank_id), amount=money),
        Line(account=Account(code=AccountCode.SLICE, bank_id=bank_id), amount=-money),
    )


def slice_reduced(*, bank_id: int, amount: Rupiah) -> tuple[Line, ...]:
    """Return the lines that take back what a bank has not promised."""
    money = int(amount)
    return (
        Line(account=Account(code=AccountCode.UNALLOCATED), amount=money),
        Line(account=Account(code=AccountCode.ALLOCATED), amount=-money),
        Line(account=Account(code=AccountCode.SLICE, bank_id=bank_id), amount=money),
        Line(account=Account(code=AccountCode.AVAILABLE, bank_id=bank_id), amount=-money),
    )


def committed(shares: Iterable[Share]) -> tuple[Line, ...]:
    """Return one pair of lines per approved application line: available becomes committed."""
    lines: list[Line] = []
    for share in shares:
        lines += [
            _of_share(share, AccountCode.COMMITTED, int(share.amount)),
            _of_bank(share, AccountCode.AVAILABLE, -int(share.amount)),
        ]
    return tuple(lines)


def commitment_released(shares: Iterable[Share], *, shortfall: int) -> tuple[Line, ...]:
    """Return the lines that give a promise back; a shortfall of the bank is made good first."""
    lines: list[Line] = []
    left = shortfall
    for share in shares:
        amount = int(share.amount)
        to_shortfall = min(left, amount)
        left -= to_shortfall
        lines.append(_of_share(share, AccountCode.COMMITTED, -amount))
        lines += _nonzero(
            _of_bank(share, AccountCode.SHORTFALL, to_shortfall),
            _of_bank(share, AccountCode.AVAILABLE, amount - to_shortfall),
        )
    return tuple(lines)


def disbursed(share: Share) -> tuple[Line, ...]:
    """Return the lines of a promise kept; what is owed for it the fold of the loan books."""
    return (
        _of_share(share, AccountCode.DISBURSED, int(share.amount)),
        _of_share(share, AccountCode.COMMITTED, -int(share.amount)),
    )


def principal_returned(
    *,
    bank_id: int,
    kecamatan_code: str,
    loan_id: int,
    amount: int,
    is_revolving: bool,
    headroom: Headroom,
) -> tuple[Line, ...]:
    """Return the pair R(p): principal paid back, retired or, if revolving, to lend again.

    A negative amount is a repayment that was undone: what the bank has lent again meanwhile is
    missing and stands in `shortfall` until it is made good.
    """
    repaid = Account(code=AccountCode.REPAID, bank_id=bank_id, kecamatan_code=kecamatan_code)
    lines = [Line(account=repaid, amount=-amount, loan_id=loan_id)]
    if not is_revolving:
        parts = {AccountCode.RETIRED: amount}
    elif amount >= 0:
        made_good = min(headroom.shortfall, amount)
        parts = {AccountCode.SHORTFALL: made_good, AccountCode.AVAILABLE: amount - made_good}
    else:
        taken = min(headroom.available, -amount)
        parts = {AccountCode.AVAILABLE: -taken, AccountCode.SHORTFALL: amount + taken}
    lines += [
        Line(account=Account(code=code, bank_id=bank_id), amount=part, loan_id=loan_id)
        for code, part in parts.items()
    ]
    return tuple(_nonzero(*lines))


def revolving_started(*, bank_id: int, amount: Rupiah) -> tuple[Line, ...]:
    """Return the lines by which principal that was retired may be lent again."""
    return (
        Line(account=Account(code=AccountCode.AVAILABLE, bank_id=bank_id), amount=int(amount)),
        Line(account=Account(code=AccountCode.RETIRED, bank_id=bank_id), amount=-int(amount)),
    )


def _of_share(share: Share, code: AccountCode, amount: int) -> Line:
    account = Account(code=code, bank_id=share.bank_id, kecamatan_code=share.kecamatan_code)
    return Line(account=account, amount=amount, application_line_id=share.application_line_id)


def _of_bank(share: Share, code: AccountCode, amount: int) -> Line:
    account = Account(code=code, bank_id=share.bank_id)
    return Line(account=account, amount=amount, application_line_id=share.application_line_id)


def _nonzero(*lines: Line) -> list[Line]:
    return [line for line in lines if line.amount]
