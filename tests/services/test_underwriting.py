"""The bank verifies, proposes and decides; maker and checker are two people of that bank."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from harkat.domain.eligibility import ObstacleCode
from harkat.domain.ledger import AccountCode
from harkat.domain.lifecycle import IllegalTransition
from harkat.domain.money import Rupiah
from harkat.domain.reasons import Reason, ReasonCode
from harkat.domain.roles import NotPermitted, Role
from harkat.domain.statuses import ApplicationStatus, LineStatus
from harkat.extensions import db
from harkat.models.application import StatusChange
from harkat.models.bank import DatedSetting
from harkat.models.training import TrainingCompletion
from harkat.services import underwriting
from harkat.services.files import ChangedMeanwhile, NotFound
from harkat.services.origination import NotReady
from harkat.services.underwriting import AmountOutOfRange, ReasonMissing, SamePerson
from tests import given
from tests.books import balances, offences
from tests.moments import NOON, TODAY
from tests.phones import told

pytestmark = pytest.mark.usefixtures("app")

TOO_DEAR = Reason(code=ReasonCode.MAMPU_1, next_step="Coba Rp3.000.000.")


def submitted_by_siti(amount: int = 8_000_000) -> tuple[given.BankDesk, str]:
    desk = given.bank()
    return desk, given.submitted(desk, {given.owner(is_trained=True): amount})


def in_verification() -> tuple[given.BankDesk, str]:
    desk, public_id = submitted_by_siti()
    underwriting.take_up(actor_id=desk.maker.id, application_public_id=public_id, at=NOON)
    return desk, public_id


def propose(
    desk: given.BankDesk,
    public_id: str,
    amounts: Mapping[str, Rupiah],
    reasons: Mapping[str, Reason] | None = None,
) -> None:
    underwriting.propose(
        actor_id=desk.maker.id,
        application_public_id=public_id,
        version=given.application(public_id).version,
        amounts=amounts,
        reasons=reasons or {},
        key=given.key(),
        at=NOON,
    )


def approve(
    desk: given.BankDesk,
    public_id: str,
    amounts: Mapping[str, Rupiah] | None = None,
    reasons: Mapping[str, Reason] | None = None,
    *,
    actor_id: int | None = None,
    version: int | None = None,
) -> None:
    underwriting.approve(
        actor_id=actor_id or desk.checker.id,
        application_public_id=public_id,
        version=version or given.application(public_id).version,
        amounts=given.amounts_of(public_id) if amounts is None else amounts,
        reasons=reasons or {},
        key=given.key(),
        at=NOON,
    )


class TestTakingUp:
    def test_begins_the_verification(self):
        _desk, public_id = in_verification()
        assert given.application(public_id).status is ApplicationStatus.IN_VERIFICATION

    def test_is_only_for_the_bank_that_was_asked(self):
        _desk, public_id = submitted_by_siti()
        other = given.bank()
        with pytest.raises(NotFound):
            underwriting.take_up(actor_id=other.maker.id, application_public_id=public_id, at=NOON)

    def test_is_only_for_makers(self):
        desk, public_id = submitted_by_siti()
        with pytest.raises(NotPermitted):
            underwriting.take_up(actor_id=desk.cashier.id, application_public_id=public_id, at=NOON)

    def test_happens_once(self):
        desk, public_id = in_verification()
        with pytest.raises(IllegalTransition):
            underwriting.take_up(actor_id=desk.maker.id, application_public_id=public_id, at=NOON)


class TestReturning:
    def test_to_the_applicant_says_why_and_what_next(self):
        desk, public_id = in_verification()

        underwriting.return_to_applicant(
            actor_id=desk.maker.id, application_public_id=public_id, reason=TOO_DEAR, at=NOON
        )

        application = given.application(public_id)
        change = db.session.scalars(
            db.select(StatusChange)
            .filter_by(subject="application", subject_id=application.id)
            .order_by(StatusChange.id.desc())
        ).first()
        assert application.status is ApplicationStatus.NEEDS_FIX
        assert change is not None
        assert (change.reason_code, change.next_step) == (ReasonCode.MAMPU_1, "Coba Rp3.000.000.")

    def test_to_a_group_is_told_to_everybody_who_borrows(self):
        desk, group = given.bank(), given.group(5)
        parts = dict.fromkeys(group.people[:3], 3_000_000)
        given.return_to_applicant(desk, given.submitted(desk, parts, product_code="kelompok"))

        heard = ["application_needs_fix" in told(person.id) for person in group.people]
        assert heard == [True, True, True, False, False]

    def test_to_the_maker_lets_a_new_proposal_be_made(self):
        desk, public_id = in_verification()
        propose(desk, public_id, given.amounts_of(public_id))

        underwriting.return_to_maker(
            actor_id=desk.checker.id, application_public_id=public_id, reason=TOO_DEAR, at=NOON
        )
        line_id = given.application(public_id).lines[0].public_id
        propose(desk, public_id, {line_id: Rupiah(3_000_000)})

        assert given.application(public_id).status is ApplicationStatus.IN_DECISION
        assert given.application(public_id).lines[0].proposed == 3_000_000


class TestProposal:
    def test_may_be_lower_than_what_was_asked_but_not_higher(self):
        desk, public_id = in_verification()
        line_id = given.application(public_id).lines[0].public_id
        with pytest.raises(AmountOutOfRange) as refusal:
            propose(desk, public_id, {line_id: Rupiah(8_000_001)})
        assert (refusal.value.line_public_id, refusal.value.limit) == (line_id, 8_000_000)
        assert given.application(public_id).status is ApplicationStatus.IN_VERIFICATION

    def test_of_nothing_for_a_member_needs_a_reason(self):
        desk, public_id = in_verification()
        with pytest.raises(ReasonMissing):
            propose(desk, public_id, {})

    def test_of_nothing_for_everybody_is_no_proposal(self):
        desk, public_id = in_verification()
        line_id = given.application(public_id).lines[0].public_id
        with pytest.raises(AmountOutOfRange):
            propose(desk, public_id, {}, {line_id: TOO_DEAR})

    def test_on_a_file_that_changed_meanwhile_is_refused(self):
        desk, public_id = in_verification()
        seen = given.application(public_id).version
        underwriting.return_to_applicant(
            actor_id=desk.maker.id, application_public_id=public_id, reason=TOO_DEAR, at=NOON
        )
        with pytest.raises(ChangedMeanwhile):
            underwriting.propose(
                actor_id=desk.maker.id,
                application_public_id=public_id,
                version=seen,
                amounts=given.amounts_of(public_id),
                reasons={},
                key=given.key(),
                at=NOON,
            )


class TestApproval:
    def test_needs_another_person_than_the_maker(self):
        desk, public_id = in_verification()
        propose(desk, public_id, given.amounts_of(public_id))
        promoted = given.promote(desk.maker, Role.BANK_CHECKER)
        with pytest.raises(SamePerson):
            approve(desk, public_id, actor_id=promoted.id)

    def test_drafts_the_agreement_and_sets_the_day_until_which_it_stands(self):
        desk, public_id = submitted_by_siti()
        given.approve(desk, given.propose(desk, public_id))
        application = given.application(public_id)
        assert application.consent_by_on == TODAY + timedelta(days=7)
        assert application.terms == {
            "method": "declining_annuity",
            "annual_rate": "0.03",
            "every": "month",
            "day_count": "30/360",
            "rounding": "half_up",
            "multiple": 1,
            "principal_grace": 0,
            "interest_grace": 0,
            "interest_grace_mode": "collected",
            "margin_spread": "flat",
            "fee": 0,
            "price_label": "bunga",
            "fees": {"provision": 0, "admin": 0, "insurance": 0},
            "due_day": None,
            "first_period": "long",
            "restructurings_per_year": 2,
            "call_after_days": 7,
            "write_off_call_days": 30,
        }

    def test_may_give_less_than_was_proposed(self):
        desk, public_id = submitted_by_siti()
        given.propose(desk, public_id)
        line_id = given.application(public_id).lines[0].public_id
        approve(desk, public_id, {line_id: Rupiah(5_000_000)})
        assert balances(desk.bank_id)[AccountCode.COMMITTED] == 5_000_000

    def test_may_not_give_more_than_was_proposed(self):
        desk, public_id = in_verification()
        line_id = given.application(public_id).lines[0].public_id
        propose(desk, public_id, {line_id: Rupiah(5_000_000)})
        with pytest.raises(AmountOutOfRange):
            approve(desk, public_id, {line_id: Rupiah(5_000_001)})

    def test_checks_the_training_again(self):
        desk, public_id = submitted_by_siti()
        given.propose(desk, public_id)
        db.session.query(TrainingCompletion).delete()
        db.session.commit()

        with pytest.raises(NotReady) as refusal:
            approve(desk, public_id)

        assert [o.code for o in refusal.value.obstacles] == [ObstacleCode.TRAINING_MISSING]
        assert AccountCode.COMMITTED not in balances(desk.bank_id)

    def test_does_not_ask_for_training_where_the_product_does_not(self):
        desk = given.bank()
        somebody = given.owner(is_trained=False)
        db.session.query(DatedSetting).filter_by(name="training_rule").update({"value": "none"})
        db.session.commit()
        public_id = given.submitted(desk, {somebody: 4_000_000})
        given.approve(desk, given.propose(desk, public_id))
        assert given.application(public_id).status is ApplicationStatus.APPROVED

    def test_of_a_group_can_leave_a_member_out_with_a_reason(self):
        desk = given.bank()
        people = given.group().people
        public_id = given.submitted(
            desk,
            dict.fromkeys(people[:4], 4_000_000),
            product_code="kelompok",
        )
        given.propose(desk, public_id)
        *granted, left_out = given.application(public_id).lines
        amounts = {line.public_id: Rupiah(4_000_000) for line in granted}
        with pytest.raises(ReasonMissing):
            approve(desk, public_id, amounts)

        approve(desk, public_id, amounts, {left_out.public_id: TOO_DEAR})

        lines = given.application(public_id).lines
        assert [line.status for line in lines] == [LineStatus.APPROVED] * 3 + [LineStatus.DECLINED]
        assert balances(desk.bank_id)[AccountCode.COMMITTED] == 12_000_000
        assert offences() == []


class TestRejection:
    def test_ends_the_application_with_a_reason_for_every_member(self):
        desk, public_id = submitted_by_siti()
        given.propose(desk, public_id)

        underwriting.reject(
            actor_id=desk.checker.id, application_public_id=public_id, reason=TOO_DEAR, at=NOON
        )

        application = given.application(public_id)
        assert application.status is ApplicationStatus.REJECTED
        assert application.lines[0].status is LineStatus.DECLINED
        assert offences() == []

    def test_lets_the_person_apply_again(self):
        desk, public_id = submitted_by_siti()
        given.propose(desk, public_id)
        underwriting.reject(
            actor_id=desk.checker.id, application_public_id=public_id, reason=TOO_DEAR, at=NOON
        )
        somebody = given.somebody_of(given.application(public_id).lines[0].person_id)
        again = given.submitted(desk, {somebody: 3_000_000})
        assert given.application(again).status is ApplicationStatus.SUBMITTED

    def test_is_refused_to_whoever_proposed(self):
        desk, public_id = submitted_by_siti()
        given.propose(desk, public_id)
        promoted = given.promote(desk.maker, Role.BANK_CHECKER)
        with pytest.raises(SamePerson):
            underwriting.reject(
                actor_id=promoted.id, application_public_id=public_id, reason=TOO_DEAR, at=NOON
            )


class TestClosedAccount:
    def test_decides_nothing_any_more(self):
        desk, public_id = submitted_by_siti()
        given.propose(desk, public_id)
        given.close(desk.checker)
        with pytest.raises(NotPermitted):
            approve(desk, public_id)
