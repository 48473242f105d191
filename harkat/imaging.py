"""Makes every uploaded photo anew: nothing of the file that came is kept but what can be seen.

Only the two decoders that are needed are ever asked, sizes are read before anything is decoded,
and at most one photo at a time is decoded in a process.
"""

import struct
import zlib
from dataclasses import dataclass
from io import BytesIO
from threading import Lock
from typing import TYPE_CHECKING

from harkat.domain.documents import (
    KEPT_PHOTO_BYTES,
    LONGEST_SIDE,
    MOST_PIXELS,
    FileRefused,
    PhotoWarning,
    Refusal,
)

if TYPE_CHECKING:
    from PIL.Image import Image, Transpose
    from PIL.ImageFile import ImageFile

JPEG_START = b"\xff\xd8\xff"
PNG_START = b"\x89PNG\r\n\x1a\n"

_ONE_AT_A_TIME = Lock()
_DECODING_FAILS = (
    *(OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError),
    *(OverflowError, AttributeError, MemoryError, struct.error, zlib.error),
)
_QUALITIES = (82, 74, 66, 58)
_SHRINKING_SIDES = (LONGEST_SIDE, 1600, 1200)
_ORIENTATION_TAG = 0x0112
_MEASURED_SIDE = 640
_SMALLEST_MARK = 8  # pixels; smaller letters could not be read
_DARK_BELOW = 55  # mean brightness of 255
_UNREADABLE_BELOW = 200  # pixels of the longer side: a letter on a card has two or three left
_BLURRED_BELOW = 4.0  # standard deviation of what changes from one pixel to the next


@dataclass(frozen=True, kw_only=True)
class Photo:
    """A photo made anew as JPEG, and what may make it hard to read."""

    content: bytes
    warnings: frozenset[PhotoWarning]


def is_photo(content: bytes) -> bool:
    """Tell whether the bytes begin as JPEG or PNG do."""
    return content.startswith((JPEG_START, PNG_START))


def remade(content: bytes) -> Photo:
    """Return a photo made anew from what can be seen in a JPEG or PNG.

    :raises FileRefused: if it has too many pixels, or cannot be decoded whole
    """
    with _ONE_AT_A_TIME:
        try:
            picture = _seen(_opened(content))
        except FileRefused:
            raise
        except _DECODING_FAILS:
            raise FileRefused(Refusal.DAMAGED) from None
        return Photo(content=_small_jpeg(picture), warnings=_warnings(picture))


def watermarked(content: bytes, *, text: str) -> bytes:
    """Return a kept photo with a text all over it, so that a copy says whose screen it left."""
    from PIL import Image, ImageDraw, ImageFont

    with _ONE_AT_A_TIME:
        picture = _opened(content).convert("RGBA")
        width, height = picture.size
        size = max(picture.size) // 42
        fitting = int(size * 0.95 * width / max(ImageFont.load_default(size).getlength(text), 1))
        font = ImageFont.load_default(max(min(size, fitting), _SMALLEST_MARK))
        left, top, right, bottom = font.getbbox(text)
        mark = Image.new("RGBA", (int(right - left) + 40, int(bottom - top) + 40), (0, 0, 0, 0))
        ImageDraw.Draw(mark).text(
            (20, 20 - top),
            text,
            font=font,
            fill=(255, 255, 255, 150),
            stroke_width=2,
            stroke_fill=(0, 0, 0, 110),
        )
        mark = mark.rotate(20, expand=True, resample=Image.Resampling.BICUBIC)
        for row, y in enumerate(range(-mark.height // 2, height, max(mark.height, 1))):
            shift = mark.width // 2 if row % 2 else 0
            for x in range(-shift, width, mark.width):
                picture.alpha_composite(mark, (max(x, 0), max(y, 0)), _hidden(x, y))
        return _jpeg(picture.convert("RGB"), quality=80)


def _hidden(x: int, y: int) -> tuple[int, int]:
    """Return how much of a mark lies above and left of the picture."""
    return max(-x, 0), max(-y, 0)


def _opened(content: bytes) -> "ImageFile":
    """Read the header alone; the size is known before a pixel is decoded."""
    from PIL.JpegImagePlugin import JpegImageFile
    from PIL.PngImagePlugin import PngImageFile

    picture: ImageFile
    if content.startswith(PNG_START):
        picture = PngImageFile(BytesIO(content))
    else:
        picture = JpegImageFile(BytesIO(content))
    width, height = picture.size
    if width * height > MOST_PIXELS:
        raise FileRefused(Refusal.TOO_MANY_PIXELS)
    return picture


def _seen(source: "ImageFile") -> "Image":
    """Return what can be seen, upright, in plain colours, on white, no longer than is kept."""
    from PIL import Image

    turn = _turn(source)
    # A JPEG can be decoded smaller than it is, which needs a fraction of the memory.
    source.draft("RGB" if source.mode == "YCbCr" else None, (LONGEST_SIDE, LONGEST_SIDE))
    source.load()
    picture: Image.Image = source
    if picture.mode.startswith("I"):
        picture = picture.convert("I").point(lambda value: value / 256).convert("L")
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
        paper = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(paper, picture)
    if turn is not None:
        picture = picture.transpose(turn)
    # A new picture, since the old one would pass its comments and profiles on.
    clean = Image.new("RGB", picture.size)
    clean.paste(picture.convert("RGB"))
    return clean


def _turn(source: "ImageFile") -> "Transpose | None":
    """Return what makes the photo upright; data about it that cannot be read says nothing."""
    from PIL.Image import Transpose

    turns = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    try:
        found = source.getexif().get(_ORIENTATION_TAG)
        return turns.get(found) if isinstance(found, int) else None
    except _DECODING_FAILS:
        return None


def _small_jpeg(picture: "Image") -> bytes:
    """Return the picture as JPEG, as good as fits."""
    content = b""
    for side in _SHRINKING_SIDES:
        smaller = picture.copy()
        smaller.thumbnail((side, side))
        for quality in _QUALITIES:
            content = _jpeg(smaller, quality=quality)
            if len(content) <= KEPT_PHOTO_BYTES:
                return content
    return content


def _jpeg(picture: "Image", *, quality: int) -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return out.getvalue()


def _warnings(picture: "Image") -> frozenset[PhotoWarning]:
    from PIL import ImageFilter, ImageStat

    grey = picture.convert("L")
    grey.thumbnail((_MEASURED_SIDE, _MEASURED_SIDE))
    found = set()
    if ImageStat.Stat(grey).mean[0] < _DARK_BELOW:
        found.add(PhotoWarning.DARK)
    changes = grey.filter(ImageFilter.Kernel((3, 3), (0, -1, 0, -1, 4, -1, 0, -1, 0), 1, 128))
    # The filter leaves the outermost pixels as they were.
    changes = changes.crop((1, 1, max(changes.width - 1, 2), max(changes.height - 1, 2)))
    is_soft = ImageStat.Stat(changes).stddev[0] < _BLURRED_BELOW
    if is_soft or max(picture.size) < _UNREADABLE_BELOW:
        found.add(PhotoWarning.BLURRED)
    return frozenset(found)
