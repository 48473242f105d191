"""Reads the books for the tests: balances by account, and whether every invariant holds."""

from harkat.domain.ledger import AccountCode
from harkat.extensions import db
from harkat.models.ledger import LedgerAccount
from harkat.queries.invariants import CHECKS


def balances(bank_id: int | None = None) -> dict[AccountCode, int]:
    """Return the balances that are not zero, kecamatan added together."""
    found: dict[AccountCode, int] = {}
    db.session.rollback()
    for account in db.session.query(LedgerAccount).filter_by(bank_id=bank_id):
        if account.balance:
            found[account.code] = found.get(account.code, 0) + account.balance
    return found


def offences() -> list[str]:
    """Return every offence of every invariant; a sound database has none."""
    db.session.rollback()
    return [f"{check.code}: {offence}" for check in CHECKS for offence in check.run()]
