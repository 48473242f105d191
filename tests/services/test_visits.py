"""An officer plans a visit, its owner may ask for another time, and what came of it is kept."""

from datetime import date, timedelta

import pytest

from harkat.domain.lifecycle import IllegalTransition
from harkat.domain.reasons import Reason, ReasonCode
from harkat.domain.roles import NotPermitted
from harkat.domain.statuses import ApplicationStatus
from harkat.domain.visits import DayPart, Unfit, VisitStatus
from harkat.extensions import db
from harkat.models.application import StatusChange
from harkat.models.record import OutboxMessage
from harkat.models.visits import SiteVisit
from harkat.queries import visits as queries
from harkat.queries.own_visits import own_visit
from harkat.services import origination, underwriting, visits
from harkat.services.day_steps import Night
from harkat.services.day_visits import remind_of_visits
from harkat.services.files import NotFound
from tests import given
from tests.desks import eye
from tests.moments import NOON, TODAY
from tests.nights import evening
from tests.officers import line_ids
from tests.visits import FRIDAY, ask, in_verification, latest_visit, plan

pytestmark = pytest.mark.usefixtures("app")

THURSDAY = FRIDAY - timedelta(days=1)
ON_FRIDAY = NOON + timedelta(days=4)


@pytest.fixture
def desk(app: object) -> given.BankDesk:  # noqa: ARG001 - the database must be there
    return given.bank()


@pytest.fixture
def siti() -> given.Somebody:
    return given.owner("Siti Contoh", is_trained=True)


def told(template: str) -> list[OutboxMessage]:
    db.session.rollback()
    return list(db.session.scalars(db.select(OutboxMessage).filter_by(template=template)))


def took_place(desk: given.BankDesk, public_id: str, *, note: str | None = None) -> None:
    visits.took_place(
        actor_id=desk.maker.id,
        visit_public_id=latest_visit(public_id).public_id,
        note=note,
        at=ON_FRIDAY,
    )


def nobody_there(desk: given.BankDesk, public_id: str) -> None:
    visits.nobody_there(
        actor_id=desk.maker.id,
        visit_public_id=latest_visit(public_id).public_id,
        note="Rumah terkunci.",
        at=ON_FRIDAY,
    )


class TestPlan:
    def test_tells_the_owner_when_and_nothing_else(
        self, desk: given.BankDesk, siti: given.Somebody
    ):
        public_id = in_verification(desk, siti)

        plan(desk, public_id)

        visit = latest_visit(public_id)
        assert (visit.status, visit.visit_on, visit.part) == (
            VisitStatus.PLANNED,
            FRIDAY,
            DayPart.MORNING,
        )
        (message,) = told("visit_planned")
        assert message.recipient_id == siti.id
        assert message.details == {
            "application": given.application(public_id).reference_no,
            "visit": "Jumat, 27 November 2026, pagi",
        }

    @pytest.mark.parametrize(
        ("day", "why"),
        [
            (TODAY, Unfit.TOO_SOON),
            (TODAY - timedelta(days=1), Unfit.TOO_SOON),
            (date(2026, 11, 28), Unfit.NO_WORKDAY),
            (date(2026, 11, 29), Unfit.NO_WORKDAY),
            (TODAY + timedelta(days=31), Unfit.TOO_LATE),
        ],
    )
    def test_is_for_a_working_day_from_tomorrow_on(
        self, desk: given.BankDesk, siti: given.Somebody, day: date, why: Unfit
    ):
        public_id = in_verification(desk, siti)

        with pytest.raises(visits.UnfitDay) as refused:
            plan(desk, public_id, on=day)

        assert refused.value.why is why
        assert db.session.scalars(db.select(SiteVisit)).all() == []

    def test_made_again_moves_the_one_visit(self, desk: given.BankDesk, siti: given.Somebody):
        public_id = in_verification(desk, siti)
        plan(desk, public_id)

        plan(desk, public_id, on=THURSDAY, part=DayPart.MIDDAY)

        assert db.session.scalars(db.select(SiteVisit.visit_on)).all() == [THURSDAY]
        assert len(told("visit_planned")) == 2

    def test_is_for_each_borrower_of_a_group_alone(self, desk: given.BankDesk):
        people = given.group(5).people[:3]
        public_id = in_verification(desk, *people, amount=6_000_000)
        first, second, _third = line_ids(public_id)

        plan(desk, public_id, lines=[first, second])
        plan(desk, public_id, lines=[second], on=THURSDAY)

        found = queries.visits_of_file(eye(desk.maker), public_id)
        assert {line: visit.visit_on for line, visit in found.items()} == {
            first: FRIDAY,
            second: THURSDAY,
        }

    def test_is_the_makers_of_the_own_bank_while_the_file_is_verified(
        self, desk: given.BankDesk, siti: given.Somebody
    ):
        public_id = in_verification(desk, siti)
        stranger = given.bank()

        with pytest.raises(NotFound):
            plan(stranger, public_id)
        with pytest.raises(NotFound):
            plan(desk, public_id, lines=["x" * 22])
        with pytest.raises(NotPermitted):
            visits.plan(
                actor_id=desk.checker.id,
                application_public_id=public_id,
                line_public_ids=line_ids(public_id),
                visit_on=FRIDAY,
                part=DayPart.MORNING,
                key=given.key(),
                at=NOON,
            )
        waiting = given.submitted(desk, {given.owner(is_trained=True): 2_000_000})
        with pytest.raises(visits.NotVisited):
            plan(desk, waiting)


class TestWish:
    def test_leaves_the_plan_until_the_officer_answers(
        self, desk: given.BankDesk, siti: given.Somebody
    ):
        public_id = in_verification(desk, siti)
        plan(desk, public_id)

        ask(siti, public_id, THURSDAY)

        visit = latest_visit(public_id)
        assert (visit.visit_on, visit.wish_on, visit.wish_part) == (
            FRIDAY,
            THURSDAY,
            DayPart.AFTERNOON,
        )
        (row,) = queries.waiting_wishes(eye(desk.maker))
        assert (row.name, row.visit.public_id) == ("Siti Contoh", visit.public_id)

    def test_becomes_the_plan_when_it_is_accepted(self, desk: given.BankDesk, siti: given.Somebody):
        public_id = in_verification(desk, siti)
        plan(desk, public_id)
        ask(siti, public_id, THURSDAY)
        accepted = {
            "actor_id": desk.maker.id,
            "visit_public_id": latest_visit(public_id).public_id,
            "at": NOON,
        }

        visits.accept_wish(**accepted, key=given.key())

        visit = latest_visit(public_id)
        assert (visit.visit_on, visit.part, visit.wish_on) == (THURSDAY, DayPart.AFTERNOON, None)
        with pytest.raises(visits.NoWish):
            visits.accept_wish(**accepted, key=given.key())
        assert list(queries.waiting_wishes(eye(desk.maker))) == []

    def test_cannot_be_accepted_once_its_day_has_come(
        self, desk: given.BankDesk, siti: given.Somebody
    ):
        public_id = in_verification(desk, siti)
        plan(desk, public_id)
        ask(siti, public_id, THURSDAY)

        with pytest.raises(visits.UnfitDay):
            visits.accept_wish(
                actor_id=desk.maker.id,
                visit_public_id=latest_visit(public_id).public_id,
                key=given.key(),
                at=NOON + timedelta(days=3),
            )

    def test_can_be_changed_twice_and_not_more(self, desk: given.BankDesk, siti: given.Somebody):
        public_id = in_verification(desk, siti)
        plan(desk, public_id)
        ask(siti, public_id, THURSDAY)
        with pytest.raises(visits.NoOtherTime):  # that is what is asked for already
            ask(siti, public_id, THURSDAY)
        with pytest.raises(visits.NoOtherTime):  # and that is what is planned
            ask(siti, public_id, FRIDAY, DayPart.MORNING)
        ask(siti, public_id, FRIDAY)

        with pytest.raises(visits.NoOtherTime):
            ask(siti, public_id, THURSDAY)

    @pytest.mark.parametrize("day", [TODAY, date(2026, 11, 28), date(2026, 12, 1)])
    def test_is_one_of_the_next_five_working_days(
        self, desk: given.BankDesk, siti: given.Somebody, day: date
    ):
        public_id = in_verification(desk, siti)
        plan(desk, public_id)

        with pytest.raises(visits.NoOtherTime):
            ask(siti, public_id, day)

        found = own_visit(eye(siti), public_id, on=TODAY)
        assert found is not None
        assert [day.day for day in found.days] == [24, 25, 26, 27, 30]

    def test_comes_too_late_on_the_day_itself(self, desk: given.BankDesk, siti: given.Somebody):
        public_id = in_verification(desk, siti)
        plan(desk, public_id)

        with pytest.raises(visits.NoOtherTime):
            ask(siti, public_id, date(2026, 11, 30), at=ON_FRIDAY)

    def test_needs_a_visit_of_the_own(self, desk: given.BankDesk, siti: given.Somebody):
        public_id = in_verification(desk, siti)

        with pytest.raises(visits.NoOtherTime):
            ask(siti, public_id, FRIDAY)
        with pytest.raises(NotFound):
            ask(given.owner("Rina Contoh"), public_id, FRIDAY)


class TestResult:
    def test_is_kept_with_its_note(self, desk: given.BankDesk, siti: given.Somebody):
        public_id = in_verification(desk, siti)
        plan(desk, public_id)

        took_place(desk, public_id, note="Etalase ada.")

        visit = latest_visit(public_id)
        assert (visit.status, visit.note, visit.recorded_by_id) == (
            VisitStatus.DONE,
            "Etalase ada.",
            desk.maker.id,
        )
        assert given.application(public_id).status is ApplicationStatus.IN_VERIFICATION
        with pytest.raises(IllegalTransition):
            nobody_there(desk, public_id)

    def test_is_not_known_before_the_day(self, desk: given.BankDesk, siti: given.Somebody):
        public_id = in_verification(desk, siti)
        plan(desk, public_id)

        with pytest.raises(visits.TooEarly):
            visits.took_place(
                actor_id=desk.maker.id,
                visit_public_id=latest_visit(public_id).public_id,
                note=None,
                at=NOON,
            )

    def test_of_another_bank_is_not_there(self, desk: given.BankDesk, siti: given.Somebody):
        public_id = in_verification(desk, siti)
        plan(desk, public_id)

        with pytest.raises(NotFound):
            took_place(given.bank(), public_id)

    def test_of_nobody_there_sends_the_file_back_for_a_new_time(
        self, desk: given.BankDesk, siti: given.Somebody
    ):
        public_id = in_verification(desk, siti)
        plan(desk, public_id)

        nobody_there(desk, public_id)
        step = db.session.scalars(db.select(StatusChange).order_by(StatusChange.id.desc())).first()

        assert step is not None
        assert (step.reason_code, step.next_step) == (
            ReasonCode.USAHA_2,
            "Pilih jadwal kunjungan baru.",
        )
        assert given.application(public_id).status is ApplicationStatus.NEEDS_FIX
        assert [message.recipient_id for message in told("application_needs_fix")] == [siti.id]
        assert told("visit_missed") == []

    def test_of_nobody_there_is_told_to_the_member_it_concerns(self, desk: given.BankDesk):
        people = given.group(5).people[:3]
        public_id = in_verification(desk, *people, amount=6_000_000)
        plan(desk, public_id, lines=line_ids(public_id)[1:2])

        nobody_there(desk, public_id)

        assert [message.recipient_id for message in told("visit_missed")] == [people[1].id]

    def test_of_nobody_there_is_followed_by_the_time_the_owner_chooses(
        self, desk: given.BankDesk, siti: given.Somebody
    ):
        public_id = in_verification(desk, siti)
        plan(desk, public_id)
        nobody_there(desk, public_id)
        monday = date(2026, 11, 30)

        ask(siti, public_id, monday, at=ON_FRIDAY)
        origination.submit(
            actor_id=siti.id, application_public_id=public_id, key=given.key(), at=ON_FRIDAY
        )
        visits.accept_wish(
            actor_id=desk.maker.id,
            visit_public_id=latest_visit(public_id).public_id,
            key=given.key(),
            at=ON_FRIDAY,
        )

        visit = latest_visit(public_id)
        assert (visit.status, visit.visit_on) == (VisitStatus.PLANNED, monday)
        assert db.session.scalars(db.select(SiteVisit.status).order_by(SiteVisit.id)).all() == [
            VisitStatus.MISSED,
            VisitStatus.PLANNED,
        ]

    def test_can_be_chosen_anew_when_a_file_came_back_without_a_visit(
        self, desk: given.BankDesk, siti: given.Somebody
    ):
        public_id = in_verification(desk, siti)
        underwriting.return_to_applicant(
            actor_id=desk.maker.id,
            application_public_id=public_id,
            reason=Reason(code=ReasonCode.USAHA_2, next_step="Pilih jadwal."),
            at=NOON,
        )

        ask(siti, public_id, FRIDAY)

        visit = latest_visit(public_id)
        assert (visit.status, visit.visit_on, visit.wish_on) == (VisitStatus.ASKED, None, FRIDAY)


class TestTracker:
    def test_counts_a_visit_until_its_day_is_over(self, desk: given.BankDesk, siti: given.Somebody):
        public_id = in_verification(desk, siti)
        plan(desk, public_id)

        ahead = [
            found.file.progress.is_visit_ahead
            for day in (TODAY, FRIDAY, FRIDAY + timedelta(days=1))
            if (found := own_visit(eye(siti), public_id, on=day))
        ]

        assert ahead == [True, True, False]

    def test_lets_a_time_be_chosen_when_a_visit_was_never_recorded(
        self, desk: given.BankDesk, siti: given.Somebody
    ):
        public_id = in_verification(desk, siti)
        plan(desk, public_id)
        later = ON_FRIDAY + timedelta(days=3)
        underwriting.return_to_applicant(
            actor_id=desk.maker.id,
            application_public_id=public_id,
            reason=Reason(code=ReasonCode.USAHA_2, next_step="Pilih jadwal."),
            at=later,
        )

        ask(siti, public_id, date(2026, 12, 1), at=later)
        found = own_visit(eye(siti), public_id, on=later.date())

        assert found is not None
        assert (found.file.progress.is_visit_ahead, found.is_first, found.changes_left) == (
            True,
            False,
            2,
        )
        (row,) = queries.waiting_wishes(eye(desk.maker))
        assert row.visit.wish_on == date(2026, 12, 1)


class TestDayList:
    def test_goes_by_kecamatan_and_part_of_the_day(self, desk: given.BankDesk):
        far = given.owner("Ani Jauh", is_trained=True, kelurahan_code="15.71.01.1001")
        late = given.owner("Budi Sore", is_trained=True)
        early = given.owner("Cici Pagi", is_trained=True)
        for somebody, part in (
            (late, DayPart.AFTERNOON),
            (early, DayPart.MORNING),
            (far, DayPart.MIDDAY),
        ):
            plan(desk, in_verification(desk, somebody, amount=2_000_000), part=part)

        found = queries.day_list(eye(desk.maker), FRIDAY)
        near = queries.day_list(eye(desk.maker), FRIDAY, kecamatan_code="15.71.10")

        assert [row.name for row in found.rows] == ["Cici Pagi", "Budi Sore", "Ani Jauh"]
        assert [(each.name, each.number) for each in found.kecamatan] == [
            ("Danau Sipin", 2),
            ("Telanaipura", 1),
        ]
        assert ([row.name for row in near.rows], near.total) == (["Cici Pagi", "Budi Sore"], 2)
        assert queries.day_list(eye(desk.maker), THURSDAY).rows == []

    def test_is_of_the_own_bank_and_of_files_that_are_verified(
        self, desk: given.BankDesk, siti: given.Somebody
    ):
        public_id = in_verification(desk, siti)
        plan(desk, public_id)

        assert queries.day_list(eye(given.bank().maker), FRIDAY).total == 0
        with pytest.raises(NotPermitted):
            queries.day_list(eye(desk.cashier), FRIDAY)
        origination.withdraw(actor_id=siti.id, application_public_id=public_id, at=NOON)
        assert queries.day_list(eye(desk.maker), FRIDAY).total == 0


class TestReminder:
    def test_goes_out_the_night_before(self, desk: given.BankDesk, siti: given.Somebody):
        plan(desk, in_verification(desk, siti))

        counts = [
            remind_of_visits(Night(day=day, until=until, at=evening(until)))
            for day, until in (
                (THURSDAY - timedelta(days=1), THURSDAY - timedelta(days=1)),
                (THURSDAY, FRIDAY),
                (THURSDAY, THURSDAY),
            )
        ]
        db.session.commit()

        assert counts == [0, 0, 1]
        (message,) = told("visit_reminder")
        assert (message.recipient_id, message.details) == (
            siti.id,
            {"visit": "Jumat, 27 November 2026, pagi"},
        )
