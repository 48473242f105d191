"""The form itself: its key, its language, and what it takes as sent."""

import re

import pytest
from flask import Flask, render_template_string
from flask_wtf import CSRFProtect
from wtforms.validators import Length

from harkat.web.forms import (
    DropdownField,
    HarkatForm,
    NameField,
    QueryForm,
    RupiahField,
    ShortTextField,
    new_idem_key,
)

PAGE_TOO_OLD = "Halaman ini sudah terlalu lama terbuka. Kirim sekali lagi."


class Naming(HarkatForm):
    """A form with one question."""

    name = NameField()


class Asking(QueryForm):
    """A calculator with two."""

    amount = RupiahField("Jumlah")
    months = DropdownField("Lama", choices={"6": "6 bulan"}, required=None)


def app_with(*, csrf: bool) -> Flask:
    """Return an application with a page that answers with its form's state."""
    app = Flask(__name__)
    app.config.update(SECRET_KEY="for these tests only", WTF_CSRF_ENABLED=csrf)

    @app.route("/", methods=["GET", "POST"])
    def page():
        form = Naming()
        if form.validate_on_submit():
            return f"OK {form.name.data} {form.idem_key.data}"
        return render_template_string("{{ form.errors|tojson }}{{ form.hidden_tag() }}", form=form)

    return app


@pytest.fixture(name="client")
def client_without_csrf():
    return app_with(csrf=False).test_client()


class TestIdemKey:
    def test_is_made_with_the_page_and_never_twice(self, client):
        keys = {re.search(r'value="([\w-]{22})"', client.get("/").text)[1] for _ in range(2)}

        assert len(keys) == 2

    def test_stays_when_the_form_comes_back(self, client):
        key = new_idem_key()

        answer = client.post("/", data={"idem_key": key, "name": ""}).text

        assert f'value="{key}"' in answer

    def test_reaches_the_page_with_the_answers(self, client):
        answer = client.post("/", data={"idem_key": "k" * 22, "name": "Siti"}).text

        assert answer == f"OK Siti {'k' * 22}"

    @pytest.mark.parametrize("key", [None, "", "short", "x" * 65, "<script>alert(1)</script>"])
    def test_must_be_one(self, client, key):
        answer = client.post("/", data={"idem_key": key, "name": "Siti"} if key else {"name": "S"})

        assert PAGE_TOO_OLD in answer.text
        assert "<script>" not in answer.text

    def test_must_be_one_only(self, client):
        answer = client.post("/", data={"idem_key": ["a" * 22, "b" * 22], "name": "Siti"})

        assert PAGE_TOO_OLD in answer.text


class TestHarkatForm:
    @pytest.mark.parametrize("body", ['{"name": "Siti"}', '["name"]', "true", "{"])
    def test_reads_nothing_from_a_body_that_is_no_form(self, client, body):
        answer = client.post("/", data=body, content_type="application/json")

        assert "Isi nama sesuai KTP." in answer.text

    def test_reads_no_file_as_text(self, client):
        file = (__file__, "name.txt")
        with open(file[0], "rb") as content:  # noqa: PTH123 - the client wants the handle
            answer = client.post("/", data={"idem_key": "k" * 22, "name": (content, file[1])})

        assert "Isian ini tidak bisa dibaca. Tulis lagi." in answer.text

    def test_says_in_indonesian_that_its_token_is_missing(self):
        client = app_with(csrf=True).test_client()

        answer = client.post("/", data={"idem_key": "k" * 22, "name": "Siti"}).text

        assert f'"csrf_token": ["{PAGE_TOO_OLD}"]' in answer

    def test_is_taken_with_its_token(self):
        app = app_with(csrf=True)
        CSRFProtect(app)
        client = app.test_client()
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/").text)[1]

        answer = client.post(
            "/", data={"csrf_token": token, "idem_key": "k" * 22, "name": "Siti"}
        ).text

        assert answer.startswith("OK Siti")

    def test_takes_a_refusal_of_the_rules_beside_a_field_or_for_the_whole(self):
        with app_with(csrf=False).test_request_context():
            form = Naming()

            form.refuse("Nama ini sudah dipakai.", field=form.name)
            form.refuse("Sisa pagu kurang.")

            assert form.errors == {
                "name": ["Nama ini sudah dipakai."],
                "": ["Sisa pagu kurang."],
            }

    def test_speaks_indonesian_with_the_validators_of_the_library(self):

        class Short(HarkatForm):
            code = ShortTextField("Kode", [Length(max=3)])

        with app_with(csrf=False).test_request_context("/", method="POST", data={"code": "ABCD"}):
            form = Short()

            assert not form.validate()
            assert form.code.errors == ["Paling banyak 3 huruf atau angka."]


class TestQueryForm:
    def test_is_not_asked_by_a_plain_address(self):
        with app_with(csrf=False).test_request_context("/"):
            assert not Asking().is_asked

    def test_reads_the_address(self):
        with app_with(csrf=True).test_request_context("/?amount=5.000.000&months=6"):
            form = Asking()

            assert form.is_asked
            assert form.validate()
            assert (int(form.amount.data), form.months.data) == (5_000_000, "6")

    def test_carries_nothing_hidden(self):
        with app_with(csrf=True).test_request_context("/?amount=1"):
            assert set(Asking().data) == {"amount", "months"}
