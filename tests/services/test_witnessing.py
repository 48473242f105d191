"""A second person stands for the code of an owner without a phone, and never for anybody's else."""

from datetime import timedelta

import pytest
from flask import Flask

from harkat.domain.identity import parse_nik
from harkat.domain.messages import MessageOutcome
from harkat.domain.people import REQUIRED_CONSENTS, ConsentPurpose
from harkat.domain.roles import NotPermitted, Role
from harkat.domain.statuses import ApplicationStatus
from harkat.domain.witnessing import (
    LIFE,
    MOST_ASKED,
    MOST_WRONG_NIKS,
    DeclineReason,
    WitnessedStep,
)
from harkat.extensions import db
from harkat.models import witnessing as models
from harkat.models.account_care import DataOpening
from harkat.models.assisting import Assistance, AssistedSending
from harkat.models.people import Person, UserAccount
from harkat.models.record import OutboxMessage
from harkat.queries import due_messages
from harkat.queries import witnessing as testimonies
from harkat.services import (
    accounts,
    assisting,
    delivery,
    helping,
    origination,
    own_account,
    registration,
    witnessed_help,
    witnessing,
)
from harkat.services.authority import NoPhone
from harkat.services.witnessing import AskedTooOften, NoTestimony, NotWaiting
from tests import given
from tests.desks import eye
from tests.moments import NOON, TODAY
from tests.phones import told
from tests.threads import at_once
from tests.witnesses import NAME, NIK, confirm, helped_without_phone, last_testimony

pytestmark = pytest.mark.usefixtures("app")

LATER = NOON + timedelta(minutes=5)
NEW = parse_nik(NIK, today=TODAY)


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


def ask(rini: given.Somebody, nik: str = NIK, name: str = NAME, at=NOON) -> None:
    witnessed_help.ask_to_begin(
        actor_id=rini.id, nik=parse_nik(nik, today=TODAY), full_name=name, at=at
    )


def begin(rini: given.Somebody, nik: str = NIK, name: str = NAME, at=LATER) -> str | None:
    return witnessed_help.begin(
        actor_id=rini.id, nik=parse_nik(nik, today=TODAY), full_name=name, at=at
    )


def register(rini: given.Somebody, **changed: object) -> str | None:
    words = {"nik": NEW, "full_name": NAME, "consents": REQUIRED_CONSENTS, **changed}
    return witnessed_help.register(actor_id=rini.id, key=given.key(), at=LATER, **words)


def ask_to_register(rini: given.Somebody, **changed: object) -> None:
    words = {"nik": NEW, "full_name": NAME, "consents": REQUIRED_CONSENTS, **changed}
    witnessed_help.ask_to_register(actor_id=rini.id, at=NOON, **words)


class TestAccountWithoutPhone:
    def test_is_entered_by_nobody(self, siti):
        account = db.session.get_one(UserAccount, siti.id)
        assert (account.phone, account.password_hash) == (None, None)
        for phone in ("", "+6281299999999"):
            found = accounts.sign_in(
                phone=phone, password=given.PASSWORD, allow_demo=True, at=LATER
            )
            assert found.account_id is None
        assert not accounts.confirm_password(actor_id=siti.id, password="", at=LATER)
        with pytest.raises(NotPermitted):
            own_account.reset_password(
                phone="", password="kuda terbang pagi", allow_demo=True, at=LATER
            )

    def test_is_one_of_many(self, siti):
        other = given.owner("Budi Contoh", has_phone=False)

        assert db.session.query(UserAccount).filter_by(phone=None).count() == 2
        assert other.id != siti.id

    def test_gets_its_messages_in_the_inbox_only(self, siti):
        message = db.session.query(OutboxMessage).filter_by(recipient_id=siti.id).first()
        assert message is not None
        number = message.id
        assert delivery.claim(message_id=number, at=LATER) is None

        db.session.expire_all()
        closed = db.session.get_one(OutboxMessage, number)
        assert (closed.outcome, closed.read_at) == (MessageOutcome.NO_PHONE, None)
        assert number not in delivery.due_messages(at=LATER, most=100)
        assert due_messages.no_phone_count() == 1
        assert list(due_messages.failed_messages()) == []

    def test_has_no_code_to_send_with(self, siti):
        draft = given.draft(given.bank(), {siti: 3_000_000})
        with pytest.raises(NoPhone):
            assisting.send_sending_code(actor_id=siti.id, application_public_id=draft, at=LATER)


class TestWitness:
    def test_lets_an_owner_be_helped(self, rini, tono, siti):
        ask(rini, siti.nik, siti.name)
        confirm(tono, siti.nik)
        public_id = begin(rini, siti.nik, siti.name)

        session = db.session.query(Assistance).filter_by(public_id=public_id).one()
        assert (session.owner_id, session.assistant_id) == (siti.id, rini.id)
        row = db.session.query(models.Testimony).one()
        assert (row.owner_id, row.witness_id, row.used_at) == (siti.id, tono.id, LATER)
        openings = db.session.query(DataOpening).filter_by(person_id=siti.person_id)
        assert {opening.actor_id for opening in openings} == {rini.id, tono.id}
        assert told(siti.id)[-1] == "assistance_begun"

    def test_is_never_whoever_asked(self, rini, siti):
        ask(rini, siti.nik)
        with pytest.raises(NotPermitted):
            confirm(rini, siti.nik)
        with pytest.raises(NotPermitted):
            decline(rini)
        assert list(testimonies.waiting(eye(rini), at=NOON)) == []
        assert testimonies.step_to_read(eye(rini), last_testimony(), at=NOON) is None

    @pytest.mark.parametrize(
        "role", [role for role in Role if role not in {Role.ASSISTANT, Role.TRAINING_STAFF}]
    )
    def test_is_of_a_desk_only(self, rini, role):
        ask(rini)
        bank = given.bank() if role.value.startswith("bank") else None
        people = {Role.BANK_MAKER: "maker", Role.BANK_CHECKER: "checker"}
        others = {Role.BANK_DISBURSER: "disburser", Role.BANK_CASHIER: "cashier"}
        if bank is not None:
            somebody = getattr(bank, (people | others)[role])
        else:
            is_owner = role is Role.BUSINESS_OWNER
            somebody = given.owner() if is_owner else given.staff(role)
        with pytest.raises(NotPermitted):
            confirm(somebody)

    def test_has_looked_at_the_card(self, rini, tono):
        ask(rini)
        other = parse_nik("1571064506880001", today=TODAY).digits
        for left in (2, 1, 0):
            answer = witnessing.confirm(
                actor_id=tono.id, testimony_public_id=last_testimony(), nik=other, at=NOON
            )
            assert answer == left
        with pytest.raises(NotWaiting):
            confirm(tono)
        assert MOST_WRONG_NIKS == 3
        with pytest.raises(NoTestimony):
            begin(rini)

    def test_may_say_no_with_a_reason(self, rini, tono):
        ask(rini)
        decline(tono)

        with pytest.raises(NoTestimony):
            begin(rini)
        with pytest.raises(NotWaiting):
            confirm(tono)
        about = testimonies.read_out.beginning(nik=NIK, full_name=NAME)
        found = testimonies.asked(eye(rini), about, at=LATER)
        assert found is not None
        assert (found.reason, found.note) == (DeclineReason.NOT_HERE, "Sendirian")

    def test_counts_half_an_hour(self, rini, tono):
        ask(rini)
        with pytest.raises(NotWaiting):
            confirm(tono, at=NOON + LIFE)
        confirm(tono, at=NOON + LIFE - timedelta(seconds=1))
        with pytest.raises(NoTestimony):
            begin(rini, at=NOON + LIFE)

    def test_counts_once(self, rini, tono, siti):
        ask(rini, siti.nik, siti.name)
        confirm(tono, siti.nik)
        begin(rini, siti.nik, siti.name)

        with pytest.raises(NoTestimony):
            begin(rini, siti.nik, siti.name)

    def test_counts_once_at_once(self, app: Flask, rini, tono, siti):
        ask(rini, siti.nik, siti.name)
        confirm(tono, siti.nik)
        outcomes = at_once(app, [lambda: begin(rini, siti.nik, siti.name)] * 2)

        assert sum(isinstance(outcome, str) for outcome in outcomes) == 1, outcomes
        assert sum(isinstance(outcome, NoTestimony) for outcome in outcomes) == 1
        assert db.session.query(Assistance).count() == 1

    def test_counts_for_whoever_asked_and_what_was_asked(self, rini, tono, siti):
        ask(rini, siti.nik, siti.name)
        confirm(tono, siti.nik)
        lia = given.staff(Role.ASSISTANT)

        with pytest.raises(NoTestimony):
            begin(lia, siti.nik, siti.name)
        with pytest.raises(NoTestimony):
            begin(rini, siti.nik, "Orang Lain")
        with pytest.raises(NoTestimony):
            register(rini, nik=parse_nik(siti.nik, today=TODAY), full_name=siti.name)

    def test_whose_account_is_closed_counts_no_more(self, rini, tono, siti):
        ask(rini, siti.nik, siti.name)
        confirm(tono, siti.nik)
        db.session.get_one(UserAccount, tono.id).is_active = False
        db.session.commit()

        with pytest.raises(NoTestimony):
            begin(rini, siti.nik, siti.name)

    def test_is_asked_by_one_helper_for_one_thing_at_a_time(self, rini, tono):
        ask(rini)
        first = last_testimony()
        ask(rini, name="Orang Lain", at=LATER)

        waiting = testimonies.waiting(eye(tono), at=LATER)
        assert [step.name_masked for step in waiting] == ["Orang L."]
        with pytest.raises(NotWaiting):
            witnessing.confirm(actor_id=tono.id, testimony_public_id=first, nik=NIK, at=LATER)

    def test_is_not_asked_for_endlessly(self, rini, monkeypatch):
        monkeypatch.setattr(witnessing, "MOST_ASKED", 2)
        ask(rini)
        ask(rini)
        with pytest.raises(AskedTooOften):
            ask(rini)
        ask(rini, at=NOON + timedelta(days=1, seconds=1))
        assert MOST_ASKED == 60

    def test_sees_no_nik_and_a_masked_name_in_the_list(self, rini, tono):
        ask(rini)

        (step,) = testimonies.waiting(eye(tono), at=NOON)
        assert (step.step, step.name_masked) == (WitnessedStep.ASSISTANCE, "Nur C.")
        read = testimonies.step_to_read(eye(tono), step.public_id, at=NOON)
        assert read is not None
        assert NIK not in str(read)
        stored = db.session.execute(db.text("SELECT told, subject FROM testimony")).one()
        assert NAME not in str(stored)
        assert list(testimonies.waiting(eye(given.staff(Role.AUDITOR)), at=NOON)) == []


def decline(witness: given.Somebody) -> None:
    witnessing.decline(
        actor_id=witness.id,
        testimony_public_id=last_testimony(),
        reason=DeclineReason.NOT_HERE,
        note="Sendirian",
        at=NOON,
    )


class TestAccountWithPhone:
    def test_is_never_helped_through_a_witness(self, rini, tono):
        budi = given.owner("Budi Contoh")
        ask(rini, budi.nik, budi.name)
        confirm(tono, budi.nik)

        assert begin(rini, budi.nik, budi.name) is None
        assert told(budi.id)[-1] == "help_without_phone"
        assert db.session.query(Assistance).count() == 0

    def test_looks_like_no_account(self, rini, tono):
        ask(rini)
        confirm(tono)

        assert begin(rini) is None

    def test_is_not_registered_anew(self, rini, tono):
        budi = given.owner("Budi Contoh")
        nik = parse_nik(budi.nik, today=TODAY)
        ask_to_register(rini, nik=nik)
        confirm(tono, budi.nik)

        assert register(rini, nik=nik) is None
        assert told(budi.id)[-1] == "registered_before"

    def test_sends_with_the_own_code_alone(self, rini):
        budi = given.owner("Budi Contoh", is_trained=True)
        draft = given.draft(given.bank(), {budi: 3_000_000})
        running = assisting.begin(actor_id=rini.id, phone=budi.phone, at=NOON)
        helping.stand_in(db.session.query(Assistance).filter_by(public_id=running).one().id)
        try:
            with pytest.raises(NotPermitted):
                witnessed_help.ask_to_send(actor_id=budi.id, application_public_id=draft, at=LATER)
            with pytest.raises(NotPermitted):
                send(budi, draft)
        finally:
            helping.stand_in(None)


class TestRegisteringWithoutPhone:
    def test_opens_an_account_with_the_consents_read_out(self, rini, tono):
        consents = REQUIRED_CONSENTS | {ConsentPurpose.MESSAGES}
        ask_to_register(rini, consents=consents)
        confirm(tono)

        assert register(rini, consents=consents) is not None
        person = db.session.query(Person).filter_by(full_name=NAME).one()
        assert person.account.phone is None
        assert db.session.query(models.Testimony).one().owner_id == person.account_id

    @pytest.mark.parametrize(
        "changed",
        [{"full_name": "Orang Lain"}, {"consents": frozenset(ConsentPurpose)}],
        ids=["name", "consents"],
    )
    def test_is_for_exactly_what_was_read_out(self, rini, tono, changed):
        ask_to_register(rini)
        confirm(tono)
        with pytest.raises(NoTestimony):
            register(rini, **changed)

    def test_at_two_desks_at_once_opens_one_account(self, app: Flask, rini, tono):
        lia = given.staff(Role.ASSISTANT, name="Lia Contoh")
        for helper in (rini, lia):
            ask_to_register(helper)
            confirm(tono)
        outcomes = at_once(app, [lambda: register(rini), lambda: register(lia)])

        assert sorted(outcome is None for outcome in outcomes) == [False, True], outcomes
        assert db.session.query(Person).filter_by(full_name=NAME).count() == 1

    def test_needs_the_required_consents(self, rini):
        with pytest.raises(registration.ConsentMissing):
            ask_to_register(rini, consents=frozenset())


def send(owner: given.Somebody, draft: str) -> str:
    return witnessed_help.send_application(
        actor_id=owner.id, application_public_id=draft, key=given.key(), at=LATER
    )


class TestSendingWithWitness:
    @pytest.fixture
    def draft(self, siti) -> str:
        return given.draft(given.bank(), {siti: 3_000_000})

    def ask(self, siti, draft: str) -> None:
        witnessed_help.ask_to_send(actor_id=siti.id, application_public_id=draft, at=NOON)

    def test_goes_out_as_it_was_read_out(self, rini, tono, siti, draft):
        with helped_without_phone(rini, tono, siti):
            with pytest.raises(NoTestimony):
                send(siti, draft)
            self.ask(siti, draft)
            with pytest.raises(NoTestimony):
                send(siti, draft)
            confirm(tono, siti.nik)
            send(siti, draft)

        assert given.application(draft).status is ApplicationStatus.SUBMITTED
        assert db.session.query(AssistedSending).count() == 1
        assert "witnessed_sending" in told(siti.id)

    def test_is_not_possible_without_any_proof(self, rini, tono, siti, draft):
        with helped_without_phone(rini, tono, siti), pytest.raises(helping.OwnCodeMissing):
            origination.submit(
                actor_id=siti.id, application_public_id=draft, key=given.key(), at=LATER
            )

    @pytest.mark.parametrize("change", ["amount", "purpose", "account"])
    def test_takes_no_testimony_about_something_else(self, rini, tono, siti, draft, change):
        with helped_without_phone(rini, tono, siti):
            self.ask(siti, draft)
            confirm(tono, siti.nik)
            if change == "account":
                registration.set_payout_account(
                    actor_id=siti.id,
                    bank_name="Bank Contoh",
                    account_no="5555555",
                    holder=siti.name,
                    key=given.key(),
                    at=NOON,
                )
            else:
                origination.fill_part(
                    actor_id=siti.id,
                    application_public_id=draft,
                    requested=given.Rupiah(9_000_000 if change == "amount" else 3_000_000),
                    purpose="Beli motor",
                    at=NOON,
                )
            with pytest.raises(NoTestimony):
                send(siti, draft)

        assert given.application(draft).status is ApplicationStatus.DRAFT

    def test_takes_no_testimony_that_let_somebody_help(self, rini, tono, siti, draft):
        with helped_without_phone(rini, tono, siti):
            session_id = helping.current()
            helping.stand_in(None)
            ask(rini, siti.nik, siti.name)
            confirm(tono, siti.nik)
            helping.stand_in(session_id)
            with pytest.raises(NoTestimony):
                send(siti, draft)

    def test_stops_with_the_session(self, rini, tono, siti, draft):
        with helped_without_phone(rini, tono, siti) as session_id:
            self.ask(siti, draft)
            confirm(tono, siti.nik)
            db.session.get_one(Assistance, session_id).ended_at = LATER
            db.session.commit()
            with pytest.raises(NotPermitted):
                send(siti, draft)

    def test_stops_once_the_owner_has_a_phone(self, rini, tono, siti, draft):
        with helped_without_phone(rini, tono, siti):
            self.ask(siti, draft)
            confirm(tono, siti.nik)
            account = db.session.get_one(UserAccount, siti.id)
            account.phone, account.phone_lookup = "+6281366660000", "x"
            db.session.commit()
            with pytest.raises(NotPermitted):
                send(siti, draft)

    def test_happens_once_at_once(self, app: Flask, rini, tono, siti, draft):
        with helped_without_phone(rini, tono, siti) as session_id:
            self.ask(siti, draft)
            confirm(tono, siti.nik)

        def sent() -> str:
            helping.stand_in(session_id)
            return send(siti, draft)

        outcomes = at_once(app, [sent, sent])
        assert sum(isinstance(outcome, str) for outcome in outcomes) == 1, outcomes
        assert db.session.query(AssistedSending).count() == 1
