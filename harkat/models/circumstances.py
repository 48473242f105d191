"""What owners tell about themselves and about the money of their business."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from harkat.domain.affordability import MoneyUnit, MonthlyMoney, a_month
from harkat.domain.money import Rupiah
from harkat.domain.people import Education, MaritalStatus
from harkat.extensions import Base, constrained
from harkat.models.area import Kelurahan
from harkat.models.columns import Id
from harkat.models.types import Sealed, Word


class PersonDetails(Base):
    """Where and how a person lives; filled in page by page, so that much may be missing yet."""

    __tablename__ = "person_details"
    __table_args__ = constrained(Index("ix_person_details_other_phone", "other_phone_lookup"))

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    confirmed_at: Mapped[datetime]
    kelurahan_code: Mapped[str | None] = mapped_column(ForeignKey("kelurahan.code"), index=True)
    rt: Mapped[str | None]
    street: Mapped[str | None]
    marital_status: Mapped[MaritalStatus | None] = mapped_column(Word(MaritalStatus))
    spouse_name: Mapped[str | None]
    other_phone: Mapped[str | None] = mapped_column(Sealed("phone"))
    other_phone_lookup: Mapped[str | None]
    education: Mapped[Education | None] = mapped_column(Word(Education))
    kelurahan: Mapped[Kelurahan | None] = relationship()

    @property
    def is_complete(self) -> bool:
        """Tell whether everything that has to be told was told."""
        return self.kelurahan_code is not None and self.marital_status is not None


class MoneyStatement(Base):
    """What an owner said once about the money of a month; the newest counts, none is changed.

    `sales` and `purchases` are of one `unit`, all other amounts of a month.
    """

    __tablename__ = "money_statement"
    __table_args__ = constrained(
        Index("ix_money_statement_person", "person_id", "id"),
        CheckConstraint("open_days BETWEEN 1 AND 7", name="open_days_of_a_week"),
        CheckConstraint("sales > 0", name="sales_positive"),
        CheckConstraint(
            "purchases >= 0 AND other_costs >= 0 AND household >= 0 AND other_instalments >= 0",
            name="nothing_negative",
        ),
    )

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    unit: Mapped[MoneyUnit] = mapped_column(Word(MoneyUnit))
    open_days: Mapped[int]
    sales: Mapped[Rupiah]
    purchases: Mapped[Rupiah]
    other_costs: Mapped[Rupiah]
    household: Mapped[Rupiah]
    other_instalments: Mapped[Rupiah]
    stated_at: Mapped[datetime]

    @property
    def monthly(self) -> MonthlyMoney:
        """What it comes to in a month."""
        return MonthlyMoney(
            sales=a_month(self.sales, unit=self.unit, open_days=self.open_days),
            purchases=a_month(self.purchases, unit=self.unit, open_days=self.open_days),
            other_costs=self.other_costs,
            household=self.household,
            other_instalments=self.other_instalments,
        )
