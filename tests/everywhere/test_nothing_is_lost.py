"""Back button, double tap, two tabs, expired page, dropped line: nothing is lost or done twice."""

import re
from datetime import timedelta

import pytest
import time_machine
from playwright.sync_api import Locator, Page, expect

from tests.browsers import PATIENCE_MS
from tests.everywhere.main_forms import MAIN_FORMS, MainForm
from tests.everywhere.town import Town
from tests.given import PASSWORD, Somebody
from tests.journeys.visitor import Visitor

pytestmark = [
    pytest.mark.parametrize("databases", ["sqlite"], indirect=True),
    pytest.mark.parametrize("form", MAIN_FORMS.values(), ids=MAIN_FORMS),
]


@pytest.fixture
def somebody(people: Town, form: MainForm) -> Somebody:
    """Whoever fills in the form."""
    return people[form.who]


def entered(page: Page, address: str, somebody: Somebody) -> Visitor:
    """Return somebody who is signed in."""
    page.set_default_timeout(PATIENCE_MS)
    at = Visitor(page=page, address=address)
    at.sign_in(somebody.phone)
    return at


def send(at: Visitor, form: MainForm) -> None:
    """Press the button of the form, and wait for what follows."""
    button(at, form).click()
    expect(at.page.locator("main")).to_contain_text(form.thanks)


def button(at: Visitor, form: MainForm) -> Locator:
    """Return the button that sends the form."""
    named = re.compile(rf"^\s*{form.button}")
    return at.page.locator("main").get_by_role("button", name=named).first


class TestForm:
    @pytest.mark.usefixtures("noon")
    def test_pressed_twice_is_kept_once_and_stays_so_under_the_back_button(
        self, page_without_scripts: Page, live_server: str, somebody: Somebody, form: MainForm
    ):
        at = entered(page_without_scripts, live_server, somebody)
        form.fill(at, somebody)

        button(at, form).dblclick(no_wait_after=True)
        expect(at.page.locator("main")).to_contain_text(form.thanks)
        ways = (at.page.go_back, at.page.go_forward)
        answers = [way() for way in ways]

        assert [answer.status for answer in answers if answer] == [200, 200]
        assert form.kept(somebody) == 1

    @pytest.mark.usefixtures("noon")
    def test_sent_from_two_tabs_loses_neither_and_says_what_holds(
        self, page_with_scripts: Page, live_server: str, somebody: Somebody, form: MainForm
    ):
        first = entered(page_with_scripts, live_server, somebody)
        second = Visitor(page=page_with_scripts.context.new_page(), address=live_server)
        form.fill(first, somebody)
        form.fill(second, somebody)

        send(first, form)
        button(second, form).click()

        expect(second.page.locator("main")).to_contain_text(form.thanks)
        assert form.kept(somebody) == form.twice

    def test_sent_from_an_expired_page_is_not_lost_after_signing_in(
        self,
        page_with_scripts: Page,
        live_server: str,
        somebody: Somebody,
        form: MainForm,
        noon: time_machine.Traveller,
    ):
        at = entered(page_with_scripts, live_server, somebody)
        form.fill(at, somebody)
        noon.shift(timedelta(minutes=31))

        button(at, form).click()
        expect(at.page.locator("main")).to_contain_text("Anda lama tidak mengetuk")
        assert form.kept(somebody) == 0
        at.fill(phone="0" + somebody.phone.removeprefix("+62"), password=PASSWORD)
        at.press("Masuk")
        if form.button != "Simpan":  # what was typed about money has come back by itself
            form.fill(at, somebody)
        send(at, form)

        assert form.kept(somebody) == 1

    @pytest.mark.usefixtures("noon")
    def test_sent_while_the_line_is_dropped_is_kept_once_when_it_is_back(
        self, page_with_scripts: Page, live_server: str, somebody: Somebody, form: MainForm
    ):
        at = entered(page_with_scripts, live_server, somebody)
        form.fill(at, somebody)

        at.page.context.set_offline(True)
        button(at, form).click()
        expect(at.page.locator("main")).to_contain_text("Belum terkirim")
        assert form.kept(somebody) == 0
        at.page.context.set_offline(False)

        expect(at.page.locator("main")).to_contain_text(form.thanks)
        assert form.kept(somebody) == 1
