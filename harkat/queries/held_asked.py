"""What somebody has told beside the KTP, shown and asked for, as it is held: rows by section."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from harkat.domain.identity import phone_masked
from harkat.extensions import db
from harkat.models.appeals import Appeal
from harkat.models.application import ApplicationLine, LoanApplication
from harkat.models.area import Kecamatan, Kelurahan
from harkat.models.arrears import ArrearsCase
from harkat.models.assisting import Assistance
from harkat.models.circumstances import MoneyStatement, PersonDetails
from harkat.models.complaints import ArrivalReport, Complaint
from harkat.models.documents import PersonDocument
from harkat.models.enrolment import ClassEnrolment, ClassInterest, TrainingClaim
from harkat.models.group import LoanGroup
from harkat.models.joining import JoinRequest
from harkat.models.loan import Disbursement, Loan
from harkat.models.people import Person, UserAccount
from harkat.models.relief import ReliefRequest
from harkat.models.training import TrainingClass, TrainingCourse

Row = Mapping[str, object]

_MOST_ROWS = 100


def told_and_asked(person: Person, *, is_full: bool) -> Mapping[str, Sequence[Row]]:
    """Return the rows of every section by its name; the second phone is masked unless `is_full`.

    For example ``{"details": [{"rt": "07", "street": "Jalan Contoh 1", ...}], "money": [], ...}``.
    """
    found = {
        name: [dict(row) for row in db.session.execute(statement.limit(_MOST_ROWS)).mappings()]
        for name, statement in (
            *_told(person.id).items(),
            *_asked(person.id).items(),
            *_complained(person).items(),
        )
    }
    for row in found["details"]:
        if row["other_phone"] and not is_full:
            row["other_phone"] = phone_masked(str(row["other_phone"]))
    return found


def _told(person_id: int) -> Mapping[str, Any]:
    """Return the statements of what was filled in and shown."""
    details, money, photo = PersonDetails, MoneyStatement, PersonDocument
    return {
        "details": select(
            Kelurahan.name.label("kelurahan"),
            details.rt,
            details.street,
            details.marital_status,
            details.spouse_name,
            details.other_phone,
            details.education,
        )
        .outerjoin(Kelurahan, Kelurahan.code == details.kelurahan_code)
        .where(details.person_id == person_id),
        "money": select(
            money.stated_at,
            money.unit,
            money.open_days,
            money.sales,
            money.purchases,
            money.other_costs,
            money.household,
            money.other_instalments,
        )
        .where(money.person_id == person_id)
        .order_by(money.id.desc()),
        "documents": select(photo.kind, photo.pages, photo.added_at, photo.replaced_at)
        .where(photo.person_id == person_id, photo.removed_at.is_(None))
        .order_by(photo.id.desc()),
    }


def _asked(person_id: int) -> Mapping[str, Any]:
    """Return the statements of what was asked of Balikat, groups and banks."""
    place, wish, claim, course = ClassEnrolment, ClassInterest, TrainingClaim, TrainingCourse
    relief, joining = ReliefRequest, JoinRequest
    return {
        "classes": select(course.name.label("course"), TrainingClass.starts_on, place.status)
        .join(TrainingClass, TrainingClass.id == place.class_id)
        .join(course, course.id == TrainingClass.course_id)
        .where(place.person_id == person_id)
        .order_by(place.id.desc()),
        "wishes": select(course.name.label("course"), Kecamatan.name.label("kecamatan"))
        .add_columns(wish.asked_at, wish.told_at, wish.ended_at)
        .join(course, course.id == wish.course_id)
        .join(Kecamatan, Kecamatan.code == wish.kecamatan_code)
        .where(wish.person_id == person_id)
        .order_by(wish.id.desc()),
        "claims": select(claim.claimed_no, claim.note, claim.status, claim.sent_at)
        .where(claim.person_id == person_id)
        .order_by(claim.id.desc()),
        "joining": select(LoanGroup.name.label("group"), joining.status, joining.made_at)
        .join(LoanGroup, LoanGroup.id == joining.group_id)
        .where(joining.person_id == person_id)
        .order_by(joining.id.desc()),
        "relief": select(Loan.reference_no, relief.reason, relief.note, relief.status)
        .add_columns(relief.asked_at, relief.answered_at)
        .join(Loan, Loan.id == relief.loan_id)
        .where(Loan.person_id == person_id)
        .order_by(relief.id.desc()),
    }


def _complained(person: Person) -> Mapping[str, Any]:
    """Return the statements of objections, complaints, arrears elsewhere, and who helped."""
    appeal, complaint, case, arrival = Appeal, Complaint, ArrearsCase, ArrivalReport
    helped = Assistance
    return {
        "appeals": select(LoanApplication.reference_no, appeal.words, appeal.status)
        .add_columns(appeal.made_at, appeal.answered_at)
        .join(ApplicationLine, ApplicationLine.id == appeal.application_line_id)
        .join(LoanApplication, LoanApplication.id == ApplicationLine.application_id)
        .where(ApplicationLine.person_id == person.id)
        .order_by(appeal.id.desc()),
        "complaints": select(complaint.reference_no, complaint.kind, complaint.words)
        .add_columns(complaint.about_whom, complaint.amount, complaint.status)
        .add_columns(complaint.received_at, complaint.answered_at)
        .where(complaint.complainant_id == person.account_id)
        .order_by(complaint.id.desc()),
        "arrivals": select(Loan.reference_no, arrival.answer, arrival.answered_at)
        .join(Disbursement, Disbursement.id == arrival.disbursement_id)
        .join(Loan, Loan.application_line_id == Disbursement.application_line_id)
        .where(Loan.person_id == person.id)
        .order_by(arrival.id.desc()),
        "arrears": select(case.wish, case.band, case.status, case.opened_at, case.remind_on)
        .add_columns(case.cleared_on)
        .where(case.person_id == person.id)
        .order_by(case.id.desc()),
        "helps": select(UserAccount.role, helped.started_at, helped.ended_at)
        .join(UserAccount, UserAccount.id == helped.assistant_id)
        .where(helped.owner_id == person.account_id)
        .order_by(helped.id.desc()),
    }
