"""An application can be withdrawn until the money is on its way, and frees what was promised."""

from collections.abc import Callable

import pytest

from harkat.domain.ledger import AccountCode
from harkat.domain.lifecycle import IllegalTransition
from harkat.domain.reasons import Reason, ReasonCode
from harkat.domain.roles import NotPermitted
from harkat.domain.statuses import AgreementStatus, ApplicationStatus, LineStatus
from harkat.extensions import db
from harkat.models.loan import LoanAgreement
from harkat.services import origination, underwriting
from harkat.services.files import NotFound
from harkat.services.origination import LeaderStarts
from tests import given
from tests.books import balances, offences
from tests.groups import told
from tests.moments import NOON

pytestmark = pytest.mark.usefixtures("app")

REASON = Reason(code=ReasonCode.DATA_1, next_step="Perbaiki jumlah")
UNTOUCHED = {AccountCode.SLICE: 1_000_000_000, AccountCode.AVAILABLE: 1_000_000_000}


def withdraw(somebody: given.Somebody, public_id: str) -> None:
    origination.withdraw(actor_id=somebody.id, application_public_id=public_id, at=NOON)


def drafted(desk: given.BankDesk, siti: given.Somebody) -> str:
    return given.draft(desk, {siti: 5_000_000})


def submitted(desk: given.BankDesk, siti: given.Somebody) -> str:
    return given.submitted(desk, {siti: 5_000_000})


def in_verification(desk: given.BankDesk, siti: given.Somebody) -> str:
    public_id = submitted(desk, siti)
    underwriting.take_up(actor_id=desk.maker.id, application_public_id=public_id, at=NOON)
    return public_id


def needing_a_fix(desk: given.BankDesk, siti: given.Somebody) -> str:
    public_id = in_verification(desk, siti)
    underwriting.return_to_applicant(
        actor_id=desk.maker.id, application_public_id=public_id, reason=REASON, at=NOON
    )
    return public_id


def in_decision(desk: given.BankDesk, siti: given.Somebody) -> str:
    return given.propose(desk, submitted(desk, siti))


def approved(desk: given.BankDesk, siti: given.Somebody) -> str:
    return given.approve(desk, in_decision(desk, siti))


def consented(desk: given.BankDesk, siti: given.Somebody) -> str:
    return given.consent_all(approved(desk, siti))


def disbursing(desk: given.BankDesk, siti: given.Somebody) -> str:
    public_id = consented(desk, siti)
    given.prepare(desk, public_id)
    return public_id


def disbursed(desk: given.BankDesk, siti: given.Somebody) -> str:
    public_id = consented(desk, siti)
    given.disburse(desk, public_id)
    return public_id


def rejected(desk: given.BankDesk, siti: given.Somebody) -> str:
    public_id = in_decision(desk, siti)
    underwriting.reject(
        actor_id=desk.checker.id, application_public_id=public_id, reason=REASON, at=NOON
    )
    return public_id


def withdrawn(desk: given.BankDesk, siti: given.Somebody) -> str:
    public_id = drafted(desk, siti)
    withdraw(siti, public_id)
    return public_id


class TestWithdrawal:
    @pytest.mark.parametrize(
        ("reach", "line_status"),
        [
            (drafted, LineStatus.REMOVED),
            (submitted, LineStatus.REMOVED),
            (in_verification, LineStatus.REMOVED),
            (needing_a_fix, LineStatus.REMOVED),
            (in_decision, LineStatus.REMOVED),
            (approved, LineStatus.LAPSED),
            (consented, LineStatus.LAPSED),
        ],
    )
    def test_frees_everything_in_the_same_moment(
        self,
        reach: Callable[[given.BankDesk, given.Somebody], str],
        line_status: LineStatus,
    ):
        desk, siti = given.bank(), given.owner(is_trained=True)
        public_id = reach(desk, siti)

        withdraw(siti, public_id)

        application = given.application(public_id)
        assert (application.status, [line.status for line in application.lines]) == (
            ApplicationStatus.WITHDRAWN,
            [line_status],
        )
        assert balances(desk.bank_id) == UNTOUCHED
        assert offences() == []

    @pytest.mark.parametrize("reach", [approved, consented])
    def test_cancels_the_agreement(self, reach: Callable[[given.BankDesk, given.Somebody], str]):
        siti = given.owner(is_trained=True)

        withdraw(siti, reach(given.bank(), siti))

        assert db.session.query(LoanAgreement).one().status is AgreementStatus.CANCELLED

    @pytest.mark.parametrize("reach", [disbursing, disbursed, rejected, withdrawn])
    def test_is_refused_when_the_money_is_on_its_way_or_all_is_over(
        self, reach: Callable[[given.BankDesk, given.Somebody], str]
    ):
        desk, siti = given.bank(), given.owner(is_trained=True)
        public_id = reach(desk, siti)
        before = balances(desk.bank_id)

        with pytest.raises(IllegalTransition):
            withdraw(siti, public_id)

        assert balances(desk.bank_id) == before
        assert offences() == []

    def test_lets_the_applicant_try_another_bank(self):
        siti = given.owner(is_trained=True)
        withdraw(siti, submitted(given.bank(), siti))

        assert submitted(given.bank(), siti)

    def test_is_not_for_strangers_or_officers(self):
        desk, siti = given.bank(), given.owner(is_trained=True)
        public_id = submitted(desk, siti)

        with pytest.raises(NotFound):
            withdraw(given.owner("Orang Lain"), public_id)
        with pytest.raises(NotPermitted):
            withdraw(desk.maker, public_id)

        assert given.application(public_id).status is ApplicationStatus.SUBMITTED

    def test_of_a_group_is_the_leaders_and_frees_every_part(self):
        desk, group = given.bank(), given.group(5)
        public_id = given.submitted(
            desk, dict.fromkeys(group.people[:3], 3_000_000), product_code="kelompok"
        )
        given.approve(desk, given.propose(desk, public_id))
        assert balances(desk.bank_id)[AccountCode.COMMITTED] == 9_000_000

        with pytest.raises(LeaderStarts):
            withdraw(group.people[1], public_id)
        withdraw(group.leader, public_id)

        assert balances(desk.bank_id) == UNTOUCHED
        assert offences() == []

    @pytest.mark.parametrize("is_approved", [False, True])
    def test_of_a_group_is_told_to_the_other_borrowers(self, *, is_approved: bool):
        desk, group = given.bank(), given.group(5)
        parts = dict.fromkeys(group.people[:3], 3_000_000)
        public_id = given.submitted(desk, parts, product_code="kelompok")
        if is_approved:
            given.approve(desk, given.propose(desk, public_id))

        withdraw(group.leader, public_id)

        found = ["application_withdrawn" in told(person) for person in group.people]
        assert found == [False, True, True, False, False]
