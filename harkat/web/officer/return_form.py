"""The form with which a file goes back to its owner: one reason, and more if there are more."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from wtforms import Field
from wtforms.validators import ValidationError

from harkat.domain.lifecycle import ENDED_LINES
from harkat.domain.reasons import Reason
from harkat.queries.decision_file import DecisionFile
from harkat.web.forms import DropdownField, LongTextField
from harkat.web.officer.forms import REASON_CHOICES, ReasonForm, reason_of

_EVERYBODY = "semua"
_TWICE = "Alasan ini sudah dipilih. Pilih yang lain, atau kosongkan."
_FOR_WHOM = "Pilih siapa yang memperbaiki. Alasannya hanya dibaca orang itu."


def _about(number: int) -> DropdownField:
    label = "Siapa yang memperbaiki" + (f" alasan ke-{number}" if number > 1 else "")
    return DropdownField(label, choices={}, required=None if number > 1 else _FOR_WHOM)


def _code(number: int) -> DropdownField:
    return DropdownField(f"Alasan ke-{number}", choices=REASON_CHOICES, required=None)


def _next_step(number: int) -> LongTextField:
    return LongTextField(f"Langkah berikutnya untuk alasan ke-{number}", limit=300, required=None)


class ReturnForm(ReasonForm):
    """All that has to be mended: up to three reasons, each with its next step and for whom."""

    about = _about(1)
    reason_code_2 = _code(2)
    next_step_2 = _next_step(2)
    about_2 = _about(2)
    reason_code_3 = _code(3)
    next_step_3 = _next_step(3)
    about_3 = _about(3)

    def offer(self, file: DecisionFile) -> None:
        """Ask of a group's file whom each reason is about; a single borrower is not asked."""
        live = [line for line in file.lines if line.status not in ENDED_LINES]
        choices = {_EVERYBODY: "Semua peminjam"} | {line.public_id: line.name for line in live}
        for whom in (self.about, self.about_2, self.about_3):
            if file.group:
                whom.choices = choices
            else:
                del self[whom.name]

    @property
    def further_parts(self) -> Sequence[tuple[Any, Any, Any]]:
        """The boxes of the reasons after the first; a single borrower's lack the last."""
        return tuple(
            (self[f"reason_code_{number}"], self[f"next_step_{number}"], self._whom(number))
            for number in (2, 3)
        )

    @property
    def further_errors(self) -> bool:
        """Tell whether something is to be said about them."""
        return any(box.errors for part in self.further_parts for box in part if box)

    @property
    def reason(self) -> Reason:
        """The first reason of a form that was read."""
        return replace(super().reason, about=_part(self._whom(1)))

    @property
    def further(self) -> tuple[Reason, ...]:
        """The reasons after the first, of a form that was read."""
        return tuple(
            replace(reason_of(code.data, step.data, note=None), about=_part(whom))
            for code, step, whom in self.further_parts
            if code.data
        )

    def validate_reason_code_2(self, field: Field) -> None:
        """Refuse a reason that was given to the same people already."""
        self._refuse_twice(field, 2, (1,))

    def validate_reason_code_3(self, field: Field) -> None:
        """Refuse a reason that was given to the same people already."""
        self._refuse_twice(field, 3, (1, 2))

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask of every reason that was chosen whom it is about."""
        is_fine = super().validate(extra_validators)
        for code, _step, whom in self.further_parts:
            if whom and code.data and not whom.data:
                whom.errors = [_FOR_WHOM]
                is_fine = False
        return is_fine

    def _refuse_twice(self, field: Field, number: int, earlier: Sequence[int]) -> None:
        given = [(self._code_of(each).data, _part(self._whom(each))) for each in earlier]
        if field.data and (field.data, _part(self._whom(number))) in given:
            raise ValidationError(_TWICE)

    def _code_of(self, number: int) -> Field:
        return self.reason_code if number == 1 else self[f"reason_code_{number}"]

    def _whom(self, number: int) -> Field | None:
        return self._fields.get("about" if number == 1 else f"about_{number}")


def _part(whom: Field | None) -> str | None:
    """Return the public id of the part that was chosen, or None for everybody's."""
    chosen: str | None = whom.data if whom else None
    return None if chosen == _EVERYBODY else chosen
