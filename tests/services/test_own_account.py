"""People look after their own account: a way back in by a code, the password, the sessions."""

from datetime import timedelta

import pytest

from harkat.domain.identity import parse_nik
from harkat.domain.passwords import PasswordFault, WeakPassword
from harkat.domain.phone_codes import CodePurpose
from harkat.domain.roles import NotPermitted, Role
from harkat.extensions import db
from harkat.models.people import LoginSession, UserAccount
from harkat.models.record import AuditEvent
from harkat.models.tokens import token_hash
from harkat.queries import own_sessions
from harkat.services import accounts, own_account, phone_codes
from harkat.services.authority import viewer_of
from tests import given
from tests.moments import NOON, TODAY
from tests.phones import code_sent_to, told

pytestmark = pytest.mark.usefixtures("app")

SECRET = "perahu kertas malam"
STRANGER = "+628139999999"


def browser(somebody: given.Somebody, token: str) -> None:
    """Sign somebody in at one more browser."""
    accounts.store_session(
        token=token,
        replaces=None,
        is_new=True,
        account_id=somebody.id,
        before={},
        content={"device": "HP Android"},
        expires_at=NOON + timedelta(hours=1),
        at=NOON,
    )


def signed_in_at() -> set[str]:
    return set(db.session.scalars(db.select(LoginSession.token_hash)))


def is_password(somebody: given.Somebody, password: str) -> bool:
    answer = accounts.sign_in(phone=somebody.phone, password=password, allow_demo=False, at=NOON)
    return answer.account_id == somebody.id


def reset(phone: str, password: str = SECRET) -> None:
    own_account.reset_password(phone=phone, password=password, allow_demo=False, at=NOON)


class TestForgottenPassword:
    def test_gets_a_code_to_an_owners_phone_and_to_no_other(self):
        siti, teacher = given.owner(), given.staff(Role.TRAINING_STAFF)

        for phone in (siti.phone, teacher.phone, STRANGER):
            own_account.send_reset_code(phone=phone, subject="s", allow_demo=False, at=NOON)
            with pytest.raises(phone_codes.TooManyCodes):
                own_account.send_reset_code(phone=phone, subject="s", allow_demo=False, at=NOON)

        found = [code_sent_to(phone) is not None for phone in (siti.phone, teacher.phone, STRANGER)]
        assert found == [True, False, False]

    def test_is_replaced_and_everybody_who_was_in_is_out(self):
        siti, rina = given.owner(), given.owner()
        browser(siti, "a")
        browser(rina, "b")
        for _try in range(5):
            is_password(siti, "bukan ini")

        reset(siti.phone)

        assert signed_in_at() == {token_hash("b")}
        assert is_password(siti, SECRET)
        assert told(siti.id)[-1] == "password_changed"

    def test_of_staff_strangers_and_the_demo_stays(self):
        teacher, invented = given.staff(Role.TRAINING_STAFF), given.owner()
        db.session.get_one(UserAccount, invented.id).is_demo = True
        db.session.commit()

        for phone in (teacher.phone, invented.phone, STRANGER):
            with pytest.raises(NotPermitted):
                reset(phone)

    @pytest.mark.parametrize("weak", ["pendek", "Siti Contoh", "nomor hp"])
    def test_is_not_replaced_by_a_first_guess(self, weak: str):
        siti = given.owner()
        guess = "0" + siti.phone.removeprefix("+62") if weak == "nomor hp" else weak

        with pytest.raises(WeakPassword):
            reset(siti.phone, guess)

        assert is_password(siti, given.PASSWORD)


class TestChangedPassword:
    def test_ends_every_other_session(self):
        siti = given.owner()
        browser(siti, "this")
        browser(siti, "other")

        own_account.change_password(actor_id=siti.id, password=SECRET, keep_token="this", at=NOON)

        assert signed_in_at() == {token_hash("this")}
        assert is_password(siti, SECRET)

    def test_of_staff_is_longer(self):
        teacher = given.staff(Role.TRAINING_STAFF)

        with pytest.raises(WeakPassword) as refused:
            own_account.change_password(
                actor_id=teacher.id, password="kayu jati", keep_token="", at=NOON
            )

        assert refused.value.fault is PasswordFault.TOO_SHORT

    def test_stands_in_no_audit_row(self):
        siti = given.owner()
        own_account.change_password(actor_id=siti.id, password=SECRET, keep_token="k", at=NOON)

        row = db.session.scalars(
            db.select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)
        ).one()
        assert (row.action, row.details) == ("own_account.change_password", {})


class TestSessions:
    def test_are_listed_with_this_one_first_and_ended_one_by_one(self):
        siti, rina = given.owner(), given.owner()
        for somebody, token in ((siti, "this"), (siti, "other"), (rina, "hers")):
            browser(somebody, token)
        viewer = viewer_of(db.session.get_one(UserAccount, siti.id))
        found = own_sessions.open_sessions(viewer, token="this", at=NOON)
        assert [(row.device, row.is_this) for row in found] == [
            ("HP Android", True),
            ("HP Android", False),
        ]
        hers = db.session.scalars(db.select(LoginSession.id).filter_by(account_id=rina.id)).one()

        for session_id in (found[1].id, hers, 987654):
            own_account.end_own_session(actor_id=siti.id, session_id=session_id, at=NOON)

        assert signed_in_at() == {token_hash("this"), token_hash("hers")}
        later = NOON + timedelta(hours=2)
        assert own_sessions.open_sessions(viewer, token="this", at=later) == []


class TestMarks:
    def test_judge_a_password_that_nobody_kept(self):
        nik = parse_nik("1571014506880001", today=TODAY)
        marks = own_account.marks_of("Siti1988")

        assert own_account.is_made_of(marks, full_name="Siti Contoh", nik=nik)
        assert not own_account.is_made_of(marks, full_name="Rina Contoh", nik=nik)
        assert [mark for mark in marks if "siti" in mark] == []


class TestRegistrationCode:
    def test_goes_to_a_stranger_and_a_notice_to_whoever_is_known(self):
        siti = given.owner()

        for phone in (siti.phone, STRANGER):
            own_account.send_registration_code(phone=phone, subject="s", at=NOON)

        assert (code_sent_to(siti.phone), code_sent_to(STRANGER) is None) == (None, False)
        assert told(siti.id)[-1] == "registered_before"

    def test_that_nobody_knows_counts_wrong_tries_like_one_that_was_sent(self):
        siti = given.owner()
        own_account.send_registration_code(phone=siti.phone, subject="s", at=NOON)

        left = [
            phone_codes.check_code(
                phone=siti.phone,
                purpose=CodePurpose.REGISTRATION,
                subject="s",
                code="000000",
                at=NOON,
            ).tries_left
            for _try in range(5)
        ]

        assert left == [4, 3, 2, 1, 0]
