"""Places in Balikat's classes, who came, who wishes for a class, and who says to be trained."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from harkat.domain.statuses import EnrolmentStatus, TrainingClaimStatus
from harkat.domain.training import ClaimRefusal
from harkat.extensions import Base, constrained
from harkat.models.columns import Id, KecamatanCode, PersonId, PublicId, UserId
from harkat.models.people import Person
from harkat.models.training import TrainingClass, TrainingCompletion, TrainingCourse
from harkat.models.types import Word

_IS_OPEN = "told_at IS NULL AND ended_at IS NULL"
_IS_SENT = "status = 'sent'"


class ClassEnrolment(Base):
    """One person's place in a class, or in the line for one; `queued_at` says whose turn it is."""

    __tablename__ = "class_enrolment"
    __table_args__ = constrained(
        UniqueConstraint("class_id", "person_id"),
        Index("ix_class_enrolment_turn", "class_id", "status", "queued_at", "id"),
    )

    id: Mapped[Id]
    public_id: Mapped[PublicId]
    class_id: Mapped[int] = mapped_column(ForeignKey("training_class.id"))
    person_id: Mapped[PersonId]
    status: Mapped[EnrolmentStatus] = mapped_column(
        Word(EnrolmentStatus), default=EnrolmentStatus.WAITING
    )
    queued_at: Mapped[datetime]
    person: Mapped[Person] = relationship()
    training_class: Mapped[TrainingClass] = relationship()


class Attendance(Base):
    """Somebody with a place was there on a day of the class."""

    __tablename__ = "attendance"
    __table_args__ = constrained(UniqueConstraint("enrolment_id", "day"))

    id: Mapped[Id]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("class_enrolment.id"))
    day: Mapped[date]
    recorded_by_id: Mapped[UserId]
    recorded_at: Mapped[datetime]


class ClassInterest(Base):
    """Somebody wishes to hear of the next class of a course in a kecamatan."""

    __tablename__ = "class_interest"
    __table_args__ = constrained(
        Index(
            "uq_class_interest_open",
            "course_id",
            "kecamatan_code",
            "person_id",
            unique=True,
            sqlite_where=text(_IS_OPEN),
            postgresql_where=text(_IS_OPEN),
        ),
    )

    id: Mapped[Id]
    public_id: Mapped[PublicId]
    person_id: Mapped[PersonId]
    course_id: Mapped[int] = mapped_column(ForeignKey("training_course.id"), index=True)
    kecamatan_code: Mapped[KecamatanCode]
    asked_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship()
    course: Mapped[TrainingCourse] = relationship()


class TrainingClaim(Base):
    """An owner says to have finished a training that is not on record; Balikat answers."""

    __tablename__ = "training_claim"
    __table_args__ = constrained(
        Index(
            "uq_training_claim_one_open",
            "person_id",
            unique=True,
            sqlite_where=text(_IS_SENT),
            postgresql_where=text(_IS_SENT),
        ),
        Index(
            "ix_training_claim_waiting",
            "id",
            sqlite_where=text(_IS_SENT),
            postgresql_where=text(_IS_SENT),
        ),
        CheckConstraint(
            "status <> 'confirmed' OR completion_id IS NOT NULL", name="confirmed_is_recorded"
        ),
        CheckConstraint("status <> 'declined' OR refusal IS NOT NULL", name="declined_has_reason"),
    )

    id: Mapped[Id]
    public_id: Mapped[PublicId]
    person_id: Mapped[PersonId]
    course_id: Mapped[int | None] = mapped_column(ForeignKey("training_course.id"))
    claimed_no: Mapped[str | None]
    note: Mapped[str | None]
    status: Mapped[TrainingClaimStatus] = mapped_column(
        Word(TrainingClaimStatus), default=TrainingClaimStatus.SENT
    )
    sent_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[UserId | None]
    refusal: Mapped[ClaimRefusal | None] = mapped_column(Word(ClaimRefusal))
    answer_note: Mapped[str | None]
    completion_id: Mapped[int | None] = mapped_column(ForeignKey("training_completion.id"))
    person: Mapped[Person] = relationship()
    course: Mapped[TrainingCourse | None] = relationship()
    completion: Mapped[TrainingCompletion | None] = relationship()
