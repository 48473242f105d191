"""The papers over HTTP: equal to the screen, verified by anybody, opened only by the own bank."""

import csv
import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from io import BytesIO, StringIO

import openpyxl
import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import func, select

from harkat.domain.roles import Role
from harkat.extensions import db
from harkat.models.loan import Paper
from harkat.services import repayment
from tests import given
from tests.moments import NOON
from tests.officers import at_desk, everybody, form_of
from tests.pages import sign_in

START = NOON - timedelta(days=60)
AMOUNT = re.compile(r"Rp[0-9.]+[0-9]")


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def desk(app: Flask) -> given.BankDesk:  # noqa: ARG001 - the database must be there
    return given.bank(at=START)


@pytest.fixture
def loan(desk: given.BankDesk) -> str:
    siti = given.owner("Siti Aminah Contoh", is_trained=True, at=START)
    return given.running_loan(desk, siti, at=START)


@pytest.fixture
def receipt(desk: given.BankDesk, loan: str) -> str:
    return given.repay(desk, loan, 900_000, at=NOON)


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def amounts_in(text: str) -> set[str]:
    return set(AMOUNT.findall(unescape(text)))


def take_back(desk: given.BankDesk, loan: str) -> None:
    repayment.reverse_event(
        actor_id=desk.checker.id,
        loan_public_id=loan,
        seq=2,
        reason_note="Salah catat",
        key=given.key(),
        at=NOON,
    )


def issue_card(client: FlaskClient, loan: str) -> str:
    page = form_of(client, f"/petugas/pinjaman/{loan}")
    return client.post(f"/petugas/pinjaman/{loan}/kartu-jadwal", data=page).location


class TestReceiptPdf:
    def test_has_the_figures_of_the_screen(self, app: Flask, desk: given.BankDesk, receipt: str):
        client = at_desk(app, desk.cashier)

        screen = client.get(f"/petugas/kuitansi/{receipt}")
        answer = client.get(f"/petugas/kuitansi/{receipt}/pdf")
        paper = text_of(answer.data)

        assert answer.content_type == "application/pdf"
        assert amounts_in(screen.text) <= amounts_in(paper)
        number = db.session.scalars(select(Paper.number)).one()
        for words in (number, "Siti Aminah Contoh", "12.00 WIB", "sembilan ratus ribu rupiah"):
            assert words in screen.text, words
            assert words in paper, words

    def test_leads_to_the_page_that_verifies_it(
        self, app: Flask, desk: given.BankDesk, receipt: str
    ):
        app.config["BASE_URL"] = "https://harkat.example.go.id"

        paper = text_of(at_desk(app, desk.cashier).get(f"/petugas/kuitansi/{receipt}/pdf").data)

        assert f"https://harkat.example.go.id/periksa/{receipt}" in paper

    def test_stays_as_it_was_given(self, app: Flask, desk: given.BankDesk, loan: str, receipt: str):
        client = at_desk(app, desk.cashier)
        first = client.get(f"/petugas/kuitansi/{receipt}/pdf").data
        given.repay(desk, loan, 846_937, paid_on=START.date(), at=NOON)

        assert client.get(f"/petugas/kuitansi/{receipt}/pdf").data == first

    def test_says_when_it_was_taken_back(
        self, app: Flask, desk: given.BankDesk, loan: str, receipt: str
    ):
        take_back(desk, loan)

        paper = text_of(at_desk(app, desk.cashier).get(f"/petugas/kuitansi/{receipt}/pdf").data)

        assert "SUDAH DIKOREKSI pada 23 November 2026" in paper


class TestScheduleCard:
    def test_is_numbered_once(self, app: Flask, desk: given.BankDesk, loan: str):
        client = at_desk(app, desk.cashier)

        addresses = {issue_card(client, loan) for _ in range(2)}

        assert len(addresses) == 1
        assert db.session.scalar(select(func.count()).select_from(Paper)) == 1
        number = db.session.scalars(select(Paper.number)).one()
        assert number in text_of(client.get(addresses.pop()).data)
        assert number in client.get(f"/petugas/pinjaman/{loan}").text

    def test_has_the_schedule_of_the_screen(self, app: Flask, desk: given.BankDesk, loan: str):
        client = at_desk(app, desk.maker)

        paper = text_of(client.get(issue_card(client, loan)).data)
        screen = client.get(f"/petugas/pinjaman/{loan}").text
        table = screen[screen.index("Jadwal angsuran") : screen.index("Yang terjadi")]

        assert amounts_in(table) - {"Rp0"} <= amounts_in(paper)

    def test_needs_a_pressed_button(self, app: Flask, desk: given.BankDesk, loan: str):
        answer = at_desk(app, desk.cashier).get(f"/petugas/pinjaman/{loan}/kartu-jadwal")

        assert answer.status_code == 405
        assert db.session.scalar(select(func.count()).select_from(Paper)) == 0


class TestPapers:
    def test_open_only_for_the_own_bank(
        self, app: Flask, desk: given.BankDesk, loan: str, receipt: str
    ):
        card = issue_card(at_desk(app, desk.cashier), loan)
        addresses = (f"/petugas/kuitansi/{receipt}", f"/petugas/kuitansi/{receipt}/pdf", card)
        stranger = given.bank()
        others = [*everybody(stranger).values(), given.staff(Role.DINAS_VIEWER)]

        for officer in others:
            client = at_desk(app, officer)
            assert [client.get(address).status_code for address in addresses] == [404] * 3
        for officer in everybody(desk).values():
            client = at_desk(app, officer)
            assert [client.get(address).status_code for address in addresses] == [200] * 3

    @pytest.mark.parametrize("public_id", ["x" * 22, "abc", "9" * 5000, "%00"])
    def test_are_not_guessed(self, app: Flask, desk: given.BankDesk, public_id: str):
        client = at_desk(app, desk.cashier)

        for address in (
            f"/petugas/kuitansi/{public_id}",
            f"/petugas/kuitansi/{public_id}/pdf",
            f"/petugas/kartu-jadwal/{public_id}/pdf",
        ):
            assert client.get(address).status_code == 404

    def test_of_one_kind_are_not_opened_as_the_other(
        self, app: Flask, desk: given.BankDesk, receipt: str
    ):
        client = at_desk(app, desk.cashier)

        assert client.get(f"/petugas/kartu-jadwal/{receipt}/pdf").status_code == 404


class TestVerification:
    def test_needs_no_account_and_tells_no_more_than_it_must(
        self, client: FlaskClient, loan: str, receipt: str
    ):
        borrower = given.somebody_of(given.loan(loan).person_id)

        answer = client.get(f"/periksa/{receipt}")

        assert answer.status_code == 200
        for words in ("Bukti pembayaran", "KW26-", "Rp900.000", "Siti A.", "Masih berlaku"):
            assert words in answer.text, words
        for secret in (
            "Aminah",
            "Contoh<",
            borrower.nik,
            borrower.nik[-4:],
            given.loan(loan).reference_no,
            "Rp10.000.000",
        ):
            assert secret not in answer.text, secret
        assert "Set-Cookie" not in answer.headers

    def test_says_when_the_payment_was_taken_back(
        self, client: FlaskClient, desk: given.BankDesk, loan: str, receipt: str
    ):
        take_back(desk, loan)

        page = client.get(f"/periksa/{receipt}").text

        assert "Sudah dikoreksi" in page
        assert "Senin, 23 November 2026" in page
        assert "Masih berlaku" not in page

    def test_knows_schedule_cards_too(
        self, app: Flask, client: FlaskClient, desk: given.BankDesk, loan: str
    ):
        card = issue_card(at_desk(app, desk.cashier), loan).split("/")[3]

        page = client.get(f"/periksa/{card}").text

        assert "Kartu jadwal cicilan" in page
        assert "Rp10.000.000" in page

    @pytest.mark.parametrize("public_id", ["x" * 22, "abc", "9" * 5000, "%00", "KW26-0001-7"])
    def test_does_not_know_other_codes(self, client: FlaskClient, receipt: str, public_id: str):
        assert receipt != public_id
        assert client.get(f"/periksa/{public_id}").status_code == 404

    def test_is_the_same_for_whoever_is_signed_in(
        self, app: Flask, desk: given.BankDesk, receipt: str
    ):
        page = sign_in(app.test_client(), desk.cashier).get(f"/periksa/{receipt}").text

        assert "Aminah" not in page


class TestScheduleFile:
    def test_has_exactly_the_rows_of_the_screen(self, app: Flask, desk: given.BankDesk, loan: str):
        client = at_desk(app, desk.cashier)
        page = client.get(f"/petugas/pinjaman/{loan}").text
        links = re.findall(rf'href="(/petugas/pinjaman/{loan}/jadwal[.](?:csv|xlsx))"', page)
        by_kind = {link.rpartition(".")[2]: client.get(link) for link in links}

        rows = list(csv.DictReader(StringIO(by_kind["csv"].text)))
        assert len(rows) == 12
        sheet = openpyxl.load_workbook(BytesIO(by_kind["xlsx"].data)).active

        assert sheet is not None
        in_sheet = [line for line in sheet.iter_rows(min_row=4, values_only=True) if line[0]]
        assert [(line[0], line[1].date().isoformat(), *line[2:]) for line in in_sheet] == [
            (int(row["number"]), row["due_on"], *map(int, list(row.values())[2:])) for row in rows
        ]
        shown = re.findall(
            r'scope="row"[^>]*>(?:<[^>]+>)*(\d+)<.*?Rp([0-9.]+).*?Rp([0-9.]+).*?Rp([0-9.]+)',
            page[page.index('id="jadwal"') :],
            re.DOTALL,
        )
        assert [tuple(int(amount.replace(".", "")) for amount in row) for row in shown] == [
            tuple(int(row[name]) for name in ("number", "principal", "interest", "total"))
            for row in rows
        ]

    def test_is_for_the_own_bank_and_two_layouts_only(
        self, app: Flask, desk: given.BankDesk, loan: str
    ):
        stranger, own = at_desk(app, given.bank(at=START).cashier), at_desk(app, desk.cashier)

        assert stranger.get(f"/petugas/pinjaman/{loan}/jadwal.csv").status_code == 404
        assert own.get(f"/petugas/pinjaman/{loan}/jadwal.exe").status_code == 404
