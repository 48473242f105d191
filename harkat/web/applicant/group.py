"""The owner's group: founding it, inviting into it, leaving it."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.roles import NotPermitted, Permission
from harkat.queries import own_group
from harkat.queries.own_group import OwnGroup
from harkat.services import grouping
from harkat.web.access import requires, viewer
from harkat.web.applicant import applicant
from harkat.web.applicant.forms import ConfirmationForm, GroupForm, InvitationForm

_IN_GROUP = "Anda sudah menjadi anggota satu kelompok."
_NOT_LEADER = "Hanya ketua kelompok yang bisa mengajak atau menarik ajakan."


@applicant.get("/kelompok")
@requires(Permission.OWN_APPLY)
def group() -> ResponseReturnValue:
    """Show the own group, or how to come into one."""
    found = own_group.group(viewer(), at=clock.now())
    if found is not None:
        return render_template("applicant/group.html", group=found, form=InvitationForm())
    return _without_group(GroupForm())


@applicant.post("/kelompok")
@requires(Permission.OWN_APPLY)
def found_group() -> ResponseReturnValue:
    """Found a group where the own business is."""
    form = GroupForm()
    if form.validate_on_submit():
        try:
            grouping.found_group(
                actor_id=viewer().user_id,
                name=form.name.data or "",
                key=form.idem_key.data or "",
                at=clock.now(),
            )
        except grouping.BusinessFirst:
            form.refuse("Isi bagian Usaha dulu. Kelompok dibuat di kelurahan usaha Anda.")
        except grouping.InGroupAlready:
            flash(_IN_GROUP, "info")
            return redirect(url_for("applicant.group"), 303)
        else:
            flash("Kelompok sudah dibuat. Sekarang ajak anggotanya.", "success")
            return redirect(url_for("applicant.group"), 303)
    return _without_group(form)


@applicant.post("/kelompok/ajak")
@requires(Permission.OWN_APPLY)
def invite() -> ResponseReturnValue:
    """Invite somebody by name and phone number; whether the number is registered is not told."""
    found = own_group.group(viewer(), at=clock.now())
    if found is None or not found.is_leader:
        flash(_NOT_LEADER, "error")
        return redirect(url_for("applicant.group"), 303)
    form = InvitationForm()
    if form.validate_on_submit() and _invited(form, found):
        flash(f"Ajakan untuk {form.name.data} sudah dikirim.", "success")
        return redirect(url_for("applicant.group"), 303)
    return render_template("applicant/group.html", group=found, form=form), 422


@applicant.post("/kelompok/ajakan/<public_id>/tarik")
@requires(Permission.OWN_APPLY)
def take_back_invitation(public_id: str) -> ResponseReturnValue:
    """Take back an invitation nobody has answered."""
    try:
        grouping.take_back_invitation(
            actor_id=viewer().user_id, invitation_public_id=public_id, at=clock.now()
        )
    except NotPermitted:
        flash(_NOT_LEADER, "error")
    except grouping.InvitationGone:
        flash("Ajakan ini sudah dijawab atau sudah ditarik.", "info")
    else:
        flash("Ajakan sudah ditarik.", "success")
    return redirect(url_for("applicant.group"), 303)


@applicant.route("/kelompok/keluar", methods=["GET", "POST"])
@requires(Permission.OWN_APPLY)
def leave_group() -> ResponseReturnValue:
    """Leave the own group after saying so twice."""
    found = own_group.group(viewer(), at=clock.now())
    if found is None:
        return redirect(url_for("applicant.group"), 303)
    form = ConfirmationForm()
    if form.validate_on_submit():
        try:
            grouping.leave(actor_id=viewer().user_id, at=clock.now())
        except grouping.StillNeeded:
            form.refuse("Anda masih ikut dalam pengajuan kelompok. Batalkan bagian Anda dulu.")
        except NotPermitted:
            return redirect(url_for("applicant.group"), 303)
        else:
            flash(f"Anda sudah keluar dari kelompok {found.name}.", "success")
            return redirect(url_for("applicant.group"), 303)
    page = render_template("applicant/leave_group.html", form=form, group=found)
    return page, 422 if form.errors else 200


def _invited(form: InvitationForm, found: OwnGroup) -> bool:
    """Invite, or say beside the field why it cannot be done."""
    try:
        grouping.invite(
            actor_id=viewer().user_id,
            group_public_id=found.public_id,
            name=form.name.data or "",
            phone=form.phone.data or "",
            key=form.idem_key.data or "",
            at=clock.now(),
        )
    except grouping.InvitedAlready:
        form.refuse("Nomor HP ini sudah diajak atau sudah menjadi anggota.", field=form.phone)
    except NotPermitted:
        form.refuse(_NOT_LEADER)
    return not form.errors


def _without_group(form: GroupForm) -> ResponseReturnValue:
    page = render_template(
        "applicant/no_group.html",
        form=form,
        invitations=own_group.invitations(viewer(), at=clock.now()),
    )
    return page, 422 if form.errors else 200
