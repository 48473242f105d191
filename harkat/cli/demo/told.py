"""What the demo's owners tell about themselves and about the money of their businesses."""

from datetime import datetime
from typing import Protocol

from harkat.domain.affordability import MoneyUnit
from harkat.domain.money import Rupiah
from harkat.domain.people import MaritalStatus
from harkat.services import circumstances
from harkat.services.transaction import quiet_use_case


class Teller(Protocol):
    """An owner who has registered."""

    kelurahan_code: str
    account_id: int


@quiet_use_case
def tell(owner: Teller, at: datetime) -> None:
    """Let an owner tell everything; the figures differ from owner to owner."""
    number = owner.account_id
    circumstances.confirm_identity(actor_id=number, kk_no=f"1571060101{number:06d}", at=at)
    circumstances.tell_home(
        actor_id=number,
        kelurahan_code=owner.kelurahan_code,
        rt=f"{1 + number % 30:02d}",
        street=f"Jalan Contoh {number}",
        at=at,
    )
    circumstances.tell_family(
        actor_id=number,
        marital_status=MaritalStatus.SINGLE,
        spouse_name=None,
        other_phone=None,
        education=None,
        at=at,
    )
    circumstances.state_money(
        actor_id=number,
        unit=MoneyUnit.DAY,
        open_days=6,
        sales=Rupiah(350_000 + 25_000 * (number % 9)),
        purchases=Rupiah(180_000 + 10_000 * (number % 7)),
        other_costs=Rupiah(300_000),
        household=Rupiah(1_000_000),
        other_instalments=Rupiah(150_000 * (number % 3)),
        at=at,
    )
