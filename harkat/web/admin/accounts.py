"""Accounts of members of staff: opened, let in by a link that works once, and closed."""

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.roles import NotPermitted, Permission, Role
from harkat.queries import accounts as accounts_read
from harkat.queries.areas import kelurahan_list
from harkat.queries.banks import bank_list
from harkat.services import staff_accounts
from harkat.services.accounts import PhoneTaken
from harkat.web.access import requires, viewer
from harkat.web.addresses import asked_page
from harkat.web.admin import admin
from harkat.web.admin.forms import STAFF_ROLES, StaffForm, bank_choices, kelurahan_choices
from harkat.web.forms import HarkatForm


@admin.get("/akun")
@requires(Permission.ACCOUNT_MANAGE)
def accounts() -> ResponseReturnValue:
    """Show the staff accounts, of one role or of all."""
    role = _asked_role()
    found = accounts_read.staff_accounts(viewer=viewer(), role=role, page=asked_page())

    def page_url(page: int) -> str:
        return url_for("admin.accounts", peran=role, halaman=page)

    return render_template(
        "admin/accounts.html", found=found, page_url=page_url, roles=STAFF_ROLES, role=role
    )


@admin.route("/akun/baru", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_MANAGE)
def add_account() -> ResponseReturnValue:
    """Open an account and tell its one-time link."""
    banks = bank_list()
    form = StaffForm()
    form.bank.choices = bank_choices(banks)
    form.kelurahan.choices = kelurahan_choices(kelurahan_list())
    if form.validate_on_submit():
        ids = {bank.code: bank.id for bank in banks}
        try:
            public_id = staff_accounts.add_staff(
                actor_id=viewer().user_id,
                full_name=form.full_name.data or "",
                phone=form.phone.data or "",
                role=Role(form.role.data),
                bank_id=ids[form.bank.data] if form.bank.data else None,
                kelurahan_code=form.kelurahan.data or None,
                key=form.idem_key.data or "",
                at=clock.now(),
            )
        except PhoneTaken:
            form.refuse("Nomor HP ini sudah dipakai akun lain.", field=form.phone)
        else:
            return _link_page(public_id)
    return render_template("admin/add_account.html", form=form), 422 if form.errors else 200


@admin.get("/akun/<public_id>")
@requires(Permission.ACCOUNT_MANAGE)
def account(public_id: str) -> ResponseReturnValue:
    """Show one staff account with what can be done about it."""
    found = accounts_read.staff_account(viewer=viewer(), public_id=public_id)
    if found is None:
        abort(404)
    return render_template("admin/account.html", found=found)


@admin.post("/akun/<public_id>/tautan")
@requires(Permission.ACCOUNT_MANAGE)
def new_link(public_id: str) -> ResponseReturnValue:
    """Make a new one-time link for somebody who has not been in yet."""
    return _link_page(public_id)


@admin.post("/akun/<public_id>/tutup")
@requires(Permission.ACCOUNT_MANAGE)
def close_account(public_id: str) -> ResponseReturnValue:
    """Close an account; whoever is signed in with it is out at once."""
    try:
        staff_accounts.close_account(
            actor_id=viewer().user_id, account_public_id=public_id, at=clock.now()
        )
    except NotPermitted:
        return _refused(public_id, "Akun sendiri tidak bisa ditutup.")
    flash("Akun ditutup.", "success")
    return redirect(url_for("admin.accounts"), 303)


def _link_page(public_id: str) -> ResponseReturnValue:
    """Make the link and show it in this answer alone, so that it is kept nowhere."""
    try:
        link = staff_accounts.issue_link(
            actor_id=viewer().user_id, account_public_id=public_id, at=clock.now()
        )
    except NotPermitted:
        return _refused(public_id, "Akun ini sudah dipakai atau ditutup.")
    found = accounts_read.staff_account(viewer=viewer(), public_id=public_id)
    address = url_for("auth.activation", token=link.token)
    return render_template(
        "admin/one_time_link.html",
        found=found,
        address=f"{current_app.config['BASE_URL']}{address}",
        days=staff_accounts.LINK_LIFE.days,
    )


def _refused(public_id: str, sentence: str) -> ResponseReturnValue:
    found = accounts_read.staff_account(viewer=viewer(), public_id=public_id)
    if found is None:
        abort(404)
    form = HarkatForm()
    form.refuse(sentence)
    return render_template("admin/account.html", found=found, form=form), 422


def _asked_role() -> Role | None:
    try:
        role = Role(request.args["peran"])
    except (KeyError, ValueError):
        return None
    return role if role in STAFF_ROLES else None
