"""Reference numbers are given out without a gap, each kind and year by itself."""

from datetime import UTC, datetime
from functools import partial

import pytest
from flask import Flask

from harkat.domain.reference import ReferenceKind
from harkat.extensions import db
from harkat.services import numbering
from harkat.services.transaction import quiet_use_case
from tests.moments import NOON
from tests.threads import at_once

pytestmark = pytest.mark.usefixtures("app")

NEW_YEAR_IN_JAMBI = datetime(2026, 12, 31, 17, tzinfo=UTC)


@quiet_use_case
def number(kind: ReferenceKind = ReferenceKind.LOAN, *, at: datetime = NOON) -> str:
    """Give out a number and return it without its check digit."""
    return numbering.next_reference(kind, at=at).rpartition("-")[0]


@quiet_use_case
def number_and_fail() -> None:
    numbering.next_reference(ReferenceKind.LOAN, at=NOON)
    raise LookupError


class TestNumber:
    def test_follows_the_last_one(self):
        assert [number(), number(), number()] == ["PJ26-0001", "PJ26-0002", "PJ26-0003"]

    def test_of_each_kind_counts_by_itself(self):
        assert [number(), number(ReferenceKind.RECEIPT), number()] == [
            "PJ26-0001",
            "KW26-0001",
            "PJ26-0002",
        ]

    def test_begins_anew_with_the_year_in_jambi(self):
        assert [number(), number(at=NEW_YEAR_IN_JAMBI)] == ["PJ26-0001", "PJ27-0001"]

    def test_is_not_used_up_by_what_fails(self):
        number()
        with pytest.raises(LookupError):
            number_and_fail()

        assert number() == "PJ26-0002"

    def test_is_given_once_even_if_all_ask_for_the_first_at_once(self, app: Flask):
        db.session.rollback()

        numbers = at_once(app, [partial(number) for _ in range(8)])

        assert sorted(map(str, numbers)) == [f"PJ26-{n:04d}" for n in range(1, 9)]
