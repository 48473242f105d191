"""Turns what somebody sent into a file that may be kept, before any transaction begins."""

import hashlib
from dataclasses import dataclass, field

from harkat import imaging, pdf_guard, scanner
from harkat.domain.documents import (
    LARGEST_UPLOAD_BYTES,
    FileRefused,
    MediaType,
    PhotoWarning,
    Refusal,
    ScanState,
)
from harkat.scanner import Verdict

_OTHER_PHOTO_TYPES = (b"GIF8", b"RIFF", b"BM", b"II*\x00", b"MM\x00*")
_SCAN_STATES = {
    Verdict.CLEAN: ScanState.CLEAN,
    Verdict.NO_ANSWER: ScanState.NOT_SCANNED,
    Verdict.NO_SCANNER: ScanState.NOT_ASKED,
}


@dataclass(frozen=True, kw_only=True)
class ReadyFile:
    """A file made anew; `digest` is that of what was sent, by which it is known again."""

    digest: str
    content: bytes = field(repr=False)
    media_type: MediaType = field(repr=False)
    pages: int = field(repr=False, default=1)
    warnings: frozenset[PhotoWarning] = field(repr=False, default=frozenset())
    scan: ScanState = field(repr=False, default=ScanState.NOT_ASKED)


def made_ready(sent: bytes) -> ReadyFile:
    """Return what may be kept of a file that was sent; its name and stated type say nothing.

    :raises FileRefused: if it is no photo and no PDF, or not one that can be kept
    """
    if not sent:
        raise FileRefused(Refusal.EMPTY)
    if len(sent) > LARGEST_UPLOAD_BYTES:
        raise FileRefused(Refusal.TOO_BIG)
    if not imaging.is_photo(sent) and not pdf_guard.is_pdf(sent):
        is_other = sent.startswith(_OTHER_PHOTO_TYPES) or sent[4:8] == b"ftyp"
        raise FileRefused(Refusal.OTHER_PHOTO_TYPE if is_other else Refusal.NOT_A_PHOTO)
    verdict = scanner.ask(sent)
    if verdict is Verdict.FOUND:
        raise FileRefused(Refusal.MALWARE)
    digest, scan = hashlib.sha256(sent).hexdigest(), _SCAN_STATES[verdict]
    if pdf_guard.is_pdf(sent):
        content, pages = pdf_guard.remade(sent)
        return ReadyFile(
            digest=digest, content=content, media_type=MediaType.PDF, pages=pages, scan=scan
        )
    photo = imaging.remade(sent)
    return ReadyFile(
        digest=digest,
        content=photo.content,
        media_type=MediaType.JPEG,
        warnings=photo.warnings,
        scan=scan,
    )
