"""The dated rules: what holds, what is proposed, and the second person's yes."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.contract_terms import ImpossibleProduct
from harkat.domain.programme_rules import UnreadableSetting
from harkat.domain.roles import NotPermitted, Permission
from harkat.queries import settings as rules_read
from harkat.queries.settings import SettingPage, SettingState
from harkat.services import settings as rules_set
from harkat.web.access import requires, viewer
from harkat.web.admin import admin
from harkat.web.admin.forms import SettingForm, setting_form
from harkat.web.admin.setting_kinds import Part
from harkat.web.admin.setting_labels import LABELS, what_works, written
from harkat.web.admin.setting_refusals import impossible_sentence
from harkat.web.forms import HarkatForm

_LARGEST_ID = 2**63 - 1
_OWN = "Anda yang mengusulkan, jadi orang lain yang harus menyetujui."
_DONE = "Usulan ini sudah disetujui."


@admin.get("/aturan")
@requires(Permission.PROGRAM_SET)
def settings() -> ResponseReturnValue:
    """Show every rule with the value in force and what waits."""
    states = rules_read.setting_states(viewer=viewer(), on=clock.today())
    return render_template(
        "admin/settings.html",
        parts=[
            (part, [state for state in states if LABELS[state.name].part is part]) for part in Part
        ],
        waiting=[row for state in states for row in state.waiting],
        labels=LABELS,
        written=written,
    )


@admin.route("/aturan/<name>", methods=["GET", "POST"])
@requires(Permission.PROGRAM_SET)
def setting(name: str) -> ResponseReturnValue:
    """Show one rule, and propose another value for it."""
    found = rules_read.setting_page(viewer=viewer(), name=name, on=clock.today())
    if found is None:
        abort(404)
    form = setting_form(name, found.products, valid_from=clock.today())
    if form.validate_on_submit() and _propose(form, name, found):
        flash("Usulan tersimpan. Sekarang orang lain menyetujuinya.", "success")
        return redirect(url_for("admin.settings"), 303)
    page = render_template(
        "admin/setting.html",
        name=name,
        label=LABELS[name],
        found=found,
        in_force=_in_force(found.state),
        form=form,
        written=written,
    )
    return page, 422 if form.errors else 200


def _in_force(state: SettingState) -> list[tuple[str, str]]:
    """Return what holds today: for the whole programme, then where a product differs."""
    general = state.in_force.value if state.in_force else state.default
    return [
        ("Seluruh program", written(state.name, general)),
        *((own.product_name or "", written(state.name, own.value)) for own in state.overrides),
    ]


def _propose(form: SettingForm, name: str, found: SettingPage) -> bool:
    """Propose the value and tell whether it was taken; the form says why not."""
    assert form.valid_from.data
    ids = {product.code: product.id for product in found.products}
    try:
        rules_set.propose_setting(
            actor_id=viewer().user_id,
            name=name,
            product_id=ids.get(form.product.data),
            value=form.stored_value,
            valid_from=form.valid_from.data,
            key=form.idem_key.data or "",
            at=clock.now(),
        )
    except UnreadableSetting:
        form.refuse(what_works(name), field=form.value)
    except ImpossibleProduct as problem:
        form.refuse(impossible_sentence(problem), field=form.value)
    except rules_set.SettingInThePast:
        sentence = "Aturan tidak berlaku mundur. Pilih hari ini atau sesudahnya."
        form.refuse(sentence, field=form.valid_from)
    else:
        return True
    return False


@admin.get(f"/aturan/usulan/<int(max={_LARGEST_ID}):setting_id>")
@requires(Permission.PROGRAM_SET)
def proposed_setting(setting_id: int) -> ResponseReturnValue:
    """Show a proposed value, with the button to agree where the viewer may."""
    return _proposal(setting_id)


@admin.post(f"/aturan/usulan/<int(max={_LARGEST_ID}):setting_id>")
@requires(Permission.PROGRAM_SET)
def confirm_setting(setting_id: int) -> ResponseReturnValue:
    """Agree to a proposed value: it holds from its day on."""
    try:
        rules_set.confirm_setting(actor_id=viewer().user_id, setting_id=setting_id, at=clock.now())
    except NotPermitted:
        return _proposal(setting_id, is_refused=True)
    except rules_set.SettingInThePast:
        flash("Hari mulai usulan ini sudah lewat. Usulkan lagi dengan tanggal baru.", "error")
    except ImpossibleProduct as problem:
        flash(f"Belum bisa disetujui. {impossible_sentence(problem)}", "error")
    else:
        flash("Aturan disetujui.", "success")
    return redirect(url_for("admin.settings"), 303)


def _proposal(setting_id: int, *, is_refused: bool = False) -> ResponseReturnValue:
    found = rules_read.proposed_setting(viewer=viewer(), setting_id=setting_id)
    if found is None:
        abort(404)
    form = HarkatForm()
    if is_refused:
        form.refuse(_DONE if found.confirmed_at else _OWN)
    page = render_template(
        "admin/proposed_setting.html",
        found=found,
        form=form,
        label=LABELS[found.name],
        written=written,
    )
    return page, 422 if is_refused else 200
