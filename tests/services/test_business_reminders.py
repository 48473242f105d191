"""A young business: its owner may ask to hear on the day on which it is old enough."""

from datetime import date, timedelta

import pytest

from harkat.domain.roles import NotPermitted, Role
from harkat.extensions import db
from harkat.models.business import Business
from harkat.models.record import OutboxMessage
from harkat.queries.business_age import young_business
from harkat.services import business_reminders, end_of_day
from harkat.services.authority import viewer_of
from tests import given
from tests.moments import NOON, TODAY
from tests.rules import set_rule

pytestmark = pytest.mark.usefixtures("app")

STARTED = date(2026, 8, 1)
SIX_MONTHS_ON = date(2027, 2, 1)


@pytest.fixture
def siti() -> given.Somebody:
    return given.owner("Siti Contoh", started_on=STARTED)


def ask(somebody: given.Somebody, *, is_wanted: bool = True) -> None:
    business_reminders.set_reminder(actor_id=somebody.id, is_wanted=is_wanted, at=NOON)


def end(day: date) -> None:
    end_of_day.close_day(on=day, at=NOON + (day - TODAY))
    db.session.expire_all()


def told() -> list[tuple[int | None, dict[str, object]]]:
    rows = db.session.scalars(db.select(OutboxMessage).filter_by(template="business_old_enough"))
    return [(row.recipient_id, dict(row.details)) for row in rows]


def young(somebody: given.Somebody, *, on: date = TODAY) -> object:
    account = db.session.get_one(given.UserAccount, somebody.id)
    return young_business(viewer_of(account), on=on)


class TestReminder:
    def test_comes_once_on_the_day_the_business_is_old_enough(self, siti: given.Somebody):
        ask(siti)

        end(SIX_MONTHS_ON - timedelta(days=1))
        assert told() == []
        end(SIX_MONTHS_ON)
        end(SIX_MONTHS_ON + timedelta(days=1))

        assert told() == [(siti.id, {"months": 6})]

    def test_comes_late_rather_than_never(self, siti: given.Somebody):
        ask(siti)

        end(SIX_MONTHS_ON + timedelta(days=9))

        assert len(told()) == 1

    def test_comes_only_to_those_who_asked(self, siti: given.Somebody):
        ask(siti)
        ask(siti, is_wanted=False)
        given.owner("Rina Contoh", started_on=STARTED)

        end(SIX_MONTHS_ON)

        assert told() == []

    def test_follows_a_start_that_was_corrected(self, siti: given.Somebody):
        ask(siti)
        given.describe_business(siti.id, started_on=date(2026, 9, 1))

        end(SIX_MONTHS_ON)
        assert told() == []
        end(date(2027, 3, 1))
        assert len(told()) == 1

    def test_follows_the_rule_of_the_day(self, siti: given.Somebody):
        ask(siti)
        set_rule("business_age_months", "3", product_code="kelompok")

        end(TODAY)

        assert told() == [(siti.id, {"months": 3})]

    def test_is_for_owners_and_does_nothing_without_a_business(self):
        with pytest.raises(NotPermitted):
            ask(given.staff(Role.DINAS_OFFICER))
        ask(given.owner("Nuri Baru", kelurahan_code=None))

        assert db.session.query(Business).count() == 0


class TestYoungBusiness:
    def test_says_when_it_is_old_enough(self, siti: given.Somebody):
        found = young(siti)

        assert found is not None
        assert vars(found) == {
            "months": 6,
            "old_enough_on": SIX_MONTHS_ON,
            "is_reminded": False,
        }
        assert young(siti, on=SIX_MONTHS_ON) is None

    def test_is_nothing_where_training_stands_in_for_it(self):
        set_rule("training_rule", "waives_business_age", product_code="kelompok")
        trained = given.owner("Rina Contoh", started_on=STARTED, is_trained=True)

        assert young(trained) is None
        assert young(given.owner("Tuti Contoh", started_on=STARTED)) is not None
