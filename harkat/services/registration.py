"""An owner registers, describes the business and says where the money is to go."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from harkat.domain.identity import Nik, account_end
from harkat.domain.lifecycle import COMMITTED_LINES
from harkat.domain.passwords import check_password
from harkat.domain.people import (
    CONSENT_TEXT_VERSION,
    REQUIRED_CONSENTS,
    BusinessPlace,
    ConsentPurpose,
    Sector,
)
from harkat.domain.roles import Role
from harkat.extensions import db
from harkat.models.application import ApplicationLine
from harkat.models.area import Kelurahan
from harkat.models.business import Business
from harkat.models.people import DataConsent, Person, UserAccount
from harkat.sealing import lookup
from harkat.services import drafts, outbox
from harkat.services.accounts import hash_password
from harkat.services.authority import owner
from harkat.services.transaction import keyed_use_case, use_case


class ConsentMissing(ValueError):
    """Without the two required consents nobody's data may be stored."""


class PayoutLocked(ValueError):
    """The account cannot change between the bank's approval and the transfer."""


class UnknownKelurahan(ValueError):
    """The code is none of the city's kelurahan."""


def register(
    *,
    phone: str,
    password: str,
    nik: Nik,
    full_name: str,
    consents: Collection[ConsentPurpose],
    key: str,
    at: datetime,
) -> None:
    """Open an owner's account; a known phone or NIK looks the same from outside.

    Whoever is already registered keeps the account and gets a message; the answer to the browser
    tells nobody who that is (T15).

    :raises WeakPassword: if the password is not good enough
    :raises ConsentMissing: if a required consent was not given
    """
    check_password(password, own_words=(full_name, nik.digits, phone))
    finish(
        phone=phone,
        password_hash=hash_password(password),
        nik=nik,
        full_name=full_name,
        consents=consents,
        key=key,
        at=at,
    )


def finish(
    *,
    phone: str,
    password_hash: str,
    nik: Nik,
    full_name: str,
    consents: Collection[ConsentPurpose],
    key: str,
    at: datetime,
) -> None:
    """Open the account of a registration whose phone and password were checked on the way.

    :raises ConsentMissing: if a required consent was not given
    """
    if not set(consents) >= REQUIRED_CONSENTS:
        raise ConsentMissing
    open_account(
        phone=phone,
        password_hash=password_hash,
        nik=nik,
        full_name=full_name,
        consents=frozenset(consents),
        key=key,
        at=at,
    )


@keyed_use_case
def open_account(
    *,
    phone: str | None,
    password_hash: str | None,
    nik: Nik,
    full_name: str,
    consents: frozenset[ConsentPurpose],
    key: str,
    at: datetime,
) -> int | None:
    """Open the account of a checked registration; return its id, or None if it is known.

    Whoever is known already is told, and of two who come in the same moment the first one stands.
    Without a password its owner chooses one later, by a code to the own phone; without a phone
    nobody signs in to it.
    """
    phone_lookup = lookup(field="phone", text=phone) if phone else None
    nik_lookup = lookup(field="nik", text=nik.digits)
    known = _known_by(phone_lookup, nik_lookup)
    if known is not None:
        _tell_known(known, at=at)
        return None
    account = UserAccount(
        full_name=full_name,
        phone=phone,
        phone_lookup=phone_lookup,
        password_hash=password_hash,
        role=Role.BUSINESS_OWNER,
        created_at=at,
    )
    person = Person(
        account=account,
        full_name=full_name,
        nik=nik.digits,
        nik_lookup=nik_lookup,
        birth_on=nik.birth_on,
        sex=nik.sex,
        registered_at=at,
    )
    try:
        with db.session.begin_nested():
            db.session.add_all([account, person])
    except IntegrityError:
        known = _known_by(phone_lookup, nik_lookup)
        if known is None:
            raise
        _tell_known(known, at=at)
        return None
    db.session.add_all(
        DataConsent(
            person_id=person.id, purpose=purpose, text_version=CONSENT_TEXT_VERSION, given_at=at
        )
        for purpose in sorted(consents)
    )
    outbox.put(recipient_id=account.id, template="registered", at=at)
    return account.id


def _known_by(phone_lookup: str | None, nik_lookup: str) -> UserAccount | None:
    is_theirs = Person.nik_lookup == nik_lookup
    if phone_lookup is not None:
        is_theirs |= UserAccount.phone_lookup == phone_lookup
    return db.session.scalar(
        select(UserAccount).outerjoin(Person).where(is_theirs).order_by(UserAccount.id).limit(1)
    )


def _tell_known(known: UserAccount, *, at: datetime) -> None:
    outbox.put(recipient_id=known.id, template="registered_before", at=at)


@keyed_use_case
def describe_business(
    *,
    actor_id: int,
    name: str,
    sector: Sector,
    place: BusinessPlace,
    kelurahan_code: str,
    address: str,
    started_on: date,
    nib: str | None,
    workers: int | None = None,
    key: str,
    at: datetime,
) -> int:
    """Store or correct what the actor's business is; its kelurahan decides the kecamatan.

    :raises UnknownKelurahan: if the code is none of the city's kelurahan
    """
    _viewer, person_id = owner(actor_id)
    if db.session.get(Kelurahan, kelurahan_code) is None:
        raise UnknownKelurahan(kelurahan_code)
    business = db.session.scalar(select(Business).filter_by(person_id=person_id))
    if business is None:
        business = Business(person_id=person_id)
        db.session.add(business)
    business.name, business.sector, business.place = name, sector, place
    business.kelurahan_code, business.address = kelurahan_code, address
    business.started_on, business.nib, business.described_at = started_on, nib, at
    business.workers = workers
    drafts.touch(person_id, at=at)
    db.session.flush()
    return business.id


@keyed_use_case
def set_payout_account(
    *,
    actor_id: int,
    bank_name: str,
    account_no: str,
    holder: str,
    key: str,
    at: datetime,
) -> int:
    """Store the bank account an approved loan is to be sent to; it must be the owner's own.

    The owner is told when another number takes the place of one that was stored.

    :raises PayoutLocked: while money is promised to the account that was checked (T3)
    """
    _viewer, person_id = owner(actor_id)
    person = db.session.get_one(Person, person_id, with_for_update={"key_share": True})
    promised = select(ApplicationLine.id).where(
        ApplicationLine.person_id == person_id, ApplicationLine.status.in_(COMMITTED_LINES)
    )
    if db.session.scalar(promised.limit(1)) is not None:
        raise PayoutLocked
    earlier, mark = person.bank_account_no_lookup, lookup(field="bank_account_no", text=account_no)
    person.payout_bank, person.payout_holder = bank_name, holder
    person.bank_account_no, person.bank_account_no_lookup = account_no, mark
    if earlier not in (None, mark):
        outbox.put(
            recipient_id=person.account_id,
            template="payout_account_changed",
            at=at,
            account_end=account_end(account_no) or "",
        )
    drafts.touch(person_id, at=at)
    return person.id


@use_case
def give_consent(*, actor_id: int, purpose: ConsentPurpose, at: datetime) -> None:
    """Agree to one more use of the own data; nothing happens if it was agreed to before."""
    _viewer, person_id = owner(actor_id)
    given = db.session.scalar(
        select(DataConsent.id)
        .filter_by(person_id=person_id, purpose=purpose)
        .where(DataConsent.withdrawn_at.is_(None))
        .limit(1)
    )
    if given is None:
        db.session.add(
            DataConsent(
                person_id=person_id,
                purpose=purpose,
                text_version=CONSENT_TEXT_VERSION,
                given_at=at,
            )
        )
