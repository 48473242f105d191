"""Owners tell about themselves and their money: page by page, sealed, and never changed."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from harkat.domain.affordability import MoneyUnit
from harkat.domain.money import Rupiah
from harkat.domain.people import Education, MaritalStatus
from harkat.domain.roles import NotPermitted, Role, Viewer
from harkat.extensions import db
from harkat.models.circumstances import MoneyStatement, PersonDetails
from harkat.queries import circumstances as told
from harkat.queries.told import newest_money, people_with_details, people_with_money
from harkat.sealing import lookup
from harkat.services import circumstances
from harkat.services.registration import UnknownKelurahan
from tests import given
from tests.moments import NOON

pytestmark = pytest.mark.usefixtures("app")

KK_NO = "1571060101207100"
STALL: dict[str, Any] = {
    "unit": MoneyUnit.DAY,
    "open_days": 6,
    "sales": Rupiah(400_000),
    "purchases": Rupiah(200_000),
    "other_costs": Rupiah(500_000),
    "household": Rupiah(1_500_000),
    "other_instalments": Rupiah(0),
}


@pytest.fixture
def siti() -> given.Somebody:
    return given.owner("Siti Contoh", has_told=False)


def viewer_of(somebody: given.Somebody) -> Viewer:
    return Viewer(
        user_id=somebody.id, role=somebody.role, bank_id=None, person_id=somebody.person_id
    )


def marry(siti: given.Somebody, **changes: Any) -> None:
    circumstances.tell_family(
        **{
            "actor_id": siti.id,
            "marital_status": MaritalStatus.MARRIED,
            "spouse_name": "Budi Contoh",
            "other_phone": "+6281234567890",
            "education": Education.SENIOR,
            "at": NOON,
            **changes,
        }
    )


class TestPerson:
    def test_is_told_page_by_page(self, siti: given.Somebody):
        circumstances.confirm_identity(actor_id=siti.id, kk_no=KK_NO, at=NOON)
        circumstances.tell_home(
            actor_id=siti.id, kelurahan_code=given.LEGOK, rt="07", street="Jalan Contoh 1", at=NOON
        )
        halfway = people_with_details([siti.person_id or 0])
        marry(siti)

        found = told.details(viewer_of(siti))

        assert (halfway, people_with_details([siti.person_id or 0])) == (
            frozenset(),
            {siti.person_id},
        )
        assert found is not None
        assert (found.kelurahan, found.kecamatan, found.rt) == ("Legok", "Danau Sipin", "07")
        assert (found.spouse_name, found.other_phone, found.education) == (
            "Budi Contoh",
            "+6281234567890",
            Education.SENIOR,
        )
        assert found.kk_no_masked == "1571••••••••7100"
        assert found.is_complete

    def test_is_sealed_where_it_is_a_number(self, siti: given.Somebody):
        circumstances.confirm_identity(actor_id=siti.id, kk_no=KK_NO, at=NOON)
        marry(siti)

        row = db.session.execute(
            sa.text(
                "SELECT kk_no, kk_no_lookup, other_phone FROM person"
                " JOIN person_details ON person_details.person_id = person.id"
            )
        ).one()

        assert KK_NO not in row.kk_no
        assert row.kk_no_lookup == lookup(field="kk_no", text=KK_NO)
        assert "81234567890" not in row.other_phone

    def test_keeps_the_known_number_of_the_card(self, siti: given.Somebody):
        with pytest.raises(circumstances.KkMissing):
            circumstances.confirm_identity(actor_id=siti.id, kk_no=None, at=NOON)
        circumstances.confirm_identity(actor_id=siti.id, kk_no=KK_NO, at=NOON)

        circumstances.confirm_identity(actor_id=siti.id, kk_no=None, at=NOON + timedelta(days=1))

        found = told.details(viewer_of(siti))
        assert found is not None
        assert found.kk_no_masked == "1571••••••••7100"

    def test_has_no_spouse_unless_married(self, siti: given.Somebody):
        circumstances.confirm_identity(actor_id=siti.id, kk_no=KK_NO, at=NOON)
        marry(siti)

        marry(siti, marital_status=MaritalStatus.WIDOWED)

        assert db.session.scalars(db.select(PersonDetails.spouse_name)).one() is None

    def test_is_confirmed_before_anything_else(self, siti: given.Somebody):
        with pytest.raises(circumstances.NotConfirmed):
            circumstances.tell_home(
                actor_id=siti.id, kelurahan_code=given.LEGOK, rt="07", street="Jalan", at=NOON
            )
        with pytest.raises(circumstances.NotConfirmed):
            marry(siti)

    def test_lives_in_the_city(self, siti: given.Somebody):
        circumstances.confirm_identity(actor_id=siti.id, kk_no=KK_NO, at=NOON)

        with pytest.raises(UnknownKelurahan):
            circumstances.tell_home(
                actor_id=siti.id, kelurahan_code="31.71.01.1001", rt="07", street="X", at=NOON
            )

    def test_is_an_owner(self):
        with pytest.raises(NotPermitted):
            circumstances.confirm_identity(
                actor_id=given.staff(Role.PROGRAM_ADMIN).id, kk_no=KK_NO, at=NOON
            )


class TestMoney:
    def test_is_kept_as_it_was_said_and_the_newest_counts(self, siti: given.Somebody):
        later = NOON + timedelta(days=3)
        before = people_with_money([siti.person_id or 0])
        circumstances.state_money(actor_id=siti.id, at=NOON, **STALL)
        circumstances.state_money(
            actor_id=siti.id, at=later, **{**STALL, "unit": MoneyUnit.WEEK, "sales": Rupiah(10**6)}
        )

        rows = db.session.scalars(db.select(MoneyStatement).order_by(MoneyStatement.id)).all()
        found = told.money(viewer_of(siti))

        assert (before, people_with_money([siti.person_id or 0])) == (set(), {siti.person_id})
        assert [(row.unit, row.sales, row.stated_at) for row in rows] == [
            (MoneyUnit.DAY, 400_000, NOON),
            (MoneyUnit.WEEK, 1_000_000, later),
        ]
        assert found is not None
        assert (found.unit, found.monthly.sales, found.stated_at) == (
            MoneyUnit.WEEK,
            4_333_333,
            later,
        )
        assert newest_money([siti.person_id or 0])[siti.person_id or 0].id == rows[1].id

    def test_said_twice_is_one_statement(self, siti: given.Somebody):
        for minutes in range(2):
            circumstances.state_money(
                actor_id=siti.id, at=NOON + timedelta(minutes=minutes), **STALL
            )

        assert db.session.scalars(db.select(MoneyStatement.stated_at)).all() == [NOON]

    @pytest.mark.parametrize(
        "changes", [{"sales": Rupiah(0)}, {"purchases": Rupiah(-1)}, {"open_days": 8}]
    )
    def test_is_never_impossible(self, siti: given.Somebody, changes: dict[str, Any]):
        with pytest.raises(sa.exc.IntegrityError):
            circumstances.state_money(actor_id=siti.id, at=NOON, **{**STALL, **changes})

    def test_is_nobodys_without_a_person(self, siti: given.Somebody):
        circumstances.state_money(actor_id=siti.id, at=NOON, **STALL)

        nobody = replace(viewer_of(siti), person_id=None)
        assert (told.money(nobody), told.details(nobody)) == (None, None)
