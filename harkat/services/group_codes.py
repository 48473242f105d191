"""The code by which a group is found: made by its leader, looked up by whoever typed it."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from harkat.domain.join_codes import (
    LIFE,
    MOST_WRONG,
    WRONG_PERIOD,
    UnclearCode,
    new_code,
    next_try_at,
    parse_code,
)
from harkat.domain.statuses import GroupStatus
from harkat.extensions import db
from harkat.models.group import LoanGroup
from harkat.models.joining import GroupCode, WrongCode
from harkat.services import grouping, membership
from harkat.services.authority import owner
from harkat.services.transaction import keyed_use_case, quiet_use_case

_PURGE_AT_ONCE = 100


class NoSuchCode(LookupError):
    """No group has this code, or not any more."""


@dataclass(frozen=True, kw_only=True)
class CodeAnswer:
    """What came of a typed code: the group, or since when one may try again, or neither."""

    group_public_id: str | None = None
    again_at: datetime | None = None


@keyed_use_case
def make_code(*, actor_id: int, group_public_id: str, key: str, at: datetime) -> None:
    """Give the group a fresh code; the old one opens nothing from this moment on.

    :raises NotPermitted: if the actor does not lead this group
    """
    group = grouping.led_group(actor_id, group_public_id)
    membership.locked_group(group.id)
    code = _unused_code()
    found = db.session.scalar(select(GroupCode).filter_by(group_id=group.id))
    found = found or GroupCode(group_id=group.id)
    found.code = code
    found.made_by_id, found.made_at, found.ends_at = actor_id, at, at + LIFE
    db.session.add(found)


@quiet_use_case
def find_by_code(*, actor_id: int, code: str, at: datetime) -> CodeAnswer:
    """Look a code up; a try with a code of no group is counted, and too many make one wait.

    A mistyped code, which its check character tells, is not looked up and not counted.

    :raises UnclearCode: if it is mistyped
    """
    parsed = parse_code(code)
    owner(actor_id)
    membership.wait_in_line(actor_id)
    again_at = next_try_at(_wrong_tries(actor_id, at))
    if again_at is not None:
        return CodeAnswer(again_at=again_at)
    group = _group_of(parsed, at=at)
    if group is not None:
        return CodeAnswer(group_public_id=group.public_id)
    _forget_old_tries(at)
    db.session.add(WrongCode(account_id=actor_id, tried_at=at))
    return CodeAnswer()


def group_by_code(actor_id: int, code: str, *, at: datetime) -> LoanGroup:
    """Return the group with this code; part of a use case.

    :raises NoSuchCode: if no group has it now, or the actor has tried too many wrong ones
    """
    try:
        parsed = parse_code(code)
    except UnclearCode:
        raise NoSuchCode from None
    membership.wait_in_line(actor_id)
    is_waiting = next_try_at(_wrong_tries(actor_id, at)) is not None
    group = None if is_waiting else _group_of(parsed, at=at)
    if group is None:
        raise NoSuchCode
    return group


def _unused_code() -> str:
    while True:
        code = new_code(secrets.choice)
        if db.session.scalar(select(GroupCode.id).filter_by(code=code)) is None:
            return code


def _group_of(code: str, *, at: datetime) -> LoanGroup | None:
    return db.session.scalar(
        select(LoanGroup)
        .join(GroupCode, GroupCode.group_id == LoanGroup.id)
        .where(GroupCode.code == code, GroupCode.ends_at > at)
        .where(LoanGroup.status != GroupStatus.DISSOLVED)
    )


def _wrong_tries(account_id: int, at: datetime) -> list[datetime]:
    return list(
        db.session.scalars(
            select(WrongCode.tried_at)
            .where(WrongCode.account_id == account_id, WrongCode.tried_at > at - WRONG_PERIOD)
            .order_by(WrongCode.tried_at.desc())
            .limit(MOST_WRONG)
        )
    )


def _forget_old_tries(at: datetime) -> None:
    old = select(WrongCode.id).where(WrongCode.tried_at < at - WRONG_PERIOD).limit(_PURGE_AT_ONCE)
    db.session.execute(
        delete(WrongCode)
        .where(WrongCode.id.in_(old.scalar_subquery()))
        .execution_options(synchronize_session=False)
    )
