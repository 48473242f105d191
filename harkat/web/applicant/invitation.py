"""An invitation to a group: what joint liability means, and the answer."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.joint_liability import LIABILITY_TEXT_VERSION
from harkat.domain.roles import Permission
from harkat.queries import own_group
from harkat.queries.own_group import Invitation
from harkat.services import grouping, membership
from harkat.web.access import requires, viewer
from harkat.web.agreed_texts import JOINT_LIABILITY
from harkat.web.applicant import applicant
from harkat.web.applicant.forms import JoiningForm
from harkat.web.applicant.opened import lead_to

_GONE = "Ajakan ini sudah dijawab, ditarik, atau lewat waktu."


@applicant.get("/kelompok/ajakan/<public_id>")
@requires(Permission.OWN_APPLY)
def invitation(public_id: str) -> ResponseReturnValue:
    """Show what one joins, before the answer."""
    return _page(_open_invitation(public_id), JoiningForm())


@applicant.post("/kelompok/ajakan/<public_id>")
@requires(Permission.OWN_APPLY)
def accept_invitation(public_id: str) -> ResponseReturnValue:
    """Join the group with the text as shown."""
    form = JoiningForm()
    if not form.validate_on_submit():
        return _page(_open_invitation(public_id), form)
    try:
        grouping.accept(actor_id=viewer().user_id, invitation_public_id=public_id, at=clock.now())
    except grouping.InvitationGone:
        flash(_GONE, "info")
    except membership.InGroupAlready:
        flash("Anda sudah di kelompok lain. Keluar dari sana dulu.", "error")
    except membership.GroupFull as full:
        flash(f"Kelompok ini sudah penuh, {full.args[0]} orang.", "error")
    else:
        flash("Anda sekarang anggota kelompok ini.", "success")
    return redirect(url_for("applicant.group"), 303)


@applicant.post("/kelompok/ajakan/<public_id>/tolak")
@requires(Permission.OWN_APPLY)
def decline_invitation(public_id: str) -> ResponseReturnValue:
    """Decline the invitation."""
    try:
        grouping.decline(actor_id=viewer().user_id, invitation_public_id=public_id, at=clock.now())
    except grouping.InvitationGone:
        flash(_GONE, "info")
    else:
        flash("Ajakan sudah Anda tolak.", "success")
    return redirect(url_for("applicant.home"), 303)


def _open_invitation(public_id: str) -> Invitation:
    """Return the invitation if it is open, or lead the one it was for to the group."""
    found = own_group.invitations(viewer(), at=clock.now())
    open_one = next((each for each in found if each.public_id == public_id), None)
    if open_one is None and own_group.was_invited(viewer(), public_id):
        lead_to(url_for("applicant.group"), saying=_GONE)
    return open_one or abort(404)


def _page(found: Invitation, form: JoiningForm) -> ResponseReturnValue:
    page = render_template(
        "applicant/invitation.html",
        form=form,
        invitation=found,
        liability_text=JOINT_LIABILITY[LIABILITY_TEXT_VERSION],
    )
    return page, 422 if form.errors else 200
