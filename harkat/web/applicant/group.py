"""The owner's group: founding it, inviting into it, leaving it."""

from urllib.parse import quote

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.join_codes import written
from harkat.domain.joining import RequestWay
from harkat.domain.roles import NotPermitted, Permission
from harkat.queries import group_finding, group_standing, own_bank_move, own_group
from harkat.queries.group_holds import hold_of
from harkat.queries.own_group import OwnGroup
from harkat.services import grouping, membership
from harkat.web.access import requires, viewer
from harkat.web.applicant import applicant, group_words
from harkat.web.applicant.forms import ConfirmationForm, GroupForm, InvitationForm

_IN_GROUP = "Anda sudah menjadi anggota satu kelompok."
_NOT_LEADER = "Hanya ketua kelompok yang bisa mengajak atau menarik ajakan."


@applicant.get("/kelompok")
@requires(Permission.OWN_APPLY)
def group() -> ResponseReturnValue:
    """Show the own group, or how to come into one."""
    at = clock.now()
    found = own_group.group(viewer(), at=at)
    standing = group_standing.standing(viewer(), at=at)
    if found is None or standing is None:
        return _without_group(GroupForm())
    application = own_bank_move.group_application(viewer(), at=at)
    return render_template(
        "applicant/group.html",
        group=found,
        standing=standing,
        application=application,
        capacity_sentence=group_words.capacity_sentence(standing.capacity),
        missing=group_words.missing_sentences(standing, leader_name=found.leader_name),
        rules=group_words.rule_sentences(found, standing),
        next_step=group_words.next_step(found, standing, application),
        by_code=RequestWay.CODE,
    )


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
        except membership.InGroupAlready:
            flash(_IN_GROUP, "info")
            return redirect(url_for("applicant.group"), 303)
        else:
            flash("Kelompok sudah dibuat. Sekarang ajak anggotanya.", "success")
            return redirect(url_for("applicant.group"), 303)
    return _without_group(form)


@applicant.get("/kelompok/ajak")
@requires(Permission.OWN_APPLY)
def invite_page() -> ResponseReturnValue:
    """Show the ways to bring members in: by phone number, by code and link, by looking for them."""
    found = own_group.group(viewer(), at=clock.now())
    if found is None:
        return redirect(url_for("applicant.group"), 303)
    return _invite_page(found, InvitationForm())


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
    return _invite_page(found, form)


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
    form, hold = ConfirmationForm(), hold_of(viewer())
    if form.validate_on_submit():
        try:
            grouping.leave(actor_id=viewer().user_id, at=clock.now())
        except grouping.StillNeeded:
            form.refuse("Anda belum bisa keluar sekarang.")
        except NotPermitted:
            return redirect(url_for("applicant.group"), 303)
        else:
            flash(f"Anda sudah keluar dari kelompok {found.name}.", "success")
            return redirect(url_for("applicant.group"), 303)
    page = render_template(
        "applicant/leave_group.html",
        form=form,
        group=found,
        held=group_words.way_out(hold, own_bank_move.group_application(viewer(), at=clock.now())),
    )
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


def _invite_page(found: OwnGroup, form: InvitationForm) -> ResponseReturnValue:
    standing = group_standing.standing(viewer(), at=clock.now())
    code = standing.code if standing else None
    link = url_for("applicant.join_group", code=code, _external=True) if code else None
    page = render_template(
        "applicant/invite.html",
        form=form,
        group=found,
        standing=standing,
        code=written(code) if code else None,
        link=link,
        share_url=f"https://wa.me/?text={quote(_share_text(found, link))}" if link else None,
    )
    return page, 422 if form.errors else 200


def _share_text(found: OwnGroup, link: str) -> str:
    return f"Mari masuk kelompok {found.name} di Bank Harkat. Baca dulu, lalu putuskan: {link}"


def _without_group(form: GroupForm) -> ResponseReturnValue:
    at = clock.now()
    page = render_template(
        "applicant/no_group.html",
        form=form,
        invitations=own_group.invitations(viewer(), at=at),
        requests=group_finding.own_requests(viewer(), at=at),
    )
    return page, 422 if form.errors else 200
