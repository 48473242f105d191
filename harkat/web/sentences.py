"""Sentences for what stands in the way of an application, and why a file went back."""

from collections.abc import Mapping
from dataclasses import dataclass

from harkat.domain.eligibility import Obstacle, ObstacleCode
from harkat.domain.money import Rupiah, format_rupiah
from harkat.domain.reasons import ReasonCode
from harkat.web.document_words import PHOTO_OF


@dataclass(frozen=True, kw_only=True)
class ReasonText:
    """What a reason says to the applicant, and the usual next step."""

    sentence: str
    next_step: str


REASONS: Mapping[ReasonCode, ReasonText] = {
    ReasonCode.DOK_1: ReasonText(
        sentence="Foto KTP tidak terbaca.", next_step="Foto ulang KTP di tempat terang."
    ),
    ReasonCode.DATA_1: ReasonText(
        sentence="Nama berbeda dengan KTP atau KK.",
        next_step="Perbaiki di Dukcapil, atau bawa surat keterangan.",
    ),
    ReasonCode.LATIH_1: ReasonText(
        sentence="Pelatihan Balikat belum selesai.",
        next_step="Daftar kelas Balikat. Gratis.",
    ),
    ReasonCode.KREDIT_1: ReasonText(
        sentence="Ada cicilan lain yang telat dibayar.",
        next_step="Lunasi atau minta keringanan, lalu bawa surat lunas.",
    ),
    ReasonCode.KREDIT_2: ReasonText(
        sentence="Pinjaman program yang lama masih berjalan.",
        next_step="Ajukan lagi setelah pinjaman itu lunas.",
    ),
    ReasonCode.USAHA_1: ReasonText(
        sentence="Usaha belum cukup lama berjalan.",
        next_step="Ajukan lagi setelah usaha berjalan enam bulan.",
    ),
    ReasonCode.USAHA_2: ReasonText(
        sentence="Tempat usaha tidak ditemukan.", next_step="Pilih jadwal kunjungan baru."
    ),
    ReasonCode.MAMPU_1: ReasonText(
        sentence="Cicilan terlalu besar dibanding sisa uang usaha.",
        next_step="Coba jumlah yang lebih kecil atau waktu yang lebih lama.",
    ),
    ReasonCode.KEL_1: ReasonText(
        sentence="Anggota kelompok belum lengkap.",
        next_step="Ajak anggota baru, lalu kirim lagi.",
    ),
    ReasonCode.ALAMAT_1: ReasonText(
        sentence="Alamat KTP di luar Kota Jambi.",
        next_step="Tanyakan KUR di bank terdekat, atau pindahkan KTP.",
    ),
    ReasonCode.GANDA_1: ReasonText(
        sentence="Sudah ada pengajuan lain atas nama Anda.",
        next_step="Lanjutkan atau batalkan pengajuan yang lama.",
    ),
}

_OBSTACLES: Mapping[ObstacleCode, str] = {
    ObstacleCode.PERSON_MISSING: "Data diri belum lengkap. Isi bagian Data diri.",
    ObstacleCode.BUSINESS_MISSING: "Usaha belum diisi. Isi bagian Usaha.",
    ObstacleCode.MONEY_MISSING: (
        "Uang masuk dan keluar belum diisi. Isi bagian Uang masuk dan keluar."
    ),
    ObstacleCode.ACCOUNT_NO_MISSING: "Nomor rekening belum diisi. Isi bagian Rekening.",
    ObstacleCode.CONSENT_MISSING: "Izin memakai data belum diberikan. Buka bagian Izin data.",
    ObstacleCode.DOCUMENT_MISSING: 'Foto {document} belum ada. Ketuk "Ambil foto".',
    ObstacleCode.TOO_YOUNG: "Umur belum {limit} tahun. Boleh mengajukan setelah cukup umur.",
    ObstacleCode.BUSINESS_TOO_YOUNG: (
        "Usaha baru berjalan {actual} bulan. Boleh mengajukan setelah {limit} bulan."
    ),
    ObstacleCode.TRAINING_MISSING: (
        "Pelatihan Balikat belum tercatat. Ikut kelas Balikat dulu, gratis."
    ),
    ObstacleCode.LOAN_RUNNING: (
        "Pinjaman program yang lama masih berjalan. Ajukan lagi setelah lunas."
    ),
    ObstacleCode.LINE_OPEN: "Jumlah pinjaman belum diisi. Isi bagian Pinjaman.",
    ObstacleCode.LINE_TOO_SMALL: "Paling sedikit {limit_rupiah}. Naikkan jumlahnya.",
    ObstacleCode.LINE_TOO_BIG: (
        "Paling banyak {limit_rupiah} untuk satu orang. Turunkan jumlahnya."
    ),
    ObstacleCode.GROUP_INCOMPLETE: (
        "Kelompok belum lengkap. Paling sedikit {limit} anggota yang setuju."
    ),
    ObstacleCode.GROUP_CALLED: (
        "Ada cicilan anggota yang sedang ditanggung bersama. Ajukan lagi setelah tertutup."
    ),
    ObstacleCode.GROUP_IN_ARREARS: (
        "Ada pinjaman kelompok yang telat {actual} hari, paling lama {limit} hari. "
        "Ajukan lagi setelah cicilannya dibayar."
    ),
    ObstacleCode.GROUP_TOO_FAR_APART: (
        "Usaha anggota tidak di kecamatan yang sama. Peminjam harus berdekatan."
    ),
    ObstacleCode.GROUP_SUM_TOO_BIG: (
        "Jumlah kelompok {actual_rupiah}, paling banyak {limit_rupiah}. Kurangi {over_rupiah}."
    ),
    ObstacleCode.TOO_FEW_BORROWERS: (
        "Baru {actual} anggota yang mengisi jumlah. Paling sedikit {limit} anggota."
    ),
}


def obstacle_sentence(obstacle: Obstacle) -> str:
    """Return what stands in the way and how to mend it."""
    limit, actual = obstacle.limit or 0, obstacle.actual or 0
    return _OBSTACLES[obstacle.code].format(
        limit=limit,
        actual=actual,
        limit_rupiah=format_rupiah(Rupiah(limit)),
        actual_rupiah=format_rupiah(Rupiah(actual)),
        document=PHOTO_OF[obstacle.document] if obstacle.document else "surat",
        over_rupiah=format_rupiah(Rupiah(max(actual - limit, 0))),
    )
