"""The Indonesian words of what borrowers ask for and complain of, and how a status is tagged."""

from collections.abc import Mapping
from enum import Enum

from harkat.domain.complaints import ComplaintKind
from harkat.domain.relief import ReliefDecline, ReliefReason
from harkat.domain.statuses import ComplaintStatus, ReliefStatus

VOICE_WORDS: Mapping[type[Enum], Mapping[Enum, str]] = {
    ReliefStatus: {
        ReliefStatus.OPEN: "Menunggu jawaban bank",
        ReliefStatus.PROPOSED: "Diusulkan, menunggu persetujuan",
        ReliefStatus.AGREED: "Keringanan berlaku",
        ReliefStatus.DECLINED: "Belum bisa",
        ReliefStatus.WITHDRAWN: "Ditarik",
    },
    ReliefReason: {
        ReliefReason.ILLNESS: "Sakit",
        ReliefReason.SLOW_BUSINESS: "Usaha sedang sepi",
        ReliefReason.DISASTER: "Kena musibah",
        ReliefReason.OTHER: "Alasan lain",
    },
    ReliefDecline: {
        ReliefDecline.CAN_PAY: "Menurut kunjungan, cicilan masih bisa dibayar.",
        ReliefDecline.NOT_ENOUGH: "Perubahan ini belum cukup menolong.",
        ReliefDecline.TOO_OFTEN: "Keringanan tahun ini sudah dipakai.",
        ReliefDecline.MORE_TO_SAY: "Perlu bicara dulu di bank.",
    },
    ComplaintStatus: {
        ComplaintStatus.RECEIVED: "Diterima",
        ComplaintStatus.IN_PROGRESS: "Sedang diperiksa",
        ComplaintStatus.ANSWERED: "Sudah dijawab",
        ComplaintStatus.REOPENED: "Dibuka lagi",
        ComplaintStatus.CLOSED: "Selesai",
    },
    ComplaintKind: {
        ComplaintKind.DEDUCTED: "Uang saya dipotong atau kurang",
        ComplaintKind.FRAUD: "Ada yang minta uang, minta kode, atau menipu",
        ComplaintKind.SLOW: "Terlalu lama, tidak ada kabar",
        ComplaintKind.TREATMENT: "Dilayani atau ditagih dengan kasar",
        ComplaintKind.DATA: "Catatan atau data saya keliru",
        ComplaintKind.OTHER: "Hal lain",
    },
}

VOICE_TAGS: Mapping[type[Enum], Mapping[Enum, str]] = {
    ReliefStatus: {
        ReliefStatus.OPEN: "wait",
        ReliefStatus.PROPOSED: "wait",
        ReliefStatus.AGREED: "ok",
        ReliefStatus.DECLINED: "late",
        ReliefStatus.WITHDRAWN: "idle",
    },
    ComplaintStatus: {
        ComplaintStatus.RECEIVED: "wait",
        ComplaintStatus.ANSWERED: "ok",
        ComplaintStatus.REOPENED: "wait",
        ComplaintStatus.CLOSED: "idle",
    },
}
