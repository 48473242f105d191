"""The one door to the ledger: the month an entry is booked in, and accounts that people hold."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from harkat.domain.ledger import Account, AccountCode, EntryKind, Line, pair
from harkat.domain.money import Rupiah
from harkat.extensions import db
from harkat.models.ledger import JournalEntry, LedgerAccount, Posting
from harkat.services import posting
from harkat.services.transaction import use_case
from tests import given
from tests.books import balances, close_months, offences
from tests.moments import NOON
from tests.rules import set_rule
from tests.threads import at_once

pytestmark = pytest.mark.usefixtures("app")

FEBRUARY = datetime(2026, 2, 2, 5, tzinfo=UTC)
MARCH = datetime(2026, 3, 10, 5, tzinfo=UTC)


@use_case
def book(*lines: Line, value_on: date, at: datetime) -> int:
    """Book an entry in a transaction of its own; return its id."""
    draft = posting.Draft(
        kind=EntryKind.REPAID, lines=lines, value_on=value_on, reference="uji", key=given.key()
    )
    return posting.post(draft, actor_id=None, at=at).id


def received(bank_id: int, amount: int = 5_000) -> tuple[Line, Line]:
    return pair(
        debit=Account(code=AccountCode.CLEARING, bank_id=bank_id),
        ledger_credit=Account(code=AccountCode.PENALTY_INCOME, bank_id=bank_id),
        amount=Rupiah(amount),
    )


def cash(bank_id: int, officer: given.Somebody, amount: int) -> tuple[Line, Line]:
    """Return the lines of cash that an officer took."""
    return pair(
        debit=Account(code=AccountCode.CASH_IN_HAND, bank_id=bank_id, holder_id=officer.id),
        ledger_credit=Account(code=AccountCode.PENALTY_INCOME, bank_id=bank_id),
        amount=Rupiah(amount),
    )


def days_of(entry_id: int) -> tuple[date, date]:
    entry = db.session.get_one(JournalEntry, entry_id)
    return entry.value_on, entry.business_date


class TestEntry:
    def test_is_booked_on_its_true_date_while_the_month_is_open(self):
        desk = given.bank(at=FEBRUARY)

        entry_id = book(*received(desk.bank_id), value_on=date(2026, 2, 27), at=MARCH)

        assert days_of(entry_id) == (date(2026, 2, 27), date(2026, 2, 27))

    def test_of_a_closed_month_is_booked_in_the_open_one_with_its_true_date(self):
        desk = given.bank(at=FEBRUARY)
        close_months(date(2026, 2, 1), at=MARCH)

        entry_id = book(*received(desk.bank_id), value_on=date(2026, 2, 27), at=MARCH)

        assert days_of(entry_id) == (date(2026, 2, 27), date(2026, 3, 1))
        assert offences() == []

    def test_is_refused_by_the_database_itself_in_a_closed_month(self):
        given.bank(at=FEBRUARY)
        close_months(date(2026, 2, 1), at=MARCH)

        with pytest.raises(DBAPIError, match="month of the entry is closed"):
            db.session.execute(
                text(
                    "INSERT INTO journal_entry (kind, business_date, value_on, recorded_at, "
                    "reference, idempotency_key) VALUES ('repaid', '2026-02-28', '2026-02-28', "
                    "'2026-03-10 05:00:00', 'uji', 'uji-bulan')"
                )
            )
        db.session.rollback()

    def test_that_moves_nobodys_account_is_refused(self):
        with pytest.raises(LookupError):
            book(*received(bank_id=404), value_on=FEBRUARY.date(), at=FEBRUARY)

    def test_between_members_keeps_whose_line_each_is(self):
        desk = given.bank()
        claims = Account(code=AccountCode.MEMBER_CLAIM, bank_id=desk.bank_id, holder_id=7)
        lender, borrower = (given.owner(name).person_id for name in ("Siti Contoh", "Tono Contoh"))

        entry_id = book(
            Line(account=claims, amount=204_571, person_id=lender),
            Line(account=claims, amount=-204_571, person_id=borrower),
            value_on=NOON.date(),
            at=NOON,
        )

        entry = db.session.get_one(JournalEntry, entry_id)
        assert [(line.person_id, line.amount) for line in posting.mirrored(entry)] == [
            (lender, -204_571),
            (borrower, 204_571),
        ]
        assert balances(desk.bank_id).get(AccountCode.MEMBER_CLAIM) is None
        assert offences() == []


class TestCashInHand:
    def test_is_an_account_of_the_officer_opened_by_the_first_cash(self):
        desk = given.bank()

        book(*cash(desk.bank_id, desk.cashier, 700_000), value_on=NOON.date(), at=NOON)
        book(*cash(desk.bank_id, desk.maker, 100_000), value_on=NOON.date(), at=NOON)
        book(*cash(desk.bank_id, desk.cashier, 50_000), value_on=NOON.date(), at=NOON)

        accounts = db.session.query(LedgerAccount).filter_by(code=AccountCode.CASH_IN_HAND)
        assert {
            (account.holder_id, account.balance, account.upper_bound) for account in accounts
        } == {(desk.cashier.id, 750_000, 5_000_000), (desk.maker.id, 100_000, 5_000_000)}

    def test_may_not_grow_beyond_what_the_programme_lets_an_officer_hold(self):
        desk = given.bank()
        book(*cash(desk.bank_id, desk.cashier, 4_500_000), value_on=NOON.date(), at=NOON)

        with pytest.raises(posting.BoundReached):
            book(*cash(desk.bank_id, desk.cashier, 500_001), value_on=NOON.date(), at=NOON)

        assert balances(desk.bank_id)[AccountCode.CASH_IN_HAND] == 4_500_000

    def test_follows_a_lower_limit_with_the_next_cash_and_can_always_be_given_up(self):
        desk = given.bank()
        book(*cash(desk.bank_id, desk.cashier, 4_500_000), value_on=NOON.date(), at=NOON)
        set_rule("cash_in_hand_max", "1000000")

        with pytest.raises(posting.BoundReached):
            book(*cash(desk.bank_id, desk.cashier, 1), value_on=NOON.date(), at=NOON)
        book(*cash(desk.bank_id, desk.cashier, -2_000_000), value_on=NOON.date(), at=NOON)

        assert balances(desk.bank_id)[AccountCode.CASH_IN_HAND] == 2_500_000

    def test_cannot_be_less_than_nothing(self):
        desk = given.bank()

        with pytest.raises(posting.BoundReached):
            book(*cash(desk.bank_id, desk.cashier, -1), value_on=NOON.date(), at=NOON)

    def test_is_opened_once_when_cash_comes_in_at_the_same_moment(self, app: Flask):
        desk = given.bank()
        db.session.rollback()

        outcomes = at_once(
            app,
            [
                lambda: book(
                    *cash(desk.bank_id, desk.cashier, 10_000), value_on=NOON.date(), at=NOON
                )
                for _ in range(6)
            ],
        )

        assert all(isinstance(outcome, int) for outcome in outcomes)
        assert db.session.query(Posting).filter_by(amount=10_000).count() == 6
        assert balances(desk.bank_id)[AccountCode.CASH_IN_HAND] == 60_000


class TestHolderAccount:
    @pytest.mark.parametrize(
        "account",
        [
            Account(code=AccountCode.CLEARING, bank_id=1, holder_id=7),
            Account(code=AccountCode.CASH_IN_HAND, bank_id=1),
            Account(code=AccountCode.MEMBER_CLAIM, holder_id=7),
        ],
    )
    def test_is_of_an_officer_or_agreement_of_a_bank(self, account: Account):
        with pytest.raises(posting.NoSuchAccount):
            posting.open_holder_account(account)

    def test_belongs_to_that_holder_for_good(self):
        desk = given.bank()
        book(*cash(desk.bank_id, desk.cashier, 10_000), value_on=NOON.date(), at=NOON)

        with pytest.raises(DBAPIError, match="only"):
            db.session.execute(
                text("UPDATE ledger_account SET holder_id = 1 WHERE code = 'cash_in_hand'")
            )
        db.session.rollback()
