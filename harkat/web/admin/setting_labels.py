"""Every rule of the programme in words: its name, what it decides, and how its value is written."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from harkat.domain.documents import DocumentKind
from harkat.domain.indonesian import count, percent
from harkat.domain.money import Rupiah, format_rupiah
from harkat.domain.programme_rules import (
    BankRouting,
    CeilingBasis,
    KelurahanRule,
    TrainingRule,
    UnreadableSetting,
    read_setting,
)
from harkat.web.admin.contract_labels import CONTRACT_LABELS
from harkat.web.admin.setting_kinds import WHAT_WORKS, Kind, Part, SettingLabel, words_of
from harkat.web.admin.time_labels import TIME_LABELS
from harkat.web.labels import WORDS

_YES_NO = {"yes": "Ya", "no": "Tidak"}

LABELS: Mapping[str, SettingLabel] = {
    **CONTRACT_LABELS,
    "training_rule": SettingLabel(
        part=Part.BORROWER,
        title="Pelatihan Balikat",
        meaning="Apa arti pelatihan Balikat bagi pengajuan.",
        kind=Kind.CHOICE,
        choices=words_of(TrainingRule),
    ),
    "minimum_age_years": SettingLabel(
        part=Part.BORROWER,
        title="Umur paling muda",
        meaning="Umur peminjam saat pengajuan dikirim.",
        kind=Kind.COUNT,
        unit="tahun",
    ),
    "business_age_months": SettingLabel(
        part=Part.BORROWER,
        title="Umur usaha paling muda",
        meaning="Sudah berapa lama usaha berjalan saat pengajuan dikirim.",
        kind=Kind.COUNT,
        unit="bulan",
    ),
    "documents_required": SettingLabel(
        part=Part.BORROWER,
        title="Foto yang wajib",
        meaning="Surat yang fotonya harus ada saat pengajuan dikirim.",
        kind=Kind.DOCUMENTS,
        is_programme_wide=True,
        nothing="tidak ada yang wajib",
    ),
    "smallest_line": SettingLabel(
        part=Part.AMOUNT,
        title="Pinjaman terkecil satu orang",
        meaning="Jumlah paling sedikit yang bisa diminta satu orang.",
        kind=Kind.AMOUNT,
    ),
    "member_ceiling": SettingLabel(
        part=Part.AMOUNT,
        title="Plafon satu orang",
        meaning="Jumlah paling banyak untuk satu orang.",
        kind=Kind.AMOUNT,
    ),
    "group_ceiling": SettingLabel(
        part=Part.AMOUNT,
        title="Plafon satu kelompok",
        meaning="Jumlah paling banyak untuk semua anggota satu kelompok.",
        kind=Kind.AMOUNT,
    ),
    "ceiling_basis": SettingLabel(
        part=Part.AMOUNT,
        title="Plafon mana yang berlaku",
        meaning="Plafon kelompok, plafon anggota, atau keduanya.",
        kind=Kind.CHOICE,
        choices=words_of(CeilingBasis),
    ),
    "group_size_min": SettingLabel(
        part=Part.GROUP,
        title="Anggota kelompok paling sedikit",
        meaning="Kelompok lengkap setelah sebanyak ini anggota setuju.",
        kind=Kind.COUNT,
        unit="orang",
        is_programme_wide=True,
    ),
    "group_size_max": SettingLabel(
        part=Part.GROUP,
        title="Anggota kelompok paling banyak",
        meaning="Setelah ini tidak bisa mengajak anggota lagi.",
        kind=Kind.COUNT,
        unit="orang",
        is_programme_wide=True,
    ),
    "borrowers_min": SettingLabel(
        part=Part.GROUP,
        title="Peminjam paling sedikit",
        meaning="Sebanyak ini anggota harus meminjam dalam satu pengajuan kelompok.",
        kind=Kind.COUNT,
        unit="orang",
    ),
    "group_arrears_days": SettingLabel(
        part=Part.GROUP,
        title="Tunggakan kelompok paling lama",
        meaning="Kelompok tidak bisa mengajukan lagi selama satu pinjamannya telat lebih dari ini.",
        kind=Kind.COUNT,
        unit="hari",
    ),
    "kelurahan_rule": SettingLabel(
        part=Part.GROUP,
        title="Kedekatan usaha anggota",
        meaning="Seberapa dekat usaha para peminjam satu kelompok.",
        kind=Kind.CHOICE,
        choices=words_of(KelurahanRule),
    ),
    "per_family_card_max": SettingLabel(
        part=Part.GROUP,
        title="Anggota dari satu kartu keluarga",
        meaning="Lebih dari ini tidak dilarang, tetapi ditandai. Bank yang memutuskan.",
        kind=Kind.COUNT,
        unit="orang",
    ),
    "bank_routing": SettingLabel(
        part=Part.GROUP,
        title="Urutan bank yang bisa dipilih",
        meaning="Bagaimana bank diurutkan saat kelompok memilih bank.",
        kind=Kind.CHOICE,
        choices=words_of(BankRouting),
    ),
    **TIME_LABELS,
    "reminder_days": SettingLabel(
        part=Part.PAYING,
        title="Hari pengingat cicilan",
        meaning="Berapa hari dari jatuh tempo peminjam diingatkan; minus berarti sebelumnya.",
        kind=Kind.TEXT,
        unit="hari",
        hint="Tulis hari dipisah spasi, misalnya -3 0 1 7 30.",
        is_programme_wide=True,
    ),
    "provision_commercial": SettingLabel(
        part=Part.BOOKS,
        title="Cadangan bank umum",
        meaning="Cadangan kerugian menurut kolektibilitas 1 sampai 5 untuk bank umum.",
        kind=Kind.SHARES,
        is_programme_wide=True,
    ),
    "provision_bpr": SettingLabel(
        part=Part.BOOKS,
        title="Cadangan BPR",
        meaning="Cadangan kerugian menurut kolektibilitas 1 sampai 5 untuk BPR.",
        kind=Kind.SHARES,
        hint="Tulis lima persen, dari lancar sampai macet, misalnya 0,5 3 10 50 100.",
        is_programme_wide=True,
    ),
    "cash_in_hand_max": SettingLabel(
        part=Part.BOOKS,
        title="Uang tunai di petugas",
        meaning="Paling banyak uang tunai yang boleh dibawa satu petugas lapangan.",
        kind=Kind.AMOUNT,
        is_programme_wide=True,
    ),
    "is_revolving": SettingLabel(
        part=Part.BOOKS,
        title="Dana bergulir",
        meaning="Apakah pokok yang dibayar kembali boleh dipinjamkan lagi.",
        kind=Kind.CHOICE,
        choices=_YES_NO,
        is_programme_wide=True,
    ),
    "complaint_workdays": SettingLabel(
        part=Part.TIME,
        title="Batas jawab pengaduan",
        meaning="Paling lama berapa hari kerja Dinas menjawab sebuah pengaduan.",
        kind=Kind.COUNT,
        unit="hari kerja",
        is_programme_wide=True,
    ),
    "complaint_urgent_workdays": SettingLabel(
        part=Part.TIME,
        title="Batas jawab laporan potongan dan penipuan",
        meaning="Paling lama berapa hari kerja Dinas menjawab laporan uang dipotong atau penipuan.",
        kind=Kind.COUNT,
        unit="hari kerja",
        is_programme_wide=True,
    ),
    "capacity_share": SettingLabel(
        part=Part.BORROWER,
        title="Bagian sisa uang untuk cicilan",
        meaning="Cicilan paling banyak sekian persen dari sisa uang usaha sebulan.",
        kind=Kind.RATE,
    ),
    "debt_service_limit": SettingLabel(
        part=Part.BORROWER,
        title="Batas semua cicilan",
        meaning="Semua cicilan paling banyak sekian persen dari hasil bersih usaha.",
        kind=Kind.RATE,
    ),
    "draft_days": SettingLabel(
        part=Part.TIME,
        title="Umur pengajuan yang belum dikirim",
        meaning="Pengajuan yang tidak disentuh gugur setelah sekian hari.",
        kind=Kind.COUNT,
        unit="hari",
        is_programme_wide=True,
    ),
    "draft_reminder_days": SettingLabel(
        part=Part.TIME,
        title="Pengingat pengajuan yang belum dikirim",
        meaning="Berapa hari sebelum gugur pemiliknya diingatkan.",
        kind=Kind.TEXT,
        unit="hari",
        hint="Tulis hari dipisah spasi, misalnya 30 7.",
        is_programme_wide=True,
    ),
    "guest_case_days": SettingLabel(
        part=Part.BORROWER,
        title="Simpan nama yang didampingi tanpa akun",
        meaning="Sekian hari setelah pendampingan tunggakan selesai, nama dan nomor HP dihapus.",
        kind=Kind.COUNT,
        unit="hari",
        is_programme_wide=True,
    ),
    "helped_owners_max": SettingLabel(
        part=Part.BORROWER,
        title="Batas wajar satu pendamping",
        meaning="Pendamping yang membantu lebih banyak orang dari ini diberi tanda.",
        kind=Kind.COUNT,
        unit="orang",
        is_programme_wide=True,
    ),
    "helped_days": SettingLabel(
        part=Part.BORROWER,
        title="Masa hitung pendamping",
        meaning="Orang yang dibantu satu pendamping dihitung selama sekian hari terakhir.",
        kind=Kind.COUNT,
        unit="hari",
        is_programme_wide=True,
    ),
    "shared_use_max": SettingLabel(
        part=Part.BORROWER,
        title="Batas pemakai nomor, rekening, atau foto yang sama",
        meaning="Nomor HP, rekening, atau foto yang dipakai lebih banyak orang diberi tanda.",
        kind=Kind.COUNT,
        unit="orang",
        is_programme_wide=True,
    ),
    "witnessed_together_max": SettingLabel(
        part=Part.BORROWER,
        title="Batas wajar satu pasang pendamping dan saksi",
        meaning="Dua petugas yang bersama membantu lebih banyak orang tanpa HP diberi tanda.",
        kind=Kind.COUNT,
        unit="orang",
        is_programme_wide=True,
    ),
}


def what_works(name: str) -> str:
    """Return the sentence that says which values a rule takes."""
    return LABELS[name].hint or WHAT_WORKS[LABELS[name].kind]


def written(name: str, value: str) -> str:
    """Return a stored value as people read it; one that cannot be read is shown as it is."""
    label = LABELS[name]
    try:
        read = read_setting(name, value)
    except UnreadableSetting:
        return value
    if label.choices:
        return label.choices.get(value, value)
    return _written(read, label) if read is not None else label.nothing


def _written(read: object, label: SettingLabel) -> str:
    if isinstance(read, tuple):
        return _written_list(read, label)
    match read:
        case Decimal():
            return percent(read)
        case Rupiah():
            return format_rupiah(read)
        case int():
            return f"{count(read)} {label.unit}".strip()
    return str(read)


def _written_list(read: tuple[Any, ...], label: SettingLabel) -> str:
    if label.kind is Kind.SHARES:
        return ", ".join(percent(share) for share in read)
    if label.kind is Kind.DOCUMENTS:
        return ", ".join(WORDS[DocumentKind][kind] for kind in read) or label.nothing
    return f"{', '.join(str(number) for number in read)} {label.unit}"
