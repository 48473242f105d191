"""Whether money arrived whole: yes ends the asking, less is for the Dinas, none for the bank."""

import pytest

from harkat.domain.complaints import ComplaintKind
from harkat.domain.lifecycle import IllegalTransition
from harkat.domain.money import Rupiah
from harkat.domain.roles import NotPermitted, Viewer
from harkat.domain.statuses import DisbursementStatus
from harkat.extensions import db
from harkat.models.complaints import ArrivalReport, Complaint
from harkat.models.loan import Disbursement
from harkat.queries import arrivals as queries
from harkat.queries import payouts
from harkat.services import arrivals, disbursement, registration
from harkat.services.files import NotFound
from tests import given
from tests.moments import NOON

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def desk() -> given.BankDesk:
    return given.bank()


@pytest.fixture
def siti(desk: given.BankDesk) -> given.Somebody:
    """An owner to whom Rp5,000,000 were sent."""
    somebody = given.owner("Siti Contoh", is_trained=True)
    given.running_loan(desk, somebody, amount=5_000_000)
    return somebody


@pytest.fixture
def sent(siti: given.Somebody) -> str:
    (asked,) = queries.to_confirm(viewer_of(siti))
    assert asked.amount == 5_000_000
    return asked.public_id


def viewer_of(somebody: given.Somebody) -> Viewer:
    return Viewer(
        user_id=somebody.id,
        role=somebody.role,
        bank_id=somebody.bank_id,
        person_id=somebody.person_id,
    )


def status_of(public_id: str) -> DisbursementStatus:
    db.session.rollback()
    return db.session.scalars(db.select(Disbursement).filter_by(public_id=public_id)).one().status


def confirm(somebody: given.Somebody, sent: str, key: str | None = None) -> None:
    arrivals.confirm(
        actor_id=somebody.id, disbursement_public_id=sent, key=key or given.key(), at=NOON
    )


def report_missing(somebody: given.Somebody, sent: str) -> None:
    arrivals.report_missing(
        actor_id=somebody.id, disbursement_public_id=sent, key=given.key(), at=NOON
    )


def report_short(
    somebody: given.Somebody, sent: str, came: int | None = 4_800_000, key: str | None = None
) -> str:
    return arrivals.report_short(
        actor_id=somebody.id,
        disbursement_public_id=sent,
        words="Dipotong di jalan.",
        came=None if came is None else Rupiah(came),
        key=key or given.key(),
        at=NOON,
    )


class TestAsking:
    def test_names_the_account_the_money_went_to_and_not_a_later_one(
        self, siti: given.Somebody, sent: str
    ):
        (before,) = queries.to_confirm(viewer_of(siti))
        assert before.account_end
        registration.set_payout_account(
            actor_id=siti.id,
            bank_name="Bank Lain",
            account_no=f"123456{int(before.account_end) + 1:04d}",
            holder=siti.name,
            key=given.key(),
            at=NOON,
        )

        (asked,) = queries.to_confirm(viewer_of(siti))

        assert (asked.public_id, asked.account_end) == (sent, before.account_end)

    def test_names_no_account_for_money_of_which_none_was_kept(
        self, siti: given.Somebody, sent: str
    ):
        item = db.session.scalars(db.select(Disbursement).filter_by(public_id=sent)).one()
        item.account_end = None
        db.session.commit()

        (asked,) = queries.to_confirm(viewer_of(siti))

        assert asked.account_end is None


class TestWhole:
    def test_confirms_the_money_once_and_ends_the_asking(
        self, desk: given.BankDesk, siti: given.Somebody, sent: str
    ):
        key = given.key()
        confirm(siti, sent, key)
        confirm(siti, sent, key)

        assert status_of(sent) is DisbursementStatus.CONFIRMED
        assert len(db.session.scalars(db.select(ArrivalReport)).all()) == 1
        assert queries.to_confirm(viewer_of(siti)) == []
        assert len(payouts.payouts(viewer_of(desk.disburser)).sent) == 1
        with pytest.raises(NotFound):
            report_missing(siti, sent)
        with pytest.raises(IllegalTransition):
            disbursement.void(
                actor_id=desk.checker.id,
                disbursement_public_id=sent,
                reason_note="Kembali.",
                key=given.key(),
                at=NOON,
            )

    def test_is_said_by_nobody_else(self, sent: str):
        with pytest.raises(NotFound):
            confirm(given.owner("Rina Contoh"), sent)
        assert status_of(sent) is DisbursementStatus.SENT


class TestMissing:
    def test_is_seen_by_the_banks_disburser_and_asked_again(
        self, desk: given.BankDesk, siti: given.Somebody, sent: str
    ):
        report_missing(siti, sent)
        report_missing(siti, sent)

        (row,) = queries.missing(viewer_of(desk.disburser))
        assert (row.borrower_name, row.amount) == ("Siti Contoh", 5_000_000)
        assert queries.missing(viewer_of(given.bank().disburser)) == []
        with pytest.raises(NotPermitted):
            queries.missing(viewer_of(desk.maker))
        (asked,) = queries.to_confirm(viewer_of(siti))
        assert asked.missing_since == NOON
        confirm(siti, sent)
        assert queries.missing(viewer_of(desk.disburser)) == []


class TestShort:
    def test_is_a_complaint_of_which_the_bank_learns_nothing(
        self, desk: given.BankDesk, siti: given.Somebody, sent: str
    ):
        before = (payouts.payouts(viewer_of(desk.disburser)), status_of(sent))
        key = given.key()
        complaint = report_short(siti, sent, key=key)

        assert report_short(siti, sent, key=key) == complaint
        stored = db.session.scalars(db.select(Complaint)).one()
        assert (stored.kind, stored.amount) == (ComplaintKind.DEDUCTED, 200_000)
        assert stored.complainant_id == siti.id
        assert (payouts.payouts(viewer_of(desk.disburser)), status_of(sent)) == before
        assert queries.missing(viewer_of(desk.disburser)) == []
        assert queries.to_confirm(viewer_of(siti)) == []
        with pytest.raises(NotFound):
            confirm(siti, sent)

    def test_said_after_missing_leaves_what_the_bank_sees_as_it_was(
        self, desk: given.BankDesk, siti: given.Somebody, sent: str
    ):
        report_missing(siti, sent)
        before = queries.missing(viewer_of(desk.disburser))
        report_short(siti, sent, came=None)

        assert queries.missing(viewer_of(desk.disburser)) == before

    def test_is_less_than_what_was_sent(self, siti: given.Somebody, sent: str):
        with pytest.raises(arrivals.NotLess):
            report_short(siti, sent, came=5_000_000)
        assert db.session.scalars(db.select(Complaint)).all() == []
