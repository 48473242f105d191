"""What an owner is told once an application was sent: what to mend, why not, what comes next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask import current_app, url_for

from harkat.domain.reasons import ReasonCode
from harkat.domain.roles import Viewer
from harkat.queries import appeals, own_loans
from harkat.queries.appeals import Refusal
from harkat.queries.file_history import GivenReason
from harkat.queries.own_applications import OwnApplication
from harkat.web.applicant.loan_words import LoanNews, loan_news
from harkat.web.sentences import REASONS

_OWN_PART = "applicant.own_part"
_DOCUMENTS = "/saya/berkas"
_MENDED_AT: Mapping[ReasonCode, tuple[str, ...]] = {
    ReasonCode.DOK_1: (_DOCUMENTS, "applicant.home"),
    ReasonCode.DATA_1: (_DOCUMENTS, "applicant.payout_account"),
    ReasonCode.LATIH_1: ("applicant.training",),
    ReasonCode.KREDIT_1: ("applicant.arrears",),
    ReasonCode.USAHA_1: ("applicant.business",),
    ReasonCode.USAHA_2: ("applicant.business",),
    ReasonCode.MAMPU_1: (_OWN_PART,),
    ReasonCode.KEL_1: ("applicant.group",),
    ReasonCode.ALAMAT_1: (_DOCUMENTS, "applicant.business"),
    ReasonCode.GANDA_1: ("applicant.home",),
}
"""The pages on which each reason is mended, the best first: an endpoint, or a path."""


@dataclass(frozen=True, kw_only=True)
class Mend:
    """One thing to mend: what is wrong, what to do, and the page that mends it if there is one."""

    sentence: str
    note: str
    next_step: str
    url: str | None


@dataclass(frozen=True, kw_only=True)
class News:
    """Everything to be said after sending, beside the stages themselves."""

    mends: tuple[Mend, ...]
    refusal: Refusal | None
    declined: Mend | None
    loan: LoanNews | None


def news_of(viewer: Viewer, file: OwnApplication, *, on: date) -> News:
    """Return what an owner is told about an application that was sent."""
    progress = file.progress
    loan = None
    if file.loan_public_id:
        loan = own_loans.loan(viewer, file.loan_public_id, on=on)
    return News(
        mends=tuple(_mend(reason, progress.public_id) for reason in progress.returned),
        refusal=appeals.refusal(viewer, progress.public_id, on=on) if progress.own else None,
        declined=_mend(progress.declined, progress.public_id) if progress.declined else None,
        loan=loan_news(loan) if loan else None,
    )


def _mend(given: GivenReason, application_public_id: str) -> Mend:
    text = REASONS[given.code]
    return Mend(
        sentence=text.sentence,
        note=given.note,
        next_step=given.next_step or text.next_step,
        url=_page_for(given.code, application_public_id),
    )


def _page_for(code: ReasonCode, application_public_id: str) -> str | None:
    for place in _MENDED_AT.get(code, ()):
        if place == _OWN_PART:
            return url_for(place, public_id=application_public_id)
        if place.startswith("/"):
            if current_app.url_map.bind("").test(place, "GET"):
                return place
        elif place in current_app.view_functions:
            return url_for(place)
    return None
