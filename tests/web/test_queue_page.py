"""The queue shows each officer the own bank's files, the own tasks first."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from harkat.domain.roles import Role
from harkat.domain.statuses import ApplicationStatus
from harkat.queries import desk as desk_queries
from harkat.web.officer.words import STAGE_WORDS
from tests import given
from tests.moments import NOON
from tests.officers import at_desk

QUEUE = "/petugas/antrean"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def reference(public_id: str) -> str:
    return given.application(public_id).reference_no


class TestQueue:
    def test_shows_the_own_bank_oldest_first(self, app: Flask):
        desk, other = given.bank(), given.bank()
        younger = given.submitted(
            desk, {given.owner("Rina Contoh", is_trained=True): 3_000_000}, at=NOON - DAY
        )
        older = given.submitted(
            desk,
            {given.owner("Siti Contoh", is_trained=True, at=NOON - 9 * DAY): 8_000_000},
            at=NOON - 3 * DAY - timedelta(hours=2),
        )
        foreign = given.submitted(other, {given.owner("Tono Contoh", is_trained=True): 5_000_000})

        page = at_desk(app, desk.maker).get(QUEUE).text

        assert page.index(reference(older)) < page.index(reference(younger))
        assert "3 hari 2 jam" in page
        assert "Rp8.000.000" in page
        assert "Danau Sipin" in page
        assert reference(foreign) not in page
        assert "Tono" not in page

    def test_gives_each_role_its_own_tasks_first(self, app: Flask):
        desk = given.bank()
        new = given.submitted(desk, {given.owner("Siti Contoh", is_trained=True): 8_000_000})
        proposed = given.propose(
            desk, given.submitted(desk, {given.owner("Rina Contoh", is_trained=True): 5_000_000})
        )
        consented = given.consent_all(
            given.approve(
                desk,
                given.propose(
                    desk,
                    given.submitted(desk, {given.owner("Tono Contoh", is_trained=True): 4_000_000}),
                ),
            )
        )

        tasks = {
            officer: at_desk(app, officer).get(QUEUE).text
            for officer in (desk.maker, desk.checker, desk.disburser)
        }

        assert [reference(new) in page for page in tasks.values()] == [True, False, False]
        assert [reference(proposed) in page for page in tasks.values()] == [False, True, False]
        assert [reference(consented) in page for page in tasks.values()] == [False, False, True]

    def test_puts_own_tasks_before_older_applications_of_others(self, app: Flask):
        desk = given.bank()
        older = given.propose(
            desk,
            given.submitted(
                desk,
                {given.owner("Rina Contoh", is_trained=True, at=NOON - 9 * DAY): 5_000_000},
                at=NOON - 5 * DAY,
            ),
        )
        task = given.submitted(desk, {given.owner("Siti Contoh", is_trained=True): 8_000_000})

        page = at_desk(app, desk.maker).get(f"{QUEUE}?tahap=semua").text

        assert page.index(reference(task)) < page.index(reference(older))
        assert "tugas Anda" in page

    def test_counts_every_view(self, app: Flask):
        desk = given.bank()
        given.submitted(desk, {given.owner("Siti Contoh", is_trained=True): 8_000_000})
        given.propose(
            desk, given.submitted(desk, {given.owner("Rina Contoh", is_trained=True): 5_000_000})
        )

        page = at_desk(app, desk.checker).get(QUEUE).text

        for chip in ("Tugas saya (1)", "Baru (1)", "Menunggu pemutus (1)", "Semua (2)"):
            assert chip in page

    def test_never_offers_a_checker_the_own_proposal(self, app: Flask):
        desk = given.bank()
        proposed = given.propose(
            desk, given.submitted(desk, {given.owner("Siti Contoh", is_trained=True): 8_000_000})
        )
        given.promote(desk.maker, Role.BANK_CHECKER)

        page = at_desk(app, desk.maker).get(QUEUE).text

        assert "Tugas saya (0)" in page
        assert reference(proposed) not in page

    def test_says_why_something_came_back(self, app: Flask):
        desk = given.bank()
        siti = given.owner("Siti Contoh", is_trained=True)
        public_id = given.submitted(desk, {siti: 8_000_000})
        given.return_to_applicant(desk, public_id)

        page = at_desk(app, desk.maker).get(f"{QUEUE}?tahap=menunggu-perbaikan").text

        assert "Menunggu pemohon. Foto KTP tidak terbaca." in page

    def test_is_divided_into_pages(self, app: Flask, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(desk_queries, "PAGE_SIZE", 1)
        desk = given.bank()
        first, second = (
            given.submitted(
                desk,
                {given.owner(name, is_trained=True, at=NOON - 9 * DAY): 5_000_000},
                at=NOON - days * DAY,
            )
            for name, days in (("Siti Contoh", 3), ("Rina Contoh", 2))
        )
        client = at_desk(app, desk.maker)

        pages = [client.get(f"{QUEUE}?halaman={page}").text for page in ("1", "2", "99", "abc")]

        assert [reference(first) in page for page in pages] == [True, False, False, True]
        assert [reference(second) in page for page in pages] == [False, True, True, False]
        assert "Halaman 1 dari 2" in pages[0]

    def test_shows_the_first_view_for_an_unknown_one(self, app: Flask):
        desk = given.bank()

        answer = at_desk(app, desk.maker).get(f"{QUEUE}?tahap=entah")

        assert answer.status_code == 200
        assert "Tidak ada tugas untuk Anda sekarang." in answer.text

    def test_is_not_for_cashiers_or_visitors(self, app: Flask, client: FlaskClient):
        desk = given.bank()

        assert at_desk(app, desk.cashier).get(QUEUE).status_code == 404
        assert client.get(QUEUE).status_code == 302


class TestSearch:
    def test_finds_by_number_group_and_borrower(self, app: Flask):
        desk = given.bank()
        mawar = given.group()
        public_id = given.submitted(
            desk,
            dict.fromkeys(mawar.people[:3], 5_000_000),
            product_code="kelompok",
        )
        other = given.submitted(desk, {given.owner("Zainal Umum", is_trained=True): 5_000_000})
        client = at_desk(app, desk.maker)

        for text in (reference(public_id), "mawar", mawar.people[1].name.lower()):
            page = client.get(f"{QUEUE}?tahap=semua&cari={text}").text
            assert reference(public_id) in page
            assert reference(other) not in page

    def test_takes_wildcards_as_text(self, app: Flask):
        desk = given.bank()
        public_id = given.submitted(desk, {given.owner("Siti Contoh", is_trained=True): 5_000_000})

        page = at_desk(app, desk.maker).get(f"{QUEUE}?tahap=semua&cari=%25").text

        assert reference(public_id) not in page

    def test_never_tells_of_another_bank(self, app: Flask):
        desk, other = given.bank(), given.bank()
        given.submitted(other, {given.owner("Siti Contoh", is_trained=True): 5_000_000})
        client = at_desk(app, desk.maker)

        known, random = (
            client.get(f"{QUEUE}?tahap=semua&cari={name}").text.replace(name, "")
            for name in ("Siti", "Qwxz")
        )

        assert known == random

    def test_answers_what_cannot_be_read_with_a_sentence(self, app: Flask):
        desk = given.bank()

        answer = at_desk(app, desk.maker).get(f"{QUEUE}?cari={'x' * 101}")

        assert answer.status_code == 200
        assert "Paling banyak 100 huruf." in answer.text


class TestStageWords:
    def test_name_every_status(self):
        assert set(STAGE_WORDS) == set(ApplicationStatus)
