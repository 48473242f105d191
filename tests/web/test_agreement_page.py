"""The group's agreement by page: who paid which month, who is asked to help, who owes whom."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from harkat.domain.money import Rupiah, format_rupiah
from harkat.domain.roles import Role, Viewer
from harkat.queries.liability import OpenCall
from harkat.queries.liability import liability as asked
from harkat.services import grouping, liability
from tests import given
from tests.members import Agreement, Borrower, agreement, noon
from tests.officers import at_desk
from tests.pages import beside, hidden_fields, sign_in, submit, words_of
from tests.reports.reading import pages_of
from tests.web.test_relief_pages import NOW, TODAY

pytestmark = pytest.mark.usefixtures("app", "now")


@pytest.fixture
def now(noon) -> None:
    noon.move_to(NOW)


@pytest.fixture
def deal() -> Agreement:
    """A pays all and 300,000 for C, who is called for; B pays a part."""
    deal = agreement(8_000_000, 6_000_000, 6_000_000)
    given.repay(deal.desk, deal.borrowers[0].loan, 2 * 677_550, at=noon(TODAY))
    given.repay(deal.desk, deal.borrowers[1].loan, 600_000, at=noon(TODAY))
    liability.open_call(
        actor_id=deal.desk.maker.id,
        loan_public_id=deal.borrowers[2].loan,
        key=given.key(),
        at=noon(TODAY),
    )
    pay_for(deal, 300_000)
    return deal


def pay_for(deal: Agreement, amount: int) -> str:
    """Let A pay for C; return the receipt's public id."""
    return liability.pay_for_member(
        actor_id=deal.desk.cashier.id,
        loan_public_id=deal.borrowers[2].loan,
        payer_public_id=deal.borrowers[0].public_id,
        amount=Rupiah(amount),
        paid_on=TODAY,
        key=given.key(),
        at=noon(TODAY),
    )


def call_of(borrower: Borrower, deal: Agreement) -> OpenCall:
    """Return the one open call as a borrower sees it."""
    eye = Viewer(user_id=borrower.who.id, role=Role.BUSINESS_OWNER, person_id=borrower.id)
    found = asked(eye, deal.public_id, on=TODAY)
    assert found is not None
    return found.calls[0]


def entered(app: Flask, deal: Agreement, number: int) -> FlaskClient:
    return sign_in(app.test_client(), deal.borrowers[number].who)


class TestAgreementPage:
    def test_shows_members_months_calls_and_claims_and_settles_them(
        self, app: Flask, deal: Agreement
    ):
        a, b, c = (entered(app, deal, number) for number in range(3))
        page = f"/perjanjian/{deal.public_id}"
        shown = words_of(b.get(page).text)

        assert page in b.get(f"/pinjaman/{deal.borrowers[1].loan}").text
        assert "Siti Contoh 1 ✔ P penuh ✔ P penuh" in shown
        assert "Rina Contoh 2 (Anda) ◐ S sebagian ✔ P penuh" in shown
        assert "Tono Contoh 3 ✖ B belum ◐ S sebagian" in shown
        assert "Bagian yang diminta dari Anda:" in shown
        assert "Tono Contoh 3 Siti Contoh 1 Rp300.000" in shown
        assert "1571" not in shown

        # C says to have paid 100,000 back; A confirms, then gives up 50,000.
        to_a = f"{page}/anggota/{deal.borrowers[0].public_id}"
        too_much = submit(c, to_a, {"amount": "300.001", "paid_on": "2026-04-12"})
        assert beside(too_much.text, "amount") == "Paling banyak Rp300.000."
        body = {**hidden_fields(c.get(to_a).text), "amount": "100.000", "paid_on": "2026-04-12"}
        assert [c.post(to_a, data=body).status_code for _ in range(2)] == [303, 303]
        html = a.get(page).text
        confirm = next(
            part.split('"')[0]
            for part in html.split('action="')
            if "/terima/" in part.split('"')[0]
        )
        assert "/terima/" not in b.get(page).text
        for _ in range(2):
            a.post(confirm, data=hidden_fields(html))
        assert "Tono Contoh 3 Siti Contoh 1 Rp200.000" in words_of(a.get(page).text)
        to_c = f"{page}/anggota/{deal.borrowers[2].public_id}"
        submit(a, to_c, {"given_up": "50.000"}, to=f"{to_c}/relakan")
        assert "Tono Contoh 3 Siti Contoh 1 Rp150.000" in words_of(a.get(page).text)
        assert b.get(to_c).location == page
        assert submit(b, "/kelompok", to=f"{to_c}/relakan").location == page
        assert "Tono Contoh 3 Siti Contoh 1 Rp150.000" in words_of(a.get(page).text)

    def test_asks_nobody_again_for_what_was_paid_since_the_call(self, app: Flask, deal: Agreement):
        page, payer = f"/perjanjian/{deal.public_id}", deal.borrowers[0]

        def shown() -> str:
            return words_of(entered(app, deal, 0).get(page).text)

        (share,) = [row for row in call_of(payer, deal).shares if row.is_own]
        assert (share.paid, share.asked - share.left) == (300_000, 300_000)
        assert "Anda sudah membayar Rp300.000 untuk Tono Contoh 3." in shown()
        assert f"Sisa bagian yang diminta dari Anda: {format_rupiah(share.left)}" in shown()
        pay_for(deal, share.left)
        assert "Dari Anda tidak diminta lagi. Sisanya diminta dari anggota lain." in shown()
        assert "Bagian yang diminta dari Anda" not in shown()

    def test_lets_the_receiver_deny_a_payment_and_the_payer_take_it_back(
        self, app: Flask, deal: Agreement
    ):
        a, b, c = (entered(app, deal, number) for number in range(3))
        page = f"/perjanjian/{deal.public_id}"
        to_a = f"{page}/anggota/{deal.borrowers[0].public_id}"

        def said() -> str:
            submit(c, to_a, {"amount": "100.000", "paid_on": "2026-04-12"})
            return c.get(page).text.split("/terima/")[1].split("/belum")[0]

        for client, button in ((a, "Belum saya terima"), (c, "Batalkan catatan ini")):
            deny = f"{page}/terima/{said()}/belum"
            assert button in words_of(client.get(page).text)
            assert button not in words_of(b.get(page).text)
            submit(b, page, to=deny)
            assert "mencatat sudah membayar" in words_of(c.get(page).text)
            submit(client, page, to=deny)
            shown = words_of(client.get(page).text)
            assert "Utangnya tetap seperti semula." in shown
            assert "Tono Contoh 3 Siti Contoh 1 Rp300.000" in shown
            assert "mencatat sudah membayar" not in shown

    def test_says_to_the_receiver_that_a_payment_was_taken_back(self, app: Flask, deal: Agreement):
        a, c = entered(app, deal, 0), entered(app, deal, 2)
        page = f"/perjanjian/{deal.public_id}"
        to_a = f"{page}/anggota/{deal.borrowers[0].public_id}"
        submit(c, to_a, {"amount": "100.000", "paid_on": "2026-04-12"})
        form = hidden_fields(a.get(page).text)
        payment = c.get(page).text.split("/terima/")[1].split("/belum")[0]
        confirm = f"{page}/terima/{payment}"
        submit(c, page, to=f"{confirm}/belum")

        answer = a.post(confirm, data=form)

        assert (answer.status_code, answer.location) == (303, page)
        shown = words_of(a.get(page).text)
        assert "Catatan ini sudah dibatalkan." in shown
        assert "Tono Contoh 3 Siti Contoh 1 Rp300.000" in shown
        outsider = sign_in(app.test_client(), deal.group.people[4])
        refused = submit(outsider, "/kelompok", {"idem_key": given.key()}, to=confirm)
        assert refused.status_code == 404

    @pytest.mark.parametrize(
        ("to", "fields"),
        [
            ("", {"amount": "300.000", "paid_on": "2026-04-12"}),
            ("/relakan", {"given_up": "300.000"}),
        ],
    )
    def test_says_that_nothing_is_owed_any_more_to_whoever_goes_back_or_taps_twice(
        self, app: Flask, deal: Agreement, to: str, fields: dict[str, str]
    ):
        a, page = entered(app, deal, 0), f"/perjanjian/{deal.public_id}"
        claim = f"{page}/anggota/{deal.borrowers[2].public_id}"
        form = {**hidden_fields(a.get(claim).text), **fields}
        assert a.post(claim + to, data=form).location == page
        assert "Tidak ada lagi utang" not in words_of(a.get(page).text)

        for method, address in (("POST", claim + to), ("GET", claim)):
            answer = a.open(address, method=method, data=form)
            assert (answer.status_code, answer.location) == (303, page)
            assert "Tidak ada lagi utang antara Anda berdua." in words_of(a.get(page).text)
        outsider = sign_in(app.test_client(), deal.group.people[4])
        assert outsider.get(claim).status_code == 404
        assert submit(outsider, "/kelompok", to=claim + to).status_code == 404

    def test_gives_a_receipt_in_the_name_of_who_paid(self, app: Flask, deal: Agreement):
        receipt = pay_for(deal, 10_000)
        cashier = at_desk(app, deal.desk.cashier)

        shown = words_of(cashier.get(f"/petugas/kuitansi/{receipt}").text)
        assert "Diterima dari Siti Contoh 1 Untuk pinjaman Tono Contoh 3" in shown
        own = words_of(entered(app, deal, 2).get(f"/pinjaman/{deal.borrowers[2].loan}").text)
        assert "dibayar Siti Contoh 1" in own
        (paper,) = pages_of(entered(app, deal, 2).get(f"/bukti-bayar/{receipt}.pdf").data)
        assert "Siti Contoh 1" in paper

    def test_is_not_there_for_others_and_shows_who_left_the_own_part_only(
        self, app: Flask, deal: Agreement
    ):
        page = f"/perjanjian/{deal.public_id}"
        outsider = sign_in(app.test_client(), deal.group.people[4])
        assert outsider.get(page).status_code == 404
        assert entered(app, deal, 1).get(f"/perjanjian/{'x' * 22}").status_code == 404

        for borrower in deal.borrowers:
            given.repay(deal.desk, borrower.loan, 9_000_000, at=noon(TODAY))
        grouping.leave(actor_id=deal.borrowers[1].who.id, at=noon(TODAY))
        shown = words_of(entered(app, deal, 1).get(page).text)
        assert "Rina Contoh 2 (Anda)" in shown
        assert "Siti Contoh 1 ✔" not in shown
