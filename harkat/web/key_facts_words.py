"""The words of a loan's summary, for the page and for the paper alike."""

from harkat.domain.key_facts import KeyFacts
from harkat.reports.documents.key_facts import SheetWords
from harkat.web.agreed_texts import JOINT_LIABILITY
from harkat.web.labels import label
from harkat.web.term_words import length_in_words

RIGHTS = (
    "Anda boleh menjawab tidak. Tidak ada biayanya.",
    "Uang dikirim utuh, tanpa potongan.",
    "Anda boleh membayar lebih cepat.",
    "Minta bukti bayar bernomor setiap kali membayar.",
)
COMPLAINT = (
    "Ada yang meminta uang atau memotong pinjaman? Lapor ke Bantuan Bank Harkat, atau langsung ke "
    "Dinas Koperasi Kota Jambi. Lapor itu gratis."
)


def words_of(facts: KeyFacts) -> SheetWords:
    """Return the words of these facts."""
    return SheetWords(
        method=label(facts.method),
        length=length_in_words(instalments=facts.instalments, every=facts.every),
        liability=JOINT_LIABILITY[facts.liability_version],
        rights=RIGHTS,
        complaint=COMPLAINT,
    )
