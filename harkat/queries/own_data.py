"""Everything the programme holds about one person, for that person."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from harkat.domain.identity import nik_masked, phone_masked
from harkat.domain.roles import Viewer
from harkat.extensions import db
from harkat.models.account_care import DataRequest
from harkat.models.application import ApplicationLine, LoanApplication
from harkat.models.business import Business
from harkat.models.group import GroupMember
from harkat.models.loan import Loan
from harkat.models.people import DataConsent, Person
from harkat.models.record import OutboxMessage
from harkat.models.training import TrainingClass, TrainingCompletion
from harkat.queries.held_asked import told_and_asked
from harkat.queries.held_data import (
    HeldApplication,
    HeldBusiness,
    HeldConsent,
    HeldEvent,
    HeldLoan,
    HeldMembership,
    HeldMessage,
    HeldPerson,
    HeldRequest,
    HeldTraining,
    OwnData,
)
from harkat.queries.own_file import HIDDEN, account_no_masked

_MOST_ROWS = 100
_MOST_MESSAGES = 500


def own_data(viewer: Viewer, *, is_full: bool) -> OwnData | None:
    """Return what is held about the viewer, or None for an account without a person.

    `is_full` shows numbers and the point on the map unmasked; ask for the password before.
    """
    person = db.session.get(Person, viewer.person_id) if viewer.person_id else None
    if person is None:
        return None
    return OwnData(
        person=_person(person, is_full=is_full),
        business=_business(person.id, is_full=is_full),
        consents=_consents(person.id),
        trainings=_trainings(person.id),
        memberships=_memberships(person.id),
        applications=_applications(person.id),
        loans=_loans(person.id),
        requests=_requests(person.id),
        messages=_messages(viewer.user_id),
        asked=told_and_asked(person, is_full=is_full),
    )


def _person(person: Person, *, is_full: bool) -> HeldPerson:
    account = person.account
    kk_no = person.kk_no
    return HeldPerson(
        full_name=person.full_name,
        phone=(account.phone if is_full else None) or phone_masked(account.phone),
        registered_at=person.registered_at,
        phone_changed_at=account.phone_changed_at,
        nik=person.nik if is_full else nik_masked(person.nik),
        kk_no=kk_no if is_full or kk_no is None else nik_masked(kk_no),
        birth_on=person.birth_on,
        sex=person.sex,
        payout_bank=person.payout_bank,
        payout_holder=person.payout_holder,
        bank_account_no=(
            person.bank_account_no if is_full else account_no_masked(person.bank_account_no)
        ),
    )


def _business(person_id: int, *, is_full: bool) -> HeldBusiness | None:
    found = db.session.scalar(
        select(Business).filter_by(person_id=person_id).options(joinedload(Business.kelurahan))
    )
    if found is None:
        return None
    return HeldBusiness(
        name=found.name,
        sector=found.sector,
        place=found.place,
        kelurahan=found.kelurahan.name,
        address=found.address,
        started_on=found.started_on,
        nib=found.nib,
        pin=found.pin if is_full or found.pin is None else HIDDEN,
        reminder_asked_at=found.reminder_asked_at,
        workers=found.workers,
    )


def _consents(person_id: int) -> Sequence[HeldConsent]:
    rows = db.session.scalars(
        select(DataConsent)
        .filter_by(person_id=person_id)
        .order_by(DataConsent.given_at, DataConsent.id)
        .limit(_MOST_ROWS)
    )
    return [
        HeldConsent(
            purpose=row.purpose,
            text_version=row.text_version,
            given_at=row.given_at,
            withdrawn_at=row.withdrawn_at,
        )
        for row in rows
    ]


def _trainings(person_id: int) -> Sequence[HeldTraining]:
    rows = db.session.scalars(
        select(TrainingCompletion)
        .filter_by(person_id=person_id)
        .options(joinedload(TrainingCompletion.training_class).joinedload(TrainingClass.course))
        .order_by(TrainingCompletion.id)
        .limit(_MOST_ROWS)
    )
    return [
        HeldTraining(
            course=row.training_class.course.name,
            certificate_no=row.certificate_no,
            completed_on=row.completed_on,
        )
        for row in rows
    ]


def _memberships(person_id: int) -> Sequence[HeldMembership]:
    rows = db.session.scalars(
        select(GroupMember)
        .filter_by(person_id=person_id)
        .options(joinedload(GroupMember.group))
        .order_by(GroupMember.id)
        .limit(_MOST_ROWS)
    )
    return [
        HeldMembership(
            group_name=row.group.name,
            reference_no=row.group.reference_no,
            status=row.status,
            invited_at=row.invited_at,
            answered_at=row.answered_at,
        )
        for row in rows
    ]


def _applications(person_id: int) -> Sequence[HeldApplication]:
    rows = db.session.scalars(
        select(ApplicationLine)
        .filter_by(person_id=person_id)
        .options(joinedload(ApplicationLine.application).joinedload(LoanApplication.bank))
        .order_by(ApplicationLine.id)
        .limit(_MOST_ROWS)
    )
    return [
        HeldApplication(
            reference_no=row.application.reference_no,
            bank_name=row.application.bank.name,
            status=row.status,
            requested=row.requested,
            approved=row.approved,
            purpose=row.purpose,
            started_at=row.application.started_at,
            submitted_at=row.application.submitted_at,
            consented_at=row.consented_at,
        )
        for row in rows
    ]


def _loans(person_id: int) -> Sequence[HeldLoan]:
    rows = db.session.scalars(
        select(Loan)
        .filter_by(person_id=person_id)
        .options(joinedload(Loan.bank), selectinload(Loan.events))
        .order_by(Loan.id)
        .limit(_MOST_ROWS)
    )
    return [
        HeldLoan(
            reference_no=row.reference_no,
            bank_name=row.bank.name,
            status=row.status,
            principal=row.principal,
            outstanding=row.outstanding,
            disbursed_on=row.disbursed_on,
            final_due_on=row.final_due_on,
            events=[
                HeldEvent(kind=event.kind, value_on=event.value_on, amount=event.amount)
                for event in row.events
            ],
        )
        for row in rows
    ]


def _requests(person_id: int) -> Sequence[HeldRequest]:
    rows = db.session.scalars(
        select(DataRequest)
        .filter_by(person_id=person_id)
        .order_by(DataRequest.id.desc())
        .limit(_MOST_ROWS)
    )
    return [
        HeldRequest(
            kind=row.kind,
            purpose=row.purpose,
            note=row.note,
            requested_at=row.requested_at,
            due_at=row.due_at,
            answered_at=row.answered_at,
            is_granted=row.is_granted,
            answer=row.answer,
        )
        for row in rows
    ]


def _messages(account_id: int) -> Sequence[HeldMessage]:
    rows = db.session.scalars(
        select(OutboxMessage)
        .filter_by(recipient_id=account_id)
        .order_by(OutboxMessage.id.desc())
        .limit(_MOST_MESSAGES)
    )
    return [
        HeldMessage(template=row.template, details=dict(row.details), created_at=row.created_at)
        for row in rows
    ]
