"""What a group can borrow, what it lacks and what comes next, in sentences."""

from dataclasses import dataclass

from flask import url_for

from harkat.domain.group_capacity import Capacity, Missing
from harkat.domain.money import format_rupiah
from harkat.domain.programme_rules import KelurahanRule
from harkat.domain.statuses import ApplicationStatus
from harkat.queries.group_holds import Hold
from harkat.queries.group_standing import Standing
from harkat.queries.own_bank_move import GroupApplication
from harkat.queries.own_group import OwnGroup

_NEAR = {
    KelurahanRule.SAME_KECAMATAN: "di kecamatan yang sama",
    KelurahanRule.SAME_KELURAHAN: "di kelurahan yang sama",
    KelurahanRule.CITY: "di Kota Jambi",
}


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """The one thing to do next, and where; without an address there is nothing but to wait."""

    sentence: str
    label: str = ""
    url: str = ""


def capacity_sentence(found: Capacity) -> str:
    """Return how much the group can borrow."""
    return (
        f"Kelompok Anda bisa meminjam sampai {format_rupiah(found.amount)} ({found.size} anggota)."
    )


def missing_sentences(standing: Standing, *, leader_name: str) -> list[str]:
    """Return what is missing, each in one sentence; nobody is named but the leader."""
    return [
        _missing_sentence(what, count, standing, leader_name=leader_name)
        for what, count in standing.capacity.missing
    ]


def rule_sentences(group: OwnGroup, standing: Standing) -> list[str]:
    """Return the rules of size and place."""
    return [
        f"Anggota {group.size_min} sampai {group.size_max} orang.",
        f"Paling sedikit {standing.borrowers_min} anggota meminjam dalam satu pengajuan.",
        f"Usaha para peminjam {_NEAR[standing.kelurahan_rule]}.",
        f"Dari satu kartu keluarga paling banyak {standing.per_family_card_max} anggota.",
        "Kalau lebih dari itu, bank yang memutuskan.",
        "Ketua dipilih lebih dari separuh anggota. Boleh diganti dengan cara yang sama.",
    ]


def next_step(
    group: OwnGroup, standing: Standing, application: GroupApplication | None
) -> NextStep:
    """Return what the viewer does next, the most urgent first."""
    own = next(member for member in group.members if member.is_own)
    is_bank_asked = application is not None and application.is_borrower and application.move
    if is_bank_asked and application and application.move and not application.move.has_own_yes:
        return NextStep(
            sentence="Ada usul pindah bank. Semua peminjam menjawab.",
            label="Jawab usul pindah bank",
            url=url_for("applicant.bank_move"),
        )
    is_choosing = application is not None and application.status is ApplicationStatus.AWAITING_GROUP
    if application is not None and is_choosing and application.is_borrower:
        return _to_application(application)
    if standing.askers:
        return NextStep(
            sentence=f"{len(standing.askers)} orang ingin masuk kelompok.",
            label="Jawab permintaan",
            url="#permintaan",
        )
    if own.tasks and not own.tasks.are_all_done:
        return NextStep(
            sentence=f"Data Anda baru {own.tasks.done} dari {own.tasks.total} bagian selesai.",
            label="Selesaikan data Anda",
            url=url_for("applicant.home"),
        )
    return _step_of_group(group, standing, application)


def way_out(hold: Hold | None, application: GroupApplication | None) -> NextStep | None:
    """Return why somebody cannot leave now and what comes before, or None for whoever can."""
    match hold:
        case None:
            return None
        case Hold.SENT:
            return NextStep(
                sentence="Pengajuan kelompok dengan bagian Anda sudah dikirim. Mundur dulu.",
                label="Mundur dari pengajuan",
                url=url_for("applicant.withdraw_part"),
            )
        case Hold.APPROVED if application is not None:
            return NextStep(
                sentence="Bank menyetujui pinjaman Anda. Jawab dulu: setuju atau tidak.",
                label="Baca dan jawab",
                url=url_for("applicant.application", public_id=application.public_id),
            )
    return NextStep(
        sentence="Anda ikut menanggung pinjaman kelompok ini. "
        "Anda bisa keluar setelah semua pinjaman di dalamnya lunas.",
        label="Lihat pinjaman Anda",
        url=url_for("applicant.home"),
    )


def _step_of_group(
    group: OwnGroup, standing: Standing, application: GroupApplication | None
) -> NextStep:
    if group.size < group.size_min:
        sentence = f"Ajak {group.size_min - group.size} anggota lagi."
        if group.is_leader or standing.code:
            return NextStep(
                sentence=sentence, label="Ajak anggota", url=url_for("applicant.invite_page")
            )
        return NextStep(sentence="Tunggu ketua mengajak anggota lain.")
    if not standing.is_leader_chosen and standing.votes.own_leader_choice is None:
        return NextStep(
            sentence="Ketua belum dipilih. Pilihan Anda ikut menentukan.",
            label="Pilih ketua",
            url=url_for("applicant.choose_leader"),
        )
    if application is not None:
        return _to_application(application)
    if group.is_leader:
        return NextStep(
            sentence="Kelompok cukup besar. Pengajuan bisa dimulai.",
            label="Mulai pengajuan kelompok",
            url=url_for("applicant.start_application", product_code="kelompok"),
        )
    return NextStep(sentence=f"Tunggu {group.leader_name} memulai pengajuan.")


def _to_application(application: GroupApplication) -> NextStep:
    return NextStep(
        sentence=_where(application),
        label="Buka pengajuan kelompok",
        url=url_for("applicant.application", public_id=application.public_id),
    )


def _where(application: GroupApplication) -> str:
    if application.status is ApplicationStatus.AWAITING_GROUP:
        return "Satu anggota belum bisa. Para peminjam memilih langkah kelompok."
    if application.status in {ApplicationStatus.DRAFT, ApplicationStatus.NEEDS_FIX}:
        return "Isi bagian masing-masing, lalu ketua mengirim."
    return f"Pengajuan ada di {application.bank_name}."


def _missing_sentence(what: Missing, count: int, standing: Standing, *, leader_name: str) -> str:
    return {
        Missing.MEMBERS: f"{count} anggota lagi yang setuju",
        Missing.LEADER: f"ketua belum dipilih, sementara {leader_name}",
        Missing.DATA: f"{count} anggota belum selesai mengisi data",
        Missing.TRAINING: f"{count} anggota belum selesai pelatihan",
        Missing.BORROWERS_NEAR: (
            f"{count} anggota lagi yang usahanya {_NEAR[standing.kelurahan_rule]}"
        ),
        Missing.FAMILY_CARD: (
            f"{count} anggota dari kartu keluarga yang sama; boleh, bank yang memutuskan"
        ),
    }[what]
