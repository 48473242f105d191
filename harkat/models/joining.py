"""How people come into a group without an invitation: by its code, or by finding each other."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from harkat.domain.joining import RequestWay
from harkat.domain.people import Sector
from harkat.domain.statuses import JoinRequestStatus
from harkat.extensions import Base, constrained, db
from harkat.models.area import Kelurahan
from harkat.models.columns import Id, KelurahanCode, PublicId, UserId
from harkat.models.group import LoanGroup
from harkat.models.people import Person
from harkat.models.types import Word


class GroupCode(Base):
    """The code by which a group is found; the leader changes it, and it ends by itself."""

    __tablename__ = "group_code"

    id: Mapped[Id]
    group_id: Mapped[int] = mapped_column(ForeignKey("loan_group.id"), unique=True)
    code: Mapped[str] = mapped_column(unique=True)
    made_by_id: Mapped[UserId]
    made_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    group: Mapped[LoanGroup] = relationship()


class WrongCode(Base):
    """One try with a code of no group; too many of them make an account wait."""

    __tablename__ = "wrong_code"
    __table_args__ = constrained(Index("ix_wrong_code_account", "account_id", "tried_at"))

    id: Mapped[Id]
    account_id: Mapped[UserId]
    tried_at: Mapped[datetime]


class JoinRequest(Base):
    """Somebody asks to join a group.

    Who came by the code has said yes to joint liability already; who came by the list has not.
    """

    __tablename__ = "join_request"
    __table_args__ = constrained(
        Index(
            "uq_join_request_one_open",
            "group_id",
            "person_id",
            unique=True,
            sqlite_where=db.text("status = 'open'"),
            postgresql_where=db.text("status = 'open'"),
        ),
        Index("ix_join_request_person", "person_id", "made_at"),
    )

    id: Mapped[Id]
    public_id: Mapped[PublicId]
    group_id: Mapped[int] = mapped_column(ForeignKey("loan_group.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    way: Mapped[RequestWay] = mapped_column(Word(RequestWay))
    status: Mapped[JoinRequestStatus] = mapped_column(
        Word(JoinRequestStatus), default=JoinRequestStatus.OPEN
    )
    made_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    liability_text_version: Mapped[str | None]
    group: Mapped[LoanGroup] = relationship()
    person: Mapped[Person] = relationship()


class MemberSearch(Base):
    """A group looks for members: what others may see of it, until the mark ends or is taken off."""

    __tablename__ = "member_search"
    __table_args__ = constrained(
        Index("ix_member_search_place", "kecamatan_code", "ends_at"),
        CheckConstraint("wanted > 0", name="wants_somebody"),
    )

    id: Mapped[Id]
    group_id: Mapped[int] = mapped_column(ForeignKey("loan_group.id"), unique=True)
    kecamatan_code: Mapped[str] = mapped_column(ForeignKey("kecamatan.code"))
    wanted: Mapped[int]
    made_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    group: Mapped[LoanGroup] = relationship()


class GroupSearch(Base):
    """An owner looks for a group, by the place and kind of the business."""

    __tablename__ = "group_search"
    __table_args__ = constrained(
        Index("ix_group_search_place", "kecamatan_code", "sector", "ends_at")
    )

    id: Mapped[Id]
    public_id: Mapped[PublicId]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    kelurahan_code: Mapped[KelurahanCode]
    kecamatan_code: Mapped[str] = mapped_column(ForeignKey("kecamatan.code"))
    sector: Mapped[Sector] = mapped_column(Word(Sector))
    made_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    person: Mapped[Person] = relationship()
    kelurahan: Mapped[Kelurahan] = relationship()
