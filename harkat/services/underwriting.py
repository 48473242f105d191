"""The bank verifies, proposes and decides; maker and checker are never the same person."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from harkat.domain.calendar import business_day
from harkat.domain.money import Rupiah
from harkat.domain.reasons import Reason
from harkat.domain.reference import ReferenceKind
from harkat.domain.roles import Permission
from harkat.domain.schedule import schedule
from harkat.domain.statuses import ApplicationEvent, LineEvent, LineStatus
from harkat.extensions import db
from harkat.models.application import ApplicationLine, LoanApplication
from harkat.models.loan import LoanAgreement
from harkat.queries.offer import contract_under, offered_terms
from harkat.queries.readiness import live_lines, training_obstacles_of
from harkat.queries.rules import rules_on
from harkat.services import commitment, numbering, outbox, transitions
from harkat.services.authority import acting
from harkat.services.files import application_for
from harkat.services.origination import NotReady
from harkat.services.transaction import keyed_use_case, use_case


class SamePerson(ValueError):
    """Whoever proposed cannot decide."""


class AmountOutOfRange(ValueError):
    """A proposed or approved amount is more than was asked or proposed, or all are zero."""

    def __init__(self, line_public_id: str | None, limit: int) -> None:
        super().__init__(f"line {line_public_id}: at most {limit}")
        self.line_public_id, self.limit = line_public_id, limit


class ReasonMissing(ValueError):
    """A member who gets nothing must be told why and what next."""

    def __init__(self, line_public_id: str) -> None:
        super().__init__(line_public_id)
        self.line_public_id = line_public_id


@use_case
def take_up(*, actor_id: int, application_public_id: str, at: datetime) -> None:
    """Begin to verify a submitted application.

    :raises NotFound: if it is another bank's
    :raises IllegalTransition: if it is not waiting to be taken up
    """
    application = _file(actor_id, Permission.APPLICATION_VERIFY, application_public_id)
    transitions.record(application, ApplicationEvent.TAKEN_UP, actor_id=actor_id, at=at)


@use_case
def return_to_applicant(
    *,
    actor_id: int,
    application_public_id: str,
    reason: Reason,
    further: Sequence[Reason] = (),
    at: datetime,
) -> None:
    """Send the application back to be mended, saying what and how; `further` are more reasons.

    :raises IllegalTransition: if it is not being verified
    :raises UnknownPart: if a reason is about a part the application does not have
    """
    application = _file(actor_id, Permission.APPLICATION_VERIFY, application_public_id)
    transitions.record(
        application,
        ApplicationEvent.RETURNED_TO_APPLICANT,
        actor_id=actor_id,
        at=at,
        reason=reason,
        further=further,
    )
    parties = {line.person.account_id for line in live_lines(application)}
    for account_id in sorted({application.applicant.account_id, *parties}):
        outbox.put(
            recipient_id=account_id,
            template="application_needs_fix",
            at=at,
            application=application.reference_no,
        )


@keyed_use_case
def propose(
    *,
    actor_id: int,
    application_public_id: str,
    version: int,
    amounts: Mapping[str, Rupiah],
    reasons: Mapping[str, Reason],
    key: str,
    at: datetime,
) -> None:
    """Propose an amount for every member; zero needs a reason with a next step.

    `amounts` and `reasons` are by the lines' public ids.

    :raises ChangedMeanwhile: if the file is not as the maker saw it
    :raises AmountOutOfRange: if a line gets more than was asked, or all get nothing
    :raises ReasonMissing: if a line gets nothing and no reason
    :raises IllegalTransition: if it is not being verified
    """
    application = _file(actor_id, Permission.APPLICATION_VERIFY, application_public_id, version)
    for line in live_lines(application):
        line.proposed = _amount_of(line, amounts, limit=line.requested)
        reason = reasons.get(line.public_id)
        if line.status is LineStatus.BLOCKED:
            transitions.record(line, LineEvent.UNBLOCKED, actor_id=actor_id, at=at)
        if line.status is LineStatus.CLEARED:
            transitions.record(line, LineEvent.REOPENED, actor_id=actor_id, at=at)
        if line.proposed:
            transitions.record(line, LineEvent.CLEARED, actor_id=actor_id, at=at)
        elif reason is None:
            raise ReasonMissing(line.public_id)
        else:
            transitions.record(line, LineEvent.BLOCKED, actor_id=actor_id, at=at, reason=reason)
    if not any(line.proposed for line in live_lines(application)):
        raise AmountOutOfRange(None, 0)
    transitions.record(application, ApplicationEvent.PROPOSED, actor_id=actor_id, at=at)


@use_case
def return_to_maker(
    *, actor_id: int, application_public_id: str, reason: Reason, at: datetime
) -> None:
    """Give a proposal back to the maker with a reason.

    :raises SamePerson: if the actor made the proposal
    :raises IllegalTransition: if it is not waiting for a decision
    """
    application = _file(actor_id, Permission.APPLICATION_DECIDE, application_public_id)
    _refuse_own_proposal(application, actor_id)
    transitions.record(
        application,
        ApplicationEvent.RETURNED_TO_MAKER,
        actor_id=actor_id,
        at=at,
        reason=reason,
    )


@use_case
def reject(*, actor_id: int, application_public_id: str, reason: Reason, at: datetime) -> None:
    """Reject the application with a coded reason and a next step.

    :raises SamePerson: if the actor made the proposal
    :raises IllegalTransition: if it is not waiting for a decision
    """
    application = _file(actor_id, Permission.APPLICATION_DECIDE, application_public_id)
    _refuse_own_proposal(application, actor_id)
    transitions.record(
        application, ApplicationEvent.REJECTED, actor_id=actor_id, at=at, reason=reason
    )
    for line in live_lines(application):
        transitions.record(line, LineEvent.DECLINED, actor_id=actor_id, at=at, reason=reason)
        outbox.put_about(line, "application_rejected", at=at)


@keyed_use_case
def approve(
    *,
    actor_id: int,
    application_public_id: str,
    version: int,
    amounts: Mapping[str, Rupiah],
    reasons: Mapping[str, Reason],
    key: str,
    at: datetime,
) -> None:
    """Approve the proposed amounts or less, and commit their sum against the bank's slice.

    The Balikat rule is checked again here; the ledger entry comes last, and its CHECK alone
    decides whether the slice holds the sum.

    :raises SamePerson: if the actor made the proposal
    :raises ChangedMeanwhile: if the file is not as the checker saw it
    :raises NotReady: if the Balikat rule refuses a borrower
    :raises AmountOutOfRange: if a line gets more than was proposed, or all get nothing
    :raises ReasonMissing: if a proposed line gets nothing and no reason
    :raises RefusedTerms: if an approved amount cannot have the terms of the day
    :raises BoundReached: if the slice does not hold the sum; nothing is changed
    :raises IllegalTransition: if it is not waiting for a decision
    """
    application = _file(actor_id, Permission.APPLICATION_DECIDE, application_public_id, version)
    _refuse_own_proposal(application, actor_id)
    on = business_day(at)
    granted = [line for line in live_lines(application) if line.proposed]
    found = training_obstacles_of(application, granted, on=on)
    if found:
        raise NotReady(found)
    _decide_lines(application, amounts, reasons, actor_id=actor_id, at=at)
    approved = [line for line in application.lines if line.status is LineStatus.APPROVED]
    rules = rules_on(product_id=application.product_id, on=on)
    application.terms = dict(
        contract_under(
            replace(rules, every=application.every), instalments=application.instalments, on=on
        )
    )
    for line in approved:
        schedule(offered_terms(application, line, disbursed_on=on))
    application.consent_by_on = on + timedelta(days=rules.consent_days)
    application.party_changes = 0
    db.session.add(
        LoanAgreement(
            reference_no=numbering.next_reference(ReferenceKind.AGREEMENT, at=at),
            application_id=application.id,
        )
    )
    transitions.record(application, ApplicationEvent.APPROVED, actor_id=actor_id, at=at)
    for line in approved:
        outbox.put_about(line, "application_approved", at=at)
    commitment.commit(application, approved, actor_id=actor_id, at=at)


def _decide_lines(
    application: LoanApplication,
    amounts: Mapping[str, Rupiah],
    reasons: Mapping[str, Reason],
    *,
    actor_id: int,
    at: datetime,
) -> None:
    for line in live_lines(application):
        line.approved = _amount_of(line, amounts, limit=line.proposed)
        if line.approved:
            transitions.record(line, LineEvent.APPROVED, actor_id=actor_id, at=at)
            continue
        reason = reasons.get(line.public_id)
        if line.proposed and reason is None:
            raise ReasonMissing(line.public_id)
        transitions.record(line, LineEvent.DECLINED, actor_id=actor_id, at=at, reason=reason)
        outbox.put_about(line, "application_rejected", at=at)
    if not any(line.approved for line in application.lines):
        raise AmountOutOfRange(None, 0)


def _amount_of(
    line: ApplicationLine, amounts: Mapping[str, Rupiah], *, limit: Rupiah | None
) -> Rupiah:
    amount = amounts.get(line.public_id, Rupiah(0))
    most = limit or Rupiah(0)
    if not Rupiah(0) <= amount <= most:
        raise AmountOutOfRange(line.public_id, int(most))
    return amount


def _file(
    actor_id: int, permission: Permission, public_id: str, version: int | None = None
) -> LoanApplication:
    viewer = acting(actor_id=actor_id, permission=permission)
    return application_for(viewer, public_id, version=version)


def _refuse_own_proposal(application: LoanApplication, actor_id: int) -> None:
    if transitions.actor_of_last(application, ApplicationEvent.PROPOSED) == actor_id:
        raise SamePerson
