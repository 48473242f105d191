"""Groups and owners who look for each other; a mark shows little, and goes off at once."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.roles import NotPermitted, Permission
from harkat.queries import group_finding, group_standing, own_group
from harkat.queries.own_group import OwnGroup
from harkat.services import group_searching, grouping, joining, membership
from harkat.web.access import requires, viewer
from harkat.web.applicant import applicant
from harkat.web.applicant.forms import ConfirmationForm
from harkat.web.applicant.group_forms import SearchForm

_GONE = "Ia sudah tidak mencari lagi."
_ONLY_LEADER = "Hanya ketua kelompok yang bisa mencari anggota."
_BUSINESS_FIRST = "Isi bagian Usaha dulu. Kelompok dicari di dekat usaha Anda."


@applicant.get("/kelompok/cari")
@requires(Permission.OWN_APPLY)
def search() -> ResponseReturnValue:
    """Show who looks for whom, as far as the viewer may know."""
    found = own_group.group(viewer(), at=clock.now())
    if found is not None:
        return _member_page(found, SearchForm())
    own = group_finding.own_search(viewer(), at=clock.now())
    asked = group_finding.own_requests(viewer(), at=clock.now())
    return render_template(
        "applicant/find_group.html",
        search=own,
        asked={request.group_public_id for request in asked},
    )


@applicant.post("/kelompok/cari/anggota")
@requires(Permission.OWN_APPLY)
def seek_members() -> ResponseReturnValue:
    """Mark the own group as looking for members, or change how many."""
    found = own_group.group(viewer(), at=clock.now())
    if found is None:
        return redirect(url_for("applicant.group"), 303)
    form = SearchForm()
    if form.validate_on_submit():
        try:
            group_searching.seek_members(
                actor_id=viewer().user_id,
                group_public_id=found.public_id,
                wanted=form.wanted.data or 0,
                at=clock.now(),
            )
        except NotPermitted:
            flash(_ONLY_LEADER, "error")
            return redirect(url_for("applicant.group"), 303)
        except group_searching.TooManyWanted as many:
            form.refuse(f"Tempat yang tersisa {many.args[0]} orang.", field=form.wanted)
        else:
            flash("Kelompok Anda sekarang terlihat oleh yang mencari kelompok.", "success")
            return redirect(url_for("applicant.search"), 303)
    return _member_page(found, form)


@applicant.post("/kelompok/cari/anggota/berhenti")
@requires(Permission.OWN_APPLY)
def stop_seeking_members() -> ResponseReturnValue:
    """Take the own group's mark off."""
    found = group_standing.own_group_of(viewer())
    try:
        if found is not None:
            group_searching.stop_seeking_members(
                actor_id=viewer().user_id, group_public_id=found.public_id, at=clock.now()
            )
            flash("Kelompok Anda tidak terlihat lagi.", "success")
    except NotPermitted:
        flash(_ONLY_LEADER, "error")
    return redirect(url_for("applicant.search"), 303)


@applicant.post("/kelompok/cari/mulai")
@requires(Permission.OWN_APPLY)
def seek_group() -> ResponseReturnValue:
    """Mark oneself as looking for a group."""
    try:
        group_searching.seek_group(actor_id=viewer().user_id, at=clock.now())
    except grouping.BusinessFirst:
        flash(_BUSINESS_FIRST, "error")
    except membership.InGroupAlready:
        flash("Anda sudah di satu kelompok.", "info")
    else:
        flash("Ketua kelompok di dekat Anda sekarang bisa mengajak Anda.", "success")
    return redirect(url_for("applicant.search"), 303)


@applicant.post("/kelompok/cari/berhenti")
@requires(Permission.OWN_APPLY)
def stop_seeking_group() -> ResponseReturnValue:
    """Take the own mark off."""
    group_searching.stop_seeking_group(actor_id=viewer().user_id, at=clock.now())
    flash("Anda tidak terlihat lagi.", "success")
    return redirect(url_for("applicant.search"), 303)


@applicant.post("/kelompok/cari/<public_id>/ajukan")
@requires(Permission.OWN_APPLY)
def ask_group(public_id: str) -> ResponseReturnValue:
    """Ask a group that looks for members."""
    form = ConfirmationForm()
    if form.validate_on_submit():
        _ask(public_id, key=form.idem_key.data or "")
    return redirect(url_for("applicant.search"), 303)


@applicant.post("/kelompok/cari/<public_id>/ajak")
@requires(Permission.OWN_APPLY)
def invite_seeker(public_id: str) -> ResponseReturnValue:
    """Invite an owner who looks for a group."""
    form = ConfirmationForm()
    found = group_standing.own_group_of(viewer())
    if found is None or not form.validate_on_submit():
        return redirect(url_for("applicant.search"), 303)
    try:
        group_searching.invite_seeker(
            actor_id=viewer().user_id,
            group_public_id=found.public_id,
            search_public_id=public_id,
            key=form.idem_key.data or "",
            at=clock.now(),
        )
    except NotPermitted:
        flash(_ONLY_LEADER, "error")
    except group_searching.SearchGone:
        flash(_GONE, "info")
    except membership.GroupFull as full:
        flash(f"Kelompok sudah penuh, {full.args[0]} orang.", "error")
    else:
        flash("Ajakan terkirim. Ia menjawab sendiri di HP-nya.", "success")
    return redirect(url_for("applicant.search"), 303)


def _ask(public_id: str, *, key: str) -> None:
    """Send the request to a group, and say what came of it."""
    try:
        group_searching.ask_by_list(
            actor_id=viewer().user_id, group_public_id=public_id, key=key, at=clock.now()
        )
    except group_searching.SearchGone:
        flash("Kelompok ini sudah tidak mencari anggota.", "info")
    except grouping.BusinessFirst:
        flash(_BUSINESS_FIRST, "error")
    except membership.InGroupAlready:
        flash("Anda sudah di satu kelompok.", "info")
    except joining.AskedAlready:
        flash("Permintaan Anda sudah ada. Tunggu jawaban ketua.", "info")
    except joining.TooManyRequests:
        flash("Anda sudah meminta ke banyak kelompok hari ini. Coba lagi besok.", "error")
    else:
        flash("Permintaan terkirim. Ketua kelompok akan menjawab.", "success")


def _member_page(found: OwnGroup, form: SearchForm) -> ResponseReturnValue:
    at = clock.now()
    standing = group_standing.standing(viewer(), at=at)
    if standing and standing.wanted and form.wanted.raw_data is None:
        form.wanted.data = standing.wanted
    page = render_template(
        "applicant/find_members.html",
        form=form,
        group=found,
        standing=standing,
        owners=group_finding.seeking_owners(viewer(), at=at),
    )
    return page, 422 if form.errors else 200
