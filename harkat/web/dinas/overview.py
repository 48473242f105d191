"""The first screen: the absorbed amount, and the figures of every bank and kecamatan."""

from collections.abc import Sequence

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.money import format_short
from harkat.domain.roles import Permission
from harkat.queries import arrears, facility
from harkat.queries.complaints import overdue_complaints
from harkat.queries.facility import Figure, KecamatanFigures, ProgrammeFigures
from harkat.web.access import requires, viewer
from harkat.web.charts import Bar, DrawnBar, DrawnTile, Tile, bar_list, tile_map
from harkat.web.dinas import dinas
from harkat.web.dinas.figures import FIGURES, SLUGS
from harkat.web.filters import MISSING


@dinas.get("")
@requires(Permission.PORTFOLIO_READ)
def overview() -> ResponseReturnValue:
    """Show what the facility's ledger says now."""
    figures = facility.overview(on=clock.today())
    return render_template(
        "dinas/overview.html",
        figures=figures,
        # What no bank has yet is the last row, so that the columns add up to the programme.
        bank_rows=[*figures.banks, None],
        bar=_absorbed(figures.programme),
        tiles=_tiles(figures.kecamatan),
        arrears=arrears.figures(viewer=viewer(), on=clock.today()),
        may_follow=viewer().has(Permission.ARREARS_FOLLOW),
        slugs=SLUGS,
        words={str(figure): words for figure, words in FIGURES.items()},
        overdue_complaints=overdue_complaints(viewer(), on=clock.today()),
        can_read_complaints=viewer().has(Permission.COMPLAINT_READ),
        at=clock.now(),
    )


def _absorbed(programme: ProgrammeFigures) -> tuple[DrawnBar, ...]:
    return bar_list(
        [
            Bar(
                label=FIGURES[Figure.DISBURSED].title,
                value=programme.disbursed,
                text=f"dari {format_short(programme.ceiling)}",
            )
        ],
        whole=programme.ceiling,
    )


def _tiles(rows: Sequence[KecamatanFigures]) -> tuple[DrawnTile, ...]:
    return tile_map(
        [
            Tile(
                row=row.kecamatan.tile_row,
                column=row.kecamatan.tile_column,
                label=row.kecamatan.name,
                value=row.disbursed,
                text=format_short(row.disbursed) if row.disbursed else MISSING,
                url=url_for(
                    "dinas.list",
                    figure=FIGURES[Figure.DISBURSED].slug,
                    kecamatan=row.kecamatan.code,
                ),
            )
            for row in rows
        ]
    )
