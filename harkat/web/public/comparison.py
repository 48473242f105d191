"""The calculator's comparison in words: the same loan here, counted otherwise, and elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from harkat.domain.indonesian import percent
from harkat.domain.lender_rates import BorrowedFor, LenderKind, LenderRate, RateBasis, RatePer
from harkat.domain.money import Rupiah, format_short
from harkat.domain.product import InterestMethod
from harkat.queries.lender_rates import Compared, LoanComparison
from harkat.web.charts import Bar, DrawnBar, bar_list
from harkat.web.term_words import length_in_words

_PER = {RatePer.DAY: "sehari", RatePer.MONTH: "sebulan", RatePer.YEAR: "setahun"}
_NOTE = (
    "Bunga tempat lain adalah angka yang diumumkan pada tanggalnya. Batas OJK adalah batas "
    "tertinggi, bukan bunga semua penyedia. Tanyakan dulu sebelum meminjam."
)


@dataclass(frozen=True, kw_only=True)
class ComparisonRow:
    """One place to borrow, with where its rate is published and when that was looked up."""

    name: str
    cost: Rupiah
    instalment: Rupiah
    effective_rate: Decimal
    source: str = ""
    source_url: str = ""
    noted_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """The price here beside others: a sentence, bars on one scale, and the rows behind them."""

    sentence: str
    bars: Sequence[DrawnBar]
    rows: Sequence[ComparisonRow]
    note: str = _NOTE


def comparison(
    found: LoanComparison, *, price_label: str, purpose: BorrowedFor = BorrowedFor.BUSINESS
) -> Comparison:
    """Return the comparison in words, the programme's own terms first where it lends at all."""
    if purpose is BorrowedFor.HOUSEHOLD:
        return Comparison(
            sentence=_sentence_elsewhere(found),
            bars=bar_list([_bar(compared, found.own) for compared in found.others]),
            rows=[_row(compared, found.own) for compared in found.others],
        )
    shown = [found.own, *([found.counted_otherwise] if found.counted_otherwise else [])]
    return Comparison(
        sentence=_sentence(found, price_label),
        bars=bar_list([_bar(compared, found.own) for compared in (found.own, *found.others)]),
        rows=[_row(compared, found.own) for compared in (*shown, *found.others)],
    )


def _sentence(found: LoanComparison, price_label: str) -> str:
    terms = found.own.terms
    length = length_in_words(instalments=terms.instalments, every=terms.every)
    fees = " dengan biaya" if terms.fee else ""
    here = (
        f"Pinjam {format_short(terms.principal)} selama {length}: "
        f"di sini {price_label}nya {format_short(found.own.cost)}{fees}."
    )
    elsewhere = next((compared for compared in found.others if _is_moneylender(compared)), None)
    if elsewhere is None or elsewhere.lender is None:
        return here
    there = "Di rentenir bisa" if elsewhere.lender.is_example else "Di tawaran itu"
    return f"{here} {there} {format_short(elsewhere.cost)}."


def _sentence_elsewhere(found: LoanComparison) -> str:
    """Say what others ask for the same amount and time: the least and the most."""
    terms = found.own.terms
    length = length_in_words(instalments=terms.instalments, every=terms.every)
    costs = [format_short(compared.cost) for compared in found.others]
    if not costs:
        return "Belum ada angka pembanding untuk pilihan ini."
    most = f" sampai {costs[-1]}" if costs[-1] != costs[0] else ""
    return (
        f"Pinjam {format_short(terms.principal)} selama {length} di tempat lain: "
        f"biayanya bisa {costs[0]}{most}."
    )


def _bar(compared: Compared, own: Compared) -> Bar:
    return Bar(
        label=_name(compared, own),
        value=compared.cost,
        text=format_short(compared.cost),
        is_highlighted=_is_moneylender(compared) and compared.cost > own.cost,
    )


def _row(compared: Compared, own: Compared) -> ComparisonRow:
    lender = compared.lender
    return ComparisonRow(
        name=_name(compared, own),
        cost=compared.cost,
        instalment=compared.instalment,
        effective_rate=compared.effective_rate,
        source=lender.source if lender else "",
        source_url=lender.source_url if lender else "",
        noted_on=lender.noted_on if lender else None,
    )


def _name(compared: Compared, own: Compared) -> str:
    if compared.lender is not None:
        return _lender_name(compared.lender)
    if compared is own:
        return "Di sini"
    rate = percent(compared.terms.annual_rate)
    if compared.terms.method is InterestMethod.FLAT:
        return f"Bila {rate} dihitung tetap dari pinjaman awal"
    return f"Bila {rate} dihitung dari sisa pinjaman"


def _lender_name(lender: LenderRate) -> str:
    rate = f"{_exact_percent(lender.rate)} {_PER[lender.rate_per]}"
    if lender.kind is LenderKind.MONEYLENDER:
        return f"Rentenir, {rate} (contoh)" if lender.is_example else f"Tawaran itu, {rate}"
    if lender.is_limit:
        return f"{lender.name}, paling banyak {rate}"
    basis = " menurun" if lender.basis is RateBasis.DECLINING else ""
    return f"{lender.name}, {rate}{basis}"


def _exact_percent(rate: Decimal) -> str:
    """Return a published rate with all its decimals, as ``0,067%``: rounding would misquote it."""
    return f"{(rate * 100).normalize():f}%".replace(".", ",")


def _is_moneylender(compared: Compared) -> bool:
    return compared.lender is not None and compared.lender.kind is LenderKind.MONEYLENDER
