"""An owner's group: who is in it and how far each has come, but nothing about anybody's money."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from harkat.domain.calendar import business_day
from harkat.domain.documents import missing_kinds
from harkat.domain.lifecycle import ENDED_APPLICATIONS
from harkat.domain.people import REQUIRED_CONSENTS
from harkat.domain.programme_rules import Rules
from harkat.domain.roles import Viewer
from harkat.domain.statuses import ApplicationStatus, GroupStatus, MembershipStatus
from harkat.extensions import db
from harkat.models.application import LoanApplication
from harkat.models.area import Kelurahan
from harkat.models.business import Business
from harkat.models.group import GroupMember, LoanGroup
from harkat.models.people import DataConsent, Person, UserAccount
from harkat.models.training import TrainingCompletion
from harkat.queries import told
from harkat.queries.own_documents import kinds_of
from harkat.queries.rules import rules_on

_MOST_ROWS = 100
_SHOWN = (MembershipStatus.ACCEPTED, MembershipStatus.INVITED, MembershipStatus.DECLINED)
_ENDED = (*ENDED_APPLICATIONS, ApplicationStatus.DISBURSED)


@dataclass(frozen=True, kw_only=True)
class Tasks:
    """What one member has done and has not: yes or no, never what was written."""

    has_details: bool
    has_business: bool
    has_money: bool
    has_account_no: bool
    has_consents: bool
    has_documents: bool
    has_training: bool

    @property
    def has_data(self) -> bool:
        """Tell whether all is there that a member gives without others: training comes beside."""
        return replace(self, has_training=True).are_all_done

    @property
    def done(self) -> int:
        """How many of them are done."""
        return sum(vars(self).values())

    @property
    def total(self) -> int:
        """How many they are."""
        return len(vars(self))

    @property
    def are_all_done(self) -> bool:
        """Tell whether nothing is missing."""
        return self.done == self.total


@dataclass(frozen=True, kw_only=True)
class Member:
    """One person of the group, or one who was invited; `tasks` only of those who accepted."""

    name: str
    status: MembershipStatus
    public_id: str
    is_leader: bool
    is_own: bool
    is_overdue: bool
    tasks: Tasks | None


@dataclass(frozen=True, kw_only=True)
class OwnGroup:
    """The group the viewer is in, as every member sees it."""

    public_id: str
    reference_no: str
    name: str
    kelurahan: str
    kecamatan: str
    status: GroupStatus
    leader_name: str
    is_leader: bool
    members: tuple[Member, ...]
    size_min: int
    size_max: int
    application_public_id: str | None

    @property
    def size(self) -> int:
        """How many have accepted."""
        return sum(member.status is MembershipStatus.ACCEPTED for member in self.members)


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """An invitation that can still be answered."""

    public_id: str
    group_name: str
    kelurahan: str
    leader_name: str
    size: int
    answer_by_on: date


def group(viewer: Viewer, *, at: datetime) -> OwnGroup | None:
    """Return the viewer's live group, or None."""
    found = db.session.scalar(
        select(LoanGroup)
        .join(GroupMember)
        .where(
            GroupMember.person_id == viewer.person_id,
            GroupMember.status == MembershipStatus.ACCEPTED,
        )
        .options(
            joinedload(LoanGroup.kelurahan).joinedload(Kelurahan.kecamatan),
            joinedload(LoanGroup.leader),
        )
    )
    if found is None:
        return None
    rules = rules_on(product_id=None, on=business_day(at))
    earliest = at - timedelta(days=rules.invitation_days)
    return OwnGroup(
        public_id=found.public_id,
        reference_no=found.reference_no,
        name=found.name,
        kelurahan=found.kelurahan.name,
        kecamatan=found.kelurahan.kecamatan.name,
        status=found.status,
        leader_name=found.leader.full_name,
        is_leader=found.leader_id == viewer.person_id,
        members=_members(found, viewer, rules, earliest=earliest),
        size_min=rules.group_size_min,
        size_max=rules.group_size_max,
        application_public_id=db.session.scalar(
            select(LoanApplication.public_id)
            .filter_by(group_id=found.id)
            .where(LoanApplication.status.not_in(_ENDED))
        ),
    )


def invitations(viewer: Viewer, *, at: datetime) -> Sequence[Invitation]:
    """Return the invitations the viewer can answer now, the oldest first.

    For example ``Invitation(group_name="Mawar", leader_name="Siti Contoh", size=4, ...)``.
    """
    days = rules_on(product_id=None, on=business_day(at)).invitation_days
    rows = db.session.scalars(
        select(GroupMember)
        .where(
            _is_for_phone_of(viewer),
            GroupMember.status == MembershipStatus.INVITED,
            GroupMember.invited_at > at - timedelta(days=days),
        )
        .options(
            joinedload(GroupMember.group).joinedload(LoanGroup.leader),
            joinedload(GroupMember.group).joinedload(LoanGroup.kelurahan),
        )
        .order_by(GroupMember.id)
        .limit(_MOST_ROWS)
    ).all()
    sizes = sizes_of([row.group_id for row in rows])
    return [
        Invitation(
            public_id=row.public_id,
            group_name=row.group.name,
            kelurahan=row.group.kelurahan.name,
            leader_name=row.group.leader.full_name,
            size=sizes.get(row.group_id, 0),
            answer_by_on=business_day(row.invited_at + timedelta(days=days)),
        )
        for row in rows
    ]


def was_invited(viewer: Viewer, public_id: str) -> bool:
    """Tell whether an invitation is or once was for the viewer, whatever came of it."""
    found = select(GroupMember.id).filter_by(public_id=public_id).where(_is_for_phone_of(viewer))
    return db.session.scalar(found) is not None


def was_member(viewer: Viewer, public_id: str) -> bool:
    """Tell whether somebody is or once was a member of the viewer's group."""
    own = select(GroupMember.group_id).filter_by(
        person_id=viewer.person_id, status=MembershipStatus.ACCEPTED
    )
    found = (
        select(GroupMember.id)
        .filter_by(public_id=public_id)
        .where(GroupMember.person_id.is_not(None), GroupMember.group_id.in_(own))
    )
    return db.session.scalar(found) is not None


def sizes_of(group_ids: Sequence[int]) -> dict[int, int]:
    """Return how many accepted members each of the groups has, by group."""
    rows = db.session.execute(
        select(GroupMember.group_id, func.count().label("size"))
        .where(GroupMember.group_id.in_(group_ids))
        .where(GroupMember.status == MembershipStatus.ACCEPTED)
        .group_by(GroupMember.group_id)
    )
    return {row.group_id: row.size for row in rows}


def _is_for_phone_of(viewer: Viewer) -> ColumnElement[bool]:
    own_phone = select(UserAccount.phone_lookup).filter_by(id=viewer.user_id)
    return GroupMember.phone_lookup == own_phone.scalar_subquery()


def _members(
    found: LoanGroup, viewer: Viewer, rules: Rules, *, earliest: datetime
) -> tuple[Member, ...]:
    rows = db.session.scalars(
        select(GroupMember)
        .filter_by(group_id=found.id)
        .where(GroupMember.status.in_(_SHOWN))
        .options(joinedload(GroupMember.person))
        .order_by(*(GroupMember.status != status for status in _SHOWN), GroupMember.id)
        .limit(_MOST_ROWS)
    ).all()
    accepted = [row.person for row in rows if row.person is not None]
    tasks = tasks_of(accepted, rules=rules)
    return tuple(
        Member(
            name=row.person.full_name if row.person else row.invited_name,
            status=row.status,
            public_id=row.public_id,
            is_leader=row.person_id == found.leader_id,
            is_own=row.person_id == viewer.person_id,
            is_overdue=row.status is MembershipStatus.INVITED and row.invited_at <= earliest,
            tasks=tasks.get(row.person_id) if row.person_id else None,
        )
        for row in rows
    )


def tasks_of(people: Sequence[Person], *, rules: Rules) -> dict[int, Tasks]:
    """Return by person what is done and what is not, as the rules ask for it."""
    ids = [person.id for person in people]
    with_business = set(
        db.session.scalars(select(Business.person_id).where(Business.person_id.in_(ids)))
    )
    trained = set(
        db.session.scalars(
            select(TrainingCompletion.person_id)
            .where(TrainingCompletion.person_id.in_(ids))
            .distinct()
        )
    )
    agreed = set(
        db.session.scalars(
            select(DataConsent.person_id)
            .where(DataConsent.person_id.in_(ids), DataConsent.withdrawn_at.is_(None))
            .where(DataConsent.purpose.in_(REQUIRED_CONSENTS))
            .group_by(DataConsent.person_id)
            .having(func.count(DataConsent.purpose.distinct()) == len(REQUIRED_CONSENTS))
        )
    )
    shown = kinds_of(ids)
    with_details, with_money = told.people_with_details(ids), told.people_with_money(ids)
    return {
        person.id: Tasks(
            has_details=person.id in with_details,
            has_business=person.id in with_business,
            has_money=person.id in with_money,
            has_account_no=person.bank_account_no_lookup is not None,
            has_consents=person.id in agreed,
            has_documents=not missing_kinds(rules.documents_required, shown.get(person.id, ())),
            has_training=person.id in trained,
        )
        for person in people
    }
