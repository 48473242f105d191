"""Owners object to a refusal; another checker of the bank than the one who decided answers."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from harkat.domain import appeals
from harkat.domain.business_days import business_days_after
from harkat.domain.calendar import business_day
from harkat.domain.lifecycle import LINE
from harkat.domain.reasons import Reason
from harkat.domain.roles import Permission, Role
from harkat.domain.statuses import (
    AppealEvent,
    ApplicationEvent,
    ApplicationStatus,
    LineEvent,
    LineStatus,
)
from harkat.extensions import db
from harkat.models.appeals import Appeal
from harkat.models.application import ApplicationLine, LoanApplication, StatusChange
from harkat.models.people import UserAccount
from harkat.queries.deadlines import holidays_of_coming_year
from harkat.queries.rules import rules_on
from harkat.services import outbox, transitions
from harkat.services.authority import acting, owner
from harkat.services.files import NotFound, application_for
from harkat.services.origination import OpenAlready
from harkat.services.transaction import keyed_use_case
from harkat.services.underwriting import SamePerson

_MOST_CHECKERS = 20


class AppealLate(ValueError):
    """The days in which a refusal can be objected to are over."""


class AppealedBefore(ValueError):
    """This refusal was objected to already."""


@keyed_use_case
def make(*, actor_id: int, application_public_id: str, words: str, key: str, at: datetime) -> str:
    """Object to the refusal of the actor's own part, in own words; return the public id.

    :raises NotFound: if the application is not the actor's or the own part was not refused
    :raises AppealLate: if the days for it are over
    :raises AppealedBefore: if this refusal was objected to already
    """
    viewer, person_id = owner(actor_id)
    application = application_for(viewer, application_public_id)
    line, refusal = _refused(application, person_id)
    rules = rules_on(product_id=application.product_id, on=business_day(at))
    refused_on = business_day(refusal.at)
    if business_day(at) > appeals.last_day(refused_on=refused_on, days=rules.appeal_days):
        raise AppealLate(refused_on)
    appeal = Appeal(
        application_line_id=line.id,
        refusal_id=refusal.id,
        decided_by_id=refusal.actor_id,
        proposed_by_id=transitions.actor_of_last(application, ApplicationEvent.PROPOSED),
        words=words,
        made_at=at,
        answer_by_on=business_days_after(
            business_day(at),
            rules.appeal_answer_days,
            holidays_of_coming_year(business_day(at)),
        ),
    )
    try:
        with db.session.begin_nested():
            db.session.add(appeal)
    except IntegrityError:
        raise AppealedBefore(refusal.id) from None
    _tell_owner(appeal, "appeal_received", at=at)
    for checker_id in _who_may_answer(application, appeal):
        outbox.put(
            recipient_id=checker_id,
            template="appeal_to_answer",
            at=at,
            application=application.reference_no,
        )
    return appeal.public_id


@keyed_use_case
def uphold(*, actor_id: int, appeal_public_id: str, key: str, at: datetime) -> None:
    """Agree with the owner: a rejected application is verified again.

    An application that went on for other borrowers is left alone; then the owner may apply anew.

    :raises NotFound: if it is another bank's
    :raises SamePerson: if the actor had a hand in the refusal
    :raises IllegalTransition: if it was answered already
    :raises OpenAlready: if the owner or the group has another open application by now
    """
    appeal = _answered(actor_id, appeal_public_id, AppealEvent.UPHELD, at=at)
    application = appeal.line.application
    if application.status is not ApplicationStatus.REJECTED:
        _tell_owner(appeal, "appeal_upheld_apply_again", at=at)
        return
    try:
        with db.session.begin_nested():
            _reopen(application, appeal, actor_id=actor_id, at=at)
    except IntegrityError:
        raise OpenAlready from None


@keyed_use_case
def dismiss(
    *, actor_id: int, appeal_public_id: str, reason: Reason, key: str, at: datetime
) -> None:
    """Stand by the refusal, with a reason and a next step.

    :raises NotFound: if it is another bank's
    :raises SamePerson: if the actor had a hand in the refusal
    :raises IllegalTransition: if it was answered already
    """
    appeal = _answered(actor_id, appeal_public_id, AppealEvent.DISMISSED, at=at, reason=reason)
    _tell_owner(appeal, "appeal_dismissed", at=at)


def _refused(application: LoanApplication, person_id: int) -> tuple[ApplicationLine, StatusChange]:
    """Return the person's refused part and the step that refused it.

    :raises NotFound: if there is none
    """
    for line in reversed(application.lines):
        if line.person_id == person_id and line.status is LineStatus.DECLINED:
            refusal = db.session.scalars(
                select(StatusChange)
                .filter_by(subject=LINE.name, subject_id=line.id, event=str(LineEvent.DECLINED))
                .order_by(StatusChange.id.desc())
                .limit(1)
            ).one()
            return line, refusal
    raise NotFound(application.public_id)


def _answered(
    actor_id: int,
    public_id: str,
    event: AppealEvent,
    *,
    at: datetime,
    reason: Reason | None = None,
) -> Appeal:
    viewer = acting(actor_id=actor_id, permission=Permission.APPLICATION_DECIDE)
    found = db.session.scalar(select(Appeal).where(Appeal.public_id == public_id))
    if found is None:
        raise NotFound(public_id)
    application_for(viewer, found.line.application.public_id)
    db.session.refresh(found)
    if not appeals.may_answer(actor_id, took_part=(found.decided_by_id, found.proposed_by_id)):
        raise SamePerson
    transitions.record(found, event, actor_id=actor_id, at=at, reason=reason)
    found.answered_at, found.answered_by_id = at, actor_id
    return found


def _reopen(application: LoanApplication, appeal: Appeal, *, actor_id: int, at: datetime) -> None:
    """Let the rejected application be verified again, with all who have no other one by now."""
    transitions.record(application, ApplicationEvent.APPEAL_UPHELD, actor_id=actor_id, at=at)
    refused = [line for line in application.lines if line.status is LineStatus.DECLINED]
    elsewhere = _live_elsewhere(refused)
    if appeal.line.person_id in elsewhere:
        raise OpenAlready
    for line in refused:
        if line.person_id in elsewhere:
            continue
        transitions.record(line, LineEvent.REOPENED, actor_id=actor_id, at=at)
        line.proposed = line.approved = None
        is_appellant = line.id == appeal.application_line_id
        template = "appeal_upheld" if is_appellant else "application_reopened"
        outbox.put_about(line, template, at=at)


def _live_elsewhere(lines: Sequence[ApplicationLine]) -> set[int]:
    """Return the persons of these ended parts who have a live one by now."""
    ended = (
        LineStatus.DECLINED,
        LineStatus.REFUSED,
        LineStatus.LAPSED,
        LineStatus.REMOVED,
        LineStatus.DISBURSED,
    )
    return set(
        db.session.scalars(
            select(ApplicationLine.person_id)
            .where(ApplicationLine.person_id.in_([line.person_id for line in lines]))
            .where(ApplicationLine.status.not_in(ended))
        )
    )


def _who_may_answer(application: LoanApplication, appeal: Appeal) -> Sequence[int]:
    took_part = [
        officer for officer in (appeal.decided_by_id, appeal.proposed_by_id) if officer is not None
    ]
    return db.session.scalars(
        select(UserAccount.id)
        .filter_by(bank_id=application.bank_id, role=Role.BANK_CHECKER, is_active=True)
        .where(UserAccount.id.not_in(took_part))
        .order_by(UserAccount.id)
        .limit(_MOST_CHECKERS)
    ).all()


def _tell_owner(appeal: Appeal, template: str, *, at: datetime) -> None:
    outbox.put(
        recipient_id=appeal.line.person.account_id,
        template=template,
        at=at,
        application=appeal.line.application.reference_no,
    )
