"""Everything a bank officer needs to decide on one application, on one screen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from harkat.domain.contract_terms import Contract
from harkat.domain.eligibility import Obstacle
from harkat.domain.money import Rupiah, total
from harkat.domain.product import InterestMethod, RefusedTerms
from harkat.domain.programme_rules import Rules
from harkat.domain.roles import Viewer
from harkat.domain.statuses import (
    ApplicationEvent,
    ApplicationStatus,
    LineStatus,
    MembershipStatus,
)
from harkat.extensions import db
from harkat.models.application import ApplicationLine, LoanApplication
from harkat.models.group import LoanGroup
from harkat.models.loan import Loan, LoanAgreement
from harkat.models.people import Person
from harkat.models.scope import applications_seen_by
from harkat.queries.facility import Figure, figure_balance
from harkat.queries.file_history import Step, steps_of
from harkat.queries.file_lines import FileLine, Terms, file_lines
from harkat.queries.file_money import FileMoney, file_money
from harkat.queries.group_choices import OpenChoice, open_choice
from harkat.queries.offer import contract_under
from harkat.queries.readiness import obstacles_of
from harkat.queries.rules import rules_on

_OPEN_TO_DECIDE = frozenset(
    {
        ApplicationStatus.SUBMITTED,
        ApplicationStatus.IN_VERIFICATION,
        ApplicationStatus.NEEDS_FIX,
        ApplicationStatus.AWAITING_GROUP,
        ApplicationStatus.IN_DECISION,
    }
)


@dataclass(frozen=True, kw_only=True)
class FileGroup:
    """The group behind an application; `members` counts who accepted, borrowing or not."""

    name: str
    reference_no: str
    kelurahan: str
    kecamatan: str
    leader_name: str
    members: int


@dataclass(frozen=True, kw_only=True)
class FileLoan:
    """A loan that began with this application."""

    public_id: str
    reference_no: str
    borrower_name: str
    principal: Rupiah


@dataclass(frozen=True, kw_only=True)
class FileSums:
    """What all parts of the application add up to."""

    requested: Rupiah
    proposed: Rupiah | None
    approved: Rupiah | None


@dataclass(frozen=True, kw_only=True)
class DecisionFile:
    """One application with its people, terms, obstacles, room in the bank's slice and history.

    `proposed_by_id` made the latest proposal; `obstacles` are only asked for before the decision.
    `choice` is what its group is asked about a blocked part.
    `money` is that of each part that counts, by its public id, as its owner told it last.
    """

    public_id: str
    reference_no: str
    status: ApplicationStatus
    version: int
    submitted_at: datetime
    product_name: str
    applicant_name: str
    terms: Terms
    group: FileGroup | None
    lines: Sequence[FileLine]
    sums: FileSums
    obstacles: Sequence[Obstacle]
    available: Rupiah
    consent_by_on: date | None
    agreement_no: str | None
    loans: Sequence[FileLoan]
    steps: Sequence[Step]
    proposed_by_id: int | None
    money: Mapping[str, FileMoney]
    choice: OpenChoice | None

    @property
    def name(self) -> str:
        """What officers call it: the group, or the applicant."""
        return self.group.name if self.group else self.applicant_name

    @property
    def live_lines(self) -> Sequence[FileLine]:
        """The parts that still count."""
        return [line for line in self.lines if not line.has_ended]


def decision_file(viewer: Viewer, public_id: str, *, on: date) -> DecisionFile | None:
    """Return the file of an application the viewer may open, or None; `on` decides the rules."""
    application = _load(viewer, public_id)
    if application is None:
        return None
    lines = [line for line in application.lines if line.status is not LineStatus.REMOVED]
    steps = steps_of(
        application_id=application.id, line_ids=[line.id for line in application.lines]
    )
    rules = rules_on(product_id=application.product_id, on=on)
    terms = _terms(application, rules, on=on)
    shown = file_lines(application, lines, terms=terms, on=on)
    is_open = application.status in _OPEN_TO_DECIDE
    return DecisionFile(
        public_id=application.public_id,
        reference_no=application.reference_no,
        status=application.status,
        version=application.version,
        submitted_at=application.submitted_at or application.started_at,
        product_name=application.product.name,
        applicant_name=application.applicant.full_name,
        terms=terms,
        group=_group(application.group) if application.group else None,
        lines=shown,
        sums=_sums(shown),
        obstacles=obstacles_of(application, on=on) if is_open else (),
        available=figure_balance(Figure.AVAILABLE, bank_id=application.bank_id),
        consent_by_on=application.consent_by_on,
        agreement_no=_agreement_no(application),
        loans=_loans(lines),
        steps=steps,
        proposed_by_id=_proposer(steps),
        money=file_money(shown, terms=terms, rules=rules, on=on),
        choice=open_choice(application.id),
    )


def available_to(viewer: Viewer) -> Rupiah:
    """Return what the viewer's bank can still promise (rupiah)."""
    return figure_balance(Figure.AVAILABLE, bank_id=viewer.bank_id)


def _load(viewer: Viewer, public_id: str) -> LoanApplication | None:
    line = selectinload(LoanApplication.lines)
    group = joinedload(LoanApplication.group)
    found: LoanApplication | None = db.session.scalar(
        applications_seen_by(viewer)
        .where(LoanApplication.public_id == public_id)
        .options(
            joinedload(LoanApplication.product),
            joinedload(LoanApplication.applicant),
            line.joinedload(ApplicationLine.person).joinedload(Person.account),
            group.joinedload(LoanGroup.leader),
            group.joinedload(LoanGroup.kelurahan),
            group.selectinload(LoanGroup.members),
        )
    )
    return found


def _terms(application: LoanApplication, rules: Rules, *, on: date) -> Terms:
    """Return the terms as approved, or as the rules of the day would give them."""
    agreed = application.terms or {}
    return Terms(
        contract=agreed or _contract_today(application, rules, on=on),
        instalments=application.instalments,
        every=application.every,
        method=InterestMethod(agreed.get("method", rules.method)),
        annual_rate=Decimal(agreed.get("annual_rate", rules.annual_rate)),
        price_label=str(agreed.get("price_label", rules.price_label)),
        is_agreed=application.terms is not None,
    )


def _contract_today(application: LoanApplication, rules: Rules, *, on: date) -> Contract | None:
    try:
        return contract_under(
            replace(rules, every=application.every), instalments=application.instalments, on=on
        )
    except RefusedTerms:
        return None


def _group(group: LoanGroup) -> FileGroup:
    accepted = [member for member in group.members if member.status is MembershipStatus.ACCEPTED]
    return FileGroup(
        name=group.name,
        reference_no=group.reference_no,
        kelurahan=group.kelurahan.name,
        kecamatan=group.kelurahan.kecamatan.name,
        leader_name=group.leader.full_name,
        members=len(accepted),
    )


def _sums(lines: Sequence[FileLine]) -> FileSums:
    proposed = [line.proposed for line in lines if line.proposed is not None]
    approved = [line.approved for line in lines if line.approved is not None]
    return FileSums(
        requested=total(line.requested for line in lines),
        proposed=total(proposed) if proposed else None,
        approved=total(approved) if approved else None,
    )


def _agreement_no(application: LoanApplication) -> str | None:
    found: str | None = db.session.scalar(
        select(LoanAgreement.reference_no)
        .where(LoanAgreement.application_id == application.id)
        .order_by(LoanAgreement.id.desc())
        .limit(1)
    )
    return found


def _loans(lines: Sequence[ApplicationLine]) -> Sequence[FileLoan]:
    names: Mapping[int, str] = {line.id: line.person.full_name for line in lines}
    loans = db.session.scalars(
        select(Loan).where(Loan.application_line_id.in_(names)).order_by(Loan.id)
    )
    return [
        FileLoan(
            public_id=loan.public_id,
            reference_no=loan.reference_no,
            borrower_name=names[loan.application_line_id],
            principal=loan.principal,
        )
        for loan in loans
    ]


def _proposer(steps: Sequence[Step]) -> int | None:
    return next((step.actor_id for step in steps if step.word is ApplicationEvent.PROPOSED), None)
