"""What an owner can apply for today: products, banks and lengths."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from harkat.domain.bank_room import BankRoom
from harkat.domain.lifecycle import ENDED_APPLICATIONS
from harkat.domain.money import Rupiah
from harkat.domain.product import Every
from harkat.domain.roles import Viewer
from harkat.domain.statuses import ApplicationStatus, GroupStatus, MembershipStatus
from harkat.extensions import db
from harkat.models.application import LoanApplication
from harkat.models.bank import LoanProduct
from harkat.models.group import GroupMember, LoanGroup
from harkat.queries.bank_choice import open_banks
from harkat.queries.rules import rules_on

_MOST_ROWS = 50
_ENDED = (*ENDED_APPLICATIONS, ApplicationStatus.DISBURSED)


@dataclass(frozen=True, kw_only=True)
class Offered:
    """One product one can apply for, and the most it lends to one person and to a group."""

    code: str
    name: str
    is_for_groups: bool
    member_ceiling: Rupiah
    group_ceiling: Rupiah


@dataclass(frozen=True, kw_only=True)
class Start:
    """What can be chosen for one product; who leads the own group, and what is open already.

    `banks` are pairs of code and name, in the order the programme sets.
    """

    product_code: str
    product_name: str
    is_for_groups: bool
    banks: tuple[tuple[str, str], ...]
    bank_rooms: Mapping[str, BankRoom]
    instalment_choices: tuple[int, ...]
    every: Every
    group_name: str | None
    leader_name: str | None
    is_leader: bool
    open_public_id: str | None
    open_reference_no: str | None

    @property
    def may_start(self) -> bool:
        """Tell whether the viewer is the one to start it, and nothing is open yet."""
        is_starter = self.is_leader or not self.is_for_groups
        return is_starter and not (self.is_for_groups and self.open_public_id)


def open_products(*, on: date) -> Sequence[Offered]:
    """Return the open products with today's ceilings, those for groups first.

    For example ``Offered(code="kelompok", name="Pinjaman kelompok", is_for_groups=True, ...)``.
    """
    products = db.session.scalars(
        select(LoanProduct)
        .filter_by(is_open=True)
        .order_by(LoanProduct.is_for_groups.desc(), LoanProduct.id)
        .limit(_MOST_ROWS)
    )
    offered = []
    for product in products:
        rules = rules_on(product_id=product.id, on=on)
        offered.append(
            Offered(
                code=product.code,
                name=product.name,
                is_for_groups=product.is_for_groups,
                member_ceiling=rules.member_ceiling,
                group_ceiling=rules.group_ceiling,
            )
        )
    return offered


def start(viewer: Viewer, *, product_code: str, on: date) -> Start | None:
    """Return the choices for a product, or None if it is not offered."""
    product = db.session.scalar(select(LoanProduct).filter_by(code=product_code, is_open=True))
    if product is None:
        return None
    banks = open_banks(product_id=product.id, on=on)
    group = _group_of(viewer) if product.is_for_groups else None
    rules = rules_on(product_id=product.id, on=on)
    open_application = _open_application(viewer, product, group)
    return Start(
        product_code=product.code,
        product_name=product.name,
        is_for_groups=product.is_for_groups,
        banks=tuple((bank.code, bank.name) for bank in banks),
        bank_rooms={bank.code: bank.room for bank in banks},
        instalment_choices=rules.instalment_choices,
        every=rules.every,
        group_name=group.name if group else None,
        leader_name=group.leader.full_name if group else None,
        is_leader=group is not None and group.leader_id == viewer.person_id,
        open_public_id=open_application.public_id if open_application else None,
        open_reference_no=open_application.reference_no if open_application else None,
    )


def _group_of(viewer: Viewer) -> LoanGroup | None:
    found: LoanGroup | None = db.session.scalar(
        select(LoanGroup)
        .join(GroupMember)
        .where(
            GroupMember.person_id == viewer.person_id,
            GroupMember.status == MembershipStatus.ACCEPTED,
            LoanGroup.status != GroupStatus.DISSOLVED,
        )
    )
    return found


def _open_application(
    viewer: Viewer, product: LoanProduct, group: LoanGroup | None
) -> LoanApplication | None:
    """Return the group's open application, or the own one that is open for this product."""
    applications = select(LoanApplication).where(LoanApplication.status.not_in(_ENDED))
    if product.is_for_groups:
        if group is None:
            return None
        applications = applications.filter_by(group_id=group.id)
    else:
        applications = applications.filter_by(applicant_id=viewer.person_id, group_id=None)
    found: LoanApplication | None = db.session.scalar(
        applications.order_by(LoanApplication.id.desc()).limit(1)
    )
    return found
