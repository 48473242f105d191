"""A PDF passes if it is pages to look at, and is written anew with nothing else in it."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from harkat import pdf_guard
from harkat.domain.documents import FileRefused, Refusal
from tests import photos


class TestPdf:
    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            (photos.pdf(password="rahasia"), Refusal.PDF_LOCKED),
            (photos.pdf(11), Refusal.PDF_TOO_LONG),
            (photos.pdf_with_script(), Refusal.PDF_ACTIVE),
            (photos.pdf_with_program(), Refusal.PDF_ACTIVE),
            (photos.pdf_with_file(), Refusal.PDF_ACTIVE),
            (photos.pdf()[:-200], Refusal.DAMAGED),
            (b"%PDF-1.7\n" + bytes(2000), Refusal.DAMAGED),
            (photos.pdf(0), Refusal.DAMAGED),
        ],
        ids=["locked", "long", "script", "program", "file", "cut", "nothing", "no pages"],
    )
    def test_is_refused_with_its_reason(self, content: bytes, reason: Refusal):
        with pytest.raises(FileRefused) as refused:
            pdf_guard.remade(content)

        assert refused.value.reason is reason

    @pytest.mark.parametrize("pages", [1, 10])
    def test_passes_up_to_ten_pages(self, pages: int):
        content, counted = pdf_guard.remade(photos.pdf(pages))

        assert (content[:5], counted) == (b"%PDF-", pages)

    def test_of_a_word_processor_passes_without_its_author(self):
        content, _pages = pdf_guard.remade(photos.pdf_of_a_word_processor())

        assert not any(word in content for word in (b"Legok", b"OpenAction"))

    def test_that_contains_itself_comes_to_an_end(self):
        assert pdf_guard.remade(photos.pdf_of_many_layers())[1] == 1


class TestMark:
    def test_stands_on_every_page(self):
        content, _pages = pdf_guard.remade(photos.pdf(2))

        shown = pdf_guard.marked(content, text="Hanya untuk Bank Harkat - Budi")

        texts = [page.extract_text() for page in PdfReader(BytesIO(shown)).pages]
        assert [text.count("Hanya untuk Bank Harkat - Budi") for text in texts] == [3, 3]
