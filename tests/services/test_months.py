"""Months close in their order, by whoever keeps the programme; two people open one again."""

from datetime import UTC, date, datetime
from functools import partial

import pytest
from flask import Flask

from harkat.domain.ledger import EntryKind
from harkat.domain.money import Rupiah
from harkat.domain.roles import NotPermitted, Role, Viewer
from harkat.extensions import db
from harkat.models.ledger import JournalEntry, MonthClose
from harkat.queries.months import closings
from harkat.services import months, suspense
from tests import given
from tests.books import close_months, offences
from tests.threads import at_once

pytestmark = pytest.mark.usefixtures("app")

JANUARY, FEBRUARY, MARCH = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)
IN_MARCH = datetime(2026, 3, 10, 5, tzinfo=UTC)


@pytest.fixture
def rina() -> given.Somebody:
    """Who proposes."""
    return given.staff(Role.PROGRAM_ADMIN, name="Rina Contoh")


@pytest.fixture
def tono() -> given.Somebody:
    """Who agrees."""
    return given.staff(Role.PROGRAM_ADMIN, name="Tono Contoh")


def close(somebody: given.Somebody, month: date, *, at: datetime = IN_MARCH) -> None:
    months.close_month(actor_id=somebody.id, month=month, at=at)


def propose(somebody: given.Somebody, month: date) -> None:
    months.propose_reopening(
        actor_id=somebody.id, month=month, reason="Setoran tertinggal", at=IN_MARCH
    )


def confirm(somebody: given.Somebody, month: date) -> None:
    months.confirm_reopening(actor_id=somebody.id, month=month, at=IN_MARCH)


def receive(desk: given.BankDesk, received_on: date) -> JournalEntry:
    """Let money of an unknown payer come in; return its entry."""
    suspense.receive_unknown(
        actor_id=desk.cashier.id,
        amount=Rupiah(50_000),
        received_on=received_on,
        bank_reference=given.key(),
        note="",
        key=given.key(),
        at=IN_MARCH,
    )
    return db.session.scalars(
        db.select(JournalEntry)
        .filter_by(kind=EntryKind.RECEIVED_UNKNOWN)
        .order_by(JournalEntry.id.desc())
        .limit(1)
    ).one()


class TestCloseMonth:
    def test_sends_what_is_late_to_the_open_month(self, rina: given.Somebody):
        desk = given.bank(at=IN_MARCH)
        close(rina, JANUARY)
        close(rina, FEBRUARY)

        entry = receive(desk, date(2026, 2, 20))

        assert (entry.value_on, entry.business_date) == (date(2026, 2, 20), MARCH)
        assert offences() == []

    def test_takes_any_day_of_the_month_for_its_name(self, rina: given.Somebody):
        close(rina, date(2026, 1, 31))

        assert db.session.query(MonthClose).one().month == JANUARY

    def test_refuses_a_month_that_is_not_over(self, rina: given.Somebody):
        close_months(FEBRUARY, at=IN_MARCH)

        with pytest.raises(months.MonthNotOver):
            close(rina, MARCH, at=datetime(2026, 3, 31, 16, 59, tzinfo=UTC))
        close(rina, MARCH, at=datetime(2026, 3, 31, 17, tzinfo=UTC))

    def test_refuses_to_leave_an_earlier_month_open(self, rina: given.Somebody):
        with pytest.raises(months.EarlierMonthOpen) as refusal:
            close(rina, FEBRUARY)

        assert refusal.value.month == JANUARY
        assert db.session.query(MonthClose).count() == 0

    def test_refuses_a_month_before_the_books(self, rina: given.Somebody):
        with pytest.raises(months.NothingInMonth):
            close(rina, date(2016, 1, 1))

    def test_refuses_a_closed_month(self, rina: given.Somebody):
        close(rina, JANUARY)

        with pytest.raises(months.MonthClosed):
            close(rina, JANUARY)

    def test_is_not_for_a_bank_alone(self):
        desk = given.bank()

        with pytest.raises(NotPermitted):
            close(desk.checker, JANUARY)

    def test_happens_once_when_two_do_it_at_once(
        self, app: Flask, rina: given.Somebody, tono: given.Somebody
    ):
        db.session.rollback()

        outcomes = at_once(app, [partial(close, rina, JANUARY), partial(close, tono, JANUARY)])

        assert outcomes.count(None) == 1
        assert db.session.query(MonthClose).count() == 1

    def test_never_lets_an_entry_slip_in_beside_it(self, app: Flask, rina: given.Somebody):
        desk = given.bank(at=IN_MARCH)
        close(rina, JANUARY)
        db.session.rollback()

        outcomes = at_once(
            app,
            [
                partial(close, rina, FEBRUARY),
                *(partial(receive, desk, date(2026, 2, 20)) for _ in range(6)),
            ],
        )

        assert outcomes[0] is None
        assert offences() == []


class TestRequireOpen:
    def test_lets_a_day_of_an_open_month_pass_only(self, rina: given.Somebody):
        close(rina, JANUARY)

        months.require_open(FEBRUARY)
        with pytest.raises(months.MonthClosed):
            months.require_open(date(2026, 1, 31))


class TestReopening:
    def test_needs_two_people(self, rina: given.Somebody, tono: given.Somebody):
        close_months(FEBRUARY, at=IN_MARCH)
        propose(rina, FEBRUARY)

        with pytest.raises(months.MonthClosed):
            months.require_open(FEBRUARY)
        with pytest.raises(NotPermitted):
            confirm(rina, FEBRUARY)
        confirm(tono, FEBRUARY)

        months.require_open(FEBRUARY)

    def test_lets_late_money_into_its_own_month_and_the_month_close_again(
        self, rina: given.Somebody, tono: given.Somebody
    ):
        desk = given.bank(at=IN_MARCH)
        close_months(FEBRUARY, at=IN_MARCH)
        propose(rina, FEBRUARY)
        confirm(tono, FEBRUARY)

        entry = receive(desk, date(2026, 2, 20))
        close(rina, FEBRUARY)

        assert (entry.value_on, entry.business_date) == (date(2026, 2, 20), date(2026, 2, 20))
        shown = closings(viewer=Viewer(user_id=rina.id, role=Role.PROGRAM_ADMIN))
        assert [(row.month, row.reopened_by, row.reason) for row in shown] == [
            (FEBRUARY, None, None),
            (FEBRUARY, "Tono Contoh", "Setoran tertinggal"),
            (JANUARY, None, None),
        ]
        assert offences() == []

    def test_is_proposed_once(self, rina: given.Somebody, tono: given.Somebody):
        close(rina, JANUARY)
        propose(rina, JANUARY)

        with pytest.raises(months.ReopeningKnown):
            propose(tono, JANUARY)

    def test_is_not_agreed_to_before_it_is_proposed(self, rina: given.Somebody):
        close(rina, JANUARY)

        with pytest.raises(months.ReopeningNotProposed):
            confirm(rina, JANUARY)

    def test_is_of_a_closed_month_only(self, rina: given.Somebody):
        with pytest.raises(months.MonthNotClosed):
            propose(rina, JANUARY)
        with pytest.raises(months.MonthNotClosed):
            confirm(rina, JANUARY)
