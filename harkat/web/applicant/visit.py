"""The visit to the own business: when it is, and asking for another time."""

from datetime import date
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.indonesian import long_date
from harkat.domain.roles import Permission
from harkat.domain.visits import DayPart
from harkat.queries import own_visits
from harkat.queries.own_visits import OwnVisit
from harkat.services import visits
from harkat.web.access import requires, viewer
from harkat.web.applicant import applicant
from harkat.web.forms import ChoiceField, HarkatForm
from harkat.web.labels import options

_SAME = "Jadwal ini sama dengan yang sekarang, atau tidak ditawarkan lagi. Pilih yang lain."


class VisitTimeForm(HarkatForm):
    """One of the days offered, and a part of it."""

    day = ChoiceField("Hari apa?", required="Pilih harinya.")
    part = ChoiceField("Jam berapa?", choices=dict(options(DayPart)), required="Pilih jamnya.")

    def offer(self, days: tuple[date, ...]) -> None:
        """Offer the days."""
        choices: dict[Any, str] = {day.isoformat(): long_date(day) for day in days}
        self.day.choices = choices


@applicant.route("/pengajuan/<public_id>/kunjungan", methods=["GET", "POST"])
@requires(Permission.OWN_APPLY)
def visit(public_id: str) -> ResponseReturnValue:
    """Show when an officer comes, and let the owner ask for another time."""
    found = _visit(public_id)
    form = VisitTimeForm()
    form.offer(found.days)
    if form.validate_on_submit() and _asked(form, public_id):
        flash("Jadwal pilihan Anda sudah dikirim ke petugas.", "success")
        return redirect(url_for("applicant.application", public_id=public_id), 303)
    page = render_template("applicant/visit.html", form=form, found=found)
    return page, 422 if form.errors else 200


def _asked(form: VisitTimeForm, public_id: str) -> bool:
    try:
        visits.ask(
            actor_id=viewer().user_id,
            application_public_id=public_id,
            visit_on=date.fromisoformat(str(form.day.data)),
            part=DayPart(str(form.part.data)),
            key=form.idem_key.data or "",
            at=clock.now(),
        )
    except visits.NoOtherTime:
        form.refuse(_SAME, field=form.day)
    return not form.errors


def _visit(public_id: str) -> OwnVisit:
    found = own_visits.own_visit(viewer(), public_id, on=clock.today())
    if found is None:
        abort(404)
    return found
