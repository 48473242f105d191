"""The page on absorption says what the facility posts: its tables are read and compared."""

from collections import Counter
from collections.abc import Mapping

import pytest

from harkat.domain import facility
from harkat.domain.ledger import CHART, AccountCode, Line, Owner, balance_change, check_balanced
from harkat.domain.loan_components import LedgerComponents, components
from harkat.domain.loan_postings import Books, change_lines
from harkat.domain.money import Rupiah
from tests.domain.stories import Story, paid_out
from tests.domain.test_algorithm_pages import number, table

Cells = Mapping[str, str]
KECAMATAN, BANK = "15.71.10", 1
BOOKS = Books(loan_id=7, bank_id=BANK, kecamatan_code=KECAMATAN)
FIRST_DUE = "2026-03-02"
TOLD = paid_out().then("repaid", FIRST_DUE, 846_937).then("reversed", FIRST_DUE, reverses=2)


def share(amount: int) -> facility.Share:
    return facility.Share(
        application_line_id=3, bank_id=BANK, kecamatan_code=KECAMATAN, amount=Rupiah(amount)
    )


class Accounts(Counter[str]):
    """The balances of the accounts, in their normal side's sign."""

    def post(self, *lines: Line) -> None:
        check_balanced(lines)
        for line in lines:
            self[line.account.code.value] += balance_change(line)

    def post_loan(self, before: LedgerComponents, after: LedgerComponents) -> None:
        self.post(*change_lines(BOOKS, after - before, suspense_changes={}))

    def post_return(self, amount: int, *, is_revolving: bool) -> None:
        headroom = facility.Headroom(available=self["available"], shortfall=self["shortfall"])
        lines = facility.principal_returned(
            bank_id=BANK,
            kecamatan_code=KECAMATAN,
            loan_id=7,
            amount=amount,
            is_revolving=is_revolving,
            headroom=headroom,
        )
        self.post(*lines)

    def check(self, cells: Cells) -> None:
        """Compare with a row of the page, and with the identities E2 to E5."""
        shown = {name: number(cell) for name, cell in list(cells.items())[1:]}
        assert shown == {name: self[name] for name in shown}
        assert self["ceiling"] == self["unallocated"] + self["allocated"]
        assert self["allocated"] == self["slice"]
        assert self["slice"] + self["repaid"] + self["shortfall"] == (
            self["available"] + self["committed"] + self["disbursed"] + self["retired"]
        )


def held(count: int, on: str) -> LedgerComponents:
    """Return what the books hold after the first events of the worked loan."""
    return components(Story(TOLD.terms, TOLD.events[:count]).on(on))


class TestAbsorptionPage:
    @pytest.mark.parametrize(
        "cells",
        table("absorption.md", first_columns="| account |"),
        ids=lambda cells: cells["account"],
    )
    def test_shows_the_accounts_of_the_facility(self, cells: Cells):
        rule = CHART[AccountCode(cells["account"])]
        assert rule.owner is Owner(cells["of"].replace(" ", "_"))
        assert rule.normal_side.value == cells["normal side"]
        assert rule.is_bounded == (cells["bounded"] == "yes")

    def test_shows_the_worked_loan_of_a_facility_that_does_not_revolve(self):
        rows = iter(table("absorption.md", first_columns="| after |"))
        accounts = Accounts()
        accounts.post(*facility.ceiling_raised(Rupiah(110_000_000_000)))
        accounts.post(*facility.slice_allocated(bank_id=BANK, amount=Rupiah(40_000_000_000)))
        accounts.check(next(rows))
        accounts.post(*facility.committed([share(10_000_000)]))
        accounts.check(next(rows))
        accounts.post(*facility.disbursed(share(10_000_000)))
        accounts.post_loan(LedgerComponents(), held(1, "2026-02-02"))
        accounts.check(next(rows))
        accounts.post_loan(held(1, "2026-02-02"), held(1, FIRST_DUE))
        accounts.check(next(rows))
        before, after = held(1, FIRST_DUE), held(2, FIRST_DUE)
        accounts.post_loan(before, after)
        accounts.post_return(int(after.repaid - before.repaid), is_revolving=False)
        accounts.check(next(rows))
        accounts.post_loan(held(2, FIRST_DUE), held(3, FIRST_DUE))
        accounts.post_return(int(before.repaid - after.repaid), is_revolving=False)
        accounts.check(next(rows))
        assert not list(rows)

    def test_shows_the_shortfall_of_a_facility_that_revolves(self):
        rows = iter(table("absorption.md", first_columns="| revolving |"))
        accounts = Accounts()
        accounts.post(*facility.ceiling_raised(Rupiah(10_000_000)))
        accounts.post(*facility.slice_allocated(bank_id=BANK, amount=Rupiah(10_000_000)))
        accounts.post(*facility.committed([share(10_000_000)]))
        accounts.post(*facility.disbursed(share(10_000_000)))
        accounts.check(next(rows))
        accounts.post_return(821_937, is_revolving=True)
        accounts.check(next(rows))
        accounts.post(*facility.committed([share(821_937)]))
        accounts.check(next(rows))
        accounts.post_return(-821_937, is_revolving=True)
        accounts.check(next(rows))
        released = facility.commitment_released([share(821_937)], shortfall=accounts["shortfall"])
        accounts.post(*released)
        accounts.check(next(rows))
        assert not list(rows)

    def test_has_every_identity(self):
        names = [cells[""] for cells in table("absorption.md", first_columns="| | identity |")]

        assert names == [f"E{one}" for one in range(1, 12)]
