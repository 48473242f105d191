"""A change of a running loan is proposed by one officer, decided by another, and agreed to."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial

import pytest
from flask import Flask

from harkat.domain.loan_events import EventKind
from harkat.domain.loan_life import CannotHappen, OutOfLife
from harkat.domain.money import Rupiah
from harkat.domain.roles import NotPermitted, Role
from harkat.domain.schedule_change import ScheduleChange
from harkat.domain.statuses import LoanStatus
from harkat.extensions import db
from harkat.models.ledger import JournalEntry
from harkat.models.loan import LoanChange, LoanChangeConsent, LoanEventRow
from harkat.models.record import AuditEvent, OutboxMessage
from harkat.services import end_of_day, liability, loan_changes
from harkat.services.files import NotFound
from harkat.services.loan_changes import (
    ChangeWaiting,
    ConsentMissing,
    NothingSaid,
    OthersNotAsked,
    TooManyRestructurings,
)
from harkat.services.transaction import KeyReused
from tests import given
from tests.books import balances, offences
from tests.databases import Databases
from tests.members import (
    SIGNED_ON,
    Agreement,
    agreement,
    change,
    consent_to,
    decide,
    noon,
    now,
    proposed,
    take_back,
)
from tests.rules import set_rule
from tests.stories import told
from tests.threads import at_once

pytestmark = pytest.mark.usefixtures("app")

TODAY = date(2026, 4, 12)
"""Ten days after the second due date; nothing was paid."""

LONGER = ScheduleChange(instalments=18, capitalises_interest=True)


def late_members() -> Agreement:
    """Let three members borrow, and their first two instalments fall due unpaid."""
    deal = agreement(8_000_000, 6_000_000, 6_000_000)
    end_of_day.close_day(on=TODAY, at=noon(TODAY))
    return deal


@pytest.fixture(scope="module")
def story(databases: Databases, template_url: str) -> Iterator[tuple[str, Agreement]]:
    with told(databases, template_url, late_members) as found:
        yield found


@pytest.fixture(scope="module")
def template_url(story: tuple[str, Agreement]) -> str:
    """Let every test here go on from a database with the agreement."""
    return story[0]


@pytest.fixture
def deal(story: tuple[str, Agreement]) -> Agreement:
    return story[1]


@pytest.fixture
def loan(deal: Agreement) -> str:
    """The loan of the member who asks for relief."""
    return deal.borrowers[2].loan


def stored() -> tuple[int, ...]:
    """Return how much there is of everything a refusal must leave alone."""
    db.session.rollback()
    tables = (LoanChange, LoanChangeConsent, LoanEventRow, JournalEntry, OutboxMessage)
    counts = [
        db.session.scalars(db.select(db.func.count()).select_from(table)).one() for table in tables
    ]
    decided = db.select(db.func.count()).where(LoanChange.decided_at.is_not(None))
    return (*counts, db.session.scalars(decided).one())


def refused(error: type[Exception], deed: Callable[[], object]) -> Exception:
    """Return the refusal, which must leave nothing stored."""
    before = stored()
    with pytest.raises(error) as found:
        deed()
    assert stored() == before
    return found.value


def stored_change(public_id: str) -> LoanChange:
    db.session.rollback()
    return db.session.scalars(db.select(LoanChange).filter_by(public_id=public_id)).one()


def waive(deal: Agreement, loan: str, amount: int = 10_000) -> str:
    """Propose to waive interest: nobody but the officers decides on it."""
    return proposed(deal.desk, loan, EventKind.INTEREST_WAIVED, on=TODAY, amount=amount)


def restructure(deal: Agreement, loan: str) -> str:
    return proposed(deal.desk, loan, EventKind.RESTRUCTURED, on=TODAY, change=LONGER)


class TestProposing:
    def test_changes_nothing_by_itself(self, deal: Agreement, loan: str):
        before, money = now(loan, TODAY), balances(deal.desk.bank_id)
        public_id = waive(deal, loan)

        found = stored_change(public_id)
        assert (found.kind, found.amount, found.value_on, found.proposed_by_id) == (
            EventKind.INTEREST_WAIVED,
            10_000,
            TODAY,
            deal.desk.maker.id,
        )
        assert (found.decided_at, found.is_confirmed, found.loan_event_id) == (None, False, None)
        assert now(loan, TODAY) == before
        assert balances(deal.desk.bank_id) == money

    def test_is_one_at_a_time(self, deal: Agreement, loan: str):
        waive(deal, loan)
        refused(ChangeWaiting, lambda: waive(deal, loan))

    def test_of_another_loan_may_wait_beside(self, deal: Agreement, loan: str):
        waive(deal, loan)
        assert waive(deal, deal.borrowers[0].loan)

    def test_is_possible_again_after_a_decision(self, deal: Agreement, loan: str):
        decide(deal.desk, waive(deal, loan), on=TODAY, is_confirmed=False)
        assert waive(deal, loan)

    def test_is_one_at_a_time_also_in_the_same_moment(self, app: Flask, deal: Agreement, loan: str):
        db.session.rollback()
        outcomes = at_once(app, [partial(waive, deal, loan)] * 3)
        assert sorted(type(outcome).__name__ for outcome in outcomes) == [
            "ChangeWaiting",
            "ChangeWaiting",
            "str",
        ]

    @pytest.mark.parametrize("reason", ["", "   ", "\n"])
    def test_needs_a_reason(self, deal: Agreement, loan: str, reason: str):
        refused(
            NothingSaid,
            lambda: loan_changes.propose(
                actor_id=deal.desk.maker.id,
                loan_public_id=loan,
                kind=EventKind.FORGIVEN,
                value_on=TODAY,
                reason_note=reason,
                key=given.key(),
                at=noon(TODAY),
            ),
        )

    @pytest.mark.parametrize(
        "kind",
        sorted(set(EventKind) - set(loan_changes.ENTRIES)),
    )
    def test_is_not_for_what_money_or_a_mistake_does(
        self, deal: Agreement, loan: str, kind: EventKind
    ):
        refused(NotFound, lambda: proposed(deal.desk, loan, kind, on=TODAY, amount=1_000))

    def test_tomorrow_is_refused(self, deal: Agreement, loan: str):
        found = refused(
            CannotHappen,
            lambda: proposed(
                deal.desk,
                loan,
                EventKind.CHARGED,
                on=TODAY + timedelta(days=1),
                amount=1_000,
                recorded_on=TODAY,
            ),
        )
        assert isinstance(found, CannotHappen)
        assert (found.reason, found.field, found.right) == (
            OutOfLife.IN_THE_FUTURE,
            "on",
            TODAY,
        )

    def test_before_the_money_was_paid_out_is_refused(self, deal: Agreement, loan: str):
        found = refused(
            CannotHappen,
            lambda: proposed(
                deal.desk,
                loan,
                EventKind.CHARGED,
                on=SIGNED_ON - timedelta(days=1),
                amount=1_000,
                recorded_on=TODAY,
            ),
        )
        assert isinstance(found, CannotHappen)
        assert found.reason is OutOfLife.BEFORE_DISBURSEMENT

    def test_beyond_what_is_due_is_refused(self, deal: Agreement, loan: str):
        found = refused(CannotHappen, lambda: waive(deal, loan, 10_000_000))
        assert isinstance(found, CannotHappen)
        # 15,000 and 13,767 of the first two rows of six million.
        assert (found.reason, found.right) == (OutOfLife.MORE_THAN_DUE, 28_767)

    def test_is_the_own_banks_makers(self, deal: Agreement, loan: str):
        stranger = given.bank(at=noon(TODAY))
        for error, actor in (
            (NotFound, stranger.maker),
            (NotPermitted, deal.desk.checker),
            (NotPermitted, deal.desk.cashier),
            (NotPermitted, deal.borrowers[2].who),
        ):
            refused(
                error,
                lambda actor=actor: loan_changes.propose(
                    actor_id=actor.id,
                    loan_public_id=loan,
                    kind=EventKind.CHARGED,
                    value_on=TODAY,
                    reason_note="Disepakati.",
                    amount=Rupiah(1_000),
                    key=given.key(),
                    at=noon(TODAY),
                ),
            )

    def test_sent_twice_with_one_key_is_one(self, deal: Agreement, loan: str):
        propose = partial(
            loan_changes.propose,
            actor_id=deal.desk.maker.id,
            loan_public_id=loan,
            kind=EventKind.CHARGED,
            value_on=TODAY,
            reason_note="Disepakati.",
            key=given.key(),
            at=noon(TODAY),
        )
        assert propose(amount=Rupiah(1_000)) == propose(amount=Rupiah(1_000))
        refused(KeyReused, lambda: propose(amount=Rupiah(2_000)))

    def test_keeps_the_reason_out_of_the_audit(self, deal: Agreement, loan: str):
        waive(deal, loan)
        [row] = db.session.scalars(db.select(AuditEvent).filter_by(action="loan_changes.propose"))
        assert "reason_note" not in row.details


class TestDeciding:
    def test_confirms_what_was_proposed(self, deal: Agreement, loan: str):
        public_id = waive(deal, loan)
        seq = decide(deal.desk, public_id, on=TODAY)

        event = given.loan(loan).events[-1]
        found = stored_change(public_id)
        assert (event.seq, event.kind, event.amount, event.actor_id, event.reason_note) == (
            seq,
            EventKind.INTEREST_WAIVED,
            10_000,
            deal.desk.checker.id,
            "Disepakati di cabang.",
        )
        assert (found.is_confirmed, found.decided_by_id, found.decided_at) == (
            True,
            deal.desk.checker.id,
            noon(TODAY),
        )
        assert offences() == []

    def test_tells_the_borrower(self, deal: Agreement, loan: str):
        decide(deal.desk, waive(deal, loan), on=TODAY)
        told = db.session.query(OutboxMessage).filter_by(template="loan_changed")
        assert [message.recipient_id for message in told] == [deal.borrowers[2].who.id]

    def test_against_it_leaves_nothing_of_it(self, deal: Agreement, loan: str):
        before, money = now(loan, TODAY), balances(deal.desk.bank_id)
        public_id = waive(deal, loan)

        assert decide(deal.desk, public_id, on=TODAY, is_confirmed=False) is None

        found = stored_change(public_id)
        assert (found.is_confirmed, found.decided_at, found.loan_event_id) == (
            False,
            noon(TODAY),
            None,
        )
        assert now(loan, TODAY) == before
        assert balances(deal.desk.bank_id) == money
        assert len(given.loan(loan).events) == 1

    def test_is_never_for_who_proposed_it(self, deal: Agreement, loan: str):
        public_id = waive(deal, loan)
        given.promote(deal.desk.maker, Role.BANK_CHECKER)
        db.session.commit()
        for is_confirmed in (True, False):
            refused(
                NotPermitted,
                lambda is_confirmed=is_confirmed: loan_changes.decide(
                    actor_id=deal.desk.maker.id,
                    change_public_id=public_id,
                    is_confirmed=is_confirmed,
                    key=given.key(),
                    at=noon(TODAY),
                ),
            )

    def test_is_the_own_banks_checkers(self, deal: Agreement, loan: str):
        public_id = waive(deal, loan)
        stranger = given.bank(at=noon(TODAY))
        for error, actor in (
            (NotFound, stranger.checker),
            (NotPermitted, deal.desk.cashier),
            (NotPermitted, deal.borrowers[2].who),
        ):
            refused(
                error,
                lambda actor=actor: loan_changes.decide(
                    actor_id=actor.id,
                    change_public_id=public_id,
                    is_confirmed=True,
                    key=given.key(),
                    at=noon(TODAY),
                ),
            )

    def test_happens_once(self, deal: Agreement, loan: str):
        public_id = waive(deal, loan)
        decide(deal.desk, public_id, on=TODAY)
        for is_confirmed in (True, False):
            refused(
                NotFound,
                lambda is_confirmed=is_confirmed: decide(
                    deal.desk, public_id, on=TODAY, is_confirmed=is_confirmed
                ),
            )

    def test_happens_once_also_in_the_same_moment(self, app: Flask, deal: Agreement, loan: str):
        second_checker = given.staff(Role.BANK_CHECKER, bank_id=deal.desk.bank_id, at=noon(TODAY))
        public_id = waive(deal, loan)
        db.session.rollback()

        def confirm(actor_id: int, *, is_confirmed: bool) -> int | None:
            return loan_changes.decide(
                actor_id=actor_id,
                change_public_id=public_id,
                is_confirmed=is_confirmed,
                reason_note="Diperiksa lagi.",
                key=given.key(),
                at=noon(TODAY),
            )

        outcomes = at_once(
            app,
            [
                partial(confirm, deal.desk.checker.id, is_confirmed=True),
                partial(confirm, second_checker.id, is_confirmed=True),
                partial(confirm, second_checker.id, is_confirmed=False),
            ],
        )

        kinds = [event.kind for event in given.loan(loan).events]
        assert sum(isinstance(outcome, NotFound) for outcome in outcomes) == 2
        assert kinds.count(EventKind.INTEREST_WAIVED) == int(stored_change(public_id).is_confirmed)
        assert offences() == []

    def test_of_what_does_not_fit_any_more_is_refused(self, deal: Agreement, loan: str):
        public_id = waive(deal, loan, 28_767)
        given.repay(deal.desk, loan, 10_000, at=noon(TODAY))

        found = refused(CannotHappen, lambda: decide(deal.desk, public_id, on=TODAY))
        assert isinstance(found, CannotHappen)
        assert (found.reason, found.right) == (OutOfLife.MORE_THAN_DUE, 18_767)
        assert stored_change(public_id).decided_at is None

        decide(deal.desk, public_id, on=TODAY, is_confirmed=False)
        assert waive(deal, loan, 18_767)

    def test_of_a_loan_paid_off_meanwhile_is_refused(self, deal: Agreement, loan: str):
        public_id = waive(deal, loan)
        given.repay(deal.desk, loan, 7_000_000, at=noon(TODAY))
        found = refused(CannotHappen, lambda: decide(deal.desk, public_id, on=TODAY))
        assert isinstance(found, CannotHappen)
        assert found.reason is OutOfLife.LOAN_ENDED

    def test_of_nothing_known_is_refused(self, deal: Agreement):
        refused(NotFound, lambda: decide(deal.desk, "tidak-ada", on=TODAY))


class TestConsent:
    def agree(self, public_id: str, somebody: given.Somebody) -> None:
        loan_changes.consent(actor_id=somebody.id, change_public_id=public_id, at=noon(TODAY))

    def test_to_a_restructuring_is_asked_of_every_party(self, deal: Agreement, loan: str):
        public_id = restructure(deal, loan)
        asked = stored_change(public_id).consents
        assert {row.person_id for row in asked} == {party.id for party in deal.borrowers}
        assert {row.consented_at for row in asked} == {None}

    def test_to_a_payment_holiday_is_asked_of_every_party(self, deal: Agreement, loan: str):
        public_id = proposed(
            deal.desk,
            loan,
            EventKind.PAYMENT_HOLIDAY,
            on=TODAY,
            change=ScheduleChange(periods=2),
        )
        assert len(stored_change(public_id).consents) == 3

    def test_to_relief_that_costs_nobody_anything_is_not_asked(self, deal: Agreement, loan: str):
        assert stored_change(waive(deal, loan)).consents == []

    def test_of_one_alone_is_not_enough(self, deal: Agreement, loan: str):
        public_id = restructure(deal, loan)
        for party in deal.borrowers[:-1]:
            self.agree(public_id, party.who)
            refused(ConsentMissing, lambda: decide(deal.desk, public_id, on=TODAY))
        self.agree(public_id, deal.borrowers[-1].who)

        decide(deal.desk, public_id, on=TODAY)

        assert now(loan, TODAY).restructurings
        assert offences() == []

    def test_is_not_needed_to_reject(self, deal: Agreement, loan: str):
        assert decide(deal.desk, restructure(deal, loan), on=TODAY, is_confirmed=False) is None

    def test_counts_from_when_it_was_first_given(self, deal: Agreement, loan: str):
        public_id = restructure(deal, loan)
        self.agree(public_id, deal.borrowers[0].who)
        loan_changes.consent(
            actor_id=deal.borrowers[0].who.id,
            change_public_id=public_id,
            at=noon(TODAY + timedelta(days=1)),
        )
        given_at = {row.person_id: row.consented_at for row in stored_change(public_id).consents}
        assert given_at[deal.borrowers[0].id] == noon(TODAY)

    def test_of_somebody_nobody_asks_is_refused(self, deal: Agreement, loan: str):
        public_id = restructure(deal, loan)
        silent_member = deal.group.people[4]
        refused(NotFound, lambda: self.agree(public_id, silent_member))
        refused(NotPermitted, lambda: self.agree(public_id, deal.desk.checker))

    def test_after_the_decision_is_refused(self, deal: Agreement, loan: str):
        public_id = restructure(deal, loan)
        decide(deal.desk, public_id, on=TODAY, is_confirmed=False)
        refused(NotFound, lambda: self.agree(public_id, deal.borrowers[0].who))

    def test_to_one_that_does_not_fit_any_more_changes_nothing(self, deal: Agreement, loan: str):
        public_id = restructure(deal, loan)
        consent_to(public_id, on=TODAY)
        given.repay(deal.desk, loan, 7_000_000, at=noon(TODAY))
        refused(CannotHappen, lambda: decide(deal.desk, public_id, on=TODAY))

    def test_leaves_the_others_loans_as_they_are(self, deal: Agreement, loan: str):
        before = [now(party.loan, TODAY) for party in deal.borrowers[:2]]
        change(deal.desk, loan, EventKind.RESTRUCTURED, on=TODAY, change=LONGER)
        assert [now(party.loan, TODAY) for party in deal.borrowers[:2]] == before


class TestLimitOfRestructurings:
    def restructure(self, deal: Agreement, loan: str, *, on: date = TODAY) -> int:
        return change(deal.desk, loan, EventKind.RESTRUCTURED, on=on, change=LONGER)

    def test_of_a_year_is_kept(self, deal: Agreement, loan: str):
        self.restructure(deal, loan)
        self.restructure(deal, loan)
        found = refused(TooManyRestructurings, lambda: restructure(deal, loan))
        assert isinstance(found, TooManyRestructurings)
        assert found.most == 2
        assert offences() == []

    def test_starts_anew_with_the_year(self, deal: Agreement, loan: str):
        self.restructure(deal, loan)
        self.restructure(deal, loan)
        self.restructure(deal, loan, on=date(2027, 1, 4))
        assert len(now(loan, date(2027, 1, 4)).restructurings) == 3

    def test_does_not_count_what_was_taken_back(self, deal: Agreement, loan: str):
        self.restructure(deal, loan)
        take_back(deal.desk, loan, self.restructure(deal, loan), on=TODAY)
        self.restructure(deal, loan)
        refused(TooManyRestructurings, lambda: restructure(deal, loan))

    def test_is_the_contracts_and_not_a_later_setting(self, deal: Agreement, loan: str):
        set_rule("restructurings_per_year", "0", at=noon(TODAY))
        self.restructure(deal, loan)

        borrower = given.owner("Wati Contoh", is_trained=True, at=noon(TODAY))
        strict = given.running_loan(deal.desk, borrower, at=noon(TODAY))
        found = refused(
            TooManyRestructurings,
            lambda: proposed(deal.desk, strict, EventKind.RESTRUCTURED, on=TODAY, change=LONGER),
        )
        assert isinstance(found, TooManyRestructurings)
        assert found.most == 0


class TestWriteOff:
    """Of a loan others answer for; alone, nobody has to be asked first."""

    def call(self, deal: Agreement, loan: str) -> str:
        return liability.open_call(
            actor_id=deal.desk.maker.id, loan_public_id=loan, key=given.key(), at=noon(TODAY)
        )

    def propose(self, deal: Agreement, loan: str, *, on: date) -> str:
        return proposed(deal.desk, loan, EventKind.WRITTEN_OFF, on=on)

    def test_without_a_call_is_refused(self, deal: Agreement, loan: str):
        found = refused(OthersNotAsked, lambda: self.propose(deal, loan, on=TODAY))
        assert isinstance(found, OthersNotAsked)
        assert found.from_on is None

    def test_comes_after_the_call_ran_for_its_days(self, deal: Agreement, loan: str):
        self.call(deal, loan)
        first_day = TODAY + timedelta(days=30)
        found = refused(
            OthersNotAsked,
            lambda: self.propose(deal, loan, on=first_day - timedelta(days=1)),
        )
        assert isinstance(found, OthersNotAsked)
        assert found.from_on == first_day

        decide(deal.desk, self.propose(deal, loan, on=first_day), on=first_day)
        assert given.loan(loan).status is LoanStatus.WRITTEN_OFF
        assert offences() == []

    def test_is_looked_at_again_when_it_is_decided(self, deal: Agreement, loan: str):
        call = self.call(deal, loan)
        on = TODAY + timedelta(days=30)
        public_id = self.propose(deal, loan, on=on)
        liability.cancel_call(
            actor_id=deal.desk.maker.id, call_public_id=call, key=given.key(), at=noon(on)
        )
        refused(OthersNotAsked, lambda: decide(deal.desk, public_id, on=on))

    def test_is_not_dated_before_the_calls_days(self, deal: Agreement, loan: str):
        self.call(deal, loan)
        refused(
            OthersNotAsked,
            lambda: proposed(
                deal.desk,
                loan,
                EventKind.WRITTEN_OFF,
                on=TODAY + timedelta(days=29),
                recorded_on=TODAY + timedelta(days=60),
            ),
        )

    def test_of_somebody_alone_needs_no_call(self, deal: Agreement):
        borrower = given.owner("Wati Contoh", is_trained=True, at=noon(TODAY))
        alone = given.running_loan(deal.desk, borrower, at=noon(TODAY))
        on = TODAY + timedelta(days=90)
        change(deal.desk, alone, EventKind.WRITTEN_OFF, on=on)
        assert given.loan(alone).status is LoanStatus.WRITTEN_OFF

    def test_is_not_needed_for_forgiveness(self, deal: Agreement, loan: str):
        change(deal.desk, loan, EventKind.FORGIVEN, on=TODAY)
        assert given.loan(loan).status is LoanStatus.FORGIVEN
        assert offences() == []
