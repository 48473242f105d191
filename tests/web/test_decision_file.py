"""The decision file: what officers see of an application and what each of them may do with it."""

from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page
from sqlalchemy import delete, func, select

from harkat.domain.money import Rupiah
from harkat.domain.reasons import ReasonCode
from harkat.domain.roles import Role
from harkat.domain.statuses import ApplicationStatus, LineStatus
from harkat.extensions import db
from harkat.models.application import StatusChange
from harkat.models.loan import LoanAgreement
from harkat.models.record import AuditEvent
from harkat.models.training import TrainingCompletion
from harkat.services.underwriting import take_up
from tests import given
from tests.moments import NOON
from tests.officers import (
    at_desk,
    everybody,
    file_url,
    form_of,
    line_ids,
    mend,
    propose_again,
    set_account,
    typed_amounts,
)
from tests.pages import beside, hidden_fields, submit, words_of
from tests.rules import set_rule

STEPS = ("/periksa", "/kembalikan", "/usulkan", "/setujui", "/kembalikan-ke-pengusul", "/tolak")
ALLOWED = {
    "/periksa": {"maker"},
    "/kembalikan": {"maker"},
    "/usulkan": {"maker"},
    "/setujui": {"checker"},
    "/kembalikan-ke-pengusul": {"checker"},
    "/tolak": {"checker"},
}
GARBAGE = ("-5000000", "5.000,50", "1e9", "NaN", "٥٠٠٠", "5,000,000", "Rp", "9" * 40)


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def desk(app: Flask) -> given.BankDesk:  # noqa: ARG001 - the database must be there
    return given.bank()


def submitted(desk: given.BankDesk, amount: int = 8_000_000) -> str:
    return given.submitted(desk, {given.owner("Siti Contoh", is_trained=True): amount})


def in_verification(desk: given.BankDesk, amount: int = 8_000_000) -> str:
    public_id = submitted(desk, amount)
    take_up(actor_id=desk.maker.id, application_public_id=public_id, at=NOON)
    return public_id


def by_group(desk: given.BankDesk) -> str:
    mawar = given.group()
    parts = dict(zip(mawar.people, (8_000_000, 6_000_000, 6_000_000), strict=False))
    return given.submitted(desk, parts, product_code="kelompok")


class TestFile:
    def test_shows_what_a_decision_needs(self, app: Flask, desk: given.BankDesk):
        public_id = by_group(desk)
        application = given.application(public_id)

        page = at_desk(app, desk.maker).get(file_url(public_id)).text

        for words in (
            application.reference_no,
            "Mawar",
            "5 anggota",
            "Rp20.000.000",
            "Rp677.550",
            "3% setahun",
            "Warung Contoh",
            "Makanan dan minuman",
            "sejak Mei 2021",
            "selesai 24 Oktober 2026",
            "Tambah etalase",
            "Rp1.000.000.000",
            "sisa pagu bank",
            "Dikirim",
        ):
            assert words in page, words

    def test_holds_the_instalment_against_what_the_business_leaves(
        self, app: Flask, desk: given.BankDesk
    ):
        siti = given.owner("Siti Contoh", is_trained=True)
        public_id = given.submitted(desk, {siti: 8_000_000})
        file = file_url(public_id)
        maker = at_desk(app, desk.maker)

        fine = words_of(maker.get(file).text)
        given.state_money(siti.id, sales=300_000)
        tight = words_of(maker.get(file).text)

        assert "Penjualan sebulan Rp10.400.000 − bahan −Rp5.200.000" in fine
        assert "= sisa Rp2.950.000" in fine
        assert "RPC 70% = Rp2.065.000 ≥ cicilan Rp677.550 lolos DSR 19,74%, batas 35% lolos" in fine
        assert "Saran: sampai Rp10.000.000. Menurut pemilik, 23 November 2026" in fine
        assert (
            "RPC 70% = Rp245.000 < cicilan Rp677.550 kurang DSR 44,17%, batas 35% kurang" in tight
        )
        # The instalment of Rp2.800.000 is Rp237.142, that of Rp2.900.000 is Rp245.612.
        assert "Saran: sampai Rp2.800.000." in tight

    def test_holds_each_borrower_of_a_group_against_the_own_business(
        self, app: Flask, desk: given.BankDesk
    ):
        public_id = by_group(desk)

        page = words_of(at_desk(app, desk.maker).get(file_url(public_id)).text)

        assert "Siti Contoh 1 lolos Angka Siti Contoh 1" in page
        assert page.count("Penjualan sebulan") == 3

    def test_masks_every_personal_number(self, app: Flask, desk: given.BankDesk):
        siti = given.owner("Siti Contoh", is_trained=True)
        public_id = given.submitted(desk, {siti: 8_000_000})

        page = at_desk(app, desk.maker).get(file_url(public_id)).text

        assert f"1571••••••••{siti.nik[-4:]}" in page
        assert siti.nik not in page
        assert siti.phone[-8:] not in page

    def test_warns_of_an_account_two_people_have(self, app: Flask, desk: given.BankDesk):
        siti, rina = (given.owner(name, is_trained=True) for name in ("Siti", "Rina"))
        for somebody in (siti, rina):
            set_account(somebody, "9990001112")
        public_id = given.submitted(desk, {siti: 8_000_000})

        page = at_desk(app, desk.checker).get(file_url(public_id)).text

        assert "rekening sama dengan orang lain" in page

    def test_exists_only_for_the_own_bank(self, app: Flask, desk: given.BankDesk):
        public_id = in_verification(given.bank())
        client = at_desk(app, desk.maker)
        (line,) = line_ids(public_id)

        for address in (public_id, "x" * 22, "abc", "9" * 5000, "%00"):
            assert client.get(file_url(address)).status_code == 404
            assert client.get(file_url(address, "/kembalikan")).status_code == 404
            assert client.get(file_url(address, f"/identitas/{line}")).status_code == 404
            assert client.post(file_url(address, "/usulkan")).status_code in {400, 404}


class TestRights:
    @pytest.mark.parametrize("step", STEPS)
    def test_of_each_step_belong_to_one_role(self, app: Flask, desk: given.BankDesk, step: str):
        public_id = given.propose(desk, submitted(desk))

        answers = {
            who: client.post(file_url(public_id, step), data=form_of(client, "/petugas/pinjaman"))
            for who, officer in everybody(desk).items()
            for client in (at_desk(app, officer),)
        }

        entered = {who for who, answer in answers.items() if answer.status_code != 404}
        assert entered == ALLOWED[step]
        assert given.application(public_id).status is ApplicationStatus.IN_DECISION

    @pytest.mark.parametrize("step", STEPS)
    def test_end_at_the_door_of_the_bank(self, app: Flask, step: str):
        public_id = in_verification(given.bank())
        stranger = given.bank()
        before = given.application(public_id).version

        for officer in everybody(stranger).values():
            client = at_desk(app, officer)
            token = form_of(client, "/petugas/pinjaman")
            assert client.post(file_url(public_id, step), data=token).status_code == 404

        assert given.application(public_id).version == before

    def test_show_each_officer_only_the_own_steps(self, app: Flask, desk: given.BankDesk):
        new, verified = submitted(desk), in_verification(desk, 5_000_000)
        proposed = given.propose(desk, submitted(desk, 4_000_000))
        buttons = {
            new: {"maker": "Mulai periksa"},
            verified: {"maker": "Usulkan ke pemutus"},
            proposed: {"checker": ">Setujui<"},
        }

        for public_id, expected in buttons.items():
            for who in ("maker", "checker", "disburser"):
                page = at_desk(app, everybody(desk)[who]).get(file_url(public_id)).text
                if who in expected:
                    assert expected[who] in page
                else:
                    assert "Tidak ada langkah untuk Anda sekarang." in page

    def test_need_an_account(self, client: FlaskClient, desk: given.BankDesk):
        answer = client.get(file_url(submitted(desk)))

        assert answer.status_code == 302
        assert "/masuk" in answer.location


class TestVerification:
    def test_begins_by_taking_the_file_up(self, app: Flask, desk: given.BankDesk):
        public_id = submitted(desk)
        client = at_desk(app, desk.maker)

        answer = submit(client, file_url(public_id), to=file_url(public_id, "/periksa"))

        assert answer.status_code == 303
        assert given.application(public_id).status is ApplicationStatus.IN_VERIFICATION

    def test_says_who_was_quicker(self, app: Flask, desk: given.BankDesk):
        public_id = submitted(desk)
        client = at_desk(app, desk.maker)
        form = form_of(client, file_url(public_id))
        take_up(actor_id=desk.maker.id, application_public_id=public_id, at=NOON)

        answer = client.post(file_url(public_id, "/periksa"), data=form)

        assert answer.status_code == 409
        assert "Berkas berubah sejak Anda buka: Mulai diperiksa (Budi Pengusul" in answer.text

    def test_sends_a_file_back_with_the_usual_next_step(self, app: Flask, desk: given.BankDesk):
        public_id = in_verification(desk)
        client = at_desk(app, desk.maker)

        answer = submit(
            client,
            file_url(public_id, "/kembalikan"),
            {"reason_code": "DOK-1", "next_step": "", "note": "Bagian bawah terpotong."},
        )

        assert answer.status_code == 303
        assert given.application(public_id).status is ApplicationStatus.NEEDS_FIX
        step = last_step()
        assert step.reason_code is ReasonCode.DOK_1
        assert step.next_step == "Foto ulang KTP di tempat terang."
        assert step.reason_note == "Bagian bawah terpotong."

    def test_sends_a_file_back_with_all_that_has_to_be_mended(
        self, app: Flask, desk: given.BankDesk
    ):
        public_id = in_verification(desk)
        client = at_desk(app, desk.maker)
        page = file_url(public_id, "/kembalikan")
        reasons = {"reason_code": "DOK-1", "reason_code_2": "USAHA-2", "reason_code_3": "DATA-1"}

        twice = submit(client, page, reasons | {"reason_code_3": "DOK-1"})
        answer = submit(client, page, reasons | {"next_step_3": "Bawa KK yang baru."})

        assert (twice.status_code, beside(twice.text, "reason_code_3")) == (
            422,
            "Alasan ini sudah dipilih. Pilih yang lain, atau kosongkan.",
        )
        assert answer.status_code == 303
        owner = given.somebody_of(given.application(public_id).applicant_id)
        shown = words_of(at_desk(app, owner).get(f"/pengajuan/{public_id}").text)
        history = words_of(client.get(file_url(public_id)).text)
        for words in (
            "Ada 3 hal yang perlu diperbaiki",
            "Foto KTP tidak terbaca. Foto ulang KTP di tempat terang. Foto ulang KTP",
            "Tempat usaha tidak ditemukan. Pilih jadwal kunjungan baru. Pilih jadwal baru",
            "Nama berbeda dengan KTP atau KK. Bawa KK yang baru. Kirim foto surat",
        ):
            assert words in shown
        assert "DATA-1 Nama berbeda dengan KTP atau KK. Bawa KK yang baru." in history

    def test_asks_of_a_group_who_has_to_mend_and_tells_nobody_else_why(
        self, app: Flask, desk: given.BankDesk
    ):
        group = given.group(5)
        siti, rina, tono = group.people[:3]
        shared = given.submitted(
            desk, dict.fromkeys((siti, rina, tono), 3_000_000), product_code="kelompok"
        )
        take_up(actor_id=desk.maker.id, application_public_id=shared, at=NOON)
        client, page = at_desk(app, desk.maker), file_url(shared, "/kembalikan")
        parts = {line.person_id: line.public_id for line in given.application(shared).lines}
        assert "Yang untuk semua dibaca semua anggota" in client.get(page).text

        whose = {"about": parts[rina.person_id], "about_2": parts[tono.person_id]}
        reasons = {"reason_code": "DOK-1", "reason_code_2": "MAMPU-1", "reason_code_3": "KEL-1"}
        for nobody in ("about", "about_3"):
            refused = submit(client, page, reasons | whose | {"about_3": "semua"} | {nobody: ""})
            assert beside(refused.text, nobody).startswith("Pilih siapa yang memperbaiki.")
        stranger = submit(client, page, reasons | whose | {"about_3": "punya-orang-lain"})
        assert stranger.status_code == 422
        assert submit(client, page, reasons | whose | {"about_3": "semua"}).status_code == 303

        def reads(person: given.Somebody) -> str:
            return words_of(at_desk(app, person).get(f"/pengajuan/{shared}").text)

        told = {"Foto KTP tidak terbaca": rina, "terlalu besar dibanding": tono}
        for words, person in told.items():
            assert [each for each in group.people if words in reads(each)] == [person]
        assert all("kelompok belum lengkap" in reads(each) for each in (siti, rina, tono))
        assert "Ada 1 hal yang perlu diperbaiki" in reads(siti)
        assert "Alasannya hanya dibaca anggota itu sendiri." in reads(siti)
        history = words_of(client.get(file_url(shared)).text)
        assert "Rina Contoh 2: DOK-1" in history
        assert "Tono Contoh 3: MAMPU-1" in history

    def test_tells_who_has_nothing_to_mend_that_others_do(self, app: Flask, desk: given.BankDesk):
        siti, rina, tono = given.group(5).people[:3]
        shared = given.submitted(
            desk, dict.fromkeys((siti, rina, tono), 3_000_000), product_code="kelompok"
        )
        take_up(actor_id=desk.maker.id, application_public_id=shared, at=NOON)
        line = next(
            each for each in given.application(shared).lines if each.person_id == rina.person_id
        )
        submit(
            at_desk(app, desk.maker),
            file_url(shared, "/kembalikan"),
            {"reason_code": "DOK-1", "about": line.public_id},
        )

        shown = words_of(at_desk(app, tono).get(f"/pengajuan/{shared}").text)
        assert "Anggota lain memperbaiki bagiannya" in shown
        assert "Rina" not in shown.partition("Anggota lain memperbaiki")[2].partition("Siap ")[0]
        assert "KTP" not in shown

    def test_asks_a_single_borrower_for_nobody_else(self, app: Flask, desk: given.BankDesk):
        alone = in_verification(desk)
        answer = at_desk(app, desk.maker).get(file_url(alone, "/kembalikan"))
        assert "Siapa yang memperbaiki" not in answer.text

    def test_sends_nothing_back_without_a_reason(self, app: Flask, desk: given.BankDesk):
        public_id = in_verification(desk)

        answer = submit(
            at_desk(app, desk.maker),
            file_url(public_id, "/kembalikan"),
            {"reason_code": "", "note": "Catatan yang panjang"},
        )

        assert answer.status_code == 422
        assert "Pilih alasan dari daftar." in answer.text
        assert "Catatan yang panjang" in answer.text
        assert given.application(public_id).status is ApplicationStatus.IN_VERIFICATION


class TestProposal:
    def test_is_made_for_every_member(self, app: Flask, desk: given.BankDesk):
        public_id = by_group(desk)
        take_up(actor_id=desk.maker.id, application_public_id=public_id, at=NOON)
        first, second, _third = line_ids(public_id)
        typed = typed_amounts(public_id, "7.500.000", "6 juta", "0")

        answer = propose(
            app,
            desk,
            public_id,
            typed | {f"line_{_third}-reason_code": "MAMPU-1"},
        )

        assert answer.status_code == 303
        lines = {line.public_id: line for line in given.application(public_id).lines}
        assert lines[first].proposed == Rupiah(7_500_000)
        assert lines[second].proposed == Rupiah(6_000_000)
        assert lines[_third].status is LineStatus.BLOCKED
        assert given.application(public_id).status is ApplicationStatus.IN_DECISION

    def test_needs_a_reason_for_nothing(self, app: Flask, desk: given.BankDesk):
        public_id = by_group(desk)
        take_up(actor_id=desk.maker.id, application_public_id=public_id, at=NOON)

        answer = propose(app, desk, public_id, typed_amounts(public_id, "8.000.000", "0", "0"))

        assert answer.status_code == 422
        assert "Pilih alasan untuk Rina Contoh 2, karena jumlahnya 0." in answer.text
        assert [line.proposed for line in given.application(public_id).lines] == [None] * 3

    def test_stays_within_what_was_asked(self, app: Flask, desk: given.BankDesk):
        public_id = in_verification(desk)

        answer = propose(app, desk, public_id, typed_amounts(public_id, "8.000.001"))

        assert answer.status_code == 422
        assert "Paling banyak Rp8.000.000 untuk Siti Contoh." in answer.text
        assert 'value="8.000.001"' in answer.text
        assert given.application(public_id).status is ApplicationStatus.IN_VERIFICATION

    @pytest.mark.parametrize("typed", GARBAGE)
    def test_keeps_what_cannot_be_read(self, app: Flask, desk: given.BankDesk, typed: str):
        public_id = in_verification(desk)

        answer = propose(app, desk, public_id, typed_amounts(public_id, typed))

        assert answer.status_code == 422
        assert f'value="{typed}"' in answer.text
        assert "Ada yang perlu diperbaiki" in answer.text
        assert given.application(public_id).status is ApplicationStatus.IN_VERIFICATION

    def test_is_refused_when_the_file_changed_meanwhile(self, app: Flask, desk: given.BankDesk):
        public_id = in_verification(desk)
        client = at_desk(app, desk.maker)
        form = form_of(client, file_url(public_id))
        mend(desk, public_id)

        answer = client.post(
            file_url(public_id, "/usulkan"), data=form | typed_amounts(public_id, "8000000")
        )

        assert answer.status_code == 409
        assert "Berkas berubah sejak Anda buka" in answer.text
        assert given.application(public_id).lines[0].proposed != Rupiah(8_000_000)

    def test_is_made_once_however_often_it_is_sent(self, app: Flask, desk: given.BankDesk):
        public_id = in_verification(desk)
        client = at_desk(app, desk.maker)
        form = form_of(client, file_url(public_id)) | typed_amounts(public_id, "8000000")

        answers = [client.post(file_url(public_id, "/usulkan"), data=form) for _ in range(2)]

        assert [answer.status_code for answer in answers] == [303, 303]
        proposals = select(func.count()).where(StatusChange.event == "proposed")
        assert db.session.scalar(proposals) == 1


class TestApproval:
    def test_asks_again_in_words_before_it_promises(self, app: Flask, desk: given.BankDesk):
        public_id = given.propose(desk, submitted(desk))
        client = at_desk(app, desk.checker)

        question = ask(client, public_id, "7.500.000")

        assert question.status_code == 200
        assert "Tujuh juta lima ratus ribu rupiah" in question.text
        assert "Siti Contoh" in question.text
        assert given.application(public_id).status is ApplicationStatus.IN_DECISION

    def test_commits_what_was_confirmed(self, app: Flask, desk: given.BankDesk):
        public_id = given.propose(desk, submitted(desk))
        client = at_desk(app, desk.checker)

        answer = confirm(client, public_id, ask(client, public_id, "7.500.000"))

        assert answer.status_code == 303
        application = given.application(public_id)
        assert application.status is ApplicationStatus.APPROVED
        assert application.lines[0].approved == Rupiah(7_500_000)

    def test_happens_once_however_often_it_is_confirmed(self, app: Flask, desk: given.BankDesk):
        public_id = given.propose(desk, submitted(desk))
        client = at_desk(app, desk.checker)
        question = ask(client, public_id, "7.500.000")

        answers = [confirm(client, public_id, question) for _ in range(2)]

        assert [answer.status_code for answer in answers] == [303, 303]
        assert db.session.scalar(select(func.count()).select_from(LoanAgreement)) == 1

    def test_can_be_repeated_where_a_member_got_nothing(self, app: Flask, desk: given.BankDesk):
        public_id = given.propose(desk, by_group(desk))
        client = at_desk(app, desk.checker)
        typed = typed_amounts(public_id, "8000000", "6000000", "0")
        typed[f"line_{line_ids(public_id)[2]}-reason_code"] = "KREDIT-1"
        form = form_of(client, file_url(public_id)) | typed
        question = client.post(file_url(public_id, "/setujui"), data=form)

        answers = [confirm(client, public_id, question) for _ in range(2)]

        assert [answer.status_code for answer in answers] == [303, 303]
        statuses = [line.status for line in given.application(public_id).lines]
        assert statuses == [LineStatus.APPROVED, LineStatus.APPROVED, LineStatus.DECLINED]

    def test_lets_the_amounts_be_changed_first(self, app: Flask, desk: given.BankDesk):
        public_id = given.propose(desk, submitted(desk))
        client = at_desk(app, desk.checker)
        question = ask(client, public_id, "7.500.000")

        answer = client.post(
            file_url(public_id, "/setujui"), data=hidden_fields(question.text) | {"edit": "1"}
        )

        assert answer.status_code == 200
        assert 'value="7.500.000"' in answer.text
        assert hidden_fields(answer.text)["confirmed"] == ""
        assert given.application(public_id).status is ApplicationStatus.IN_DECISION

    def test_says_how_much_the_slice_lacks(self, app: Flask):
        desk = given.bank(slice_amount=3_000_000)
        public_id = given.propose(desk, submitted(desk))
        client = at_desk(app, desk.checker)

        answer = confirm(client, public_id, ask(client, public_id, "8.000.000"))

        assert answer.status_code == 422
        assert (
            "Sisa pagu Rp3.000.000, kurang Rp5.000.000. Turunkan jumlah atau tunggu." in answer.text
        )
        assert hidden_fields(answer.text)["confirmed"] == ""
        application = given.application(public_id)
        assert application.status is ApplicationStatus.IN_DECISION
        assert application.lines[0].approved is None

    def test_says_that_the_product_no_longer_has_such_loans(self, app: Flask, desk: given.BankDesk):
        public_id = given.propose(desk, submitted(desk))
        client = at_desk(app, desk.checker)
        asked = ask(client, public_id, "8.000.000")
        for name, value in (("instalment_choices", "18 24"), ("principal_grace", "12")):
            set_rule(name, value, product_code="perorangan")

        answer = confirm(client, public_id, asked)

        assert answer.status_code == 422
        assert "Syarat produk hari ini tidak bisa untuk jumlah dan lama" in answer.text
        application = given.application(public_id)
        assert application.status is ApplicationStatus.IN_DECISION
        assert application.terms is None

    def test_names_the_member_whose_training_is_missing(self, app: Flask, desk: given.BankDesk):
        public_id = given.propose(desk, submitted(desk))
        client = at_desk(app, desk.checker)
        db.session.execute(delete(TrainingCompletion))
        db.session.commit()

        answer = confirm(client, public_id, ask(client, public_id, "8.000.000"))

        assert answer.status_code == 422
        assert "Siti Contoh: Pelatihan Balikat belum tercatat." in answer.text
        assert given.application(public_id).status is ApplicationStatus.IN_DECISION

    def test_is_refused_to_whoever_proposed(self, app: Flask, desk: given.BankDesk):
        public_id = given.propose(desk, submitted(desk))
        given.promote(desk.maker, Role.BANK_CHECKER)
        client = at_desk(app, desk.maker)
        page = client.get(file_url(public_id))
        assert "Anda yang mengusulkan, jadi orang lain yang harus menyetujui." in page.text
        form = {
            **form_of(client, "/petugas/pinjaman"),
            **typed_amounts(public_id, "8000000"),
            "idem_key": given.key(),
            "version": str(given.application(public_id).version),
            "confirmed": "1",
        }

        answer = client.post(file_url(public_id, "/setujui"), data=form)

        assert answer.status_code == 409
        assert given.application(public_id).status is ApplicationStatus.IN_DECISION

    def test_is_refused_for_other_amounts_than_seen(self, app: Flask, desk: given.BankDesk):
        public_id = given.propose(desk, submitted(desk))
        client = at_desk(app, desk.checker)
        question = ask(client, public_id, "8.000.000")
        propose_again(desk, public_id, 5_000_000)

        answer = confirm(client, public_id, question)

        assert answer.status_code == 409
        assert "Berkas berubah sejak Anda buka" in answer.text
        assert given.application(public_id).status is ApplicationStatus.IN_DECISION

    @pytest.mark.parametrize("version", ["", "abc", "9" * 30, "-1"])
    def test_is_refused_without_the_version_seen(
        self, app: Flask, desk: given.BankDesk, version: str
    ):
        public_id = given.propose(desk, submitted(desk))
        client = at_desk(app, desk.checker)
        form = form_of(client, file_url(public_id)) | typed_amounts(public_id, "8000000")

        answer = client.post(
            file_url(public_id, "/setujui"), data=form | {"version": version, "confirmed": "1"}
        )

        assert answer.status_code == 409
        assert given.application(public_id).status is ApplicationStatus.IN_DECISION


class TestRefusal:
    def test_keeps_code_and_next_step(self, app: Flask, desk: given.BankDesk):
        public_id = given.propose(desk, submitted(desk))

        answer = submit(
            at_desk(app, desk.checker),
            file_url(public_id, "/tolak"),
            {"reason_code": "MAMPU-1", "next_step": "Coba Rp3.000.000 selama 12 bulan."},
        )

        assert answer.status_code == 303
        assert given.application(public_id).status is ApplicationStatus.REJECTED
        assert last_step().next_step == "Coba Rp3.000.000 selama 12 bulan."

    def test_is_not_recorded_without_a_code(self, app: Flask, desk: given.BankDesk):
        public_id = given.propose(desk, submitted(desk))

        answer = submit(
            at_desk(app, desk.checker), file_url(public_id, "/tolak"), {"reason_code": "ENTAH"}
        )

        assert answer.status_code == 422
        assert given.application(public_id).status is ApplicationStatus.IN_DECISION

    def test_can_be_a_return_to_the_maker(self, app: Flask, desk: given.BankDesk):
        public_id = given.propose(desk, submitted(desk))

        answer = submit(
            at_desk(app, desk.checker),
            file_url(public_id, "/kembalikan-ke-pengusul"),
            {"reason_code": "USAHA-2"},
        )

        assert answer.status_code == 303
        assert given.application(public_id).status is ApplicationStatus.IN_VERIFICATION


class TestIdentity:
    def test_is_shown_once_for_a_reason(self, app: Flask, desk: given.BankDesk):
        siti = given.owner("Siti Contoh", is_trained=True)
        public_id = given.submitted(desk, {siti: 8_000_000})
        address = file_url(public_id, f"/identitas/{line_ids(public_id)[0]}")
        client = at_desk(app, desk.maker)

        answer = submit(client, address, {"note": "Mencocokkan dengan KTP"})

        assert siti.nik in answer.text
        assert siti.nik not in answer.request.url
        assert answer.headers["Cache-Control"] == "no-store"
        assert siti.nik not in client.get(address).text
        row = db.session.scalars(
            select(AuditEvent).where(AuditEvent.action == "access.reveal_identity")
        ).one()
        assert row.actor_id == desk.maker.id
        assert row.details["note"] == "Mencocokkan dengan KTP"
        assert siti.nik not in str(row.details)

    @pytest.mark.parametrize("note", ["", "   "])
    def test_stays_masked_without_a_reason(self, app: Flask, desk: given.BankDesk, note: str):
        siti = given.owner("Siti Contoh", is_trained=True)
        public_id = given.submitted(desk, {siti: 8_000_000})
        address = file_url(public_id, f"/identitas/{line_ids(public_id)[0]}")

        answer = submit(at_desk(app, desk.checker), address, {"note": note})

        assert answer.status_code == 422
        assert "Tulis alasannya" in answer.text
        assert siti.nik not in answer.text

    def test_is_for_makers_and_checkers_only(self, app: Flask, desk: given.BankDesk):
        public_id = submitted(desk)
        address = file_url(public_id, f"/identitas/{line_ids(public_id)[0]}")

        codes = {
            who: at_desk(app, officer).get(address).status_code
            for who, officer in everybody(desk).items()
        }

        assert codes == {"maker": 200, "checker": 200, "disburser": 404, "cashier": 404}


class TestReasonPage:
    def test_fills_in_the_usual_next_step_until_somebody_writes_another(
        self, live_server: str, page_with_scripts: Page, desk: given.BankDesk
    ):
        public_id = in_verification(desk)
        page = page_with_scripts
        enter(page, live_server, desk.maker)
        page.goto(live_server + file_url(public_id, "/kembalikan"))
        next_step = page.get_by_label("Langkah berikutnya untuk pemohon")

        page.locator("#reason_code").select_option("DOK-1")
        assert next_step.input_value() == "Foto ulang KTP di tempat terang."
        page.locator("#reason_code").select_option("USAHA-2")
        assert next_step.input_value() == "Pilih jadwal kunjungan baru."
        next_step.fill("Telepon kami dulu.")
        page.locator("#reason_code").select_option("DOK-1")
        assert next_step.input_value() == "Telepon kami dulu."


class TestWholeWay:
    def test_of_a_decision_needs_no_scripts(
        self, live_server: str, page_without_scripts: Page, desk: given.BankDesk
    ):
        public_id = given.propose(desk, submitted(desk))
        page = page_without_scripts
        enter(page, live_server, desk.checker)

        page.get_by_role("link", name=given.application(public_id).reference_no).click()
        page.get_by_label("Siti Contoh", exact=True).fill("7.000.000")
        page.get_by_role("button", name="Setujui", exact=True).click()
        page.get_by_role("button", name="Ya, setujui Rp7.000.000").click()
        page.wait_for_load_state("networkidle")

        assert "disetujui Rp7.000.000" in page.get_by_role("status").inner_text()
        db.session.rollback()
        assert given.application(public_id).status is ApplicationStatus.APPROVED


def enter(page: Page, server: str, officer: given.Somebody) -> None:
    """Sign in with a real browser."""
    page.goto(f"{server}/masuk")
    page.get_by_label("Nomor HP").fill("0" + officer.phone.removeprefix("+62"))
    page.get_by_role("textbox", name="Kata sandi").fill(given.PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Masuk").click()
    page.wait_for_load_state("networkidle")


def propose(app: Flask, desk: given.BankDesk, public_id: str, typed: dict[str, str]):
    """Type amounts as the maker and send them."""
    client = at_desk(app, desk.maker)
    form = form_of(client, file_url(public_id))
    return client.post(file_url(public_id, "/usulkan"), data=form | typed)


def ask(client: FlaskClient, public_id: str, *amounts: str):
    """Type amounts as the checker and go on to the page that asks again."""
    form = form_of(client, file_url(public_id)) | typed_amounts(public_id, *amounts)
    return client.post(file_url(public_id, "/setujui"), data=form)


def confirm(client: FlaskClient, public_id: str, question):
    """Say yes on the page that asks again."""
    return client.post(file_url(public_id, "/setujui"), data=hidden_fields(question.text))


def last_step() -> StatusChange:
    return db.session.scalars(
        select(StatusChange)
        .where(StatusChange.subject == "application")
        .order_by(StatusChange.id.desc())
        .limit(1)
    ).one()
