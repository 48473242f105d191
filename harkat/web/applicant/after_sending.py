"""What an owner is told once an application was sent: what to mend, why not, what comes next."""

from dataclasses import dataclass
from datetime import date

from harkat.domain.roles import Viewer
from harkat.queries import appeals, own_loans
from harkat.queries.appeals import Refusal
from harkat.queries.own_applications import OwnApplication
from harkat.web.applicant.loan_words import LoanNews, loan_news
from harkat.web.applicant.ways_on import About, Answer, answer_to


@dataclass(frozen=True, kw_only=True)
class News:
    """Everything to be said after sending, beside the stages themselves."""

    mends: tuple[Answer, ...]
    refusal: Refusal | None
    declined: Answer | None
    loan: LoanNews | None
    blocked: Answer | None
    left_out: Answer | None


def news_of(viewer: Viewer, file: OwnApplication, *, on: date) -> News:
    """Return what an owner is told about an application that was sent."""
    progress = file.progress
    loan = None
    if file.loan_public_id:
        loan = own_loans.loan(viewer, file.loan_public_id, on=on)
    blocked = progress.choice.reason if progress.choice else None
    about = About(
        viewer=viewer,
        application_public_id=progress.public_id,
        is_refused=any((progress.declined, blocked, progress.left_out)),
        has_part=progress.own is not None,
        on=on,
    )
    return News(
        mends=tuple(answer_to(reason, about) for reason in progress.returned),
        refusal=appeals.refusal(viewer, progress.public_id, on=on) if progress.own else None,
        declined=answer_to(progress.declined, about) if progress.declined else None,
        loan=loan_news(loan) if loan else None,
        blocked=answer_to(blocked, about) if blocked else None,
        left_out=answer_to(progress.left_out, about) if progress.left_out else None,
    )
