"""Signs that one person, phone, account or photo serves many; they block nothing by themselves."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, Subquery, func, select, union_all

from harkat.domain.assisting import SignKind
from harkat.domain.calendar import start_of
from harkat.domain.roles import Permission, Viewer
from harkat.extensions import db
from harkat.models.assisting import Assistance
from harkat.models.circumstances import PersonDetails
from harkat.models.documents import PersonDocument
from harkat.models.people import Person, UserAccount
from harkat.queries import witness_signs
from harkat.queries.rules import rules_on

Uses = Select[Any, Any]
_MOST_SIGNS = 100
_MOST_NAMES = 6


@dataclass(frozen=True, kw_only=True)
class Sign:
    """One thing that serves `count` people; `subject` names who helps, of other kinds nothing."""

    kind: SignKind
    subject: str
    count: int
    people: Sequence[str]


def signs_of(
    viewer: Viewer, person_ids: Iterable[int], *, on: date
) -> Mapping[int, Sequence[SignKind]]:
    """Return the signs about each of some people, for an officer who decides about them."""
    if not viewer.has(Permission.APPLICATION_READ):
        return {}
    wanted = sorted(set(person_ids))
    limit = rules_on(product_id=None, on=on).shared_use_max
    found: dict[int, list[SignKind]] = {}
    for kind, serving in _kinds():
        own = serving.subquery()
        rows = select(own.c.person_id).where(
            own.c.person_id.in_(wanted), own.c.mark.in_(_marks_over(serving, limit, wanted))
        )
        for person_id in sorted(set(db.session.scalars(rows))):
            found.setdefault(person_id, []).append(kind)
    helped = _helped_by_many(on)
    rows = (
        select(Person.id)
        .join(Assistance, Assistance.owner_id == Person.account_id)
        .where(Person.id.in_(wanted), Assistance.assistant_id.in_(helped))
        .where(Assistance.started_at >= _since(on))
    )
    for person_id in sorted(set(db.session.scalars(rows))):
        found.setdefault(person_id, []).append(SignKind.MANY_HELPED)
    for person_id in witness_signs.of_many_together(wanted, on=on):
        found.setdefault(person_id, []).append(SignKind.SAME_PAIR)
    return found


def signs(viewer: Viewer, *, on: date) -> Sequence[Sign]:
    """Return the signs of the whole city for the Dinas, of each kind the strongest first."""
    if not viewer.has(Permission.SIGN_READ):
        return ()
    limit = rules_on(product_id=None, on=on).shared_use_max
    found = list(_helpers(on))
    found += [
        Sign(kind=SignKind.SAME_PAIR, subject=pair, count=count, people=())
        for pair, count in witness_signs.pairs(on=on)
    ]
    for kind, serving in _kinds():
        each = serving.subquery()
        number = func.count(each.c.person_id.distinct())
        rows = db.session.execute(
            select(each.c.mark, number)
            .group_by(each.c.mark)
            .having(number > limit)
            .order_by(number.desc(), each.c.mark)
            .limit(_MOST_SIGNS)
        )
        found += [
            Sign(kind=kind, subject="", count=count, people=_names(serving, mark))
            for mark, count in rows
        ]
    return found


def _kinds() -> Sequence[tuple[SignKind, Uses]]:
    """Return for each kind which person uses which phone, account or photo, by its keyed mark."""
    own_phone = (
        select(Person.id.label("person_id"), UserAccount.phone_lookup.label("mark"))
        .join(UserAccount, UserAccount.id == Person.account_id)
        .where(UserAccount.phone_lookup.is_not(None))
    )
    other_phone = select(
        PersonDetails.person_id.label("person_id"), PersonDetails.other_phone_lookup.label("mark")
    ).where(PersonDetails.other_phone_lookup.is_not(None))
    account = select(
        Person.id.label("person_id"), Person.bank_account_no_lookup.label("mark")
    ).where(Person.bank_account_no_lookup.is_not(None))
    photo = select(
        PersonDocument.person_id.label("person_id"), PersonDocument.source_lookup.label("mark")
    ).where(PersonDocument.accepted_at.is_not(None))
    return (
        (SignKind.SAME_PHONE, _uses(union_all(own_phone, other_phone).subquery())),
        (SignKind.SAME_ACCOUNT, _uses(account.subquery())),
        (SignKind.SAME_PHOTO, _uses(photo.subquery())),
    )


def _uses(found: Subquery) -> Uses:
    return select(found.c.person_id, found.c.mark)


def _marks_over(serving: Uses, limit: int, wanted: Sequence[int]) -> Select[Any]:
    """Return the marks of the wanted people that serve more people than the limit."""
    each, own = serving.subquery(), serving.subquery()
    return (
        select(each.c.mark)
        .where(each.c.mark.in_(select(own.c.mark).where(own.c.person_id.in_(wanted))))
        .group_by(each.c.mark)
        .having(func.count(each.c.person_id.distinct()) > limit)
    )


def _names(serving: Uses, mark: str) -> Sequence[str]:
    each = serving.subquery()
    rows = (
        select(Person.full_name)
        .where(Person.id.in_(select(each.c.person_id).where(each.c.mark == mark)))
        .order_by(Person.full_name)
        .limit(_MOST_NAMES)
    )
    return list(db.session.scalars(rows))


def _helpers(on: date) -> Iterable[Sign]:
    number = func.count(Assistance.owner_id.distinct())
    rows = db.session.execute(
        select(UserAccount.full_name, number)
        .join(Assistance, Assistance.assistant_id == UserAccount.id)
        .where(Assistance.assistant_id.in_(_helped_by_many(on)))
        .where(Assistance.started_at >= _since(on))
        .group_by(UserAccount.id, UserAccount.full_name)
        .order_by(number.desc(), UserAccount.id)
        .limit(_MOST_SIGNS)
    )
    for name, count in rows:
        yield Sign(kind=SignKind.MANY_HELPED, subject=name, count=count, people=())


def _helped_by_many(on: date) -> Select[Any]:
    """Return who has helped more owners lately than one usually does."""
    return (
        select(Assistance.assistant_id)
        .where(Assistance.started_at >= _since(on))
        .group_by(Assistance.assistant_id)
        .having(
            func.count(Assistance.owner_id.distinct())
            > rules_on(product_id=None, on=on).helped_owners_max
        )
    )


def _since(on: date) -> datetime:
    return start_of(on - timedelta(days=rules_on(product_id=None, on=on).helped_days))
