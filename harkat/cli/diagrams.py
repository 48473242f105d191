"""Draws the lifecycles from the tables the program itself obeys."""

from pathlib import Path

import click

from harkat.domain.lifecycle import Lifecycle
from harkat.domain.request_lifecycles import LIFECYCLES

_HEAD = (
    "# Lifecycles\n\n"
    "Drawn by `make diagrams` from `harkat/domain/lifecycle.py` and\n"
    "`request_lifecycles.py`; do not edit by hand.\n"
)


@click.command("diagrams")
@click.option(
    "--into",
    type=click.Path(path_type=Path),
    default=Path("docs/lifecycle.md"),
    show_default=True,
    help="File yang ditulis.",
)
def diagrams(into: Path) -> None:
    """Gambar diagram status untuk dokumentasi."""
    into.write_text(drawn(), encoding="utf-8")
    click.echo(f"{into} ditulis.")


def drawn() -> str:
    """Return the page with one state diagram per lifecycle."""
    return _HEAD + "".join(_section(lifecycle) for lifecycle in LIFECYCLES)


def _section(lifecycle: Lifecycle) -> str:
    arrows = "".join(
        f"    {before} --> {after}: {event}\n" for (before, event), after in lifecycle.steps.items()
    )
    leaving = {before for before, _event in lifecycle.steps}
    ends = "".join(
        f"    {status} --> [*]\n"
        for status in dict.fromkeys(lifecycle.steps.values())
        if status not in leaving
    )
    return (
        f"\n## {lifecycle.name}\n\n```mermaid\nstateDiagram-v2\n"
        f"    [*] --> {lifecycle.initial}\n{arrows}{ends}```\n"
    )
