"""What is said of a request to join by a code, alone or before a witness."""

from collections.abc import Callable

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from harkat.services import group_codes, joining, membership

NO_SUCH = "Tidak ada kelompok dengan kode ini. Minta kode yang baru kepada ketua."
_IN_GROUP = "Anda sudah di satu kelompok. Keluar dari sana dulu."


def joined(ask: Callable[[], object]) -> ResponseReturnValue:
    """Send the request, and say what came of it."""
    try:
        ask()
    except group_codes.NoSuchCode:
        flash(NO_SUCH, "error")
    except membership.InGroupAlready:
        flash(_IN_GROUP, "error")
    except joining.AskedAlready:
        flash("Permintaan Anda sudah ada. Tunggu jawaban ketua.", "info")
    except joining.TooManyRequests:
        flash("Anda sudah meminta ke banyak kelompok hari ini. Coba lagi besok.", "error")
    else:
        flash("Permintaan terkirim. Ketua kelompok akan menjawab.", "success")
    return redirect(url_for("applicant.group"), 303)
