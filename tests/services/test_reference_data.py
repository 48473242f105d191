"""What every installation begins with: the city's areas, the products and the ceiling."""

from collections import Counter
from datetime import date

import pytest

from harkat.domain.ledger import AccountCode, EntryKind
from harkat.extensions import db
from harkat.models.area import Kecamatan, Kelurahan
from harkat.models.bank import Bank, DatedSetting, LoanProduct
from harkat.models.holidays import Holiday
from harkat.models.ledger import FacilityChange, JournalEntry, LedgerAccount
from harkat.models.lender_rates import LenderRateRow
from harkat.models.people import UserAccount
from harkat.models.training import TrainingCourse
from harkat.queries.rules import rules_on
from harkat.services import reference_data
from tests.books import balances, offences
from tests.moments import NOON, TODAY

pytestmark = pytest.mark.usefixtures("app")

TABLES = (
    Kecamatan,
    Kelurahan,
    LoanProduct,
    DatedSetting,
    TrainingCourse,
    LedgerAccount,
    Holiday,
    LenderRateRow,
)


class TestAreas:
    def test_are_eleven_kecamatan_with_sixty_eight_kelurahan(self):
        kelurahan = Counter(
            area.kecamatan.name for area in db.session.query(Kelurahan).order_by(Kelurahan.code)
        )

        assert kelurahan == {
            "Telanaipura": 7,
            "Jambi Selatan": 5,
            "Jambi Timur": 9,
            "Pasar Jambi": 4,
            "Pelayangan": 6,
            "Danau Teluk": 5,
            "Kota Baru": 7,
            "Jelutung": 7,
            "Alam Barajo": 7,
            "Danau Sipin": 5,
            "Paal Merah": 6,
        }
        assert kelurahan.total() == 68

    def test_have_codes_that_begin_with_their_kecamatans(self):
        strays = [
            area.code
            for area in db.session.query(Kelurahan)
            if area.code.rpartition(".")[0] != area.kecamatan_code
        ]

        assert strays == []

    def test_have_each_a_tile_of_their_own_on_the_map(self):
        tiles = [(area.tile_row, area.tile_column) for area in db.session.query(Kecamatan)]

        assert len(set(tiles)) == len(tiles) == 11


class TestProducts:
    def test_are_one_for_groups_and_one_for_persons(self):
        products = db.session.query(LoanProduct).order_by(LoanProduct.code)

        assert [(product.code, product.is_for_groups, product.is_open) for product in products] == [
            ("kelompok", True, True),
            ("perorangan", False, True),
        ]

    @pytest.mark.parametrize("code", ["kelompok", "perorangan"])
    def test_have_rules_that_can_be_read_from_the_first_day(self, code: str):
        product = db.session.query(LoanProduct).filter_by(code=code).one()

        first_day, today = (
            rules_on(product_id=product.id, on=on) for on in (date(2026, 1, 30), TODAY)
        )

        assert first_day == today
        assert (str(today.annual_rate), today.member_ceiling, today.instalment_choices) == (
            "0.03",
            10_000_000,
            (6, 12, 18, 24),
        )


class TestCeiling:
    def test_is_booked_from_its_day_on(self):
        assert balances() == {
            AccountCode.CEILING: 110_000_000_000,
            AccountCode.UNALLOCATED: 110_000_000_000,
        }
        entry = db.session.query(JournalEntry).one()
        assert (entry.kind, entry.value_on, entry.recorded_at, entry.actor_id) == (
            EntryKind.CEILING_SET,
            date(2026, 1, 30),
            NOON,
            None,
        )
        assert db.session.query(FacilityChange).one().entry_id == entry.id
        assert offences() == []


class TestLoading:
    def test_again_changes_nothing(self):
        before = [db.session.query(table).count() for table in TABLES]

        assert reference_data.load(at=NOON) is False

        assert [db.session.query(table).count() for table in TABLES] == before
        assert db.session.query(JournalEntry).count() == 1

    def test_brings_no_banks_and_no_people(self):
        assert db.session.query(Bank).count() == 0
        assert db.session.query(UserAccount).count() == 0


class TestRefreshing:
    def test_again_changes_nothing(self):
        assert reference_data.refresh(at=NOON) == 0

    def test_brings_the_rates_of_this_version(self):
        kur = db.session.query(LenderRateRow).filter_by(code="kur_mikro").one()
        kur.rate, kur.source = "0.07", "Angka lama"
        gone = LenderRateRow(
            **{
                column.name: getattr(kur, column.name)
                for column in LenderRateRow.__table__.columns
                if column.name != "id"
            }
        )
        gone.code = "tidak_ada_lagi"
        db.session.add(gone)
        db.session.commit()

        assert reference_data.refresh(at=NOON) == 2

        db.session.expire_all()
        assert db.session.query(LenderRateRow).filter_by(code="kur_mikro").one().rate == "0.06"
        assert db.session.query(LenderRateRow).filter_by(code="tidak_ada_lagi").count() == 0

    def test_leaves_every_rate_with_its_source_and_day(self):
        for row in db.session.query(LenderRateRow):
            assert row.source
            assert row.noted_on
            assert row.is_example or row.source_url
