"""Consents to the use of data: each on its own, and only two of them asked of everybody."""

from harkat.domain.people import REQUIRED_CONSENTS, ConsentPurpose


class TestConsents:
    def test_are_required_only_for_what_lending_needs(self):
        assert {ConsentPurpose.PROCESS_LOAN, ConsentPurpose.CHECK_RECORD} == REQUIRED_CONSENTS

    def test_to_messages_and_stories_are_a_free_choice(self):
        assert set(ConsentPurpose) - REQUIRED_CONSENTS == {
            ConsentPurpose.MESSAGES,
            ConsentPurpose.SUCCESS_STORY,
        }
