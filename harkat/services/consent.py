"""Borrowers agree to the approved terms, refuse them, or let them lapse."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from harkat.domain.calendar import business_day
from harkat.domain.key_facts import KeyFacts
from harkat.domain.lifecycle import COMMITTED_LINES, LINE
from harkat.domain.phone_codes import CodePurpose
from harkat.domain.statuses import AgreementEvent, ApplicationEvent, LineEvent, LineStatus
from harkat.extensions import db
from harkat.models.application import ApplicationLine, LoanApplication
from harkat.queries.phone_changes import money_waits_until
from harkat.queries.rules import rules_on
from harkat.services import commitment, key_facts, outbox, phone_codes, transitions
from harkat.services.authority import owner, phone_of
from harkat.services.files import ChangedMeanwhile, NotFound, application_for
from harkat.services.phone_codes import CodeAnswer
from harkat.services.transaction import keyed_use_case, use_case


class ConsentLate(ValueError):
    """The day until which the approval stood has passed."""


class PhoneChangedLately(ValueError):
    """A new number may not agree to money yet; the argument says from when on it may (T17)."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


class CodeRefused(ValueError):
    """The code typed for a consent was not the one sent for it; nothing was agreed to."""

    def __init__(self, answer: CodeAnswer) -> None:
        super().__init__(answer.verdict)
        self.answer = answer


@use_case
def send_code(*, actor_id: int, application_public_id: str, version: int, at: datetime) -> None:
    """Send the code with which the actor agrees to the terms of this version, and to no others.

    :raises NotFound: if the actor has no approved part in it
    :raises ChangedMeanwhile: if amounts or parties are not as shown any more
    :raises ConsentLate: if the approval has lapsed
    :raises PhoneChangedLately: if the actor's phone number is too new
    :raises IllegalTransition: if the actor has answered already
    :raises NoPhone: if the actor has none, and needs a witness
    :raises TooManyCodes: if the phone got a code a moment ago, or too many today
    """
    application, line = answerable(actor_id, application_public_id, version, at=at)
    phone_codes.send_code(
        phone=phone_of(line.person.account),
        purpose=CodePurpose.CONSENT,
        subject=_code_subject(application),
        at=at,
    )


def consent(
    *,
    actor_id: int,
    application_public_id: str,
    version: int,
    digest: str,
    code: str,
    at: datetime,
) -> None:
    """Agree to the terms and the list of parties as shown, with the code that was sent for them.

    `digest` is that of the key facts shown; they are kept with the consent. When the last party has
    agreed, the agreement can be signed. A wrong code is counted although nothing else happens.

    :raises NotFound: if the actor has no approved part in it
    :raises ChangedMeanwhile: if figures, amounts or parties are not as shown any more
    :raises ConsentLate: if the approval has lapsed
    :raises IllegalTransition: if the actor has answered already
    :raises CodeRefused: if the code is wrong, old, or was sent for something else
    """
    answer = _consent(
        actor_id=actor_id,
        application_public_id=application_public_id,
        version=version,
        digest=digest,
        code=code,
        at=at,
    )
    if not answer.is_match:
        raise CodeRefused(answer)


@use_case
def _consent(
    *,
    actor_id: int,
    application_public_id: str,
    version: int,
    digest: str,
    code: str,
    at: datetime,
) -> CodeAnswer:
    """Check the code and agree in one transaction: a right code is used up only by a consent."""
    application, line = answerable(actor_id, application_public_id, version, at=at)
    facts = key_facts.facts_shown(application, line, digest=digest, on=business_day(at))
    if facts is None:
        raise ChangedMeanwhile(digest)
    answer = phone_codes.check_code(
        phone=phone_of(line.person.account),
        purpose=CodePurpose.CONSENT,
        subject=_code_subject(application),
        code=code,
        at=at,
    )
    if answer.is_match:
        agree(application, line, facts, actor_id=actor_id, at=at)
    return answer


def agree(
    application: LoanApplication,
    line: ApplicationLine,
    facts: KeyFacts,
    *,
    actor_id: int,
    at: datetime,
) -> None:
    """Write a proved consent down; part of a use case that has asked `answerable`."""
    transitions.record(line, LineEvent.CONSENTED, actor_id=actor_id, at=at)
    line.consented_at = at
    key_facts.keep_consent(line, facts, at=at)
    if all(party.status is LineStatus.CONSENTED for party in _parties(application)):
        _all_agreed(application, actor_id=actor_id, at=at)


@keyed_use_case
def refuse(
    *, actor_id: int, application_public_id: str, version: int, key: str, at: datetime
) -> None:
    """Refuse the approved terms; the amount is free again at once and the others are asked again.

    :raises NotFound: if the actor has no approved part in it
    :raises ChangedMeanwhile: if amounts or parties are not as shown any more
    :raises IllegalTransition: if the actor has answered already
    """
    application, line = _own_approved_line(actor_id, application_public_id, version)
    transitions.record(line, LineEvent.REFUSED, actor_id=actor_id, at=at)
    _drop_parties(application, [line], actor_id=actor_id, at=at)


@use_case
def lapse(*, application_id: int, at: datetime) -> None:
    """End the approval of whoever did not answer in time; called by the end of day.

    Those who agreed are asked again about the shorter list, if enough of them are left; otherwise
    the application expires. Nothing happens to an application that is not overdue.
    """
    application = db.session.get(LoanApplication, application_id, with_for_update=True)
    if application is None or not is_overdue(application, on=business_day(at)):
        return
    silent = [line for line in _parties(application) if line.status is LineStatus.APPROVED]
    for line in silent:
        transitions.record(line, LineEvent.LAPSED, actor_id=None, at=at)
    _drop_parties(application, silent, actor_id=None, at=at)


def is_overdue(application: LoanApplication, *, on: date) -> bool:
    """Tell whether somebody's answer to an approval is overdue on a day."""
    late = application.consent_by_on is not None and application.consent_by_on < on
    return late and any(line.status is LineStatus.APPROVED for line in application.lines)


def _drop_parties(
    application: LoanApplication,
    gone: Sequence[ApplicationLine],
    *,
    actor_id: int | None,
    at: datetime,
) -> None:
    """Free what was promised to the gone, and settle what becomes of the others."""
    commitment.release(application, gone, actor_id=actor_id, at=at)
    rules = rules_on(product_id=application.product_id, on=business_day(at))
    left = _parties(application)
    application.party_changes += 1
    application.version += 1
    needed = rules.borrowers_min if application.group_id else 1
    if len(left) < needed:
        _expire(application, left, actor_id=actor_id, at=at)
    elif application.party_changes > rules.party_changes_max:
        _send_back(application, left, actor_id=actor_id, at=at)
    else:
        application.consent_by_on = business_day(at) + timedelta(days=rules.consent_days)
        for line in left:
            if line.status is LineStatus.CONSENTED:
                transitions.record(line, LineEvent.ASKED_AGAIN, actor_id=actor_id, at=at)
                line.consented_at = None
            outbox.put_about(line, "parties_changed", at=at)


def _expire(
    application: LoanApplication,
    left: Sequence[ApplicationLine],
    *,
    actor_id: int | None,
    at: datetime,
) -> None:
    transitions.record(application, ApplicationEvent.EXPIRED, actor_id=actor_id, at=at)
    commitment.cancel_agreement(application, actor_id=actor_id, at=at)
    for line in left:
        transitions.record(line, LineEvent.LAPSED, actor_id=actor_id, at=at)
        outbox.put_about(line, "application_expired", at=at)
    commitment.release(application, left, actor_id=actor_id, at=at)


def _send_back(
    application: LoanApplication,
    left: Sequence[ApplicationLine],
    *,
    actor_id: int | None,
    at: datetime,
) -> None:
    transitions.record(application, ApplicationEvent.REOPENED, actor_id=actor_id, at=at)
    commitment.cancel_agreement(application, actor_id=actor_id, at=at)
    commitment.release(application, left, actor_id=actor_id, at=at)
    for line in left:
        transitions.record(line, LineEvent.REOPENED, actor_id=actor_id, at=at)
        line.approved = line.consented_at = None
        outbox.put_about(line, "decision_reopened", at=at)


def _all_agreed(application: LoanApplication, *, actor_id: int, at: datetime) -> None:
    transitions.record(application, ApplicationEvent.CONSENTED, actor_id=actor_id, at=at)
    agreement = commitment.open_agreement(application)
    assert agreement is not None
    transitions.record(agreement, AgreementEvent.READY_TO_SIGN, actor_id=actor_id, at=at)


def _own_approved_line(
    actor_id: int, public_id: str, version: int
) -> tuple[LoanApplication, ApplicationLine]:
    viewer, person_id = owner(actor_id)
    application = application_for(viewer, public_id, version=version)
    for line in application.lines:
        if line.person_id == person_id and line.approved:
            return application, line
    raise NotFound(public_id)


def answerable(
    actor_id: int, public_id: str, version: int, *, at: datetime
) -> tuple[LoanApplication, ApplicationLine]:
    """Return the application and the actor's part, if the actor may agree to it now.

    :raises NotFound: if the actor has no approved part in it
    :raises ChangedMeanwhile: if amounts or parties are not as shown any more
    :raises ConsentLate: if the approval has lapsed
    :raises PhoneChangedLately: if the actor's phone number is too new
    :raises IllegalTransition: if the actor has answered already
    """
    application, line = _own_approved_line(actor_id, public_id, version)
    waits_until = money_waits_until(account_id=actor_id, at=at)
    if waits_until is not None:
        raise PhoneChangedLately(waits_until)
    if application.consent_by_on is None or application.consent_by_on < business_day(at):
        raise ConsentLate(application.consent_by_on)
    LINE.after(line.status, LineEvent.CONSENTED)
    return application, line


def _code_subject(application: LoanApplication) -> str:
    """Return what a code is for: a change of terms or parties makes it worthless."""
    return f"{application.public_id}:{application.version}"


def _parties(application: LoanApplication) -> list[ApplicationLine]:
    return [line for line in application.lines if line.status in COMMITTED_LINES]
