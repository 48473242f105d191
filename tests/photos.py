"""Draws the photos and PDFs of the tests, the harmless ones and the others; no file is kept."""

import struct
import zlib
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter
from PIL.TiffImagePlugin import IFDRational, ImageFileDirectory_v2
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    TextStringObject,
)

PLACE_OF_THE_HOME = "1.61 S"
_GPS, _ORIENTATION = 0x8825, 0x0112


def picture(width: int = 480, height: int = 300, text: str = "CONTOH KTP") -> Image.Image:
    """Return a card with lines of writing, and a red corner that says which way is up."""
    image = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(image)
    for row in range(3, height // 14):
        draw.text((width // 12, row * 14), f"{text} {row} " * 3, fill="black")
    draw.rectangle((0, 0, width // 8, height // 8), fill=(220, 0, 0))
    return image


def jpeg(image: Image.Image | None = None, **options: object) -> bytes:
    """Return an image as a phone would send it."""
    out = BytesIO()
    (image or picture()).save(out, "JPEG", quality=90, **options)
    return out.getvalue()


def png(image: Image.Image | None = None) -> bytes:
    """Return an image as PNG."""
    out = BytesIO()
    (image or picture()).save(out, "PNG")
    return out.getvalue()


@cache
def tiny() -> bytes:
    """Return a small photo without anything wrong."""
    return jpeg(picture(320, 200))


def taken_at_home(orientation: int = 6) -> bytes:
    """Return a photo that carries the place where it was taken, and lies on its side."""
    exif = Image.Exif()
    exif[_ORIENTATION] = orientation
    gps = ImageFileDirectory_v2()
    gps[1], gps[2] = "S", (IFDRational(1), IFDRational(36), IFDRational(36))
    exif[_GPS] = dict(gps)
    exif[0x010E] = PLACE_OF_THE_HOME
    return jpeg(exif=exif)


def dark() -> bytes:
    """Return a photo taken without light."""
    return jpeg(picture().point(lambda value: value // 10))


def out_of_focus() -> bytes:
    """Return a photo taken with a shaking hand."""
    return jpeg(picture(960, 600).filter(ImageFilter.GaussianBlur(9)))


def flood(side: int = 50_000) -> bytes:
    """Return a PNG of about a thousand bytes that says it is immense."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + body))
        return struct.pack(">I", len(body)) + kind + body + check

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(1000))
    start = b"\x89PNG\r\n\x1a\n"
    return start + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def flooded_jpeg(side: int = 50_000) -> bytes:
    """Return a JPEG whose header says it is immense."""
    photo = bytearray(tiny())
    frame = photo.index(b"\xff\xc0")
    photo[frame + 5 : frame + 9] = struct.pack(">HH", side, side)
    return bytes(photo)


def pdf(pages: int = 1, *, password: str | None = None) -> bytes:
    """Return a PDF with empty pages."""
    writer = _blank(pages)
    if password:
        writer.encrypt(password, algorithm="AES-256")
    return _written(writer)


def pdf_with_script() -> bytes:
    """Return a PDF that runs a script when it is opened."""
    writer = _blank()
    writer.root_object[NameObject("/OpenAction")] = _action("/JavaScript", JS="app.alert(1)")
    return _written(writer)


def pdf_with_program() -> bytes:
    """Return a PDF whose page starts a program when it is pressed."""
    writer = _blank()
    link = DictionaryObject(
        {NameObject("/Subtype"): NameObject("/Link"), NameObject("/A"): _action("/Launch", F="cmd")}
    )
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(link)])
    return _written(writer)


def pdf_with_file() -> bytes:
    """Return a PDF with another file in it."""
    writer = _blank()
    writer.add_attachment("slip.exe", b"MZ")
    return _written(writer)


def pdf_of_a_word_processor() -> bytes:
    """Return a PDF that only says on which page to open it."""
    writer = _blank()
    writer.root_object[NameObject("/OpenAction")] = ArrayObject(
        [writer.pages[0].indirect_reference, NameObject("/Fit")]
    )
    writer.add_metadata({"/Author": "Siti dari Legok"})
    return _written(writer)


def pdf_of_many_layers() -> bytes:
    """Return a PDF whose objects contain each other without end."""
    writer = _blank()
    inner = DecodedStreamObject()
    reference = writer._add_object(inner)
    inner[NameObject("/Self")] = reference
    writer.root_object[NameObject("/Loop")] = reference
    return _written(writer)


def _blank(pages: int = 1) -> PdfWriter:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    return writer


def _action(kind: str, **details: str) -> DictionaryObject:
    return DictionaryObject(
        {
            NameObject("/S"): NameObject(kind),
            **{NameObject(f"/{name}"): TextStringObject(text) for name, text in details.items()},
        }
    )


def _written(writer: PdfWriter) -> bytes:
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
