"""Loads what every installation needs: areas, products, the ceiling, holidays and other rates."""

import csv
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from importlib import resources
from typing import Any

from sqlalchemy import select

from harkat.domain.ledger import EntryKind, programme_accounts
from harkat.domain.lender_rates import BorrowedFor, LenderKind, RateBasis, RatePer
from harkat.domain.money import Rupiah
from harkat.extensions import db
from harkat.models.area import Kecamatan, Kelurahan
from harkat.models.bank import DatedSetting, LoanProduct
from harkat.models.ledger import FacilityChange
from harkat.models.lender_rates import LenderRateRow
from harkat.models.training import TrainingCourse
from harkat.services import posting
from harkat.services.facility import book_change
from harkat.services.holidays import seed_holidays
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
    db.session.add_all(
        TrainingCourse(name=row["name"], fits_sectors=row["fits"])
        for row in _rows("training_courses.csv")
    )
    _load_products(at)
    _load_ceiling(at)
    refresh(at=at)
    return True


@use_case
def refresh(*, at: datetime) -> int:
    """Bring holidays and other lenders' rates to what this version knows; return what changed.

    Other lenders' rates are facts with a source, not rules of the programme: nobody changes them
    in the program, a new version brings new rows.
    """
    return seed_holidays(at=at) + _load_lender_rates()


def _load_lender_rates() -> int:
    stored = {(row.code, row.valid_from): row for row in db.session.scalars(select(LenderRateRow))}
    changed = 0
    for written in _rows("lender_rates.csv"):
        values = _lender_rate(written)
        row = stored.pop((values["code"], values["valid_from"]), None)
        if row is None:
            db.session.add(LenderRateRow(**values))
        elif all(getattr(row, name) == value for name, value in values.items()):
            continue
        else:
            for name, value in values.items():
                setattr(row, name, value)
        changed += 1
    for row in stored.values():
        db.session.delete(row)
    return changed + len(stored)


def _lender_rate(written: Mapping[str, str]) -> dict[str, Any]:
    def amount(name: str) -> Rupiah | None:
        return Rupiah(int(written[name])) if written[name] else None

    def months(name: str) -> int | None:
        return int(written[name]) if written[name] else None

    until = written["valid_until"]
    return {
        **{name: written[name] for name in ("code", "name", "rate", "fee_share", "source")},
        "source_url": written["source_url"],
        "kind": LenderKind(written["kind"]),
        "purpose": BorrowedFor(written["purpose"]) if written["purpose"] else None,
        "basis": RateBasis(written["basis"]),
        "rate_per": RatePer(written["rate_per"]),
        "total_cap": written["total_cap"] or None,
        "least": amount("least"),
        "most": amount("most"),
        "months_min": months("months_min"),
        "months_max": months("months_max"),
        "is_limit": written["is_limit"] == "yes",
        "is_example": written["is_example"] == "yes",
        "valid_from": date.fromisoformat(written["valid_from"]),
        "valid_until": date.fromisoformat(until) if until else None,
        "noted_on": date.fromisoformat(written["noted_on"]),
    }


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
