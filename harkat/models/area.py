"""The city's kecamatan and kelurahan."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from harkat.extensions import Base


class Kecamatan(Base):
    """One of the eleven districts, with its tile on the map (row from north, column from west)."""

    __tablename__ = "kecamatan"

    code: Mapped[str] = mapped_column(String(8), primary_key=True)
    name: Mapped[str]
    tile_row: Mapped[int]
    tile_column: Mapped[int]


class Kelurahan(Base):
    """One of the 68 sub-districts."""

    __tablename__ = "kelurahan"

    code: Mapped[str] = mapped_column(String(13), primary_key=True)
    name: Mapped[str]
    postcode: Mapped[str]
    kecamatan_code: Mapped[str] = mapped_column(ForeignKey("kecamatan.code"), index=True)
    kecamatan: Mapped[Kecamatan] = relationship()
