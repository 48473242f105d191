"""Hands out papers and files: the address that verifies one, and PDF, XLSX and CSV as answers."""

from collections.abc import Mapping, Sequence

from flask import Response, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from harkat.domain.schedule import Instalment
from harkat.reports.paper_size import SHEETS, PaperSize
from harkat.reports.schedule_files import schedule_csv, schedule_xlsx

SCHEDULE_FILES: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""The layouts in which a schedule is given out, by the ending of the file's name."""

_SIZE = "kertas"


def asked_size(*, on_roll: bool = False) -> PaperSize:
    """Return the size that the address or the form asks for, or A4 if the paper is not on it."""
    asked = request.values.get(_SIZE, "")
    offered = set(PaperSize) if on_roll else set(SHEETS)
    return PaperSize(asked) if asked in offered else PaperSize.A4


def issued_answer(endpoint: str, public_id: str) -> ResponseReturnValue:
    """Lead to a paper that has its number now, in the size that was asked for."""
    size = asked_size()
    address = url_for(endpoint, public_id=public_id)
    return redirect(address if size is PaperSize.A4 else f"{address}?{_SIZE}={size}", 303)


def verify_url(public_id: str) -> str:
    """Return the public address that verifies a paper, under the service's own name."""
    base: str = current_app.config["BASE_URL"]
    return base.rstrip("/") + url_for("public.paper", public_id=public_id)


def certificate_url(public_id: str) -> str:
    """Return the public address that verifies a Balikat certificate."""
    base: str = current_app.config["BASE_URL"]
    return base.rstrip("/") + url_for("public.certificate", public_id=public_id)


def pdf_answer(content: bytes, *, number: str) -> Response:
    """Return a PDF named by the paper's number, to be looked at or kept."""
    return Response(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{number}.pdf"'},
    )


def schedule_answer(layout: str, rows: Sequence[Instalment], *, number: str) -> Response:
    """Return a schedule as a file named by the loan's number, to be kept."""
    content: str | bytes
    if layout == "csv":
        content = schedule_csv(rows)
    else:
        content = schedule_xlsx(rows, title=f"Jadwal angsuran {number}")
    return Response(
        content,
        content_type=SCHEDULE_FILES[layout],
        headers={"Content-Disposition": f'attachment; filename="jadwal-{number}.{layout}"'},
    )
