"""On a phone of one's own: figures and choices wait in the browser for a week, nothing else."""

import gzip
import json
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from harkat import clock
from harkat.web.applicant.circumstances_forms import BusinessForm, MoneyForm
from harkat.web.applicant.part_form import PartForm
from harkat.web.form_choices import ChoiceField, DropdownField
from harkat.web.form_fields import RupiahField
from harkat.web.form_figures import WholeNumberField
from harkat.web.kept_answers import _NEVER_KEPT, KeptForm
from tests import given
from tests.browsers import PATIENCE_MS
from tests.pages import sign_in

SCRIPTS = Path(__file__).parents[2] / "harkat/static/js"
SWITCH = "Ini HP saya sendiri"
OFFER = "Ada isian yang belum terkirim di HP ini."
FIGURES_AND_CHOICES = (ChoiceField, DropdownField, RupiahField, WholeNumberField)


@pytest.fixture
def siti() -> given.Somebody:
    return given.owner("Siti Contoh", at=clock.now())


def enter(page: Page, address: str, somebody: given.Somebody) -> None:
    """Let somebody sign in on this telephone."""
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{address}/masuk")
    page.fill("main [name=phone]", "0" + somebody.phone.removeprefix("+62"))
    page.fill("main [name=password]", given.PASSWORD)
    page.get_by_role("button", name="Masuk").last.click()
    page.wait_for_url("**/saya")


def stored(page: Page) -> dict[str, str]:
    found: dict[str, str] = page.evaluate("({ ...localStorage })")
    return found


class TestAnswersThatMayWait:
    @pytest.mark.parametrize("form", [BusinessForm, MoneyForm, PartForm])
    def test_are_figures_and_choices_that_tell_nobody_who_it_is(self, form: type[KeptForm]):
        for name in form.may_stay_on_phone:
            assert issubclass(getattr(form, name).field_class, FIGURES_AND_CHOICES), name
            assert name not in _NEVER_KEPT

    def test_are_named_by_three_forms_only(self):
        named = {form.__name__ for form in KeptForm.__subclasses__() if form.may_stay_on_phone}

        assert named == {"BusinessForm", "MoneyForm", "PartForm"}

    @pytest.mark.usefixtures("app")
    def test_are_not_named_by_pages_about_the_person(self, client: FlaskClient):
        sign_in(client, given.owner())

        assert "data-stays" in client.get("/saya/uang").text
        for path in ("/saya/data-diri", "/saya/data-diri/alamat", "/saya/rekening"):
            assert "data-stays" not in client.get(path).text

    def test_leave_the_scripts_within_their_budget(self):
        sizes = [len(gzip.compress(script.read_bytes())) for script in SCRIPTS.glob("*.js")]

        assert sum(sizes) <= 10 * 1024


class TestOwnPhone:
    def test_keeps_nothing_until_its_owner_says_so(
        self, live_server: str, page_with_scripts: Page, siti: given.Somebody
    ):
        page = page_with_scripts
        enter(page, live_server, siti)
        page.goto(f"{live_server}/saya/uang")
        expect(page.get_by_label(SWITCH)).not_to_be_checked()
        page.fill("[name=sales]", "450.000")

        assert stored(page) == {}

    def test_offers_again_what_was_not_sent(
        self, live_server: str, page_with_scripts: Page, siti: given.Somebody
    ):
        page = page_with_scripts
        enter(page, live_server, siti)
        page.goto(f"{live_server}/saya/usaha")
        page.get_by_label(SWITCH).check()
        page.fill("[name=name]", "Warung Rahasia")
        page.fill("[name=address]", "Jalan Rahasia 1")
        page.fill("[name=nib]", "1234567890123")
        page.fill("[name=workers]", "7")
        page.locator("[name=sector][value=craft]").check(force=True)

        found = json.dumps(stored(page))
        assert "craft" in found
        assert not [
            secret for secret in ("Rahasia", "1234567890123", siti.phone) if secret in found
        ]

        page.goto(f"{live_server}/saya/usaha")
        assert page.input_value("[name=workers]") == ""
        expect(page.get_by_text(OFFER)).to_be_visible()
        page.get_by_role("button", name="Pakai lagi").click()
        assert page.input_value("[name=workers]") == "7"
        assert page.locator("[name=sector][value=craft]").is_checked()
        page.get_by_role("button", name="Simpan").click()
        page.wait_for_url("**/saya")

        page.goto(f"{live_server}/saya/usaha")
        expect(page.get_by_text(OFFER)).to_have_count(0)
        assert "craft" not in json.dumps(stored(page))

    def test_is_wiped_by_the_switch_and_by_signing_out(
        self, live_server: str, page_with_scripts: Page, siti: given.Somebody
    ):
        page = page_with_scripts
        enter(page, live_server, siti)
        page.goto(f"{live_server}/saya/uang")
        page.get_by_label(SWITCH).check()
        page.fill("[name=sales]", "450.000")
        assert len(stored(page)) == 2
        page.get_by_label(SWITCH).uncheck()
        assert stored(page) == {}

        page.get_by_label(SWITCH).check()
        assert len(stored(page)) == 2
        page.get_by_role("button", name="Keluar").click()
        page.wait_for_url(lambda url: not url.endswith("/saya/uang"))
        assert stored(page) == {}

    def test_forgets_after_a_week_and_when_somebody_else_signs_in(
        self, live_server: str, page_with_scripts: Page, siti: given.Somebody
    ):
        rina = given.owner("Rina Contoh", at=clock.now())
        page = page_with_scripts
        enter(page, live_server, siti)
        page.goto(f"{live_server}/saya/uang")
        page.get_by_label(SWITCH).check()
        page.fill("[name=sales]", "450.000")
        kept = stored(page)
        until = next(json.loads(found)["until"] for found in kept.values() if "until" in found)
        week = timedelta(days=7).total_seconds()
        assert abs(until / 1000 - clock.now().timestamp() - week) < 120

        page.evaluate(
            "Object.keys(localStorage).filter((key) => localStorage[key].includes('until'))"
            ".forEach((key) => localStorage[key] = localStorage[key].replace(/\\d{13}/, '1'))"
        )
        page.goto(f"{live_server}/saya/uang")
        expect(page.get_by_text(OFFER)).to_have_count(0)
        assert len(stored(page)) == 1

        page.fill("[name=sales]", "460.000")
        page.context.clear_cookies()
        enter(page, live_server, rina)
        page.goto(f"{live_server}/saya/uang")
        expect(page.get_by_text(OFFER)).to_have_count(0)
        expect(page.get_by_label(SWITCH)).not_to_be_checked()
        assert stored(page) == {}
