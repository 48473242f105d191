"""Every table of the programme; importing this package makes the metadata complete."""

from harkat.models import (
    account_care,
    application,
    area,
    bank,
    business,
    days,
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
    "account_care",
    "application",
    "area",
    "bank",
    "business",
    "days",
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
