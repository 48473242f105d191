"""When a message may go to a phone: codes always, collection in the hours the rule allows."""

import re
from datetime import date, datetime, time, timedelta

import pytest

from harkat.domain import messages
from harkat.domain.calendar import WIB
from harkat.domain.messages import MessageKind, held_templates, is_too_old, kind_of, may_go
from harkat.domain.statuses import ApplicationStatus
from harkat.reports.messages import (
    MESSAGES,
    WHATSAPP_ABOUT_LOAN,
    WHATSAPP_LATE,
    message_text,
    whatsapp_about_application,
    whatsapp_text,
)

MONDAY, SATURDAY, SUNDAY = date(2026, 11, 23), date(2026, 11, 28), date(2026, 11, 29)
HOLIDAY = date(2026, 12, 25)
PLACEHOLDER = re.compile(r"\{(\w+)\}")
MAY_BE_SAID = {
    "account_end",
    "agreement",
    "application",
    "certificate_no",
    "code",
    "complaint",
    "course",
    "device",
    "due_on",
    "group",
    "loan",
    "months",
    "until",
    "receipt",
    "starts_on",
    "venue",
    "visit",
}


def at(day: date, hour: int, minute: int) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=WIB)


class TestTemplates:
    def test_each_have_a_kind(self):
        assert set(messages.KINDS) == set(MESSAGES)

    def test_of_another_version_count_as_service(self):
        assert kind_of("from_tomorrow") is MessageKind.SERVICE

    def test_of_codes_are_codes_and_no_others_are(self):
        codes = {name for name, kind in messages.KINDS.items() if kind is MessageKind.CODE}

        assert codes == {name for name, text in MESSAGES.items() if "{code}" in text}

    def test_that_ask_for_money_that_is_late_are_collection(self):
        late = {name for name, kind in messages.KINDS.items() if kind is MessageKind.COLLECTION}

        assert late == {"instalment_late", "liability_called"}
        assert late <= messages.REMINDERS <= set(MESSAGES)

    @pytest.mark.parametrize("text", list(MESSAGES.values()), ids=list(MESSAGES))
    def test_carry_no_nik_no_amount_and_no_link(self, text: str):
        assert not re.search(r"Rp|https?:|www\.|\.id\b|\.com\b|NIK \d|\d{5}", text)
        assert set(PLACEHOLDER.findall(text)) <= MAY_BE_SAID

    @pytest.mark.parametrize("text", list(MESSAGES.values()), ids=list(MESSAGES))
    def test_are_said_in_short_sentences_of_one_line(self, text: str):
        assert "\n" not in text
        assert all(len(sentence.split()) <= 16 for sentence in re.split(r"[.?!] ", text))
        assert len(text) <= 220

    def test_are_filled_in(self):
        assert message_text("code_consent", {"code": "123456"}).startswith(
            "Kode Bank Harkat untuk menyetujui pinjaman: 123456."
        )

    def test_of_officers_say_who_writes_and_name_no_amount(self):
        about = [whatsapp_about_application(status) for status in ApplicationStatus]
        for sentence in (*about, WHATSAPP_ABOUT_LOAN, WHATSAPP_LATE):
            text = whatsapp_text(
                sentence, name="Siti", officer="Budi", bank="Bank Contoh", number="PJ26-0001-7"
            )
            assert text.startswith("Halo Siti. Ini Budi dari Bank Contoh")
            assert "PJ26-0001-7" in text
            assert not re.search(r"Rp|https?:|[{}]", text)


class TestHours:
    @pytest.mark.parametrize(
        ("moment", "collection", "service"),
        [
            (at(MONDAY, 6, 59), False, False),
            (at(MONDAY, 7, 0), False, True),
            (at(MONDAY, 7, 59), False, True),
            (at(MONDAY, 8, 0), True, True),
            (at(MONDAY, 20, 0), True, True),
            (at(MONDAY, 20, 1), False, True),
            (at(MONDAY, 21, 0), False, True),
            (at(MONDAY, 21, 1), False, False),
            (at(SATURDAY, 12, 0), True, True),
            (at(SUNDAY, 12, 0), False, True),
            (at(HOLIDAY, 12, 0), False, True),
        ],
    )
    def test_let_collection_through_when_the_rule_does(
        self, moment: datetime, *, collection: bool, service: bool
    ):
        def goes(kind: MessageKind) -> bool:
            # The server's own zone plays no part.
            return may_go(kind, at=moment.astimezone(), holidays={HOLIDAY})

        assert goes(MessageKind.COLLECTION) is collection
        assert goes(MessageKind.SERVICE) is service
        assert goes(MessageKind.NEWS) is service
        assert goes(MessageKind.CODE)

    def test_hold_back_the_templates_of_the_kind(self):
        assert held_templates(at=at(SUNDAY, 12, 0), holidays=()) == {
            "instalment_late",
            "liability_called",
        }
        assert "code_consent" not in held_templates(at=at(MONDAY, 3, 0), holidays=())
        assert "disbursed" in held_templates(at=at(MONDAY, 3, 0), holidays=())


class TestTrying:
    def test_again_takes_longer_each_time_and_ends(self):
        start = at(MONDAY, 12, 0)
        waits = [messages.next_try(count, at=start) for count in range(1, 7)]

        assert waits[-1] is None
        minutes = [(found - start) // timedelta(minutes=1) for found in waits if found]
        assert minutes == [1, 5, 15, 60, 240]

    @pytest.mark.parametrize("kind", list(MessageKind))
    def test_ends_when_the_message_would_only_confuse(self, kind: MessageKind):
        created = at(MONDAY, 12, 0)
        oldest = messages._OLDEST[kind]

        assert not is_too_old(kind, created_at=created, at=created + oldest)
        assert is_too_old(kind, created_at=created, at=created + oldest + timedelta(seconds=1))

    def test_goes_on_tomorrow_when_enough_was_said_today(self):
        assert messages.tomorrow(at(MONDAY, 23, 30)) == at(date(2026, 11, 24), 0, 0)
