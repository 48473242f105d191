"""Names and notes as people type them, and as others do."""

import pytest

from harkat.domain.text import (
    TextProblem,
    UnusableText,
    one_line,
    personal_name,
    several_lines,
)

ZERO_WIDTH_JOINER = "\u200d"
RIGHT_TO_LEFT_OVERRIDE = "\u202e"
HANGUL_FILLER = "\u3164"
CYRILLIC_A = "\u0410"


class TestOneLine:
    @pytest.mark.parametrize(
        "text",
        [
            "<script>alert(1)</script>",
            '"><img src=x onerror=alert(1)>',
            "javascript:alert(1)",
            "{{7*7}} ${7*7} {config}",
            "%s%s%n",
            "../../etc/passwd",
            "null",
            "Kue Bunda \U0001f370",
        ],
    )
    def test_keeps_text_as_text(self, text):
        assert one_line(text, limit=100) == text

    def test_drops_what_nobody_sees(self):
        typed = f"Si{ZERO_WIDTH_JOINER}ti {RIGHT_TO_LEFT_OVERRIDE}Aminah\ufeff"

        assert one_line(typed, limit=100) == "Siti Aminah"

    def test_makes_single_spaces_of_every_white_space(self):
        assert one_line("  Siti\t\u00a0 Aminah \n", limit=100) == "Siti Aminah"

    def test_composes_letters_so_that_one_name_is_one_text(self):
        assert one_line("Rene\u0301", limit=100) == one_line("Ren\u00e9", limit=100)

    @pytest.mark.parametrize("text", ["", "   ", HANGUL_FILLER, "\u200b\u2800"])
    def test_finds_nothing_in_blanks(self, text):
        assert one_line(text, limit=100) == ""

    @pytest.mark.parametrize(
        "text", ["a\x00b", "a\x1b[0m", "\x85", "\ud800", "\ufffd\ufffd", "\uffff"]
    )
    def test_refuses_what_nobody_can_read(self, text):
        with pytest.raises(UnusableText) as refusal:
            one_line(text, limit=100)

        assert refusal.value.reason is TextProblem.UNREADABLE

    @pytest.mark.parametrize("text", ["a\r\nBcc: b", "a\nb", "a\rb"])
    def test_refuses_a_second_line(self, text):
        with pytest.raises(UnusableText) as refusal:
            one_line(text, limit=100)

        assert refusal.value.reason is TextProblem.SEVERAL_LINES

    def test_refuses_a_flood_of_marks(self):
        with pytest.raises(UnusableText) as refusal:
            one_line("S" + "\u0335\u0336\u0337\u0338" + "iti", limit=100)

        assert refusal.value.reason is TextProblem.TOO_MANY_MARKS

    def test_counts_after_tidying(self):
        assert one_line("a   b", limit=3) == "a b"

    def test_refuses_more_than_the_limit_and_says_both_lengths(self):
        with pytest.raises(UnusableText) as refusal:
            one_line("x" * 10_000, limit=200)

        assert refusal.value.reason is TextProblem.TOO_LONG
        assert (refusal.value.length, refusal.value.limit) == (10_000, 200)


class TestSeveralLines:
    def test_keeps_lines_and_one_empty_line_between(self):
        typed = " Tambah etalase. \r\n\r\n\r\n\r\nBeli   rak.\r\n"

        assert several_lines(typed, limit=100) == "Tambah etalase.\n\nBeli rak."

    def test_refuses_more_than_the_limit(self):
        with pytest.raises(UnusableText):
            several_lines("a\nb", limit=2)


class TestPersonalName:
    @pytest.mark.parametrize(
        "typed",
        [
            "O'Brien",
            "Nur'aini, S.Pd.",
            "M",
            "Suharto",
            "Null",
            "\u0633\u064a\u062a\u064a",  # Siti in Jawi
            "\u0645\u064f\u062d\u064e\u0645\u064e\u0651\u062f",  # Muhammad with its vowel marks
            "Anak Agung Gde Ngurah " * 9,
        ],
    )
    def test_takes_every_name_people_have(self, typed):
        assert personal_name(typed) == typed.strip()

    def test_takes_two_hundred_characters(self):
        assert len(personal_name("a" * 200)) == 200

    @pytest.mark.parametrize(
        ("typed", "reason"),
        [
            ("12345", TextProblem.NO_LETTER),
            ("\U0001f370", TextProblem.NO_LETTER),
            (f"{CYRILLIC_A}hmad", TextProblem.MIXED_SCRIPTS),
            ("a" * 201, TextProblem.TOO_LONG),
        ],
    )
    def test_refuses_what_is_no_name(self, typed, reason):
        with pytest.raises(UnusableText) as refusal:
            personal_name(typed)

        assert refusal.value.reason is reason

    def test_leaves_it_to_the_form_to_ask_for_a_missing_name(self):
        assert personal_name(" ") == ""
