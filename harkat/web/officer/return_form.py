"""The form with which a file goes back to its owner: one reason, and more if there are more."""

from collections.abc import Sequence
from typing import Any

from wtforms import Field
from wtforms.validators import ValidationError

from harkat.domain.reasons import Reason
from harkat.web.forms import DropdownField, LongTextField
from harkat.web.officer.forms import REASON_CHOICES, ReasonForm, reason_of

_TWICE = "Alasan ini sudah dipilih. Pilih yang lain, atau kosongkan."


def _code(number: int) -> DropdownField:
    return DropdownField(f"Alasan ke-{number}", choices=REASON_CHOICES, required=None)


def _next_step(number: int) -> LongTextField:
    return LongTextField(f"Langkah berikutnya untuk alasan ke-{number}", limit=300, required=None)


class ReturnForm(ReasonForm):
    """All that has to be mended: up to three reasons, each with its next step."""

    reason_code_2 = _code(2)
    next_step_2 = _next_step(2)
    reason_code_3 = _code(3)
    next_step_3 = _next_step(3)

    @property
    def further_parts(self) -> Sequence[tuple[Any, Any]]:
        """The boxes of the reasons after the first."""
        return (
            (self.reason_code_2, self.next_step_2),
            (self.reason_code_3, self.next_step_3),
        )

    @property
    def further_errors(self) -> bool:
        """Tell whether something is to be said about them."""
        return any(box.errors for part in self.further_parts for box in part)

    @property
    def further(self) -> tuple[Reason, ...]:
        """The reasons after the first, of a form that was read."""
        return tuple(
            reason_of(code.data, step.data, note=None)
            for code, step in self.further_parts
            if code.data
        )

    def validate_reason_code_2(self, field: Field) -> None:
        """Refuse a reason that was given already."""
        if field.data and field.data == self.reason_code.data:
            raise ValidationError(_TWICE)

    def validate_reason_code_3(self, field: Field) -> None:
        """Refuse a reason that was given already."""
        if field.data and field.data in {self.reason_code.data, self.reason_code_2.data}:
            raise ValidationError(_TWICE)
