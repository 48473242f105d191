"""Givens of the tests, made by calling the use cases: people, banks, groups, applications, loans.

Siti owns a food stall, Budi is her bank's maker, and so on; every function says who it makes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count

from harkat.domain.affordability import MoneyUnit
from harkat.domain.calendar import business_day
from harkat.domain.documents import DocumentKind, MediaType
from harkat.domain.identity import parse_nik
from harkat.domain.kolektibilitas import BankType
from harkat.domain.ledger import EntryKind
from harkat.domain.money import Rupiah
from harkat.domain.people import REQUIRED_CONSENTS, BusinessPlace, MaritalStatus, Sector
from harkat.domain.reasons import Reason, ReasonCode
from harkat.domain.roles import BANK_ROLES, Role
from harkat.extensions import db
from harkat.models.application import LoanApplication
from harkat.models.bank import Bank
from harkat.models.group import GroupMember, LoanGroup
from harkat.models.loan import Disbursement, Loan
from harkat.models.people import Person, UserAccount
from harkat.models.record import OutboxMessage
from harkat.models.training import TrainingClass
from harkat.queries.key_facts import facts_of
from harkat.queries.rules import rules_on
from harkat.services import (
    accounts,
    circumstances,
    consent,
    disbursement,
    documents,
    facility,
    grouping,
    origination,
    phone_codes,
    registration,
    repayment,
    staff_accounts,
    training,
    underwriting,
)
from harkat.services.document_intake import ReadyFile
from harkat.services.transaction import quiet_use_case
from tests.beginnings import remembered
from tests.moments import NOON

PASSWORD = "kuda terbang sore"
LEGOK = "15.71.10.1003"
TODAY = date(2026, 11, 23)

_serial = count(1)
_hash_of_password: list[str] = []


@dataclass(frozen=True, kw_only=True)
class Somebody:
    """A person with an account: enough to act, to sign in and to be looked for."""

    id: int
    public_id: str
    name: str
    phone: str
    role: Role
    bank_id: int | None = None
    person_id: int | None = None
    nik: str = ""


def key() -> str:
    """Return a fresh key, as a form carries it."""
    return f"kunci-uji-{next(_serial):08d}"


@remembered
def owner(
    name: str = "Siti Contoh",
    *,
    born: str = "450688",
    kelurahan_code: str | None = LEGOK,
    started_on: date = date(2021, 5, 1),
    is_trained: bool = False,
    has_account_no: bool = True,
    has_told: bool = True,
    has_documents: bool = True,
    has_phone: bool = True,
    at: datetime = NOON,
) -> Somebody:
    """Register an owner; with a kelurahan the business is described, too.

    Unless they have not told yet, their own data and their money are stated. Without a phone the
    number is empty, and nobody can sign in.
    """
    serial = next(_serial)
    # Apart from the numbers that tests type themselves, and never twice in a database.
    number = 5300 + (db.session.scalar(db.select(db.func.max(Person.id))) or 0)
    nik = f"157106{born}{number:04d}"
    phone = f"+62812{serial:08d}" if has_phone else ""
    account_id = registration.open_account(
        phone=phone or None,
        password_hash=_password_hash() if has_phone else None,
        nik=parse_nik(nik, today=TODAY),
        full_name=name,
        consents=REQUIRED_CONSENTS,
        key=key(),
        at=at,
    )
    assert account_id is not None
    if kelurahan_code:
        describe_business(account_id, kelurahan_code=kelurahan_code, started_on=started_on, at=at)
    if has_told:
        _tell_all(account_id, at=at)
    if has_account_no:
        registration.set_payout_account(
            actor_id=account_id,
            bank_name="Bank Contoh",
            account_no=f"{serial:010d}",
            holder=name,
            key=key(),
            at=at,
        )
    account = db.session.get_one(UserAccount, account_id)
    assert account.person is not None
    somebody = Somebody(
        id=account_id,
        public_id=account.public_id,
        name=name,
        phone=phone,
        role=Role.BUSINESS_OWNER,
        person_id=account.person.id,
        nik=nik,
    )
    if has_documents:
        for kind in rules_on(product_id=None, on=at.date()).documents_required:
            show(somebody, kind, at=at)
    if is_trained:
        train(somebody, at=at)
    return somebody


def show(
    somebody: Somebody,
    kind: DocumentKind,
    *,
    file: ReadyFile | None = None,
    is_accepted: bool = True,
    at: datetime = NOON,
) -> str:
    """Let somebody show a paper, by default a photo nobody else has; return its public id."""
    return documents.add(
        actor_id=somebody.id,
        kind=kind,
        file=file or ready_file(),
        is_accepted=is_accepted,
        key=key(),
        at=at,
    )


def ready_file(content: bytes = b"\xff\xd8\xff photo") -> ReadyFile:
    """Return a file as the intake hands it on, without the work of making a photo anew."""
    return ReadyFile(digest=f"digest-{next(_serial)}", content=content, media_type=MediaType.JPEG)


@remembered
def describe_business(
    account_id: int,
    *,
    kelurahan_code: str = LEGOK,
    started_on: date = date(2021, 5, 1),
    at: datetime = NOON,
) -> None:
    """Describe a food stall at home."""
    registration.describe_business(
        actor_id=account_id,
        name="Warung Contoh",
        sector=Sector.FOOD,
        place=BusinessPlace.HOME,
        kelurahan_code=kelurahan_code,
        address="Jalan Contoh 1",
        started_on=started_on,
        nib=None,
        key=key(),
        at=at,
    )


@quiet_use_case
def _tell_all(account_id: int, *, at: datetime) -> None:
    """Tell everything in one transaction: almost every test has owners who did."""
    tell_person(account_id, at=at)
    state_money(account_id, at=at)


@remembered
def tell_person(account_id: int, *, at: datetime = NOON) -> None:
    """Confirm the identity and tell where and how somebody lives."""
    circumstances.confirm_identity(actor_id=account_id, kk_no=f"1571060101{account_id:06d}", at=at)
    circumstances.tell_home(
        actor_id=account_id, kelurahan_code=LEGOK, rt="07", street="Jalan Contoh 1", at=at
    )
    circumstances.tell_family(
        actor_id=account_id,
        marital_status=MaritalStatus.SINGLE,
        spouse_name=None,
        other_phone=None,
        education=None,
        at=at,
    )


@remembered
def state_money(account_id: int, *, sales: int = 400_000, at: datetime = NOON) -> None:
    """State the money of a stall that is open six days a week, amounts of a day and of a month."""
    circumstances.state_money(
        actor_id=account_id,
        unit=MoneyUnit.DAY,
        open_days=6,
        sales=Rupiah(sales),
        purchases=Rupiah(200_000),
        other_costs=Rupiah(500_000),
        household=Rupiah(1_500_000),
        other_instalments=Rupiah(250_000),
        at=at,
    )


@remembered
def train(somebody: Somebody, *, at: datetime = NOON) -> str:
    """Let Balikat record that somebody completed a class; return the certificate number."""
    teacher = _anybody(Role.TRAINING_STAFF) or staff(Role.TRAINING_STAFF, at=at)
    held = db.session.scalar(
        db.select(TrainingClass.public_id).filter_by(ends_on=(at - timedelta(days=30)).date())
    )
    return complete_training(teacher, held or training_class(teacher, at=at), somebody, at=at)


@remembered
def complete_training(
    teacher: Somebody, class_public_id: str, somebody: Somebody, *, at: datetime = NOON
) -> str:
    """Let Balikat record that somebody completed a class; return the certificate number."""
    return training.record_completion(
        actor_id=teacher.id,
        class_public_id=class_public_id,
        nik=somebody.nik,
        completed_on=(at - timedelta(days=30)).date(),
        key=key(),
        at=at,
    )


@remembered
def training_class(teacher: Somebody, *, at: datetime = NOON) -> str:
    """Let Balikat open a class that ended a month ago; return its public id."""
    return training.open_class(
        actor_id=teacher.id,
        course_id=1,
        kelurahan_code=LEGOK,
        venue="Balai Contoh",
        starts_on=(at - timedelta(days=33)).date(),
        ends_on=(at - timedelta(days=30)).date(),
        seats=20,
        key=key(),
        at=at,
    )


@remembered
def staff(
    role: Role, *, bank_id: int | None = None, name: str | None = None, at: datetime = NOON
) -> Somebody:
    """Open a staff account and set its password."""
    serial = next(_serial)
    phone = f"+62811{serial:08d}"
    full_name = name or f"Petugas {role}"
    if role in BANK_ROLES:
        admin = _anybody(Role.SECURITY_ADMIN) or staff(Role.SECURITY_ADMIN, at=at)
        staff_accounts.add_staff(
            actor_id=admin.id,
            full_name=full_name,
            phone=phone,
            role=role,
            bank_id=bank_id,
            key=key(),
            at=at,
        )
    else:
        staff_accounts.create_admin(full_name=full_name, phone=phone, role=role, at=at)
    account = db.session.scalars(
        db.select(UserAccount).order_by(UserAccount.id.desc()).limit(1)
    ).one()
    account.password_hash = _password_hash()
    db.session.commit()
    return Somebody(
        id=account.id,
        public_id=account.public_id,
        name=full_name,
        phone=phone,
        role=role,
        bank_id=bank_id,
    )


@dataclass(frozen=True, kw_only=True)
class BankDesk:
    """A bank with a slice and one officer of each kind."""

    bank_id: int
    code: str
    maker: Somebody
    checker: Somebody
    disburser: Somebody
    cashier: Somebody


@remembered
def bank(
    *,
    slice_amount: int = 1_000_000_000,
    bank_type: BankType = BankType.COMMERCIAL,
    at: datetime = NOON,
) -> BankDesk:
    """Let a bank take part with a slice, and give it officers."""
    proposer, confirmer = (staff(Role.PROGRAM_ADMIN, at=at) for _ in range(2))
    code = f"BC{next(_serial)}"
    bank_id = facility.add_bank(
        actor_id=proposer.id, code=code, name=f"Bank {code}", bank_type=bank_type, key=key(), at=at
    )
    if slice_amount:
        change = facility.propose_change(
            actor_id=proposer.id,
            kind=EntryKind.SLICE_ALLOCATED,
            bank_id=bank_id,
            amount=Rupiah(slice_amount),
            effective_on=at.date(),
            note="Pagu bank",
            key=key(),
            at=at,
        )
        facility.confirm_change(actor_id=confirmer.id, change_public_id=change, at=at)
    return BankDesk(
        bank_id=bank_id,
        code=code,
        maker=staff(Role.BANK_MAKER, bank_id=bank_id, name="Budi Pengusul", at=at),
        checker=staff(Role.BANK_CHECKER, bank_id=bank_id, name="Citra Pemutus", at=at),
        disburser=staff(Role.BANK_DISBURSER, bank_id=bank_id, name="Dedi Pencair", at=at),
        cashier=staff(Role.BANK_CASHIER, bank_id=bank_id, name="Eka Setoran", at=at),
    )


@dataclass(frozen=True, kw_only=True)
class Kelompok:
    """A group with its people, the leader first."""

    public_id: str
    people: tuple[Somebody, ...]

    @property
    def leader(self) -> Somebody:
        """Whoever founded it."""
        return self.people[0]


@remembered
def group(size: int = 5, *, is_trained: bool = True, at: datetime = NOON) -> Kelompok:
    """Form a group of `size` owners who all accepted."""
    names = ("Siti", "Rina", "Tono", "Wati", "Joko", "Lina", "Agus")
    people = tuple(
        owner(f"{names[number % len(names)]} Contoh {number + 1}", is_trained=is_trained, at=at)
        for number in range(size)
    )
    public_id = grouping.found_group(actor_id=people[0].id, name="Mawar", key=key(), at=at)
    for person in people[1:]:
        invitation = grouping.invite(
            actor_id=people[0].id,
            group_public_id=public_id,
            name=person.name,
            phone=person.phone,
            key=key(),
            at=at,
        )
        grouping.accept(actor_id=person.id, invitation_public_id=invitation, at=at)
    return Kelompok(public_id=public_id, people=people)


def application(public_id: str) -> LoanApplication:
    """Return the stored application."""
    return db.session.scalars(db.select(LoanApplication).filter_by(public_id=public_id)).one()


def loan(public_id: str) -> Loan:
    """Return the stored loan."""
    return db.session.scalars(db.select(Loan).filter_by(public_id=public_id)).one()


@remembered
def draft(
    desk: BankDesk,
    parts: Mapping[Somebody, int],
    *,
    product_code: str = "perorangan",
    instalments: int = 12,
    at: datetime = NOON,
) -> str:
    """Start an application by the first of the parties, with everybody's amount filled in."""
    parties = list(parts)
    public_id = origination.start_application(
        actor_id=parties[0].id,
        product_code=product_code,
        bank_code=desk.code,
        instalments=instalments,
        key=key(),
        at=at,
    )
    for somebody, amount in parts.items():
        origination.fill_part(
            actor_id=somebody.id,
            application_public_id=public_id,
            requested=Rupiah(amount),
            purpose="Tambah etalase",
            at=at,
        )
    return public_id


@remembered
def submitted(
    desk: BankDesk,
    parts: Mapping[Somebody, int],
    *,
    product_code: str = "perorangan",
    instalments: int = 12,
    at: datetime = NOON,
) -> str:
    """Send an application; for a group the leader comes first."""
    public_id = draft(desk, parts, product_code=product_code, instalments=instalments, at=at)
    origination.submit(
        actor_id=next(iter(parts)).id, application_public_id=public_id, key=key(), at=at
    )
    return public_id


def amounts_of(public_id: str) -> dict[str, Rupiah]:
    """Return what was asked by the public id of each line."""
    return {line.public_id: line.requested or Rupiah(0) for line in application(public_id).lines}


@remembered
def propose(desk: BankDesk, public_id: str, *, at: datetime = NOON) -> str:
    """Let the maker take an application up and propose what was asked."""
    underwriting.take_up(actor_id=desk.maker.id, application_public_id=public_id, at=at)
    underwriting.propose(
        actor_id=desk.maker.id,
        application_public_id=public_id,
        version=application(public_id).version,
        amounts=amounts_of(public_id),
        reasons={},
        key=key(),
        at=at,
    )
    return public_id


@remembered
def approve(desk: BankDesk, public_id: str, *, at: datetime = NOON) -> str:
    """Let the checker approve what was proposed."""
    underwriting.approve(
        actor_id=desk.checker.id,
        application_public_id=public_id,
        version=application(public_id).version,
        amounts=amounts_of(public_id),
        reasons={},
        key=key(),
        at=at,
    )
    return public_id


@remembered
def return_to_applicant(desk: BankDesk, public_id: str, *, at: datetime = NOON) -> str:
    """Let the maker take an application up and send it back: the KTP cannot be read."""
    underwriting.take_up(actor_id=desk.maker.id, application_public_id=public_id, at=at)
    underwriting.return_to_applicant(
        actor_id=desk.maker.id,
        application_public_id=public_id,
        reason=Reason(code=ReasonCode.DOK_1, next_step="Foto ulang KTP di tempat terang."),
        at=at,
    )
    return public_id


def consent_code(account_id: int, public_id: str, *, at: datetime = NOON) -> str:
    """Let a borrower ask for the code of a consent; return what the phone shows."""
    asked = {
        "actor_id": account_id,
        "application_public_id": public_id,
        "version": application(public_id).version,
    }
    try:
        consent.send_code(**asked, at=at)
    except phone_codes.TooManyCodes as too_soon:
        consent.send_code(**asked, at=too_soon.again_at)
    secret = db.session.scalars(
        db.select(OutboxMessage.secret)
        .filter_by(template="code_consent")
        .order_by(OutboxMessage.id.desc())
        .limit(1)
    ).one()
    assert secret is not None
    return secret


def facts_digest(account_id: int, public_id: str, *, at: datetime = NOON) -> str:
    """Return the digest of the key facts a borrower sees on a day."""
    stored = application(public_id)
    (line,) = [line for line in stored.lines if line.person.account_id == account_id]
    return facts_of(stored, line, on=business_day(at)).digest


@remembered
def agree(account_id: int, public_id: str, *, at: datetime = NOON) -> None:
    """Let one borrower agree to the terms shown, with the code from the phone."""
    code = consent_code(account_id, public_id, at=at)
    consent.consent(
        actor_id=account_id,
        application_public_id=public_id,
        version=application(public_id).version,
        digest=facts_digest(account_id, public_id, at=at),
        code=code,
        at=at,
    )


@remembered
def consent_all(public_id: str, *, at: datetime = NOON) -> str:
    """Let every borrower agree."""
    for line in application(public_id).lines:
        agree(line.person.account_id, public_id, at=at)
    return public_id


@remembered
def prepare(desk: BankDesk, public_id: str, *, at: datetime = NOON) -> list[str]:
    """Sign and put on the list; return the public ids of the disbursements."""
    disbursement.prepare(
        actor_id=desk.disburser.id,
        application_public_id=public_id,
        signed_on=at.date(),
        at=at,
    )
    return list(
        db.session.scalars(
            db.select(Disbursement.public_id)
            .where(
                Disbursement.application_line_id.in_(
                    [line.id for line in application(public_id).lines]
                )
            )
            .order_by(Disbursement.id)
        )
    )


@remembered
def disburse(desk: BankDesk, public_id: str, *, at: datetime = NOON) -> list[str]:
    """Prepare and send everything; return the public ids of the loans."""
    return [
        disbursement.send(
            actor_id=desk.disburser.id,
            disbursement_public_id=item,
            bank_reference=f"TRX-{next(_serial)}",
            sent_on=at.date(),
            key=key(),
            at=at,
        )
        for item in prepare(desk, public_id, at=at)
    ]


@remembered
def running_loan(
    desk: BankDesk,
    somebody: Somebody,
    *,
    amount: int = 10_000_000,
    instalments: int = 12,
    at: datetime = NOON,
) -> str:
    """Take one person's loan from application to disbursement; return its public id."""
    public_id = submitted(desk, {somebody: amount}, instalments=instalments, at=at)
    approve(desk, propose(desk, public_id, at=at), at=at)
    return disburse(desk, consent_all(public_id, at=at), at=at)[0]


@remembered
def repay(
    desk: BankDesk, loan_public_id: str, amount: int, *, paid_on: date | None = None, at: datetime
) -> str:
    """Record a repayment at the desk; return the receipt's public id."""
    return repayment.record_repayment(
        actor_id=desk.cashier.id,
        loan_public_id=loan_public_id,
        amount=Rupiah(amount),
        paid_on=paid_on or at.date(),
        key=key(),
        at=at,
    )


def invitation_of(somebody: Somebody) -> str:
    """Return the public id of the latest invitation made for somebody's phone."""
    return db.session.scalars(
        db.select(GroupMember.public_id)
        .join(UserAccount, UserAccount.phone_lookup == GroupMember.phone_lookup)
        .where(UserAccount.id == somebody.id)
        .order_by(GroupMember.id.desc())
        .limit(1)
    ).one()


def stored_group(public_id: str) -> LoanGroup:
    """Return the stored group."""
    return db.session.scalars(db.select(LoanGroup).filter_by(public_id=public_id)).one()


def stored_bank(bank_id: int) -> Bank:
    """Return the stored bank."""
    return db.session.get_one(Bank, bank_id)


def _anybody(role: Role) -> Somebody | None:
    """Return somebody who has the role already, if there is anybody: making people takes time."""
    account = db.session.scalar(
        db.select(UserAccount)
        .filter_by(role=role, is_active=True)
        .order_by(UserAccount.id)
        .limit(1)
    )
    if account is None:
        return None
    return Somebody(
        id=account.id,
        public_id=account.public_id,
        name=account.full_name,
        phone=account.phone,
        role=role,
    )


def _password_hash() -> str:
    """Hash once for all: the hash is slow on purpose."""
    if not _hash_of_password:
        _hash_of_password.append(accounts.hash_password(PASSWORD))
    return _hash_of_password[0]


@remembered
def promote(somebody: Somebody, role: Role) -> Somebody:
    """Give somebody another role, as after a change of post."""
    account = db.session.get_one(UserAccount, somebody.id)
    account.role = role
    db.session.commit()
    return somebody


@remembered
def close(somebody: Somebody, *, at: datetime = NOON) -> None:
    """Close a staff account."""
    admin = staff(Role.SECURITY_ADMIN, at=at)
    staff_accounts.close_account(actor_id=admin.id, account_public_id=somebody.public_id, at=at)


def somebody_of(person_id: int) -> Somebody:
    """Return the owner behind a stored person."""
    person = db.session.get_one(Person, person_id)
    return Somebody(
        id=person.account_id,
        public_id=person.account.public_id,
        name=person.full_name,
        phone=person.account.phone,
        role=Role.BUSINESS_OWNER,
        person_id=person.id,
        nik=person.nik,
    )


def bank_ids() -> list[int]:
    """Return the ids of all banks."""
    return list(db.session.scalars(db.select(Bank.id).order_by(Bank.id)))
