"""The Indonesian word for everything about arrears elsewhere and the pre-check's results."""

from collections.abc import Mapping
from enum import Enum

from harkat.domain.arrears import ArrearsBand, ArrearsWish, CloseReason, LenderType
from harkat.domain.precheck import Outcome
from harkat.domain.statuses import ArrearsCaseEvent

ARREARS_WORDS: Mapping[type[Enum], Mapping[Enum, str]] = {
    LenderType: {
        LenderType.BANK: "Bank",
        LenderType.COOPERATIVE: "Koperasi",
        LenderType.ONLINE: "Pinjaman daring berizin (pindar)",
        LenderType.PAYLATER: "Bayar nanti (paylater)",
        LenderType.VEHICLE: "Kredit motor, HP, atau barang",
    },
    ArrearsBand: {
        ArrearsBand.BELOW_ONE: "Kurang dari Rp1 juta",
        ArrearsBand.ONE_TO_FIVE: "Rp1 juta sampai Rp5 juta",
        ArrearsBand.FIVE_TO_TWENTY: "Rp5 juta sampai Rp20 juta",
        ArrearsBand.ABOVE_TWENTY: "Lebih dari Rp20 juta",
    },
    ArrearsWish: {
        ArrearsWish.SETTLE: "Melunasi",
        ArrearsWish.RELIEF: "Minta keringanan",
        ArrearsWish.PROOF: "Minta surat lunas",
    },
    CloseReason: {
        CloseReason.NOT_REACHED: "Tidak bisa dihubungi",
        CloseReason.NO_ARREARS: "Ternyata tidak ada tunggakan",
        CloseReason.NOT_WANTED: "Tidak ingin didampingi lagi",
        CloseReason.MOVED: "Pindah dari Kota Jambi",
    },
    ArrearsCaseEvent: {
        ArrearsCaseEvent.TAKEN: "Diambil pendamping",
        ArrearsCaseEvent.HANDED_OVER: "Diserahkan ke pendamping lain",
        ArrearsCaseEvent.SETTLED: "Lunas, menunggu catatan berubah",
        ArrearsCaseEvent.CLEARED: "Catatan sudah bersih",
        ArrearsCaseEvent.CLOSED: "Ditutup",
    },
    Outcome: {
        Outcome.READY: "Bisa mulai mengajukan",
        Outcome.AFTER: "Bisa, setelah beberapa hal",
        Outcome.NOT_NOW: "Belum bisa sekarang",
    },
}
