"""Columns that many tables share."""

import secrets
from datetime import date, datetime
from typing import Annotated, Any

from sqlalchemy import JSON, BigInteger, Boolean, Date, ForeignKey, String, Text
from sqlalchemy.orm import mapped_column

from harkat.domain.money import Rupiah
from harkat.extensions import Base
from harkat.models.types import Moment, RupiahAmount


def new_public_id() -> str:
    """Return a random 128-bit id for addresses; it is not guessable and says nothing."""
    return secrets.token_urlsafe(16)


Id = Annotated[int, mapped_column(BigInteger, primary_key=True, autoincrement=True)]
PublicId = Annotated[str, mapped_column(String(22), unique=True, default=new_public_id)]
UserId = Annotated[int, mapped_column(ForeignKey("user_account.id"))]
BankId = Annotated[int, mapped_column(ForeignKey("bank.id"), index=True)]
PersonId = Annotated[int, mapped_column(ForeignKey("person.id"), index=True)]
KecamatanCode = Annotated[str, mapped_column(ForeignKey("kecamatan.code"), index=True)]
KelurahanCode = Annotated[str, mapped_column(ForeignKey("kelurahan.code"), index=True)]

Base.registry.update_type_annotation_map(
    {
        int: BigInteger,
        str: Text,
        bool: Boolean,
        date: Date,
        datetime: Moment,
        Rupiah: RupiahAmount,
        dict[str, Any]: JSON,
    }
)
