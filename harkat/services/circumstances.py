"""Owners tell about themselves and about the money of their business, page by page."""

from datetime import datetime

from sqlalchemy import select

from harkat.domain.affordability import MoneyUnit
from harkat.domain.money import Rupiah
from harkat.domain.people import Education, MaritalStatus
from harkat.extensions import db
from harkat.models.area import Kelurahan
from harkat.models.circumstances import MoneyStatement, PersonDetails
from harkat.models.people import Person
from harkat.sealing import lookup
from harkat.services import drafts
from harkat.services.authority import owner
from harkat.services.registration import UnknownKelurahan
from harkat.services.transaction import use_case


class NotConfirmed(ValueError):
    """What stands on the KTP is confirmed before anything else is told."""


class SamePhone(ValueError):
    """The other phone number is the account's own."""


class KkIsNik(ValueError):
    """The number given for the family card is the person's own NIK."""


class KkMissing(ValueError):
    """The number of the family card is not known yet."""


@use_case
def confirm_identity(*, actor_id: int, kk_no: str | None, at: datetime) -> None:
    """Confirm name, birth date and sex as the KTP and its NIK have them, and give the KK number.

    None keeps the number that is known.

    :raises KkIsNik: if it is the NIK of the actor
    :raises KkMissing: if none is known
    """
    _viewer, person_id = owner(actor_id)
    person = db.session.get_one(Person, person_id, with_for_update={"key_share": True})
    if kk_no == person.nik:
        raise KkIsNik
    if kk_no is not None:
        person.kk_no, person.kk_no_lookup = kk_no, lookup(field="kk_no", text=kk_no)
    if person.kk_no is None:
        raise KkMissing
    details = _details_of(person_id)
    if details is None:
        db.session.add(PersonDetails(person_id=person_id, confirmed_at=at))
    else:
        details.confirmed_at = at
    drafts.touch(person_id, at=at)


@use_case
def tell_home(*, actor_id: int, kelurahan_code: str, rt: str, street: str, at: datetime) -> None:
    """Say where the actor lives.

    :raises UnknownKelurahan: if the code is none of the city's kelurahan
    :raises NotConfirmed: if the identity is not confirmed yet
    """
    person_id, details = _own_details(actor_id)
    if db.session.get(Kelurahan, kelurahan_code) is None:
        raise UnknownKelurahan(kelurahan_code)
    details.kelurahan_code, details.rt, details.street = kelurahan_code, rt, street
    drafts.touch(person_id, at=at)


@use_case
def tell_family(
    *,
    actor_id: int,
    marital_status: MaritalStatus,
    spouse_name: str | None,
    other_phone: str | None,
    education: Education | None,
    at: datetime,
) -> None:
    """Say whether the actor is married and to whom, and what nobody has to say.

    A spouse's name is kept only of somebody who is married.

    :raises NotConfirmed: if the identity is not confirmed yet
    :raises SamePhone: if the other number is the one of the account
    """
    person_id, details = _own_details(actor_id)
    if other_phone and other_phone == db.session.get_one(Person, person_id).account.phone:
        raise SamePhone
    is_married = marital_status is MaritalStatus.MARRIED
    details.marital_status = marital_status
    details.spouse_name = spouse_name if is_married else None
    details.other_phone = other_phone
    details.other_phone_lookup = lookup(field="phone", text=other_phone) if other_phone else None
    details.education = education
    drafts.touch(person_id, at=at)


@use_case
def state_money(
    *,
    actor_id: int,
    unit: MoneyUnit,
    open_days: int,
    sales: Rupiah,
    purchases: Rupiah,
    other_costs: Rupiah,
    household: Rupiah,
    other_instalments: Rupiah,
    at: datetime,
) -> None:
    """State what comes in and goes out; nothing is added if the newest statement says the same."""
    _viewer, person_id = owner(actor_id)
    # Of two statements made at once the second sees the first.
    db.session.get_one(Person, person_id, with_for_update={"key_share": True})
    said = {
        "unit": unit,
        "open_days": open_days,
        "sales": sales,
        "purchases": purchases,
        "other_costs": other_costs,
        "household": household,
        "other_instalments": other_instalments,
    }
    newest = db.session.scalar(
        select(MoneyStatement)
        .filter_by(person_id=person_id)
        .order_by(MoneyStatement.id.desc())
        .limit(1)
    )
    if newest is None or {name: getattr(newest, name) for name in said} != said:
        db.session.add(MoneyStatement(person_id=person_id, stated_at=at, **said))
    drafts.touch(person_id, at=at)


def _own_details(actor_id: int) -> tuple[int, PersonDetails]:
    _viewer, person_id = owner(actor_id)
    details = _details_of(person_id)
    if details is None:
        raise NotConfirmed
    return person_id, details


def _details_of(person_id: int) -> PersonDetails | None:
    return db.session.scalar(select(PersonDetails).filter_by(person_id=person_id).with_for_update())
