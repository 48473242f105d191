"""Owners start an application at a bank and fill their parts."""

import pytest

from harkat.domain.money import Rupiah
from harkat.domain.reasons import Reason, ReasonCode
from harkat.domain.reference import is_reference_no
from harkat.domain.roles import NotPermitted
from harkat.domain.statuses import ApplicationStatus, LineStatus
from harkat.extensions import db
from harkat.models.application import LoanApplication
from harkat.models.bank import LoanProduct
from harkat.services import grouping, origination, underwriting
from harkat.services.files import NotFound
from harkat.services.origination import (
    LeaderStarts,
    NoSuchOffer,
    NotMendable,
    OpenAlready,
)
from tests import given
from tests.moments import NOON
from tests.rules import set_rule

pytestmark = pytest.mark.usefixtures("app")

RETURN = Reason(code=ReasonCode.DATA_1, next_step="Perbaiki jumlah", note="Jumlah tidak cocok")


def start(
    somebody: given.Somebody,
    bank_code: str,
    *,
    product_code: str = "perorangan",
    instalments: int = 12,
) -> str:
    return origination.start_application(
        actor_id=somebody.id,
        product_code=product_code,
        bank_code=bank_code,
        instalments=instalments,
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


def take_back(somebody: given.Somebody, public_id: str) -> None:
    origination.take_back_part(actor_id=somebody.id, application_public_id=public_id, at=NOON)


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


class TestStarting:
    def test_makes_a_draft_with_a_number(self):
        desk, siti = given.bank(), given.owner()

        application = stored(start(siti, desk.code))

        assert is_reference_no(application.reference_no)
        assert (
            application.reference_no[:9],
            application.status,
            application.applicant_id,
            application.bank_id,
            application.group_id,
            application.instalments,
            application.lines,
        ) == ("BH26-0001", ApplicationStatus.DRAFT, siti.person_id, desk.bank_id, None, 12, [])

    @pytest.mark.parametrize(
        "other", [{"product_code": "emas"}, {"instalments": 13}, {"instalments": 0}]
    )
    def test_needs_an_offer_that_exists(self, other: dict[str, object]):
        desk, siti = given.bank(), given.owner()

        with pytest.raises(NoSuchOffer):
            start(siti, desk.code, **other)  # type: ignore[arg-type]

    def test_needs_a_bank_that_exists(self):
        with pytest.raises(NoSuchOffer):
            start(given.owner(), "BANK-LAIN")

    def test_needs_a_bank_that_lends(self):
        desk = given.bank()
        given.stored_bank(desk.bank_id).is_open = False
        db.session.commit()

        with pytest.raises(NoSuchOffer):
            start(given.owner(), desk.code)

    def test_needs_a_product_that_is_open(self):
        desk = given.bank()
        db.session.query(LoanProduct).filter_by(code="perorangan").one().is_open = False
        db.session.commit()

        with pytest.raises(NoSuchOffer):
            start(given.owner(), desk.code)

    def test_offers_the_lengths_in_force_on_the_day(self):
        desk = given.bank()
        set_rule("instalment_choices", "3", product_code="perorangan")

        assert stored(start(given.owner(), desk.code, instalments=3)).instalments == 3
        with pytest.raises(NoSuchOffer):
            start(given.owner("Rina Contoh"), desk.code, instalments=12)

    def test_for_a_group_is_the_leaders(self):
        desk, group = given.bank(), given.group(2, is_trained=False)

        for somebody in (group.people[1], given.owner("Orang Lain")):
            with pytest.raises(LeaderStarts):
                start(somebody, desk.code, product_code="kelompok")

        application = stored(start(group.leader, desk.code, product_code="kelompok"))
        assert application.group_id == given.stored_group(group.public_id).id

    def test_for_a_group_is_refused_while_another_is_open(self):
        desk, group = given.bank(), given.group(2, is_trained=False)
        open_application = start(group.leader, desk.code, product_code="kelompok")

        with pytest.raises(OpenAlready):
            start(group.leader, given.bank().code, product_code="kelompok")

        origination.withdraw(
            actor_id=group.leader.id, application_public_id=open_application, at=NOON
        )
        assert start(group.leader, desk.code, product_code="kelompok")

    def test_is_not_for_staff(self):
        desk = given.bank()

        with pytest.raises(NotPermitted):
            start(desk.maker, desk.code)


class TestPart:
    def test_says_how_much_and_what_for(self):
        siti = given.owner()
        public_id = start(siti, given.bank().code)

        fill(siti, public_id)

        [line] = stored(public_id).lines
        assert (line.person_id, line.status, line.requested, line.purpose, line.proposed) == (
            siti.person_id,
            LineStatus.READY,
            5_000_000,
            "Tambah etalase",
            None,
        )

    def test_can_be_changed_before_it_is_sent(self):
        siti = given.owner()
        public_id = start(siti, given.bank().code)
        fill(siti, public_id)

        fill(siti, public_id, 4_000_000)

        assert [line.requested for line in stored(public_id).lines] == [4_000_000]

    def test_of_each_member_is_the_members_own(self):
        desk, group = given.bank(), given.group(3, is_trained=False)
        public_id = start(group.leader, desk.code, product_code="kelompok")

        for amount, somebody in enumerate(group.people, start=1):
            fill(somebody, public_id, amount * 1_000_000)

        assert [(line.person_id, line.requested) for line in stored(public_id).lines] == [
            (somebody.person_id, amount * 1_000_000)
            for amount, somebody in enumerate(group.people, start=1)
        ]

    def test_is_not_for_strangers(self):
        public_id = start(given.owner(), given.bank().code)

        for meddle in (fill, take_back, submit):
            with pytest.raises(NotFound):
                meddle(given.owner("Orang Lain"), public_id)

    def test_is_not_for_whoever_left_the_group(self):
        desk, group = given.bank(), given.group(3, is_trained=False)
        public_id, tono = (
            start(group.leader, desk.code, product_code="kelompok"),
            group.people[2],
        )
        fill(tono, public_id)
        take_back(tono, public_id)
        grouping.leave(actor_id=tono.id, at=NOON)

        with pytest.raises(NotFound):
            fill(tono, public_id)

    def test_is_one_for_each_person_over_all_banks(self):
        siti, here, elsewhere = given.owner(is_trained=True), given.bank(), given.bank()
        given.submitted(here, {siti: 5_000_000})
        second = start(siti, elsewhere.code)

        with pytest.raises(OpenAlready):
            fill(siti, second)

        assert stored(second).lines == []

    def test_is_one_for_each_person_alone_or_in_a_group(self):
        desk, group = given.bank(), given.group(2, is_trained=False)
        of_the_group = start(group.leader, desk.code, product_code="kelompok")
        fill(group.people[1], of_the_group)
        alone = start(group.people[1], desk.code)

        with pytest.raises(OpenAlready):
            fill(group.people[1], alone)

    def test_can_be_taken_back_and_filled_anew(self):
        siti = given.owner()
        public_id = start(siti, given.bank().code)
        fill(siti, public_id)

        take_back(siti, public_id)
        fill(siti, public_id, 4_000_000)

        assert [(line.status, line.requested) for line in stored(public_id).lines] == [
            (LineStatus.REMOVED, 5_000_000),
            (LineStatus.READY, 4_000_000),
        ]

    def test_taken_back_frees_its_owner_for_another_bank(self):
        siti, here, elsewhere = given.owner(), given.bank(), given.bank()
        first, second = start(siti, here.code), start(siti, elsewhere.code)
        fill(siti, first)

        take_back(siti, first)
        fill(siti, second)

        assert len(stored(second).lines) == 1

    def test_that_is_not_there_cannot_be_taken_back(self):
        siti = given.owner()

        with pytest.raises(NotPermitted):
            take_back(siti, start(siti, given.bank().code))

    def test_cannot_be_touched_once_sent(self):
        siti = given.owner(is_trained=True)
        public_id = given.submitted(given.bank(), {siti: 5_000_000})

        for touch in (fill, take_back):
            with pytest.raises(NotMendable):
                touch(siti, public_id)

        [line] = stored(public_id).lines
        assert (line.status, line.requested) == (LineStatus.READY, 5_000_000)

    def test_can_be_mended_when_the_application_comes_back(self):
        desk, siti = given.bank(), given.owner(is_trained=True)
        public_id = returned(desk, given.submitted(desk, {siti: 5_000_000}))

        fill(siti, public_id, 4_000_000)

        assert [line.requested for line in stored(public_id).lines] == [4_000_000]
