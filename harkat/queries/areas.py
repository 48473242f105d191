"""The city's kecamatan and kelurahan, to choose from and to draw on the tile map."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from harkat.extensions import db
from harkat.models.area import Kecamatan, Kelurahan


@dataclass(frozen=True, kw_only=True)
class KecamatanRow:
    """A kecamatan with its tile, counted from the north-west corner of the map.

    For example ``KecamatanRow(code="15.71.09", name="Alam Barajo", tile_row=2, tile_column=0)``.
    """

    code: str
    name: str
    tile_row: int
    tile_column: int


@dataclass(frozen=True, kw_only=True)
class KelurahanRow:
    """One kelurahan, for example ``KelurahanRow(code="15.71.10.1003", name="Legok", ...)``."""

    code: str
    name: str
    kecamatan: str


def kecamatan_list() -> Sequence[KecamatanRow]:
    """Return the eleven kecamatan in alphabetical order."""
    return [
        KecamatanRow(
            code=row.code, name=row.name, tile_row=row.tile_row, tile_column=row.tile_column
        )
        for row in db.session.scalars(select(Kecamatan).order_by(Kecamatan.name))
    ]


def kelurahan_list() -> Sequence[KelurahanRow]:
    """Return the 68 kelurahan by kecamatan, both in alphabetical order."""
    rows = db.session.execute(
        select(Kelurahan.code, Kelurahan.name, Kecamatan.name)
        .join(Kecamatan)
        .order_by(Kecamatan.name, Kelurahan.name, Kelurahan.code)
    )
    return [
        KelurahanRow(code=code, name=name, kecamatan=kecamatan) for code, name, kecamatan in rows
    ]
