"""The list of mutations cannot rot: each text it would change stands in its file exactly once."""

import re
from pathlib import Path

import pytest

from tests.mutation.mutations import MUTATIONS, Mutation

TREE = Path(__file__).parents[2]


class TestMutations:
    @pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
    def test_find_what_they_break(self, mutation: Mutation):
        source = (TREE / mutation.file).read_text(encoding="utf-8")

        assert source.count(mutation.old) == 1
        assert mutation.new != mutation.old

    @pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
    def test_stay_python(self, mutation: Mutation):
        source = (TREE / mutation.file).read_text(encoding="utf-8")

        compile(source.replace(mutation.old, mutation.new), mutation.file, "exec")

    @pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
    def test_name_tests_that_exist(self, mutation: Mutation):
        file, _, subject = mutation.tests.partition("::")

        text = (TREE / file).read_text(encoding="utf-8")
        assert not subject or f"class {subject}" in text
        words = set(re.findall(r"\w+", mutation.only)) - {"sqlite", "and", "or", "not"}
        assert [word for word in words if word.lower() not in text.lower()] == []

    def test_have_a_name_each(self):
        names = [mutation.name for mutation in MUTATIONS]

        assert len(set(names)) == len(names) >= 45
