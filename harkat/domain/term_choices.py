"""The words a contract chooses from, and how a term is refused.

Everybody takes them from `product`; they live here because the written form of terms needs them.
"""

from enum import StrEnum


class InterestMethod(StrEnum):
    """How interest and principal are spread over the instalments."""

    DECLINING_ANNUITY = "declining_annuity"
    DECLINING_EQUAL_PRINCIPAL = "declining_equal_principal"
    FLAT = "flat"
    PROFIT_SHARE = "profit_share"
    BULLET = "bullet"


class Every(StrEnum):
    """The rhythm of the instalments."""

    DAY = "day"
    WEEK = "week"
    TWO_WEEKS = "two_weeks"
    MONTH = "month"

    @property
    def periods_a_year(self) -> int:
        """How many such instalments make a year."""
        return _PERIODS_A_YEAR[self]


_PERIODS_A_YEAR = {Every.DAY: 360, Every.WEEK: 52, Every.TWO_WEEKS: 26, Every.MONTH: 12}


class DayCount(StrEnum):
    """Which part of a year a period is."""

    THIRTY_360 = "30/360"
    ACTUAL_365 = "actual/365"
    ACTUAL_360 = "actual/360"
    ACTUAL_ACTUAL = "actual/actual"


class InterestGraceMode(StrEnum):
    """What becomes of the interest of a grace of nothing."""

    COLLECTED = "collected"
    SPREAD = "spread"
    WAIVED = "waived"


class MarginSpread(StrEnum):
    """How a margin fixed at signing is spread over the instalments."""

    FLAT = "flat"
    ANNUITY = "annuity"


class DueDayShift(StrEnum):
    """What becomes of a due date on a Sunday or a holiday."""

    NONE = "none"
    FORWARD = "forward"


class AllocationOrder(StrEnum):
    """In which order a repayment pays what is due.

    The first three take the oldest instalment first; the last takes all interest before any
    principal, whatever instalment it belongs to.
    """

    INTEREST_PRINCIPAL_PENALTY = "interest_principal_penalty"
    PRINCIPAL_INTEREST_PENALTY = "principal_interest_penalty"
    PENALTY_INTEREST_PRINCIPAL = "penalty_interest_principal"
    ALL_INTEREST_FIRST = "all_interest_first"


class Surplus(StrEnum):
    """What becomes of a repayment beyond what is due."""

    NEXT_INSTALMENTS = "next_instalments"
    RECAST_SHORTEN = "recast_shorten"
    RECAST_LOWER = "recast_lower"
    RECAST_KEEP = "recast_keep"
    CREDIT = "credit"


class SettlementRule(StrEnum):
    """What an early settlement owes beside the principal and the arrears.

    `WHOLE_MARGIN` is all that is still to come, less `settlement_rebate` of it.
    """

    CURRENT_PERIOD = "current_period"
    WHOLE_MARGIN = "whole_margin"


class PenaltyPer(StrEnum):
    """For what time the penalty rate is; a month is thirty days."""

    DAY = "day"
    MONTH = "month"


class RefusedTerms(ValueError):
    """One term of a loan cannot be accepted; `field` names it, `value` is what was asked."""

    def __init__(self, message: str, *, field: str, value: object) -> None:
        super().__init__(f"{field}: {value!r} {message}")
        self.field, self.value = field, value


class Impossible(StrEnum):
    """Why no loan can have this term."""

    UNREADABLE = "unreadable"
    UNKNOWN = "unknown"
    NO_CHOICE = "no_choice"
    OUT_OF_RANGE = "out_of_range"
    TOO_MANY_DECIMALS = "too_many_decimals"
    NOT_WITH_THIS_METHOD = "not_with_this_method"
    ROW_WITHOUT_PRINCIPAL = "row_without_principal"


class ImpossibleTerms(RefusedTerms):
    """No loan can have this term.

    What works lies between `lowest` and `highest`, or is one of `choices`; of rows without
    principal, `highest` works. `NOT_WITH_THIS_METHOD` names the methods with which it does.
    """

    def __init__(
        self,
        *,
        field: str,
        reason: Impossible,
        value: object,
        lowest: object = None,
        highest: object = None,
        choices: tuple[object, ...] = (),
    ) -> None:
        works = choices or (lowest, highest)
        super().__init__(f"is {reason}; what works: {works}", field=field, value=value)
        self.reason, self.lowest, self.highest, self.choices = reason, lowest, highest, choices
