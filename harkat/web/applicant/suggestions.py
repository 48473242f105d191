"""Amounts that an owner's business can carry, in words, each with the address that fills it in."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from harkat.domain.money import Rupiah, format_rupiah
from harkat.domain.roles import Viewer
from harkat.queries.own_suggestions import own_suggestions
from harkat.web.term_words import each_period, length_in_words

AMOUNT, LENGTH = "jumlah", "lama"
"""The parts of an address that fill the form of the own part."""

_COUNTED = "Jumlah ini kami hitung dari uang masuk dan keluar Anda. Anda yang memilih."
_NONE_PASSES = (
    "Menurut uang masuk dan keluar Anda, belum ada jumlah yang cicilannya bisa dibayar. "
    "Periksa angkanya, atau bicara dengan kami lewat Bantuan di bawah."
)
_BANK_COUNTS_OTHERWISE = (
    "Menurut uang masuk dan keluar Anda, cicilannya bisa dibayar. Bank menilai lain. "
    "Periksa angkanya, atau bicara dengan kami lewat Bantuan di bawah."
)
_NO_MONEY = "Isi uang masuk dan keluar dulu. Sesudah itu kami hitung jumlah yang cocok."


@dataclass(frozen=True, kw_only=True)
class SuggestedAmount:
    """One amount with its length and instalment; without an address it is only said."""

    label: str
    instalment: str
    url: str | None


@dataclass(frozen=True, kw_only=True)
class Suggestions:
    """The sentence before the amounts, and the amounts; without any, it says the way on."""

    sentence: str
    amounts: tuple[SuggestedAmount, ...]


def suggestions_for(
    viewer: Viewer,
    application_public_id: str,
    *,
    on: date,
    most: Rupiah | None = None,
    may_fill: bool = True,
) -> Suggestions | None:
    """Return what the viewer could ask for instead, or None without a part in the application."""
    found = own_suggestions(viewer, application_public_id, on=on, most=most)
    if found is None:
        return None
    amounts = tuple(
        SuggestedAmount(
            label=f"{format_rupiah(each.amount)} selama "
            f"{length_in_words(instalments=each.instalments, every=found.every)}",
            instalment=f"cicilan {format_rupiah(each.instalment)} {each_period(found.every)}",
            url=_filled(application_public_id, each.amount, each.instalments) if may_fill else None,
        )
        for each in found.suggestions
    )
    if amounts:
        return Suggestions(sentence=_COUNTED, amounts=amounts)
    if found.is_carried:
        return Suggestions(sentence=_BANK_COUNTS_OTHERWISE, amounts=())
    return Suggestions(sentence=_NONE_PASSES if found.has_money else _NO_MONEY, amounts=())


def _filled(public_id: str, amount: Rupiah, instalments: int) -> str:
    asked: dict[str, Any] = {AMOUNT: int(amount), LENGTH: instalments}
    return url_for("applicant.own_part", public_id=public_id, **asked)
