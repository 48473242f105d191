"""The coming classes of Balikat, for anybody."""

from flask import render_template
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.queries.training_classes import coming_classes
from harkat.web.access import public as everybody
from harkat.web.public import public
from harkat.web.training_words import hours


@public.get("/pelatihan")
@everybody
def training() -> ResponseReturnValue:
    """Show the classes one can still go to, the next one first."""
    return render_template(
        "public/training.html", classes=coming_classes(on=clock.today()), hours=hours
    )
