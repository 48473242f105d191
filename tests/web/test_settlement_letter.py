"""The letter that a loan is paid off: one number, the same figures, verified, and withdrawn."""

from datetime import timedelta

import pytest
from flask import Flask

from harkat.domain.reference import is_reference_no
from harkat.extensions import db
from harkat.models.loan import Paper
from harkat.services import repayment
from tests import given
from tests.moments import NOON
from tests.officers import at_desk
from tests.pages import sign_in, submit, words_of
from tests.reports.reading import pages_of

pytestmark = pytest.mark.usefixtures("app", "noon")


class TestSettlementLetter:
    def test_is_there_after_the_last_payment_for_owner_and_bank_and_anybody_checks_it(
        self, app: Flask
    ):
        desk, siti = given.bank(), given.owner("Siti Contoh", is_trained=True)
        loan = given.running_loan(desk, siti, amount=1_000_000)
        owner, cashier = sign_in(app.test_client(), siti), at_desk(app, desk.cashier)
        page = f"/pinjaman/{loan}"
        early = submit(owner, page, to=f"{page}/surat-lunas")
        assert early.location == page
        assert (
            "surat lunas"
            not in owner.get(page).text.lower().split("<main")[1].split("surat lunas ada")[0]
        )
        given.repay(desk, loan, 1_020_000, at=NOON)

        addresses = {submit(owner, page, to=f"{page}/surat-lunas").location for _ in range(2)}
        desk_page = f"/petugas{page}"
        theirs = submit(cashier, desk_page, to=f"{desk_page}/surat-lunas").location
        (address,) = addresses
        (text,) = pages_of(owner.get(address).data)
        public_id = address.removesuffix(".pdf").rpartition("/")[2]
        paper = db.session.scalars(db.select(Paper).filter_by(public_id=public_id)).one()

        assert is_reference_no(paper.number)
        for words in (
            "Surat lunas",
            f"Nomor {paper.number}",
            "Siti Contoh",
            "Rp1.000.000",
            "satu juta rupiah",
            "Lunas sejak",
            "Senin, 23 November 2026",
            "Rp0",
            "Tidak ada lagi yang harus dibayar",
            f"/periksa/{public_id}",
        ):
            assert words in text, words
        assert cashier.get(theirs).data == owner.get(address).data
        checked = words_of(app.test_client().get(f"/periksa/{public_id}").text)
        assert "Surat lunas" in checked
        assert "Masih berlaku" in checked
        assert "Siti C." in checked
        rina = sign_in(app.test_client(), given.owner("Rina Contoh"))
        assert rina.get(address).status_code == 404

        # The payment was a mistake: the letter says so, and so does its check.
        repayment.reverse_event(
            actor_id=desk.checker.id,
            loan_public_id=loan,
            seq=2,
            reason_note="Salah nomor.",
            key=given.key(),
            at=NOON + timedelta(minutes=1),
        )
        assert "TIDAK BERLAKU LAGI" in pages_of(owner.get(address).data)[0]
        checked = words_of(app.test_client().get(f"/periksa/{public_id}").text)
        assert "Masih berlaku" not in checked

        # Paid off anew there is another letter, and the old one stays worth nothing.
        given.repay(desk, loan, 1_020_000, at=NOON + timedelta(minutes=2))
        anew = submit(owner, page, to=f"{page}/surat-lunas").location
        assert anew != address
        assert "TIDAK BERLAKU LAGI" in pages_of(owner.get(address).data)[0]
        assert "TIDAK BERLAKU LAGI" not in pages_of(owner.get(anew).data)[0]
