"""The key facts of an offered loan as they stand now, and the sheets that were given out."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from harkat.domain.identity import nik_masked
from harkat.domain.joint_liability import LIABILITY_TEXT_VERSION
from harkat.domain.key_facts import KeyFacts, Loaned, Party, key_facts
from harkat.domain.money import ZERO, Rupiah
from harkat.domain.roles import BANK_ROLES, Viewer
from harkat.domain.schedule import schedule
from harkat.domain.statuses import LineStatus
from harkat.extensions import db
from harkat.models.application import ApplicationLine, LoanApplication
from harkat.models.key_facts import KeyFactsSheet
from harkat.models.scope import applications_seen_by
from harkat.queries.offer import agreed_rules, offered_terms
from harkat.queries.own_file import account_no_masked
from harkat.queries.papers import name_masked

PARTIES = frozenset({LineStatus.APPROVED, LineStatus.CONSENTED, LineStatus.DISBURSED})
"""Statuses of a line that make its person a party of the agreement."""


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A sheet as it was given out; `digest` is the fingerprint of its facts."""

    public_id: str
    number: str
    issued_at: datetime
    consented_at: datetime | None
    digest: str
    facts: KeyFacts


@dataclass(frozen=True, kw_only=True)
class SheetCheck:
    """What the code on a sheet proves to anybody, without telling who the borrower is.

    `is_current` tells whether the terms on it still stand, agreed to or on offer.
    """

    number: str
    issued_at: datetime
    consented_at: datetime | None
    bank_name: str
    name_masked: str
    amount: Rupiah
    digest: str
    is_current: bool


def facts_of(application: LoanApplication, line: ApplicationLine, *, on: date) -> KeyFacts:
    """Return what a borrower must read before agreeing, as if the money were sent on the day.

    :raises ValueError: if nothing was approved
    """
    person, group = line.person, application.group
    return key_facts(
        schedule(offered_terms(application, line, disbursed_on=on)),
        loaned=Loaned(
            reference_no=application.reference_no,
            version=application.version,
            bank_name=application.bank.name,
            borrower_name=person.full_name,
            nik_masked=nik_masked(person.nik),
            group_name=group.name if group else None,
            payout_bank=person.payout_bank,
            payout_account_masked=account_no_masked(person.bank_account_no),
        ),
        agreed=agreed_rules(application),
        parties=tuple(
            Party(
                name=party.person.full_name,
                amount=party.approved or ZERO,
                is_own=party.id == line.id,
            )
            for party in application.lines
            if party.status in PARTIES
        ),
        liability_version=LIABILITY_TEXT_VERSION,
    )


def sheet(viewer: Viewer, public_id: str) -> Sheet | None:
    """Return a sheet of the viewer's own part, or of an application at the viewer's bank."""
    found = db.session.scalar(_seen_by(viewer).where(KeyFactsSheet.public_id == public_id))
    return _sheet(found) if found is not None else None


def agreed_sheet(viewer: Viewer, *, application_public_id: str) -> Sheet | None:
    """Return the sheet the viewer agreed to last in an application, or None."""
    found = db.session.scalar(
        _seen_by(viewer)
        .where(LoanApplication.public_id == application_public_id)
        .where(ApplicationLine.person_id == viewer.person_id)
        .where(KeyFactsSheet.consented_at.is_not(None))
        .order_by(KeyFactsSheet.consented_at.desc(), KeyFactsSheet.id.desc())
        .limit(1)
    )
    return _sheet(found) if found is not None else None


def check(public_id: str) -> SheetCheck | None:
    """Return what a sheet's code proves to anybody, or None for a code that was never given."""
    found = db.session.scalar(
        select(KeyFactsSheet)
        .where(KeyFactsSheet.public_id == public_id)
        .options(joinedload(KeyFactsSheet.line).joinedload(ApplicationLine.application))
    )
    if found is None:
        return None
    facts = KeyFacts.from_json(found.facts)
    return SheetCheck(
        number=found.number,
        issued_at=found.issued_at,
        consented_at=found.consented_at,
        bank_name=facts.loaned.bank_name,
        name_masked=name_masked(facts.loaned.borrower_name),
        amount=facts.principal,
        digest=found.digest,
        is_current=_is_current(found),
    )


def _is_current(found: KeyFactsSheet) -> bool:
    line = found.line
    if found.consented_at is not None:
        return line.consented_at == found.consented_at
    return line.status is LineStatus.APPROVED and line.application.version == found.version


def _seen_by(viewer: Viewer) -> Select[Any]:
    """Return the sheets of the viewer's own parts, or of the viewer's bank."""
    seen = applications_seen_by(viewer).with_only_columns(LoanApplication.id)
    found = (
        select(KeyFactsSheet)
        .join(ApplicationLine, ApplicationLine.id == KeyFactsSheet.application_line_id)
        .join(LoanApplication, LoanApplication.id == ApplicationLine.application_id)
        .where(ApplicationLine.application_id.in_(seen))
        .options(joinedload(KeyFactsSheet.line))
    )
    is_bank = viewer.role in BANK_ROLES
    return found if is_bank else found.where(ApplicationLine.person_id == viewer.person_id)


def _sheet(found: KeyFactsSheet) -> Sheet:
    return Sheet(
        public_id=found.public_id,
        number=found.number,
        issued_at=found.issued_at,
        consented_at=found.consented_at,
        digest=found.digest,
        facts=KeyFacts.from_json(found.facts),
    )
