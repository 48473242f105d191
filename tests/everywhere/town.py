"""A town in which every kind of page has something to show, with a person of each role."""

from dataclasses import dataclass
from datetime import timedelta

from harkat.domain.reasons import Reason, ReasonCode
from harkat.domain.roles import BANK_ROLES, Role
from harkat.services import underwriting, witnessed_agreement
from tests import blocked, given, visits
from tests.classes import coming_class, enrol
from tests.given import Somebody
from tests.moments import NOON, TODAY
from tests.witnesses import helped_without_phone

OWNERS = (
    "new",
    "drafting",
    "mending",
    "visited",
    "too_dear",
    "answering",
    "borrowing",
    "choosing",
    "blocked",
)
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
    people["ready"] = given.owner("Rini Siap", is_trained=True)
    given.draft(desk, {people["ready"]: 3_000_000})
    people["mending"] = given.owner("Maya Perbaiki", is_trained=True)
    given.return_to_applicant(desk, given.submitted(desk, {people["mending"]: 3_000_000}))
    people["visited"] = given.owner("Vina Dikunjungi", is_trained=True)
    visited = visits.in_verification(desk, people["visited"], amount=3_000_000)
    visits.plan(desk, visited)
    visits.ask(people["visited"], visited, visits.FRIDAY)
    people["too_dear"] = given.owner("Tari Terlalu Besar", is_trained=True)
    returned = visits.in_verification(desk, people["too_dear"], amount=9_000_000)
    underwriting.return_to_applicant(
        actor_id=desk.maker.id,
        application_public_id=returned,
        reason=Reason(code=ReasonCode.MAMPU_1, next_step="Coba jumlah yang lebih kecil."),
        further=[Reason(code=ReasonCode.USAHA_2, next_step="Pilih jadwal kunjungan baru.")],
        at=NOON,
    )
    given.state_money(people["too_dear"].id, sales=300_000)
    people["answering"] = given.owner("Anita Menjawab", is_trained=True)
    given.approve(
        desk, given.propose(desk, given.submitted(desk, {people["answering"]: 4_000_000}))
    )
    waiting = given.owner("Sari Menunggu", is_trained=True)
    given.submitted(desk, {waiting: 5_000_000})
    seen_today = visits.in_verification(
        desk, given.owner("Hani Hari Ini", is_trained=True), amount=5_000_000
    )
    visits.plan(desk, seen_today, on=TODAY, at=NOON - timedelta(days=3))
    listed = given.owner("Lina Didaftar", is_trained=True)
    ready = given.approve(desk, given.propose(desk, given.submitted(desk, {listed: 2_000_000})))
    given.prepare(desk, given.consent_all(ready))
    people["without a phone"] = _without_phone(people[Role.TRAINING_STAFF], desk)
    choosing = given.group(6)
    blocked.block(desk, blocked.verified(desk, choosing), choosing.people[1])
    people["choosing"], people["blocked"] = choosing.people[:2]
    blocked.verified(desk, given.group(6))
    enrol(people["drafting"], coming_class(people[Role.TRAINING_STAFF]))
    given.db.session.rollback()
    return Town(people=people)


def _without_phone(witness: Somebody, desk: given.BankDesk) -> Somebody:
    """Let a witness have stood for somebody who may agree to a loan, and let that wait for one."""
    helper = given.staff(Role.ASSISTANT, name="Lila Contoh")
    owner = given.owner("Aminah Tanpa", is_trained=True, has_phone=False)
    offer = given.submitted(desk, {owner: 2_000_000})
    given.approve(desk, given.propose(desk, offer))
    with helped_without_phone(helper, witness, owner):
        witnessed_agreement.ask_to_consent(
            actor_id=owner.id,
            application_public_id=offer,
            version=given.application(offer).version,
            at=NOON,
        )
    return owner
