"""The terms offered to one borrower: the ones shown for consent and the ones the loan gets."""

from datetime import date

from harkat.domain import contract_terms
from harkat.domain.contract_terms import AgreedRules, Contract
from harkat.domain.money import Rupiah
from harkat.domain.product import DueDayShift, LoanTerms
from harkat.domain.programme_rules import Rules
from harkat.models.application import ApplicationLine, LoanApplication
from harkat.queries.holidays import holidays_for_loan


def offered_terms(
    application: LoanApplication, line: ApplicationLine, *, disbursed_on: date
) -> LoanTerms:
    """Return the terms approved for a line, as if the money were sent on the day.

    :raises ValueError: if the application is not approved or the line got nothing
    """
    if application.terms is None or not line.approved:
        raise ValueError("nothing was approved")
    return contract_terms.agreed_terms(
        application.terms,
        principal=line.approved,
        instalments=application.instalments,
        disbursed_on=disbursed_on,
    )


def agreed_rules(application: LoanApplication) -> AgreedRules:
    """Return what the contract says beside the terms: fees by kind, calls, restructurings.

    An application that is not approved has none yet; then the defaults are returned.
    """
    return contract_terms.agreed_rules(application.terms or {})


def contract_under(rules: Rules, *, instalments: int, on: date) -> Contract:
    """Return what an approval on a day fixes for all its loans, with the holidays known then.

    :raises RefusedTerms: if no loan can have these terms
    """
    return contract_terms.contract(
        rules,
        instalments=instalments,
        on=on,
        holidays=_holidays(rules, instalments=instalments, on=on),
    )


def terms_under(
    rules: Rules, *, principal: Rupiah, instalments: int, disbursed_on: date
) -> LoanTerms:
    """Return the terms an amount would get under the rules of a day, for an estimate.

    :raises RefusedTerms: if no loan can have them
    """
    return contract_terms.loan_terms(
        rules,
        principal=principal,
        instalments=instalments,
        disbursed_on=disbursed_on,
        holidays=_holidays(rules, instalments=instalments, on=disbursed_on),
    )


def _holidays(rules: Rules, *, instalments: int, on: date) -> tuple[date, ...]:
    if rules.due_day_shift is DueDayShift.NONE:
        return ()
    return holidays_for_loan(instalments=instalments, every=rules.every, on=on)
