"""The demo's owners: they register, form groups and are trained at a Balikat."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from random import Random

from harkat.cli.demo import told
from harkat.cli.demo.names import Invented
from harkat.domain.identity import parse_nik
from harkat.domain.people import REQUIRED_CONSENTS, BusinessPlace
from harkat.queries.demo_accounts import PASSWORD
from harkat.services import accounts, grouping, registration, training


@dataclass(kw_only=True)
class Owner:
    """One invented owner; the account's id is known from the moment of registering."""

    invented: Invented
    kelurahan_code: str
    account_id: int = 0

    @property
    def key(self) -> str:
        """A key nobody else's forms carry."""
        return f"demo-{self.invented.phone}"


@dataclass(kw_only=True)
class Kelompok:
    """One group of the demo, its leader first."""

    name: str
    kelurahan_code: str
    owners: list[Owner]
    public_id: str = field(default="")


def register(owner: Owner, at: datetime) -> None:
    """Register an owner and describe the business."""
    account_id = registration.open_account(
        phone=owner.invented.phone,
        password_hash=_password_hash(),
        nik=parse_nik(owner.invented.nik, today=at.date()),
        full_name=owner.invented.name,
        consents=REQUIRED_CONSENTS,
        key=owner.key,
        at=at,
    )
    assert account_id is not None
    owner.account_id = account_id
    registration.describe_business(
        actor_id=account_id,
        name=owner.invented.business_name,
        sector=owner.invented.sector,
        place=BusinessPlace.MARKET if account_id % 3 else BusinessPlace.HOME,
        kelurahan_code=owner.kelurahan_code,
        address=f"Jalan Contoh {account_id}",
        started_on=owner.invented.started_on,
        nib=None,
        workers=1 + account_id % 3,
        key=owner.key,
        at=at,
    )
    told.tell(owner, at)


def found(group: Kelompok, at: datetime) -> None:
    """Let the leader register and found the group."""
    leader = group.owners[0]
    register(leader, at)
    group.public_id = grouping.found_group(
        actor_id=leader.account_id, name=group.name, key=leader.key, at=at
    )


def join(group: Kelompok, owner: Owner, at: datetime) -> None:
    """Let the leader invite an owner, who registers and accepts."""
    invitation = grouping.invite(
        actor_id=group.owners[0].account_id,
        group_public_id=group.public_id,
        name=owner.invented.name,
        phone=owner.invented.phone,
        key=owner.key,
        at=at,
    )
    register(owner, at)
    grouping.accept(actor_id=owner.account_id, invitation_public_id=invitation, at=at)


def give_account_no(owner: Owner, *, chance: Random, at: datetime) -> None:
    """Let an owner say where money is to go."""
    registration.set_payout_account(
        actor_id=owner.account_id,
        bank_name="Bank Contoh Batanghari",
        account_no=f"{chance.randrange(10**9):010d}",
        holder=owner.invented.name,
        key=owner.key,
        at=at,
    )


def train(
    owners: list[Owner], *, teacher_id: int, course_id: int, kelurahan_code: str, at: datetime
) -> None:
    """Let Balikat hold a class of three days and record everybody's completion on the last."""
    ends_on: date = at.date()
    class_public_id = training.open_class(
        actor_id=teacher_id,
        course_id=course_id,
        kelurahan_code=kelurahan_code,
        venue="Balai Latihan Contoh",
        starts_on=ends_on - timedelta(days=2),
        ends_on=ends_on,
        seats=max(len(owners), 10),
        key=f"demo-class-{owners[0].key}",
        at=at,
    )
    for owner in owners:
        training.record_completion(
            actor_id=teacher_id,
            class_public_id=class_public_id,
            nik=owner.invented.nik,
            completed_on=ends_on,
            key=owner.key,
            at=at,
        )


@cache
def _password_hash() -> str:
    """Hash the demo's one password once: the hash is slow on purpose."""
    return accounts.hash_password(PASSWORD)
