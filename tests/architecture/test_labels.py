"""Each status, grade and role has an Indonesian word."""

import importlib
import pkgutil
from collections.abc import Iterator
from enum import Enum

import pytest

from harkat import domain
from harkat.web.labels import WORDS


def kinds() -> Iterator[type[Enum]]:
    """Yield the enumerations of the domain that people read as they are."""
    for module in pkgutil.iter_modules(domain.__path__, "harkat.domain."):
        for value in vars(importlib.import_module(module.name)).values():
            is_own = isinstance(value, type) and value.__module__ == module.name
            if is_own and issubclass(value, Enum) and is_read(value.__name__):
                yield value


def is_read(name: str) -> bool:
    return name.endswith("Status") or name in {"Kolektibilitas", "Role"}


class TestLabels:
    @pytest.mark.parametrize("kind", sorted(kinds(), key=lambda kind: kind.__name__))
    def test_know_each_status_grade_and_role(self, kind: type[Enum]):
        assert kind in WORDS

    @pytest.mark.parametrize("kind", list(WORDS))
    def test_name_every_member_of_a_kind(self, kind: type[Enum]):
        assert set(WORDS[kind]) == set(kind)
