"""What owners see of their own: nothing is missing, and nothing is anybody else's."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event

from harkat.domain.people import ConsentPurpose
from harkat.domain.roles import Role, Viewer
from harkat.domain.statuses import ApplicationEvent, LineStatus, MembershipStatus
from harkat.extensions import db
from harkat.queries import (
    activation_links,
    demo_accounts,
    messages,
    own_applications,
    own_file,
    own_group,
    own_home,
    own_loans,
    own_offer,
    own_start,
    own_training,
)
from harkat.services import grouping, outbox, part_withdrawal, registration, staff_accounts
from tests import given
from tests.moments import NOON, TODAY

pytestmark = pytest.mark.usefixtures("app")


def seen_as(somebody: given.Somebody) -> Viewer:
    return Viewer(
        user_id=somebody.id,
        role=somebody.role,
        bank_id=somebody.bank_id,
        person_id=somebody.person_id,
    )


@pytest.fixture
def siti() -> given.Somebody:
    return given.owner("Siti Contoh", is_trained=True)


class TestOwnFile:
    def test_masks_the_account_number(self, siti: given.Somebody):
        account = own_file.payout_account(seen_as(siti))

        assert account is not None
        assert account.account_no_masked is not None
        assert account.account_no_masked.startswith("••••")
        assert len(account.account_no_masked) == 7

    def test_is_empty_for_whoever_has_told_nothing(self):
        nia = given.owner("Nia Contoh", kelurahan_code=None, has_account_no=False)

        account = own_file.payout_account(seen_as(nia))

        assert own_file.business(seen_as(nia)) is None
        assert account is not None
        assert account.account_no_masked is None

    def test_lists_every_use_of_data_with_its_date(self, siti: given.Somebody):
        registration.give_consent(actor_id=siti.id, purpose=ConsentPurpose.MESSAGES, at=NOON)

        found = {each.purpose: each.given_at for each in own_file.consents(seen_as(siti))}

        assert found == {
            ConsentPurpose.PROCESS_LOAN: NOON,
            ConsentPurpose.CHECK_RECORD: NOON,
            ConsentPurpose.MESSAGES: NOON,
            ConsentPurpose.SUCCESS_STORY: None,
        }

    def test_of_an_officer_is_nothing(self):
        maker = seen_as(given.bank().maker)

        assert own_file.payout_account(maker) is None
        assert own_file.business(maker) is None
        assert own_home.home(maker, at=NOON) is None


class TestOwnGroup:
    def test_counts_the_tasks_of_those_who_accepted_and_no_others(self):
        kelompok = given.group(2, is_trained=False)
        grouping.invite(
            actor_id=kelompok.leader.id,
            group_public_id=kelompok.public_id,
            name="Tono",
            phone="+6281355556666",
            key=given.key(),
            at=NOON,
        )

        found = own_group.group(seen_as(kelompok.people[1]), at=NOON)

        assert found is not None
        assert [
            (member.name, member.status, member.tasks.done if member.tasks else None)
            for member in found.members
        ] == [
            ("Siti Contoh 1", MembershipStatus.ACCEPTED, 6),
            ("Rina Contoh 2", MembershipStatus.ACCEPTED, 6),
            ("Tono", MembershipStatus.INVITED, None),
        ]
        assert (found.size, found.is_leader) == (2, False)

    def test_marks_an_invitation_nobody_can_answer_any_more(self):
        kelompok = given.group(1)
        grouping.invite(
            actor_id=kelompok.leader.id,
            group_public_id=kelompok.public_id,
            name="Tono",
            phone="+6281355556666",
            key=given.key(),
            at=NOON,
        )

        found = own_group.group(seen_as(kelompok.leader), at=NOON + timedelta(days=14))

        assert found is not None
        assert [member.is_overdue for member in found.members] == [False, True]

    def test_takes_as_many_statements_for_many_members_as_for_few(self):
        few, many = given.group(2), given.group(6)

        assert statements_of(few) == statements_of(many)

    def test_invitations_are_those_of_the_own_phone(self, siti: given.Somebody):
        kelompok = given.group(2)
        public_id = grouping.invite(
            actor_id=kelompok.leader.id,
            group_public_id=kelompok.public_id,
            name="Siti",
            phone=siti.phone,
            key=given.key(),
            at=NOON,
        )

        found = own_group.invitations(seen_as(siti), at=NOON)
        others = own_group.invitations(seen_as(kelompok.people[1]), at=NOON)

        assert [(each.public_id, each.size) for each in found] == [(public_id, 2)]
        assert found[0].answer_by_on == TODAY + timedelta(days=14)
        assert others == []


class TestOwnApplication:
    def test_says_when_each_stage_was_reached(self, siti: given.Somebody):
        desk = given.bank()
        public_id = given.submitted(desk, {siti: 5_000_000})
        given.approve(desk, given.propose(desk, public_id, at=NOON + timedelta(days=1)))

        found = own_applications.application(seen_as(siti), public_id, on=TODAY)

        assert found is not None
        assert found.progress.reached[ApplicationEvent.SUBMITTED] == NOON
        assert found.progress.reached[ApplicationEvent.PROPOSED] == NOON + timedelta(days=1)
        assert found.progress.own is not None
        assert found.progress.own.status is LineStatus.APPROVED

    def test_is_none_for_a_stranger(self, siti: given.Somebody):
        public_id = given.submitted(given.bank(), {siti: 5_000_000})
        tono = seen_as(given.owner("Tono Contoh"))

        assert own_applications.application(tono, public_id, on=TODAY) is None
        assert own_applications.part_to_fill(tono, public_id, on=TODAY) is None
        assert own_offer.offer(tono, public_id, on=TODAY) is None

    def test_is_nothing_any_more_for_who_took_the_own_part_out_and_left(self):
        desk, group = given.bank(), given.group(6)
        parts = dict.fromkeys(group.people[:4], 3_000_000)
        shared = given.submitted(desk, parts, product_code="kelompok")
        gone = group.people[3]
        part_withdrawal.withdraw_part(actor_id=gone.id, application_public_id=shared, at=NOON)

        def seen(somebody: given.Somebody):
            return own_applications.application(seen_as(somebody), shared, on=TODAY)

        assert seen(gone) is not None  # still a member
        grouping.leave(actor_id=gone.id, at=NOON)
        assert seen(gone) is None
        assert [
            row.reference_no for row in own_home.home(seen_as(gone), at=NOON).applications
        ] == []
        assert seen(group.people[0]) is not None

    def test_leads_to_the_loan_once_it_runs(self, siti: given.Somebody):
        desk = given.bank()
        loan = given.running_loan(desk, siti)
        public_id = given.loan(loan).application_line.application.public_id

        found = own_applications.application(seen_as(siti), public_id, on=TODAY)

        assert found is not None
        assert found.loan_public_id == loan


class TestStart:
    def test_offers_open_banks_and_the_lengths_of_the_rules(self, siti: given.Somebody):
        desk = given.bank()
        closed = given.bank()
        given.stored_bank(closed.bank_id).is_open = False
        db.session.commit()

        found = own_start.start(seen_as(siti), product_code="perorangan", on=TODAY)

        assert found is not None
        assert [code for code, _name in found.banks] == [desk.code]
        assert found.instalment_choices == (6, 12, 18, 24)
        assert found.may_start

    def test_is_nothing_for_a_product_that_is_not_there(self, siti: given.Somebody):
        assert own_start.start(seen_as(siti), product_code="lain", on=TODAY) is None


class TestHome:
    def test_takes_as_many_statements_for_many_applications_as_for_one(self):
        desk = given.bank()
        rina, wati = given.owner("Rina Contoh"), given.owner("Wati Contoh")
        given.draft(desk, {rina: 5_000_000})
        for _ in range(4):
            draft = given.draft(desk, {wati: 5_000_000})
            given.origination.withdraw(actor_id=wati.id, application_public_id=draft, at=NOON)
        given.draft(desk, {wati: 5_000_000})

        counts = []
        for somebody in (rina, wati):
            db.session.close()
            with counted() as statements:
                own_home.home(seen_as(somebody), at=NOON)
            counts.append(len(statements))

        assert counts[0] == counts[1]

    def test_shows_own_loans_only(self, siti: given.Somebody):
        desk = given.bank()
        loan = given.running_loan(desk, siti)

        found = own_home.home(seen_as(siti), at=NOON)

        assert found is not None
        assert [each.public_id for each in found.loans] == [loan]
        assert own_loans.loans(seen_as(given.owner("Tono Contoh")), on=TODAY) == []


class TestMessages:
    def test_come_in_pages_newest_first(self, siti: given.Somebody):
        for number in range(30):
            put(siti, number)

        first, last = (messages.received(seen_as(siti), page=page) for page in (1, 2))

        assert (first.total, first.pages, len(first.messages)) == (32, 2, 25)
        assert first.messages[0].details == {"group": "KL29"}
        assert [message.template for message in last.messages[-2:]] == [
            "training_completed",
            "registered",
        ]

    @pytest.mark.parametrize(("asked", "shown"), [(-5, 1), (0, 1), (2, 1), (10**9, 1)])
    def test_stay_on_a_page_that_is_there(self, siti: given.Somebody, asked: int, shown: int):
        assert messages.received(seen_as(siti), page=asked).page == shown


class TestTraining:
    def test_shows_certificates_and_classes_that_have_not_begun(self, siti: given.Somebody):
        teacher = given.staff(Role.TRAINING_STAFF)
        given.training.open_class(
            actor_id=teacher.id,
            course_id=1,
            kelurahan_code=given.LEGOK,
            venue="Balai Contoh",
            starts_on=TODAY,
            ends_on=TODAY + timedelta(days=2),
            seats=20,
            key=given.key(),
            at=NOON,
        )

        found = own_training.own_training(seen_as(siti), on=TODAY)

        assert len(found.certificates) == 1
        assert [(each.venue, each.kelurahan) for each in found.coming] == [
            ("Balai Contoh", "Legok")
        ]


class TestDemoAccounts:
    def test_are_the_first_of_each_kind_in_the_order_of_the_roles(self, app: Flask):
        app.config["DEMO"] = True
        for number in range(6):
            given.owner(f"Wati Contoh {number}")
        desk = given.bank()

        found = demo_accounts.by_role()

        owners = [account for account in found if account.role is Role.BUSINESS_OWNER]
        assert [account.full_name for account in owners] == [
            "Wati Contoh 0",
            "Wati Contoh 1",
            "Wati Contoh 2",
        ]
        order = [list(Role).index(account.role) for account in found]
        assert order == sorted(order)
        makers = [account for account in found if account.role is Role.BANK_MAKER]
        assert [account.bank_name for account in makers] == [f"Bank {desk.code}"]

    def test_are_none_where_nobody_was_made_in_the_demo(self):
        given.owner()

        assert demo_accounts.by_role() == []


class TestActivationLinks:
    def test_are_open_until_they_are_used_or_expire(self):
        link = staff_accounts.create_admin(
            full_name="Wati", phone="+6281299990000", role=Role.SECURITY_ADMIN, at=NOON
        )

        def is_open(days: int) -> bool:
            return activation_links.is_open(token=link.token, at=NOON + timedelta(days=days))

        assert [is_open(0), is_open(3)] == [True, False]
        staff_accounts.activate(token=link.token, password="perahu kayu biru", at=NOON)
        assert is_open(0) is False
        assert activation_links.is_open(token="lain", at=NOON) is False


def put(somebody: given.Somebody, number: int) -> None:
    outbox.put(recipient_id=somebody.id, template="member_accepted", at=NOON, group=f"KL{number}")
    db.session.commit()


@contextmanager
def counted() -> Iterator[list[str]]:
    """Collect the statements that are sent to the database."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_others: object) -> None:
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def statements_of(kelompok: given.Kelompok) -> int:
    """Return how many statements it takes to show a group."""
    db.session.close()
    with counted() as statements:
        own_group.group(seen_as(kelompok.leader), at=NOON)
    return len(statements)
