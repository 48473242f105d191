"""Banks that lend under the programme, and the products they lend."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, select
from sqlalchemy.orm import Mapped, mapped_column

from harkat.domain.kolektibilitas import BankType
from harkat.extensions import Base, constrained, db
from harkat.models.columns import Id, UserId
from harkat.models.types import Word


class Bank(Base):
    """A bank of the programme; its slice is a ledger account, not a column."""

    __tablename__ = "bank"

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    bank_type: Mapped[BankType] = mapped_column(Word(BankType))
    is_open: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]


class LoanProduct(Base):
    """A product; its rules are dated settings."""

    __tablename__ = "loan_product"

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    is_for_groups: Mapped[bool]
    is_open: Mapped[bool] = mapped_column(default=True)


class DatedSetting(Base):
    """One value of one rule from a day on; it counts once a second person has confirmed it."""

    __tablename__ = "dated_setting"
    __table_args__ = constrained(
        Index("ix_dated_setting_look_up", "name", "product_id", "valid_from")
    )

    id: Mapped[Id]
    name: Mapped[str]
    product_id: Mapped[int | None] = mapped_column(ForeignKey("loan_product.id"), index=True)
    value: Mapped[str]
    valid_from: Mapped[date]
    proposed_by_id: Mapped[UserId | None] = mapped_column(index=True)
    proposed_at: Mapped[datetime]
    confirmed_by_id: Mapped[UserId | None] = mapped_column(index=True)
    confirmed_at: Mapped[datetime | None]

    @classmethod
    def values_on(cls, *, product_id: int | None, on: date) -> dict[str, str]:
        """Return the confirmed values in force on a day, a product's own before the programme's.

        For example ``{"training_rule": "required", "member_ceiling": "10000000"}``.
        """
        rows = db.session.scalars(
            select(cls)
            .where(cls.valid_from <= on, cls.confirmed_at.is_not(None))
            .where((cls.product_id.is_(None)) | (cls.product_id == product_id))
            .order_by(cls.product_id.is_(None).desc(), cls.valid_from, cls.id)
        )
        return {row.name: row.value for row in rows}
