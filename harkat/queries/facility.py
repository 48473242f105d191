"""The facility's figures: each is the balance of its ledger accounts, never a sum over loans."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from sqlalchemy import select

from harkat.domain.ledger import CHART, AccountCode, Owner
from harkat.domain.money import Rupiah
from harkat.extensions import db
from harkat.models.ledger import LedgerAccount
from harkat.queries.areas import KecamatanRow, kecamatan_list
from harkat.queries.banks import BankRow, bank_list
from harkat.queries.rules import rules_on


class Figure(StrEnum):
    """A figure of the programme that pages show and lists add up to."""

    CEILING = "ceiling"
    UNALLOCATED = "unallocated"
    SLICE = "slice"
    COMMITTED = "committed"
    DISBURSED = "disbursed"
    REPAID = "repaid"
    OUTSTANDING = "outstanding"
    AVAILABLE = "available"


ACCOUNTS: Mapping[Figure, tuple[AccountCode, ...]] = {
    Figure.CEILING: (AccountCode.CEILING,),
    Figure.UNALLOCATED: (AccountCode.UNALLOCATED,),
    Figure.SLICE: (AccountCode.SLICE,),
    Figure.COMMITTED: (AccountCode.COMMITTED,),
    Figure.DISBURSED: (AccountCode.DISBURSED,),
    Figure.REPAID: (AccountCode.REPAID,),
    Figure.OUTSTANDING: (AccountCode.PRINCIPAL, AccountCode.CAPITALISED),
    # What no bank has yet can still be lent, too; a single bank has none of it.
    Figure.AVAILABLE: (AccountCode.AVAILABLE, AccountCode.UNALLOCATED),
}
BY_BANK = frozenset(
    figure for figure, codes in ACCOUNTS.items() if CHART[codes[0]].owner is not Owner.PROGRAMME
)
BY_KECAMATAN = frozenset(
    figure
    for figure, codes in ACCOUNTS.items()
    if CHART[codes[0]].owner is Owner.BANK_AND_KECAMATAN
)


@dataclass(frozen=True, kw_only=True)
class Absorption:
    """How much of the ceiling has reached anybody; `ratio` is None while there is no ceiling."""

    disbursed: Rupiah
    ceiling: Rupiah
    ratio: Fraction | None


@dataclass(frozen=True, kw_only=True)
class LoanFigures:
    """What was promised, lent, paid back and is still owed (rupiah, with capitalised arrears)."""

    committed: Rupiah
    disbursed: Rupiah
    repaid: Rupiah
    outstanding: Rupiah


@dataclass(frozen=True, kw_only=True)
class BankFigures(LoanFigures):
    """A bank's figures; `absorption` is what it lent of its slice."""

    bank: BankRow
    slice: Rupiah
    available: Rupiah
    shortfall: Rupiah
    absorption: Fraction | None


@dataclass(frozen=True, kw_only=True)
class KecamatanFigures(LoanFigures):
    """A kecamatan's figures; it has no ceiling, only its share of what was lent."""

    kecamatan: KecamatanRow
    share: Fraction | None


@dataclass(frozen=True, kw_only=True)
class ProgrammeFigures(LoanFigures):
    """The figures of the whole programme; `in_use` is (disbursed - repaid) of the ceiling.

    `shortfall` is what banks lent again before a repayment was reversed; normally nothing.
    """

    ceiling: Rupiah
    unallocated: Rupiah
    allocated: Rupiah
    available: Rupiah
    shortfall: Rupiah
    absorption: Fraction | None
    in_use: Fraction | None


@dataclass(frozen=True, kw_only=True)
class Overview:
    """All figures of one moment: the programme, its banks by name, its kecamatan by amount lent."""

    programme: ProgrammeFigures
    banks: Sequence[BankFigures]
    kecamatan: Sequence[KecamatanFigures]
    is_revolving: bool


def absorption() -> Absorption:
    """Return the absorbed figure.

    For example ``Absorption(disbursed=Rupiah(300_000_000), ceiling=Rupiah(110_000_000_000),
    ratio=Fraction(3, 1100))``.
    """
    sums = _balances((AccountCode.CEILING, AccountCode.DISBURSED))
    ceiling, disbursed = sums.of(AccountCode.CEILING), sums.of(AccountCode.DISBURSED)
    return Absorption(disbursed=disbursed, ceiling=ceiling, ratio=_ratio(disbursed, of=ceiling))


def overview(*, on: date) -> Overview:
    """Return every figure of the programme as the ledger stands now; `on` decides the rules."""
    sums = _balances(_SHOWN)
    return Overview(
        programme=_programme(sums),
        banks=[_bank(sums, bank) for bank in bank_list()],
        kecamatan=sorted(
            (_kecamatan(sums, kecamatan) for kecamatan in kecamatan_list()),
            key=lambda row: (-int(row.disbursed), -int(row.committed), row.kecamatan.name),
        ),
        is_revolving=rules_on(product_id=None, on=on).is_revolving,
    )


def figure_balance(
    figure: Figure, *, bank_id: int | None = None, kecamatan_code: str | None = None
) -> Rupiah:
    """Return one figure, of everything or of one bank or kecamatan or both."""
    sums = _balances(ACCOUNTS[figure])
    return sums.of(*ACCOUNTS[figure], bank_id=bank_id, kecamatan_code=kecamatan_code)


_SHOWN = (
    *dict.fromkeys(code for codes in ACCOUNTS.values() for code in codes),
    AccountCode.ALLOCATED,
    AccountCode.SHORTFALL,
)


class _Sums:
    """Balances added up by bank, by kecamatan, by both and over all."""

    def __init__(self) -> None:
        self._sums: Counter[tuple[AccountCode, int | None, str | None]] = Counter()

    def add(
        self, code: AccountCode, balance: int, *, bank_id: int | None, kecamatan_code: str | None
    ) -> None:
        """Add one account's balance wherever it belongs."""
        for bank in {bank_id, None}:
            for kecamatan in {kecamatan_code, None}:
                self._sums[code, bank, kecamatan] += balance

    def of(
        self, *codes: AccountCode, bank_id: int | None = None, kecamatan_code: str | None = None
    ) -> Rupiah:
        """Return what the accounts of these codes hold together."""
        return Rupiah(sum(self._sums[code, bank_id, kecamatan_code] for code in codes))


def _balances(codes: Sequence[AccountCode]) -> _Sums:
    """Read the balances in one statement, so that they belong to one moment."""
    sums = _Sums()
    rows = db.session.execute(
        select(
            LedgerAccount.code,
            LedgerAccount.balance,
            LedgerAccount.bank_id,
            LedgerAccount.kecamatan_code,
        ).where(LedgerAccount.code.in_(codes))
    )
    for code, balance, bank_id, kecamatan_code in rows:
        sums.add(code, balance, bank_id=bank_id, kecamatan_code=kecamatan_code)
    return sums


def _programme(sums: _Sums) -> ProgrammeFigures:
    ceiling, disbursed = sums.of(AccountCode.CEILING), sums.of(AccountCode.DISBURSED)
    repaid = sums.of(AccountCode.REPAID)
    return ProgrammeFigures(
        ceiling=ceiling,
        unallocated=sums.of(AccountCode.UNALLOCATED),
        allocated=sums.of(AccountCode.ALLOCATED),
        available=sums.of(*ACCOUNTS[Figure.AVAILABLE]),
        shortfall=sums.of(AccountCode.SHORTFALL),
        committed=sums.of(AccountCode.COMMITTED),
        disbursed=disbursed,
        repaid=repaid,
        outstanding=sums.of(*ACCOUNTS[Figure.OUTSTANDING]),
        absorption=_ratio(disbursed, of=ceiling),
        in_use=_ratio(disbursed - repaid, of=ceiling),
    )


def _bank(sums: _Sums, bank: BankRow) -> BankFigures:
    share = sums.of(AccountCode.SLICE, bank_id=bank.id)
    disbursed = sums.of(AccountCode.DISBURSED, bank_id=bank.id)
    return BankFigures(
        bank=bank,
        slice=share,
        available=sums.of(AccountCode.AVAILABLE, bank_id=bank.id),
        shortfall=sums.of(AccountCode.SHORTFALL, bank_id=bank.id),
        committed=sums.of(AccountCode.COMMITTED, bank_id=bank.id),
        disbursed=disbursed,
        repaid=sums.of(AccountCode.REPAID, bank_id=bank.id),
        outstanding=sums.of(*ACCOUNTS[Figure.OUTSTANDING], bank_id=bank.id),
        absorption=_ratio(disbursed, of=share),
    )


def _kecamatan(sums: _Sums, kecamatan: KecamatanRow) -> KecamatanFigures:
    disbursed = sums.of(AccountCode.DISBURSED, kecamatan_code=kecamatan.code)
    return KecamatanFigures(
        kecamatan=kecamatan,
        committed=sums.of(AccountCode.COMMITTED, kecamatan_code=kecamatan.code),
        disbursed=disbursed,
        repaid=sums.of(AccountCode.REPAID, kecamatan_code=kecamatan.code),
        outstanding=sums.of(*ACCOUNTS[Figure.OUTSTANDING], kecamatan_code=kecamatan.code),
        share=_ratio(disbursed, of=sums.of(AccountCode.DISBURSED)),
    )


def _ratio(part: Rupiah, *, of: Rupiah) -> Fraction | None:
    return Fraction(int(part), int(of)) if of else None
