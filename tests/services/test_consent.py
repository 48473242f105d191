"""Borrowers agree, refuse or stay silent; a change of the list asks the others again."""

from datetime import datetime, timedelta

import pytest

from harkat.domain.ledger import AccountCode
from harkat.domain.lifecycle import IllegalTransition
from harkat.domain.statuses import AgreementStatus, ApplicationStatus, LineStatus
from harkat.extensions import db
from harkat.models.loan import LoanAgreement
from harkat.services import consent, end_of_day, origination
from harkat.services.consent import ConsentLate
from harkat.services.files import ChangedMeanwhile, NotFound
from tests import given
from tests.books import balances, offences
from tests.moments import NOON, TODAY
from tests.phones import told

pytestmark = pytest.mark.usefixtures("app")


def approved_group(borrowers: int = 3) -> tuple[given.BankDesk, given.Kelompok, str]:
    desk = given.bank()
    kelompok = given.group(max(borrowers, 5))
    parts = dict.fromkeys(kelompok.people[:borrowers], 3_000_000)
    public_id = given.submitted(desk, parts, product_code="kelompok")
    return desk, kelompok, given.approve(desk, given.propose(desk, public_id))


def agree(
    somebody: given.Somebody,
    public_id: str,
    *,
    version: int | None = None,
    digest: str | None = None,
    code: str | None = None,
    at: datetime = NOON,
) -> None:
    consent.consent(
        actor_id=somebody.id,
        application_public_id=public_id,
        version=version or given.application(public_id).version,
        digest=digest or given.facts_digest(somebody.id, public_id, at=at),
        code=code or given.consent_code(somebody.id, public_id, at=at),
        at=at,
    )


def refuse(somebody: given.Somebody, public_id: str) -> None:
    consent.refuse(
        actor_id=somebody.id,
        application_public_id=public_id,
        version=given.application(public_id).version,
        key=given.key(),
        at=NOON,
    )


def agreement_of(public_id: str) -> LoanAgreement:
    application_id = given.application(public_id).id
    return db.session.scalars(
        db.select(LoanAgreement)
        .filter_by(application_id=application_id)
        .order_by(LoanAgreement.id.desc())
    ).first()  # type: ignore[return-value]


def statuses(public_id: str) -> list[LineStatus]:
    return [line.status for line in given.application(public_id).lines]


class TestConsent:
    def test_of_the_last_borrower_makes_the_agreement_ready_to_sign(self):
        _desk, kelompok, public_id = approved_group()
        for somebody in kelompok.people[:2]:
            agree(somebody, public_id)
        assert given.application(public_id).status is ApplicationStatus.APPROVED

        agree(kelompok.people[2], public_id)

        assert given.application(public_id).status is ApplicationStatus.CONSENTED
        assert agreement_of(public_id).status is AgreementStatus.SIGNING

    def test_is_the_borrowers_own(self):
        _desk, kelompok, public_id = approved_group()
        for stranger in (kelompok.people[4], given.owner("Orang Lain")):
            with pytest.raises(NotFound):
                agree(stranger, public_id, digest="0" * 64, code="123456")

    def test_is_given_once(self):
        _desk, kelompok, public_id = approved_group()
        agree(kelompok.people[0], public_id)
        with pytest.raises(IllegalTransition):
            agree(kelompok.people[0], public_id, code="123456")

    def test_to_another_list_than_the_one_shown_is_refused(self):
        _desk, kelompok, public_id = approved_group(4)
        seen = given.application(public_id).version
        refuse(kelompok.people[3], public_id)
        with pytest.raises(ChangedMeanwhile):
            agree(kelompok.people[0], public_id, version=seen, code="123456")

    def test_after_the_last_day_is_too_late(self):
        _desk, kelompok, public_id = approved_group()
        with pytest.raises(ConsentLate):
            agree(kelompok.people[0], public_id, code="123456", at=NOON + timedelta(days=8))


class TestRefusal:
    def test_frees_the_amount_at_once_and_asks_the_others_again(self):
        desk, kelompok, public_id = approved_group(4)
        agree(kelompok.people[0], public_id)

        refuse(kelompok.people[3], public_id)

        assert statuses(public_id) == [LineStatus.APPROVED] * 3 + [LineStatus.REFUSED]
        assert balances(desk.bank_id)[AccountCode.COMMITTED] == 9_000_000
        assert offences() == []

    def test_that_leaves_too_few_borrowers_ends_the_application(self):
        desk, kelompok, public_id = approved_group(3)

        refuse(kelompok.people[0], public_id)

        assert given.application(public_id).status is ApplicationStatus.EXPIRED
        assert AccountCode.COMMITTED not in balances(desk.bank_id)
        assert agreement_of(public_id).status is AgreementStatus.CANCELLED
        assert offences() == []

    def test_a_third_time_goes_back_to_the_bank_with_everything_freed(self):
        desk, kelompok, public_id = approved_group(6)
        agree(kelompok.people[0], public_id)
        for somebody in kelompok.people[3:6]:
            refuse(somebody, public_id)

        assert given.application(public_id).status is ApplicationStatus.IN_VERIFICATION
        assert statuses(public_id) == [LineStatus.READY] * 3 + [LineStatus.REFUSED] * 3
        heard = ["decision_reopened" in told(person.id) for person in kelompok.people]
        assert heard == [True] * 3 + [False] * 3
        assert AccountCode.COMMITTED not in balances(desk.bank_id)
        assert offences() == []


class TestSilence:
    def test_of_everybody_lets_the_approval_expire(self):
        desk, _kelompok, public_id = approved_group()

        end_of_day.close_day(on=TODAY + timedelta(days=8), at=NOON + timedelta(days=8))

        assert given.application(public_id).status is ApplicationStatus.EXPIRED
        assert balances(desk.bank_id) == {
            AccountCode.SLICE: 1_000_000_000,
            AccountCode.AVAILABLE: 1_000_000_000,
        }
        assert offences() == []

    def test_of_one_asks_the_others_again(self):
        _desk, kelompok, public_id = approved_group(4)
        for somebody in kelompok.people[:3]:
            agree(somebody, public_id)

        end_of_day.close_day(on=TODAY + timedelta(days=8), at=NOON + timedelta(days=8))

        assert statuses(public_id) == [LineStatus.APPROVED] * 3 + [LineStatus.LAPSED]
        assert given.application(public_id).consent_by_on == TODAY + timedelta(days=15)

    def test_is_no_matter_before_the_last_day_is_over(self):
        _desk, _kelompok, public_id = approved_group()
        end_of_day.close_day(on=TODAY + timedelta(days=7), at=NOON + timedelta(days=7))
        assert given.application(public_id).status is ApplicationStatus.APPROVED

    def test_is_answered_once_even_if_the_day_is_closed_twice(self):
        _desk, _kelompok, public_id = approved_group()
        application_id = given.application(public_id).id
        for _ in range(2):
            consent.lapse(application_id=application_id, at=NOON + timedelta(days=8))
        assert given.application(public_id).status is ApplicationStatus.EXPIRED


class TestWithdrawal:
    def test_after_approval_frees_what_was_promised(self):
        desk, kelompok, public_id = approved_group()
        agree(kelompok.people[1], public_id)

        origination.withdraw(actor_id=kelompok.leader.id, application_public_id=public_id, at=NOON)

        assert given.application(public_id).status is ApplicationStatus.WITHDRAWN
        assert AccountCode.COMMITTED not in balances(desk.bank_id)
        assert offences() == []
