"""A browser's session: kept, given a new token, ended for good, and purged when it is old."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from harkat.domain.roles import Role
from harkat.extensions import db
from harkat.models.people import LoginSession
from harkat.queries import sessions
from harkat.queries.sessions import StoredSession
from harkat.services import accounts
from tests import given
from tests.moments import NOON

pytestmark = pytest.mark.usefixtures("app")

IDLE = timedelta(minutes=30)


def store(
    token: str,
    *,
    account_id: int | None = None,
    replaces: str | None = None,
    is_new: bool = True,
    content: dict[str, Any] | None = None,
    before: dict[str, Any] | None = None,
    at: datetime = NOON,
) -> None:
    accounts.store_session(
        token=token,
        replaces=replaces,
        is_new=is_new,
        account_id=account_id,
        content=content or {},
        before=before or {},
        expires_at=at + IDLE,
        at=at,
    )


def find(token: str, *, at: datetime = NOON) -> StoredSession | None:
    db.session.rollback()
    return sessions.find(token=token, at=at)


class TestSession:
    def test_is_found_by_its_token_with_what_it_holds(self):
        store("satu", content={"csrf": "abc"})

        assert find("satu") == StoredSession(
            token="satu", content={"csrf": "abc"}, started_at=NOON, seen_at=NOON
        )
        assert find("dua") is None

    def test_is_kept_up_to_date_under_its_token(self):
        later = NOON + timedelta(minutes=5)
        store("satu", content={"step": 1})

        store("satu", is_new=False, content={"step": 2}, at=later)

        assert find("satu", at=later) == StoredSession(
            token="satu", content={"step": 2}, started_at=NOON, seen_at=later
        )

    def test_keeps_what_another_request_of_the_browser_stored_meanwhile(self):
        first = {"csrf": "abc", "notices": ["Tersimpan."]}
        store("satu", content=first)

        store("satu", is_new=False, before=first, content={**first, "answers": "abc"})
        store("satu", is_new=False, before=first, content={"csrf": "abc"})

        found = find("satu")
        assert found is not None
        assert found.content == {"csrf": "abc", "answers": "abc"}

    def test_ends_when_it_expires(self):
        store("satu")

        assert find("satu", at=NOON + IDLE - timedelta(seconds=1))
        assert find("satu", at=NOON + IDLE) is None

    def test_that_gets_a_new_token_forgets_the_old_one(self):
        store("sebelum-masuk")

        store("sesudah-masuk", replaces="sebelum-masuk")

        assert find("sebelum-masuk") is None
        assert find("sesudah-masuk")

    def test_that_goes_on_under_a_new_token_takes_along_what_others_stored(self):
        store("sebelum", content={"csrf": "abc"})
        store("sebelum", is_new=False, content={"csrf": "abc", "answers": "abc"})

        store(
            "sesudah",
            replaces="sebelum",
            is_new=False,
            before={"csrf": "abc"},
            content={"csrf": "abc", "notices": ["Kata sandi diganti."]},
        )

        found = find("sesudah")
        assert found is not None
        assert found.content == {
            "csrf": "abc",
            "answers": "abc",
            "notices": ["Kata sandi diganti."],
        }
        assert find("sebelum") is None

    def test_that_was_left_meanwhile_does_not_go_on_under_a_new_token(self):
        store("sebelum", content={"csrf": "abc"})
        accounts.end_session(token="sebelum")

        store("sesudah", replaces="sebelum", is_new=False, before={"csrf": "abc"})

        assert find("sesudah") is None

    def test_that_keeps_its_token_is_not_lost(self):
        store("satu")

        store("satu", replaces="satu", is_new=False)

        assert find("satu")

    def test_is_worthless_once_ended(self):
        store("satu")

        accounts.end_session(token="satu")

        assert find("satu") is None

    def test_stays_ended_when_a_slower_request_stores_it(self):
        siti = given.owner()
        store("satu", account_id=siti.id)
        accounts.end_session(token="satu")

        store("satu", account_id=siti.id, is_new=False)

        assert find("satu") is None

    def test_is_stored_without_its_token(self):
        store("satu")

        assert "satu" not in db.session.scalars(db.select(LoginSession.token_hash)).one()

    def test_purges_those_that_expired_long_ago(self):
        store("lama")
        store("baru", at=NOON + timedelta(days=1))

        db.session.rollback()
        assert db.session.query(LoginSession).count() == 1


class TestSessionsOfAnAccount:
    def test_end_at_once_when_it_is_closed(self):
        rina, tono = given.staff(Role.DINAS_VIEWER), given.staff(Role.DINAS_VIEWER)
        store("rina-di-kantor", account_id=rina.id)
        store("rina-di-rumah", account_id=rina.id)
        store("tono", account_id=tono.id)

        given.close(rina)

        assert [find(token) for token in ("rina-di-kantor", "rina-di-rumah")] == [None, None]
        assert find("tono")
        assert sessions.account(rina.id) is None
