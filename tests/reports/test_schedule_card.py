"""The schedule card on paper."""

import pytest

from harkat.domain.indonesian import short_date
from harkat.domain.money import format_rupiah
from harkat.domain.product import InterestMethod
from harkat.reports.documents.schedule_card import schedule_card_pdf
from tests.reports.papers import URL, schedule_card
from tests.reports.reading import pages_of


class TestScheduleCard:
    def test_says_whose_loan_it_is_and_what_it_costs(self):
        (text,) = pages_of(schedule_card_pdf(schedule_card(), verify_url=URL))

        for words in (
            "Kartu jadwal cicilan",
            "Nomor JD26-0001-7",
            "Siti Contoh",
            "Mawar (tanggung bersama)",
            "Rp10.000.000",
            "sepuluh juta rupiah",
            "Senin, 1 Juni 2026, utuh tanpa potongan",
            "3% setahun dari sisa pinjaman",
            "Rp10.163.244 dalam 12 kali",
            "Gratis.",
            "Halaman 1 dari 1",
        ):
            assert words in text, words

    def test_says_what_a_flat_rate_really_is(self):
        facts = schedule_card(method=InterestMethod.FLAT)

        (text,) = pages_of(schedule_card_pdf(facts, verify_url=URL))

        assert "3% setahun, sama dengan 5,49% setahun dari sisa pinjaman" in text

    @pytest.mark.parametrize("instalments", [1, 12, 20, 21, 22, 23, 24, 36, 60, 120])
    def test_has_every_instalment_on_exactly_one_sheet(self, instalments: int):
        facts = schedule_card(instalments=instalments)

        pages = pages_of(schedule_card_pdf(facts, verify_url=URL))

        for row in facts.plan.rows:
            line = "\n".join(
                (
                    str(row.number),
                    short_date(row.due_on),
                    *map(format_rupiah, (row.principal, row.interest, row.total, row.balance)),
                )
            )
            assert sum(line in page for page in pages) == 1, row
        assert format_rupiah(facts.plan.totals.total) in pages[-1]
        for number, page in enumerate(pages, start=1):
            assert f"Halaman {number} dari {len(pages)}" in page

    def test_goes_on_with_its_head_on_the_second_sheet(self):
        facts = schedule_card(instalments=36)

        pages = pages_of(schedule_card_pdf(facts, verify_url=URL))

        assert len(pages) == 2
        assert "Kartu jadwal cicilan JD26-0001-7, lanjutan" in pages[1]
        assert all("Paling lambat" in page for page in pages)

    def test_is_the_same_file_for_the_same_facts(self):
        first, second = (schedule_card_pdf(schedule_card(), verify_url=URL) for _ in range(2))

        assert first == second
