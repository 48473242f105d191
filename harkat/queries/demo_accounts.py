"""The invented people of the demo, so that whoever tries the system can be each of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from harkat.domain.roles import Role
from harkat.extensions import db
from harkat.models.people import UserAccount

PASSWORD = "coba harkat dulu"  # noqa: S105 - it is printed beside the accounts, in the demo only
_OF_EACH_KIND = 3


@dataclass(frozen=True, kw_only=True)
class DemoAccount:
    """One account of the demo and how to sign in to it; `bank_name` only for officers."""

    full_name: str
    role: Role
    bank_name: str | None
    phone: str


def by_role() -> Sequence[DemoAccount]:
    """Return the first accounts of each role at each bank, in the order roles are listed.

    For example ``DemoAccount(full_name="Budi Contoh", role=Role.BANK_MAKER,
    bank_name="Bank Contoh", phone="+6281200000004")``.
    """
    place = func.row_number().over(
        partition_by=(UserAccount.role, UserAccount.bank_id), order_by=UserAccount.id
    )
    first = (
        select(UserAccount.id, place.label("place"))
        .where(UserAccount.is_demo.is_(True), UserAccount.is_active.is_(True))
        .where(UserAccount.password_hash.is_not(None))
        .subquery()
    )
    accounts = db.session.scalars(
        select(UserAccount)
        .join(first, first.c.id == UserAccount.id)
        .where(first.c.place <= _OF_EACH_KIND)
        .options(joinedload(UserAccount.bank))
        .order_by(UserAccount.bank_id, UserAccount.id)
    )
    order = list(Role)
    return sorted(
        (
            DemoAccount(
                full_name=account.full_name,
                role=account.role,
                bank_name=account.bank.name if account.bank else None,
                phone=account.phone or "",
            )
            for account in accounts
        ),
        key=lambda account: order.index(account.role),
    )
