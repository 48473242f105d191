"""The terms offered to one borrower: the ones shown for consent and the ones the loan gets."""

from datetime import date
from decimal import Decimal

from harkat.domain.money import Rupiah
from harkat.domain.product import InterestMethod, LoanTerms
from harkat.domain.programme_rules import Rules
from harkat.models.application import ApplicationLine, LoanApplication


def offered_terms(
    application: LoanApplication, line: ApplicationLine, *, disbursed_on: date
) -> LoanTerms:
    """Return the terms approved for a line, as if the money were sent on the day.

    :raises ValueError: if the application is not approved or the line got nothing
    """
    if application.terms is None or not line.approved:
        raise ValueError("nothing was approved")
    return LoanTerms(
        principal=line.approved,
        annual_rate=Decimal(application.terms["annual_rate"]),
        method=InterestMethod(application.terms["method"]),
        instalments=application.instalments,
        disbursed_on=disbursed_on,
    )


def terms_under(
    rules: Rules, *, principal: Rupiah, instalments: int, disbursed_on: date
) -> LoanTerms:
    """Return the terms an amount would get under the rules of a day, for an estimate.

    :raises RefusedTerms: if no loan can have them
    """
    return LoanTerms(
        principal=principal,
        annual_rate=rules.annual_rate,
        method=rules.method,
        instalments=instalments,
        disbursed_on=disbursed_on,
    )
