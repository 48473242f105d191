"""Gives the summary of a loan's terms a number, and keeps what a borrower agreed to."""

from datetime import date, datetime

from sqlalchemy import select

from harkat.domain.calendar import business_day
from harkat.domain.key_facts import KeyFacts, digest_of
from harkat.domain.reference import ReferenceKind
from harkat.domain.roles import Permission
from harkat.domain.statuses import LineStatus
from harkat.extensions import db
from harkat.models.application import ApplicationLine, LoanApplication
from harkat.models.key_facts import KeyFactsSheet
from harkat.queries.key_facts import facts_of
from harkat.services import numbering
from harkat.services.authority import acting, owner
from harkat.services.files import NotFound, application_for
from harkat.services.transaction import use_case


@use_case
def issue_own(*, actor_id: int, application_public_id: str, at: datetime) -> str:
    """Return the public id of the sheet for the actor's own part, giving it a number if new.

    Whoever has agreed gets the sheet agreed to, whatever the day.

    :raises NotFound: if nothing is on offer to the actor
    """
    viewer, person_id = owner(actor_id)
    application = application_for(viewer, application_public_id)
    for line in application.lines:
        if line.person_id == person_id and line.approved:
            return _issued(application, line, at=at).public_id
    raise NotFound(application_public_id)


@use_case
def issue_for_bank(
    *, actor_id: int, application_public_id: str, line_public_id: str, at: datetime
) -> str:
    """Return the public id of a borrower's sheet for an officer of the bank.

    :raises NotFound: if it is another bank's, or nothing is on offer to the borrower
    """
    viewer = acting(actor_id=actor_id, permission=Permission.APPLICATION_READ)
    application = application_for(viewer, application_public_id)
    for line in application.lines:
        if line.public_id == line_public_id and line.approved:
            return _issued(application, line, at=at).public_id
    raise NotFound(line_public_id)


def facts_shown(
    application: LoanApplication, line: ApplicationLine, *, digest: str, on: date
) -> KeyFacts | None:
    """Return the facts with this digest, or None if the borrower saw others.

    A page opened just before midnight counts as well: its code lives for minutes.
    """
    for day in (on, date.fromordinal(on.toordinal() - 1)):
        facts = facts_of(application, line, on=day)
        if facts.digest == digest:
            return facts
    return None


def keep_consent(line: ApplicationLine, facts: KeyFacts, *, at: datetime) -> KeyFactsSheet:
    """Keep what the borrower agreed to, and when; call it within the use case of the consent."""
    found = _sheet_of(line, facts, at=at)
    found.consented_at = at
    return found


def _issued(application: LoanApplication, line: ApplicationLine, *, at: datetime) -> KeyFactsSheet:
    if line.status is LineStatus.APPROVED:
        return _sheet_of(line, facts_of(application, line, on=business_day(at)), at=at)
    agreed = db.session.scalar(
        select(KeyFactsSheet).filter_by(application_line_id=line.id, consented_at=line.consented_at)
    )
    if agreed is None or line.consented_at is None:
        raise NotFound(line.public_id)
    return agreed


def _sheet_of(line: ApplicationLine, facts: KeyFacts, *, at: datetime) -> KeyFactsSheet:
    """Return the sheet of these facts; the application is locked, so that nobody makes it twice."""
    kept = facts.to_json()
    digest = digest_of(kept)
    found = db.session.scalar(
        select(KeyFactsSheet).filter_by(application_line_id=line.id, digest=digest)
    )
    if found is None:
        found = KeyFactsSheet(
            number=numbering.next_reference(ReferenceKind.KEY_FACTS, at=at),
            application_line_id=line.id,
            version=facts.loaned.version,
            shown_on=facts.as_of,
            facts=kept,
            digest=digest,
            issued_at=at,
        )
        db.session.add(found)
        db.session.flush()
    return found
