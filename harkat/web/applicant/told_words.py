"""The words for what somebody told, showed and asked for: titles and names of rows by section."""

from collections.abc import Mapping, Sequence

from harkat.domain.documents import DocumentKind
from harkat.web.document_words import PHOTO_OF

Entry = Sequence[tuple[str, object]]

_SECTIONS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "details": (
        "Data diri",
        {
            "kelurahan": "Kelurahan tempat tinggal",
            "rt": "RT",
            "street": "Jalan",
            "marital_status": "Status kawin",
            "spouse_name": "Nama suami atau istri",
            "other_phone": "Nomor HP lain",
            "education": "Pendidikan",
        },
    ),
    "money": (
        "Uang masuk dan keluar",
        {
            "stated_at": "Diisi",
            "unit": "Penjualan dan bahan dihitung",
            "open_days": "Hari buka seminggu",
            "sales": "Penjualan",
            "purchases": "Belanja bahan",
            "other_costs": "Biaya usaha lain sebulan",
            "household": "Biaya rumah tangga sebulan",
            "other_instalments": "Cicilan lain sebulan",
        },
    ),
    "documents": (
        "Foto dokumen",
        {"kind": "Foto", "pages": "Halaman", "added_at": "Dikirim", "replaced_at": "Diganti"},
    ),
    "classes": (
        "Kelas Balikat",
        {"course": "Pelatihan", "starts_on": "Mulai", "status": "Keadaan"},
    ),
    "wishes": (
        "Minta kabar kelas",
        {
            "course": "Pelatihan",
            "kecamatan": "Kecamatan",
            "asked_at": "Diminta",
            "told_at": "Dikabari",
            "ended_at": "Dihentikan",
        },
    ),
    "claims": (
        "Pelatihan yang belum tercatat",
        {
            "claimed_no": "Nomor sertifikat",
            "note": "Catatan Anda",
            "status": "Keadaan",
            "sent_at": "Dikirim",
        },
    ),
    "joining": (
        "Minta masuk kelompok",
        {"group": "Kelompok", "status": "Keadaan", "made_at": "Diminta"},
    ),
    "arrivals": (
        "Jawaban: uang sudah masuk?",
        {"reference_no": "Pinjaman", "answer": "Jawaban", "answered_at": "Dijawab"},
    ),
    "relief": (
        "Permintaan keringanan",
        {
            "reference_no": "Pinjaman",
            "reason": "Sebab",
            "note": "Catatan Anda",
            "status": "Keadaan",
            "asked_at": "Diminta",
            "answered_at": "Dijawab",
        },
    ),
    "appeals": (
        "Keberatan",
        {
            "reference_no": "Pengajuan",
            "words": "Isi",
            "status": "Keadaan",
            "made_at": "Dikirim",
            "answered_at": "Dijawab",
        },
    ),
    "complaints": (
        "Pengaduan",
        {
            "reference_no": "Nomor",
            "kind": "Tentang",
            "words": "Isi",
            "about_whom": "Siapa",
            "amount": "Jumlah",
            "status": "Keadaan",
            "received_at": "Diterima",
            "answered_at": "Dijawab",
        },
    ),
    "arrears": (
        "Jalan keluar tunggakan",
        {
            "wish": "Keinginan",
            "band": "Jumlah",
            "status": "Keadaan",
            "opened_at": "Dibuka",
            "remind_on": "Diingatkan",
            "cleared_on": "Selesai",
        },
    ),
    "helps": (
        "Dibantu mengisi",
        {"role": "Oleh", "started_at": "Mulai", "ended_at": "Selesai"},
    ),
}


def told_sections(
    found: Mapping[str, Sequence[Mapping[str, object]]],
) -> Mapping[str, Sequence[Entry]]:
    """Return the entries by title; what was not said is left out of an entry."""
    return {
        title: [
            [(name, _value(row[key])) for key, name in names.items() if row[key] not in {None, ""}]
            for row in found[section]
        ]
        for section, (title, names) in _SECTIONS.items()
    }


def _value(value: object) -> object:
    return PHOTO_OF[value] if isinstance(value, DocumentKind) else value
