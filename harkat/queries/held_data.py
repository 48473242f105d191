"""What is held about one person, as the pages and the downloaded file get it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from harkat.domain.identity import Sex
from harkat.domain.loan_events import EventKind
from harkat.domain.money import Rupiah
from harkat.domain.people import BusinessPlace, ConsentPurpose, Sector
from harkat.domain.personal_data import DataRequestKind
from harkat.domain.statuses import LineStatus, LoanStatus, MembershipStatus


@dataclass(frozen=True, kw_only=True)
class HeldPerson:
    """Account and KTP; the numbers are masked unless the full ones were asked for."""

    full_name: str
    phone: str
    registered_at: datetime
    phone_changed_at: datetime | None
    nik: str
    kk_no: str | None
    birth_on: date
    sex: Sex
    payout_bank: str | None
    payout_holder: str | None
    bank_account_no: str | None


@dataclass(frozen=True, kw_only=True)
class HeldBusiness:
    """The business as it was described; its point on the map is hidden like a number."""

    name: str
    sector: Sector
    place: BusinessPlace
    kelurahan: str
    address: str
    started_on: date
    nib: str | None
    pin: str | None
    reminder_asked_at: datetime | None
    workers: int | None


@dataclass(frozen=True, kw_only=True)
class HeldConsent:
    """One consent, with when it was given and taken back."""

    purpose: ConsentPurpose
    text_version: str
    given_at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class HeldTraining:
    """A training that was completed."""

    course: str
    certificate_no: str
    completed_on: date


@dataclass(frozen=True, kw_only=True)
class HeldMembership:
    """A place in a group, or an invitation to one."""

    group_name: str
    reference_no: str
    status: MembershipStatus
    invited_at: datetime
    answered_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class HeldApplication:
    """The person's own part of an application."""

    reference_no: str
    bank_name: str
    status: LineStatus
    requested: Rupiah | None
    approved: Rupiah | None
    purpose: str | None
    started_at: datetime
    submitted_at: datetime | None
    consented_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class HeldEvent:
    """Something that happened to a loan's money."""

    kind: EventKind
    value_on: date
    amount: Rupiah


@dataclass(frozen=True, kw_only=True)
class HeldLoan:
    """A loan with everything that happened to it."""

    reference_no: str
    bank_name: str
    status: LoanStatus
    principal: Rupiah
    outstanding: Rupiah
    disbursed_on: date
    final_due_on: date
    events: Sequence[HeldEvent]


@dataclass(frozen=True, kw_only=True)
class HeldRequest:
    """What the person asked about the own data, and the answer."""

    kind: DataRequestKind
    purpose: ConsentPurpose | None
    note: str
    requested_at: datetime
    due_at: datetime
    answered_at: datetime | None
    is_granted: bool | None
    answer: str | None


@dataclass(frozen=True, kw_only=True)
class HeldMessage:
    """A message the person was sent."""

    template: str
    details: dict[str, object]
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class OwnData:
    """Everything held about one person, by section; `asked` is what was told and asked for."""

    person: HeldPerson
    business: HeldBusiness | None
    consents: Sequence[HeldConsent]
    trainings: Sequence[HeldTraining]
    memberships: Sequence[HeldMembership]
    applications: Sequence[HeldApplication]
    loans: Sequence[HeldLoan]
    requests: Sequence[HeldRequest]
    messages: Sequence[HeldMessage]
    asked: Mapping[str, Sequence[Mapping[str, object]]]
