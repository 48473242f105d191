"""A town in which every kind of page has something to show, with a person of each role."""

from dataclasses import dataclass
from datetime import timedelta

from harkat.domain.roles import BANK_ROLES, Role
from tests import given
from tests.classes import coming_class, enrol
from tests.given import Somebody
from tests.moments import NOON, TODAY

OWNERS = ("new", "drafting", "mending", "answering", "borrowing")
"""Owners at different points of the way."""


@dataclass(frozen=True, kw_only=True)
class Town:
    """Who lives there, by role or by how far an owner has come."""

    people: dict[str, Somebody]

    def __getitem__(self, who: str) -> Somebody:
        return self.people[who]


def build() -> Town:
    """Let a group of five borrow and others be on their way; return everybody by a short name."""
    desk = given.bank()
    people: dict[str, Somebody] = {
        Role.BANK_MAKER: desk.maker,
        Role.BANK_CHECKER: desk.checker,
        Role.BANK_DISBURSER: desk.disburser,
        Role.BANK_CASHIER: desk.cashier,
    }
    for role in Role:
        if role not in BANK_ROLES and role is not Role.BUSINESS_OWNER:
            people[role] = given.staff(role, name="Petugas Contoh")

    group = given.group()
    parts = dict(zip(group.people[:3], (8_000_000, 6_000_000, 6_000_000), strict=True))
    lent = given.submitted(desk, parts, product_code="kelompok")
    loans = given.disburse(desk, given.consent_all(given.approve(desk, given.propose(desk, lent))))
    given.repay(desk, loans[0], 677_550, at=NOON)
    people["borrowing"] = group.leader

    people["new"] = given.owner("Nuri Baru", kelurahan_code=None, has_account_no=False)
    people["drafting"] = given.owner(
        "Dewi Menulis", is_trained=True, started_on=TODAY - timedelta(days=60)
    )
    given.draft(desk, {people["drafting"]: 3_000_000})
    people["mending"] = given.owner("Maya Perbaiki", is_trained=True)
    given.return_to_applicant(desk, given.submitted(desk, {people["mending"]: 3_000_000}))
    people["answering"] = given.owner("Anita Menjawab", is_trained=True)
    given.approve(
        desk, given.propose(desk, given.submitted(desk, {people["answering"]: 4_000_000}))
    )
    waiting = given.owner("Sari Menunggu", is_trained=True)
    given.submitted(desk, {waiting: 5_000_000})
    listed = given.owner("Lina Didaftar", is_trained=True)
    ready = given.approve(desk, given.propose(desk, given.submitted(desk, {listed: 2_000_000})))
    given.prepare(desk, given.consent_all(ready))
    enrol(people["drafting"], coming_class(people[Role.TRAINING_STAFF]))
    given.db.session.rollback()
    return Town(people=people)
