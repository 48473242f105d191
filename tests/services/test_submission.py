"""An application is sent when nothing stands in the way, and sent again after mending."""

import pytest

from harkat.domain.eligibility import Obstacle, ObstacleCode
from harkat.domain.lifecycle import IllegalTransition
from harkat.domain.money import Rupiah
from harkat.domain.people import Sector
from harkat.domain.reasons import Reason, ReasonCode
from harkat.domain.roles import NotPermitted, Role
from harkat.domain.statuses import ApplicationStatus
from harkat.extensions import db
from harkat.models.application import LoanApplication
from harkat.models.record import OutboxMessage
from harkat.services import grouping, origination, underwriting
from harkat.services.files import NotFound
from harkat.services.origination import LeaderStarts, NotReady
from tests import given
from tests.moments import NOON
from tests.rules import set_rule

pytestmark = pytest.mark.usefixtures("app")

RETURN = Reason(code=ReasonCode.DATA_1, next_step="Perbaiki jumlah", note="Jumlah tidak cocok")


def start(somebody: given.Somebody, desk: given.BankDesk, product_code: str) -> str:
    return origination.start_application(
        actor_id=somebody.id,
        product_code=product_code,
        bank_code=desk.code,
        instalments=12,
        key=given.key(),
        at=NOON,
    )


def fill(somebody: given.Somebody, public_id: str, amount: int = 5_000_000) -> None:
    origination.fill_part(
        actor_id=somebody.id,
        application_public_id=public_id,
        requested=Rupiah(amount),
        purpose="Tambah etalase",
        at=NOON,
    )


def submit(somebody: given.Somebody, public_id: str) -> str:
    return origination.submit(
        actor_id=somebody.id, application_public_id=public_id, key=given.key(), at=NOON
    )


def returned(desk: given.BankDesk, public_id: str) -> str:
    """Let the maker send an application back to be mended."""
    underwriting.take_up(actor_id=desk.maker.id, application_public_id=public_id, at=NOON)
    underwriting.return_to_applicant(
        actor_id=desk.maker.id, application_public_id=public_id, reason=RETURN, at=NOON
    )
    return public_id


def stored(public_id: str) -> LoanApplication:
    db.session.rollback()
    return given.application(public_id)


class TestSending:
    def test_hands_the_application_to_the_bank(self):
        desk, siti = given.bank(), given.owner(is_trained=True)
        public_id = given.draft(desk, {siti: 5_000_000})

        reference = submit(siti, public_id)

        application = stored(public_id)
        assert (application.status, application.submitted_at, application.reference_no) == (
            ApplicationStatus.SUBMITTED,
            NOON,
            reference,
        )

    def test_freezes_where_the_business_is(self):
        desk, siti = given.bank(), given.owner(is_trained=True)
        public_id = given.submitted(desk, {siti: 5_000_000})
        given.describe_business(siti.id, kelurahan_code="15.71.01.1003")

        [line] = stored(public_id).lines
        assert (line.kelurahan_code, line.kecamatan_code, line.sector) == (
            given.LEGOK,
            "15.71.10",
            Sector.FOOD,
        )

    def test_tells_every_borrower(self):
        desk, group = given.bank(), given.group(5)
        borrowers = group.people[:3]

        public_id = given.submitted(
            desk, dict.fromkeys(borrowers, 3_000_000), product_code="kelompok"
        )

        messages = db.session.query(OutboxMessage).filter_by(template="application_submitted")
        assert {(message.recipient_id, message.details["application"]) for message in messages} == {
            (borrower.id, stored(public_id).reference_no) for borrower in borrowers
        }

    def test_is_refused_with_everything_that_stands_in_the_way(self):
        siti = given.owner(has_account_no=False)
        public_id = given.draft(given.bank(), {siti: 100_000})

        with pytest.raises(NotReady) as refused:
            submit(siti, public_id)

        assert refused.value.obstacles == (
            Obstacle(code=ObstacleCode.ACCOUNT_NO_MISSING, person_id=siti.person_id),
            Obstacle(code=ObstacleCode.TRAINING_MISSING, person_id=siti.person_id),
            Obstacle(
                code=ObstacleCode.LINE_TOO_SMALL,
                person_id=siti.person_id,
                limit=250_000,
                actual=100_000,
            ),
        )
        assert stored(public_id).status is ApplicationStatus.DRAFT
        assert stored(public_id).lines[0].kecamatan_code is None

    def test_needs_a_part(self):
        siti = given.owner(is_trained=True)
        public_id = start(siti, given.bank(), "perorangan")

        with pytest.raises(NotReady) as refused:
            submit(siti, public_id)

        assert refused.value.obstacles == (
            Obstacle(code=ObstacleCode.LINE_OPEN, person_id=siti.person_id),
        )

    def test_of_a_group_asks_for_the_group_too(self):
        desk, group = given.bank(), given.group(4)
        public_id = given.draft(
            desk, dict.fromkeys(group.people[:2], 3_000_000), product_code="kelompok"
        )

        with pytest.raises(NotReady) as refused:
            submit(group.leader, public_id)

        assert [obstacle.code for obstacle in refused.value.obstacles] == [
            ObstacleCode.GROUP_INCOMPLETE,
            ObstacleCode.TOO_FEW_BORROWERS,
        ]

    def test_is_refused_while_a_loan_runs(self):
        desk, siti = given.bank(), given.owner(is_trained=True)
        given.running_loan(desk, siti)
        public_id = given.draft(given.bank(), {siti: 5_000_000})

        with pytest.raises(NotReady) as refused:
            submit(siti, public_id)

        assert refused.value.obstacles == (
            Obstacle(code=ObstacleCode.LOAN_RUNNING, person_id=siti.person_id),
        )

    def test_follows_the_rule_of_the_day(self):
        siti = given.owner()
        public_id = given.draft(given.bank(), {siti: 5_000_000})
        set_rule("training_rule", "none", product_code="perorangan")

        assert submit(siti, public_id)

    def test_of_a_group_is_the_leaders(self):
        desk, group = given.bank(), given.group(5)
        public_id = given.draft(
            desk, dict.fromkeys(group.people[:3], 3_000_000), product_code="kelompok"
        )

        with pytest.raises(LeaderStarts):
            submit(group.people[1], public_id)

        assert stored(public_id).status is ApplicationStatus.DRAFT

    def test_of_a_group_passes_to_the_next_leader(self):
        desk, group = given.bank(), given.group(6)
        public_id = start(group.leader, desk, "kelompok")
        for somebody in group.people[1:4]:
            fill(somebody, public_id, 3_000_000)
        grouping.leave(actor_id=group.leader.id, at=NOON)

        with pytest.raises(NotFound):
            submit(group.leader, public_id)
        submit(group.people[1], public_id)

        assert stored(public_id).status is ApplicationStatus.SUBMITTED

    def test_a_second_time_is_refused(self):
        siti = given.owner(is_trained=True)
        public_id = given.submitted(given.bank(), {siti: 5_000_000})

        with pytest.raises(IllegalTransition):
            submit(siti, public_id)

    def test_after_mending_returns_to_the_maker_and_keeps_its_first_day(self):
        desk, siti = given.bank(), given.owner(is_trained=True)
        public_id = returned(desk, given.submitted(desk, {siti: 5_000_000}))
        fill(siti, public_id, 4_000_000)

        submit(siti, public_id)

        application = stored(public_id)
        assert (application.status, application.submitted_at) == (
            ApplicationStatus.IN_VERIFICATION,
            NOON,
        )

    def test_is_not_for_officers(self):
        desk, siti = given.bank(), given.owner(is_trained=True)
        public_id = given.draft(desk, {siti: 5_000_000})

        for somebody in (desk.maker, given.staff(Role.PROGRAM_ADMIN)):
            with pytest.raises(NotPermitted):
                submit(somebody, public_id)
