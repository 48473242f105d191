"""What borrowers of the invented year say about the money they were sent."""

from datetime import datetime, timedelta
from functools import partial

from harkat.cli.demo.diary import Diary
from harkat.queries import demo_files
from harkat.services import arrivals

_LATER = timedelta(minutes=90)


def write_answer(
    diary: Diary, disbursement_public_id: str, loan_public_id: str, at: datetime
) -> None:
    """Let a borrower say, some time after the money was sent, that it arrived whole."""
    diary.write(at + _LATER, partial(_confirm, disbursement_public_id, loan_public_id))


def _confirm(disbursement_public_id: str, loan_public_id: str, at: datetime) -> None:
    arrivals.confirm(
        actor_id=demo_files.borrower_account_id(loan_public_id),
        disbursement_public_id=disbursement_public_id,
        key=f"{disbursement_public_id}-utuh",
        at=at,
    )
