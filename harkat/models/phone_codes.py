"""One-time codes that were sent to phones."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from harkat.domain.phone_codes import CodePurpose
from harkat.extensions import Base, constrained
from harkat.models.columns import Id
from harkat.models.types import Word


class PhoneCode(Base):
    """One code for one phone and one step; only its keyed hash is kept.

    `subject` says which step of its kind (an application and its version, a browser): a code made
    for one is worthless for another.
    """

    __tablename__ = "phone_code"
    __table_args__ = constrained(
        Index("ix_phone_code_phone", "phone_lookup", "created_at"),
        CheckConstraint("tries >= 0", name="tries_not_negative"),
    )

    id: Mapped[Id]
    phone_lookup: Mapped[str]
    purpose: Mapped[CodePurpose] = mapped_column(Word(CodePurpose))
    subject: Mapped[str]
    code_hash: Mapped[str]
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]
