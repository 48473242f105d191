"""Members see who paid, who is called on and who owes whom; nobody sees more than that."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from harkat.domain.loan_events import EventKind
from harkat.domain.money import Rupiah
from harkat.domain.roles import Role, Viewer
from harkat.domain.schedule_change import ScheduleChange
from harkat.queries.liability import (
    AskedShare,
    ClaimRow,
    Liability,
    Mark,
    OpenCall,
    WaitingSettlement,
    liability,
)
from harkat.services import grouping, member_claims
from harkat.services import liability as joint_liability
from tests import given
from tests.databases import Databases
from tests.members import Agreement, agreement, change, noon
from tests.stories import told

pytestmark = pytest.mark.usefixtures("app")

MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)
TODAY = date(2026, 4, 12)


def called_on() -> Agreement:
    """A pays both rows, B pays the first and a part; C pays nothing and is called for."""
    deal = agreement(8_000_000, 6_000_000, 6_000_000)
    given.repay(deal.desk, deal.borrowers[0].loan, 2 * 677_550, at=noon(TODAY))
    given.repay(deal.desk, deal.borrowers[1].loan, 600_000, at=noon(TODAY))
    joint_liability.open_call(
        actor_id=deal.desk.maker.id,
        loan_public_id=deal.borrowers[2].loan,
        key=given.key(),
        at=noon(TODAY),
    )
    joint_liability.pay_for_member(
        actor_id=deal.desk.cashier.id,
        loan_public_id=deal.borrowers[2].loan,
        payer_public_id=deal.borrowers[0].public_id,
        amount=Rupiah(300_000),
        paid_on=TODAY,
        key=given.key(),
        at=noon(TODAY),
    )
    member_claims.propose_settlement(
        actor_id=deal.borrowers[2].who.id,
        agreement_public_id=deal.public_id,
        other_public_id=deal.borrowers[0].public_id,
        amount=Rupiah(50_000),
        paid_on=TODAY,
        key=given.key(),
        at=noon(TODAY),
    )
    return deal


@pytest.fixture(scope="module")
def story(databases: Databases, template_url: str) -> Iterator[tuple[str, Agreement]]:
    with told(databases, template_url, called_on) as found:
        yield found


@pytest.fixture(scope="module")
def template_url(story: tuple[str, Agreement]) -> str:
    """Let every test here go on from a database with the agreement."""
    return story[0]


@pytest.fixture
def deal(story: tuple[str, Agreement]) -> Agreement:
    return story[1]


def viewer_of(somebody: given.Somebody) -> Viewer:
    return Viewer(
        user_id=somebody.id,
        role=somebody.role,
        bank_id=somebody.bank_id,
        person_id=somebody.person_id,
    )


def seen_by(somebody: given.Somebody, deal: Agreement, *, on: date = TODAY) -> Liability:
    found = liability(viewer_of(somebody), deal.public_id, on=on)
    assert found is not None
    return found


def marks(found: Liability) -> dict[str, dict[date, Mark]]:
    return {member.name: dict(member.marks) for member in found.members}


class TestLiability:
    def test_marks_each_month_of_each_member(self, deal: Agreement):
        found = seen_by(deal.desk.maker, deal)
        a, b, c = (borrower.who.name for borrower in deal.borrowers)

        assert found.months == (MARCH, APRIL)
        assert marks(found) == {
            a: {MARCH: Mark.PAID, APRIL: Mark.PAID},
            b: {MARCH: Mark.PAID, APRIL: Mark.PARTLY},
            c: {MARCH: Mark.PARTLY, APRIL: Mark.NOT},
        }

    def test_marks_a_month_paid_ahead(self, deal: Agreement):
        given.repay(deal.desk, deal.borrowers[0].loan, 677_550, at=noon(TODAY))
        found = seen_by(deal.desk.maker, deal)
        assert found.members[0].marks[MAY] is Mark.PAID

    def test_does_not_call_paid_what_a_restructuring_moved_on(self, deal: Agreement):
        change(
            deal.desk,
            deal.borrowers[2].loan,
            EventKind.RESTRUCTURED,
            on=TODAY,
            change=ScheduleChange(instalments=18),
        )
        found = seen_by(deal.desk.maker, deal)
        assert dict(found.members[2].marks) == {MARCH: Mark.PARTLY, APRIL: Mark.NOT}

    def test_shows_the_open_call_and_what_is_left_of_it(self, deal: Agreement):
        [call] = seen_by(deal.desk.maker, deal).calls
        a, b, c = (borrower.who.name for borrower in deal.borrowers)

        assert call == OpenCall(
            debtor_name=c,
            opened_on=TODAY,
            missing=Rupiah(1_016_324),
            missing_now=Rupiah(716_324),
            shares=(
                AskedShare(
                    name=a,
                    asked=Rupiah(580_757),
                    paid=Rupiah(300_000),
                    left=Rupiah(280_757),
                    is_own=False,
                ),
                AskedShare(
                    name=b,
                    asked=Rupiah(435_567),
                    paid=Rupiah(0),
                    left=Rupiah(435_567),
                    is_own=False,
                ),
            ),
            is_own=False,
        )

    def test_shows_claims_and_what_waits_for_a_yes(self, deal: Agreement):
        found = seen_by(deal.borrowers[0].who, deal)
        creditor, _other, debtor = deal.borrowers

        assert found.claims == (
            ClaimRow(
                creditor_name=creditor.who.name,
                creditor_public_id=creditor.public_id,
                debtor_name=debtor.who.name,
                debtor_public_id=debtor.public_id,
                amount=Rupiah(300_000),
                is_own=True,
            ),
        )
        assert [
            (row.debtor_name, row.creditor_name, row.amount, row.may_confirm)
            for row in found.waiting
        ] == [(debtor.who.name, creditor.who.name, 50_000, True)]

    def test_is_the_same_for_every_member_but_for_what_is_the_own(self, deal: Agreement):
        of_leader, of_another = (seen_by(borrower.who, deal) for borrower in deal.borrowers[:2])

        assert marks(of_leader) == marks(of_another)
        assert [claim.amount for claim in of_leader.claims] == [
            claim.amount for claim in of_another.claims
        ]
        assert [row.is_own for row in of_leader.members] == [True, False, False]
        assert [row.is_own for row in of_another.members] == [False, True, False]
        assert [row.may_confirm for row in of_another.waiting] == [False]

    def test_says_no_number_of_anybody(self, deal: Agreement):
        told_text = repr(seen_by(deal.borrowers[1].who, deal))
        for borrower in deal.borrowers:
            for secret in (borrower.who.nik, borrower.who.phone, "Jalan Contoh", "Bank Contoh"):
                assert secret not in told_text

    def test_of_who_left_the_group_is_the_own_part(self, deal: Agreement):
        for borrower in deal.borrowers:
            given.repay(deal.desk, borrower.loan, 9_000_000, at=noon(TODAY))
        creditor, another, _debtor = deal.borrowers
        for gone in (creditor, another):
            grouping.leave(actor_id=gone.who.id, at=noon(TODAY))

        of_creditor, of_another = (seen_by(gone.who, deal) for gone in (creditor, another))

        assert [row.name for row in of_creditor.members] == [creditor.who.name]
        assert [claim.amount for claim in of_creditor.claims] == [300_000]
        assert [row.name for row in of_another.members] == [another.who.name]
        assert (of_another.calls, of_another.claims, of_another.waiting) == ((), (), ())

    def test_is_nothing_to_a_member_who_did_not_borrow_or_a_stranger(self, deal: Agreement):
        strangers = (
            deal.group.people[4],
            given.owner("Lina Contoh", at=noon(TODAY)),
            given.bank(at=noon(TODAY)).maker,
            given.staff(Role.TRAINING_STAFF, at=noon(TODAY)),
            given.staff(Role.SECURITY_ADMIN, at=noon(TODAY)),
        )
        for stranger in strangers:
            assert liability(viewer_of(stranger), deal.public_id, on=TODAY) is None

    def test_of_no_such_agreement_is_nothing(self, deal: Agreement):
        assert liability(viewer_of(deal.desk.maker), "tidak-ada", on=TODAY) is None

    def test_shows_no_call_any_more_once_it_is_covered(self, deal: Agreement):
        given.repay(deal.desk, deal.borrowers[2].loan, 716_324, at=noon(TODAY))
        later = TODAY + timedelta(days=1)
        assert seen_by(deal.desk.maker, deal, on=later).calls == ()


class TestWaitingSettlement:
    def test_is_of_the_agreement_alone(self, deal: Agreement):
        [row] = seen_by(deal.borrowers[2].who, deal).waiting
        assert isinstance(row, WaitingSettlement)
        assert (row.paid_on, row.may_confirm) == (TODAY, False)
