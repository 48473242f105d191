"""Givens about a group with a blocked part: Rina's, for arrears elsewhere."""

from datetime import datetime

from harkat.domain.group_choice import BlockedChoice
from harkat.domain.reasons import Reason, ReasonCode
from harkat.extensions import db
from harkat.models.application import ApplicationLine
from harkat.models.group_choice import GroupChoice
from harkat.services import blocked_parts, group_choices, underwriting
from tests import given
from tests.moments import NOON

SECRET = "CATATAN-RAHASIA"
"""A note that only the blocked member and the bank may read."""
ARREARS = Reason(code=ReasonCode.KREDIT_1, next_step="Bawa surat lunas.", note=SECRET)


def verified(
    desk: given.BankDesk, kelompok: given.Kelompok, *, borrowers: int = 4, at: datetime = NOON
) -> str:
    """Let the first members of a group apply, and the maker begin to verify."""
    parts = dict.fromkeys(kelompok.people[:borrowers], 3_000_000)
    public_id = given.submitted(desk, parts, product_code="kelompok", at=at)
    underwriting.take_up(actor_id=desk.maker.id, application_public_id=public_id, at=at)
    return public_id


def line_of(public_id: str, somebody: given.Somebody) -> ApplicationLine:
    """Return somebody's latest part of an application."""
    lines = given.application(public_id).lines
    return [line for line in lines if line.person_id == somebody.person_id][-1]


def block(
    desk: given.BankDesk,
    public_id: str,
    somebody: given.Somebody,
    *,
    reason: Reason = ARREARS,
    at: datetime = NOON,
) -> None:
    """Let the maker block somebody's part."""
    blocked_parts.block(
        actor_id=desk.maker.id,
        application_public_id=public_id,
        line_public_id=line_of(public_id, somebody).public_id,
        reason=reason,
        at=at,
    )


def lift(
    desk: given.BankDesk, public_id: str, somebody: given.Somebody, *, at: datetime = NOON
) -> None:
    """Let the maker lift the block of somebody's part."""
    blocked_parts.lift(
        actor_id=desk.maker.id,
        application_public_id=public_id,
        line_public_id=line_of(public_id, somebody).public_id,
        at=at,
    )


def choose(
    public_id: str, choice: BlockedChoice, *people: given.Somebody, at: datetime = NOON
) -> bool:
    """Let people want something, one after the other; tell whether the last one decided it."""
    decided = [
        group_choices.choose(
            actor_id=person.id,
            application_public_id=public_id,
            choice=choice,
            key=given.key(),
            at=at,
        )
        for person in people
    ]
    return decided[-1]


def choice_of(public_id: str) -> GroupChoice:
    """Return the latest choice of an application."""
    db.session.rollback()
    return db.session.scalars(
        db.select(GroupChoice)
        .filter_by(application_id=given.application(public_id).id)
        .order_by(GroupChoice.id.desc())
        .limit(1)
    ).one()
