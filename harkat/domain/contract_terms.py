"""From the rules of a product to the terms of a loan, and the contract that keeps them.

A contract is what every loan under one approval shares, plain enough for JSON: the canonical terms
without what differs from loan to loan, and what the contract says beside them.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from harkat.domain.money import Rupiah, total
from harkat.domain.months import last_day_of, month_after, month_of
from harkat.domain.product import (
    DueDayShift,
    Every,
    Impossible,
    ImpossibleTerms,
    InterestMethod,
    LoanTerms,
    RefusedTerms,
)
from harkat.domain.programme_rules import FirstPeriod, Rules, rules
from harkat.domain.schedule import schedule

_OF_EACH_LOAN = frozenset({"principal", "instalments", "disbursed_on", "first_due", "margin"})
_TAKEN_OVER = (
    "method",
    "annual_rate",
    "every",
    "day_count",
    "rounding",
    "multiple",
    "principal_grace",
    "interest_grace",
    "interest_grace_mode",
    "margin_spread",
    "bank_rate",
    "allocation_order",
    "surplus",
    "settlement",
    "settlement_rebate",
    "penalty_rate",
    "penalty_per",
    "penalty_grace_days",
    "penalty_cap",
)
_DEFAULTS = rules({})

Contract = Mapping[str, Any]
"""What one approval fixes, as it is stored."""

TERM_SETTINGS = frozenset(
    {
        *_TAKEN_OVER,
        "price_label",
        "instalment_choices",
        "fee_provision",
        "fee_admin",
        "fee_insurance",
        "due_day",
        "first_period",
        "due_day_shift",
        "restructurings_per_year",
        "call_after_days",
        "write_off_call_days",
    }
)
"""The settings that a contract carries, so that a later change leaves it alone."""


@dataclass(frozen=True, kw_only=True)
class Fees:
    """What a loan costs once, beside its price; never taken out of what is sent."""

    provision: Rupiah
    admin: Rupiah
    insurance: Rupiah

    @property
    def total(self) -> Rupiah:
        """All of them together."""
        return total((self.provision, self.admin, self.insurance))


@dataclass(frozen=True, kw_only=True)
class AgreedRules:
    """What a contract says beside the terms of each loan."""

    price_label: str
    fees: Fees
    restructurings_per_year: int
    call_after_days: int
    write_off_call_days: int


def fees_of(rules_then: Rules) -> Fees:
    """Return the fees a product takes."""
    return Fees(
        provision=rules_then.fee_provision,
        admin=rules_then.fee_admin,
        insurance=rules_then.fee_insurance,
    )


def loan_terms(
    rules_then: Rules,
    *,
    principal: Rupiah,
    instalments: int,
    disbursed_on: date,
    holidays: Collection[date] = (),
) -> LoanTerms:
    """Return the terms of a loan under the rules of a day.

    :raises RefusedTerms: if no loan can have them
    """
    _require_monthly_due_day(rules_then)
    shifts = rules_then.due_day_shift is not DueDayShift.NONE
    return _with_margin(
        LoanTerms(
            principal=principal,
            instalments=instalments,
            disbursed_on=disbursed_on,
            first_due_on=first_due_on(
                disbursed_on, due_day=rules_then.due_day, first_period=rules_then.first_period
            ),
            fee=fees_of(rules_then).total,
            shift=rules_then.due_day_shift,
            holidays=tuple(holidays) if shifts else (),
            **{name: getattr(rules_then, name) for name in _TAKEN_OVER},
        )
    )


def contract(
    rules_then: Rules, *, instalments: int, on: date, holidays: Collection[date]
) -> Contract:
    """Return what an approval under the rules of a day fixes for all its loans.

    :raises RefusedTerms: if no loan can have these terms
    """
    example = loan_terms(
        rules_then,
        principal=rules_then.smallest_line,
        instalments=instalments,
        disbursed_on=on,
        holidays=holidays,
    )
    fees = fees_of(rules_then)
    return {
        **{key: value for key, value in example.to_json().items() if key not in _OF_EACH_LOAN},
        "price_label": rules_then.price_label,
        "fees": {
            "provision": int(fees.provision),
            "admin": int(fees.admin),
            "insurance": int(fees.insurance),
        },
        "due_day": rules_then.due_day,
        "first_period": str(rules_then.first_period),
        "restructurings_per_year": rules_then.restructurings_per_year,
        "call_after_days": rules_then.call_after_days,
        "write_off_call_days": rules_then.write_off_call_days,
    }


_BESIDE_THE_TERMS = frozenset(
    {
        "price_label",
        "fees",
        "due_day",
        "first_period",
        "restructurings_per_year",
        "call_after_days",
        "write_off_call_days",
    }
)


def agreed_terms(
    agreed: Contract, *, principal: Rupiah, instalments: int, disbursed_on: date
) -> LoanTerms:
    """Return the terms of one loan under a contract.

    A contract from before a term had a name has its default.

    :raises RefusedTerms: if no loan can have them
    """
    first = first_due_on(
        disbursed_on,
        due_day=agreed.get("due_day"),
        first_period=FirstPeriod(agreed.get("first_period", FirstPeriod.LONG)),
    )
    return _with_margin(
        LoanTerms.from_json(
            {
                **{key: value for key, value in agreed.items() if key not in _BESIDE_THE_TERMS},
                "principal": int(principal),
                "instalments": instalments,
                "disbursed_on": disbursed_on.isoformat(),
                "first_due": first.isoformat() if first else None,
            }
        )
    )


def agreed_rules(agreed: Contract) -> AgreedRules:
    """Return what a contract says beside the terms; what it does not name has its default."""
    fees = agreed.get("fees", {})
    return AgreedRules(
        price_label=str(agreed.get("price_label", _DEFAULTS.price_label)),
        fees=Fees(
            provision=Rupiah(fees.get("provision", 0)),
            admin=Rupiah(fees.get("admin", 0)),
            insurance=Rupiah(fees.get("insurance", 0)),
        ),
        restructurings_per_year=int(
            agreed.get("restructurings_per_year", _DEFAULTS.restructurings_per_year)
        ),
        call_after_days=int(agreed.get("call_after_days", _DEFAULTS.call_after_days)),
        write_off_call_days=int(agreed.get("write_off_call_days", _DEFAULTS.write_off_call_days)),
    )


def first_due_on(
    disbursed_on: date, *, due_day: int | None, first_period: FirstPeriod
) -> date | None:
    """Return the first due date under a fixed day of the month, or None without one.

    Short: the first such day after the disbursement, at most a month later. Long: the first such
    day at least a month later.
    """
    if due_day is None:
        return None
    a_month_later = _same_day_next_month(disbursed_on)
    this_month = disbursed_on.replace(day=due_day)
    next_one = this_month if this_month > disbursed_on else _same_day_next_month(this_month)
    if first_period is FirstPeriod.SHORT or next_one >= a_month_later:
        return next_one
    return _same_day_next_month(next_one)


class ImpossibleProduct(ValueError):
    """Under these rules some loan the product offers cannot exist; `refused` says which term."""

    def __init__(self, *, principal: Rupiah, instalments: int, refused: RefusedTerms) -> None:
        super().__init__(f"{principal} in {instalments} instalments: {refused}")
        self.principal, self.instalments, self.refused = principal, instalments, refused


def require_possible_loans(rules_then: Rules, *, on: date) -> None:
    """Let rules pass only if every loan at their bounds can be computed.

    Tried are the smallest and the largest amount one borrower may have, each with every number of
    instalments offered.

    :raises ImpossibleProduct: with the first loan that cannot
    """
    for instalments in sorted(set(rules_then.instalment_choices)):
        for principal in (rules_then.smallest_line, rules_then.line_ceiling):
            try:
                terms = loan_terms(
                    rules_then, principal=principal, instalments=instalments, disbursed_on=on
                )
                schedule(terms)
            except RefusedTerms as refused:
                raise ImpossibleProduct(
                    principal=principal, instalments=instalments, refused=refused
                ) from refused


def _require_monthly_due_day(rules_then: Rules) -> None:
    if rules_then.due_day is not None and rules_then.every is not Every.MONTH:
        raise ImpossibleTerms(
            field="every",
            reason=Impossible.NO_CHOICE,
            value=rules_then.every,
            choices=(Every.MONTH,),
        )


def _with_margin(terms: LoanTerms) -> LoanTerms:
    """Fix the margin of a profit share in rupiah, since that is what is signed."""
    if terms.method is not InterestMethod.PROFIT_SHARE:
        return terms
    return replace(terms, margin=terms.agreed_margin)


def _same_day_next_month(day: date) -> date:
    month = month_after(month_of(day))
    return month.replace(day=min(day.day, last_day_of(month).day))
