"""A photo is made anew: nothing that came with it is kept, and what is no photo is refused."""

import resource
import time
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image

from harkat import imaging
from harkat.domain.documents import FileRefused, PhotoWarning, Refusal
from tests import photos


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


def is_red(image: Image.Image, x: int, y: int) -> bool:
    red, green, blue = image.convert("RGB").getpixel((x, y))
    return red > 150 > max(green, blue) + 50


class TestRemadePhoto:
    def test_stands_upright_and_does_not_say_where_it_was_taken(self):
        sent = photos.taken_at_home(orientation=6)
        assert photos.PLACE_OF_THE_HOME.encode() in sent

        kept = imaging.remade(sent).content

        image = opened(kept)
        assert (image.size, image.format) == ((300, 480), "JPEG")
        assert is_red(image, 290, 10)  # turned to the right, the corner is at the right
        assert not image.getexif()
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert photos.PLACE_OF_THE_HOME.encode() not in kept

    @pytest.mark.parametrize(
        ("orientation", "corner"),
        [(1, (10, 10)), (2, (470, 10)), (3, (470, 290)), (4, (10, 290)), (8, (10, 470))],
    )
    def test_is_turned_as_the_phone_was_held(self, orientation: int, corner: tuple[int, int]):
        assert is_red(opened(imaging.remade(photos.taken_at_home(orientation)).content), *corner)

    def test_carries_no_comment_and_no_code(self):
        sent = photos.jpeg(comment=b"<?php system($_GET['c']); ?>") + b"<script>x</script>%PDF-1.7"

        kept = imaging.remade(sent).content

        assert not any(marker in kept for marker in (b"php", b"script", b"%PDF"))

    @pytest.mark.parametrize(
        "image",
        [
            photos.picture().convert("CMYK"),
            photos.picture().convert("L"),
        ],
        ids=lambda image: image.mode,
    )
    def test_has_plain_colours(self, image: Image.Image):
        kept = opened(imaging.remade(photos.jpeg(image)).content)

        assert kept.mode == "RGB"
        assert min(kept.getpixel((400, 20))) > 200

    @pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "1", "L", "I;16"])
    def test_of_a_png_is_on_white_paper(self, mode: str):
        image = photos.picture()
        if mode == "I;16":
            image = Image.new("I;16", image.size, 60_000)
        elif mode in {"RGBA", "LA"}:
            image.putalpha(Image.new("L", image.size, 0))
        image = image.convert(mode)

        kept = opened(imaging.remade(photos.png(image)).content)

        assert kept.mode == "RGB"
        assert min(kept.getpixel((400, 20))) > 200

    def test_is_small_however_large_it_was(self):
        noise = Image.effect_noise((6000, 4000), 90).convert("RGB")

        kept = imaging.remade(photos.jpeg(noise)).content

        assert len(kept) <= 500_000
        assert max(opened(kept).size) <= 2000


class TestRefusedPhoto:
    @pytest.mark.parametrize("flood", [photos.flood, photos.flooded_jpeg])
    def test_with_immense_sides_takes_neither_memory_nor_time(self, flood: Callable[[], bytes]):
        sent = flood()
        before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.thread_time()

        with pytest.raises(FileRefused) as refused:
            imaging.remade(sent)

        assert refused.value.reason is Refusal.TOO_MANY_PIXELS
        grown_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        assert (grown_kb < 50_000, time.thread_time() - start < 1) == (True, True)

    @pytest.mark.parametrize("photo", [photos.jpeg(), photos.png()], ids=["JPEG", "PNG"])
    @pytest.mark.parametrize("share", [0.01, 0.1, 0.5, 0.9])
    def test_is_one_whose_end_is_missing(self, photo: bytes, share: float):
        with pytest.raises(FileRefused) as refused:
            imaging.remade(photo[: max(int(len(photo) * share), 12)])

        assert refused.value.reason is Refusal.DAMAGED


class TestWarning:
    @pytest.mark.parametrize(
        ("photo", "warnings"),
        [
            (photos.jpeg(), set()),
            (photos.jpeg(photos.picture(2400, 1600)), set()),
            (photos.dark(), {PhotoWarning.DARK}),
            (photos.out_of_focus(), {PhotoWarning.BLURRED}),
            (photos.jpeg(photos.picture(160, 100)), {PhotoWarning.BLURRED}),
        ],
        ids=["clear", "large", "dark", "blurred", "stamp"],
    )
    def test_is_given_for_what_is_hard_to_read(self, photo: bytes, warnings: set[PhotoWarning]):
        assert imaging.remade(photo).warnings == warnings


class TestWatermark:
    def test_stands_all_over_the_photo(self):
        kept = imaging.remade(photos.jpeg(Image.new("RGB", (1200, 800), (90, 120, 90)))).content

        shown = opened(imaging.watermarked(kept, text="Hanya untuk Bank Harkat - Budi"))

        assert shown.size == (1200, 800)
        for left in (0, 400, 800):
            for top in (0, 400):
                part = shown.crop((left, top, left + 400, top + 400)).convert("L")
                darkest, brightest = part.getextrema()
                assert brightest - darkest > 40, (left, top)
