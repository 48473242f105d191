"""Where the parts of a chart stand; the macros draw them as SVG with classes and words in HTML.

Lengths across are per cent of the chart's width, so that a chart fits every screen while its
words keep their size. Nothing here is an amount any more: only pictures of amounts.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate

Number = int | Decimal | Fraction

PLOT_HEIGHT = 176  # pixels between the base line and the highest grid line
LABEL_Y = PLOT_HEIGHT + 20
DARKEST_TILE = 3
_ROOM_FOR_NOW = Fraction(1, 3)  # of the width, on either side of a label in the middle
_ROUND_TENTHS = (10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100)


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One thing to compare: how much, and how that is written."""

    label: str
    value: Number
    text: str
    note: str = ""
    url: str = ""
    is_highlighted: bool = False


@dataclass(frozen=True, kw_only=True)
class DrawnBar:
    """A bar with its length in per cent of the longest."""

    bar: Bar
    width: str


@dataclass(frozen=True, kw_only=True)
class Bullet:
    """How far something has come, and where it should be by now, in per cent of the whole."""

    width: str
    goal_at: str


@dataclass(frozen=True, kw_only=True)
class Segment:
    """A part of a whole, with its place in one bar."""

    bar: Bar
    start: str
    width: str


@dataclass(frozen=True, kw_only=True)
class GridLine:
    """A height that is written beside the chart; pixels from its top."""

    y: int
    text: str


@dataclass(frozen=True, kw_only=True)
class AxisLabel:
    """A word under the chart."""

    x: str
    anchor: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Column:
    """One period: its column, its name where there is room, and the goal it is held against."""

    bar: Bar
    start: str
    middle: str
    width: str
    y: int
    height: int
    is_named: bool


@dataclass(frozen=True, kw_only=True)
class ColumnChart:
    """Columns over time with a goal for each."""

    columns: tuple[Column, ...]
    grid: tuple[GridLine, ...]
    goal_path: str
    height: int = PLOT_HEIGHT
    label_y: int = LABEL_Y


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What a coming period may bring: it lies between low and high in eight cases of ten."""

    label: str
    low: Number
    middle: Number
    high: Number


@dataclass(frozen=True, kw_only=True)
class ForecastChart:
    """A line of what happened, running on into a range; paths in a box of 100 by 100."""

    past_path: str
    middle_path: str
    range_path: str
    goal_y: str
    labels: tuple[AxisLabel, ...]
    grid: tuple[GridLine, ...]
    height: int = PLOT_HEIGHT
    label_y: int = LABEL_Y


@dataclass(frozen=True, kw_only=True)
class Tile:
    """One district on the tile map, with its place, its shade and its words."""

    row: int
    column: int
    label: str
    value: Number
    text: str
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class DrawnTile:
    """A tile with its shade: 0 for nothing, then 1 to 3 by thirds of the largest."""

    tile: Tile
    shade: int


def bar_list(bars: Sequence[Bar], *, whole: Number | None = None) -> tuple[DrawnBar, ...]:
    """Return bars on one scale: of `whole` if it is given, else of the longest."""
    scale = whole if whole is not None else max((bar.value for bar in bars), default=0)
    return tuple(DrawnBar(bar=bar, width=_percent(_share(bar.value, of=scale))) for bar in bars)


def bullet(*, value: Number, goal: Number, whole: Number) -> Bullet:
    """Return a bar within the whole and the mark where it should be by now."""
    return Bullet(width=_percent(_share(value, of=whole)), goal_at=_percent(_share(goal, of=whole)))


def stacked(parts: Sequence[Bar]) -> tuple[Segment, ...]:
    """Return the parts of one whole side by side, in the order given."""
    whole = sum((Fraction(part.value) for part in parts), Fraction())
    shares = [_share(part.value, of=whole) for part in parts]
    starts = accumulate(shares, initial=Fraction())
    return tuple(
        Segment(bar=part, start=_percent(start), width=_percent(share))
        for part, share, start in zip(parts, shares, starts, strict=False)
    )


def column_chart(
    bars: Sequence[Bar],
    *,
    goals: Sequence[Number] = (),
    write: Callable[[int], str],
    named_every: int = 1,
) -> ColumnChart:
    """Return one column for each period; `write` says how the grid's heights are written."""
    top = _round_top(max((*(bar.value for bar in bars), *goals), default=0))
    step = Fraction(1, len(bars)) if bars else Fraction(1)
    drawn = []
    for index, bar in enumerate(bars):
        height = round(_share(bar.value, of=top) * PLOT_HEIGHT)
        height = max(height, 2) if bar.value else 0
        drawn.append(
            Column(
                bar=bar,
                start=_percent(step * index + step / 6),
                middle=_percent(step * index + step / 2),
                width=_percent(step * 2 / 3),
                y=PLOT_HEIGHT - height,
                height=height,
                is_named=index % named_every == 0,
            )
        )
    path = " ".join(
        f"{'L' if index else 'M'}{_units(step * index)} {_units(1 - _share(goal, of=top))}"
        f" H{_units(step * (index + 1))}"
        for index, goal in enumerate(goals)
    )
    return ColumnChart(columns=tuple(drawn), grid=_grid(top, write=write), goal_path=path)


def forecast_chart(
    *,
    past: Sequence[Bar],
    expected: Sequence[Expected],
    goal: Number,
    write: Callable[[int], str],
) -> ForecastChart:
    """Return what was reached so far and the range of what may come, on one scale.

    :raises ValueError: if there is nothing yet to run on from
    """
    if not past:
        raise ValueError("a forecast runs on from what has happened")
    top = _round_top(max(goal, *(bar.value for bar in past), *(e.high for e in expected)))
    steps = max(len(past) + len(expected) - 1, 1)
    start = Fraction(len(past) - 1, steps)

    def point(index: int, value: Number) -> str:
        return f"{_units(Fraction(index, steps))} {_units(1 - _share(value, of=top))}"

    here = point(len(past) - 1, past[-1].value)
    later = list(enumerate(expected, start=len(past)))
    upper = [point(index, step.high) for index, step in later]
    lower = [point(index, step.low) for index, step in reversed(later)]
    return ForecastChart(
        past_path="M" + " L".join(point(index, bar.value) for index, bar in enumerate(past)),
        middle_path="M" + " L".join([here, *(point(i, step.middle) for i, step in later)]),
        range_path="M" + " L".join([here, *upper, *lower]) + " Z",
        goal_y=_units(1 - _share(goal, of=top)),
        labels=_ends_and_now(past, expected, now=start),
        grid=_grid(top, write=write),
    )


def _ends_and_now(
    past: Sequence[Bar], expected: Sequence[Expected], *, now: Fraction
) -> tuple[AxisLabel, ...]:
    """Return the labels of both ends, and of today where it has room between them on a phone."""
    last = expected[-1].label if expected else past[-1].label
    today = AxisLabel(x=_percent(now), anchor="middle", text=past[-1].label)
    return (
        AxisLabel(x="0%", anchor="start", text=past[0].label),
        *([today] if _ROOM_FOR_NOW <= now <= 1 - _ROOM_FOR_NOW else []),
        AxisLabel(x="100%", anchor="end", text=last),
    )


def tile_map(tiles: Sequence[Tile]) -> tuple[DrawnTile, ...]:
    """Return the tiles with their shades, from the largest value down."""
    largest = max((tile.value for tile in tiles), default=0)
    return tuple(DrawnTile(tile=tile, shade=_shade(tile.value, of=largest)) for tile in tiles)


def _shade(value: Number, *, of: Number) -> int:
    thirds = _share(value, of=of) * DARKEST_TILE
    return min(DARKEST_TILE, -(-thirds.numerator // thirds.denominator))


def _share(value: Number, *, of: Number) -> Fraction:
    """Return the part of a whole between nothing and all of it."""
    if of <= 0:
        return Fraction()
    return min(max(Fraction(value) / Fraction(of), Fraction()), Fraction(1))


def _percent(share: Fraction) -> str:
    return f"{_units(share)}%"


def _units(share: Fraction) -> str:
    hundredths = round(share * 10_000)
    return f"{hundredths // 100}.{hundredths % 100:02d}".rstrip("0").rstrip(".")


def _round_top(largest: Number) -> int:
    """Return an even number above that people count in, such as 12, 20 or 150 of a power of ten."""
    exact = Fraction(largest)
    needed = max(-(-exact.numerator // exact.denominator), 2)
    power: int = 10 ** (len(str(needed)) - 1)
    candidates = (power * tenths // 10 for tenths in _ROUND_TENTHS if power * tenths % 20 == 0)
    return next(candidate for candidate in candidates if candidate >= needed)


def _grid(top: int, *, write: Callable[[int], str]) -> tuple[GridLine, ...]:
    return tuple(
        GridLine(y=PLOT_HEIGHT - PLOT_HEIGHT * half // 2, text=write(top * half // 2))
        for half in (1, 2)
    )
