"""Loads what every installation needs: areas, products with their rules, and the ceiling."""

import csv
from collections.abc import Iterator
from datetime import date, datetime
from importlib import resources

from sqlalchemy import select

from harkat.domain.ledger import EntryKind, programme_accounts
from harkat.domain.money import Rupiah
from harkat.extensions import db
from harkat.models.area import Kecamatan, Kelurahan
from harkat.models.bank import DatedSetting, LoanProduct
from harkat.models.ledger import FacilityChange
from harkat.models.training import TrainingCourse
from harkat.services import posting
from harkat.services.facility import book_change
from harkat.services.transaction import use_case

_RULES_FROM = date(2026, 1, 30)


@use_case
def load(*, at: datetime) -> bool:
    """Load the reference data once; return False when it is there already."""
    if db.session.scalar(select(Kecamatan.code).limit(1)):
        return False
    for row in _rows("kecamatan.csv"):
        db.session.add(
            Kecamatan(
                code=row["code"],
                name=row["kecamatan"],
                tile_row=int(row["row"]),
                tile_column=int(row["column"]),
            )
        )
    db.session.flush()
    db.session.add_all(
        Kelurahan(
            code=row["code"],
            name=row["name"],
            postcode=row["kode_pos"],
            kecamatan_code=row["kecamatan_code"],
        )
        for row in _rows("kelurahan.csv")
    )
    db.session.add_all(TrainingCourse(name=row["name"]) for row in _rows("training_courses.csv"))
    _load_products(at)
    _load_ceiling(at)
    return True


def _load_products(at: datetime) -> None:
    for row in _rows("loan_products.csv"):
        product = LoanProduct(
            code=row.pop("code"), name=row.pop("name"), is_for_groups=row.pop("for") == "group"
        )
        db.session.add(product)
        db.session.flush()
        db.session.add_all(
            DatedSetting(
                name=name,
                product_id=product.id,
                value=value,
                valid_from=_RULES_FROM,
                proposed_at=at,
                confirmed_at=at,
            )
            for name, value in row.items()
            if value
        )


def _load_ceiling(at: datetime) -> None:
    posting.open_accounts(programme_accounts())
    for row in _rows("facility.csv"):
        change = FacilityChange(
            kind=EntryKind.CEILING_SET,
            amount=Rupiah(int(row["ceiling"])),
            effective_on=date.fromisoformat(row["effective_on"]),
            note=row["note"],
            proposed_at=at,
            confirmed_at=at,
        )
        db.session.add(change)
        db.session.flush()
        book_change(change, actor_id=None, at=at)


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = resources.files("harkat.seed").joinpath(name).read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())
