"""Other lenders' published rates, for honest comparisons."""

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from harkat.domain.lender_rates import BorrowedFor, LenderKind, RateBasis, RatePer
from harkat.domain.money import Rupiah
from harkat.extensions import Base, constrained
from harkat.models.columns import Id
from harkat.models.types import Word


class LenderRateRow(Base):
    """One lender's rate from a day on; rates and shares are exact decimals, kept as text."""

    __tablename__ = "lender_rate"
    __table_args__ = constrained(
        UniqueConstraint("code", "valid_from"),
        CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name="valid_in_order"),
    )

    id: Mapped[Id]
    code: Mapped[str]
    name: Mapped[str]
    kind: Mapped[LenderKind] = mapped_column(Word(LenderKind))
    purpose: Mapped[BorrowedFor | None] = mapped_column(Word(BorrowedFor))
    basis: Mapped[RateBasis] = mapped_column(Word(RateBasis))
    rate: Mapped[str]
    rate_per: Mapped[RatePer] = mapped_column(Word(RatePer))
    fee_share: Mapped[str]
    total_cap: Mapped[str | None]
    least: Mapped[Rupiah | None]
    most: Mapped[Rupiah | None]
    months_min: Mapped[int | None]
    months_max: Mapped[int | None]
    is_limit: Mapped[bool]
    is_example: Mapped[bool]
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    source: Mapped[str]
    source_url: Mapped[str]
    noted_on: Mapped[date]
