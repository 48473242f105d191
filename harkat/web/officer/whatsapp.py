"""A ready WhatsApp text to a borrower; opening it shows the phone, so that it is written down."""

from urllib.parse import quote

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from harkat import clock
from harkat.domain.messages import MessageKind, may_go
from harkat.domain.roles import Permission
from harkat.queries.holidays import holidays_between
from harkat.reports.messages import WHATSAPP_ABOUT_LOAN, WHATSAPP_LATE, whatsapp_text
from harkat.reports.messages import whatsapp_about_application as about_application
from harkat.services import contact
from harkat.services.authority import NoPhone
from harkat.services.contact import Contact
from harkat.web.access import requires, viewer
from harkat.web.officer import officer
from harkat.web.officer.file_page import open_file
from harkat.web.officer.forms import StepForm
from harkat.web.officer.loans import open_loan


@officer.post("/pengajuan/<public_id>/whatsapp/<line_public_id>")
@requires(Permission.IDENTITY_REVEAL)
def whatsapp_to_applicant(public_id: str, line_public_id: str) -> ResponseReturnValue:
    """Show the text about an application with the link that opens WhatsApp."""
    file = open_file(public_id)
    back_url = url_for("officer.application", public_id=public_id)
    if all(line.public_id != line_public_id for line in file.lines):
        abort(404)
    if not StepForm().validate_on_submit():
        return redirect(back_url, 303)
    try:
        found = contact.open_for_line(
            actor_id=viewer().user_id, line_public_id=line_public_id, at=clock.now()
        )
    except NoPhone:
        return _no_phone(back_url)
    sentence = about_application(file.status)
    return _page(found, number=file.reference_no, sentence=sentence, back_url=back_url)


@officer.post("/pinjaman/<public_id>/whatsapp")
@requires(Permission.IDENTITY_REVEAL)
def whatsapp_to_borrower(public_id: str) -> ResponseReturnValue:
    """Show the text about a loan; one that is late is only written about in the hours for it."""
    file = open_loan(public_id)
    back_url = url_for("officer.loan", public_id=public_id)
    if not StepForm().validate_on_submit():
        return redirect(back_url, 303)
    is_late = file.position.days_past_due > 0
    today = clock.today()
    holidays = holidays_between(today, today)
    if is_late and not may_go(MessageKind.COLLECTION, at=clock.now(), holidays=holidays):
        flash(
            "Pesan tentang cicilan telat hanya Senin sampai Sabtu, pukul 08.00–20.00 WIB, "
            "dan bukan hari libur.",
            "error",
        )
        return redirect(back_url, 303)
    try:
        found = contact.open_for_loan(
            actor_id=viewer().user_id, loan_public_id=public_id, at=clock.now()
        )
    except NoPhone:
        return _no_phone(back_url)
    sentence = WHATSAPP_LATE if is_late else WHATSAPP_ABOUT_LOAN
    return _page(found, number=file.reference_no, sentence=sentence, back_url=back_url)


def _no_phone(back_url: str) -> ResponseReturnValue:
    flash("Peminjam tidak punya HP. Hubungi lewat kelurahan atau datangi.", "info")
    return redirect(back_url, 303)


def _page(found: Contact, *, number: str, sentence: str, back_url: str) -> str:
    text = whatsapp_text(
        sentence,
        name=found.full_name,
        officer=current_user.full_name,
        bank=current_user.bank_name or "",
        number=number,
    )
    return render_template(
        "officer/whatsapp.html",
        found=found,
        number=number,
        text=text,
        whatsapp_url=f"https://wa.me/{found.phone.removeprefix('+')}?text={quote(text)}",
        back_url=back_url,
        now=clock.now(),
    )
