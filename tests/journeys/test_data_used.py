"""What a whole application costs an owner in mobile data, four photos of papers included."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from tests import photos
from tests.journeys.test_whole_way import Town, numbered

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)

MOST = 2 * 1024 * 1024
MOST_A_PHOTO = 300 * 1024
PARTS = 2_000
"""Bytes of the form around a photo."""
PAPERS = ("ktp", "kk", "tempat-usaha", "nib")


def camera_photo() -> bytes:
    """Return a photo as a camera of twelve megapixels makes it: writing, light, grain."""
    size = (4000, 3000)
    grain = Image.effect_noise(size, 60).convert("RGB")
    return photos.jpeg(Image.blend(photos.picture(*size, text="KARTU KELUARGA"), grain, 0.25))


@dataclass(kw_only=True)
class Line:
    """Counts what goes through the line of a phone, both ways, as its browser reports it."""

    received: int = 0
    sent: int = 0
    photos: list[int] = field(default_factory=list)

    def count(self, page: Page) -> None:
        """Begin to count."""
        tools = page.context.new_cdp_session(page)
        tools.send("Network.enable")
        tools.on("Network.loadingFinished", self._receive)
        tools.on("Network.requestWillBeSentExtraInfo", self._send)

    def _receive(self, event: dict[str, Any]) -> None:
        self.received += event["encodedDataLength"]

    def _send(self, event: dict[str, Any]) -> None:
        headers = event["headers"]
        body = int(headers.get("Content-Length", 0))
        self.sent += body + sum(len(name) + len(text) + 4 for name, text in headers.items())
        if headers.get("Content-Type", "").startswith("multipart/"):
            self.photos.append(body)


class TestWholeApplication:
    def test_with_four_photos_costs_at_most_two_megabytes(
        self, browser: Browser, page_with_scripts: Page, live_server: str
    ):
        photo, line = camera_photo(), Line()
        town = Town(page_with_scripts, live_server)
        at = town.at
        line.count(page_with_scripts)

        town.register(0)
        town.enter(0)
        town.tell_all(0)
        town.say_account(0)
        at.open("/pengajuan/baru/perorangan")
        at.tick("bank_code", value=town.desk.code)
        at.tick("instalments", value="12")
        at.press("Lanjutkan")
        at.press("6 Pinjaman")
        at.fill(requested="10.000.000", purpose="Tambah etalase")
        at.press("Hitung cicilan")
        at.press("Simpan")
        town.show_papers(*PAPERS, photo=photo)
        with browser.new_context() as elsewhere:
            Town(elsewhere.new_page(), live_server).train(range(1))
        at.open("/saya")
        at.press("Lanjutkan pengajuan")
        at.press("Kirim pengajuan")
        at.expect(numbered("BH"), "Petugas memeriksa berkas paling lambat")

        assert len(photo) > 10 * MOST_A_PHOTO
        assert len(line.photos) == len(PAPERS)
        assert max(line.photos) <= MOST_A_PHOTO + PARTS
        assert min(line.sent - sum(line.photos), line.received) > 0
        assert line.sent + line.received <= MOST, (line.sent, line.received)
