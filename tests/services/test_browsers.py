"""The holder hears of a browser that enters the account for the first time, and not too often."""

from datetime import datetime, timedelta

import pytest

from harkat.domain.roles import Role
from harkat.extensions import db
from harkat.models.people import UserAccount
from harkat.models.record import OutboxMessage
from harkat.reports.messages import message_text
from harkat.services import accounts, browsers
from harkat.services.browsers import Browser
from tests import given
from tests.moments import NOON

pytestmark = pytest.mark.usefixtures("app")

LATER = NOON + timedelta(hours=2)
NEW = Browser(device="HP Android", marks=frozenset())


def enter(
    somebody: given.Somebody,
    browser: Browser | None = NEW,
    *,
    password: str = given.PASSWORD,
    at: datetime = NOON,
) -> None:
    accounts.sign_in(
        phone=somebody.phone, password=password, allow_demo=True, at=at, browser=browser
    )


def known_to(somebody: given.Somebody) -> Browser:
    return Browser(device="iPhone", marks=frozenset({browsers.mark_of(somebody.public_id)}))


def warnings_to(somebody: given.Somebody) -> list[str]:
    rows = db.session.scalars(
        db.select(OutboxMessage).filter_by(recipient_id=somebody.id, template="entered_elsewhere")
    )
    return [message_text(row.template, row.details) for row in rows]


class TestNewBrowser:
    @pytest.mark.parametrize("role", [Role.BUSINESS_OWNER, Role.TRAINING_STAFF])
    def test_is_told_to_the_holder_with_its_device(self, role: Role):
        somebody = given.owner() if role is Role.BUSINESS_OWNER else given.staff(role)
        enter(somebody)

        enter(somebody, at=LATER)

        (text,) = warnings_to(somebody)
        assert text.startswith("Akun Bank Harkat Anda dibuka di perangkat lain: HP Android. ")

    def test_is_not_told_of_at_the_first_entry(self):
        siti = given.owner()

        enter(siti)

        assert warnings_to(siti) == []
        assert db.session.get_one(UserAccount, siti.id).first_entered_at == NOON

    def test_is_told_once_a_day(self):
        siti = given.owner()
        for hours in (0, 2, 3, 25):
            enter(siti, at=NOON + timedelta(hours=hours))
        assert len(warnings_to(siti)) == 1

        enter(siti, at=NOON + timedelta(hours=26))

        assert len(warnings_to(siti)) == 2

    def test_is_not_one_that_entered_this_account_before(self):
        siti, rina = given.owner(), given.owner("Rina Contoh")
        for somebody in (siti, rina):
            enter(somebody)

        for somebody in (siti, rina):
            enter(somebody, known_to(siti), at=LATER)

        assert warnings_to(siti) == []
        assert len(warnings_to(rina)) == 1

    def test_is_none_without_the_password_or_at_the_console(self):
        siti = given.owner()
        enter(siti)

        enter(siti, password="perahu kayu biru", at=LATER)
        enter(siti, None, at=LATER)

        assert warnings_to(siti) == []
