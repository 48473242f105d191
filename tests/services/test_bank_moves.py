"""A borrower withdraws before the bank decides; a group moves to another bank if all say yes."""

from datetime import timedelta
from functools import partial

import pytest
from flask import Flask

from harkat.domain.lifecycle import IllegalTransition
from harkat.domain.money import Rupiah
from harkat.domain.reasons import Reason, ReasonCode
from harkat.domain.roles import NotPermitted
from harkat.domain.statuses import (
    ApplicationEvent,
    ApplicationStatus,
    BankMoveStatus,
    LineStatus,
)
from harkat.extensions import db
from harkat.models.application import StatusChange
from harkat.models.bank_moves import BankMove
from harkat.queries import file_history
from harkat.services import (
    bank_moves,
    grouping,
    joining,
    origination,
    part_withdrawal,
    underwriting,
)
from harkat.services.bank_moves import MoveGone, MoveOpenAlready, NoSuchBank, NotMovable
from harkat.services.files import NotFound
from tests import given
from tests.groups import asked, code_of, fill_part, told
from tests.moments import NOON
from tests.threads import at_once

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def six() -> given.Kelompok:
    """A group of six."""
    return given.group(6)


@pytest.fixture
def old() -> given.BankDesk:
    """The bank the application is at."""
    return given.bank()


def submitted(six: given.Kelompok, desk: given.BankDesk, *, borrowers: int = 4) -> str:
    parts = dict.fromkeys(six.people[:borrowers], 3_000_000)
    return given.submitted(desk, parts, product_code="kelompok")


def withdraw(somebody: given.Somebody, public_id: str) -> None:
    part_withdrawal.withdraw_part(actor_id=somebody.id, application_public_id=public_id, at=NOON)


def propose(somebody: given.Somebody, public_id: str, bank: given.BankDesk, *, at=NOON) -> str:
    return bank_moves.propose_move(
        actor_id=somebody.id,
        application_public_id=public_id,
        bank_code=bank.code,
        key=given.key(),
        at=at,
    )


def answer(somebody: given.Somebody, move: str, *, is_yes: bool = True, at=NOON) -> bool:
    return bank_moves.answer_move(actor_id=somebody.id, move_public_id=move, is_yes=is_yes, at=at)


def file(public_id: str):
    db.session.rollback()
    return given.application(public_id)


def lines_of(public_id: str) -> list[LineStatus]:
    return [line.status for line in file(public_id).lines]


def proposed(desk: given.BankDesk, public_id: str) -> None:
    """Let the maker propose, with the second borrower blocked."""
    underwriting.take_up(actor_id=desk.maker.id, application_public_id=public_id, at=NOON)
    amounts = given.amounts_of(public_id)
    blocked = list(amounts)[1]
    underwriting.propose(
        actor_id=desk.maker.id,
        application_public_id=public_id,
        version=given.application(public_id).version,
        amounts={**amounts, blocked: Rupiah(0)},
        reasons={blocked: Reason(code=ReasonCode.KREDIT_1, next_step="Lunasi dulu.")},
        key=given.key(),
        at=NOON,
    )


class TestWithdrawnPart:
    def test_makes_a_draft_again_of_what_no_bank_looked_at(
        self, six: given.Kelompok, old: given.BankDesk
    ):
        public_id = submitted(six, old)

        withdraw(six.people[3], public_id)

        assert file(public_id).status is ApplicationStatus.DRAFT
        assert lines_of(public_id) == [*[LineStatus.READY] * 3, LineStatus.REMOVED]
        assert [told(person)[-1] for person in six.people[:3]] == ["party_left"] * 3
        with pytest.raises(NotFound):
            underwriting.take_up(actor_id=old.maker.id, application_public_id=public_id, at=NOON)

    def test_gives_back_what_the_bank_looks_at_and_leaves_the_others_checks(
        self, six: given.Kelompok, old: given.BankDesk
    ):
        public_id = submitted(six, old)
        proposed(old, public_id)

        withdraw(six.people[3], public_id)

        assert file(public_id).status is ApplicationStatus.NEEDS_FIX
        assert lines_of(public_id) == [
            LineStatus.CLEARED,
            LineStatus.BLOCKED,
            LineStatus.CLEARED,
            LineStatus.REMOVED,
        ]

    def test_is_replaced_by_a_new_member_and_the_rest_is_decided_as_usual(
        self, six: given.Kelompok, old: given.BankDesk
    ):
        public_id = submitted(six, old, borrowers=3)
        given.propose(old, public_id)
        leaver, newcomer = six.people[2], given.owner("Tono Baru", is_trained=True)
        withdraw(leaver, public_id)
        grouping.leave(actor_id=leaver.id, at=NOON)
        request = asked(newcomer, code_of(six))
        joining.answer_request(
            actor_id=six.leader.id, request_public_id=request, is_accepted=True, at=NOON
        )
        fill_part(newcomer, public_id)
        origination.submit(
            actor_id=six.leader.id, application_public_id=public_id, key=given.key(), at=NOON
        )
        lines = file(public_id).lines
        live = [line for line in lines if line.status is not LineStatus.REMOVED]
        amounts = {line.public_id: line.requested for line in live}
        version = given.application(public_id).version
        underwriting.propose(
            actor_id=old.maker.id,
            application_public_id=public_id,
            version=version,
            amounts=amounts,
            reasons={},
            key=given.key(),
            at=NOON,
        )

        assert lines_of(public_id) == [
            LineStatus.CLEARED,
            LineStatus.CLEARED,
            LineStatus.REMOVED,
            LineStatus.CLEARED,
        ]

    def test_can_come_to_the_decision_too_late_for_the_bank(
        self, six: given.Kelompok, old: given.BankDesk
    ):
        public_id = given.propose(old, submitted(six, old))
        given.approve(old, public_id)

        with pytest.raises(IllegalTransition):
            withdraw(six.people[3], public_id)

    def test_is_the_borrowers_own(self, six: given.Kelompok, old: given.BankDesk):
        public_id = submitted(six, old)

        with pytest.raises(NotPermitted):
            withdraw(six.people[5], public_id)
        with pytest.raises(NotFound):
            withdraw(given.group(1).leader, public_id)

    def test_of_one_person_alone_is_no_part(self, old: given.BankDesk):
        siti = given.owner(is_trained=True)
        public_id = given.submitted(old, {siti: 3_000_000})

        with pytest.raises(NotPermitted):
            withdraw(siti, public_id)

    def test_and_an_approval_at_once_never_both_happen(
        self, app: Flask, six: given.Kelompok, old: given.BankDesk
    ):
        public_id = given.propose(old, submitted(six, old))

        outcomes = at_once(
            app,
            [
                partial(given.approve, old, public_id),
                partial(withdraw, six.people[3], public_id),
            ],
        )

        failed = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
        assert len(failed) == 1, outcomes
        statuses = {ApplicationStatus.APPROVED, ApplicationStatus.NEEDS_FIX}
        assert file(public_id).status in statuses


class TestMove:
    @pytest.fixture
    def new(self) -> given.BankDesk:
        """The bank the group wants to go to."""
        return given.bank()

    def test_happens_with_the_last_borrowers_yes(
        self, six: given.Kelompok, old: given.BankDesk, new: given.BankDesk
    ):
        siti, rina, tono, *_others = six.people
        public_id = submitted(six, old, borrowers=3)
        proposed(old, public_id)
        given_back = Reason(code=ReasonCode.DOK_1, next_step="Foto ulang.")
        underwriting.return_to_maker(
            actor_id=old.checker.id, application_public_id=public_id, reason=given_back, at=NOON
        )

        move = propose(rina, public_id, new)
        assert (answer(siti, move), answer(siti, move)) == (False, False)
        assert file(public_id).bank_id == old.bank_id
        assert answer(tono, move)

        moved = file(public_id)
        assert (moved.bank_id, moved.status) == (new.bank_id, ApplicationStatus.SUBMITTED)
        # What one bank found out about somebody does not go along.
        assert lines_of(public_id) == [LineStatus.READY] * 3
        assert [line.proposed for line in moved.lines] == [None] * 3
        assert db.session.scalars(
            db.select(StatusChange.event).filter_by(subject="application", subject_id=moved.id)
        ).all()[-1] == str(ApplicationEvent.BANK_CHANGED)
        assert [told(person)[-1] for person in (siti, rina, tono)] == ["bank_moved"] * 3
        with pytest.raises(NotFound):
            underwriting.take_up(actor_id=old.maker.id, application_public_id=public_id, at=NOON)
        line_ids = [line.id for line in moved.lines]
        assert file_history.reasons_of_lines(line_ids) == {}
        steps = file_history.steps_of(application_id=moved.id, line_ids=line_ids)
        assert [step.word for step in steps] == [ApplicationEvent.BANK_CHANGED]
        given.approve(new, given.propose(new, public_id))

    def test_needs_every_borrower_and_ends_with_one_no(
        self, six: given.Kelompok, old: given.BankDesk, new: given.BankDesk
    ):
        public_id = submitted(six, old, borrowers=3)
        move = propose(six.people[1], public_id, new)
        answer(six.leader, move)

        answer(six.people[2], move, is_yes=False)

        assert file(public_id).bank_id == old.bank_id
        assert db.session.scalars(db.select(BankMove.status)).all() == [BankMoveStatus.REFUSED]
        with pytest.raises(MoveGone):
            answer(six.people[2], move)

    def test_asks_borrowers_alone_and_one_proposal_at_a_time(
        self, six: given.Kelompok, old: given.BankDesk, new: given.BankDesk
    ):
        public_id = submitted(six, old, borrowers=3)
        move = propose(six.leader, public_id, new)

        with pytest.raises(MoveOpenAlready):
            propose(six.people[1], public_id, new)
        with pytest.raises(NotPermitted):
            answer(six.people[5], move)
        with pytest.raises(NotFound):
            answer(given.group(1).leader, move)
        with pytest.raises(NoSuchBank):
            propose(six.leader, public_id, old)
        # After two weeks without all answers the proposal is over.
        later = NOON + timedelta(days=14)
        with pytest.raises(MoveGone):
            answer(six.people[1], move, at=later)
        propose(six.people[1], public_id, new, at=later)

    def test_happens_when_the_one_who_was_silent_withdraws(
        self, six: given.Kelompok, old: given.BankDesk, new: given.BankDesk
    ):
        public_id = submitted(six, old)
        move = propose(six.leader, public_id, new)
        for person in six.people[1:3]:
            answer(person, move)

        withdraw(six.people[3], public_id)

        moved = file(public_id)
        assert (moved.bank_id, moved.status) == (new.bank_id, ApplicationStatus.DRAFT)

    def test_is_over_while_a_bank_decides(
        self, six: given.Kelompok, old: given.BankDesk, new: given.BankDesk
    ):
        public_id = submitted(six, old, borrowers=3)
        move = propose(six.leader, public_id, new)
        given.propose(old, public_id)

        with pytest.raises(NotMovable):
            answer(six.people[1], move)
        with pytest.raises(NotMovable):
            propose(six.people[1], public_id, new)

    def test_happens_once_when_the_last_answers_come_at_once(
        self, app: Flask, six: given.Kelompok, old: given.BankDesk, new: given.BankDesk
    ):
        public_id = submitted(six, old, borrowers=3)
        move = propose(six.leader, public_id, new)

        outcomes = at_once(app, [partial(answer, person, move) for person in six.people[1:3]])

        assert sorted(outcomes) == [False, True]
        assert file(public_id).bank_id == new.bank_id
