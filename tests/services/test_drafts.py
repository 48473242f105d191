"""Drafts that nobody touches: two reminders, then the end; a saved answer keeps one alive."""

from datetime import date, timedelta

import pytest

from harkat.domain.day_steps import DayStep
from harkat.domain.statuses import ApplicationStatus, LineStatus
from harkat.extensions import db
from harkat.models.record import OutboxMessage
from harkat.queries import days
from harkat.services import end_of_day, origination
from tests import given
from tests.moments import NOON, TODAY

pytestmark = pytest.mark.usefixtures("app")

LAST_DAY = TODAY + timedelta(days=90)


@pytest.fixture
def siti() -> given.Somebody:
    return given.owner("Siti Contoh", is_trained=True)


@pytest.fixture
def draft(siti: given.Somebody) -> str:
    return given.draft(given.bank(), {siti: 5_000_000})


def end(day: date) -> None:
    """Let a day end, as if none had been left out before it."""
    end_of_day.close_day(on=day, at=NOON + (day - TODAY))
    db.session.expire_all()


def messages(template: str) -> list[dict[str, object]]:
    return list(
        db.session.scalars(
            db.select(OutboxMessage.details).filter_by(template=template).order_by(OutboxMessage.id)
        )
    )


class TestDraft:
    def test_is_reminded_of_twice_before_it_ends(self, draft: str):
        for before in (31, 30, 29, 8, 7, 6):
            end(LAST_DAY - timedelta(days=before))

        number = given.application(draft).reference_no
        assert messages("draft_expires") == [
            {"application": number, "until": "21 Februari 2027"},
            {"application": number, "until": "21 Februari 2027"},
        ]

    def test_ends_after_90_days_with_its_parts(self, draft: str, siti: given.Somebody):
        end(LAST_DAY - timedelta(days=1))
        before = given.application(draft).status
        end(LAST_DAY)

        found = given.application(draft)
        assert (before, found.status) == (ApplicationStatus.DRAFT, ApplicationStatus.EXPIRED)
        assert [line.status for line in found.lines] == [LineStatus.REMOVED]
        assert messages("draft_expired") == [{"application": found.reference_no}]
        assert {row.step: row.rows for row in days.steps_of(LAST_DAY)}[DayStep.EXPIRY] == 1
        given.draft(given.bank(), {siti: 5_000_000})

    def test_lives_on_with_every_answer_that_is_saved(self, draft: str, siti: given.Somebody):
        savings = [
            lambda at: given.state_money(siti.id, sales=500_000, at=at),
            lambda at: given.tell_person(siti.id, at=at),
            lambda at: given.describe_business(siti.id, at=at),
            lambda at: origination.fill_part(
                actor_id=siti.id,
                application_public_id=draft,
                requested=given.Rupiah(4_000_000),
                purpose="Tambah stok",
                at=at,
            ),
        ]
        for number, save in enumerate(savings, start=1):
            at = NOON + timedelta(days=number)
            save(at)
            db.session.expire_all()
            assert given.application(draft).touched_at == at

        end(LAST_DAY + timedelta(days=3))
        assert given.application(draft).status is ApplicationStatus.DRAFT
        end(LAST_DAY + timedelta(days=4))
        assert given.application(draft).status is ApplicationStatus.EXPIRED

    def test_that_was_sent_does_not_end(self, draft: str, siti: given.Somebody):
        origination.submit(actor_id=siti.id, application_public_id=draft, key=given.key(), at=NOON)

        end(LAST_DAY)

        assert given.application(draft).status is ApplicationStatus.SUBMITTED
        assert messages("draft_expires") == []
