"""Complaints go past the bank: anybody may send a few, the Dinas answers, they come back once."""

from datetime import date, timedelta
from typing import Any

import pytest

from harkat.domain.complaints import (
    MOST_FROM_ONE,
    MOST_WRONG_TRIES,
    ComplaintKind,
    ComplaintProblem,
)
from harkat.domain.lifecycle import IllegalTransition
from harkat.domain.roles import NotPermitted, Role, Viewer
from harkat.domain.statuses import ComplaintStatus
from harkat.extensions import db
from harkat.models.complaints import Complaint
from harkat.models.record import AuditEvent, OutboxMessage
from harkat.queries import complaints as queries
from harkat.services import complaints
from harkat.services.files import NotFound
from tests import given
from tests.moments import NOON, TODAY
from tests.rules import set_rule

pytestmark = pytest.mark.usefixtures("app")

WORDS = "Uang saya dipotong dua ratus ribu."


def complain(**changes: Any) -> str:
    """Let somebody without an account complain."""
    said: dict[str, Any] = {
        "actor_id": None,
        "kind": ComplaintKind.SLOW,
        "words": WORDS,
        "phone": "+6281299998888",
        "key": given.key(),
        "at": NOON,
    }
    return complaints.complain(**(said | changes))


def stored(public_id: str) -> Complaint:
    db.session.rollback()
    return db.session.scalars(db.select(Complaint).filter_by(public_id=public_id)).one()


def viewer_of(somebody: given.Somebody) -> Viewer:
    return Viewer(user_id=somebody.id, role=somebody.role, bank_id=somebody.bank_id)


def answered(public_id: str, dinas: given.Somebody, words: str = "Sudah kami periksa.") -> None:
    if stored(public_id).status is ComplaintStatus.RECEIVED:
        complaints.take_up(actor_id=dinas.id, complaint_public_id=public_id, at=NOON)
    complaints.answer(actor_id=dinas.id, complaint_public_id=public_id, words=words, at=NOON)


class TestComplaint:
    def test_gets_one_number_and_a_day_however_often_it_is_sent(self):
        key = given.key()
        first = complain(key=key)

        assert complain(key=key) == first
        found = stored(first)
        assert found.reference_no.startswith("AD26-0001-")
        assert found.due_on == date(2026, 11, 30)
        (message,) = db.session.scalars(db.select(OutboxMessage)).all()
        assert (message.template, message.recipient_id) == ("complaint_received", None)
        assert message.phone == "+6281299998888"

    def test_of_money_cut_off_is_due_as_soon_as_the_rules_say(self):
        assert stored(complain(kind=ComplaintKind.DEDUCTED)).due_on == date(2026, 11, 25)
        set_rule("complaint_urgent_workdays", "1")
        assert stored(complain(kind=ComplaintKind.FRAUD)).due_on == date(2026, 11, 24)

    def test_is_sealed_and_not_in_the_audit(self):
        public_id = complain(about_whom="Pak Calo")
        raw = db.session.execute(db.text("SELECT words, about_whom, phone FROM complaint")).one()

        assert all(
            "potong" not in text and "Calo" not in text and "9999" not in text for text in raw
        )
        told = repr([row.details for row in db.session.scalars(db.select(AuditEvent))])
        assert "potong" not in told
        assert "9999" not in told
        assert stored(public_id).words == WORDS

    def test_needs_words_and_somebody_to_answer(self):
        with pytest.raises(complaints.NothingAnswered):
            complain(words=" ")
        with pytest.raises(complaints.NoWayToAnswer):
            complain(phone=None)

    def test_is_not_taken_again_and_again_from_one_hand(self):
        for number in range(MOST_FROM_ONE):
            complain(phone=f"+628120000000{number}", sender="satu peramban")

        with pytest.raises(complaints.TooManyComplaints) as refused:
            complain(phone="+6281200000009", sender="satu peramban")
        assert refused.value.problem is ComplaintProblem.TOO_MANY_FROM_ONE
        assert complain(phone="+6281200000009", sender="lain")
        assert complain(sender="satu peramban", at=NOON + timedelta(days=1))

    def test_of_strangers_in_all_has_a_limit_that_accounts_have_not(self, monkeypatch: Any):
        monkeypatch.setattr("harkat.domain.complaints.MOST_ANONYMOUS", 1)
        siti = given.owner()
        complain()

        with pytest.raises(complaints.TooManyComplaints) as refused:
            complain(phone="+6281200000001")
        assert refused.value.problem is ComplaintProblem.TOO_MANY_IN_ALL
        assert complain(actor_id=siti.id, phone=None)


class TestAnswer:
    def test_comes_from_the_dinas_and_comes_back_once(self):
        dinas, siti = given.staff(Role.DINAS_OFFICER), given.owner()
        public_id = complain(actor_id=siti.id, phone=None)
        with pytest.raises(IllegalTransition):
            complaints.answer(
                actor_id=dinas.id, complaint_public_id=public_id, words="Belum.", at=NOON
            )
        answered(public_id, dinas)
        later = NOON + timedelta(days=7)
        complaints.reopen(
            actor_id=siti.id, complaint_public_id=public_id, words="Belum beres.", at=later
        )

        assert stored(public_id).due_on == date(2026, 12, 7)
        answered(public_id, dinas, "Sudah dikembalikan.")
        assert stored(public_id).status is ComplaintStatus.CLOSED
        with pytest.raises(IllegalTransition):
            complaints.reopen(
                actor_id=siti.id, complaint_public_id=public_id, words="Lagi.", at=later
            )
        sent = db.select(OutboxMessage.template).filter_by(recipient_id=siti.id)
        assert list(db.session.scalars(sent)).count("complaint_answered") == 2

    def test_is_accepted_by_whoever_complained_only(self):
        dinas, siti, rina = given.staff(Role.DINAS_OFFICER), given.owner(), given.owner("Rina")
        public_id = complain(actor_id=siti.id, phone=None)
        answered(public_id, dinas)

        for stranger in (rina.id, None):
            with pytest.raises(NotFound):
                complaints.close(actor_id=stranger, complaint_public_id=public_id, at=NOON)
        complaints.close(actor_id=siti.id, complaint_public_id=public_id, at=NOON)
        assert stored(public_id).closed_at == NOON

    @pytest.mark.parametrize("role", [Role.DINAS_VIEWER, Role.AUDITOR, Role.PROGRAM_ADMIN])
    def test_comes_from_nobody_else(self, role: Role):
        public_id, watcher = complain(kind=ComplaintKind.FRAUD), given.staff(role)

        with pytest.raises(NotPermitted):
            complaints.take_up(actor_id=watcher.id, complaint_public_id=public_id, at=NOON)

    def test_and_its_return_need_words(self):
        dinas = given.staff(Role.DINAS_OFFICER)
        public_id = complain()
        with pytest.raises(complaints.NothingAnswered):
            answered(public_id, dinas, words=" \n")
        answered(public_id, dinas)

        with pytest.raises(complaints.NothingAnswered):
            complaints.reopen(actor_id=None, complaint_public_id=public_id, words=" ", at=NOON)

        assert stored(public_id).status is ComplaintStatus.ANSWERED


class TestNumber:
    def test_opens_with_the_end_of_the_phone(self):
        public_id = complain()
        number = stored(public_id).reference_no

        assert opened(number, "8888") == public_id
        assert opened(number, "8887") is None
        assert opened("AD26-9999-0", "8888") is None

    def test_opens_nothing_for_a_day_after_guessing(self):
        public_id = complain()
        number = stored(public_id).reference_no
        for _ in range(MOST_WRONG_TRIES):
            assert opened(number, "0000") is None

        assert opened(number, "8888") is None
        assert opened(number, "8888", at=NOON + timedelta(days=1)) == public_id

    def test_of_an_account_opens_with_no_digits(self):
        public_id = complain(actor_id=given.owner().id, phone=None)

        assert opened(stored(public_id).reference_no, "0000") is None


def opened(number: str, digits: str, at: Any = NOON) -> str | None:
    return complaints.open_by_number(reference_no=number, digits=digits, at=at)


class TestViewers:
    def test_of_a_bank_see_none_and_the_auditor_the_grave_ones(self):
        desk, dinas, auditor = (
            given.bank(),
            given.staff(Role.DINAS_OFFICER),
            given.staff(Role.AUDITOR),
        )
        slow, cut = complain(), complain(kind=ComplaintKind.DEDUCTED)
        for officer in (desk.maker, desk.checker, desk.disburser, desk.cashier):
            viewer = viewer_of(officer)
            assert queries.complaint_file(viewer, cut, on=TODAY) is None
            with pytest.raises(NotPermitted):
                queries.complaint_page(viewer, on=TODAY, page=1)

        assert queries.complaint_file(viewer_of(auditor), slow, on=TODAY) is None
        assert queries.complaint_file(viewer_of(auditor), cut, on=TODAY) is not None
        assert queries.complaint_page(viewer_of(auditor), on=TODAY, page=1).total == 1
        found = queries.complaint_page(viewer_of(dinas), on=TODAY, page=99)
        assert [row.public_id for row in found.complaints] == [cut, slow]
        assert (found.page, found.overdue) == (1, 0)
        viewer = viewer_of(given.staff(Role.DINAS_VIEWER))
        assert queries.overdue_complaints(viewer, on=TODAY) == 0
        assert queries.overdue_complaints(viewer, on=date(2026, 11, 26)) == 1

    def test_find_what_is_overdue_first_and_what_is_answered_last(self):
        dinas = given.staff(Role.DINAS_OFFICER)
        done = complain(kind=ComplaintKind.FRAUD)
        answered(done, dinas)
        fresh = complain(at=NOON + timedelta(days=7))
        late = complain(phone="+6281200000001")

        page = queries.complaint_page(viewer_of(dinas), on=date(2026, 12, 2), page=1)

        assert [row.public_id for row in page.complaints] == [late, fresh, done]
        assert [row.is_overdue for row in page.complaints] == [True, False, False]
        assert page.overdue == 1

    def test_without_an_account_read_what_their_number_has_opened(self):
        public_id = complain()

        assert queries.own_complaint(public_id, account_id=1, is_opened=False, on=TODAY) is None
        assert queries.own_complaint(public_id, account_id=None, is_opened=True, on=TODAY)
