"""The desk's lists ask the database as often for many rows as for one."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event

from harkat.domain.roles import Viewer
from harkat.extensions import db
from harkat.queries import bank_loans, decision_file, desk, payouts
from tests import given
from tests.moments import NOON, TODAY

START = NOON - timedelta(days=40)


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:  # noqa: ARG001 - the database must be there
    """The statements sent to the database."""
    sent: list[str] = []

    def listen(_connection, _cursor, statement, *_rest):
        sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", listen)
    yield sent
    event.remove(db.engine, "before_cursor_execute", listen)


def viewer(officer: given.Somebody) -> Viewer:
    return Viewer(user_id=officer.id, role=officer.role, bank_id=officer.bank_id)


def number_of(statements: list[str], ask: Callable[[], object]) -> int:
    """Return how many statements a question takes, once nothing is remembered."""
    db.session.rollback()
    db.session.expire_all()
    statements.clear()
    ask()
    return len(statements)


def owner(name: str) -> given.Somebody:
    return given.owner(name, is_trained=True, at=START - timedelta(days=40))


class TestQueries:
    def test_of_the_lists_do_not_grow_with_their_rows(self, statements: list[str]):
        bank = given.bank(at=START)

        def add(name: str) -> None:
            given.submitted(bank, {owner(name): 5_000_000})
            given.running_loan(bank, owner(f"{name} Dua"), amount=5_000_000, at=START)
            proposed = given.propose(
                bank, given.submitted(bank, {owner(f"{name} Tiga"): 5_000_000})
            )
            given.prepare(bank, given.consent_all(given.approve(bank, proposed)))

        def asked() -> tuple[int, ...]:
            return tuple(
                number_of(statements, ask)
                for ask in (
                    lambda: desk.queue(viewer(bank.maker), stage=desk.Stage.ALL),
                    lambda: bank_loans.loan_list(
                        viewer(bank.cashier), view=bank_loans.LoanView.ALL, on=TODAY
                    ),
                    lambda: payouts.payouts(viewer(bank.disburser)),
                )
            )

        add("Siti")
        for_one = asked()
        add("Rina")
        add("Tono")

        assert asked() == for_one

    def test_of_a_file_do_not_grow_with_its_members(self, statements: list[str]):
        bank = given.bank(at=START)
        group = given.group(5, at=START)
        three, all_five = (
            given.submitted(
                bank,
                dict.fromkeys(people, 2_000_000),
                product_code="kelompok",
            )
            for people in (given.group(5, at=START).people[:3], group.people)
        )

        asked = [
            number_of(
                statements,
                lambda public_id=public_id: decision_file.decision_file(
                    viewer(bank.maker), public_id, on=TODAY
                ),
            )
            for public_id in (three, all_five)
        ]

        assert asked[0] == asked[1]
