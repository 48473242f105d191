"""The words for everything held about somebody: the same rows on the page and in the file."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from harkat.domain.indonesian import moment, plain_date
from harkat.domain.money import Rupiah, format_rupiah
from harkat.queries.held_data import HeldLoan, HeldPerson, HeldRequest, OwnData
from harkat.reports.messages import message_text
from harkat.web.applicant.told_words import told_sections
from harkat.web.filters import MISSING
from harkat.web.labels import label

Row = tuple[str, object]


@dataclass(frozen=True, kw_only=True)
class DataSection:
    """One section: its title and its entries, each a few rows of a name and a value."""

    title: str
    entries: Sequence[Sequence[Row]]


def sections(data: OwnData) -> list[DataSection]:
    """Return everything by section; an empty section has no entries."""
    person = data.person
    asked = [
        DataSection(title=title, entries=entries)
        for title, entries in told_sections(data.asked).items()
    ]
    return [
        DataSection(title="Akun dan KTP", entries=[_person_rows(person)]),
        DataSection(title="Usaha", entries=_business_rows(data)),
        DataSection(title="Rekening", entries=_payout_rows(person)),
        DataSection(title="Izin data", entries=[_consent_rows(data)] if data.consents else []),
        DataSection(title="Pelatihan Balikat", entries=_training_rows(data)),
        DataSection(title="Kelompok", entries=_membership_rows(data)),
        DataSection(title="Pengajuan", entries=_application_rows(data)),
        DataSection(title="Pinjaman", entries=[_loan_rows(loan) for loan in data.loans]),
        DataSection(title="Permintaan Anda", entries=[_request_rows(row) for row in data.requests]),
        *asked,
    ]


def file_content(data: OwnData, *, at: datetime) -> Mapping[str, object]:
    """Return everything as the downloaded file holds it: plain values under the page's words."""
    found: dict[str, object] = {"Diunduh": at.isoformat()}
    for section in sections(data):
        found[section.title] = [
            {name: _plain(value) for name, value in entry} for entry in section.entries
        ]
    found["Catatan uang pinjaman"] = [
        {
            "Pinjaman": loan.reference_no,
            "Tanggal": event.value_on.isoformat(),
            "Kejadian": label(event.kind),
            "Jumlah (rupiah)": int(event.amount),
        }
        for loan in data.loans
        for event in loan.events
    ]
    found["Pesan"] = [
        {"Waktu": row.created_at.isoformat(), "Isi": message_text(row.template, row.details)}
        for row in data.messages
    ]
    return found


def written(value: object) -> str:
    """Return a value as people read it."""
    match value:
        case None | "":
            return MISSING
        case Enum():
            return label(value)
        case Rupiah():
            return format_rupiah(value)
        case datetime():
            return moment(value)
        case date():
            return plain_date(value)
    return str(value)


def _plain(value: object) -> object:
    """Return a value as another program reads it."""
    match value:
        case Enum():
            return label(value)
        case Rupiah():
            return int(value)
        case date():
            return value.isoformat()
    return value


def _person_rows(person: HeldPerson) -> Sequence[Row]:
    return _known(
        [
            ("Nama", person.full_name),
            ("NIK", person.nik),
            ("Nomor Kartu Keluarga", person.kk_no),
            ("Tanggal lahir", person.birth_on),
            ("Jenis kelamin", person.sex),
            ("Nomor HP", person.phone),
            ("Nomor HP diganti", person.phone_changed_at),
            ("Terdaftar", person.registered_at),
        ]
    )


def _business_rows(data: OwnData) -> list[Sequence[Row]]:
    business = data.business
    if business is None:
        return []
    return [
        [
            ("Nama usaha", business.name),
            ("Jenis usaha", business.sector),
            ("Tempat", business.place),
            ("Kelurahan", business.kelurahan),
            ("Alamat", business.address),
            ("Mulai", business.started_on),
            ("NIB", business.nib),
            ("Pekerja", business.workers),
            *_known(
                [
                    ("Titik lokasi", business.pin),
                    ("Minta diingatkan usia usaha", business.reminder_asked_at),
                ]
            ),
        ]
    ]


def _payout_rows(person: HeldPerson) -> list[Sequence[Row]]:
    if person.bank_account_no is None:
        return []
    return [
        [
            ("Bank", person.payout_bank),
            ("Nomor rekening", person.bank_account_no),
            ("Nama di rekening", person.payout_holder),
        ]
    ]


def _consent_rows(data: OwnData) -> Sequence[Row]:
    return [
        (
            label(consent.purpose),
            f"Diberikan {moment(consent.given_at)}"
            + (f", ditarik {moment(consent.withdrawn_at)}" if consent.withdrawn_at else ""),
        )
        for consent in data.consents
    ]


def _training_rows(data: OwnData) -> list[Sequence[Row]]:
    return [
        [
            ("Pelatihan", row.course),
            ("Nomor sertifikat", row.certificate_no),
            ("Selesai", row.completed_on),
        ]
        for row in data.trainings
    ]


def _membership_rows(data: OwnData) -> list[Sequence[Row]]:
    return [
        _known(
            [
                ("Kelompok", row.group_name),
                ("Nomor", row.reference_no),
                ("Keadaan", row.status),
                ("Diajak", row.invited_at),
                ("Dijawab", row.answered_at),
            ]
        )
        for row in data.memberships
    ]


def _application_rows(data: OwnData) -> list[Sequence[Row]]:
    return [
        _known(
            [
                ("Nomor", row.reference_no),
                ("Bank", row.bank_name),
                ("Keadaan bagian Anda", row.status),
                ("Jumlah diminta", row.requested),
                ("Jumlah disetujui", row.approved),
                ("Untuk", row.purpose),
                ("Mulai diisi", row.started_at),
                ("Dikirim", row.submitted_at),
                ("Anda setuju", row.consented_at),
            ]
        )
        for row in data.applications
    ]


def _loan_rows(loan: HeldLoan) -> Sequence[Row]:
    return [
        ("Nomor", loan.reference_no),
        ("Bank", loan.bank_name),
        ("Keadaan", loan.status),
        ("Jumlah pinjaman", loan.principal),
        ("Sisa pinjaman", loan.outstanding),
        ("Uang dikirim", loan.disbursed_on),
        ("Cicilan terakhir", loan.final_due_on),
        ("Catatan uang", len(loan.events)),
    ]


def _request_rows(row: HeldRequest) -> Sequence[Row]:
    answer = None
    if row.answered_at is not None:
        verdict = "Dikerjakan" if row.is_granted else "Belum bisa"
        answer = f"{verdict}: {row.answer}"
    return _known(
        [
            ("Permintaan", row.kind),
            ("Izin", row.purpose),
            ("Isi", row.note),
            ("Diminta", row.requested_at),
            ("Dijawab paling lambat", row.due_at if row.answered_at is None else None),
            ("Dijawab", row.answered_at),
            ("Jawaban", answer),
        ]
    )


def _known(rows: Iterable[Row]) -> list[Row]:
    """Leave out what nobody has said."""
    return [row for row in rows if row[1] is not None]
