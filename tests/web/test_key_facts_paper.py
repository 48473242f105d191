"""The summary of a loan on paper: the figures of screen and contract, verified by anybody."""

import re
from html import unescape
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader

from harkat.domain.calendar import business_day
from harkat.extensions import db
from harkat.models.key_facts import KeyFactsSheet
from harkat.models.loan import InstalmentRow
from tests import given
from tests.moments import NOON
from tests.officers import at_desk
from tests.pages import hidden_fields, sign_in, words_of
from tests.rules import set_rule

pytestmark = pytest.mark.usefixtures("app", "noon")

AMOUNT = re.compile(r"Rp[0-9.]+[0-9]")


def amounts_in(text: str) -> set[str]:
    return set(AMOUNT.findall(unescape(text)))


def paper_of(client: FlaskClient, public_id: str) -> tuple[str, str]:
    """Ask for the summary as a borrower; return its address and its text."""
    form = hidden_fields(client.get(f"/pengajuan/{public_id}/persetujuan").text)
    answer = client.post(f"/pengajuan/{public_id}/ringkasan", data=form)
    assert answer.status_code == 303
    pdf = client.get(answer.location)
    assert pdf.content_type == "application/pdf"
    pages = PdfReader(BytesIO(pdf.data)).pages
    assert all(f"Halaman {n} dari {len(pages)}" in p.extract_text() for n, p in enumerate(pages, 1))
    return answer.location, "\n".join(page.extract_text() for page in pages)


class TestSummary:
    def test_shows_the_screens_figures_before_and_after_the_consent_and_the_loans(
        self, app: Flask, client: FlaskClient
    ):
        set_rule("fee_provision", "50000")
        set_rule("penalty_rate", "0.001")
        desk, siti = given.bank(), given.owner("Siti Contoh", is_trained=True)
        public_id = given.submitted(desk, {siti: 10_000_000})
        given.approve(desk, given.propose(desk, public_id))
        sign_in(client, siti)
        page = client.get(f"/pengajuan/{public_id}/persetujuan").text

        offered, before = paper_of(client, public_id)
        given.consent_all(public_id)
        agreed, after = paper_of(client, public_id)
        given.disburse(desk, public_id)
        rows = db.session.scalars(db.select(InstalmentRow).order_by(InstalmentRow.number)).all()

        shown = amounts_in(page)
        assert {"Rp50.000", "Rp10.213.244", "Rp163.244"} <= shown
        assert amounts_in(before) >= shown
        assert amounts_in(after) == amounts_in(before)
        assert "Biaya lain Rp50.000 (provisi Rp50.000), dibayar sekali" in words_of(page)
        assert "Denda telat 0,1% sehari" in before
        assert re.search(r"NIK\s+1571\D+[0-9]{4}\b", before)
        assert siti.nik not in before
        assert "Belum. Baru berlaku setelah peminjam setuju." in before
        assert "23 November 2026, 12.00 WIB, dengan kode dari HP peminjam" in " ".join(
            after.split()
        )
        # The offer's sheet is the one agreed to: what was shown is what was meant.
        assert offered == agreed
        kept = db.session.scalars(db.select(KeyFactsSheet)).one()
        assert kept.shown_on == business_day(NOON)
        assert [row["total"] for row in kept.facts["rows"]] == [
            int(row.principal + row.interest) for row in rows
        ]
        officer = at_desk(app, desk.maker)
        pdf = officer.get(f"/petugas/ringkasan/{kept.public_id}/pdf")
        assert pdf.content_type == "application/pdf"

    def test_names_everybody_who_answers_for_the_loan(self, client: FlaskClient):
        desk, kelompok = given.bank(), given.group(5)
        parts = dict.fromkeys(kelompok.people[:3], 6_000_000)
        public_id = given.submitted(desk, parts, product_code="kelompok")
        given.approve(desk, given.propose(desk, public_id))
        sign_in(client, kelompok.people[1])

        _address, text = paper_of(client, public_id)

        assert "Rina Contoh 2 (Anda)" in text
        assert "Siti Contoh 1" in text
        assert "Rp18.000.000" in text
        assert "Jika satu peminjam tidak membayar, peminjam lain ikut menanggung." in text

    def test_is_opened_by_its_borrower_and_the_own_bank_alone(self, app: Flask):
        desk, kelompok = given.bank(), given.group(5)
        parts = dict.fromkeys(kelompok.people[:3], 3_000_000)
        public_id = given.submitted(desk, parts, product_code="kelompok")
        given.approve(desk, given.propose(desk, public_id))
        line = given.application(public_id).lines[0].public_id
        maker = at_desk(app, desk.maker)
        form = hidden_fields(maker.get(f"/petugas/pengajuan/{public_id}").text)

        issued = maker.post(f"/petugas/pengajuan/{public_id}/ringkasan/{line}", data=form)
        sheet = db.session.scalars(db.select(KeyFactsSheet)).one().public_id

        assert issued.location == f"/petugas/ringkasan/{sheet}/pdf"
        other = sign_in(app.test_client(), kelompok.people[1])
        elsewhere = at_desk(app, given.bank().maker)
        assert other.get(f"/ringkasan/{sheet}.pdf").status_code == 404
        assert elsewhere.get(issued.location).status_code == 404
        own = sign_in(app.test_client(), kelompok.people[0])
        assert own.get(f"/ringkasan/{sheet}.pdf").status_code == 200
        assert own.get(f"/ringkasan/{'x' * 22}.pdf").status_code == 404

    def test_is_verified_by_anybody_until_the_terms_change(self, app: Flask, client: FlaskClient):
        desk, siti = given.bank(), given.owner("Siti Aminah", is_trained=True)
        public_id = given.submitted(desk, {siti: 5_000_000})
        given.approve(desk, given.propose(desk, public_id))
        sign_in(client, siti)
        address, _text = paper_of(client, public_id)
        check = f"/periksa/{address.removeprefix('/ringkasan/').removesuffix('.pdf')}"
        anybody = app.test_client()

        offered = words_of(anybody.get(check).text)
        client.post(
            f"/pengajuan/{public_id}/persetujuan/tidak",
            data=hidden_fields(client.get(f"/pengajuan/{public_id}/persetujuan/tidak").text),
        )
        refused = words_of(anybody.get(check).text)

        assert "Masih berlaku" in offered
        assert "Siti A." in offered
        assert "Rp5.000.000" in offered
        assert "Aminah" not in offered
        assert "Tidak berlaku lagi" in refused
