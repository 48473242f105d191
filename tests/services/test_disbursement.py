"""Money is sent once, in full, after everything that must come first."""

from datetime import date, timedelta
from functools import partial

import pytest
from flask import Flask

from harkat.domain.eligibility import ObstacleCode
from harkat.domain.ledger import AccountCode
from harkat.domain.lifecycle import IllegalTransition
from harkat.domain.roles import NotPermitted
from harkat.domain.statuses import AgreementStatus, ApplicationStatus, LineStatus
from harkat.extensions import db
from harkat.models.loan import Loan
from harkat.models.training import TrainingCompletion
from harkat.services import disbursement
from harkat.services.disbursement import DateOutOfRange, ReferenceUsed
from harkat.services.files import NotFound
from harkat.services.origination import NotReady
from tests import given
from tests.books import balances, offences
from tests.moments import NOON, TODAY
from tests.threads import at_once

pytestmark = pytest.mark.usefixtures("app")


def consented(amount: int = 10_000_000) -> tuple[given.BankDesk, str]:
    desk = given.bank()
    public_id = given.submitted(desk, {given.owner(is_trained=True): amount})
    given.approve(desk, given.propose(desk, public_id))
    return desk, given.consent_all(public_id)


def send(
    desk: given.BankDesk,
    item: str,
    *,
    reference: str = "TRX-A",
    sent_on: date = TODAY,
    key: str | None = None,
) -> str:
    return disbursement.send(
        actor_id=desk.disburser.id,
        disbursement_public_id=item,
        bank_reference=reference,
        sent_on=sent_on,
        key=key or given.key(),
        at=NOON,
    )


class TestPreparing:
    def test_puts_the_agreement_in_force(self):
        desk, public_id = consented()
        given.prepare(desk, public_id)
        agreement = db.session.scalars(db.select(disbursement.LoanAgreement)).one()
        assert (agreement.status, agreement.signed_on) == (AgreementStatus.IN_FORCE, TODAY)
        assert given.application(public_id).status is ApplicationStatus.DISBURSING

    def test_waits_for_every_borrowers_consent(self):
        desk = given.bank()
        public_id = given.submitted(desk, {given.owner(is_trained=True): 5_000_000})
        given.approve(desk, given.propose(desk, public_id))
        with pytest.raises(IllegalTransition):
            given.prepare(desk, public_id)

    @pytest.mark.parametrize("days", [-1, 1])
    def test_refuses_a_signing_before_the_consent_or_in_the_future(self, days: int):
        desk, public_id = consented()
        with pytest.raises(DateOutOfRange):
            disbursement.prepare(
                actor_id=desk.disburser.id,
                application_public_id=public_id,
                signed_on=TODAY + timedelta(days=days),
                at=NOON,
            )
        assert given.application(public_id).status is ApplicationStatus.CONSENTED

    def test_is_not_for_whoever_decides(self):
        desk, public_id = consented()
        with pytest.raises(NotPermitted):
            disbursement.prepare(
                actor_id=desk.checker.id,
                application_public_id=public_id,
                signed_on=TODAY,
                at=NOON,
            )


class TestSending:
    def test_opens_the_loan_and_keeps_the_promise(self):
        desk, public_id = consented()
        [item] = given.prepare(desk, public_id)

        loan = given.loan(send(desk, item))

        assert (loan.principal, loan.disbursed_on) == (10_000_000, TODAY)
        assert loan.next_due_on == date(2026, 12, 23)
        assert given.application(public_id).status is ApplicationStatus.DISBURSED
        assert balances(desk.bank_id) == {
            AccountCode.SLICE: 1_000_000_000,
            AccountCode.AVAILABLE: 990_000_000,
            AccountCode.DISBURSED: 10_000_000,
            AccountCode.CLEARING: -10_000_000,
            AccountCode.PRINCIPAL: 10_000_000,
        }
        assert offences() == []

    def test_checks_the_training_again(self):
        desk, public_id = consented()
        [item] = given.prepare(desk, public_id)
        db.session.query(TrainingCompletion).delete()
        db.session.commit()
        with pytest.raises(NotReady) as refusal:
            send(desk, item)
        assert [o.code for o in refusal.value.obstacles] == [ObstacleCode.TRAINING_MISSING]
        assert AccountCode.PRINCIPAL not in balances(desk.bank_id)

    def test_twice_with_one_key_sends_once(self):
        desk, public_id = consented()
        [item] = given.prepare(desk, public_id)
        assert send(desk, item, key="satu-kunci") == send(desk, item, key="satu-kunci")
        assert db.session.query(Loan).count() == 1

    def test_twice_with_two_keys_is_refused(self):
        desk, public_id = consented()
        [item] = given.prepare(desk, public_id)
        send(desk, item)
        with pytest.raises(IllegalTransition):
            send(desk, item, reference="TRX-B")

    def test_at_the_same_moment_by_many_opens_one_loan(self, app: Flask):
        desk, public_id = consented()
        [item] = given.prepare(desk, public_id)
        db.session.rollback()

        outcomes = at_once(
            app,
            [
                partial(send, desk, item, reference=f"TRX-{number}", key=f"kunci-{number}")
                for number in range(10)
            ],
        )

        assert len([o for o in outcomes if isinstance(o, str)]) == 1
        assert len([o for o in outcomes if isinstance(o, IllegalTransition)]) == 9
        assert balances(desk.bank_id)[AccountCode.PRINCIPAL] == 10_000_000
        assert offences() == []

    def test_under_a_reference_that_was_used_is_refused(self):
        desk, public_id = consented()
        [item] = given.prepare(desk, public_id)
        send(desk, item)
        other = given.submitted(desk, {given.owner("Rina Contoh", is_trained=True): 5_000_000})
        given.approve(desk, given.propose(desk, other))
        [second] = given.prepare(desk, given.consent_all(other))
        with pytest.raises(ReferenceUsed):
            send(desk, second)
        assert balances(desk.bank_id)[AccountCode.PRINCIPAL] == 10_000_000

    @pytest.mark.parametrize("days", [-1, 1])
    def test_before_the_signing_or_in_the_future_is_refused(self, days: int):
        desk, public_id = consented()
        [item] = given.prepare(desk, public_id)
        with pytest.raises(DateOutOfRange):
            send(desk, item, sent_on=TODAY + timedelta(days=days))

    def test_is_only_for_the_own_bank(self):
        desk, public_id = consented()
        [item] = given.prepare(desk, public_id)
        with pytest.raises(NotFound):
            send(given.bank(), item)

    def test_of_a_group_ends_the_application_with_the_last_line(self):
        desk = given.bank()
        people = given.group().people
        public_id = given.submitted(
            desk, dict.fromkeys(people[:3], 5_000_000), product_code="kelompok"
        )
        given.approve(desk, given.propose(desk, public_id))
        items = given.prepare(desk, given.consent_all(public_id))
        send(desk, items[0], reference="A")
        assert given.application(public_id).status is ApplicationStatus.DISBURSING
        send(desk, items[1], reference="B")
        send(desk, items[2], reference="C")

        application = given.application(public_id)
        assert application.status is ApplicationStatus.DISBURSED
        assert {line.status for line in application.lines} == {LineStatus.DISBURSED}
        assert offences() == []
