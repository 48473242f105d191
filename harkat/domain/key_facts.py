"""The key facts of a loan: all that a borrower must read before agreeing, in one fixed form.

Screen, paper and the record of the consent are made of the same facts. Their digest changes with
every figure, name and day in them, so that a consent can be shown to be about exactly these.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256
from typing import Any, Self

from harkat.domain.contract_terms import AgreedRules, Fees
from harkat.domain.cost import cost
from harkat.domain.indonesian import percent
from harkat.domain.money import Rupiah, total
from harkat.domain.product import Every, InterestMethod, LoanTerms, PenaltyPer
from harkat.domain.schedule import Schedule


@dataclass(frozen=True, kw_only=True)
class Party:
    """One who answers for the loan together with the others."""

    name: str
    amount: Rupiah
    is_own: bool


@dataclass(frozen=True, kw_only=True)
class FactRow:
    """One instalment."""

    number: int
    due_on: date
    principal: Rupiah
    interest: Rupiah
    total: Rupiah


@dataclass(frozen=True, kw_only=True)
class Fine:
    """What is paid for being late; a `rate` of zero is no fine at all."""

    rate: Decimal
    per: PenaltyPer
    grace_days: int
    cap: Decimal | None

    @property
    def sentence(self) -> str:
        """The rule in words."""
        if not self.rate:
            return "Tidak ada denda telat. Bank tetap menghubungi Anda bila telat."
        each = "sehari" if self.per is PenaltyPer.DAY else "sebulan (30 hari)"
        words = f"Denda telat {percent(self.rate)} {each} dari cicilan yang telat."
        if self.grace_days:
            words += f" Denda baru dihitung setelah telat {self.grace_days} hari."
        if self.cap is not None:
            words += f" Denda paling banyak {percent(self.cap)} dari cicilan itu."
        return words


@dataclass(frozen=True, kw_only=True)
class Loaned:
    """Whose loan it is to be, and from whom; the personal numbers are masked."""

    reference_no: str
    version: int
    bank_name: str
    borrower_name: str
    nik_masked: str
    group_name: str | None
    payout_bank: str | None
    payout_account_masked: str | None


@dataclass(frozen=True, kw_only=True)
class KeyFacts:
    """Everything one borrower agrees to, as if the money were sent on the day `as_of`."""

    loaned: Loaned
    as_of: date
    principal: Rupiah
    instalments: int
    every: Every
    method: InterestMethod
    annual_rate: Decimal
    effective_rate: Decimal
    price_label: str
    rows: tuple[FactRow, ...]
    fees: Fees
    fine: Fine
    parties: tuple[Party, ...]
    liability_version: str

    @property
    def interest(self) -> Rupiah:
        """What the loan costs over its whole life, without the fees."""
        return total(row.interest for row in self.rows)

    @property
    def instalment_sum(self) -> Rupiah:
        """All instalments together."""
        return total(row.total for row in self.rows)

    @property
    def fee_sum(self) -> Rupiah:
        """All fees together; they are paid once and never taken out of what is sent."""
        return self.fees.total

    @property
    def cost(self) -> Rupiah:
        """What the loan costs beyond its principal."""
        return self.interest + self.fee_sum

    @property
    def to_pay(self) -> Rupiah:
        """Everything the borrower pays."""
        return self.instalment_sum + self.fee_sum

    @property
    def party_sum(self) -> Rupiah:
        """What all parties borrow together."""
        return total(party.amount for party in self.parties)

    @property
    def is_shared(self) -> bool:
        """Tell whether others answer for this loan, too."""
        return self.loaned.group_name is not None

    @property
    def digest(self) -> str:
        """The fingerprint of the facts: 64 hexadecimal digits."""
        return digest_of(self.to_json())

    def to_json(self) -> dict[str, Any]:
        """Return the facts as plain words and numbers, in the one form that is kept."""
        return {name: _plain(value) for name, value in vars(self).items()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read facts that were kept."""
        return cls(
            loaned=Loaned(**data["loaned"]),
            as_of=date.fromisoformat(data["as_of"]),
            principal=Rupiah(data["principal"]),
            instalments=data["instalments"],
            every=Every(data["every"]),
            method=InterestMethod(data["method"]),
            annual_rate=Decimal(data["annual_rate"]),
            effective_rate=Decimal(data["effective_rate"]),
            price_label=data["price_label"],
            rows=tuple(_row(row) for row in data["rows"]),
            fees=Fees(**{name: Rupiah(amount) for name, amount in data["fees"].items()}),
            fine=_fine(data["fine"]),
            parties=tuple(
                Party(name=each["name"], amount=Rupiah(each["amount"]), is_own=each["is_own"])
                for each in data["parties"]
            ),
            liability_version=data["liability_version"],
        )


def key_facts(
    plan: Schedule,
    *,
    loaned: Loaned,
    agreed: AgreedRules,
    parties: tuple[Party, ...],
    liability_version: str,
) -> KeyFacts:
    """Return the facts of a loan with this plan."""
    terms = plan.terms
    return KeyFacts(
        loaned=loaned,
        as_of=terms.disbursed_on,
        principal=terms.principal,
        instalments=terms.instalments,
        every=terms.every,
        method=terms.method,
        annual_rate=terms.annual_rate,
        effective_rate=cost(plan).effective_rate,
        price_label=agreed.price_label,
        rows=tuple(
            FactRow(
                number=row.number,
                due_on=row.due_on,
                principal=row.principal,
                interest=row.interest,
                total=row.total,
            )
            for row in plan.rows
        ),
        fees=agreed.fees,
        fine=_fine_of(terms),
        parties=parties,
        liability_version=liability_version,
    )


def digest_of(facts: Mapping[str, Any]) -> str:
    """Return the fingerprint of facts as they are kept."""
    written = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(written.encode()).hexdigest()


def _fine_of(terms: LoanTerms) -> Fine:
    return Fine(
        rate=terms.penalty_rate,
        per=terms.penalty_per,
        grace_days=terms.penalty_grace_days,
        cap=terms.penalty_cap,
    )


def _fine(data: Mapping[str, Any]) -> Fine:
    return Fine(
        rate=Decimal(data["rate"]),
        per=PenaltyPer(data["per"]),
        grace_days=data["grace_days"],
        cap=None if data["cap"] is None else Decimal(data["cap"]),
    )


def _row(data: Mapping[str, Any]) -> FactRow:
    amounts = {name: Rupiah(data[name]) for name in ("principal", "interest", "total")}
    return FactRow(number=data["number"], due_on=date.fromisoformat(data["due_on"]), **amounts)


def _plain(value: Any) -> Any:
    match value:
        case tuple():
            return [_plain(each) for each in value]
        case date():
            return value.isoformat()
        case Decimal():
            return format((value + 0).normalize(), "f")
        case StrEnum():
            return value.value
        case bool() | int() | None | str():
            return int(value) if isinstance(value, Rupiah) else value
    return {name: _plain(each) for name, each in vars(value).items()}
