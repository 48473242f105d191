"""Where the parts of a chart stand."""

from fractions import Fraction

import pytest

from harkat.domain.money import Rupiah
from harkat.web.charts import (
    PLOT_HEIGHT,
    Bar,
    Expected,
    Tile,
    bar_list,
    bullet,
    column_chart,
    forecast_chart,
    stacked,
    tile_map,
)


def bar(value, label="") -> Bar:
    return Bar(label=label, value=value, text=str(value))


def tile(value) -> Tile:
    return Tile(row=0, column=0, label="Jelutung", value=value, text=str(value))


class TestBarList:
    def test_measures_by_the_longest(self):
        assert [drawn.width for drawn in bar_list([bar(801), bar(267)])] == ["100%", "33.33%"]

    def test_measures_by_the_whole_that_is_given(self):
        assert bar_list([bar(Rupiah(300))], whole=Rupiah(110_000))[0].width == "0.27%"

    @pytest.mark.parametrize("bars", [[], [bar(0)], [bar(0), bar(0)]])
    def test_draws_nothing_of_nothing(self, bars):
        assert {drawn.width for drawn in bar_list(bars)} <= {"0%"}


class TestBullet:
    def test_stands_within_the_whole(self):
        drawn = bullet(value=Rupiah(300), goal=Rupiah(5500), whole=Rupiah(110_000))

        assert (drawn.width, drawn.goal_at) == ("0.27%", "5%")

    def test_never_leaves_the_chart(self):
        drawn = bullet(value=3, goal=-1, whole=2)

        assert (drawn.width, drawn.goal_at) == ("100%", "0%")


class TestStacked:
    def test_sets_parts_side_by_side(self):
        drawn = stacked([bar(180), bar(40), bar(20)])

        assert [(part.start, part.width) for part in drawn] == [
            ("0%", "75%"),
            ("75%", "16.67%"),
            ("91.67%", "8.33%"),
        ]

    def test_draws_nothing_of_nothing(self):
        assert [part.width for part in stacked([bar(0)])] == ["0%"]


class TestColumnChart:
    def test_stands_on_the_base_line(self):
        chart = column_chart([bar(50), bar(100)], write=str)

        assert [(c.start, c.width, c.y, c.height) for c in chart.columns] == [
            ("8.33%", "33.33%", PLOT_HEIGHT // 2, PLOT_HEIGHT // 2),
            ("58.33%", "33.33%", 0, PLOT_HEIGHT),
        ]

    def test_shows_little_but_not_nothing(self):
        chart = column_chart([bar(0), bar(1), bar(10_000)], write=str)

        assert [column.height for column in chart.columns] == [0, 2, PLOT_HEIGHT]

    def test_steps_along_its_goals(self):
        chart = column_chart([bar(50), bar(100)], goals=[50, 100], write=str)

        assert chart.goal_path == "M0 50 H50 L50 0 H100"

    def test_has_a_height_for_goals_above_the_columns(self):
        chart = column_chart([bar(1)], goals=[74], write=str)

        assert [(line.y, line.text) for line in chart.grid] == [(PLOT_HEIGHT // 2, "40"), (0, "80")]

    def test_names_as_many_periods_as_there_is_room_for(self):
        chart = column_chart([bar(1)] * 6, write=str, named_every=3)

        assert [column.is_named for column in chart.columns] == [True, False, False] * 2

    def test_may_be_empty(self):
        assert column_chart([], write=str).columns == ()

    @pytest.mark.parametrize(
        ("largest", "top"),
        [(0, "2"), (3, "4"), (74, "80"), (101, "120"), (110, "120"), (Fraction(7, 2), "4")],
    )
    def test_ends_at_a_round_height(self, largest, top):
        assert column_chart([bar(largest)], write=str).grid[1].text == top


class TestForecastChart:
    def test_runs_on_from_what_was_reached(self):
        chart = forecast_chart(
            past=[bar(0, "Jan"), bar(20, "Feb")],
            expected=[Expected(label="Mar", low=40, middle=50, high=80)],
            goal=100,
            write=str,
        )

        assert chart.past_path == "M0 100 L50 80"
        assert chart.middle_path == "M50 80 L100 50"
        assert chart.range_path == "M50 80 L100 20 L100 60 Z"
        assert chart.goal_y == "0"
        assert [(label.x, label.text) for label in chart.labels] == [
            ("0%", "Jan"),
            ("50%", "Feb"),
            ("100%", "Mar"),
        ]

    def test_may_have_nothing_to_expect(self):
        chart = forecast_chart(past=[bar(20, "Feb")], expected=[], goal=100, write=str)

        assert chart.labels[-1].text == "Feb"

    def test_leaves_out_today_where_it_would_run_into_an_end(self):
        chart = forecast_chart(
            past=[bar(number, f"m{number}") for number in range(4)],
            expected=[Expected(label="Des 2027", low=4, middle=5, high=6)],
            goal=100,
            write=str,
        )

        assert [label.text for label in chart.labels] == ["m0", "Des 2027"]

    def test_needs_a_past(self):
        with pytest.raises(ValueError, match="runs on"):
            forecast_chart(past=[], expected=[], goal=100, write=str)


class TestTileMap:
    def test_shades_by_thirds_of_the_largest(self):
        shades = [drawn.shade for drawn in tile_map([tile(v) for v in (0, 1, 30, 31, 60, 61, 90)])]

        assert shades == [0, 1, 1, 2, 2, 3, 3]

    def test_shades_nothing_when_there_is_nothing(self):
        assert [drawn.shade for drawn in tile_map([tile(0)])] == [0]
