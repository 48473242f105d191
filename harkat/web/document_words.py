"""What pages say about photos of papers: what to show, why a file was refused, what is unclear."""

from collections.abc import Mapping
from dataclasses import dataclass

from harkat.domain.documents import DocumentKind, PhotoWarning, Refusal

PHOTO_OF: Mapping[DocumentKind, str] = {
    DocumentKind.ID_CARD: "KTP",
    DocumentKind.FAMILY_CARD: "Kartu Keluarga (KK)",
    DocumentKind.BUSINESS_PLACE: "tempat usaha",
    DocumentKind.NIB: "NIB",
    DocumentKind.BUSINESS_LETTER: "surat keterangan usaha",
    DocumentKind.TRAINING_CERTIFICATE: "sertifikat pelatihan",
    DocumentKind.OTHER: "surat lain",
}
"""What stands after the word "foto" in a sentence."""

SLUGS: Mapping[DocumentKind, str] = {
    DocumentKind.ID_CARD: "ktp",
    DocumentKind.FAMILY_CARD: "kk",
    DocumentKind.BUSINESS_PLACE: "tempat-usaha",
    DocumentKind.NIB: "nib",
    DocumentKind.BUSINESS_LETTER: "surat-usaha",
    DocumentKind.TRAINING_CERTIFICATE: "sertifikat",
    DocumentKind.OTHER: "lain",
}
"""How a kind stands in an address and in the name of a file that is given out."""

KINDS_BY_SLUG: Mapping[str, DocumentKind] = {slug: kind for kind, slug in SLUGS.items()}


@dataclass(frozen=True, kw_only=True)
class HowTo:
    """How to take a good photo of a kind; `drawing` names the example that is drawn."""

    lead: str
    good: str
    bad: str
    drawing: str


_PAPER = HowTo(
    lead="Foto seluruh surat, dari ujung ke ujung.",
    good="Seluruh surat terlihat, tulisannya terang.",
    bad="Surat terpotong, miring, atau gelap.",
    drawing="paper",
)

HOW_TO: Mapping[DocumentKind, HowTo] = {
    DocumentKind.ID_CARD: HowTo(
        lead="Letakkan KTP di meja, dekat jendela. Foto dari atas.",
        good="Keempat sudut terlihat, tulisan terbaca.",
        bad="Sudut terpotong, gelap, atau kena kilau lampu.",
        drawing="card",
    ),
    DocumentKind.FAMILY_CARD: _PAPER,
    DocumentKind.BUSINESS_PLACE: HowTo(
        lead="Foto dari depan, sampai barang dagangan terlihat.",
        good="Tempat dan barang terlihat jelas.",
        bad="Terlalu dekat, gelap, atau hanya tembok.",
        drawing="stall",
    ),
    DocumentKind.NIB: _PAPER,
    DocumentKind.BUSINESS_LETTER: _PAPER,
    DocumentKind.TRAINING_CERTIFICATE: _PAPER,
    DocumentKind.OTHER: _PAPER,
}

REFUSALS: Mapping[Refusal, str] = {
    Refusal.EMPTY: "File ini kosong. Ambil foto ulang.",
    Refusal.NOT_A_PHOTO: "File ini bukan foto. Pakai JPG, PNG, atau PDF.",
    Refusal.OTHER_PHOTO_TYPE: (
        'Jenis foto ini belum bisa dibaca. Ketuk "Ambil foto", atau simpan dulu sebagai JPG.'
    ),
    Refusal.TOO_BIG: "Foto lebih dari 8 MB. Ambil foto ulang langsung dari sini.",
    Refusal.TOO_MANY_PIXELS: "Ukuran foto terlalu besar. Ambil foto ulang langsung dari sini.",
    Refusal.DAMAGED: "Foto ini rusak atau belum terkirim utuh. Kirim sekali lagi.",
    Refusal.PDF_LOCKED: "PDF ini terkunci sandi. Unggah yang tidak terkunci.",
    Refusal.PDF_TOO_LONG: "PDF ini lebih dari 10 halaman. Kirim halaman yang perlu saja.",
    Refusal.PDF_ACTIVE: "PDF ini berisi program atau file lain. Foto saja suratnya.",
    Refusal.MALWARE: "File ini berisi program berbahaya. Ambil foto baru.",
    Refusal.TOO_MANY_FILES: "Foto jenis ini sudah cukup. Hapus satu dulu bila ingin mengganti.",
    Refusal.OVER_QUOTA: "Tempat foto Anda sudah penuh. Hapus foto yang tidak dipakai.",
}

WARNINGS: Mapping[PhotoWarning, str] = {
    PhotoWarning.DARK: "Foto terlalu gelap. Coba dekat jendela. Tetap pakai foto ini?",
    PhotoWarning.BLURRED: (
        "Tulisan di foto kurang jelas. Coba di tempat terang. Tetap pakai foto ini?"
    ),
}
