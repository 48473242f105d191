"""Measures contestants in turn, round after round, so that a noisy machine is noisy for all.

Counted is the time of the processor: what others take of a shared machine is left out.
"""

import gc
from collections.abc import Callable, Mapping, Sequence
from statistics import median
from time import process_time
from typing import NamedTuple

Contestant = Callable[[], object]

_LEAST_SECONDS_A_TURN = 0.004


class Measured(NamedTuple):
    """What one contestant needs for one call, and how many times that of the first contestant."""

    name: str
    seconds: float
    ratio: float


def measured(contestants: Mapping[str, Contestant], *, rounds: int = 101) -> Sequence[Measured]:
    """Return the medians over the rounds; a ratio is the median of the ratios in each round.

    In a round everybody has one turn of as many calls as take a few milliseconds: short ones are
    seldom interrupted.
    """
    calls = {name: _calls_a_turn(contestant) for name, contestant in contestants.items()}
    gc.collect()
    gc.disable()
    try:
        turns = [
            {
                name: _seconds(contestant, calls[name]) / calls[name]
                for name, contestant in contestants.items()
            }
            for _ in range(rounds)
        ]
    finally:
        gc.enable()
    first = next(iter(contestants))
    return [
        Measured(
            name=name,
            seconds=median(turn[name] for turn in turns),
            ratio=median(turn[name] / turn[first] for turn in turns),
        )
        for name in contestants
    ]


def as_table(results: Sequence[Measured], *, unit: str, per: int = 1) -> str:
    """Return the results as a Markdown table; `per` is how many of the unit one call makes."""
    lines = [f"| {unit} | µs | × the first |", "|---|---|---|"]
    for name, seconds, ratio in results:
        lines.append(f"| {name} | {_short(seconds * 1e6 / per)} | {_short(ratio)} |")
    return "\n".join(lines)


def _calls_a_turn(contestant: Contestant) -> int:
    calls = 1
    while (taken := _seconds(contestant, calls)) < _LEAST_SECONDS_A_TURN / 2:
        calls *= 2 if taken else 16
    return calls


def _seconds(contestant: Contestant, calls: int) -> float:
    begun = process_time()
    for _ in range(calls):
        contestant()
    return process_time() - begun


def _short(number: float) -> str:
    return f"{number:.2f}" if number < 10 else f"{number:,.0f}"
