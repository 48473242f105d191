"""The letter that a loan is paid off, numbered once for the payment that closed it."""

from datetime import datetime

from sqlalchemy import select

from harkat.domain.papers import PaperKind
from harkat.domain.reference import ReferenceKind
from harkat.domain.roles import NotPermitted
from harkat.extensions import db
from harkat.models.loan import Paper
from harkat.models.people import UserAccount
from harkat.queries.papers import paying_off
from harkat.services import numbering
from harkat.services.authority import viewer_of
from harkat.services.files import loan_for
from harkat.services.transaction import use_case


class NotPaidOff(ValueError):
    """Something is still owed on the loan."""


@use_case
def issue_settlement_letter(*, actor_id: int, loan_public_id: str, at: datetime) -> str:
    """Return the public id of the loan's settlement letter; it gets its number the first time.

    A loan that ran again and was paid off anew gets another letter.

    :raises NotFound: if the loan is not the actor's to open
    :raises NotPaidOff: if it is not paid off
    """
    account = db.session.get(UserAccount, actor_id)
    if account is None or not account.is_active:
        raise NotPermitted("the account is closed")
    loan = loan_for(viewer_of(account), loan_public_id)
    closing = paying_off(loan)
    if closing is None:
        raise NotPaidOff(loan.reference_no)
    letter = db.session.scalar(
        select(Paper).filter_by(loan_event_id=closing.id, kind=PaperKind.SETTLEMENT_LETTER)
    )
    if letter is None:
        letter = Paper(
            kind=PaperKind.SETTLEMENT_LETTER,
            number=numbering.next_reference(ReferenceKind.SETTLEMENT_LETTER, at=at),
            loan_id=loan.id,
            loan_event_id=closing.id,
            issued_at=at,
        )
        db.session.add(letter)
        db.session.flush()
    return letter.public_id
