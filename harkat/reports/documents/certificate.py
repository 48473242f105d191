"""The certificate of a completed Balikat training."""

from harkat.domain.indonesian import long_date
from harkat.queries.certificates import CertificateFacts
from harkat.reports.paper_size import PaperSize
from harkat.reports.pdf import Head, Paper


def certificate_pdf(
    facts: CertificateFacts, *, verify_url: str, size: PaperSize = PaperSize.A4
) -> bytes:
    """Return the certificate as a PDF; the same facts give the same bytes."""
    paper = Paper(
        Head(
            title="Sertifikat pelatihan",
            number=facts.number,
            issuer="Balikat Kota Jambi",
            issued_at=facts.issued_at,
            verify_url=verify_url,
        ),
        size=size,
    )
    paper.note("Balikat (Balai Latihan Kerja Tematik) Kota Jambi menerangkan bahwa:")
    paper.fact("Nama", facts.holder_name, is_bold=True)
    paper.fact("NIK", facts.nik_masked)
    paper.note("telah menyelesaikan pelatihan:")
    paper.fact("Pelatihan", facts.course, is_bold=True)
    paper.fact("Tempat", f"{facts.venue}, Kelurahan {facts.kelurahan}")
    paper.fact("Mulai", long_date(facts.starts_on))
    paper.fact("Sampai", long_date(facts.ends_on))
    paper.fact("Selesai", long_date(facts.completed_on))
    paper.signatures((("Peserta", facts.holder_name), ("Balikat Kota Jambi", "")))
    return paper.to_bytes()
