"""Numbers given to papers that are handed out again and again, once each."""

from datetime import datetime

from sqlalchemy import select

from harkat.domain.papers import PaperKind
from harkat.domain.reference import ReferenceKind
from harkat.domain.roles import NotPermitted
from harkat.extensions import db
from harkat.models.loan import Paper
from harkat.models.people import UserAccount
from harkat.services import numbering
from harkat.services.authority import viewer_of
from harkat.services.files import loan_for
from harkat.services.transaction import use_case


@use_case
def issue_schedule_card(*, actor_id: int, loan_public_id: str, at: datetime) -> str:
    """Return the public id of the loan's schedule card; it gets its number the first time.

    :raises NotFound: if the loan is not the actor's to open
    """
    account = db.session.get(UserAccount, actor_id)
    if account is None or not account.is_active:
        raise NotPermitted("the account is closed")
    loan = loan_for(viewer_of(account), loan_public_id)
    card = db.session.scalar(select(Paper).filter_by(loan_id=loan.id, kind=PaperKind.SCHEDULE_CARD))
    if card is None:
        card = Paper(
            kind=PaperKind.SCHEDULE_CARD,
            number=numbering.next_reference(ReferenceKind.SCHEDULE_CARD, at=at),
            loan_id=loan.id,
            issued_at=at,
        )
        db.session.add(card)
        db.session.flush()
    return card.public_id
