"""The start page: what the programme is, what a loan costs, and how much has been absorbed."""

from flask import render_template
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.money import format_short
from harkat.queries.facility import Absorption
from harkat.queries.start import start_facts
from harkat.web.access import public as everybody
from harkat.web.charts import Bar, DrawnBar, bar_list
from harkat.web.public import public
from harkat.web.public.calculator import calculator, chips, estimate


@public.get("/")
@everybody
def start() -> ResponseReturnValue:
    """Show the start page with the calculator's answer."""
    today = clock.today()
    facts = start_facts(on=today)
    form = calculator(facts.rules)
    is_readable = form.validate()
    page = render_template(
        "public/start.html",
        form=form,
        rules=facts.rules,
        chips=chips(form, facts.rules),
        estimate=estimate(form, facts.rules, on=today) if is_readable else None,
        absorbed=facts.absorbed,
        bar=_bar(facts.absorbed),
        at=clock.now(),
    )
    return page, 200 if is_readable else 422


def _bar(absorbed: Absorption) -> tuple[DrawnBar, ...]:
    return bar_list(
        [
            Bar(
                label="Sudah disalurkan",
                value=absorbed.disbursed,
                text=f"dari {format_short(absorbed.ceiling)}",
            )
        ],
        whole=absorbed.ceiling,
    )
