"""The way out of arrears on pages: steps, letters, asking for a companion, and following up."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from harkat.domain.roles import Role
from harkat.domain.statuses import ArrearsCaseStatus
from harkat.domain.text import NAME_LIMIT
from harkat.extensions import db
from harkat.models.arrears import ArrearsCase, ArrearsNote
from harkat.models.record import AuditEvent, IdempotencyRecord
from harkat.services import arrears
from tests import given
from tests.browsers import width_once_laid_out
from tests.moments import TODAY
from tests.pages import beside, hidden_fields, sign_in, submit, typed, words_of
from tests.reports.reading import pages_of
from tests.web.hostile_texts import TEXTS, outcome_expected, send_raw

pytestmark = pytest.mark.usefixtures("app", "noon")

LETTER = {"sender": "Siti Aminah", "lender": "Koperasi Contoh"}
GUEST = {
    "full_name": "Tono Contoh",
    "phone": "0812-7777-8888",
    "lender_types": ["koperasi", "pindar"],
    "band": "1-5",
    "wish": "keringanan",
    "remind_on": "2026-12-23",
    "agrees": "y",
}
OWN = {name: GUEST[name] for name in ("lender_types", "band", "wish", "remind_on")}


def cases() -> list[ArrearsCase]:
    return list(db.session.scalars(db.select(ArrearsCase).order_by(ArrearsCase.id)))


@pytest.fixture
def siti(client: FlaskClient) -> FlaskClient:
    """The pages as Siti, an owner, sees them."""
    return sign_in(client, given.owner("Siti Contoh"))


@pytest.fixture
def dewi(app: Flask) -> FlaskClient:
    """The pages as Dewi of the Dinas sees them."""
    return sign_in(app.test_client(), given.staff(Role.DINAS_OFFICER, name="Dewi Dinas"))


class TestSteps:
    def test_lead_from_the_record_to_a_companion(self, client: FlaskClient):
        page = client.get("/tunggakan").text
        said = words_of(page)

        for words in ("gratis", "OJK", "kira-kira sebulan setelah lunas", "5 Telat lebih dari 180"):
            assert words in said
        for way in ("lunasi", "keringanan", "surat-lunas"):
            assert f'href="/tunggakan/surat/{way}"' in page
        assert 'href="https://idebku.ojk.go.id"' in page
        assert 'href="/tunggakan/pendamping"' in page

    def test_lead_an_owner_to_the_own_page(self, siti: FlaskClient):
        assert 'href="/saya/tunggakan"' in siti.get("/tunggakan").text
        assert siti.get("/tunggakan/pendamping").headers["Location"] == "/saya/tunggakan"


class TestLetter:
    @pytest.mark.parametrize("wish", ["lunasi", "keringanan", "surat-lunas"])
    def test_is_the_same_on_screen_and_on_paper(self, client: FlaskClient, wish: str):
        page = f"/tunggakan/surat/{wish}"
        screen = submit(client, page, {**LETTER, "address": "Jalan Contoh 1"})
        assert screen.status_code == 200
        paper = client.post(page, data={**hidden_fields(screen.text), "bentuk": "a4"})

        assert paper.mimetype == "application/pdf"
        article = re.search(r"<article.*?</article>", screen.text, re.DOTALL)
        assert article is not None
        text = " ".join(" ".join(pages_of(paper.data)).split()).replace(" :", "")
        for line in re.findall(r"<p[^>]*>(.*?)</p>", article[0], re.DOTALL):
            assert words_of(line) in text

    def test_can_be_changed_before_it_is_sent(self, client: FlaskClient):
        page = "/tunggakan/surat/keringanan"
        reason = "Warung sepi.\nAnak sakit."
        screen = submit(client, page, {**LETTER, "reason": reason, "affordable": "300.000"}).text

        again = client.post(page, data={**hidden_fields(screen), "bentuk": "ubah"})

        assert again.status_code == 200
        assert typed(again.text, "sender") == "Siti Aminah"
        assert typed(again.text, "reason").replace("\r", "") == reason
        assert typed(again.text, "affordable") == "300.000"

    def test_keeps_nothing(self, client: FlaskClient):
        audited = db.session.query(AuditEvent).count()
        submit(client, "/tunggakan/surat/lunasi", {**LETTER, "bentuk": "f4"})

        assert db.session.query(AuditEvent).count() == audited
        assert db.session.query(IdempotencyRecord).count() == 0

    def test_treats_everything_typed_as_text(self, client: FlaskClient):
        page = "/tunggakan/surat/keringanan"
        for row in TEXTS:
            answer = send_raw(client, page, {**LETTER, "lender": row.text, "reason": row.text})
            is_taken = outcome_expected(row, limit=120) is not None
            assert answer.status_code == (200 if is_taken else 422), row
            assert bool(beside(answer.text, "lender")) != is_taken, row
            assert "<script>alert" not in answer.text
            if is_taken:
                pdf = client.post(page, data={**hidden_fields(answer.text), "bentuk": "f4"})
                assert pdf.data.startswith(b"%PDF"), row

    @pytest.mark.parametrize(
        ("fields", "name", "said"),
        [
            ({"sender": ""}, "sender", "Isi nama Anda."),
            ({"lender": ""}, "lender", "Isi nama bank, koperasi, atau perusahaan."),
            ({"phone": "12"}, "phone", "Nomor HP belum lengkap"),
            ({"affordable": "1e9"}, "affordable", "Tulis jumlah dengan angka"),
            ({"affordable": "-1"}, "affordable", ""),
            ({"affordable": "110000000001"}, "affordable", "Paling banyak"),
            ({"reason": "x" * 501}, "reason", "500"),
            ({"lender": ["a", "b"]}, "lender", "terkirim lebih dari sekali"),
        ],
    )
    def test_says_beside_the_field_how_to_mend_it(
        self, client: FlaskClient, fields: dict[str, object], name: str, said: str
    ):
        answer = submit(client, "/tunggakan/surat/keringanan", {**LETTER, **fields})

        assert answer.status_code == 422
        assert beside(answer.text, name)
        assert said in beside(answer.text, name)

    def test_does_not_exist_for_another_wish(self, client: FlaskClient):
        for wish in ("x", "%00", "..%2f..", "lunasi ", "9" * 3000):
            assert client.get(f"/tunggakan/surat/{wish}").status_code == 404

    def test_is_shown_for_a_layout_nobody_knows(self, client: FlaskClient):
        answer = submit(client, "/tunggakan/surat/lunasi", {**LETTER, "bentuk": "../x"})

        assert answer.mimetype == "text/html"
        assert "Koperasi Contoh" in answer.text


class TestGuest:
    def test_leaves_a_name_and_a_phone_once(self, client: FlaskClient):
        form = {**hidden_fields(client.get("/tunggakan/pendamping").text), **GUEST}
        answers = [client.post("/tunggakan/pendamping", data=form) for _ in range(2)]
        again = submit(client, "/tunggakan/pendamping", GUEST)

        thanks = "/tunggakan/pendamping/terima-kasih"
        assert [answer.headers["Location"] for answer in (*answers, again)] == [thanks] * 3
        assert "tidak pernah meminta uang" in client.get(thanks).text
        (case,) = cases()
        assert (case.full_name, case.phone) == ("Tono Contoh", "+6281277778888")
        assert case.lender_types == ["koperasi", "pindar"]
        assert case.remind_on == TODAY + timedelta(days=30)

    @pytest.mark.parametrize(
        ("fields", "name", "said"),
        [
            ({"full_name": ""}, "full_name", "Isi nama Anda."),
            ({"phone": ""}, "phone", "Isi nomor HP Anda."),
            ({"lender_types": []}, "lender_types", "Pilih paling sedikit satu tempat."),
            ({"lender_types": ["x"]}, "lender_types", ""),
            ({"wish": ""}, "wish", "Pilih salah satu keinginan."),
            ({"band": "x"}, "band", ""),
            ({"kecamatan": "15.71.99"}, "kecamatan", ""),
            ({"remind_on": "2026-11-23"}, "remind_on", "Pilih tanggal mulai besok"),
            ({"remind_on": "2099-01-01"}, "remind_on", "Pilih tanggal mulai besok"),
            ({"agrees": ""}, "agrees", "Ketuk kotak ini"),
        ],
    )
    def test_is_told_how_to_mend_each_field(
        self, client: FlaskClient, fields: dict[str, object], name: str, said: str
    ):
        answer = submit(client, "/tunggakan/pendamping", {**GUEST, **fields})

        assert answer.status_code == 422
        assert beside(answer.text, name)
        assert said in beside(answer.text, name)
        assert cases() == []

    def test_is_told_in_the_order_of_the_page(self, client: FlaskClient):
        said = words_of(submit(client, "/tunggakan/pendamping", {}).text)

        asked = ("Isi nama Anda.", "Isi nomor HP Anda.", "Pilih paling sedikit", "Ketuk kotak")
        places = [said.index(sentence) for sentence in asked]
        assert places == sorted(places)

    def test_may_have_any_name_that_is_one(self, client: FlaskClient):
        found = {}
        for number, row in enumerate(TEXTS):
            fields = {name: value for name, value in GUEST.items() if isinstance(value, str)}
            phone = f"08125555{number:04d}"
            answer = send_raw(
                client,
                "/tunggakan/pendamping",
                {**fields, "lender_types": "bank", "phone": phone, "full_name": row.text},
            )
            assert answer.status_code in {303, 422}, row
            stored = cases()[-1].full_name if answer.status_code == 303 else None
            found[row] = stored

        expected = {row: outcome_expected(row, limit=NAME_LIMIT, is_name=True) for row in TEXTS}
        assert {row: found[row] for row in TEXTS if found[row]} == {
            row: name for row, name in expected.items() if found[row]
        }
        assert sum(name is not None for name in found.values()) >= 10

    def test_is_sent_to_help_when_too_many_ask(
        self, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setattr(arrears, "MOST_GUEST_CASES_A_DAY", 0)

        answer = submit(client, "/tunggakan/pendamping", GUEST)

        assert answer.status_code == 422
        assert "Hubungi Bantuan di bawah." in answer.text


class TestOwner:
    def test_goes_from_asking_to_being_able_to_apply(self, siti: FlaskClient, dewi: FlaskClient):
        assert "Minta pendamping" in siti.get("/saya/tunggakan").text
        answer = submit(siti, "/saya/tunggakan/mulai", OWN)
        assert answer.headers["Location"] == "/saya/tunggakan"
        waiting = siti.get("/saya/tunggakan").text
        assert "Pendamping akan menghubungi Anda." in waiting
        assert 'href="/tunggakan/surat/keringanan"' in waiting

        page = f"/dinas/tunggakan/{cases()[0].public_id}"
        submit(dewi, page, to=f"{page}/ambil")
        assert "Pendamping Anda: Dewi Dinas" in siti.get("/saya/tunggakan").text

        for _ in range(2):  # pressed twice
            submit(siti, "/saya/tunggakan", to="/saya/tunggakan/lunas")
        assert "Kira-kira sebulan setelah lunas." in siti.get("/saya/tunggakan").text

        submit(dewi, page, to=f"{page}/bersih")
        cleared = siti.get("/saya/tunggakan").text
        assert "Anda sudah bisa mengajukan" in cleared
        assert "Mulai pengajuan" in cleared
        assert "Catatan kredit Anda sudah bersih." in siti.get("/pesan").text

    def test_moves_the_reminder(self, siti: FlaskClient):
        submit(siti, "/saya/tunggakan/mulai", OWN)
        for day in ("", "2026-11-01", "31/02/2027", "x"):
            answer = submit(
                siti, "/saya/tunggakan", {"remind_on": day}, to="/saya/tunggakan/ingatkan"
            )
            assert answer.status_code == 422, day
            assert beside(answer.text, "remind_on")
        submit(siti, "/saya/tunggakan", {"remind_on": "2027-01-05"}, to="/saya/tunggakan/ingatkan")

        assert [str(case.remind_on) for case in cases()] == ["2027-01-05"]

    def test_opens_one_case_and_without_one_presses_in_vain(self, siti: FlaskClient):
        token = hidden_fields(siti.get("/saya/tunggakan/mulai").text)
        for to in ("lunas", "ingatkan"):
            answer = siti.post(f"/saya/tunggakan/{to}", data=token)
            assert answer.headers["Location"] == "/saya/tunggakan"
        submit(siti, "/saya/tunggakan/mulai", OWN)

        assert siti.get("/saya/tunggakan/mulai").headers["Location"] == "/saya/tunggakan"
        assert len(cases()) == 1


class TestDinas:
    @pytest.fixture
    def page(self, client: FlaskClient) -> str:
        submit(client, "/tunggakan/pendamping", GUEST)
        return f"/dinas/tunggakan/{cases()[0].public_id}"

    def test_follows_a_case_to_its_end(self, dewi: FlaskClient, page: str):
        listed = words_of(dewi.get("/dinas/tunggakan").text)
        assert "1 belum ada pendamping" in listed
        assert "0812••••888" in listed
        assert "7777" not in dewi.get(page).text
        submit(dewi, page, to=f"{page}/ambil")
        assert "0812-7777-8888" in dewi.get(page).text
        note = {"note": "Sudah telepon.", "next_on": "2026-11-30"}
        form = {**hidden_fields(dewi.get(page).text), **note}
        for _ in range(2):
            dewi.post(f"{page}/catatan", data=form)
        assert "30 Nov 2026" in dewi.get("/dinas/tunggakan?lihat=saya").text
        submit(dewi, page, to=f"{page}/lunas")
        submit(dewi, page, to=f"{page}/bersih")

        ended = words_of(dewi.get(page).text)
        assert "Catatan sudah bersih, Dewi Dinas" in ended
        assert "Simpan catatan" not in ended
        assert db.session.query(ArrearsNote).count() == 1
        assert "1 keluar bulan ini" in words_of(dewi.get("/dinas").text)

    def test_closes_with_a_reason_and_hands_over(self, dewi: FlaskClient, page: str):
        other = given.staff(Role.DINAS_OFFICER, name="Edi Dinas")
        submit(dewi, page, to=f"{page}/ambil")
        for to, name in (("tutup", "reason"), ("serahkan", "companion"), ("catatan", "note")):
            answer = submit(dewi, page, {name: ""}, to=f"{page}/{to}")
            assert answer.status_code == 422
            assert beside(answer.text, name)
        submit(dewi, page, {"companion": other.public_id}, to=f"{page}/serahkan")
        assert "Didampingi Edi Dinas." in words_of(dewi.get(page).text)
        form = {**hidden_fields(dewi.get(page).text), "idem_key": "k" * 22}
        answer = dewi.post(f"{page}/tutup", data={**form, "reason": "moved"})
        assert answer.status_code == 303
        assert "Ambil kasus ini dulu" in dewi.get(page).text
        assert cases()[0].status is ArrearsCaseStatus.TAKEN

    def test_treats_every_note_as_text(self, dewi: FlaskClient, page: str):
        submit(dewi, page, to=f"{page}/ambil")
        for row in TEXTS:
            answer = send_raw(dewi, page, {"note": row.text}, to=f"{page}/catatan")
            expected = outcome_expected(row, limit=1000, takes_lines=True)
            assert answer.status_code == (422 if expected is None else 303), row
            if expected is not None:
                stored = db.session.scalars(
                    db.select(ArrearsNote.note).order_by(ArrearsNote.id.desc()).limit(1)
                ).one()
                assert stored == expected
        assert "<script>alert" not in dewi.get(page).text

    def test_is_never_broken_by_an_address(self, dewi: FlaskClient):
        for asked in (
            "lihat=x",
            "lihat=%00",
            "kecamatan=%00",
            "kecamatan='",
            "halaman=-1",
            "halaman=999999999999",
            "lihat=semua&lihat=saya",
            "kecamatan=%ff",
        ):
            assert dewi.get(f"/dinas/tunggakan?{asked}").status_code == 200, asked
        for public_id in ("x", "%00", "a" * 22):
            assert dewi.get(f"/dinas/tunggakan/{public_id}").status_code == 404

    def test_shows_counts_but_no_names_to_those_who_only_watch(self, app: Flask, page: str):
        viewer = sign_in(app.test_client(), given.staff(Role.DINAS_VIEWER))

        overview = viewer.get("/dinas").text
        assert "1 terhambat sekarang" in words_of(overview)
        assert "Tono" not in overview
        assert "/dinas/tunggakan" not in overview
        assert viewer.get(page).status_code == 404


class TestOnAPhone:
    def test_works_without_scripts(self, live_server: str, page_without_scripts: Page):
        page = page_without_scripts
        page.goto(f"{live_server}/tunggakan")
        page.get_by_role("link", name="Buat surat minta keringanan").click()
        page.get_by_label("Nama Anda").fill("Siti Aminah")
        page.get_by_label("Kepada siapa").fill("Koperasi Contoh")
        page.get_by_role("button", name="Lihat surat").click()
        expect(page.get_by_text("Perihal: Permohonan keringanan cicilan")).to_be_visible()
        assert width_once_laid_out(page) <= 360
        page.get_by_role("link", name="Minta pendamping").click()
        page.get_by_label("Nama Anda").fill("Siti Aminah")
        page.get_by_label("Nomor HP").fill("081277778888")
        page.get_by_label("Koperasi", exact=True).check()
        page.get_by_label("Minta keringanan").check()
        page.get_by_label("Dinas Koperasi boleh").check()
        page.get_by_role("button", name="Kirim").click()

        expect(page.get_by_text("Terima kasih, sudah kami terima")).to_be_visible()
        assert len(cases()) == 1
