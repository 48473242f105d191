"""A module carries its subject's name and is short enough to be read at one sitting."""

from pathlib import Path

from tests.architecture.sources import modules

MOST_LINES = 350
NAMES_WITHOUT_A_SUBJECT = {"common", "helper", "helpers", "manager", "misc", "util", "utils"}


class TestModules:
    def test_are_short(self):
        long_modules = [
            module.path
            for module in modules("harkat")
            if len(module.source.splitlines()) > MOST_LINES
        ]

        assert long_modules == []

    def test_are_named_for_their_subject(self):
        nameless = [
            module.path
            for module in modules("harkat", "tests", "scripts", "migrations")
            if not NAMES_WITHOUT_A_SUBJECT.isdisjoint(words_of(module.path))
        ]

        assert nameless == []


def words_of(path: str) -> set[str]:
    """Return the words of which a path's folders and file are named."""
    return {word for part in Path(path).with_suffix("").parts for word in part.split("_")}
