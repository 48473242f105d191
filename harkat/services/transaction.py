"""One use case, one transaction: the only place that commits, audits and answers a repeated key."""

import json
from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import wraps
from typing import ParamSpec, TypeVar

from psycopg.errors import DeadlockDetected
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from harkat.extensions import WRITES, db
from harkat.models.record import AuditEvent, IdempotencyRecord
from harkat.sealing import lookup
from harkat.services import helping

P = ParamSpec("P")
R = TypeVar("R")

_ANONYMOUS = 0
_RUNNING = "harkat_use_case"

_DEADLOCKS_BORNE = 2
"""How often a use case is begun anew when PostgreSQL undid it whole to let another one pass."""


class KeyReused(ValueError):
    """A form's key came back with other contents; nothing was done the second time."""


def use_case(function: Callable[P, R]) -> Callable[P, R]:
    """Run the function as one transaction with its audit row: all of it is stored, or nothing.

    Called inside another use case it belongs to that one.
    """

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        return _in_transaction(lambda: _audited(function, *args, **kwargs))

    return run


def keyed_use_case(function: Callable[P, R]) -> Callable[P, R]:
    """Run a use case at most once for each `key` its form carries.

    The same key with the same contents gets the first answer again; the answer must therefore fit
    into JSON. The record is written last, in the same transaction as the effect: of two
    simultaneous sendings the slower is undone whole and gets the quicker one's answer.

    :raises KeyReused: if the key comes back with other contents
    """
    action = _action(function)

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        actor_id, key = _actor(kwargs), str(kwargs["key"])
        body_hash = _hash_of(kwargs)

        def once() -> R:
            earlier = _earlier_answer(actor_id, action, key)
            if earlier is not None:
                return _replay(earlier, body_hash)
            result = _audited(function, *args, **kwargs)
            db.session.add(
                IdempotencyRecord(
                    actor_id=actor_id,
                    action=action,
                    key=key,
                    body_hash=body_hash,
                    result={"value": result},
                    created_at=kwargs["at"],
                )
            )
            db.session.flush()
            return result

        try:
            return _in_transaction(once)
        except Exception:
            if db.session().info.get(_RUNNING):
                raise  # It belongs to another use case, which is undone whole and looks itself.
            # The quicker sending may have made this one break a constraint or a rule.
            earlier = _earlier_answer(actor_id, action, key)
            if earlier is None:
                raise
            return _replay(earlier, body_hash)

    return run


def quiet_use_case(function: Callable[P, R]) -> Callable[P, R]:
    """Run a use case that changes nothing anybody answers for (a session's time), without audit."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        return _in_transaction(lambda: function(*args, **kwargs))

    return run


def _in_transaction(work: Callable[[], R]) -> R:
    session = db.session()
    if session.info.get(_RUNNING):
        return work()
    for _ in range(_DEADLOCKS_BORNE):
        try:
            return _committed(session, work)
        except OperationalError as error:
            if not isinstance(error.orig, DeadlockDetected):
                raise
    return _committed(session, work)


def _committed(session: Session, work: Callable[[], R]) -> R:
    # What was read before belongs to an older picture of the books; decide on a fresh one.
    session.rollback()
    session.info[_RUNNING] = True
    try:
        session.connection(execution_options={WRITES: True})
        result = work()
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.pop(_RUNNING)
    return result


def _audited(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    actor_id, at = kwargs.get("actor_id"), kwargs["at"]
    helping.require_running(actor_id=actor_id, at=at)
    result = function(*args, **kwargs)
    told = kwargs | (vars(result) if is_dataclass(result) else {})
    details = {name: _plain(value) for name, value in told.items() if _is_told(name, value)}
    if isinstance(result, int | str):
        details["result"] = result
    event = AuditEvent(at=at, actor_id=actor_id, action=_action(function), details=details)
    db.session.add(event)
    helping.mark(event)
    return result


def _actor(kwargs: Mapping[str, object]) -> int:
    actor_id = kwargs.get("actor_id")
    return actor_id if isinstance(actor_id, int) else _ANONYMOUS


def _action(function: Callable[..., object]) -> str:
    return f"{function.__module__.rpartition('.')[2]}.{function.__name__}"


def _is_told(name: str, value: object) -> bool:
    """Tell whether an argument may stand in the audit: figures, dates, words of ours, ids.

    Free text and personal numbers never do.
    """
    if name in {"actor_id", "at", "key"}:
        return False
    return name.endswith("_id") or isinstance(value, int | date | datetime | Enum)


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime):
        return value.isoformat()
    return int(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _hash_of(kwargs: Mapping[str, object]) -> str:
    # A password's hash is salted anew each time, and the body may hold a NIK: keyed, not plain.
    unlike = {"key", "at", "password_hash"}
    body = {name: _alike(value) for name, value in kwargs.items() if name not in unlike}
    return lookup(field="idempotency", text=json.dumps(body, sort_keys=True))


def _alike(value: object) -> object:
    """Return the value as it looks in every process; a set has no order of its own."""
    return sorted(map(repr, value)) if isinstance(value, frozenset) else repr(value)


def _earlier_answer(actor_id: int, action: str, key: str) -> IdempotencyRecord | None:
    return db.session.scalar(
        select(IdempotencyRecord).filter_by(actor_id=actor_id, action=action, key=key)
    )


def _replay(earlier: IdempotencyRecord, body_hash: str) -> R:  # type: ignore[type-var]
    """Give the stored answer; its type is that of the use case that stored it."""
    if earlier.body_hash != body_hash:
        raise KeyReused(earlier.action)
    answer: R = earlier.result["value"]
    return answer
