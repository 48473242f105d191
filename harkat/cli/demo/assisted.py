"""One owner of the demo comes to the kelurahan's desk and is helped to apply."""

from datetime import datetime, timedelta
from random import Random

from harkat.cli.demo import owners, papers
from harkat.cli.demo.owners import Owner
from harkat.domain.money import Rupiah
from harkat.domain.people import LoanPurpose
from harkat.domain.roles import Role, Viewer
from harkat.queries.assisting import running
from harkat.services import assisting, helping, origination


def apply_together(
    owner: Owner, *, assistant_id: int, bank_code: str, chance: Random, at: datetime
) -> None:
    """Let the assistant fill everything in, and the owner send it with a code."""
    public_id = assisting.begin(actor_id=assistant_id, phone=owner.invented.phone, at=at)
    assert public_id is not None
    found = running(Viewer(user_id=assistant_id, role=Role.ASSISTANT), public_id, at=at)
    assert found is not None
    helping.stand_in(found.id)
    try:
        _fill_and_send(owner, bank_code=bank_code, chance=chance, at=at + timedelta(minutes=20))
    finally:
        helping.stand_in(None)
    assisting.end(
        actor_id=assistant_id, assistance_public_id=public_id, at=at + timedelta(minutes=45)
    )


def _fill_and_send(owner: Owner, *, bank_code: str, chance: Random, at: datetime) -> None:
    owners.give_account_no(owner, chance=chance, at=at)
    papers.show_papers(owner, at)
    application = origination.start_application(
        actor_id=owner.account_id,
        product_code="perorangan",
        bank_code=bank_code,
        instalments=12,
        key=f"demo-assisted-{owner.key}",
        at=at,
    )
    origination.fill_part(
        actor_id=owner.account_id,
        application_public_id=application,
        requested=Rupiah(2_000_000),
        purpose="",
        purpose_kind=LoanPurpose.STOCK,
        at=at,
    )
    # The owner's phone has just shown the code, and it matched.
    _phone, subject, application_id = assisting.sending_of(owner.account_id, application)
    assisting.submit_confirmed(
        actor_id=owner.account_id,
        application_public_id=application,
        application_id=application_id,
        subject=subject,
        key=f"demo-sent-{owner.key}",
        at=at,
    )
