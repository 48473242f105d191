"""The way of somebody without a phone: registered, sent, agreed to and paid, with a witness."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from harkat.domain.roles import Role
from harkat.domain.statuses import ApplicationStatus, LoanStatus
from harkat.extensions import db
from harkat.models import witnessing as models
from harkat.models.assisting import AssistedAct
from harkat.models.loan import Loan
from harkat.models.people import UserAccount
from harkat.models.record import OutboxMessage
from harkat.queries.rules import rules_on
from harkat.services import delivery, registration
from tests import given
from tests.books import offences
from tests.moments import NOON, TODAY
from tests.pages import sign_in, submit, words_of
from tests.witnesses import NAME, NIK, last_testimony, witness_on_pages

pytestmark = pytest.mark.usefixtures("app", "noon")


class TestWithoutPhone:
    def test_somebody_comes_all_the_way(self, app: Flask):
        bank = given.bank()
        rini = sign_in(app.test_client(), given.staff(Role.ASSISTANT, name="Rini Contoh"))
        tono = sign_in(app.test_client(), given.staff(Role.TRAINING_STAFF, name="Tono Contoh"))
        self.register(rini, tono)
        owner = self.tell_all()

        application = given.draft(bank, {owner: 3_000_000})
        sent = submit(rini, f"/pengajuan/{application}/kirim")
        assert sent.location == f"/pengajuan/{application}/kirim/saksi", sent.text
        witness_on_pages(tono)
        proof = submit(rini, sent.location)
        assert proof.location == f"/pengajuan/{application}/bukti", proof.text
        submit(rini, "/bantu", to="/bantu/selesai")
        assert rini.get(f"/pengajuan/{application}").status_code == 404

        given.approve(bank, given.propose(bank, application))
        self.agree(rini, tono, application)
        (loan,) = given.disburse(bank, application)
        db.session.expire_all()
        assert given.application(application).status is ApplicationStatus.DISBURSED
        found = db.session.query(Loan).filter_by(public_id=loan).one()
        assert (found.status, found.person.account.phone) == (LoanStatus.ACTIVE, None)
        assert offences() == []

        file = words_of(
            sign_in(app.test_client(), bank.maker).get(f"/petugas/pengajuan/{application}").text
        )
        for step in (
            "mendaftar dan memberi izin data",
            "mengirim pengajuan",
            "menyetujui pinjaman",
        ):
            assert f"{NAME}, tanpa HP: {step}, saksi Tono Contoh" in file
        assert "kode dari HP pemilik" not in file
        assert db.session.query(AssistedAct).count() > 3
        self.check(app)
        self.nothing_was_sent(owner)

    def register(self, rini: FlaskClient, tono: FlaskClient) -> None:
        self.begin(rini, tono)
        assert submit(rini, "/bantu/tanpa-hp/saksi").location == "/bantu/tanpa-hp/daftar"
        consents = {"full_name": NAME, "process_loan": "y", "check_record": "y"}
        submit(rini, "/bantu/tanpa-hp/daftar", consents)
        witness_on_pages(tono)
        assert submit(rini, "/bantu/tanpa-hp/saksi").location == "/saya"

    def begin(self, rini: FlaskClient, tono: FlaskClient) -> None:
        submit(rini, "/bantu/tanpa-hp", {"nik": NIK, "full_name": NAME})
        witness_on_pages(tono)

    def tell_all(self) -> given.Somebody:
        """Fill everything in, as the pages would."""
        account = db.session.query(UserAccount).filter_by(full_name=NAME).one()
        assert account.person is not None
        owner = given.Somebody(
            id=account.id,
            public_id=account.public_id,
            name=NAME,
            phone="",
            role=account.role,
            person_id=account.person.id,
            nik=NIK,
        )
        given.describe_business(owner.id)
        given.tell_person(owner.id)
        given.state_money(owner.id)
        for kind in rules_on(product_id=None, on=TODAY).documents_required:
            given.show(owner, kind)
        given.train(owner)
        registration.set_payout_account(
            actor_id=owner.id,
            bank_name="Bank Contoh",
            account_no="1234567",
            holder=NAME,
            key=given.key(),
            at=NOON,
        )
        return owner

    def agree(self, rini: FlaskClient, tono: FlaskClient, application: str) -> None:
        self.begin(rini, tono)
        assert submit(rini, "/bantu/tanpa-hp/saksi").location == "/pesan"
        assert "disetujui. Baca ringkasannya" in rini.get("/pesan").text
        offer = f"/pengajuan/{application}/persetujuan"
        shown = words_of(rini.get(offer).text)
        assert "Seorang saksi membacakannya sekali lagi" in shown
        assert "Kirim kode" not in shown
        asked = submit(rini, offer, to=f"{offer}/saksi/minta")
        assert asked.location == f"{offer}/saksi", asked.text
        assert submit(rini, offer).location == offer
        read = words_of(tono.get(f"/bantu/kesaksian/{last_testimony()}").text)
        assert "Rp3.000.000" in read
        assert "Tidak ada denda telat" in read or "Denda telat" in read
        witness_on_pages(tono)
        agreed = submit(rini, asked.location)
        assert agreed.location == f"/pengajuan/{application}", agreed.text
        assert given.application(application).status is ApplicationStatus.CONSENTED

    def check(self, app: Flask) -> None:
        """Let the Dinas ask the person again."""
        dinas = sign_in(app.test_client(), given.staff(Role.DINAS_OFFICER))
        page = dinas.get("/dinas/tanda").text
        assert "Tanpa HP: selalu diperiksa ulang" in page
        assert NIK not in page
        row = db.session.query(models.Testimony).filter_by(step="sending").one()
        to = f"/dinas/kesaksian/{row.public_id}"
        assert submit(dinas, to, {}).status_code == 422
        answer = submit(dinas, to, {"verdict": "true", "note": "Benar, ia sendiri."})
        assert answer.location == "/dinas/tanda", answer.text
        assert "Cocok, dicatat" in words_of(dinas.get(to).text)

    def nothing_was_sent(self, owner: given.Somebody) -> None:
        """No message of the owner waits for a phone that is not there."""
        later = NOON + timedelta(hours=1)
        for number in delivery.due_messages(at=later, most=200):
            delivery.claim(message_id=number, at=later)
        own = db.session.query(OutboxMessage).filter_by(recipient_id=owner.id)
        assert {message.outcome.value for message in own if message.outcome} == {"no_phone"}
