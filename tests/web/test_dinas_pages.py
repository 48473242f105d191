"""What the Dinas sees: the absorbed amount, and behind each number the list that adds up to it."""

import gzip
import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from harkat.domain.roles import GRANTS, Permission, Role
from harkat.services import repayment
from tests import given
from tests.moments import NOON
from tests.pages import sign_in

LATER = NOON + timedelta(days=40)
PAAL_MERAH = "15.71.11.1001"
LINK = re.compile(r'<a[^>]* href="(/dinas/daftar/[^"]*)"[^>]*>(Rp[\d.]+)</a>')
BANK_NUMBER = re.compile(r"BC\d+")  # of the tests' banks, as many as there were before
TOTAL = re.compile(r'<p class="figure"><b>(Rp[\d.]+)</b>')
SEES_THE_PORTFOLIO = [role for role in Role if Permission.PORTFOLIO_READ in GRANTS[role]]
OTHERS = [role for role in Role if role not in SEES_THE_PORTFOLIO]


@pytest.fixture(autouse=True)
def _later() -> Iterator[None]:
    with time_machine.travel(LATER):
        yield


@pytest.fixture
def bank(app: Flask) -> given.BankDesk:  # noqa: ARG001 - its context is needed
    """A bank whose loans run in two kecamatan, with a repayment, a reversal and a promise."""
    desk = given.bank()
    repaid = given.running_loan(desk, given.owner("Wati Rahasia", is_trained=True))
    elsewhere = given.owner("Joko Rahasia", kelurahan_code=PAAL_MERAH, is_trained=True)
    given.running_loan(desk, elsewhere, amount=4_000_000)
    given.repay(desk, repaid, 2_000_000, at=LATER)
    given.repay(desk, repaid, 1_000_000, at=LATER)
    repayment.reverse_event(
        actor_id=desk.checker.id,
        loan_public_id=repaid,
        seq=2,
        reason_note="Salah pinjaman",
        key=given.key(),
        at=LATER,
    )
    promised = given.submitted(desk, {given.owner("Lina Rahasia", is_trained=True): 3_000_000})
    given.approve(desk, given.propose(desk, promised, at=LATER), at=LATER)
    given.bank(slice_amount=0)
    return desk


@pytest.fixture
def viewer(client: FlaskClient) -> FlaskClient:
    """Rina of the Dinas, signed in."""
    return sign_in(client, given.staff(Role.DINAS_VIEWER, name="Rina Contoh", at=LATER))


class TestOverview:
    @pytest.mark.usefixtures("bank")
    def test_starts_with_the_absorbed_amount(self, viewer: FlaskClient):
        page = viewer.get("/dinas").text

        assert TOTAL.findall(page) == ["Rp14.000.000"]
        assert "skala sebenarnya" in page
        assert "data per 2 Januari 2027, 12.0" in page
        assert "1,4%" in page

    @pytest.mark.usefixtures("bank")
    def test_leads_from_every_number_to_the_list_that_adds_up_to_it(self, viewer: FlaskClient):
        page = viewer.get("/dinas").text

        found = {(unescape(address), amount) for address, amount in LINK.findall(page)}

        assert len(found) > 50  # figures of all, of two banks and of eleven kecamatan
        for address, amount in found:
            assert TOTAL.findall(viewer.get(address).text) == [amount], address

    @pytest.mark.usefixtures("bank")
    def test_names_nobody(self, viewer: FlaskClient):
        for address in ("/dinas", "/dinas/daftar/disalurkan", "/dinas/daftar/disetujui"):
            page = viewer.get(address).text
            assert "Rahasia" not in page
            assert "1571" not in BANK_NUMBER.sub("", page)

    def test_is_ready_before_anything_happened(self, viewer: FlaskClient):
        page = viewer.get("/dinas")

        assert page.status_code == 200
        assert "None" not in page.text

    @pytest.mark.usefixtures("bank")
    def test_is_small(self, viewer: FlaskClient):
        assert len(gzip.compress(viewer.get("/dinas").data)) <= 60_000

    @pytest.mark.parametrize("role", SEES_THE_PORTFOLIO)
    def test_is_open_to_those_who_watch(self, client: FlaskClient, role: Role):
        sign_in(client, given.staff(role, at=LATER))

        assert client.get("/dinas").status_code == 200
        assert client.get("/dinas/daftar/pagu").status_code == 200

    @pytest.mark.parametrize("role", OTHERS)
    def test_does_not_exist_for_others(self, client: FlaskClient, role: Role):
        desk = given.bank(at=LATER)
        of_the_bank = {
            somebody.role: somebody
            for somebody in (desk.maker, desk.checker, desk.disburser, desk.cashier)
        }
        if role is Role.BUSINESS_OWNER:
            somebody = given.owner(at=LATER)
        else:
            somebody = of_the_bank.get(role) or given.staff(role, at=LATER)
        sign_in(client, somebody)

        assert client.get("/dinas").status_code == 404
        assert client.get("/dinas/daftar/pagu").status_code == 404

    def test_asks_strangers_to_sign_in(self, client: FlaskClient):
        answer = client.get("/dinas")

        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/masuk")


class TestList:
    def test_narrows_to_a_bank_and_a_kecamatan(self, bank: given.BankDesk, viewer: FlaskClient):
        page = viewer.get(f"/dinas/daftar/disalurkan?bank={bank.code}&kecamatan=15.71.11").text

        assert TOTAL.findall(page) == ["Rp4.000.000"]
        assert "Lepas saringan" in page
        assert "data per" in page

    @pytest.mark.usefixtures("bank")
    def test_takes_empty_filters_for_none(self, viewer: FlaskClient):
        page = viewer.get("/dinas/daftar/disalurkan?bank=&kecamatan=").text

        assert TOTAL.findall(page) == ["Rp14.000.000"]

    @pytest.mark.parametrize(
        "address",
        [
            "tidak-ada",
            "pagu?bank=BC1",
            "pagu?kecamatan=15.71.10",
            "pagu-bank?kecamatan=15.71.10",
            "disalurkan?bank=' OR 1=1 --",
            "disalurkan?bank=%00",
            "disalurkan?kecamatan=15.71.99",
            "%00",
        ],
    )
    def test_does_not_exist_for_what_no_figure_has(self, viewer: FlaskClient, address: str):
        assert viewer.get(f"/dinas/daftar/{address}").status_code == 404

    @pytest.mark.usefixtures("bank")
    @pytest.mark.parametrize("page", ["0", "-1", "abc", "9" * 40, "1.5", "%00"])
    def test_answers_any_page_number(self, viewer: FlaskClient, page: str):
        answer = viewer.get(f"/dinas/daftar/disalurkan?halaman={page}")

        assert answer.status_code == 200
        assert TOTAL.findall(answer.text) == ["Rp14.000.000"]

    def test_says_so_when_it_is_empty(self, viewer: FlaskClient):
        assert "Belum ada yang tercatat di sini." in viewer.get("/dinas/daftar/disetujui").text
