"""A refusal can be objected to once, in time, and another checker of the bank answers."""

from datetime import date, timedelta

import pytest

from harkat.domain.ledger import AccountCode
from harkat.domain.lifecycle import IllegalTransition
from harkat.domain.reasons import Reason, ReasonCode
from harkat.domain.roles import NotPermitted, Role
from harkat.domain.statuses import AppealStatus, ApplicationStatus, LineStatus
from harkat.extensions import db
from harkat.models.appeals import Appeal
from harkat.models.record import OutboxMessage
from harkat.services import appeals, underwriting
from harkat.services.appeals import AppealedBefore, AppealLate
from harkat.services.files import NotFound
from harkat.services.origination import OpenAlready
from harkat.services.underwriting import SamePerson
from tests import given
from tests.books import balances, offences
from tests.moments import NOON

pytestmark = pytest.mark.usefixtures("app")

TOO_MUCH = Reason(code=ReasonCode.MAMPU_1, next_step="Coba Rp3.000.000.")
DAY = timedelta(days=1)


def rejected(desk: given.BankDesk, parts: dict[given.Somebody, int], **more: str) -> str:
    public_id = given.propose(desk, given.submitted(desk, parts, **more))
    underwriting.reject(
        actor_id=desk.checker.id, application_public_id=public_id, reason=TOO_MUCH, at=NOON
    )
    return public_id


def object_to(somebody: given.Somebody, public_id: str, *, at=NOON) -> str:
    return appeals.make(
        actor_id=somebody.id,
        application_public_id=public_id,
        words="Sisa uang saya cukup. Lihat buku kas saya.",
        key=given.key(),
        at=at,
    )


def uphold(officer: given.Somebody, appeal: str, *, at=NOON + DAY) -> None:
    appeals.uphold(actor_id=officer.id, appeal_public_id=appeal, key=given.key(), at=at)


def dismiss(officer: given.Somebody, appeal: str, *, at=NOON + DAY) -> None:
    appeals.dismiss(
        actor_id=officer.id, appeal_public_id=appeal, reason=TOO_MUCH, key=given.key(), at=at
    )


def stored(public_id: str) -> Appeal:
    return db.session.scalars(db.select(Appeal).filter_by(public_id=public_id)).one()


def told(somebody: given.Somebody) -> list[str]:
    return list(
        db.session.scalars(
            db.select(OutboxMessage.template)
            .filter_by(recipient_id=somebody.id)
            .order_by(OutboxMessage.id)
        )
    )


@pytest.fixture
def desk() -> given.BankDesk:
    return given.bank()


@pytest.fixture
def other_checker(desk: given.BankDesk) -> given.Somebody:
    return given.staff(Role.BANK_CHECKER, bank_id=desk.bank_id, name="Gita Pemutus")


@pytest.fixture
def siti() -> given.Somebody:
    return given.owner("Siti Contoh", is_trained=True)


class TestMake:
    def test_goes_to_the_other_checkers_with_a_day_for_the_answer(
        self, desk: given.BankDesk, other_checker: given.Somebody, siti: given.Somebody
    ):
        appeal = object_to(siti, rejected(desk, {siti: 5_000_000}))

        assert stored(appeal).status is AppealStatus.OPEN
        assert stored(appeal).answer_by_on == date(2026, 12, 7)
        assert told(siti)[-1] == "appeal_received"
        assert told(other_checker) == ["appeal_to_answer"]
        assert told(desk.checker) == []

    def test_is_possible_once_for_a_refusal_and_only_in_time(
        self, desk: given.BankDesk, siti: given.Somebody
    ):
        public_id = rejected(desk, {siti: 5_000_000})
        with pytest.raises(AppealLate):
            object_to(siti, public_id, at=NOON + 15 * DAY)

        object_to(siti, public_id, at=NOON + 14 * DAY)

        with pytest.raises(AppealedBefore):
            object_to(siti, public_id)

    def test_is_the_owners_alone_and_needs_a_refusal(
        self, desk: given.BankDesk, siti: given.Somebody
    ):
        public_id = rejected(desk, {siti: 5_000_000})
        with pytest.raises(NotFound):
            object_to(given.owner("Orang Lain"), public_id)
        rina = given.owner("Rina", is_trained=True)
        with pytest.raises(NotFound):
            object_to(rina, given.submitted(desk, {rina: 5_000_000}))
        with pytest.raises(NotPermitted):
            object_to(desk.maker, public_id)


class TestAnswer:
    def test_is_never_given_by_whoever_decided_or_by_another_bank(
        self, desk: given.BankDesk, other_checker: given.Somebody, siti: given.Somebody
    ):
        appeal = object_to(siti, rejected(desk, {siti: 5_000_000}))
        for answer in (uphold, dismiss):
            with pytest.raises(SamePerson):
                answer(desk.checker, appeal)
            with pytest.raises(NotFound):
                answer(given.bank().checker, appeal)
            with pytest.raises(NotFound):
                answer(other_checker, "tidak-ada")
            with pytest.raises(NotPermitted):
                answer(desk.maker, appeal)
            with pytest.raises(SamePerson):
                answer(given.promote(desk.maker, Role.BANK_CHECKER), appeal)
            given.promote(desk.maker, Role.BANK_MAKER)

        dismiss(other_checker, appeal)

        assert stored(appeal).answered_by_id == other_checker.id
        for answer in (uphold, dismiss):
            with pytest.raises(IllegalTransition):
                answer(other_checker, appeal)

    def test_that_the_refusal_stands_has_a_reason_and_changes_nothing_else(
        self, desk: given.BankDesk, other_checker: given.Somebody, siti: given.Somebody
    ):
        public_id = rejected(desk, {siti: 5_000_000})
        dismiss(other_checker, object_to(siti, public_id))

        assert given.application(public_id).status is ApplicationStatus.REJECTED
        assert told(siti)[-1] == "appeal_dismissed"
        assert offences() == []

    def test_that_the_owner_is_right_opens_the_file_again_up_to_a_loan(
        self, desk: given.BankDesk, other_checker: given.Somebody, siti: given.Somebody
    ):
        public_id = rejected(desk, {siti: 5_000_000})

        uphold(other_checker, object_to(siti, public_id))

        assert given.application(public_id).status is ApplicationStatus.IN_VERIFICATION
        assert given.application(public_id).lines[0].status is LineStatus.READY
        assert told(siti)[-1] == "appeal_upheld"
        underwriting.propose(
            actor_id=desk.maker.id,
            application_public_id=public_id,
            version=given.application(public_id).version,
            amounts=given.amounts_of(public_id),
            reasons={},
            key=given.key(),
            at=NOON + DAY,
        )
        given.approve(desk, public_id, at=NOON + DAY)
        assert len(given.disburse(desk, given.consent_all(public_id, at=NOON + DAY), at=NOON + DAY))
        assert offences() == []

    def test_that_one_member_is_right_brings_back_all_who_are_free(
        self, desk: given.BankDesk, other_checker: given.Somebody
    ):
        kelompok = given.group(5)
        parts = dict.fromkeys(kelompok.people[:3], 3_000_000)
        public_id = rejected(desk, parts, product_code="kelompok")
        appeal = object_to(kelompok.people[0], public_id)
        given.submitted(desk, {kelompok.people[2]: 2_000_000})

        uphold(other_checker, appeal)

        assert [line.status for line in given.application(public_id).lines] == [
            LineStatus.READY,
            LineStatus.READY,
            LineStatus.DECLINED,
        ]
        assert told(kelompok.people[1])[-1] == "application_reopened"
        assert "application_reopened" not in told(kelompok.people[2])

    def test_waits_while_the_owner_or_the_group_has_another_application(
        self, desk: given.BankDesk, other_checker: given.Somebody, siti: given.Somebody
    ):
        alone = object_to(siti, rejected(desk, {siti: 5_000_000}))
        given.submitted(desk, {siti: 2_000_000})
        kelompok = given.group(5)
        parts = dict.fromkeys(kelompok.people[:3], 3_000_000)
        together = object_to(kelompok.leader, rejected(desk, parts, product_code="kelompok"))
        given.draft(desk, {kelompok.people[0]: 2_000_000}, product_code="kelompok")

        for appeal in (alone, together):
            with pytest.raises(OpenAlready):
                uphold(other_checker, appeal)
            assert stored(appeal).status is AppealStatus.OPEN

    def test_leaves_an_application_alone_that_went_on_for_the_others(
        self, desk: given.BankDesk, other_checker: given.Somebody
    ):
        kelompok = given.group(5)
        parts = dict.fromkeys(kelompok.people[:4], 3_000_000)
        public_id = given.propose(desk, given.submitted(desk, parts, product_code="kelompok"))
        lines = [line.public_id for line in given.application(public_id).lines]
        underwriting.approve(
            actor_id=desk.checker.id,
            application_public_id=public_id,
            version=given.application(public_id).version,
            amounts={**given.amounts_of(public_id), lines[3]: given.Rupiah(0)},
            reasons={lines[3]: TOO_MUCH},
            key=given.key(),
            at=NOON,
        )

        uphold(other_checker, object_to(kelompok.people[3], public_id))

        assert given.application(public_id).status is ApplicationStatus.APPROVED
        assert balances(desk.bank_id)[AccountCode.COMMITTED] == 9_000_000
        assert told(kelompok.people[3])[-1] == "appeal_upheld_apply_again"
