"""Members are called on for each other, pay, and are paid back; nobody's own loan moves by it."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial

import pytest
from flask import Flask

from harkat.domain.eligibility import Obstacle, ObstacleCode
from harkat.domain.joint_liability import AmountNotAboveZero, BeyondClaim, NobodyToAsk
from harkat.domain.ledger import AccountCode, EntryKind
from harkat.domain.lifecycle import IllegalTransition
from harkat.domain.loan_events import EventKind
from harkat.domain.money import Rupiah
from harkat.domain.roles import NotPermitted
from harkat.domain.statuses import AgreementStatus, LiabilityCallStatus, LoanStatus
from harkat.extensions import db
from harkat.models.ledger import JournalEntry, LedgerAccount, Posting, SuspenseItem
from harkat.models.liability import LiabilityCall, MemberSettlement
from harkat.models.loan import LoanEventRow, Paper
from harkat.models.record import OutboxMessage
from harkat.queries.liability import claims_between_members
from harkat.services import (
    claim_settlement,
    liability,
    member_claims,
    origination,
    repayment,
    suspense,
)
from harkat.services.bank_money import DayOutOfRange
from harkat.services.claim_settlement import BeyondDebt
from harkat.services.disbursement import DateOutOfRange
from harkat.services.files import NotFound
from harkat.services.liability import (
    BeyondDue,
    CalledAlready,
    NotAParty,
    NotYetLate,
)
from harkat.services.origination import NotReady
from harkat.services.repayment import ImpossibleRepayment, LoanEnded
from harkat.services.suspense import SuspenseShort
from tests import given
from tests.books import balances, moved, offences
from tests.databases import Databases
from tests.members import (
    Agreement,
    Borrower,
    agreement,
    change,
    noon,
    now,
    take_back,
)
from tests.rules import set_rule
from tests.stories import told
from tests.threads import at_once

pytestmark = pytest.mark.usefixtures("app")

FIRST_DUE, SECOND_DUE, THIRD_DUE = date(2026, 3, 2), date(2026, 4, 2), date(2026, 5, 2)
FOURTH_DUE = date(2026, 6, 2)
CALLED_ON = THIRD_DUE + timedelta(days=7)


class Deal:
    """A, B and C of a group of five borrow 8, 6 and 6 million; C cannot pay the third row whole."""

    def __init__(self) -> None:
        self.agreement: Agreement = agreement(8_000_000, 6_000_000, 6_000_000)
        self.desk = self.agreement.desk
        self.a, self.b, self.c = self.agreement.borrowers
        for day in (FIRST_DUE, SECOND_DUE, THIRD_DUE):
            self.pay(self.a, 677_550, on=day)
            self.pay(self.b, 508_162, on=day)
            self.pay(self.c, 150_162 if day == THIRD_DUE else 508_162, on=day)

    def pay(self, borrower: Borrower, amount: int, *, on: date) -> None:
        given.repay(self.desk, borrower.loan, amount, at=noon(on))

    def call(self, borrower: Borrower | None = None, *, on: date = CALLED_ON) -> str:
        return liability.open_call(
            actor_id=self.desk.maker.id,
            loan_public_id=(borrower or self.c).loan,
            key=given.key(),
            at=noon(on),
        )

    def pay_for(
        self,
        debtor: Borrower,
        payer: Borrower,
        amount: int,
        *,
        on: date = CALLED_ON,
        recorded_on: date | None = None,
        key: str | None = None,
        is_cash: bool = False,
    ) -> str:
        return liability.pay_for_member(
            actor_id=self.desk.cashier.id,
            loan_public_id=debtor.loan,
            payer_public_id=payer.public_id,
            amount=Rupiah(amount),
            paid_on=on,
            key=key or given.key(),
            at=noon(recorded_on or on),
            is_cash=is_cash,
        )

    def both_pay_for_c(self) -> None:
        self.pay_for(self.c, self.a, 204_571)
        self.pay_for(self.c, self.b, 153_429)

    def pay_with_claims(self, debtor: Borrower, amount: int, *, on: date) -> str | None:
        return claim_settlement.pay_with_claims(
            actor_id=self.desk.cashier.id,
            loan_public_id=debtor.loan,
            amount=Rupiah(amount),
            paid_on=on,
            key=given.key(),
            at=noon(on),
        )

    def claim_balances(self) -> dict[str, int]:
        """Return what each of the three is owed (+) or owes (-), as the ledger says."""
        db.session.rollback()
        rows = db.session.execute(
            db.select(Posting.person_id, db.func.sum(Posting.amount))
            .join(LedgerAccount, LedgerAccount.id == Posting.account_id)
            .where(LedgerAccount.code == AccountCode.MEMBER_CLAIM)
            .group_by(Posting.person_id)
        )
        found = {person_id: int(total) for person_id, total in rows}
        return {
            name: found.get(borrower.id, 0)
            for name, borrower in {"A": self.a, "B": self.b, "C": self.c}.items()
        }

    def propose(self, actor: Borrower, other: Borrower, amount: int, *, on: date) -> str:
        return member_claims.propose_settlement(
            actor_id=actor.who.id,
            agreement_public_id=self.agreement.public_id,
            other_public_id=other.public_id,
            amount=Rupiah(amount),
            paid_on=on,
            key=given.key(),
            at=noon(on),
        )

    def waive(self, owner: Borrower, debtor: Borrower, amount: int) -> int:
        return member_claims.waive_claim(
            actor_id=owner.who.id,
            agreement_public_id=self.agreement.public_id,
            debtor_public_id=debtor.public_id,
            amount=Rupiah(amount),
            key=given.key(),
            at=noon(CALLED_ON),
        )


@pytest.fixture(scope="module")
def story(databases: Databases, template_url: str) -> Iterator[tuple[str, Deal]]:
    with told(databases, template_url, Deal) as found:
        yield found


@pytest.fixture(scope="module")
def template_url(story: tuple[str, Deal]) -> str:
    """Let every test here go on from a database with the deal."""
    return story[0]


@pytest.fixture
def deal(story: tuple[str, Deal]) -> Deal:
    return story[1]


@pytest.fixture
def claimed(deal: Deal) -> Deal:
    """Return the deal after A and B have paid for C what they were asked for."""
    deal.call()
    deal.both_pay_for_c()
    return deal


def calls() -> list[LiabilityCall]:
    db.session.rollback()
    return list(db.session.scalars(db.select(LiabilityCall).order_by(LiabilityCall.id)))


def items() -> list[SuspenseItem]:
    db.session.rollback()
    return list(db.session.scalars(db.select(SuspenseItem).order_by(SuspenseItem.id)))


def stored() -> tuple[int, ...]:
    """Return how much there is of everything a refusal must leave alone."""
    db.session.rollback()
    tables = (JournalEntry, LoanEventRow, Paper, SuspenseItem, LiabilityCall, MemberSettlement)
    return tuple(
        db.session.scalars(db.select(db.func.count()).select_from(table)).one() for table in tables
    )


def refused(error: type[Exception], deed: Callable[[], object]) -> Exception:
    """Return the refusal, which must leave nothing stored."""
    before = stored()
    with pytest.raises(error) as found:
        deed()
    assert stored() == before
    return found.value


def marks(loan: str, on: date) -> tuple[object, ...]:
    found = now(loan, on)
    return (found.outstanding, found.interest_due, found.days_past_due, found.repaid)


class TestWorkedExample:
    """The example of the group rules, step by step, in rupiah."""

    def test_step_one_leaves_principal_of_358_000_missing(self, deal: Deal):
        last = now(deal.c.loan, THIRD_DUE).allocations[-1]
        late = now(deal.c.loan, CALLED_ON)

        assert (last.interest, last.principal) == (12_531, 137_631)
        assert (late.arrears_principal, late.arrears_interest) == (358_000, 0)
        assert late.days_past_due == 7

    def test_step_two_asks_a_and_b_by_what_they_borrowed(self, deal: Deal):
        deal.call()

        [call] = calls()
        assert (call.missing, call.opened_on, call.status) == (
            358_000,
            CALLED_ON,
            LiabilityCallStatus.OPEN,
        )
        assert {share.person_id: int(share.asked) for share in call.shares} == {
            deal.a.id: 204_571,
            deal.b.id: 153_429,
        }

    def test_step_two_makes_nobody_late(self, deal: Deal):
        before = [marks(borrower.loan, CALLED_ON) for borrower in (deal.a, deal.b)]
        deal.call()
        assert [marks(borrower.loan, CALLED_ON) for borrower in (deal.a, deal.b)] == before

    def test_step_three_covers_c_and_moves_no_other_loan(self, deal: Deal):
        deal.call()
        before = [marks(borrower.loan, CALLED_ON) for borrower in (deal.a, deal.b)]
        money = balances(deal.desk.bank_id)

        deal.both_pay_for_c()

        of_c = now(deal.c.loan, CALLED_ON)
        after = balances(deal.desk.bank_id)
        events = given.loan(deal.c.loan).events[-2:]
        assert (of_c.days_past_due, of_c.arrears) == (0, 0)
        assert of_c.instalments[2].is_paid
        assert [(event.payer_id, int(event.amount)) for event in events] == [
            (deal.a.id, 204_571),
            (deal.b.id, 153_429),
        ]
        assert moved(money, after) == {
            AccountCode.CLEARING: 358_000,
            AccountCode.PRINCIPAL: -358_000,
            AccountCode.REPAID: 358_000,
            AccountCode.RETIRED: 358_000,
        }
        assert deal.claim_balances() == {"A": 204_571, "B": 153_429, "C": -358_000}
        assert [marks(borrower.loan, CALLED_ON) for borrower in (deal.a, deal.b)] == before
        assert [call.status for call in calls()] == [LiabilityCallStatus.COVERED]
        assert offences() == []

    def test_step_four_pays_the_own_instalment_first_and_then_all_claims(self, claimed: Deal):
        receipt = claimed.pay_with_claims(claimed.c, 866_162, on=FOURTH_DUE)

        paid = db.session.scalars(db.select(Paper).filter_by(public_id=receipt)).one()
        assert paid.loan_event is not None
        assert paid.loan_event.amount == 508_162
        assert now(claimed.c.loan, FOURTH_DUE).instalments[3].is_paid
        assert claimed.claim_balances() == {"A": 0, "B": 0, "C": 0}
        assert {(item.person_id, int(item.open_amount)) for item in items()} == {
            (claimed.a.id, 204_571),
            (claimed.b.id, 153_429),
        }
        assert balances(claimed.desk.bank_id)[AccountCode.SUSPENSE] == 358_000
        assert offences() == []

    def test_step_four_lets_a_take_it_back_and_b_pay_an_instalment(self, claimed: Deal):
        claimed.pay_with_claims(claimed.c, 866_162, on=FOURTH_DUE)
        of_a, of_b = (
            next(item.public_id for item in items() if item.person_id == borrower.id)
            for borrower in (claimed.a, claimed.b)
        )

        suspense.refund(
            actor_id=claimed.desk.checker.id,
            item_public_id=of_a,
            amount=Rupiah(204_571),
            refunded_on=FOURTH_DUE,
            bank_reference="TRX-KEMBALI",
            key=given.key(),
            at=noon(FOURTH_DUE),
        )
        repayment.apply_suspense(
            actor_id=claimed.desk.cashier.id,
            loan_public_id=claimed.b.loan,
            item_public_id=of_b,
            amount=Rupiah(153_429),
            key=given.key(),
            at=noon(FOURTH_DUE),
        )

        assert now(claimed.b.loan, FOURTH_DUE).instalments[3].paid == 153_429
        assert AccountCode.SUSPENSE not in balances(claimed.desk.bank_id)
        assert offences() == []

    def test_step_five_shares_200_000_as_the_call_was_shared(self, claimed: Deal):
        claimed.pay_with_claims(claimed.c, 708_162, on=FOURTH_DUE)

        assert {(item.person_id, int(item.amount)) for item in items()} == {
            (claimed.a.id, 114_286),
            (claimed.b.id, 85_714),
        }
        assert claimed.claim_balances() == {"A": 90_285, "B": 67_715, "C": -158_000}
        assert offences() == []


class TestCall:
    def test_comes_after_the_days_of_the_contract(self, deal: Deal):
        early = refused(NotYetLate, partial(deal.call, on=CALLED_ON - timedelta(days=1)))
        assert isinstance(early, NotYetLate)
        assert early.from_on == CALLED_ON

    def test_follows_the_contract_and_not_a_later_setting(self):
        set_rule("call_after_days", "3", valid_from=date(2026, 1, 1), at=noon(date(2026, 1, 1)))
        deal = Deal()
        set_rule("call_after_days", "20", at=noon(THIRD_DUE))
        deal.call(on=THIRD_DUE + timedelta(days=3))
        assert len(calls()) == 1

    def test_is_not_made_for_a_loan_in_time(self, deal: Deal):
        found = refused(NotYetLate, partial(deal.call, deal.a))
        assert isinstance(found, NotYetLate)
        assert found.from_on is None

    def test_is_open_once_per_loan(self, deal: Deal):
        deal.call()
        refused(CalledAlready, deal.call)

    def test_is_open_once_per_loan_also_in_the_same_moment(self, app: Flask, deal: Deal):
        db.session.rollback()
        outcomes = at_once(app, [deal.call, deal.call, deal.call])
        assert sorted(type(outcome).__name__ for outcome in outcomes) == [
            "CalledAlready",
            "CalledAlready",
            "str",
        ]
        assert len(calls()) == 1

    def test_is_the_makers_of_the_own_bank(self, deal: Deal):
        ask = partial(
            liability.open_call, loan_public_id=deal.c.loan, key=given.key(), at=noon(CALLED_ON)
        )
        stranger = given.bank(at=noon(CALLED_ON)).maker
        refused(NotFound, partial(ask, actor_id=stranger.id))
        refused(NotPermitted, partial(ask, actor_id=deal.desk.cashier.id))
        refused(NotPermitted, partial(ask, actor_id=deal.a.who.id))

    def test_tells_who_is_asked_and_nobody_else(self, deal: Deal):
        deal.call()
        told = db.session.query(OutboxMessage).filter_by(template="liability_called")
        assert {message.recipient_id for message in told} == {deal.a.who.id, deal.b.who.id}

    def test_of_somebody_who_borrowed_alone_asks_nobody(self):
        desk = given.bank(at=noon(FIRST_DUE - timedelta(days=28)))
        started = noon(FIRST_DUE - timedelta(days=28))
        loan = given.running_loan(desk, given.owner(is_trained=True, at=started), at=started)
        refused(
            NobodyToAsk,
            lambda: liability.open_call(
                actor_id=desk.maker.id,
                loan_public_id=loan,
                key=given.key(),
                at=noon(FIRST_DUE + timedelta(days=30)),
            ),
        )

    def test_also_asks_who_has_paid_off_the_own_loan(self, deal: Deal):
        deal.pay(deal.a, 9_000_000, on=THIRD_DUE)
        assert given.loan(deal.a.loan).status is LoanStatus.PAID_OFF
        deal.call()
        assert {share.person_id for share in calls()[0].shares} == {deal.a.id, deal.b.id}

    def test_is_covered_by_whoever_pays(self, deal: Deal):
        deal.call()
        deal.pay(deal.c, 357_999, on=CALLED_ON)
        assert calls()[0].status is LiabilityCallStatus.OPEN
        deal.pay(deal.c, 1, on=CALLED_ON)
        assert calls()[0].status is LiabilityCallStatus.COVERED

    def test_once_covered_is_made_anew_when_the_payment_is_taken_back(self, deal: Deal):
        deal.call()
        deal.both_pay_for_c()
        take_back(deal.desk, deal.c.loan, given.loan(deal.c.loan).events[-1].seq, on=CALLED_ON)

        deal.call()

        assert [(call.status, int(call.missing)) for call in calls()] == [
            (LiabilityCallStatus.COVERED, 358_000),
            (LiabilityCallStatus.OPEN, 153_429),
        ]
        assert offences() == []

    def test_can_be_cancelled_once(self, deal: Deal):
        call = deal.call()
        cancel = partial(
            liability.cancel_call,
            actor_id=deal.desk.maker.id,
            call_public_id=call,
            at=noon(CALLED_ON),
        )
        cancel(key=given.key())
        assert calls()[0].status is LiabilityCallStatus.CANCELLED
        refused(IllegalTransition, lambda: cancel(key=given.key()))
        refused(
            NotFound,
            lambda: liability.cancel_call(
                actor_id=deal.desk.maker.id,
                call_public_id="tidak-ada",
                key=given.key(),
                at=noon(CALLED_ON),
            ),
        )

    def test_ends_when_the_loan_is_written_off(self, deal: Deal):
        deal.call()
        later = CALLED_ON + timedelta(days=30)
        change(deal.desk, deal.c.loan, EventKind.WRITTEN_OFF, on=later)
        assert calls()[0].status is LiabilityCallStatus.CANCELLED


class TestNewApplication:
    def start(self, deal: Deal, *, on: date) -> str:
        return origination.start_application(
            actor_id=deal.agreement.group.leader.id,
            product_code="kelompok",
            bank_code=deal.desk.code,
            instalments=12,
            key=given.key(),
            at=noon(on),
        )

    def test_of_the_group_is_not_started_while_a_call_is_open(self, deal: Deal):
        deal.call()
        with pytest.raises(NotReady) as barred:
            self.start(deal, on=CALLED_ON)
        assert barred.value.obstacles == (Obstacle(code=ObstacleCode.GROUP_CALLED),)

        deal.both_pay_for_c()
        assert self.start(deal, on=CALLED_ON)

    def test_of_the_group_is_not_started_when_a_loan_is_late_for_more_than_30_days(
        self, deal: Deal
    ):
        for borrower in (deal.a, deal.b):
            deal.pay(borrower, 1_000_000, on=THIRD_DUE)
        with pytest.raises(NotReady) as barred:
            self.start(deal, on=THIRD_DUE + timedelta(days=31))
        assert barred.value.obstacles == (
            Obstacle(code=ObstacleCode.GROUP_IN_ARREARS, limit=30, actual=31),
        )
        assert self.start(deal, on=THIRD_DUE + timedelta(days=30))

    def test_that_was_started_before_is_not_sent_while_a_call_is_open(self, deal: Deal):
        application = self.start(deal, on=CALLED_ON)
        deal.call()
        with pytest.raises(NotReady) as barred:
            origination.submit(
                actor_id=deal.agreement.group.leader.id,
                application_public_id=application,
                key=given.key(),
                at=noon(CALLED_ON),
            )
        assert Obstacle(code=ObstacleCode.GROUP_CALLED) in barred.value.obstacles

    def test_of_another_group_is_free(self, deal: Deal):
        deal.call()
        others = given.group(5, at=noon(CALLED_ON))
        assert origination.start_application(
            actor_id=others.leader.id,
            product_code="kelompok",
            bank_code=deal.desk.code,
            instalments=12,
            key=given.key(),
            at=noon(CALLED_ON),
        )


class TestPayingForAMember:
    def test_gives_a_receipt_and_tells_payer_and_borrower(self, deal: Deal):
        receipt = deal.pay_for(deal.c, deal.a, 204_571)

        number = db.session.scalars(db.select(Paper).filter_by(public_id=receipt)).one().number
        told = db.session.query(OutboxMessage).filter(
            OutboxMessage.details["receipt"].as_string() == number
        )
        assert {(message.recipient_id, message.template) for message in told} == {
            (deal.a.who.id, "repaid_for_member"),
            (deal.c.who.id, "repaid"),
        }

    def test_is_booked_under_its_own_name(self, deal: Deal):
        deal.pay_for(deal.c, deal.a, 204_571)
        last = db.session.scalars(db.select(JournalEntry).order_by(JournalEntry.id.desc())).first()
        assert last is not None
        assert last.kind is EntryKind.REPAID_FOR_MEMBER

    def test_needs_no_call_and_no_share(self, deal: Deal):
        deal.pay_for(deal.c, deal.b, 358_000)
        assert deal.claim_balances() == {"A": 0, "B": 358_000, "C": -358_000}
        assert offences() == []

    def test_sent_twice_with_one_key_is_one(self, deal: Deal):
        key = given.key()
        assert deal.pay_for(deal.c, deal.a, 1_000, key=key) == deal.pay_for(
            deal.c, deal.a, 1_000, key=key
        )
        assert deal.claim_balances() == {"A": 1_000, "B": 0, "C": -1_000}

    def test_may_be_cash_in_the_officers_hand(self, deal: Deal):
        deal.pay_for(deal.c, deal.a, 204_571, is_cash=True)
        assert balances(deal.desk.bank_id)[AccountCode.CASH_IN_HAND] == 204_571
        assert offences() == []

    def test_beyond_what_is_due_is_refused_with_what_is(self, deal: Deal):
        found = refused(BeyondDue, lambda: deal.pay_for(deal.c, deal.a, 358_001))
        assert isinstance(found, BeyondDue)
        assert found.due == 358_000

    def test_of_a_loan_in_time_is_refused(self, deal: Deal):
        found = refused(BeyondDue, lambda: deal.pay_for(deal.a, deal.b, 1))
        assert isinstance(found, BeyondDue)
        assert found.due == 0

    def test_by_oneself_or_a_member_who_did_not_borrow_is_refused(self, deal: Deal):
        silent = deal.agreement.group.people[4]
        refused(NotAParty, lambda: deal.pay_for(deal.c, deal.c, 1_000))
        refused(NotAParty, lambda: deal.pay_for(deal.c, Borrower(who=silent, loan=""), 1_000))

    @pytest.mark.parametrize("amount", [0, -1, 1_000_000_001])
    def test_of_an_impossible_sum_is_refused(self, deal: Deal, amount: int):
        refused(ImpossibleRepayment, lambda: deal.pay_for(deal.c, deal.a, amount))

    def test_tomorrow_is_refused(self, deal: Deal):
        refused(
            DateOutOfRange,
            lambda: deal.pay_for(
                deal.c, deal.a, 1_000, on=CALLED_ON + timedelta(days=1), recorded_on=CALLED_ON
            ),
        )

    def test_on_a_loan_paid_off_is_refused(self, deal: Deal):
        deal.pay(deal.c, 9_000_000, on=CALLED_ON)
        refused(LoanEnded, lambda: deal.pay_for(deal.c, deal.a, 1_000))

    def test_is_the_own_banks_cashiers(self, deal: Deal):
        pay = partial(
            liability.pay_for_member,
            loan_public_id=deal.c.loan,
            payer_public_id=deal.a.public_id,
            amount=Rupiah(1_000),
            paid_on=CALLED_ON,
            at=noon(CALLED_ON),
        )
        stranger = given.bank(at=noon(CALLED_ON)).cashier
        refused(NotFound, lambda: pay(actor_id=stranger.id, key=given.key()))
        refused(NotPermitted, lambda: pay(actor_id=deal.desk.maker.id, key=given.key()))

    def test_both_ways_is_set_off(self, deal: Deal):
        deal.pay_for(deal.c, deal.a, 204_571)
        deal.pay_for(deal.a, deal.c, 677_550, on=FOURTH_DUE)

        assert deal.claim_balances() == {"A": -472_979, "B": 0, "C": 472_979}
        assert dict(claims_between_members(deal.agreement.id)) == {(deal.c.id, deal.a.id): 472_979}
        assert offences() == []

    def test_recorded_late_counts_on_its_own_day(self, deal: Deal):
        deal.pay_for(deal.c, deal.a, 358_000, on=CALLED_ON, recorded_on=FOURTH_DUE)
        assert now(deal.c.loan, CALLED_ON).days_past_due == 0
        assert offences() == []

    def test_taken_back_takes_back_the_claim(self, deal: Deal):
        before = balances(deal.desk.bank_id)
        deal.pay_for(deal.c, deal.a, 204_571)
        take_back(deal.desk, deal.c.loan, given.loan(deal.c.loan).events[-1].seq, on=CALLED_ON)

        assert deal.claim_balances() == {"A": 0, "B": 0, "C": 0}
        assert balances(deal.desk.bank_id) == before
        assert now(deal.c.loan, CALLED_ON).arrears == 358_000
        assert offences() == []

    def test_taken_back_after_it_was_settled_leaves_the_payer_owing(self, claimed: Deal):
        first = given.loan(claimed.c.loan).events[-2].seq
        claimed.pay_with_claims(claimed.c, 866_162, on=FOURTH_DUE)
        take_back(claimed.desk, claimed.c.loan, first, on=FOURTH_DUE)

        assert claimed.claim_balances() == {"A": -204_571, "B": 0, "C": 204_571}
        assert offences() == []

    def test_on_a_loan_written_off_is_a_recovery_and_a_claim(self, deal: Deal):
        deal.call()
        gone_on = CALLED_ON + timedelta(days=30)
        change(deal.desk, deal.c.loan, EventKind.WRITTEN_OFF, on=gone_on)
        claim = int(now(deal.c.loan, gone_on).claim)

        deal.pay_for(deal.c, deal.a, 500_000, on=gone_on)

        found = balances(deal.desk.bank_id)
        assert (found[AccountCode.RECOVERED], found[AccountCode.CLAIM]) == (
            500_000,
            claim - 500_000,
        )
        assert deal.claim_balances() == {"A": 500_000, "B": 0, "C": -500_000}
        beyond = refused(BeyondDue, lambda: deal.pay_for(deal.c, deal.a, claim, on=gone_on))
        assert isinstance(beyond, BeyondDue)
        assert beyond.due == claim - 500_000
        assert offences() == []


class TestPayingMembersBack:
    def test_without_claims_is_an_ordinary_payment(self, deal: Deal):
        receipt = deal.pay_with_claims(deal.c, 400_000, on=CALLED_ON)
        assert receipt is not None
        assert now(deal.c.loan, CALLED_ON).instalments[3].paid == 42_000
        assert items() == []
        assert offences() == []

    def test_goes_to_the_own_arrears_first(self, claimed: Deal):
        claimed.pay_with_claims(claimed.c, 100_000, on=FOURTH_DUE)
        assert claimed.claim_balances() == {"A": 204_571, "B": 153_429, "C": -358_000}
        assert now(claimed.c.loan, FOURTH_DUE).instalments[3].paid == 100_000

    def test_beyond_all_claims_pays_the_own_loan_ahead(self, claimed: Deal):
        claimed.pay_with_claims(claimed.c, 900_000, on=FOURTH_DUE)
        assert now(claimed.c.loan, FOURTH_DUE).instalments[4].paid == 33_838
        assert claimed.claim_balances() == {"A": 0, "B": 0, "C": 0}
        assert offences() == []

    def test_between_two_due_dates_needs_nothing_for_the_own_loan(self, claimed: Deal):
        receipt = claimed.pay_with_claims(claimed.c, 358_000, on=CALLED_ON)
        assert receipt is None
        assert claimed.claim_balances() == {"A": 0, "B": 0, "C": 0}
        assert offences() == []

    def test_still_works_when_the_own_loan_is_paid_off(self, claimed: Deal):
        claimed.pay(claimed.c, 9_000_000, on=CALLED_ON)
        found = refused(
            BeyondDebt, lambda: claimed.pay_with_claims(claimed.c, 358_001, on=CALLED_ON)
        )
        assert isinstance(found, BeyondDebt)
        assert found.owed == 358_000

        claimed.pay_with_claims(claimed.c, 358_000, on=CALLED_ON)
        assert claimed.claim_balances() == {"A": 0, "B": 0, "C": 0}
        assert offences() == []

    def test_in_cash_is_the_officers_to_bring(self, claimed: Deal):
        claim_settlement.pay_with_claims(
            actor_id=claimed.desk.cashier.id,
            loan_public_id=claimed.c.loan,
            amount=Rupiah(866_162),
            paid_on=FOURTH_DUE,
            key=given.key(),
            at=noon(FOURTH_DUE),
            is_cash=True,
        )
        assert balances(claimed.desk.bank_id)[AccountCode.CASH_IN_HAND] == 866_162
        assert offences() == []

    def test_sent_twice_with_one_key_is_one(self, claimed: Deal):
        pay = partial(
            claim_settlement.pay_with_claims,
            actor_id=claimed.desk.cashier.id,
            loan_public_id=claimed.c.loan,
            amount=Rupiah(866_162),
            paid_on=FOURTH_DUE,
            key=given.key(),
            at=noon(FOURTH_DUE),
        )
        assert pay() == pay()
        assert len(items()) == 2
        assert offences() == []

    @pytest.mark.parametrize("amount", [0, -5, 1_000_000_001])
    def test_of_an_impossible_sum_is_refused(self, claimed: Deal, amount: int):
        refused(
            ImpossibleRepayment,
            lambda: claimed.pay_with_claims(claimed.c, amount, on=FOURTH_DUE),
        )

    def test_can_be_taken_back_while_nobody_used_it(self, claimed: Deal):
        before = balances(claimed.desk.bank_id)
        claimed.pay_with_claims(claimed.c, 200_000, on=CALLED_ON)
        claimed_from = items()[0].public_id

        undo = partial(
            claim_settlement.take_back_settlement,
            actor_id=claimed.desk.checker.id,
            item_public_id=claimed_from,
            reason_note="Tercatat keliru.",
            at=noon(CALLED_ON),
        )
        undo(key=given.key())

        assert {item.note for item in items()} == {"Tercatat keliru."}
        assert balances(claimed.desk.bank_id) == before
        assert claimed.claim_balances() == {"A": 204_571, "B": 153_429, "C": -358_000}
        assert offences() == []
        refused(SuspenseShort, lambda: undo(key=given.key()))

    def test_cannot_be_taken_back_once_a_creditor_used_it(self, claimed: Deal):
        claimed.pay_with_claims(claimed.c, 200_000, on=CALLED_ON)
        of_a = next(item for item in items() if item.person_id == claimed.a.id).public_id
        of_b = next(item for item in items() if item.person_id == claimed.b.id).public_id
        repayment.apply_suspense(
            actor_id=claimed.desk.cashier.id,
            loan_public_id=claimed.a.loan,
            item_public_id=of_a,
            amount=Rupiah(1_000),
            key=given.key(),
            at=noon(CALLED_ON),
        )
        refused(
            SuspenseShort,
            lambda: claim_settlement.take_back_settlement(
                actor_id=claimed.desk.checker.id,
                item_public_id=of_b,
                reason_note="Tercatat keliru.",
                key=given.key(),
                at=noon(CALLED_ON),
            ),
        )

    def test_is_not_spent_on_another_members_loan(self, claimed: Deal):
        claimed.pay_with_claims(claimed.c, 200_000, on=CALLED_ON)
        of_a = next(item for item in items() if item.person_id == claimed.a.id).public_id
        refused(
            repayment.NotTheBorrowers,
            lambda: repayment.apply_suspense(
                actor_id=claimed.desk.cashier.id,
                loan_public_id=claimed.b.loan,
                item_public_id=of_a,
                amount=Rupiah(1_000),
                key=given.key(),
                at=noon(CALLED_ON),
            ),
        )

    def test_in_the_same_moment_never_pays_a_claim_twice(self, app: Flask, claimed: Deal):
        db.session.rollback()
        pay = partial(claimed.pay_with_claims, claimed.c, 358_000, on=CALLED_ON)
        forgive = partial(claimed.waive, claimed.a, claimed.c, 204_571)
        at_once(app, [pay, forgive, pay])

        assert claimed.claim_balances() == {"A": 0, "B": 0, "C": 0}
        assert offences() == []


class TestSettlingAmongMembers:
    def test_said_by_the_debtor_counts_when_the_receiver_confirms(self, claimed: Deal):
        money = balances(claimed.desk.bank_id)
        settlement = claimed.propose(claimed.c, claimed.a, 104_571, on=FOURTH_DUE)
        assert claimed.claim_balances() == {"A": 204_571, "B": 153_429, "C": -358_000}

        confirm = partial(
            member_claims.confirm_settlement,
            actor_id=claimed.a.who.id,
            settlement_public_id=settlement,
            at=noon(FOURTH_DUE),
        )
        confirm()
        confirm()

        assert claimed.claim_balances() == {"A": 100_000, "B": 153_429, "C": -253_429}
        assert balances(claimed.desk.bank_id) == money
        assert offences() == []

    @pytest.mark.parametrize("who", ["receiver", "payer"])
    def test_denied_or_taken_back_stays_and_never_counts(self, claimed: Deal, who: str):
        settlement = claimed.propose(claimed.c, claimed.a, 104_571, on=FOURTH_DUE)
        refuser = claimed.a if who == "receiver" else claimed.c
        refuse = partial(
            member_claims.refuse_settlement, settlement_public_id=settlement, at=noon(FOURTH_DUE)
        )
        refused(NotFound, partial(refuse, actor_id=claimed.b.who.id))
        refuse(actor_id=refuser.who.id)

        refused(NotFound, partial(refuse, actor_id=refuser.who.id))
        refused(
            NotFound,
            lambda: member_claims.confirm_settlement(
                actor_id=claimed.a.who.id, settlement_public_id=settlement, at=noon(FOURTH_DUE)
            ),
        )
        [row] = db.session.scalars(db.select(MemberSettlement)).all()
        assert (row.refused_by_id, row.confirmed_at, row.entry_id) == (refuser.id, None, None)
        assert claimed.claim_balances() == {"A": 204_571, "B": 153_429, "C": -358_000}
        assert offences() == []

    def test_denied_and_confirmed_at_once_is_one_of_the_two(self, app: Flask, claimed: Deal):
        settlement = claimed.propose(claimed.c, claimed.a, 104_571, on=FOURTH_DUE)
        answers = {"settlement_public_id": settlement, "at": noon(FOURTH_DUE)}
        outcomes = at_once(
            app,
            [
                partial(member_claims.confirm_settlement, actor_id=claimed.a.who.id, **answers),
                partial(member_claims.refuse_settlement, actor_id=claimed.c.who.id, **answers),
            ],
        )

        assert [type(each) for each in outcomes if each is not None] == [NotFound]
        db.session.rollback()
        [row] = db.session.scalars(db.select(MemberSettlement)).all()
        assert (row.confirmed_at is None) != (row.refused_at is None)
        assert offences() == []

    def test_said_by_the_receiver_counts_at_once(self, claimed: Deal):
        claimed.propose(claimed.b, claimed.c, 153_429, on=FOURTH_DUE)
        assert claimed.claim_balances() == {"A": 204_571, "B": 0, "C": -204_571}
        [row] = db.session.scalars(db.select(MemberSettlement)).all()
        assert (row.confirmed_at, row.entry_id is not None) == (noon(FOURTH_DUE), True)
        assert offences() == []

    def test_is_confirmed_by_nobody_but_the_receiver(self, claimed: Deal):
        settlement = claimed.propose(claimed.c, claimed.a, 1_000, on=FOURTH_DUE)
        for somebody in (claimed.b, claimed.c):
            refused(
                NotFound,
                partial(
                    member_claims.confirm_settlement,
                    actor_id=somebody.who.id,
                    settlement_public_id=settlement,
                    at=noon(FOURTH_DUE),
                ),
            )

    def test_beyond_the_claim_is_refused_when_said_and_when_confirmed(self, claimed: Deal):
        found = refused(
            BeyondClaim, lambda: claimed.propose(claimed.c, claimed.a, 204_572, on=FOURTH_DUE)
        )
        assert isinstance(found, BeyondClaim)
        assert found.claimed == 204_571

        settlement = claimed.propose(claimed.c, claimed.a, 204_571, on=FOURTH_DUE)
        claimed.waive(claimed.a, claimed.c, 1)
        refused(
            BeyondClaim,
            partial(
                member_claims.confirm_settlement,
                actor_id=claimed.a.who.id,
                settlement_public_id=settlement,
                at=noon(FOURTH_DUE),
            ),
        )

    def test_among_members_who_owe_each_other_nothing_is_refused(self, claimed: Deal):
        refused(BeyondClaim, lambda: claimed.propose(claimed.a, claimed.b, 1, on=FOURTH_DUE))

    @pytest.mark.parametrize("amount", [0, -1])
    def test_of_nothing_is_refused(self, claimed: Deal, amount: int):
        refused(
            AmountNotAboveZero,
            lambda: claimed.propose(claimed.c, claimed.a, amount, on=FOURTH_DUE),
        )

    def test_before_the_agreement_is_refused(self, claimed: Deal):
        refused(
            DayOutOfRange,
            lambda: member_claims.propose_settlement(
                actor_id=claimed.c.who.id,
                agreement_public_id=claimed.agreement.public_id,
                other_public_id=claimed.a.public_id,
                amount=Rupiah(1),
                paid_on=date(2026, 2, 1),
                key=given.key(),
                at=noon(FOURTH_DUE),
            ),
        )

    def test_is_no_business_of_somebody_who_is_no_party(self, claimed: Deal):
        silent = Borrower(who=claimed.agreement.group.people[3], loan="")
        refused(NotFound, lambda: claimed.propose(silent, claimed.a, 1, on=FOURTH_DUE))
        refused(NotFound, lambda: claimed.propose(claimed.c, silent, 1, on=FOURTH_DUE))
        refused(NotFound, lambda: claimed.waive(silent, claimed.c, 1))


class TestWaiving:
    def test_takes_off_what_the_owner_gives_up(self, claimed: Deal):
        claimed.waive(claimed.a, claimed.c, 204_571)
        assert claimed.claim_balances() == {"A": 0, "B": 153_429, "C": -153_429}
        assert offences() == []

    def test_is_not_for_the_debtor(self, claimed: Deal):
        refused(BeyondClaim, lambda: claimed.waive(claimed.c, claimed.a, 1))

    def test_beyond_the_claim_is_refused(self, claimed: Deal):
        refused(BeyondClaim, lambda: claimed.waive(claimed.a, claimed.c, 204_572))

    def test_still_works_after_the_agreement_is_closed(self, claimed: Deal):
        for borrower in (claimed.a, claimed.b, claimed.c):
            claimed.pay(borrower, 9_000_000, on=CALLED_ON)
        assert given.loan(claimed.a.loan).agreement.status is AgreementStatus.CLOSED

        claimed.waive(claimed.a, claimed.c, 204_571)
        assert claimed.claim_balances() == {"A": 0, "B": 153_429, "C": -153_429}
        assert offences() == []
