"""The pre-check: one question a page, Back works, and only sums are kept, never doubled."""

import gzip
import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect
from werkzeug.test import TestResponse

from harkat.domain.roles import Role
from harkat.extensions import db
from harkat.models.people import LoginSession
from harkat.models.precheck import PrecheckCount, SpentPrecheck
from tests import given
from tests.browsers import width_once_laid_out
from tests.moments import NOON
from tests.pages import beside, hidden_fields, sign_in, words_of

pytestmark = pytest.mark.usefixtures("app", "noon")

BEST = {
    "ktp": "ya",
    "umur": "cukup",
    "lama": "cukup-lama",
    "pelatihan": "sudah",
    "cicilan": "lancar",
    "kelompok": "sudah",
    "pinjaman": "tidak",
}
ALL_BUT_LAST = {name: answer for name, answer in BEST.items() if name != "pinjaman"}
HOSTILE = ("", "x", "%00", "%ff%fe", "<script>alert(1)</script>", "' OR 1=1--", "9" * 5000)


def asking(path: str, answers: dict[str, str]) -> str:
    return f"{path}?{urlencode(answers)}"


def result(client: FlaskClient, **answers: str) -> str:
    return client.get(asking("/cek/hasil", {**BEST, **answers})).text


def send(client: FlaskClient, **more: str) -> TestResponse:
    """Answer the last question as its page does."""
    page = client.get(asking("/cek", ALL_BUT_LAST)).text
    return client.post("/cek/hasil", data={**hidden_fields(page), "pinjaman": "tidak", **more})


def times() -> dict[tuple[str, str], int]:
    rows = db.session.execute(
        db.select(PrecheckCount.question, PrecheckCount.answer, PrecheckCount.times)
    )
    return {(question, answer): number for question, answer, number in rows}


class TestYoungBusiness:
    def test_is_told_when_it_will_be_old_enough(self, client: FlaskClient):
        page = result(client, lama="baru", mulai="2026-08-01")

        assert "Usaha Anda genap 6 bulan kira-kira Senin, 1 Februari 2027" in words_of(page)
        assert "Daftar, lalu kami ingatkan" in page
        assert 'href="/daftar"' in page

    def test_is_asked_for_a_month_from_which_it_is_too_young(self, client: FlaskClient):
        page = result(client, lama="baru")
        offered = re.findall(r'<option value="(\d{4}-\d\d-01)"', page)

        assert offered[0] == "2026-11-01"
        assert offered[-1] == "2026-06-01"
        assert len(offered) == 6
        assert "Daftar, lalu kami ingatkan" not in page
        assert 'name="mulai"' not in result(client, lama="setahun")

    def test_is_asked_again_when_the_month_is_none(self, client: FlaskClient):
        for month in HOSTILE:
            answer = client.get(asking("/cek/hasil", {**BEST, "lama": "baru", "mulai": month}))

            assert answer.status_code == 422, month
            assert "<script>" not in answer.text

    def test_leaves_nothing_behind(self, client: FlaskClient):
        result(client, lama="baru", mulai="2026-08-01")

        assert times() == {}
        assert db.session.query(LoginSession).count() == 0


class TestQuestions:
    def test_come_one_by_one_and_lead_back(self, client: FlaskClient):
        answers: dict[str, str] = {}
        for number, (name, answer) in enumerate(BEST.items(), start=1):
            page = client.get(asking("/cek", answers))
            assert f"pertanyaan {number} dari 7" in page.text
            assert len(re.findall(r'type="radio"', page.text)) >= 3
            assert "Tidak tahu" in page.text
            back = re.search(r'class="back"><a href="([^"]*)"', page.text)
            assert back is not None
            before = dict(list(answers.items())[:-1])
            assert back[1].replace("&amp;", "&") == (
                asking("/cek", before) if before else ("/cek" if answers else "/")
            )
            answers[name] = answer

        assert client.get(asking("/cek", answers)).headers["Location"] == asking("/cek/hasil", BEST)

    def test_say_beside_the_answers_that_one_is_missing(self, client: FlaskClient):
        for address in ("/cek?di=ktp", "/cek?ktp=", "/cek?ktp=x", "/cek?ktp=ya&ktp=tidak"):
            page = client.get(address)

            assert page.status_code == 422, address
            assert beside(page.text, "ktp") == "Pilih salah satu. Boleh juga Tidak tahu."
            assert "<title>Perlu diperbaiki" in page.text

    def test_take_their_limits_from_the_rules_of_the_day(self, client: FlaskClient):
        assert "21 tahun atau lebih" in client.get("/cek?ktp=ya").text
        assert "Kurang dari 6 bulan" in client.get("/cek?ktp=ya&umur=cukup").text

    def test_are_never_broken_by_an_address(self, client: FlaskClient):
        for text in HOSTILE:
            for name in (*BEST, "di", "k"):
                for path in ("/cek", "/cek/hasil"):
                    answer = client.get(asking(path, {**BEST, name: text}))
                    assert answer.status_code in {200, 303, 422}, (path, name, text)
                    assert "<script>alert" not in answer.text


class TestResult:
    def test_says_that_one_can_begin(self, client: FlaskClient):
        page = words_of(result(client))

        for said in (
            "Anda bisa mulai mengajukan",
            "Rp423.468",
            "± 11 hari kerja",
            "Kartu Keluarga (KK)",
            "HP yang menyala",
            "Kirim ke WhatsApp saya",
            "Daftar dan mulai mengajukan",
        ):
            assert said in page

    def test_lists_what_to_do_first_with_a_way_to_each(self, client: FlaskClient):
        page = result(client, cicilan="telat", kelompok="belum")

        said = words_of(page)
        assert "Bisa, setelah 2 hal ini" in said
        assert "Cari atau buat kelompok (5 sampai 50 orang). Kami bantu." in said
        for way in ("/tunggakan", "/kelompok"):
            assert f'class="button quiet" href="{way}"' in page

    def test_says_why_not_and_what_can_be_done(self, client: FlaskClient):
        page = words_of(result(client, ktp="tidak"))

        assert "Belum bisa sekarang karena program ini untuk warga ber-KTP Kota Jambi" in page
        assert "Di daerah lain, tanyakan KUR di bank terdekat." in page
        assert "Kirim ke WhatsApp saya" in page

    def test_sends_no_answer_to_whatsapp(self, client: FlaskClient):
        page = result(client, cicilan="telat")
        link = re.search(r'href="(https://wa\.me/[^"]*)"', page)

        assert link is not None
        assert "telat" not in link[1]
        assert "cicilan%3D" not in link[1]

    def test_asks_again_what_is_missing(self, client: FlaskClient):
        answer = client.get("/cek/hasil?ktp=ya&umur=cukup")

        assert answer.headers["Location"] == "/cek?ktp=ya&umur=cukup"
        assert client.get("/cek/hasil").headers["Location"] == "/cek"


class TestCounting:
    def test_happens_once_for_a_run_however_often_it_is_sent(self, client: FlaskClient):
        page = client.get(asking("/cek", ALL_BUT_LAST)).text
        form = {**hidden_fields(page), "pinjaman": "tidak"}
        for _ in range(3):
            answer = client.post("/cek/hasil", data=form)
            assert answer.headers["Location"] == asking("/cek/hasil", BEST)
            client.get(answer.headers["Location"])
        # Back, another answer, sent again: the same run.
        client.post("/cek/hasil", data={**form, "pinjaman": "ya"})

        assert times() == {**dict.fromkeys(BEST.items(), 1), ("hasil", "bisa"): 1}

    def test_carries_one_mark_from_the_first_question_to_the_last(self, client: FlaskClient):
        mark = hidden_fields(client.get("/cek").text)["k"]

        later = client.get(asking("/cek", {**ALL_BUT_LAST, "k": mark})).text

        assert hidden_fields(later)["k"] == mark

    def test_is_not_done_for_a_mark_that_is_not_ours_or_too_old(self, client: FlaskClient):
        good = hidden_fields(client.get("/cek").text)["k"]
        for mark in ("", "x", good[:-2], good + "x", "a.b.c", "9" * 5000, "\0"):
            assert send(client, k=mark).status_code == 303, mark
        with time_machine.travel(NOON + timedelta(days=1, minutes=1)):
            assert send(client, k=good).status_code == 303

        assert times() == {}

    def test_asks_again_when_an_answer_is_none(self, client: FlaskClient):
        answer = send(client, pinjaman="x")

        assert answer.status_code == 422
        assert "pertanyaan 7 dari 7" in answer.text
        assert times() == {}

    def test_leaves_no_cookie_no_session_and_nobody(self, client: FlaskClient):
        answer = send(client)

        assert "Set-Cookie" not in answer.headers
        assert db.session.query(LoginSession).count() == 0
        stored = [row.mark for row in db.session.scalars(db.select(SpentPrecheck))]
        assert len(stored) == 1
        assert "127.0.0.1" not in repr(stored)

    def test_is_never_done_by_looking(self, client: FlaskClient):
        client.get(asking("/cek/hasil", BEST))
        client.get(asking("/cek", BEST))

        assert times() == {}


class TestDinasPage:
    def test_sums_a_period(self, app: Flask, client: FlaskClient):
        send(client)
        at_work = sign_in(app.test_client(), given.staff(Role.DINAS_VIEWER))

        page = words_of(at_work.get("/dinas/cek").text)

        assert "1 kali selesai dijawab" in page
        assert "Bisa mulai mengajukan 1" in page
        assert "Ada, tapi lancar 1" in page
        assert "0 kali selesai" in words_of(
            at_work.get("/dinas/cek?sejak=2026-01-01&sampai=2026-02-01").text
        )

    def test_refuses_days_that_make_no_period(self, app: Flask):
        at_work = sign_in(app.test_client(), given.staff(Role.AUDITOR))
        for asked, said in (
            ("sejak=2026-11-20&sampai=2026-11-01", "Tanggal awal harus sebelum tanggal akhir."),
            ("sejak=2020-01-01&sampai=2026-11-01", "Paling lama satu tahun."),
            ("sejak=31/02/2026", "Tanggal ini tidak ada"),
            ("sejak=%00", ""),
            ("sampai=0001-01-01", ""),
        ):
            page = at_work.get(f"/dinas/cek?{asked}")
            assert page.status_code == 422, asked
            assert said in page.text


class TestOnAPhone:
    def test_works_without_scripts_and_back(self, live_server: str, page_without_scripts: Page):
        page = page_without_scripts
        page.goto(live_server)
        page.get_by_role("link", name="Cek apakah saya bisa").click()
        for answer in ("Ya", "Tidak tahu"):
            page.get_by_text(answer, exact=True).click()
            page.get_by_role("button", name="Lanjutkan").click()
        page.get_by_role("link", name="Kembali").click()
        expect(page.get_by_text("Berapa umur Anda?")).to_be_visible()
        for answer in ("21 tahun atau lebih, atau sudah menikah", "Lebih dari 1 tahun"):
            page.get_by_text(answer, exact=True).click()
            page.get_by_role("button", name="Lanjutkan").click()
        for answer in ("Sudah", "Tidak ada cicilan", "Sudah"):
            page.get_by_text(answer, exact=True).click()
            page.get_by_role("button", name="Lanjutkan").click()
        page.get_by_text("Tidak", exact=True).click()
        page.get_by_role("button", name="Lihat hasil").click()

        expect(page.get_by_role("heading", name="Anda bisa mulai mengajukan")).to_be_visible()
        page.reload()
        assert width_once_laid_out(page) <= 360
        assert set(times().values()) == {1}

    def test_is_small(self, client: FlaskClient):
        for address in (
            "/",
            "/hitung?jumlah=10000000&lama=24&tawaran=20",
            "/cek",
            asking("/cek/hasil", dict.fromkeys(BEST, "tidak-tahu")),
            "/tunggakan",
            "/tunggakan/surat/keringanan",
            "/tunggakan/pendamping",
        ):
            assert len(gzip.compress(client.get(address).data)) <= 14_000, address
