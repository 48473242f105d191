"""Where the viewer's group stands: what it can borrow and lacks, its votes, its code, who asks."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from harkat.domain.calendar import business_day
from harkat.domain.group_capacity import Capacity, MemberFacts, capacity
from harkat.domain.group_votes import counted, majority_of
from harkat.domain.joining import REQUEST_LIFE, RequestWay, first_name
from harkat.domain.people import Sector
from harkat.domain.programme_rules import KelurahanRule, Rules
from harkat.domain.roles import Viewer
from harkat.domain.statuses import ApplicationStatus, JoinRequestStatus, MembershipStatus
from harkat.extensions import db
from harkat.models.application import LoanApplication
from harkat.models.area import Kelurahan
from harkat.models.business import Business
from harkat.models.group import GroupMember, LoanGroup
from harkat.models.group_votes import LeaderVote, RemovalVote
from harkat.models.joining import GroupCode, JoinRequest, MemberSearch
from harkat.models.people import Person
from harkat.queries.own_group import tasks_of
from harkat.queries.rules import rules_on

_MOST_REQUESTS = 50


@dataclass(frozen=True, kw_only=True)
class Votes:
    """The votes of a group by member (public id): counts for all, choices only the viewer's own."""

    for_leader: Mapping[str, int]
    to_remove: Mapping[str, int]
    own_leader_choice: str | None
    own_removals: frozenset[str]
    needed: int


@dataclass(frozen=True, kw_only=True)
class Asker:
    """Somebody who asks to join; what the leader may know depends on the way.

    Who came by the code says the own name. Who came by the list shows the first name, the kind of
    business and its kelurahan.
    """

    public_id: str
    way: RequestWay
    name: str
    sector: Sector | None
    kelurahan: str | None
    made_at: datetime


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What the group's page shows beside its members; requests and search are the leader's."""

    capacity: Capacity
    is_leader_chosen: bool
    votes: Votes
    may_remove: bool
    code: str | None
    code_ends_on: date | None
    askers: Sequence[Asker]
    wanted: int | None
    search_ends_on: date | None
    kelurahan_rule: KelurahanRule
    borrowers_min: int
    per_family_card_max: int


def standing(viewer: Viewer, *, at: datetime) -> Standing | None:
    """Return where the viewer's live group stands, or None."""
    group = own_group_of(viewer)
    if group is None:
        return None
    members = _members(group)
    rules = rules_on(product_id=None, on=business_day(at))
    is_leader = group.leader_id == viewer.person_id
    code = db.session.scalar(
        select(GroupCode).filter_by(group_id=group.id).where(GroupCode.ends_at > at)
    )
    search = db.session.scalar(
        select(MemberSearch).filter_by(group_id=group.id).where(MemberSearch.ends_at > at)
    )
    return Standing(
        capacity=_capacity(rules, members, is_leader_chosen=group.is_leader_chosen),
        is_leader_chosen=group.is_leader_chosen,
        votes=_votes(group, members, viewer),
        may_remove=not _has_sent(group),
        code=code.code if code else None,
        code_ends_on=business_day(code.ends_at) if code else None,
        askers=_askers(group, at=at) if is_leader else (),
        wanted=search.wanted if search else None,
        search_ends_on=business_day(search.ends_at) if search else None,
        kelurahan_rule=rules.kelurahan_rule,
        borrowers_min=rules.borrowers_min,
        per_family_card_max=rules.per_family_card_max,
    )


def own_group_of(viewer: Viewer) -> LoanGroup | None:
    """Return the live group the viewer is a member of, or None."""
    return db.session.scalar(
        select(LoanGroup)
        .join(GroupMember)
        .where(
            GroupMember.person_id == viewer.person_id,
            GroupMember.status == MembershipStatus.ACCEPTED,
        )
    )


def _members(group: LoanGroup) -> Sequence[GroupMember]:
    return db.session.scalars(
        select(GroupMember)
        .filter_by(group_id=group.id, status=MembershipStatus.ACCEPTED)
        .options(joinedload(GroupMember.person))
        .order_by(GroupMember.answered_at, GroupMember.id)
    ).all()


def _capacity(rules: Rules, members: Sequence[GroupMember], *, is_leader_chosen: bool) -> Capacity:
    people = [member.person for member in members if member.person is not None]
    tasks = tasks_of(people, rules=rules)
    places = _places(people)
    return capacity(
        rules=rules,
        members=[
            MemberFacts(
                kelurahan_code=places.get(person.id),
                has_data=tasks[person.id].has_data,
                has_training=tasks[person.id].has_training,
                family_card=person.kk_no_lookup,
            )
            for person in people
        ],
        is_leader_chosen=is_leader_chosen,
    )


def _places(people: Sequence[Person]) -> dict[int, str]:
    rows = db.session.execute(
        select(Business.person_id, Business.kelurahan_code).where(
            Business.person_id.in_([person.id for person in people])
        )
    )
    return {row.person_id: row.kelurahan_code for row in rows}


def _votes(group: LoanGroup, members: Sequence[GroupMember], viewer: Viewer) -> Votes:
    names = {member.person_id: member.public_id for member in members if member.person_id}
    choices = {
        row.voter_id: row.candidate_id
        for row in db.session.execute(
            select(LeaderVote.voter_id, LeaderVote.candidate_id).filter_by(group_id=group.id)
        )
    }
    removals = db.session.execute(
        select(RemovalVote.voter_id, RemovalVote.target_id).filter_by(group_id=group.id)
    ).all()
    own_choice = choices.get(viewer.person_id or 0)
    return Votes(
        for_leader={
            names[person_id]: count
            for person_id, count in counted(choices, members=names.keys()).items()
        },
        to_remove=Counter(names[row.target_id] for row in removals if row.target_id in names),
        own_leader_choice=names.get(own_choice) if own_choice else None,
        own_removals=frozenset(
            names[row.target_id]
            for row in removals
            if row.voter_id == viewer.person_id and row.target_id in names
        ),
        needed=majority_of(len(names)),
    )


def _has_sent(group: LoanGroup) -> bool:
    not_sent = (
        ApplicationStatus.DRAFT,
        ApplicationStatus.REJECTED,
        ApplicationStatus.WITHDRAWN,
        ApplicationStatus.EXPIRED,
        ApplicationStatus.DISBURSED,
    )
    found = db.session.scalar(
        select(LoanApplication.id)
        .filter_by(group_id=group.id)
        .where(LoanApplication.status.not_in(not_sent))
        .limit(1)
    )
    return found is not None


def _askers(group: LoanGroup, *, at: datetime) -> tuple[Asker, ...]:
    rows = db.session.execute(
        select(JoinRequest, Person.full_name, Business.sector, Kelurahan.name)
        .join(Person, Person.id == JoinRequest.person_id)
        .outerjoin(Business, Business.person_id == Person.id)
        .outerjoin(Kelurahan, Kelurahan.code == Business.kelurahan_code)
        .where(
            JoinRequest.group_id == group.id,
            JoinRequest.status == JoinRequestStatus.OPEN,
            JoinRequest.made_at > at - REQUEST_LIFE,
        )
        .order_by(JoinRequest.id)
        .limit(_MOST_REQUESTS)
    )
    return tuple(
        Asker(
            public_id=request.public_id,
            way=request.way,
            name=name if request.way is RequestWay.CODE else first_name(name),
            sector=sector if request.way is RequestWay.LIST else None,
            kelurahan=kelurahan if request.way is RequestWay.LIST else None,
            made_at=request.made_at,
        )
        for request, name, sector, kelurahan in rows
    )
