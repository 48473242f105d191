"""What a testimony is worth."""

from datetime import timedelta
from typing import Any

import pytest

from harkat.domain.witnessing import LIFE, MOST_WRONG_NIKS, WitnessState, state_of
from tests.moments import NOON

ENDS = NOON + LIFE


def state(**changed: Any) -> WitnessState:
    facts: dict[str, Any] = {
        "is_confirmed": None,
        "used_at": None,
        "wrong_niks": 0,
        "ends_at": ENDS,
        "at": NOON,
    }
    return state_of(**{**facts, **changed})


class TestTestimony:
    @pytest.mark.parametrize(
        ("changed", "expected"),
        [
            ({}, WitnessState.WAITING),
            ({"is_confirmed": True}, WitnessState.CONFIRMED),
            ({"is_confirmed": False}, WitnessState.DECLINED),
            ({"is_confirmed": True, "used_at": NOON}, WitnessState.USED),
            ({"at": ENDS}, WitnessState.OVER),
            ({"at": ENDS - timedelta(seconds=1)}, WitnessState.WAITING),
            ({"is_confirmed": True, "at": ENDS}, WitnessState.OVER),
            ({"is_confirmed": False, "at": ENDS}, WitnessState.DECLINED),
            ({"wrong_niks": MOST_WRONG_NIKS}, WitnessState.OVER),
            ({"wrong_niks": MOST_WRONG_NIKS - 1}, WitnessState.WAITING),
        ],
    )
    def test_is_worth_something_once_confirmed_and_not_old(self, changed, expected):
        assert state(**changed) is expected
