"""Answers that survive signing in again: a form sent after its session had ended is not lost.

The answers wait on the server in the session of whoever signs in again, never in the browser, and
without identity numbers. They come back only to the account that was shown the form: it carries a
mark that nobody can make for somebody else.

On a phone of one's own the script may keep some answers in the browser, too, if its owner says so:
only those that a form names, which are figures and choices and never tell who somebody is.
"""

from collections.abc import Sequence
from hmac import compare_digest
from typing import Any, ClassVar

from flask import request, session
from flask_login import current_user
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField

from harkat.sealing import lookup
from harkat.web.forms import HarkatForm
from harkat.web.helping import running

SESSION_OVER = "Anda lama tidak mengetuk, jadi kami kunci. Masuk lagi."
SESSION_OVER_KEPT = "Anda lama tidak mengetuk, jadi kami kunci. Jawaban Anda aman. Masuk lagi."
_KEPT = "kept_answers"
_MARK = "owner_mark"
_NEVER_KEPT = frozenset(
    {"nik", "kk_no", "nib", "phone", "other_phone", "account_no", "password", "code"}
    | {"csrf_token", "idem_key", _MARK}
)
_MOST_FIELDS, _MOST_LETTERS = 30, 1000


class KeptForm(HarkatForm):
    """A form of a signed-in owner whose answers are kept when the session has ended.

    `may_stay_on_phone` names what may also wait in the browser of somebody's own phone.
    """

    may_stay_on_phone: ClassVar[Sequence[str]] = ()

    owner_mark = HiddenField(default=lambda: _mark_of(_whose_form()))

    def __init__(self, **values: Any) -> None:
        """Fill the form from what was sent, else from what was kept, else from `data`."""
        if "formdata" not in values and request.method == "GET":
            kept = _take(request.full_path)
            if kept is not None:
                values["formdata"] = kept
        super().__init__(**values)

    @property
    def stays_on_phone(self) -> str:
        """Return the names of what may wait in this browser; nothing while somebody helps."""
        return "" if running() is not None else " ".join(self.may_stay_on_phone)


def keep() -> bool:
    """Keep the answers of the form that came too late; tell whether it was one to keep."""
    mark = request.form.get(_MARK)
    if not mark:
        return False
    named = [name for name in request.form if name not in _NEVER_KEPT][:_MOST_FIELDS]
    session[_KEPT] = {
        "mark": mark[:_MOST_LETTERS],
        "path": request.full_path,
        "answers": {name: request.form[name][:_MOST_LETTERS] for name in named},
    }
    return True


def taken_along() -> Any:
    """Return what is kept, to be given to `hand_to` when the session begins anew."""
    return session.get(_KEPT)


def hand_to(public_id: str, kept: Any) -> None:
    """Give what was kept to the account that signed in, if the form was made for it."""
    if kept is not None and compare_digest(str(kept["mark"]), _mark_of(public_id)):
        session[_KEPT] = kept


def _take(path: str) -> MultiDict[str, str] | None:
    """Return the answers kept for a page, once."""
    kept = session.get(_KEPT)
    if kept is None or kept["path"] != path:
        return None
    del session[_KEPT]
    return MultiDict(kept["answers"])


def _whose_form() -> str:
    """Return whose answers the form asks for: while helping, those of the helped owner."""
    help_given = running()
    found: str = current_user.public_id if help_given is None else help_given.owner_public_id
    return found


def _mark_of(public_id: str) -> str:
    return lookup(field="form_owner", text=public_id)
