"""What comes in and goes out: asked in the unit people know, shown for a month."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.affordability import MoneyUnit, MonthlyMoney, a_month
from harkat.domain.money import ZERO, Rupiah, format_rupiah
from harkat.domain.roles import Permission
from harkat.queries import circumstances
from harkat.services import circumstances as service
from harkat.web.access import requires, viewer
from harkat.web.applicant import applicant
from harkat.web.applicant.circumstances_forms import MoneyForm
from harkat.web.applicant.way_back import after_saving

_AMOUNTS = ("sales", "purchases", "other_costs", "household", "other_instalments")


@applicant.route("/saya/uang", methods=["GET", "POST"])
@requires(Permission.OWN_APPLY)
def money() -> ResponseReturnValue:
    """Ask for the money of the business; `hitung` only adds it up, and stores nothing."""
    known = circumstances.money(viewer())
    form = MoneyForm(obj=known)
    is_usable = form.validate_on_submit()
    if is_usable and request.form.get("hitung") is None:
        said = _said(form)
        service.state_money(
            actor_id=viewer().user_id,
            unit=MoneyUnit(form.unit.data),
            open_days=form.open_days.data,
            at=clock.now(),
            **said,
        )
        flash(f"Tersimpan. {_left_over(_monthly(form))}", "success")
        return redirect(after_saving(), 303)
    monthly = _monthly(form) if is_usable else known.monthly if known else None
    page = render_template("applicant/money.html", form=form, monthly=monthly)
    return page, 422 if form.errors else 200


def _said(form: MoneyForm) -> dict[str, Rupiah]:
    return {name: form[name].data or ZERO for name in _AMOUNTS}


def _monthly(form: MoneyForm) -> MonthlyMoney:
    said = _said(form)
    unit, open_days = MoneyUnit(form.unit.data), form.open_days.data
    for name in ("sales", "purchases"):
        said[name] = a_month(said[name], unit=unit, open_days=open_days)
    return MonthlyMoney(**said)


def _left_over(monthly: MonthlyMoney) -> str:
    if monthly.left < ZERO:
        return "Uang keluar lebih besar dari uang masuk. Cek lagi angkanya."
    return f"Sisa uang sebulan kira-kira {format_rupiah(monthly.left)}."
