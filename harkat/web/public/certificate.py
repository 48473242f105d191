"""The page behind the code on a Balikat certificate."""

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from harkat.queries import training
from harkat.web.access import public as everybody
from harkat.web.public import public


@public.get("/sertifikat/<public_id>")
@everybody
def certificate(public_id: str) -> ResponseReturnValue:
    """Say that the certificate was given, without telling who its holder is."""
    found = training.certificate(public_id)
    if found is None:
        abort(404)
    return render_template("public/certificate.html", found=found)
