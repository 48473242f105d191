"""The disburser's page: what is signed, what is sent under the bank's reference, and only once."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select
from werkzeug.test import TestResponse

from harkat.domain.statuses import ApplicationStatus, DisbursementStatus
from harkat.extensions import db
from harkat.models.loan import Disbursement, Loan
from harkat.models.training import TrainingCompletion
from tests import given
from tests.moments import NOON
from tests.officers import at_desk, everybody, form_of, set_account
from tests.pages import hidden_fields

PAGE = "/petugas/pencairan"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def desk(app: Flask) -> given.BankDesk:  # noqa: ARG001 - the database must be there
    return given.bank()


def consented(desk: given.BankDesk, name: str = "Siti Contoh") -> str:
    public_id = given.submitted(
        desk, {given.owner(name, is_trained=True, at=NOON - 5 * DAY): 8_000_000}, at=NOON - 3 * DAY
    )
    given.approve(desk, given.propose(desk, public_id, at=NOON - 3 * DAY), at=NOON - 3 * DAY)
    return given.consent_all(public_id, at=NOON - 2 * DAY)


def reserved(desk: given.BankDesk, name: str = "Siti Contoh") -> str:
    (disbursement,) = given.prepare(desk, consented(desk, name), at=NOON - DAY)
    return disbursement


def status_of(disbursement: str) -> DisbursementStatus:
    return db.session.scalars(
        select(Disbursement.status).where(Disbursement.public_id == disbursement)
    ).one()


def ask(client: FlaskClient, disbursement: str, **typed: str) -> TestResponse:
    """Type the bank's reference and the day, and go on to the page that asks again."""
    values = {"bank_reference": "TRX-1", "sent_on": "2026-11-23"} | typed
    form = form_of(client, PAGE) | {
        f"{disbursement}-{name}": value for name, value in values.items()
    }
    return client.post(f"{PAGE}/{disbursement}/kirim", data=form)


def confirm(client: FlaskClient, disbursement: str, question: TestResponse) -> TestResponse:
    """Say yes on the page that asks again."""
    return client.post(f"{PAGE}/{disbursement}/kirim", data=hidden_fields(question.text))


def sign(client: FlaskClient, application: str, signed_on: str) -> TestResponse:
    form = form_of(client, PAGE) | {f"{application}-signed_on": signed_on}
    return client.post(f"{PAGE}/{application}/siapkan", data=form)


class TestPage:
    def test_lists_what_can_be_signed_sent_and_was_sent(self, app: Flask, desk: given.BankDesk):
        consented(desk, "Siti Contoh")
        reserved(desk, "Rina Contoh")
        given.running_loan(desk, given.owner("Tono Contoh", is_trained=True))

        page = at_desk(app, desk.disburser).get(PAGE).text

        assert "Menunggu tanda tangan (1)" in page
        assert "Siap dikirim (1), <span" in page
        assert page.index("Siti Contoh") < page.index("Rina Contoh") < page.index("Tono Contoh")

    def test_gives_the_account_the_money_goes_to(self, app: Flask, desk: given.BankDesk):
        siti = given.owner("Siti Contoh", is_trained=True)
        set_account(siti, "9990001112")
        public_id = given.submitted(desk, {siti: 8_000_000})
        given.consent_all(given.approve(desk, given.propose(desk, public_id)))
        given.prepare(desk, public_id)

        assert "9990001112" in at_desk(app, desk.disburser).get(PAGE).text

    def test_is_for_disbursers_of_the_own_bank(self, app: Flask, desk: given.BankDesk):
        reserved(desk)
        codes = {
            who: at_desk(app, officer).get(PAGE).status_code
            for who, officer in everybody(desk).items()
        }
        foreign = at_desk(app, given.bank().disburser).get(PAGE).text

        assert codes == {"maker": 404, "checker": 404, "disburser": 200, "cashier": 404}
        assert "Siti Contoh" not in foreign
        assert "Siap dikirim (0)" in foreign


class TestSigning:
    def test_puts_the_payments_on_the_list(self, app: Flask, desk: given.BankDesk):
        public_id = consented(desk)

        answer = sign(at_desk(app, desk.disburser), public_id, "2026-11-22")

        assert answer.status_code == 303
        assert given.application(public_id).status is ApplicationStatus.DISBURSING

    @pytest.mark.parametrize("typed", ["2026-11-24", "2026-11-20", "31/2/2026", "kemarin", ""])
    def test_keeps_to_days_that_can_be(self, app: Flask, desk: given.BankDesk, typed: str):
        public_id = consented(desk)

        answer = sign(at_desk(app, desk.disburser), public_id, typed)

        assert answer.status_code == 422
        assert "Ada yang perlu diperbaiki" in answer.text
        assert f'value="{typed}"' in answer.text
        assert given.application(public_id).status is ApplicationStatus.CONSENTED

    def test_is_told_when_a_colleague_was_quicker(self, app: Flask, desk: given.BankDesk):
        public_id = consented(desk)
        client = at_desk(app, desk.disburser)
        form = form_of(client, PAGE) | {f"{public_id}-signed_on": "2026-11-22"}
        given.prepare(desk, public_id)

        answer = client.post(f"{PAGE}/{public_id}/siapkan", data=form)

        assert answer.status_code == 409
        assert "Ini sudah dikerjakan petugas lain." in answer.text

    def test_asks_for_the_training_again(self, app: Flask, desk: given.BankDesk):
        public_id = consented(desk)
        db.session.execute(delete(TrainingCompletion))
        db.session.commit()

        answer = sign(at_desk(app, desk.disburser), public_id, "2026-11-22")

        assert answer.status_code == 422
        assert "Pelatihan Balikat belum tercatat." in answer.text

    def test_ends_at_the_door_of_the_bank(self, app: Flask, desk: given.BankDesk):
        public_id = consented(given.bank())

        for address in (public_id, "x" * 22, "abc"):
            assert sign(at_desk(app, desk.disburser), address, "2026-11-22").status_code == 404


class TestSending:
    def test_asks_again_in_words_before_the_loan_begins(self, app: Flask, desk: given.BankDesk):
        disbursement = reserved(desk)

        question = ask(at_desk(app, desk.disburser), disbursement)

        assert question.status_code == 200
        assert "Delapan juta rupiah, kepada Siti Contoh." in question.text
        assert "TRX-1" in question.text
        assert status_of(disbursement) is DisbursementStatus.RESERVED

    def test_begins_the_loan_once_however_often_it_is_confirmed(
        self, app: Flask, desk: given.BankDesk
    ):
        disbursement = reserved(desk)
        client = at_desk(app, desk.disburser)
        question = ask(client, disbursement)

        answers = [confirm(client, disbursement, question) for _ in range(2)]

        assert [answer.status_code for answer in answers] == [303, 303]
        assert answers[0].location == answers[1].location
        assert status_of(disbursement) is DisbursementStatus.SENT
        assert db.session.scalar(select(func.count()).select_from(Loan)) == 1
        assert "Rp8.000.000" in client.get(answers[0].location).text

    def test_is_refused_when_it_was_sent_already(self, app: Flask, desk: given.BankDesk):
        disbursement = reserved(desk)
        first, second = (at_desk(app, desk.disburser) for _ in range(2))
        questions = [ask(first, disbursement), ask(second, disbursement, bank_reference="TRX-2")]

        answers = [
            confirm(client, disbursement, question)
            for client, question in zip((first, second), questions, strict=True)
        ]

        assert [answer.status_code for answer in answers] == [303, 409]
        assert ask_again(first, disbursement, questions[0]).status_code == 409
        assert db.session.scalar(select(func.count()).select_from(Loan)) == 1

    def test_takes_each_reference_once(self, app: Flask, desk: given.BankDesk):
        client = at_desk(app, desk.disburser)
        first, second = reserved(desk, "Siti Contoh"), reserved(desk, "Rina Contoh")
        confirm(client, first, ask(client, first))

        answer = confirm(client, second, ask(client, second))

        assert answer.status_code == 422
        assert "Nomor ini sudah dipakai pencairan lain." in answer.text
        assert hidden_fields(answer.text)[f"{second}-confirmed"] == ""
        assert status_of(second) is DisbursementStatus.RESERVED

    def test_lets_what_was_typed_be_changed_first(self, app: Flask, desk: given.BankDesk):
        disbursement = reserved(desk)
        client = at_desk(app, desk.disburser)
        question = ask(client, disbursement, bank_reference="TRX-salah")

        answer = client.post(
            f"{PAGE}/{disbursement}/kirim", data=hidden_fields(question.text) | {"edit": "1"}
        )

        assert answer.status_code == 200
        assert 'value="TRX-salah"' in answer.text
        assert status_of(disbursement) is DisbursementStatus.RESERVED

    @pytest.mark.parametrize(
        ("name", "typed"),
        [("bank_reference", ""), ("sent_on", "2026-11-24"), ("sent_on", "besok")],
    )
    def test_keeps_what_cannot_be(self, app: Flask, desk: given.BankDesk, name: str, typed: str):
        disbursement = reserved(desk)

        answer = ask(at_desk(app, desk.disburser), disbursement, **{name: typed})

        assert answer.status_code == 422
        assert f'value="{typed}"' in answer.text
        assert status_of(disbursement) is DisbursementStatus.RESERVED

    def test_does_not_precede_the_signing(self, app: Flask, desk: given.BankDesk):
        disbursement = reserved(desk)
        client = at_desk(app, desk.disburser)

        answer = confirm(client, disbursement, ask(client, disbursement, sent_on="2026-11-21"))

        assert answer.status_code == 422
        assert "Tanggal kirim di antara tanda tangan dan hari ini." in answer.text

    def test_ends_at_the_door_of_the_bank(self, app: Flask, desk: given.BankDesk):
        disbursement = reserved(given.bank())
        client = at_desk(app, desk.disburser)
        token = form_of(client, PAGE)
        typed = {
            f"{disbursement}-{name}": value
            for name, value in {
                "bank_reference": "TRX-1",
                "sent_on": "2026-11-23",
                "idem_key": given.key(),
                "confirmed": "1",
            }.items()
        }

        assert client.post(f"{PAGE}/{disbursement}/kirim", data=token | typed).status_code == 404
        assert status_of(disbursement) is DisbursementStatus.RESERVED


def ask_again(client: FlaskClient, disbursement: str, question: TestResponse) -> TestResponse:
    """Go back to the form that was filled before and send it once more."""
    form = hidden_fields(question.text) | {f"{disbursement}-confirmed": ""}
    return client.post(f"{PAGE}/{disbursement}/kirim", data=form)
