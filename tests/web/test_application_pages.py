"""Applying through the pages: starting, filling the own part, sending, following, withdrawing."""

import pytest
from flask.testing import FlaskClient

from harkat.domain.money import Rupiah
from harkat.domain.reasons import Reason, ReasonCode
from harkat.domain.statuses import ApplicationStatus, LineStatus
from harkat.extensions import db
from harkat.models.application import ApplicationLine, LoanApplication
from harkat.models.loan import Disbursement
from harkat.services import disbursement, grouping, origination, underwriting
from tests import given
from tests.moments import NOON
from tests.pages import beside, hidden_fields, sign_in, submit, typed, words_of
from tests.web import hostile_amounts
from tests.web.hostile_texts import TEXTS, outcome_expected, send_raw

pytestmark = pytest.mark.usefixtures("app", "noon")

NOWHERE = "x" * 22
APPROVED = (
    "Tanda tangan (sekarang) Paling lambat Senin, 30 November 2026 "
    "Disetujui Rp5.000.000 selama 12 bulan."
)
SIX_DAYS = "Paling lambat Selasa, 1 Desember 2026"
THREE_DAYS = "Paling lambat Kamis, 26 November 2026"
TWO_DAYS = "Paling lambat Rabu, 25 November 2026"
PURPOSE_LIMIT = 500
TOO_BIG = "Paling banyak Rp10.000.000 untuk satu orang."
TOO_SMALL = "Paling sedikit Rp250.000."
AMOUNTS = hostile_amounts.answers(too_small=TOO_SMALL, too_big=TOO_BIG)


@pytest.fixture
def desk() -> given.BankDesk:
    return given.bank()


@pytest.fixture
def siti() -> given.Somebody:
    return given.owner("Siti Contoh", is_trained=True)


@pytest.fixture
def draft(desk: given.BankDesk, siti: given.Somebody) -> str:
    """Return the page of an application of Siti's in which nothing is filled in yet."""
    return "/pengajuan/" + origination.start_application(
        actor_id=siti.id,
        product_code="perorangan",
        bank_code=desk.code,
        instalments=12,
        key=given.key(),
        at=NOON,
    )


@pytest.fixture
def at_work(client: FlaskClient, siti: given.Somebody) -> FlaskClient:
    return sign_in(client, siti)


def lines() -> list[ApplicationLine]:
    return list(db.session.scalars(db.select(ApplicationLine).order_by(ApplicationLine.id)))


def applications() -> list[LoanApplication]:
    return list(db.session.scalars(db.select(LoanApplication).order_by(LoanApplication.id)))


def public_id_of(page: str) -> str:
    return page.removeprefix("/pengajuan/")


class TestStart:
    def test_makes_an_application_at_the_bank_chosen(
        self, at_work: FlaskClient, desk: given.BankDesk
    ):
        answer = submit(
            at_work, "/pengajuan/baru/perorangan", {"bank_code": desk.code, "instalments": "18"}
        )

        stored = applications()[0]
        assert (answer.status_code, answer.location) == (303, f"/pengajuan/{stored.public_id}")
        assert (stored.bank_id, stored.instalments, stored.group_id) == (desk.bank_id, 18, None)

    def test_asks_first_which_loan(self, at_work: FlaskClient):
        page = at_work.get("/pengajuan/baru").text

        assert "/pengajuan/baru/kelompok" in page
        assert "/pengajuan/baru/perorangan" in page

    @pytest.mark.parametrize("length", ["0", "-12", "1.5", "9999", "", "abc"])
    def test_takes_no_length_that_is_not_offered(
        self, at_work: FlaskClient, desk: given.BankDesk, length: str
    ):
        answer = submit(
            at_work, "/pengajuan/baru/perorangan", {"bank_code": desk.code, "instalments": length}
        )

        said = "Pilih lama pinjaman." if not length else "Pilih salah satu dari daftar."
        assert (answer.status_code, beside(answer.text, "instalments")) == (422, said)
        assert applications() == []

    def test_takes_no_bank_that_does_not_lend(self, at_work: FlaskClient, desk: given.BankDesk):
        given.stored_bank(desk.bank_id).is_open = False
        db.session.commit()

        answer = submit(
            at_work, "/pengajuan/baru/perorangan", {"bank_code": desk.code, "instalments": "12"}
        )

        assert answer.status_code == 422
        assert applications() == []

    def test_of_a_groups_loan_is_the_leaders(self, client: FlaskClient, desk: given.BankDesk):
        kelompok = given.group(5)
        sign_in(client, kelompok.people[1])

        page = words_of(client.get("/pengajuan/baru/kelompok").text)
        submit(client, "/pengajuan/baru/kelompok", {"bank_code": desk.code, "instalments": "12"})

        assert "dimulai oleh ketua, Siti Contoh 1." in page
        assert applications() == []

    def test_leads_to_the_open_one_of_the_group(self, client: FlaskClient, desk: given.BankDesk):
        kelompok = given.group(5)
        open_one = given.draft(desk, {kelompok.leader: 5_000_000}, product_code="kelompok")
        sign_in(client, kelompok.leader)

        page = client.get("/pengajuan/baru/kelompok").text

        assert f"/pengajuan/{open_one}" in page
        assert "Lanjutkan</button>" not in page

    @pytest.mark.parametrize("code", ["lain", "kelompok%00", "KELOMPOK", "9" * 300, "..%2f"])
    def test_knows_no_other_loan(self, at_work: FlaskClient, code: str):
        assert at_work.get(f"/pengajuan/baru/{code}").status_code == 404


class TestOwnPart:
    def test_computes_the_instalment_and_stores_nothing(self, at_work: FlaskClient, draft: str):
        fields = {"requested": "10 juta", "purpose": "Etalase", "hitung": "1"}

        answer = submit(at_work, f"{draft}/bagian", fields)

        page = words_of(answer.text)
        assert answer.status_code == 200
        assert "Rp846.937 perkiraan cicilan sebulan, 12 kali" in page
        assert "Seluruh bunga Rp163.244. Seluruh yang dibayar Rp10.163.244." in page
        assert typed(answer.text, "requested") == "10 juta"
        assert typed(answer.text, "purpose") == "Etalase"
        assert lines() == []

    def test_is_stored_and_shown_with_its_instalment(self, at_work: FlaskClient, draft: str):
        fields = {"requested": "10.000.000", "purpose": "Etalase"}

        answer = submit(at_work, f"{draft}/bagian", fields)

        assert (answer.status_code, answer.location) == (303, draft)
        assert [(line.requested, line.purpose, line.status) for line in lines()] == [
            (Rupiah(10_000_000), "Etalase", LineStatus.READY)
        ]
        page = at_work.get(f"{draft}/bagian").text
        assert typed(page, "requested") == "10.000.000"
        assert "Rp846.937" in page

    def test_reads_every_amount_as_the_rules_say(self, at_work: FlaskClient, draft: str):
        found: dict[tuple[int, str], str | int] = {}
        for row in AMOUNTS:
            fields = {"requested": row[1], "purpose": "Etalase"}
            before = [(line.id, line.requested) for line in lines()]
            answer = submit(at_work, f"{draft}/bagian", fields)
            assert answer.status_code in {303, 422}, row
            db.session.expire_all()
            if answer.status_code == 303:
                found[row] = int(lines()[-1].requested or 0)
                continue
            found[row] = beside(answer.text, "requested")
            assert typed(answer.text, "requested") == row[1]
            assert [(line.id, line.requested) for line in lines()] == before

        assert found == AMOUNTS

    def test_takes_each_amount_once(self, at_work: FlaskClient, draft: str):
        form = hidden_fields(at_work.get(f"{draft}/bagian").text)

        answer = at_work.post(
            f"{draft}/bagian",
            data={**form, "requested": ["1000000", "999999999"], "purpose": "Etalase"},
        )

        said = "Isian ini terkirim lebih dari sekali. Isi satu kali saja."
        assert (answer.status_code, beside(answer.text, "requested")) == (422, said)
        assert lines() == []

    def test_takes_no_interest_or_approval_from_the_browser(self, at_work: FlaskClient, draft: str):
        extra = {"bunga": "0", "annual_rate": "0", "approved": "10000000", "status": "approved"}

        submit(at_work, f"{draft}/bagian", {"requested": "5 jt", "purpose": "Etalase", **extra})

        assert [(line.approved, line.status) for line in lines()] == [(None, LineStatus.READY)]

    def test_takes_no_json(self, at_work: FlaskClient, draft: str):
        answer = at_work.post(f"{draft}/bagian", json={"requested": "5000000", "purpose": "a"})

        assert answer.status_code == 400
        assert lines() == []

    def test_treats_every_purpose_as_text(self, at_work: FlaskClient, draft: str):
        found = {}
        for row in TEXTS:
            fields: dict[str, str | bytes] = {"requested": "5000000", "purpose": row.text}
            answer = send_raw(at_work, f"{draft}/bagian", fields)
            assert answer.status_code in {303, 422}, row
            db.session.expire_all()
            is_kept = answer.status_code == 303
            assert bool(beside(answer.text, "purpose")) != is_kept, row
            found[row] = lines()[-1].purpose if is_kept else None

        assert found == {
            row: outcome_expected(row, limit=PURPOSE_LIMIT, takes_lines=True) for row in TEXTS
        }

    def test_is_refused_to_whoever_has_one_elsewhere(
        self, at_work: FlaskClient, desk: given.BankDesk, siti: given.Somebody, draft: str
    ):
        given.draft(desk, {siti: 2_000_000})

        answer = submit(at_work, f"{draft}/bagian", {"requested": "5 jt", "purpose": "Etalase"})

        assert answer.status_code == 422
        assert "Anda sudah ikut dalam pengajuan lain." in words_of(answer.text)

    def test_can_be_taken_back(self, at_work: FlaskClient, draft: str):
        submit(at_work, f"{draft}/bagian", {"requested": "5 jt", "purpose": "Etalase"})

        answer = submit(at_work, f"{draft}/bagian", to=f"{draft}/bagian/batal")

        assert answer.location == draft
        db.session.expire_all()
        assert [line.status for line in lines()] == [LineStatus.REMOVED]

    def test_cannot_be_changed_once_it_was_sent(
        self, at_work: FlaskClient, desk: given.BankDesk, siti: given.Somebody
    ):
        sent = given.submitted(desk, {siti: 5_000_000})
        form = hidden_fields(at_work.get("/saya").text)

        for method in ("GET", "POST"):
            answer = at_work.open(
                f"/pengajuan/{sent}/bagian", method=method, data={**form, "requested": "1 jt"}
            )
            assert (answer.status_code, answer.location) == (303, f"/pengajuan/{sent}")
            said = words_of(at_work.get(answer.location).text)
            assert "Pengajuan ini sudah dikirim, jadi tidak bisa diubah." in said
        at_work.post(f"/pengajuan/{sent}/bagian/batal", data=form)
        assert [(line.status, line.requested) for line in lines()] == [
            (LineStatus.READY, 5_000_000)
        ]

    def test_cannot_be_filled_any_more_once_the_draft_was_given_up(
        self, at_work: FlaskClient, draft: str
    ):
        submit(at_work, f"{draft}/batal")

        answer = at_work.get(f"{draft}/bagian")

        assert (answer.status_code, answer.location) == (303, draft)
        said = words_of(at_work.get(draft).text)
        assert "Pengajuan ini sudah berakhir, jadi tidak bisa diubah." in said


class TestSend:
    def test_says_what_stands_in_the_way(self, client: FlaskClient, desk: given.BankDesk):
        nia = given.owner("Nia Contoh", kelurahan_code=None, has_account_no=False)
        page = f"/pengajuan/{given.draft(desk, {nia: 5_000_000})}"
        sign_in(client, nia)

        shown = words_of(client.get(page).text)
        answer = submit(client, f"{page}/kirim")

        for task in (
            "2 Usaha Belum mulai",
            "4 Pelatihan Balikat Gratis.",
            "7 Rekening Belum mulai",
        ):
            assert task in shown
        assert "8 Periksa dan kirim Belum bisa" in shown
        for sentence in (
            "Usaha belum diisi. Isi bagian Usaha.",
            "Nomor rekening belum diisi. Isi bagian Rekening.",
            "Pelatihan Balikat belum tercatat. Ikut kelas Balikat dulu, gratis.",
        ):
            assert sentence in words_of(answer.text)
        assert answer.status_code == 422
        assert applications()[0].status is ApplicationStatus.DRAFT

    def test_is_refused_without_an_own_part(self, at_work: FlaskClient, draft: str):
        answer = submit(at_work, f"{draft}/kirim")

        assert answer.status_code == 422
        assert applications()[0].status is ApplicationStatus.DRAFT

    def test_leads_to_the_proof_with_its_number(
        self, at_work: FlaskClient, desk: given.BankDesk, siti: given.Somebody
    ):
        page = f"/pengajuan/{given.draft(desk, {siti: 5_000_000})}"

        answer = submit(at_work, f"{page}/kirim")

        assert (answer.status_code, answer.location) == (303, f"{page}/bukti")
        proof = words_of(at_work.get(f"{page}/bukti").text)
        assert applications()[0].reference_no in proof
        assert "Terkirim 23 November 2026, 12.00 WIB" in proof
        assert "lima juta rupiah" in proof
        assert "Nama Siti Contoh NIK 1571••••••••" in proof

    def test_happens_once_when_it_is_sent_twice(
        self, at_work: FlaskClient, desk: given.BankDesk, siti: given.Somebody
    ):
        page = f"/pengajuan/{given.draft(desk, {siti: 5_000_000})}"
        form = hidden_fields(at_work.get(f"{page}/kirim").text)

        answers = [at_work.post(f"{page}/kirim", data=form) for _ in range(2)]

        assert {answer.status_code for answer in answers} == {303}
        assert applications()[0].status is ApplicationStatus.SUBMITTED

    def test_of_a_group_is_the_leaders(self, client: FlaskClient, desk: given.BankDesk):
        kelompok = given.group(5)
        parts = dict.fromkeys(kelompok.people[:3], 5_000_000)
        page = f"/pengajuan/{given.draft(desk, parts, product_code='kelompok')}"
        sign_in(client, kelompok.people[1])

        shown = words_of(client.get(page).text)
        answer = submit(client, f"{page}/kirim")

        assert "Dikirim oleh ketua, Siti Contoh 1." in shown
        assert answer.status_code == 422
        assert "dikirim dan dibatalkan oleh ketua" in words_of(answer.text)
        assert applications()[0].status is ApplicationStatus.DRAFT

    def test_becomes_possible_when_nothing_stands_in_the_way_any_more(
        self, client: FlaskClient, desk: given.BankDesk
    ):
        nia = given.owner("Nia Contoh", kelurahan_code=None, is_trained=True)
        page = f"/pengajuan/{given.draft(desk, {nia: 5_000_000})}"
        sign_in(client, nia)
        before = words_of(client.get(page).text)
        given.describe_business(nia.id)

        after = words_of(client.get(page).text)

        assert "2 Usaha Belum mulai" in before
        assert "2 Usaha Selesai" in after
        assert "Bisa dikirim" in after

    def test_has_no_proof_before(self, at_work: FlaskClient, draft: str):
        assert at_work.get(f"{draft}/bukti").status_code == 404


class TestOthers:
    @pytest.fixture
    def kelompok(self) -> given.Kelompok:
        return given.group(5)

    def test_are_shown_by_name_and_whether_they_are_ready(
        self, client: FlaskClient, desk: given.BankDesk
    ):
        kelompok = given.group(5, is_trained=False)
        given.train(kelompok.people[2])
        parts = dict(zip(kelompok.people[:3], (8_000_000, 5_100_000, 4_200_000), strict=True))
        page = f"/pengajuan/{given.draft(desk, parts, product_code='kelompok')}"

        html = sign_in(client, kelompok.leader).get(page).text

        shown = words_of(html)
        assert "Rina Contoh 2 Belum siap" in shown
        assert "Tono Contoh 3 Siap" in shown
        assert "Wati Contoh 4 Belum mengisi" in shown
        assert "5.100.000" not in html
        assert "4.200.000" not in html
        assert shown.count("Pelatihan Balikat") == 1

    def test_are_told_their_amounts_once_they_are_approved(
        self, client: FlaskClient, desk: given.BankDesk, kelompok: given.Kelompok
    ):
        parts = dict(zip(kelompok.people[:3], (8_000_000, 5_100_000, 4_200_000), strict=True))
        public_id = given.submitted(desk, parts, product_code="kelompok")
        sign_in(client, kelompok.leader)
        page = f"/pengajuan/{public_id}"
        before = client.get(page).text
        given.approve(desk, given.propose(desk, public_id))

        after = client.get(page).text

        assert "5.100.000" not in before
        assert "Rina Contoh 2 Rp5.100.000" in words_of(after)

    def test_say_nothing_to_a_member_who_does_not_borrow(
        self, client: FlaskClient, desk: given.BankDesk, kelompok: given.Kelompok
    ):
        parts = dict(zip(kelompok.people[:3], (8_000_000, 5_100_000, 4_200_000), strict=True))
        public_id = given.submitted(desk, parts, product_code="kelompok")
        given.approve(desk, given.propose(desk, public_id))

        page = sign_in(client, kelompok.people[4]).get(f"/pengajuan/{public_id}").text

        assert [amount for amount in ("8.000", "5.100", "4.200") if amount in page] == []
        assert "Rina Contoh" not in page

    def test_say_nothing_to_a_former_member(
        self, client: FlaskClient, desk: given.BankDesk, kelompok: given.Kelompok
    ):
        former = kelompok.people[3]
        parts = dict.fromkeys((kelompok.leader, former), 5_000_000)
        public_id = given.draft(desk, parts, product_code="kelompok")
        origination.take_back_part(actor_id=former.id, application_public_id=public_id, at=NOON)
        grouping.leave(actor_id=former.id, at=NOON)

        assert sign_in(client, former).get(f"/pengajuan/{public_id}").status_code == 404
        assert client.get(f"/pengajuan/{public_id}/bagian").status_code == 404

    def test_never_learn_why_somebody_got_nothing(
        self, client: FlaskClient, desk: given.BankDesk, kelompok: given.Kelompok
    ):
        parts = dict.fromkeys(kelompok.people[:3], 5_000_000)
        public_id = given.submitted(desk, parts, product_code="kelompok")
        given.propose(desk, public_id)
        amounts = given.amounts_of(public_id)
        refused_line = list(amounts)[1]
        underwriting.approve(
            actor_id=desk.checker.id,
            application_public_id=public_id,
            version=given.application(public_id).version,
            amounts={**amounts, refused_line: Rupiah(0)},
            reasons={
                refused_line: Reason(
                    code=ReasonCode.KREDIT_1, next_step="Bawa surat lunas.", note="Tiga bulan."
                )
            },
            key=given.key(),
            at=NOON,
        )
        page = f"/pengajuan/{public_id}"

        told = words_of(sign_in(client, kelompok.people[1]).get(page).text)
        submit(client, "/saya", to="/keluar")
        others = words_of(sign_in(client, kelompok.people[2]).get(page).text)

        said = ("Ada cicilan lain yang telat dibayar. Tiga bulan.", "Bawa surat lunas.")
        assert [sentence for sentence in said if sentence not in told] == []
        assert [sentence for sentence in said if sentence in others] == []
        assert "Rina Contoh" not in others


class TestFollowing:
    def test_goes_through_five_stages(
        self, at_work: FlaskClient, desk: given.BankDesk, siti: given.Somebody
    ):
        public_id = given.submitted(desk, {siti: 5_000_000})
        page = f"/pengajuan/{public_id}"
        found = [current(at_work, page)]
        given.propose(desk, public_id)
        found.append(current(at_work, page))
        given.approve(desk, public_id)
        found.append(current(at_work, page))
        given.consent_all(public_id)
        found.append(current(at_work, page))
        given.prepare(desk, public_id)
        found.append(current(at_work, page))

        assert found == [
            f"Diperiksa (sekarang) {SIX_DAYS} Pengajuan Anda sudah kami terima.",
            f"Diputuskan bank (sekarang) {THREE_DAYS} Bank sedang memutuskan.",
            APPROVED,
            "Tanda tangan (sekarang) Terima kasih.",
            f"Uang dikirim (sekarang) {TWO_DAYS} Perjanjian sudah ditandatangani.",
        ]

    def test_says_why_a_file_came_back_and_lets_it_be_sent_again(
        self, at_work: FlaskClient, desk: given.BankDesk, siti: given.Somebody
    ):
        public_id = given.submitted(desk, {siti: 5_000_000})
        underwriting.take_up(actor_id=desk.maker.id, application_public_id=public_id, at=NOON)
        underwriting.return_to_applicant(
            actor_id=desk.maker.id,
            application_public_id=public_id,
            reason=Reason(code=ReasonCode.USAHA_2, next_step="Telepon petugas.", note="Dua kali."),
            at=NOON,
        )

        page = words_of(at_work.get(f"/pengajuan/{public_id}").text)
        answer = submit(at_work, f"/pengajuan/{public_id}/kirim")

        assert "Tempat usaha tidak ditemukan. Catatan petugas: Dua kali. Telepon petugas." in page
        assert answer.status_code == 303
        assert given.application(public_id).status is ApplicationStatus.IN_VERIFICATION

    def test_says_on_the_first_page_why_it_was_refused_and_what_next(
        self, at_work: FlaskClient, desk: given.BankDesk, siti: given.Somebody
    ):
        public_id = given.propose(desk, given.submitted(desk, {siti: 5_000_000}))
        underwriting.reject(
            actor_id=desk.checker.id,
            application_public_id=public_id,
            reason=Reason(code=ReasonCode.MAMPU_1, next_step="Coba Rp3.000.000."),
            at=NOON,
        )

        page = words_of(at_work.get("/saya").text)

        assert "Cicilan terlalu besar dibanding sisa uang usaha." in page
        assert "Coba Rp3.000.000." in page

    def test_ends_without_a_word_of_lateness_when_the_money_comes_back(
        self, at_work: FlaskClient, desk: given.BankDesk, siti: given.Somebody
    ):
        public_id = given.submitted(desk, {siti: 5_000_000})
        given.consent_all(given.approve(desk, given.propose(desk, public_id)))
        given.disburse(desk, public_id)
        disbursement.void(
            actor_id=desk.checker.id,
            disbursement_public_id=db.session.scalars(db.select(Disbursement.public_id)).one(),
            reason_note="Rekening ditutup.",
            key=given.key(),
            at=NOON,
        )

        page = words_of(at_work.get(f"/pengajuan/{public_id}").text)
        offer = at_work.get(f"/pengajuan/{public_id}/persetujuan")
        said = words_of(at_work.get(offer.location).text)

        assert f"{given.application(public_id).reference_no} Berakhir" in page
        assert "Bagian Anda di pengajuan ini sudah berakhir. Tidak ada pinjaman" in page
        assert "lewat waktu" not in page.lower()
        assert "Waktu untuk menjawab sudah lewat" not in said


class TestWithdraw:
    def test_ends_the_application_after_asking(
        self, at_work: FlaskClient, desk: given.BankDesk, siti: given.Somebody
    ):
        public_id = given.submitted(desk, {siti: 5_000_000})
        page = f"/pengajuan/{public_id}"

        answer = submit(at_work, f"{page}/batal")

        assert (answer.status_code, answer.location) == (303, page)
        assert given.application(public_id).status is ApplicationStatus.WITHDRAWN
        assert "Dibatalkan pemohon" in words_of(at_work.get(page).text)

    def test_is_the_leaders(self, client: FlaskClient, desk: given.BankDesk):
        kelompok = given.group(5)
        public_id = given.draft(desk, {kelompok.leader: 5_000_000}, product_code="kelompok")
        page = f"/pengajuan/{public_id}/batal"
        sign_in(client, kelompok.people[1])

        answer = client.post(page, data=hidden_fields(client.get("/saya").text) | key())

        assert answer.status_code == 422
        assert given.application(public_id).status is ApplicationStatus.DRAFT

    def test_comes_too_late_once_the_money_is_on_its_way(
        self, at_work: FlaskClient, desk: given.BankDesk, siti: given.Somebody
    ):
        public_id = given.submitted(desk, {siti: 5_000_000})
        given.approve(desk, given.propose(desk, public_id))
        given.prepare(desk, given.consent_all(public_id))

        answer = at_work.get(f"/pengajuan/{public_id}/batal")

        assert answer.location == f"/pengajuan/{public_id}"
        said = words_of(at_work.get(answer.location).text)
        assert "Pengajuan ini tidak bisa dibatalkan lagi." in said


class TestForeignApplications:
    PAGES = ("", "/bagian", "/kirim", "/bukti", "/batal", "/persetujuan", "/persetujuan/tidak")

    def test_are_not_there(self, client: FlaskClient, desk: given.BankDesk, siti: given.Somebody):
        public_id = given.submitted(desk, {siti: 5_000_000})
        sign_in(client, given.owner("Tono Contoh"))
        form = hidden_fields(client.get("/saya").text) | key()

        for page in self.PAGES:
            address = f"/pengajuan/{public_id}{page}"
            answers = [client.get(address)]
            if page not in {"", "/bukti"}:
                answers.append(client.post(address, data=form))
            for answer in answers:
                assert answer.status_code == 404, address
                assert "Siti" not in answer.text
        assert given.application(public_id).status is ApplicationStatus.SUBMITTED

    def test_are_not_there_for_officers_either(
        self, client: FlaskClient, desk: given.BankDesk, siti: given.Somebody
    ):
        public_id = given.submitted(desk, {siti: 5_000_000})
        sign_in(client, desk.maker)

        found = {client.get(f"/pengajuan/{public_id}{page}").status_code for page in self.PAGES}

        assert found == {404}

    @pytest.mark.parametrize("public_id", [NOWHERE, "abc", "1 or 1=1", "9" * 300, "%00" * 22])
    def test_are_not_made_by_an_id_that_is_none(self, at_work: FlaskClient, public_id: str):
        found = {at_work.get(f"/pengajuan/{public_id}{page}").status_code for page in self.PAGES}

        assert found == {404}


def current(client: FlaskClient, page: str) -> str:
    """Return the current stage and the first sentence about it."""
    words = words_of(client.get(page).text)
    before, _, after = words.partition(" (sekarang) ")
    label = next(
        name
        for name in ("Diputuskan bank", "Diperiksa", "Tanda tangan", "Uang dikirim", "Terkirim")
        if before.endswith(name)
    )
    return f"{label} (sekarang) {after.split('. ')[0]}."


def key() -> dict[str, str]:
    """Return the key a form carries."""
    return {"idem_key": given.key()}
