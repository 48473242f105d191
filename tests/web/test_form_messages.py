"""The Indonesian catalogue against what the libraries can say."""

import ast
import re
from importlib import resources
from pathlib import Path

import flask_wtf
import pytest
import wtforms

from harkat.domain.identity import InvalidNib, InvalidNik, InvalidPhone, NumberProblem
from harkat.domain.money import UnclearAmount
from harkat.domain.text import TextProblem, UnusableText
from harkat.domain.written_date import DateProblem, UnclearDate
from harkat.web.form_messages import (
    CATALOGUE,
    IndonesianMessages,
    amount_sentence,
    date_sentence,
    number_sentence,
    text_sentence,
)

UNWELCOME = re.compile(
    r"\b(valid|invalid|error|salah(?! satu)|gagal|lupa|token|CSRF|submit|field)\b", re.I
)
PLACEHOLDERS = re.compile(r"%\(\w+\)[ds]|%s|\{\w+\}")


def messages_of_the_shipped_template() -> set[str]:
    """Return every singular message of WTForms' translation template."""
    template = resources.files(wtforms).joinpath("locale/wtforms.pot").read_text("utf-8")
    return {
        ast.literal_eval(message)
        for message in re.findall(r'^msgid (".+")$', template, flags=re.MULTILINE)
        if message != '""'
    }


def messages_in_the_sources(*, package: str, calls: set[str]) -> set[str]:
    """Return the literal first arguments of these calls in all modules of a package."""
    found = set()
    for path in Path(package).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            argument = node.args[0]
            if name in calls and isinstance(argument, ast.Constant) and argument.value:
                found.add(argument.value)
    return {message for message in found if isinstance(message, str)}


class TestCatalogue:
    def test_has_every_message_of_the_template(self):
        assert messages_of_the_shipped_template() - set(CATALOGUE) == set()

    def test_has_every_message_of_the_sources(self):
        spoken = messages_in_the_sources(package=wtforms.__file__, calls={"gettext", "ngettext"})

        assert len(spoken) > 30
        assert spoken - set(CATALOGUE) == set()

    def test_has_every_message_of_flask_wtf(self):
        spoken = messages_in_the_sources(
            package=flask_wtf.__file__,
            calls={"gettext", "ngettext", "_error_response"},
        ) | {
            message
            for message in messages_in_the_sources(
                package=str(Path(flask_wtf.__file__).with_name("csrf.py")),
                calls={"ValidationError"},
            )
            if "CSRF" in message
        }

        assert "The CSRF token has expired." in spoken
        assert spoken - set(CATALOGUE) == set()

    def test_keeps_the_places_for_values(self):
        for message, sentence in CATALOGUE.items():
            assert sorted(PLACEHOLDERS.findall(message)) == sorted(PLACEHOLDERS.findall(sentence))

    def test_has_short_sentences_without_blame(self):
        for sentence in CATALOGUE.values():
            assert not UNWELCOME.search(sentence), sentence
            assert all(len(part.split()) <= 15 for part in re.split(r"(?<=[.])\s", sentence))


class TestIndonesianMessages:
    def test_says_the_same_for_one_and_for_many(self):
        messages = IndonesianMessages()
        one = "Field must be at least %(min)d character long."
        many = "Field must be at least %(min)d characters long."

        assert messages.ngettext(one, many, 1) == messages.ngettext(one, many, 8)
        assert messages.ngettext(one, many, 8) % {"min": 8} == "Paling sedikit 8 huruf atau angka."

    def test_leaves_labels_alone(self):
        assert IndonesianMessages().gettext("Nama sesuai KTP") == "Nama sesuai KTP"

    def test_knows_the_message_that_is_built_before_it_is_looked_up(self):
        said = IndonesianMessages().gettext("File must be between 0 and 8000000 bytes.")

        assert said.startswith("Ukuran file ini tidak sesuai.")


class TestSentences:
    @pytest.mark.parametrize("problem", UnclearAmount.__subclasses__())
    def test_exist_for_every_unclear_amount(self, problem):
        assert amount_sentence(problem("?"))

    @pytest.mark.parametrize("reason", NumberProblem)
    @pytest.mark.parametrize("kind", [InvalidNik, InvalidNib, InvalidPhone])
    def test_exist_for_every_number(self, kind, reason):
        assert number_sentence(kind(reason, length=15, character="O", position=7)).endswith(".")

    @pytest.mark.parametrize("reason", TextProblem)
    def test_exist_for_every_text(self, reason):
        assert text_sentence(UnusableText(reason, length=10_000, limit=200)).endswith(".")

    @pytest.mark.parametrize("reason", sorted(set(DateProblem) - {DateProblem.DAY}))
    def test_exist_for_every_date(self, reason):
        assert date_sentence(UnclearDate(reason)).endswith(".")
