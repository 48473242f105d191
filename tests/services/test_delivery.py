"""Messages leave the outbox once each, in their hours, and only if they are still true."""

from datetime import date, datetime, time, timedelta
from functools import partial

import pytest
from flask import Flask

from harkat.domain.calendar import WIB
from harkat.domain.messages import HOLD, MOST_ATTEMPTS, MOST_REMINDERS_A_DAY
from harkat.domain.people import ConsentPurpose
from harkat.domain.phone_codes import LIFE, CodePurpose
from harkat.extensions import db
from harkat.models.holidays import Holiday
from harkat.models.loan import Loan
from harkat.models.people import UserAccount
from harkat.models.record import OutboxMessage
from harkat.queries import due_messages, messages
from harkat.services import delivery, inbox, outbox, phone_codes, registration
from harkat.services.delivery import ClaimedMessage, NotFailed
from harkat.services.transaction import quiet_use_case
from tests import given
from tests.moments import NOON, TODAY
from tests.queries.test_own_records import seen_as
from tests.threads import at_once

pytestmark = pytest.mark.usefixtures("app")

PHONE = "+628120000777"


@quiet_use_case
def put(template: str, *, recipient_id: int, at: datetime = NOON, **details: str) -> None:
    outbox.put(recipient_id=recipient_id, template=template, at=at, **details)


@pytest.fixture
def siti() -> given.Somebody:
    """Siti, to whom nothing waits to be sent."""
    siti = given.owner()
    send_all(at=NOON)
    return siti


def due(at: datetime = NOON) -> list[str]:
    """Return the templates that may go out at a moment, in their order."""
    ids = delivery.due_messages(at=at, most=100)
    return [db.session.get_one(OutboxMessage, message_id).template for message_id in ids]


def claim_next(at: datetime = NOON) -> ClaimedMessage | None:
    ids = delivery.due_messages(at=at, most=1)
    return delivery.claim(message_id=ids[0], at=at) if ids else None


def send_all(at: datetime = NOON) -> list[str]:
    """Send what may go out, and return the templates that did."""
    sent = []
    for message_id in delivery.due_messages(at=at, most=100):
        claimed = delivery.claim(message_id=message_id, at=at)
        if claimed is not None:
            delivery.mark_sent(message_id=claimed.id, at=at)
            sent.append(claimed.template)
    return sent


def last() -> OutboxMessage:
    db.session.rollback()
    return db.session.scalars(
        db.select(OutboxMessage).order_by(OutboxMessage.id.desc()).limit(1)
    ).one()


def wib(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=WIB)


class TestMessage:
    def test_goes_to_the_account_s_phone_and_is_done(self, siti: given.Somebody):
        put("disbursed", recipient_id=siti.id, loan="PJ1")

        claimed = claim_next()
        assert claimed is not None
        delivery.mark_sent(message_id=claimed.id, at=NOON)

        assert (claimed.phone, claimed.details, claimed.secret) == (
            siti.phone,
            {"loan": "PJ1"},
            None,
        )
        assert (last().sent_at, last().outcome, last().closed_at) == (NOON, "sent", NOON)
        assert claim_next() is None
        assert siti.phone not in repr(claimed)

    def test_with_a_code_goes_first_at_any_hour_and_forgets_the_code(self, siti: given.Somebody):
        night = wib(TODAY, 2)
        put("disbursed", recipient_id=siti.id, at=night, loan="PJ1")
        phone_codes.send_code(phone=PHONE, purpose=CodePurpose.CONSENT, subject="s", at=night)

        assert due(night) == ["code_consent"]
        assert due(night + timedelta(hours=9)) == ["code_consent", "disbursed"]
        claimed = claim_next(night)
        assert claimed is not None
        assert claimed.phone == PHONE
        assert claimed.secret is not None
        assert claimed.secret not in repr(claimed)

        delivery.mark_sent(message_id=claimed.id, at=night)

        assert last().secret is None

    def test_is_in_one_run_s_hands_at_a_time(self, app: Flask, siti: given.Somebody):
        for number in range(4):
            put("disbursed", recipient_id=siti.id, loan=f"PJ{number}")
        ids = delivery.due_messages(at=NOON, most=10)
        db.session.rollback()

        outcomes = at_once(
            app,
            [partial(delivery.claim, message_id=ids[number % 4], at=NOON) for number in range(8)],
        )

        taken = [each.id for each in outcomes if isinstance(each, ClaimedMessage)]
        assert sorted(taken) == sorted(ids)
        assert all(each is None or isinstance(each, ClaimedMessage) for each in outcomes)

    def test_goes_out_again_when_a_run_died_before_it_said_so(self, siti: given.Somebody):
        put("disbursed", recipient_id=siti.id, loan="PJ1")
        assert claim_next() is not None

        assert claim_next(NOON + HOLD - timedelta(seconds=1)) is None
        assert claim_next(NOON + HOLD) is not None
        assert last().attempts == 2

    def test_is_given_up_when_every_run_dies_over_it(self, siti: given.Somebody):
        put("disbursed", recipient_id=siti.id, loan="PJ1")
        for number in range(MOST_ATTEMPTS):
            assert claim_next(NOON + number * HOLD) is not None

        assert claim_next(NOON + MOST_ATTEMPTS * HOLD) is None
        assert last().outcome == "given_up"

    def test_is_tried_again_later_and_in_the_end_listed(self, siti: given.Somebody):
        put("disbursed", recipient_id=siti.id, loan="PJ1")
        at = NOON
        for _ in range(MOST_ATTEMPTS):
            claimed = claim_next(at)
            assert claimed is not None
            delivery.mark_failed(message_id=claimed.id, problem="SMTP 451", is_final=False, at=at)
            assert claim_next(at) is None
            at = last().next_try_at or at

        [failed] = due_messages.failed_messages()
        assert (failed.template, failed.attempts, failed.problem) == ("disbursed", 6, "SMTP 451")
        assert siti.phone[-6:] not in failed.phone_masked
        delivery.try_again(message_id=failed.id, at=at)
        assert claim_next(at) is not None

    def test_is_listed_at_once_after_a_final_no(self, siti: given.Somebody):
        put("disbursed", recipient_id=siti.id, loan="PJ1")
        claimed = claim_next()
        assert claimed is not None

        delivery.mark_failed(message_id=claimed.id, problem="SMTP 550", is_final=True, at=NOON)

        assert [failed.id for failed in due_messages.failed_messages()] == [claimed.id]

    def test_that_nobody_took_was_not_tried(self, siti: given.Somebody):
        put("disbursed", recipient_id=siti.id, loan="PJ1")
        for _ in range(MOST_ATTEMPTS + 1):
            claimed = claim_next()
            assert claimed is not None
            delivery.put_back(message_id=claimed.id, problem="ConnectionRefusedError")

        assert (last().attempts, last().closed_at) == (0, None)

    def test_that_went_out_is_not_put_back_by_hand(self, siti: given.Somebody):
        put("disbursed", recipient_id=siti.id, loan="PJ1")
        send_all()

        with pytest.raises(NotFailed):
            delivery.try_again(message_id=last().id, at=NOON)

    @pytest.mark.parametrize(
        ("template", "wait"), [("code", LIFE), ("disbursed", timedelta(days=3))]
    )
    def test_is_not_sent_when_it_is_old(self, siti: given.Somebody, template: str, wait: timedelta):
        if template == "code":
            phone_codes.send_code(phone=PHONE, purpose=CodePurpose.CONSENT, subject="s", at=NOON)
        else:
            put(template, recipient_id=siti.id, loan="PJ1")

        assert claim_next(NOON + wait + timedelta(seconds=1)) is None
        assert (last().outcome, last().secret) == ("too_old", None)

    def test_goes_to_nobody_whose_account_is_closed(self, siti: given.Somebody):
        put("disbursed", recipient_id=siti.id, loan="PJ1")
        db.session.get_one(UserAccount, siti.id).is_active = False
        db.session.commit()

        assert claim_next() is None
        assert last().outcome == "not_true_any_more"


class TestNews:
    def test_need_the_consent_to_messages(self, siti: given.Somebody):
        put("training_class_opened", recipient_id=siti.id)
        assert claim_next() is None
        assert last().outcome == "no_consent"

        registration.give_consent(actor_id=siti.id, purpose=ConsentPurpose.MESSAGES, at=NOON)
        put("training_class_opened", recipient_id=siti.id)

        assert send_all() == ["training_class_opened"]


class TestReminder:
    @pytest.fixture
    def loan(self) -> Loan:
        """A loan with its first instalment due on 23 December, and an empty outbox."""
        borrower = given.owner(is_trained=True)
        public_id = given.running_loan(given.bank(), borrower)
        send_all()
        return given.loan(public_id)

    def remind(self, loan: Loan, template: str, due_on: str, at: datetime) -> None:
        account_id = loan.person.account_id
        put(template, recipient_id=account_id, at=at, loan=loan.reference_no, due_on=due_on)

    def test_of_a_late_instalment_waits_for_the_hours_of_collection(self, loan: Loan):
        self.remind(loan, "instalment_late", "23 Desember 2026", wib(date(2026, 12, 24), 22))
        db.session.add(
            Holiday(
                falls_on=date(2026, 12, 28),
                name="Libur Contoh",
                kind="public",
                source="uji",
                is_estimated=False,
                is_cancelled=False,
            )
        )
        db.session.commit()

        for held in (
            wib(date(2026, 12, 25), 12),  # Christmas
            wib(date(2026, 12, 26), 7, 59),
            wib(date(2026, 12, 26), 20, 1),
            wib(date(2026, 12, 27), 12),  # a Sunday
            wib(date(2026, 12, 28), 12),
            wib(date(2026, 12, 29), 7, 59),
        ):
            assert send_all(held) == [], held
        assert send_all(wib(date(2026, 12, 29), 8)) == ["instalment_late"]

    def test_of_what_was_paid_meanwhile_is_dropped(self, loan: Loan):
        desk_at = wib(date(2026, 12, 28), 10)
        self.remind(loan, "instalment_late", "23 Desember 2026", wib(date(2026, 12, 24), 22))
        loan.next_due_on = date(2027, 1, 23)
        db.session.commit()

        assert send_all(desk_at) == []
        assert last().outcome == "not_true_any_more"

    @pytest.mark.parametrize(
        ("template", "day", "is_sent"),
        [
            ("instalment_due_soon", date(2026, 12, 21), True),
            ("instalment_due_today", date(2026, 12, 23), True),
            ("instalment_due_today", date(2026, 12, 24), False),
            ("instalment_late", date(2026, 12, 23), False),
        ],
    )
    def test_says_what_is_true_on_the_day_it_goes_out(
        self, loan: Loan, template: str, day: date, *, is_sent: bool
    ):
        self.remind(loan, template, "23 Desember 2026", wib(day, 9))

        assert send_all(wib(day, 9)) == [template] * is_sent

    def test_of_nothing_that_is_owed_is_dropped(self, loan: Loan):
        put(
            "instalment_late",
            recipient_id=loan.person.account_id,
            loan="PJ26-9999-9",
            due_on="23 Desember 2026",
        )

        assert send_all() == []

    def test_comes_only_so_often_a_day(self, app: Flask, siti: given.Somebody):
        for number in range(MOST_REMINDERS_A_DAY + 2):
            put("training_reminder", recipient_id=siti.id, course=f"{number}")
        ids = delivery.due_messages(at=NOON, most=10)
        db.session.rollback()

        outcomes = at_once(app, [partial(delivery.claim, message_id=each, at=NOON) for each in ids])

        sent = [each for each in outcomes if isinstance(each, ClaimedMessage)]
        assert len(sent) == MOST_REMINDERS_A_DAY
        for claimed in sent:
            delivery.mark_sent(message_id=claimed.id, at=NOON)
        assert due() == []
        assert due(wib(TODAY, 23, 59)) == []
        assert len(send_all(wib(TODAY + timedelta(days=1), 9))) == MOST_REMINDERS_A_DAY


class TestInbox:
    def test_counts_what_was_not_seen_until_it_is_opened(self, siti: given.Somebody):
        viewer = seen_as(siti)
        inbox.mark_read(actor_id=siti.id, at=NOON)
        assert messages.unread(viewer) == 0
        put("disbursed", recipient_id=siti.id, loan="PJ1")
        phone_codes.send_code(phone=siti.phone, purpose=CodePurpose.CONSENT, subject="s", at=NOON)

        assert messages.unread(viewer) == 1
        assert messages.received(viewer, page=1).messages[0].is_new
        inbox.mark_read(actor_id=siti.id, at=NOON)

        assert messages.unread(viewer) == 0
        assert not messages.received(viewer, page=1).messages[0].is_new
