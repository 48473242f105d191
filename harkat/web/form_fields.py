"""Boxes to write in: each reads its text once, into the value the rest of the system speaks.

What cannot be read comes back as it was typed, with a sentence that says how to mend it.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, NoReturn

from markupsafe import Markup
from wtforms import Field
from wtforms.validators import StopValidation
from wtforms.widgets import DateInput, TelInput, TextArea, TextInput

from harkat import clock
from harkat.domain import identity, money, text, written_date
from harkat.domain.money import Rupiah
from harkat.web import form_messages as sentences

NUMERIC = {"inputmode": "numeric", "autocomplete": "off"}
_BLANK = re.compile(r"[\s\u115f\u1160\u200b-\u200f\u2060\u2800\u3164\ufeff\uffa0]*")


class WrittenField(Field):
    """A box whose text becomes one value; empty is `None`."""

    widget: Any = TextInput()
    attributes: ClassVar[Mapping[str, str]] = {}
    usual_label: ClassVar[str] = ""
    when_empty: ClassVar[str | None] = "Isian ini masih kosong."

    def __init__(
        self,
        label: str = "",
        validators: list[Any] | None = None,
        *,
        required: str | None = "",
        render_kw: Mapping[str, object] | None = None,
        **options: Any,
    ) -> None:
        """Make a box; `required` says what to say when it is empty, and `None` that it may be."""
        rendered = {**self.attributes, **(render_kw or {})}
        super().__init__(label or self.usual_label, validators, render_kw=rendered, **options)
        self.required = self.when_empty if required == "" else required
        self.flags.required = self.required is not None

    def read(self, typed: str) -> object:
        """Return the value of a text that is not blank.

        :raises ValueError: with the sentence to show
        """
        raise NotImplementedError

    def written(self, value: Any) -> str:
        """Return how a value that is known already stands in the box."""
        return str(value)

    def _value(self) -> str:
        if self.raw_data:
            return self.raw_data[0] if isinstance(self.raw_data[0], str) else ""
        return "" if self.data is None else self.written(self.data)

    @property
    def text_shown(self) -> str:
        """What the page writes into the box."""
        return self._value()

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was sent, which must be one text."""
        self.data = None
        if len(valuelist) > 1:
            raise ValueError(sentences.SENT_TWICE)
        for typed in valuelist:
            if not isinstance(typed, str):
                raise ValueError(sentences.NOT_TEXT)
            if not _BLANK.fullmatch(typed):
                self.data = self.read(typed)

    def pre_validate(self, form: object) -> None:  # noqa: ARG002 - WTForms hands it over
        """Stop with the reading's own sentence, or with the one for an empty box."""
        if self.process_errors:
            raise StopValidation
        if self.data is None:
            raise StopValidation(self.required or "")


class ShortTextField(WrittenField):
    """One line of text; markup in it is text."""

    data: str | None
    usual_limit: ClassVar[int] = text.NAME_LIMIT

    def __init__(self, *positional: Any, limit: int | None = None, **options: Any) -> None:
        """Make a box for at most `limit` characters."""
        super().__init__(*positional, **options)
        self.limit = limit or self.usual_limit

    def read(self, typed: str) -> str | None:
        """Return the tidied text, or nothing where only what nobody can see was typed."""
        try:
            return self.tidied(typed) or None
        except text.UnusableText as problem:
            raise ValueError(sentences.text_sentence(problem)) from None

    def tidied(self, typed: str) -> str:
        """Return the text in one line."""
        return text.one_line(typed, limit=self.limit)


class LongTextField(ShortTextField):
    """Some lines of text."""

    widget: Any = TextArea()
    attributes = {"rows": "4"}  # noqa: RUF012 - a ClassVar in the parent
    usual_limit = 1000

    def tidied(self, typed: str) -> str:
        """Return the text with its lines."""
        return text.several_lines(typed, limit=self.limit)


class NameField(ShortTextField):
    """The name of a person, as on the identity card: one box, no first and last name."""

    attributes = {"autocomplete": "name", "spellcheck": "false"}  # noqa: RUF012
    usual_label = "Nama sesuai KTP"
    when_empty = "Isi nama sesuai KTP."

    def tidied(self, typed: str) -> str:
        """Return the tidied name."""
        return text.personal_name(typed, limit=self.limit)


class RupiahField(WrittenField):
    """An amount of money, with or without its points."""

    data: Rupiah | None
    attributes = NUMERIC
    when_empty = "Isi jumlah dalam rupiah."

    def read(self, typed: str) -> Rupiah:
        """Return the amount."""
        try:
            return money.parse_rupiah(typed)
        except money.UnclearAmount as problem:
            raise ValueError(sentences.amount_sentence(problem)) from None

    def written(self, value: Rupiah) -> str:
        """Return the amount without the sign that stands before the box."""
        return money.format_rupiah(value).replace("Rp", "")


class NikField(WrittenField):
    """A NIK; `data` is its digits and `nik` what they say about their holder."""

    data: str | None
    nik: identity.Nik | None = None
    attributes = NUMERIC
    usual_label = "NIK"
    when_empty = "Isi NIK Anda, 16 angka di KTP."

    def read(self, typed: str) -> str:
        """Return the sixteen digits."""
        try:
            self.nik = identity.parse_nik(typed, today=clock.today())
        except identity.InvalidNik as problem:
            _refuse_number(problem)
        return self.nik.digits


class PhoneField(WrittenField):
    """A mobile number, however it is written; `data` is E.164."""

    data: str | None
    widget = TelInput()
    attributes = {"autocomplete": "tel"}  # noqa: RUF012
    usual_label = "Nomor HP"
    when_empty = "Isi nomor HP Anda."

    def read(self, typed: str) -> str:
        """Return the number with its country."""
        try:
            return identity.parse_phone(typed)
        except identity.InvalidPhone as problem:
            _refuse_number(problem)

    def written(self, value: str) -> str:
        """Return the number as it is dialled."""
        return identity.phone_national(value)


class NibField(WrittenField):
    """A business number of thirteen digits, which a business may not have yet."""

    data: str | None
    attributes = NUMERIC
    usual_label = "NIB"
    when_empty = None

    def read(self, typed: str) -> str:
        """Return the thirteen digits."""
        try:
            return identity.parse_nib(typed)
        except identity.InvalidNib as problem:
            _refuse_number(problem)


class DateBox(DateInput):
    """A date box, or a plain one when what was typed is nothing a date box could show."""

    def __call__(self, field: Any, **kwargs: Any) -> Markup:
        """Draw the box."""
        if field.data is None and field.raw_data and any(field.raw_data):
            kwargs["type"] = "text"
        return super().__call__(field, **kwargs)


class DateFieldId(WrittenField):
    """A day, from a browser's date box or written day first."""

    data: date | None
    widget = DateBox()
    when_empty = "Isi tanggal."

    def read(self, typed: str) -> date:
        """Return the day."""
        try:
            return written_date.parse_date(typed)
        except written_date.UnclearDate as problem:
            raise ValueError(sentences.date_sentence(problem)) from None

    def written(self, value: date) -> str:
        """Return the day as a date box wants it."""
        return value.isoformat()

    def _value(self) -> str:
        return super()._value() if self.data is None else self.written(self.data)


def _refuse_number(problem: identity.InvalidNumber) -> NoReturn:
    raise ValueError(sentences.number_sentence(problem)) from None
