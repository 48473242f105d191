"""Take the pictures of the documentation from a running demo: `make screenshots`."""

import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browsers import find_chromium

PASSWORD = "coba harkat dulu"  # noqa: S105 - the demo's own, shown on its sign-in page
INTO = Path(__file__).parent.parent / "docs" / "screenshots"
PHONE = {"width": 360, "height": 720}
DESK = {"width": 1366, "height": 820}
# A picture's name, who looks (nobody: no account), the page, the link that is pressed there.
PICTURES = (
    ("start", None, "/", None, PHONE),
    ("calculator", None, "/hitung?jumlah=10.000.000", None, PHONE),
    ("pre-check", None, "/cek", None, PHONE),
    ("arrears", None, "/tunggakan", None, PHONE),
    ("classes", None, "/pelatihan", None, PHONE),
    ("tasks", "081200000768", "/saya", None, PHONE),
    ("tracker", "081200000692", "/saya", "Buka pengajuan", PHONE),
    ("offer", "081200000540", "/saya", "Baca ringkasan dan jawab", PHONE),
    ("owner", "081200000001", "/saya", None, PHONE),
    ("loan", "081200000001", "/saya", "Lihat jadwal dan bukti bayar", PHONE),
    ("group", "081200000001", "/kelompok", None, PHONE),
    ("desk", "081100000010", "/petugas/antrean", None, DESK),
    ("file", "081100000010", "/petugas/antrean?lihat=tim", "BH", DESK),
    ("dinas", "081100000005", "/dinas", None, DESK),
)


def take(browser: Browser, address: str) -> None:
    """Take every picture into docs/screenshots."""
    for name, phone, path, link, size in PICTURES:
        page = browser.new_context(viewport=size, locale="id-ID").new_page()
        if phone:
            page.goto(f"{address}/masuk")
            page.fill("main [name=phone]", phone)
            page.fill("main [name=password]", PASSWORD)
            page.press("main [name=password]", "Enter")
            page.wait_for_url(lambda url: "/masuk" not in url)
        page.goto(address + path)
        if link:
            with page.expect_navigation():
                page.locator("main").get_by_role("link", name=link).first.click()
        page.screenshot(path=INTO / f"{name}.png")
        page.context.close()


if __name__ == "__main__":
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=find_chromium(), args=["--no-sandbox"]
        )
        take(chromium, sys.argv[1])
        chromium.close()
