"""The only place that asks what time it is; web and command line pass the answer down."""

from datetime import UTC, date, datetime

from harkat.domain.calendar import business_day


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return the present business day in Jambi (WIB)."""
    return business_day(now())
