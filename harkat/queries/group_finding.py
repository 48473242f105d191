"""How a group and its next members find each other: what a stranger may see of either."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from harkat.domain.calendar import business_day
from harkat.domain.group_capacity import is_near
from harkat.domain.joining import REQUEST_LIFE, first_name
from harkat.domain.people import Sector
from harkat.domain.programme_rules import KelurahanRule
from harkat.domain.roles import Viewer
from harkat.domain.statuses import GroupStatus, JoinRequestStatus, MembershipStatus
from harkat.extensions import db
from harkat.models.area import Kelurahan
from harkat.models.business import Business
from harkat.models.group import GroupMember, LoanGroup
from harkat.models.joining import GroupSearch, JoinRequest, MemberSearch
from harkat.queries.group_standing import own_group_of
from harkat.queries.own_group import sizes_of
from harkat.queries.rules import rules_on

MOST_ROWS = 50


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What somebody with the code sees before asking."""

    name: str
    kelurahan: str
    kecamatan: str
    leader_name: str
    size: int
    size_max: int


@dataclass(frozen=True, kw_only=True)
class SeekingGroup:
    """A group that looks for members: nobody's name is told."""

    public_id: str
    name: str
    kelurahan: str
    kecamatan: str
    sectors: tuple[Sector, ...]
    size: int
    wanted: int


@dataclass(frozen=True, kw_only=True)
class SeekingOwner:
    """An owner who looks for a group: first name, kind of business and kelurahan, no more."""

    public_id: str
    first_name: str
    sector: Sector
    kelurahan: str


@dataclass(frozen=True, kw_only=True)
class OwnRequest:
    """A request of the viewer's own that waits for an answer."""

    public_id: str
    group_public_id: str
    group_name: str
    kelurahan: str
    made_at: datetime


@dataclass(frozen=True, kw_only=True)
class OwnSearch:
    """The viewer's own search for a group; `ends_on` is None while there is no mark."""

    has_business: bool
    ends_on: date | None
    groups: Sequence[SeekingGroup]


def preview(*, group_public_id: str, at: datetime) -> Preview | None:
    """Return what the code opens, or None if the group is gone."""
    group = db.session.scalar(
        select(LoanGroup)
        .filter_by(public_id=group_public_id)
        .where(LoanGroup.status != GroupStatus.DISSOLVED)
        .options(
            joinedload(LoanGroup.kelurahan).joinedload(Kelurahan.kecamatan),
            joinedload(LoanGroup.leader),
        )
    )
    if group is None:
        return None
    return Preview(
        name=group.name,
        kelurahan=group.kelurahan.name,
        kecamatan=group.kelurahan.kecamatan.name,
        leader_name=group.leader.full_name,
        size=sizes_of([group.id]).get(group.id, 0),
        size_max=rules_on(product_id=None, on=business_day(at)).group_size_max,
    )


def own_requests(viewer: Viewer, *, at: datetime) -> Sequence[OwnRequest]:
    """Return the viewer's requests that wait for an answer, the newest first.

    For example ``OwnRequest(group_name="Mawar", kelurahan="Legok", ...)``.
    """
    rows = db.session.scalars(
        select(JoinRequest)
        .where(
            JoinRequest.person_id == viewer.person_id,
            JoinRequest.status == JoinRequestStatus.OPEN,
            JoinRequest.made_at > at - REQUEST_LIFE,
        )
        .options(joinedload(JoinRequest.group).joinedload(LoanGroup.kelurahan))
        .order_by(JoinRequest.id.desc())
        .limit(MOST_ROWS)
    )
    return [
        OwnRequest(
            public_id=row.public_id,
            group_public_id=row.group.public_id,
            group_name=row.group.name,
            kelurahan=row.group.kelurahan.name,
            made_at=row.made_at,
        )
        for row in rows
    ]


def own_search(viewer: Viewer, *, at: datetime) -> OwnSearch:
    """Return the viewer's mark and the groups near the viewer's business that look for members."""
    business = db.session.scalar(select(Business).filter_by(person_id=viewer.person_id))
    mark = db.session.scalar(
        select(GroupSearch).filter_by(person_id=viewer.person_id).where(GroupSearch.ends_at > at)
    )
    return OwnSearch(
        has_business=business is not None,
        ends_on=business_day(mark.ends_at) if mark else None,
        groups=_seeking_groups(business.kelurahan_code, at=at) if business else (),
    )


def seeking_owners(viewer: Viewer, *, at: datetime) -> Sequence[SeekingOwner]:
    """Return the owners the viewer's seeking group may invite; nobody for anybody but its leader.

    For example ``SeekingOwner(first_name="Rina", sector=Sector.FOOD, kelurahan="Legok", ...)``.
    """
    group = own_group_of(viewer)
    if group is None or group.leader_id != viewer.person_id:
        return []
    is_seeking = select(MemberSearch.id).filter_by(group_id=group.id)
    if db.session.scalar(is_seeking.where(MemberSearch.ends_at > at)) is None:
        return []
    rule = rules_on(product_id=None, on=business_day(at)).kelurahan_rule
    found = (
        select(GroupSearch)
        .where(GroupSearch.sector.in_(_sectors([group.id]).get(group.id, ())))
        .where(GroupSearch.ends_at > at)
        .options(joinedload(GroupSearch.person), joinedload(GroupSearch.kelurahan))
        .order_by(GroupSearch.made_at.desc(), GroupSearch.id.desc())
        .limit(MOST_ROWS)
    )
    if rule is not KelurahanRule.CITY:
        found = found.where(GroupSearch.kecamatan_code == group.kelurahan.kecamatan_code)
    if rule is KelurahanRule.SAME_KELURAHAN:
        found = found.where(GroupSearch.kelurahan_code == group.kelurahan_code)
    return [
        SeekingOwner(
            public_id=row.public_id,
            first_name=first_name(row.person.full_name),
            sector=row.sector,
            kelurahan=row.kelurahan.name,
        )
        for row in db.session.scalars(found)
    ]


def _seeking_groups(kelurahan_code: str, *, at: datetime) -> Sequence[SeekingGroup]:
    rule = rules_on(product_id=None, on=business_day(at)).kelurahan_rule
    found = (
        select(MemberSearch)
        .join(LoanGroup)
        .where(MemberSearch.ends_at > at)
        .options(
            joinedload(MemberSearch.group)
            .joinedload(LoanGroup.kelurahan)
            .joinedload(Kelurahan.kecamatan)
        )
        .order_by(MemberSearch.made_at.desc(), MemberSearch.id.desc())
        .limit(MOST_ROWS)
    )
    if rule is not KelurahanRule.CITY:
        found = found.where(MemberSearch.kecamatan_code == kelurahan_code.rpartition(".")[0])
    rows = [
        row
        for row in db.session.scalars(found)
        if is_near(rule, row.group.kelurahan_code, kelurahan_code)
    ]
    ids = [row.group_id for row in rows]
    sizes, sectors = sizes_of(ids), _sectors(ids)
    return [
        SeekingGroup(
            public_id=row.group.public_id,
            name=row.group.name,
            kelurahan=row.group.kelurahan.name,
            kecamatan=row.group.kelurahan.kecamatan.name,
            sectors=sectors.get(row.group_id, ()),
            size=sizes.get(row.group_id, 0),
            wanted=row.wanted,
        )
        for row in rows
    ]


def _sectors(group_ids: Sequence[int]) -> dict[int, tuple[Sector, ...]]:
    rows = db.session.execute(
        select(GroupMember.group_id, Business.sector)
        .join(Business, Business.person_id == GroupMember.person_id)
        .where(GroupMember.group_id.in_(group_ids))
        .where(GroupMember.status == MembershipStatus.ACCEPTED)
        .distinct()
        .order_by(GroupMember.group_id, Business.sector)
    )
    found: dict[int, tuple[Sector, ...]] = {}
    for group_id, sector in rows:
        found[group_id] = (*found.get(group_id, ()), sector)
    return found
