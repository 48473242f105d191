"""The staff words for where an application stands; owners read other ones (`web.labels`)."""

from collections.abc import Mapping

from harkat.domain.statuses import ApplicationStatus
from harkat.web.officer import officer

STAGE_WORDS: Mapping[ApplicationStatus, str] = {
    ApplicationStatus.DRAFT: "Belum dikirim",
    ApplicationStatus.SUBMITTED: "Baru",
    ApplicationStatus.IN_VERIFICATION: "Diperiksa",
    ApplicationStatus.NEEDS_FIX: "Menunggu perbaikan",
    ApplicationStatus.AWAITING_GROUP: "Menunggu kelompok",
    ApplicationStatus.IN_DECISION: "Menunggu pemutus",
    ApplicationStatus.APPROVED: "Disetujui",
    ApplicationStatus.REJECTED: "Ditolak",
    ApplicationStatus.CONSENTED: "Siap tanda tangan",
    ApplicationStatus.DISBURSING: "Siap cair",
    ApplicationStatus.DISBURSED: "Sudah cair",
    ApplicationStatus.WITHDRAWN: "Dibatalkan pemohon",
    ApplicationStatus.EXPIRED: "Kedaluwarsa",
}


@officer.app_template_filter("tahap")
def stage_word(status: ApplicationStatus) -> str:
    """Return the staff word for a status."""
    return STAGE_WORDS[status]
