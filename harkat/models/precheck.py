"""How often each answer of the pre-check was given on a day: no row of any visitor."""

from datetime import date

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from harkat.extensions import Base, constrained


class PrecheckCount(Base):
    """How often an answer was given on a day; `question` "hasil" counts the results themselves."""

    __tablename__ = "precheck_count"
    __table_args__ = constrained(CheckConstraint("times > 0", name="times_positive"))

    day: Mapped[date] = mapped_column(primary_key=True)
    question: Mapped[str] = mapped_column(String(20), primary_key=True)
    answer: Mapped[str] = mapped_column(String(20), primary_key=True)
    times: Mapped[int]


class SpentPrecheck(Base):
    """The mark of a run of the pre-check that was counted, so that sending it again is not.

    It is a random word that the page made, and is forgotten with the day after it. Nothing ties it
    to a person, a browser or an answer.
    """

    __tablename__ = "spent_precheck"

    mark: Mapped[str] = mapped_column(String(40), primary_key=True)
    day: Mapped[date] = mapped_column(index=True)
