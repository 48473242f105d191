"""The demo's applications and loans, each told to the day on which its story stops."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum
from functools import partial
from random import Random

from harkat.cli.demo import arrivals, owners, papers
from harkat.cli.demo.diary import Diary, moment
from harkat.cli.demo.owners import Owner
from harkat.cli.demo.staff import Desk
from harkat.domain.calendar import business_day
from harkat.domain.money import Rupiah
from harkat.domain.reasons import Reason, ReasonCode
from harkat.queries import demo_files
from harkat.services import (
    consent,
    disbursement,
    origination,
    repayment,
    underwriting,
)


class Until(IntEnum):
    """How far an application's story goes."""

    DRAFT = 0
    SUBMITTED = 1
    IN_VERIFICATION = 2
    NEEDS_FIX = 3
    IN_DECISION = 4
    REJECTED = 5
    APPROVED = 6
    CONSENTED = 7
    DISBURSING = 8
    REPAYING = 9


class Habit(IntEnum):
    """How a borrower pays."""

    PUNCTUAL = 0
    LATE = 1
    STOPS = 2


@dataclass(kw_only=True)
class Story:
    """One application and what becomes of it."""

    number: int
    desk: Desk
    parts: Mapping[int, int]
    people: list[Owner]
    product_code: str
    until: Until
    chance: Random
    habit: Habit = Habit.PUNCTUAL
    instalments: int = 12
    has_reversal: bool = False
    public_id: str = field(default="")

    @property
    def key(self) -> str:
        """A key only this story's forms carry."""
        return f"demo-story-{self.number}"


def write(diary: Diary, story: Story, start: datetime) -> None:
    """Write an application's steps into the diary, a few working days apart."""
    steps: list[tuple[Until, Callable[[Story, datetime], None]]] = [
        (Until.DRAFT, _start),
        (Until.SUBMITTED, _submit),
        (Until.IN_VERIFICATION, _take_up),
        (Until.NEEDS_FIX, _return_to_applicant),
        (Until.IN_DECISION, _propose),
        (Until.REJECTED, _reject),
        (Until.APPROVED, _approve),
        (Until.CONSENTED, _consent),
        (Until.DISBURSING, _prepare),
    ]
    side_steps = {Until.NEEDS_FIX, Until.REJECTED}
    at = start
    for stage, step in steps:
        if stage > story.until or (stage in side_steps and stage is not story.until):
            continue
        diary.write(at, partial(step, story))
        at += timedelta(days=2, minutes=story.chance.randrange(60))
    if story.until is Until.REPAYING:
        diary.write(at, partial(_disburse, diary, story))


def _start(story: Story, at: datetime) -> None:
    for owner in story.people:
        owners.give_account_no(owner, chance=story.chance, at=at)
        papers.show_papers(owner, at)
    story.public_id = origination.start_application(
        actor_id=story.people[0].account_id,
        product_code=story.product_code,
        bank_code=story.desk.bank_code,
        instalments=story.instalments,
        key=story.key,
        at=at,
    )
    purposes = ("Tambah stok", "Beli etalase", "Perbaiki gerobak", "Beli alat baru")
    for position, owner in enumerate(story.people):
        origination.fill_part(
            actor_id=owner.account_id,
            application_public_id=story.public_id,
            requested=Rupiah(story.parts[position]),
            purpose=story.chance.choice(purposes),
            at=at,
        )


def _submit(story: Story, at: datetime) -> None:
    origination.submit(
        actor_id=story.people[0].account_id,
        application_public_id=story.public_id,
        key=story.key,
        at=at,
    )


def _take_up(story: Story, at: datetime) -> None:
    underwriting.take_up(actor_id=story.desk.maker_id, application_public_id=story.public_id, at=at)


def _return_to_applicant(story: Story, at: datetime) -> None:
    underwriting.return_to_applicant(
        actor_id=story.desk.maker_id,
        application_public_id=story.public_id,
        reason=Reason(
            code=ReasonCode.DATA_1, next_step="Perbaiki nama di Rekening, lalu kirim lagi."
        ),
        at=at,
    )


def _propose(story: Story, at: datetime) -> None:
    file = demo_files.file(story.public_id)
    underwriting.propose(
        actor_id=story.desk.maker_id,
        application_public_id=story.public_id,
        version=file.version,
        amounts=file.requested,
        reasons={},
        key=story.key,
        at=at,
    )


def _reject(story: Story, at: datetime) -> None:
    underwriting.reject(
        actor_id=story.desk.checker_id,
        application_public_id=story.public_id,
        reason=Reason(
            code=ReasonCode.MAMPU_1,
            next_step="Coba jumlah yang lebih kecil atau waktu yang lebih lama.",
            note="Cicilan melebihi sisa uang usaha.",
        ),
        at=at,
    )


def _approve(story: Story, at: datetime) -> None:
    file = demo_files.file(story.public_id)
    underwriting.approve(
        actor_id=story.desk.checker_id,
        application_public_id=story.public_id,
        version=file.version,
        amounts=file.requested,
        reasons={},
        key=story.key,
        at=at,
    )


def _consent(story: Story, at: datetime) -> None:
    for owner in story.people:
        seen = demo_files.offer(story.public_id, account_id=owner.account_id, on=business_day(at))
        consent.send_code(
            actor_id=owner.account_id,
            application_public_id=story.public_id,
            version=seen.version,
            at=at,
        )
        consent.consent(
            actor_id=owner.account_id,
            application_public_id=story.public_id,
            version=seen.version,
            digest=seen.digest,
            code=demo_files.code_sent(),
            at=at,
        )


def _prepare(story: Story, at: datetime) -> None:
    disbursement.prepare(
        actor_id=story.desk.disburser_id,
        application_public_id=story.public_id,
        signed_on=business_day(at),
        at=at,
    )


def _disburse(diary: Diary, story: Story, at: datetime) -> None:
    for number, item in enumerate(demo_files.file(story.public_id).disbursements):
        loan_public_id = disbursement.send(
            actor_id=story.desk.disburser_id,
            disbursement_public_id=item,
            bank_reference=f"TRF{story.number:03d}{number}",
            sent_on=business_day(at),
            key=f"{story.key}-{number}",
            at=at,
        )
        if story.number % 7:
            arrivals.write_answer(diary, item, loan_public_id, at)
        is_odd_one = number == 0
        habit = story.habit if is_odd_one else Habit.PUNCTUAL
        _write_repayments(diary, story, loan_public_id, habit=habit)
        if story.has_reversal and is_odd_one:
            _write_mistake(diary, story, loan_public_id)


def _write_repayments(diary: Diary, story: Story, loan_public_id: str, *, habit: Habit) -> None:
    rows = demo_files.instalments(loan_public_id)
    paid_rows = rows[: len(rows) // 4] if habit is Habit.STOPS else rows
    for due_on, amount in paid_rows:
        shift = story.chance.randint(9, 24) if habit is Habit.LATE else -story.chance.randint(0, 4)
        at = moment(due_on + timedelta(days=shift), minute=story.chance.randrange(420))
        key = f"{story.key}-{loan_public_id[:8]}-{due_on}"
        diary.write(at, partial(_repay, story, loan_public_id, amount, key))


def _write_mistake(diary: Diary, story: Story, loan_public_id: str) -> None:
    """Let the cashier type one payment too many, and the checker take it back the next day."""
    due_on, amount = demo_files.instalments(loan_public_id)[0]
    at = moment(due_on + timedelta(days=1), minute=30)
    diary.write(
        at, lambda when: _repay(story, loan_public_id, amount, f"{story.key}-mistake", when)
    )
    diary.write(at + timedelta(days=1), lambda when: _take_back(story, loan_public_id, when))


def _repay(story: Story, loan_public_id: str, amount: Rupiah, key: str, at: datetime) -> None:
    repayment.record_repayment(
        actor_id=story.desk.cashier_id,
        loan_public_id=loan_public_id,
        amount=amount,
        paid_on=business_day(at),
        key=key,
        at=at,
    )


def _take_back(story: Story, loan_public_id: str, at: datetime) -> None:
    repayment.reverse_event(
        actor_id=story.desk.checker_id,
        loan_public_id=loan_public_id,
        seq=demo_files.last_repayment(loan_public_id),
        reason_note="Tercatat dua kali.",
        key=f"{story.key}-take-back",
        at=at,
    )
