"""Papers over HTTP in the size that was asked for: A4, F4, and the roll for receipts."""

import re
from html import unescape
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader

from harkat.domain.roles import Role
from harkat.extensions import db
from harkat.models.training import TrainingCompletion
from tests import given
from tests.moments import NOON
from tests.officers import at_desk
from tests.pages import hidden_fields, sign_in, submit
from tests.reports.reading import pages_of

pytestmark = pytest.mark.usefixtures("app", "noon")

A4, F4, ROLL = 210, 215, 80  # millimetres across
AMOUNT = re.compile(r"Rp[0-9.]+[0-9]")


@pytest.fixture
def desk() -> given.BankDesk:
    return given.bank()


@pytest.fixture
def siti() -> given.Somebody:
    return given.owner("Siti Contoh", is_trained=True)


@pytest.fixture
def cashier(app: Flask, desk: given.BankDesk) -> FlaskClient:
    return at_desk(app, desk.cashier)


@pytest.fixture
def owner(app: Flask, siti: given.Somebody) -> FlaskClient:
    return sign_in(app.test_client(), siti)


@pytest.fixture
def loan(desk: given.BankDesk, siti: given.Somebody) -> str:
    return given.running_loan(desk, siti, amount=1_000_000)


def across(pdf: bytes) -> int:
    return round(float(PdfReader(BytesIO(pdf)).pages[0].mediabox.width) / 72 * 25.4)


def amounts_in(text: str) -> set[str]:
    return set(AMOUNT.findall(unescape(text)))


def offered(html: str, address: str) -> list[str]:
    """Return the sizes in which a page offers the paper at an address."""
    return re.findall(rf'href="{re.escape(address)}\?kertas=(\w+)"', html)


class TestReceipt:
    def test_says_on_every_paper_what_the_screen_says(
        self, desk: given.BankDesk, loan: str, cashier: FlaskClient, owner: FlaskClient
    ):
        receipt = given.repay(desk, loan, 400_000, at=NOON)
        screen = cashier.get(f"/petugas/kuitansi/{receipt}").text
        ways = (
            (cashier, f"/petugas/kuitansi/{receipt}/pdf", screen),
            (owner, f"/bukti-bayar/{receipt}.pdf", owner.get(f"/pinjaman/{loan}").text),
        )

        for client, address, page in ways:
            assert address in page
            assert offered(page, address) == ["f4", "80mm"]
            papers = {
                width: client.get(f"{address}{asked}").data
                for asked, width in (("", A4), ("?kertas=f4", F4), ("?kertas=80mm", ROLL))
            }
            for width, pdf in papers.items():
                (text,) = pages_of(pdf)
                assert across(pdf) == width
                assert amounts_in(text) >= amounts_in(screen)
                assert f"/periksa/{receipt}" in "".join(text.split())
                assert re.search(r"\b1571\W{8}\d{4}\b", text)
            sheet, _f4, roll = map(pages_of, papers.values())
            assert amounts_in(roll[0]) == amounts_in(sheet[0])

    @pytest.mark.parametrize("asked", ["a3", "", "80", "F4 ", "%00", "f4' or 1=1", "9" * 3000])
    def test_is_on_a4_where_no_such_paper_is_known(
        self, desk: given.BankDesk, loan: str, cashier: FlaskClient, asked: str
    ):
        receipt = given.repay(desk, loan, 100_000, at=NOON)

        answer = cashier.get(f"/petugas/kuitansi/{receipt}/pdf", query_string={"kertas": asked})

        assert answer.status_code == 200
        assert across(answer.data) == A4

    def test_is_the_same_file_the_second_time(
        self, desk: given.BankDesk, loan: str, cashier: FlaskClient
    ):
        address = f"/petugas/kuitansi/{given.repay(desk, loan, 100_000, at=NOON)}/pdf?kertas=80mm"
        first = cashier.get(address).data
        given.repay(desk, loan, 50_000, at=NOON)

        assert cashier.get(address).data == first


class TestIssuedPapers:
    @pytest.mark.parametrize("who", ["owner", "cashier"])
    @pytest.mark.parametrize("what", ["card", "letter"])
    def test_of_a_loan_come_on_f4_under_the_same_number(
        self,
        desk: given.BankDesk,
        loan: str,
        who: str,
        what: str,
        request: pytest.FixtureRequest,
    ):
        given.repay(desk, loan, 1_020_000, at=NOON)
        client: FlaskClient = request.getfixturevalue(who)
        page = f"/pinjaman/{loan}" if who == "owner" else f"/petugas/pinjaman/{loan}"
        ending = {
            "card": "kartu" if who == "owner" else "kartu-jadwal",
            "letter": "surat-lunas",
        }[what]
        form = client.get(page).text
        form = form[form.index(f'action="{page}/{ending}"') :]
        assert 'name="kertas" value="f4"' in form[: form.index("</form>")]

        on_a4, on_f4, on_roll = (
            submit(client, page, asked, to=f"{page}/{ending}").location
            for asked in ({}, {"kertas": "f4"}, {"kertas": "80mm"})
        )

        assert on_roll == on_a4
        assert on_f4 == f"{on_a4}?kertas=f4"
        a4, f4 = client.get(on_a4).data, client.get(on_f4).data
        assert (across(a4), across(f4)) == (A4, F4)
        assert pages_of(f4) == pages_of(a4)
        assert across(client.get(f"{on_a4}?kertas=80mm").data) == A4

    def test_of_an_offer_come_on_f4_with_the_same_fingerprint(
        self, app: Flask, desk: given.BankDesk, siti: given.Somebody, owner: FlaskClient
    ):
        public_id = given.submitted(desk, {siti: 5_000_000})
        given.approve(desk, given.propose(desk, public_id))
        line = given.application(public_id).lines[0].public_id
        maker = at_desk(app, desk.maker)
        ways = (
            (owner, f"/pengajuan/{public_id}/persetujuan", f"/pengajuan/{public_id}/ringkasan"),
            (
                maker,
                f"/petugas/pengajuan/{public_id}",
                f"/petugas/pengajuan/{public_id}/ringkasan/{line}",
            ),
        )

        for client, page, address in ways:
            html = client.get(page).text
            form = html[html.index(f'action="{address}"') :]
            assert 'name="kertas" value="f4"' in form[: form.index("</form>")]
            at = client.post(address, data={**hidden_fields(html), "kertas": "f4"}).location
            a4, f4 = client.get(at.removesuffix("?kertas=f4")).data, client.get(at).data
            assert (across(a4), across(f4)) == (A4, F4)
            fingerprints = [
                re.findall(r"Sidik isi\s+(\w{16})", pages_of(pdf)[0]) for pdf in (a4, f4)
            ]
            assert fingerprints[0] == fingerprints[1] != []
            assert amounts_in("".join(pages_of(f4))) == amounts_in("".join(pages_of(a4)))


class TestCertificate:
    def test_comes_on_f4_for_its_holder_and_for_balikat(self, app: Flask, owner: FlaskClient):
        public_id = db.session.scalars(db.select(TrainingCompletion)).one().public_id
        own = f"/saya/pelatihan/sertifikat/{public_id}.pdf"

        assert offered(owner.get("/saya/pelatihan").text, own) == ["f4"]
        assert across(owner.get(f"{own}?kertas=f4").data) == F4
        assert across(owner.get(f"{own}?kertas=80mm").data) == A4
        teacher = sign_in(app.test_client(), given.staff(Role.TRAINING_STAFF))
        assert across(teacher.get(f"/balikat/sertifikat/{public_id}.pdf?kertas=f4").data) == F4
