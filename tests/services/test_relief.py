"""Who cannot pay asks for relief; the bank proposes it, all agree, another officer decides."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from harkat.domain.lifecycle import IllegalTransition
from harkat.domain.loan_events import EventKind
from harkat.domain.money import Rupiah
from harkat.domain.relief import ReliefDecline, ReliefReason, ReliefWish, outlook
from harkat.domain.roles import NotPermitted, Role, Viewer
from harkat.domain.statuses import ReliefStatus
from harkat.extensions import db
from harkat.models.loan import LoanChange
from harkat.models.record import OutboxMessage
from harkat.models.relief import ReliefRequest
from harkat.queries import loan_changes as change_queries
from harkat.queries import relief as queries
from harkat.services import loan_changes, relief
from harkat.services.files import NotFound
from tests import given
from tests.books import offences
from tests.databases import Databases
from tests.members import Agreement, agreement, consent_to, decide, noon, now
from tests.stories import told

pytestmark = pytest.mark.usefixtures("app")

TODAY = date(2026, 4, 12)
"""Ten days after the second due date; nothing was paid."""
NOTE = "Ibu dirawat di rumah sakit."


@pytest.fixture(scope="module")
def story(databases: Databases, template_url: str) -> Iterator[tuple[str, Agreement]]:
    with told(databases, template_url, lambda: agreement(8_000_000, 6_000_000, 6_000_000)) as found:
        yield found


@pytest.fixture(scope="module")
def template_url(story: tuple[str, Agreement]) -> str:
    """Let every test here go on from a database with the agreement."""
    return story[0]


@pytest.fixture
def deal(story: tuple[str, Agreement]) -> Agreement:
    return story[1]


def ask(deal: Agreement, **changes: Any) -> str:
    """Let the third member ask for a longer schedule."""
    asked: dict[str, Any] = {
        "actor_id": deal.borrowers[2].who.id,
        "loan_public_id": deal.borrowers[2].loan,
        "reason": ReliefReason.ILLNESS,
        "wish": ReliefWish.LONGER,
        "count": 18,
        "note": NOTE,
        "key": given.key(),
        "at": noon(TODAY),
    }
    return relief.ask(**(asked | changes))


def propose(deal: Agreement, request: str, **changes: Any) -> str:
    details: dict[str, Any] = {
        "actor_id": deal.desk.maker.id,
        "request_public_id": request,
        "reason_note": "Diminta peminjam: sakit",
        "key": given.key(),
        "at": noon(TODAY),
    }
    return relief.propose(**(details | changes))


def decline(deal: Agreement, request: str, *, next_step: str = "Datang hari Senin.") -> None:
    relief.decline(
        actor_id=deal.desk.maker.id,
        request_public_id=request,
        code=ReliefDecline.MORE_TO_SAY,
        next_step=next_step,
        at=noon(TODAY),
    )


def status_of(public_id: str) -> ReliefStatus:
    db.session.rollback()
    return db.session.scalars(db.select(ReliefRequest).filter_by(public_id=public_id)).one().status


def messages(template: str) -> set[int | None]:
    db.session.rollback()
    found = db.select(OutboxMessage.recipient_id).filter_by(template=template)
    return set(db.session.scalars(found))


def viewer_of(somebody: given.Somebody) -> Viewer:
    return Viewer(
        user_id=somebody.id,
        role=somebody.role,
        bank_id=somebody.bank_id,
        person_id=somebody.person_id,
    )


class TestAsking:
    def test_waits_once_for_the_bank_however_often_it_is_sent(self, deal: Agreement):
        key = given.key()
        first = ask(deal, key=key)

        assert ask(deal, key=key) == first
        with pytest.raises(relief.RequestWaiting):
            ask(deal)
        found = queries.waiting_requests(viewer_of(deal.desk.maker))
        assert [row.public_id for row in found.requests] == [first]
        assert found.total == 1

    def test_is_for_the_own_running_loan_and_what_can_be_done_with_it(self, deal: Agreement):
        with pytest.raises(NotFound):
            ask(deal, loan_public_id=deal.borrowers[0].loan)
        for changes in ({"count": 10_000}, {"wish": ReliefWish.PART_NOW, "count": 0}):
            with pytest.raises(relief.NoSuchRelief):
                ask(deal, **changes)
        given.repay(deal.desk, deal.borrowers[2].loan, 7_000_000, at=noon(TODAY))
        with pytest.raises(relief.NoSuchRelief):
            ask(deal)
        assert db.session.scalars(db.select(ReliefRequest)).all() == []

    def test_is_taken_back_before_it_is_answered_only(self, deal: Agreement):
        request = ask(deal)
        with pytest.raises(NotFound):
            relief.withdraw(
                actor_id=deal.borrowers[0].who.id, request_public_id=request, at=noon(TODAY)
            )
        relief.withdraw(
            actor_id=deal.borrowers[2].who.id, request_public_id=request, at=noon(TODAY)
        )

        assert status_of(request) is ReliefStatus.WITHDRAWN
        with pytest.raises(IllegalTransition):
            propose(deal, request)
        assert status_of(ask(deal)) is ReliefStatus.OPEN


class TestProposal:
    def test_becomes_a_change_once_all_agree_and_another_officer_confirms(self, deal: Agreement):
        request = ask(deal)
        shown = queries.request_file(viewer_of(deal.desk.maker), request, on=TODAY)
        assert shown is not None
        assert shown.way is not None
        change = propose(deal, request)

        assert status_of(request) is ReliefStatus.PROPOSED
        assert messages("loan_change_asked") == {each.who.id for each in deal.borrowers}
        with pytest.raises(NotPermitted):
            loan_changes.decide(
                actor_id=deal.desk.maker.id,
                change_public_id=change,
                is_confirmed=True,
                key=given.key(),
                at=noon(TODAY),
            )
        with pytest.raises(loan_changes.ConsentMissing):
            decide(deal.desk, change, on=TODAY)
        consent_to(change, on=TODAY)
        decide(deal.desk, change, on=TODAY)

        assert status_of(request) is ReliefStatus.AGREED
        assert outlook(now(deal.borrowers[2].loan, TODAY)) == shown.way.after
        assert given.loan(deal.borrowers[2].loan).events[-1].kind is EventKind.RESTRUCTURED
        assert offences() == []

    def test_of_a_part_now_plans_the_rest_once_it_is_paid(self, deal: Agreement):
        request = ask(deal, wish=ReliefWish.PART_NOW, count=0, pays=Rupiah(600_000))
        shown = queries.request_file(viewer_of(deal.desk.maker), request, on=TODAY)
        assert shown is not None
        assert shown.way is not None
        paid_at = noon(TODAY) + timedelta(hours=1)
        given.repay(deal.desk, deal.borrowers[2].loan, 600_000, at=paid_at)
        change = propose(deal, request, at=paid_at)
        consent_to(change, on=TODAY)
        decide(deal.desk, change, on=TODAY)

        assert outlook(now(deal.borrowers[2].loan, TODAY)) == shown.way.after

    def test_ends_when_one_does_not_agree_and_the_bank_owes_another_answer(self, deal: Agreement):
        request = ask(deal)
        change = propose(deal, request)
        with pytest.raises(NotFound):
            loan_changes.refuse(
                actor_id=deal.group.people[4].id, change_public_id=change, at=noon(TODAY)
            )
        loan_changes.refuse(
            actor_id=deal.borrowers[1].who.id, change_public_id=change, at=noon(TODAY)
        )

        assert status_of(request) is ReliefStatus.OPEN
        assert messages("loan_change_ended") == {each.who.id for each in deal.borrowers}
        with pytest.raises(NotFound):
            loan_changes.consent(
                actor_id=deal.borrowers[0].who.id, change_public_id=change, at=noon(TODAY)
            )
        assert propose(deal, request) != change

    def test_is_rejected_with_a_reason_only(self, deal: Agreement):
        request = ask(deal)
        change = propose(deal, request)
        with pytest.raises(loan_changes.NothingSaid):
            loan_changes.decide(
                actor_id=deal.desk.checker.id,
                change_public_id=change,
                is_confirmed=False,
                reason_note="  ",
                key=given.key(),
                at=noon(TODAY),
            )
        assert status_of(request) is ReliefStatus.PROPOSED
        decide(deal.desk, change, on=TODAY, is_confirmed=False)

        assert status_of(request) is ReliefStatus.OPEN
        stored = db.session.scalars(db.select(LoanChange)).one()
        assert stored.decision_note == "Belum perlu sekarang."

    def test_is_another_banks_to_nobody(self, deal: Agreement):
        request, other = ask(deal), given.bank()

        with pytest.raises(NotFound):
            propose(deal, request, actor_id=other.maker.id)
        with pytest.raises(NotPermitted):
            propose(deal, request, actor_id=deal.desk.checker.id)
        assert queries.request_file(viewer_of(other.maker), request, on=TODAY) is None
        assert queries.waiting_requests(viewer_of(other.maker)).total == 0


class TestDecline:
    def test_has_a_reason_and_a_way_on(self, deal: Agreement):
        request = ask(deal)
        with pytest.raises(relief.NoWayOn):
            decline(deal, request, next_step=" ")
        decline(deal, request)

        told_to = queries.latest_request(viewer_of(deal.borrowers[2].who), deal.borrowers[2].loan)
        assert told_to is not None
        assert (told_to.status, told_to.decline_code, told_to.next_step) == (
            ReliefStatus.DECLINED,
            ReliefDecline.MORE_TO_SAY,
            "Datang hari Senin.",
        )
        assert messages("relief_declined") == {deal.borrowers[2].who.id}


class TestOtherMembers:
    def test_see_what_changes_for_their_risk_and_never_why(self, deal: Agreement):
        change = propose(deal, ask(deal))
        asked = change_queries.asked_change(viewer_of(deal.borrowers[0].who), change, on=TODAY)

        assert asked is not None
        assert asked.after is not None
        assert not asked.is_own
        assert asked.after.last_due_on > asked.before.last_due_on
        assert NOTE not in repr(asked)
        assert "sakit" not in repr(asked)
        assert change_queries.asking(viewer_of(deal.borrowers[0].who)) == [change]

    def test_who_answer_for_nothing_are_not_asked(self, deal: Agreement):
        change = propose(deal, ask(deal))
        outsider = viewer_of(deal.group.people[4])

        assert change_queries.asked_change(outsider, change, on=TODAY) is None
        assert change_queries.asking(outsider) == []
        assert queries.choices(outsider, deal.borrowers[2].loan, on=TODAY) is None
        assert (
            queries.latest_request(viewer_of(deal.borrowers[0].who), deal.borrowers[2].loan) is None
        )
        officer = Viewer(user_id=1, role=Role.BANK_MAKER, bank_id=deal.desk.bank_id)
        assert change_queries.asked_change(officer, change, on=TODAY) is None
