"""What the page of components shows: each component, with invented content."""

from dataclasses import dataclass, replace
from datetime import date

from werkzeug.datastructures import MultiDict

from harkat.domain.documents import DocumentKind
from harkat.domain.indonesian import count
from harkat.domain.money import Rupiah, format_rupiah, format_short
from harkat.domain.people import Sector
from harkat.queries.training_classes import ComingClass
from harkat.web import charts
from harkat.web.charts import Bar, Expected, Tile
from harkat.web.document_words import HOW_TO
from harkat.web.forms import (
    AtMost,
    CheckboxesField,
    ChoiceField,
    CodeField,
    DateFieldId,
    DropdownField,
    FileField,
    FileRequired,
    HarkatForm,
    LongTextField,
    MultipleFileField,
    NameField,
    NikField,
    NotInFuture,
    PasswordField,
    PercentField,
    PhoneField,
    QueryForm,
    RupiahField,
    ShortTextField,
    TickField,
    WholeNumberField,
    new_idem_key,
)
from harkat.web.training_words import hours

_MILLION = 1_000_000


@dataclass(frozen=True, kw_only=True)
class _Choice:
    label: str
    url: str = "#"
    is_current: bool = False


@dataclass(frozen=True, kw_only=True)
class _Member:
    name: str
    business: str
    requested: Rupiah
    record: str
    look: str


class ExampleForm(HarkatForm):
    """One field of each kind."""

    name = NameField()
    nik = NikField()
    phone = PhoneField()
    requested = RupiahField("Berapa yang ingin Anda pinjam?", [AtMost(limit=Rupiah(10 * _MILLION))])
    rate = PercentField("Bunga rentenir sebulan", required=None)
    months = WholeNumberField("Lama pinjaman", minimum=1, maximum=36)
    started_on = DateFieldId(
        "Usaha mulai sejak",
        [NotInFuture(sentence="Tanggal mulai usaha harus hari ini atau sebelumnya.")],
    )
    sector = ChoiceField(
        "Jenis usaha",
        choices={"food": "Makanan dan minuman", "shop": "Warung atau toko", "craft": "Kerajinan"},
        hints={"food": "Warung makan, kue, katering"},
        required="Pilih jenis usaha Anda.",
    )
    quick = ChoiceField(
        "Jumlah", choices={"1": "1 juta", "2": "2 juta", "5": "5 juta"}, required=None
    )
    kecamatan = DropdownField(
        "Kecamatan",
        choices={"01": "Telanaipura", "02": "Jambi Selatan"},
        required="Pilih kecamatan.",
    )
    papers = CheckboxesField(
        "Surat yang sudah ada", choices={"nib": "NIB", "sku": "Surat keterangan usaha"}
    )
    purpose = LongTextField("Untuk apa?", required=None)
    several = MultipleFileField("Foto tempat usaha")
    photo = FileField("Foto KTP", [FileRequired('Foto KTP belum ada. Ketuk "Ambil foto".')])
    code = CodeField()
    password = PasswordField()
    agrees = TickField(
        "Saya setuju data saya dipakai untuk memproses pinjaman",
        required="Centang bila Anda setuju.",
    )


class ExampleQuestion(QueryForm):
    """A search."""

    q = ShortTextField("Nomor atau nama", required=None)


def examples() -> dict[str, object]:
    """Return what the page of components needs."""
    return {
        "empty": ExampleForm(formdata=None),
        "spoiled": _spoiled_form(),
        "question": ExampleQuestion(formdata=None),
        "amount": Rupiah(5 * _MILLION),
        "ceiling": Rupiah(110_000 * _MILLION),
        "rows": _MEMBERS,
        "how_to": HOW_TO[DocumentKind.BUSINESS_PLACE],
        "amounts": [
            _Choice(label=f"{number} juta", is_current=number == 5) for number in (1, 2, 5, 10)
        ],
        "page_url": lambda number: f"?page={number}",
        "charts": _charts(),
        "classes": (_CLASS, replace(_CLASS, seats_left=0, waiting=2, fits=(), ends_on=_STARTS_ON)),
        "hours": hours,
    }


_STARTS_ON = date(2026, 12, 1)
_CLASS = ComingClass(
    public_id="",
    course="Menjahit dan kerajinan",
    venue="Balai Contoh",
    kelurahan="Legok",
    kecamatan="Danau Sipin",
    starts_on=_STARTS_ON,
    ends_on=date(2026, 12, 3),
    start_time="09.00",
    end_time="12.00",
    seats=20,
    seats_left=4,
    waiting=0,
    fits=(Sector.CLOTHING, Sector.CRAFT),
    is_open=True,
    is_over=False,
    fits_own=True,
)


_MEMBERS = (
    _Member(
        name="Siti Contoh",
        business="warung makan",
        requested=Rupiah(8 * _MILLION),
        record="Kol 1",
        look="ok",
    ),
    _Member(
        name="Budi Contoh",
        business="bengkel",
        requested=Rupiah(6 * _MILLION),
        record="belum dicek",
        look="wait",
    ),
)


def _spoiled_form() -> ExampleForm:
    typed = {
        "idem_key": new_idem_key(),
        "name": "1234",
        "nik": "157105120588000",
        "phone": "0812 34",
        "requested": "12.000.000",
        "rate": "tiga",
        "months": "99",
        "started_on": "31/02/2026",
    }
    form = ExampleForm(
        formdata=MultiDict({f"contoh-{name}": text for name, text in typed.items()}),
        prefix="contoh-",
        meta={"csrf": False},
    )
    form.validate()
    return form


def _charts() -> dict[str, object]:
    return {
        "bullet": charts.bullet(value=300, goal=5_500, whole=110_000),
        "funnel": charts.bar_list(
            [
                Bar(label="Terdaftar", value=801, text="801"),
                Bar(
                    label="Lolos cek", value=514, text="514", url="#", note="4 hari · tunggakan 198"
                ),
                Bar(label="Mengajukan", value=88, text="88", url="#", is_highlighted=True),
                Bar(label="Cair", value=2, text="2", url="#", note="3 hari"),
            ]
        ),
        "tiles": charts.tile_map(_TILES),
        "columns": charts.column_chart(
            [
                Bar(label=month, value=value, text=format_rupiah(Rupiah(value * _MILLION)))
                for month, value in zip(_MONTHS, (0, 12, 20, 35, 55, 74), strict=True)
            ],
            goals=(20, 26, 32, 38, 44, 50),
            write=lambda number: format_short(Rupiah(number * _MILLION)),
        ),
        "forecast": charts.forecast_chart(
            past=[Bar(label=month, value=value, text="") for month, value in _PAST],
            expected=[Expected(label="Des 2027", low=40, middle=70, high=105)],
            goal=110,
            write=lambda number: f"Rp{count(number)} miliar",
        ),
        "ageing": charts.stacked(
            [
                Bar(label="Lancar", value=180, text="Rp180 juta"),
                Bar(label="1–30 hari", value=40, text="Rp40 juta"),
                Bar(label="31–90 hari", value=15, text="Rp15 juta"),
                Bar(label="lebih dari 90 hari", value=6, text="Rp6 juta"),
            ]
        ),
    }


_MONTHS = ("Jun", "Jul", "Agu", "Sep", "Okt", "Nov")
_PAST = (("Jan 2026", 0), ("", 3), ("", 8), ("Nov 2026", 15))
_TILES = tuple(
    Tile(
        row=row,
        column=column,
        label=label,
        value=value,
        text=f"Rp{value} jt" if value else "–",
        url="#",
    )
    for label, row, column, value in (
        ("Danau Teluk", 0, 1, 12),
        ("Pelayangan", 0, 2, 8),
        ("Telanaipura", 1, 0, 31),
        ("Danau Sipin", 1, 1, 74),
        ("Pasar Jambi", 1, 2, 22),
        ("Jambi Timur", 1, 3, 58),
        ("Alam Barajo", 2, 0, 19),
        ("Kota Baru", 2, 1, 27),
        ("Jelutung", 2, 2, 20),
        ("Jambi Selatan", 2, 3, 29),
        ("Paal Merah", 2, 4, 0),
    )
)
