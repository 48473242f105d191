"""The Indonesian words of what people ask for on the way: joining, moving, help, classes, data."""

from collections.abc import Mapping
from enum import Enum

from harkat.domain.group_choice import BlockedChoice, GroupChoiceStatus
from harkat.domain.personal_data import DataRequestKind, OpenedData
from harkat.domain.statuses import (
    AppealStatus,
    ArrearsCaseStatus,
    BankMoveStatus,
    EnrolmentStatus,
    JoinRequestStatus,
    TrainingClaimStatus,
)
from harkat.domain.visits import DayPart, VisitStatus

REQUEST_WORDS: Mapping[type[Enum], Mapping[Enum, str]] = {
    JoinRequestStatus: {
        JoinRequestStatus.OPEN: "Menunggu jawaban ketua",
        JoinRequestStatus.ACCEPTED: "Diterima",
        JoinRequestStatus.REFUSED: "Tidak diterima",
        JoinRequestStatus.WITHDRAWN: "Dibatalkan",
        JoinRequestStatus.LAPSED: "Lewat waktu",
    },
    BankMoveStatus: {
        BankMoveStatus.OPEN: "Menunggu jawaban semua",
        BankMoveStatus.DONE: "Sudah pindah",
        BankMoveStatus.REFUSED: "Tidak jadi pindah",
        BankMoveStatus.LAPSED: "Lewat waktu",
    },
    GroupChoiceStatus: {
        GroupChoiceStatus.OPEN: "Menunggu pilihan kelompok",
        GroupChoiceStatus.WAITING: "Kelompok menunggu",
        GroupChoiceStatus.WENT_ON: "Lanjut tanpa bagian itu",
        GroupChoiceStatus.PLACE_FREED: "Tempat boleh diisi orang lain",
        GroupChoiceStatus.LIFTED: "Bisa diperiksa lagi",
        GroupChoiceStatus.OVERTAKEN: "Tidak perlu dipilih lagi",
    },
    BlockedChoice: {
        BlockedChoice.GO_ON: "Lanjut tanpa bagian itu",
        BlockedChoice.REPLACE: "Cari pengganti",
        BlockedChoice.WAIT: "Tunggu dulu",
    },
    DataRequestKind: {
        DataRequestKind.CORRECT: "Perbaikan data",
        DataRequestKind.WITHDRAW: "Tarik izin",
        DataRequestKind.DELETE: "Hapus data",
    },
    OpenedData: {
        OpenedData.APPLICATION: "Berkas pengajuan",
        OpenedData.LOAN: "Catatan pinjaman",
        OpenedData.IDENTITY: "NIK dan nomor HP lengkap",
        OpenedData.DATA_REQUEST: "Permintaan tentang data",
        OpenedData.PHONE_CHANGE: "Ganti nomor HP",
        OpenedData.ASSISTANCE: "Membantu Anda mengisi",
        OpenedData.TESTIMONY: "Menjadi saksi Anda",
        OpenedData.TESTIMONY_CHECK: "Memeriksa ulang kesaksian",
    },
    ArrearsCaseStatus: {
        ArrearsCaseStatus.OPEN: "Menunggu pendamping",
        ArrearsCaseStatus.TAKEN: "Didampingi",
        ArrearsCaseStatus.SETTLED_AWAITING_RECORD: "Lunas, menunggu catatan berubah",
        ArrearsCaseStatus.CLEARED: "Catatan sudah bersih",
        ArrearsCaseStatus.CLOSED: "Ditutup",
    },
    AppealStatus: {
        AppealStatus.OPEN: "Menunggu jawaban bank",
        AppealStatus.UPHELD: "Keberatan diterima",
        AppealStatus.DISMISSED: "Keputusan tetap",
    },
    EnrolmentStatus: {
        EnrolmentStatus.WAITING: "Daftar tunggu",
        EnrolmentStatus.SEATED: "Terdaftar",
        EnrolmentStatus.CANCELLED: "Dibatalkan",
        EnrolmentStatus.COMPLETED: "Selesai pelatihan",
    },
    TrainingClaimStatus: {
        TrainingClaimStatus.SENT: "Menunggu jawaban Balikat",
        TrainingClaimStatus.CONFIRMED: "Sudah dicatat",
        TrainingClaimStatus.DECLINED: "Belum bisa dicatat",
    },
    VisitStatus: {
        VisitStatus.ASKED: "Menunggu jadwal",
        VisitStatus.PLANNED: "Dijadwalkan",
        VisitStatus.DONE: "Sudah dikunjungi",
        VisitStatus.MISSED: "Tidak ditemukan",
    },
    DayPart: {
        DayPart.MORNING: "Pagi (pukul 08.00–11.00)",
        DayPart.MIDDAY: "Siang (pukul 11.00–14.00)",
        DayPart.AFTERNOON: "Sore (pukul 14.00–17.00)",
    },
}

REQUEST_TAGS: Mapping[type[Enum], Mapping[Enum, str]] = {
    AppealStatus: {
        AppealStatus.OPEN: "wait",
        AppealStatus.UPHELD: "ok",
        AppealStatus.DISMISSED: "late",
    },
    ArrearsCaseStatus: {
        ArrearsCaseStatus.OPEN: "wait",
        ArrearsCaseStatus.CLEARED: "ok",
        ArrearsCaseStatus.CLOSED: "idle",
    },
    EnrolmentStatus: {
        EnrolmentStatus.WAITING: "wait",
        EnrolmentStatus.SEATED: "ok",
        EnrolmentStatus.CANCELLED: "idle",
        EnrolmentStatus.COMPLETED: "ok",
    },
    TrainingClaimStatus: {
        TrainingClaimStatus.SENT: "wait",
        TrainingClaimStatus.CONFIRMED: "ok",
        TrainingClaimStatus.DECLINED: "late",
    },
    VisitStatus: {
        VisitStatus.ASKED: "wait",
        VisitStatus.PLANNED: "wait",
        VisitStatus.DONE: "ok",
        VisitStatus.MISSED: "late",
    },
}
