"""Personal numbers in the raw tables: unreadable, not comparable, and bound to their column."""

import pytest
from sqlalchemy import text

from harkat.extensions import db
from harkat.models.people import Person, UserAccount
from harkat.sealing import BrokenSeal
from harkat.services import grouping, registration
from tests import given
from tests.moments import NOON

pytestmark = pytest.mark.usefixtures("app")


def raw(statement: str) -> list[tuple[object, ...]]:
    """Return what somebody reads who has stolen the database."""
    db.session.rollback()
    return [tuple(row) for row in db.session.execute(text(statement))]


def share_account_no(*people: given.Somebody) -> None:
    for somebody in people:
        registration.set_payout_account(
            actor_id=somebody.id,
            bank_name="Bank Contoh",
            account_no="9876501234",
            holder=somebody.name,
            key=given.key(),
            at=NOON,
        )


class TestSealedColumn:
    def test_cannot_be_read_in_the_table(self):
        siti = given.owner()
        share_account_no(siti)
        group = grouping.found_group(actor_id=siti.id, name="Mawar", key=given.key(), at=NOON)
        grouping.invite(
            actor_id=siti.id,
            group_public_id=group,
            name="Rina Contoh",
            phone="+628139876543",
            key=given.key(),
            at=NOON,
        )

        stolen = repr(
            raw("SELECT * FROM user_account")
            + raw("SELECT * FROM person")
            + raw("SELECT * FROM group_member")
        )

        numbers = [siti.nik, siti.phone, "9876501234", "+628139876543"]
        assert [number for number in numbers if number.strip("+") in stolen] == []

    def test_does_not_look_equal_where_it_is(self):
        share_account_no(given.owner(), given.owner("Rina Contoh"))

        sealed = raw("SELECT bank_account_no FROM person")

        assert len(sealed) == len(set(sealed)) == 2

    def test_is_found_by_a_look_up_that_is_equal(self):
        share_account_no(given.owner(), given.owner("Rina Contoh"))

        [(one,), (other,)] = raw("SELECT bank_account_no_lookup FROM person")

        assert one == other

    def test_has_another_look_up_in_another_column(self):
        siti = given.owner()
        registration.set_payout_account(
            actor_id=siti.id,
            bank_name="Bank Contoh",
            account_no=siti.nik,
            holder=siti.name,
            key=given.key(),
            at=NOON,
        )

        [(nik_lookup, account_lookup)] = raw(
            "SELECT nik_lookup, bank_account_no_lookup FROM person"
        )

        assert nik_lookup != account_lookup

    def test_opens_for_the_application(self):
        siti = given.owner()
        share_account_no(siti)

        db.session.rollback()
        assert db.session.get_one(UserAccount, siti.id).phone == siti.phone
        person = db.session.get_one(Person, siti.person_id)
        assert (person.nik, person.bank_account_no) == (siti.nik, "9876501234")

    def test_does_not_open_in_another_column(self):
        siti = given.owner()
        db.session.execute(text("UPDATE person SET bank_account_no = nik"))
        db.session.commit()

        with pytest.raises(BrokenSeal):
            db.session.get_one(Person, siti.person_id)
