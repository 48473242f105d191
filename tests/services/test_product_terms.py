"""A setting changed before the approval changes the loan; changed after it, nothing of it."""

from datetime import date, timedelta
from typing import Any

import pytest

from harkat.domain.money import Rupiah
from harkat.domain.product import Every, LoanTerms
from harkat.domain.schedule import schedule
from harkat.extensions import db
from harkat.queries.loan_history import terms_of
from harkat.queries.offer import agreed_rules, offered_terms, terms_under
from harkat.queries.rules import rules_on
from tests import given
from tests.moments import NOON, TODAY
from tests.rules import product_id, set_rule

pytestmark = pytest.mark.usefixtures("app")

SETTINGS = {
    "method": "flat",
    "annual_rate": "0.06",
    "instalment_choices": "6",
    "every": "week",
    "day_count": "actual/365",
    "rounding": "up",
    "multiple": "1000",
    "principal_grace": "2",
    "interest_grace": "1",
    "fee_provision": "25000",
    "fee_admin": "10000",
    "fee_insurance": "5000",
    "due_day": "10",
    "due_day_shift": "forward",
    "bank_rate": "0.09",
    "allocation_order": "penalty_interest_principal",
    "surplus": "recast_shorten",
    "settlement": "whole_margin",
    "settlement_rebate": "0.5",
    "penalty_rate": "0.001",
    "penalty_per": "month",
    "penalty_grace_days": "3",
    "penalty_cap": "0.1",
    "restructurings_per_year": "1",
    "call_after_days": "10",
    "write_off_call_days": "60",
}
OF_THE_OFFER = {"instalment_choices"}
BESIDE = {"restructurings_per_year", "call_after_days", "write_off_call_days"}


@pytest.fixture
def desk() -> given.BankDesk:
    return given.bank()


def approved(desk: given.BankDesk) -> str:
    """Let the bank approve Siti's million for a year; return the application."""
    siti = given.owner(is_trained=True)
    public_id = given.submitted(desk, {siti: 1_000_000})
    return given.approve(desk, given.propose(desk, public_id))


def offered(public_id: str) -> LoanTerms:
    db.session.rollback()
    application = given.application(public_id)
    return offered_terms(application, application.lines[0], disbursed_on=TODAY)


def set_for_persons(name: str) -> None:
    set_rule(name, SETTINGS[name], product_code="perorangan")


class TestSetting:
    @pytest.mark.parametrize("name", SETTINGS)
    def test_changed_after_the_approval_leaves_the_loan_alone(
        self, desk: given.BankDesk, name: str
    ):
        public_id = approved(desk)
        before = (offered(public_id), agreed_rules(given.application(public_id)))

        set_for_persons(name)

        assert (offered(public_id), agreed_rules(given.application(public_id))) == before

    @pytest.mark.parametrize("name", sorted(set(SETTINGS) - OF_THE_OFFER - BESIDE))
    def test_changed_before_it_changes_the_terms(self, desk: given.BankDesk, name: str):
        usual = terms()

        set_for_persons(name)

        assert offered(approved(desk)) == terms() != usual

    @pytest.mark.parametrize("name", sorted(BESIDE))
    def test_changed_before_it_changes_what_the_contract_says_beside(
        self, desk: given.BankDesk, name: str
    ):
        set_for_persons(name)

        found = agreed_rules(given.application(approved(desk)))
        assert getattr(found, name) == int(SETTINGS[name])


def terms() -> LoanTerms:
    """Return what Siti's million would get today."""
    db.session.rollback()
    rules = rules_on(product_id=product_id("perorangan"), on=TODAY)
    return terms_under(rules, principal=Rupiah(1_000_000), instalments=12, disbursed_on=TODAY)


class TestRhythm:
    def test_is_the_one_that_was_chosen_whatever_the_product_becomes(self, desk: given.BankDesk):
        siti = given.owner(is_trained=True)
        public_id = given.submitted(desk, {siti: 1_000_000})

        set_rule("every", "week", product_code="perorangan", valid_from=TODAY + timedelta(days=1))
        later = NOON + timedelta(days=1)
        given.approve(desk, given.propose(desk, public_id, at=later), at=later)

        application = given.application(public_id)
        assert application.every is Every.MONTH
        assert application.terms is not None
        assert application.terms.get("every", "month") == "month"


class TestLoan:
    def test_is_opened_with_the_terms_that_were_offered(self, desk: given.BankDesk):
        for name in ("penalty_rate", "due_day", "fee_admin"):
            set_for_persons(name)
        public_id = approved(desk)
        promised = offered(public_id)
        for name in ("method", "multiple", "penalty_cap"):
            set_for_persons(name)

        given.consent_all(public_id)
        [opened_id] = given.disburse(desk, public_id)

        opened = given.loan(opened_id)
        assert terms_of(opened) == promised
        assert opened.final_due_on == schedule(promised).rows[-1].due_on

    def test_keeps_the_fees_by_kind(self, desk: given.BankDesk):
        for name in ("fee_provision", "fee_admin", "fee_insurance"):
            set_for_persons(name)

        public_id = approved(desk)

        fees = agreed_rules(given.application(public_id)).fees
        assert (fees.provision, fees.admin, fees.insurance) == (25_000, 10_000, 5_000)
        assert offered(public_id).fee == fees.total == 40_000

    def test_keeps_the_holidays_known_when_it_was_approved(self, desk: given.BankDesk):
        set_for_persons("due_day_shift")

        agreed = offered(approved(desk))

        assert date(2026, 12, 25) in agreed.holidays
        assert agreed.holidays[-1] == date(2028, 8, 17)

    def test_of_an_older_contract_still_reads(self, desk: given.BankDesk):
        public_id = approved(desk)
        application = given.application(public_id)
        old: dict[str, Any] = {"method": "flat", "annual_rate": "0.03", "price_label": "bunga"}
        application.terms = old
        db.session.commit()

        assert offered(public_id).method == "flat"
        assert agreed_rules(given.application(public_id)).call_after_days == 7
