"""The facility is never promised twice, however many officers approve in the same moment."""

from functools import partial

import pysqlite3.dbapi2
import pytest
from flask import Flask
from sqlalchemy import event, text

from harkat.domain.ledger import AccountCode
from harkat.domain.money import Rupiah
from harkat.extensions import db
from harkat.services import underwriting
from harkat.services.posting import BoundReached
from tests import given
from tests.apps import spoil
from tests.books import balances, offences
from tests.moments import NOON
from tests.threads import at_once

APPROVALS = 40
EACH = 3_000_000
LEFT = 10_000_000


def proposed_applications(desk: given.BankDesk) -> list[str]:
    """Return forty proposed applications of Rp3,000,000 each."""
    teacher = given.staff(given.Role.TRAINING_STAFF)
    class_public_id = given.training_class(teacher)
    found = []
    for number in range(APPROVALS):
        somebody = given.owner(f"Pemohon {number + 1}")
        given.complete_training(teacher, class_public_id, somebody)
        found.append(given.propose(desk, given.submitted(desk, {somebody: EACH})))
    return found


def approve_all(app: Flask, desk: given.BankDesk, public_ids: list[str]) -> list[object]:
    """Let all be approved in the same moment."""
    files = [(given.application(public_id).version, public_id) for public_id in public_ids]
    amounts = {public_id: given.amounts_of(public_id) for public_id in public_ids}
    db.session.rollback()
    return at_once(
        app,
        [
            partial(
                underwriting.approve,
                actor_id=desk.checker.id,
                application_public_id=public_id,
                version=version,
                amounts=amounts[public_id],
                reasons={},
                key=given.key(),
                at=NOON,
            )
            for version, public_id in files
        ],
    )


def forget_the_check() -> None:
    """Take the guard away: PostgreSQL drops the constraint, SQLite is told not to look."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(
            text("ALTER TABLE ledger_account DROP CONSTRAINT ck_ledger_account_balance_bounded")
        )
        db.session.commit()
        return

    def look_away(connection: pysqlite3.dbapi2.Connection, _record: object) -> None:
        connection.execute("PRAGMA ignore_check_constraints=ON")

    db.session.remove()
    db.engine.dispose()
    spoil()
    event.listen(db.engine, "connect", look_away)


class TestSimultaneousApprovals:
    def test_end_with_as_many_as_the_slice_holds(self, app: Flask):
        desk = given.bank(slice_amount=LEFT)
        public_ids = proposed_applications(desk)

        outcomes = approve_all(app, desk, public_ids)

        refused = [outcome for outcome in outcomes if isinstance(outcome, BoundReached)]
        assert (outcomes.count(None), len(refused)) == (3, 37)
        assert balances(desk.bank_id) == {
            AccountCode.SLICE: LEFT,
            AccountCode.AVAILABLE: 1_000_000,
            AccountCode.COMMITTED: 9_000_000,
        }
        statuses = [given.application(public_id).status for public_id in public_ids]
        assert statuses.count("approved") == 3
        assert statuses.count("in_decision") == 37
        assert offences() == []

    def test_would_promise_too_much_without_the_check(self, app: Flask):
        desk = given.bank(slice_amount=LEFT)
        public_ids = proposed_applications(desk)
        forget_the_check()

        outcomes = approve_all(app, desk, public_ids)

        assert outcomes == [None] * APPROVALS
        assert balances(desk.bank_id)[AccountCode.AVAILABLE] == LEFT - APPROVALS * EACH
        assert any(offence.startswith("I2") for offence in offences())


@pytest.mark.usefixtures("app")
class TestApproval:
    def test_that_the_slice_cannot_hold_changes_nothing(self):
        desk = given.bank(slice_amount=5_000_000)
        somebody = given.owner(is_trained=True)
        public_id = given.propose(desk, given.submitted(desk, {somebody: 8_000_000}))
        before = given.application(public_id).version

        with pytest.raises(BoundReached) as refusal:
            given.approve(desk, public_id)

        assert refusal.value.account.code is AccountCode.AVAILABLE
        assert refusal.value.change == -8_000_000
        application = given.application(public_id)
        assert (application.status, application.version) == ("in_decision", before)
        assert application.lines[0].approved is None
        assert balances(desk.bank_id)[AccountCode.AVAILABLE] == 5_000_000

    def test_commits_exactly_the_last_rupiah(self):
        desk = given.bank(slice_amount=8_000_000)
        somebody = given.owner(is_trained=True)

        given.approve(
            desk, given.propose(desk, given.submitted(desk, {somebody: Rupiah(8_000_000)}))
        )

        assert balances(desk.bank_id) == {
            AccountCode.SLICE: 8_000_000,
            AccountCode.COMMITTED: 8_000_000,
        }
        assert offences() == []
