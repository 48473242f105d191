"""Questions answered by choosing: radios, a list to pick from, boxes to tick."""

from collections.abc import Mapping
from typing import Any, ClassVar

from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import StopValidation

from harkat.web import form_messages as sentences


class _OneOf(SelectField):
    """One answer of several."""

    when_empty: ClassVar[str] = "Pilih salah satu."

    def __init__(
        self,
        label: str,
        validators: list[Any] | None = None,
        *,
        choices: Mapping[Any, str] | None = None,
        hints: Mapping[Any, str] | None = None,
        required: str | None = "",
        **options: Any,
    ) -> None:
        """Offer stored values with their words; `hints` explain single answers."""
        offered = None if choices is None else dict(choices)
        super().__init__(label, validators, choices=offered, **options)
        self.hints = dict(hints or {})
        self.required = self.when_empty if required == "" else required
        self.flags.required = self.required is not None

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the one answer that was sent."""
        self.data = None
        if len(valuelist) > 1:
            raise ValueError(sentences.SENT_TWICE)
        if valuelist and not isinstance(valuelist[0], str):
            raise ValueError(sentences.NOT_TEXT)
        super().process_formdata([answer for answer in valuelist if answer])

    def pre_validate(self, form: Any) -> None:
        """Stop when nothing was chosen, with the sentence for it."""
        if self.process_errors:
            raise StopValidation
        if self.data is None:
            raise StopValidation(self.required or "")
        super().pre_validate(form)


class ChoiceField(_OneOf, RadioField):
    """One answer of a few, all of them in sight."""


class DropdownField(_OneOf):
    """One answer of many, from a list that opens."""


class CheckboxesField(SelectMultipleField):
    """Any answers of several."""

    def __init__(
        self,
        label: str,
        validators: list[Any] | None = None,
        *,
        choices: Mapping[Any, str] | None = None,
        hints: Mapping[Any, str] | None = None,
        required: str | None = None,
        **options: Any,
    ) -> None:
        """Offer stored values with their words; `required` asks for at least one."""
        offered = None if choices is None else dict(choices)
        super().__init__(label, validators, choices=offered, **options)
        self.hints = dict(hints or {})
        self.required = required
        self.flags.required = required is not None

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the answers that were sent."""
        if any(not isinstance(answer, str) for answer in valuelist):
            raise ValueError(sentences.NOT_TEXT)
        super().process_formdata(valuelist)

    def pre_validate(self, form: Any) -> None:
        """Stop when nothing was chosen."""
        if self.process_errors:
            raise StopValidation
        if not self.data:
            raise StopValidation(self.required or "")
        super().pre_validate(form)


class TickField(BooleanField):
    """A box that says yes; it never comes ticked by itself."""

    def __init__(self, label: str, *, required: str | None = None, **options: Any) -> None:
        """Make a box; `required` is what to say when the yes is needed and missing."""
        super().__init__(label, **options)
        self.required = required
        self.flags.required = required is not None

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - WTForms hands it over
        """Stop when the yes is missing."""
        if self.required and not self.data:
            raise StopValidation(self.required)
