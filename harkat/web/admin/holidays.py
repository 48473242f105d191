"""The calendar of holidays: what counts, what is proposed, and the second person's yes."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.business_days import HolidayKind
from harkat.domain.roles import NotPermitted, Permission
from harkat.queries import holidays as calendar
from harkat.services import holidays as calendar_set
from harkat.services.holidays import HolidayPassed, NoSuchHoliday
from harkat.web.access import requires, viewer
from harkat.web.admin import admin
from harkat.web.admin.forms import HolidayForm
from harkat.web.forms import HarkatForm

_LARGEST_ID = 2**63 - 1
_YEARS = calendar_set.SEEDED_YEARS
_OWN = "Anda yang mengusulkan, jadi orang lain yang harus menyetujui."
_DONE = "Usulan ini sudah disetujui."
_PASSED = "Tanggal ini sudah lewat. Kalender hari yang lewat tidak diubah."
_NO_HOLIDAY = "Tanggal ini bukan hari libur, jadi tidak ada yang dibatalkan."


@admin.route("/libur", methods=["GET", "POST"])
@requires(Permission.PROGRAM_SET)
def holidays() -> ResponseReturnValue:
    """Show a year's holidays, and propose to add or cancel one."""
    form = HolidayForm()
    if form.validate_on_submit() and _propose(form):
        flash("Usulan tersimpan. Sekarang orang lain menyetujuinya.", "success")
        return redirect(url_for("admin.holidays"), 303)
    asked = request.args.get("tahun", type=int)
    year = asked if asked and asked in _YEARS else clock.today().year
    page = render_template(
        "admin/holidays.html",
        form=form,
        year=year,
        years=_YEARS,
        rows=calendar.holidays_of(year),
        waiting=calendar.waiting_changes(viewer=viewer()),
    )
    return page, 422 if form.errors else 200


def _propose(form: HolidayForm) -> bool:
    """Propose the day and tell whether it was taken; the form says why not."""
    assert form.falls_on.data
    try:
        calendar_set.propose_holiday(
            actor_id=viewer().user_id,
            falls_on=form.falls_on.data,
            name=form.holiday_name.data or "",
            kind=HolidayKind(form.kind.data),
            is_cancelled=form.effect.data == "cancel",
            source=form.source.data or "",
            key=form.idem_key.data or "",
            at=clock.now(),
        )
    except HolidayPassed:
        form.refuse(_PASSED, field=form.falls_on)
    except NoSuchHoliday:
        form.refuse(_NO_HOLIDAY, field=form.falls_on)
    else:
        return True
    return False


@admin.get(f"/libur/usulan/<int(max={_LARGEST_ID}):change_id>")
@requires(Permission.PROGRAM_SET)
def holiday_change(change_id: int) -> ResponseReturnValue:
    """Show a proposed change, with the button to agree where the viewer may."""
    return _proposal(change_id)


@admin.post(f"/libur/usulan/<int(max={_LARGEST_ID}):change_id>")
@requires(Permission.PROGRAM_SET)
def confirm_holiday(change_id: int) -> ResponseReturnValue:
    """Agree to a change: the calendar follows it at once."""
    try:
        calendar_set.confirm_holiday(actor_id=viewer().user_id, change_id=change_id, at=clock.now())
    except NotPermitted:
        return _proposal(change_id, is_refused=True)
    except HolidayPassed:
        flash(_PASSED, "error")
    except NoSuchHoliday:
        flash(_NO_HOLIDAY, "error")
    else:
        flash("Kalender libur diubah.", "success")
    return redirect(url_for("admin.holidays"), 303)


def _proposal(change_id: int, *, is_refused: bool = False) -> ResponseReturnValue:
    found = calendar.proposed_change(viewer=viewer(), change_id=change_id)
    if found is None:
        abort(404)
    form = HarkatForm()
    if is_refused:
        form.refuse(_DONE if found.confirmed_at else _OWN)
    page = render_template("admin/holiday_change.html", found=found, form=form)
    return page, 422 if is_refused else 200
