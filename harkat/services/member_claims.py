"""What members settle between themselves: cash that its receiver confirms, claims given up.

No money passes the bank, so no officer takes part; only who owes whom changes.
"""

from datetime import date, datetime

from sqlalchemy import select

from harkat.domain.calendar import business_day
from harkat.domain.joint_liability import Claims, settled_between, waived
from harkat.domain.ledger import EntryKind
from harkat.domain.loan_postings import member_claim_lines
from harkat.domain.money import Rupiah
from harkat.extensions import db
from harkat.models.ledger import JournalEntry
from harkat.models.liability import MemberSettlement
from harkat.models.loan import LoanAgreement
from harkat.models.people import Person
from harkat.queries.liability import claims_between_members, parties_of
from harkat.services import outbox, posting
from harkat.services.authority import owner
from harkat.services.bank_money import check_day
from harkat.services.files import NotFound
from harkat.services.transaction import keyed_use_case, use_case


@keyed_use_case
def propose_settlement(
    *,
    actor_id: int,
    agreement_public_id: str,
    other_public_id: str,
    amount: Rupiah,
    paid_on: date,
    key: str,
    at: datetime,
) -> str:
    """Say that one paid, or was paid by, another member in cash; return its public id.

    Who owes whom decides who paid. Said by the receiver it counts at once, said by the debtor
    when the receiver confirms. `other_public_id` is the other person's.

    :raises NotFound: if the agreement is not the actor's, or the other is no party of it
    :raises BeyondClaim: if less is owed between the two; `claimed` says what
    :raises AmountNotAboveZero: if nothing was paid
    :raises DayOutOfRange: if the day is yet to come, or before the agreement was signed
    """
    _viewer, person_id = owner(actor_id)
    agreement = _agreement(agreement_public_id, person_id)
    other = _party(agreement, other_public_id)
    claims = claims_between_members(agreement.id)
    is_creditor = (person_id, other.id) in claims
    creditor_id, debtor_id = (person_id, other.id) if is_creditor else (other.id, person_id)
    settled_between(claims, creditor=creditor_id, debtor=debtor_id, amount=amount)
    check_day(paid_on, since=agreement.signed_on or date.max, at=at)
    settlement = MemberSettlement(
        agreement_id=agreement.id,
        debtor_id=debtor_id,
        creditor_id=creditor_id,
        amount=amount,
        paid_on=paid_on,
        proposed_at=at,
    )
    db.session.add(settlement)
    db.session.flush()
    if is_creditor:
        _confirm(settlement, claims, actor_id=actor_id, at=at)
    else:
        outbox.put(
            recipient_id=other.account_id,
            template="member_settlement_proposed",
            at=at,
            agreement=agreement.reference_no,
        )
    return settlement.public_id


@use_case
def confirm_settlement(*, actor_id: int, settlement_public_id: str, at: datetime) -> None:
    """Confirm that one received what another member says to have paid; a second time is nothing.

    :raises NotFound: if it is not the actor who received it, or it was denied or taken back
    :raises BeyondClaim: if less is owed by now
    """
    _viewer, person_id = owner(actor_id)
    found = _settlement(settlement_public_id, person_id)
    if found.creditor_id != person_id or found.refused_at is not None:
        raise NotFound(settlement_public_id)
    if found.confirmed_at is None:
        claims = claims_between_members(found.agreement_id)
        _confirm(found, claims, actor_id=actor_id, at=at)


@use_case
def refuse_settlement(*, actor_id: int, settlement_public_id: str, at: datetime) -> None:
    """Take back what was said to be paid, as its debtor, or say as its receiver that it was not.

    Nothing was booked, so nothing is owed otherwise than before; the other one is told. What was
    said stays, for whoever has to judge between the two.

    :raises NotFound: if it is neither's, or was confirmed or taken back before
    """
    _viewer, person_id = owner(actor_id)
    found = _settlement(settlement_public_id, person_id)
    if found.confirmed_at is not None or found.refused_at is not None:
        raise NotFound(settlement_public_id)
    other = found.debtor if person_id == found.creditor_id else found.creditor
    outbox.put(
        recipient_id=other.account_id,
        template="member_settlement_refused",
        at=at,
        agreement=found.agreement.reference_no,
    )
    found.refused_at, found.refused_by_id = at, person_id


@keyed_use_case
def waive_claim(
    *,
    actor_id: int,
    agreement_public_id: str,
    debtor_public_id: str,
    amount: Rupiah,
    key: str,
    at: datetime,
) -> int:
    """Give up a claim against another member, or a part; return the number of the journal entry.

    :raises NotFound: if the agreement is not the actor's, or the other is no party of it
    :raises BeyondClaim: if the actor is not owed so much; `claimed` says how much
    :raises AmountNotAboveZero: if nothing is given up
    """
    _viewer, person_id = owner(actor_id)
    agreement = _agreement(agreement_public_id, person_id)
    debtor = _party(agreement, debtor_public_id)
    claims = claims_between_members(agreement.id)
    waived(claims, owner=person_id, debtor=debtor.id, amount=amount)
    entry = _book(
        agreement,
        creditor_id=person_id,
        debtor_id=debtor.id,
        amount=amount,
        value_on=business_day(at),
        key=f"claim-waived:{actor_id}:{key}",
        actor_id=actor_id,
        at=at,
    )
    return entry.id


def _agreement(public_id: str, person_id: int) -> LoanAgreement:
    """Return an agreement the person is a party of, locked: claims are settled one by one."""
    agreement = db.session.scalar(
        select(LoanAgreement).filter_by(public_id=public_id).with_for_update()
    )
    if agreement is None or person_id not in parties_of(agreement):
        raise NotFound(public_id)
    return agreement


def _settlement(public_id: str, person_id: int) -> MemberSettlement:
    """Return what the person said, or was said, to have paid; its agreement is locked first."""
    found = db.session.scalar(select(MemberSettlement).filter_by(public_id=public_id))
    if found is None or person_id not in {found.debtor_id, found.creditor_id}:
        raise NotFound(public_id)
    _agreement(found.agreement.public_id, person_id)
    db.session.refresh(found, with_for_update=True)
    return found


def _party(agreement: LoanAgreement, public_id: str) -> Person:
    person = db.session.scalar(select(Person).filter_by(public_id=public_id))
    if person is None or person.id not in parties_of(agreement):
        raise NotFound(public_id)
    return person


def _confirm(settlement: MemberSettlement, claims: Claims, *, actor_id: int, at: datetime) -> None:
    creditor_id, debtor_id = settlement.creditor_id, settlement.debtor_id
    settled_between(claims, creditor=creditor_id, debtor=debtor_id, amount=settlement.amount)
    settlement.confirmed_at = at
    entry = _book(
        settlement.agreement,
        creditor_id=creditor_id,
        debtor_id=debtor_id,
        amount=settlement.amount,
        value_on=settlement.paid_on,
        key=f"member-settlement:{settlement.public_id}",
        actor_id=actor_id,
        at=at,
    )
    settlement.entry_id = entry.id


def _book(
    agreement: LoanAgreement,
    *,
    creditor_id: int,
    debtor_id: int,
    amount: Rupiah,
    value_on: date,
    key: str,
    actor_id: int,
    at: datetime,
) -> JournalEntry:
    """Book that a claim became smaller: the debtor is owed what the creditor was."""
    lines = member_claim_lines(
        agreement_id=agreement.id,
        bank_id=agreement.application.bank_id,
        creditor_id=debtor_id,
        debtor_id=creditor_id,
        amount=int(amount),
    )
    return posting.post(
        posting.Draft(
            kind=EntryKind.MEMBER_CLAIM_SETTLED,
            lines=lines,
            value_on=value_on,
            reference=agreement.reference_no,
            key=key,
        ),
        actor_id=actor_id,
        at=at,
    )
