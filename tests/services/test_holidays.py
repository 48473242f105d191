"""The calendar follows a maintained package, and what two people agreed on goes before it."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from harkat.domain.business_days import HolidayKind
from harkat.domain.roles import NotPermitted, Role
from harkat.extensions import db
from harkat.models.holidays import Holiday, HolidayChange
from harkat.queries.holidays import HolidayRow, holidays_between, holidays_of
from harkat.services import holidays
from harkat.services.holidays import HolidayPassed, NoSuchHoliday
from tests import given
from tests.moments import NOON, TODAY

pytestmark = pytest.mark.usefixtures("app")

CHRISTMAS = date(2026, 12, 25)
ELECTION = date(2026, 12, 9)
ANNOUNCED: Mapping[str, Any] = {
    "falls_on": ELECTION,
    "name": "Pemilihan Wali Kota",
    "kind": HolidayKind.PUBLIC,
    "is_cancelled": False,
    "source": "Keppres 1/2026",
}


def propose(somebody: given.Somebody, **changes: object) -> int:
    return holidays.propose_holiday(
        actor_id=somebody.id, key=given.key(), at=NOON, **(dict(ANNOUNCED) | changes)
    )


def cancel(somebody: given.Somebody, falls_on: date) -> int:
    return propose(somebody, falls_on=falls_on, name="Dibatalkan", is_cancelled=True)


def confirm(somebody: given.Somebody, change_id: int) -> None:
    holidays.confirm_holiday(actor_id=somebody.id, change_id=change_id, at=NOON)


def day(falls_on: date) -> HolidayRow | None:
    db.session.rollback()
    return next((row for row in holidays_of(falls_on.year) if row.falls_on == falls_on), None)


def does_count(falls_on: date) -> bool:
    db.session.rollback()
    return falls_on in holidays_between(falls_on, falls_on)


@pytest.fixture
def rina() -> given.Somebody:
    """Who proposes."""
    return given.staff(Role.PROGRAM_ADMIN, name="Rina Contoh")


@pytest.fixture
def tono() -> given.Somebody:
    """Who agrees."""
    return given.staff(Role.PROGRAM_ADMIN, name="Tono Contoh")


class TestSeededCalendar:
    @pytest.mark.parametrize(("year", "public", "leave"), [(2026, 17, 8), (2027, 18, 8)])
    def test_has_the_days_of_the_decree(self, year: int, public: int, leave: int):
        kinds = [row.kind for row in holidays_of(year)]

        assert kinds.count(HolidayKind.PUBLIC) == public
        assert kinds.count(HolidayKind.COLLECTIVE_LEAVE) == leave

    def test_names_the_package_and_marks_estimates(self):
        eid = day(date(2027, 3, 10))

        assert eid is not None
        assert eid.name == "Hari Raya Idul Fitri"
        assert eid.is_estimated
        assert eid.source.startswith("holidays ")

    def test_reaches_eight_years(self):
        assert all(holidays_of(year) for year in holidays.SEEDED_YEARS)

    def test_seeded_again_changes_nothing(self):
        assert holidays.seed_holidays(at=NOON) == 0

    def test_follows_the_package_where_nobody_agreed_on_anything_else(self):
        moved = db.session.query(Holiday).filter_by(falls_on=CHRISTMAS).one()
        moved.falls_on, moved.name = ELECTION, "Perkiraan lama"
        db.session.commit()

        assert holidays.seed_holidays(at=NOON) == 2

        assert day(ELECTION) is None
        assert day(CHRISTMAS) is not None


class TestProposedDay:
    def test_changes_nothing_by_itself(self, rina: given.Somebody):
        propose(rina)
        cancel(rina, CHRISTMAS)

        assert (does_count(ELECTION), does_count(CHRISTMAS)) == (False, True)

    def test_counts_once_a_second_person_agrees(self, rina: given.Somebody, tono: given.Somebody):
        change_id = propose(rina)

        confirm(tono, change_id)

        assert day(ELECTION) == HolidayRow(
            falls_on=ELECTION,
            name="Pemilihan Wali Kota",
            kind=HolidayKind.PUBLIC,
            source="Keppres 1/2026",
            is_estimated=False,
            is_cancelled=False,
            is_agreed=True,
        )
        stored = db.session.get_one(HolidayChange, change_id)
        assert (stored.proposed_by_id, stored.confirmed_by_id, stored.confirmed_at) == (
            rina.id,
            tono.id,
            NOON,
        )

    def test_may_be_one_that_is_none_any_more(self, rina: given.Somebody, tono: given.Somebody):
        confirm(tono, cancel(rina, CHRISTMAS))

        shown = day(CHRISTMAS)
        assert shown is not None
        assert shown.is_cancelled
        assert not does_count(CHRISTMAS)

    def test_survives_seeding(self, rina: given.Somebody, tono: given.Somebody):
        confirm(tono, propose(rina))
        confirm(tono, cancel(rina, CHRISTMAS))

        assert holidays.seed_holidays(at=NOON) == 0

        assert (does_count(ELECTION), does_count(CHRISTMAS)) == (True, False)

    def test_may_be_changed_again(self, rina: given.Somebody, tono: given.Somebody):
        confirm(tono, propose(rina))
        confirm(tono, cancel(rina, ELECTION))
        confirm(tono, propose(rina, name="Pemilihan ulang"))

        assert does_count(ELECTION)

    def test_is_confirmed_by_another_and_once(self, rina: given.Somebody, tono: given.Somebody):
        change_id = propose(rina)
        with pytest.raises(NotPermitted):
            confirm(rina, change_id)
        confirm(tono, change_id)
        with pytest.raises(NotPermitted):
            confirm(given.staff(Role.PROGRAM_ADMIN), change_id)

    def test_is_not_in_the_past(self, rina: given.Somebody, tono: given.Somebody):
        with pytest.raises(HolidayPassed):
            propose(rina, falls_on=TODAY - timedelta(days=1))

        change_id = propose(rina)
        with pytest.raises(HolidayPassed):
            holidays.confirm_holiday(
                actor_id=tono.id, change_id=change_id, at=NOON + timedelta(days=30)
            )

    def test_cannot_cancel_what_is_no_holiday(self, rina: given.Somebody, tono: given.Somebody):
        with pytest.raises(NoSuchHoliday):
            cancel(rina, ELECTION)

        twice = [cancel(rina, CHRISTMAS) for _ in range(2)]
        confirm(tono, twice[0])
        with pytest.raises(NoSuchHoliday):
            confirm(tono, twice[1])

    @pytest.mark.parametrize("role", [Role.SECURITY_ADMIN, Role.DINAS_OFFICER, Role.AUDITOR])
    def test_is_for_those_who_set_the_programme(self, rina: given.Somebody, role: Role):
        change_id = propose(rina)
        with pytest.raises(NotPermitted):
            propose(given.staff(role))
        with pytest.raises(NotPermitted):
            confirm(given.staff(role), change_id)
