"""The main tasks are done with the keys alone, and the place of the focus is always seen."""

import pytest
from playwright.sync_api import Page, expect

from tests import given
from tests.browsers import PATIENCE_MS
from tests.everywhere.town import Town
from tests.journeys.visitor import Visitor
from tests.phones import code_sent_to

pytestmark = [
    pytest.mark.parametrize("databases", ["sqlite"], indirect=True),
    pytest.mark.usefixtures("noon"),
]

_MOST_STEPS = 80
_FOCUSED = """() => {
  const element = document.activeElement;
  if (element === document.body) return "";
  const label = element.labels && element.labels[0];
  const words = [element.getAttribute("aria-label"), label && label.innerText, element.innerText];
  return words.filter(Boolean).join(" ").replace(/\\s+/g, " ").trim();
}"""
_IS_SEEN = """() => {
  const shown = document.activeElement.closest(".option, .chip") || document.activeElement;
  const { outlineStyle, outlineWidth } = getComputedStyle(shown);
  return outlineStyle !== "none" && parseFloat(outlineWidth) >= 3;
}"""


class Hands:
    """Somebody who has a keyboard and nothing else."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def go_to(self, words: str) -> None:
        """Step with the tab key to what is called so; fail if it never comes or is not seen."""
        passed = []
        for _step in range(_MOST_STEPS):
            self.page.keyboard.press("Tab")
            found = self.page.evaluate(_FOCUSED)
            if words in found:
                assert self.page.evaluate(_IS_SEEN), f"nobody sees the focus on {found!r}"
                return
            passed.append(found)
        raise AssertionError(f"{words!r} is not reached: {passed}")

    def press(self, words: str) -> None:
        """Go to a link or button and press Enter."""
        self.go_to(words)
        with self.page.expect_navigation(wait_until="load"):
            self.page.keyboard.press("Enter")

    def write(self, words: str, text: str) -> None:
        """Go to a box and type into it."""
        self.go_to(words)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def tick(self, words: str) -> None:
        """Go to a box and tick it."""
        self.go_to(words)
        self.page.keyboard.press("Space")

    def choose(self, group: str, arrows: int = 0) -> None:
        """Go to a group of choices by its first one, and on with the arrow keys."""
        self.go_to(group)
        self.page.keyboard.press("Space")
        for _arrow in range(arrows):
            self.page.keyboard.press("ArrowDown")


@pytest.fixture
def hands(page_with_scripts: Page) -> Hands:
    page_with_scripts.set_default_timeout(PATIENCE_MS)
    return Hands(page_with_scripts)


class TestKeys:
    def test_compute_an_instalment(self, hands: Hands, live_server: str):
        hands.page.goto(live_server)
        hands.press("Hitung cicilan")
        hands.write("Berapa yang Anda butuhkan", "10.000.000")
        hands.press("Hitung")

        expect(hands.page.locator("main")).to_contain_text("Rp846.937")

    def test_answer_the_pre_check(self, hands: Hands, live_server: str):
        hands.page.goto(live_server)
        hands.press("Cek apakah saya bisa")
        answers = (
            ("Ya", 0),
            ("21 tahun atau lebih", 0),
            ("Belum mulai", 3),
            ("Sudah", 0),
            ("Tidak ada", 0),
            ("Sudah", 0),
            ("Ya", 1),
        )
        for first, arrows in answers:
            hands.choose(first, arrows)
            hands.press("L")

        expect(hands.page.locator("h1")).to_contain_text("Anda bisa mulai mengajukan")

    def test_register(self, hands: Hands, live_server: str):
        hands.page.goto(f"{live_server}/daftar")
        hands.write("HP", "0813 4440 0999")
        hands.press("Lanjutkan")
        given.db.session.rollback()
        hands.write("angka", code_sent_to("081344400999") or "")
        hands.press("Lanjutkan")
        hands.write("kata sandi", "perahu kayu biru")
        hands.press("Lanjutkan")
        hands.write("NIK", "1571064506887999")
        hands.write("Nama", "Nuri Contoh")
        hands.press("Lanjutkan")
        hands.tick("memproses")
        hands.tick("catatan kredit")
        hands.press("Daftar")

        expect(hands.page.locator("main")).to_contain_text("Terima kasih")

    def test_ask_for_an_amount(self, hands: Hands, live_server: str, people: Town):
        visitor = Visitor(page=hands.page, address=live_server)
        visitor.sign_in(people["drafting"].phone)
        hands.page.goto(f"{live_server}/saya")
        hands.press("Pinjaman yang diminta")
        hands.write("jumlah lain", "2.000.000")
        hands.press("Simpan")

        expect(hands.page.locator("main")).to_contain_text("Rp2.000.000")

    def test_agree_to_the_terms(self, hands: Hands, live_server: str, people: Town):
        somebody = people["answering"]
        visitor = Visitor(page=hands.page, address=live_server)
        visitor.sign_in(somebody.phone)
        hands.page.goto(f"{live_server}/saya")
        hands.press("Baca ringkasan dan jawab")
        hands.press("Kirim kode")
        given.db.session.rollback()
        hands.write("angka", code_sent_to(somebody.phone) or "")
        hands.tick("setuju")
        hands.press("Setuju")

        expect(hands.page.locator("main")).to_contain_text("Persetujuan Anda sudah tercatat")
