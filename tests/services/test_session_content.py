"""Two requests of one browser at the same time lose nothing of each other."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harkat.services.session_content import joined

VALUES = st.one_of(st.integers(), st.none(), st.lists(st.integers(), max_size=3))
CONTENTS = st.dictionaries(st.sampled_from("abc"), VALUES)


class TestSessionContent:
    @pytest.mark.parametrize(
        ("before", "after", "stored", "content"),
        [
            ({}, {"a": 1}, {"b": 2}, {"a": 1, "b": 2}),
            ({"a": 1}, {}, {"a": 1, "b": 2}, {"b": 2}),
            ({"a": 1}, {"a": 1}, {"a": 5}, {"a": 5}),
            ({"a": 1}, {"a": 2}, {"a": 5}, {"a": 2}),
            ({"a": 1}, {"a": 1}, {}, {}),
            ({}, {"a": None}, {}, {"a": None}),
            ({"a": 1}, {}, {"a": 5}, {"a": 5}),
            ({"n": ["x"]}, {}, {"n": ["x", "y"]}, {"n": ["y"]}),
            ({"n": ["x"]}, {}, {"n": ["x"]}, {}),
            ({"n": ["x"]}, {}, {"n": ["x", "x"]}, {"n": ["x"]}),
            ({}, {"n": ["y"]}, {"n": ["x"]}, {"n": ["x", "y"]}),
            ({"n": ["x"]}, {"n": ["x", "y"]}, {}, {"n": ["y"]}),
            ({"n": ["x"]}, {"n": ["x", "y"]}, {"n": []}, {"n": ["y"]}),
        ],
        ids=[
            "set",
            "removed",
            "left alone",
            "changed by both",
            "removed by another",
            "none",
            "removed and set anew",
            "shown",
            "last shown",
            "said twice",
            "one each",
            "added to what went",
            "added to what was shown",
        ],
    )
    def test_is_what_is_stored_with_what_the_request_changed(
        self,
        before: dict[str, Any],
        after: dict[str, Any],
        stored: dict[str, Any],
        content: dict[str, Any],
    ):
        assert joined(before=before, after=after, stored=stored) == content

    @given(before=CONTENTS, after=CONTENTS)
    def test_is_the_requests_own_when_nobody_else_came(
        self, before: dict[str, Any], after: dict[str, Any]
    ):
        assert joined(before=before, after=after, stored=before) == after

    @given(before=CONTENTS, stored=CONTENTS)
    def test_is_the_others_when_the_request_changed_nothing(
        self, before: dict[str, Any], stored: dict[str, Any]
    ):
        assert joined(before=before, after=before, stored=stored) == stored
