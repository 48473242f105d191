"""The facility: ceiling, slices and banks as they stand, and how they came to be so."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.kolektibilitas import BankType
from harkat.domain.roles import Permission
from harkat.queries.facility_changes import facility_page
from harkat.services import facility as facility_set
from harkat.web.access import requires, viewer
from harkat.web.addresses import asked_page
from harkat.web.admin import admin
from harkat.web.admin.forms import BankForm


@admin.get("/pagu")
@requires(Permission.PROGRAM_SET)
def facility() -> ResponseReturnValue:
    """Show ceiling and slices with what was changed and what waits."""
    found = facility_page(viewer=viewer(), on=clock.today(), page=asked_page())

    def page_url(page: int) -> str:
        return url_for("admin.facility", halaman=page)

    return render_template("admin/facility.html", found=found, page_url=page_url, at=clock.now())


@admin.route("/pagu/bank-baru", methods=["GET", "POST"])
@requires(Permission.PROGRAM_SET)
def add_bank() -> ResponseReturnValue:
    """Let a bank take part."""
    form = BankForm()
    if form.validate_on_submit():
        try:
            facility_set.add_bank(
                actor_id=viewer().user_id,
                code=form.code.data or "",
                name=form.name.data or "",
                bank_type=BankType(form.bank_type.data),
                key=form.idem_key.data or "",
                at=clock.now(),
            )
        except facility_set.BankKnown:
            form.refuse("Kode ini sudah dipakai bank lain.", field=form.code)
        else:
            flash("Bank ditambahkan. Usulkan pagunya supaya bisa menyetujui pinjaman.", "success")
            return redirect(url_for("admin.facility"), 303)
    return render_template("admin/add_bank.html", form=form), 422 if form.errors else 200
