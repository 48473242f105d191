"""A new phone number: by its owner, or by two people at a desk; money rests for three days."""

from datetime import timedelta

import pytest
from flask import Flask

from harkat.domain.identity import parse_phone
from harkat.domain.phone_changes import PROPOSAL_LIFE
from harkat.domain.roles import NotPermitted, Role
from harkat.domain.statuses import ApplicationStatus
from harkat.extensions import db
from harkat.models.account_care import DataOpening, PhoneChange
from harkat.models.people import LoginSession, UserAccount
from harkat.models.record import OutboxMessage
from harkat.queries import phone_changes as numbers
from harkat.sealing import lookup
from harkat.services import accounts, phone_changes
from harkat.services.accounts import PhoneTaken
from harkat.services.authority import viewer_of
from harkat.services.consent import PhoneChangedLately
from harkat.services.files import NotFound
from harkat.services.phone_changes import OtherNumber
from tests import given
from tests.moments import NOON
from tests.phones import code_sent_to, told
from tests.threads import at_once

pytestmark = pytest.mark.usefixtures("app")

NEW = parse_phone("0813 5555 6666")


def change(somebody: given.Somebody, phone: str = NEW) -> None:
    phone_changes.change_phone(actor_id=somebody.id, phone=phone, keep_token="this", at=NOON)


def propose(officer: given.Somebody, somebody: given.Somebody, phone: str = NEW) -> str:
    return phone_changes.propose_replacement(
        actor_id=officer.id, nik=somebody.nik, phone=phone, key=given.key(), at=NOON
    )


def confirm(officer: given.Somebody, change_id: str, phone: str = NEW, *, at=NOON) -> None:
    phone_changes.confirm_replacement(
        actor_id=officer.id, change_public_id=change_id, phone=phone, at=at
    )


def phone_of(somebody: given.Somebody) -> str:
    db.session.rollback()
    return db.session.get_one(UserAccount, somebody.id).phone


def told_at(phone: str) -> list[str]:
    return list(
        db.session.scalars(
            db.select(OutboxMessage.template).filter_by(
                phone_lookup=lookup(field="phone", text=phone)
            )
        )
    )


def browser(somebody: given.Somebody, token: str) -> None:
    accounts.store_session(
        token=token,
        replaces=None,
        is_new=True,
        account_id=somebody.id,
        before={},
        content={},
        expires_at=NOON + timedelta(hours=1),
        at=NOON,
    )


class TestChange:
    def test_tells_both_phones_and_ends_every_other_session(self):
        siti = given.owner()
        browser(siti, "this")
        browser(siti, "other")

        change(siti)

        assert phone_of(siti) == NEW
        assert told_at(siti.phone) == ["phone_changed_old"]
        assert told(siti.id)[-1] == "phone_changed"
        assert db.session.query(LoginSession).count() == 1
        entered = accounts.sign_in(phone=NEW, password=given.PASSWORD, allow_demo=False, at=NOON)
        assert entered.account_id == siti.id

    def test_to_somebody_elses_number_sends_no_code_and_never_happens(self):
        siti, rina = given.owner(), given.owner()

        phone_changes.send_change_code(actor_id=siti.id, phone=rina.phone, subject="s", at=NOON)

        assert code_sent_to(rina.phone) is None
        assert told(rina.id)[-1] == "phone_wanted"
        with pytest.raises(PhoneTaken):
            change(siti, rina.phone)
        assert phone_of(siti) == siti.phone

    def test_is_for_owners(self):
        with pytest.raises(NotPermitted):
            change(given.staff(Role.TRAINING_STAFF))


class TestMoney:
    def test_waits_72_hours_after_a_change(self):
        desk, siti = given.bank(), given.owner(is_trained=True)
        public_id = given.submitted(desk, {siti: 5_000_000})
        given.approve(desk, given.propose(desk, public_id))
        change(siti)

        for hours in (1, 71):
            with pytest.raises(PhoneChangedLately) as refused:
                given.agree(siti.id, public_id, at=NOON + timedelta(hours=hours))
            assert refused.value.until == NOON + timedelta(hours=72)
        assert given.application(public_id).status is ApplicationStatus.APPROVED
        given.agree(siti.id, public_id, at=NOON + timedelta(hours=72))

        assert given.application(public_id).status is ApplicationStatus.CONSENTED


class TestReplacement:
    def test_takes_two_people_and_the_same_number_twice(self):
        siti = given.owner()
        dian, desi = (given.staff(Role.DINAS_OFFICER) for _ in range(2))
        browser(siti, "stolen")
        proposed = propose(dian, siti)
        assert told(siti.id)[-1] == "phone_change_proposed"

        with pytest.raises(NotPermitted):
            confirm(dian, proposed)
        with pytest.raises(OtherNumber):
            confirm(desi, proposed, parse_phone("0813 5555 6667"))
        assert phone_of(siti) == siti.phone
        confirm(desi, proposed)

        assert phone_of(siti) == NEW
        assert told_at(siti.phone) == ["phone_changed_old"]
        assert db.session.query(LoginSession).count() == 0
        assert numbers.money_waits_until(account_id=siti.id, at=NOON) is not None
        with pytest.raises(NotFound):
            confirm(desi, proposed)

    def test_shows_in_who_opened_the_data(self):
        siti, dian = given.owner(), given.staff(Role.DINAS_OFFICER)
        propose(dian, siti)

        row = db.session.scalars(db.select(DataOpening)).one()
        assert (row.person_id, row.actor_id, row.what.value) == (
            siti.person_id,
            dian.id,
            "phone_change",
        )

    def test_lapses_is_discarded_and_gives_way_to_a_later_one(self):
        siti = given.owner()
        dian, desi = (given.staff(Role.DINAS_OFFICER) for _ in range(2))
        viewer = viewer_of(db.session.get_one(UserAccount, desi.id))
        first = propose(dian, siti)
        second = propose(dian, siti, parse_phone("0813 5555 7777"))

        with pytest.raises(NotFound):
            confirm(desi, first)
        assert [row.public_id for row in numbers.waiting(viewer, at=NOON)] == [second]
        with pytest.raises(NotFound):
            confirm(desi, second, at=NOON + PROPOSAL_LIFE)
        assert numbers.waiting(viewer, at=NOON + PROPOSAL_LIFE) == []
        phone_changes.discard_replacement(actor_id=dian.id, change_public_id=second, at=NOON)

        assert numbers.waiting_change(viewer, second, at=NOON) is None
        assert phone_of(siti) == siti.phone

    def test_of_unknown_people_to_taken_numbers_and_by_others_is_refused(self):
        siti, rina = given.owner(), given.owner()
        dian, maker = given.staff(Role.DINAS_OFFICER), given.bank().maker

        with pytest.raises(NotFound):
            phone_changes.propose_replacement(
                actor_id=dian.id, nik="1571060101900000", phone=NEW, key=given.key(), at=NOON
            )
        with pytest.raises(PhoneTaken):
            propose(dian, siti, rina.phone)
        for somebody in (maker, siti):
            with pytest.raises(NotPermitted):
                propose(somebody, siti)
        viewer = viewer_of(db.session.get_one(UserAccount, maker.id))
        with pytest.raises(NotPermitted):
            numbers.waiting(viewer, at=NOON)
        assert db.session.query(PhoneChange).count() == 0

    def test_confirmed_by_two_at_once_happens_once(self, app: Flask):
        siti = given.owner()
        dian, *others = (given.staff(Role.DINAS_OFFICER) for _ in range(3))
        proposed = propose(dian, siti)

        outcomes = at_once(
            app, [lambda officer=officer: confirm(officer, proposed) for officer in others]
        )

        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NoneType", "NotFound"]
        assert told_at(siti.phone) == ["phone_changed_old"]
