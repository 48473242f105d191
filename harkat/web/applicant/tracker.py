"""The way of an application in five stages: what is going on, who does it, what to do."""

from collections.abc import Mapping
from dataclasses import replace

from harkat.domain.calendar import business_day
from harkat.domain.indonesian import long_date
from harkat.domain.money import format_rupiah
from harkat.domain.statuses import ApplicationEvent as Event
from harkat.domain.statuses import ApplicationStatus as Status
from harkat.domain.statuses import LineStatus
from harkat.domain.visits import visit_in_words
from harkat.queries.own_progress import Progress
from harkat.queries.visits import Visit
from harkat.web.applicant.choosing import choosing
from harkat.web.applicant.stage import Now, Stage
from harkat.web.term_words import length_in_words

_NOTHING = "Tidak ada. Tunggu kabar dari kami."
_STAGES = (
    ("Terkirim", Event.SUBMITTED),
    ("Diperiksa", Event.PROPOSED),
    ("Diputuskan bank", Event.APPROVED),
    ("Tanda tangan", Event.PREPARED),
    ("Uang dikirim", Event.DISBURSED),
)
_CURRENT: Mapping[Status, int] = {
    Status.SUBMITTED: 1,
    Status.IN_VERIFICATION: 1,
    Status.NEEDS_FIX: 1,
    Status.AWAITING_GROUP: 1,
    Status.IN_DECISION: 2,
    Status.REJECTED: 2,
    Status.APPROVED: 3,
    Status.CONSENTED: 3,
    Status.DISBURSING: 4,
    Status.DISBURSED: 5,
}
_SENTENCES: Mapping[Status, tuple[str, str, str]] = {
    Status.SUBMITTED: (
        "Pengajuan Anda sudah kami terima. Petugas segera memeriksanya.",
        "Petugas {bank}",
        _NOTHING,
    ),
    Status.IN_VERIFICATION: ("Petugas memeriksa data dan foto Anda.", "Petugas {bank}", _NOTHING),
    Status.NEEDS_FIX: (
        "Ada {fixes} hal yang perlu diperbaiki.",
        "Anda. Waktu bank berhenti selama menunggu Anda",
        "Perbaiki, lalu kirim lagi.",
    ),
    Status.AWAITING_GROUP: (
        "Satu anggota belum bisa. Waktu bank berhenti selama kelompok memilih.",
        "Para peminjam di kelompok",
        _NOTHING,
    ),
    Status.IN_DECISION: ("Bank sedang memutuskan.", "{bank}", _NOTHING),
    Status.REJECTED: ("Belum bisa disetujui.", "{bank}", "Baca alasannya dan jalan keluarnya."),
    Status.CONSENTED: (
        "Terima kasih. Semua peminjam sudah setuju. Bank menyiapkan perjanjian.",
        "Anda dan {bank}",
        "Datang ke {bank} untuk tanda tangan. Bawa KTP.",
    ),
    Status.DISBURSING: (
        "Perjanjian sudah ditandatangani. Bank mengirim uang.",
        "{bank}",
        "Tidak ada. Periksa rekening Anda.",
    ),
}
"""What is going on at a stage, who does it, and what the owner has to do."""
_WATCHED: Mapping[Status, tuple[str, str]] = {
    Status.IN_VERIFICATION: ("Petugas memeriksa data dan foto peminjam.", "Petugas {bank}"),
    Status.CONSENTED: (
        "Semua peminjam sudah setuju. Bank menyiapkan perjanjian.",
        "Para peminjam dan {bank}",
    ),
}
"""What is going on and who does it, for a member of the group who does not borrow."""
_ENDED = frozenset({Status.REJECTED, Status.WITHDRAWN, Status.EXPIRED, Status.DISBURSED})
_OWN_END = frozenset({LineStatus.DECLINED, LineStatus.REFUSED, LineStatus.LAPSED})


def is_live(progress: Progress) -> bool:
    """Tell whether something is still to happen that concerns the owner's part."""
    has_ended = progress.own is not None and progress.own.status in _OWN_END
    return progress.status not in _ENDED and not has_ended and progress.left_out is None


def stages(progress: Progress) -> tuple[Stage, ...]:
    """Return the five stages, or none for an application that was not sent or was given up."""
    current = _CURRENT.get(progress.status)
    if current is None:
        return ()
    return tuple(_stage(progress, number=number, current=current) for number in range(len(_STAGES)))


def _stage(progress: Progress, *, number: int, current: int) -> Stage:
    label, event = _STAGES[number]
    if number > current:
        return Stage(label=label, state="todo")
    if number == current:
        now = _now(progress)
        state = "late" if now.late else "current"
        return Stage(label=label, state=state, when=now.by, now=now)
    reached_at = progress.reached.get(event)
    return Stage(
        label=label,
        state="done",
        when=long_date(business_day(reached_at)) if reached_at else None,
    )


def _now(progress: Progress) -> Now:
    """Say what is going on, and ask nothing of a member who does not borrow."""
    if progress.status is Status.APPROVED:
        return _answering(progress)
    if progress.choice is not None:
        return choosing(progress.choice)
    if progress.status is Status.NEEDS_FIX and not progress.returned:
        now = _others_mending() if progress.others_mend else _without_somebody()
    else:
        now = _going_on(progress)
    return _watching(progress, now) if progress.is_only_watched else now


def _watching(progress: Progress, now: Now) -> Now:
    """Leave sending and signing to the leader, and nothing else to whoever does not borrow."""
    if progress.sends and progress.status is Status.CONSENTED:
        return now
    if progress.sends and progress.status is Status.NEEDS_FIX:
        return replace(now, to_do="Kirim lagi kalau semua sudah siap.")
    doing, who = _WATCHED.get(progress.status, (now.doing, now.who))
    return replace(now, doing=doing, who=who.format(bank=progress.bank_name), to_do="Tidak ada.")


def _going_on(progress: Progress) -> Now:
    """Say what is going on at a stage; the sentences name the bank where they say so."""
    doing, who, to_do = _SENTENCES[progress.status]
    is_visited = progress.status is Status.IN_VERIFICATION and progress.is_visit_ahead
    visit = progress.visit if is_visited else None
    if visit is not None:
        doing, to_do = _visiting(progress, visit, doing=doing, to_do=to_do)
    bank, due = progress.bank_name, progress.deadline
    if progress.status is Status.CONSENTED and not progress.is_for_group:
        doing = "Terima kasih. Bank menyiapkan perjanjian."
    return Now(
        doing=doing.format(fixes=max(len(progress.returned), 1)),
        who=who.format(bank=bank),
        to_do=to_do.format(bank=bank),
        by=f"Paling lambat {long_date(due.due_on)}" if due else None,
        late=_late(due.late_days) if due and due.late_days else None,
        moves_visit=visit is not None,
    )


def _visiting(progress: Progress, visit: Visit, *, doing: str, to_do: str) -> tuple[str, str]:
    """Say when an officer comes, and what the owner asked for instead, while that is to come."""
    asked = ""
    if visit.wish_on and visit.wish_part:
        asked = f"Anda minta {visit_in_words(visit.wish_on, visit.wish_part)}. Tunggu jawaban."
    if visit.visit_on is None or visit.part is None or progress.is_plan_over:
        return f"{doing} {asked}", to_do
    time = visit_in_words(visit.visit_on, visit.part)
    doing = f"Petugas akan datang ke tempat usaha hari {time}. {asked}".strip()
    return doing, "Tunggu petugas di tempat usaha. Siapkan KTP."


def _others_mending() -> Now:
    """Say that the file came back because of others, and not why."""
    return Now(
        doing="Anggota lain memperbaiki bagiannya.",
        who="Anggota itu. Waktu bank berhenti selama menunggu",
        to_do="Bagian Anda tidak perlu diubah. Ketua lalu mengirim lagi.",
    )


def _without_somebody() -> Now:
    """Say that a borrower is gone and the group has the file."""
    return Now(
        doing="Satu peminjam tidak ikut lagi. Lanjut tanpa dia, atau anggota lain mengisi.",
        who="Kelompok. Waktu bank berhenti selama menunggu",
        to_do="Periksa bagian Anda. Ketua lalu mengirim lagi.",
    )


def _late(days: int) -> str:
    return (
        f"Terlambat {days} hari kerja. Kami sudah mengingatkan petugas. Hubungi Bantuan di bawah."
    )


def _answering(progress: Progress) -> Now:
    """Say who still has to answer an approval."""
    own = progress.own
    by = f"Paling lambat {long_date(progress.consent_by_on)}" if progress.consent_by_on else None
    if own is not None and own.status is LineStatus.APPROVED and own.approved is not None:
        amount = format_rupiah(own.approved)
        length = length_in_words(instalments=progress.instalments, every=progress.every)
        asked = ""
        if own.requested is not None and own.approved < own.requested:
            asked = f" (Anda minta {format_rupiah(own.requested)})"
        return Now(
            doing=f"Disetujui {amount}{asked} selama {length}.",
            who="Anda",
            to_do="Baca ringkasannya, lalu jawab setuju atau tidak.",
            by=by,
        )
    if own is not None and own.status is LineStatus.CONSENTED:
        doing = "Anda sudah setuju. Peminjam lain sedang menjawab."
    else:
        doing = "Disetujui bank. Peminjam sedang menjawab."
    return Now(doing=doing, who="Peminjam lain", to_do=_NOTHING, by=by)
