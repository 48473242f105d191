"""The form every page builds on, and all the fields a page may use.

A form speaks Indonesian, carries a key that makes sending it twice harmless, and keeps what was
typed until it can be read.
"""

import re
import secrets
from typing import TYPE_CHECKING, Any

from flask import request
from flask_wtf.file import FileField, FileRequired, MultipleFileField
from werkzeug.datastructures import CombinedMultiDict
from wtforms import Field, HiddenField
from wtforms.validators import StopValidation

from harkat.web.form_choices import CheckboxesField, ChoiceField, DropdownField, TickField
from harkat.web.form_fields import (
    DateFieldId,
    LongTextField,
    NameField,
    NibField,
    NikField,
    PhoneField,
    RupiahField,
    ShortTextField,
)
from harkat.web.form_figures import (
    AtLeast,
    AtMost,
    CodeField,
    NotInFuture,
    PasswordField,
    PercentField,
    WholeNumberField,
)
from harkat.web.form_messages import PAGE_TOO_OLD, IndonesianMessages

if TYPE_CHECKING:
    from wtforms import Form as FlaskForm  # which Flask-WTF's form is, but it carries no types
    from wtforms.meta import DefaultMeta as FlaskFormMeta
else:
    from flask_wtf import FlaskForm

    FlaskFormMeta = FlaskForm.Meta

__all__ = [
    "AtLeast",
    "AtMost",
    "CheckboxesField",
    "ChoiceField",
    "CodeField",
    "DateFieldId",
    "DropdownField",
    "FileField",
    "FileRequired",
    "HarkatForm",
    "HiddenField",
    "IdemKeyField",
    "LongTextField",
    "MultipleFileField",
    "NameField",
    "NibField",
    "NikField",
    "NotInFuture",
    "PasswordField",
    "PercentField",
    "PhoneField",
    "QueryForm",
    "RupiahField",
    "ShortTextField",
    "TickField",
    "WholeNumberField",
    "new_idem_key",
]

_SENDING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_IDEM_KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")
_MESSAGES = IndonesianMessages()


def new_idem_key() -> str:
    """Return a key that no other page carries."""
    return secrets.token_urlsafe(16)


class IdemKeyField(HiddenField):
    """The key under which an effect happens once, however often its form is sent."""

    data: str | None

    def __init__(self, **options: Any) -> None:
        """Make the key with the page."""
        super().__init__(default=new_idem_key, **options)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep the key of the page that was sent; anything else is no key."""
        sent = valuelist[0] if len(valuelist) == 1 else None
        is_key = isinstance(sent, str) and _IDEM_KEY.fullmatch(sent)
        self.data = sent if is_key else None

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - WTForms hands it over
        """Refuse a form without its key: whether it was sent before could not be told."""
        if self.data is None:
            raise StopValidation(PAGE_TOO_OLD)

    def _value(self) -> str:
        return self.data or new_idem_key()


class HarkatForm(FlaskForm):
    """A form that changes something."""

    class Meta(FlaskFormMeta):
        """What WTForms asks about the form."""

        def get_translations(self, form: Any) -> IndonesianMessages:  # noqa: ARG002
            """Return the Indonesian sentences."""
            return _MESSAGES

    idem_key = IdemKeyField()

    def __init__(self, **values: Any) -> None:
        """Fill the form from what was sent with this request, else from `obj` or values.

        A body that is no form counts as an empty form, so that it can never pass on defaults.
        """
        if "formdata" not in values:
            values["formdata"] = _sent()
        super().__init__(**values)

    def validate(self, extra_validators: Any = None) -> bool:
        """Read every field and tell whether all of them can be used."""
        is_valid = super().validate(extra_validators)
        token = self._fields.get(self.meta.csrf_field_name)
        if token is not None:
            token.errors = [_MESSAGES.gettext(message) for message in token.errors]
        return is_valid

    def validate_on_submit(self) -> bool:
        """Tell whether the form was sent with this request and can be used."""
        return request.method in _SENDING and self.validate()

    def refuse(self, sentence: str, *, field: Field | None = None) -> None:
        """Show a sentence of the programme's rules beside the field, or for the whole form."""
        if field is None:
            self.form_errors.append(sentence)
        else:
            field.errors = [*field.errors, sentence]


class QueryForm(FlaskForm):
    """A form that only asks: a calculator, a search, a filter. Its address can be shared."""

    class Meta(HarkatForm.Meta):
        """What WTForms asks about the form."""

        csrf = False

    def __init__(self, **values: Any) -> None:
        """Fill the form from the address, if the address asks anything."""
        values.setdefault("formdata", request.args or None)
        super().__init__(**values)

    @property
    def is_asked(self) -> bool:
        """Tell whether the address asks anything."""
        return bool(request.args)


def _sent() -> CombinedMultiDict[str, Any] | None:
    if request.method not in _SENDING:
        return None
    return CombinedMultiDict((request.files, request.form))
