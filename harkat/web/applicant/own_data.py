"""Data saya: everything held about an owner, who opened it, and a copy to take along."""

import json

from flask import Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.roles import Permission
from harkat.queries import data_openings
from harkat.queries import own_data as held
from harkat.queries.held_data import OwnData
from harkat.services import accounts, personal_data
from harkat.web.access import requires, viewer
from harkat.web.addresses import asked_page
from harkat.web.applicant import applicant
from harkat.web.applicant.own_data_words import file_content, sections, written
from harkat.web.forms import HarkatForm, PasswordField

_FILE_NAME = "data-saya-bank-harkat.json"


class FullDataForm(HarkatForm):
    """The password, asked before numbers are shown in full or taken along."""

    password = PasswordField(
        "Kata sandi Anda", description="Supaya hanya Anda yang melihat nomor lengkap."
    )


@applicant.get("/saya/data")
@requires(Permission.OWN_APPLY)
def own_data() -> ResponseReturnValue:
    """Show everything held about the owner, with masked numbers."""
    return _page(_data(is_full=False), FullDataForm(formdata=None), is_full=False)


@applicant.post("/saya/data")
@requires(Permission.OWN_APPLY)
def full_data() -> ResponseReturnValue:
    """Show it once with full numbers, or hand it out as a file, after the password."""
    form = FullDataForm()
    is_download = request.form.get("unduh") is not None
    if form.validate_on_submit() and _is_own_password(form):
        personal_data.note_own_look(
            actor_id=viewer().user_id, is_download=is_download, at=clock.now()
        )
        data = _data(is_full=True)
        return _file(data) if is_download else _page(data, form, is_full=True)
    return _page(_data(is_full=False), form, is_full=False), 422


@applicant.get("/saya/data/dibuka")
@requires(Permission.OWN_APPLY)
def data_opened() -> ResponseReturnValue:
    """Show who of the staff opened the owner's data, the newest first."""
    return render_template(
        "applicant/data_opened.html",
        found=data_openings.openings(viewer(), page=asked_page()),
        page_url=lambda page: url_for("applicant.data_opened", halaman=page),
    )


def _data(*, is_full: bool) -> OwnData:
    found = held.own_data(viewer(), is_full=is_full)
    if found is None:
        abort(404)
    return found


def _page(data: OwnData, form: FullDataForm, *, is_full: bool) -> str:
    return render_template(
        "applicant/own_data.html",
        sections=sections(data),
        messages=len(data.messages),
        written=written,
        form=form,
        is_full=is_full,
        opened=data_openings.openings(viewer(), page=1).total,
    )


def _file(data: OwnData) -> Response:
    content = json.dumps(file_content(data, at=clock.now()), ensure_ascii=False, indent=2)
    return Response(
        content,
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{_FILE_NAME}"'},
    )


def _is_own_password(form: FullDataForm) -> bool:
    is_own = accounts.confirm_password(
        actor_id=viewer().user_id, password=form.password.data or "", at=clock.now()
    )
    if not is_own:
        form.refuse("Kata sandi tidak cocok.", field=form.password)
    return is_own
