"""A rule of the programme changes when a second person agrees, and never backwards."""

from datetime import date, timedelta
from functools import partial

import pytest
from flask import Flask

from harkat.domain.contract_terms import ImpossibleProduct
from harkat.domain.money import Rupiah
from harkat.domain.programme_rules import TrainingRule, UnreadableSetting
from harkat.domain.roles import NotPermitted, Role
from harkat.extensions import db
from harkat.models.bank import DatedSetting
from harkat.queries.rules import rules_on
from harkat.services import settings
from harkat.services.settings import SettingInThePast
from tests import given
from tests.moments import NOON, TODAY
from tests.rules import product_id, set_rule
from tests.threads import at_once

pytestmark = pytest.mark.usefixtures("app")

TOMORROW = TODAY + timedelta(days=1)


def propose(
    somebody: given.Somebody,
    value: str = "5",
    *,
    name: str = "consent_days",
    valid_from: date = TODAY,
) -> int:
    return settings.propose_setting(
        actor_id=somebody.id,
        name=name,
        product_id=None,
        value=value,
        valid_from=valid_from,
        key=given.key(),
        at=NOON,
    )


def confirm(somebody: given.Somebody, setting_id: int) -> None:
    settings.confirm_setting(actor_id=somebody.id, setting_id=setting_id, at=NOON)


def propose_for_groups(
    somebody: given.Somebody, name: str, value: str, *, valid_from: date = TODAY
) -> int:
    """Propose a value for the group product alone."""
    return settings.propose_setting(
        actor_id=somebody.id,
        name=name,
        product_id=product_id("kelompok"),
        value=value,
        valid_from=valid_from,
        key=given.key(),
        at=NOON,
    )


def consent_days(on: date = TODAY) -> int:
    db.session.rollback()
    return rules_on(product_id=None, on=on).consent_days


@pytest.fixture
def rina() -> given.Somebody:
    """Who proposes."""
    return given.staff(Role.PROGRAM_ADMIN, name="Rina Contoh")


@pytest.fixture
def tono() -> given.Somebody:
    """Who agrees."""
    return given.staff(Role.PROGRAM_ADMIN, name="Tono Contoh")


class TestProposal:
    def test_changes_nothing_by_itself(self, rina: given.Somebody):
        propose(rina)

        assert consent_days() == 7

    def test_counts_once_a_second_person_agrees(self, rina: given.Somebody, tono: given.Somebody):
        setting_id = propose(rina)

        confirm(tono, setting_id)

        assert consent_days() == 5
        stored = db.session.get_one(DatedSetting, setting_id)
        assert (
            stored.proposed_by_id,
            stored.proposed_at,
            stored.confirmed_by_id,
            stored.confirmed_at,
        ) == (rina.id, NOON, tono.id, NOON)

    def test_must_be_a_value_of_the_rule(self, rina: given.Somebody):
        for name, value in (("consent_days", "seminggu"), ("no_such_rule", "1")):
            with pytest.raises(UnreadableSetting):
                propose(rina, value, name=name)

        assert db.session.query(DatedSetting).filter_by(name="consent_days").count() == 0

    def test_cannot_begin_before_today(self, rina: given.Somebody):
        with pytest.raises(SettingInThePast):
            propose(rina, valid_from=TODAY - timedelta(days=1))

    @pytest.mark.parametrize("role", [Role.SECURITY_ADMIN, Role.DINAS_OFFICER, Role.AUDITOR])
    def test_is_made_by_who_sets_the_programme_alone(self, role: Role):
        with pytest.raises(NotPermitted):
            propose(given.staff(role))


class TestConfirmation:
    def test_by_the_proposer_is_refused(self, rina: given.Somebody):
        setting_id = propose(rina)

        with pytest.raises(NotPermitted):
            confirm(rina, setting_id)

        assert consent_days() == 7

    def test_is_given_once(self, rina: given.Somebody, tono: given.Somebody):
        setting_id = propose(rina)
        confirm(tono, setting_id)

        with pytest.raises(NotPermitted):
            confirm(given.staff(Role.PROGRAM_ADMIN), setting_id)

        assert db.session.get_one(DatedSetting, setting_id).confirmed_by_id == tono.id

    def test_by_two_at_once_is_given_once(
        self, app: Flask, rina: given.Somebody, tono: given.Somebody
    ):
        wati, setting_id = given.staff(Role.PROGRAM_ADMIN), propose(rina)
        db.session.rollback()

        answers = at_once(
            app, [partial(confirm, somebody, setting_id) for somebody in (tono, wati)]
        )

        assert sorted(isinstance(answer, NotPermitted) for answer in answers) == [False, True]

    def test_of_nothing_is_refused(self, tono: given.Somebody):
        with pytest.raises(NotPermitted):
            confirm(tono, 999)

    def test_by_another_role_is_refused(self, rina: given.Somebody):
        setting_id = propose(rina)

        with pytest.raises(NotPermitted):
            confirm(given.staff(Role.SECURITY_ADMIN), setting_id)

    def test_comes_too_late_when_the_day_has_passed(
        self, rina: given.Somebody, tono: given.Somebody
    ):
        setting_id = propose(rina)

        with pytest.raises(SettingInThePast):
            settings.confirm_setting(
                actor_id=tono.id, setting_id=setting_id, at=NOON + timedelta(days=1)
            )

        assert consent_days() == consent_days(TOMORROW) == 7


class TestRule:
    def test_holds_from_its_day_on(self):
        set_rule("consent_days", "5", valid_from=TOMORROW)

        assert [consent_days(TODAY), consent_days(TOMORROW)] == [7, 5]

    def test_gives_way_to_a_later_one(self):
        set_rule("consent_days", "9", valid_from=TOMORROW)
        set_rule("consent_days", "5", valid_from=TODAY)

        assert [consent_days(TODAY), consent_days(TOMORROW)] == [5, 9]

    def test_set_twice_for_a_day_is_the_last(self):
        set_rule("consent_days", "9")
        set_rule("consent_days", "5")

        assert consent_days() == 5

    def test_of_a_product_goes_before_the_programmes(self):
        set_rule("member_ceiling", "7000000")
        set_rule("member_ceiling", "3000000", product_code="perorangan")

        def ceiling(code: str | None) -> Rupiah:
            found = product_id(code) if code else None
            return rules_on(product_id=found, on=TODAY).member_ceiling

        assert [ceiling("perorangan"), ceiling("kelompok"), ceiling(None)] == [
            3_000_000,
            10_000_000,  # the product's own value of the reference data
            7_000_000,
        ]

    def test_of_the_programme_holds_for_products_without_their_own(self):
        set_rule("kelurahan_rule", "city")

        assert rules_on(product_id=product_id("kelompok"), on=TODAY).kelurahan_rule == "city"

    def test_of_another_product_is_not_asked(self):
        set_rule("training_rule", "none", product_code="perorangan")

        rules = rules_on(product_id=product_id("kelompok"), on=TODAY)
        assert rules.training_rule is TrainingRule.REQUIRED


class TestImpossibleProduct:
    @pytest.mark.parametrize(
        ("name", "value"),
        [("principal_grace", "6"), ("interest_grace", "24"), ("instalment_choices", "12 400")],
    )
    def test_is_refused_when_proposed(self, rina: given.Somebody, name: str, value: str):
        with pytest.raises(ImpossibleProduct):
            propose_for_groups(rina, name, value)

        proposed = db.select(DatedSetting).where(DatedSetting.proposed_by_id.is_not(None))
        assert db.session.scalars(proposed).all() == []

    def test_is_refused_for_the_whole_programme_when_one_product_has_it(self, rina: given.Somebody):
        with pytest.raises(ImpossibleProduct):
            propose(rina, "6", name="principal_grace")

    def test_is_not_what_a_product_overrides(self, rina: given.Somebody):
        assert propose(rina, "400", name="instalment_choices")

    def test_is_looked_for_among_the_loans_of_its_own_day(
        self, rina: given.Somebody, tono: given.Somebody
    ):
        confirm(tono, propose_for_groups(rina, "instalment_choices", "12 24"))

        assert propose_for_groups(rina, "principal_grace", "6")

    def test_is_looked_for_among_what_comes_later(self, rina: given.Somebody, tono: given.Somebody):
        later = propose_for_groups(rina, "instalment_choices", "3 6", valid_from=TOMORROW)
        confirm(tono, later)

        with pytest.raises(ImpossibleProduct):
            propose_for_groups(rina, "principal_grace", "4")

    def test_is_refused_when_two_proposals_together_make_it(
        self, rina: given.Somebody, tono: given.Somebody
    ):
        grace = propose_for_groups(rina, "principal_grace", "4")
        confirm(tono, propose_for_groups(rina, "instalment_choices", "3 6"))

        with pytest.raises(ImpossibleProduct):
            confirm(tono, grace)

        assert rules_on(product_id=product_id("kelompok"), on=TODAY).principal_grace == 0
