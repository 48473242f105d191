"""Hands out papers: the address that verifies one, and the PDF as an answer."""

from flask import Response, current_app, url_for


def verify_url(public_id: str) -> str:
    """Return the public address that verifies a paper, under the service's own name."""
    base: str = current_app.config["BASE_URL"]
    return base.rstrip("/") + url_for("public.paper", public_id=public_id)


def pdf_answer(content: bytes, *, number: str) -> Response:
    """Return a PDF named by the paper's number, to be looked at or kept."""
    return Response(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{number}.pdf"'},
    )
