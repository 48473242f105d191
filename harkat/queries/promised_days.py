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


def promised_days(application: LoanApplication, due: Deadline | None) -> PromisedDays | None:
    """Return what is promised for an application, or None before it was sent.

    While the bank has to look at it, `due` says until when, which waits for the applicant
    lengthen; else it counts from the day the application was sent.
    """
    if application.submitted_at is None:
        return None
    sent_on = business_day(application.submitted_at)
    rules = rules_on(product_id=application.product_id, on=sent_on)
    holidays = holidays_of_coming_year(sent_on)
    checking_days = limits_of(rules)[Duty.VERIFY]
    checked_by = business_days_after(sent_on, checking_days, holidays)
    if due is not None and due.duty is Duty.VERIFY:
        checked_by = due.due_on
    return PromisedDays(
        checked_by=checked_by,
        finished_by=business_days_after(checked_by, rules.process_days - checking_days, holidays),
    )
