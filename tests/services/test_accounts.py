"""Who gets in: passwords, one-time links, and staff accounts that are opened and closed."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from harkat.domain.passwords import PasswordFault, WeakPassword
from harkat.domain.roles import NotPermitted, Permission, Role
from harkat.extensions import db
from harkat.models.people import ActivationLink, UserAccount
from harkat.queries import activation_links
from harkat.services import accounts, staff_accounts
from harkat.services.accounts import PhoneTaken, SignIn
from harkat.services.authority import acting
from harkat.services.staff_accounts import LinkSpent, OneTimeLink
from tests import given
from tests.moments import NOON

pytestmark = pytest.mark.usefixtures("app")

LONG_ENOUGH = "perahu kertas malam"
FREE_PHONE = "+628110009999"


def sign_in(
    phone: str,
    password: str = given.PASSWORD,
    *,
    allow_demo: bool = False,
    at: datetime = NOON,
) -> SignIn:
    return accounts.sign_in(phone=phone, password=password, allow_demo=allow_demo, at=at)


def new_staff(
    role: Role = Role.DINAS_VIEWER,
    *,
    bank_id: int | None = None,
    phone: str = FREE_PHONE,
    admin: given.Somebody | None = None,
) -> str:
    """Open an account nobody has activated; return its public id."""
    return staff_accounts.add_staff(
        actor_id=(admin or given.staff(Role.SECURITY_ADMIN)).id,
        full_name="Gita Contoh",
        phone=phone,
        role=role,
        bank_id=bank_id,
        key=given.key(),
        at=NOON,
    )


def link_of(public_id: str, *, at: datetime = NOON) -> OneTimeLink:
    admin = given.staff(Role.SECURITY_ADMIN)
    return staff_accounts.issue_link(actor_id=admin.id, account_public_id=public_id, at=at)


def activate(link: OneTimeLink, password: str = LONG_ENOUGH, *, at: datetime = NOON) -> None:
    staff_accounts.activate(token=link.token, password=password, at=at)


def account_of(public_id: str) -> UserAccount:
    db.session.rollback()
    return db.session.scalars(db.select(UserAccount).filter_by(public_id=public_id)).one()


class TestSignIn:
    def test_lets_in_whoever_knows_phone_and_password(self):
        siti = given.owner()

        assert sign_in(siti.phone) == SignIn(account_id=siti.id)

    def test_says_the_same_of_a_wrong_password_and_an_unknown_phone(self):
        siti = given.owner()

        assert sign_in(siti.phone, "kuda terbang pagi") == SignIn()
        assert sign_in(FREE_PHONE) == SignIn()

    def test_says_the_same_of_a_closed_account(self):
        rina = given.staff(Role.DINAS_VIEWER)
        given.close(rina)

        assert sign_in(rina.phone) == SignIn()

    def test_says_the_same_of_an_account_without_a_password(self):
        new_staff()

        assert sign_in(FREE_PHONE, "") == SignIn()

    def test_lets_demo_accounts_in_only_where_the_demo_is_allowed(self, app: Flask):
        app.config["DEMO"] = True
        siti = given.owner()

        assert sign_in(siti.phone) == SignIn()
        assert sign_in(siti.phone, allow_demo=True) == SignIn(account_id=siti.id)

    def test_lets_real_accounts_in_where_the_demo_is_allowed(self):
        siti = given.owner()

        assert sign_in(siti.phone, allow_demo=True) == SignIn(account_id=siti.id)


class TestPassword:
    def test_asked_again_is_the_actors_own(self):
        rina, tono = given.staff(Role.DINAS_VIEWER), given.staff(Role.DINAS_VIEWER)
        account_of(tono.public_id).password_hash = accounts.hash_password(LONG_ENOUGH)
        db.session.commit()

        def confirms(password: str) -> bool:
            return accounts.confirm_password(actor_id=rina.id, password=password, at=NOON)

        assert confirms(given.PASSWORD)
        assert not confirms(LONG_ENOUGH)

    def test_of_nobody_is_never_right(self):
        assert not accounts.is_password_of(None, given.PASSWORD)

    def test_is_stored_as_a_slow_hash(self):
        siti = given.owner()

        stored = account_of(siti.public_id).password_hash

        assert stored is not None
        assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


class TestOneTimeLink:
    def test_lets_its_holder_choose_a_password(self):
        activate(link_of(new_staff()))

        assert sign_in(FREE_PHONE, LONG_ENOUGH).account_id is not None

    def test_works_once(self):
        link = link_of(new_staff())
        activate(link)

        with pytest.raises(LinkSpent):
            activate(link, "layang layang putus")

        assert sign_in(FREE_PHONE, LONG_ENOUGH).account_id is not None

    def test_works_until_it_expires(self):
        link = link_of(new_staff())
        last_moment = NOON + timedelta(days=3) - timedelta(seconds=1)
        assert activation_links.is_open(token=link.token, at=last_moment)

        with pytest.raises(LinkSpent):
            activate(link, at=NOON + timedelta(days=3))
        activate(link, at=last_moment)

        assert not activation_links.is_open(token=link.token, at=last_moment)

    def test_that_never_was_opens_nothing(self):
        with pytest.raises(LinkSpent):
            activate(OneTimeLink(token="x" * 32))

    def test_is_void_when_another_is_issued(self):
        public_id = new_staff()
        lost, found = link_of(public_id), link_of(public_id)

        with pytest.raises(LinkSpent):
            activate(lost)
        activate(found)

    @pytest.mark.parametrize(
        ("password", "fault"),
        [
            ("kuda terban", PasswordFault.TOO_SHORT),
            ("gita contoh 88", PasswordFault.GUESSABLE),
            (FREE_PHONE, PasswordFault.GUESSABLE),
        ],
    )
    def test_is_not_spent_by_a_weak_password(self, password: str, fault: PasswordFault):
        link = link_of(new_staff())

        with pytest.raises(WeakPassword) as weak:
            activate(link, password)
        activate(link, "kuda terbang")

        assert weak.value.fault is fault

    def test_is_not_issued_for_an_account_that_has_a_password(self):
        rina, siti = given.staff(Role.DINAS_VIEWER), given.owner()

        for somebody in (rina, siti):
            with pytest.raises(NotPermitted):
                link_of(somebody.public_id)

    def test_is_not_issued_for_a_closed_or_unknown_account(self):
        public_id, admin = new_staff(), given.staff(Role.SECURITY_ADMIN)
        staff_accounts.close_account(actor_id=admin.id, account_public_id=public_id, at=NOON)

        for account_public_id in (public_id, "tidak-ada"):
            with pytest.raises(NotPermitted):
                link_of(account_public_id)

    def test_is_issued_only_by_who_manages_accounts(self):
        public_id, program_admin = new_staff(), given.staff(Role.PROGRAM_ADMIN)

        with pytest.raises(NotPermitted):
            staff_accounts.issue_link(
                actor_id=program_admin.id, account_public_id=public_id, at=NOON
            )

    def test_is_stored_only_as_a_hash(self):
        link = link_of(new_staff())

        hashes = db.session.scalars(db.select(ActivationLink.token_hash)).all()

        assert [stored for stored in hashes if link.token in stored] == []


class TestStaffAccount:
    def test_is_of_a_bank_if_its_role_is(self):
        desk = given.bank()

        public_id = new_staff(Role.BANK_MAKER, bank_id=desk.bank_id)

        account = account_of(public_id)
        assert (account.role, account.bank_id, account.is_active, account.password_hash) == (
            Role.BANK_MAKER,
            desk.bank_id,
            True,
            None,
        )

    def test_of_a_bank_role_needs_a_bank(self):
        with pytest.raises(NotPermitted):
            new_staff(Role.BANK_MAKER)

    def test_of_another_role_has_no_bank(self):
        desk = given.bank()

        with pytest.raises(NotPermitted):
            new_staff(Role.DINAS_VIEWER, bank_id=desk.bank_id)

    def test_is_never_an_owners(self):
        with pytest.raises(NotPermitted):
            new_staff(Role.BUSINESS_OWNER)

    @pytest.mark.parametrize("role", [Role.PROGRAM_ADMIN, Role.AUDITOR, Role.DINAS_OFFICER])
    def test_is_opened_only_by_who_manages_accounts(self, role: Role):
        with pytest.raises(NotPermitted):
            new_staff(admin=given.staff(role))

    def test_needs_a_phone_of_its_own(self):
        siti = given.owner()

        with pytest.raises(PhoneTaken):
            new_staff(phone=siti.phone)
        with pytest.raises(PhoneTaken):
            staff_accounts.create_admin(
                full_name="Gita Contoh", phone=siti.phone, role=Role.SECURITY_ADMIN, at=NOON
            )

    def test_of_the_first_administrator_is_made_without_another(self):
        link = staff_accounts.create_admin(
            full_name="Gita Contoh", phone=FREE_PHONE, role=Role.SECURITY_ADMIN, at=NOON
        )

        activate(link)

        assert sign_in(FREE_PHONE, LONG_ENOUGH).account_id is not None


class TestClosing:
    def test_stops_the_account_in_the_same_moment(self):
        desk = given.bank()
        accounts.store_session(
            token="milik-budi",
            replaces=None,
            is_new=True,
            account_id=desk.maker.id,
            before={},
            content={"_user_id": str(desk.maker.id)},
            expires_at=NOON + timedelta(hours=8),
            at=NOON,
        )

        given.close(desk.maker)

        assert sign_in(desk.maker.phone) == SignIn()
        with pytest.raises(NotPermitted):
            acting(actor_id=desk.maker.id, permission=Permission.APPLICATION_VERIFY)

    def test_is_only_for_who_manages_accounts(self):
        rina, tono = given.staff(Role.DINAS_VIEWER), given.staff(Role.PROGRAM_ADMIN)

        with pytest.raises(NotPermitted):
            staff_accounts.close_account(
                actor_id=tono.id, account_public_id=rina.public_id, at=NOON
            )

        assert sign_in(rina.phone) == SignIn(account_id=rina.id)

    def test_of_the_own_account_is_refused(self):
        admin = given.staff(Role.SECURITY_ADMIN)

        with pytest.raises(NotPermitted):
            staff_accounts.close_account(
                actor_id=admin.id, account_public_id=admin.public_id, at=NOON
            )

    def test_of_an_owners_account_is_refused(self):
        siti = given.owner()

        with pytest.raises(NotPermitted):
            given.close(siti)

        assert sign_in(siti.phone) == SignIn(account_id=siti.id)
