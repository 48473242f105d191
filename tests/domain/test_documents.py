"""What an owner has to show, and what a photo is warned of."""

import pytest

from harkat.domain.documents import (
    MOST_FILES,
    WITH_THE_BANK,
    DocumentKind,
    PhotoWarning,
    missing_kinds,
    warning_for,
)
from harkat.domain.lifecycle import ENDED_APPLICATIONS
from harkat.domain.statuses import ApplicationStatus

REQUIRED = (DocumentKind.ID_CARD, DocumentKind.FAMILY_CARD)


class TestMissing:
    def test_names_what_is_required_and_not_there_in_the_order_of_the_rule(self):
        assert missing_kinds(REQUIRED, ()) == REQUIRED
        assert missing_kinds(REQUIRED, {DocumentKind.ID_CARD, DocumentKind.NIB}) == (
            DocumentKind.FAMILY_CARD,
        )
        assert missing_kinds(REQUIRED, REQUIRED) == missing_kinds((), ()) == ()


class TestWarning:
    @pytest.mark.parametrize(
        ("kind", "warnings", "told"),
        [
            (DocumentKind.ID_CARD, (), None),
            (DocumentKind.ID_CARD, (PhotoWarning.BLURRED,), PhotoWarning.BLURRED),
            (DocumentKind.ID_CARD, tuple(PhotoWarning), PhotoWarning.DARK),
            (DocumentKind.BUSINESS_PLACE, (PhotoWarning.BLURRED,), None),
            (DocumentKind.BUSINESS_PLACE, (PhotoWarning.DARK,), PhotoWarning.DARK),
        ],
    )
    def test_is_the_one_that_matters_most_for_the_kind(
        self,
        kind: DocumentKind,
        warnings: tuple[PhotoWarning, ...],
        told: PhotoWarning | None,
    ):
        assert warning_for(kind, warnings) is told


class TestLimits:
    def test_are_at_most_ten_files_of_any_kind(self):
        assert set(MOST_FILES) == set(DocumentKind)
        assert all(1 <= most <= 10 for most in MOST_FILES.values())

    def test_leave_files_open_only_before_sending_when_sent_back_and_at_the_end(self):
        open_to_change = set(ApplicationStatus) - WITH_THE_BANK
        assert open_to_change == {
            ApplicationStatus.DRAFT,
            ApplicationStatus.NEEDS_FIX,
            ApplicationStatus.DISBURSED,
            *ENDED_APPLICATIONS,
        }
