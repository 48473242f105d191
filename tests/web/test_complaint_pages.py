"""Complaining by page, with and without an account, and what the bank does not see of it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from harkat.domain.roles import Role
from harkat.extensions import db
from harkat.models.complaints import Complaint
from tests import given
from tests.officers import at_desk
from tests.pages import beside, hidden_fields, sign_in, submit, typed, words_of

pytestmark = pytest.mark.usefixtures("app", "noon")

WORDS = "Diminta seratus ribu untuk daftar."
FRAUD = "/aduan/baru/penipuan"
SAID = {"words": WORDS, "phone": "0812-9999-8888", "about_whom": "Pak Calo", "amount": "100.000"}


def complaint() -> Complaint:
    db.session.rollback()
    return db.session.scalars(db.select(Complaint)).one()


class TestComplaining:
    def test_takes_two_taps_from_any_page_and_ends_with_a_number(self, client: FlaskClient):
        assert 'href="/aduan"' in client.get("/").text
        assert f'href="{FRAUD}"' in client.get("/aduan").text
        body = {**hidden_fields(client.get(FRAUD).text), **SAID}
        answers = [client.post(FRAUD, data=body) for _ in range(2)]

        assert answers[0].location == answers[1].location
        shown = words_of(client.get(answers[0].location).text)
        assert f"Nomor {complaint().reference_no}" in shown
        assert "paling lambat Rabu, 25 November 2026" in shown
        assert WORDS in shown

    def test_says_what_is_missing_and_keeps_what_was_typed(self, client: FlaskClient):
        answer = submit(client, FRAUD, {"words": WORDS, "phone": "12"})

        assert answer.status_code == 422
        assert beside(answer.text, "phone")
        assert typed(answer.text, "words") == WORDS
        assert db.session.scalars(db.select(Complaint)).all() == []
        assert client.get("/aduan/baru/entah").status_code == 404

    def test_has_an_end_for_one_browser(self, client: FlaskClient):
        answers = [
            submit(client, FRAUD, SAID | {"phone": f"08129999888{number}"}) for number in range(4)
        ]

        assert [answer.status_code for answer in answers] == [303, 303, 303, 429]
        assert "Kirim lagi besok" in words_of(answers[-1].text)


class TestAnswer:
    def test_is_read_by_number_in_another_browser_and_comes_back_once(
        self, app: Flask, client: FlaskClient
    ):
        page = submit(client, FRAUD, SAID).location
        stranger = app.test_client()
        assert stranger.get(page).status_code == 404
        numbers = {"number": complaint().reference_no, "digits": "8880"}
        wrong = submit(stranger, "/aduan", numbers, to="/aduan/lihat")
        unknown = submit(stranger, "/aduan", numbers | {"number": "AD26-0009-9"}, to="/aduan/lihat")
        assert (wrong.status_code, unknown.status_code) == (422, 422)
        assert beside(wrong.text, "number") == beside(unknown.text, "number") != ""

        dinas = at_desk(app, given.staff(Role.DINAS_OFFICER))
        desk = f"/dinas/aduan/{complaint().public_id}"
        assert desk in dinas.get("/dinas/aduan").text
        shown = words_of(dinas.get(desk).text)
        assert WORDS in shown
        assert "0812-9999-8888" in shown
        submit(dinas, desk, to=f"{desk}/periksa")
        empty = submit(dinas, desk, to=f"{desk}/jawab")
        assert empty.status_code == 422
        submit(dinas, desk, {"words": "Orang itu bukan petugas."}, to=f"{desk}/jawab")

        spoken = {"number": numbers["number"].lower().replace("-", " "), "digits": "8888"}
        found = submit(stranger, "/aduan", spoken, to="/aduan/lihat")
        assert found.location == page
        assert "Orang itu bukan petugas." in stranger.get(page).text
        submit(stranger, page, {"words": "Uang belum kembali."}, to=f"{page}/lagi")
        submit(dinas, desk, {"words": "Sudah kembali."}, to=f"{desk}/jawab")
        assert "Sudah kembali." in client.get(page).text
        again = submit(client, "/aduan", {"words": "Lagi."}, to=f"{page}/lagi")
        assert again.status_code == 303
        assert complaint().reopening == "Uang belum kembali."

    def test_stands_in_the_own_account_only(self, app: Flask, client: FlaskClient):
        siti, rina = given.owner("Siti Contoh"), given.owner("Rina Contoh")
        sign_in(client, siti)
        page = submit(client, FRAUD, {"words": WORDS}).location
        other = sign_in(app.test_client(), rina)

        assert complaint().reference_no in client.get("/aduan").text
        assert complaint().reference_no not in other.get("/aduan").text
        assert other.get(page).status_code == 404
        form = hidden_fields(other.get("/aduan").text)
        for step in ("selesai", "lagi"):
            answer = other.post(f"{page}/{step}", data=form | {"words": "x"})
            assert answer.status_code == 404


class TestBank:
    def test_finds_nothing_of_a_report_that_money_was_cut_off(self, app: Flask):
        desk = given.bank()
        siti = given.owner("Siti Contoh", is_trained=True)
        loan = given.running_loan(desk, siti, amount=5_000_000)
        owner = sign_in(app.test_client(), siti)
        home = owner.get("/saya").text
        assert "Rp5.000.000 sudah masuk utuh?" in words_of(home)
        short = next(
            part.split('"')[0] for part in home.split('href="') if part.startswith("/uang/")
        )
        too_much = submit(owner, short, {"words": WORDS, "came": "5.000.000"})
        assert (too_much.status_code, bool(beside(too_much.text, "came"))) == (422, True)
        page = submit(owner, short, {"words": WORDS, "came": "4.800.000"}).location
        assert "Rp200.000" in owner.get(page).text
        assert "sudah masuk utuh?" not in owner.get("/saya").text

        public_id = complaint().public_id
        for officer in (desk.maker, desk.checker, desk.disburser, desk.cashier):
            visitor = at_desk(app, officer)
            for address in (page, "/dinas/aduan", f"/dinas/aduan/{public_id}"):
                answer = visitor.get(address)
                assert answer.status_code == 404
                assert WORDS not in answer.text
            for address in (f"/petugas/pinjaman/{loan}", "/petugas/pencairan"):
                shown = visitor.get(address).text
                assert "4.800.000" not in shown
                assert complaint().reference_no not in shown
        auditor = at_desk(app, given.staff(Role.AUDITOR))
        desk_page = auditor.get(f"/dinas/aduan/{public_id}").text
        assert WORDS in desk_page
        assert "/jawab" not in desk_page

    def test_learns_that_money_has_not_arrived_until_it_has(self, app: Flask):
        desk = given.bank()
        siti = given.owner("Siti Contoh", is_trained=True)
        loan = given.running_loan(desk, siti, amount=5_000_000)
        owner, disburser = sign_in(app.test_client(), siti), at_desk(app, desk.disburser)
        page = f"/pinjaman/{loan}"
        html = owner.get(page).text
        missing, whole = (
            next(
                p.split('"')[0]
                for p in html.split('action="')
                if p.endswith(end) or f"/{end}" in p.split('"')[0]
            )
            for end in ("belum", "utuh")
        )
        body = hidden_fields(html)
        owner.post(missing, data=body)

        assert "Belum masuk menurut peminjam (1)" in words_of(
            disburser.get("/petugas/pencairan").text
        )
        for _ in range(2):
            owner.post(whole, data=body | {"idem_key": "kunci-utuh-00000001"})
        assert "Belum masuk menurut" not in words_of(disburser.get("/petugas/pencairan").text)
        assert "sudah masuk utuh?" not in owner.get(page).text


class TestOverview:
    def test_counts_what_should_have_been_answered(self, app: Flask, client: FlaskClient, noon):
        submit(client, FRAUD, SAID)
        dinas = given.staff(Role.DINAS_OFFICER)
        assert "lewat batas" not in at_desk(app, dinas).get("/dinas").text
        noon.move_to("2026-11-26T05:00:00+00:00")

        assert "1 aduan lewat batas" in words_of(at_desk(app, dinas).get("/dinas").text)
