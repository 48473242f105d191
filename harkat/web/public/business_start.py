"""When a business that is too young becomes old enough: worked out in the address, never stored."""

from datetime import date

from flask import request

from harkat.domain.calendar import complete_on, latest_start
from harkat.domain.indonesian import MONTHS
from harkat.web.forms import DropdownField, QueryForm

_NAME = "mulai"


class BusinessStartForm(QueryForm):
    """The month in which a business began."""

    started = DropdownField(
        "Kapan usaha Anda mulai?", name=_NAME, required="Pilih bulan mulai usaha."
    )

    def old_enough_on(self, *, months: int) -> date | None:
        """Return the day on which the business is so many months old, or None if it is not told."""
        if not self.started.data or self.started.errors:
            return None
        return complete_on(date.fromisoformat(self.started.data), months=months)


def business_start_form(*, months: int, on: date) -> BusinessStartForm:
    """Return the form with the months from which a business is too young on a day, newest first."""
    form = BusinessStartForm(formdata=request.args if _NAME in request.args else None)
    this_month = on.replace(day=1)
    starts = [latest_start(this_month, months=ago) for ago in range(months + 1)]
    form.started.choices = {
        start.isoformat(): f"{MONTHS[start.month - 1]} {start.year}"
        for start in starts
        if complete_on(start, months=months) > on
    }
    if _NAME in request.args:
        form.validate()
    return form
