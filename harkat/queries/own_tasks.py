"""How far an owner has come with each part of an application: the one list of tasks."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from harkat.domain.application_tasks import TaskFacts, TaskList, TaskState, task_list
from harkat.domain.calendar import business_day
from harkat.domain.money import Rupiah
from harkat.domain.programme_rules import TrainingRule
from harkat.domain.roles import Viewer
from harkat.extensions import db
from harkat.models.circumstances import PersonDetails
from harkat.models.people import Person
from harkat.queries import own_group
from harkat.queries.own_applications import OwnApplication
from harkat.queries.own_group import OwnGroup, Tasks
from harkat.queries.rules import rules_on

_TRAINING = {
    TrainingRule.REQUIRED: TaskState.NOT_STARTED,
    TrainingRule.WAIVES_BUSINESS_AGE: TaskState.OPTIONAL,
    TrainingRule.NONE: None,
}


@dataclass(frozen=True, kw_only=True)
class OwnTasks:
    """The list of tasks with what its words need; no application is started where it has no id."""

    list: TaskList
    application_public_id: str | None
    reference_no: str | None
    requested: Rupiah | None
    group_name: str | None
    leader_name: str | None


def tasks(viewer: Viewer, application: OwnApplication | None, *, at: datetime) -> OwnTasks | None:
    """Return the viewer's tasks for an application, or before one, or None without a person."""
    person = db.session.get(Person, viewer.person_id) if viewer.person_id else None
    if person is None:
        return None
    rules = rules_on(product_id=None, on=business_day(at))
    done = own_group.tasks_of([person], rules=rules)[person.id]
    group = own_group.group(viewer, at=at)
    facts = _facts(person, done, group, application, rule=rules.training_rule)
    obstacles = (*application.own_obstacles, *application.shared_obstacles) if application else ()
    own = application.progress.own if application else None
    return OwnTasks(
        list=task_list(facts, obstacles),
        application_public_id=application.progress.public_id if application else None,
        reference_no=application.progress.reference_no if application else None,
        requested=own.requested if own else None,
        group_name=group.name if group else None,
        leader_name=application.leader_name if application else None,
    )


def _facts(
    person: Person,
    done: Tasks,
    group: OwnGroup | None,
    application: OwnApplication | None,
    *,
    rule: TrainingRule,
) -> TaskFacts:
    own = application.progress.own if application else None
    is_alone = application is not None and not application.progress.is_for_group
    missing = max(group.size_min - group.size, 0) if group else 0
    return TaskFacts(
        person=_person(person.id),
        business=_filled(is_done=done.has_business),
        money=_filled(is_done=done.has_money),
        training=TaskState.DONE if done.has_training else _TRAINING[rule],
        group=None if is_alone else _group(group, missing),
        documents=_filled(is_done=done.has_documents),
        loan=_filled(is_done=own is not None and own.requested is not None),
        account=_filled(is_done=done.has_account_no),
        # Both needed consents are given with the account; the part is asked when one was withdrawn.
        consents=None if done.has_consents else TaskState.NOT_STARTED,
        members_missing=missing,
        is_sender=application is None or application.is_sender,
        may_be_sent=application is not None and application.may_be_sent,
    )


def _person(person_id: int) -> TaskState:
    details = db.session.scalar(select(PersonDetails).filter_by(person_id=person_id))
    if details is None:
        return TaskState.NOT_STARTED
    return TaskState.DONE if details.is_complete else TaskState.STARTED


def _group(group: OwnGroup | None, missing: int) -> TaskState:
    if group is None:
        return TaskState.NOT_STARTED
    return TaskState.WAITING if missing else TaskState.DONE


def _filled(*, is_done: bool) -> TaskState:
    return TaskState.DONE if is_done else TaskState.NOT_STARTED
