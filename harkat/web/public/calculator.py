"""The instalment calculator: the same schedule as a real loan's, in words anybody understands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask import request, url_for

from harkat.domain.cost import effective_rate
from harkat.domain.indonesian import percent
from harkat.domain.money import Rupiah, format_short, round_half_up
from harkat.domain.product import InterestMethod, RefusedTerms
from harkat.domain.programme_rules import Rules
from harkat.domain.schedule import Schedule, schedule
from harkat.queries.offer import terms_under
from harkat.web.charts import Bar, DrawnBar, bar_list
from harkat.web.forms import AtLeast, AtMost, ChoiceField, PercentField, QueryForm, RupiahField

_USUAL_AMOUNT = Rupiah(5_000_000)
_USUAL_MONTHS = 12
_QUICK_AMOUNTS = tuple(Rupiah(millions * 1_000_000) for millions in (1, 2, 5, 10))
_ASKED = ("jumlah", "lama", "tawaran")
# Nobody publishes what moneylenders take; the page calls this an example, and asks.
_EXAMPLE_OFFER = Decimal("0.20")


class CalculatorForm(QueryForm):
    """How much, for how long, and what somebody else asks for it."""

    requested = RupiahField("Berapa yang Anda butuhkan?", name="jumlah")
    months = ChoiceField("Berapa lama?", coerce=int, name="lama")
    other_offer = PercentField("Berapa bunga di tempat lain?", name="tawaran", required=None)


@dataclass(frozen=True, kw_only=True)
class Chip:
    """An amount to start from."""

    label: str
    url: str
    is_current: bool


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """The price here beside another one, in a sentence and as bars on one scale."""

    sentence: str
    bars: Sequence[DrawnBar]


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """What a loan would cost; `is_level` when the instalments are alike but for rounding."""

    plan: Schedule
    instalment: Rupiah
    is_level: bool
    honest_sentence: str
    comparison: Comparison


def calculator(rules: Rules) -> CalculatorForm:
    """Return the form for the rules of the day, filled from the address or with a usual loan."""
    choices = rules.instalment_choices
    amount = min(_USUAL_AMOUNT, rules.member_ceiling)
    months = _USUAL_MONTHS if _USUAL_MONTHS in choices else choices[0]
    if any(name in request.args for name in _ASKED):
        asked = request.args.copy()
        # A shared address may say only one of them.
        asked.setdefault("jumlah", str(amount))
        asked.setdefault("lama", str(months))
        form = CalculatorForm(formdata=asked)
    else:
        form = CalculatorForm(formdata=None, data={"requested": amount, "months": months})
    form.requested.validators = [
        AtLeast(limit=rules.smallest_line),
        AtMost(limit=rules.member_ceiling),
    ]
    form.months.choices = [(length, f"{length} bulan") for length in choices]
    return form


def chips(form: CalculatorForm, rules: Rules) -> Sequence[Chip]:
    """Return the amounts to start from, within what one person may borrow."""
    months = form.months.data
    return [
        Chip(
            label=format_short(amount).replace("Rp", ""),
            url=url_for(
                "public.start",
                jumlah=int(amount),
                lama=months if months in rules.instalment_choices else None,
                _anchor="hitung",
            ),
            is_current=form.requested.data == amount,
        )
        for amount in _QUICK_AMOUNTS
        if rules.smallest_line <= amount <= rules.member_ceiling
    ]


def estimate(form: CalculatorForm, rules: Rules, *, on: date) -> Estimate | None:
    """Return what the loan asked for would cost, or None if such terms cannot be computed."""
    requested = form.requested.data
    assert requested is not None
    try:
        plan = schedule(
            terms_under(rules, principal=requested, instalments=form.months.data, disbursed_on=on)
        )
    except RefusedTerms:
        return None
    return Estimate(
        plan=plan,
        instalment=plan.rows[0].total,
        is_level=rules.method is not InterestMethod.DECLINING_EQUAL_PRINCIPAL,
        honest_sentence=_honest_sentence(plan, rules),
        comparison=_comparison(plan, rules.price_label, form.other_offer.data),
    )


def _honest_sentence(plan: Schedule, rules: Rules) -> str:
    """Say how the price is counted: a flat rate hides half of it."""
    price = f"{rules.price_label.capitalize()} {percent(rules.annual_rate)} setahun"
    if rules.method is InterestMethod.FLAT:
        equal = percent(round(effective_rate(plan), 3))
        return f"{price} dihitung tetap dari pinjaman awal (setara ± {equal} menurun)."
    return f"{price}, dihitung dari sisa pinjaman. Makin lama makin kecil."


def _comparison(plan: Schedule, price_label: str, offer: Decimal | None) -> Comparison:
    """Hold the price against an offer whose interest is taken every month on the whole amount."""
    monthly = _EXAMPLE_OFFER if offer is None else offer
    elsewhere = round_half_up(plan.terms.instalments * monthly * Decimal(int(plan.terms.principal)))
    here = plan.totals.interest
    example = " (contoh)" if offer is None else ""
    return Comparison(
        sentence=(
            f"Pinjam {format_short(plan.terms.principal)} selama {plan.terms.instalments} bulan: "
            f"di sini {price_label}nya {format_short(here)}. "
            f"Di tempat lain {format_short(elsewhere)}."
        ),
        bars=bar_list(
            [
                Bar(label="Di sini", value=here, text=format_short(here)),
                Bar(
                    label=f"Tempat lain, {percent(monthly)} sebulan{example}",
                    value=elsewhere,
                    text=format_short(elsewhere),
                    is_highlighted=elsewhere > here,
                ),
            ]
        ),
    )
