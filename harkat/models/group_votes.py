"""What the members of a group vote on: who leads, and who has to go."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from harkat.extensions import Base, constrained
from harkat.models.columns import Id, PersonId


class LeaderVote(Base):
    """Whom one member wants as leader; it goes when either of the two leaves the group."""

    __tablename__ = "leader_vote"
    __table_args__ = constrained(UniqueConstraint("group_id", "voter_id"))

    id: Mapped[Id]
    group_id: Mapped[int] = mapped_column(ForeignKey("loan_group.id"))
    voter_id: Mapped[PersonId]
    candidate_id: Mapped[PersonId]
    cast_at: Mapped[datetime]


class RemovalVote(Base):
    """One member's wish that another go; it goes when either of the two leaves the group."""

    __tablename__ = "removal_vote"
    __table_args__ = constrained(UniqueConstraint("group_id", "voter_id", "target_id"))

    id: Mapped[Id]
    group_id: Mapped[int] = mapped_column(ForeignKey("loan_group.id"))
    voter_id: Mapped[PersonId]
    target_id: Mapped[PersonId]
    cast_at: Mapped[datetime]
