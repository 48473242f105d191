"""The texts people agree to, by version: a changed text gets a new version, the old one stays."""

from collections.abc import Mapping, Sequence

from harkat.domain.people import ConsentPurpose

CONSENTS: Mapping[str, Mapping[ConsentPurpose, str]] = {
    "2026-11": {
        ConsentPurpose.PROCESS_LOAN: (
            "Nama, NIK, usaha, dan rekening Anda dipakai bank dan Dinas Koperasi."
        ),
        ConsentPurpose.CHECK_RECORD: (
            "Bank melihat cicilan Anda di tempat lain sebelum memutuskan."
        ),
        ConsentPurpose.MESSAGES: (
            "Kabar pengajuan dan pengingat cicilan. Tanpa izin ini, kabar ada di halaman Pesan."
        ),
        ConsentPurpose.SUCCESS_STORY: "Nama dan foto hanya dipakai setelah kami bertanya lagi.",
    }
}

JOINT_LIABILITY: Mapping[str, Sequence[str]] = {
    "2026-11": (
        "Semua peminjam di kelompok menandatangani satu perjanjian bersama.",
        "Setiap peminjam membayar cicilannya sendiri.",
        "Jika satu peminjam tidak membayar, peminjam lain ikut menanggung.",
        "Uang yang Anda bayarkan untuk orang lain dicatat, dan wajib dikembalikan kepada Anda.",
        "Boleh keluar sebelum tanda tangan. Sesudahnya, terikat sampai semua pinjaman lunas.",
    )
}
