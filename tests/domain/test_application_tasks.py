"""The list of tasks: which parts it has, how they are numbered, and what hinders them."""

from dataclasses import replace

import pytest

from harkat.domain.application_tasks import (
    TASK_OF,
    TaskFacts,
    TaskName,
    TaskState,
    task_list,
)
from harkat.domain.eligibility import Obstacle, ObstacleCode

NEW = TaskFacts(
    person=TaskState.NOT_STARTED,
    business=TaskState.NOT_STARTED,
    money=TaskState.NOT_STARTED,
    training=TaskState.NOT_STARTED,
    group=TaskState.NOT_STARTED,
    documents=TaskState.NOT_STARTED,
    loan=TaskState.NOT_STARTED,
    account=TaskState.NOT_STARTED,
    consents=None,
)
FILLED = TaskFacts(
    person=TaskState.DONE,
    business=TaskState.DONE,
    money=TaskState.DONE,
    training=TaskState.DONE,
    group=TaskState.DONE,
    documents=TaskState.DONE,
    loan=TaskState.DONE,
    account=TaskState.DONE,
    consents=None,
    may_be_sent=True,
)


class TestTaskList:
    def test_numbers_the_parts_that_are_asked(self):
        found = task_list(FILLED)

        assert [(task.number, task.name) for task in found.tasks] == list(
            enumerate(
                [
                    TaskName.PERSON,
                    TaskName.BUSINESS,
                    TaskName.MONEY,
                    TaskName.TRAINING,
                    TaskName.GROUP,
                    TaskName.DOCUMENTS,
                    TaskName.LOAN,
                    TaskName.ACCOUNT,
                    TaskName.SEND,
                ],
                start=1,
            )
        )

    def test_leaves_out_what_is_not_asked(self):
        alone = task_list(replace(NEW, group=None, training=None))

        assert [(task.number, task.name) for task in alone.tasks][-3:] == [
            (5, TaskName.LOAN),
            (6, TaskName.ACCOUNT),
            (7, TaskName.SEND),
        ]

    def test_counts_what_is_done(self):
        assert (task_list(NEW).done, task_list(FILLED).done) == (0, 8)

    def test_leads_to_the_first_part_that_waits_for_its_owner(self):
        waiting = replace(
            FILLED, group=TaskState.WAITING, loan=TaskState.STARTED, may_be_sent=False
        )

        assert [
            found.next and found.next.name
            for found in (
                task_list(NEW),
                task_list(waiting),
                task_list(FILLED),
                task_list(replace(FILLED, is_sender=False)),
            )
        ] == [TaskName.PERSON, TaskName.LOAN, TaskName.SEND, None]

    @pytest.mark.parametrize(
        ("facts", "state"),
        [
            (FILLED, TaskState.READY),
            (replace(FILLED, may_be_sent=False), TaskState.BLOCKED),
            (replace(FILLED, is_sender=False), TaskState.OF_LEADER),
        ],
    )
    def test_ends_with_sending_which_is_never_done_here(self, facts: TaskFacts, state: TaskState):
        assert task_list(facts).tasks[-1].state is state

    def test_says_what_hinders_a_part_that_is_filled_in(self):
        too_big = Obstacle(code=ObstacleCode.LINE_TOO_BIG, person_id=1, limit=10, actual=11)

        found = {task.name: task for task in task_list(FILLED, [too_big]).tasks}

        assert found[TaskName.LOAN].state is TaskState.HINDERED
        assert found[TaskName.LOAN].obstacles == (too_big,)
        assert found[TaskName.ACCOUNT].state is TaskState.DONE

    def test_says_nothing_more_of_a_part_that_is_open_anyhow(self):
        missing = Obstacle(code=ObstacleCode.MONEY_MISSING, person_id=1)

        found = {task.name: task for task in task_list(NEW, [missing]).tasks}

        assert (found[TaskName.MONEY].state, found[TaskName.MONEY].obstacles) == (
            TaskState.NOT_STARTED,
            (),
        )

    def test_has_a_part_for_every_obstacle(self):
        assert set(TASK_OF) == set(ObstacleCode)
