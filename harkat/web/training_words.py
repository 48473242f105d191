"""The words of training: why a claim cannot be confirmed, what to do next, a class's hours."""

from collections.abc import Mapping

from harkat.domain.training import ClaimRefusal
from harkat.web.sentences import ReasonText

CLAIM_REFUSALS: Mapping[ClaimRefusal, ReasonText] = {
    ClaimRefusal.NOT_ON_LIST: ReasonText(
        sentence="Nama Anda tidak ada di daftar hadir pelatihan itu.",
        next_step="Bawa sertifikat asli ke Balikat, atau daftar kelas berikutnya. Gratis.",
    ),
    ClaimRefusal.NOT_FINISHED: ReasonText(
        sentence="Kehadiran Anda di pelatihan itu belum cukup.",
        next_step="Daftar kelas berikutnya. Gratis.",
    ),
    ClaimRefusal.NOT_BALIKAT: ReasonText(
        sentence="Pelatihan itu bukan dari Balikat.",
        next_step="Daftar kelas Balikat. Gratis.",
    ),
    ClaimRefusal.UNREADABLE: ReasonText(
        sentence="Keterangan Anda belum cukup untuk mencari catatannya.",
        next_step="Kirim lagi dengan nomor sertifikat, tempat, dan bulan pelatihan.",
    ),
}


def hours(start_time: str | None, end_time: str | None) -> str:
    """Return the hours of a class, as ``pukul 09.00–12.00 WIB``; nothing if they are not set."""
    if not start_time:
        return ""
    return f"pukul {start_time}{f'–{end_time}' if end_time else ''} WIB"
