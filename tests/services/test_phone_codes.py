"""A code goes to a phone, confirms one step once, and cannot be guessed."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from harkat.domain.phone_codes import BUDGET, LIFE, MOST_TRIES, RESEND_AFTER, CodePurpose
from harkat.domain.phone_codes import CodeVerdict as Verdict
from harkat.extensions import db
from harkat.models.phone_codes import PhoneCode
from harkat.models.record import OutboxMessage
from harkat.services import phone_codes
from tests.moments import NOON
from tests.threads import at_once

pytestmark = pytest.mark.usefixtures("app")

PHONE = "+628120000777"


def send(
    purpose: CodePurpose = CodePurpose.REGISTRATION, subject: str = "s", at: datetime = NOON
) -> str:
    """Send a code and return what the phone shows."""
    phone_codes.send_code(phone=PHONE, purpose=purpose, subject=subject, at=at)
    message = db.session.scalars(
        db.select(OutboxMessage).order_by(OutboxMessage.id.desc()).limit(1)
    ).one()
    assert message.secret is not None
    return message.secret


def check(
    code: str,
    purpose: CodePurpose = CodePurpose.REGISTRATION,
    subject: str = "s",
    at: datetime = NOON,
) -> phone_codes.CodeAnswer:
    return phone_codes.check_code(phone=PHONE, purpose=purpose, subject=subject, code=code, at=at)


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


class TestCode:
    def test_confirms_its_step_once(self):
        code = send()

        assert check(code).is_match
        assert check(code).verdict is Verdict.EXPIRED

    def test_of_another_step_or_subject_confirms_nothing(self):
        code = send()

        assert not check(code, purpose=CodePurpose.CONSENT).is_match
        assert not check(code, subject="another").is_match
        assert check(code).is_match

    def test_is_dead_after_five_wrong_tries_even_for_the_right_digits(self):
        code = send()

        answers = [check(other_than(code)) for _try in range(MOST_TRIES)]

        assert [answer.tries_left for answer in answers] == [4, 3, 2, 1, 0]
        assert answers[-1].verdict is Verdict.TOO_MANY_TRIES
        assert check(code).verdict is Verdict.TOO_MANY_TRIES

    def test_is_dead_after_five_minutes(self):
        code = send()

        assert check(code, at=NOON + LIFE).verdict is Verdict.EXPIRED

    def test_dies_when_a_newer_one_is_sent(self):
        older = send()
        newer = send(at=NOON + RESEND_AFTER)

        if older != newer:  # Two codes may be alike by chance.
            assert not check(older, at=NOON + RESEND_AFTER).is_match
        assert check(newer, at=NOON + RESEND_AFTER).is_match

    def test_is_stored_neither_plain_nor_as_a_plain_hash(self):
        code = send()

        stored = db.session.scalars(db.select(PhoneCode)).one()
        raw = db.session.execute(db.text("SELECT secret, phone FROM outbox_message")).one()
        assert code not in stored.code_hash
        assert code not in raw.secret
        assert PHONE not in raw.phone

    def test_leaves_the_outbox_once_it_is_old(self):
        send()
        send(at=NOON + LIFE + timedelta(seconds=1))

        messages = db.session.scalars(db.select(OutboxMessage).order_by(OutboxMessage.id)).all()
        assert [message.secret is None for message in messages] == [True, False]


class TestSending:
    def test_again_waits_a_minute(self):
        send()

        with pytest.raises(phone_codes.TooManyCodes) as refused:
            send(at=NOON + RESEND_AFTER - timedelta(seconds=1))

        assert refused.value.again_at == NOON + RESEND_AFTER

    def test_for_something_else_need_not_wait(self):
        send()

        assert check(send(CodePurpose.CONSENT), purpose=CodePurpose.CONSENT).is_match

    def test_has_a_budget_a_day_over_all_steps(self):
        for number in range(BUDGET):
            purpose = list(CodePurpose)[number % len(CodePurpose)]
            send(purpose, at=NOON + number * RESEND_AFTER)

        with pytest.raises(phone_codes.TooManyCodes) as refused:
            send(at=NOON + BUDGET * RESEND_AFTER)

        assert refused.value.again_at == NOON + timedelta(days=1)


class TestGuesses:
    def test_made_at_once_are_all_counted(self, app: Flask):
        code = send()

        at_once(app, [lambda: check(other_than(code))] * 8)

        assert check(code).verdict is Verdict.TOO_MANY_TRIES
