"""The list of tasks in words: the name of each part, where it is filled in, and how far it is."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import url_for

from harkat.domain.application_tasks import Task, TaskName, TaskState
from harkat.domain.money import format_rupiah
from harkat.queries.own_tasks import OwnTasks
from harkat.web.sentences import obstacle_sentence

TITLES: Mapping[TaskName, str] = {
    TaskName.PERSON: "Data diri",
    TaskName.BUSINESS: "Usaha",
    TaskName.MONEY: "Uang masuk dan keluar",
    TaskName.TRAINING: "Pelatihan Balikat",
    TaskName.GROUP: "Kelompok",
    TaskName.DOCUMENTS: "Foto dokumen",
    TaskName.LOAN: "Pinjaman yang diminta",
    TaskName.ACCOUNT: "Rekening",
    TaskName.CONSENTS: "Izin data",
    TaskName.SEND: "Periksa dan kirim",
}
ENDPOINTS: Mapping[TaskName, str] = {
    TaskName.PERSON: "applicant.circumstances",
    TaskName.BUSINESS: "applicant.business",
    TaskName.MONEY: "applicant.money",
    TaskName.TRAINING: "applicant.training",
    TaskName.GROUP: "applicant.group",
    TaskName.DOCUMENTS: "applicant.documents",
    TaskName.ACCOUNT: "applicant.payout_account",
    TaskName.CONSENTS: "applicant.consents",
}
_OF_APPLICATION = {
    TaskName.LOAN: "applicant.own_part",
    TaskName.SEND: "applicant.send_application",
}
_STATES: Mapping[TaskState, tuple[str, str]] = {
    TaskState.DONE: ("Selesai", "done"),
    TaskState.STARTED: ("Belum selesai", "wait"),
    TaskState.NOT_STARTED: ("Belum mulai", ""),
    TaskState.OPTIONAL: ("Boleh dilewati", "idle"),
    TaskState.WAITING: ("Menunggu {missing} anggota", "wait"),
    TaskState.HINDERED: ("Perlu dilihat", "wait"),
    TaskState.READY: ("Bisa dikirim", ""),
    TaskState.BLOCKED: ("Belum bisa", "idle"),
    TaskState.OF_LEADER: ("Oleh ketua", "idle"),
}
"""The word of each state, and how it looks: done is plain, the others are tags."""


@dataclass(frozen=True, kw_only=True)
class TaskRow:
    """One line of the list; without an address it cannot be opened yet."""

    label: str
    url: str | None
    status: str
    look: str
    hint: str | None


def rows(found: OwnTasks) -> list[TaskRow]:
    """Return the lines of the list in their order."""
    return [_row(task, found) for task in found.list.tasks]


def data_rows(found: OwnTasks) -> list[TaskRow]:
    """Return the lines that are about the owner and stay when nothing is applied for."""
    asked = [task for task in found.list.tasks if task.name not in _OF_APPLICATION]
    return [replace(_row(task, found), label=TITLES[task.name]) for task in asked]


def next_url(found: OwnTasks) -> str | None:
    """Return where the first part that waits for the owner is filled in."""
    task = found.list.next
    return _url(task.name, found) if task else None


def _row(task: Task, found: OwnTasks) -> TaskRow:
    status, look = _STATES[task.state]
    if task.name is TaskName.TRAINING and task.state is TaskState.DONE:
        status = "Selesai (otomatis)"
    is_closed = task.state is TaskState.OF_LEADER
    return TaskRow(
        label=f"{task.number} {TITLES[task.name]}",
        url=None if is_closed else _url(task.name, found),
        status=status.format(missing=found.list.members_missing),
        look=look,
        hint=" ".join(map(obstacle_sentence, task.obstacles)) or _hint(task, found),
    )


def _url(name: TaskName, found: OwnTasks) -> str | None:
    if name in ENDPOINTS:
        return url_for(ENDPOINTS[name])
    if found.application_public_id is not None:
        return url_for(_OF_APPLICATION[name], public_id=found.application_public_id)
    return url_for("applicant.choose_product") if name is TaskName.LOAN else None


def _hint(task: Task, found: OwnTasks) -> str | None:
    match task.name, task.state:
        case TaskName.TRAINING, TaskState.NOT_STARTED:
            return "Gratis. Lihat kelas berikutnya."
        case TaskName.GROUP, TaskState.NOT_STARTED:
            return "Hanya perlu untuk pinjaman kelompok."
        case TaskName.GROUP, _:
            return found.group_name
        case TaskName.LOAN, TaskState.DONE:
            return format_rupiah(found.requested) if found.requested else None
        case TaskName.SEND, TaskState.OF_LEADER:
            return f"Dikirim oleh ketua, {found.leader_name}."
    return None
