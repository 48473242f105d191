"""The word for each figure, what it means, and the address of the list behind it."""

from collections.abc import Mapping
from dataclasses import dataclass

from harkat.queries.facility import Figure


@dataclass(frozen=True, kw_only=True)
class FigureWords:
    """How a figure is called in addresses and on pages."""

    slug: str
    title: str
    meaning: str


FIGURES: Mapping[Figure, FigureWords] = {
    Figure.CEILING: FigureWords(
        slug="pagu",
        title="Pagu program",
        meaning="Jumlah yang disediakan untuk seluruh program.",
    ),
    Figure.UNALLOCATED: FigureWords(
        slug="belum-dibagi",
        title="Pagu yang belum dibagi",
        meaning="Bagian pagu program yang belum diberikan kepada bank.",
    ),
    Figure.SLICE: FigureWords(
        slug="pagu-bank",
        title="Pagu bank",
        meaning="Bagian pagu program yang diberikan kepada bank.",
    ),
    Figure.COMMITTED: FigureWords(
        slug="disetujui",
        title="Disetujui, belum cair",
        meaning="Jumlah yang sudah disetujui bank, tetapi uangnya belum dikirim.",
    ),
    Figure.DISBURSED: FigureWords(
        slug="disalurkan",
        title="Sudah disalurkan",
        meaning=(
            "Semua uang yang sudah dikirim ke peminjam. Yang sudah dibayar kembali tetap dihitung."
        ),
    ),
    Figure.REPAID: FigureWords(
        slug="dibayar-kembali",
        title="Dibayar kembali",
        meaning="Pokok pinjaman yang sudah dibayar kembali, tanpa bunga.",
    ),
    Figure.OUTSTANDING: FigureWords(
        slug="baki-debet",
        title="Baki debet",
        meaning="Sisa pokok yang masih dipinjam.",
    ),
    Figure.AVAILABLE: FigureWords(
        slug="sisa-pagu",
        title="Sisa pagu",
        meaning="Jumlah yang masih bisa disetujui, dengan pagu yang belum dibagi.",
    ),
}
SLUGS: Mapping[str, str] = {str(figure): words.slug for figure, words in FIGURES.items()}
_BY_SLUG = {words.slug: figure for figure, words in FIGURES.items()}


def figure_of(slug: str) -> Figure | None:
    """Return the figure an address names, or None."""
    return _BY_SLUG.get(slug)
