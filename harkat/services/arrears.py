"""People held up by arrears elsewhere ask for help, say that they paid, and ask to be reminded."""

from collections.abc import Collection
from contextlib import suppress
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.exc import IntegrityError

from harkat.domain.arrears import (
    LIVE,
    MOST_GUEST_CASES_A_DAY,
    ArrearsBand,
    ArrearsWish,
    LenderType,
    check_reminder,
    usual_reminder,
)
from harkat.domain.calendar import business_day, start_of
from harkat.domain.people import REQUIRED_CONSENTS
from harkat.domain.statuses import ArrearsCaseEvent
from harkat.extensions import db
from harkat.models.area import Kecamatan, Kelurahan
from harkat.models.arrears import ArrearsCase
from harkat.models.business import Business
from harkat.models.people import DataConsent, Person
from harkat.sealing import lookup
from harkat.services import transitions
from harkat.services.authority import owner
from harkat.services.files import NotFound
from harkat.services.transaction import keyed_use_case, use_case


class TooManyGuests(ValueError):
    """So many people without an account asked today that the next must call instead."""


@keyed_use_case
def open_case(
    *,
    actor_id: int,
    lender_types: Collection[LenderType],
    band: ArrearsBand | None,
    wish: ArrearsWish,
    remind_on: date | None,
    key: str,
    at: datetime,
) -> str:
    """Open the owner's case, or return the one that is still followed; return its public id.

    A case that a bank's finding opened takes what its owner tells now.

    :raises ReminderTooFar: if the reminder lies in the past or too far ahead
    """
    _viewer, person_id = owner(actor_id)
    _check(remind_on, at)
    # Two sendings in one moment wait for each other here.
    db.session.get_one(Person, person_id, with_for_update={"key_share": True})
    earlier = _live(ArrearsCase.person_id == person_id)
    if earlier is not None:
        if not earlier.lender_types:
            earlier.lender_types, earlier.band = sorted(lender_types), band
            earlier.wish, earlier.remind_on = wish, remind_on
        return earlier.public_id
    case = ArrearsCase(
        person_id=person_id,
        kecamatan_code=_kecamatan_of(person_id),
        lender_types=sorted(lender_types),
        band=band,
        wish=wish,
        remind_on=remind_on,
        opened_at=at,
    )
    db.session.add(case)
    db.session.flush()
    return case.public_id


def open_case_for(person_id: int, *, at: datetime) -> None:
    """Open a case for an owner whose record a bank found in arrears, within a use case.

    Only for whoever lets the record be checked and the Dinas know, which both stand in the
    consents; a case that is followed already goes on. What is owed and where the owner tells.
    """
    db.session.get_one(Person, person_id, with_for_update={"key_share": True})
    agreed = db.session.scalars(
        select(DataConsent.purpose).filter_by(person_id=person_id, withdrawn_at=None)
    ).all()
    is_known = _live(ArrearsCase.person_id == person_id) is not None
    if is_known or not set(agreed) >= REQUIRED_CONSENTS:
        return
    case = ArrearsCase(
        person_id=person_id,
        kecamatan_code=_kecamatan_of(person_id),
        lender_types=[],
        wish=ArrearsWish.SETTLE,
        remind_on=usual_reminder(today=business_day(at)),
        opened_at=at,
    )
    db.session.add(case)
    db.session.flush()


@keyed_use_case
def open_case_as_guest(
    *,
    full_name: str,
    phone: str,
    kecamatan_code: str | None,
    lender_types: Collection[LenderType],
    band: ArrearsBand | None,
    wish: ArrearsWish,
    remind_on: date | None,
    key: str,
    at: datetime,
) -> None:
    """Open a case for somebody without an account; a phone has one at a time.

    Nothing tells whether the phone has a case already: the answer is the same.

    :raises ReminderTooFar: if the reminder lies in the past or too far ahead
    :raises TooManyGuests: if the day's limit is reached
    """
    _check(remind_on, at)
    phone_lookup = lookup(field="phone", text=phone)
    if _live(ArrearsCase.phone_lookup == phone_lookup) is not None:
        return
    if _guests_of_the_day(at) >= MOST_GUEST_CASES_A_DAY:
        raise TooManyGuests
    is_known = kecamatan_code and db.session.get(Kecamatan, kecamatan_code)
    case = ArrearsCase(
        full_name=full_name,
        phone=phone,
        phone_lookup=phone_lookup,
        kecamatan_code=kecamatan_code if is_known else None,
        lender_types=sorted(lender_types),
        band=band,
        wish=wish,
        remind_on=remind_on,
        opened_at=at,
    )
    # The same phone may ask twice in one moment.
    with suppress(IntegrityError), db.session.begin_nested():
        db.session.add(case)


@use_case
def say_paid(*, actor_id: int, at: datetime) -> None:
    """Note that the owner paid; they are reminded when the record may have changed.

    :raises NotFound: if the owner has no case that is followed
    :raises IllegalTransition: if it was said before
    """
    case = _own(actor_id)
    transitions.record(case, ArrearsCaseEvent.SETTLED, actor_id=actor_id, at=at)
    case.remind_on = usual_reminder(today=business_day(at))


@use_case
def set_reminder(*, actor_id: int, remind_on: date, at: datetime) -> None:
    """Set the day on which the owner is reminded to look again.

    :raises NotFound: if the owner has no case that is followed
    :raises ReminderTooFar: if the day lies in the past or too far ahead
    """
    case = _own(actor_id)
    _check(remind_on, at)
    case.remind_on = remind_on


def _kecamatan_of(person_id: int) -> str | None:
    return db.session.scalar(
        select(Kelurahan.kecamatan_code)
        .join(Business, Business.kelurahan_code == Kelurahan.code)
        .where(Business.person_id == person_id)
    )


def _own(actor_id: int) -> ArrearsCase:
    _viewer, person_id = owner(actor_id)
    case = _live(ArrearsCase.person_id == person_id)
    if case is None:
        raise NotFound
    return case


def _live(whose: ColumnElement[bool]) -> ArrearsCase | None:
    """Return the case that is still followed, locked until the use case ends."""
    return db.session.scalar(
        select(ArrearsCase)
        .where(whose, ArrearsCase.status.in_(LIVE))
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def _check(remind_on: date | None, at: datetime) -> None:
    if remind_on is not None:
        check_reminder(remind_on, today=business_day(at))


def _guests_of_the_day(at: datetime) -> int:
    today = ArrearsCase.opened_at >= start_of(business_day(at))
    guests = select(func.count(ArrearsCase.id)).where(ArrearsCase.person_id.is_(None), today)
    return db.session.scalars(guests).one()
