"""Givens about groups: codes, requests, votes and what was told to whom."""

from datetime import datetime

from harkat.domain.money import Rupiah
from harkat.extensions import db
from harkat.models.group import GroupMember
from harkat.models.joining import GroupCode
from harkat.models.record import OutboxMessage
from harkat.services import group_codes, group_voting, joining, origination
from tests import given
from tests.moments import NOON


def code_of(kelompok: given.Kelompok, *, at: datetime = NOON) -> str:
    """Let the leader make a code, and return it."""
    group_codes.make_code(
        actor_id=kelompok.leader.id, group_public_id=kelompok.public_id, key=given.key(), at=at
    )
    group_id = given.stored_group(kelompok.public_id).id
    return db.session.scalars(db.select(GroupCode.code).filter_by(group_id=group_id)).one()


def asked(somebody: given.Somebody, code: str, *, at: datetime = NOON) -> str:
    """Let somebody ask by the code; return the request's public id."""
    return joining.ask_by_code(actor_id=somebody.id, code=code, key=given.key(), at=at)


def membership_of(somebody: given.Somebody) -> GroupMember:
    """Return somebody's latest membership."""
    return db.session.scalars(
        db.select(GroupMember)
        .filter_by(person_id=somebody.person_id)
        .order_by(GroupMember.id.desc())
        .limit(1)
    ).one()


def vote(voter: given.Somebody, candidate: given.Somebody, *, at: datetime = NOON) -> None:
    """Let a member want another as leader."""
    group_voting.vote_for_leader(
        actor_id=voter.id, member_public_id=membership_of(candidate).public_id, at=at
    )


def fill_part(
    somebody: given.Somebody, application: str, amount: int = 3_000_000, *, at: datetime = NOON
) -> None:
    """Let a member say how much to borrow."""
    origination.fill_part(
        actor_id=somebody.id,
        application_public_id=application,
        requested=Rupiah(amount),
        purpose="Tambah etalase",
        at=at,
    )


def told(somebody: given.Somebody) -> list[str]:
    """Return the templates of somebody's messages, the oldest first."""
    db.session.rollback()
    return list(
        db.session.scalars(
            db.select(OutboxMessage.template)
            .filter_by(recipient_id=somebody.id)
            .order_by(OutboxMessage.id)
        )
    )
