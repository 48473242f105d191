"""People ask about their own data, take back consents, and read who opened what."""

from datetime import timedelta

import pytest

from harkat.domain.people import REQUIRED_CONSENTS, ConsentPurpose
from harkat.domain.personal_data import (
    ANSWER_WITHIN,
    MOST_OPEN_REQUESTS,
    DataRequestKind,
    OpenedData,
)
from harkat.domain.roles import NotPermitted, Role
from harkat.domain.statuses import ApplicationStatus, LineStatus
from harkat.extensions import db
from harkat.models.account_care import DataOpening, DataRequest
from harkat.models.people import DataConsent, UserAccount
from harkat.queries import data_openings as opened
from harkat.queries import data_requests as asked
from harkat.queries import own_file
from harkat.queries.own_data import own_data
from harkat.services import access, data_openings, personal_data, registration
from harkat.services.authority import viewer_of
from harkat.services.files import NotFound
from harkat.services.personal_data import ConsentNeeded, TooManyRequests
from tests import given
from tests.moments import NOON
from tests.phones import told

pytestmark = pytest.mark.usefixtures("app")


def viewer(somebody: given.Somebody):
    return viewer_of(db.session.get_one(UserAccount, somebody.id))


def ask(
    somebody: given.Somebody,
    kind: DataRequestKind = DataRequestKind.CORRECT,
    purpose: ConsentPurpose | None = None,
    key: str | None = None,
) -> str:
    return personal_data.ask(
        actor_id=somebody.id,
        kind=kind,
        purpose=purpose,
        note="Nama kurang satu huruf",
        key=key or given.key(),
        at=NOON,
    )


def answer(officer: given.Somebody, request: str, *, is_granted: bool = True) -> None:
    personal_data.answer(
        actor_id=officer.id,
        request_public_id=request,
        is_granted=is_granted,
        answer="Sudah diperbaiki",
        at=NOON + timedelta(hours=5),
    )


def given_to(somebody: given.Somebody) -> set[ConsentPurpose]:
    db.session.rollback()
    return {row.purpose for row in own_file.consents(viewer(somebody)) if row.given_at}


class TestConsent:
    def test_that_is_free_ends_at_once_and_may_be_given_again(self):
        siti, rina = given.owner(), given.owner()
        for somebody in (siti, rina):
            registration.give_consent(
                actor_id=somebody.id, purpose=ConsentPurpose.MESSAGES, at=NOON
            )

        later = NOON + timedelta(days=1)
        personal_data.withdraw_consent(actor_id=siti.id, purpose=ConsentPurpose.MESSAGES, at=later)

        assert given_to(siti) == REQUIRED_CONSENTS
        assert ConsentPurpose.MESSAGES in given_to(rina)
        kept = db.session.scalars(
            db.select(DataConsent).filter_by(
                person_id=siti.person_id, purpose=ConsentPurpose.MESSAGES
            )
        ).one()
        assert (kept.given_at, kept.withdrawn_at) == (NOON, later)
        registration.give_consent(actor_id=siti.id, purpose=ConsentPurpose.MESSAGES, at=later)
        assert ConsentPurpose.MESSAGES in given_to(siti)

    @pytest.mark.parametrize("purpose", sorted(REQUIRED_CONSENTS))
    def test_that_lending_rests_on_is_only_asked_back(self, purpose: ConsentPurpose):
        siti, dian = given.owner(), given.staff(Role.DINAS_OFFICER)

        with pytest.raises(ConsentNeeded):
            personal_data.withdraw_consent(actor_id=siti.id, purpose=purpose, at=NOON)
        answer(dian, ask(siti, DataRequestKind.WITHDRAW, purpose))

        assert given_to(siti) == REQUIRED_CONSENTS - {purpose}

    def test_taken_back_stops_what_no_bank_has_decided(self):
        desk, dian, alone = (
            given.bank(),
            given.staff(Role.DINAS_OFFICER),
            given.owner(is_trained=True),
        )
        own = given.propose(desk, given.submitted(desk, {alone: 3_000_000}))
        group = given.group(5)
        parts = dict.fromkeys(group.people[:4], 3_000_000)
        shared = given.submitted(desk, parts, product_code="kelompok")

        answer(dian, ask(alone, DataRequestKind.WITHDRAW, ConsentPurpose.CHECK_RECORD))
        answer(dian, ask(group.leader, DataRequestKind.DELETE))

        db.session.rollback()
        assert given.application(own).status is ApplicationStatus.WITHDRAWN
        statuses = [line.status for line in given.application(shared).lines]
        assert statuses == [LineStatus.REMOVED, *[LineStatus.READY] * 3]
        left = given.stored_group(group.public_id)
        assert left.leader_id == group.people[1].person_id
        assert "party_left" in told(group.people[1].id)

    def test_and_data_stay_while_a_loan_runs(self):
        desk, siti = given.bank(), given.owner(is_trained=True)
        dian = given.staff(Role.DINAS_OFFICER)
        given.running_loan(desk, siti)
        requests = [
            ask(siti, DataRequestKind.WITHDRAW, ConsentPurpose.PROCESS_LOAN),
            ask(siti, DataRequestKind.DELETE),
        ]

        for request in requests:
            with pytest.raises(ConsentNeeded):
                answer(dian, request)
            answer(dian, request, is_granted=False)

        assert given_to(siti) == REQUIRED_CONSENTS
        assert db.session.get_one(UserAccount, siti.id).is_active


class TestRequest:
    def test_is_due_in_three_days_and_turns_late(self):
        siti, dian = given.owner(), given.staff(Role.DINAS_OFFICER)
        request = ask(siti)
        due_at = NOON + timedelta(hours=72)

        found = asked.open_requests(viewer(dian), page=9, at=due_at)
        assert [(row.public_id, row.due_at, row.is_late) for row in found.requests] == [
            (request, due_at, False)
        ]
        late = asked.request(viewer(dian), request, at=NOON + ANSWER_WITHIN + timedelta(seconds=1))
        assert late is not None
        assert late.is_late
        assert siti.nik not in late.nik_masked

    def test_is_answered_once_and_its_owner_told(self):
        siti, dian = given.owner(), given.staff(Role.DINAS_OFFICER)
        request = ask(siti)

        answer(dian, request)

        with pytest.raises(NotFound):
            answer(dian, request)
        assert told(siti.id)[-1] == "data_request_answered"
        held = own_data(viewer(siti), is_full=False)
        assert held is not None
        assert [(row.is_granted, row.answer) for row in held.requests] == [
            (True, "Sudah diperbaiki")
        ]
        assert asked.open_requests(viewer(dian), page=1, at=NOON).total == 0

    def test_is_filed_once_however_often_its_form_is_sent(self):
        siti = given.owner()

        assert len({ask(siti, key="kunci-yang-sama-0001") for _ in range(2)}) == 1

    def test_is_one_of_a_few_at_a_time(self):
        siti = given.owner()
        for _ in range(MOST_OPEN_REQUESTS):
            ask(siti)

        with pytest.raises(TooManyRequests):
            ask(siti)

    def test_is_read_and_answered_by_the_dinas_alone(self):
        siti, maker = given.owner(), given.bank().maker
        request = ask(siti)

        for somebody in (siti, maker, given.staff(Role.DINAS_VIEWER)):
            with pytest.raises(NotPermitted):
                answer(somebody, request)
            with pytest.raises(NotPermitted):
                asked.open_requests(viewer(somebody), page=1, at=NOON)
            with pytest.raises(NotPermitted):
                personal_data.open_request(actor_id=somebody.id, request_public_id=request, at=NOON)
        assert db.session.scalars(db.select(DataRequest.answered_at)).one() is None

    def test_for_deletion_closes_the_account_and_ends_every_consent(self):
        siti, dian = given.owner(), given.staff(Role.DINAS_OFFICER)

        answer(dian, ask(siti, DataRequestKind.DELETE))

        account = db.session.get_one(UserAccount, siti.id)
        assert not account.is_active
        assert account.person is not None
        assert account.person.bank_account_no is None
        assert given_to(siti) == set()


class TestOpenings:
    def test_are_noted_once_a_day_for_each_file_and_officer(self):
        desk, siti, rina = given.bank(), given.owner(), given.owner()

        for hours in (0, 1, 24):
            for number in ("BH26-1", "BH26-2"):
                data_openings.note(
                    actor_id=desk.maker.id,
                    person_ids=[siti.person_id, rina.person_id],
                    what=OpenedData.APPLICATION,
                    reference_no=number,
                    at=NOON + timedelta(hours=hours),
                )

        page = opened.openings(viewer(siti), page=1)
        assert page.total == 4
        newest = page.openings[0]
        assert (newest.role, newest.bank_name, newest.opened_at) == (
            Role.BANK_MAKER,
            f"Bank {desk.code}",
            NOON + timedelta(hours=24),
        )
        assert opened.openings(viewer(given.owner()), page=1).total == 0

    def test_keep_the_post_of_their_day(self):
        desk, siti = given.bank(), given.owner(is_trained=True)
        note = {"person_ids": [siti.person_id], "what": OpenedData.LOAN, "reference_no": "PJ"}
        data_openings.note(actor_id=desk.maker.id, at=NOON, **note)
        given.promote(desk.maker, Role.BANK_CHECKER)

        assert [row.role for row in opened.openings(viewer(siti), page=1).openings] == [
            Role.BANK_MAKER
        ]

    def test_count_a_look_at_the_full_nik(self):
        desk, siti = given.bank(), given.owner(is_trained=True)
        public_id = given.submitted(desk, {siti: 5_000_000})
        line = given.application(public_id).lines[0].public_id

        access.reveal_identity(
            actor_id=desk.maker.id, line_public_id=line, note="Cocokkan", at=NOON
        )

        row = db.session.scalars(db.select(DataOpening)).one()
        number = given.application(public_id).reference_no
        assert (row.what, row.reference_no) == (OpenedData.IDENTITY, number)


class TestOwnData:
    def test_holds_everything_of_one_person_and_nothing_of_another(self):
        desk, siti, rina = given.bank(), given.owner(is_trained=True), given.owner("Rina Lain")
        given.running_loan(desk, siti)

        masked, full = (own_data(viewer(siti), is_full=is_full) for is_full in (False, True))

        assert masked is not None
        assert full is not None
        assert (full.person.nik, full.person.phone) == (siti.nik, siti.phone)
        assert [text for text in (siti.nik, siti.phone) if text in repr(masked)] == []
        assert (len(full.loans), len(full.applications), len(full.trainings)) == (1, 1, 1)
        assert full.loans[0].events
        assert full.business is not None
        assert [text for text in (rina.nik, rina.phone, "Rina") if text in repr(full)] == []
        assert own_data(viewer(desk.maker), is_full=True) is None
