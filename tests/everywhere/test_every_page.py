"""Every page, for everybody who can reach it: accessible, narrow, light, and in Indonesian."""

import pytest
import time_machine
from flask import Flask
from playwright.sync_api import Page

from harkat import clock
from harkat.domain.roles import Role
from harkat.models.application import ApplicationLine, LoanApplication
from tests import given
from tests.english import ENGLISH
from tests.everywhere import looks, town, weight
from tests.everywhere.town import Town
from tests.everywhere.walk import Walk
from tests.journeys.visitor import Visitor
from tests.witnesses import NIK, confirm

pytestmark = [
    pytest.mark.parametrize("databases", ["sqlite"], indirect=True),
    pytest.mark.usefixtures("noon"),
]

PEOPLE = [*town.OWNERS, *(str(role) for role in Role if role is not Role.BUSINESS_OWNER)]


JUDGED: set[str] = set()
"""Pages that are alike for several people are judged once a run."""


def faults(page: Page, path: str) -> list[str]:
    """Return all that is wrong with the page that was opened on a phone."""
    found = weight.excess(page, is_dashboard=path.partition("?")[0] == "/dinas")
    found += weight.slowness(page) + looks.small_targets(page)
    found += [f"English: {word}" for word in sorted(looks.words(page) & ENGLISH)]
    for size in (looks.DESK, looks.PHONE):
        page.set_viewport_size(size)
        found += [f"{size['width']} px: {broken}" for broken in looks.broken_rules(page)]
    for size in (looks.PHONE, looks.DOUBLED, looks.ZOOMED):
        page.set_viewport_size(size)
        if looks.overflow(page) > 0:
            found.append(f"{looks.overflow(page)} px too wide at {size['width']}")
    found += looks.with_wide_text(page)
    page.set_viewport_size(looks.PHONE)
    return [f"{path}: {fault}" for fault in found]


class TestEveryPage:
    def test_of_the_public_is_fit_for_everybody(
        self, app: Flask, page_with_scripts: Page, live_server: str
    ):
        page_with_scripts.set_viewport_size(looks.PHONE)
        walk = Walk(app=app, page=page_with_scripts, address=live_server)

        found = [fault for path in walk.pages("/") for fault in faults(page_with_scripts, path)]

        assert found == []

    @pytest.mark.parametrize("who", PEOPLE)
    def test_of_somebody_who_signed_in_is_fit_for_everybody(
        self, app: Flask, page_with_scripts: Page, live_server: str, people: Town, who: str
    ):
        somebody = people[who]
        visitor = Visitor(page=page_with_scripts, address=live_server)
        visitor.sign_in(somebody.phone)
        page_with_scripts.set_viewport_size(looks.PHONE)
        walk = Walk(app=app, page=page_with_scripts, address=live_server, judged=JUDGED)
        first = page_with_scripts.url.removeprefix(live_server)

        found = [
            fault
            for path in walk.pages(first)
            if walk.is_new(somebody.name)
            for fault in faults(page_with_scripts, path)
        ]

        assert found == []
        assert sum(walk.seen.values()) > 1

    def test_fetches_only_itself_on_a_second_visit(
        self,
        page_with_scripts: Page,
        live_server: str,
        people: Town,
        noon: time_machine.Traveller,
    ):
        noon.move_to(time_machine.escape_hatch.time.time())  # the browser's own clock judges age
        visitor = Visitor(page=page_with_scripts, address=live_server)
        visitor.sign_in(people["drafting"].phone)
        pages = ("/saya", "/saya/uang", "/saya/berkas/foto/ktp", "/kelompok", "/hitung")
        for path in pages:
            visitor.open(path)

        for path in pages:
            visitor.open(path)
            entries = weight.loaded(page_with_scripts)
            fetched = [entry for entry in entries if entry.fetched]
            assert [entry.kind for entry in fetched] == ["html"], path
            assert sum(entry.fetched for entry in fetched) <= weight.SECOND_VISIT * 1024
            assert len(entries) > 2


class TestEveryPageAtADesk:
    def test_without_a_phone_is_fit_for_everybody(
        self, page_with_scripts: Page, live_server: str, people: Town
    ):
        owner, witness = people["without a phone"], people[Role.TRAINING_STAFF]
        page_with_scripts.set_viewport_size(looks.PHONE)
        at = Visitor(page=page_with_scripts, address=live_server)
        at.sign_in(people[Role.ASSISTANT].phone)
        found = []

        def look(path: str) -> None:
            at.open(path)
            found.extend(faults(page_with_scripts, path))

        def ask(nik: str) -> None:
            at.open("/bantu/tanpa-hp")
            at.fill(nik=nik, full_name="Aminah Tanpa")
            at.press("Minta saksi")
            given.db.session.rollback()

        ask(NIK)
        look("/bantu/tanpa-hp/saksi")
        confirm(witness, at=clock.now())
        look("/bantu/tanpa-hp/saksi")
        at.press("Lanjut")
        look("/bantu/tanpa-hp/daftar")
        ask(owner.nik)
        confirm(witness, owner.nik, at=clock.now())
        at.open("/bantu/tanpa-hp/saksi")
        at.press("Lanjut")
        offer = given.db.session.scalars(
            given.db.select(LoanApplication.public_id)
            .join(LoanApplication.lines)
            .where(ApplicationLine.person_id == owner.person_id)
        ).one()
        given.db.session.rollback()
        for path in ("/pesan", "/kelompok", "/kelompok/gabung", f"/pengajuan/{offer}"):
            look(path)
        look(f"/pengajuan/{offer}/persetujuan")
        at.press("Minta saksi")
        look(f"/pengajuan/{offer}/persetujuan/saksi")

        assert found == []
