"""The ceiling and the banks' slices: two people agree, and nothing is given twice."""

from datetime import date
from functools import partial

import pytest
from flask import Flask

from harkat.domain.kolektibilitas import BankType
from harkat.domain.ledger import AccountCode, EntryKind, Side
from harkat.domain.money import Rupiah
from harkat.domain.roles import NotPermitted, Role
from harkat.extensions import db
from harkat.models.bank import Bank
from harkat.models.ledger import FacilityChange, JournalEntry, LedgerAccount
from harkat.services import facility
from harkat.services.facility import BankKnown, ChangeInFuture, NotRevolving
from harkat.services.posting import BoundReached
from tests import given
from tests.books import balances, offences
from tests.moments import NOON, TODAY
from tests.rules import set_rule
from tests.threads import at_once

pytestmark = pytest.mark.usefixtures("app")

CEILING = 110_000_000_000
KECAMATAN_ACCOUNTS = {
    AccountCode.COMMITTED,
    AccountCode.DISBURSED,
    AccountCode.REPAID,
    AccountCode.PRINCIPAL,
    AccountCode.CAPITALISED,
    AccountCode.LOSS_PRINCIPAL,
    AccountCode.FORGIVEN_PRINCIPAL,
}
OF_HOLDERS = {AccountCode.CASH_IN_HAND, AccountCode.MEMBER_CLAIM}
PROGRAMME_ACCOUNTS = {AccountCode.CEILING, AccountCode.UNALLOCATED, AccountCode.ALLOCATED}


def add_bank(somebody: given.Somebody, code: str = "BPR") -> int:
    return facility.add_bank(
        actor_id=somebody.id,
        code=code,
        name="BPR Contoh",
        bank_type=BankType.BPR,
        key=given.key(),
        at=NOON,
    )


def propose(
    somebody: given.Somebody,
    kind: EntryKind,
    amount: int,
    *,
    bank_id: int | None = None,
    effective_on: date = TODAY,
) -> str:
    return facility.propose_change(
        actor_id=somebody.id,
        kind=kind,
        bank_id=bank_id,
        amount=Rupiah(amount),
        effective_on=effective_on,
        note="Perubahan pagu",
        key=given.key(),
        at=NOON,
    )


def confirm(somebody: given.Somebody, change: str) -> None:
    facility.confirm_change(actor_id=somebody.id, change_public_id=change, at=NOON)


def agree(kind: EntryKind, amount: int, *, bank_id: int | None = None) -> None:
    """Let two people change the facility."""
    proposer, confirmer = (given.staff(Role.PROGRAM_ADMIN) for _ in range(2))
    confirm(confirmer, propose(proposer, kind, amount, bank_id=bank_id))


@pytest.fixture
def rina() -> given.Somebody:
    """Who proposes."""
    return given.staff(Role.PROGRAM_ADMIN, name="Rina Contoh")


@pytest.fixture
def tono() -> given.Somebody:
    """Who agrees."""
    return given.staff(Role.PROGRAM_ADMIN, name="Tono Contoh")


class TestBank:
    def test_takes_part_with_every_account_empty(self, rina: given.Somebody):
        bank_id = add_bank(rina)

        bank = db.session.get_one(Bank, bank_id)
        assert (bank.code, bank.name, bank.bank_type, bank.is_open) == (
            "BPR",
            "BPR Contoh",
            BankType.BPR,
            True,
        )
        accounts = db.session.query(LedgerAccount).filter_by(bank_id=bank_id).all()
        counts = dict.fromkeys(AccountCode, 0)
        for account in accounts:
            counts[account.code] += 1
        assert counts == {
            code: 11
            if code in KECAMATAN_ACCOUNTS
            else 0
            if code in PROGRAMME_ACCOUNTS | OF_HOLDERS
            else 1
            for code in AccountCode
        }
        assert {account.balance for account in accounts} == {0}

    def test_can_fall_below_zero_only_where_the_chart_says_so(self, rina: given.Somebody):
        bank_id = add_bank(rina)

        unbounded = db.session.query(LedgerAccount).filter_by(bank_id=bank_id, is_bounded=False)
        assert {(account.code, account.normal_side) for account in unbounded} == {
            (AccountCode.CLEARING, Side.DEBIT),
            (AccountCode.INTEREST_INCOME, Side.CREDIT),
            (AccountCode.PENALTY_INCOME, Side.CREDIT),
            (AccountCode.FEE_INCOME, Side.CREDIT),
            (AccountCode.SUBSIDY_INCOME, Side.CREDIT),
            (AccountCode.RECOVERED, Side.CREDIT),
            (AccountCode.LOSS_PRINCIPAL, Side.DEBIT),
            (AccountCode.LOSS_INTEREST, Side.DEBIT),
            (AccountCode.FORGIVEN_PRINCIPAL, Side.DEBIT),
            (AccountCode.FORGIVEN_INTEREST, Side.DEBIT),
        }

    def test_takes_part_once(self, rina: given.Somebody):
        add_bank(rina)

        with pytest.raises(BankKnown):
            add_bank(rina)

        assert given.bank_ids() == [1]

    def test_is_added_by_who_sets_the_programme_alone(self):
        for role in (Role.SECURITY_ADMIN, Role.DINAS_OFFICER):
            with pytest.raises(NotPermitted):
                add_bank(given.staff(role))


class TestChange:
    def test_moves_nothing_until_a_second_person_agrees(
        self, rina: given.Somebody, tono: given.Somebody
    ):
        change = propose(rina, EntryKind.CEILING_SET, 5_000_000_000)
        assert balances()[AccountCode.CEILING] == CEILING

        confirm(tono, change)

        assert balances() == {
            AccountCode.CEILING: 115_000_000_000,
            AccountCode.UNALLOCATED: 115_000_000_000,
        }
        stored = db.session.query(FacilityChange).filter_by(public_id=change).one()
        assert (stored.proposed_by_id, stored.confirmed_by_id, stored.confirmed_at) == (
            rina.id,
            tono.id,
            NOON,
        )
        entry = db.session.get_one(JournalEntry, stored.entry_id)
        assert (entry.kind, entry.value_on, entry.recorded_at, entry.actor_id) == (
            EntryKind.CEILING_SET,
            TODAY,
            NOON,
            tono.id,
        )

    def test_lowers_the_ceiling(self):
        agree(EntryKind.CEILING_LOWERED, 10_000_000_000)

        assert balances() == {
            AccountCode.CEILING: 100_000_000_000,
            AccountCode.UNALLOCATED: 100_000_000_000,
        }

    def test_gives_a_bank_a_slice_and_more_of_it(self):
        desk = given.bank(slice_amount=1_000_000_000)

        agree(EntryKind.SLICE_ALLOCATED, 500_000_000, bank_id=desk.bank_id)

        assert balances() == {
            AccountCode.CEILING: CEILING,
            AccountCode.UNALLOCATED: 108_500_000_000,
            AccountCode.ALLOCATED: 1_500_000_000,
        }
        assert balances(desk.bank_id) == {
            AccountCode.SLICE: 1_500_000_000,
            AccountCode.AVAILABLE: 1_500_000_000,
        }
        assert offences() == []

    def test_takes_back_what_a_bank_has_not_promised(self):
        desk = given.bank(slice_amount=1_000_000_000)

        agree(EntryKind.SLICE_REDUCED, 400_000_000, bank_id=desk.bank_id)

        assert balances(desk.bank_id) == {
            AccountCode.SLICE: 600_000_000,
            AccountCode.AVAILABLE: 600_000_000,
        }
        assert offences() == []

    def test_by_the_proposer_alone_is_refused(self, rina: given.Somebody):
        change = propose(rina, EntryKind.CEILING_SET, 5_000_000_000)

        with pytest.raises(NotPermitted):
            confirm(rina, change)

        assert balances()[AccountCode.CEILING] == CEILING

    def test_is_booked_once(self, rina: given.Somebody, tono: given.Somebody):
        change = propose(rina, EntryKind.CEILING_SET, 5_000_000_000)
        confirm(tono, change)

        for public_id in (change, "tidak-ada"):
            with pytest.raises(NotPermitted):
                confirm(tono, public_id)

        assert balances()[AccountCode.CEILING] == 115_000_000_000

    def test_confirmed_by_two_at_once_is_booked_once(
        self, app: Flask, rina: given.Somebody, tono: given.Somebody
    ):
        wati = given.staff(Role.PROGRAM_ADMIN)
        change = propose(rina, EntryKind.CEILING_SET, 5_000_000_000)
        db.session.rollback()

        answers = at_once(app, [partial(confirm, somebody, change) for somebody in (tono, wati)])

        assert sorted(isinstance(answer, NotPermitted) for answer in answers) == [False, True]
        assert balances()[AccountCode.CEILING] == 115_000_000_000
        assert offences() == []

    @pytest.mark.parametrize("role", [Role.SECURITY_ADMIN, Role.DINAS_OFFICER, Role.AUDITOR])
    def test_is_for_who_sets_the_programme_alone(self, rina: given.Somebody, role: Role):
        somebody = given.staff(role)
        change = propose(rina, EntryKind.CEILING_SET, 5_000_000_000)

        with pytest.raises(NotPermitted):
            propose(somebody, EntryKind.CEILING_SET, 1)
        with pytest.raises(NotPermitted):
            confirm(somebody, change)

    @pytest.mark.parametrize(
        ("kind", "is_for_a_bank", "amount"),
        [
            (EntryKind.CEILING_SET, True, 1),
            (EntryKind.SLICE_ALLOCATED, False, 1),
            (EntryKind.SLICE_REDUCED, False, 1),
            (EntryKind.COMMITTED, True, 1),
            (EntryKind.REVERSED, False, 1),
            (EntryKind.CEILING_SET, False, 0),
            (EntryKind.CEILING_SET, False, -1),
        ],
    )
    def test_that_makes_no_sense_is_refused(
        self,
        rina: given.Somebody,
        kind: EntryKind,
        is_for_a_bank: bool,  # noqa: FBT001 - a column of the table above
        amount: int,
    ):
        bank_id = add_bank(rina) if is_for_a_bank else None

        with pytest.raises(NotPermitted):
            propose(rina, kind, amount, bank_id=bank_id)


class TestLimit:
    def test_of_the_slices_is_the_ceiling(self, rina: given.Somebody, tono: given.Somebody):
        desk = given.bank(slice_amount=100_000_000_000)
        too_much = propose(rina, EntryKind.SLICE_ALLOCATED, 10_000_000_001, bank_id=desk.bank_id)

        with pytest.raises(BoundReached):
            confirm(tono, too_much)

        assert db.session.query(FacilityChange).filter_by(public_id=too_much).one().entry_id is None
        assert balances()[AccountCode.UNALLOCATED] == 10_000_000_000
        assert offences() == []

    def test_of_a_refused_change_leaves_it_to_be_confirmed_later(
        self, rina: given.Somebody, tono: given.Somebody
    ):
        desk = given.bank(slice_amount=CEILING)
        change = propose(rina, EntryKind.SLICE_ALLOCATED, 1_000_000, bank_id=desk.bank_id)
        with pytest.raises(BoundReached):
            confirm(tono, change)

        agree(EntryKind.CEILING_SET, 1_000_000)
        confirm(tono, change)

        assert balances(desk.bank_id)[AccountCode.SLICE] == CEILING + 1_000_000

    def test_of_lowering_the_ceiling_is_what_no_bank_has(self):
        given.bank(slice_amount=100_000_000_000)

        with pytest.raises(BoundReached):
            agree(EntryKind.CEILING_LOWERED, 10_000_000_001)
        agree(EntryKind.CEILING_LOWERED, 10_000_000_000)

        assert AccountCode.UNALLOCATED not in balances()

    def test_of_reducing_a_slice_is_what_the_bank_has_not_promised(self):
        desk = given.bank(slice_amount=10_000_000)
        public_id = given.submitted(desk, {given.owner(is_trained=True): 4_000_000})
        given.approve(desk, given.propose(desk, public_id))

        with pytest.raises(BoundReached):
            agree(EntryKind.SLICE_REDUCED, 6_000_001, bank_id=desk.bank_id)
        agree(EntryKind.SLICE_REDUCED, 6_000_000, bank_id=desk.bank_id)

        assert balances(desk.bank_id) == {
            AccountCode.SLICE: 4_000_000,
            AccountCode.COMMITTED: 4_000_000,
        }
        assert offences() == []

    def test_holds_for_slices_confirmed_at_once(self, app: Flask, rina: given.Somebody):
        tono = given.staff(Role.PROGRAM_ADMIN)
        desks = [given.bank(slice_amount=0) for _ in range(4)]
        changes = [
            propose(rina, EntryKind.SLICE_ALLOCATED, 40_000_000_000, bank_id=desk.bank_id)
            for desk in desks
        ]
        db.session.rollback()

        answers = at_once(app, [partial(confirm, tono, change) for change in changes])

        assert answers.count(None) == 2
        assert len([answer for answer in answers if isinstance(answer, BoundReached)]) == 2
        assert balances()[AccountCode.UNALLOCATED] == 30_000_000_000
        assert offences() == []


class TestRevolving:
    @pytest.fixture
    def desk(self) -> given.BankDesk:
        """A bank that retired Rp10,000,000 of a loan paid back."""
        desk = given.bank(slice_amount=20_000_000)
        loan = given.running_loan(desk, given.owner(is_trained=True))
        given.repay(desk, loan, 10_300_000, at=NOON)
        return desk

    def test_gives_back_to_a_bank_what_it_had_retired(self, desk: given.BankDesk):
        retired = balances(desk.bank_id)[AccountCode.RETIRED]
        set_rule("is_revolving", "yes")

        agree(EntryKind.REVOLVING_STARTED, retired, bank_id=desk.bank_id)

        found = balances(desk.bank_id)
        assert AccountCode.RETIRED not in found
        assert found[AccountCode.AVAILABLE] == 10_000_000 + retired
        assert offences() == []

    def test_gives_back_no_more_than_was_retired(self, desk: given.BankDesk):
        retired = balances(desk.bank_id)[AccountCode.RETIRED]
        set_rule("is_revolving", "yes")

        with pytest.raises(BoundReached) as refusal:
            agree(EntryKind.REVOLVING_STARTED, retired + 1, bank_id=desk.bank_id)

        assert refusal.value.account.code is AccountCode.RETIRED

    def test_waits_for_the_rule(self, desk: given.BankDesk):
        with pytest.raises(NotRevolving):
            agree(EntryKind.REVOLVING_STARTED, 1, bank_id=desk.bank_id)


class TestDay:
    def test_may_lie_in_the_past_and_is_booked_beside_the_moment(
        self, rina: given.Somebody, tono: given.Somebody
    ):
        change = propose(rina, EntryKind.CEILING_SET, 1_000_000, effective_on=date(2026, 10, 1))

        confirm(tono, change)

        entry = db.session.query(JournalEntry).order_by(JournalEntry.id.desc()).first()
        assert entry is not None
        assert (entry.value_on, entry.recorded_at, entry.reference) == (
            date(2026, 10, 1),
            NOON,
            "Perubahan pagu",
        )

    def test_is_never_still_to_come(self, rina: given.Somebody):
        with pytest.raises(ChangeInFuture):
            propose(rina, EntryKind.CEILING_SET, 1_000_000, effective_on=date(2026, 11, 24))
