"""How values are written on a page."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from flask import Flask, render_template_string

from harkat.domain.money import Rupiah
from harkat.web import filters

EXAMPLES = [
    ("rupiah", Rupiah(1_250_000), "Rp1.250.000"),
    ("rupiah_short", Rupiah(110_000_000_000), "Rp110 miliar"),
    ("terbilang", Rupiah(5_000_000), "lima juta rupiah"),
    ("tanggal", date(2026, 4, 4), "Sabtu, 4 April 2026"),
    ("tanggal_biasa", date(2026, 4, 4), "4 April 2026"),
    ("tanggal_pendek", date(2026, 4, 4), "4 Apr 2026"),
    ("bulan", date(2026, 4, 4), "April 2026"),
    ("waktu", datetime(2026, 11, 23, 7, 30, tzinfo=UTC), "23 November 2026, 14.30 WIB"),
    ("jam", datetime(2026, 11, 23, 7, 30, tzinfo=UTC), "14.30 WIB"),
    ("persen", Decimal("0.0027"), "0,27%"),
    ("angka", 5500, "5.500"),
    ("nomor_hp", "+6281200000123", "0812-0000-0123"),
    ("nomor_hp_tersamar", "+6281200000789", "0812••••789"),
    ("nik_tersamar", "1571051205880004", "1571••••••••0004"),
]


@pytest.fixture(name="app")
def app_with_filters():
    app = Flask(__name__)
    filters.register(app)
    with app.app_context():
        yield app


@pytest.mark.usefixtures("app")
class TestRegister:
    @pytest.mark.parametrize(("name", "value", "written"), EXAMPLES)
    def test_writes_values_as_people_read_them(self, name, value, written):
        assert render_template_string(f"{{{{ value|{name} }}}}", value=value) == written

    @pytest.mark.parametrize("name", [example[0] for example in EXAMPLES])
    def test_writes_a_dash_for_what_is_missing(self, name):
        assert render_template_string(f"{{{{ none|{name} }}}}") == "–"

    def test_has_an_example_of_every_filter(self, app):
        added = set(app.jinja_env.filters) - set(Flask(__name__).jinja_env.filters)

        assert added == {example[0] for example in EXAMPLES}
