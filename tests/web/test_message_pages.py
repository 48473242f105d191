"""The inbox counts what is new; officers write on WhatsApp only in a way that is written down."""

from collections.abc import Iterator
from datetime import date, datetime, time

import pytest
import time_machine
from flask import Flask

from harkat.domain.calendar import WIB
from harkat.domain.roles import Role
from harkat.extensions import db
from harkat.models.record import AuditEvent
from tests import given
from tests.moments import NOON
from tests.pages import sign_in, submit, words_of

LATE_NOON = datetime.combine(date(2027, 1, 4), time(12), tzinfo=WIB)
"""A Monday, twelve days after the first instalment fell due."""


@pytest.fixture(autouse=True)
def moment() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON) as travelled:
        yield travelled


def openings() -> list[tuple[int | None, dict[str, str]]]:
    db.session.rollback()
    rows = db.session.scalars(db.select(AuditEvent).filter_by(action="access.open_whatsapp"))
    return [(row.actor_id, row.details) for row in rows]


class TestInbox:
    def test_counts_in_the_header_what_was_not_opened(self, app: Flask):
        phone = sign_in(app.test_client(), given.owner(is_trained=True))
        assert "Pesan (2)" in phone.get("/saya").text
        assert "2 pesan baru" in phone.get("/saya").text

        first, second = (phone.get("/pesan").text for _ in range(2))

        assert words_of(first).count("WIB Baru") == 2
        assert "WIB Baru" not in words_of(second)
        assert "Pesan (" not in phone.get("/saya").text


class TestWhatsApp:
    def test_about_an_application_is_ready_and_written_down(self, app: Flask):
        bank = given.bank()
        siti = given.owner("Siti Contoh", is_trained=True)
        public_id = given.submitted(bank, {siti: 5_000_000})
        line = given.application(public_id).lines[0].public_id
        page = f"/petugas/pengajuan/{public_id}"
        address = f"{page}/whatsapp/{line}"
        maker = sign_in(app.test_client(), bank.maker)
        assert "wa.me" not in maker.get(page).text

        answer = submit(maker, page, to=address)

        number = given.application(public_id).reference_no
        assert answer.status_code == 200
        assert f"https://wa.me/{siti.phone[1:]}?text=Halo%20Siti%20Contoh." in answer.text
        assert f"Tentang pengajuan {number}: ada kabar di akun Anda." in answer.text
        assert siti.phone[1:] not in words_of(answer.text)
        assert openings() == [(bank.maker.id, {"line_public_id": line})]

    def test_about_a_late_loan_keeps_to_the_hours_of_collection(
        self, app: Flask, moment: time_machine.Traveller
    ):
        bank = given.bank()
        public_id = given.running_loan(bank, given.owner(is_trained=True))
        page = f"/petugas/pinjaman/{public_id}"
        moment.move_to(LATE_NOON)
        checker = sign_in(app.test_client(), bank.checker)
        assert "cicilan belum kami terima" in submit(checker, page, to=f"{page}/whatsapp").text

        for day, hour in ((date(2027, 1, 4), 21), (date(2027, 1, 3), 12)):
            moment.move_to(datetime.combine(day, time(hour), tzinfo=WIB))
            checker = sign_in(app.test_client(), bank.checker)
            answer = submit(checker, page, to=f"{page}/whatsapp")
            assert answer.status_code == 303
            assert "hanya Senin sampai Sabtu" in checker.get(page).text

        assert openings() == [(bank.checker.id, {"loan_public_id": public_id})]

    def test_is_for_officers_of_the_own_bank_who_may_see_the_phone(self, app: Flask):
        bank, other = given.bank(), given.bank()
        public_id = given.running_loan(bank, given.owner(is_trained=True))
        page = f"/petugas/pinjaman/{public_id}"
        cashier = sign_in(app.test_client(), bank.cashier)
        stranger = sign_in(app.test_client(), other.maker)
        auditor = sign_in(app.test_client(), given.staff(Role.AUDITOR))
        assert "Kirim lewat WhatsApp" not in cashier.get(page).text

        assert submit(cashier, page, to=f"{page}/whatsapp").status_code == 404
        for client, start in ((stranger, "/petugas/pinjaman"), (auditor, "/dinas")):
            assert submit(client, start, to=f"{page}/whatsapp").status_code == 404
        assert openings() == []
