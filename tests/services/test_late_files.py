"""Officers are reminded once, on the evening on which their time for an application ends."""

from datetime import date, datetime, timedelta

import pytest

from harkat.extensions import db
from harkat.models.record import OutboxMessage
from harkat.services import end_of_day
from tests import given
from tests.moments import NOON, TODAY

pytestmark = pytest.mark.usefixtures("app")


def reminded() -> list[int]:
    return list(
        db.session.scalars(
            db.select(OutboxMessage.recipient_id)
            .filter_by(template="file_due")
            .order_by(OutboxMessage.id)
        )
    )


def nights(first: date, last: date) -> None:
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    for day in days:
        end_of_day.close_day(on=day, at=datetime.combine(day, NOON.timetz()))


class TestReminder:
    def test_goes_to_whose_turn_it_is_and_once(self):
        desk = given.bank()
        new = given.submitted(desk, {given.owner("Siti", is_trained=True): 5_000_000})
        proposed = given.submitted(desk, {given.owner("Rina", is_trained=True): 5_000_000})
        given.propose(desk, proposed)
        given.return_to_applicant(
            desk, given.submitted(desk, {given.owner("Tono", is_trained=True): 5_000_000})
        )

        nights(TODAY, TODAY + timedelta(days=2))
        before = reminded()
        nights(TODAY + timedelta(days=3), TODAY + timedelta(days=10))
        end_of_day.close_day(on=TODAY + timedelta(days=3), at=NOON + timedelta(days=10))

        assert given.application(new).status == "submitted"
        assert before == []
        assert reminded() == [desk.checker.id, desk.maker.id]
