"""What the demo's people ask and complain about: waiting, answered, and past the promised day."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from harkat.cli.demo.diary import Diary, moment
from harkat.cli.demo.owners import Owner
from harkat.cli.demo.staff import Desk
from harkat.domain.complaints import ComplaintKind
from harkat.domain.relief import ReliefDecline, ReliefReason, ReliefWish
from harkat.queries import demo_files
from harkat.services import complaints, relief

Answer = Callable[[Desk, str, datetime], None]
"""What a bank does about a request."""
_LATER = timedelta(hours=2)
_GUEST_PHONE = "+6281299990002"


@dataclass(frozen=True, kw_only=True)
class _Story:
    """One complaint, and how far the Dinas came with it; an answer means it was looked into."""

    days_ago: int
    kind: ComplaintKind
    words: str
    is_looked_into: bool
    answer: str = ""


_COMPLAINTS = (
    _Story(
        days_ago=1,
        kind=ComplaintKind.DATA,
        words="Nama usaha saya salah tulis di berkas.",
        is_looked_into=False,
    ),
    _Story(
        days_ago=4,
        kind=ComplaintKind.SLOW,
        words="Pengajuan saya belum ada kabar sejak pekan lalu.",
        is_looked_into=True,
    ),
    _Story(
        days_ago=30,
        kind=ComplaintKind.TREATMENT,
        words="Petugas lama membalas pesan saya.",
        is_looked_into=True,
        answer="Terima kasih. Petugas sudah kami ingatkan, dan akan menghubungi Anda hari ini.",
    ),
)


def write_complaints(
    diary: Diary, people: Sequence[Owner], *, today: date, officer_id: int
) -> None:
    """Plan a complaint that is new, one looked into, one answered and one past its day."""
    for owner, story in zip(people, _COMPLAINTS, strict=True):
        at = moment(today - timedelta(days=story.days_ago), minute=45)
        diary.write(at, partial(_complain, owner, story, officer_id))
    diary.write(moment(today - timedelta(days=16), minute=75), _complain_as_guest)


def write_relief(diary: Diary, borrowers: Sequence[tuple[Owner, Desk]], *, today: date) -> None:
    """Plan requests for relief: two that wait, one declined, one proposed as a change."""
    plans = (
        (2, ReliefReason.ILLNESS, None),
        (9, ReliefReason.SLOW_BUSINESS, None),
        (12, ReliefReason.OTHER, _decline),
        (6, ReliefReason.DISASTER, _propose),
    )
    for (owner, desk), (days_ago, reason, answer) in zip(borrowers, plans, strict=True):
        at = moment(today - timedelta(days=days_ago), minute=120)
        diary.write(at, partial(_ask, owner, desk, reason, answer))


def _complain(owner: Owner, story: _Story, officer_id: int, at: datetime) -> None:
    public_id = complaints.complain(
        actor_id=owner.account_id,
        kind=story.kind,
        words=story.words,
        key=f"aduan-{owner.key}",
        at=at,
    )
    if story.is_looked_into:
        complaints.take_up(actor_id=officer_id, complaint_public_id=public_id, at=at + _LATER)
    if story.answer:
        complaints.answer(
            actor_id=officer_id,
            complaint_public_id=public_id,
            words=story.answer,
            at=at + 2 * _LATER,
        )


def _complain_as_guest(at: datetime) -> None:
    complaints.complain(
        actor_id=None,
        kind=ComplaintKind.DEDUCTED,
        words="Ada yang minta uang supaya pengajuan cepat.",
        phone=_GUEST_PHONE,
        about_whom="Orang yang mengaku petugas",
        key="aduan-tanpa-akun",
        at=at,
    )


def _ask(
    owner: Owner, desk: Desk, reason: ReliefReason, answer: Answer | None, at: datetime
) -> None:
    loan_public_id = demo_files.active_loan(owner.account_id)
    if loan_public_id is None:
        return  # in a young programme it is not paid out yet
    public_id = relief.ask(
        actor_id=owner.account_id,
        loan_public_id=loan_public_id,
        reason=reason,
        wish=ReliefWish.HOLIDAY,
        count=1,
        key=f"keringanan-{owner.key}",
        at=at,
    )
    if answer is not None:
        answer(desk, public_id, at + _LATER)


def _decline(desk: Desk, public_id: str, at: datetime) -> None:
    relief.decline(
        actor_id=desk.maker_id,
        request_public_id=public_id,
        code=ReliefDecline.MORE_TO_SAY,
        next_step="Datang ke bank dengan catatan penjualan sebulan terakhir.",
        at=at,
    )


def _propose(desk: Desk, public_id: str, at: datetime) -> None:
    relief.propose(
        actor_id=desk.maker_id,
        request_public_id=public_id,
        reason_note="Tempat usaha kebanjiran. Libur satu cicilan.",
        key=f"keringanan-usul-{public_id}",
        at=at,
    )
