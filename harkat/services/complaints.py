"""Complaints go past the bank: anybody sends one, the Dinas answers, and it comes back once."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from harkat.domain.calendar import business_day
from harkat.domain.complaints import (
    MOST_WRONG_TRIES,
    PERIOD,
    ComplaintKind,
    ComplaintProblem,
    answer_due_on,
    complaint_problem,
    is_same_phone_end,
)
from harkat.domain.indonesian import plain_date
from harkat.domain.money import Rupiah
from harkat.domain.reference import ReferenceKind
from harkat.domain.roles import Permission, Viewer
from harkat.domain.statuses import ComplaintEvent, ComplaintStatus
from harkat.extensions import db
from harkat.models.complaints import Complaint
from harkat.queries.complaints import complaints_seen_by
from harkat.queries.holidays import holidays_between
from harkat.queries.rules import rules_on
from harkat.sealing import lookup
from harkat.services import numbering, outbox, transitions
from harkat.services.authority import acting
from harkat.services.files import NotFound
from harkat.services.transaction import keyed_use_case, quiet_use_case, use_case

_AHEAD = timedelta(days=60)


class TooManyComplaints(ValueError):
    """One more is not taken now; `problem` says whose limit is reached."""

    def __init__(self, problem: ComplaintProblem) -> None:
        super().__init__(problem)
        self.problem = problem


class NoWayToAnswer(ValueError):
    """Without an account and without a phone nobody could be answered."""


class NothingAnswered(ValueError):
    """An answer, or a second question, without words."""


@keyed_use_case
def complain(
    *,
    actor_id: int | None,
    kind: ComplaintKind,
    words: str,
    key: str,
    at: datetime,
    phone: str | None = None,
    sender: str | None = None,
    about_whom: str | None = None,
    amount: Rupiah | None = None,
    disbursement_id: int | None = None,
) -> str:
    """Take a complaint, with or without an account; return its public id.

    `sender` is the browser it came from, by which those without an account are counted.

    :raises NoWayToAnswer: if there is neither an account nor a phone
    :raises NothingAnswered: if nothing is said
    :raises TooManyComplaints: if too many came from the same hand, or from strangers in all
    """
    if actor_id is None and phone is None:
        raise NoWayToAnswer
    if not words.strip():
        raise NothingAnswered
    phone_lookup = lookup(field="phone", text=phone) if phone else None
    sender_lookup = lookup(field="sender", text=sender) if sender else None
    _require_room(actor_id, phone_lookup, sender_lookup, at=at)
    complaint = Complaint(
        reference_no=numbering.next_reference(ReferenceKind.COMPLAINT, at=at),
        kind=kind,
        words=words,
        about_whom=about_whom,
        amount=amount,
        complainant_id=actor_id,
        phone=phone,
        phone_lookup=phone_lookup,
        sender_lookup=sender_lookup,
        disbursement_id=disbursement_id,
        received_at=at,
    )
    _set_due(complaint, at=at)
    db.session.add(complaint)
    db.session.flush()
    _tell(complaint, "complaint_received", at=at, due_on=plain_date(complaint.due_on))
    return complaint.public_id


@use_case
def take_up(*, actor_id: int, complaint_public_id: str, at: datetime) -> None:
    """Begin to look into a complaint.

    :raises NotFound: if there is none
    :raises IllegalTransition: if somebody did before
    """
    complaint = _for_officer(actor_id, complaint_public_id)
    transitions.record(complaint, ComplaintEvent.TAKEN_UP, actor_id=actor_id, at=at)
    complaint.taken_up_by_id = actor_id


@use_case
def answer(*, actor_id: int, complaint_public_id: str, words: str, at: datetime) -> None:
    """Answer a complaint; the second answer, after it came back, ends it.

    :raises NotFound: if there is none
    :raises NothingAnswered: if nothing is said
    :raises IllegalTransition: if nobody looked into it yet, or it was answered
    """
    complaint = _for_officer(actor_id, complaint_public_id)
    if not words.strip():
        raise NothingAnswered
    is_second = complaint.status is ComplaintStatus.REOPENED
    transitions.record(complaint, ComplaintEvent.ANSWERED, actor_id=actor_id, at=at)
    if is_second:
        complaint.second_answer, complaint.closed_at = words, at
    else:
        complaint.answer, complaint.answered_by_id, complaint.answered_at = words, actor_id, at
    _tell(complaint, "complaint_answered", at=at)


@use_case
def reopen(*, actor_id: int | None, complaint_public_id: str, words: str, at: datetime) -> None:
    """Say once that the answer does not help; it is due anew. Who may read it may do so.

    :raises NotFound: if there is none, or it is the account of somebody else
    :raises NothingAnswered: if nothing is said
    :raises IllegalTransition: if it is not answered, or came back before
    """
    complaint = _of_complainant(actor_id, complaint_public_id)
    if not words.strip():
        raise NothingAnswered
    transitions.record(complaint, ComplaintEvent.REOPENED, actor_id=actor_id, at=at)
    complaint.reopening = words
    _set_due(complaint, at=at)


@use_case
def close(*, actor_id: int | None, complaint_public_id: str, at: datetime) -> None:
    """Say that the answer helps.

    :raises NotFound: if there is none, or it is the account of somebody else
    :raises IllegalTransition: if it is not answered
    """
    complaint = _of_complainant(actor_id, complaint_public_id)
    transitions.record(complaint, ComplaintEvent.CLOSED, actor_id=actor_id, at=at)
    complaint.closed_at = at


@quiet_use_case
def open_by_number(*, reference_no: str, digits: str, at: datetime) -> str | None:
    """Return the public id of the complaint whose number and last digits of the phone these are.

    A wrong try is counted, and after some of them even the right digits open nothing for a day.
    Nobody is told whether there is such a number.
    """
    complaint = db.session.scalar(
        select(Complaint).filter_by(reference_no=reference_no).with_for_update()
    )
    if complaint is None:
        return None
    if complaint.tries_since is None or complaint.tries_since <= at - PERIOD:
        complaint.tries_since, complaint.wrong_tries = at, 0
    if complaint.wrong_tries >= MOST_WRONG_TRIES:
        return None
    if is_same_phone_end(complaint.phone, digits):
        return complaint.public_id
    complaint.wrong_tries += 1
    return None


def _require_room(
    actor_id: int | None, phone_lookup: str | None, sender_lookup: str | None, *, at: datetime
) -> None:
    """Let one more pass if neither one hand nor all strangers together sent too many today."""
    recent = select(Complaint.received_at).where(Complaint.received_at > at - PERIOD)
    hands = (
        (Complaint.complainant_id, actor_id),
        (Complaint.phone_lookup, phone_lookup),
        (Complaint.sender_lookup, sender_lookup),
    )
    busiest = max(
        (
            db.session.scalars(recent.where(column == hand)).all()
            for column, hand in hands
            if hand is not None
        ),
        key=len,
    )
    strangers = recent.where(Complaint.complainant_id.is_(None)).with_only_columns(func.count())
    problem = complaint_problem(
        from_one=busiest,
        anonymous=db.session.scalars(strangers).one(),
        is_anonymous=actor_id is None,
        at=at,
    )
    if problem is not None:
        raise TooManyComplaints(problem)


def _set_due(complaint: Complaint, *, at: datetime) -> None:
    today = business_day(at)
    rules = rules_on(product_id=None, on=today)
    complaint.due_on = answer_due_on(
        complaint.kind,
        received_on=today,
        workdays=rules.complaint_workdays,
        urgent_workdays=rules.complaint_urgent_workdays,
        holidays=holidays_between(today, today + _AHEAD),
    )


def _for_officer(actor_id: int, public_id: str) -> Complaint:
    viewer = acting(actor_id=actor_id, permission=Permission.COMPLAINT_ANSWER)
    return _locked(public_id, viewer)


def _of_complainant(actor_id: int | None, public_id: str) -> Complaint:
    complaint = _locked(public_id, None)
    if complaint.complainant_id not in (None, actor_id):
        raise NotFound(public_id)
    return complaint


def _locked(public_id: str, viewer: Viewer | None) -> Complaint:
    seen = complaints_seen_by(viewer) if viewer else select(Complaint)
    complaint: Complaint | None = db.session.scalar(
        seen.where(Complaint.public_id == public_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if complaint is None:
        raise NotFound(public_id)
    return complaint


def _tell(complaint: Complaint, template: str, *, at: datetime, **details: str) -> None:
    number = complaint.reference_no
    if complaint.complainant_id is not None:
        outbox.put(
            recipient_id=complaint.complainant_id,
            template=template,
            at=at,
            complaint=number,
            **details,
        )
    elif complaint.phone is not None:
        outbox.put_to_phone(
            phone=complaint.phone,
            template=template,
            at=at,
            secret=None,
            complaint=number,
            **details,
        )
