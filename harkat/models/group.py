"""Groups of owners who answer for each other."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from harkat.domain.statuses import GroupStatus, MembershipStatus
from harkat.extensions import Base, constrained, db
from harkat.models.area import Kelurahan
from harkat.models.columns import Id, KelurahanCode, PersonId, PublicId, UserId
from harkat.models.people import Person
from harkat.models.types import Sealed, Word


class LoanGroup(Base):
    """A kelompok; it lives on between loans.

    Until more than half of the members have chosen a leader, the longest member acts as one.
    """

    __tablename__ = "loan_group"

    id: Mapped[Id]
    public_id: Mapped[PublicId]
    reference_no: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kelurahan_code: Mapped[KelurahanCode]
    status: Mapped[GroupStatus] = mapped_column(Word(GroupStatus), default=GroupStatus.FORMING)
    leader_id: Mapped[PersonId]
    is_leader_chosen: Mapped[bool] = mapped_column(default=False)
    founded_at: Mapped[datetime]
    kelurahan: Mapped[Kelurahan] = relationship()
    leader: Mapped[Person] = relationship()
    members: Mapped[list["GroupMember"]] = relationship(
        back_populates="group", order_by="GroupMember.id"
    )


class GroupMember(Base):
    """One person's invitation to, or membership of, a group.

    An invitation is for a phone number; whose it is stays unknown to the leader until that person
    accepts on the own account. A member who came by the group's code may have no phone.
    """

    __tablename__ = "group_member"
    __table_args__ = constrained(
        Index(
            "uq_group_member_one_live_membership",
            "person_id",
            unique=True,
            sqlite_where=db.text("status = 'accepted'"),
            postgresql_where=db.text("status = 'accepted'"),
        ),
        Index(
            "uq_group_member_one_open_invitation",
            "group_id",
            "phone_lookup",
            unique=True,
            sqlite_where=db.text("status IN ('invited', 'accepted')"),
            postgresql_where=db.text("status IN ('invited', 'accepted')"),
        ),
    )

    id: Mapped[Id]
    public_id: Mapped[PublicId]
    group_id: Mapped[int] = mapped_column(ForeignKey("loan_group.id"), index=True)
    person_id: Mapped[PersonId | None]
    invited_name: Mapped[str]
    phone: Mapped[str | None] = mapped_column(Sealed("phone"))
    phone_lookup: Mapped[str | None] = mapped_column(index=True)
    status: Mapped[MembershipStatus] = mapped_column(
        Word(MembershipStatus), default=MembershipStatus.INVITED
    )
    invited_by_id: Mapped[UserId]
    invited_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    liability_text_version: Mapped[str | None]
    group: Mapped[LoanGroup] = relationship(back_populates="members")
    person: Mapped[Person | None] = relationship()
