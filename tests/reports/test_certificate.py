"""The certificate of a Balikat training on paper."""

import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader

from harkat.queries.certificates import CertificateFacts
from harkat.reports import qr
from harkat.reports.documents.certificate import certificate_pdf
from harkat.reports.pdf import RIGHT, TOP
from tests.moments import NOON
from tests.reports.reading import pages_of, picture_of

URL = "https://harkat.example.go.id/sertifikat/AbCdEfGhIjKlMnOpQrStUv"
FACTS = CertificateFacts(
    public_id="AbCdEfGhIjKlMnOpQrStUv",
    number="BK26-0001-6",
    issued_at=NOON,
    holder_name="Siti Aminah Contoh",
    nik_masked="1571••••••••0004",
    course="Menjahit dan kerajinan",
    venue="Balai Contoh",
    kelurahan="Legok",
    starts_on=date(2026, 10, 21),
    ends_on=date(2026, 10, 24),
    completed_on=date(2026, 10, 24),
)
_QR_SIDE = 85.04  # 30 mm in points


class TestCertificate:
    def test_says_who_completed_what_when_and_where(self):
        (text,) = pages_of(certificate_pdf(FACTS, verify_url=URL))

        for words in (
            "Sertifikat pelatihan",
            "Nomor BK26-0001-6",
            "Balikat Kota Jambi · terbit 23 November 2026, 12.00 WIB",
            "Siti Aminah Contoh",
            "Menjahit dan kerajinan",
            "Balai Contoh, Kelurahan Legok",
            "Rabu, 21 Oktober 2026",
            "Sabtu, 24 Oktober 2026",
            "Gratis.",
            f"Periksa keaslian: {URL}",
            "Halaman 1 dari 1",
        ):
            assert words in text, words
        assert re.search(r"\b1571\W{8}0004\b", text)

    def test_carries_the_code_of_its_public_page(self, tmp_path: Path):
        width, height, pixels = picture_of(certificate_pdf(FACTS, verify_url=URL), tmp_path)
        modules, runs = qr.runs(URL)
        points = width / 595.28
        dark = {
            (run.row, column)
            for run in runs
            for column in range(run.column, run.column + run.length)
        }

        def is_dark(row: int, column: int) -> bool:
            x = (RIGHT - _QR_SIDE + (column + 0.5) * _QR_SIDE / modules) * points
            y = height - (TOP - (row + 0.5) * _QR_SIDE / modules) * points
            return pixels[int(y) * width + int(x)] < 128

        assert {
            (row, column)
            for row in range(modules)
            for column in range(modules)
            if is_dark(row, column)
        } == dark

    def test_is_the_same_file_for_the_same_facts_and_takes_any_name(self):
        name = "<b>Siti</b> O'Contoh " + "Panjang " * 20
        first, second = (
            certificate_pdf(replace(FACTS, holder_name=name), verify_url=URL) for _ in range(2)
        )

        assert first == second
        assert "<b>Siti</b> O'Contoh" in " ".join(pages_of(first)[0].split())
        reader = PdfReader(BytesIO(first))
        assert reader.metadata is not None
        assert reader.metadata.title == "Sertifikat pelatihan BK26-0001-6"
