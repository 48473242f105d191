"""Owners register; who is registered already is told on the own phone and nowhere else."""

from collections.abc import Callable, Collection
from datetime import date, timedelta
from functools import partial

import pytest
from flask import Flask

from harkat.domain.identity import Sex, parse_nik
from harkat.domain.passwords import PasswordFault, WeakPassword
from harkat.domain.people import (
    CONSENT_TEXT_VERSION,
    REQUIRED_CONSENTS,
    BusinessPlace,
    ConsentPurpose,
    Sector,
)
from harkat.domain.roles import NotPermitted, Role
from harkat.extensions import db
from harkat.models.business import Business
from harkat.models.people import DataConsent, Person, UserAccount
from harkat.models.record import AuditEvent, OutboxMessage
from harkat.reports.messages import message_text
from harkat.services import accounts, registration
from harkat.services.accounts import SignIn
from harkat.services.registration import ConsentMissing, PayoutLocked, UnknownKelurahan
from tests import given
from tests.moments import NOON, TODAY
from tests.threads import at_once

pytestmark = pytest.mark.usefixtures("app")

PHONE = "+6281300000001"
NIK = "1571064506880001"
PASSWORD = "perahu kertas malam"


def register(
    *,
    phone: str = PHONE,
    password: str = PASSWORD,
    nik: str = NIK,
    consents: Collection[ConsentPurpose] = REQUIRED_CONSENTS,
    key: str | None = None,
) -> None:
    registration.register(
        phone=phone,
        password=password,
        nik=parse_nik(nik, today=TODAY),
        full_name="Wati Contoh",
        consents=consents,
        key=key or given.key(),
        at=NOON,
    )


def sign_in(phone: str = PHONE, password: str = PASSWORD) -> SignIn:
    return accounts.sign_in(phone=phone, password=password, allow_demo=False, at=NOON)


def people() -> list[str]:
    """Return the names of everybody who is registered."""
    db.session.rollback()
    return list(db.session.scalars(db.select(Person.full_name).order_by(Person.id)))


def messages_to(account_id: int) -> list[str]:
    db.session.rollback()
    return list(
        db.session.scalars(
            db.select(OutboxMessage.template)
            .filter_by(recipient_id=account_id)
            .order_by(OutboxMessage.id)
        )
    )


class TestRegister:
    def test_opens_an_account_to_sign_in_with(self):
        register()

        account_id = sign_in().account_id
        assert account_id is not None
        account = db.session.get_one(UserAccount, account_id)
        assert (account.role, account.phone, account.bank_id) == (
            Role.BUSINESS_OWNER,
            PHONE,
            None,
        )
        assert messages_to(account_id) == ["registered"]

    def test_reads_birth_and_sex_from_the_nik(self):
        register()

        person = db.session.query(Person).one()
        assert (person.full_name, person.nik, person.birth_on, person.sex) == (
            "Wati Contoh",
            NIK,
            date(1988, 6, 5),
            Sex.FEMALE,
        )

    def test_keeps_each_consent_with_its_text_and_moment(self):
        chosen = {*REQUIRED_CONSENTS, ConsentPurpose.MESSAGES}

        register(consents=chosen)

        found = {
            (row.purpose, row.text_version, row.given_at, row.withdrawn_at)
            for row in db.session.query(DataConsent)
        }
        assert found == {(purpose, CONSENT_TEXT_VERSION, NOON, None) for purpose in chosen}

    @pytest.mark.parametrize("missing", sorted(REQUIRED_CONSENTS))
    def test_stores_nothing_without_the_required_consents(self, missing: ConsentPurpose):
        with pytest.raises(ConsentMissing):
            register(consents=set(ConsentPurpose) - {missing})

        assert people() == []

    @pytest.mark.parametrize("password", ["wati contoh 88", NIK, PHONE, "indonesia1", "pinjaman26"])
    def test_stores_nothing_with_a_password_that_is_guessed_first(self, password: str):
        with pytest.raises(WeakPassword) as weak:
            register(password=password)

        assert weak.value.fault is PasswordFault.GUESSABLE
        assert people() == []

    def test_sent_twice_registers_once(self):
        register(key="satu-kunci")
        register(key="satu-kunci")

        assert people() == ["Wati Contoh"]

    def test_sent_from_two_places_at_once_registers_once(self, app: Flask):
        db.session.rollback()

        answers = at_once(app, [partial(register) for _ in range(4)])

        assert answers == [None] * 4
        assert people() == ["Wati Contoh"]


class TestSomebodyKnown:
    KNOWN_BY = pytest.mark.parametrize(
        "again_as",
        [
            lambda siti: {"phone": siti.phone},
            lambda siti: {"nik": siti.nik},
            lambda siti: {"phone": siti.phone, "nik": siti.nik},
        ],
        ids=["phone", "nik", "both"],
    )

    @KNOWN_BY
    def test_looks_like_anybody_else_from_outside(
        self, again_as: Callable[[given.Somebody], dict[str, str]]
    ):
        siti = given.owner()

        assert register(**again_as(siti)) is None  # type: ignore[func-returns-value]

    @KNOWN_BY
    def test_keeps_the_account_and_is_told(
        self, again_as: Callable[[given.Somebody], dict[str, str]]
    ):
        siti = given.owner()

        register(**again_as(siti))

        assert people() == ["Siti Contoh"]
        assert messages_to(siti.id) == ["registered", "registered_before"]
        assert sign_in(siti.phone, given.PASSWORD) == SignIn(account_id=siti.id)
        assert sign_in(siti.phone, PASSWORD) == SignIn()

    def test_as_staff_keeps_the_role(self):
        rina = given.staff(Role.DINAS_VIEWER)

        register(phone=rina.phone)

        assert people() == []
        assert db.session.get_one(UserAccount, rina.id).role is Role.DINAS_VIEWER

    def test_is_not_told_apart_in_the_audit(self):
        siti = given.owner()
        register(phone=siti.phone)
        register()

        db.session.rollback()
        rows = db.session.query(AuditEvent).filter_by(action="registration.open_account")
        assert {row.actor_id for row in rows} == {None}


class TestBusiness:
    def test_is_what_its_owner_describes(self):
        siti = given.owner()

        business = db.session.query(Business).one()
        assert (
            business.person_id,
            business.name,
            business.sector,
            business.place,
            business.kelurahan.name,
            business.kelurahan.kecamatan.name,
            business.started_on,
        ) == (
            siti.person_id,
            "Warung Contoh",
            Sector.FOOD,
            BusinessPlace.HOME,
            "Legok",
            "Danau Sipin",
            date(2021, 5, 1),
        )

    def test_is_one_even_if_described_again(self):
        siti = given.owner()

        given.describe_business(siti.id, kelurahan_code="15.71.01.1003")

        assert db.session.query(Business).one().kelurahan.name == "Teluk Kenali"

    def test_lies_in_the_city(self):
        siti = given.owner(kelurahan_code=None)

        with pytest.raises(UnknownKelurahan):
            given.describe_business(siti.id, kelurahan_code="31.71.01.1001")

        assert db.session.query(Business).count() == 0

    def test_is_described_by_its_owner_alone(self):
        with pytest.raises(NotPermitted):
            given.describe_business(given.staff(Role.PROGRAM_ADMIN).id)


class TestPayoutAccount:
    def test_is_the_owners_and_can_be_corrected(self):
        siti = given.owner(has_account_no=False)

        for account_no in ("0011223344", "0011223355"):
            registration.set_payout_account(
                actor_id=siti.id,
                bank_name="Bank Contoh",
                account_no=account_no,
                holder="Siti Contoh",
                key=given.key(),
                at=NOON,
            )

        person = db.session.get_one(Person, siti.person_id)
        assert (person.payout_bank, person.bank_account_no, person.payout_holder) == (
            "Bank Contoh",
            "0011223355",
            "Siti Contoh",
        )

    def test_that_takes_the_place_of_another_is_told_to_its_owner(self):
        siti = given.owner(has_account_no=False)
        texts = []

        for account_no in ("0011223344", "0011223344", "0011223355"):
            registration.set_payout_account(
                actor_id=siti.id,
                bank_name="Bank Contoh",
                account_no=account_no,
                holder="Siti Contoh",
                key=given.key(),
                at=NOON,
            )
            rows = db.session.scalars(
                db.select(OutboxMessage).filter_by(
                    recipient_id=siti.id, template="payout_account_changed"
                )
            )
            texts.append([message_text(row.template, row.details) for row in rows])

        assert texts[:2] == [[], []]
        (text,) = texts[2]
        assert "diganti ke nomor berakhiran 355. Kalau bukan Anda" in text

    def test_cannot_change_while_money_is_promised_to_it(self):
        desk, siti = given.bank(), given.owner(is_trained=True)
        public_id = given.submitted(desk, {siti: 5_000_000})
        given.approve(desk, given.propose(desk, public_id))

        with pytest.raises(PayoutLocked):
            registration.set_payout_account(
                actor_id=siti.id,
                bank_name="Bank Lain",
                account_no="9988776655",
                holder="Siti Contoh",
                key=given.key(),
                at=NOON,
            )

        person = db.session.get_one(Person, siti.person_id)
        assert person.payout_bank == "Bank Contoh"


class TestConsent:
    def test_can_be_given_later(self):
        siti = given.owner()

        registration.give_consent(actor_id=siti.id, purpose=ConsentPurpose.MESSAGES, at=NOON)

        assert purposes_of(siti) == sorted([*REQUIRED_CONSENTS, ConsentPurpose.MESSAGES])

    def test_given_twice_is_one(self):
        siti = given.owner()

        for at in (NOON, NOON + timedelta(days=1)):
            registration.give_consent(actor_id=siti.id, purpose=ConsentPurpose.PROCESS_LOAN, at=at)

        assert purposes_of(siti) == sorted(REQUIRED_CONSENTS)

    def test_can_be_given_again_after_it_was_withdrawn(self):
        siti = given.owner()
        for consent in db.session.query(DataConsent):
            consent.withdrawn_at = NOON
        db.session.commit()

        registration.give_consent(
            actor_id=siti.id,
            purpose=ConsentPurpose.PROCESS_LOAN,
            at=NOON + timedelta(days=1),
        )

        assert purposes_of(siti) == sorted([*REQUIRED_CONSENTS, ConsentPurpose.PROCESS_LOAN])

    def test_is_the_owners_own_to_give(self):
        with pytest.raises(NotPermitted):
            registration.give_consent(
                actor_id=given.staff(Role.DINAS_OFFICER).id,
                purpose=ConsentPurpose.MESSAGES,
                at=NOON,
            )


def purposes_of(somebody: given.Somebody) -> list[ConsentPurpose]:
    rows = db.session.query(DataConsent).filter_by(person_id=somebody.person_id)
    return sorted(row.purpose for row in rows)
