"""The Indonesian word for every term of a loan, in its own module because there are many."""

from collections.abc import Mapping
from enum import Enum

from harkat.domain.product import (
    AllocationOrder,
    DayCount,
    DueDayShift,
    Every,
    InterestGraceMode,
    InterestMethod,
    MarginSpread,
    PenaltyPer,
    Rounding,
    SettlementRule,
    Surplus,
)
from harkat.domain.programme_rules import FirstPeriod

TERM_WORDS: Mapping[type[Enum], Mapping[Enum, str]] = {
    InterestMethod: {
        InterestMethod.DECLINING_ANNUITY: "Bunga menurun, cicilan sama",
        InterestMethod.DECLINING_EQUAL_PRINCIPAL: "Bunga menurun, pokok sama",
        InterestMethod.FLAT: "Bunga tetap",
        InterestMethod.PROFIT_SHARE: "Bagi hasil",
        InterestMethod.BULLET: "Dibayar di akhir",
    },
    Every: {
        Every.DAY: "Tiap hari",
        Every.WEEK: "Tiap minggu",
        Every.TWO_WEEKS: "Tiap dua minggu",
        Every.MONTH: "Tiap bulan",
    },
    DayCount: {
        DayCount.THIRTY_360: "30/360: tiap bulan sama",
        DayCount.ACTUAL_365: "Hari sebenarnya dibagi 365",
        DayCount.ACTUAL_360: "Hari sebenarnya dibagi 360",
        DayCount.ACTUAL_ACTUAL: "Hari sebenarnya dibagi hari tahun itu",
    },
    Rounding: {
        Rounding.HALF_UP: "Terdekat, setengah ke atas",
        Rounding.HALF_EVEN: "Terdekat, setengah ke angka genap",
        Rounding.UP: "Selalu ke atas",
    },
    InterestGraceMode: {
        InterestGraceMode.COLLECTED: "Ditagih bersama cicilan pertama sesudahnya",
        InterestGraceMode.SPREAD: "Dibagi rata ke cicilan sesudahnya",
        InterestGraceMode.WAIVED: "Dihapus",
    },
    MarginSpread: {
        MarginSpread.FLAT: "Rata tiap cicilan",
        MarginSpread.ANNUITY: "Besar di awal, seperti bunga menurun",
    },
    FirstPeriod: {
        FirstPeriod.LONG: "Masa pertama lebih panjang",
        FirstPeriod.SHORT: "Masa pertama lebih pendek",
    },
    DueDayShift: {
        DueDayShift.NONE: "Tidak digeser",
        DueDayShift.FORWARD: "Digeser ke hari sesudahnya",
    },
    AllocationOrder: {
        AllocationOrder.INTEREST_PRINCIPAL_PENALTY: "Bunga, pokok, lalu denda",
        AllocationOrder.PRINCIPAL_INTEREST_PENALTY: "Pokok, bunga, lalu denda",
        AllocationOrder.PENALTY_INTEREST_PRINCIPAL: "Denda, bunga, lalu pokok",
        AllocationOrder.ALL_INTEREST_FIRST: "Semua bunga dulu, lalu pokok dan denda",
    },
    Surplus: {
        Surplus.NEXT_INSTALMENTS: "Membayar cicilan berikutnya",
        Surplus.RECAST_SHORTEN: "Mengurangi pokok, lama pinjaman lebih pendek",
        Surplus.RECAST_LOWER: "Mengurangi pokok, cicilan lebih kecil",
        Surplus.RECAST_KEEP: "Mengurangi pokok dari cicilan terakhir",
        Surplus.CREDIT: "Disimpan sebagai titipan",
    },
    SettlementRule: {
        SettlementRule.CURRENT_PERIOD: "Sisa pokok dan bunga masa berjalan",
        SettlementRule.WHOLE_MARGIN: "Sisa pokok dan semua margin, dikurangi potongan",
    },
    PenaltyPer: {
        PenaltyPer.DAY: "Sehari",
        PenaltyPer.MONTH: "Sebulan (30 hari)",
    },
}

_UNITS: Mapping[Every, str] = {
    Every.DAY: "hari",
    Every.WEEK: "minggu",
    Every.TWO_WEEKS: "dua minggu",
    Every.MONTH: "bulan",
}


def length_in_words(*, instalments: int, every: Every) -> str:
    """Return how long a loan runs, such as ``12 bulan`` or ``8 kali dua minggu``."""
    times = " kali" if every is Every.TWO_WEEKS else ""
    return f"{instalments}{times} {_UNITS[every]}"


def each_period(every: Every) -> str:
    """Return for what time an instalment is, such as ``sebulan`` or ``tiap dua minggu``."""
    return "tiap dua minggu" if every is Every.TWO_WEEKS else f"se{_UNITS[every]}"
