"""The start page: what the programme is, the way to a loan, and how much has been absorbed."""

from pathlib import Path
from urllib.parse import urlencode

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.money import format_short
from harkat.queries.facility import Absorption
from harkat.queries.start import start_facts
from harkat.web.access import public as everybody
from harkat.web.charts import Bar, DrawnBar, bar_list
from harkat.web.public import public
from harkat.web.public.calculator import ASKED, calculator, chips

_AUDIO = "audio/beranda.opus"


@public.get("/")
@everybody
def start() -> ResponseReturnValue:
    """Show the start page; an address that asks the calculator leads there with its question."""
    asked = {name: request.args.getlist(name) for name in ASKED if name in request.args}
    if asked:
        return redirect(f"{url_for('public.calculate')}?{urlencode(asked, doseq=True)}", 301)
    facts = start_facts(on=clock.today())
    form = calculator(facts.rules)
    return render_template(
        "public/start.html",
        form=form,
        rules=facts.rules,
        chips=chips(form, facts.rules),
        audio_url=_audio_url(),
        absorbed=facts.absorbed,
        bar=_bar(facts.absorbed),
        at=clock.now(),
    )


def _audio_url() -> str | None:
    """Return the address of the recorded explanation, once somebody has put it in its place."""
    folder = current_app.static_folder
    if folder is None or not (Path(folder) / _AUDIO).is_file():
        return None
    return url_for("static", filename=_AUDIO)


def _bar(absorbed: Absorption) -> tuple[DrawnBar, ...]:
    return bar_list(
        [
            Bar(
                label="Sudah disalurkan",
                value=absorbed.disbursed,
                text=format_short(absorbed.disbursed),
            )
        ],
        whole=absorbed.ceiling,
    )
