"""The own part: tapping or writing an amount, choosing the length, and what it leaves over."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from time_machine import Traveller

from harkat.domain.people import LoanPurpose
from harkat.extensions import db
from harkat.models.application import ApplicationLine, LoanApplication
from harkat.services import origination, part_withdrawal
from tests import given
from tests.moments import NOON
from tests.pages import beside, hidden_fields, sign_in, submit, typed, words_of
from tests.rules import set_rule

pytestmark = pytest.mark.usefixtures("app", "noon")

TWO = "Pilih satu: ketuk jumlah, atau tulis sendiri."


@pytest.fixture
def siti() -> given.Somebody:
    return given.owner("Siti Contoh", is_trained=True)


@pytest.fixture
def page(client: FlaskClient, siti: given.Somebody) -> str:
    """Return the page of Siti's part, with Siti signed in."""
    public_id = origination.start_application(
        actor_id=siti.id,
        product_code="perorangan",
        bank_code=given.bank().code,
        instalments=12,
        key=given.key(),
        at=NOON,
    )
    sign_in(client, siti)
    return f"/pengajuan/{public_id}/bagian"


def line() -> ApplicationLine | None:
    return db.session.scalar(db.select(ApplicationLine))


class TestAmount:
    def test_is_offered_to_tap_up_to_the_ceiling(self, client: FlaskClient, page: str):
        html = client.get(page).text

        offered = [f'name="tapped" value="{number}000000"' in html for number in (1, 2, 5, 10)]
        assert offered == [True] * 4

    def test_that_was_tapped_stands_in_the_box_and_is_computed(
        self, client: FlaskClient, page: str
    ):
        answer = submit(client, page, {"tapped": "5000000", "requested": "", "hitung": "1"})

        assert answer.status_code == 200
        assert typed(answer.text, "requested") == "5.000.000"
        assert "Rp423.468 perkiraan cicilan sebulan" in words_of(answer.text)
        assert "checked" not in answer.text.split('name="tapped"')[1].split(">")[0]

    def test_is_marked_as_rupiah_and_said_in_words(self, client: FlaskClient, page: str):
        answer = submit(client, page, {"requested": "2,5 juta", "hitung": "1"})

        box = answer.text.split('name="requested"')[0].rsplit("<div", 1)[1]
        assert '<span class="part" aria-hidden="true">Rp</span>' in box
        assert "Rp2.500.000 (dua juta lima ratus ribu rupiah)" in answer.text

    def test_is_the_last_one_that_was_tapped_or_written(self, client: FlaskClient, page: str):
        first = submit(client, page, {"tapped": "5000000", "requested": "", "hitung": "1"})
        form = hidden_fields(first.text)
        fields = {**form, "purpose_kind": "stock"}

        tapped = client.post(
            page, data={**fields, "tapped": "2000000", "requested": "5.000.000", "hitung": "1"}
        )
        written = client.post(page, data={**fields, "requested": "3.500.000"})

        assert typed(tapped.text, "requested") == "2.000.000"
        assert written.status_code == 303
        stored = line()
        assert stored is not None
        assert stored.requested == 3_500_000

    @pytest.mark.parametrize("extra", [{}, {"hitung": "1"}])
    def test_is_asked_for_again_when_there_are_two(
        self, client: FlaskClient, page: str, extra: dict[str, str]
    ):
        fields = {"tapped": "2000000", "requested": "3.500.000", "purpose_kind": "stock"}

        answer = submit(client, page, {**fields, **extra})

        assert "perkiraan cicilan" not in answer.text
        assert typed(answer.text, "requested") == "3.500.000"
        assert (answer.status_code, beside(answer.text, "requested")) == (422, TWO)
        assert hidden_fields(answer.text)["shown"] == ""
        assert line() is None

    @pytest.mark.parametrize("forged", ["3000000", "-1", "abc", "9" * 30])
    def test_is_never_one_that_was_not_offered(self, client: FlaskClient, page: str, forged: str):
        answer = submit(
            client, page, {"tapped": forged, "requested": "5 jt", "purpose_kind": "stock"}
        )

        assert answer.status_code == 422
        assert line() is None


class TestRhythm:
    @pytest.mark.parametrize(
        ("every", "words"), [("week", "cicilan seminggu"), ("two_weeks", "cicilan tiap dua minggu")]
    )
    def test_of_the_loan_is_that_of_the_instalment(
        self, client: FlaskClient, siti: given.Somebody, every: str, words: str
    ):
        set_rule("every", every, product_code="perorangan")
        public_id = given.draft(given.bank(), {siti: 5_000_000})

        page = words_of(sign_in(client, siti).get(f"/pengajuan/{public_id}/bagian").text)

        assert f"perkiraan {words}, 12 kali" in page


class TestLength:
    def test_can_be_changed_by_whoever_sends(self, client: FlaskClient, page: str):
        fields = {"requested": "10 juta", "instalments": "24"}
        asked = submit(client, page, {**fields, "hitung": "1"})
        submit(client, page, {**fields, "purpose_kind": "stock"})

        assert "Rp429.812 perkiraan cicilan sebulan, 24 kali" in words_of(asked.text)
        assert db.session.scalars(db.select(LoanApplication.instalments)).one() == 24

    @pytest.mark.parametrize("forged", ["7", "0", "-12", "abc"])
    def test_is_one_of_the_products(self, client: FlaskClient, page: str, forged: str):
        fields = {"requested": "10 juta", "instalments": forged, "purpose_kind": "stock"}

        answer = submit(client, page, fields)

        assert answer.status_code == 422
        assert db.session.scalars(db.select(LoanApplication.instalments)).one() == 12

    def test_is_the_leaders_in_a_group(self, client: FlaskClient):
        kelompok = given.group(5)
        member = kelompok.people[1]
        public_id = given.draft(given.bank(), {kelompok.leader: 5_000_000}, product_code="kelompok")
        sign_in(client, member)
        page = f"/pengajuan/{public_id}/bagian"

        shown = client.get(page).text
        answer = submit(
            client, page, {"requested": "5 jt", "instalments": "24", "purpose_kind": "stock"}
        )

        assert 'name="instalments"' not in shown
        assert answer.status_code == 422
        with pytest.raises(origination.LeaderStarts):
            origination.fill_part(
                actor_id=member.id,
                application_public_id=public_id,
                requested=given.Rupiah(5_000_000),
                purpose="Etalase",
                instalments=24,
                at=NOON,
            )


class TestPurpose:
    def test_is_chosen_from_the_list_or_written(self, client: FlaskClient, page: str):
        nothing = submit(client, page, {"requested": "5 jt"})
        other = submit(client, page, {"requested": "5 jt", "purpose_kind": "other"})
        submit(
            client,
            page,
            {"requested": "5 jt", "purpose_kind": "tools", "purpose": "kompor dan wajan"},
        )

        assert [beside(answer.text, "purpose") for answer in (nothing, other)] == [
            "Tulis untuk apa uangnya."
        ] * 2
        stored = line()
        assert stored is not None
        assert (stored.purpose_kind, stored.purpose) == (LoanPurpose.TOOLS, "kompor dan wajan")


class TestWhatIsLeft:
    def test_is_said_with_the_instalment(self, client: FlaskClient, page: str):
        answer = submit(client, page, {"requested": "5 jt", "hitung": "1"})

        # 2,950,000 are left of the business before this loan.
        assert "setelah cicilan kira-kira Rp2.526.532 sebulan" in words_of(answer.text)
        assert "berat" not in answer.text

    def test_warns_and_lets_go_on_beyond_the_limit(
        self, client: FlaskClient, page: str, siti: given.Somebody
    ):
        given.state_money(siti.id, sales=300_000)
        fields = {"requested": "10 jt", "purpose_kind": "stock"}

        asked = words_of(submit(client, page, {**fields, "hitung": "1"}).text)
        stored = submit(client, page, fields)

        assert "Semua cicilan menjadi 52,24% dari hasil usaha. Sebaiknya paling banyak 35%" in asked
        assert "kira-kira kurang Rp496.937 untuk cicilan ini" in asked
        assert stored.status_code == 303

    def test_is_asked_for_while_it_is_not_known(self, client: FlaskClient):
        rina = given.owner("Rina Contoh", has_told=False)
        public_id = given.draft(given.bank(), {rina: 5_000_000})

        page = sign_in(client, rina).get(f"/pengajuan/{public_id}/bagian").text

        assert "Isi uang masuk dan keluar untuk melihat sisa uang Anda." in words_of(page)


class TestProof:
    def test_of_an_application_that_ended_promises_nothing(
        self, client: FlaskClient, siti: given.Somebody
    ):
        public_id = given.submitted(given.bank(), {siti: 5_000_000})
        origination.withdraw(actor_id=siti.id, application_public_id=public_id, at=NOON)

        proof = words_of(sign_in(client, siti).get(f"/pengajuan/{public_id}/bukti").text)

        assert "Keadaan sekarang: Dibatalkan pemohon" in proof
        assert "paling lambat" not in proof

    def test_of_a_file_that_waits_to_be_sent_anew_leads_to_it(self, client: FlaskClient):
        six = given.group(6)
        parts = dict.fromkeys(six.people[:4], 3_000_000)
        public_id = given.submitted(given.bank(), parts, product_code="kelompok")
        part_withdrawal.withdraw_part(
            actor_id=six.people[3].id, application_public_id=public_id, at=NOON
        )
        page = f"/pengajuan/{public_id}"
        sign_in(client, six.leader)

        shown = client.get(page).text
        proof = client.get(f"{page}/bukti")

        assert f"{page}/bukti" not in shown
        assert (proof.status_code, proof.location) == (303, page)
        assert "Pengajuan ini belum dikirim lagi." in words_of(client.get(page).text)

    @pytest.mark.parametrize(
        ("move", "status"),
        [
            (given.return_to_applicant, "Perlu diperbaiki"),
            (given.propose, "Diputuskan bank"),
        ],
    )
    def test_names_no_day_of_a_step_that_is_over(
        self,
        client: FlaskClient,
        siti: given.Somebody,
        move: Callable[[given.BankDesk, str], str],
        status: str,
    ):
        desk = given.bank()
        public_id = given.submitted(desk, {siti: 5_000_000})
        move(desk, public_id)

        proof = words_of(sign_in(client, siti).get(f"/pengajuan/{public_id}/bukti").text)

        assert f"Keadaan sekarang: {status}" in proof
        assert "paling lambat" not in proof

    def test_names_no_day_that_is_past(
        self, client: FlaskClient, siti: given.Somebody, noon: Traveller
    ):
        public_id = given.submitted(given.bank(), {siti: 5_000_000})
        noon.move_to(NOON + timedelta(days=9))

        proof = words_of(sign_in(client, siti).get(f"/pengajuan/{public_id}/bukti").text)

        assert "Keadaan sekarang: Terkirim" in proof
        assert "paling lambat" not in proof

    def test_of_a_mended_file_says_the_day_the_tracker_says(
        self, client: FlaskClient, siti: given.Somebody, noon: Traveller
    ):
        desk = given.bank()
        public_id = given.submitted(desk, {siti: 5_000_000})
        given.return_to_applicant(desk, public_id)
        later = NOON + timedelta(days=14)
        noon.move_to(later)
        origination.submit(
            actor_id=siti.id, application_public_id=public_id, key=given.key(), at=later
        )
        sign_in(client, siti)

        proof = words_of(client.get(f"/pengajuan/{public_id}/bukti").text)
        tracker = words_of(client.get(f"/pengajuan/{public_id}").text)

        promised = proof.split("berkas paling lambat ")[1].split(" Bisa datang")[0]
        assert "Desember 2026" in promised
        assert f"Paling lambat {promised}" in tracker

    def test_says_by_when_what_happens_and_shares_only_the_number(
        self, client: FlaskClient, siti: given.Somebody
    ):
        public_id = given.submitted(given.bank(), {siti: 5_000_000})
        sign_in(client, siti)
        number = given.application(public_id).reference_no

        html = client.get(f"/pengajuan/{public_id}/bukti").text
        again = client.get(f"/pengajuan/{public_id}/kirim")

        page = words_of(html)
        assert "Petugas memeriksa berkas paling lambat Selasa, 1 Desember 2026" in page
        assert "Semuanya paling lambat Selasa, 8 Desember 2026." in page
        assert f"Kabar kami kirim ke 0812••••{siti.phone[-3:]}." in page
        assert f'href="https://wa.me/?text=Nomor%20pengajuan%20Bank%20Harkat%3A%20{number}"' in html
        assert again.location == f"/pengajuan/{public_id}/bukti"
        assert len(html.encode()) <= 30 * 1024
