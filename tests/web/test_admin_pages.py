"""Those who set the programme need a second person; those who open accounts see nothing else."""

import re
from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from harkat.domain.money import Rupiah
from harkat.domain.roles import Role
from harkat.extensions import db
from harkat.models.bank import Bank
from harkat.models.ledger import FacilityChange
from harkat.queries.facility import Figure, figure_balance
from tests import given
from tests.moments import NOON
from tests.pages import hidden_fields, sign_in, submit

CEILING = 110_000_000_000
NEW_CHANGE = "/admin/pagu/usulan/baru"


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    with time_machine.travel(NOON):
        yield


@pytest.fixture
def hadi(app: Flask) -> FlaskClient:
    """Hadi, who sets the programme."""
    return sign_in(app.test_client(), given.staff(Role.PROGRAM_ADMIN, name="Hadi Contoh"))


@pytest.fixture
def wati(app: Flask) -> FlaskClient:
    """Wati, who sets the programme, too."""
    return sign_in(app.test_client(), given.staff(Role.PROGRAM_ADMIN, name="Wati Contoh"))


def proposal(kind: str, amount: str, **other: str) -> dict[str, object]:
    fields = {"kind": kind, "amount": amount, "effective_on": "2026-11-23", "note": "SK 12/2026"}
    return {**fields, **other}


def propose(client: FlaskClient, **fields: str) -> str:
    """Propose a change through the page and return its address."""
    answer = submit(client, NEW_CHANGE, proposal(**fields))
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


class TestFacility:
    def test_is_changed_by_two_people(self, hadi: FlaskClient, wati: FlaskClient):
        change = propose(hadi, kind="ceiling_set", amount="1.000.000.000")
        assert figure_balance(Figure.CEILING) == CEILING
        assert "satu miliar rupiah" in wati.get(change).text

        answer = submit(wati, change)

        assert answer.status_code == 303
        assert figure_balance(Figure.CEILING) == CEILING + 1_000_000_000
        page = wati.get("/admin/pagu").text
        assert "Rp111 miliar" in page
        assert "Hadi Contoh" in page
        assert "SK 12/2026" in page

    def test_is_not_changed_by_one(self, hadi: FlaskClient):
        change = propose(hadi, kind="ceiling_set", amount="1000000000")
        page = hadi.get(change).text
        token = hidden_fields(page)["csrf_token"]

        answer = hadi.post(change, data={"csrf_token": token})

        assert "Setujui dan catat" not in page
        assert answer.status_code == 422
        sentence = "Anda yang mengusulkan, jadi orang lain yang harus menyetujui."
        assert sentence in answer.text
        assert figure_balance(Figure.CEILING) == CEILING

    def test_is_changed_once_however_often_it_is_agreed_to(
        self, hadi: FlaskClient, wati: FlaskClient
    ):
        change = propose(hadi, kind="ceiling_set", amount="1000000000")
        fields = hidden_fields(wati.get(change).text)
        wati.post(change, data=fields)

        again = wati.post(change, data=fields)

        assert again.status_code == 422
        assert "Usulan ini sudah disetujui." in again.text
        assert figure_balance(Figure.CEILING) == CEILING + 1_000_000_000

    def test_gives_no_more_than_there_is(self, hadi: FlaskClient, wati: FlaskClient):
        desk = given.bank(slice_amount=100_000_000_000)
        change = propose(hadi, kind="slice_allocated", amount="12.000.000.000", bank=desk.code)

        answer = submit(wati, change)

        assert answer.status_code == 422
        sentence = "Pagu yang belum dibagi tinggal Rp10.000.000.000, kurang Rp2.000.000.000."
        assert sentence in answer.text
        assert figure_balance(Figure.SLICE) == 100_000_000_000
        assert (
            db.session.scalars(
                db.select(FacilityChange.confirmed_at).order_by(FacilityChange.id.desc())
            ).first()
            is None
        )

    @pytest.mark.parametrize("amount", ["2.000.000", "900.000.000.000"])
    def test_takes_back_no_more_than_a_bank_has_left(
        self, hadi: FlaskClient, wati: FlaskClient, amount: str
    ):
        desk = given.bank(slice_amount=11_000_000)
        given.running_loan(desk, given.owner(is_trained=True), amount=10_000_000)
        change = propose(hadi, kind="slice_reduced", amount=amount, bank=desk.code)

        answer = submit(wati, change)

        assert answer.status_code == 422
        assert "Sisa pagu bank ini tinggal Rp1.000.000, kurang Rp" in answer.text
        assert figure_balance(Figure.SLICE) == 11_000_000

    @pytest.mark.parametrize(
        ("fields", "sentence"),
        [
            (proposal("slice_allocated", "1.000.000"), "Pilih bank yang pagunya diubah."),
            (proposal("ceiling_set", "0"), "Isi jumlah lebih dari Rp0."),
            (proposal("ceiling_set", "-5"), "Tulis jumlah tanpa tanda kurang"),
            (proposal("ceiling_set", "9" * 16), "Jumlah ini terlalu besar."),
            (proposal("disbursed", "1.000.000"), "Pilih"),
            (proposal("", "1.000.000"), "Pilih apa yang diubah."),
            (proposal("ceiling_set", "5", effective_on="2026-11-24"), "hari ini atau sebelumnya"),
            (proposal("ceiling_set", "5", note=""), "Isi dasar perubahan"),
            (proposal("slice_allocated", "5", bank="TIDAKADA"), "Pilih"),
        ],
    )
    def test_says_what_to_mend_and_keeps_what_was_typed(
        self, hadi: FlaskClient, fields: dict[str, object], sentence: str
    ):
        answer = submit(hadi, NEW_CHANGE, fields)

        assert answer.status_code == 422
        assert sentence in answer.text
        assert f'value="{fields["amount"]}"' in answer.text
        assert len(db.session.scalars(db.select(FacilityChange)).all()) == 1  # the first ceiling

    def test_takes_no_bank_for_the_ceiling(self, hadi: FlaskClient):
        desk = given.bank()

        answer = submit(hadi, NEW_CHANGE, proposal("ceiling_set", "5", bank=desk.code))

        assert "Pagu program tidak memakai bank." in answer.text

    @pytest.mark.parametrize("code", ["0" * 22, "abc", "%00", "9" * 40])
    def test_knows_no_change_of_another_id(self, hadi: FlaskClient, code: str):
        assert hadi.get(f"/admin/pagu/usulan/{code}").status_code == 404


class TestAddingABank:
    def test_opens_it_without_a_slice(self, hadi: FlaskClient):
        fields = {"name": "BPR Contoh Siginjai", "code": "BCS", "bank_type": "bpr"}

        answer = submit(hadi, "/admin/pagu/bank-baru", dict(fields))

        assert answer.status_code == 303
        assert "BPR Contoh Siginjai" in hadi.get("/admin/pagu").text
        assert figure_balance(Figure.SLICE) == Rupiah(0)

    @pytest.mark.parametrize("code", ["bcs", "B", "B C", "B/C", "X" * 13, "Ä1", ""])
    def test_refuses_a_code_that_cannot_stand_in_addresses(self, hadi: FlaskClient, code: str):
        fields = {"name": "Bank Contoh", "code": code, "bank_type": "bpr"}

        assert submit(hadi, "/admin/pagu/bank-baru", dict(fields)).status_code == 422
        assert db.session.scalars(db.select(Bank)).all() == []

    def test_refuses_a_code_that_is_taken(self, hadi: FlaskClient):
        desk = given.bank()
        fields = {"name": "Bank Lain", "code": desk.code, "bank_type": "bpr"}

        answer = submit(hadi, "/admin/pagu/bank-baru", dict(fields))

        assert "Kode ini sudah dipakai bank lain." in answer.text


class TestPolicy:
    ADDRESSES = (
        "/admin/pagu",
        NEW_CHANGE,
        "/admin/pagu/bank-baru",
        "/admin/aturan",
        "/admin/aturan/annual_rate",
    )

    @pytest.mark.parametrize(
        "role", [Role.SECURITY_ADMIN, Role.DINAS_OFFICER, Role.AUDITOR, Role.TRAINING_STAFF]
    )
    def test_lets_only_the_programme_set_the_programme(self, app: Flask, role: Role):
        client = sign_in(app.test_client(), given.staff(role))

        for address in self.ADDRESSES:
            assert client.get(address).status_code == 404
            assert client.post(address, data={}).status_code in {400, 404, 405}

    def test_shows_the_programme_every_page(self, hadi: FlaskClient):
        for address in self.ADDRESSES:
            page = hadi.get(address)
            assert page.status_code == 200
            assert re.search(r"\bNone\b", page.text) is None
