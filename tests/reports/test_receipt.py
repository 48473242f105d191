"""The receipt on paper."""

import re
from datetime import date
from io import BytesIO

from pypdf import PdfReader

from harkat.reports.documents.receipt import receipt_pdf
from tests.reports.papers import URL, receipt
from tests.reports.reading import pages_of


def text_of(**facts: object) -> str:
    (text,) = pages_of(receipt_pdf(receipt(**facts), verify_url=URL))  # type: ignore[arg-type]
    return text


class TestReceipt:
    def test_says_who_paid_what_when_and_what_is_left(self):
        text = text_of()

        for words in (
            "Bukti pembayaran",
            "Nomor KW26-0001-7",
            "Bank Contoh · terbit 23 November 2026, 12.00 WIB",
            "Siti Contoh",
            "Mawar",
            "PJ26-0001-7 (perjanjian PK26-0001-7)",
            "Rabu, 1 Juli 2026",
            "Rp846.937",
            "delapan ratus empat puluh enam ribu",
            "Rp821.937",
            "Rp25.000",
            "Rp9.178.063",
            "ke-2, Rp846.937",
            "Sabtu, 1 Agustus 2026",
            "Eka Setoran",
            "Gratis.",
            f"Periksa keaslian: {URL}",
            "Halaman 1 dari 1",
        ):
            assert words in text, words

    def test_masks_the_nik(self):
        text = text_of()

        assert re.search(r"\b1571\W{8}0004\b", text)

    def test_says_what_was_too_much(self):
        text = text_of(amount=11_000_000)

        assert "Rp836.756, disimpan sebagai titipan" in text
        assert "Tidak ada. Pinjaman ini lunas." in text

    def test_names_the_member_who_paid_for_another(self):
        text = text_of(payer_name="Rina Lain")

        assert re.search(r"Diterima dari\s+Rina Lain", text)
        assert re.search(r"Untuk pinjaman\s+Siti Contoh", text)
        assert "1571" not in text

    def test_calls_the_price_as_the_contract_does(self):
        assert "Margin" in text_of(price_label="margin")
        assert "Bunga" not in text_of(price_label="margin")

    def test_never_calls_a_debt_written_off_paid(self):
        text = text_of(amount=11_000_000, claim=250_000)

        assert re.search(r"Sisa utang\s+Rp250.000", text)
        assert "lunas" not in text

    def test_says_that_it_was_taken_back(self):
        assert "SUDAH DIKOREKSI pada 3 Juli 2026." in text_of(reversed_on=date(2026, 7, 3))
        assert "DIKOREKSI" not in text_of()

    def test_takes_several_sheets_when_much_was_paid_at_once(self):
        facts = receipt(amount=10_400_000, instalments=36)

        pages = pages_of(receipt_pdf(facts, verify_url=URL))

        assert len(pages) == 2
        assert sum(page.count("Rp290.812") for page in pages) >= 34
        assert "Setelah pembayaran ini" in pages[1]

    def test_is_the_same_file_for_the_same_facts(self):
        first, second = (receipt_pdf(receipt(), verify_url=URL) for _ in range(2))

        assert first == second

    def test_is_in_indonesian_and_has_a_title(self):
        reader = PdfReader(BytesIO(receipt_pdf(receipt(), verify_url=URL)))

        assert reader.root_object["/Lang"] == "id-ID"
        assert reader.metadata is not None
        assert reader.metadata.title == "Bukti pembayaran KW26-0001-7"

    def test_takes_a_hostile_name_for_a_name(self):
        name = "<font color='red'>Siti</font> <img src='http://example.org/x.png'/>"

        assert name in text_of(borrower_name=name).replace("\n", " ")
