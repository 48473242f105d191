"""The key facts of a loan: equal to its schedule, the same after keeping, sealed by a digest."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from json import dumps, loads

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harkat.domain.contract_terms import AgreedRules, Fees
from harkat.domain.cost import cost
from harkat.domain.key_facts import Fine, KeyFacts, Loaned, Party, digest_of, key_facts
from harkat.domain.money import Rupiah
from harkat.domain.product import InterestMethod, LoanTerms, PenaltyPer
from harkat.domain.schedule import schedule

LOANED = Loaned(
    reference_no="BH26-0001-2",
    version=5,
    bank_name="Bank Contoh",
    borrower_name="Siti Contoh",
    nik_masked="1571••••••••0004",
    group_name="Mawar",
    payout_bank="Bank Contoh",
    payout_account_masked="••••321",
)


def facts(
    *,
    principal: int = 8_000_000,
    instalments: int = 12,
    method: InterestMethod = InterestMethod.DECLINING_ANNUITY,
    fees: Fees | None = None,
    on: date = date(2026, 11, 23),
) -> KeyFacts:
    fees = fees or Fees(provision=Rupiah(0), admin=Rupiah(0), insurance=Rupiah(0))
    terms = LoanTerms(
        principal=Rupiah(principal),
        annual_rate=Decimal("0.03"),
        instalments=instalments,
        method=method,
        disbursed_on=on,
        fee=fees.total,
        penalty_rate=Decimal("0.001"),
        penalty_cap=Decimal("0.5"),
    )
    return key_facts(
        schedule(terms),
        loaned=LOANED,
        agreed=AgreedRules(
            price_label="bunga",
            fees=fees,
            restructurings_per_year=2,
            call_after_days=7,
            write_off_call_days=30,
        ),
        parties=(
            Party(name="Siti Contoh", amount=Rupiah(principal), is_own=True),
            Party(name="Rina Contoh", amount=Rupiah(6_000_000), is_own=False),
        ),
        liability_version="2026-11",
    )


class TestKeyFacts:
    @settings(max_examples=30)
    @given(
        principal=st.integers(250_000, 20_000_000),
        instalments=st.sampled_from([6, 12, 18, 24]),
        method=st.sampled_from(
            [InterestMethod.DECLINING_ANNUITY, InterestMethod.FLAT, InterestMethod.BULLET]
        ),
        fee=st.integers(0, 100_000),
    )
    def test_are_the_schedules_figures(
        self, principal: int, instalments: int, method: InterestMethod, fee: int
    ):
        found = facts(
            principal=principal,
            instalments=instalments,
            method=method,
            fees=Fees(provision=Rupiah(fee), admin=Rupiah(5_000), insurance=Rupiah(0)),
        )

        plan = schedule(
            LoanTerms(
                principal=Rupiah(principal),
                annual_rate=Decimal("0.03"),
                instalments=instalments,
                method=method,
                disbursed_on=date(2026, 11, 23),
                fee=Rupiah(fee + 5_000),
            )
        )
        expected = cost(plan)
        assert [(row.due_on, row.total) for row in found.rows] == [
            (row.due_on, row.total) for row in plan.rows
        ]
        assert (found.interest, found.fee_sum, found.to_pay, found.cost) == (
            expected.total_interest,
            expected.fees,
            expected.total_to_pay,
            expected.total_cost,
        )
        assert found.instalment_sum == plan.totals.total
        assert found.effective_rate == expected.effective_rate

    def test_are_the_same_after_they_were_kept(self):
        found = facts()

        kept = loads(dumps(found.to_json()))

        assert KeyFacts.from_json(kept) == found
        assert digest_of(kept) == found.digest

    def test_without_a_cap_or_an_account_are_kept_as_well(self):
        found = replace(
            facts(),
            loaned=replace(LOANED, payout_bank=None, group_name=None),
            fine=Fine(rate=Decimal(0), per=PenaltyPer.DAY, grace_days=0, cap=None),
        )

        assert KeyFacts.from_json(loads(dumps(found.to_json()))) == found
        assert not found.is_shared

    def test_add_up_what_all_parties_borrow(self):
        found = facts()

        assert found.party_sum == 14_000_000
        assert found.is_shared


class TestDigest:
    @pytest.mark.parametrize(
        "other",
        [
            facts(principal=8_000_001),
            facts(on=date(2026, 11, 24)),
            replace(facts(), loaned=replace(LOANED, version=6)),
            replace(facts(), loaned=replace(LOANED, payout_account_masked="••••322")),
            replace(facts(), parties=facts().parties[:1]),
            replace(facts(), liability_version="2027-01"),
            replace(facts(), fees=Fees(provision=Rupiah(1), admin=Rupiah(0), insurance=Rupiah(0))),
        ],
    )
    def test_changes_with_everything_a_borrower_agrees_to(self, other: KeyFacts):
        assert other.digest != facts().digest

    def test_is_the_same_for_the_same_facts(self):
        assert facts().digest == facts().digest
        assert len(facts().digest) == 64


class TestFine:
    @pytest.mark.parametrize(
        ("fine", "sentence"),
        [
            (
                Fine(rate=Decimal(0), per=PenaltyPer.DAY, grace_days=0, cap=None),
                "Tidak ada denda telat. Bank tetap menghubungi Anda bila telat.",
            ),
            (
                Fine(rate=Decimal("0.001"), per=PenaltyPer.DAY, grace_days=0, cap=None),
                "Denda telat 0,1% sehari dari cicilan yang telat.",
            ),
            (
                Fine(rate=Decimal("0.02"), per=PenaltyPer.MONTH, grace_days=7, cap=Decimal("0.5")),
                (
                    "Denda telat 2% sebulan (30 hari) dari cicilan yang telat. "
                    "Denda baru dihitung setelah telat 7 hari. "
                    "Denda paling banyak 50% dari cicilan itu."
                ),
            ),
        ],
    )
    def test_is_said_in_words(self, fine: Fine, sentence: str):
        assert fine.sentence == sentence
