"""The figures of the programme are the balances of its ledger."""

from fractions import Fraction

import pytest

from harkat.domain.money import Rupiah, total
from harkat.queries import facility
from harkat.queries.facility import Figure, figure_balance
from tests import given
from tests.moments import TODAY

CEILING = Rupiah(110_000_000_000)
PAAL_MERAH = "15.71.11.1001"


@pytest.mark.usefixtures("app")
class TestAbsorption:
    def test_is_nothing_before_anything_was_lent(self):
        absorbed = facility.absorption()

        assert (absorbed.disbursed, absorbed.ceiling) == (Rupiah(0), CEILING)
        assert absorbed.ratio == 0

    def test_is_what_was_sent_of_the_ceiling(self):
        given.running_loan(given.bank(), given.owner(is_trained=True), amount=5_500_000)

        assert facility.absorption().ratio == Fraction(5_500_000, 110_000_000_000)


@pytest.mark.usefixtures("app")
class TestOverview:
    def test_tells_programme_bank_and_kecamatan_apart(self):
        here, there = given.bank(), given.bank(slice_amount=50_000_000)
        given.running_loan(here, given.owner(is_trained=True), amount=10_000_000)
        elsewhere = given.owner("Joko Contoh", kelurahan_code=PAAL_MERAH, is_trained=True)
        given.running_loan(there, elsewhere, amount=5_000_000)

        seen = facility.overview(on=TODAY)

        by_code = {row.bank.code: row for row in seen.banks}
        assert by_code[there.code].absorption == Fraction(1, 10)
        assert by_code[there.code].available == Rupiah(45_000_000)
        assert [row.kecamatan.name for row in seen.kecamatan][:2] == ["Danau Sipin", "Paal Merah"]
        assert seen.kecamatan[0].share == Fraction(2, 3)
        assert len(seen.kecamatan) == 11

    def test_has_columns_that_add_up(self):
        desk = given.bank()
        given.running_loan(desk, given.owner(is_trained=True))
        somebody = given.owner("Lina Contoh", is_trained=True)
        given.approve(desk, given.propose(desk, given.submitted(desk, {somebody: 3_000_000})))

        seen = facility.overview(on=TODAY)

        programme = seen.programme
        assert total(row.slice for row in seen.banks) + programme.unallocated == CEILING
        assert programme.available == CEILING - programme.committed - programme.disbursed
        for name in ("committed", "disbursed", "repaid", "outstanding"):
            of_all = getattr(programme, name)
            assert total(getattr(row, name) for row in seen.banks) == of_all
            assert total(getattr(row, name) for row in seen.kecamatan) == of_all

    def test_has_no_share_and_no_absorption_where_there_is_nothing(self):
        bank = given.bank(slice_amount=0)

        seen = facility.overview(on=TODAY)

        assert [(row.bank.code, row.absorption) for row in seen.banks] == [(bank.code, None)]
        assert {row.share for row in seen.kecamatan} == {None}


@pytest.mark.usefixtures("app")
class TestFigureBalance:
    def test_gives_a_bank_none_of_what_was_not_allocated(self):
        desk = given.bank(slice_amount=1_000_000)

        assert figure_balance(Figure.AVAILABLE, bank_id=desk.bank_id) == Rupiah(1_000_000)
        assert figure_balance(Figure.AVAILABLE) == CEILING

    def test_knows_no_ceiling_of_a_bank_or_kecamatan(self):
        desk = given.bank()

        assert figure_balance(Figure.CEILING, bank_id=desk.bank_id) == Rupiah(0)
        assert figure_balance(Figure.SLICE, kecamatan_code="15.71.10") == Rupiah(0)
