"""What a few owners of the demo ask about their own data, and a new phone number that waits."""

from collections.abc import Sequence
from datetime import datetime

from harkat.cli.demo.owners import Owner
from harkat.domain.personal_data import DataRequestKind
from harkat.services import personal_data, phone_changes

_NEW_PHONE = "+628119990001"
_NOTE = "Nama di akun kurang satu huruf. Di KTP ada huruf H di belakang."


def ask_and_propose(owners: Sequence[Owner], *, officer_id: int, at: datetime) -> None:
    """Let one owner ask for a correction, and another come to the desk with a new number."""
    asking, coming = owners[:2]
    personal_data.ask(
        actor_id=asking.account_id,
        kind=DataRequestKind.CORRECT,
        purpose=None,
        note=_NOTE,
        key=f"demo-request-{asking.key}",
        at=at,
    )
    phone_changes.propose_replacement(
        actor_id=officer_id,
        nik=coming.invented.nik,
        phone=_NEW_PHONE,
        key=f"demo-phone-{coming.key}",
        at=at,
    )
