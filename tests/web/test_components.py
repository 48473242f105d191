"""The components as people meet them: in a browser, on a telephone and at a desk."""

import gzip
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
WIDER_SPACING = """
for (const { style } of document.querySelectorAll("body *")) {
  style.lineHeight = "1.5";
  style.letterSpacing = ".12em";
  style.wordSpacing = ".16em";
}"""
HARKAT = Path(__file__).parents[2] / "harkat"


def complaints_about(page: Page) -> list[tuple[str, list[str]]]:
    """Return the accessibility rules a page breaks, with where."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}}).response
    return [
        (violation["id"], [node["target"] for node in violation["nodes"]])
        for violation in found["violations"]
    ]


class TestPageOfComponents:
    def test_shows_every_macro_file(self):
        shown = (HARKAT / "templates/public/components.html").read_text("utf-8")
        base = (HARKAT / "templates/layouts/base.html").read_text("utf-8")
        macros = {path.name for path in (HARKAT / "templates/macros").glob("*.html")}

        imported = set(re.findall(r'from "macros/([\w.]+)"', shown + base))

        of_whole_records = {"key_facts.html", "way_on.html"}
        assert macros - imported == of_whole_records

    @pytest.mark.parametrize("width", [320, 360, 768, 1366])
    def test_breaks_no_rule_and_fits(self, page_with_scripts, showcase_server, width):
        page_with_scripts.set_viewport_size({"width": width, "height": 768})

        page_with_scripts.goto(showcase_server)

        assert complaints_about(page_with_scripts) == []
        assert page_with_scripts.evaluate(OVERFLOW) == 0

    def test_survives_wider_text_spacing(self, page_with_scripts, showcase_server):
        page_with_scripts.set_viewport_size({"width": 320, "height": 640})
        page_with_scripts.goto(showcase_server)

        page_with_scripts.evaluate(WIDER_SPACING)

        assert page_with_scripts.evaluate(OVERFLOW) == 0

    def test_has_controls_large_enough_for_a_thumb(self, page_with_scripts, showcase_server):
        page_with_scripts.set_viewport_size({"width": 360, "height": 740})
        page_with_scripts.goto(showcase_server)

        heights = page_with_scripts.evaluate(
            "[...document.querySelectorAll('.button, .box, .option, summary')]"
            ".filter(e => e.offsetParent).map(e => e.getBoundingClientRect().height)"
        )

        assert min(heights) >= 40


class TestWeight:
    def test_of_the_stylesheet_is_within_the_budget(self):
        assert len(gzip.compress((HARKAT / "static/css/harkat.css").read_bytes())) <= 12 * 1024

    def test_of_all_scripts_is_within_the_budget(self):
        sizes = [len(gzip.compress(path.read_bytes())) for path in (HARKAT / "static/js").iterdir()]

        assert sum(sizes) <= 10 * 1024

    def test_of_the_pictures_is_next_to_nothing(self):
        assert sum(path.stat().st_size for path in (HARKAT / "static/img").iterdir()) < 2048

    def test_needs_no_other_host(self):
        for path in (HARKAT / "static").rglob("*.*"):
            addresses = re.findall(r"https?://[^\s\"')]+", path.read_text("utf-8"))
            assert set(addresses) <= {"http://www.w3.org/2000/svg"}, path


class TestWithoutScripts:
    def test_opens_the_menu(self, page_without_scripts, showcase, showcase_server):
        show_links(showcase)
        page_without_scripts.goto(showcase_server)
        link = page_without_scripts.get_by_role("link", name="Kotak pesan")
        assert not link.is_visible()

        page_without_scripts.locator(".menu summary").click()

        assert link.is_visible()

    def test_offers_nothing_that_would_need_them(self, page_without_scripts, showcase_server):
        page_without_scripts.goto(showcase_server)

        assert not page_without_scripts.get_by_text("Cetak halaman ini").is_visible()
        assert page_without_scripts.get_by_role("button", name="Lihat kata sandi").count() == 0


class TestScript:
    def test_says_an_amount_in_words(self, page_with_scripts, showcase_server):
        page_with_scripts.goto(showcase_server)

        page_with_scripts.fill("#requested", "1.250.000")

        echo = page_with_scripts.locator(".field:has(#requested) .echo")
        assert echo.text_content() == "Rp1.250.000 (satu juta dua ratus lima puluh ribu rupiah)"

    @pytest.mark.parametrize("typed", ["", "0", "1,5", "1.00", "-5", "lima"])
    def test_says_nothing_of_an_unclear_amount(self, page_with_scripts, showcase_server, typed):
        page_with_scripts.goto(showcase_server)

        page_with_scripts.fill("#requested", typed)

        assert page_with_scripts.locator(".field:has(#requested) .echo").text_content() == ""

    def test_shows_a_password_and_hides_it_again(self, page_with_scripts, showcase_server):
        page_with_scripts.goto(showcase_server)
        box = page_with_scripts.locator("#password")

        page_with_scripts.get_by_role("button", name="Lihat kata sandi").first.click()
        assert box.get_attribute("type") == "text"

        page_with_scripts.get_by_role("button", name="Tutup kata sandi").first.click()
        assert box.get_attribute("type") == "password"

    def test_sends_a_form_once(self, page_with_scripts, showcase, showcase_server):
        page_with_scripts.goto(showcase_server)
        button = page_with_scripts.locator("form[aria-label='Contoh isian'] .button").first

        said = button.evaluate(
            "button => { button.click(); button.click(); return button.textContent }"
        )
        page_with_scripts.get_by_text("Diterima").wait_for()

        assert said == "Mengirim…"
        assert showcase.config["RECEIVED"] == 1

    def test_reads_the_summary_first(self, page_with_scripts, showcase_server):
        page_with_scripts.goto(showcase_server)

        page_with_scripts.wait_for_function("document.activeElement.matches('.error-summary')")


def show_links(app) -> None:
    """Give the header of an application two links."""
    links = [
        {"label": "Beranda", "url": "/", "is_current": True},
        {"label": "Kotak pesan", "url": "/", "is_current": False},
    ]
    app.jinja_env.globals["navigation"] = links
