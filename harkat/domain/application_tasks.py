"""The parts of an application as a list of tasks: which there are, and how far each has come."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from harkat.domain.eligibility import Obstacle, ObstacleCode


class TaskName(StrEnum):
    """The parts, in the order in which they are shown."""

    PERSON = "person"
    BUSINESS = "business"
    MONEY = "money"
    TRAINING = "training"
    GROUP = "group"
    DOCUMENTS = "documents"
    LOAN = "loan"
    ACCOUNT = "account"
    CONSENTS = "consents"
    SEND = "send"


class TaskState(StrEnum):
    """How far a part has come."""

    DONE = "done"
    STARTED = "started"
    NOT_STARTED = "not_started"
    OPTIONAL = "optional"
    WAITING = "waiting"
    HINDERED = "hindered"
    READY = "ready"
    BLOCKED = "blocked"
    OF_LEADER = "of_leader"


@dataclass(frozen=True, kw_only=True)
class TaskFacts:
    """How far each part has come; a part that is None is not asked of this person.

    `members_missing` is how many more the group needs.
    """

    person: TaskState
    business: TaskState
    money: TaskState
    training: TaskState | None
    group: TaskState | None
    loan: TaskState
    account: TaskState
    consents: TaskState | None
    documents: TaskState | None
    members_missing: int = 0
    is_sender: bool = True
    may_be_sent: bool = False


@dataclass(frozen=True, kw_only=True)
class Task:
    """One part with its number, its state, and what stands in its way although it is filled in."""

    number: int
    name: TaskName
    state: TaskState
    obstacles: tuple[Obstacle, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TaskList:
    """All parts in their order."""

    tasks: tuple[Task, ...]
    members_missing: int = 0

    @property
    def done(self) -> int:
        """How many parts are done."""
        return sum(task.state is TaskState.DONE for task in self.tasks)

    @property
    def next(self) -> Task | None:
        """The first part that waits for this person."""
        return next((task for task in self.tasks if task.state in _OWN_TURN), None)


_OWN_TURN = frozenset(
    {TaskState.STARTED, TaskState.NOT_STARTED, TaskState.HINDERED, TaskState.READY}
)

TASK_OF: dict[ObstacleCode, TaskName] = {
    ObstacleCode.PERSON_MISSING: TaskName.PERSON,
    ObstacleCode.TOO_YOUNG: TaskName.PERSON,
    ObstacleCode.BUSINESS_MISSING: TaskName.BUSINESS,
    ObstacleCode.BUSINESS_TOO_YOUNG: TaskName.BUSINESS,
    ObstacleCode.MONEY_MISSING: TaskName.MONEY,
    ObstacleCode.TRAINING_MISSING: TaskName.TRAINING,
    ObstacleCode.DOCUMENT_MISSING: TaskName.DOCUMENTS,
    ObstacleCode.ACCOUNT_NO_MISSING: TaskName.ACCOUNT,
    ObstacleCode.CONSENT_MISSING: TaskName.CONSENTS,
    ObstacleCode.LOAN_RUNNING: TaskName.LOAN,
    ObstacleCode.LINE_OPEN: TaskName.LOAN,
    ObstacleCode.LINE_TOO_SMALL: TaskName.LOAN,
    ObstacleCode.LINE_TOO_BIG: TaskName.LOAN,
    ObstacleCode.GROUP_INCOMPLETE: TaskName.GROUP,
    ObstacleCode.GROUP_CALLED: TaskName.GROUP,
    ObstacleCode.GROUP_IN_ARREARS: TaskName.GROUP,
    ObstacleCode.GROUP_TOO_FAR_APART: TaskName.GROUP,
    ObstacleCode.GROUP_SUM_TOO_BIG: TaskName.GROUP,
    ObstacleCode.TOO_FEW_BORROWERS: TaskName.GROUP,
}
"""In which part people mend what stands in the way."""


def task_list(facts: TaskFacts, obstacles: Sequence[Obstacle] = ()) -> TaskList:
    """Return the parts asked of a person, numbered from 1, sending as the last one.

    A part that is filled in, but in whose way something stands, is hindered and not done.
    """
    states = {
        TaskName.PERSON: facts.person,
        TaskName.BUSINESS: facts.business,
        TaskName.MONEY: facts.money,
        TaskName.TRAINING: facts.training,
        TaskName.GROUP: facts.group,
        TaskName.DOCUMENTS: facts.documents,
        TaskName.LOAN: facts.loan,
        TaskName.ACCOUNT: facts.account,
        TaskName.CONSENTS: facts.consents,
        TaskName.SEND: _sending(facts),
    }
    asked = [(name, state) for name, state in states.items() if state is not None]
    return TaskList(
        tasks=tuple(
            _task(number, name, state, obstacles)
            for number, (name, state) in enumerate(asked, start=1)
        ),
        members_missing=facts.members_missing,
    )


def _task(number: int, name: TaskName, state: TaskState, obstacles: Sequence[Obstacle]) -> Task:
    own = tuple(obstacle for obstacle in obstacles if TASK_OF.get(obstacle.code) is name)
    if state is not TaskState.DONE or not own:
        return Task(number=number, name=name, state=state)
    return Task(number=number, name=name, state=TaskState.HINDERED, obstacles=own)


def _sending(facts: TaskFacts) -> TaskState:
    if not facts.is_sender:
        return TaskState.OF_LEADER
    return TaskState.READY if facts.may_be_sent else TaskState.BLOCKED
