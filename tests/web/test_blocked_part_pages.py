"""A blocked part on the pages: the officer's, the member's own, and what all others may know."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from harkat.domain.group_choice import BlockedChoice, GroupChoiceStatus
from harkat.domain.identity import phone_national
from harkat.domain.roles import Role
from harkat.domain.statuses import ApplicationStatus, LineStatus
from harkat.extensions import db
from harkat.services import part_withdrawal
from tests import given
from tests.blocked import SECRET, block, choice_of, choose, lift, line_of, verified
from tests.desks import help_on_pages
from tests.moments import NOON
from tests.pages import beside, hidden_fields, sign_in, submit, words_of

pytestmark = pytest.mark.usefixtures("app", "noon")

GO_ON, REPLACE, WAIT = BlockedChoice.GO_ON, BlockedChoice.REPLACE, BlockedChoice.WAIT
LAST_DAY = "Senin, 30 November 2026"


@pytest.fixture
def six() -> given.Kelompok:
    """A group of six: Siti leads, Rina's part is blocked, Joko and Lina do not borrow."""
    return given.group(6)


@pytest.fixture
def desk() -> given.BankDesk:
    """The bank that verifies."""
    return given.bank()


def own_page(public_id: str) -> str:
    return f"/pengajuan/{public_id}"


def choice_page(public_id: str) -> str:
    return f"/pengajuan/{public_id}/pilihan"


def block_page(public_id: str, somebody: given.Somebody) -> str:
    line = line_of(public_id, somebody).public_id
    return f"/petugas/pengajuan/{public_id}/bagian/{line}/tahan"


def status_of(public_id: str) -> ApplicationStatus:
    db.session.rollback()
    return given.application(public_id).status


class TestOfficersFile:
    @pytest.fixture
    def maker(self, client: FlaskClient, desk: given.BankDesk) -> FlaskClient:
        """The maker, signed in."""
        return sign_in(client, desk.maker)

    def test_blocks_one_part_with_a_reason_for_that_member(
        self, maker: FlaskClient, six: given.Kelompok, desk: given.BankDesk
    ):
        public_id = verified(desk, six)
        file = f"/petugas/pengajuan/{public_id}"
        page = block_page(public_id, six.people[1])
        assert page in maker.get(file).text
        shown = words_of(maker.get(page).text)
        assert "Hanya Rina Contoh 2 yang melihat alasan" in shown
        assert "DOK-1" not in shown

        answer = submit(maker, page, {"reason_code": "KREDIT-1", "next_step": "Bawa surat lunas."})

        assert answer.status_code == 303
        db.session.rollback()
        assert line_of(public_id, six.people[1]).status is LineStatus.BLOCKED
        after = words_of(maker.get(file).text)
        assert "Kelompok memilih sampai 30 November 2026. Waktu bank berhenti" in after
        assert "Lanjutkan bagian Rina Contoh 2" in after
        assert "Usulkan ke pemutus" not in after
        queue = words_of(maker.get("/petugas/antrean?tahap=menunggu-perbaikan").text)
        assert "Satu anggota belum bisa. Menunggu kelompok memilih." in queue
        mine = words_of(maker.get("/petugas/antrean").text)
        assert given.application(public_id).reference_no not in mine

    @pytest.mark.parametrize("code", ["", "DOK-1", "KREDIT-9"])
    def test_asks_for_a_reason_that_blocks_and_keeps_what_was_typed(
        self, maker: FlaskClient, six: given.Kelompok, desk: given.BankDesk, code: str
    ):
        public_id = verified(desk, six)

        answer = submit(
            maker,
            block_page(public_id, six.people[1]),
            {"reason_code": code, "next_step": "Bawa surat ini dulu."},
        )

        assert answer.status_code == 422
        assert beside(answer.text, "reason_code")
        assert "Bawa surat ini dulu." in answer.text
        assert status_of(public_id) is ApplicationStatus.IN_VERIFICATION

    def test_lets_a_part_go_on_again_once(
        self, maker: FlaskClient, six: given.Kelompok, desk: given.BankDesk
    ):
        public_id = verified(desk, six)
        block(desk, public_id, six.people[1])
        file = f"/petugas/pengajuan/{public_id}"
        to = block_page(public_id, six.people[1]).replace("/tahan", "/lanjutkan")

        assert submit(maker, file, to=to).status_code == 303
        assert status_of(public_id) is ApplicationStatus.IN_VERIFICATION
        assert submit(maker, file, to=to).status_code == 409
        assert "Usulkan ke pemutus" in words_of(maker.get(file).text)

    def test_of_one_person_has_no_part_to_block(self, maker: FlaskClient, desk: given.BankDesk):
        dewi = given.owner("Dewi Sendiri", is_trained=True)
        public_id = given.submitted(desk, {dewi: 3_000_000})
        file = f"/petugas/pengajuan/{public_id}"
        submit(maker, file, to=f"{file}/periksa")

        assert "Tahan bagian" not in maker.get(file).text
        assert maker.get(block_page(public_id, dewi)).status_code == 409

    def test_of_another_bank_is_not_there(self, client: FlaskClient, six: given.Kelompok):
        public_id = verified(given.bank(), six)
        stranger = sign_in(client, given.bank().maker)

        assert stranger.get(block_page(public_id, six.people[1])).status_code == 404


class TestOwnBlockedPart:
    def test_has_its_reason_and_the_way_on_for_its_owner(
        self, client: FlaskClient, six: given.Kelompok, desk: given.BankDesk
    ):
        public_id = verified(desk, six)
        block(desk, public_id, six.people[1])
        rina = sign_in(client, six.people[1])

        page = words_of(rina.get(own_page(public_id)).text)

        assert "Ada cicilan lain yang tercatat terlambat. Ini jalan keluarnya." in page
        assert "Yang bisa Anda lakukan: Bawa surat lunas." in page
        assert SECRET in page
        assert "Alasan ini hanya Anda yang melihat." in page
        assert f"Kelompok memilih paling lambat {LAST_DAY}" in page
        assert 'href="/saya/tunggakan"' in rina.get(own_page(public_id)).text
        assert "Ceritakan tunggakan saya" in words_of(rina.get("/saya/tunggakan").text)
        told = {"lender_types": ["pindar"], "wish": "keringanan"}
        assert submit(rina, "/saya/tunggakan/mulai", told).status_code == 303
        after = words_of(rina.get("/saya/tunggakan").text)
        assert "Ceritakan tunggakan" not in after
        assert "Kirim surat minta keringanan" in after
        # Whose part is blocked has no voice.
        assert rina.get(choice_page(public_id)).status_code == 303

    def test_that_was_left_out_still_says_why_and_what_next(
        self, client: FlaskClient, six: given.Kelompok, desk: given.BankDesk
    ):
        public_id = verified(desk, six)
        block(desk, public_id, six.people[1])
        choose(public_id, GO_ON, *six.people[2:4])
        rina = sign_in(client, six.people[1])

        page = words_of(rina.get(own_page(public_id)).text)

        assert "Bagian Anda tidak ikut lagi" in page
        assert "Yang bisa Anda lakukan: Bawa surat lunas." in page
        home = words_of(rina.get("/saya").text)
        assert "Bagian Anda tidak ikut lagi di pengajuan" in home
        assert "Petugas memeriksa data dan foto Anda." not in home

    def test_keeps_its_reason_in_the_banks_history(
        self, client: FlaskClient, six: given.Kelompok, desk: given.BankDesk
    ):
        public_id = verified(desk, six)
        block(desk, public_id, six.people[1])
        choose(public_id, GO_ON, *six.people[2:4])
        maker = sign_in(client, desk.maker)

        page = words_of(maker.get(f"/petugas/pengajuan/{public_id}").text)
        assert "Rina Contoh 2: Belum bisa KREDIT-1" in page
        assert "Kelompok lanjut tanpa satu anggota" in page

    def test_that_its_owner_withdrew_says_nothing_any_more(
        self, client: FlaskClient, six: given.Kelompok, desk: given.BankDesk
    ):
        public_id = verified(desk, six)
        block(desk, public_id, six.people[1])
        part_withdrawal.withdraw_part(
            actor_id=six.people[1].id, application_public_id=public_id, at=NOON
        )
        rina = sign_in(client, six.people[1])

        assert "Bagian Anda tidak ikut lagi" not in words_of(rina.get(own_page(public_id)).text)


class TestChoosing:
    def test_is_asked_of_every_other_borrower_with_the_day(
        self, app: Flask, six: given.Kelompok, desk: given.BankDesk
    ):
        public_id = verified(desk, six)
        block(desk, public_id, six.people[1])

        for voter in (six.people[0], six.people[2], six.people[3]):
            client = sign_in(app.test_client(), voter)
            page = words_of(client.get(own_page(public_id)).text)
            assert f"belum bisa Pilih langkah kelompok paling lambat {LAST_DAY}" in page
            assert choice_page(public_id) in client.get("/saya").text
            assert "Satu anggota belum bisa." in words_of(client.get("/kelompok").text)
            asked = words_of(client.get(choice_page(public_id)).text)
            assert "Perlu 2 suara dari 3 peminjam lain." in asked
            assert f"Kalau sampai {LAST_DAY} tidak ada pilihan, kelompok lanjut" in asked

    def test_notes_a_voice_lets_it_change_and_carries_out_the_majority(
        self, app: Flask, six: given.Kelompok, desk: given.BankDesk
    ):
        public_id = verified(desk, six)
        block(desk, public_id, six.people[1])
        siti, tono = (sign_in(app.test_client(), six.people[number]) for number in (0, 2))

        for wanted in (REPLACE, WAIT):
            assert submit(siti, choice_page(public_id), {"choice": str(wanted)}).status_code == 303
        assert "Ganti pilihan saya" in words_of(siti.get(own_page(public_id)).text)
        answer = submit(tono, choice_page(public_id), {"choice": str(WAIT)})

        assert choice_of(public_id).status is GroupChoiceStatus.WAITING
        shown = words_of(tono.get(answer.location).text)
        assert "Lebih dari separuh memilih ini." in shown
        assert "Menunggu sampai Rabu, 23 Desember 2026" in shown

    def test_counts_a_form_sent_twice_once(
        self, client: FlaskClient, six: given.Kelompok, desk: given.BankDesk
    ):
        public_id = verified(desk, six, borrowers=3)
        block(desk, public_id, six.people[1])
        choose(public_id, REPLACE, six.people[2])
        siti = sign_in(client, six.people[0])
        fields = hidden_fields(siti.get(choice_page(public_id)).text) | {"choice": str(REPLACE)}
        answers = [siti.post(choice_page(public_id), data=fields) for _ in range(2)]

        assert [answer.status_code for answer in answers] == [303, 303]
        assert status_of(public_id) is ApplicationStatus.NEEDS_FIX

    @pytest.mark.parametrize("choice", ["", "lanjut", "<b>"])
    def test_asks_again_without_an_answer(
        self, client: FlaskClient, six: given.Kelompok, desk: given.BankDesk, choice: str
    ):
        public_id = verified(desk, six)
        block(desk, public_id, six.people[1])
        siti = sign_in(client, six.people[0])

        answer = submit(siti, choice_page(public_id), {"choice": choice})

        assert answer.status_code == 422
        assert beside(answer.text, "choice")

    def test_does_not_offer_to_go_on_with_too_few(
        self, client: FlaskClient, six: given.Kelompok, desk: given.BankDesk
    ):
        public_id = verified(desk, six, borrowers=3)
        block(desk, public_id, six.people[1])
        siti = sign_in(client, six.people[0])

        page = siti.get(choice_page(public_id)).text
        assert 'value="go_on"' not in page
        assert "paling sedikit 3 peminjam" in words_of(page)
        answer = submit(siti, choice_page(public_id), {"choice": str(GO_ON)})
        assert answer.status_code == 422

    def test_is_not_there_for_strangers_and_members_without_a_part(
        self, app: Flask, six: given.Kelompok, desk: given.BankDesk
    ):
        public_id = verified(desk, six)
        block(desk, public_id, six.people[1])
        joko = sign_in(app.test_client(), six.people[4])
        stranger = sign_in(app.test_client(), given.owner("Dewi Lain"))

        assert joko.get(choice_page(public_id)).status_code == 303
        assert "Satu anggota belum bisa" in words_of(joko.get(own_page(public_id)).text)
        assert stranger.get(choice_page(public_id)).status_code == 404

    def test_of_a_file_that_lost_a_part_asks_the_leader_to_send_again(
        self, client: FlaskClient, six: given.Kelompok, desk: given.BankDesk
    ):
        public_id = verified(desk, six)
        block(desk, public_id, six.people[1])
        choose(public_id, REPLACE, *six.people[2:4])
        siti = sign_in(client, six.people[0])

        page = siti.get(own_page(public_id))
        assert page.status_code == 200
        assert "Satu peminjam tidak ikut lagi." in words_of(page.text)
        assert siti.get("/saya").status_code == 200

    def test_of_a_file_that_somebody_withdrew_from_opens_too(
        self, client: FlaskClient, six: given.Kelompok, desk: given.BankDesk
    ):
        public_id = verified(desk, six)
        part_withdrawal.withdraw_part(
            actor_id=six.people[3].id, application_public_id=public_id, at=NOON
        )
        siti = sign_in(client, six.people[0])

        page = words_of(siti.get(own_page(public_id)).text)
        assert "Ketua lalu mengirim lagi." in page


class TestPrivacy:
    def test_of_the_blocked_member_holds_on_every_page_and_in_every_message_of_the_others(
        self, app: Flask, six: given.Kelompok, desk: given.BankDesk
    ):
        rina = six.people[1]
        public_id = verified(desk, six)
        secrets = {
            SECRET,
            "KREDIT-1",
            "cicilan lain",
            "surat lunas",
            "tunggakan Rina",
            rina.nik,
            phone_national(rina.phone),
        }
        people = [sign_in(app.test_client(), six.people[number]) for number in (0, 2, 4)]

        def nobody_is_told() -> None:
            for client in people:
                for page in ("/saya", "/kelompok", "/pesan", own_page(public_id)):
                    answer = client.get(page)
                    assert answer.status_code == 200, page
                    assert [secret for secret in secrets if secret in answer.text] == [], page
                    told = words_of(answer.text)
                    assert "Rina Contoh 2 Belum bisa" not in told
                shown = client.get(choice_page(public_id)).text
                assert "Rina" not in shown
                assert [secret for secret in secrets if secret in shown] == []

        block(desk, public_id, rina)
        nobody_is_told()
        choose(public_id, WAIT, *six.people[2:4])
        nobody_is_told()
        lift(desk, public_id, rina)
        block(desk, public_id, rina)
        choose(public_id, GO_ON, *six.people[2:4])
        nobody_is_told()

    def test_holds_before_somebody_who_helps_the_blocked_member(
        self, client: FlaskClient, six: given.Kelompok, desk: given.BankDesk
    ):
        rina = six.people[1]
        public_id = verified(desk, six)
        block(desk, public_id, rina)
        helper = sign_in(client, given.staff(Role.ASSISTANT, name="Rini Contoh"))
        help_on_pages(helper, rina)

        for _ in range(2):
            for page in ("/saya", own_page(public_id)):
                text = helper.get(page).text
                assert "Anda membantu Rina" in words_of(text)
                for secret in (SECRET, "cicilan lain", "surat lunas", "belum bisa disetujui"):
                    assert secret not in text, page
            if status_of(public_id) is ApplicationStatus.AWAITING_GROUP:
                choose(public_id, GO_ON, *six.people[2:4])
