"""A transfer that came back, or will not be made, leaves nobody owing and nothing promised."""

import pytest
from sqlalchemy import func

from harkat.domain.lifecycle import IllegalTransition
from harkat.domain.loan_life import CannotHappen
from harkat.domain.money import Rupiah
from harkat.domain.roles import NotPermitted
from harkat.domain.statuses import (
    AgreementStatus,
    ApplicationStatus,
    DisbursementStatus,
    LineStatus,
    LoanStatus,
)
from harkat.extensions import db
from harkat.models.loan import Disbursement, LoanAgreement
from harkat.services import disbursement, grouping
from harkat.services.files import NotFound
from tests import given
from tests.books import balances, offences
from tests.groups import told
from tests.moments import NOON, TODAY

pytestmark = pytest.mark.usefixtures("app")

SUM = 10_000_000


def consented(desk: given.BankDesk) -> str:
    siti = given.owner(is_trained=True)
    public_id = given.submitted(desk, {siti: SUM})
    return given.consent_all(given.approve(desk, given.propose(desk, public_id)))


def prepared_for_three(desk: given.BankDesk, group: given.Kelompok) -> tuple[str, list[str]]:
    """Return a group's application that three agreed to, and its payments to be made."""
    parts = dict(zip(group.people[:3], (8_000_000, 6_000_000, 6_000_000), strict=True))
    application = given.submitted(desk, parts, product_code="kelompok")
    given.consent_all(given.approve(desk, given.propose(desk, application)))
    return application, given.prepare(desk, application)


def send(desk: given.BankDesk, item: str, *, reference: str = "TRX-A") -> str:
    return disbursement.send(
        actor_id=desk.disburser.id,
        disbursement_public_id=item,
        bank_reference=reference,
        sent_on=TODAY,
        key=given.key(),
        at=NOON,
    )


def void(desk: given.BankDesk, item: str, *, by: given.Somebody | None = None) -> None:
    disbursement.void(
        actor_id=(by or desk.checker).id,
        disbursement_public_id=item,
        reason_note="Rekening ditutup.",
        key=given.key(),
        at=NOON,
    )


def agreement_status() -> AgreementStatus:
    db.session.rollback()
    return db.session.scalars(db.select(LoanAgreement.status)).one()


def stored(item: str) -> Disbursement:
    return db.session.scalars(db.select(Disbursement).filter_by(public_id=item)).one()


def borrower_of(application: str) -> given.Somebody:
    return given.somebody_of(given.application(application).lines[0].person_id)


class TestVoiding:
    def test_before_the_transfer_releases_the_promise_and_ends_the_part(self):
        desk = given.bank()
        before = balances(desk.bank_id)
        application = consented(desk)
        [item] = given.prepare(desk, application)

        void(desk, item)

        assert stored(item).status is DisbursementStatus.VOIDED
        assert given.application(application).lines[0].status is LineStatus.LAPSED
        assert given.application(application).status is ApplicationStatus.EXPIRED
        assert balances(desk.bank_id) == before
        assert offences() == []
        assert told(borrower_of(application))[-1] == "payout_cancelled"

    def test_of_a_whole_transfer_leaves_no_debt_and_lends_the_money_again(self):
        desk = given.bank()
        before = balances(desk.bank_id)
        application = consented(desk)
        [item] = given.prepare(desk, application)
        loan = send(desk, item)

        void(desk, item)

        assert given.loan(loan).status is LoanStatus.VOIDED
        assert given.loan(loan).outstanding == 0
        assert given.application(application).lines[0].status is LineStatus.LAPSED
        now = balances(desk.bank_id)
        assert {name: now[name] for name in before} == before
        assert not any(amount for name, amount in now.items() if name not in before)
        assert offences() == []
        assert told(borrower_of(application))[-2:] == ["disbursed", "transfer_came_back"]

    def test_of_a_later_part_puts_it_on_the_list_again_and_the_loan_runs_on(self):
        desk = given.bank()
        application = consented(desk)
        [line] = given.application(application).lines
        disbursement.prepare(
            actor_id=desk.disburser.id,
            application_public_id=application,
            signed_on=TODAY,
            at=NOON,
            tranches={line.public_id: [Rupiah(6_000_000), Rupiah(4_000_000)]},
        )
        first, later = db.session.scalars(
            db.select(Disbursement.public_id).order_by(Disbursement.tranche)
        )
        loan = send(desk, first)
        send(desk, later, reference="TRX-B")

        void(desk, later)

        assert given.loan(loan).status is LoanStatus.ACTIVE
        assert given.loan(loan).outstanding == 6_000_000
        again = db.session.scalars(
            db.select(Disbursement).filter_by(status=DisbursementStatus.RESERVED)
        ).one()
        assert (again.tranche, again.amount) == (3, 4_000_000)
        item = again.public_id
        assert offences() == []
        assert told(borrower_of(application))[-1] == "tranche_came_back"

        send(desk, item, reference="TRX-C")

        assert given.loan(loan).outstanding == SUM
        assert offences() == []

    def test_of_one_member_leaves_the_others_their_loans(self):
        desk, group = given.bank(), given.group()
        application, items = prepared_for_three(desk, group)
        for number, item in enumerate(items[:2]):
            send(desk, item, reference=f"TRX-{number}")

        void(desk, items[2])

        statuses = [line.status for line in given.application(application).lines]
        assert statuses == [LineStatus.DISBURSED, LineStatus.DISBURSED, LineStatus.LAPSED]
        assert given.application(application).status is ApplicationStatus.DISBURSED
        assert offences() == []

    def test_of_the_last_that_was_to_come_closes_the_agreement_of_those_who_paid(self):
        desk, group = given.bank(), given.group()
        _application, items = prepared_for_three(desk, group)
        for number, item in enumerate(items[:2]):
            given.repay(desk, send(desk, item, reference=f"TRX-{number}"), 8_500_000, at=NOON)
        assert agreement_status() is AgreementStatus.IN_FORCE

        void(desk, items[2])

        assert agreement_status() is AgreementStatus.CLOSED
        grouping.leave(actor_id=group.people[1].id, at=NOON)
        assert offences() == []

    def test_of_all_there_was_closes_the_agreement(self):
        desk = given.bank()
        [item] = given.prepare(desk, consented(desk))
        send(desk, item)

        void(desk, item)

        assert agreement_status() is AgreementStatus.CLOSED

    def test_waits_until_what_was_paid_since_is_reversed(self):
        desk = given.bank()
        [item] = given.prepare(desk, consented(desk))
        given.repay(desk, send(desk, item), 500_000, at=NOON)

        with pytest.raises(CannotHappen):
            void(desk, item)

        assert stored(item).status is DisbursementStatus.SENT

    def test_happens_once(self):
        desk = given.bank()
        [item] = given.prepare(desk, consented(desk))
        send(desk, item)
        void(desk, item)

        with pytest.raises(IllegalTransition):
            void(desk, item)

        assert db.session.scalar(db.select(func.count()).select_from(Disbursement)) == 1

    def test_is_not_for_whoever_sends_nor_for_another_bank(self):
        desk = given.bank()
        [item] = given.prepare(desk, consented(desk))

        with pytest.raises(NotPermitted):
            void(desk, item, by=desk.disburser)
        with pytest.raises(NotFound):
            void(desk, item, by=given.bank().checker)

        assert stored(item).status is DisbursementStatus.RESERVED
