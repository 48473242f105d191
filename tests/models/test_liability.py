"""Calls and settlements of members as stored: what the database itself refuses."""

from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from harkat.domain.money import Rupiah
from harkat.domain.statuses import LiabilityCallEvent, LiabilityCallStatus
from harkat.extensions import db
from harkat.models.ledger import JournalEntry
from harkat.models.liability import LiabilityCall, LiabilityShare, MemberSettlement
from harkat.models.loan import Loan
from harkat.services import transitions
from tests import given
from tests.moments import NOON

pytestmark = pytest.mark.usefixtures("app")


@dataclass(frozen=True, kw_only=True)
class Parties:
    """A running loan, its borrower and another person."""

    loan: Loan
    borrower_id: int
    other_id: int


@pytest.fixture
def parties() -> Parties:
    borrower, other = given.owner(is_trained=True), given.owner("Ani Contoh")
    loan = given.loan(given.running_loan(given.bank(), borrower))
    assert other.person_id is not None
    return Parties(loan=loan, borrower_id=loan.person_id, other_id=other.person_id)


def given_call(parties: Parties, *, missing: int = 358_000) -> LiabilityCall:
    call = LiabilityCall(
        agreement_id=parties.loan.agreement_id,
        loan_id=parties.loan.id,
        opened_on=given.TODAY,
        missing=Rupiah(missing),
        status=LiabilityCallStatus.OPEN,
    )
    db.session.add(call)
    db.session.flush()
    return call


def settlement_between(parties: Parties, **changes: Any) -> MemberSettlement:
    proposed: dict[str, Any] = {
        "agreement_id": parties.loan.agreement_id,
        "debtor_id": parties.borrower_id,
        "creditor_id": parties.other_id,
        "amount": Rupiah(100_000),
        "paid_on": given.TODAY,
        "proposed_at": NOON,
    }
    settlement = MemberSettlement(**{**proposed, **changes})
    db.session.add(settlement)
    db.session.flush()
    return settlement


class TestLiabilityCall:
    def test_is_kept_with_what_each_was_asked(self, parties: Parties):
        call = given_call(parties)
        call.shares.append(LiabilityShare(person_id=parties.other_id, asked=Rupiah(358_000)))
        db.session.commit()
        db.session.expire_all()

        assert call.missing == Rupiah(358_000)
        assert call.loan.person_id == parties.borrower_id
        assert [(share.person_id, share.asked) for share in call.shares] == [
            (parties.other_id, Rupiah(358_000))
        ]

    def test_is_open_only_once_for_a_loan(self, parties: Parties):
        given_call(parties)

        with pytest.raises(IntegrityError):
            given_call(parties)

    @pytest.mark.parametrize("event", LiabilityCallEvent)
    def test_may_be_followed_by_another_once_it_has_ended(
        self, parties: Parties, event: LiabilityCallEvent
    ):
        ended = given_call(parties)
        transitions.record(ended, event, actor_id=None, at=NOON)

        assert given_call(parties).status is LiabilityCallStatus.OPEN

    def test_asks_for_something(self, parties: Parties):
        with pytest.raises(IntegrityError):
            given_call(parties, missing=0)

    @pytest.mark.parametrize("asked", [[0], [1, 1]], ids=["nothing", "twice"])
    def test_asks_a_person_once_and_for_something(self, parties: Parties, asked: list[int]):
        call = given_call(parties)
        for amount in asked:
            share = LiabilityShare(person_id=parties.other_id, asked=Rupiah(amount))
            call.shares.append(share)

        with pytest.raises(IntegrityError):
            db.session.flush()


class TestMemberSettlement:
    def test_is_proposed_before_it_counts(self, parties: Parties):
        settlement = settlement_between(parties)
        db.session.commit()
        db.session.expire_all()

        assert settlement.debtor.id == parties.borrower_id
        assert settlement.creditor.id == parties.other_id
        assert (settlement.confirmed_at, settlement.entry_id) == (None, None)

    def test_is_for_something(self, parties: Parties):
        with pytest.raises(IntegrityError):
            settlement_between(parties, amount=Rupiah(0))

    def test_is_between_two_persons(self, parties: Parties):
        with pytest.raises(IntegrityError):
            settlement_between(parties, creditor_id=parties.borrower_id)

    def test_is_booked_only_once_it_is_confirmed(self, parties: Parties):
        entry_id = db.session.query(JournalEntry.id).order_by(JournalEntry.id).limit(1).scalar()

        assert settlement_between(parties, confirmed_at=NOON, entry_id=entry_id).entry_id
        with pytest.raises(IntegrityError):
            settlement_between(parties, entry_id=entry_id)
