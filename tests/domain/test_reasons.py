"""A reason always has a code, and always leads on."""

import pytest

from harkat.domain.reasons import MissingNextStep, Reason, ReasonCode


class TestReason:
    def test_has_a_code_a_next_step_and_perhaps_a_note(self):
        reason = Reason(code=ReasonCode.LATIH_1, next_step="Ikut pelatihan Balikat")

        assert (reason.code, reason.note) == (ReasonCode.LATIH_1, "")

    @pytest.mark.parametrize("next_step", ["", " ", "\n\t"])
    def test_that_leads_nowhere_is_refused(self, next_step: str):
        with pytest.raises(MissingNextStep):
            Reason(code=ReasonCode.LATIH_1, next_step=next_step)

    def test_has_a_code_people_can_say(self):
        assert {str(code) for code in ReasonCode} == {
            "DOK-1",
            "DATA-1",
            "LATIH-1",
            "KREDIT-1",
            "KREDIT-2",
            "USAHA-1",
            "USAHA-2",
            "MAMPU-1",
            "KEL-1",
            "ALAMAT-1",
            "GANDA-1",
        }
