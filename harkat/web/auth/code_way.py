"""A way that begins with a phone number and the code sent to it: the pages all such ways share."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.indonesian import moment
from harkat.domain.phone_codes import CodePurpose, CodeVerdict
from harkat.services import phone_codes
from harkat.services.phone_codes import CodeAnswer, TooManyCodes
from harkat.web.auth import steps
from harkat.web.auth.forms import CodeForm
from harkat.web.auth.steps import Steps
from harkat.web.code_sentences import SENT_ANEW, wrong_code
from harkat.web.forms import HarkatForm, PhoneField

_SHORT_WAIT = timedelta(minutes=2)
_SESSION_OVER = "Anda lama tidak mengetuk, jadi kami kunci. Mulai lagi dari nomor HP."


@dataclass(frozen=True, kw_only=True)
class CodeWay:
    """One such way: its name in the session and in addresses, and how its code is sent."""

    name: str
    title: str
    purpose: CodePurpose
    send: Callable[[Steps, datetime], None]
    start: str
    code: str
    resend: str
    after: str

    def begin(self, form: HarkatForm, field: PhoneField) -> ResponseReturnValue | None:
        """Send a code to the number typed and lead to its page, or say beside the field why not.

        Sent again with the same number, it only leads on: one code is on its way already.
        """
        phone = field.data or ""
        found = steps.known(self.name)
        is_same = found is not None and found.phone == phone
        ahead = found if found is not None and is_same else steps.begun(phone)
        if not (is_same and ahead.is_proved(clock.now())):
            try:
                self.send(ahead, clock.now())
            except TooManyCodes as refused:
                if not is_same:
                    form.refuse(wait_sentence(refused), field=field)
                    return None
        steps.keep(self.name, ahead)
        return redirect(url_for(self.code), 303)

    def code_page(self) -> ResponseReturnValue:
        """Ask for the code, and lead on once it matched."""
        found = steps.known(self.name)
        if found is None or not found.phone:
            return self.start_again()
        if found.is_proved(clock.now()):
            return redirect(url_for(self.after), 303)
        form = CodeForm()
        if form.validate_on_submit():
            answer = phone_codes.check_code(
                phone=found.phone,
                purpose=self.purpose,
                subject=found.subject,
                code=form.code.data or "",
                at=clock.now(),
            )
            if answer.is_match:
                steps.keep(self.name, found, proved_at=clock.now().isoformat())
                return redirect(url_for(self.after), 303)
            form.refuse(self._no_match(answer, found), field=form.code)
        page = render_template("auth/code.html", form=form, way=self, phone=found.phone)
        return page, 422 if form.errors else 200

    def send_again(self) -> ResponseReturnValue:
        """Send another code, or say from when on that is possible."""
        found = steps.known(self.name)
        if found is None or not found.phone:
            return self.start_again()
        try:
            self.send(found, clock.now())
        except TooManyCodes as refused:
            flash(wait_sentence(refused), "warn")
        else:
            flash("Kode baru sudah kami kirim.", "success")
        return redirect(url_for(self.code), 303)

    def proved(self) -> Steps | None:
        """Return the answers so far if the code was matched, or None."""
        found = steps.known(self.name)
        return found if found is not None and found.is_proved(clock.now()) else None

    def start_again(self) -> ResponseReturnValue:
        """Lead back to where the way begins, saying why."""
        flash(_SESSION_OVER, "info")
        return redirect(url_for(self.start), 303)

    def _no_match(self, answer: CodeAnswer, found: Steps) -> str:
        """Say what was wrong with a code; in place of one that is old a new one is sent."""
        if answer.verdict is not CodeVerdict.EXPIRED:
            return wrong_code(answer)
        try:
            self.send(found, clock.now())
        except TooManyCodes as refused:
            return f"Kode ini tidak berlaku lagi. {wait_sentence(refused)}"
        return SENT_ANEW


def wait_sentence(refused: TooManyCodes) -> str:
    """Say from when on another code may be sent."""
    wait = refused.again_at - clock.now()
    if wait <= _SHORT_WAIT:
        seconds = max(math.ceil(wait.total_seconds()), 1)
        return f"Kode baru saja dikirim ke nomor ini. Tunggu {seconds} detik, lalu kirim ulang."
    return f"Sudah terlalu banyak kode ke nomor ini. Coba lagi {moment(refused.again_at)}."
