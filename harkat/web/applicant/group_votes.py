"""The group's votes: who leads, and whether somebody has to go."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.roles import NotPermitted, Permission
from harkat.domain.statuses import MembershipStatus
from harkat.queries import group_standing, own_group
from harkat.queries.own_group import Member, OwnGroup
from harkat.services import group_voting
from harkat.web.access import requires, viewer
from harkat.web.applicant import applicant
from harkat.web.applicant.forms import ConfirmationForm
from harkat.web.applicant.group_forms import LeaderForm
from harkat.web.applicant.opened import lead_to

_GONE = "Orang ini sudah bukan anggota kelompok Anda."


@applicant.route("/kelompok/ketua", methods=["GET", "POST"])
@requires(Permission.OWN_APPLY)
def choose_leader() -> ResponseReturnValue:
    """Vote for a leader, or change the vote; the counts are there for all."""
    at = clock.now()
    found = own_group.group(viewer(), at=at)
    standing = group_standing.standing(viewer(), at=at)
    if found is None or standing is None:
        return redirect(url_for("applicant.group"), 303)
    members = _accepted(found)
    form = LeaderForm(member=standing.votes.own_leader_choice)
    form.member.choices = {member.public_id: _name(member) for member in members}
    form.member.hints = {
        public_id: f"{count} suara" for public_id, count in standing.votes.for_leader.items()
    }
    if form.validate_on_submit():
        return _voted(str(form.member.data))
    page = render_template(
        "applicant/choose_leader.html", form=form, group=found, standing=standing
    )
    return page, 422 if form.errors else 200


@applicant.route("/kelompok/anggota/<public_id>/keluarkan", methods=["GET", "POST"])
@requires(Permission.OWN_APPLY)
def remove_member(public_id: str) -> ResponseReturnValue:
    """Vote that a member has to go, after saying so twice."""
    at = clock.now()
    found = own_group.group(viewer(), at=at)
    standing = group_standing.standing(viewer(), at=at)
    if found is None or standing is None:
        return redirect(url_for("applicant.group"), 303)
    member = _other_member(found, public_id)
    form = ConfirmationForm()
    if form.validate_on_submit():
        return _wanted_gone(member)
    page = render_template(
        "applicant/remove_member.html", form=form, group=found, member=member, standing=standing
    )
    return page, 422 if form.errors else 200


@applicant.post("/kelompok/anggota/<public_id>/batal-keluarkan")
@requires(Permission.OWN_APPLY)
def take_back_removal(public_id: str) -> ResponseReturnValue:
    """Take the own vote against a member back."""
    try:
        group_voting.take_back_removal_vote(
            actor_id=viewer().user_id, member_public_id=public_id, at=clock.now()
        )
    except (group_voting.NoSuchMember, NotPermitted):
        flash(_GONE, "info")
    else:
        flash("Suara Anda sudah ditarik.", "success")
    return redirect(url_for("applicant.group"), 303)


def _other_member(found: OwnGroup, public_id: str) -> Member:
    """Return somebody else in the group; lead back to it from one who is not any more."""
    member = next((one for one in _accepted(found) if one.public_id == public_id), None)
    if member is None and own_group.was_member(viewer(), public_id):
        lead_to(url_for("applicant.group"), saying=_GONE)
    return abort(404) if member is None or member.is_own else member


def _voted(member_public_id: str) -> ResponseReturnValue:
    try:
        group_voting.vote_for_leader(
            actor_id=viewer().user_id, member_public_id=member_public_id, at=clock.now()
        )
    except (group_voting.NoSuchMember, NotPermitted):
        flash(_GONE, "info")
    except group_voting.NoPhoneToLead:
        flash("Anggota ini tidak punya HP, jadi belum bisa menjadi ketua.", "error")
    else:
        flash("Suara Anda sudah dicatat. Boleh diganti kapan saja.", "success")
    return redirect(url_for("applicant.choose_leader"), 303)


def _wanted_gone(member: Member) -> ResponseReturnValue:
    try:
        is_gone = group_voting.vote_to_remove(
            actor_id=viewer().user_id, member_public_id=member.public_id, at=clock.now()
        )
    except (group_voting.NoSuchMember, NotPermitted):
        flash(_GONE, "info")
    except group_voting.TooLateToRemove:
        flash("Pengajuan sudah dikirim. Anggota tidak bisa dikeluarkan lagi.", "error")
    else:
        flash(
            f"{member.name} tidak lagi anggota." if is_gone else "Suara Anda sudah dicatat.",
            "success",
        )
    return redirect(url_for("applicant.group"), 303)


def _accepted(found: OwnGroup) -> list[Member]:
    return [member for member in found.members if member.status is MembershipStatus.ACCEPTED]


def _name(member: Member) -> str:
    return f"{member.name} (Anda)" if member.is_own else member.name
