"""People, their accounts, sessions and consents."""

from datetime import date, datetime
from typing import Any

from flask import current_app
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from harkat.domain.identity import Sex
from harkat.domain.people import ConsentPurpose
from harkat.domain.roles import Role
from harkat.extensions import Base, constrained
from harkat.models.bank import Bank
from harkat.models.columns import Id, PersonId, PublicId, UserId
from harkat.models.types import Sealed, Word


def _was_made_in_demo() -> bool:
    """Tell whether the account is made where the demo runs; production lets none of these in."""
    return bool(current_app.config.get("DEMO"))


class UserAccount(Base):
    """Somebody who can sign in, by phone number and password.

    An owner may have no phone: nobody signs in to that account, and what it agrees to is
    confirmed by a witness.
    """

    __tablename__ = "user_account"
    __table_args__ = constrained(
        CheckConstraint("(phone IS NULL) = (phone_lookup IS NULL)", name="phone_is_found"),
        CheckConstraint(
            "phone_lookup IS NOT NULL OR (password_hash IS NULL AND role = 'business_owner')",
            name="no_phone_no_entry",
        ),
    )

    id: Mapped[Id]
    public_id: Mapped[PublicId]
    full_name: Mapped[str]
    phone: Mapped[str | None] = mapped_column(Sealed("phone"))
    phone_lookup: Mapped[str | None] = mapped_column(unique=True)
    password_hash: Mapped[str | None]
    role: Mapped[Role] = mapped_column(Word(Role), index=True)
    bank_id: Mapped[int | None] = mapped_column(ForeignKey("bank.id"), index=True)
    is_active: Mapped[bool] = mapped_column(default=True)
    is_demo: Mapped[bool] = mapped_column(default=_was_made_in_demo)
    created_at: Mapped[datetime]
    phone_changed_at: Mapped[datetime | None]
    first_entered_at: Mapped[datetime | None]
    bank: Mapped[Bank | None] = relationship()
    person: Mapped["Person | None"] = relationship(back_populates="account")


class Person(Base):
    """An UMKM owner as the KTP says."""

    __tablename__ = "person"

    id: Mapped[Id]
    public_id: Mapped[PublicId]
    account_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), unique=True)
    full_name: Mapped[str]
    nik: Mapped[str] = mapped_column(Sealed("nik"))
    nik_lookup: Mapped[str] = mapped_column(unique=True)
    kk_no: Mapped[str | None] = mapped_column(Sealed("kk_no"))
    kk_no_lookup: Mapped[str | None] = mapped_column(index=True)
    birth_on: Mapped[date]
    sex: Mapped[Sex] = mapped_column(Word(Sex))
    payout_bank: Mapped[str | None]
    payout_holder: Mapped[str | None]
    bank_account_no: Mapped[str | None] = mapped_column(Sealed("bank_account_no"))
    bank_account_no_lookup: Mapped[str | None] = mapped_column(index=True)
    registered_at: Mapped[datetime]
    account: Mapped[UserAccount] = relationship(back_populates="person")


class DataConsent(Base):
    """One consent to one use of data, with the text's version; withdrawn by a date, not erased."""

    __tablename__ = "data_consent"
    __table_args__ = constrained(UniqueConstraint("person_id", "purpose", "given_at"))

    id: Mapped[Id]
    person_id: Mapped[PersonId]
    purpose: Mapped[ConsentPurpose] = mapped_column(Word(ConsentPurpose))
    text_version: Mapped[str]
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class LoginSession(Base):
    """One browser's session; the cookie holds only the token whose hash stands here."""

    __tablename__ = "login_session"
    __table_args__ = constrained(Index("ix_login_session_expires_at", "expires_at"))

    id: Mapped[Id]
    token_hash: Mapped[str] = mapped_column(unique=True)
    account_id: Mapped[UserId | None] = mapped_column(index=True)
    content: Mapped[dict[str, Any]]
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class ActivationLink(Base):
    """A one-time way in for a new member of staff: choose a password once, before it expires."""

    __tablename__ = "activation_link"

    id: Mapped[Id]
    account_id: Mapped[UserId] = mapped_column(index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SignInThrottle(Base):
    """Failed sign-ins of one phone number, known or not, so that guessing gets slow."""

    __tablename__ = "sign_in_throttle"

    phone_lookup: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    blocked_until: Mapped[datetime | None]
