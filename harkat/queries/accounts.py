"""Accounts of members of staff: who they are and what they may do, and nothing of their work."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select

from harkat.domain.identity import phone_masked
from harkat.domain.roles import Permission, Role, Viewer
from harkat.extensions import db
from harkat.models.bank import Bank
from harkat.models.people import UserAccount

PAGE_SIZE = 25


@dataclass(frozen=True, kw_only=True)
class StaffRow:
    """A staff account; until its first password is chosen it is not activated.

    For example ``StaffRow(full_name="Budi Contoh", role=BANK_MAKER, bank_name="Bank Contoh",
    phone_masked="0812••••789", is_open=True, is_activated=False, ...)``.
    """

    public_id: str
    full_name: str
    role: Role
    bank_name: str | None
    phone_masked: str
    is_open: bool
    is_activated: bool
    is_own: bool
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class StaffPage:
    """One page of the staff accounts, the open ones first."""

    rows: Sequence[StaffRow]
    count: int
    page: int
    pages: int


def staff_accounts(*, viewer: Viewer, role: Role | None = None, page: int = 1) -> StaffPage:
    """Return the accounts of members of staff, of one role or of all.

    :raises NotPermitted: if the viewer does not manage accounts
    """
    viewer.require(Permission.ACCOUNT_MANAGE)
    statement = _staff()
    if role is not None:
        statement = statement.where(UserAccount.role == role)
    count = db.session.scalar(select(func.count()).select_from(statement.subquery())) or 0
    pages = max(-(-count // PAGE_SIZE), 1)
    shown = min(max(page, 1), pages)
    rows = db.session.execute(
        statement.order_by(UserAccount.is_active.desc(), UserAccount.full_name, UserAccount.id)
        .limit(PAGE_SIZE)
        .offset((shown - 1) * PAGE_SIZE)
    )
    return StaffPage(
        rows=[_row(viewer, account, bank_name) for account, bank_name in rows],
        count=count,
        page=shown,
        pages=pages,
    )


def staff_account(*, viewer: Viewer, public_id: str) -> StaffRow | None:
    """Return one staff account, or None; an owner's account is nobody's to look up here.

    :raises NotPermitted: if the viewer does not manage accounts
    """
    viewer.require(Permission.ACCOUNT_MANAGE)
    found = db.session.execute(_staff().where(UserAccount.public_id == public_id)).one_or_none()
    return _row(viewer, *found) if found else None


def _staff() -> Select[UserAccount, str | None]:
    return (
        select(UserAccount, Bank.name)
        .outerjoin(Bank, Bank.id == UserAccount.bank_id)
        .where(UserAccount.role != Role.BUSINESS_OWNER)
    )


def _row(viewer: Viewer, account: UserAccount, bank_name: str | None) -> StaffRow:
    return StaffRow(
        public_id=account.public_id,
        full_name=account.full_name,
        role=account.role,
        bank_name=bank_name,
        phone_masked=phone_masked(account.phone),
        is_open=account.is_active,
        is_activated=account.password_hash is not None,
        is_own=account.id == viewer.user_id,
        created_at=account.created_at,
    )
