"""The dated rules as administrators see them agree with the rules that decide."""

from datetime import timedelta

import pytest

from harkat.domain.programme_rules import SETTINGS
from harkat.domain.roles import NotPermitted, Role, Viewer
from harkat.extensions import db
from harkat.models.bank import DatedSetting
from harkat.queries import settings
from harkat.queries.settings import SettingState
from harkat.services import settings as set_rules
from tests import given
from tests.moments import NOON, TODAY


def proposed(name: str, value: str, *, product_id: int | None = None, days: int = 0) -> int:
    """Let Hadi propose a value from some days on; return its id."""
    return set_rules.propose_setting(
        actor_id=given.staff(Role.PROGRAM_ADMIN).id,
        name=name,
        product_id=product_id,
        value=value,
        valid_from=TODAY + timedelta(days=days),
        key=given.key(),
        at=NOON,
    )


def confirmed(name: str, value: str, *, product_id: int | None = None, days: int = 0) -> int:
    setting_id = proposed(name, value, product_id=product_id, days=days)
    other = given.staff(Role.PROGRAM_ADMIN)
    set_rules.confirm_setting(actor_id=other.id, setting_id=setting_id, at=NOON)
    return setting_id


def state_of(name: str, *, days: int = 0) -> SettingState:
    viewer = Viewer(user_id=1, role=Role.PROGRAM_ADMIN)
    states = settings.setting_states(viewer=viewer, on=TODAY + timedelta(days=days))
    return next(state for state in states if state.name == name)


@pytest.mark.usefixtures("app")
class TestSettingStates:
    def test_hold_every_rule_once_in_the_order_of_the_rulebook(self):
        viewer = Viewer(user_id=1, role=Role.PROGRAM_ADMIN)

        states = settings.setting_states(viewer=viewer, on=TODAY)

        assert [state.name for state in states] == list(SETTINGS)

    def test_say_what_waits_what_comes_and_what_holds(self):
        confirmed("consent_days", "5")
        confirmed("consent_days", "6")
        confirmed("consent_days", "9", days=10)
        proposed("consent_days", "30")

        state = state_of("consent_days")

        assert state.in_force is not None
        assert state.in_force.value == "6"
        assert [row.value for row in state.coming] == ["9"]
        assert [row.value for row in state.waiting] == ["30"]

    def test_agree_with_the_rules_that_decide(self):
        product = settings.product_list()[0]
        confirmed("member_ceiling", "7000000", product_id=product.id)
        confirmed("consent_days", "5")
        confirmed("consent_days", "9", days=10)

        for days in (0, 10):
            decides = DatedSetting.values_on(product_id=product.id, on=TODAY + timedelta(days=days))
            for name in SETTINGS:
                state = state_of(name, days=days)
                own = next(
                    (row.value for row in state.overrides if row.product_id == product.id), None
                )
                general = state.in_force.value if state.in_force else None
                assert decides.get(name) == (own or general)

    def test_tell_own_proposals_from_others(self):
        setting_id = proposed("consent_days", "30")
        proposer_id = db.session.get_one(DatedSetting, setting_id).proposed_by_id
        assert proposer_id is not None

        for user_id, is_own in ((proposer_id, True), (proposer_id + 1, False)):
            viewer = Viewer(user_id=user_id, role=Role.PROGRAM_ADMIN)
            found = settings.proposed_setting(viewer=viewer, setting_id=setting_id)
            assert found is not None
            assert found.is_own is is_own

    @pytest.mark.parametrize("role", [Role.DINAS_VIEWER, Role.SECURITY_ADMIN, Role.AUDITOR])
    def test_are_not_for_others(self, role: Role):
        with pytest.raises(NotPermitted):
            settings.setting_states(viewer=Viewer(user_id=1, role=role), on=TODAY)
