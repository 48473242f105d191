"""Helping an owner: allowed by the own phone, marked in every deed, and never the owner's yes."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from flask import Flask

from harkat.domain.assisting import LONGEST, SignKind
from harkat.domain.documents import DocumentKind
from harkat.domain.identity import parse_nik
from harkat.domain.people import REQUIRED_CONSENTS, MaritalStatus
from harkat.domain.phone_codes import CodePurpose
from harkat.domain.roles import NotPermitted, Role
from harkat.domain.statuses import ApplicationStatus
from harkat.extensions import db
from harkat.models.account_care import DataOpening
from harkat.models.assisting import Assistance, AssistedAct, AssistedSending
from harkat.models.people import UserAccount
from harkat.models.record import AuditEvent
from harkat.queries import assisting as helps_given
from harkat.queries import broker_signs
from harkat.services import (
    assisting,
    circumstances,
    helping,
    origination,
    phone_codes,
    registration,
    staff_accounts,
)
from harkat.services.registration import ConsentMissing
from tests import given
from tests.desks import begin, eye, helped
from tests.moments import NOON, TODAY
from tests.phones import code_sent_to, other_than, told
from tests.threads import at_once

pytestmark = pytest.mark.usefixtures("app")

LATER = NOON + timedelta(minutes=5)


@pytest.fixture
def rini() -> given.Somebody:
    return given.staff(Role.ASSISTANT, name="Rini Contoh")


@pytest.fixture
def siti() -> given.Somebody:
    return given.owner("Siti Contoh", is_trained=True)


def set_account(owner: given.Somebody, account_no: str = "1234567890") -> None:
    registration.set_payout_account(
        actor_id=owner.id,
        bank_name="Bank Contoh",
        account_no=account_no,
        holder=owner.name,
        key=given.key(),
        at=LATER,
    )


def marked() -> list[str]:
    """Return what was done in helping sessions."""
    return list(
        db.session.scalars(
            db.select(AuditEvent.action)
            .join(AssistedAct, AssistedAct.audit_event_id == AuditEvent.id)
            .order_by(AuditEvent.id)
        )
    )


class TestHelping:
    def test_marks_every_deed_of_the_session_and_no_other(self, rini, siti):
        with helped(rini, siti):
            set_account(siti)
        set_account(siti, "9876543210")

        assert marked() == ["registration.set_payout_account"]

    def test_is_told_to_the_owner_and_stands_in_the_own_data(self, rini, siti):
        begin(rini, siti)

        assert told(siti.id)[-1] == "assistance_begun"
        opening = db.session.query(DataOpening).filter_by(person_id=siti.person_id).one()
        assert (opening.actor_id, opening.role) == (rini.id, Role.ASSISTANT)

    def test_shows_the_owner_who_helped_and_how_much(self, rini, siti):
        with helped(rini, siti):
            set_account(siti)

        (help_given,) = helps_given.own_helps(eye(siti), at=LATER)
        assert (help_given.assistant_name, help_given.acts) == ("Rini Contoh", 1)
        assert help_given.is_running
        assert helps_given.own_helps(eye(given.owner()), at=LATER) == []

    def test_does_nothing_for_another_owner(self, rini, siti):
        budi = given.owner()
        with helped(rini, siti), pytest.raises(NotPermitted):
            set_account(budi)

    def test_ends_by_itself_in_the_middle_of_a_deed(self, rini, siti):
        with helped(rini, siti, at=LATER - LONGEST), pytest.raises(NotPermitted):
            set_account(siti)

    @pytest.mark.parametrize("who", ["assistant", "owner"])
    def test_is_ended_by_either(self, rini, siti, who):
        actor = rini if who == "assistant" else siti
        with helped(rini, siti) as running:
            helping.stand_in(None)
            for _twice in range(2):
                assisting.end(actor_id=actor.id, assistance_public_id=running.public_id, at=NOON)
            helping.stand_in(running.id)
            with pytest.raises(NotPermitted):
                set_account(siti)

        assert helps_given.running(eye(rini), running.public_id, at=NOON) is None

    def test_is_ended_by_nobody_else(self, rini, siti):
        running = begin(rini, siti)
        with pytest.raises(NotPermitted):
            assisting.end(
                actor_id=given.owner().id, assistance_public_id=running.public_id, at=NOON
            )

    def test_is_found_by_nobody_else(self, rini, siti):
        running = begin(rini, siti)
        other = given.staff(Role.ASSISTANT)

        for somebody in (other, siti, given.staff(Role.DINAS_OFFICER)):
            assert helps_given.running(eye(somebody), running.public_id, at=NOON) is None

    def test_of_one_owner_ends_with_the_next(self, rini, siti):
        first = begin(rini, siti)
        begin(rini, given.owner(), at=LATER)

        assert helps_given.running(eye(rini), first.public_id, at=LATER) is None
        assert db.session.query(Assistance).filter_by(ended_at=None).count() == 1

    def test_is_for_those_who_help_and_of_owners_only(self, rini, siti):
        for role in (Role.DINAS_OFFICER, Role.SECURITY_ADMIN, Role.AUDITOR):
            with pytest.raises(NotPermitted):
                assisting.begin(actor_id=given.staff(role).id, phone=siti.phone, at=NOON)
        with pytest.raises(NotPermitted):
            assisting.begin(actor_id=siti.id, phone=siti.phone, at=NOON)
        for phone in (rini.phone, given.staff(Role.AUDITOR).phone):
            with pytest.raises(assisting.NotAnOwner):
                assisting.begin(actor_id=rini.id, phone=phone, at=NOON)
        begin(given.staff(Role.TRAINING_STAFF), siti)

    def test_stops_with_the_assistants_account(self, rini, siti):
        with helped(rini, siti):
            db.session.get_one(UserAccount, rini.id).is_active = False
            db.session.commit()
            with pytest.raises(NotPermitted):
                set_account(siti)


class TestDesk:
    def add(self, role: Role) -> str:
        return staff_accounts.add_staff(
            actor_id=given.staff(Role.SECURITY_ADMIN).id,
            full_name="Lestari Contoh",
            phone="+628119000011",
            role=role,
            bank_id=None,
            kelurahan_code=given.LEGOK,
            key=given.key(),
            at=NOON,
        )

    def test_of_a_kelurahan_is_named_with_the_help(self, siti):
        self.add(Role.ASSISTANT)
        account = db.session.query(UserAccount).filter_by(full_name="Lestari Contoh").one()
        assisting.begin(actor_id=account.id, phone=siti.phone, at=NOON)

        (help_given,) = helps_given.own_helps(eye(siti), at=NOON)
        assert help_given.kelurahan == "Legok"

    def test_is_for_assistants_only(self):
        with pytest.raises(NotPermitted):
            self.add(Role.AUDITOR)


class TestRegisteringTogether:
    def register(self, rini: given.Somebody, **changed: object) -> str | None:
        words: dict[str, object] = {
            "phone": "+6281377000001",
            "nik": parse_nik("1571064506880991", today=TODAY),
            "full_name": "Nur Contoh",
            "consents": REQUIRED_CONSENTS,
            "key": given.key(),
        }
        return assisting.register(actor_id=rini.id, at=NOON, **{**words, **changed})

    def test_opens_an_account_only_its_owner_can_give_a_password(self, rini):
        public_id = self.register(rini)

        assert public_id is not None
        running = helps_given.running(eye(rini), public_id, at=NOON)
        assert running is not None
        account = db.session.get_one(UserAccount, running.owner.user_id)
        assert (account.full_name, account.password_hash) == ("Nur Contoh", None)

    def test_of_somebody_known_opens_nothing_and_tells_that_person(self, rini, siti):
        known = self.register(rini, nik=parse_nik(siti.nik, today=TODAY))

        assert known is None
        assert told(siti.id)[-1] == "registered_before"
        assert db.session.query(Assistance).count() == 0

    def test_needs_the_required_consents(self, rini):
        with pytest.raises(ConsentMissing):
            self.register(rini, consents=frozenset())

    def test_at_two_desks_at_once_opens_one_account(self, app: Flask, rini: given.Somebody):
        lia = given.staff(Role.ASSISTANT, name="Lia Contoh")
        outcomes = at_once(app, [partial(self.register, each) for each in (rini, lia)])

        assert sorted(outcome is None for outcome in outcomes) == [False, True], outcomes


class TestSendingWithHelp:
    @pytest.fixture
    def desk(self) -> given.BankDesk:
        return given.bank()

    @pytest.fixture
    def draft(self, desk, siti) -> str:
        return given.draft(desk, {siti: 3_000_000})

    def ask(self, siti: given.Somebody, draft: str) -> str:
        assisting.send_sending_code(
            actor_id=siti.id, application_public_id=draft, at=NOON + timedelta(minutes=2)
        )
        code = code_sent_to(siti.phone)
        assert code is not None
        return code

    def send(self, siti: given.Somebody, draft: str, code: str) -> str:
        return assisting.send_application(
            actor_id=siti.id, application_public_id=draft, code=code, key=given.key(), at=LATER
        )

    def test_needs_the_owners_own_code(self, rini, siti, draft):
        with helped(rini, siti), pytest.raises(helping.OwnCodeMissing):
            origination.submit(
                actor_id=siti.id, application_public_id=draft, key=given.key(), at=LATER
            )

        assert given.application(draft).status is ApplicationStatus.DRAFT

    def test_goes_out_with_the_code_and_says_so(self, rini, siti, desk, draft):
        with helped(rini, siti):
            self.send(siti, draft, self.ask(siti, draft))

        assert given.application(draft).status is ApplicationStatus.SUBMITTED
        assert db.session.query(AssistedSending).count() == 1
        for viewer in (eye(siti), eye(desk.maker)):
            (shown,) = helps_given.helps_with(viewer, draft)
            assert (shown.owner_name, shown.assistant_name) == ("Siti Contoh", "Rini Contoh")
            assert shown.has_sent
        for stranger in (given.owner(), given.bank().maker, rini):
            assert list(helps_given.helps_with(eye(stranger), draft)) == []

    def test_counts_wrong_codes(self, rini, siti, draft):
        with helped(rini, siti):
            code = self.ask(siti, draft)
            with pytest.raises(assisting.CodeRefused) as refused:
                self.send(siti, draft, other_than(code))

        assert refused.value.answer.tries_left == 4
        assert given.application(draft).status is ApplicationStatus.DRAFT

    @pytest.mark.parametrize("change", ["amount", "account"])
    def test_takes_no_code_for_something_else_than_was_read_out(self, rini, siti, draft, change):
        with helped(rini, siti):
            code = self.ask(siti, draft)
            if change == "amount":
                origination.fill_part(
                    actor_id=siti.id,
                    application_public_id=draft,
                    requested=given.Rupiah(9_000_000),
                    purpose="Tambah etalase",
                    at=LATER,
                )
            else:
                set_account(siti)
            with pytest.raises(assisting.CodeRefused):
                self.send(siti, draft, code)

        assert given.application(draft).status is ApplicationStatus.DRAFT

    def test_takes_no_code_that_let_somebody_help(self, rini, siti, draft):
        assisting.send_code(
            actor_id=rini.id,
            phone=siti.phone,
            purpose=CodePurpose.ASSISTANCE,
            subject="meja",
            at=NOON,
        )
        code = code_sent_to(siti.phone)
        assert code is not None
        with helped(rini, siti), pytest.raises(assisting.CodeRefused):
            self.send(siti, draft, code)

    def test_of_a_confirmed_yes_is_only_for_a_session(self, siti, draft):
        _phone, subject, application_id = assisting.sending_of(siti.id, draft)
        with pytest.raises(NotPermitted):
            assisting.submit_confirmed(
                actor_id=siti.id,
                application_public_id=draft,
                application_id=application_id,
                subject=subject,
                key=given.key(),
                at=LATER,
            )

    def test_without_help_stays_as_it_was(self, siti, draft):
        origination.submit(actor_id=siti.id, application_public_id=draft, key=given.key(), at=LATER)

        assert marked() == []

    def test_codes_at_the_desk_are_of_two_kinds_only(self, rini, siti):
        with pytest.raises(NotPermitted):
            assisting.send_code(
                actor_id=rini.id,
                phone=siti.phone,
                purpose=CodePurpose.PASSWORD_RESET,
                subject="meja",
                at=NOON,
            )
        assert phone_codes.expired().is_match is False


class TestSigns:
    def signs(self, *people: given.Somebody) -> dict[int, list[SignKind]]:
        maker = given.bank().maker
        ids = [person.person_id or 0 for person in people]
        return {
            person_id: list(kinds)
            for person_id, kinds in broker_signs.signs_of(eye(maker), ids, on=TODAY).items()
        }

    def test_name_what_serves_many(self, siti):
        budi, alone = given.owner("Budi Contoh"), given.owner("Lia Contoh")
        set_account(siti)
        set_account(budi)
        photo = given.ready_file()
        for owner in (siti, budi):
            given.show(owner, DocumentKind.BUSINESS_PLACE, file=photo)
        circumstances.tell_family(
            actor_id=budi.id,
            marital_status=MaritalStatus.SINGLE,
            spouse_name=None,
            other_phone=siti.phone,
            education=None,
            at=LATER,
        )

        kinds = [SignKind.SAME_PHONE, SignKind.SAME_ACCOUNT, SignKind.SAME_PHOTO]
        assert self.signs(siti, budi, alone) == {
            siti.person_id: kinds,
            budi.person_id: kinds,
        }
        found = broker_signs.signs(eye(given.staff(Role.DINAS_OFFICER)), on=TODAY)
        assert [(sign.kind, sign.count, list(sign.people)) for sign in found] == [
            (kind, 2, ["Budi Contoh", "Siti Contoh"]) for kind in kinds
        ]

    def test_name_who_helps_more_than_usual(self, rini, siti, monkeypatch):
        budi = given.owner("Budi Contoh")
        begin(rini, siti)
        begin(rini, budi, at=LATER)
        dinas = eye(given.staff(Role.DINAS_OFFICER))
        assert list(broker_signs.signs(dinas, on=TODAY)) == []

        real = broker_signs.rules_on

        def strict(**asked):
            return replace(real(**asked), helped_owners_max=1)

        monkeypatch.setattr(broker_signs, "rules_on", strict)
        (sign,) = broker_signs.signs(dinas, on=TODAY)
        assert (sign.kind, sign.subject, sign.count) == (SignKind.MANY_HELPED, "Rini Contoh", 2)
        assert self.signs(siti) == {siti.person_id: [SignKind.MANY_HELPED]}
        assert list(broker_signs.signs(dinas, on=TODAY + timedelta(days=40))) == []

    def test_are_for_those_who_may_read_them(self, rini, siti):
        assert list(broker_signs.signs(eye(rini), on=TODAY)) == []
        assert broker_signs.signs_of(eye(rini), [siti.person_id or 0], on=TODAY) == {}
