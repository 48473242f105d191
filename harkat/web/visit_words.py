"""What pages of the owner and of the bank say about the time of a visit."""

from collections.abc import Mapping

from harkat.domain.visits import LATEST_DAYS, Unfit

UNFIT: Mapping[Unfit, str] = {
    Unfit.TOO_SOON: "Pilih hari mulai besok.",
    Unfit.NO_WORKDAY: "Hari itu libur. Pilih hari kerja.",
    Unfit.TOO_LATE: f"Paling jauh {LATEST_DAYS} hari dari hari ini.",
}
