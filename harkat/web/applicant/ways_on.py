"""What an owner can do about a reason of the bank: where each is mended, and what was computed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from flask import url_for

from harkat.domain.documents import DocumentKind
from harkat.domain.indonesian import long_date
from harkat.domain.reasons import ReasonCode
from harkat.domain.roles import Viewer
from harkat.queries import own_ways_on
from harkat.queries.file_history import GivenReason
from harkat.web.applicant.suggestions import Suggestions, suggestions_for
from harkat.web.document_words import SLUGS
from harkat.web.sentences import REASONS


@dataclass(frozen=True, kw_only=True)
class Way:
    """A page on which something can be done, with what its button says."""

    label: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A reason as its owner reads it: what is wrong, what to do, and where.

    `computed` says what only the program knows: the first day to send a returned file again.
    """

    sentence: str
    note: str
    next_step: str
    ways: tuple[Way, ...]
    computed: str | None = None
    suggestions: Suggestions | None = None


@dataclass(frozen=True, kw_only=True)
class About:
    """Whose application a reason is about; a refused one cannot be mended any more.

    Whoever sends a group's application may have no part in it, and so no visit either.
    """

    viewer: Viewer
    application_public_id: str
    is_refused: bool
    has_part: bool
    on: date


def answer_to(given: GivenReason, about: About) -> Answer:
    """Return what the owner reads about a reason, with every way on that leads somewhere."""
    text = REASONS[given.code]
    is_money = given.code is ReasonCode.MAMPU_1
    return Answer(
        sentence=text.sentence,
        note=given.note,
        next_step=given.next_step or text.next_step,
        ways=_WAYS[given.code](about),
        computed=_first_day(about) if given.code is ReasonCode.USAHA_1 else None,
        suggestions=_suggestions(about) if is_money else None,
    )


def _suggestions(about: About) -> Suggestions | None:
    return suggestions_for(
        about.viewer,
        about.application_public_id,
        on=about.on,
        may_fill=not about.is_refused,
    )


def _first_day(about: About) -> str | None:
    if about.is_refused:  # what is said of applying again names the day
        return None
    first = own_ways_on.old_enough_for(about.viewer, about.application_public_id, on=about.on)
    if first is None:
        return None
    if first <= about.on:
        return "Menurut isian Anda, usaha sudah cukup lama berjalan. Periksa tanggal mulainya."
    return f"Kirim lagi mulai {long_date(first)}."


def _photo(kind: DocumentKind, label: str) -> Way:
    return Way(label=label, url=url_for("applicant.photos", slug=SLUGS[kind]))


def _unreadable(_about: About) -> tuple[Way, ...]:
    return (_photo(DocumentKind.ID_CARD, "Foto ulang KTP"),)


def _other_name(_about: About) -> tuple[Way, ...]:
    return (
        _photo(DocumentKind.OTHER, "Kirim foto surat"),
        Way(label="Minta nama diperbaiki", url=url_for("applicant.correct_data")),
    )


def _untrained(_about: About) -> tuple[Way, ...]:
    return (Way(label="Lihat kelas", url=url_for("applicant.training")),)


def _in_arrears(_about: About) -> tuple[Way, ...]:
    return (Way(label="Lihat jalan keluarnya", url=url_for("applicant.arrears")),)


def _loan_running(about: About) -> tuple[Way, ...]:
    loan = own_ways_on.running_loan(about.viewer)
    if loan is None:
        return (Way(label="Lihat pinjaman Anda", url=url_for("applicant.home")),)
    return (Way(label="Lihat pinjaman itu", url=url_for("applicant.loan", public_id=loan)),)


def _too_young(_about: About) -> tuple[Way, ...]:
    return (Way(label="Periksa tanggal mulai usaha", url=url_for("applicant.business")),)


def _not_found(about: About) -> tuple[Way, ...]:
    address = Way(label="Periksa alamat usaha", url=url_for("applicant.business"))
    if about.is_refused or not about.has_part:
        return (address,)
    page = url_for("applicant.visit", public_id=about.application_public_id)
    return (Way(label="Pilih jadwal baru", url=page), address)


def _too_dear(_about: About) -> tuple[Way, ...]:
    return (Way(label="Periksa uang masuk dan keluar", url=url_for("applicant.money")),)


def _group_incomplete(_about: About) -> tuple[Way, ...]:
    return (Way(label="Buka kelompok", url=url_for("applicant.group")),)


def _other_city(_about: About) -> tuple[Way, ...]:
    return (_photo(DocumentKind.ID_CARD, "Kirim foto KTP baru"),)


def _twice(about: About) -> tuple[Way, ...]:
    other = own_ways_on.other_application(about.viewer, about.application_public_id)
    if other is None:
        return (Way(label="Lihat pengajuan Anda", url=url_for("applicant.home")),)
    return (Way(label="Buka pengajuan itu", url=url_for("applicant.application", public_id=other)),)


_WAYS: Mapping[ReasonCode, Callable[[About], tuple[Way, ...]]] = {
    ReasonCode.DOK_1: _unreadable,
    ReasonCode.DATA_1: _other_name,
    ReasonCode.LATIH_1: _untrained,
    ReasonCode.KREDIT_1: _in_arrears,
    ReasonCode.KREDIT_2: _loan_running,
    ReasonCode.USAHA_1: _too_young,
    ReasonCode.USAHA_2: _not_found,
    ReasonCode.MAMPU_1: _too_dear,
    ReasonCode.KEL_1: _group_incomplete,
    ReasonCode.ALAMAT_1: _other_city,
    ReasonCode.GANDA_1: _twice,
}
"""Where each reason is mended, the best page first."""
