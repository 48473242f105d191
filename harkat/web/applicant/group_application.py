"""What borrowers do about the group's application as a group: withdraw a part, move to a bank."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.lifecycle import IllegalTransition
from harkat.domain.roles import NotPermitted, Permission
from harkat.queries import own_bank_move
from harkat.queries.own_bank_move import GroupApplication
from harkat.services import bank_moves, part_withdrawal
from harkat.services.files import NotFound
from harkat.web.access import requires, viewer
from harkat.web.applicant import applicant
from harkat.web.applicant.forms import ConfirmationForm
from harkat.web.applicant.group_forms import BankMoveForm
from harkat.web.labels import label

_TOO_LATE = "Bank sudah memutuskan. Jawab persetujuannya di halaman pengajuan."
_GONE = "Usul ini sudah dijawab atau lewat waktu."


@applicant.route("/kelompok/mundur", methods=["GET", "POST"])
@requires(Permission.OWN_APPLY)
def withdraw_part() -> ResponseReturnValue:
    """Take the own part out of the group's application, after saying so twice."""
    found = own_bank_move.group_application(viewer(), at=clock.now())
    if found is None or not found.is_borrower:
        return redirect(url_for("applicant.group"), 303)
    form = ConfirmationForm()
    if form.validate_on_submit():
        try:
            part_withdrawal.withdraw_part(
                actor_id=viewer().user_id,
                application_public_id=found.public_id,
                at=clock.now(),
            )
        except IllegalTransition:
            form.refuse(_TOO_LATE)
        except (NotPermitted, NotFound):
            return redirect(url_for("applicant.group"), 303)
        else:
            flash("Anda sudah mundur dari pengajuan. Anda tetap anggota kelompok.", "success")
            return redirect(url_for("applicant.group"), 303)
    page = render_template("applicant/withdraw_part.html", form=form, application=found)
    return page, 422 if form.errors else 200


@applicant.route("/kelompok/pindah-bank", methods=["GET", "POST"])
@requires(Permission.OWN_APPLY)
def bank_move() -> ResponseReturnValue:
    """Propose another bank, or show the proposal that waits for answers."""
    found = own_bank_move.group_application(viewer(), at=clock.now())
    if found is None or not found.is_movable:
        flash("Pengajuan tidak bisa pindah bank sekarang.", "info")
        return redirect(url_for("applicant.group"), 303)
    form = BankMoveForm()
    form.bank_code.choices = {bank.code: bank.name for bank in found.other_banks}
    form.bank_code.hints = {bank.code: label(bank.room) for bank in found.other_banks}
    if form.validate_on_submit() and _proposed(form, found):
        return redirect(url_for("applicant.bank_move"), 303)
    page = render_template("applicant/bank_move.html", form=form, application=found)
    return page, 422 if form.errors else 200


@applicant.post("/kelompok/pindah-bank/<public_id>/setuju")
@requires(Permission.OWN_APPLY)
def agree_to_move(public_id: str) -> ResponseReturnValue:
    """Say yes to the other bank."""
    return _answered(public_id, is_yes=True)


@applicant.post("/kelompok/pindah-bank/<public_id>/tidak")
@requires(Permission.OWN_APPLY)
def refuse_move(public_id: str) -> ResponseReturnValue:
    """Say no to the other bank."""
    return _answered(public_id, is_yes=False)


def _proposed(form: BankMoveForm, found: GroupApplication) -> bool:
    """Propose the bank, or say beside the field why it cannot be done."""
    try:
        bank_moves.propose_move(
            actor_id=viewer().user_id,
            application_public_id=found.public_id,
            bank_code=str(form.bank_code.data),
            key=form.idem_key.data or "",
            at=clock.now(),
        )
    except bank_moves.NoSuchBank:
        form.refuse("Bank ini tidak menerima pengajuan. Pilih yang lain.", field=form.bank_code)
    except bank_moves.MoveOpenAlready:
        form.refuse("Masih ada usul lain yang menunggu jawaban.")
    except bank_moves.NotMovable:
        form.refuse(_TOO_LATE)
    except (NotPermitted, NotFound):
        form.refuse("Hanya peminjam dalam pengajuan ini yang bisa mengusulkan.")
    else:
        flash("Usul terkirim. Pengajuan pindah setelah semua peminjam setuju.", "success")
    return not form.errors


def _answered(public_id: str, *, is_yes: bool) -> ResponseReturnValue:
    try:
        has_moved = bank_moves.answer_move(
            actor_id=viewer().user_id, move_public_id=public_id, is_yes=is_yes, at=clock.now()
        )
    except (bank_moves.MoveGone, NotFound, NotPermitted):
        flash(_GONE, "info")
    except bank_moves.NotMovable:
        flash(_TOO_LATE, "info")
    else:
        if has_moved:
            flash("Semua peminjam setuju. Pengajuan sudah pindah bank.", "success")
        else:
            flash("Jawaban Anda sudah dicatat.", "success")
    return redirect(url_for("applicant.group"), 303)
