"""Counts what people answered in the pre-check, and nothing else about them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from harkat.domain.calendar import business_day
from harkat.domain.precheck import Answer, Outcome, Question
from harkat.extensions import db
from harkat.models.precheck import PrecheckCount, SpentPrecheck
from harkat.services.transaction import quiet_use_case

RESULT = "hasil"
"""The question under which the results themselves are counted."""
MARK_LIFE = timedelta(days=1)
"""How long a run's mark is remembered; pages must not send an older one."""
_PURGE_AT_ONCE = 500


@quiet_use_case
def count_result(
    *, mark: str, answers: Mapping[Question, Answer], outcome: Outcome, at: datetime
) -> bool:
    """Count a run's answers and its result once; tell whether they were counted now.

    `mark` is the random word of the run. It is noted in the same transaction, so of two sendings in
    one moment the slower waits and counts nothing.
    """
    day = business_day(at)
    _forget_old(at)
    noted = db.session.execute(
        _insert(SpentPrecheck).values(mark=mark, day=day).on_conflict_do_nothing(),
        execution_options={"preserve_rowcount": True},
    )
    if not noted.rowcount:  # type: ignore[attr-defined]  # an INSERT's result has it
        return False
    given = [(str(question), str(answer)) for question, answer in answers.items()]
    # Always in one order: two transactions that lock the same rows never wait for each other.
    for question, answer in sorted([*given, (RESULT, str(outcome))]):
        _add_one(day=day, question=question, answer=answer)
    return True


def _add_one(**key: Any) -> None:
    more = _insert(PrecheckCount).values(**key, times=1)
    db.session.execute(
        more.on_conflict_do_update(
            index_elements=["day", "question", "answer"], set_={"times": PrecheckCount.times + 1}
        )
    )


def _forget_old(at: datetime) -> None:
    """Delete marks that no page may send any more."""
    last = business_day(at) - MARK_LIFE
    old = select(SpentPrecheck.mark).where(SpentPrecheck.day < last).limit(_PURGE_AT_ONCE)
    db.session.execute(
        delete(SpentPrecheck)
        .where(SpentPrecheck.mark.in_(old.scalar_subquery()))
        .execution_options(synchronize_session=False)
    )


def _insert(table: type[Any]) -> Any:
    """Return an insert that may meet its own row; both databases say it alike."""
    if db.engine.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)
