"""Every table of the programme; importing this package makes the metadata complete."""

from harkat.models import (
    application,
    area,
    bank,
    business,
    group,
    ledger,
    loan,
    people,
    record,
    training,
)

__all__ = [
    "application",
    "area",
    "bank",
    "business",
    "group",
    "ledger",
    "loan",
    "people",
    "record",
    "training",
]
