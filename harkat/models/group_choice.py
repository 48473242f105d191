"""What the other borrowers choose when parts of their application are blocked."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from harkat.domain.group_choice import BlockedChoice, GroupChoiceStatus
from harkat.extensions import Base, constrained, db
from harkat.models.columns import Id, PersonId
from harkat.models.types import Word

_UNDECIDED = "status IN ('open', 'waiting')"


class GroupChoice(Base):
    """One choice about all blocked parts of an application; one at a time.

    `due_on` is the last day to choose, or of waiting once that was chosen.
    """

    __tablename__ = "group_choice"
    __table_args__ = constrained(
        Index(
            "uq_group_choice_one_undecided",
            "application_id",
            unique=True,
            sqlite_where=db.text(_UNDECIDED),
            postgresql_where=db.text(_UNDECIDED),
        ),
        Index(
            "ix_group_choice_due",
            "due_on",
            sqlite_where=db.text(_UNDECIDED),
            postgresql_where=db.text(_UNDECIDED),
        ),
    )

    id: Mapped[Id]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    status: Mapped[GroupChoiceStatus] = mapped_column(
        Word(GroupChoiceStatus), default=GroupChoiceStatus.OPEN
    )
    due_on: Mapped[date]
    asked_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class ChoiceVote(Base):
    """What one other borrower wants, the last word of each; nobody else is shown it."""

    __tablename__ = "choice_vote"
    __table_args__ = constrained(UniqueConstraint("group_choice_id", "voter_id"))

    id: Mapped[Id]
    group_choice_id: Mapped[int] = mapped_column(ForeignKey("group_choice.id"))
    voter_id: Mapped[PersonId]
    choice: Mapped[BlockedChoice] = mapped_column(Word(BlockedChoice))
    cast_at: Mapped[datetime]
