"""The demo's papers: drawn cards that say CONTOH, sent as owners send their photos."""

from datetime import datetime
from io import BytesIO

from harkat.cli.demo.owners import Owner
from harkat.domain.calendar import business_day
from harkat.domain.documents import DocumentKind
from harkat.queries.rules import rules_on
from harkat.services import documents
from harkat.services.document_intake import made_ready

_WORDS = {
    DocumentKind.ID_CARD: "KARTU TANDA PENDUDUK",
    DocumentKind.FAMILY_CARD: "KARTU KELUARGA",
    DocumentKind.BUSINESS_PLACE: "TEMPAT USAHA",
}


def show_papers(owner: Owner, at: datetime) -> None:
    """Let an owner show what an application must have."""
    for kind in rules_on(product_id=None, on=business_day(at)).documents_required:
        documents.add(
            actor_id=owner.account_id,
            kind=kind,
            file=made_ready(_drawn(kind, owner)),
            is_accepted=True,
            key=f"{owner.key}-{kind}",
            at=at,
        )


def _drawn(kind: DocumentKind, owner: Owner) -> bytes:
    """Draw a card; the account's number in it makes every one a picture of its own."""
    from PIL import Image, ImageDraw

    card = Image.new("RGB", (240, 150), (191, 224, 239))
    pen = ImageDraw.Draw(card)
    pen.rectangle((4, 4, 235, 145), outline=(18, 67, 109), width=2)
    pen.text((14, 14), f"CONTOH - {_WORDS.get(kind, kind)}", fill=(27, 27, 27))
    pen.text((14, 40), owner.invented.name.encode("ascii", "replace").decode(), fill=(27, 27, 27))
    pen.text((14, 60), f"Bukan dokumen asli, {owner.account_id}", fill=(27, 27, 27))
    pen.rectangle((170, 60, 222, 130), fill=(18, 67, 109))
    out = BytesIO()
    card.save(out, "PNG", compress_level=1)
    return out.getvalue()
