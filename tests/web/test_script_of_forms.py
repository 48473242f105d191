"""What the script adds to forms: the cost of a tapped amount, and patience without a signal."""

import pytest
from playwright.sync_api import Page, expect

from harkat import clock
from harkat.extensions import db
from harkat.models.circumstances import MoneyStatement
from tests import given
from tests.browsers import PATIENCE_MS


@pytest.fixture
def siti() -> given.Somebody:
    return given.owner("Siti Contoh", is_trained=True, at=clock.now())


def enter(page: Page, address: str, siti: given.Somebody) -> None:
    """Let Siti sign in."""
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{address}/masuk")
    page.fill("main [name=phone]", "0" + siti.phone.removeprefix("+62"))
    page.fill("main [name=password]", given.PASSWORD)
    page.get_by_role("button", name="Masuk").last.click()
    page.wait_for_url("**/saya")


class TestScript:
    def test_computes_an_amount_as_soon_as_it_is_tapped(
        self, live_server: str, page_with_scripts: Page, siti: given.Somebody
    ):
        public_id = given.draft(given.bank(), {siti: 1_000_000}, at=clock.now())
        db.session.rollback()
        page = page_with_scripts
        enter(page, live_server, siti)
        page.goto(f"{live_server}/pengajuan/{public_id}/bagian")

        page.check("[name=tapped][value='5000000']", force=True)

        expect(page.locator("[data-computed]")).to_contain_text("Rp423.468")
        assert page.input_value("[name=requested]") == "5.000.000"
        page.locator("[name=requested]").press("End")
        page.locator("[name=requested]").press_sequentially("0")
        expect(page.locator("[data-computed]")).to_be_empty()
        assert page.locator("[name=tapped]:checked").count() == 0

    def test_says_an_amount_in_words_however_it_is_written(
        self, live_server: str, page_with_scripts: Page
    ):
        page = page_with_scripts
        page.goto(f"{live_server}/hitung?jumlah=5jt")
        echo = page.locator(".echo")
        expect(echo).to_have_text("Rp5.000.000 (lima juta rupiah)")

        for written, said in {
            "Rp750.000,-": "Rp750.000 (tujuh ratus lima puluh ribu rupiah)",
            "500rb": "Rp500.000 (lima ratus ribu rupiah)",
            "2,5 juta": "Rp2.500.000 (dua juta lima ratus ribu rupiah)",
            "1.250 ribu": "Rp1.250.000 (satu juta dua ratus lima puluh ribu rupiah)",
            "1,5": "",
        }.items():
            page.fill("[name=jumlah]", written)
            expect(echo).to_have_text(said)

    def test_waits_for_a_signal_and_sends_what_was_typed_once(
        self, live_server: str, page_with_scripts: Page, siti: given.Somebody
    ):
        db.session.rollback()
        page = page_with_scripts
        enter(page, live_server, siti)
        page.goto(f"{live_server}/saya/uang")
        page.fill("[name=sales]", "450.000")

        page.context.set_offline(True)
        page.get_by_role("button", name="Simpan").click()
        expect(page.get_by_text("Belum terkirim – menunggu sinyal.")).to_be_visible()
        assert page.input_value("[name=sales]") == "450.000"
        page.context.set_offline(False)
        page.wait_for_url("**/saya")

        db.session.rollback()
        amounts = db.session.scalars(db.select(MoneyStatement.sales)).all()
        assert [int(amount) for amount in amounts] == [400_000, 450_000]

    def test_offers_to_stay_before_the_session_ends(
        self, live_server: str, page_with_scripts: Page, siti: given.Somebody
    ):
        db.session.rollback()
        page = page_with_scripts
        enter(page, live_server, siti)
        page.clock.install()
        page.goto(f"{live_server}/saya")

        page.clock.run_for(28 * 60 * 1000 + 1000)
        page.get_by_role("button", name="Tetap di sini").click()
        expect(page.get_by_role("button", name="Tetap di sini")).to_have_count(0)
        page.clock.run_for(30 * 60 * 1000 + 1000)

        expect(page.get_by_text("Anda lama tidak mengetuk, jadi kami kunci.")).to_be_visible()
