"""Who may do what: duties that must not meet in one role, and a viewer who is stopped."""

from itertools import pairwise

import pytest

from harkat.domain.roles import BANK_ROLES, GRANTS, NotPermitted, Permission, Role, Viewer

HANDS_OF_A_LOAN = (
    Permission.APPLICATION_VERIFY,
    Permission.APPLICATION_DECIDE,
    Permission.LOAN_DISBURSE,
    Permission.REPAYMENT_RECORD,
    Permission.REPAYMENT_REVERSE,
)
MONEY = {*HANDS_OF_A_LOAN, Permission.LOAN_READ}


def roles_with(permission: Permission) -> set[Role]:
    return {role for role, granted in GRANTS.items() if permission in granted}


class TestGrants:
    def test_know_every_role(self):
        assert set(GRANTS) == set(Role)

    @pytest.mark.parametrize("permission", Permission)
    def test_give_every_permission_to_somebody(self, permission: Permission):
        assert roles_with(permission)

    @pytest.mark.parametrize("role", Role)
    def test_never_give_two_duties_in_a_row_to_one_role(self, role: Role):
        held = [duty for duty in pairwise(HANDS_OF_A_LOAN) if set(duty) <= GRANTS[role]]

        assert held == []

    @pytest.mark.parametrize("duty", HANDS_OF_A_LOAN)
    def test_give_each_duty_of_a_loan_to_one_bank_role(self, duty: Permission):
        assert len(roles_with(duty)) == 1
        assert roles_with(duty) <= BANK_ROLES

    def test_let_another_give_money_back_than_who_received_it(self):
        assert roles_with(Permission.SUSPENSE_REFUND) == {Role.BANK_CHECKER}
        assert Permission.REPAYMENT_RECORD not in GRANTS[Role.BANK_CHECKER]

    def test_let_another_resolve_a_difference_than_who_stated_it(self):
        both = {Permission.STATEMENT_RECORD, Permission.STATEMENT_RESOLVE}
        assert [role for role in Role if both <= GRANTS[role]] == []

    def test_let_no_bank_close_a_month_of_all_banks(self):
        assert roles_with(Permission.MONTH_CLOSE) == {Role.PROGRAM_ADMIN}

    def test_let_only_balikat_record_training(self):
        assert roles_with(Permission.TRAINING_RECORD) == {Role.TRAINING_STAFF}
        assert GRANTS[Role.TRAINING_STAFF] == GRANTS[Role.ASSISTANT] | {Permission.TRAINING_RECORD}

    def test_give_whoever_helps_owners_nothing_else(self):
        assert GRANTS[Role.ASSISTANT] == {Permission.OWNER_ASSIST, Permission.OWNER_WITNESS}
        assert roles_with(Permission.OWNER_ASSIST) == {Role.ASSISTANT, Role.TRAINING_STAFF}

    def test_let_nobody_be_a_witness_who_decides_or_checks_afterwards(self):
        assert roles_with(Permission.OWNER_WITNESS) == {Role.ASSISTANT, Role.TRAINING_STAFF}
        assert roles_with(Permission.OWNER_WITNESS).isdisjoint(roles_with(Permission.SIGN_READ))

    def test_let_only_owners_apply(self):
        assert roles_with(Permission.OWN_APPLY) == {Role.BUSINESS_OWNER}
        assert GRANTS[Role.BUSINESS_OWNER] == {Permission.OWN_APPLY}

    def test_give_no_business_data_to_whoever_manages_accounts(self):
        assert GRANTS[Role.SECURITY_ADMIN] == {Permission.ACCOUNT_MANAGE}

    @pytest.mark.parametrize(
        "role", [Role.DINAS_VIEWER, Role.DINAS_OFFICER, Role.AUDITOR, Role.PROGRAM_ADMIN]
    )
    def test_let_those_who_watch_touch_no_money(self, role: Role):
        assert not GRANTS[role] & MONEY


class TestViewer:
    def test_may_do_what_the_role_grants(self):
        maker = Viewer(user_id=1, role=Role.BANK_MAKER, bank_id=4)

        maker.require(Permission.APPLICATION_VERIFY)

        assert maker.has(Permission.APPLICATION_VERIFY)

    def test_is_stopped_at_anything_else(self):
        maker = Viewer(user_id=1, role=Role.BANK_MAKER, bank_id=4)

        with pytest.raises(NotPermitted):
            maker.require(Permission.APPLICATION_DECIDE)

        assert not maker.has(Permission.APPLICATION_DECIDE)
