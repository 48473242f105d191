"""Staff accounts: opened with a link that works once, closed at once, owners' never shown."""

import re
from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from harkat.domain.roles import Role
from harkat.extensions import db
from harkat.models.assisting import AssistantDesk
from harkat.models.people import UserAccount
from harkat.models.record import AuditEvent, IdempotencyRecord
from tests import given
from tests.moments import NOON
from tests.pages import hidden_fields, sign_in, submit

LINK = re.compile(r"http://[^/\s]+/aktivasi/([\w-]{32})")
BUDI = {"full_name": "Budi Contoh", "phone": "0812 7000 0001", "role": "dinas_viewer"}
NEW = "/admin/akun/baru"


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    with time_machine.travel(NOON):
        yield


@pytest.fixture
def yuni(app: Flask) -> FlaskClient:
    """Yuni, who manages accounts."""
    return sign_in(app.test_client(), given.staff(Role.SECURITY_ADMIN, name="Yuni Contoh"))


def budi() -> UserAccount:
    return db.session.scalars(db.select(UserAccount).filter_by(full_name="Budi Contoh")).one()


def token_in(page: str) -> str:
    found = LINK.search(page)
    assert found is not None, page
    return found[1]


class TestOpeningAnAccount:
    def test_tells_a_link_that_lets_in_once(self, app: Flask, yuni: FlaskClient):
        token = token_in(submit(yuni, NEW, dict(BUDI)).text)
        visitor = app.test_client()
        passwords = {"password": given.PASSWORD, "repeated": given.PASSWORD}
        passwords["password_again"] = given.PASSWORD

        first = submit(visitor, f"/aktivasi/{token}", dict(passwords))

        assert first.status_code == 303
        assert visitor.get(f"/aktivasi/{token}").status_code == 410
        assert sign_in(visitor, somebody(budi())).get("/dinas").status_code == 200

    def test_writes_the_link_down_nowhere(self, yuni: FlaskClient):
        token = token_in(submit(yuni, NEW, dict(BUDI)).text)

        for table in (AuditEvent, IdempotencyRecord):
            rows = db.session.scalars(db.select(table)).all()
            assert all(token not in repr(vars(row)) for row in rows)
        assert token not in yuni.get(f"/admin/akun/{budi().public_id}").text

    def test_happens_once_for_a_form_sent_twice(self, app: Flask, yuni: FlaskClient):
        fields = {**hidden_fields(yuni.get(NEW).text), **BUDI}
        first, second = (token_in(yuni.post(NEW, data=fields).text) for _ in range(2))

        assert budi().role is Role.DINAS_VIEWER
        visitor = app.test_client()
        assert visitor.get(f"/aktivasi/{first}").status_code == 410
        assert visitor.get(f"/aktivasi/{second}").status_code == 200

    @pytest.mark.parametrize(
        ("fields", "sentence"),
        [
            ({"role": "bank_maker"}, "Pilih bank petugas ini."),
            ({"role": "business_owner"}, "Pilih"),
            ({"role": "root"}, "Pilih"),
            ({"phone": "0812"}, "Nomor HP belum lengkap."),
            ({"full_name": ""}, "Isi nama lengkap petugas."),
            ({"bank": "TIDAKADA"}, "Pilih"),
            ({"kelurahan": given.LEGOK}, "Peran ini tidak memakai kelurahan."),
            ({"role": "assistant", "kelurahan": "99"}, "Pilih"),
        ],
    )
    def test_says_what_to_mend(self, yuni: FlaskClient, fields: dict[str, str], sentence: str):
        answer = submit(yuni, NEW, {**BUDI, **fields})

        assert answer.status_code == 422
        assert sentence in answer.text
        assert db.session.scalars(db.select(UserAccount)).all()[-1].full_name == "Yuni Contoh"

    def test_takes_a_bank_only_for_its_officers(self, yuni: FlaskClient):
        desk = given.bank()

        refused = submit(yuni, NEW, {**BUDI, "bank": desk.code})
        taken = submit(yuni, NEW, {**BUDI, "role": "bank_maker", "bank": desk.code})

        assert "Peran ini tidak memakai bank." in refused.text
        assert taken.status_code == 200
        assert budi().bank_id == desk.bank_id

    def test_says_at_whose_desk_an_assistant_sits(self, yuni: FlaskClient):
        taken = submit(yuni, NEW, {**BUDI, "role": "assistant", "kelurahan": given.LEGOK})

        assert taken.status_code == 200
        assert db.session.get_one(AssistantDesk, budi().id).kelurahan_code == given.LEGOK

    def test_refuses_a_number_that_is_taken(self, yuni: FlaskClient):
        siti = given.owner()

        answer = submit(yuni, NEW, {**BUDI, "phone": siti.phone})

        assert answer.status_code == 422
        assert "Nomor HP ini sudah dipakai akun lain." in answer.text


class TestNewLink:
    def test_is_made_until_somebody_has_been_in(self, yuni: FlaskClient):
        submit(yuni, NEW, dict(BUDI))
        address = f"/admin/akun/{budi().public_id}"

        assert token_in(submit(yuni, address, to=f"{address}/tautan").text)

    def test_is_refused_for_an_account_in_use(self, yuni: FlaskClient):
        rina = given.staff(Role.DINAS_VIEWER)
        address = f"/admin/akun/{rina.public_id}"

        answer = submit(yuni, address, to=f"{address}/tautan")

        assert answer.status_code == 422
        assert LINK.search(answer.text) is None

    def test_is_never_made_for_an_owner(self, yuni: FlaskClient):
        siti = given.owner()
        fields = hidden_fields(yuni.get(NEW).text)

        for action in ("tautan", "tutup"):
            answer = yuni.post(f"/admin/akun/{siti.public_id}/{action}", data=fields)
            assert answer.status_code == 404
        assert yuni.get(f"/admin/akun/{siti.public_id}").status_code == 404


class TestClosingAnAccount:
    def test_puts_its_holder_out_at_once(self, app: Flask, yuni: FlaskClient):
        rina = given.staff(Role.DINAS_VIEWER)
        inside = sign_in(app.test_client(), rina)
        address = f"/admin/akun/{rina.public_id}"

        answer = submit(yuni, address, to=f"{address}/tutup")

        assert answer.status_code == 303
        assert inside.get("/dinas").status_code == 302
        assert "Ditutup" in yuni.get(address).text

    def test_is_not_for_the_own_account(self, yuni: FlaskClient):
        own = db.session.scalars(db.select(UserAccount)).all()[-1]
        fields = hidden_fields(yuni.get(NEW).text)

        answer = yuni.post(f"/admin/akun/{own.public_id}/tutup", data=fields)

        assert answer.status_code == 422
        assert "Akun sendiri tidak bisa ditutup." in answer.text
        assert yuni.get("/admin/akun").status_code == 200


class TestAccounts:
    def test_show_staff_with_masked_numbers_and_no_owners(self, yuni: FlaskClient):
        siti = given.owner("Siti Rahasia")
        rina = given.staff(Role.DINAS_VIEWER, name="Rina Contoh")

        page = yuni.get("/admin/akun").text

        assert "Rina Contoh" in page
        assert f"0811••••{rina.phone[-3:]}" in page
        assert rina.phone.removeprefix("+62") not in page
        assert siti.name not in page

    def test_are_parted_by_role(self, yuni: FlaskClient):
        given.staff(Role.DINAS_VIEWER, name="Rina Contoh")

        assert "Rina Contoh" in yuni.get("/admin/akun?peran=dinas_viewer").text
        assert "Rina Contoh" not in yuni.get("/admin/akun?peran=auditor").text
        for other in ("business_owner", "%00", "x" * 5000):
            assert "Rina Contoh" in yuni.get(f"/admin/akun?peran={other}").text

    @pytest.mark.parametrize("role", [Role.PROGRAM_ADMIN, Role.AUDITOR, Role.DINAS_OFFICER])
    def test_do_not_exist_for_others(self, app: Flask, role: Role):
        client = sign_in(app.test_client(), given.staff(role))

        for address in ("/admin/akun", NEW, f"/admin/akun/{'0' * 22}"):
            assert client.get(address).status_code == 404

    @pytest.mark.parametrize("code", ["0" * 22, "abc", "%00", "9" * 40])
    def test_know_no_account_of_another_id(self, yuni: FlaskClient, code: str):
        assert yuni.get(f"/admin/akun/{code}").status_code == 404

    def test_show_their_manager_no_business(self, yuni: FlaskClient):
        for address in ("/dinas", "/admin/pagu", "/admin/aturan", "/balikat"):
            assert yuni.get(address).status_code == 404


def somebody(account: UserAccount) -> given.Somebody:
    return given.Somebody(
        id=account.id,
        public_id=account.public_id,
        name=account.full_name,
        phone=account.phone,
        role=account.role,
    )
