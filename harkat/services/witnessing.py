"""Testimonies: asked for at a desk, confirmed or declined by a second person, used once."""

from datetime import datetime

from sqlalchemy import func, select

from harkat.domain.personal_data import OpenedData
from harkat.domain.roles import NotPermitted, Permission
from harkat.domain.witnessing import (
    ASKED_PERIOD,
    LIFE,
    MOST_ASKED,
    MOST_WRONG_NIKS,
    DeclineReason,
    WitnessState,
    state_of,
)
from harkat.extensions import db
from harkat.models.people import UserAccount
from harkat.models.witnessing import Testimony
from harkat.queries.read_out import ReadOut
from harkat.sealing import lookup
from harkat.services import data_openings
from harkat.services.authority import acting
from harkat.services.files import NotFound
from harkat.services.transaction import quiet_use_case, use_case


class NoTestimony(ValueError):
    """Nobody has confirmed exactly this, or it was used, or too much time has passed."""


class AskedTooOften(ValueError):
    """The actor has asked for enough testimonies today."""


class NotWaiting(LookupError):
    """The testimony was answered already, is too old, or saw too many wrong NIKs."""


def ask(
    read_out: ReadOut,
    *,
    asked_by_id: int,
    owner_id: int | None = None,
    application_id: int | None = None,
    at: datetime,
) -> str:
    """Ask for a witness to what is read out; part of a use case. Return the public id.

    What the same person asked for before and has not used is over, so that a witness has one
    thing of each helper to look at.

    :raises AskedTooOften: if enough was asked for today
    """
    # Counted one by one.
    db.session.get_one(UserAccount, asked_by_id, with_for_update={"key_share": True})
    asked = select(func.count(Testimony.id)).where(
        Testimony.asked_by_id == asked_by_id, Testimony.asked_at > at - ASKED_PERIOD
    )
    if db.session.scalars(asked).one() >= MOST_ASKED:
        raise AskedTooOften
    for earlier in db.session.scalars(
        select(Testimony)
        .filter_by(asked_by_id=asked_by_id, used_at=None)
        .where(Testimony.ends_at > at)
        .with_for_update()
    ):
        earlier.ends_at = at
    row = Testimony(
        step=read_out.step,
        asked_by_id=asked_by_id,
        owner_id=owner_id,
        application_id=application_id,
        nik_lookup=read_out.nik_lookup,
        subject=read_out.subject,
        told=read_out.told,
        asked_at=at,
        ends_at=at + LIFE,
    )
    db.session.add(row)
    db.session.flush()
    return row.public_id


@quiet_use_case
def open_waiting(*, actor_id: int, testimony_public_id: str, at: datetime) -> None:
    """Note whose data the witness is about to read; once a day for each person.

    :raises NotWaiting: if it is not the actor's to answer, or not any more
    """
    row = _waiting(actor_id, testimony_public_id, at=at)
    if row.owner is not None:
        _note_opening(actor_id, row.owner, at=at)


@use_case
def confirm(*, actor_id: int, testimony_public_id: str, nik: str, at: datetime) -> int | None:
    """Confirm as a witness, with the NIK typed off the card in the person's hand.

    None if it is confirmed; otherwise how many tries are left. A wrong NIK is counted.

    :raises NotPermitted: if the actor asked for it or may not be a witness
    :raises NotWaiting: if it is answered or over
    """
    row = _waiting(actor_id, testimony_public_id, at=at)
    if lookup(field="nik", text=nik) != row.nik_lookup:
        row.wrong_niks += 1
        return MOST_WRONG_NIKS - row.wrong_niks
    row.witness_id, row.answered_at, row.is_confirmed = actor_id, at, True
    return None


@use_case
def decline(
    *, actor_id: int, testimony_public_id: str, reason: DeclineReason, note: str, at: datetime
) -> None:
    """Say no as a witness, with the reason; nothing comes of what was asked.

    :raises NotPermitted: if the actor asked for it or may not be a witness
    :raises NotWaiting: if it is answered or over
    """
    row = _waiting(actor_id, testimony_public_id, at=at)
    row.witness_id, row.answered_at, row.is_confirmed = actor_id, at, False
    row.reason_code, row.reason_note = reason, note or None


def use(read_out: ReadOut, *, asked_by_id: int, at: datetime) -> Testimony:
    """Use up the testimony for exactly what is read out; part of the use case it stands for.

    :raises NoTestimony: if nobody confirmed exactly this, or it was used, or is too old
    """
    row = db.session.scalar(
        select(Testimony)
        .filter_by(
            asked_by_id=asked_by_id,
            step=read_out.step,
            subject=read_out.subject,
            is_confirmed=True,
            used_at=None,
        )
        .where(Testimony.ends_at > at)
        .order_by(Testimony.asked_at.desc())
        .limit(1)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None or row.witness_id is None:
        raise NoTestimony
    witness = db.session.get_one(UserAccount, row.witness_id)
    if not witness.is_active:
        raise NoTestimony
    row.used_at = at
    return row


def name_owner(row: Testimony, owner: UserAccount, *, at: datetime) -> None:
    """Name the owner in a testimony about somebody unknown till now, and who looked as witness."""
    row.owner_id = owner.id
    assert row.witness_id is not None
    _note_opening(row.witness_id, owner, at=at)


def _waiting(actor_id: int, public_id: str, *, at: datetime) -> Testimony:
    acting(actor_id=actor_id, permission=Permission.OWNER_WITNESS)
    row = db.session.scalar(
        select(Testimony)
        .filter_by(public_id=public_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound(public_id)
    if row.asked_by_id == actor_id:
        raise NotPermitted("another person is the witness")
    state = state_of(
        is_confirmed=row.is_confirmed,
        used_at=row.used_at,
        wrong_niks=row.wrong_niks,
        ends_at=row.ends_at,
        at=at,
    )
    if state is not WitnessState.WAITING:
        raise NotWaiting
    return row


def _note_opening(actor_id: int, owner: UserAccount, *, at: datetime) -> None:
    if owner.person is not None:
        data_openings.note(
            actor_id=actor_id,
            person_ids=(owner.person.id,),
            what=OpenedData.TESTIMONY,
            reference_no="",
            at=at,
        )
