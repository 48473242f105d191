"""Cases of arrears elsewhere: who opens and follows them, how they end, and what people hear."""

from datetime import timedelta
from functools import partial

import pytest
from flask import Flask

from harkat.domain.arrears import ArrearsBand, ArrearsWish, CloseReason, LenderType, ReminderTooFar
from harkat.domain.lifecycle import IllegalTransition
from harkat.domain.roles import NotPermitted, Role
from harkat.domain.statuses import ArrearsCaseEvent, ArrearsCaseStatus
from harkat.extensions import db
from harkat.models.arrears import ArrearsCase, ArrearsNote
from harkat.models.people import UserAccount
from harkat.models.record import AuditEvent, OutboxMessage
from harkat.queries import arrears as queries
from harkat.queries.arrears import Which
from harkat.services import arrears, end_of_day
from harkat.services import arrears_following as following
from harkat.services.authority import viewer_of
from harkat.services.files import NotFound
from tests import given
from tests.moments import NOON, TODAY
from tests.rules import set_rule
from tests.threads import at_once

pytestmark = pytest.mark.usefixtures("app")
GUEST = "+628120001111"


def opened(siti: given.Somebody, **more: object) -> str:
    """Open an owner's case; return its public id."""
    told = {
        "lender_types": [LenderType.ONLINE, LenderType.BANK],
        "band": ArrearsBand.ONE_TO_FIVE,
        "wish": ArrearsWish.SETTLE,
        "remind_on": TODAY + timedelta(days=30),
        "key": given.key(),
        "at": NOON,
    }
    return arrears.open_case(actor_id=siti.id, **{**told, **more})


def opened_as_guest(phone: str = GUEST, **more: object) -> None:
    told = {
        "full_name": "Tono Contoh",
        "kecamatan_code": None,
        "lender_types": [LenderType.COOPERATIVE],
        "band": None,
        "wish": ArrearsWish.RELIEF,
        "remind_on": None,
        "key": given.key(),
        "at": NOON,
    }
    arrears.open_case_as_guest(phone=phone, **{**told, **more})


def case(public_id: str) -> ArrearsCase:
    return db.session.scalars(db.select(ArrearsCase).filter_by(public_id=public_id)).one()


def only_case() -> ArrearsCase:
    return db.session.scalars(db.select(ArrearsCase)).one()


def viewer(somebody: given.Somebody):
    return viewer_of(db.session.get_one(UserAccount, somebody.id))


def messages() -> list[str]:
    found = db.session.scalars(db.select(OutboxMessage.template).order_by(OutboxMessage.id))
    return [template for template in found if template.startswith("arrears")]


@pytest.fixture
def siti() -> given.Somebody:
    return given.owner("Siti Contoh")


@pytest.fixture
def dinas() -> given.Somebody:
    return given.staff(Role.DINAS_OFFICER, name="Dewi Dinas")


class TestOpening:
    def test_keeps_kinds_and_bands_and_the_place_of_the_business(self, siti: given.Somebody):
        found = case(opened(siti))

        assert found.lender_types == ["bank", "pindar"]
        assert (found.band, found.wish) == (ArrearsBand.ONE_TO_FIVE, ArrearsWish.SETTLE)
        assert found.status is ArrearsCaseStatus.OPEN
        assert found.kecamatan is not None
        assert found.kecamatan.name == "Danau Sipin"

    def test_twice_leads_to_the_case_that_is_followed(self, app: Flask, siti: given.Somebody):
        first = opened(siti)

        assert opened(siti) == first
        rina = given.owner("Rina Contoh")
        assert len(set(at_once(app, [partial(opened, rina) for _ in range(4)]))) == 1

    def test_by_a_guest_seals_the_phone_and_is_one_for_each_phone(self, app: Flask):
        at_once(app, [partial(opened_as_guest, GUEST) for _ in range(4)])

        found = only_case()
        assert (found.phone, found.full_name) == (GUEST, "Tono Contoh")
        stored = db.session.execute(db.text("SELECT phone FROM arrears_case")).scalar_one()
        assert "8120001111" not in stored
        audited = db.session.query(AuditEvent).filter(AuditEvent.action.like("arrears%")).all()
        assert all("Tono" not in str(row.details) for row in audited)

    def test_by_guests_ends_where_something_else_must_be_going_on(
        self, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setattr(arrears, "MOST_GUEST_CASES_A_DAY", 2)
        for number in range(2):
            opened_as_guest(f"+62812000222{number}")

        with pytest.raises(arrears.TooManyGuests):
            opened_as_guest("+628120003333")
        opened_as_guest("+628120002220")  # who has asked hears nothing new
        opened_as_guest("+628120003333", at=NOON + timedelta(days=1))
        assert db.session.query(ArrearsCase).count() == 3

    def test_refuses_a_reminder_in_the_past(self, siti: given.Somebody):
        with pytest.raises(ReminderTooFar):
            opened(siti, remind_on=TODAY)
        with pytest.raises(ReminderTooFar):
            opened_as_guest(remind_on=TODAY + timedelta(days=900))
        assert db.session.query(ArrearsCase).count() == 0

    def test_is_for_owners(self, dinas: given.Somebody):
        with pytest.raises(NotPermitted):
            opened(dinas)


class TestOwner:
    def test_says_to_have_paid_and_is_reminded_a_month_later(self, siti: given.Somebody):
        public_id = opened(siti, remind_on=None)

        arrears.say_paid(actor_id=siti.id, at=NOON)

        found = case(public_id)
        assert found.status is ArrearsCaseStatus.SETTLED_AWAITING_RECORD
        assert found.remind_on == TODAY + timedelta(days=30)
        with pytest.raises(IllegalTransition):
            arrears.say_paid(actor_id=siti.id, at=NOON)

    def test_moves_the_reminder_of_an_own_case_only(self, siti: given.Somebody):
        public_id = opened(siti)
        arrears.set_reminder(actor_id=siti.id, remind_on=TODAY + timedelta(days=5), at=NOON)

        assert case(public_id).remind_on == TODAY + timedelta(days=5)
        with pytest.raises(NotFound):
            arrears.set_reminder(
                actor_id=given.owner("Rina").id, remind_on=TODAY + timedelta(days=5), at=NOON
            )

    def test_sees_the_own_case_with_its_companion(
        self, siti: given.Somebody, dinas: given.Somebody
    ):
        assert queries.own_case(viewer(siti)) is None
        public_id = opened(siti)
        following.take(actor_id=dinas.id, case_public_id=public_id, at=NOON)

        found = queries.own_case(viewer(siti))
        assert found is not None
        assert (found.companion_name, found.is_live) == ("Dewi Dinas", True)
        assert queries.own_case(viewer(given.owner("Rina"))) is None


class TestFollowing:
    def test_leads_from_taken_to_cleared_and_the_owner_hears_of_it(
        self, siti: given.Somebody, dinas: given.Somebody
    ):
        public_id = opened(siti)
        does = {"actor_id": dinas.id, "case_public_id": public_id, "at": NOON}
        following.take(**does)
        following.take(**does)  # pressed twice
        following.add_note(**does, note="Sudah telepon.", next_on=TODAY, key=given.key())
        following.mark_paid(**does)
        following.clear(**does)

        found = case(public_id)
        assert (found.status, found.cleared_on) == (ArrearsCaseStatus.CLEARED, TODAY)
        assert (found.remind_on, found.next_on) == (None, None)
        assert messages() == ["arrears_taken", "arrears_cleared"]
        page = queries.case_page(viewer=viewer(dinas), public_id=public_id)
        assert page is not None
        assert [step.event for step in page.steps] == [
            ArrearsCaseEvent.CLEARED,
            ArrearsCaseEvent.SETTLED,
            ArrearsCaseEvent.TAKEN,
        ]
        assert [note.note for note in page.notes] == ["Sudah telepon."]

    def test_is_one_officers_at_a_time(self, app: Flask, siti: given.Somebody):
        public_id = opened(siti)
        officers = [given.staff(Role.DINAS_OFFICER) for _ in range(4)]
        db.session.rollback()

        outcomes = at_once(
            app,
            [
                partial(following.take, actor_id=one.id, case_public_id=public_id, at=NOON)
                for one in officers
            ],
        )

        refused = [one for one in outcomes if isinstance(one, following.TakenAlready)]
        assert (outcomes.count(None), len(refused)) == (1, 3)
        assert messages() == ["arrears_taken"]

    def test_is_handed_to_another_officer_and_to_nobody_else(
        self, siti: given.Somebody, dinas: given.Somebody
    ):
        public_id = opened(siti)
        other = given.staff(Role.DINAS_OFFICER)
        does = {"actor_id": dinas.id, "case_public_id": public_id, "at": NOON}
        following.take(**does)
        for wrong in (dinas, siti, given.staff(Role.DINAS_VIEWER)):
            with pytest.raises(following.UnknownCompanion):
                following.hand_over(**does, companion_public_id=wrong.public_id)
        following.hand_over(**does, companion_public_id=other.public_id)

        assert case(public_id).companion_id == other.id
        with pytest.raises(following.NotYourCase):
            following.clear(**does)

    def test_of_a_stranger_is_refused(self, siti: given.Somebody, dinas: given.Somebody):
        public_id = opened(siti)
        does = {"case_public_id": public_id, "at": NOON}
        deeds = (
            following.take,
            following.mark_paid,
            following.clear,
            partial(following.close, reason=CloseReason.MOVED),
            partial(following.add_note, note="x", next_on=None, key="k" * 20),
        )
        for deed in deeds:
            with pytest.raises(NotPermitted):
                deed(actor_id=given.staff(Role.DINAS_VIEWER).id, **does)
        for deed in deeds[1:]:
            with pytest.raises(following.NotYourCase):
                deed(actor_id=dinas.id, **does)
        with pytest.raises(NotFound):
            following.take(actor_id=dinas.id, case_public_id="x" * 22, at=NOON)

    def test_ends_with_a_reason_and_makes_room_for_a_new_case(
        self, siti: given.Somebody, dinas: given.Somebody
    ):
        public_id = opened(siti)
        does = {"actor_id": dinas.id, "case_public_id": public_id, "at": NOON}
        following.take(**does)
        following.close(**does, reason=CloseReason.NO_ARREARS)

        assert case(public_id).close_reason is CloseReason.NO_ARREARS
        with pytest.raises(following.CaseEnded):
            following.add_note(**does, note="x", next_on=None, key=given.key())
        with pytest.raises(IllegalTransition):
            following.clear(**does)
        assert opened(siti) != public_id
        assert db.session.query(ArrearsNote).count() == 0


class TestLists:
    def test_show_the_oldest_first_the_own_ones_and_one_kecamatan(
        self, siti: given.Somebody, dinas: given.Somebody
    ):
        mine = opened(siti)
        opened_as_guest()
        opened_as_guest("+628120002222", kecamatan_code="15.71.10", full_name="Wati")
        following.take(actor_id=dinas.id, case_public_id=mine, at=NOON)

        def names(which: Which, **more: str) -> list[str]:
            found = queries.case_list(viewer=viewer(dinas), which=which, **more)
            return [row.full_name for row in found.rows]

        assert names(Which.WITHOUT_COMPANION) == ["Tono Contoh", "Wati"]
        assert names(Which.OWN) == ["Siti Contoh"]
        assert names(Which.ALL) == ["Siti Contoh", "Tono Contoh", "Wati"]
        assert names(Which.ALL, kecamatan_code="15.71.10") == ["Siti Contoh", "Wati"]
        assert len(names(Which.ALL, kecamatan_code="\0'")) == 3  # no place: nothing is narrowed

    def test_mask_the_phone_for_all_but_the_companion(self, dinas: given.Somebody):
        opened_as_guest()
        public_id = only_case().public_id

        def seen() -> queries.CasePage:
            found = queries.case_page(viewer=viewer(dinas), public_id=public_id)
            assert found is not None
            return found

        assert (seen().phone, seen().row.phone_masked) == (None, "0812••••111")
        following.take(actor_id=dinas.id, case_public_id=public_id, at=NOON)
        assert seen().phone == GUEST

    def test_are_for_those_who_follow(self, siti: given.Somebody):
        for somebody in (siti, given.staff(Role.DINAS_VIEWER), given.staff(Role.AUDITOR)):
            with pytest.raises(NotPermitted):
                queries.case_list(viewer=viewer(somebody), which=Which.ALL)
            with pytest.raises(NotPermitted):
                queries.case_page(viewer=viewer(somebody), public_id="x" * 22)

    def test_are_counted_for_those_who_read_the_portfolio(
        self, siti: given.Somebody, dinas: given.Somebody
    ):
        public_id = opened(siti)
        opened_as_guest()
        does = {"actor_id": dinas.id, "case_public_id": public_id, "at": NOON}
        following.take(**does)
        reader = viewer(given.staff(Role.DINAS_VIEWER))

        found = queries.figures(viewer=reader, on=TODAY)
        assert (found.held_up, found.without_companion, found.cleared_this_month) == (2, 1, 0)

        following.clear(**does)
        found = queries.figures(viewer=reader, on=TODAY)
        assert (found.held_up, found.cleared_this_month) == (1, 1)
        assert queries.figures(viewer=reader, on=TODAY + timedelta(days=30)).cleared_this_month == 0


class TestReminders:
    def test_go_out_once_to_accounts_and_to_phones(self, siti: given.Somebody):
        opened(siti, remind_on=TODAY + timedelta(days=1))
        opened_as_guest(remind_on=TODAY + timedelta(days=2))

        for days in range(4):
            end_of_day.run(
                until=TODAY + timedelta(days=days), at=NOON + timedelta(days=days, hours=11)
            )

        assert messages() == ["arrears_recheck"] * 2
        to_phone = db.session.scalars(
            db.select(OutboxMessage).filter_by(recipient_id=None, template="arrears_recheck")
        ).one()
        assert (to_phone.phone, to_phone.details) == (GUEST, {})

    def test_that_were_missed_go_out_and_those_of_ended_cases_do_not(
        self, siti: given.Somebody, dinas: given.Somebody
    ):
        public_id = opened(siti, remind_on=TODAY + timedelta(days=1))
        opened_as_guest(remind_on=TODAY + timedelta(days=1))
        following.take(actor_id=dinas.id, case_public_id=public_id, at=NOON)
        following.clear(actor_id=dinas.id, case_public_id=public_id, at=NOON)

        end_of_day.run(until=TODAY + timedelta(days=9), at=NOON + timedelta(days=9))

        assert messages().count("arrears_recheck") == 1


class TestForgetting:
    @pytest.fixture
    def ended(self, dinas: given.Somebody) -> str:
        """A guest's case that was noted about and closed today."""
        opened_as_guest()
        public_id = only_case().public_id
        does = {"actor_id": dinas.id, "case_public_id": public_id}
        following.take(**does, at=NOON)
        following.add_note(
            **does, note="Tono akan ke bank.", next_on=None, key=given.key(), at=NOON
        )
        following.close(**does, reason=CloseReason.NOT_REACHED, at=NOON)
        return public_id

    def end(self, days: int) -> None:
        on = timedelta(days=days)
        end_of_day.close_day(on=TODAY + on, at=NOON + on)
        db.session.expire_all()

    def test_takes_the_name_and_the_phone_after_the_days_of_the_rule(self, ended: str):
        self.end(89)
        assert case(ended).full_name == "Tono Contoh"

        self.end(90)
        found = case(ended)
        assert (found.full_name, found.phone) == ("", None)
        assert found.lender_types == ["koperasi"]
        assert (found.status, found.close_reason) == (
            ArrearsCaseStatus.CLOSED,
            CloseReason.NOT_REACHED,
        )
        assert db.session.query(ArrearsNote).count() == 0
        assert messages() == []

    def test_follows_the_rule_of_the_day(self, ended: str):
        set_rule("guest_case_days", "5")

        self.end(5)

        assert case(ended).phone is None

    def test_leaves_those_who_are_helped_and_those_with_an_account(
        self, siti: given.Somebody, dinas: given.Somebody
    ):
        opened_as_guest()
        own = opened(siti)
        does = {"actor_id": dinas.id, "case_public_id": own, "at": NOON}
        following.take(**does)
        following.clear(**does)

        self.end(400)

        guest = db.session.scalars(db.select(ArrearsCase).filter_by(person_id=None)).one()
        assert (guest.full_name, guest.phone) == ("Tono Contoh", GUEST)
        assert "arrears_cleared" in messages()

    def test_changes_no_count_and_lets_the_phone_ask_again(self, ended: str, dinas: given.Somebody):
        before = queries.figures(viewer=viewer(dinas), on=TODAY)
        self.end(90)

        assert queries.figures(viewer=viewer(dinas), on=TODAY) == before
        page = queries.case_page(viewer=viewer(dinas), public_id=ended)
        assert page is not None
        assert (page.row.full_name, page.row.phone_masked) == ("", "")
        opened_as_guest()
        assert db.session.query(ArrearsCase).count() == 2
