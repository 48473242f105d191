"""Which papers an owner shows as photos, how many of each, and what is refused of a file."""

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum

from harkat.domain.statuses import ApplicationStatus

LARGEST_UPLOAD_BYTES = 8 * 1024 * 1024
MOST_PIXELS = 40_000_000
MOST_PDF_PAGES = 10
LONGEST_SIDE = 2000  # pixels, of what is kept
KEPT_PHOTO_BYTES = 500_000
"""A photo is made anew until it is no larger than this."""

QUOTA_BYTES = 40 * 1024 * 1024
"""What all files of one person may take together, the replaced ones included."""


class DocumentKind(StrEnum):
    """What a photo or PDF shows, in the order people send them."""

    ID_CARD = "id_card"
    FAMILY_CARD = "family_card"
    BUSINESS_PLACE = "business_place"
    NIB = "nib"
    BUSINESS_LETTER = "business_letter"
    TRAINING_CERTIFICATE = "training_certificate"
    OTHER = "other"


class MediaType(StrEnum):
    """What is kept: photos as JPEG whatever they came as, and PDFs."""

    JPEG = "image/jpeg"
    PDF = "application/pdf"


class PhotoWarning(StrEnum):
    """Why a photo may be hard to read; its owner may keep it all the same."""

    DARK = "dark"
    BLURRED = "blurred"


class ScanState(StrEnum):
    """What is known about malware: without a scanner none is asked for."""

    NOT_ASKED = "not_asked"
    NOT_SCANNED = "not_scanned"
    CLEAN = "clean"


class Refusal(StrEnum):
    """Why a file cannot be kept."""

    EMPTY = "empty"
    NOT_A_PHOTO = "not_a_photo"
    OTHER_PHOTO_TYPE = "other_photo_type"
    TOO_BIG = "too_big"
    TOO_MANY_PIXELS = "too_many_pixels"
    DAMAGED = "damaged"
    PDF_LOCKED = "pdf_locked"
    PDF_TOO_LONG = "pdf_too_long"
    PDF_ACTIVE = "pdf_active"
    MALWARE = "malware"
    TOO_MANY_FILES = "too_many_files"
    OVER_QUOTA = "over_quota"


class FileRefused(ValueError):
    """The file cannot be kept; `reason` says why, and nothing of it was stored."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason)
        self.reason = reason


MOST_FILES: Mapping[DocumentKind, int] = {
    DocumentKind.ID_CARD: 1,
    DocumentKind.FAMILY_CARD: 1,
    DocumentKind.BUSINESS_PLACE: 5,
    DocumentKind.NIB: 1,
    DocumentKind.BUSINESS_LETTER: 3,
    DocumentKind.TRAINING_CERTIFICATE: 3,
    DocumentKind.OTHER: 10,
}
"""How many files of a kind count at once; where it is one, a new one takes the old one's place."""

WITH_THE_BANK = frozenset(
    {
        ApplicationStatus.SUBMITTED,
        ApplicationStatus.IN_VERIFICATION,
        ApplicationStatus.AWAITING_GROUP,
        ApplicationStatus.IN_DECISION,
        ApplicationStatus.APPROVED,
        ApplicationStatus.CONSENTED,
        ApplicationStatus.DISBURSING,
    }
)
"""While an application is one of these its borrowers' files stay as they were sent."""

_WITHOUT_WRITING = frozenset({DocumentKind.BUSINESS_PLACE})


def missing_kinds(
    required: Sequence[DocumentKind], present: Collection[DocumentKind]
) -> tuple[DocumentKind, ...]:
    """Return the kinds somebody still has to send, in the order of the rule."""
    return tuple(kind for kind in required if kind not in present)


def warning_for(kind: DocumentKind, warnings: Collection[PhotoWarning]) -> PhotoWarning | None:
    """Return what to warn of: dark first, and unclear writing only where there is writing."""
    if PhotoWarning.DARK in warnings:
        return PhotoWarning.DARK
    if PhotoWarning.BLURRED in warnings and kind not in _WITHOUT_WRITING:
        return PhotoWarning.BLURRED
    return None
