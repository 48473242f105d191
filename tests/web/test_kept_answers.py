"""Answers sent after the session had ended: kept on the server for the same account alone."""

from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient

from harkat.extensions import db
from harkat.models.circumstances import MoneyStatement
from harkat.models.people import LoginSession
from tests import given
from tests.pages import hidden_fields, sign_in, submit, typed, words_of

pytestmark = pytest.mark.usefixtures("app")

OVER = "Anda lama tidak mengetuk, jadi kami kunci. Jawaban Anda aman. Masuk lagi."
SALES = {"unit": "day", "open_days": "6", "sales": "400.000", "purchases": "dua ratus"}


@pytest.fixture
def siti() -> given.Somebody:
    return given.owner("Siti Contoh", has_told=False)


def late(
    client: FlaskClient,
    siti: given.Somebody,
    noon: time_machine.Traveller,
    page: str,
    answers: dict[str, str],
) -> str:
    """Send a form of Siti's half an hour too late; return where that leads."""
    form = hidden_fields(sign_in(client, siti).get(page).text)
    noon.shift(timedelta(minutes=31))
    answer = client.post(page, data={**form, **answers})
    assert answer.status_code == 303
    return str(answer.location)


class TestAnswersSentTooLate:
    def test_come_back_after_signing_in_again(
        self, client: FlaskClient, siti: given.Somebody, noon: time_machine.Traveller
    ):
        sign_in_page = late(client, siti, noon, "/saya/uang", SALES)
        said = words_of(client.get(sign_in_page).text)
        phone = "0" + siti.phone.removeprefix("+62")
        entered = submit(client, sign_in_page, {"phone": phone, "password": given.PASSWORD})

        page = client.get(entered.location).text
        again = client.get("/saya/uang").text

        assert OVER in said
        assert entered.location == "/saya/uang"
        assert (typed(page, "sales"), typed(page, "purchases")) == ("400.000", "dua ratus")
        assert typed(again, "sales") == ""
        assert db.session.scalars(db.select(MoneyStatement)).all() == []

    def test_are_nobody_elses(
        self, client: FlaskClient, siti: given.Somebody, noon: time_machine.Traveller
    ):
        late(client, siti, noon, "/saya/uang", SALES)

        sign_in(client, given.owner("Rina Contoh", has_told=False))

        assert typed(client.get("/saya/uang").text, "sales") == ""
        kept = db.session.scalars(db.select(LoginSession.content)).all()
        assert [content for content in kept if "400.000" in str(content)] == []

    def test_keep_no_identity_numbers(
        self, client: FlaskClient, siti: given.Somebody, noon: time_machine.Traveller
    ):
        late(client, siti, noon, "/saya/data-diri", {"kk_no": "1571060101207100"})

        contents = db.session.scalars(db.select(LoginSession.content)).all()
        assert [content for content in contents if "1571060101207100" in str(content)] == []

    def test_of_other_forms_are_not_promised(
        self, client: FlaskClient, siti: given.Somebody, noon: time_machine.Traveller
    ):
        address = late(client, siti, noon, "/saya/rekening", {"account_no": "00112233"})

        said = words_of(client.get(address).text)
        assert address == "/masuk"
        assert "Anda lama tidak mengetuk, jadi kami kunci. Masuk lagi." in said

    def test_are_refused_when_the_form_is_not_ours(self, client: FlaskClient):
        answer = client.post("/saya/uang", data={**SALES, "owner_mark": "x" * 5000})

        assert answer.status_code == 400
        assert db.session.scalars(db.select(LoginSession)).all() == []


class TestWarning:
    def test_is_given_where_somebody_is_signed_in(
        self, client: FlaskClient, siti: given.Somebody, noon: time_machine.Traveller
    ):
        before = client.get("/masuk").text
        own = sign_in(client, siti).get("/saya").text
        desk = sign_in(client.application.test_client(), given.bank().maker)

        assert "data-idle" not in before
        assert 'data-idle="1800"' in own
        assert 'data-idle="900"' in desk.get("/petugas/antrean").text
        assert noon is not None
