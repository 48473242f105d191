"""The queue: what waits for whom, the viewer's own tasks first."""

from collections.abc import Mapping

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from harkat import clock
from harkat.domain.indonesian import short_date
from harkat.domain.roles import Permission
from harkat.domain.statuses import ApplicationEvent
from harkat.queries import desk
from harkat.queries.desk import QueueRow, Stage
from harkat.web.access import requires, viewer
from harkat.web.addresses import asked_page
from harkat.web.labels import label
from harkat.web.navigation import Link
from harkat.web.officer import officer
from harkat.web.officer.ages import age
from harkat.web.officer.forms import SearchForm
from harkat.web.sentences import REASONS

# The view's word in the address, and what its chip says.
STAGES: Mapping[str, tuple[Stage, str]] = {
    "tugas-saya": (Stage.MINE, "Tugas saya"),
    "baru": (Stage.NEW, "Baru"),
    "diperiksa": (Stage.VERIFYING, "Diperiksa"),
    "menunggu-perbaikan": (Stage.WITH_APPLICANT, "Menunggu pemohon"),
    "menunggu-pemutus": (Stage.DECIDING, "Menunggu pemutus"),
    "disetujui": (Stage.APPROVED, "Disetujui"),
    "siap-cair": (Stage.PAYING_OUT, "Siap cair"),
    "semua": (Stage.ALL, "Semua"),
}
_FIRST = "tugas-saya"
_WAITING: Mapping[ApplicationEvent, str] = {
    ApplicationEvent.SUBMITTED: "Baru masuk.",
    ApplicationEvent.TAKEN_UP: "Sedang diperiksa.",
    ApplicationEvent.RESUBMITTED: "Sudah diperbaiki pemohon.",
    ApplicationEvent.RETURNED_TO_APPLICANT: "Menunggu pemohon.",
    ApplicationEvent.PROPOSED: "Menunggu pemutus.",
    ApplicationEvent.RETURNED_TO_MAKER: "Dikembalikan pemutus.",
    ApplicationEvent.BANK_CHANGED: "Pindah dari bank lain.",
    ApplicationEvent.PARTY_LEFT: "Satu peminjam mundur. Menunggu kelompok.",
    ApplicationEvent.PART_BLOCKED: "Satu anggota belum bisa. Menunggu kelompok memilih.",
    ApplicationEvent.BLOCK_LIFTED: "Semua anggota bisa lanjut. Periksa lagi.",
    ApplicationEvent.GROUP_WENT_ON: "Kelompok lanjut tanpa satu anggota. Periksa lagi.",
    ApplicationEvent.PLACE_FREED: "Satu anggota tidak ikut. Menunggu kelompok.",
    ApplicationEvent.REOPENED: "Peminjam berubah. Periksa lagi.",
    ApplicationEvent.CONSENTED: "Semua setuju. Siapkan tanda tangan.",
    ApplicationEvent.PREPARED: "Sudah ditandatangani. Kirim uangnya.",
}


@officer.get("/antrean")
@requires(Permission.APPLICATION_READ)
def queue() -> ResponseReturnValue:
    """Show one view of the queue."""
    form = SearchForm()
    search = form.asked
    word = request.args.get("tahap", _FIRST)
    word = word if word in STAGES else _FIRST
    found = desk.queue(viewer(), stage=STAGES[word][0], search=search, page=asked_page())
    now = clock.now()
    return render_template(
        "officer/queue.html",
        form=form,
        found=found,
        chips=_chips(word, search, found.counts),
        title=STAGES[word][1],
        is_own_tasks=word == _FIRST,
        page_url=lambda page: _url(word, search, page=page),
        why=why,
        age=lambda since: age(since, at=now),
        now=now,
    )


def why(row: QueueRow) -> str:
    """Return why an application stands where it stands, in a sentence."""
    if row.last_event is ApplicationEvent.APPROVED and row.consent_by_on:
        until = short_date(row.consent_by_on)
        return f"{row.answered} dari {row.promised} peminjam setuju, ditunggu sampai {until}."
    sentence = _WAITING.get(row.last_event, f"{label(row.last_event)}.")
    return f"{sentence} {REASONS[row.reason_code].sentence}" if row.reason_code else sentence


def _chips(current: str, search: str, counts: Mapping[Stage, int]) -> list[Link]:
    return [
        Link(
            label=f"{text} ({counts[stage]})",
            url=_url(word, search),
            is_current=word == current,
        )
        for word, (stage, text) in STAGES.items()
    ]


def _url(word: str, search: str, *, page: int = 1) -> str:
    return url_for(
        "officer.queue",
        tahap=word,
        cari=search or None,
        halaman=page if page > 1 else None,
    )
