"""The dated rules as their administrators see them: in force, still to come, and proposed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import aliased

from harkat.domain.programme_rules import SETTINGS
from harkat.domain.roles import Permission, Viewer
from harkat.extensions import db
from harkat.models.bank import DatedSetting, LoanProduct
from harkat.models.people import UserAccount

MOST_ROWS = 500
HISTORY_SIZE = 50


@dataclass(frozen=True, kw_only=True)
class ProductRow:
    """A product of the programme."""

    id: int
    code: str
    name: str
    is_for_groups: bool
    is_open: bool


@dataclass(frozen=True, kw_only=True)
class SettingRow:
    """One value of one rule, of one product or (product None) of the whole programme.

    For example ``SettingRow(id=7, name="member_ceiling", product_name=None, value="10000000",
    valid_from=date(2026, 1, 30), proposed_by=None, confirmed_at=..., is_own=False)``.
    """

    id: int
    name: str
    product_id: int | None
    product_name: str | None
    value: str
    valid_from: date
    proposed_by: str | None
    proposed_at: datetime
    confirmed_by: str | None
    confirmed_at: datetime | None
    is_own: bool


@dataclass(frozen=True, kw_only=True)
class SettingState:
    """A rule with its value for the programme today, the products that differ, and what may come.

    `in_force` is None while nobody has set it; then `default` holds.
    """

    name: str
    default: str
    in_force: SettingRow | None
    overrides: Sequence[SettingRow]
    coming: Sequence[SettingRow]
    waiting: Sequence[SettingRow]


@dataclass(frozen=True, kw_only=True)
class SettingPage:
    """One rule with the values it had, the latest first, and the products it may be set for."""

    state: SettingState
    history: Sequence[SettingRow]
    products: Sequence[ProductRow]


def product_list() -> Sequence[ProductRow]:
    """Return the products, those for groups first.

    For example ``ProductRow(id=1, code="kelompok", name="Pinjaman kelompok", is_for_groups=True,
    is_open=True)``.
    """
    rows = db.session.scalars(
        select(LoanProduct).order_by(LoanProduct.is_for_groups.desc(), LoanProduct.id)
    )
    return [
        ProductRow(
            id=row.id,
            code=row.code,
            name=row.name,
            is_for_groups=row.is_for_groups,
            is_open=row.is_open,
        )
        for row in rows
    ]


def setting_states(*, viewer: Viewer, on: date) -> Sequence[SettingState]:
    """Return every rule of the programme as it stands on a day, in the order of the rulebook.

    :raises NotPermitted: if the viewer may not set the programme
    """
    viewer.require(Permission.PROGRAM_SET)
    rows = _rows(viewer, _settings().where(_counts_on(on)).limit(MOST_ROWS))
    return [_state(name, rows, on=on) for name in SETTINGS]


def setting_page(*, viewer: Viewer, name: str, on: date) -> SettingPage | None:
    """Return one rule with its history, or None if there is no such rule.

    :raises NotPermitted: if the viewer may not set the programme
    """
    viewer.require(Permission.PROGRAM_SET)
    if name not in SETTINGS:
        return None
    of_this_name = _settings().where(DatedSetting.name == name)
    history = (
        of_this_name.where(DatedSetting.confirmed_at.is_not(None))
        .order_by(None)
        .order_by(DatedSetting.valid_from.desc(), DatedSetting.id.desc())
        .limit(HISTORY_SIZE)
    )
    current = _rows(viewer, of_this_name.where(_counts_on(on)).limit(MOST_ROWS))
    return SettingPage(
        state=_state(name, current, on=on),
        history=_rows(viewer, history),
        products=product_list(),
    )


def proposed_setting(*, viewer: Viewer, setting_id: int) -> SettingRow | None:
    """Return a value with who proposed it, or None if there is none.

    :raises NotPermitted: if the viewer may not set the programme
    """
    viewer.require(Permission.PROGRAM_SET)
    found = _rows(viewer, _settings().where(DatedSetting.id == setting_id))
    return found[0] if found else None


_Proposer, _Confirmer = aliased(UserAccount), aliased(UserAccount)


def _settings() -> Select[DatedSetting, str | None, str | None, str | None]:
    return (
        select(DatedSetting, LoanProduct.name, _Proposer.full_name, _Confirmer.full_name)
        .outerjoin(LoanProduct, LoanProduct.id == DatedSetting.product_id)
        .outerjoin(_Proposer, _Proposer.id == DatedSetting.proposed_by_id)
        .outerjoin(_Confirmer, _Confirmer.id == DatedSetting.confirmed_by_id)
        .order_by(DatedSetting.valid_from, DatedSetting.id)
    )


def _counts_on(on: date) -> ColumnElement[bool]:
    """Leave out what was replaced: only the latest value begun, what is to come and what waits."""
    is_confirmed = DatedSetting.confirmed_at.is_not(None)
    place = func.row_number().over(
        partition_by=(DatedSetting.name, DatedSetting.product_id),
        order_by=(DatedSetting.valid_from.desc(), DatedSetting.id.desc()),
    )
    begun = (
        select(DatedSetting.id, place.label("place"))
        .where(is_confirmed, DatedSetting.valid_from <= on)
        .subquery()
    )
    in_force = select(begun.c.id).where(begun.c.place == 1)
    return ~is_confirmed | (DatedSetting.valid_from > on) | DatedSetting.id.in_(in_force)


def _state(name: str, rows: Sequence[SettingRow], *, on: date) -> SettingState:
    own = [row for row in rows if row.name == name]
    confirmed = [row for row in own if row.confirmed_at is not None]
    begun = [row for row in confirmed if row.valid_from <= on]
    return SettingState(
        name=name,
        default=SETTINGS[name].default,
        in_force=next((row for row in begun if row.product_id is None), None),
        overrides=[row for row in begun if row.product_id is not None],
        coming=[row for row in confirmed if row.valid_from > on],
        waiting=[row for row in own if row.confirmed_at is None],
    )


def _rows(
    viewer: Viewer, statement: Select[DatedSetting, str | None, str | None, str | None]
) -> list[SettingRow]:
    return [
        SettingRow(
            id=row.id,
            name=row.name,
            product_id=row.product_id,
            product_name=product_name,
            value=row.value,
            valid_from=row.valid_from,
            proposed_by=proposed_by,
            proposed_at=row.proposed_at,
            confirmed_by=confirmed_by,
            confirmed_at=row.confirmed_at,
            is_own=row.proposed_by_id == viewer.user_id,
        )
        for row, product_name, proposed_by, confirmed_by in db.session.execute(statement)
    ]
