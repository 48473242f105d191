"""Pages that somebody of the staff opens for an owner: which ones, and for how long.

While a helping session runs, the pages in `HELPED` stand for the owner; all others of the owner
stay closed. What is not named here is closed: consents, codes, the own phone and password, data
unmasked, groups that answer for each other, and everything that binds the owner to a loan. For an
owner without a phone `WITNESSED` is open too: there a witness stands for the code.
"""

from flask import Flask, g, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_login import current_user

from harkat import clock
from harkat.domain.roles import Permission
from harkat.queries import assisting
from harkat.queries.assisting import RunningHelp
from harkat.services import helping

OWNERS_PAGES = "applicant"
HELPED = frozenset(
    f"{OWNERS_PAGES}.{page}"
    for page in (
        "application",
        "ask_for_class",
        "assisted_sending",
        "assisted_sending_again",
        "business",
        "choose_product",
        "circumstances",
        "claim_training",
        "documents",
        "enrol",
        "home",
        "keep_photo",
        "money",
        "own_family",
        "own_home",
        "own_part",
        "payout_account",
        "photos",
        "proof",
        "remove_photo",
        "send_application",
        "start_application",
        "take_back_part",
        "training",
        "training_class",
        "visit",
    )
)
"""The owner's pages on which somebody else may help, by endpoint."""
WITNESSED = frozenset(
    f"{OWNERS_PAGES}.{page}"
    for page in (
        "ask_for_witness",
        "ask_witness_to_consent",
        "enter_code",
        "group",
        "issue_key_facts",
        "join_group",
        "key_facts_pdf",
        "messages",
        "offer",
        "witnessed_consent",
        "witnessed_joining",
        "witnessed_sending",
    )
)
"""Pages on which one may help an owner without a phone: what binds the owner takes a witness."""
_SESSION = "helping"


def running() -> RunningHelp | None:
    """Return the helping session of whoever is signed in, or None."""
    found: RunningHelp | None = g.get("help_given")
    return found


def running_without_phone() -> bool:
    """Tell whether somebody is helped who has no phone."""
    help_given = running()
    return help_given is not None and not help_given.has_phone


def remember(assistance_public_id: str) -> None:
    """Bind a helping session to this browser's session: signing out leaves it."""
    session[_SESSION] = assistance_public_id


def forget() -> None:
    """Leave the helping session."""
    session.pop(_SESSION, None)


def register(app: Flask) -> None:
    """Find the helping session of each request, and let it end with the request."""
    app.before_request(_find)
    app.teardown_request(_leave)
    app.context_processor(lambda: {"help_given": running()})


def _find() -> ResponseReturnValue | None:
    """Let allowed pages stand for the helped owner, and close the others."""
    g.help_given = g.stands_for = None
    helping.stand_in(None)
    if request.endpoint == "static" or not current_user.is_authenticated:
        return None
    public_id = session.get(_SESSION) if _may_help() else None
    if public_id is None:
        return None
    g.help_given = assisting.running(current_user.viewer, str(public_id), at=clock.now())
    if g.help_given is None:
        forget()
        return None
    if request.blueprint != OWNERS_PAGES:
        return None
    if request.endpoint not in HELPED | (frozenset() if g.help_given.has_phone else WITNESSED):
        return render_template("assistant/closed.html"), 403
    g.stands_for = g.help_given.owner
    helping.stand_in(g.help_given.id)
    return None


def _may_help() -> bool:
    may_help: bool = current_user.viewer.has(Permission.OWNER_ASSIST)
    return may_help


def _leave(_error: BaseException | None) -> None:
    helping.stand_in(None)
