"""One part of a group's application is blocked; the others go on, replace it, or wait."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import partial

import pytest
from flask import Flask

from harkat.domain.group_choice import BlockedChoice, GroupChoiceStatus, NotABlockingReason
from harkat.domain.lifecycle import IllegalTransition
from harkat.domain.people import ConsentPurpose
from harkat.domain.reasons import Reason, ReasonCode
from harkat.domain.roles import NotPermitted
from harkat.domain.statuses import ApplicationStatus, ArrearsCaseStatus, LineStatus
from harkat.extensions import db
from harkat.models.application import LoanApplication, StatusChange
from harkat.models.arrears import ArrearsCase
from harkat.models.people import DataConsent
from harkat.models.record import OutboxMessage
from harkat.queries.deadlines import deadlines_of
from harkat.reports.messages import message_text
from harkat.services import (
    end_of_day,
    origination,
    part_withdrawal,
    underwriting,
)
from harkat.services.files import NotFound
from harkat.services.group_choices import NothingToChoose, NotOffered
from tests import given
from tests.blocked import SECRET, block, choice_of, choose, lift, line_of, verified
from tests.groups import fill_part, told
from tests.moments import NOON, TODAY
from tests.nights import evening
from tests.threads import at_once

pytestmark = pytest.mark.usefixtures("app")

GO_ON, REPLACE, WAIT = BlockedChoice.GO_ON, BlockedChoice.REPLACE, BlockedChoice.WAIT
LAST_DAY = date(2026, 11, 30)
"""Five working days after NOON."""


@pytest.fixture
def six() -> given.Kelompok:
    """A group of six: Siti leads, Rina's part will be blocked."""
    return given.group(6)


@pytest.fixture
def desk() -> given.BankDesk:
    """The bank that verifies."""
    return given.bank()


def file(public_id: str) -> LoanApplication:
    db.session.rollback()
    return given.application(public_id)


def lines_of(public_id: str) -> list[LineStatus]:
    return [line.status for line in file(public_id).lines]


def standing(public_id: str) -> tuple[ApplicationStatus, list[LineStatus]]:
    return file(public_id).status, lines_of(public_id)


def withdraw(somebody: given.Somebody, public_id: str, *, at: datetime = NOON) -> None:
    part_withdrawal.withdraw_part(actor_id=somebody.id, application_public_id=public_id, at=at)


def propose(desk: given.BankDesk, public_id: str) -> None:
    live = [line for line in file(public_id).lines if line.status is not LineStatus.REMOVED]
    underwriting.propose(
        actor_id=desk.maker.id,
        application_public_id=public_id,
        version=given.application(public_id).version,
        amounts={line.public_id: line.requested for line in live},
        reasons={},
        key=given.key(),
        at=NOON,
    )


def cases() -> Sequence[ArrearsCase]:
    return db.session.scalars(db.select(ArrearsCase)).all()


class TestBlockedPart:
    def test_stops_the_file_and_asks_the_others_for_five_working_days(
        self, six: given.Kelompok, desk: given.BankDesk
    ):
        public_id = verified(desk, six)
        block(desk, public_id, six.people[1])

        assert standing(public_id) == (
            ApplicationStatus.AWAITING_GROUP,
            [LineStatus.READY, LineStatus.BLOCKED, LineStatus.READY, LineStatus.READY],
        )
        found = choice_of(public_id)
        assert (found.status, found.due_on) == (GroupChoiceStatus.OPEN, LAST_DAY)

    def test_has_its_reason_in_the_history_of_that_part_alone(
        self, six: given.Kelompok, desk: given.BankDesk
    ):
        public_id = verified(desk, six)
        block(desk, public_id, six.people[1])

        given_reasons = db.session.execute(
            db.select(StatusChange.subject, StatusChange.subject_id).where(
                StatusChange.reason_code.is_not(None)
            )
        ).all()
        assert given_reasons == [("application_line", line_of(public_id, six.people[1]).id)]

    def test_opens_a_case_of_arrears_that_somebody_of_the_dinas_can_follow(
        self, six: given.Kelompok, desk: given.BankDesk
    ):
        rina = six.people[1]
        block(desk, verified(desk, six), rina)

        assert [(case.person_id, case.status) for case in cases()] == [
            (rina.person_id, ArrearsCaseStatus.OPEN)
        ]
        assert cases()[0].kecamatan_code is not None

    def test_opens_no_case_for_another_reason_or_without_the_consent(
        self, six: given.Kelompok, desk: given.BankDesk
    ):
        public_id = verified(desk, six)
        untrained = Reason(code=ReasonCode.LATIH_1, next_step="Daftar kelas Balikat.")
        block(desk, public_id, six.people[1], reason=untrained)
        consent = db.session.scalars(
            db.select(DataConsent).filter_by(
                person_id=six.people[2].person_id, purpose=ConsentPurpose.CHECK_RECORD
            )
        ).one()
        consent.withdrawn_at = NOON
        db.session.commit()
        block(desk, public_id, six.people[2])

        assert cases() == []

    def test_keeps_the_case_its_owner_has_already(self, six: given.Kelompok, desk: given.BankDesk):
        public_id = verified(desk, six)
        block(desk, public_id, six.people[1])
        lift(desk, public_id, six.people[1])
        block(desk, public_id, six.people[1])

        assert len(cases()) == 1

    def test_is_the_verifying_banks_alone_and_a_group_s(
        self, six: given.Kelompok, desk: given.BankDesk
    ):
        public_id = verified(desk, six)
        with pytest.raises(NotFound):
            block(given.bank(), public_id, six.people[1])
        dewi = given.owner("Dewi Sendiri", is_trained=True)
        alone = given.submitted(desk, {dewi: 3_000_000})
        underwriting.take_up(actor_id=desk.maker.id, application_public_id=alone, at=NOON)
        with pytest.raises(NotPermitted):
            block(desk, alone, dewi)
        blurred = Reason(code=ReasonCode.DOK_1, next_step="Foto ulang.")
        with pytest.raises(NotABlockingReason):
            block(desk, public_id, six.people[1], reason=blurred)

        assert file(alone).status is ApplicationStatus.IN_VERIFICATION

    def test_is_blocked_while_the_file_is_verified_and_once(
        self, six: given.Kelompok, desk: given.BankDesk
    ):
        public_id = verified(desk, six)
        block(desk, public_id, six.people[1])
        with pytest.raises(IllegalTransition):
            block(desk, public_id, six.people[1])
        with pytest.raises(IllegalTransition):
            propose(desk, public_id)
        lift(desk, public_id, six.people[1])
        propose(desk, public_id)
        with pytest.raises(IllegalTransition):
            block(desk, public_id, six.people[1])

        assert lines_of(public_id) == [LineStatus.CLEARED] * 4

    def test_beside_another_one_forgets_what_was_said_before(
        self, six: given.Kelompok, desk: given.BankDesk
    ):
        siti, rina, tono, wati = six.people[:4]
        public_id = verified(desk, six)
        block(desk, public_id, rina)
        choose(public_id, WAIT, siti)
        block(desk, public_id, wati)

        assert not choose(public_id, WAIT, tono)

    def test_beside_another_one_asks_anew(self, six: given.Kelompok, desk: given.BankDesk):
        siti, rina, tono, wati = six.people[:4]
        public_id = verified(desk, six)
        block(desk, public_id, rina)
        choose(public_id, WAIT, siti, tono)
        later = NOON + timedelta(days=1)
        block(desk, public_id, wati, at=later)

        assert choice_of(public_id).due_on == LAST_DAY + timedelta(days=1)
        # What was said about one part does not count for two.
        assert not choose(public_id, REPLACE, siti, at=later)
        assert choose(public_id, REPLACE, tono, at=later)
        assert standing(public_id) == (
            ApplicationStatus.NEEDS_FIX,
            [LineStatus.READY, LineStatus.REMOVED, LineStatus.READY, LineStatus.REMOVED],
        )


class TestMessages:
    def test_tell_the_others_that_one_cannot_and_by_when_to_choose(
        self, six: given.Kelompok, desk: given.BankDesk
    ):
        siti, rina, tono, wati, joko, _lina = six.people
        block(desk, verified(desk, six), rina)

        assert [told(person)[-1] for person in (siti, tono, wati)] == ["part_blocked"] * 3
        assert told(rina)[-1] == "own_part_blocked"
        assert "part_blocked" not in told(joko)
        said = db.session.scalars(
            db.select(OutboxMessage).filter_by(recipient_id=siti.id, template="part_blocked")
        ).one()
        assert message_text(said.template, said.details).endswith("paling lambat 30 November 2026.")

    def test_never_name_the_member_the_reason_or_the_record(
        self, six: given.Kelompok, desk: given.BankDesk
    ):
        siti, rina, tono, wati = six.people[:4]
        public_id = verified(desk, six)
        block(desk, public_id, rina)
        choose(public_id, WAIT, siti, tono, wati)
        lift(desk, public_id, rina)
        block(desk, public_id, rina)
        choose(public_id, GO_ON, siti, tono)

        for message in db.session.scalars(db.select(OutboxMessage)):
            text = message_text(message.template, message.details)
            for word in ("Rina", rina.phone, "KREDIT", "cicilan lain", SECRET, "surat lunas"):
                assert word not in text or message.recipient_id == rina.id
                assert word not in str(message.details)


class TestChoice:
    def test_to_go_on_takes_the_part_out_and_leaves_the_others_checks(
        self, six: given.Kelompok, desk: given.BankDesk
    ):
        siti, rina, tono, wati = six.people[:4]
        public_id = given.submitted(
            desk, dict.fromkeys(six.people[:4], 3_000_000), product_code="kelompok"
        )
        given.propose(desk, public_id)
        given_back = Reason(code=ReasonCode.DOK_1, next_step="Periksa lagi.")
        underwriting.return_to_maker(
            actor_id=desk.checker.id, application_public_id=public_id, reason=given_back, at=NOON
        )
        block(desk, public_id, rina)

        assert not choose(public_id, GO_ON, siti)
        assert choose(public_id, GO_ON, tono)

        cleared = LineStatus.CLEARED
        assert standing(public_id) == (
            ApplicationStatus.IN_VERIFICATION,
            [cleared, LineStatus.REMOVED, cleared, cleared],
        )
        assert [told(person)[-1] for person in (siti, tono, wati)] == ["group_went_on"] * 3
        assert told(rina)[-1] == "left_out"
        # Whose voice was the last is nobody's business.
        last = db.session.scalars(db.select(StatusChange).order_by(StatusChange.id.desc())).first()
        assert last is not None
        assert last.actor_id is None
        propose(desk, public_id)

    def test_to_replace_gives_the_place_to_another_member_and_keeps_the_rest(
        self, six: given.Kelompok, desk: given.BankDesk
    ):
        siti, rina, tono, wati, joko, _lina = six.people
        public_id = verified(desk, six)
        block(desk, public_id, rina)
        choose(public_id, REPLACE, tono, wati)

        assert file(public_id).status is ApplicationStatus.NEEDS_FIX
        assert told(siti)[-1] == "place_freed"
        fill_part(joko, public_id)
        origination.submit(
            actor_id=siti.id, application_public_id=public_id, key=given.key(), at=NOON
        )
        assert standing(public_id) == (
            ApplicationStatus.IN_VERIFICATION,
            [
                LineStatus.READY,
                LineStatus.REMOVED,
                LineStatus.READY,
                LineStatus.READY,
                LineStatus.READY,
            ],
        )

    def test_to_wait_lasts_until_the_bank_lifts_the_block(
        self, six: given.Kelompok, desk: given.BankDesk
    ):
        siti, rina, tono, wati = six.people[:4]
        public_id = verified(desk, six)
        block(desk, public_id, rina)
        assert choose(public_id, WAIT, siti, tono)

        found = choice_of(public_id)
        assert (found.status, found.due_on) == (
            GroupChoiceStatus.WAITING,
            TODAY + timedelta(days=30),
        )
        assert [told(person)[-1] for person in (siti, tono, wati)] == ["group_waits"] * 3
        assert told(rina)[-1] == "group_waits_for_you"

        lift(desk, public_id, rina, at=NOON + timedelta(days=20))

        assert standing(public_id) == (ApplicationStatus.IN_VERIFICATION, [LineStatus.READY] * 4)
        assert choice_of(public_id).status is GroupChoiceStatus.LIFTED
        assert [told(person)[-1] for person in (siti, tono, wati)] == ["block_lifted"] * 3
        assert told(rina)[-2:] == ["own_part_goes_on", "block_lifted"]

    def test_may_change_while_the_group_waits(self, six: given.Kelompok, desk: given.BankDesk):
        siti, rina, tono, _wati = six.people[:4]
        public_id = verified(desk, six)
        block(desk, public_id, rina)
        choose(public_id, WAIT, siti, tono)

        later = NOON + timedelta(days=10)
        assert not choose(public_id, GO_ON, siti, at=later)
        assert choose(public_id, GO_ON, tono, at=later)
        assert file(public_id).status is ApplicationStatus.IN_VERIFICATION

    def test_belongs_to_the_other_borrowers(self, six: given.Kelompok, desk: given.BankDesk):
        public_id = verified(desk, six)
        block(desk, public_id, six.people[1])

        for somebody in (six.people[1], six.people[5]):
            with pytest.raises(NotPermitted):
                choose(public_id, GO_ON, somebody)
        with pytest.raises(NotFound):
            choose(public_id, GO_ON, given.group(1).leader)

    def test_is_not_to_go_on_with_too_few(self, six: given.Kelompok, desk: given.BankDesk):
        public_id = verified(desk, six, borrowers=3)
        block(desk, public_id, six.people[1])

        with pytest.raises(NotOffered):
            choose(public_id, GO_ON, six.leader)

    def test_is_over_after_its_last_day(self, six: given.Kelompok, desk: given.BankDesk):
        public_id = verified(desk, six)
        with pytest.raises(NothingToChoose):
            choose(public_id, WAIT, six.leader)
        block(desk, public_id, six.people[1])
        choose(public_id, WAIT, six.leader, at=NOON + timedelta(days=7))

        with pytest.raises(NothingToChoose):
            choose(public_id, WAIT, six.leader, at=NOON + timedelta(days=8))

    def test_is_counted_again_when_somebody_withdraws(
        self, six: given.Kelompok, desk: given.BankDesk
    ):
        siti, rina, tono, wati = six.people[:4]
        public_id = verified(desk, six)
        block(desk, public_id, rina)
        choose(public_id, REPLACE, siti)
        withdraw(wati, public_id)
        assert file(public_id).status is ApplicationStatus.AWAITING_GROUP
        withdraw(tono, public_id)

        assert standing(public_id) == (
            ApplicationStatus.NEEDS_FIX,
            [LineStatus.READY, *[LineStatus.REMOVED] * 3],
        )

    def test_is_overtaken_when_the_blocked_member_withdraws(
        self, six: given.Kelompok, desk: given.BankDesk
    ):
        public_id = verified(desk, six)
        block(desk, public_id, six.people[1])
        withdraw(six.people[1], public_id)

        assert file(public_id).status is ApplicationStatus.NEEDS_FIX
        assert choice_of(public_id).status is GroupChoiceStatus.OVERTAKEN

    def test_is_overtaken_when_the_leader_withdraws_all(
        self, six: given.Kelompok, desk: given.BankDesk
    ):
        public_id = verified(desk, six)
        block(desk, public_id, six.people[1])
        origination.withdraw(actor_id=six.leader.id, application_public_id=public_id, at=NOON)

        assert standing(public_id) == (ApplicationStatus.WITHDRAWN, [LineStatus.REMOVED] * 4)
        assert choice_of(public_id).status is GroupChoiceStatus.OVERTAKEN

    def test_is_carried_out_once_when_the_last_voices_come_at_once(
        self, app: Flask, six: given.Kelompok, desk: given.BankDesk
    ):
        siti, rina, tono, wati = six.people[:4]
        public_id = verified(desk, six)
        block(desk, public_id, rina)
        choose(public_id, GO_ON, siti)

        outcomes = at_once(
            app,
            [partial(choose, public_id, GO_ON, tono), partial(choose, public_id, GO_ON, wati)],
        )

        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NothingToChoose", "bool"]
        assert lines_of(public_id).count(LineStatus.REMOVED) == 1


class TestNight:
    def test_goes_on_without_after_the_last_day_when_nobody_chose(
        self, six: given.Kelompok, desk: given.BankDesk
    ):
        public_id = verified(desk, six)
        block(desk, public_id, six.people[1])
        end_of_day.close_day(on=LAST_DAY, at=evening(LAST_DAY))
        assert file(public_id).status is ApplicationStatus.AWAITING_GROUP

        after = LAST_DAY + timedelta(days=1)
        closed = end_of_day.close_day(on=after, at=evening(after))

        assert closed.failures == []
        assert file(public_id).status is ApplicationStatus.IN_VERIFICATION
        assert lines_of(public_id).count(LineStatus.REMOVED) == 1
        end_of_day.close_day(on=after, at=evening(after))
        assert told(six.leader).count("group_went_on") == 1

    def test_gives_the_file_back_when_too_few_are_left(
        self, six: given.Kelompok, desk: given.BankDesk
    ):
        public_id = verified(desk, six, borrowers=3)
        block(desk, public_id, six.people[1])
        after = LAST_DAY + timedelta(days=1)
        end_of_day.close_day(on=after, at=evening(after))

        assert file(public_id).status is ApplicationStatus.NEEDS_FIX
        assert told(six.leader)[-1] == "place_freed"

    def test_ends_the_waiting_after_thirty_days(self, six: given.Kelompok, desk: given.BankDesk):
        public_id = verified(desk, six)
        block(desk, public_id, six.people[1])
        choose(public_id, WAIT, *six.people[2:4])
        last = TODAY + timedelta(days=30)
        end_of_day.close_day(on=last, at=evening(last))
        assert file(public_id).status is ApplicationStatus.AWAITING_GROUP

        after = last + timedelta(days=1)
        end_of_day.close_day(on=after, at=evening(after))

        assert file(public_id).status is ApplicationStatus.IN_VERIFICATION


class TestServiceClock:
    def test_stands_while_the_group_has_the_file(self, six: given.Kelompok, desk: given.BankDesk):
        public_id = verified(desk, six)
        block(desk, public_id, six.people[1], at=NOON + timedelta(days=1))
        choose(public_id, WAIT, *six.people[2:4], at=NOON + timedelta(days=2))
        assert due_on(public_id, TODAY + timedelta(days=20)) is None

        lift(desk, public_id, six.people[1], at=NOON + timedelta(days=21))

        # One of six working days was used before; five are left after Monday, 14 December.
        assert due_on(public_id, date(2026, 12, 14)) == date(2026, 12, 21)


def due_on(public_id: str, on: date) -> date | None:
    application = file(public_id)
    steps = db.session.scalars(
        db.select(StatusChange)
        .filter_by(subject="application", subject_id=application.id)
        .order_by(StatusChange.id)
    ).all()
    due = deadlines_of([application], {application.id: steps}, on=on).get(application.id)
    return due.due_on if due else None
