"""Cases of people held up by arrears elsewhere, and what their companions note."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from harkat.domain.arrears import ArrearsBand, ArrearsWish, CloseReason
from harkat.domain.statuses import ArrearsCaseStatus
from harkat.extensions import Base, constrained
from harkat.models.area import Kecamatan
from harkat.models.columns import Id, PublicId, UserId
from harkat.models.people import Person, UserAccount
from harkat.models.types import Sealed, Word

_LIVE = "status IN ('open', 'taken', 'settled_awaiting_record')"

_IS_KNOWN_GUEST = "person_id IS NULL AND phone IS NOT NULL"


class ArrearsCase(Base):
    """One person's way out of arrears; without an account there is a name and a phone instead.

    Who lent the money is kept by kind, and the sum by band: no creditor is named. Some time after
    the end, who a guest was is forgotten: the name is empty, there is no phone, and the look-up is
    one that no phone has.
    """

    __tablename__ = "arrears_case"
    __table_args__ = constrained(
        *(
            Index(
                f"uq_arrears_case_live_{subject}",
                subject,
                unique=True,
                sqlite_where=text(_LIVE),
                postgresql_where=text(_LIVE),
            )
            for subject in ("person_id", "phone_lookup")
        ),
        Index("ix_arrears_case_status", "status", "companion_id", "id"),
        Index(
            "ix_arrears_case_to_forget",
            "ended_on",
            sqlite_where=text(_IS_KNOWN_GUEST),
            postgresql_where=text(_IS_KNOWN_GUEST),
        ),
        Index("ix_arrears_case_companion", "companion_id", "status", "id"),
        CheckConstraint("(person_id IS NULL) <> (phone_lookup IS NULL)", name="has_one_person"),
        CheckConstraint("phone_lookup IS NULL OR full_name IS NOT NULL", name="guest_has_a_name"),
    )

    id: Mapped[Id]
    public_id: Mapped[PublicId]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    full_name: Mapped[str | None]
    phone: Mapped[str | None] = mapped_column(Sealed("phone"))
    phone_lookup: Mapped[str | None]
    kecamatan_code: Mapped[str | None] = mapped_column(ForeignKey("kecamatan.code"), index=True)
    lender_types: Mapped[list[str]] = mapped_column(JSON)
    band: Mapped[ArrearsBand | None] = mapped_column(Word(ArrearsBand))
    wish: Mapped[ArrearsWish] = mapped_column(Word(ArrearsWish))
    status: Mapped[ArrearsCaseStatus] = mapped_column(
        Word(ArrearsCaseStatus), default=ArrearsCaseStatus.OPEN
    )
    companion_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    next_on: Mapped[date | None]
    remind_on: Mapped[date | None] = mapped_column(index=True)
    opened_at: Mapped[datetime] = mapped_column(index=True)
    cleared_on: Mapped[date | None] = mapped_column(index=True)
    ended_on: Mapped[date | None]
    close_reason: Mapped[CloseReason | None] = mapped_column(Word(CloseReason))
    person: Mapped[Person | None] = relationship()
    kecamatan: Mapped[Kecamatan | None] = relationship()
    companion: Mapped[UserAccount | None] = relationship()


class ArrearsNote(Base):
    """What a companion wrote down about a case."""

    __tablename__ = "arrears_note"
    __table_args__ = constrained(Index("ix_arrears_note_case", "case_id", "id"))

    id: Mapped[Id]
    case_id: Mapped[int] = mapped_column(ForeignKey("arrears_case.id"))
    author_id: Mapped[UserId]
    at: Mapped[datetime]
    note: Mapped[str]
    author: Mapped[UserAccount] = relationship()
