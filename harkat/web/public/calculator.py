"""The instalment calculator: the same schedule as a real loan's, in words anybody understands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.cost import effective_rate
from harkat.domain.indonesian import percent
from harkat.domain.lender_rates import BorrowedFor
from harkat.domain.money import Rupiah, format_rupiah, format_short
from harkat.domain.product import InterestMethod, RefusedTerms
from harkat.domain.programme_rules import Rules
from harkat.domain.schedule import Schedule, schedule
from harkat.queries.lender_rates import compare
from harkat.queries.offer import terms_under
from harkat.queries.start import start_facts
from harkat.web.access import public as everybody
from harkat.web.form_figures import TAPPED_AMOUNTS
from harkat.web.forms import AtLeast, AtMost, ChoiceField, PercentField, QueryForm, RupiahField
from harkat.web.public import public
from harkat.web.public.comparison import Comparison, comparison
from harkat.web.public.late_words import late_sentences
from harkat.web.sharing import official_url, whatsapp_url
from harkat.web.term_words import each_period, length_in_words

_USUAL_AMOUNT = Rupiah(5_000_000)
_USUAL_MONTHS = 12
_FOR_BUSINESS, _FOR_HOUSEHOLD = "ya", "tidak"
_OF_THE_WHOLE_AMOUNT = frozenset({InterestMethod.FLAT, InterestMethod.PROFIT_SHARE})
ASKED = ("jumlah", "lama", "usaha", "tawaran")
"""What an address of the calculator may ask."""


class CalculatorForm(QueryForm):
    """How much, for how long, whether for a business, and what somebody else asks for it."""

    requested = RupiahField("Berapa yang Anda butuhkan?", name="jumlah")
    months = ChoiceField("Berapa lama?", coerce=int, name="lama")
    for_business = ChoiceField(
        "Untuk usaha?",
        name="usaha",
        choices={_FOR_BUSINESS: "Ya", _FOR_HOUSEHOLD: "Tidak, untuk rumah tangga"},
    )
    other_offer = PercentField("Berapa bunga yang diminta rentenir?", name="tawaran", required=None)

    @property
    def purpose(self) -> BorrowedFor:
        """Return what the money would be for."""
        is_household = self.for_business.data == _FOR_HOUSEHOLD
        return BorrowedFor.HOUSEHOLD if is_household else BorrowedFor.BUSINESS


@dataclass(frozen=True, kw_only=True)
class Chip:
    """An amount to start from."""

    label: str
    url: str
    is_current: bool


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """What a loan would cost; `instalment_words` say how often, and whether it changes."""

    plan: Schedule
    instalment: Rupiah
    instalment_words: str
    honest_sentence: str
    comparison: Comparison


@public.get("/hitung")
@everybody
def calculate() -> ResponseReturnValue:
    """Show what the loan in the address costs, or a usual one."""
    today = clock.today()
    rules = start_facts(on=today).rules
    form = calculator(rules)
    is_readable = form.validate()
    found = estimate(form, rules, on=today) if is_readable else None
    page = render_template(
        "public/calculator.html",
        form=form,
        rules=rules,
        chips=chips(form, rules),
        estimate=found,
        late=late_sentences(rules),
        is_for_business=form.purpose is BorrowedFor.BUSINESS,
        share_url=share_url(found) if found else None,
    )
    return page, 200 if is_readable else 422


def share_url(found: "Estimate") -> str:
    """Return the link that sends this very calculation to oneself or somebody else."""
    terms = found.plan.terms
    address = official_url("public.calculate", jumlah=int(terms.principal), lama=terms.instalments)
    return whatsapp_url(
        f"Bank Harkat: pinjam {format_rupiah(terms.principal)}, cicilan "
        f"{format_rupiah(found.instalment)} {found.instalment_words}. {address}"
    )


def calculator(rules: Rules) -> CalculatorForm:
    """Return the form for the rules of the day, filled from the address or with a usual loan."""
    choices = rules.instalment_choices
    amount, months = _usual(rules)
    if any(name in request.args for name in ASKED):
        asked = request.args.copy()
        # A shared address may say only one of them.
        asked.setdefault("jumlah", str(amount))
        asked.setdefault("lama", str(months))
        asked.setdefault("usaha", _FOR_BUSINESS)
        form = CalculatorForm(formdata=asked)
    else:
        usual = {"requested": amount, "months": months, "for_business": _FOR_BUSINESS}
        form = CalculatorForm(formdata=None, data=usual)
    form.requested.validators = [
        AtLeast(limit=rules.smallest_line),
        AtMost(limit=rules.member_ceiling),
    ]
    form.months.choices = [
        (length, length_in_words(instalments=length, every=rules.every)) for length in choices
    ]
    return form


def chips(form: CalculatorForm, rules: Rules) -> Sequence[Chip]:
    """Return the amounts to start from, within what one person may borrow."""
    months = form.months.data
    return [
        Chip(
            label=format_short(amount).removeprefix("Rp"),
            url=url_for(
                "public.calculate",
                jumlah=int(amount),
                lama=months if months in rules.instalment_choices else None,
                usaha=_FOR_HOUSEHOLD if form.purpose is BorrowedFor.HOUSEHOLD else None,
            ),
            is_current=form.requested.data == amount,
        )
        for amount in TAPPED_AMOUNTS
        if rules.smallest_line <= amount <= rules.member_ceiling
    ]


def usual_estimate(rules: Rules, *, on: date) -> Estimate | None:
    """Return what the loan costs that the calculator begins with."""
    amount, months = _usual(rules)
    return _estimate(rules, principal=amount, instalments=months, on=on)


def estimate(form: CalculatorForm, rules: Rules, *, on: date) -> Estimate | None:
    """Return what the loan asked for would cost, or None if such terms cannot be computed."""
    requested = form.requested.data
    assert requested is not None
    return _estimate(
        rules,
        principal=requested,
        instalments=form.months.data,
        purpose=form.purpose,
        other_offer=form.other_offer.data,
        on=on,
    )


def _usual(rules: Rules) -> tuple[Rupiah, int]:
    choices = rules.instalment_choices
    months = _USUAL_MONTHS if _USUAL_MONTHS in choices else choices[0]
    return min(_USUAL_AMOUNT, rules.member_ceiling), months


def _estimate(
    rules: Rules,
    *,
    principal: Rupiah,
    instalments: int,
    on: date,
    purpose: BorrowedFor = BorrowedFor.BUSINESS,
    other_offer: Decimal | None = None,
) -> Estimate | None:
    try:
        plan = schedule(
            terms_under(rules, principal=principal, instalments=instalments, disbursed_on=on)
        )
    except RefusedTerms:
        return None
    return Estimate(
        plan=plan,
        instalment=plan.rows[0].total,
        instalment_words=_instalment_words(plan),
        honest_sentence=_honest_sentence(plan, rules),
        comparison=comparison(
            compare(plan.terms, on=on, purpose=purpose, monthly_offer=other_offer),
            price_label=rules.price_label,
            purpose=purpose,
        ),
    )


def _instalment_words(plan: Schedule) -> str:
    """Say for what time the first instalment is, and whether the others are like it."""
    terms = plan.terms
    length = length_in_words(instalments=terms.instalments, every=terms.every)
    alike = [row.total for row in plan.rows[:-1]] or [plan.rows[0].total]
    if min(alike) == max(alike):
        return f"{each_period(terms.every)}, selama {length}"
    falls = alike == sorted(alike, reverse=True)
    return f"cicilan pertama{', lalu makin kecil' if falls else ''}, selama {length}"


def _honest_sentence(plan: Schedule, rules: Rules) -> str:
    """Say how the price is counted: a flat rate hides half of it."""
    price = f"{rules.price_label.capitalize()} {percent(rules.annual_rate)} setahun"
    if rules.method in _OF_THE_WHOLE_AMOUNT:
        equal = percent(round(effective_rate(plan), 3))
        return f"{price} dihitung tetap dari pinjaman awal (setara ± {equal} menurun)."
    if rules.method is InterestMethod.BULLET:
        return f"{price}, dibayar tiap kali. Pinjamannya dibayar sekaligus di akhir."
    return f"{price}, dihitung dari sisa pinjaman. Makin lama makin kecil."
