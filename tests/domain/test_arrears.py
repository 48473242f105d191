"""The way out of arrears: reminders that make sense, and letters that say what was typed."""

from datetime import date, timedelta

import pytest

from harkat.domain.arrears import (
    MOST_DAYS_AHEAD,
    ArrearsWish,
    ReminderTooFar,
    check_reminder,
    usual_reminder,
)
from harkat.domain.arrears_letters import DOTS, LetterFacts, letter
from harkat.domain.money import Rupiah

TODAY = date(2026, 11, 23)


class TestReminder:
    @pytest.mark.parametrize("days", [1, 30, MOST_DAYS_AHEAD])
    def test_lies_ahead_but_not_too_far(self, days: int):
        check_reminder(TODAY + timedelta(days=days), today=TODAY)

    @pytest.mark.parametrize("days", [-1, 0, MOST_DAYS_AHEAD + 1])
    def test_is_refused_elsewhere(self, days: int):
        with pytest.raises(ReminderTooFar):
            check_reminder(TODAY + timedelta(days=days), today=TODAY)

    def test_is_usually_about_a_month_away(self):
        assert usual_reminder(today=TODAY) == date(2026, 12, 23)


def facts(**more: object) -> LetterFacts:
    given = {"sender": "Siti Aminah", "lender": "Koperasi Contoh", "written_on": TODAY, **more}
    return LetterFacts(**given)  # type: ignore[arg-type]


class TestLetter:
    @pytest.mark.parametrize("wish", list(ArrearsWish))
    def test_is_from_the_sender_to_the_lender(self, wish: ArrearsWish):
        draft = letter(wish, facts())

        assert draft.recipient == "Koperasi Contoh"
        assert draft.sender == "Siti Aminah"
        assert draft.place_and_day == "Jambi, 23 November 2026"
        assert draft.about_sender[0] == ("Nama", "Siti Aminah")

    @pytest.mark.parametrize("wish", list(ArrearsWish))
    def test_leaves_dots_for_what_was_not_typed(self, wish: ArrearsWish):
        assert letter(wish, facts()).about_sender[1:] == (
            ("Alamat", DOTS),
            ("Nomor HP", DOTS),
            ("Nomor pinjaman", DOTS),
        )

    def test_asks_for_the_sum_before_paying(self):
        assert any("rincian tertulis" in line for line in letter("lunasi", facts()).paragraphs)

    def test_names_the_reason_and_what_can_be_paid_in_digits_and_words(self):
        draft = letter(ArrearsWish.RELIEF, facts(reason="anak sakit", affordable=Rupiah(300_000)))

        assert "Sebabnya: anak sakit" in draft.paragraphs
        assert (
            "Saya sanggup membayar Rp300.000 (tiga ratus ribu rupiah) setiap bulan."
            in draft.paragraphs
        )

    def test_can_ask_for_relief_with_everything_left_open(self):
        assert (
            f"Saya sanggup membayar Rp{DOTS} setiap bulan."
            in letter(ArrearsWish.RELIEF, facts()).paragraphs
        )

    @pytest.mark.parametrize(
        ("paid_on", "said"), [(date(2026, 10, 2), "2 Oktober 2026"), (None, DOTS)]
    )
    def test_asks_for_proof_and_for_the_record_to_be_mended(self, paid_on: date, said: str):
        draft = letter(ArrearsWish.PROOF, facts(paid_on=paid_on))

        assert f"Pinjaman saya sudah lunas pada tanggal {said}." in draft.paragraphs
        assert any("SLIK diperbarui" in line for line in draft.paragraphs)
