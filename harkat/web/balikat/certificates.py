"""Certificates on paper, for those who ask Balikat for theirs."""

from flask.typing import ResponseReturnValue

from harkat.domain.roles import Permission
from harkat.web.access import requires, viewer
from harkat.web.balikat import balikat
from harkat.web.paper_answers import certificate_answer


@balikat.get("/sertifikat/<public_id>.pdf")
@requires(Permission.TRAINING_RECORD)
def certificate(public_id: str) -> ResponseReturnValue:
    """Give out a certificate."""
    return certificate_answer(viewer(), public_id)
