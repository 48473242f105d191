"""The members' parts in a decision file: person, business, training, amounts and warning signs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from harkat.domain.calendar import full_years_between
from harkat.domain.contract_terms import Contract, agreed_terms
from harkat.domain.identity import nik_masked, phone_masked
from harkat.domain.lifecycle import ENDED_LINES
from harkat.domain.money import ZERO, Rupiah
from harkat.domain.people import BusinessPlace, LoanPurpose, Sector
from harkat.domain.product import Every, InterestMethod, RefusedTerms
from harkat.domain.schedule import schedule
from harkat.domain.statuses import LineStatus
from harkat.extensions import db
from harkat.models.application import ApplicationLine, LoanApplication
from harkat.models.area import Kelurahan
from harkat.models.business import Business
from harkat.models.people import Person
from harkat.models.training import TrainingCompletion
from harkat.queries.file_history import GivenReason, reasons_of_lines


@dataclass(frozen=True, kw_only=True)
class Terms:
    """The length and price of all parts; not agreed yet, they are what today's rules give.

    `contract` has all other terms; it is None if no loan can have what the rules say.
    """

    contract: Contract | None
    instalments: int
    every: Every
    method: InterestMethod
    annual_rate: Decimal
    price_label: str
    is_agreed: bool


@dataclass(frozen=True, kw_only=True)
class FileBusiness:
    """What is known of a borrower's business."""

    name: str
    sector: Sector
    place: BusinessPlace
    address: str
    kelurahan: str
    kecamatan: str
    started_on: date
    has_nib: bool
    workers: int | None


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """A borrower's first completed Balikat training."""

    number: str
    completed_on: date


@dataclass(frozen=True, kw_only=True)
class FileLine:
    """One borrower's part; NIK, phone and account number are masked.

    `instalment` is the first one of the amount that counts now: approved, else proposed, else
    asked; None if no loan of this amount can have these terms. `shares_account` warns that the
    account number stands on somebody else's name, too.
    """

    public_id: str
    person_id: int
    name: str
    is_leader: bool
    nik_masked: str
    phone_masked: str
    age_years: int
    business: FileBusiness | None
    certificate: Certificate | None
    payout_bank: str | None
    payout_holder: str | None
    account_no_masked: str | None
    shares_account: bool
    purpose: str
    purpose_kind: LoanPurpose | None
    requested: Rupiah
    proposed: Rupiah | None
    approved: Rupiah | None
    instalment: Rupiah | None
    status: LineStatus
    consented_at: datetime | None
    reason: GivenReason | None

    @property
    def has_ended(self) -> bool:
        """Tell whether this part no longer counts."""
        return self.status in ENDED_LINES


def file_lines(
    application: LoanApplication, lines: Sequence[ApplicationLine], *, terms: Terms, on: date
) -> Sequence[FileLine]:
    """Return the parts of an application, whose people are loaded, in the order they were added."""
    people = [line.person for line in lines]
    businesses, certificates = _businesses(people), _certificates(people)
    shared = _shared_accounts(people)
    reasons = reasons_of_lines([line.id for line in lines])
    leader_id = application.group.leader_id if application.group else None
    return [
        FileLine(
            public_id=line.public_id,
            person_id=line.person_id,
            name=line.person.full_name,
            is_leader=line.person_id == leader_id,
            nik_masked=nik_masked(line.person.nik),
            phone_masked=phone_masked(line.person.account.phone),
            age_years=full_years_between(line.person.birth_on, on),
            business=businesses.get(line.person_id),
            certificate=certificates.get(line.person_id),
            payout_bank=line.person.payout_bank,
            payout_holder=line.person.payout_holder,
            account_no_masked=account_no_masked(line.person.bank_account_no),
            shares_account=line.person.bank_account_no_lookup in shared,
            purpose=line.purpose or "",
            purpose_kind=line.purpose_kind,
            requested=line.requested or ZERO,
            proposed=line.proposed,
            approved=line.approved,
            instalment=_first_instalment(line, terms, on=on),
            status=line.status,
            consented_at=line.consented_at,
            reason=reasons.get(line.id),
        )
        for line in lines
    ]


def account_no_masked(account_no: str | None) -> str | None:
    """Return an account number with all but its end hidden, such as ``••••321``."""
    return f"••••{account_no[-3:]}" if account_no else None


def _businesses(people: Sequence[Person]) -> Mapping[int, FileBusiness]:
    rows = db.session.scalars(
        select(Business)
        .where(Business.person_id.in_([person.id for person in people]))
        .options(joinedload(Business.kelurahan).joinedload(Kelurahan.kecamatan))
    )
    return {
        row.person_id: FileBusiness(
            name=row.name,
            sector=row.sector,
            place=row.place,
            address=row.address,
            kelurahan=row.kelurahan.name,
            kecamatan=row.kelurahan.kecamatan.name,
            started_on=row.started_on,
            has_nib=row.nib is not None,
            workers=row.workers,
        )
        for row in rows
    }


def _certificates(people: Sequence[Person]) -> Mapping[int, Certificate]:
    rows = db.session.scalars(
        select(TrainingCompletion)
        .where(TrainingCompletion.person_id.in_([person.id for person in people]))
        .order_by(TrainingCompletion.completed_on.desc(), TrainingCompletion.id.desc())
    )
    return {
        row.person_id: Certificate(number=row.certificate_no, completed_on=row.completed_on)
        for row in rows
    }


def _shared_accounts(people: Sequence[Person]) -> frozenset[str | None]:
    """Return which of the people's account numbers more than one person has."""
    lookups = [person.bank_account_no_lookup for person in people if person.bank_account_no_lookup]
    return frozenset(
        db.session.scalars(
            select(Person.bank_account_no_lookup)
            .where(Person.bank_account_no_lookup.in_(lookups))
            .group_by(Person.bank_account_no_lookup)
            .having(func.count() > 1)
        )
    )


def _first_instalment(line: ApplicationLine, terms: Terms, *, on: date) -> Rupiah | None:
    for amount in (line.approved, line.proposed, line.requested):
        if amount is not None:
            break
    if not amount or terms.contract is None:
        return None
    try:
        plan = schedule(
            agreed_terms(
                terms.contract,
                principal=amount,
                instalments=terms.instalments,
                disbursed_on=on,
            )
        )
    except RefusedTerms:
        return None
    return plan.rows[0].total
