"""What each member reads while the group has the file because a part is blocked."""

from harkat.domain.indonesian import long_date
from harkat.domain.reasons import ReasonCode
from harkat.queries.group_choices import OwnChoice
from harkat.web.applicant.stage import Now
from harkat.web.sentences import REASONS


def choosing(choice: OwnChoice) -> Now:
    """Say what is going on: the reason to whoever is blocked, to all others only that one is."""
    if choice.reason is not None:
        return _blocked(choice)
    who = "Satu" if choice.blocked == 1 else str(choice.blocked)
    if choice.is_waiting:
        return Now(
            doing=f"{who} anggota belum bisa. Kelompok memilih menunggu.",
            who="Kelompok menunggu. Waktu bank berhenti selama itu",
            to_do="Tidak ada. Pilihan masih boleh diganti."
            if choice.has_voice
            else "Tidak ada. Tunggu kabar dari kami.",
            by=f"Menunggu sampai {long_date(choice.due_on)}",
        )
    is_asked = choice.has_voice and choice.wanted is None
    return Now(
        doing=f"{who} anggota belum bisa. Waktu bank berhenti selama kelompok memilih.",
        who="Anda dan peminjam lain" if is_asked else "Peminjam lain di kelompok",
        to_do="Pilih lanjut tanpa bagian itu, cari pengganti, atau tunggu."
        if is_asked
        else "Tidak ada. Tunggu pilihan yang lain.",
        by=f"Paling lambat {long_date(choice.due_on)}",
    )


def _blocked(choice: OwnChoice) -> Now:
    """Name no creditor: the screen may be seen by anybody beside the owner."""
    assert choice.reason is not None
    is_arrears = choice.reason.code is ReasonCode.KREDIT_1
    doing = "Ada cicilan lain yang tercatat terlambat." if is_arrears else "Bagian Anda belum bisa."
    until = "menunggu Anda sampai" if choice.is_waiting else "memilih paling lambat"
    return Now(
        doing=f"{doing} Ini jalan keluarnya.",
        who="Anda. Waktu bank berhenti selama ini",
        to_do=choice.reason.next_step or REASONS[choice.reason.code].next_step,
        by=f"Kelompok {until} {long_date(choice.due_on)}",
    )
