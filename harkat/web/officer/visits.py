"""Visits at the desk: planning them, the day's list by kecamatan, and what came of each."""

from datetime import date, timedelta

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.lifecycle import IllegalTransition
from harkat.domain.personal_data import OpenedData
from harkat.domain.roles import Permission
from harkat.domain.visits import DayPart
from harkat.queries import visits as queries
from harkat.queries.decision_file import DecisionFile
from harkat.queries.visits import DayList, VisitRow
from harkat.services import data_openings
from harkat.services import visits as services
from harkat.web.access import requires, viewer
from harkat.web.navigation import Link
from harkat.web.officer import officer
from harkat.web.officer.file_page import open_file, show_changed
from harkat.web.officer.forms import StepForm
from harkat.web.officer.visit_forms import FOUND, DayForm, PlanForm, ResultForm
from harkat.web.visit_words import UNFIT

_NOT_VISITED = "Berkas ini tidak sedang diperiksa, jadi tidak ada kunjungan."


@officer.get("/kunjungan")
@requires(Permission.APPLICATION_VERIFY)
def visits() -> ResponseReturnValue:
    """Show a day's visits by kecamatan, to be printed, and the wishes that wait."""
    form, today = DayForm(), clock.today()
    is_asked = bool(any(form.day.raw_data or ()))
    day = form.day.data if is_asked and form.validate() else None
    on = day or today
    kecamatan = request.args.get("kecamatan", "")[:20] or None
    found = queries.day_list(viewer(), on, kecamatan_code=kecamatan)
    _note_opening(found)
    page = render_template(
        "officer/visits.html",
        form=form,
        on=on,
        today=today,
        found=found,
        chips=_chips(found, on, kecamatan),
        days=_days(on, today),
        wishes=queries.waiting_wishes(viewer()),
        now=clock.now(),
    )
    return page, 422 if is_asked and day is None else 200


@officer.route("/pengajuan/<public_id>/kunjungan", methods=["GET", "POST"])
@requires(Permission.APPLICATION_VERIFY)
def plan_visit(public_id: str) -> ResponseReturnValue:
    """Plan visits to borrowers of a file, or move them."""
    file = open_file(public_id)
    form = PlanForm(data={"lines": [line.public_id for line in file.live_lines]})
    form.offer({line.public_id: line.name for line in file.live_lines})
    if form.validate_on_submit() and _planned(form, file):
        flash("Kunjungan dijadwalkan. Pemilik usaha sudah diberi tahu.", "success")
        return redirect(url_for("officer.application", public_id=public_id), 303)
    page = render_template(
        "officer/plan_visit.html",
        file=file,
        form=form,
        visits=queries.visits_of_file(viewer(), public_id),
    )
    return page, 422 if form.errors else 200


@officer.post("/kunjungan/<public_id>/setuju")
@requires(Permission.APPLICATION_VERIFY)
def accept_visit_wish(public_id: str) -> ResponseReturnValue:
    """Plan the visit for the time its owner asked for."""
    row, form = _row(public_id), StepForm()
    back = redirect(url_for("officer.visits"), 303)
    if not form.validate_on_submit():
        flash("Halaman ini sudah lama terbuka. Coba lagi.", "error")
        return back
    try:
        services.accept_wish(
            actor_id=viewer().user_id,
            visit_public_id=row.visit.public_id,
            key=form.idem_key.data or "",
            at=clock.now(),
        )
    except services.NoWish:
        flash("Tidak ada permintaan jadwal yang menunggu.", "info")
    except services.UnfitDay as unfit:
        flash(f"{UNFIT[unfit.why]} Jadwalkan lagi dari berkasnya.", "error")
    except services.NotVisited:
        flash(_NOT_VISITED, "error")
    else:
        flash("Jadwal disetujui. Pemilik usaha sudah diberi tahu.", "success")
    return back


@officer.route("/kunjungan/<public_id>", methods=["GET", "POST"])
@requires(Permission.APPLICATION_VERIFY)
def visit_result(public_id: str) -> ResponseReturnValue:
    """Say what came of a visit."""
    row, form = _row(public_id), ResultForm()
    if form.validate_on_submit():
        record = services.took_place if form.result.data == FOUND else services.nobody_there
        try:
            record(
                actor_id=viewer().user_id,
                visit_public_id=public_id,
                note=form.note.data,
                at=clock.now(),
            )
        except services.TooEarly:
            form.refuse("Hari kunjungannya belum tiba.", field=form.result)
        except IllegalTransition:
            return show_changed(row.application_public_id)
        else:
            flash("Hasil kunjungan tercatat.", "success")
            page = url_for("officer.application", public_id=row.application_public_id)
            return redirect(page, 303)
    page = render_template("officer/visit_result.html", row=row, form=form, today=clock.today())
    return page, 422 if form.errors else 200


def _planned(form: PlanForm, file: DecisionFile) -> bool:
    """Plan the visits, or say why it cannot be."""
    assert form.visit_on.data is not None
    try:
        services.plan(
            actor_id=viewer().user_id,
            application_public_id=file.public_id,
            line_public_ids=sorted(form.lines.data or ()),
            visit_on=form.visit_on.data,
            part=DayPart(str(form.part.data)),
            key=form.idem_key.data or "",
            at=clock.now(),
        )
    except services.UnfitDay as unfit:
        form.refuse(UNFIT[unfit.why], field=form.visit_on)
    except services.NotVisited:
        form.refuse(_NOT_VISITED)
    return not form.errors


def _row(public_id: str) -> VisitRow:
    row = queries.visit_row(viewer(), public_id)
    if row is None:
        abort(404)
    return row


def _note_opening(found: DayList) -> None:
    """Note for the people on the list that somebody saw where their business is."""
    people: dict[str, list[int]] = {}
    for row in found.rows:
        people.setdefault(row.reference_no, []).append(row.person_id)
    for reference_no, person_ids in people.items():
        data_openings.note(
            actor_id=viewer().user_id,
            person_ids=person_ids,
            what=OpenedData.APPLICATION,
            reference_no=reference_no,
            at=clock.now(),
        )


def _days(on: date, today: date) -> list[Link]:
    days = {"Sehari sebelumnya": on - timedelta(days=1), "Hari ini": today}
    days["Sehari sesudahnya"] = on + timedelta(days=1)
    return [
        Link(label=word, url=_url(day, None), is_current=word == "Hari ini" and on == today)
        for word, day in days.items()
    ]


def _chips(found: DayList, on: date, current: str | None) -> list[Link]:
    everywhere = sum(each.number for each in found.kecamatan)
    chips = [Link(label=f"Semua ({everywhere})", url=_url(on, None), is_current=current is None)]
    return chips + [
        Link(
            label=f"{each.name} ({each.number})",
            url=_url(on, each.code),
            is_current=each.code == current,
        )
        for each in found.kecamatan
    ]


def _url(on: date, kecamatan: str | None) -> str:
    return url_for("officer.visits", tanggal=on.isoformat(), kecamatan=kecamatan)
