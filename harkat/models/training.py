"""Balikat: courses, classes and completions."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from harkat.domain.people import Sector
from harkat.extensions import Base, constrained
from harkat.models.area import Kelurahan
from harkat.models.columns import Id, KelurahanCode, PersonId, PublicId, UserId
from harkat.models.people import Person


class TrainingCourse(Base):
    """What is taught."""

    __tablename__ = "training_course"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(unique=True)
    fits_sectors: Mapped[str] = mapped_column(default="", server_default="")

    @property
    def sectors(self) -> tuple[Sector, ...]:
        """The kinds of business it is meant for; none means all of them."""
        return tuple(Sector(word) for word in self.fits_sectors.split(",") if word)


class TrainingClass(Base):
    """One run of a course; the times are ``HH.MM`` in Jambi, the same on each of its days."""

    __tablename__ = "training_class"
    __table_args__ = constrained(
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint("seats > 0", name="has_seats"),
    )

    id: Mapped[Id]
    public_id: Mapped[PublicId]
    course_id: Mapped[int] = mapped_column(ForeignKey("training_course.id"), index=True)
    kelurahan_code: Mapped[KelurahanCode]
    venue: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date] = mapped_column(index=True)
    start_time: Mapped[str | None] = mapped_column(String(5))
    end_time: Mapped[str | None] = mapped_column(String(5))
    seats: Mapped[int]
    opened_by_id: Mapped[UserId]
    course: Mapped[TrainingCourse] = relationship()
    kelurahan: Mapped[Kelurahan] = relationship()


class TrainingCompletion(Base):
    """Somebody finished a class; only Balikat staff can say so."""

    __tablename__ = "training_completion"
    __table_args__ = constrained(UniqueConstraint("person_id", "class_id"))

    id: Mapped[Id]
    public_id: Mapped[PublicId]
    person_id: Mapped[PersonId]
    class_id: Mapped[int] = mapped_column(ForeignKey("training_class.id"), index=True)
    certificate_no: Mapped[str] = mapped_column(unique=True)
    completed_on: Mapped[date]
    recorded_by_id: Mapped[UserId]
    recorded_at: Mapped[datetime]
    person: Mapped[Person] = relationship()
    training_class: Mapped[TrainingClass] = relationship()
