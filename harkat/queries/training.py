"""Balikat's classes, who completed them, and what anybody may learn from a certificate's code."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, select

from harkat.domain.identity import nik_masked
from harkat.domain.roles import Permission, Viewer
from harkat.domain.statuses import EnrolmentStatus
from harkat.extensions import db
from harkat.models.area import Kecamatan, Kelurahan
from harkat.models.enrolment import ClassEnrolment
from harkat.models.people import Person
from harkat.models.training import TrainingClass, TrainingCompletion, TrainingCourse
from harkat.sealing import lookup

PAGE_SIZE = 25


@dataclass(frozen=True, kw_only=True)
class CourseRow:
    """What is taught."""

    id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class ClassRow:
    """One run of a course and how many completed it.

    For example ``ClassRow(course="Menjahit dan kerajinan", kelurahan="Legok",
    kecamatan="Danau Sipin", venue="Balai Contoh", seats=20, completions=18, ...)``.
    """

    public_id: str
    course: str
    kelurahan: str
    kecamatan: str
    venue: str
    starts_on: date
    ends_on: date
    seats: int
    completions: int
    enrolled: int
    start_time: str | None
    end_time: str | None


@dataclass(frozen=True, kw_only=True)
class ClassList:
    """The classes that run or are to come, the next one first, and one page of the finished."""

    upcoming: Sequence[ClassRow]
    finished: Sequence[ClassRow]
    page: int
    pages: int


@dataclass(frozen=True, kw_only=True)
class CompletionRow:
    """Somebody who completed a class."""

    public_id: str
    certificate_no: str
    full_name: str
    nik_masked: str
    completed_on: date


@dataclass(frozen=True, kw_only=True)
class ClassPage:
    """A class with one page of those who completed it, the latest first."""

    training_class: ClassRow
    completions: Sequence[CompletionRow]
    page: int
    pages: int


@dataclass(frozen=True, kw_only=True)
class Trainee:
    """Whose NIK was typed, to be compared with the identity card before anything is recorded.

    `certificate_no` is set when this person's completion of the class is recorded already.
    """

    full_name: str
    nik_masked: str
    certificate_no: str | None


@dataclass(frozen=True, kw_only=True)
class CertificateCheck:
    """What a certificate's code proves to anybody, without telling who its holder is.

    For example ``CertificateCheck(certificate_no="BK26-0001-6", initials="S.A.",
    course="Menjahit dan kerajinan", completed_on=date(2026, 5, 3))``.
    """

    certificate_no: str
    initials: str
    course: str
    completed_on: date
    recorded_at: datetime


def course_list() -> Sequence[CourseRow]:
    """Return the courses by name."""
    return [
        CourseRow(id=row.id, name=row.name)
        for row in db.session.scalars(select(TrainingCourse).order_by(TrainingCourse.name))
    ]


def class_list(*, viewer: Viewer, on: date, page: int = 1) -> ClassList:
    """Return the classes as they stand on a day.

    :raises NotPermitted: if the viewer does not record training
    """
    viewer.require(Permission.TRAINING_RECORD)
    is_finished = TrainingClass.ends_on < on
    count = db.session.scalar(select(func.count(TrainingClass.id)).where(is_finished)) or 0
    pages = max(-(-count // PAGE_SIZE), 1)
    shown = min(max(page, 1), pages)
    upcoming = (
        _classes()
        .where(~is_finished)
        .order_by(TrainingClass.starts_on, TrainingClass.id)
        .limit(100)
    )
    finished = (
        _classes()
        .where(is_finished)
        .order_by(TrainingClass.ends_on.desc(), TrainingClass.id.desc())
        .limit(PAGE_SIZE)
        .offset((shown - 1) * PAGE_SIZE)
    )
    return ClassList(
        upcoming=_class_rows(upcoming), finished=_class_rows(finished), page=shown, pages=pages
    )


def class_page(*, viewer: Viewer, public_id: str, page: int = 1) -> ClassPage | None:
    """Return a class with those who completed it, or None for an id that was never given.

    :raises NotPermitted: if the viewer does not record training
    """
    viewer.require(Permission.TRAINING_RECORD)
    found = _class_rows(_classes().where(TrainingClass.public_id == public_id))
    if not found:
        return None
    pages = max(-(-found[0].completions // PAGE_SIZE), 1)
    shown = min(max(page, 1), pages)
    rows = db.session.execute(
        select(TrainingCompletion, Person)
        .join(Person, Person.id == TrainingCompletion.person_id)
        .join(TrainingClass, TrainingClass.id == TrainingCompletion.class_id)
        .where(TrainingClass.public_id == public_id)
        .order_by(TrainingCompletion.id.desc())
        .limit(PAGE_SIZE)
        .offset((shown - 1) * PAGE_SIZE)
    )
    return ClassPage(
        training_class=found[0],
        completions=[
            CompletionRow(
                public_id=completion.public_id,
                certificate_no=completion.certificate_no,
                full_name=person.full_name,
                nik_masked=nik_masked(person.nik),
                completed_on=completion.completed_on,
            )
            for completion, person in rows
        ],
        page=shown,
        pages=pages,
    )


def trainee(*, viewer: Viewer, class_public_id: str, nik: str) -> Trainee | None:
    """Return whose NIK this is and whether the completion is recorded, or None for nobody's.

    :raises NotPermitted: if the viewer does not record training
    """
    viewer.require(Permission.TRAINING_RECORD)
    completed = (
        select(TrainingCompletion.person_id, TrainingCompletion.certificate_no)
        .join(TrainingClass, TrainingClass.id == TrainingCompletion.class_id)
        .where(TrainingClass.public_id == class_public_id)
        .subquery()
    )
    row = db.session.execute(
        select(Person.full_name, completed.c.certificate_no)
        .outerjoin(completed, completed.c.person_id == Person.id)
        .where(Person.nik_lookup == lookup(field="nik", text=nik))
    ).one_or_none()
    if row is None:
        return None
    full_name, certificate_no = row
    return Trainee(full_name=full_name, nik_masked=nik_masked(nik), certificate_no=certificate_no)


def certificate(public_id: str) -> CertificateCheck | None:
    """Return what a certificate's code proves, or None for a code that was never given."""
    row = db.session.execute(
        select(TrainingCompletion, Person.full_name, TrainingCourse.name)
        .join(Person, Person.id == TrainingCompletion.person_id)
        .join(TrainingClass, TrainingClass.id == TrainingCompletion.class_id)
        .join(TrainingCourse, TrainingCourse.id == TrainingClass.course_id)
        .where(TrainingCompletion.public_id == public_id)
    ).one_or_none()
    if row is None:
        return None
    completion, full_name, course = row
    return CertificateCheck(
        certificate_no=completion.certificate_no,
        initials=initials(full_name),
        course=course,
        completed_on=completion.completed_on,
        recorded_at=completion.recorded_at,
    )


def initials(full_name: str) -> str:
    """Return the first letters of a name, as ``S.A.`` for Siti Aminah."""
    return "".join(f"{word[0].upper()}." for word in full_name.split())


def _classes() -> Select[TrainingClass, str, str, str, int, int]:
    completions = (
        select(func.count(TrainingCompletion.id))
        .where(TrainingCompletion.class_id == TrainingClass.id)
        .correlate(TrainingClass)
        .scalar_subquery()
    )
    enrolled = (
        select(func.count(ClassEnrolment.id))
        .where(ClassEnrolment.class_id == TrainingClass.id)
        .where(ClassEnrolment.status.in_((EnrolmentStatus.SEATED, EnrolmentStatus.COMPLETED)))
        .correlate(TrainingClass)
        .scalar_subquery()
    )
    return (
        select(
            TrainingClass,
            TrainingCourse.name,
            Kelurahan.name,
            Kecamatan.name,
            completions,
            enrolled,
        )
        .join(TrainingCourse, TrainingCourse.id == TrainingClass.course_id)
        .join(Kelurahan, Kelurahan.code == TrainingClass.kelurahan_code)
        .join(Kecamatan, Kecamatan.code == Kelurahan.kecamatan_code)
    )


def _class_rows(statement: Select[TrainingClass, str, str, str, int, int]) -> list[ClassRow]:
    rows = db.session.execute(statement)
    return [
        ClassRow(
            public_id=row.public_id,
            course=course,
            kelurahan=kelurahan,
            kecamatan=kecamatan,
            venue=row.venue,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            seats=row.seats,
            completions=completions,
            enrolled=enrolled,
            start_time=row.start_time,
            end_time=row.end_time,
        )
        for row, course, kelurahan, kecamatan, completions, enrolled in rows
    ]
