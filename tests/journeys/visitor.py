"""Somebody at a browser: opens pages, fills fields, presses buttons, reads what it says."""

import re
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.browsers import width_once_laid_out
from tests.given import PASSWORD


@dataclass(kw_only=True)
class Visitor:
    """One browser that people use one after another, as on a shared phone."""

    page: Page
    address: str

    def open(self, path: str) -> None:
        """Open a page of the application; anything but a page that works fails the test."""
        answer = self.page.goto(self.address + path)
        assert answer is not None
        assert answer.status == 200, (path, answer.status, self.says())

    def fill(self, **fields: object) -> None:
        """Write into fields by their names."""
        for name, value in fields.items():
            self.page.fill(f"main [name={name}]", str(value))

    def choose(self, **fields: str) -> None:
        """Choose from lists by the stored value."""
        for name, value in fields.items():
            self.page.select_option(f"main select[name={name}]", value)

    def tick(self, *names: str, value: str | None = None) -> None:
        """Tick boxes, or the choice with a value."""
        for name in names:
            which = f"[value='{value}']" if value else ""
            self.page.check(f"main input[name={name}]{which}", force=True)

    def press(self, button: str, *, stays: bool = False) -> None:
        """Press the first button or link that says so, and wait for the page that follows.

        With `stays` a script may do the work on the same page.
        """
        main = self.page.locator("main")
        named = re.compile(rf"^\s*{re.escape(button)}")
        found = main.get_by_role("button", name=named).or_(main.get_by_role("link", name=named))
        if stays:
            found.first.click()
            return
        with self.page.expect_navigation(wait_until="load"):
            found.first.click()

    def says(self) -> str:
        """Return what stands on the page, in one line."""
        return " ".join(self.page.inner_text("main").split())

    def expect(self, *sentences: str) -> None:
        """Fail unless the page says all of this."""
        text = self.says()
        for sentence in sentences:
            assert sentence in text, f"{sentence!r} is not on {self.page.url}: {text}"
        width = width_once_laid_out(self.page)
        assert width <= self.page.viewport_size["width"], f"{self.page.url} is {width} px wide"

    def sign_in(self, phone: str, password: str = PASSWORD) -> None:
        """Sign in, as whoever was there before signs out."""
        self.sign_out()
        self.open("/masuk")
        self.fill(phone="0" + phone.removeprefix("+62"), password=password)
        self.press("Masuk")
        assert "/masuk" not in self.page.url, self.says()

    def sign_out(self) -> None:
        """Sign out if somebody is signed in."""
        leave = self.page.locator("form[action='/keluar']")
        if leave.count():
            menu = self.page.locator("header summary")
            if menu.count() and menu.first.is_visible():
                menu.first.click()
            leave.locator("button").first.click()
            self.page.wait_for_load_state()
