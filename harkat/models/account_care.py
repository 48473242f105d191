"""New phone numbers proposed at a desk, requests about own data, and who opened whose data."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from harkat.domain.people import ConsentPurpose
from harkat.domain.personal_data import DataRequestKind, OpenedData
from harkat.domain.roles import Role
from harkat.extensions import Base, constrained
from harkat.models.bank import Bank
from harkat.models.columns import Id, PersonId, PublicId, UserId
from harkat.models.people import Person
from harkat.models.types import Sealed, Word


class PhoneChange(Base):
    """A new number for somebody who lost the old one, proposed by whoever saw the KTP.

    It counts once a second person confirms it; it is over when confirmed or discarded.
    """

    __tablename__ = "phone_change"
    __table_args__ = constrained(
        Index("ix_phone_change_open", "ended_at", "proposed_at"),
        CheckConstraint("ended_by_id <> proposed_by_id OR NOT is_confirmed", name="two_people"),
    )

    id: Mapped[Id]
    public_id: Mapped[PublicId]
    person_id: Mapped[PersonId]
    phone: Mapped[str] = mapped_column(Sealed("phone"))
    phone_lookup: Mapped[str]
    proposed_by_id: Mapped[UserId]
    proposed_at: Mapped[datetime]
    is_confirmed: Mapped[bool] = mapped_column(default=False)
    ended_by_id: Mapped[UserId | None]
    ended_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship()


class DataRequest(Base):
    """What somebody asked about the own data; open until it is answered."""

    __tablename__ = "data_request"
    __table_args__ = constrained(Index("ix_data_request_open", "answered_at", "due_at"))

    id: Mapped[Id]
    public_id: Mapped[PublicId]
    person_id: Mapped[PersonId]
    kind: Mapped[DataRequestKind] = mapped_column(Word(DataRequestKind))
    purpose: Mapped[ConsentPurpose | None] = mapped_column(Word(ConsentPurpose))
    note: Mapped[str]
    requested_at: Mapped[datetime]
    due_at: Mapped[datetime]
    answered_by_id: Mapped[UserId | None]
    answered_at: Mapped[datetime | None]
    is_granted: Mapped[bool | None]
    answer: Mapped[str | None]
    person: Mapped[Person] = relationship()


class DataOpening(Base):
    """Somebody of the staff opened something about a person: one row a day for each thing.

    Role and bank are those of that day; whoever changes post later keeps what was true.
    """

    __tablename__ = "data_opening"
    __table_args__ = constrained(
        UniqueConstraint("person_id", "actor_id", "what", "reference_no", "opened_on"),
        Index("ix_data_opening_person", "person_id", "opened_at"),
    )

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    actor_id: Mapped[UserId]
    role: Mapped[Role] = mapped_column(Word(Role))
    bank_id: Mapped[int | None] = mapped_column(ForeignKey("bank.id"))
    what: Mapped[OpenedData] = mapped_column(Word(OpenedData))
    reference_no: Mapped[str]
    opened_on: Mapped[date]
    opened_at: Mapped[datetime]
    bank: Mapped[Bank | None] = relationship()
