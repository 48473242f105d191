"""The point on the map: never needed, kept for the verifying officer, taken back at any time."""

import json

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page
from sqlalchemy import text

from harkat.domain.map_pin import parse_pin
from harkat.domain.personal_data import DataRequestKind
from harkat.domain.roles import Role, Viewer
from harkat.extensions import db
from harkat.models.business import Business
from harkat.queries.business_pins import pins_of
from harkat.services import personal_data
from harkat.services.authority import viewer_of
from harkat.services.business_pins import remove_pin, save_pin
from tests import given
from tests.journeys.visitor import Visitor
from tests.moments import NOON
from tests.pages import beside, hidden_fields, sign_in, submit, typed, words_of

pytestmark = pytest.mark.usefixtures("app", "noon")

PAGE = "/saya/usaha/titik"
POINT = "-1.61012,103.61234"


@pytest.fixture
def siti() -> given.Somebody:
    return given.owner("Siti Contoh", is_trained=True)


@pytest.fixture
def at_home(client: FlaskClient, siti: given.Somebody) -> FlaskClient:
    return sign_in(client, siti)


def pin() -> str | None:
    db.session.expire_all()
    return db.session.scalars(db.select(Business)).one().pin


def put(somebody: given.Somebody) -> None:
    save_pin(actor_id=somebody.id, pin=parse_pin(POINT), at=NOON)


class TestPinPage:
    def test_keeps_what_was_pasted_and_forgets_it_on_request(self, at_home: FlaskClient):
        answer = submit(at_home, PAGE, {"point": "-1.61012, 103.61234"})
        assert (answer.status_code, answer.location, pin()) == (303, "/saya/usaha", POINT)
        assert "Titik lokasi di peta tersimpan" in at_home.get("/saya/usaha").text

        hidden = hidden_fields(at_home.get(PAGE).text)
        assert at_home.post(f"{PAGE}/hapus", data=hidden).status_code == 303
        assert pin() is None

    @pytest.mark.parametrize(
        ("point", "sentence"),
        [
            ("", "Isi titik lokasi, atau kembali tanpa titik."),
            ("Pasar Angso Duo", "Titik tidak terbaca."),
            ("9" * 5000, "Titik tidak terbaca."),
            ("-6.2, 106.8", "Titik ini di luar Kota Jambi. Periksa lagi di peta."),
        ],
    )
    def test_says_what_it_cannot_read_and_keeps_it_typed(
        self, at_home: FlaskClient, point: str, sentence: str
    ):
        answer = submit(at_home, PAGE, {"point": point})

        assert answer.status_code == 422
        assert sentence in beside(answer.text, "point")
        assert typed(answer.text, "point") == point
        assert pin() is None

    def test_is_the_only_one_on_which_the_browser_may_tell_where_it_is(self, at_home: FlaskClient):
        policies = {
            path: at_home.get(path).headers["Permissions-Policy"] for path in (PAGE, "/saya/usaha")
        }

        assert "geolocation=(self)" in policies[PAGE]
        assert "geolocation=()" in policies["/saya/usaha"]

    def test_leads_to_the_business_while_there_is_none(self, client: FlaskClient):
        sign_in(client, given.owner("Nuri Baru", kelurahan_code=None))

        assert client.get(PAGE).location == "/saya/usaha"

    def test_fills_in_where_the_telephone_is(
        self, live_server: str, page_with_scripts: Page, siti: given.Somebody
    ):
        page = page_with_scripts
        page.context.grant_permissions(["geolocation"])
        page.context.set_geolocation({"latitude": -1.61012, "longitude": 103.61234})
        Visitor(page=page, address=live_server).sign_in(siti.phone)
        page.goto(live_server + PAGE)
        page.get_by_role("button", name="Pakai lokasi HP ini").click()
        page.get_by_text("Titik terisi.").wait_for()
        page.get_by_role("button", name="Simpan titik lokasi").click()
        page.get_by_text("Titik lokasi tersimpan.").wait_for()

        assert pin() == POINT


class TestPin:
    def test_cannot_be_read_in_the_table(self, siti: given.Somebody):
        put(siti)

        assert "103.6" not in repr(db.session.execute(text("SELECT pin FROM business")).all())
        audit = db.session.execute(text("SELECT * FROM audit_event")).all()
        assert "103.6" not in repr(audit)

    def test_is_shown_to_whoever_verifies_and_only_while_verifying(
        self, app: Flask, siti: given.Somebody
    ):
        put(siti)
        desk, other = given.bank(), given.bank()
        file = given.submitted(desk, {siti: 3_000_000})
        path = f"/petugas/pengajuan/{file}"

        page = sign_in(app.test_client(), desk.maker).get(path).text
        assert f'href="geo:{POINT}?q={POINT}"' in page
        assert "geo:" not in sign_in(app.test_client(), desk.checker).get(path).text
        readers = [desk.checker, other.maker, given.staff(Role.DINAS_OFFICER), given.owner("Rina")]
        assert [pins_of(as_seen_by(reader), file) for reader in readers] == [{}] * 4

        given.propose(desk, file)
        assert "geo:" not in sign_in(app.test_client(), desk.maker).get(path).text

    def test_stands_hidden_in_ones_own_data_and_in_full_in_the_file(
        self, at_home: FlaskClient, siti: given.Somebody
    ):
        put(siti)
        page = at_home.get("/saya/data").text

        assert "Titik lokasi ••••" in words_of(page)
        sent = {**hidden_fields(page), "password": given.PASSWORD, "unduh": "1"}
        found = json.loads(at_home.post("/saya/data", data=sent).text)
        assert found["Usaha"][0]["Titik lokasi"] == POINT

    def test_goes_with_the_account(self, siti: given.Somebody):
        put(siti)
        request = personal_data.ask(
            actor_id=siti.id,
            kind=DataRequestKind.DELETE,
            purpose=None,
            note="Hapus",
            key=given.key(),
            at=NOON,
        )
        personal_data.answer(
            actor_id=given.staff(Role.DINAS_OFFICER).id,
            request_public_id=request,
            is_granted=True,
            answer="Sudah.",
            at=NOON,
        )

        assert pin() is None

    def test_is_forgotten_once_however_often_it_is_asked(self, siti: given.Somebody):
        remove_pin(actor_id=siti.id, at=NOON)
        remove_pin(actor_id=siti.id, at=NOON)

        assert pin() is None


def as_seen_by(somebody: given.Somebody) -> Viewer:
    return viewer_of(db.session.get_one(given.UserAccount, somebody.id))
