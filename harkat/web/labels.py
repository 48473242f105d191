"""The Indonesian word for every status, role, kind and reason; one place for all pages."""

from collections.abc import Mapping
from enum import Enum

from flask import Flask

from harkat.domain.bank_room import BankRoom
from harkat.domain.business_days import HolidayKind
from harkat.domain.documents import DocumentKind, PhotoWarning
from harkat.domain.identity import Sex
from harkat.domain.kolektibilitas import BankType, Kolektibilitas
from harkat.domain.ledger import EntryKind
from harkat.domain.loan_events import EventKind
from harkat.domain.papers import PaperKind
from harkat.domain.people import BusinessPlace, ConsentPurpose, Sector
from harkat.domain.programme_rules import BankRouting, CeilingBasis, KelurahanRule, TrainingRule
from harkat.domain.roles import Role
from harkat.domain.statuses import (
    AgreementStatus,
    ApplicationEvent,
    ApplicationStatus,
    DisbursementStatus,
    GroupStatus,
    LiabilityCallStatus,
    LineStatus,
    LoanStatus,
    MembershipStatus,
)
from harkat.web.arrears_words import ARREARS_WORDS
from harkat.web.own_words import OWN_WORDS, purpose_in_words
from harkat.web.request_words import REQUEST_TAGS, REQUEST_WORDS
from harkat.web.term_words import TERM_WORDS
from harkat.web.voice_words import VOICE_TAGS, VOICE_WORDS
from harkat.web.witness_words import WITNESS_WORDS

# By type first: words stored alike ("approved") are equal whatever they belong to.
WORDS: Mapping[type[Enum], Mapping[Enum, str]] = {
    ApplicationStatus: {
        ApplicationStatus.DRAFT: "Belum dikirim",
        ApplicationStatus.SUBMITTED: "Terkirim",
        ApplicationStatus.IN_VERIFICATION: "Diperiksa",
        ApplicationStatus.NEEDS_FIX: "Perlu diperbaiki",
        ApplicationStatus.AWAITING_GROUP: "Menunggu pilihan kelompok",
        ApplicationStatus.IN_DECISION: "Diputuskan bank",
        ApplicationStatus.APPROVED: "Disetujui",
        ApplicationStatus.REJECTED: "Belum bisa disetujui",
        ApplicationStatus.CONSENTED: "Anda setuju",
        ApplicationStatus.DISBURSING: "Uang disiapkan",
        ApplicationStatus.DISBURSED: "Uang dikirim",
        ApplicationStatus.WITHDRAWN: "Dibatalkan pemohon",
        ApplicationStatus.EXPIRED: "Kedaluwarsa",
    },
    ApplicationEvent: {
        ApplicationEvent.SUBMITTED: "Dikirim",
        ApplicationEvent.TAKEN_UP: "Mulai diperiksa",
        ApplicationEvent.RETURNED_TO_APPLICANT: "Dikembalikan untuk diperbaiki",
        ApplicationEvent.RESUBMITTED: "Dikirim lagi",
        ApplicationEvent.PROPOSED: "Diusulkan",
        ApplicationEvent.RETURNED_TO_MAKER: "Dikembalikan ke pengusul",
        ApplicationEvent.PARTY_LEFT: "Satu peminjam mundur",
        ApplicationEvent.PART_BLOCKED: "Satu anggota belum bisa",
        ApplicationEvent.BLOCK_LIFTED: "Semua anggota bisa lanjut",
        ApplicationEvent.GROUP_WENT_ON: "Kelompok lanjut tanpa satu anggota",
        ApplicationEvent.PLACE_FREED: "Satu tempat kosong, menunggu kelompok",
        ApplicationEvent.BANK_CHANGED: "Pindah bank",
        ApplicationEvent.APPROVED: "Disetujui",
        ApplicationEvent.REJECTED: "Belum bisa disetujui",
        ApplicationEvent.CONSENTED: "Semua peminjam setuju",
        ApplicationEvent.REOPENED: "Diperiksa kembali",
        ApplicationEvent.PREPARED: "Perjanjian ditandatangani, uang disiapkan",
        ApplicationEvent.DISBURSED: "Uang dikirim",
        ApplicationEvent.WITHDRAWN: "Dibatalkan",
        ApplicationEvent.EXPIRED: "Kedaluwarsa",
        ApplicationEvent.APPEAL_UPHELD: "Keberatan diterima, diperiksa kembali",
    },
    LineStatus: {
        LineStatus.OPEN: "Belum diisi",
        LineStatus.READY: "Siap",
        LineStatus.CLEARED: "Lolos pemeriksaan",
        LineStatus.BLOCKED: "Belum bisa",
        LineStatus.APPROVED: "Disetujui, menunggu jawaban",
        LineStatus.DECLINED: "Belum bisa disetujui",
        LineStatus.CONSENTED: "Setuju",
        LineStatus.REFUSED: "Tidak jadi",
        LineStatus.LAPSED: "Berakhir",
        LineStatus.DISBURSED: "Uang dikirim",
        LineStatus.REMOVED: "Dibatalkan",
    },
    GroupStatus: {
        GroupStatus.FORMING: "Sedang dibentuk",
        GroupStatus.COMPLETE: "Lengkap",
        GroupStatus.VALIDATED: "Disahkan Dinas",
        GroupStatus.DISSOLVED: "Bubar",
    },
    MembershipStatus: {
        MembershipStatus.INVITED: "Menunggu jawaban",
        MembershipStatus.ACCEPTED: "Anggota",
        MembershipStatus.DECLINED: "Menolak ajakan",
        MembershipStatus.LAPSED: "Ajakan lewat waktu",
        MembershipStatus.LEFT: "Keluar",
        MembershipStatus.REPLACED: "Diganti",
        MembershipStatus.REMOVED: "Tidak lagi anggota",
        MembershipStatus.DECEASED: "Meninggal",
    },
    AgreementStatus: {
        AgreementStatus.DRAFTED: "Disiapkan",
        AgreementStatus.SIGNING: "Menunggu tanda tangan",
        AgreementStatus.IN_FORCE: "Berlaku",
        AgreementStatus.CLOSED: "Selesai",
        AgreementStatus.CANCELLED: "Batal",
    },
    DisbursementStatus: {
        DisbursementStatus.RESERVED: "Siap dikirim",
        DisbursementStatus.SENT: "Sudah dikirim",
        DisbursementStatus.CONFIRMED: "Sudah diterima",
        DisbursementStatus.VOIDED: "Batal",
    },
    LoanStatus: {
        LoanStatus.ACTIVE: "Berjalan",
        LoanStatus.PAID_OFF: "Lunas",
        LoanStatus.WRITTEN_OFF: "Hapus buku",
        LoanStatus.FORGIVEN: "Utang dihapus",
        LoanStatus.VOIDED: "Pencairan batal",
    },
    LiabilityCallStatus: {
        LiabilityCallStatus.OPEN: "Menunggu bantuan anggota",
        LiabilityCallStatus.COVERED: "Sudah tertutup",
        LiabilityCallStatus.CANCELLED: "Batal",
    },
    Role: {
        Role.BUSINESS_OWNER: "Pemilik usaha",
        Role.BANK_MAKER: "Pengusul",
        Role.BANK_CHECKER: "Pemutus",
        Role.BANK_DISBURSER: "Petugas pencairan",
        Role.BANK_CASHIER: "Petugas setoran",
        Role.TRAINING_STAFF: "Petugas Balikat",
        Role.DINAS_VIEWER: "Pemantau",
        Role.DINAS_OFFICER: "Petugas Dinas",
        Role.PROGRAM_ADMIN: "Pengelola program",
        Role.SECURITY_ADMIN: "Admin akun",
        Role.AUDITOR: "Auditor",
        Role.ASSISTANT: "Pendamping",
    },
    BankType: {
        BankType.COMMERCIAL: "Bank umum",
        BankType.SHARIA_COMMERCIAL: "Bank umum syariah",
        BankType.BPR: "BPR",
        BankType.BPRS: "BPR syariah",
    },
    Kolektibilitas: {
        Kolektibilitas.CURRENT: "Lancar",
        Kolektibilitas.SPECIAL_MENTION: "Dalam Perhatian Khusus",
        Kolektibilitas.SUBSTANDARD: "Kurang Lancar",
        Kolektibilitas.DOUBTFUL: "Diragukan",
        Kolektibilitas.LOSS: "Macet",
    },
    EntryKind: {
        EntryKind.CEILING_SET: "Pagu program ditambah",
        EntryKind.CEILING_LOWERED: "Pagu program dikurangi",
        EntryKind.SLICE_ALLOCATED: "Pagu bank ditambah",
        EntryKind.SLICE_REDUCED: "Pagu bank dikurangi",
        EntryKind.COMMITTED: "Disetujui",
        EntryKind.COMMITMENT_RELEASED: "Persetujuan dilepas",
        EntryKind.DISBURSED: "Uang dikirim",
        EntryKind.DISBURSEMENT_VOIDED: "Pencairan batal",
        EntryKind.INTEREST_FELL_DUE: "Bunga jatuh tempo",
        EntryKind.SUBSIDY_FELL_DUE: "Subsidi jatuh tempo",
        EntryKind.SUBSIDY_RECEIVED: "Subsidi diterima",
        EntryKind.REPAID: "Pembayaran",
        EntryKind.CASH_DEPOSITED: "Uang tunai disetor",
        EntryKind.FEE_RECEIVED: "Biaya diterima",
        EntryKind.RECEIVED_UNKNOWN: "Titipan diterima",
        EntryKind.SUSPENSE_APPLIED: "Titipan dipakai",
        EntryKind.REFUNDED: "Titipan dikembalikan",
        EntryKind.SETTLED: "Pelunasan dipercepat",
        EntryKind.INTEREST_WAIVED: "Bunga dihapus",
        EntryKind.RESTRUCTURED: "Restrukturisasi",
        EntryKind.WRITTEN_OFF: "Hapus buku",
        EntryKind.RECOVERED: "Diterima setelah hapus buku",
        EntryKind.FORGIVEN: "Utang dihapus",
        EntryKind.REPAID_FOR_MEMBER: "Dibayar anggota lain",
        EntryKind.MEMBER_CLAIM_SETTLED: "Talangan anggota diganti",
        EntryKind.REVOLVING_STARTED: "Dana kembali digulirkan",
        EntryKind.REALLOCATED: "Pembagian dihitung ulang",
        EntryKind.REVERSED: "Koreksi",
    },
    EventKind: {
        EventKind.DISBURSED: "Uang dikirim",
        EventKind.REPAID: "Pembayaran",
        EventKind.SETTLED: "Pelunasan dipercepat",
        EventKind.CREDIT_APPLIED: "Titipan dipakai",
        EventKind.REFUNDED: "Titipan dikembalikan",
        EventKind.CHARGED: "Denda dicatat",
        EventKind.INTEREST_WAIVED: "Bunga dibebaskan",
        EventKind.PENALTY_WAIVED: "Denda dibebaskan",
        EventKind.RESTRUCTURED: "Keringanan cicilan",
        EventKind.RATE_CHANGED: "Bunga diubah",
        EventKind.PAYMENT_HOLIDAY: "Libur cicilan",
        EventKind.WRITTEN_OFF: "Hapus buku",
        EventKind.RECOVERED: "Penagihan kembali",
        EventKind.FORGIVEN: "Utang dihapus",
        EventKind.REVERSED: "Koreksi",
    },
    PaperKind: {
        PaperKind.SCHEDULE_CARD: "Kartu jadwal cicilan",
        PaperKind.RECEIPT: "Bukti pembayaran",
        PaperKind.SETTLEMENT_LETTER: "Surat lunas",
    },
    Sector: {
        Sector.FOOD: "Makanan dan minuman",
        Sector.GROCERY: "Toko kelontong",
        Sector.FISH_AND_MEAT: "Ikan dan daging",
        Sector.VEGETABLES: "Sayur dan buah",
        Sector.CLOTHING: "Pakaian dan jahit",
        Sector.CRAFT: "Kerajinan",
        Sector.REPAIR: "Bengkel dan perbaikan",
        Sector.TRANSPORT: "Angkutan",
        Sector.BEAUTY: "Salon dan kecantikan",
        Sector.FARMING: "Tani, ternak, dan ikan",
        Sector.ONLINE_TRADE: "Jualan daring",
        Sector.OTHER_SERVICE: "Jasa lain",
    },
    BusinessPlace: {
        BusinessPlace.HOME: "Di rumah",
        BusinessPlace.MARKET: "Di pasar",
        BusinessPlace.MOBILE: "Keliling",
        BusinessPlace.ONLINE: "Daring",
    },
    DocumentKind: {
        DocumentKind.ID_CARD: "KTP",
        DocumentKind.FAMILY_CARD: "Kartu Keluarga (KK)",
        DocumentKind.BUSINESS_PLACE: "Tempat usaha",
        DocumentKind.NIB: "NIB (nomor izin usaha)",
        DocumentKind.BUSINESS_LETTER: "Surat keterangan usaha (SKU)",
        DocumentKind.TRAINING_CERTIFICATE: "Sertifikat pelatihan",
        DocumentKind.OTHER: "Surat lain",
    },
    PhotoWarning: {
        PhotoWarning.DARK: "gelap",
        PhotoWarning.BLURRED: "kurang jelas",
    },
    ConsentPurpose: {
        ConsentPurpose.PROCESS_LOAN: "Data saya dipakai untuk memproses pinjaman",
        ConsentPurpose.CHECK_RECORD: "Bank boleh melihat catatan kredit saya",
        ConsentPurpose.MESSAGES: "Kirim kabar lewat WhatsApp",
        ConsentPurpose.SUCCESS_STORY: "Cerita usaha saya boleh dibagikan",
    },
    Sex: {
        Sex.FEMALE: "Perempuan",
        Sex.MALE: "Laki-laki",
    },
    TrainingRule: {
        TrainingRule.REQUIRED: "Pelatihan Balikat wajib",
        TrainingRule.WAIVES_BUSINESS_AGE: "Pelatihan Balikat menggantikan umur usaha",
        TrainingRule.NONE: "Tanpa pelatihan",
    },
    KelurahanRule: {
        KelurahanRule.SAME_KECAMATAN: "Satu kecamatan",
        KelurahanRule.SAME_KELURAHAN: "Satu kelurahan",
        KelurahanRule.CITY: "Sekota",
    },
    BankRouting: {
        BankRouting.FREE_CHOICE: "Menurut nama",
        BankRouting.MOST_AVAILABLE: "Sisa pagu terbesar dulu",
    },
    BankRoom: {
        BankRoom.PLENTY: "Sisa dana cukup",
        BankRoom.NEARLY_GONE: "Sisa dana hampir habis",
        BankRoom.GONE: "Dana sedang habis",
    },
    CeilingBasis: {
        CeilingBasis.BOTH: "Per kelompok dan per anggota",
        CeilingBasis.GROUP: "Per kelompok",
        CeilingBasis.MEMBER: "Per anggota",
    },
    HolidayKind: {
        HolidayKind.PUBLIC: "Libur nasional",
        HolidayKind.COLLECTIVE_LEAVE: "Cuti bersama",
    },
    **ARREARS_WORDS,
    **OWN_WORDS,
    **REQUEST_WORDS,
    **TERM_WORDS,
    **VOICE_WORDS,
    **WITNESS_WORDS,
}

_TAGS: Mapping[type[Enum], Mapping[Enum, str]] = {
    ApplicationStatus: {
        ApplicationStatus.NEEDS_FIX: "wait",
        ApplicationStatus.AWAITING_GROUP: "wait",
        ApplicationStatus.APPROVED: "ok",
        ApplicationStatus.CONSENTED: "ok",
        ApplicationStatus.DISBURSED: "ok",
        ApplicationStatus.REJECTED: "late",
        ApplicationStatus.WITHDRAWN: "idle",
        ApplicationStatus.EXPIRED: "idle",
        ApplicationStatus.DRAFT: "idle",
    },
    LineStatus: {
        LineStatus.OPEN: "wait",
        LineStatus.READY: "ok",
        LineStatus.CLEARED: "ok",
        LineStatus.BLOCKED: "wait",
        LineStatus.APPROVED: "wait",
        LineStatus.CONSENTED: "ok",
        LineStatus.DISBURSED: "ok",
        LineStatus.DECLINED: "late",
    },
    MembershipStatus: {MembershipStatus.INVITED: "wait", MembershipStatus.ACCEPTED: "ok"},
    GroupStatus: {GroupStatus.FORMING: "wait", GroupStatus.COMPLETE: "ok"},
    LoanStatus: {LoanStatus.ACTIVE: "", LoanStatus.PAID_OFF: "ok"},
    LiabilityCallStatus: {
        LiabilityCallStatus.OPEN: "wait",
        LiabilityCallStatus.COVERED: "ok",
        LiabilityCallStatus.CANCELLED: "idle",
    },
    **REQUEST_TAGS,
    **VOICE_TAGS,
}


def label(word: Enum) -> str:
    """Return what people read for a word of the programme."""
    return WORDS[type(word)][word]


def tag_class(word: Enum) -> str:
    """Return the kind of tag a status is shown with: wait, ok, late, idle, or plain."""
    return _TAGS.get(type(word), {}).get(word, "")


def options(words: type[Enum]) -> list[tuple[str, str]]:
    """Return the choices of a form field: stored word and label, in the order of the list."""
    return [(str(word.value), text) for word, text in WORDS[words].items()]


def register(app: Flask) -> None:
    """Give templates the filters `label` and `tag_class`."""
    app.add_template_filter(label)
    app.add_template_filter(tag_class)
    app.add_template_global(purpose_in_words)
