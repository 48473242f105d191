"""Every table of the programme; importing this package makes the metadata complete."""

from harkat.models import (
    application,
    area,
    bank,
    business,
    days,
    enrolment,
    group,
    holidays,
    ledger,
    lender_rates,
    liability,
    loan,
    people,
    phone_codes,
    record,
    training,
)

__all__ = [
    "application",
    "area",
    "bank",
    "business",
    "days",
    "enrolment",
    "group",
    "holidays",
    "ledger",
    "lender_rates",
    "liability",
    "loan",
    "people",
    "phone_codes",
    "record",
    "training",
]
