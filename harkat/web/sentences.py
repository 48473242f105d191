"""Sentences for what stands in the way, why a file went back, and what messages say."""

from collections.abc import Mapping
from dataclasses import dataclass

from harkat.domain.eligibility import Obstacle, ObstacleCode
from harkat.domain.money import Rupiah, format_rupiah
from harkat.domain.reasons import ReasonCode
from harkat.web.document_words import PHOTO_OF
from harkat.web.voice_messages import VOICE_MESSAGES


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

_NEVER_TELL = "Berlaku 5 menit. Jangan beri tahu siapa pun, juga petugas."

MESSAGES: Mapping[str, str] = {
    "code_registration": "Kode Bank Harkat untuk mendaftar: {code}. " + _NEVER_TELL,
    "code_password_reset": "Kode Bank Harkat untuk kata sandi baru: {code}. " + _NEVER_TELL,
    "code_phone_change": "Kode Bank Harkat untuk ganti nomor HP: {code}. " + _NEVER_TELL,
    "code_consent": "Kode Bank Harkat untuk menyetujui pinjaman: {code}. " + _NEVER_TELL,
    "code_assisted_sending": "Kode Bank Harkat untuk mengirim pengajuan: {code}. " + _NEVER_TELL,
    "registered": "Selamat datang di Bank Harkat. Akun Anda sudah siap.",
    "registered_before": (
        "Ada yang mendaftar dengan nomor HP atau NIK Anda. Akun Anda tetap aman. "
        "Kalau itu Anda, masuk dengan kata sandi lama."
    ),
    "training_completed": (
        "Pelatihan Balikat Anda tercatat, sertifikat {certificate_no}. Anda bisa lanjut mengajukan."
    ),
    "member_accepted": "Satu orang menerima ajakan ke kelompok {group}.",
    "join_asked": "Ada yang ingin masuk kelompok {group}. Buka Kelompok untuk menjawab.",
    "join_accepted": "Ketua menerima Anda. Anda sekarang anggota kelompok {group}.",
    "join_refused": "Kelompok {group} belum bisa menerima Anda. Anda boleh cari kelompok lain.",
    "group_invites": "Kelompok {group} mengajak Anda. Buka Kelompok untuk membaca dan menjawab.",
    "leader_changed": "Kelompok {group} punya ketua baru. Buka Kelompok untuk melihatnya.",
    "membership_removed": (
        "Lebih dari separuh anggota meminta Anda keluar. "
        "Anda tidak lagi anggota kelompok {group}. Anda boleh masuk kelompok lain."
    ),
    "party_left": (
        "Satu peminjam mundur dari pengajuan {application}. "
        "Lanjut tanpa dia atau ajak pengganti, lalu ketua mengirim lagi."
    ),
    "bank_move_proposed": (
        "Ada usul pindah bank untuk pengajuan {application}. Buka Kelompok untuk menjawab."
    ),
    "bank_move_refused": "Pengajuan {application} tetap di bank sekarang. Ada yang tidak setuju.",
    "bank_moved": "Pengajuan {application} sudah pindah bank. Semua peminjam setuju.",
    "application_submitted": "Pengajuan {application} sudah kami terima.",
    "application_needs_fix": (
        "Pengajuan {application} perlu diperbaiki. Buka untuk melihat caranya."
    ),
    "application_rejected": (
        "Bagian Anda di pengajuan {application} belum bisa disetujui. "
        "Buka untuk melihat alasan dan jalan keluarnya."
    ),
    "file_due": "Waktu untuk pengajuan {application} habis hari ini. Pemohon menunggu Anda.",
    "appeal_received": (
        "Keberatan Anda atas pengajuan {application} sudah kami terima. Petugas lain menjawabnya."
    ),
    "appeal_to_answer": "Ada keberatan atas pengajuan {application}. Buka menu Keberatan.",
    "appeal_upheld": (
        "Keberatan Anda diterima. Pengajuan {application} diperiksa kembali. "
        "Anda tidak perlu mengirim lagi."
    ),
    "appeal_upheld_apply_again": (
        "Keberatan Anda atas pengajuan {application} diterima. Anda boleh mengajukan lagi sekarang."
    ),
    "appeal_dismissed": (
        "Bank sudah menjawab keberatan Anda atas pengajuan {application}. "
        "Buka untuk melihat alasan dan jalan berikutnya."
    ),
    "application_reopened": (
        "Pengajuan {application} diperiksa kembali. Anda tidak perlu mengirim lagi."
    ),
    "application_approved": (
        "Pengajuan {application} disetujui. Baca ringkasannya, lalu jawab setuju atau tidak."
    ),
    "application_expired": (
        "Persetujuan pengajuan {application} lewat waktu. Anda boleh mengajukan lagi."
    ),
    "draft_expires": (
        "Pengajuan {application} belum dikirim. Lanjutkan sebelum {until}. Isian Anda masih ada."
    ),
    "draft_expired": (
        "Pengajuan {application} lama tidak dilanjutkan, jadi kami tutup. "
        "Data Anda tetap ada. Anda boleh mengajukan lagi."
    ),
    "parties_changed": (
        "Daftar peminjam di pengajuan {application} berubah. Baca lagi, lalu jawab."
    ),
    "disbursed": "Uang pinjaman {loan} sudah dikirim ke rekening Anda.",
    "repaid": "Pembayaran pinjaman {loan} sudah dicatat, bukti bayar {receipt}.",
    "instalment_due_soon": (
        "Cicilan pinjaman {loan} dibayar paling lambat {due_on}. "
        "Kalau sudah dibayar, abaikan pesan ini."
    ),
    "instalment_due_today": (
        "Cicilan pinjaman {loan} dibayar paling lambat hari ini, {due_on}. "
        "Kalau sudah dibayar, abaikan pesan ini."
    ),
    "instalment_late": (
        "Cicilan pinjaman {loan} tanggal {due_on} belum kami terima. "
        "Kalau sedang sulit membayar, hubungi bank Anda. Bersama kita cari jalannya."
    ),
    "repaid_for_member": (
        "Pembayaran Anda untuk cicilan anggota kelompok sudah dicatat, bukti bayar {receipt}."
    ),
    "liability_called": (
        "Ada cicilan anggota kelompok yang belum dibayar di perjanjian {agreement}. "
        "Buka perjanjian untuk melihat bagian yang diminta dari Anda."
    ),
    "member_claim_paid": (
        "Uang yang Anda talangi di perjanjian {agreement} sudah dibayar kembali. Uangnya kami "
        "simpan sebagai titipan, bukti {receipt}. Anda boleh memintanya atau memakainya untuk "
        "cicilan Anda."
    ),
    "member_settlement_proposed": (
        "Seorang anggota mencatat sudah membayar kembali kepada Anda di perjanjian {agreement}. "
        "Kalau benar, buka perjanjian dan setujui."
    ),
    "loan_changed": "Ada perubahan pada pinjaman {loan}. Buka untuk melihatnya.",
    "phone_wanted": ("Ada yang ingin memakai nomor HP ini untuk akun lain. Akun Anda tetap aman."),
    "phone_change_proposed": (
        "Ada yang datang dengan KTP Anda dan minta ganti nomor HP. "
        "Kalau bukan Anda, segera hubungi Bantuan Bank Harkat."
    ),
    "phone_changed": (
        "Nomor HP akun Bank Harkat Anda sudah diganti. "
        "Selama 3 hari, persetujuan pinjaman menunggu dulu."
    ),
    "phone_changed_old": (
        "Nomor HP akun Bank Harkat Anda diganti ke nomor lain. "
        "Kalau bukan Anda, segera hubungi Bantuan Bank Harkat."
    ),
    "password_changed": (
        "Kata sandi Bank Harkat Anda baru diganti. Kalau bukan Anda, segera hubungi Bantuan."
    ),
    "data_request_answered": (
        "Permintaan tentang data Anda sudah dijawab. Buka halaman Data saya untuk membacanya."
    ),
    **VOICE_MESSAGES,
    "repayment_reversed": (
        "Satu catatan pembayaran pinjaman {loan} diperbaiki. Buka untuk melihatnya."
    ),
    "arrears_taken": (
        "Pendamping Bank Harkat dari Dinas Koperasi akan menghubungi Anda. Gratis. "
        "Ia tidak pernah meminta uang atau kode."
    ),
    "arrears_recheck": (
        "Hari ini waktunya cek lagi catatan kredit Anda di iDebKu, gratis. "
        "Caranya ada di halaman Jalan keluar tunggakan Bank Harkat."
    ),
    "arrears_cleared": (
        "Catatan kredit Anda sudah bersih. Anda sudah bisa mengajukan di Bank Harkat."
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


def message_text(template: str, details: Mapping[str, object]) -> str:
    """Return the text of an outbox message."""
    return MESSAGES[template].format_map(details)
