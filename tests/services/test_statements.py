"""The bank's own total beside the books': a difference stays a case until another resolves it."""

from datetime import UTC, date, datetime

import pytest

from harkat.domain.money import Rupiah
from harkat.domain.roles import NotPermitted, Role, Viewer
from harkat.extensions import db
from harkat.models.ledger import ClearingStatement
from harkat.queries.statements import waiting_differences
from harkat.services import statements
from harkat.services.bank_money import DayOutOfRange
from harkat.services.files import NotFound
from tests import given
from tests.books import balances
from tests.moments import NOON, TODAY

pytestmark = pytest.mark.usefixtures("app")

START = datetime(2026, 2, 2, 5, tzinfo=UTC)
FIRST_DUE = datetime(2026, 3, 2, 5, tzinfo=UTC)


@pytest.fixture
def desk() -> given.BankDesk:
    """A bank that lent Rp10,000,000 in February and got Rp846,937 back in March."""
    desk = given.bank(at=START)
    loan = given.running_loan(desk, given.owner(is_trained=True, at=START), at=START)
    given.repay(desk, loan, 846_937, at=FIRST_DUE)
    return desk


def state(desk: given.BankDesk, total: int, *, on: date = TODAY) -> str:
    return statements.record_statement(
        actor_id=desk.cashier.id,
        stated_on=on,
        stated_total=Rupiah(total),
        key=given.key(),
        at=NOON,
    )


def resolve(somebody: given.Somebody, statement: str) -> None:
    statements.resolve_difference(
        actor_id=somebody.id,
        statement_public_id=statement,
        resolution="Biaya transfer bank, dikembalikan besok",
        at=NOON,
    )


def viewer(somebody: given.Somebody) -> Viewer:
    return Viewer(user_id=somebody.id, role=somebody.role, bank_id=somebody.bank_id)


def stored(public_id: str) -> ClearingStatement:
    return db.session.scalars(db.select(ClearingStatement).filter_by(public_id=public_id)).one()


class TestStatement:
    @pytest.mark.parametrize(
        ("on", "total"),
        [
            (date(2026, 2, 1), 0),
            (date(2026, 2, 2), -10_000_000),
            (date(2026, 3, 1), -10_000_000),
            (date(2026, 3, 2), -9_153_063),
            (TODAY, -9_153_063),
        ],
    )
    def test_that_agrees_with_the_books_of_its_day_waits_for_nobody(
        self, desk: given.BankDesk, on: date, total: int
    ):
        statement = stored(state(desk, total, on=on))

        assert (statement.our_total, statement.difference) == (total, 0)
        assert statement.resolved_at == NOON
        assert waiting_differences(viewer=viewer(desk.checker)) == []

    def test_that_differs_is_listed_and_books_nothing(self, desk: given.BankDesk):
        before = balances(desk.bank_id)

        state(desk, -9_155_563)

        assert balances(desk.bank_id) == before
        [row] = waiting_differences(viewer=viewer(desk.checker))
        assert (row.stated_on, row.our_total, row.difference) == (TODAY, -9_153_063, -2_500)

    def test_of_a_day_that_waits_is_not_stated_again(self, desk: given.BankDesk):
        statement = state(desk, -9_155_563)

        with pytest.raises(statements.StatementWaiting):
            state(desk, -9_153_063)
        resolve(desk.checker, statement)
        state(desk, -9_153_063)

    def test_is_not_of_tomorrow(self, desk: given.BankDesk):
        with pytest.raises(DayOutOfRange):
            state(desk, 0, on=date(2026, 11, 24))


class TestDifference:
    def test_is_resolved_with_a_sentence_and_keeps_its_figures(self, desk: given.BankDesk):
        public_id = state(desk, -9_155_563)

        resolve(desk.checker, public_id)

        statement = stored(public_id)
        assert (statement.difference, statement.resolved_by_id) == (-2_500, desk.checker.id)
        assert statement.resolution == "Biaya transfer bank, dikembalikan besok"
        assert waiting_differences(viewer=viewer(desk.checker)) == []
        with pytest.raises(NotPermitted):
            resolve(desk.checker, public_id)

    def test_is_not_resolved_by_who_stated_it(self, desk: given.BankDesk):
        public_id = state(desk, -9_155_563)

        with pytest.raises(NotPermitted):
            resolve(given.promote(desk.cashier, Role.BANK_CHECKER), public_id)

    def test_is_seen_by_its_bank_and_those_who_watch(self, desk: given.BankDesk):
        public_id = state(desk, -9_155_563)
        stranger = given.bank().checker
        auditor = Viewer(user_id=99, role=Role.AUDITOR)

        assert waiting_differences(viewer=viewer(stranger)) == []
        assert [row.public_id for row in waiting_differences(viewer=auditor)] == [public_id]
        with pytest.raises(NotFound):
            resolve(stranger, public_id)
        with pytest.raises(NotPermitted):
            waiting_differences(viewer=Viewer(user_id=98, role=Role.BUSINESS_OWNER))
