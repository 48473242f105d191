"""Groups that look for members and owners who look for a group find each other, if they want."""

from datetime import datetime

from sqlalchemy import select

from harkat.domain.calendar import business_day
from harkat.domain.group_capacity import is_near
from harkat.domain.joining import MARK_LIFE, RequestWay
from harkat.extensions import db
from harkat.models.area import Kelurahan
from harkat.models.business import Business
from harkat.models.group import GroupMember, LoanGroup
from harkat.models.joining import GroupSearch, MemberSearch
from harkat.queries.rules import rules_on
from harkat.services import grouping, joining, membership
from harkat.services.authority import owner
from harkat.services.grouping import BusinessFirst
from harkat.services.transaction import keyed_use_case, use_case


class SearchGone(LookupError):
    """Nobody looks under this mark any more, or not near enough."""


class TooManyWanted(ValueError):
    """The group would have more members than it may; the argument says how many places are left."""


@use_case
def seek_members(*, actor_id: int, group_public_id: str, wanted: int, at: datetime) -> None:
    """Mark the group as looking for so many members, or change how many.

    :raises NotPermitted: if the actor does not lead this group
    :raises TooManyWanted: if the group has not so many places left
    """
    led = grouping.led_group(actor_id, group_public_id)
    group = membership.locked_group(led.id)
    limit = rules_on(product_id=None, on=business_day(at)).group_size_max
    places = max(limit - membership.size_of(group), 0)
    if not 0 < wanted <= places:
        raise TooManyWanted(places)
    search = db.session.scalar(select(MemberSearch).filter_by(group_id=group.id))
    search = search or MemberSearch(group_id=group.id)
    search.kecamatan_code = group.kelurahan.kecamatan_code
    search.wanted, search.made_at, search.ends_at = wanted, at, at + MARK_LIFE
    db.session.add(search)


@use_case
def stop_seeking_members(*, actor_id: int, group_public_id: str, at: datetime) -> None:
    """Take the group's mark off; nobody sees it from this moment on.

    :raises NotPermitted: if the actor does not lead this group
    """
    led = grouping.led_group(actor_id, group_public_id)
    search = db.session.scalar(select(MemberSearch).filter_by(group_id=led.id))
    if search is not None:
        db.session.delete(search)


@use_case
def seek_group(*, actor_id: int, at: datetime) -> None:
    """Mark the actor as looking for a group near the business.

    :raises BusinessFirst: if the business is not described
    :raises InGroupAlready: if the actor is in a live group
    """
    _viewer, person_id = owner(actor_id)
    membership.refuse_second_group(person_id)
    business = _business_of(person_id)
    kelurahan = db.session.get_one(Kelurahan, business.kelurahan_code)
    search = db.session.scalar(select(GroupSearch).filter_by(person_id=person_id))
    search = search or GroupSearch(person_id=person_id)
    search.kelurahan_code, search.kecamatan_code = kelurahan.code, kelurahan.kecamatan_code
    search.sector, search.made_at, search.ends_at = business.sector, at, at + MARK_LIFE
    db.session.add(search)


@use_case
def stop_seeking_group(*, actor_id: int, at: datetime) -> None:
    """Take the own mark off; nobody sees it from this moment on."""
    _viewer, person_id = owner(actor_id)
    search = db.session.scalar(select(GroupSearch).filter_by(person_id=person_id))
    if search is not None:
        db.session.delete(search)


@keyed_use_case
def ask_by_list(*, actor_id: int, group_public_id: str, key: str, at: datetime) -> str:
    """Ask a group that looks for members; return the request's public id.

    :raises SearchGone: if the group does not look any more, or is too far away
    :raises BusinessFirst: if the business is not described
    :raises InGroupAlready: if the actor is in a live group
    :raises AskedAlready: if the actor has asked this group
    :raises TooManyRequests: if the actor has asked enough groups for today
    """
    _viewer, person_id = owner(actor_id)
    membership.wait_in_line(actor_id)
    business = _business_of(person_id)
    search = db.session.scalar(
        select(MemberSearch)
        .join(LoanGroup)
        .where(LoanGroup.public_id == group_public_id, MemberSearch.ends_at > at)
    )
    if search is None or not _is_near(search.group, business.kelurahan_code, at=at):
        raise SearchGone
    return joining.ask(
        search.group, person_id=person_id, way=RequestWay.LIST, liability_text_version=None, at=at
    )


@keyed_use_case
def invite_seeker(
    *, actor_id: int, group_public_id: str, search_public_id: str, key: str, at: datetime
) -> None:
    """Invite an owner who looks for a group; the answer is given on the own account.

    :raises NotPermitted: if the actor does not lead this group
    :raises SearchGone: if the group or the owner does not look any more, or is too far away
    :raises GroupFull: if the group has no place left
    """
    led = grouping.led_group(actor_id, group_public_id)
    group = membership.locked_group(led.id)
    is_seeking = db.session.scalar(
        select(MemberSearch.id).filter_by(group_id=group.id).where(MemberSearch.ends_at > at)
    )
    search = db.session.scalar(
        select(GroupSearch)
        .filter_by(public_id=search_public_id)
        .where(GroupSearch.ends_at > at, GroupSearch.sector.in_(_sectors_of(group)))
    )
    if is_seeking is None or search is None:
        raise SearchGone
    if not _is_near(group, search.kelurahan_code, at=at):
        raise SearchGone
    membership.refuse_full_group(group, at=at)
    joining.invite_person(group, search.person, actor_id=actor_id, at=at)


def _business_of(person_id: int) -> Business:
    business = db.session.scalar(select(Business).filter_by(person_id=person_id))
    if business is None:
        raise BusinessFirst
    return business


def _is_near(group: LoanGroup, kelurahan_code: str, *, at: datetime) -> bool:
    rule = rules_on(product_id=None, on=business_day(at)).kelurahan_rule
    return is_near(rule, group.kelurahan_code, kelurahan_code)


def _sectors_of(group: LoanGroup) -> list[object]:
    return list(
        db.session.scalars(
            select(Business.sector)
            .join(GroupMember, GroupMember.person_id == Business.person_id)
            .where(GroupMember.group_id == group.id)
            .where(GroupMember.person_id.in_(membership.people_of(group)))
            .distinct()
        )
    )
