"""Data saya through the pages: see, take along, correct, withdraw, and who opened it."""

import json
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from time_machine import Traveller

from harkat.domain.complaints import ComplaintKind
from harkat.domain.identity import phone_national
from harkat.domain.money import Rupiah
from harkat.domain.people import ConsentPurpose
from harkat.domain.relief import ReliefReason, ReliefWish
from harkat.domain.roles import Role
from harkat.extensions import db
from harkat.models.account_care import DataOpening, DataRequest
from harkat.models.people import UserAccount
from harkat.models.record import AuditEvent
from harkat.services import complaints, registration, relief
from harkat.web.labels import label
from tests import given
from tests.moments import NOON
from tests.pages import beside, hidden_fields, sign_in, submit, words_of

pytestmark = pytest.mark.usefixtures("app", "noon")

MINE = "/saya/data"


def looks() -> list[dict[str, object]]:
    return list(
        db.session.scalars(
            db.select(AuditEvent.details).filter_by(action="personal_data.note_own_look")
        )
    )


class TestOwnData:
    def test_are_masked_until_the_password_is_given(self, client: FlaskClient):
        siti = given.owner(is_trained=True)
        sign_in(client, siti)
        secrets = (siti.nik, phone_national(siti.phone))

        masked = client.get(MINE).text
        wrong = submit(client, MINE, {"password": "bukan ini"})
        full = submit(client, MINE, {"password": given.PASSWORD})

        assert [text for text in secrets for page in (masked, wrong.text) if text in page] == []
        assert (wrong.status_code, beside(wrong.text, "password")) == (
            422,
            "Kata sandi tidak cocok.",
        )
        assert siti.nik in full.text
        assert siti.phone in full.text
        assert siti.nik not in client.get(MINE).text
        assert looks() == [{"is_download": False}]
        for title in ("Akun dan KTP", "Warung Contoh", "Rekening", "Pelatihan Balikat", "Pinjaman"):
            assert title in words_of(masked)

    def test_are_taken_along_as_a_file_with_own_data_only(self, client: FlaskClient):
        desk, rina = given.bank(), given.owner("Rina Lain")
        siti = given.owner(is_trained=True)
        given.running_loan(desk, siti)
        sign_in(client, siti)

        answer = submit(client, MINE, {"password": given.PASSWORD, "unduh": "1"})

        assert answer.headers["Content-Disposition"].startswith("attachment")
        content = json.loads(answer.text)
        assert content["Akun dan KTP"][0]["NIK"] == siti.nik
        assert content["Pinjaman"][0]["Jumlah pinjaman"] == 10_000_000
        assert content["Catatan uang pinjaman"][0]["Jumlah (rupiah)"] == 10_000_000
        assert content["Pesan"]
        foreign = (rina.nik, rina.phone, "Rina", desk.maker.name)
        assert [text for text in foreign if text in answer.text] == []
        assert looks() == [{"is_download": True}]

    def test_hold_everything_that_was_told_shown_and_asked_for(self, client: FlaskClient):
        desk, siti = given.bank(), given.owner(is_trained=True)
        loan = given.running_loan(desk, siti)
        complaints.complain(
            actor_id=siti.id,
            kind=ComplaintKind.OTHER,
            words="Petugas tidak datang.",
            key=given.key(),
            at=NOON,
        )
        relief.ask(
            actor_id=siti.id,
            loan_public_id=loan,
            reason=ReliefReason.ILLNESS,
            wish=ReliefWish.HOLIDAY,
            count=1,
            can_pay=Rupiah(0),
            pays=Rupiah(0),
            note="Ibu dirawat.",
            key=given.key(),
            at=NOON,
        )
        sign_in(client, siti)

        shown = words_of(client.get(MINE).text)

        for told in (
            "Data diri Kelurahan tempat tinggal Legok RT 07 Jalan Jalan Contoh 1",
            "Penjualan dan bahan dihitung Sehari Hari buka seminggu 6 Penjualan Rp400.000",
            "Foto dokumen Foto",
            "Pengaduan Nomor AD26-",
            "Isi Petugas tidak datang.",
            "Permintaan keringanan Pinjaman PJ26-",
            "Catatan Anda Ibu dirawat.",
        ):
            assert told in shown

    def test_need_the_password_for_the_file_too(self, client: FlaskClient):
        siti = given.owner()
        sign_in(client, siti)

        answer = submit(client, MINE, {"password": "bukan ini", "unduh": "1"})

        assert (answer.status_code, answer.mimetype) == (422, "text/html")
        assert siti.nik not in answer.text


class TestWhoOpened:
    def test_says_role_bank_and_time_but_no_name(self, app: Flask, client: FlaskClient):
        desk, siti = given.bank(), given.owner(is_trained=True)
        public_id = given.submitted(desk, {siti: 5_000_000})
        number = given.application(public_id).reference_no
        officer = sign_in(app.test_client(), desk.maker)
        for _time in range(2):
            assert officer.get(f"/petugas/pengajuan/{public_id}").status_code == 200
        line = given.application(public_id).lines[0].public_id
        submit(
            officer,
            f"/petugas/pengajuan/{public_id}/identitas/{line}",
            {"note": "Cocokkan dengan KTP"},
        )
        sign_in(client, siti)

        page = words_of(client.get(f"{MINE}/dibuka").text)

        assert db.session.query(DataOpening).count() == 2
        assert f"Berkas pengajuan {number} {label(Role.BANK_MAKER)}, Bank {desk.code}" in page
        assert f"NIK dan nomor HP lengkap {number}" in page
        assert "23 November 2026, 12.00 WIB" in page
        assert desk.maker.name not in page

    def test_counts_the_loans_page_for_its_borrower(self, app: Flask, client: FlaskClient):
        desk, siti = given.bank(), given.owner(is_trained=True)
        loan = given.running_loan(desk, siti)
        cashier = sign_in(app.test_client(), desk.cashier)

        assert cashier.get(f"/petugas/pinjaman/{loan}").status_code == 200

        sign_in(client, siti)
        page = words_of(client.get(f"{MINE}/dibuka").text)
        assert f"Catatan pinjaman {given.loan(loan).reference_no}" in page

    def test_is_nobody_at_first(self, client: FlaskClient):
        sign_in(client, given.owner())

        page = words_of(client.get(f"{MINE}/dibuka?halaman=99").text)

        assert "Belum ada yang membuka data Anda." in page


class TestRequests:
    def test_are_filed_once_and_answered_by_the_dinas(
        self, app: Flask, client: FlaskClient, noon: Traveller
    ):
        sign_in(client, given.owner("Siti Contoh"))
        page = f"{MINE}/perbaiki"
        form = {**hidden_fields(client.get(page).text), "note": "Nama <b>kurang</b> H"}
        answers = [client.post(page, data=form).location for _time in range(2)]
        assert answers == [MINE, MINE]
        noon.move_to(NOON + timedelta(hours=73))
        officer = sign_in(app.test_client(), given.staff(Role.DINAS_OFFICER))
        listed = officer.get("/dinas/permintaan-data").text
        assert "Telat" in words_of(listed)
        request = db.session.scalars(db.select(DataRequest.public_id)).one()
        address = f"/dinas/permintaan-data/{request}"
        assert f'href="{address}"' in listed
        assert "Nama <b>kurang</b> H" in words_of(officer.get(address).text)
        empty = submit(officer, address, {"verdict": "", "answer": " "})
        assert beside(empty.text, "answer") == "Tulis jawabannya."

        fields = {"verdict": "granted", "answer": "Nama sudah diperbaiki."}
        assert submit(officer, address, fields).location == "/dinas/permintaan-data"

        assert "Semua sudah dijawab." in words_of(officer.get("/dinas/permintaan-data").text)
        client = sign_in(app.test_client(), siti())  # three days later she signs in again
        assert "Dikerjakan: Nama sudah diperbaiki." in words_of(client.get(MINE).text)

    def test_need_words_and_are_limited(self, client: FlaskClient):
        sign_in(client, given.owner())
        page = f"{MINE}/perbaiki"
        assert beside(submit(client, page, {"note": ""}).text, "note") == (
            "Tulis apa yang perlu diperbaiki."
        )
        too_long = submit(client, page, {"note": "a" * 1001})
        assert beside(too_long.text, "note") == "Paling banyak 1.000 huruf. Anda menulis 1.001."
        for _ in range(5):
            assert submit(client, f"{MINE}/hapus", {"note": ""}).location == MINE

        answer = submit(client, page, {"note": "Satu lagi"})

        assert answer.status_code == 422
        assert "Masih ada lima permintaan" in words_of(answer.text)


class TestConsents:
    def test_that_are_free_end_at_once(self, client: FlaskClient):
        somebody = given.owner()
        registration.give_consent(actor_id=somebody.id, purpose=ConsentPurpose.MESSAGES, at=NOON)
        sign_in(client, somebody)
        page = "/saya/izin/tarik?izin=messages"
        assert page in client.get("/saya/izin").text

        answer = submit(client, page)

        assert answer.location == "/saya/izin"
        assert page not in client.get("/saya/izin").text

    def test_that_are_required_explain_and_file_a_request(self, client: FlaskClient):
        sign_in(client, given.owner())
        page = "/saya/izin/tarik?izin=process_loan"
        assert "sampai lunas" in words_of(client.get(page).text)

        answer = submit(client, page, {"note": "Tidak jadi meminjam"})

        assert answer.location == MINE
        assert page in client.get("/saya/izin").text
        row = db.session.scalars(db.select(DataRequest)).one()
        assert (row.kind.value, row.purpose) == ("withdraw", ConsentPurpose.PROCESS_LOAN)

    def test_that_do_not_exist_have_no_page(self, client: FlaskClient):
        sign_in(client, given.owner())

        for asked in ("", "?izin=x", "?izin=%00", "?izin=messages'--"):
            assert client.get(f"/saya/izin/tarik{asked}").status_code == 404


def siti() -> given.Somebody:
    """Return the one owner there is, as she may sign in."""
    account = db.session.scalars(db.select(UserAccount).filter_by(role=Role.BUSINESS_OWNER)).one()
    assert account.person is not None
    return given.somebody_of(account.person.id)
