"""The banks one can choose today, in the order the programme sets, and what is left of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from harkat.domain.bank_room import BankRoom, room_of
from harkat.domain.ledger import AccountCode
from harkat.domain.money import Rupiah
from harkat.domain.programme_rules import BankRouting
from harkat.extensions import db
from harkat.models.bank import Bank
from harkat.models.ledger import LedgerAccount
from harkat.queries.rules import rules_on

_MOST_ROWS = 50


@dataclass(frozen=True, kw_only=True)
class OfferedBank:
    """One bank that lends, with a word for what is left of its slice."""

    code: str
    name: str
    room: BankRoom


def open_banks(*, product_id: int | None, on: date) -> Sequence[OfferedBank]:
    """Return the banks that lend, by name or the one with most left first.

    For example ``OfferedBank(code="BC", name="Bank Contoh", room=BankRoom.PLENTY)``.
    """
    rules = rules_on(product_id=product_id, on=on)
    banks = db.session.scalars(
        select(Bank).filter_by(is_open=True).order_by(Bank.name, Bank.id).limit(_MOST_ROWS)
    ).all()
    left = _left()
    if rules.bank_routing is BankRouting.MOST_AVAILABLE:
        banks = sorted(banks, key=lambda bank: -int(left.get(bank.id, 0)))
    return [
        OfferedBank(
            code=bank.code,
            name=bank.name,
            room=room_of(
                left.get(bank.id, Rupiah(0)),
                group_ceiling=rules.group_ceiling,
                smallest_line=rules.smallest_line,
            ),
        )
        for bank in banks
    ]


def _left() -> dict[int, Rupiah]:
    rows = db.session.execute(
        select(LedgerAccount.bank_id, func.sum(LedgerAccount.balance).label("left"))
        .where(LedgerAccount.code == AccountCode.AVAILABLE, LedgerAccount.bank_id.is_not(None))
        .group_by(LedgerAccount.bank_id)
    )
    return {row.bank_id: Rupiah(int(row.left)) for row in rows}
