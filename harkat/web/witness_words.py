"""The words of testimonies: steps, reasons, and what a witness reads out."""

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any

from harkat.domain.indonesian import amount_in_words
from harkat.domain.money import Rupiah, format_rupiah
from harkat.domain.people import ConsentPurpose, LoanPurpose
from harkat.domain.product import Every
from harkat.domain.witnessing import DeclineReason, WitnessedStep
from harkat.web.agreed_texts import CONSENTS, JOINT_LIABILITY
from harkat.web.own_words import purpose_in_words
from harkat.web.term_words import length_in_words

WITNESS_WORDS: Mapping[type[Enum], Mapping[Enum, str]] = {
    WitnessedStep: {
        WitnessedStep.ASSISTANCE: "Mulai dibantu",
        WitnessedStep.REGISTRATION: "Mendaftar dan memberi izin data",
        WitnessedStep.SENDING: "Mengirim pengajuan",
        WitnessedStep.CONSENT: "Menyetujui pinjaman",
        WitnessedStep.JOINING: "Masuk kelompok dan menanggung bersama",
    },
    DeclineReason: {
        DeclineReason.NOT_HERE: "Orangnya tidak ada di sini",
        DeclineReason.OTHER_CARD: "KTP tidak cocok dengan orangnya",
        DeclineReason.NOT_WILLING: "Orangnya tidak setuju, atau belum paham",
        DeclineReason.OTHER: "Alasan lain",
    },
}

Rows = Sequence[tuple[str, str]]


def rows_of(step: WitnessedStep, told: Mapping[str, Any]) -> Rows:
    """Return what is read out as short facts, such as ``("Bank", "Bank Contoh")``."""
    rows = [("Nama di KTP", told["full_name"])]
    if step is WitnessedStep.SENDING:
        rows += _sending_rows(told)
    elif step is WitnessedStep.CONSENT:
        rows.append(("Nomor pengajuan", told["reference_no"]))
    elif step is WitnessedStep.JOINING:
        group = f"{told['group']} ({told['reference_no']})"
        rows += [("Kelompok", group), ("Ketua", told["leader"])]
    return rows


def sentences_of(step: WitnessedStep, told: Mapping[str, Any]) -> Sequence[str]:
    """Return the sentences the person says yes to, in the form they are read out."""
    match step:
        case WitnessedStep.ASSISTANCE:
            return (
                "Saya minta dibantu mengisi di Bank Harkat, hari ini, paling lama dua jam.",
                "Pengiriman dan persetujuan tetap saya putuskan sendiri, di depan saksi.",
            )
        case WitnessedStep.REGISTRATION:
            texts = CONSENTS[told["text_version"]]
            return (
                "Saya mendaftar di Bank Harkat, dan tidak punya HP.",
                *(texts[purpose] for purpose in ConsentPurpose if purpose in told["consents"]),
            )
        case WitnessedStep.SENDING:
            return (
                "Semua data ini benar.",
                "Uang pinjaman dipakai untuk usaha saya.",
                "Bank boleh memeriksa data dan tempat usaha saya.",
            )
        case WitnessedStep.CONSENT:
            return ("Saya sudah mendengar seluruh ringkasan pinjaman, dan setuju.",)
        case WitnessedStep.JOINING:
            return ("Saya minta masuk kelompok ini.", *JOINT_LIABILITY[told["text_version"]])


def _sending_rows(told: Mapping[str, Any]) -> Rows:
    bank, account_no, holder = told["account"]
    kind = LoanPurpose(told["purpose_kind"]) if told["purpose_kind"] else None
    rows = [
        ("Nomor pengajuan", told["reference_no"]),
        ("Bank", told["bank"]),
        ("Pinjaman", told["product"]),
    ]
    if told["requested"] is not None:
        amount = Rupiah(told["requested"])
        rows += [
            ("Jumlah yang diminta", f"{format_rupiah(amount)} ({amount_in_words(amount)})"),
            ("Untuk apa", purpose_in_words(kind, told["purpose"])),
        ]
    length = length_in_words(instalments=told["instalments"], every=Every(told["every"]))
    rows += [("Lama pinjaman", length), ("Rekening", f"{bank}, {account_no}, {holder}")]
    if told["others"]:
        rows.append(("Peminjam lain", ", ".join(told["others"])))
    return rows
