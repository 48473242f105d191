"""Asking for relief by page: the ways with their effects, the bank's desk, everybody's yes."""

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from time_machine import Traveller

from harkat.domain.money import format_rupiah
from harkat.domain.position import settlement_quote
from harkat.extensions import db
from harkat.models.relief import ReliefRequest
from harkat.queries.loan_history import events_of, terms_of
from tests import given
from tests.databases import Databases
from tests.members import Agreement, agreement, noon
from tests.officers import at_desk
from tests.pages import beside, hidden_fields, sign_in, submit, typed, words_of
from tests.stories import told

pytestmark = pytest.mark.usefixtures("app", "now")

TODAY = date(2026, 4, 12)
NOTE = "Ibu dirawat di rumah sakit."


@pytest.fixture(scope="module")
def story(databases: Databases, template_url: str) -> Iterator[tuple[str, Agreement]]:
    with told(databases, template_url, lambda: agreement(8_000_000, 6_000_000, 6_000_000)) as found:
        yield found


@pytest.fixture(scope="module")
def template_url(story: tuple[str, Agreement]) -> str:
    """Let every test here go on from a database with the agreement."""
    return story[0]


@pytest.fixture
def deal(story: tuple[str, Agreement]) -> Agreement:
    return story[1]


@pytest.fixture
def now(noon: Traveller) -> None:
    noon.move_to(NOW)


NOW = noon(TODAY)


@pytest.fixture
def loan(deal: Agreement) -> str:
    return f"/pinjaman/{deal.borrowers[2].loan}"


@pytest.fixture
def borrower(app: Flask, deal: Agreement) -> FlaskClient:
    return sign_in(app.test_client(), deal.borrowers[2].who)


def way_of(html: str, begins: str) -> str:
    """Return the name in the form of the way that begins so."""
    return next(part.split('"')[0] for part in html.split('value="') if part.startswith(begins))


def asked(borrower: FlaskClient, loan: str) -> str:
    """Ask for a longer schedule and return the request's public id."""
    page = f"{loan}/keringanan?sanggup=300000"
    way = way_of(borrower.get(page).text, "longer-")
    answer = submit(borrower, page, {"reason": "illness", "way": way, "note": NOTE}, to=page)
    assert answer.status_code == 303
    return db.session.scalars(db.select(ReliefRequest)).one().public_id


class TestWays:
    def test_are_shown_with_what_they_do(self, borrower: FlaskClient, loan: str):
        html = borrower.get(f"{loan}/keringanan?sanggup=300.000&sekarang=200.000").text
        shown = words_of(html)

        assert "Bayar Rp200.000 sekarang, sisanya dibagi ke cicilan berikut" in shown
        assert "Libur 1 kali cicilan" in shown
        assert "Cicilan lebih kecil, dibayar 21 kali" in shown
        assert "Jumlah bunga sampai selesai" in shown
        assert len(html.encode()) < 60_000

    def test_need_a_reason_and_a_choice_and_keep_what_was_typed(
        self, borrower: FlaskClient, loan: str
    ):
        page = f"{loan}/keringanan"
        answer = submit(borrower, page, {"note": NOTE, "way": "longer-9999"}, to=page)

        assert answer.status_code == 422
        assert beside(answer.text, "reason") == "Pilih sebabnya."
        assert beside(answer.text, "way")
        assert typed(answer.text, "note") == NOTE
        assert borrower.get(f"{page}?sanggup=banyak").status_code == 422
        assert db.session.scalars(db.select(ReliefRequest)).all() == []

    def test_of_another_members_loan_are_not_there(self, app: Flask, deal: Agreement, loan: str):
        other = sign_in(app.test_client(), deal.borrowers[0].who)

        assert other.get(f"{loan}/keringanan").status_code == 404


class TestRequest:
    def test_is_sent_once_and_taken_back(self, borrower: FlaskClient, loan: str):
        page = f"{loan}/keringanan"
        html = borrower.get(page).text
        body = {**hidden_fields(html), "reason": "illness", "way": way_of(html, "holiday-1")}
        answers = [borrower.post(page, data=body) for _ in range(2)]

        assert [answer.status_code for answer in answers] == [303, 303]
        (request,) = db.session.scalars(db.select(ReliefRequest)).all()
        assert "menunggu jawaban bank" in words_of(borrower.get(loan).text)
        submit(borrower, loan, to=f"/keringanan/{request.public_id}/batal")
        assert "menunggu jawaban bank" not in words_of(borrower.get(loan).text)

    def test_becomes_a_change_that_all_agree_to_and_another_officer_decides(
        self, app: Flask, borrower: FlaskClient, deal: Agreement, loan: str
    ):
        request = asked(borrower, loan)
        maker, checker = at_desk(app, deal.desk.maker), at_desk(app, deal.desk.checker)
        file = f"/petugas/keringanan/{request}"
        assert request in maker.get("/petugas/keringanan").text
        assert NOTE in maker.get(file).text
        proposed = submit(maker, file, to=f"{file}/usulkan").location
        change = proposed.rpartition("/")[2]
        page = f"/petugas/perubahan/{change}"

        assert "jadi orang lain yang memutuskan" in words_of(maker.get(page).text)
        assert "Bisa disetujui setelah semua orang" in words_of(checker.get(page).text)
        early = submit(checker, page, to=f"{page}/setuju")
        assert early.status_code == 409
        for each in deal.borrowers:
            visitor = sign_in(app.test_client(), each.who)
            assert f"/perubahan/{change}" in visitor.get("/saya").text
            html = visitor.get(f"/perubahan/{change}").text
            assert "Rp6.000.000" in html
            is_own = each is deal.borrowers[2]
            assert ("ikut menanggung sampai tanggal terakhir" in words_of(html)) is not is_own
            assert NOTE not in html
            assert "akit" not in html
            submit(visitor, f"/perubahan/{change}", to=f"/perubahan/{change}/setuju")
        done = submit(checker, page, to=f"{page}/setuju")

        assert done.status_code == 303
        assert "Perubahan ini sudah berlaku." in words_of(borrower.get(f"/perubahan/{change}").text)
        assert "Telat" not in words_of(borrower.get(loan).text).split("Jadwal cicilan")[0]

    def test_is_answered_with_a_reason_and_a_way_on(
        self, app: Flask, borrower: FlaskClient, deal: Agreement, loan: str
    ):
        request = asked(borrower, loan)
        maker = at_desk(app, deal.desk.maker)
        page = f"/petugas/keringanan/{request}/tolak"
        refused = submit(maker, page, {"code": "more_to_say"})
        assert (refused.status_code, bool(beside(refused.text, "next_step"))) == (422, True)
        submit(maker, page, {"code": "more_to_say", "next_step": "Datang hari Senin pagi."})

        shown = words_of(borrower.get(loan).text)
        assert "Perlu bicara dulu di bank." in shown
        assert "Yang bisa Anda lakukan: Datang hari Senin pagi." in shown

    def test_is_another_banks_to_nobody(
        self, app: Flask, borrower: FlaskClient, deal: Agreement, loan: str
    ):
        request = asked(borrower, loan)
        stranger = at_desk(app, given.bank(at=NOW).maker)

        assert stranger.get(f"/petugas/keringanan/{request}").status_code == 404
        checker = at_desk(app, deal.desk.checker)
        file = f"/petugas/keringanan/{request}"
        assert submit(checker, file, to=f"{file}/usulkan").status_code == 404

    def test_that_a_member_does_not_agree_to_waits_for_another_answer(
        self, app: Flask, borrower: FlaskClient, deal: Agreement, loan: str
    ):
        file = f"/petugas/keringanan/{asked(borrower, loan)}"
        maker, checker = at_desk(app, deal.desk.maker), at_desk(app, deal.desk.checker)
        change = submit(maker, file, to=f"{file}/usulkan").location.rpartition("/")[2]
        member = sign_in(app.test_client(), deal.borrowers[0].who)
        submit(member, f"/perubahan/{change}", to=f"/perubahan/{change}/tidak")

        assert "Usulkan perubahan ini" in maker.get(file).text
        assert "menunggu jawaban bank" in words_of(borrower.get(loan).text)
        page = f"/petugas/perubahan/{change}"
        assert "Tidak jadi" in words_of(checker.get(page).text)
        body = {**hidden_fields(checker.get("/petugas/antrean").text), "reason_note": "Sudah."}
        late = checker.post(f"{page}/tolak", data=body | {"idem_key": given.key()})
        assert late.status_code == 409


class TestSettlement:
    def test_is_the_engines_for_today_and_for_another_day(
        self, borrower: FlaskClient, deal: Agreement, loan: str
    ):
        stored = given.loan(deal.borrowers[2].loan)
        today, later = (
            settlement_quote(terms=terms_of(stored), events=events_of(stored), on=on).total
            for on in (TODAY, date(2026, 6, 20))
        )
        shown = words_of(borrower.get(f"{loan}?lunas=2026-06-20").text)

        assert f"{format_rupiah(today)} lunas lebih cepat hari ini" in shown
        assert f"{format_rupiah(later)} lunas lebih cepat pada Sabtu, 20 Juni 2026" in shown
        for on in ("2026-04-11", "2031-01-01", "32/1/2026"):
            assert borrower.get(f"{loan}?lunas={on}").status_code == 422
