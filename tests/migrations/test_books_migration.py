"""The migration that opens the books of every event keeps what was booked before it."""

from collections.abc import Sequence
from datetime import UTC, datetime

import flask_migrate
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from harkat.domain.money import Rupiah
from harkat.extensions import db
from harkat.services import suspense
from tests import given
from tests.apps import close_connections
from tests.books import offences
from tests.databases import MIGRATIONS

pytestmark = pytest.mark.usefixtures("app")

START = datetime(2026, 2, 2, 5, tzinfo=UTC)
FIRST_DUE = datetime(2026, 3, 2, 5, tzinfo=UTC)
BEFORE = "0003"

ITEMS = "SELECT id, bank_id, loan_event_id, amount, open_amount, received_on FROM suspense_item"
POSTINGS = "SELECT id, entry_id, account_id, amount, loan_id, suspense_item_id FROM posting"
ACCOUNTS = "SELECT count(*), count(DISTINCT code) FROM ledger_account"


def overpaid_loan() -> given.BankDesk:
    """Leave a titipan item behind that a payment left over."""
    desk = given.bank(at=START)
    loan = given.running_loan(
        desk, given.owner(is_trained=True, at=START), amount=1_000_000, at=START
    )
    given.repay(desk, loan, 1_100_000, at=FIRST_DUE)
    return desk


def rows(statement: str) -> Sequence[tuple[object, ...]]:
    found = [tuple(row) for row in db.session.execute(text(f"{statement} ORDER BY 1"))]
    db.session.rollback()
    return found


def identities_broken() -> list[str]:
    """Return what offends in the ledger itself; what is cached beside it is another matter."""
    return [offence for offence in offences() if offence.startswith("E")]


def go_to(revision: str) -> None:
    """Migrate down or up to a revision, with connections that know nothing of the tables before."""
    close_connections()
    if revision == BEFORE:
        flask_migrate.downgrade(directory=str(MIGRATIONS), revision=revision)
    else:
        flask_migrate.upgrade(directory=str(MIGRATIONS), revision=revision)
    close_connections()


class TestBooksMigration:
    def test_keeps_titipan_and_postings_down_and_up(self):
        overpaid_loan()
        items, postings, accounts = rows(ITEMS), rows(POSTINGS), rows(ACCOUNTS)

        go_to(BEFORE)
        assert (rows(ITEMS), rows(POSTINGS)) == (items, postings)

        go_to("head")
        assert (rows(ITEMS), rows(POSTINGS), rows(ACCOUNTS)) == (items, postings, accounts)
        assert rows("SELECT origin, length(public_id), receipt_no FROM suspense_item") == [
            ("overpayment", 22, None)
        ]
        assert identities_broken() == []

    def test_leaves_the_books_append_only(self):
        overpaid_loan()
        go_to(BEFORE)
        go_to("head")

        for statement in (
            "UPDATE posting SET amount = amount + 1",
            "DELETE FROM journal_entry",
            "UPDATE ledger_account SET holder_id = 1",
            "DELETE FROM ledger_account",
        ):
            with pytest.raises(DBAPIError, match=r"only|not deleted"):
                db.session.execute(text(statement))
            db.session.rollback()

    def test_leaves_keys_on_that_point_to_something(self):
        overpaid_loan()
        go_to(BEFORE)
        go_to("head")

        for statement in (
            "DELETE FROM suspense_item",
            "UPDATE suspense_item SET person_id = 999999",
        ):
            with pytest.raises(DBAPIError):
                db.session.execute(text(statement))
            db.session.rollback()

    def test_is_not_undone_where_that_would_lose_money(self):
        desk = overpaid_loan()
        suspense.receive_unknown(
            actor_id=desk.cashier.id,
            amount=Rupiah(50_000),
            received_on=START.date(),
            bank_reference="TRX-1",
            note="",
            key=given.key(),
            at=FIRST_DUE,
        )
        items, accounts = rows(ITEMS), rows(ACCOUNTS)

        with pytest.raises(DBAPIError):
            go_to(BEFORE)

        close_connections()
        assert (rows(ITEMS), rows(ACCOUNTS)) == (items, accounts)
        assert identities_broken() == []
