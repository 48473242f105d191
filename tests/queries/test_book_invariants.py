"""Each identity of the ledger notices the offence it is there for."""

from datetime import UTC, date, datetime

import pytest

from harkat.domain.ledger import Account, AccountCode, EntryKind, Line, pair
from harkat.domain.money import Rupiah
from harkat.queries.invariants import CHECKS
from harkat.services import posting, suspense
from harkat.services.transaction import quiet_use_case
from tests import given
from tests.books import by_hand, close_months, offences

pytestmark = pytest.mark.usefixtures("app")

START = datetime(2026, 2, 2, 5, tzinfo=UTC)
IN_MARCH = datetime(2026, 3, 10, 5, tzinfo=UTC)


@quiet_use_case
def book(kind: EntryKind, *lines: Line) -> None:
    draft = posting.Draft(
        kind=kind, lines=lines, value_on=START.date(), reference="uji", key=given.key()
    )
    posting.post(draft, actor_id=None, at=START)


def books_of_a_bank() -> None:
    """Leave two titipan items, a claim after a write-off, and claims between two members."""
    desk = given.bank(at=START)
    for reference in ("TRX-1", "TRX-2"):
        suspense.receive_unknown(
            actor_id=desk.cashier.id,
            amount=Rupiah(100_000),
            received_on=START.date(),
            bank_reference=reference,
            note="",
            key=given.key(),
            at=START,
        )
    book(
        EntryKind.WRITTEN_OFF,
        *pair(
            debit=Account(code=AccountCode.CLAIM, bank_id=desk.bank_id),
            ledger_credit=Account(code=AccountCode.CLAIM_COUNTER, bank_id=desk.bank_id),
            amount=Rupiah(5_000),
        ),
    )
    claims = Account(code=AccountCode.MEMBER_CLAIM, bank_id=desk.bank_id, holder_id=7)
    lender, borrower = (
        given.owner(name, at=START).person_id for name in ("Siti Contoh", "Tono Contoh")
    )
    book(
        EntryKind.REPAID_FOR_MEMBER,
        Line(account=claims, amount=204_571, person_id=lender),
        Line(account=claims, amount=-204_571, person_id=borrower),
    )
    close_months(date(2026, 2, 1), at=IN_MARCH)


class TestIdentities:
    def test_hold_in_sound_books(self):
        books_of_a_bank()

        assert offences() == []

    def test_have_a_code_each(self):
        codes = [check.code for check in CHECKS]

        assert len(codes) == len(set(codes))
        assert {f"E{number}" for number in (1, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13)} <= set(codes)

    @pytest.mark.parametrize(
        ("statement", "code", "sentence"),
        [
            (
                (
                    "UPDATE posting SET amount = amount + 1 WHERE account_id IN "
                    "(SELECT id FROM ledger_account WHERE code = 'claim_counter')"
                ),
                "E1",
                "in block M of bank",
            ),
            (
                (
                    "UPDATE ledger_account SET balance = balance + 1 WHERE code = 'loss_principal' "
                    "AND kecamatan_code = '15.71.10'"
                ),
                "E5",
                "kecamatan 15.71.10: off by -1",
            ),
            (
                (
                    "UPDATE ledger_account SET balance = balance - 3 "
                    "WHERE code = 'forgiven_principal' AND kecamatan_code = '15.71.10'"
                ),
                "E5",
                "kecamatan 15.71.10: off by 3",
            ),
            (
                "UPDATE suspense_item SET open_amount = 99999 WHERE bank_reference = 'TRX-1'",
                "E8",
                "bank 1: 200000 is not 199999",
            ),
            (
                (
                    "UPDATE suspense_item SET open_amount = CASE bank_reference "
                    "WHEN 'TRX-1' THEN 99000 ELSE 101000 END, amount = 101000"
                ),
                "E8",
                "item 1: 99000 is not 100000",
            ),
            (
                "UPDATE ledger_account SET balance = 5 WHERE code = 'member_claim'",
                "E9",
                "agreement 7: 5, of its members 0",
            ),
            (
                (
                    "UPDATE posting SET amount = amount + 1 WHERE person_id IS NOT NULL "
                    "AND amount > 0"
                ),
                "E9",
                "agreement 7: 0, of its members 1",
            ),
            (
                "UPDATE posting SET person_id = NULL WHERE amount = -204571",
                "E9",
                "names no member",
            ),
            (
                "UPDATE ledger_account SET balance = balance - 1 WHERE code = 'claim'",
                "E12",
                "bank 1: 4999 is not 5000",
            ),
            (
                (
                    "INSERT INTO journal_entry (kind, business_date, value_on, recorded_at, "
                    "reference, idempotency_key) VALUES ('repaid', '2026-02-28', '2026-02-28', "
                    "'2026-03-11 05:00:00', 'uji', 'uji-bulan')"
                ),
                "E13",
                "is in 2026-02-01, closed",
            ),
        ],
    )
    def test_notice_what_a_hand_has_broken(self, statement: str, code: str, sentence: str):
        books_of_a_bank()

        by_hand(statement)

        found = [offence for offence in offences() if offence.startswith(f"{code}:")]
        assert any(sentence in offence for offence in found), found
