"""What messages say about relief, complaints and money that was sent; never an amount."""

from collections.abc import Mapping

VOICE_MESSAGES: Mapping[str, str] = {
    "relief_asked": (
        "Permintaan keringanan pinjaman {loan} sudah kami kirim ke bank. "
        "Jawabannya kami kabari di sini."
    ),
    "relief_declined": (
        "Bank sudah menjawab permintaan keringanan pinjaman {loan}. "
        "Buka untuk membaca alasan dan jalan keluarnya."
    ),
    "loan_change_asked": (
        "Ada usul perubahan cicilan pinjaman {loan}. Buka Beranda, baca, lalu jawab setuju "
        "atau tidak."
    ),
    "loan_change_ended": "Usul perubahan pinjaman {loan} tidak jadi. Cicilan tetap seperti semula.",
    "complaint_received": (
        "Pengaduan Anda kami terima, nomor {complaint}. Dinas menjawab paling lambat {due_on}."
    ),
    "complaint_answered": (
        "Pengaduan {complaint} sudah dijawab Dinas. Buka halaman pengaduan untuk membacanya."
    ),
    "arrival_confirmed": "Terima kasih. Uang pinjaman {loan} tercatat masuk utuh.",
    "transfer_came_back": (
        "Uang pinjaman {loan} kembali ke bank, jadi pinjaman itu batal. Tidak ada yang perlu "
        "dibayar. Tanya bank sebabnya. Anda boleh mengajukan lagi."
    ),
    "tranche_came_back": (
        "Satu kiriman uang pinjaman {loan} kembali ke bank. Bank akan mengirimnya lagi. "
        "Tanya bank sebabnya."
    ),
    "payout_cancelled": (
        "Uang untuk pengajuan {application} tidak jadi dikirim, jadi bagian Anda sudah berakhir. "
        "Tanya bank sebabnya. Anda boleh mengajukan lagi."
    ),
    "arrival_missing": (
        "Kami sudah memberi tahu petugas pencairan bank bahwa uang pinjaman {loan} belum masuk."
    ),
}
