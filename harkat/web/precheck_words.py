"""The pre-check in words: the questions and answers, and what to do about each need."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from harkat.domain.precheck import Answer, Limits, Need, Outcome, Question

UNKNOWN = "Tidak tahu"

QUESTIONS: Mapping[Question, str] = {
    Question.ID_CARD: "Apakah KTP Anda beralamat di Kota Jambi?",
    Question.AGE: "Berapa umur Anda?",
    Question.BUSINESS_AGE: "Sudah berapa lama usaha Anda berjalan?",
    Question.TRAINING: "Apakah Anda sudah selesai pelatihan Balikat?",
    Question.ARREARS: "Apakah ada cicilan Anda yang terlambat dibayar?",
    Question.GROUP: "Apakah Anda sudah punya kelompok usaha?",
    Question.RUNNING_LOAN: "Apakah Anda masih punya pinjaman program lain yang berjalan?",
}

HINTS: Mapping[Question, str] = {
    Question.ID_CARD: "Lihat baris alamat di KTP.",
    Question.BUSINESS_AGE: "Perkiraan saja sudah cukup.",
    Question.TRAINING: "Balikat adalah tempat pelatihan milik kota. Gratis.",
    Question.ARREARS: (
        "Di bank, koperasi, pinjaman daring (pindar), paylater, kredit motor, atau kredit HP."
    ),
    Question.GROUP: "Kelompok usaha meminjam bersama dan menanggung bersama.",
    Question.RUNNING_LOAN: "Misalnya pinjaman Bank Harkat yang belum lunas.",
}

_ANSWERS: Mapping[tuple[Question, Answer], str] = {
    (Question.ID_CARD, Answer.YES): "Ya",
    (Question.ID_CARD, Answer.NO): "Tidak",
    (Question.ID_CARD, Answer.IN_PROGRESS): "Sedang diurus",
    (Question.BUSINESS_AGE, Answer.NOT_STARTED): "Belum mulai",
    (Question.BUSINESS_AGE, Answer.OVER_A_YEAR): "Lebih dari 1 tahun",
    (Question.TRAINING, Answer.DONE): "Sudah",
    (Question.TRAINING, Answer.RUNNING): "Sedang",
    (Question.TRAINING, Answer.NOT_YET): "Belum",
    (Question.ARREARS, Answer.NONE): "Tidak ada cicilan",
    (Question.ARREARS, Answer.IN_TIME): "Ada, tapi lancar",
    (Question.ARREARS, Answer.LATE): "Ada yang terlambat",
    (Question.GROUP, Answer.DONE): "Sudah",
    (Question.GROUP, Answer.NOT_YET): "Belum",
    (Question.RUNNING_LOAN, Answer.YES): "Ya",
    (Question.RUNNING_LOAN, Answer.NO): "Tidak",
}


@dataclass(frozen=True, kw_only=True)
class Way:
    """What a need says, and where to go about it; `endpoint` empty means the help below."""

    sentence: str
    what_to_do: str
    label: str = ""
    endpoint: str = ""


_Words = Callable[[Limits], Way]

_WAYS: Mapping[Need, _Words] = {
    Need.OTHER_CITY: lambda _: Way(
        sentence="Program ini untuk warga ber-KTP Kota Jambi.",
        what_to_do="Di daerah lain, tanyakan KUR di bank terdekat.",
    ),
    Need.CARD_IN_PROGRESS: lambda _: Way(
        sentence="KTP Kota Jambi Anda sedang diurus.",
        what_to_do="Tunggu KTP jadi. Sambil menunggu, ikut pelatihan dulu.",
    ),
    Need.CARD_UNKNOWN: lambda _: Way(
        sentence="Alamat di KTP belum pasti.",
        what_to_do="Lihat baris alamat di KTP Anda. Harus Kota Jambi.",
    ),
    Need.TOO_YOUNG: lambda limits: Way(
        sentence=f"Umur paling muda {limits.age_years} tahun, atau sudah menikah.",
        what_to_do="Ikut pelatihan dulu. Ajukan setelah cukup umur.",
        label="Lihat kelas pelatihan",
        endpoint="public.training",
    ),
    Need.AGE_UNKNOWN: lambda limits: Way(
        sentence=f"Umur harus {limits.age_years} tahun atau lebih, atau sudah menikah.",
        what_to_do="Lihat tanggal lahir di KTP Anda.",
    ),
    Need.BUSINESS_NOT_STARTED: lambda limits: Way(
        sentence="Usaha Anda belum mulai.",
        what_to_do=(
            "Anda bisa ikut pelatihan dulu. "
            f"Ajukan setelah usaha berjalan {limits.business_months} bulan."
        ),
        label="Lihat kelas pelatihan",
        endpoint="public.training",
    ),
    Need.BUSINESS_TOO_YOUNG: lambda limits: Way(
        sentence=f"Usaha belum {limits.business_months} bulan.",
        what_to_do=(
            "Anda bisa ikut pelatihan dulu. "
            f"Ajukan saat usaha genap {limits.business_months} bulan."
        ),
        label="Lihat kelas pelatihan",
        endpoint="public.training",
    ),
    Need.BUSINESS_AGE_UNKNOWN: lambda limits: Way(
        sentence=f"Usaha harus sudah berjalan {limits.business_months} bulan.",
        what_to_do="Ingat kapan pertama kali berjualan. Kira-kira saja boleh.",
    ),
    Need.TRAINING_RUNNING: lambda _: Way(
        sentence="Pelatihan Balikat belum selesai.",
        what_to_do="Selesaikan pelatihan Anda. Hasilnya tercatat sendiri.",
    ),
    Need.TRAINING_MISSING: lambda _: Way(
        sentence="Pelatihan Balikat belum diikuti.",
        what_to_do="Daftar pelatihan dulu. Gratis.",
        label="Lihat kelas pelatihan",
        endpoint="public.training",
    ),
    Need.TRAINING_UNKNOWN: lambda _: Way(
        sentence="Pelatihan Balikat belum pasti.",
        what_to_do="Kalau punya sertifikat Balikat, berarti sudah. Kalau belum, daftar. Gratis.",
        label="Lihat kelas pelatihan",
        endpoint="public.training",
    ),
    Need.ARREARS: lambda _: Way(
        sentence="Ada cicilan yang terlambat dibayar.",
        what_to_do="Ada jalan keluarnya. Ikuti langkahnya, boleh didampingi.",
        label="Jalan keluar tunggakan",
        endpoint="public.arrears",
    ),
    Need.ARREARS_UNKNOWN: lambda _: Way(
        sentence="Catatan kredit Anda belum pasti.",
        what_to_do="Cek sendiri di OJK. Gratis. Ini caranya.",
        label="Cara cek catatan kredit",
        endpoint="public.arrears",
    ),
    Need.GROUP_MISSING: lambda limits: Way(
        sentence="Kelompok usaha belum ada.",
        what_to_do=(
            f"Cari atau buat kelompok ({limits.group_size_min} sampai {limits.group_size_max} "
            "orang). Kami bantu."
        ),
        label="Buat kelompok",
        endpoint="applicant.group",
    ),
    Need.LOAN_RUNNING: lambda _: Way(
        sentence="Pinjaman program lain masih berjalan.",
        what_to_do="Lunasi dulu pinjaman itu. Setelah lunas, Anda boleh mengajukan.",
    ),
    Need.LOAN_UNKNOWN: lambda _: Way(
        sentence="Pinjaman program lain belum pasti.",
        what_to_do="Tanyakan ke bank Anda, atau lihat catatan kredit Anda.",
        label="Cara cek catatan kredit",
        endpoint="public.arrears",
    ),
}

_TITLES: Mapping[Outcome, str] = {
    Outcome.READY: "Anda bisa mulai mengajukan",
    Outcome.AFTER: "Bisa, setelah {count} hal ini",
    Outcome.NOT_NOW: "Belum bisa sekarang",
}

READY_LIST = (
    "KTP",
    "Kartu Keluarga (KK)",
    "Foto tempat usaha",
    "NIB bila ada (nomor izin usaha)",
    "Nomor rekening atas nama sendiri",
    "HP yang menyala",
)
"""What to have at hand before applying."""


def answer_words(question: Question, answer: Answer, limits: Limits) -> str:
    """Return what an answer says under the limits of the day."""
    if answer is Answer.UNKNOWN:
        return UNKNOWN
    if question is Question.AGE:
        return _age(answer, limits)
    if (question, answer) in _ANSWERS:
        return _ANSWERS[question, answer]
    return _business_age(answer, limits)


def way(need: Need, limits: Limits) -> Way:
    """Return what a need says and where to go about it."""
    return _WAYS[need](limits)


def title(outcome: Outcome, *, count: int) -> str:
    """Return the heading of a result with so many needs."""
    return _TITLES[outcome].format(count=count)


def _age(answer: Answer, limits: Limits) -> str:
    if answer is Answer.OLD_ENOUGH:
        return f"{limits.age_years} tahun atau lebih, atau sudah menikah"
    return f"Di bawah {limits.age_years} tahun"


def _business_age(answer: Answer, limits: Limits) -> str:
    months = limits.business_months
    if answer is Answer.BELOW_LIMIT:
        return f"Kurang dari {months} bulan"
    if months < 12:
        return f"{months} sampai 12 bulan" if months else "Kurang dari 12 bulan"
    return f"{months} bulan atau lebih"
