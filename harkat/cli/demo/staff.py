"""The demo's institutions: administrators, Dinas, Balikat, three invented banks and their desks."""

from dataclasses import dataclass
from datetime import datetime

from harkat.domain.kolektibilitas import BankType
from harkat.domain.ledger import EntryKind
from harkat.domain.money import Rupiah
from harkat.domain.roles import BANK_ROLES, Role
from harkat.queries.demo_accounts import PASSWORD
from harkat.services import accounts, facility, staff_accounts


@dataclass(frozen=True, kw_only=True)
class Desk:
    """One invented bank with an officer for each role, by account id."""

    bank_code: str
    maker_id: int
    checker_id: int
    disburser_id: int
    cashier_id: int


@dataclass(frozen=True, kw_only=True)
class Institutions:
    """Everybody on the other side of the counter."""

    desks: tuple[Desk, ...]
    teacher_id: int
    dinas_id: int
    assistant_id: int


@dataclass(frozen=True, kw_only=True)
class _Bank:
    code: str
    name: str
    bank_type: BankType
    slice_amount: int


_BANKS = (
    _Bank(
        code="BCB",
        name="Bank Contoh Batanghari",
        bank_type=BankType.COMMERCIAL,
        slice_amount=60_000_000_000,
    ),
    _Bank(
        code="BPRM",
        name="BPR Misal Sejahtera",
        bank_type=BankType.BPR,
        slice_amount=20_000_000_000,
    ),
    _Bank(
        code="BSU",
        name="Bank Syariah Umpama",
        bank_type=BankType.SHARIA_COMMERCIAL,
        slice_amount=30_000_000_000,
    ),
)
_ASSISTANTS_KELURAHAN = "15.71.10.1003"
_OFFICERS = {
    Role.BANK_MAKER: "Mira Pengusul",
    Role.BANK_CHECKER: "Candra Pemutus",
    Role.BANK_DISBURSER: "Dini Pencair",
    Role.BANK_CASHIER: "Kiki Kasir",
}


class _Phones:
    """Numbers of the demo's staff, one after another."""

    def __init__(self) -> None:
        self._given = 0

    def another(self) -> str:
        self._given += 1
        return f"+6281100000{self._given:03d}"


def open_institutions(at: datetime) -> Institutions:
    """Open the accounts of all staff and let three banks take part with their slices."""
    phones = _Phones()
    security_id = _admin("Sari Admin", Role.SECURITY_ADMIN, phones, at)
    proposer_id = _admin("Putra Pengelola", Role.PROGRAM_ADMIN, phones, at)
    confirmer_id = _admin("Putri Pengelola", Role.PROGRAM_ADMIN, phones, at)
    teacher_id, dinas_id, *_others, assistant_id = (
        _staff(name, role, security_id=security_id, bank_id=None, phones=phones, at=at)
        for name, role in (
            ("Bayu Balikat", Role.TRAINING_STAFF),
            ("Dian Dinas", Role.DINAS_OFFICER),
            ("Vina Pemantau", Role.DINAS_VIEWER),
            ("Agung Auditor", Role.AUDITOR),
            ("Desi Dinas", Role.DINAS_OFFICER),
            ("Ani Pendamping", Role.ASSISTANT),
        )
    )
    desks = tuple(
        _open_desk(
            bank,
            security_id=security_id,
            proposer_id=proposer_id,
            confirmer_id=confirmer_id,
            phones=phones,
            at=at,
        )
        for bank in _BANKS
    )
    return Institutions(
        desks=desks, teacher_id=teacher_id, dinas_id=dinas_id, assistant_id=assistant_id
    )


def _open_desk(
    bank: _Bank,
    *,
    security_id: int,
    proposer_id: int,
    confirmer_id: int,
    phones: _Phones,
    at: datetime,
) -> Desk:
    bank_id = facility.add_bank(
        actor_id=proposer_id,
        code=bank.code,
        name=bank.name,
        bank_type=bank.bank_type,
        key=f"demo-bank-{bank.code}",
        at=at,
    )
    change = facility.propose_change(
        actor_id=proposer_id,
        kind=EntryKind.SLICE_ALLOCATED,
        bank_id=bank_id,
        amount=Rupiah(bank.slice_amount),
        effective_on=at.date(),
        note=f"Pagu {bank.name}",
        key=f"demo-slice-{bank.code}",
        at=at,
    )
    facility.confirm_change(actor_id=confirmer_id, change_public_id=change, at=at)
    ids = {
        role: _staff(
            f"{name} {bank.code}",
            role,
            security_id=security_id,
            bank_id=bank_id,
            phones=phones,
            at=at,
        )
        for role, name in _OFFICERS.items()
    }
    return Desk(
        bank_code=bank.code,
        maker_id=ids[Role.BANK_MAKER],
        checker_id=ids[Role.BANK_CHECKER],
        disburser_id=ids[Role.BANK_DISBURSER],
        cashier_id=ids[Role.BANK_CASHIER],
    )


def _admin(name: str, role: Role, phones: _Phones, at: datetime) -> int:
    phone = phones.another()
    link = staff_accounts.create_admin(full_name=name, phone=phone, role=role, at=at)
    return _activated(link, phone, at)


def _staff(
    name: str, role: Role, *, security_id: int, bank_id: int | None, phones: _Phones, at: datetime
) -> int:
    assert (role in BANK_ROLES) == (bank_id is not None)
    phone = phones.another()
    public_id = staff_accounts.add_staff(
        actor_id=security_id,
        full_name=name,
        phone=phone,
        role=role,
        bank_id=bank_id,
        kelurahan_code=_ASSISTANTS_KELURAHAN if role is Role.ASSISTANT else None,
        key=f"demo-staff-{phone}",
        at=at,
    )
    link = staff_accounts.issue_link(actor_id=security_id, account_public_id=public_id, at=at)
    return _activated(link, phone, at)


def _activated(link: staff_accounts.OneTimeLink, phone: str, at: datetime) -> int:
    """Set the demo's password and return the account, found as at any sign-in."""
    staff_accounts.activate(token=link.token, password=PASSWORD, at=at)
    entered = accounts.sign_in(phone=phone, password=PASSWORD, allow_demo=True, at=at)
    assert entered.account_id is not None
    return entered.account_id
