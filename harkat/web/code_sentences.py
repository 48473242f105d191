"""What is said about a code that was sent to a phone, wherever one is typed."""

from datetime import datetime

from harkat.domain.calendar import business_day
from harkat.domain.indonesian import moment, time_of_day
from harkat.domain.phone_codes import CodeVerdict
from harkat.services.phone_codes import CodeAnswer

SENT_ANEW = "Kode sudah lewat 5 menit. Kami kirim yang baru."


def wrong_code(answer: CodeAnswer) -> str:
    """Return why a typed code was not taken, and what to do."""
    match answer.verdict:
        case CodeVerdict.WRONG:
            return f"Kode tidak cocok. Cek SMS terakhir. Sisa {answer.tries_left} kali."
        case CodeVerdict.TOO_MANY_TRIES:
            return "Kode sudah lima kali tidak cocok. Ketuk Kirim ulang kode."
        case _:
            return "Kode sudah lewat 5 menit. Ketuk Kirim ulang kode."


def too_soon(again_at: datetime, *, now: datetime) -> str:
    """Return when another code can be sent."""
    when = time_of_day if business_day(again_at) == business_day(now) else moment
    return f"Kode baru bisa dikirim lagi pukul {when(again_at)}."
