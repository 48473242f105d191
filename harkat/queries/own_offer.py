"""The approved terms a borrower reads before agreeing: everything it costs, and with whom."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import joinedload, selectinload

from harkat.domain.cost import Cost, cost
from harkat.domain.money import Rupiah, total
from harkat.domain.roles import Viewer
from harkat.domain.schedule import Schedule, schedule
from harkat.extensions import db
from harkat.models.application import ApplicationLine, LoanApplication
from harkat.models.scope import applications_seen_by
from harkat.queries.offer import offered_terms
from harkat.queries.own_applications import PARTIES
from harkat.queries.own_file import account_no_masked
from harkat.queries.own_progress import Progress, own_line, progress_of


@dataclass(frozen=True, kw_only=True)
class Party:
    """One who answers for the loan together with the others."""

    name: str
    amount: Rupiah
    is_own: bool


@dataclass(frozen=True, kw_only=True)
class Offer:
    """The terms of the own part as if the money were sent today, under the version shown.

    `price_label` is what the price is called, such as ``bunga``.
    """

    progress: Progress
    version: int
    price_label: str
    plan: Schedule
    cost: Cost
    parties: tuple[Party, ...]
    payout_bank: str | None
    payout_account_no_masked: str | None

    @property
    def total(self) -> Rupiah:
        """What all parties borrow together."""
        return total(party.amount for party in self.parties)


def offer(viewer: Viewer, public_id: str, *, on: date) -> Offer | None:
    """Return the terms offered to the viewer, or None if nothing is on offer."""
    found: LoanApplication | None = db.session.scalar(
        applications_seen_by(viewer)
        .where(LoanApplication.public_id == public_id)
        .options(
            joinedload(LoanApplication.bank),
            joinedload(LoanApplication.product),
            selectinload(LoanApplication.lines).joinedload(ApplicationLine.person),
        )
    )
    if found is None or viewer.person_id is None:
        return None
    line = own_line(found, viewer.person_id)
    if line is None or line.status not in PARTIES or found.terms is None:
        return None
    plan = schedule(offered_terms(found, line, disbursed_on=on))
    return Offer(
        progress=progress_of([found], person_id=viewer.person_id)[0],
        version=found.version,
        price_label=str(found.terms["price_label"]),
        plan=plan,
        cost=cost(plan),
        parties=tuple(
            Party(
                name=party.person.full_name,
                amount=party.approved or Rupiah(0),
                is_own=party.id == line.id,
            )
            for party in found.lines
            if party.status in PARTIES
        ),
        payout_bank=line.person.payout_bank,
        payout_account_no_masked=account_no_masked(line.person.bank_account_no),
    )
