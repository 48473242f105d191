"""The moment at which the tests' stories take place."""

from datetime import UTC, date, datetime

NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)
"""Twelve o'clock in Jambi (WIB), on a Monday."""

TODAY = date(2026, 11, 23)
"""The business day of NOON."""
