"""What an owner has told about the business, the bank account and the uses of data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from harkat.domain.people import BusinessPlace, ConsentPurpose, Sector
from harkat.domain.roles import Viewer
from harkat.extensions import db
from harkat.models.business import Business
from harkat.models.people import DataConsent, Person

HIDDEN = "••••"
"""What stands in the place of what is not shown."""


@dataclass(frozen=True, kw_only=True)
class OwnBusiness:
    """The business as its owner described it."""

    name: str
    sector: Sector
    place: BusinessPlace
    kelurahan_code: str
    address: str
    started_on: date
    nib: str | None
    workers: int | None


@dataclass(frozen=True, kw_only=True)
class PayoutAccount:
    """Where the money is to go; all but `full_name`, the name on the KTP, may be missing yet."""

    full_name: str
    bank_name: str | None
    holder: str | None
    account_no_masked: str | None


@dataclass(frozen=True, kw_only=True)
class Consent:
    """One use of data, and when the owner agreed to it, if ever."""

    purpose: ConsentPurpose
    given_at: datetime | None


def business(viewer: Viewer) -> OwnBusiness | None:
    """Return the viewer's own business, or None while it is not described."""
    found = db.session.scalar(select(Business).filter_by(person_id=viewer.person_id))
    if found is None:
        return None
    return OwnBusiness(
        name=found.name,
        sector=found.sector,
        place=found.place,
        kelurahan_code=found.kelurahan_code,
        address=found.address,
        started_on=found.started_on,
        nib=found.nib,
        workers=found.workers,
    )


def payout_account(viewer: Viewer) -> PayoutAccount | None:
    """Return the viewer's own bank account, or None for an account without a person."""
    person = db.session.get(Person, viewer.person_id) if viewer.person_id else None
    if person is None:
        return None
    return PayoutAccount(
        full_name=person.full_name,
        bank_name=person.payout_bank,
        holder=person.payout_holder,
        account_no_masked=account_no_masked(person.bank_account_no),
    )


def consents(viewer: Viewer) -> Sequence[Consent]:
    """Return every use of data in the order of the list, such as ``PROCESS_LOAN`` given today."""
    rows = db.session.execute(
        select(DataConsent.purpose, DataConsent.given_at)
        .filter_by(person_id=viewer.person_id)
        .where(DataConsent.withdrawn_at.is_(None))
    )
    given_at = {row.purpose: row.given_at for row in rows}
    return [Consent(purpose=purpose, given_at=given_at.get(purpose)) for purpose in ConsentPurpose]


def account_no_masked(account_no: str | None) -> str | None:
    """Return a bank account number with only its end, such as ``••••321``."""
    return f"{HIDDEN}{account_no[-3:]}" if account_no else None
