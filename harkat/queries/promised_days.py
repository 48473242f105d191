"""By when the programme promises to have looked at an application, and to be done with it."""

from dataclasses import dataclass
from datetime import date

from harkat.domain.business_days import business_days_after
from harkat.domain.calendar import business_day
from harkat.domain.service_clock import Deadline, Duty
from harkat.models.application import LoanApplication
from harkat.queries.deadlines import holidays_of_coming_year, limits_of
from harkat.queries.rules import rules_on


@dataclass(frozen=True, kw_only=True)
class PromisedDays:
    """The last day for looking at an application, and the last day of the whole way."""

    checked_by: date
    finished_by: date


def promised_days(
    application: LoanApplication, due: Deadline | None, *, on: date
) -> PromisedDays | None:
    """Return what is promised for an application, or None unless its bank has time to look at it.

    `due` says until when, which waits for the applicant lengthen; a day that is past is no promise.
    """
    if application.submitted_at is None or due is None:
        return None
    if due.duty is not Duty.VERIFY or due.due_on < on:
        return None
    sent_on = business_day(application.submitted_at)
    rules = rules_on(product_id=application.product_id, on=sent_on)
    holidays = holidays_of_coming_year(sent_on)
    checking_days = limits_of(rules)[Duty.VERIFY]
    return PromisedDays(
        checked_by=due.due_on,
        finished_by=business_days_after(due.due_on, rules.process_days - checking_days, holidays),
    )
