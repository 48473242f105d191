"""Guessing a password gets slow, and slow alike whether the phone number is known or not."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import pytest
from flask import Flask

from harkat.extensions import db
from harkat.models.people import SignInThrottle
from harkat.sealing import lookup
from harkat.services import accounts
from harkat.services.accounts import SignIn
from tests import given
from tests.moments import NOON
from tests.threads import at_once

pytestmark = pytest.mark.usefixtures("app")

WAITS = {
    1: 0,
    2: 0,
    3: 1,
    4: 2,
    5: 4,
    6: 8,
    7: 16,
    8: 32,
    9: 64,
    10: 15 * 60,
    11: 15 * 60,
}
"""Seconds to wait after so many failures in a row."""


def known_phone() -> str:
    return given.owner().phone


def unknown_phone() -> str:
    return "+628129999999"


each_phone = pytest.mark.parametrize("phone_of", [known_phone, unknown_phone])


def guess(phone: str, *, at: datetime) -> SignIn:
    return accounts.sign_in(phone=phone, password="tebakan saja", allow_demo=False, at=at)


def fail(phone: str, times: int) -> datetime:
    """Let so many guesses fail, each as early as possible; return when the next may be made."""
    at = NOON
    for _ in range(times):
        assert guess(phone, at=at) == SignIn()
        at = guess_blocked_until(phone, at=at) or at
    return at


def guess_blocked_until(phone: str, *, at: datetime) -> datetime | None:
    """Return until when trying is blocked, without a try that counts."""
    db.session.rollback()
    throttle = db.session.get(SignInThrottle, lookup(field="phone", text=phone))
    blocked_until = throttle.blocked_until if throttle else None
    return blocked_until if blocked_until and blocked_until > at else None


class TestThrottle:
    @each_phone
    def test_makes_each_failure_wait_longer(self, phone_of: Callable[[], str]):
        phone, at = phone_of(), NOON
        for wait_seconds in WAITS.values():
            assert guess(phone, at=at) == SignIn()
            free_at = at + timedelta(seconds=wait_seconds)
            if wait_seconds:
                assert guess(phone, at=at) == SignIn(blocked_until=free_at)
            at = free_at

    @each_phone
    def test_is_not_lengthened_by_trying_while_it_blocks(self, phone_of: Callable[[], str]):
        phone = phone_of()
        free_at = fail(phone, 5)

        for _ in range(20):
            assert guess(phone, at=free_at - timedelta(seconds=1)) == SignIn(blocked_until=free_at)

        assert guess(phone, at=free_at) == SignIn()

    def test_stops_the_right_password_too(self):
        siti = given.owner()
        free_at = fail(siti.phone, 4)

        def enter(at: datetime) -> SignIn:
            return accounts.sign_in(
                phone=siti.phone, password=given.PASSWORD, allow_demo=False, at=at
            )

        assert enter(NOON) == SignIn(blocked_until=free_at)
        assert enter(free_at) == SignIn(account_id=siti.id)

    def test_begins_anew_after_a_success(self):
        siti = given.owner()
        free_at = fail(siti.phone, 4)
        accounts.sign_in(phone=siti.phone, password=given.PASSWORD, allow_demo=False, at=free_at)

        guess(siti.phone, at=free_at)
        guess(siti.phone, at=free_at)

        assert guess_blocked_until(siti.phone, at=free_at) is None

    def test_is_each_phones_own(self):
        siti, rina = given.owner(), given.owner("Rina Contoh")
        fail(siti.phone, 10)

        answer = accounts.sign_in(
            phone=rina.phone, password=given.PASSWORD, allow_demo=False, at=NOON
        )

        assert answer == SignIn(account_id=rina.id)

    @each_phone
    def test_counts_guesses_made_in_the_same_moment(self, app: Flask, phone_of: Callable[[], str]):
        phone = phone_of()
        db.session.rollback()

        answers = at_once(app, [partial(guess, phone, at=NOON)] * 8)

        blocked = SignIn(blocked_until=NOON + timedelta(seconds=1))
        assert [answers.count(SignIn()), answers.count(blocked)] == [3, 5]
