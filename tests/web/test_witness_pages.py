"""The pages at a desk for somebody without a phone, and those of the witness."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from time_machine import Traveller

from harkat.domain.roles import Role
from harkat.domain.statuses import ApplicationStatus
from harkat.domain.witnessing import LIFE
from harkat.extensions import db
from harkat.models.joining import GroupCode, JoinRequest
from harkat.models.people import UserAccount
from harkat.services import consent, group_codes
from harkat.web.access import policies
from harkat.web.helping import HELPED, WITNESSED
from tests import given
from tests.moments import NOON
from tests.pages import beside, hidden_fields, sign_in, submit, typed, words_of
from tests.phones import told
from tests.web.test_access import address, rules
from tests.witnesses import NAME, NIK, TICKS, last_testimony, witness_on_pages

pytestmark = pytest.mark.usefixtures("app", "noon")

CONSENTS = {"full_name": NAME, "process_loan": "y", "check_record": "y"}
ON_ONE_DATABASE = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


@pytest.fixture
def siti() -> given.Somebody:
    """An owner without a phone."""
    return given.owner("Siti Contoh", is_trained=True, has_phone=False)


@pytest.fixture
def desk(client: FlaskClient) -> FlaskClient:
    """Rini's browser."""
    return sign_in(client, given.staff(Role.ASSISTANT, name="Rini Contoh"))


@pytest.fixture
def tono(app: Flask) -> FlaskClient:
    """The browser of the witness, on another device."""
    return sign_in(app.test_client(), given.staff(Role.TRAINING_STAFF, name="Tono Contoh"))


@pytest.fixture
def at_desk(desk: FlaskClient, tono: FlaskClient, siti: given.Somebody) -> FlaskClient:
    """Rini's browser, with Siti beside it."""
    ask(desk, siti.nik, siti.name)
    witness_on_pages(tono, siti.nik)
    assert submit(desk, "/bantu/tanpa-hp/saksi").location == "/pesan"
    return desk


def ask(desk: FlaskClient, nik: str = NIK, name: str = NAME) -> None:
    answer = submit(desk, "/bantu/tanpa-hp", {"nik": nik, "full_name": name})
    assert answer.location == "/bantu/tanpa-hp/saksi", answer.text


class TestBeginning:
    def test_waits_for_a_witness_and_shows_the_messages_first(
        self, desk: FlaskClient, tono: FlaskClient, siti: given.Somebody
    ):
        ask(desk, siti.nik, siti.name)
        waits = words_of(desk.get("/bantu/tanpa-hp/saksi").text)
        assert "Belum ada saksi. Berlaku sampai 12.30" in waits
        assert "Lihat lagi" in waits
        early = submit(desk, "/bantu/tanpa-hp/saksi")
        assert early.status_code == 422

        witness_on_pages(tono, siti.nik)
        assert "Saksi: Tono Contoh" in desk.get("/bantu/tanpa-hp/saksi").text
        begun = submit(desk, "/bantu/tanpa-hp/saksi")
        assert (begun.status_code, begun.location) == (303, "/pesan")
        shown = words_of(desk.get("/pesan").text)
        assert "Anda membantu Siti Contoh" in shown
        assert "Selamat datang di Bank Harkat" in shown

    def test_says_the_same_whoever_has_an_account(
        self, desk: FlaskClient, tono: FlaskClient, siti: given.Somebody
    ):
        budi = given.owner("Budi Contoh")
        pages = []
        for nik in (siti.nik, budi.nik, NIK):
            ask(desk, nik)
            pages.append(words_of(desk.get("/bantu/tanpa-hp/saksi").text))
            pages.append(words_of(tono.get(f"/bantu/kesaksian/{last_testimony()}").text))
        assert pages[0::2] == [pages[0]] * 3
        assert pages[1::2] == [pages[1]] * 3

    def test_with_a_phone_is_like_being_unknown(self, desk: FlaskClient, tono: FlaskClient):
        budi = given.owner("Budi Contoh")
        forms = []
        for nik in (budi.nik, NIK):
            ask(desk, nik)
            witness_on_pages(tono, nik)
            answer = submit(desk, "/bantu/tanpa-hp/saksi")
            assert answer.location == "/bantu/tanpa-hp/daftar"
            forms.append(words_of(desk.get(answer.location).text).replace(nik[-4:], ""))
        assert forms[0] == forms[1]
        assert desk.get("/saya").status_code == 404
        assert "help_without_phone" in told(budi.id)

    @pytest.mark.parametrize("nik", ["", "12", "<b>", "9" * 300, "1571064506880993\x00"])
    def test_refuses_what_is_no_nik_and_keeps_it(self, desk: FlaskClient, nik: str):
        answer = submit(desk, "/bantu/tanpa-hp", {"nik": nik, "full_name": NAME})

        assert answer.status_code == 422
        assert beside(answer.text, "nik")
        assert typed(answer.text, "full_name") == NAME

    def test_tells_why_the_witness_said_no(self, desk: FlaskClient, tono: FlaskClient):
        ask(desk)
        page = f"/bantu/kesaksian/{last_testimony()}/tidak"
        assert submit(tono, page).status_code == 422
        answer = submit(tono, page, {"reason": "not_willing", "note": "Ia <b>takut</b>."})
        assert answer.location == "/bantu/kesaksian"

        shown = desk.get("/bantu/tanpa-hp/saksi").text
        assert "Tono Contoh: Orangnya tidak setuju, atau belum paham." in words_of(shown)
        assert "<b>takut" not in shown
        assert "Lihat lagi" not in shown

    def test_is_over_after_half_an_hour(
        self, desk: FlaskClient, tono: FlaskClient, noon: Traveller
    ):
        ask(desk)
        page = f"/bantu/kesaksian/{last_testimony()}"
        for _ in range(3):
            noon.shift(LIFE / 3)
            desk.get("/bantu")
            tono.get("/bantu")

        assert "Waktunya habis" in desk.get("/bantu/tanpa-hp/saksi").text
        assert tono.get(page).location == "/bantu/kesaksian"
        assert "Tidak ada yang menunggu" in tono.get("/bantu/kesaksian").text

    def test_without_a_card_leads_back(self, desk: FlaskClient):
        for page in ("/bantu/tanpa-hp/saksi", "/bantu/tanpa-hp/daftar"):
            assert desk.get(page).location == "/bantu/tanpa-hp"


class TestRegistering:
    def come(self, desk: FlaskClient, tono: FlaskClient, nik: str = NIK) -> None:
        ask(desk, nik)
        witness_on_pages(tono, nik)
        assert submit(desk, "/bantu/tanpa-hp/saksi").location == "/bantu/tanpa-hp/daftar"

    def test_takes_a_witness_to_each_consent(self, desk: FlaskClient, tono: FlaskClient):
        self.come(desk, tono)
        asked = submit(desk, "/bantu/tanpa-hp/daftar", CONSENTS)
        assert asked.location == "/bantu/tanpa-hp/saksi", asked.text
        read = words_of(tono.get(f"/bantu/kesaksian/{last_testimony()}").text)
        assert "Bank melihat cicilan Anda di tempat lain sebelum memutuskan." in read
        assert "Nama dan foto hanya dipakai" not in read
        witness_on_pages(tono)
        opened = submit(desk, "/bantu/tanpa-hp/saksi")

        assert opened.location == "/saya"
        assert "Selamat datang, Nur Contoh" in desk.get("/saya").text
        account = db.session.query(UserAccount).filter_by(full_name=NAME).one()
        assert (account.phone, account.password_hash) == (None, None)

    def test_needs_both_consents(self, desk: FlaskClient, tono: FlaskClient):
        self.come(desk, tono)
        answer = submit(desk, "/bantu/tanpa-hp/daftar", {"full_name": NAME})

        assert answer.status_code == 422
        assert beside(answer.text, "process_loan")

    def test_of_somebody_with_a_phone_opens_nothing(self, desk: FlaskClient, tono: FlaskClient):
        budi = given.owner("Budi Contoh")
        self.come(desk, tono, budi.nik)
        submit(desk, "/bantu/tanpa-hp/daftar", CONSENTS)
        witness_on_pages(tono, budi.nik)
        answer = submit(desk, "/bantu/tanpa-hp/saksi")

        assert answer.location == "/bantu/tanpa-hp"
        shown = desk.get("/bantu/tanpa-hp").text
        assert "Pendaftaran tidak bisa diselesaikan di sini" in shown
        assert budi.name not in shown
        assert desk.get("/saya").status_code == 404


class TestWitness:
    def test_finds_what_waits_with_a_masked_name(
        self, desk: FlaskClient, tono: FlaskClient, siti: given.Somebody
    ):
        ask(desk, siti.nik, siti.name)
        shown = words_of(tono.get("/bantu/kesaksian").text)

        assert "Siti C. Mulai dibantu Rini Contoh, Pendamping 12.00" in shown
        page = tono.get(f"/bantu/kesaksian/{last_testimony()}").text
        assert siti.nik not in page
        assert "checked" not in page

    def test_is_not_whoever_asked(self, desk: FlaskClient):
        ask(desk)
        page = f"/bantu/kesaksian/{last_testimony()}"

        assert "Tidak ada yang menunggu" in desk.get("/bantu/kesaksian").text
        assert desk.get(page).status_code == 404
        token = hidden_fields(desk.get("/bantu").text)
        assert desk.post(page, data={**token, "nik": NIK, **TICKS}).status_code == 404

    @pytest.mark.parametrize("missing", list(TICKS))
    def test_ticks_each_statement(self, desk: FlaskClient, tono: FlaskClient, missing: str):
        ask(desk)
        ticks = {name: tick for name, tick in TICKS.items() if name != missing}
        answer = submit(tono, f"/bantu/kesaksian/{last_testimony()}", {"nik": NIK, **ticks})

        assert answer.status_code == 422
        assert beside(answer.text, missing)
        assert typed(answer.text, "nik") == NIK

    def test_types_the_nik_three_times_at_most(self, desk: FlaskClient, tono: FlaskClient):
        ask(desk)
        page = f"/bantu/kesaksian/{last_testimony()}"
        other = {"nik": "1571064506880001", **TICKS}
        for left in (2, 1):
            answer = submit(tono, page, other)
            assert beside(answer.text, "nik").endswith(f"Sisa {left} kali.")
        assert submit(tono, page, other).location == "/bantu/kesaksian"
        assert "tiga kali tidak sama" in tono.get("/bantu/kesaksian").text
        assert tono.get(page).location == "/bantu/kesaksian"

    def test_answers_once(self, desk: FlaskClient, tono: FlaskClient):
        ask(desk)
        page = f"/bantu/kesaksian/{last_testimony()}"
        form = hidden_fields(tono.get(page).text)
        for _ in range(2):
            answer = tono.post(page, data={**form, "nik": NIK, **TICKS})
            assert answer.location == "/bantu/kesaksian"


class TestOwnersPages:
    def test_that_take_a_witness_exist(self, app: Flask):
        assert set(policies(app)) >= WITNESSED
        assert WITNESSED.isdisjoint(HELPED)

    @ON_ONE_DATABASE
    def test_are_closed_unless_they_are_named(self, app: Flask, at_desk: FlaskClient):
        token = hidden_fields(at_desk.get("/bantu").text)["csrf_token"]
        for method in ("GET", "POST"):
            for rule in rules(app, method):
                if not rule.endpoint.startswith("applicant.") or rule.endpoint in (
                    HELPED | WITNESSED
                ):
                    continue
                answer = at_desk.open(address(rule), method=method, data={"csrf_token": token})
                assert answer.status_code in {403, 404}, rule

    def test_let_the_account_be_changed_without_a_password(self, at_desk: FlaskClient):
        answer = submit(
            at_desk,
            "/saya/rekening",
            {"bank_name": "Bank Contoh", "account_no": "7654321", "holder": "Siti Contoh"},
        )
        assert answer.status_code == 303, answer.text


class TestSending:
    @pytest.fixture
    def draft(self, siti: given.Somebody) -> str:
        return given.draft(given.bank(), {siti: 3_000_000})

    def test_takes_a_witness_who_reads_it_out(
        self, at_desk: FlaskClient, tono: FlaskClient, siti: given.Somebody, draft: str
    ):
        page = f"/pengajuan/{draft}/kirim/saksi"
        assert "Minta saksi" in at_desk.get(f"/pengajuan/{draft}/kirim").text
        asked = submit(at_desk, f"/pengajuan/{draft}/kirim")
        assert asked.location == page, asked.text
        assert "Belum ada saksi" in at_desk.get(page).text
        read = words_of(tono.get(f"/bantu/kesaksian/{last_testimony()}").text)
        assert "Rp3.000.000 (tiga juta rupiah)" in read
        witness_on_pages(tono, siti.nik)
        sent = submit(at_desk, page)

        assert sent.location == f"/pengajuan/{draft}/bukti", sent.text
        assert given.application(draft).status is ApplicationStatus.SUBMITTED
        assert "Kabarnya ada di Pesan" in at_desk.get(sent.location).text
        assert at_desk.get(page).location == f"/pengajuan/{draft}/kirim"

    def test_asks_again_for_what_was_changed(
        self, at_desk: FlaskClient, tono: FlaskClient, siti: given.Somebody, draft: str
    ):
        page = f"/pengajuan/{draft}/kirim/saksi"
        submit(at_desk, f"/pengajuan/{draft}/kirim")
        witness_on_pages(tono, siti.nik)
        form = hidden_fields(at_desk.get(page).text)
        submit(
            at_desk,
            "/saya/rekening",
            {"bank_name": "Bank Contoh", "account_no": "7654321", "holder": "Siti Contoh"},
        )
        answer = at_desk.post(page, data=form)

        assert answer.status_code == 422
        assert "isinya berubah" in answer.text
        again = submit(at_desk, page, to=f"{page}/minta")
        assert again.location == page
        assert given.application(draft).status is ApplicationStatus.DRAFT

    def test_has_no_page_for_a_code(self, at_desk: FlaskClient, draft: str):
        answer = at_desk.get(f"/pengajuan/{draft}/kirim/kode")
        assert answer.location == f"/pengajuan/{draft}/kirim"

    def test_alone_has_no_page_for_a_witness(self, client: FlaskClient):
        budi = given.owner("Budi Contoh", is_trained=True)
        draft = given.draft(given.bank(), {budi: 3_000_000})
        own = sign_in(client, budi)

        assert own.get(f"/pengajuan/{draft}/kirim/saksi").location == f"/pengajuan/{draft}/kirim"
        answer = submit(
            own, f"/pengajuan/{draft}/kirim", to=f"/pengajuan/{draft}/kirim/saksi/minta"
        )
        assert answer.location == f"/pengajuan/{draft}/kirim"


class TestConsenting:
    def test_is_asked_for_no_more_once_the_offer_is_over(
        self, app: Flask, at_desk: FlaskClient, siti: given.Somebody
    ):
        bank = given.bank()
        public_id = given.approve(
            bank, given.propose(bank, given.submitted(bank, {siti: 3_000_000}))
        )
        own_page = f"/pengajuan/{public_id}"
        page = f"{own_page}/persetujuan/saksi"
        form = hidden_fields(at_desk.get(f"{own_page}/persetujuan").text)
        consent.refuse(
            actor_id=siti.id,
            application_public_id=public_id,
            version=given.application(public_id).version,
            key=given.key(),
            at=NOON,
        )

        for method, to in (("POST", f"{page}/minta"), ("GET", page)):
            answer = at_desk.open(to, method=method, data=form)
            assert (answer.status_code, answer.location) == (303, own_page)
            said = words_of(at_desk.get(own_page).text)
            assert "Tidak ada yang perlu dijawab sekarang." in said
        stranger = sign_in(app.test_client(), given.owner("Budi Contoh"))
        assert stranger.get(page).status_code == 404


class TestJoining:
    def test_takes_a_witness_to_joint_liability(
        self, at_desk: FlaskClient, tono: FlaskClient, siti: given.Somebody
    ):
        kelompok = given.group(2)
        group_codes.make_code(
            actor_id=kelompok.leader.id,
            group_public_id=kelompok.public_id,
            key=given.key(),
            at=NOON,
        )
        code = db.session.query(GroupCode).one().code
        shown = words_of(at_desk.get("/kelompok").text)
        assert "masuk dengan kode kelompok dari ketua, di depan saksi" in shown
        assert "Buat kelompok" not in shown
        page = submit(at_desk, "/kelompok/gabung", {"code": code}).location
        assert page is not None
        assert submit(at_desk, page).status_code == 422
        asked = submit(at_desk, page, {"has_read": "y"})
        assert asked.location == f"{page}/saksi", asked.text
        assert db.session.query(JoinRequest).count() == 0
        read = words_of(tono.get(f"/bantu/kesaksian/{last_testimony()}").text)
        assert "Jika satu peminjam tidak membayar, peminjam lain ikut menanggung." in read
        witness_on_pages(tono, siti.nik)
        answer = submit(at_desk, asked.location)

        assert answer.location == "/kelompok", answer.text
        assert "Permintaan terkirim" in at_desk.get("/kelompok").text
        assert db.session.query(JoinRequest).one().person_id == siti.person_id
        assert "Sudah selesai, dengan saksi Tono Contoh" in at_desk.get(asked.location).text

    def test_alone_or_with_a_made_up_code_has_no_page(self, app: Flask, at_desk: FlaskClient):
        assert at_desk.get("/kelompok/gabung/QRST/saksi").location == "/kelompok/gabung"
        own = sign_in(app.test_client(), given.owner("Budi Contoh"))
        assert own.get("/kelompok/gabung/QRST/saksi").location == "/kelompok/gabung/QRST"


class TestBankOfficer:
    def test_is_told_that_there_is_no_phone(self, client: FlaskClient, siti: given.Somebody):
        bank = given.bank()
        file = given.submitted(bank, {siti: 3_000_000})
        maker = sign_in(client, bank.maker)
        page = f"/petugas/pengajuan/{file}"
        line = given.application(file).lines[0].public_id
        assert "tidak punya HP" in maker.get(page).text
        answer = submit(maker, page, to=f"{page}/whatsapp/{line}")
        assert answer.location == page, (answer.status_code, answer.text)
        assert "Peminjam tidak punya HP" in maker.get(page).text
        shown = submit(maker, f"{page}/identitas/{line}", {"note": "Cocokkan KTP"})
        assert siti.nik in shown.text
        assert "tidak punya HP" in words_of(shown.text)


def test_a_session_of_two_hours_needs_another_witness(at_desk: FlaskClient, noon: Traveller):
    for _ in range(13):
        noon.shift(timedelta(minutes=10))
        last = at_desk.get("/saya")
    assert last.status_code == 404
