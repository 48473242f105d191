"""The Indonesian words for what owners tell about themselves, their money and their plans."""

from collections.abc import Mapping
from enum import Enum

from harkat.domain.affordability import MoneyUnit
from harkat.domain.arrivals import Arrival
from harkat.domain.assisting import SignKind
from harkat.domain.people import Education, LoanPurpose, MaritalStatus

OWN_WORDS: Mapping[type[Enum], Mapping[Enum, str]] = {
    MaritalStatus: {
        MaritalStatus.SINGLE: "Belum kawin",
        MaritalStatus.MARRIED: "Kawin",
        MaritalStatus.DIVORCED: "Cerai hidup",
        MaritalStatus.WIDOWED: "Cerai mati",
    },
    Education: {
        Education.NONE: "Tidak sekolah atau tidak tamat SD",
        Education.PRIMARY: "SD",
        Education.JUNIOR: "SMP",
        Education.SENIOR: "SMA atau SMK",
        Education.HIGHER: "Diploma atau sarjana",
    },
    LoanPurpose: {
        LoanPurpose.STOCK: "Tambah barang atau bahan",
        LoanPurpose.TOOLS: "Beli alat atau mesin",
        LoanPurpose.PLACE: "Perbaiki atau sewa tempat",
        LoanPurpose.VEHICLE: "Kendaraan untuk usaha",
        LoanPurpose.NEW_PRODUCT: "Mulai jualan baru",
        LoanPurpose.OTHER: "Lainnya",
    },
    Arrival: {
        Arrival.WHOLE: "Masuk utuh",
        Arrival.SHORT: "Kurang atau dipotong",
        Arrival.NOT_YET: "Belum masuk",
    },
    MoneyUnit: {
        MoneyUnit.DAY: "Sehari",
        MoneyUnit.WEEK: "Seminggu",
    },
    SignKind: {
        SignKind.MANY_HELPED: "Satu pendamping membantu banyak orang",
        SignKind.SAME_PAIR: "Pendamping dan saksi yang sama untuk banyak orang tanpa HP",
        SignKind.SAME_PHONE: "Nomor HP dipakai orang lain juga",
        SignKind.SAME_ACCOUNT: "Rekening dipakai orang lain juga",
        SignKind.SAME_PHOTO: "Foto dipakai orang lain juga",
    },
}


def purpose_in_words(kind: LoanPurpose | None, text: str | None) -> str:
    """Return what a loan is for: the kind that was chosen, and what was written about it."""
    is_named = kind not in {None, LoanPurpose.OTHER}
    words = [OWN_WORDS[LoanPurpose][kind] if kind and is_named else "", text or ""]
    return ": ".join(word for word in words if word) or "–"
