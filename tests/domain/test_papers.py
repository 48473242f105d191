"""The papers given out, and the numbers they carry."""

from harkat.domain.papers import PaperKind
from harkat.domain.reference import ReferenceKind


class TestPaper:
    def test_of_each_kind_has_reference_numbers_of_its_own(self):
        assert {kind.name for kind in PaperKind} <= {kind.name for kind in ReferenceKind}
