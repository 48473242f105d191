"""The banks of the programme."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from harkat.domain.kolektibilitas import BankType
from harkat.extensions import db
from harkat.models.bank import Bank


@dataclass(frozen=True, kw_only=True)
class BankRow:
    """A bank that takes part, or once did."""

    id: int
    code: str
    name: str
    bank_type: BankType
    is_open: bool


def bank_list() -> Sequence[BankRow]:
    """Return all banks by name.

    For example ``BankRow(id=1, code="BCJ", name="Bank Contoh Jambi", bank_type=COMMERCIAL,
    is_open=True)``.
    """
    return [
        BankRow(
            id=bank.id,
            code=bank.code,
            name=bank.name,
            bank_type=bank.bank_type,
            is_open=bank.is_open,
        )
        for bank in db.session.scalars(select(Bank).order_by(Bank.name, Bank.id))
    ]
