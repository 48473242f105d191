"""The rules that say how long somebody may take, in words."""

from collections.abc import Mapping

from harkat.web.admin.setting_kinds import Kind, Part, SettingLabel

TIME_LABELS: Mapping[str, SettingLabel] = {
    "invitation_days": SettingLabel(
        part=Part.TIME,
        title="Masa berlaku ajakan",
        meaning="Ajakan ke kelompok gugur setelah sekian hari tanpa jawaban.",
        kind=Kind.COUNT,
        unit="hari",
        is_programme_wide=True,
    ),
    "consent_days": SettingLabel(
        part=Part.TIME,
        title="Waktu untuk menjawab persetujuan",
        meaning="Persetujuan bank gugur setelah sekian hari tanpa jawaban peminjam.",
        kind=Kind.COUNT,
        unit="hari",
    ),
    "party_changes_max": SettingLabel(
        part=Part.TIME,
        title="Perubahan daftar peminjam",
        meaning="Sesudah sekian kali berubah, pengajuan diperiksa kembali.",
        kind=Kind.COUNT,
        unit="kali",
    ),
    "verify_days": SettingLabel(
        part=Part.TIME,
        title="Waktu memeriksa berkas",
        meaning="Bank memeriksa data dan dokumen paling lama sekian hari kerja.",
        kind=Kind.COUNT,
        unit="hari kerja",
    ),
    "visit_days": SettingLabel(
        part=Part.TIME,
        title="Waktu mengunjungi usaha",
        meaning="Ditambahkan pada waktu memeriksa, untuk kunjungan ke tempat usaha.",
        kind=Kind.COUNT,
        unit="hari kerja",
    ),
    "decide_days": SettingLabel(
        part=Part.TIME,
        title="Waktu memutuskan",
        meaning="Bank memutuskan usulan paling lama sekian hari kerja.",
        kind=Kind.COUNT,
        unit="hari kerja",
    ),
    "disburse_days": SettingLabel(
        part=Part.TIME,
        title="Waktu mengirim uang",
        meaning="Uang dikirim paling lama sekian hari kerja setelah tanda tangan.",
        kind=Kind.COUNT,
        unit="hari kerja",
    ),
    "blocked_choice_days": SettingLabel(
        part=Part.TIME,
        title="Waktu kelompok memilih",
        meaning="Bila satu bagian belum bisa, peminjam lain memilih selama sekian hari kerja.",
        kind=Kind.COUNT,
        unit="hari kerja",
    ),
    "blocked_wait_days": SettingLabel(
        part=Part.TIME,
        title="Waktu menunggu satu anggota",
        meaning="Kelompok boleh menunggu sekian hari. Waktu bank berhenti selama itu.",
        kind=Kind.COUNT,
        unit="hari",
    ),
    "appeal_days": SettingLabel(
        part=Part.TIME,
        title="Waktu mengajukan keberatan",
        meaning="Peminjam boleh keberatan atas penolakan selama sekian hari.",
        kind=Kind.COUNT,
        unit="hari",
    ),
    "appeal_answer_days": SettingLabel(
        part=Part.TIME,
        title="Waktu menjawab keberatan",
        meaning="Bank menjawab keberatan paling lama sekian hari kerja.",
        kind=Kind.COUNT,
        unit="hari kerja",
    ),
}
