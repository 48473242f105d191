"""The books for the tests: what they hold, whether every invariant does, months that close."""

from collections.abc import Mapping
from datetime import date, datetime

from harkat.domain.ledger import AccountCode
from harkat.domain.months import month_after
from harkat.domain.roles import Role
from harkat.extensions import db
from harkat.models.ledger import LedgerAccount
from harkat.queries.invariants import CHECKS
from harkat.services import months
from tests import given

FIRST_MONTH = date(2026, 1, 1)
"""The month in which the ceiling was booked."""


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


def close_months(last: date, *, at: datetime) -> None:
    """Close every month of the books up to one, named by its first day."""
    admin = given.staff(Role.PROGRAM_ADMIN, at=at)
    month = FIRST_MONTH
    while month <= last:
        months.close_month(actor_id=admin.id, month=month, at=at)
        month = month_after(month)


def by_hand(statement: str) -> None:
    """Change the database behind the program's back: no trigger, no constraint looks."""
    connection = db.engine.raw_connection()
    cursor = connection.cursor()
    if db.engine.dialect.name == "sqlite":
        names = [
            row[0]
            for row in cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        ]
        for name in names:
            cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute("PRAGMA ignore_check_constraints=ON")
    else:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            "ALTER TABLE ledger_account DROP CONSTRAINT ck_ledger_account_balance_bounded"
        )
    cursor.execute(statement)
    connection.commit()
    connection.close()
    db.engine.dispose()


def moved(
    before: Mapping[AccountCode, int], after: Mapping[AccountCode, int]
) -> dict[AccountCode, int]:
    """Return by how much each balance changed, if it did."""
    codes = [code for code in AccountCode if code in before or code in after]
    changes = {code: after.get(code, 0) - before.get(code, 0) for code in codes}
    return {code: change for code, change in changes.items() if change}
