"""Take the pictures of the documentation from a running demo: `make screenshots`."""

import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browsers import find_chromium

PASSWORD = "coba harkat dulu"  # noqa: S105 - the demo's own, shown on its sign-in page
INTO = Path(__file__).parent.parent / "docs" / "screenshots"
PHONE = {"width": 360, "height": 720}
DESK = {"width": 1366, "height": 820}
PICTURES = (
    ("start", None, "/", PHONE),
    ("owner", "081200000001", "/saya", PHONE),
    ("desk", "081100000009", "/petugas/antrean", DESK),
    ("dinas", "081100000005", "/dinas", DESK),
)


def take(browser: Browser, address: str) -> None:
    """Take every picture into docs/screenshots."""
    for name, phone, path, size in PICTURES:
        page = browser.new_context(viewport=size, locale="id-ID").new_page()
        if phone:
            page.goto(f"{address}/masuk")
            page.fill("main [name=phone]", phone)
            page.fill("main [name=password]", PASSWORD)
            page.press("main [name=password]", "Enter")
            page.wait_for_url(lambda url: "/masuk" not in url)
        page.goto(address + path)
        page.screenshot(path=INTO / f"{name}.png")
        page.context.close()


if __name__ == "__main__":
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=find_chromium(), args=["--no-sandbox"]
        )
        take(chromium, sys.argv[1])
        chromium.close()
