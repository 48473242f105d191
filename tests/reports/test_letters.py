"""Letters on paper: what was typed stands there as it was typed, and nothing of it is markup."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from harkat.domain.arrears import ArrearsWish
from harkat.domain.arrears_letters import LetterFacts, letter
from harkat.domain.money import Rupiah
from harkat.reports.letters import letter_pdf
from harkat.reports.paper_size import PaperSize
from tests.reports.reading import pages_of

HOSTILE = (
    '<font color="[[].__class__]">Siti</font>',
    '<img src="file:///etc/passwd"/>',
    "&lt;b&gt; {{7*7}} ${7*7} %s%n",
    "O'Brien (Nur'aini), S.Pd. \\n ) Tj ET",
)


def pdf(wish: ArrearsWish = ArrearsWish.RELIEF, **typed: object) -> bytes:
    facts = {"sender": "Siti Aminah", "lender": "Koperasi Contoh", **typed}
    draft = letter(wish, LetterFacts(written_on=date(2026, 11, 23), **facts))  # type: ignore[arg-type]
    return letter_pdf(draft, size=PaperSize.A4)


def words(content: bytes) -> str:
    return " ".join(" ".join(pages_of(content)).split())


class TestLetter:
    @pytest.mark.parametrize("wish", list(ArrearsWish))
    def test_says_what_the_screen_says(self, wish: ArrearsWish):
        facts = LetterFacts(
            sender="Siti", lender="Bank Contoh", written_on=date(2026, 11, 23), address="Jalan 1"
        )
        draft = letter(wish, facts)

        text = words(letter_pdf(draft, size=PaperSize.F4))

        for said in (draft.place_and_day, draft.subject, *draft.paragraphs, draft.closing):
            assert " ".join(said.split()) in text

    @pytest.mark.parametrize("text", HOSTILE)
    def test_writes_markup_as_text_and_fetches_nothing(self, text: str):
        content = pdf(sender=text, lender=text, address=text, loan_number=text, reason=text)

        assert words(content).count(" ".join(text.split())) == 6
        reader = PdfReader(BytesIO(content))
        assert "/JavaScript" not in str(reader.trailer)
        assert reader.pages[0].get("/Annots") is None
        assert b"/etc/passwd" not in content.replace(text.encode(), b"")

    def test_keeps_lines_and_breaks_what_is_longer_than_a_line(self):
        text = "baris satu\nbaris dua\n" + "x" * 300

        (page,) = pages_of(pdf(reason=text))

        assert "baris satu\nbaris dua\n" in page
        assert page.replace("\n", "").count("x" * 300) == 1

    def test_takes_a_second_page_rather_than_leave_the_sheet(self):
        pages = pages_of(pdf(reason="\n".join(f"baris {number}" for number in range(30))))

        assert len(pages) == 2
        assert "Hormat saya," in pages[1]

    @pytest.mark.parametrize(
        ("size", "millimetres"), [(PaperSize.A4, (210, 297)), (PaperSize.F4, (215, 330))]
    )
    def test_fits_the_sheets_of_offices(self, size: PaperSize, millimetres: tuple[int, int]):
        draft = letter(
            ArrearsWish.PROOF,
            LetterFacts(sender="S", lender="B", written_on=date(2026, 11, 23)),
        )
        box = PdfReader(BytesIO(letter_pdf(draft, size=size))).pages[0].mediabox

        found = tuple(round(float(side) / 72 * 25.4) for side in (box.width, box.height))
        assert found == millimetres

    def test_is_the_same_file_for_the_same_words(self):
        assert pdf(affordable=Rupiah(300_000)) == pdf(affordable=Rupiah(300_000))
