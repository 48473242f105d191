"""Gives tests a real Chromium: a small telephone without scripts, a desk with them."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
PATIENCE_MS = 60_000
"""What is to come may take long on a busy machine; only what never comes fails."""
expect.set_options(timeout=PATIENCE_MS)

QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync")


_WIDTH_ONCE_LAID_OUT = """async () => {
  const root = document.documentElement;
  for (let tries = 0; tries < 20 && root.scrollWidth > innerWidth; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return root.scrollWidth;
}"""


class ChromiumNotFound(RuntimeError):
    """This machine has no Chromium for the tests."""


def find_chromium() -> str:
    """Return the path of a Chromium.

    :raises ChromiumNotFound: if there is none
    """
    paths = [os.environ.get("HARKAT_CHROMIUM"), *map(shutil.which, NAMES)]
    for path in paths:
        if path:
            return path
    raise ChromiumNotFound(
        "The tests need Chromium: install chromium-headless-shell, or name one in HARKAT_CHROMIUM."
    )


def width_once_laid_out(page: Page) -> int:
    """Return how wide the page is, in pixels; a busy machine may be late to lay it out."""
    return int(page.evaluate(_WIDTH_ONCE_LAID_OUT))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One running Chromium for all tests of a worker."""
    is_root = os.geteuid() == 0  # Chromium's sandbox does not work for root.
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(),
            args=[*QUIET, *(["--no-sandbox"] if is_root else [])],
        )
        yield browser
        browser.close()


@pytest.fixture
def page_without_scripts(browser: Browser) -> Iterator[Page]:
    """A telephone, 360 px wide, on which no script runs."""
    context = browser.new_context(
        locale="id-ID",
        timezone_id="Asia/Jakarta",
        viewport={"width": 360, "height": 740},
        java_script_enabled=False,
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def page_with_scripts(browser: Browser) -> Iterator[Page]:
    """A desk computer with scripts; a script that fails or is blocked fails the test."""
    context = browser.new_context(
        locale="id-ID", timezone_id="Asia/Jakarta", viewport={"width": 1280, "height": 800}
    )
    page = context.new_page()
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            complaints.append(message.text)

    page.on("console", listen)
    page.on("pageerror", lambda error: complaints.append(error.message))
    yield page
    context.close()
    assert complaints == []
