"""An owner without a phone agrees to the terms and to joint liability before a witness."""

from dataclasses import replace
from datetime import timedelta

import pytest

from harkat.domain.assisting import SignKind
from harkat.domain.identity import phone_masked
from harkat.domain.lifecycle import IllegalTransition
from harkat.domain.roles import NotPermitted, Role
from harkat.domain.statuses import ApplicationStatus, MembershipStatus
from harkat.extensions import db
from harkat.models import witnessing as models
from harkat.models.assisting import Assistance
from harkat.models.group import GroupMember
from harkat.models.joining import GroupCode, JoinRequest
from harkat.models.key_facts import KeyFactsSheet
from harkat.models.people import UserAccount
from harkat.queries import broker_signs, testimony_checks, witness_signs
from harkat.services import (
    accounts,
    consent,
    group_codes,
    group_voting,
    grouping,
    helping,
    joining,
    own_account,
    phone_changes,
    witnessed_agreement,
)
from harkat.services import (
    testimony_checks as checking,
)
from harkat.services.authority import NoPhone
from harkat.services.files import ChangedMeanwhile, NotFound
from harkat.services.witnessing import NoTestimony
from tests import given
from tests.desks import eye
from tests.moments import NOON, TODAY
from tests.phones import code_sent_to, told
from tests.witnesses import confirm, helped_without_phone

pytestmark = pytest.mark.usefixtures("app")

LATER = NOON + timedelta(minutes=5)
FIRST_PHONE = "+6281366660001"


@pytest.fixture
def rini() -> given.Somebody:
    return given.staff(Role.ASSISTANT, name="Rini Contoh")


@pytest.fixture
def tono() -> given.Somebody:
    return given.staff(Role.TRAINING_STAFF, name="Tono Contoh")


@pytest.fixture
def siti() -> given.Somebody:
    """An owner without a phone."""
    return given.owner("Siti Contoh", is_trained=True, has_phone=False)


class TestConsentWithWitness:
    @pytest.fixture
    def bank(self) -> given.BankDesk:
        return given.bank()

    @pytest.fixture
    def offer(self, bank, siti) -> str:
        sent = given.submitted(bank, {siti: 3_000_000})
        return given.approve(bank, given.propose(bank, sent))

    def ask(self, siti, offer: str) -> None:
        witnessed_agreement.ask_to_consent(
            actor_id=siti.id,
            application_public_id=offer,
            version=given.application(offer).version,
            at=NOON,
        )

    def agree(self, siti, offer: str, *, version: int | None = None, at=LATER) -> None:
        witnessed_agreement.agree(
            actor_id=siti.id,
            application_public_id=offer,
            version=version or given.application(offer).version,
            key=given.key(),
            at=at,
        )

    def test_counts_and_keeps_what_was_read_out(self, rini, tono, siti, offer):
        with helped_without_phone(rini, tono, siti):
            self.ask(siti, offer)
            with pytest.raises(NoTestimony):
                self.agree(siti, offer)
            confirm(tono, siti.nik)
            self.agree(siti, offer)
            with pytest.raises(IllegalTransition):
                self.agree(siti, offer)

        assert given.application(offer).status is ApplicationStatus.CONSENTED
        sheet = db.session.query(KeyFactsSheet).one()
        assert sheet.consented_at == LATER
        assert told(siti.id)[-1] == "witnessed_consent"

    def test_stands_in_the_decision_file(self, rini, tono, siti, offer, bank):
        with helped_without_phone(rini, tono, siti):
            self.ask(siti, offer)
            confirm(tono, siti.nik)
            self.agree(siti, offer)

        steps = testimony_checks.steps_of(eye(bank.maker), offer)
        assert [(step.step.value, step.witness) for step in steps] == [
            ("consent", "Tono Contoh"),
            ("assistance", "Tono Contoh"),
        ]
        for stranger in (given.owner(), given.bank().maker, rini):
            assert list(testimony_checks.steps_of(eye(stranger), offer)) == []

    def test_is_for_the_terms_of_this_day(self, rini, tono, siti, offer):
        midnight = NOON + timedelta(hours=12)
        with helped_without_phone(rini, tono, siti, at=midnight - timedelta(minutes=9)):
            witnessed_agreement.ask_to_consent(
                actor_id=siti.id,
                application_public_id=offer,
                version=given.application(offer).version,
                at=midnight - timedelta(minutes=5),
            )
            confirm(tono, siti.nik, at=midnight - timedelta(minutes=4))
            with pytest.raises(NoTestimony):
                self.agree(siti, offer, at=midnight + timedelta(minutes=1))

    def test_is_not_for_terms_that_changed(self, rini, tono, siti, offer):
        version = given.application(offer).version
        with helped_without_phone(rini, tono, siti):
            self.ask(siti, offer)
            confirm(tono, siti.nik)
            with pytest.raises(ChangedMeanwhile):
                self.agree(siti, offer, version=version + 1)

    def test_has_no_code(self, siti, offer):
        with pytest.raises(NoPhone):
            consent.send_code(
                actor_id=siti.id,
                application_public_id=offer,
                version=given.application(offer).version,
                at=LATER,
            )

    def test_needs_help_and_no_phone(self, siti, offer):
        with pytest.raises(NotPermitted):
            self.ask(siti, offer)
        budi = given.owner("Budi Contoh")
        with pytest.raises(NotPermitted):
            witnessed_agreement.ask_to_consent(
                actor_id=budi.id, application_public_id=offer, version=1, at=NOON
            )


class TestJoiningWithWitness:
    @pytest.fixture
    def kelompok(self) -> given.Kelompok:
        return given.group(4)

    @pytest.fixture
    def code(self, kelompok) -> str:
        group_codes.make_code(
            actor_id=kelompok.leader.id,
            group_public_id=kelompok.public_id,
            key=given.key(),
            at=NOON,
        )
        found: str = db.session.query(GroupCode).one().code
        return found

    def join(self, siti, code: str) -> str:
        return witnessed_agreement.join(actor_id=siti.id, code=code, key=given.key(), at=LATER)

    def come_in(self, rini, tono, siti, kelompok, code: str) -> None:
        with helped_without_phone(rini, tono, siti):
            witnessed_agreement.ask_to_join(actor_id=siti.id, code=code, at=NOON)
            confirm(tono, siti.nik)
            self.join(siti, code)
        request = db.session.query(JoinRequest).one().public_id
        joining.answer_request(
            actor_id=kelompok.leader.id, request_public_id=request, is_accepted=True, at=LATER
        )

    def test_makes_a_member_without_a_number(self, rini, tono, siti, kelompok, code):
        self.come_in(rini, tono, siti, kelompok, code)

        member = db.session.query(GroupMember).filter_by(person_id=siti.person_id).one()
        assert (member.status, member.phone) == (MembershipStatus.ACCEPTED, None)
        assert member.liability_text_version is not None
        assert "witnessed_joining" in told(siti.id)

    def test_is_not_possible_without_one(self, rini, tono, siti, code):
        with helped_without_phone(rini, tono, siti):
            with pytest.raises(NotPermitted):
                joining.ask_by_code(actor_id=siti.id, code=code, key=given.key(), at=LATER)
            with pytest.raises(NoTestimony):
                self.join(siti, code)
            with pytest.raises(group_codes.NoSuchCode):
                witnessed_agreement.ask_to_join(actor_id=siti.id, code="QRST", at=NOON)

    def test_lets_nobody_lead_without_a_phone(self, rini, tono, siti, kelompok, code):
        self.come_in(rini, tono, siti, kelompok, code)
        member = db.session.query(GroupMember).filter_by(person_id=siti.person_id).one()
        with pytest.raises(group_voting.NoPhoneToLead):
            group_voting.vote_for_leader(
                actor_id=kelompok.people[1].id, member_public_id=member.public_id, at=LATER
            )
        for person in kelompok.people[:3]:
            grouping.leave(actor_id=person.id, at=LATER)
        db.session.expire_all()
        assert member.group.leader_id == kelompok.people[3].person_id

    def test_answers_no_invitation_of_others(self, siti, kelompok):
        grouping.invite(
            actor_id=kelompok.leader.id,
            group_public_id=kelompok.public_id,
            name="Lia",
            phone="+6281377000009",
            key=given.key(),
            at=NOON,
        )
        row = db.session.query(GroupMember).filter_by(status=MembershipStatus.INVITED).one()
        with pytest.raises(grouping.InvitationGone):
            grouping.accept(actor_id=siti.id, invitation_public_id=row.public_id, at=LATER)


class TestFirstPhone:
    def test_comes_by_two_officers_and_ends_what_a_witness_began(self, rini, tono, siti):
        first, second = given.staff(Role.DINAS_OFFICER), given.staff(Role.DINAS_OFFICER)
        with helped_without_phone(rini, tono, siti) as session_id:
            helping.stand_in(None)
            change = phone_changes.propose_replacement(
                actor_id=first.id, nik=siti.nik, phone=FIRST_PHONE, key=given.key(), at=NOON
            )
            phone_changes.confirm_replacement(
                actor_id=second.id, change_public_id=change, phone=FIRST_PHONE, at=LATER
            )
            db.session.expire_all()
            assert db.session.get_one(Assistance, session_id).ended_at == LATER

        assert told(siti.id)[-1] == "phone_changed"
        assert "phone_changed_old" not in told(None)
        own_account.send_reset_code(phone=FIRST_PHONE, subject="x", allow_demo=True, at=LATER)
        assert code_sent_to(FIRST_PHONE)
        own_account.reset_password(
            phone=FIRST_PHONE, password="kuda terbang malam", allow_demo=True, at=LATER
        )
        entered = accounts.sign_in(
            phone=FIRST_PHONE, password="kuda terbang malam", allow_demo=True, at=LATER
        )
        assert entered.account_id == siti.id
        account = db.session.get_one(UserAccount, siti.id)
        assert phone_masked(account.phone) == "0813••••001"


class TestChecking:
    def witnessed(self, rini, tono, siti) -> None:
        with helped_without_phone(rini, tono, siti):
            pass

    def test_is_for_every_testimony_that_was_used(self, rini, tono, siti):
        self.witnessed(rini, tono, siti)
        dinas = given.staff(Role.DINAS_OFFICER)

        (step,) = testimony_checks.to_check(eye(dinas))
        assert (step.owner_name, step.asked_by, step.witness) == (
            "Siti Contoh",
            "Rini Contoh",
            "Tono Contoh",
        )
        place = testimony_checks.where_to_find(eye(dinas), step.public_id)
        assert place.home is not None
        assert "Legok" in (place.business or "")
        checking.open_used(actor_id=dinas.id, testimony_public_id=step.public_id, at=LATER)
        checking.check(
            actor_id=dinas.id,
            testimony_public_id=step.public_id,
            is_true=False,
            note="Tidak kenal",
            at=LATER,
        )
        assert list(testimony_checks.to_check(eye(dinas))) == []
        found = testimony_checks.one(eye(dinas), step.public_id)
        assert found is not None
        assert (found.is_true, found.check_note) == (False, "Tidak kenal")

    def test_keeps_the_first_answer(self, rini, tono, siti):
        self.witnessed(rini, tono, siti)
        dinas = given.staff(Role.DINAS_OFFICER)
        step = testimony_checks.to_check(eye(dinas))[0]
        for is_true in (True, False):
            checking.check(
                actor_id=dinas.id,
                testimony_public_id=step.public_id,
                is_true=is_true,
                note="",
                at=LATER,
            )
        assert db.session.query(models.Testimony).one().is_true is True

    def test_is_for_the_dinas(self, rini, tono, siti):
        self.witnessed(rini, tono, siti)
        public_id = db.session.query(models.Testimony).one().public_id
        for somebody in (rini, tono, given.bank().maker, siti):
            assert list(testimony_checks.to_check(eye(somebody))) == []
            assert testimony_checks.one(eye(somebody), public_id) is None
            with pytest.raises(NotPermitted):
                checking.check(
                    actor_id=somebody.id,
                    testimony_public_id=public_id,
                    is_true=True,
                    note="",
                    at=LATER,
                )
        dinas = given.staff(Role.DINAS_OFFICER)
        with pytest.raises(NotFound):
            checking.check(
                actor_id=dinas.id, testimony_public_id="x", is_true=True, note="", at=LATER
            )


class TestSigns:
    def test_name_the_same_two_for_many(self, rini, tono, siti, monkeypatch):
        budi = given.owner("Budi Contoh", has_phone=False)
        for number, owner in enumerate((siti, budi)):
            with helped_without_phone(rini, tono, owner, at=NOON + timedelta(minutes=number)):
                pass
        dinas = eye(given.staff(Role.DINAS_OFFICER))
        assert list(broker_signs.signs(dinas, on=TODAY)) == []

        real = witness_signs.rules_on
        monkeypatch.setattr(
            witness_signs, "rules_on", lambda **of: replace(real(**of), witnessed_together_max=1)
        )
        (sign,) = broker_signs.signs(dinas, on=TODAY)
        assert (sign.kind, sign.subject, sign.count) == (
            SignKind.SAME_PAIR,
            "Rini Contoh dan Tono Contoh",
            2,
        )
        maker = eye(given.bank().maker)
        found = broker_signs.signs_of(maker, [siti.person_id], on=TODAY)
        assert {who: list(kinds) for who, kinds in found.items()} == {
            siti.person_id: [SignKind.SAME_PAIR]
        }
