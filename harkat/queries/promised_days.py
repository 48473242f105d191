"""By when the programme promises to have looked at an application, and to be done with it."""

from dataclasses import dataclass
from datetime import date, timedelta

from harkat.domain.business_days import business_days_after
from harkat.domain.calendar import business_day
from harkat.models.application import LoanApplication
from harkat.queries.holidays import holidays_between
from harkat.queries.rules import rules_on

_REACH = timedelta(days=366)  # further than any promise, so that every holiday before it is seen


@dataclass(frozen=True, kw_only=True)
class PromisedDays:
    """The last day for looking at an application, and the last day of the whole way."""

    checked_by: date
    finished_by: date


def promised_days(application: LoanApplication) -> PromisedDays | None:
    """Return what is promised from the day the application was sent, or None before that."""
    if application.submitted_at is None:
        return None
    sent_on = business_day(application.submitted_at)
    rules = rules_on(product_id=application.product_id, on=sent_on)
    holidays = holidays_between(sent_on, sent_on + _REACH)
    return PromisedDays(
        checked_by=business_days_after(sent_on, rules.verify_days + rules.visit_days, holidays),
        finished_by=business_days_after(sent_on, rules.process_days, holidays),
    )
