"""What messages say: one sentence or two for each template, on the phone and in the inbox.

No message carries a NIK, an amount of money or a link: a locked screen shows it to anybody.
"""

from collections.abc import Mapping

from harkat.domain.statuses import ApplicationStatus
from harkat.reports.voice_messages import VOICE_MESSAGES

_NEVER_TELL = "Berlaku 5 menit. Jangan beri tahu siapa pun, juga petugas."

MESSAGES: Mapping[str, str] = {
    "code_registration": "Kode Bank Harkat untuk mendaftar: {code}. " + _NEVER_TELL,
    "code_password_reset": "Kode Bank Harkat untuk kata sandi baru: {code}. " + _NEVER_TELL,
    "code_phone_change": "Kode Bank Harkat untuk ganti nomor HP: {code}. " + _NEVER_TELL,
    "code_consent": "Kode Bank Harkat untuk menyetujui pinjaman: {code}. " + _NEVER_TELL,
    "code_assisted_sending": "Kode Bank Harkat untuk mengirim pengajuan: {code}. " + _NEVER_TELL,
    "code_assistance": (
        "Kode Bank Harkat agar pendamping membantu Anda: {code}. Berlaku 5 menit. "
        "Ketik sendiri di layar pendamping. Jangan dibacakan lewat telepon."
    ),
    "code_assisted_registration": (
        "Kode Bank Harkat untuk mendaftar dan memberi izin data: {code}. Berlaku 5 menit. "
        "Ketik sendiri di layar pendamping. Jangan dibacakan lewat telepon."
    ),
    "assistance_begun": (
        "Pendamping mulai membantu Anda mengisi di Bank Harkat. Namanya ada di Data saya. "
        "Kalau bukan Anda yang minta, hubungi Bantuan."
    ),
    "help_without_phone": (
        "Ada yang datang dengan NIK Anda dan bilang tidak punya HP. Akun Anda tetap aman. "
        "Kalau HP Anda hilang, minta ganti nomor di Dinas Koperasi."
    ),
    "witnessed_sending": (
        "Pengajuan {application} dikirim bersama pendamping dan saksi. "
        "Kalau bukan Anda yang minta, hubungi Bantuan."
    ),
    "witnessed_consent": (
        "Pinjaman {application} disetujui atas nama Anda, di depan saksi. "
        "Kalau bukan Anda, segera hubungi Bantuan."
    ),
    "witnessed_joining": (
        "Permintaan masuk kelompok {group} dikirim, di depan saksi. "
        "Kalau bukan Anda, segera hubungi Bantuan."
    ),
    "registered": "Selamat datang di Bank Harkat. Akun Anda siap. Masuk, lalu isi Data diri.",
    "registered_before": (
        "Ada yang mendaftar dengan nomor HP atau NIK Anda. Akun Anda tetap aman. "
        "Kalau itu Anda, masuk dengan kata sandi lama."
    ),
    "training_completed": (
        "Pelatihan Balikat Anda tercatat, sertifikat {certificate_no}. Anda bisa lanjut mengajukan."
    ),
    "member_accepted": "Satu orang menerima ajakan ke kelompok {group}.",
    "application_submitted": "Pengajuan {application} sudah kami terima.",
    "application_needs_fix": (
        "Pengajuan {application} perlu diperbaiki. Buka untuk melihat caranya."
    ),
    "application_rejected": (
        "Bagian Anda di pengajuan {application} belum bisa disetujui. "
        "Buka untuk melihat alasan dan jalan keluarnya."
    ),
    "application_approved": (
        "Pengajuan {application} disetujui. Baca ringkasannya, lalu jawab setuju atau tidak."
    ),
    "application_expired": (
        "Persetujuan pengajuan {application} tidak berlaku lagi: lewat waktu, atau peminjamnya "
        "kurang. Anda boleh mengajukan lagi."
    ),
    "application_withdrawn": (
        "Ketua membatalkan pengajuan {application}, jadi bagian Anda ikut berakhir. "
        "Anda boleh mengajukan lagi."
    ),
    "parties_changed": (
        "Daftar peminjam di pengajuan {application} berubah. Baca lagi, lalu jawab."
    ),
    "decision_reopened": (
        "Daftar peminjam di pengajuan {application} sering berubah, jadi bank memeriksa lagi. "
        "Tunggu kabar. Anda tidak perlu menjawab sekarang."
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
        "Buka perjanjian, lalu jawab sudah atau belum Anda terima."
    ),
    "member_settlement_refused": (
        "Satu catatan pembayaran antaranggota di perjanjian {agreement} dibatalkan: uangnya belum "
        "diterima, atau catatannya keliru. Bicarakan dengan anggota itu."
    ),
    "loan_changed": "Ada perubahan pada pinjaman {loan}. Buka untuk melihatnya.",
    "repayment_reversed": (
        "Satu catatan pembayaran pinjaman {loan} diperbaiki. Buka untuk melihatnya."
    ),
    "business_old_enough": (
        "Usaha Anda sudah genap {months} bulan. Anda bisa mulai mengajukan pinjaman."
    ),
    "training_enrolled": (
        "Anda terdaftar di kelas {course}, mulai {starts_on}. Kalau tidak bisa datang, batalkan "
        "di akun Anda."
    ),
    "training_waiting": ("Anda masuk daftar tunggu kelas {course}. Kami kabari begitu ada tempat."),
    "training_seat": (
        "Ada tempat untuk Anda di kelas {course}, mulai {starts_on}. Kalau tidak bisa datang, "
        "batalkan di akun Anda."
    ),
    "training_reminder": (
        "Pengingat: kelas {course} mulai {starts_on} di {venue}. Bawa KTP. "
        "Tidak bisa datang? Batalkan di akun Anda."
    ),
    "training_class_opened": (
        "Kelas {course} dibuka, mulai {starts_on}. Daftar di akun Anda, gratis."
    ),
    "training_claim_declined": (
        "Pelatihan Anda belum bisa dicatat. Buka halaman Pelatihan untuk melihat alasannya."
    ),
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
    "part_blocked": (
        "Satu anggota belum bisa di pengajuan {application}. "
        "Pilih langkah kelompok paling lambat {until}."
    ),
    "own_part_blocked": (
        "Bagian Anda di pengajuan {application} belum bisa. "
        "Buka untuk melihat alasan dan jalan keluarnya. Alasannya hanya Anda yang melihat."
    ),
    "own_part_goes_on": "Bagian Anda di pengajuan {application} diperiksa lagi.",
    "block_lifted": (
        "Semua anggota bisa lanjut di pengajuan {application}. Bank memeriksa lagi. "
        "Anda tidak perlu mengirim lagi."
    ),
    "group_waits": "Kelompok menunggu sampai {until} untuk pengajuan {application}.",
    "group_waits_for_you": (
        "Kelompok menunggu Anda sampai {until} untuk pengajuan {application}. "
        "Buka untuk melihat jalan keluarnya."
    ),
    "group_went_on": (
        "Pengajuan {application} lanjut tanpa satu anggota. Bank memeriksa lagi. "
        "Anda tidak perlu mengirim lagi."
    ),
    "place_freed": (
        "Ada tempat kosong di pengajuan {application}. "
        "Anggota lain boleh mengisi, lalu ketua mengirim lagi."
    ),
    "left_out": (
        "Pengajuan {application} lanjut tanpa bagian Anda. "
        "Buka untuk melihat alasan dan jalan keluarnya."
    ),
    "bank_move_proposed": (
        "Ada usul pindah bank untuk pengajuan {application}. Buka Kelompok untuk menjawab."
    ),
    "bank_move_refused": "Pengajuan {application} tetap di bank sekarang. Ada yang tidak setuju.",
    "bank_moved": "Pengajuan {application} sudah pindah bank. Semua peminjam setuju.",
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
    "draft_expires": (
        "Pengajuan {application} belum dikirim. Lanjutkan sebelum {until}. Isian Anda masih ada."
    ),
    "draft_expired": (
        "Pengajuan {application} lama tidak dilanjutkan, jadi kami tutup. "
        "Data Anda tetap ada. Anda boleh mengajukan lagi."
    ),
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
    "payout_account_changed": (
        "Rekening untuk uang pinjaman Anda diganti ke nomor berakhiran {account_end}. "
        "Kalau bukan Anda, segera hubungi Bantuan Bank Harkat."
    ),
    "entered_elsewhere": (
        "Akun Bank Harkat Anda dibuka di perangkat lain: {device}. "
        "Kalau bukan Anda, ganti kata sandi dan segera hubungi Bantuan."
    ),
    "data_request_answered": (
        "Permintaan tentang data Anda sudah dijawab. Buka halaman Data saya untuk membacanya."
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
    "visit_planned": (
        "Petugas bank datang ke tempat usaha Anda hari {visit}. "
        "Tidak bisa? Buka pengajuan {application} untuk ganti jadwal."
    ),
    "visit_reminder": (
        "Pengingat: petugas bank datang ke tempat usaha Anda hari {visit}. "
        "Petugas tidak pernah meminta uang atau kode."
    ),
    "visit_missed": (
        "Petugas sudah datang, tetapi tempat usaha Anda tidak ditemukan. "
        "Buka pengajuan {application} untuk memilih jadwal baru."
    ),
    **VOICE_MESSAGES,
}


def message_text(template: str, details: Mapping[str, object]) -> str:
    """Return the text of an outbox message."""
    return MESSAGES[template].format_map(details)


WHATSAPP_ABOUT_LOAN = "Tentang pinjaman {number}: ada kabar di akun Anda. Silakan dibuka."
WHATSAPP_LATE = (
    "Tentang pinjaman {number}: cicilan belum kami terima. Kalau sedang sulit membayar, "
    "balas pesan ini. Bersama kita cari jalannya. Kalau sudah dibayar, abaikan pesan ini."
)
_WHATSAPP = (
    "Halo {name}. Ini {officer} dari {bank}, program Bank Harkat. {about} "
    "Kami tidak pernah meminta uang atau kode."
)
_ABOUT_APPLICATION: Mapping[ApplicationStatus, str] = {
    ApplicationStatus.NEEDS_FIX: (
        "Tentang pengajuan {number}: ada yang perlu diperbaiki. Silakan buka akun Anda."
    ),
    ApplicationStatus.APPROVED: (
        "Tentang pengajuan {number}: disetujui. Baca ringkasannya di akun Anda, lalu jawab."
    ),
}


def whatsapp_about_application(status: ApplicationStatus) -> str:
    """Return what an officer has to say about an application in this status."""
    usual = "Tentang pengajuan {number}: ada kabar di akun Anda. Silakan dibuka."
    return _ABOUT_APPLICATION.get(status, usual)


def whatsapp_text(sentence: str, *, name: str, officer: str, bank: str, number: str) -> str:
    """Return the ready text of an officer; it names neither a NIK nor an amount."""
    about = sentence.format(number=number)
    return _WHATSAPP.format(name=name, officer=officer, bank=bank, about=about)
