"""The words of the template language: how values are written on a page.

A value that is missing is written as a dash, so that no page shows "None".
"""

from collections.abc import Callable
from typing import Any

from flask import Flask

from harkat.domain import indonesian, money
from harkat.domain.identity import nik_masked, phone_masked, phone_national
from harkat.domain.visits import visit_in_words
from harkat.web.forms import new_idem_key
from harkat.web.term_words import each_period, length_in_words

MISSING = "–"

_FILTERS: dict[str, Callable[[Any], str]] = {
    "rupiah": money.format_rupiah,
    "rupiah_short": money.format_short,
    "terbilang": indonesian.amount_in_words,
    "tanggal": indonesian.long_date,
    "tanggal_biasa": indonesian.plain_date,
    "tanggal_pendek": indonesian.short_date,
    "bulan": indonesian.month_and_year,
    "waktu": indonesian.moment,
    "jam": indonesian.time_of_day,
    "persen": indonesian.percent,
    "angka": indonesian.count,
    "nomor_hp": phone_national,
    "nomor_hp_tersamar": phone_masked,
    "nik_tersamar": nik_masked,
}


def register(app: Flask) -> None:
    """Teach the templates of the application how values are written."""
    for name, write in _FILTERS.items():
        app.add_template_filter(_or_dash(write), name)
    app.add_template_global(new_idem_key)
    app.add_template_global(each_period)
    app.add_template_global(length_in_words)
    app.add_template_global(visit_in_words)


def _or_dash(write: Callable[[Any], str]) -> Callable[[Any], str]:
    def filter_(value: Any) -> str:
        return MISSING if value is None else write(value)

    return filter_
