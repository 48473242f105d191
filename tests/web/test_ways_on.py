"""Every reason of the bank tells its owner what is wrong and leads to where it can be mended."""

import re
from datetime import date
from html import unescape

import pytest
from flask.testing import FlaskClient

from harkat.domain.reasons import Reason, ReasonCode
from harkat.domain.roles import Role
from harkat.services import underwriting
from harkat.web.sentences import REASONS
from tests import given
from tests.desks import help_on_pages
from tests.moments import NOON
from tests.pages import sign_in, submit, typed, words_of

pytestmark = pytest.mark.usefixtures("app", "noon")

BUTTONS = {
    ReasonCode.DOK_1: "Foto ulang KTP",
    ReasonCode.DATA_1: "Kirim foto surat",
    ReasonCode.LATIH_1: "Lihat kelas",
    ReasonCode.KREDIT_1: "Lihat jalan keluarnya",
    ReasonCode.KREDIT_2: "Lihat pinjaman Anda",
    ReasonCode.USAHA_1: "Periksa tanggal mulai usaha",
    ReasonCode.USAHA_2: "Periksa alamat usaha",
    ReasonCode.MAMPU_1: "Periksa uang masuk dan keluar",
    ReasonCode.KEL_1: "Buka kelompok",
    ReasonCode.ALAMAT_1: "Kirim foto KTP baru",
    ReasonCode.GANDA_1: "Lihat pengajuan Anda",
}
"""What the button of each reason says when nothing more is known."""


@pytest.fixture
def desk(app: object) -> given.BankDesk:  # noqa: ARG001 - the database must be there
    return given.bank()


@pytest.fixture
def siti() -> given.Somebody:
    return given.owner("Siti Contoh", is_trained=True)


def reason(code: ReasonCode) -> Reason:
    return Reason(code=code, next_step=REASONS[code].next_step)


def returned(
    desk: given.BankDesk, somebody: given.Somebody, *codes: ReasonCode, amount: int = 8_000_000
) -> str:
    public_id = given.submitted(desk, {somebody: amount})
    underwriting.take_up(actor_id=desk.maker.id, application_public_id=public_id, at=NOON)
    underwriting.return_to_applicant(
        actor_id=desk.maker.id,
        application_public_id=public_id,
        reason=reason(codes[0]),
        further=[reason(code) for code in codes[1:]],
        at=NOON,
    )
    return public_id


def refused(desk: given.BankDesk, somebody: given.Somebody, code: ReasonCode) -> str:
    public_id = given.propose(desk, given.submitted(desk, {somebody: 8_000_000}))
    underwriting.reject(
        actor_id=desk.checker.id, application_public_id=public_id, reason=reason(code), at=NOON
    )
    return public_id


def leads_to(html: str, label: str) -> str:
    found = re.search(rf'href="([^"]+)">{re.escape(label)}<', html)
    assert found is not None, label
    return unescape(found[1])


class TestReason:
    @pytest.mark.parametrize("code", list(ReasonCode))
    def test_says_what_is_wrong_and_leads_to_where_it_is_mended(
        self, client: FlaskClient, desk: given.BankDesk, siti: given.Somebody, code: ReasonCode
    ):
        public_id = returned(desk, siti, code)
        sign_in(client, siti)

        html = client.get(f"/pengajuan/{public_id}").text

        said = words_of(html)
        assert f"{REASONS[code].sentence} {REASONS[code].next_step}" in said
        assert client.get(leads_to(html, BUTTONS[code])).status_code == 200

    @pytest.mark.parametrize("code", list(ReasonCode))
    def test_leads_on_after_a_refusal_too(
        self, client: FlaskClient, desk: given.BankDesk, siti: given.Somebody, code: ReasonCode
    ):
        public_id = refused(desk, siti, code)
        sign_in(client, siti)

        html = client.get(f"/pengajuan/{public_id}").text

        assert REASONS[code].next_step in words_of(html)
        for label in (BUTTONS[code], "Pengajuan baru"):
            assert client.get(leads_to(html, label)).status_code == 200

    def test_is_not_called_the_owners_secret_before_somebody_who_helps(
        self, client: FlaskClient, desk: given.BankDesk, siti: given.Somebody
    ):
        page = f"/pengajuan/{refused(desk, siti, ReasonCode.DATA_1)}"
        secret = "Alasan ini hanya Anda yang melihat."
        alone = words_of(sign_in(client, siti).get(page).text)
        submit(client, "/saya", to="/keluar")
        helper = sign_in(client, given.staff(Role.ASSISTANT))
        help_on_pages(helper, siti)

        helped = words_of(helper.get(page).text)

        assert secret in alone
        assert REASONS[ReasonCode.DATA_1].sentence in helped
        assert secret not in helped

    @pytest.mark.parametrize(
        ("started_on", "first_day"),
        [
            (date(2026, 9, 15), "Senin, 15 Maret 2027"),
            # On the 28th only five whole months have passed: it would be too young once more.
            (date(2026, 8, 31), "Senin, 1 Maret 2027"),
        ],
    )
    def test_of_a_young_business_names_the_first_day(
        self,
        client: FlaskClient,
        desk: given.BankDesk,
        siti: given.Somebody,
        started_on: date,
        first_day: str,
    ):
        public_id = returned(desk, siti, ReasonCode.USAHA_1)
        given.describe_business(siti.id, kelurahan_code=given.LEGOK, started_on=started_on)
        sign_in(client, siti)

        said = words_of(client.get(f"/pengajuan/{public_id}").text)

        assert f"Kirim lagi mulai {first_day}." in said

    def test_of_a_second_application_opens_the_first(
        self, client: FlaskClient, desk: given.BankDesk, siti: given.Somebody
    ):
        public_id = refused(desk, siti, ReasonCode.GANDA_1)
        other = given.draft(desk, {siti: 2_000_000})
        sign_in(client, siti)

        html = client.get(f"/pengajuan/{public_id}").text

        assert leads_to(html, "Buka pengajuan itu") == f"/pengajuan/{other}"

    def test_of_a_running_loan_opens_it(
        self, client: FlaskClient, desk: given.BankDesk, siti: given.Somebody
    ):
        public_id = refused(desk, siti, ReasonCode.KREDIT_2)
        loan = given.running_loan(desk, siti)
        sign_in(client, siti)

        html = client.get(f"/pengajuan/{public_id}").text

        assert leads_to(html, "Lihat pinjaman itu") == f"/pinjaman/{loan}"


class TestSuggestedAmounts:
    """Rp350.000 are left a month, of which 70 % are Rp245.000."""

    def test_of_each_length_are_offered_and_fill_the_form(
        self, client: FlaskClient, desk: given.BankDesk, siti: given.Somebody
    ):
        public_id = returned(desk, siti, ReasonCode.MAMPU_1, amount=5_000_000)
        given.state_money(siti.id, sales=300_000)
        sign_in(client, siti)

        html = client.get(f"/pengajuan/{public_id}").text
        said = words_of(html)
        page = leads_to(html, "Pakai Rp2.800.000 selama 12 bulan")
        filled = client.get(page).text

        for words in (
            "Pakai Rp1.400.000 selama 6 bulan cicilan Rp235.379 sebulan",
            "Pakai Rp2.800.000 selama 12 bulan cicilan Rp237.142 sebulan",
            "Pakai Rp4.300.000 selama 18 bulan cicilan Rp244.603 sebulan",
            # No more than was asked, though 5,700,000 would pass.
            "Pakai Rp5.000.000 selama 24 bulan cicilan Rp214.906 sebulan",
        ):
            assert words in said, words
        assert typed(filled, "requested") == "2.800.000"
        assert "Rp237.142 perkiraan cicilan sebulan, 12 kali" in words_of(filled)
        assert "berat" not in filled

    def test_are_stored_only_when_the_owner_saves(
        self, client: FlaskClient, desk: given.BankDesk, siti: given.Somebody
    ):
        public_id = returned(desk, siti, ReasonCode.MAMPU_1)
        sign_in(client, siti)
        page = f"/pengajuan/{public_id}/bagian?jumlah=4300000&lama=18"

        client.get(page)
        before = (*given.amounts_of(public_id).values(), given.application(public_id).instalments)
        submit(
            client, page, {"requested": "4.300.000", "instalments": "18", "purpose_kind": "stock"}
        )
        after = (*given.amounts_of(public_id).values(), given.application(public_id).instalments)

        assert (before, after) == ((8_000_000, 12), (4_300_000, 18))

    @pytest.mark.parametrize(
        "asked", ["jumlah=-1", "jumlah=abc", "jumlah=99999999999999999999", "lama=7", "lama=x"]
    )
    def test_that_were_not_computed_fill_nothing(
        self, client: FlaskClient, desk: given.BankDesk, siti: given.Somebody, asked: str
    ):
        public_id = returned(desk, siti, ReasonCode.MAMPU_1)
        sign_in(client, siti)

        answer = client.get(f"/pengajuan/{public_id}/bagian?{asked}")

        assert (answer.status_code, typed(answer.text, "requested")) == (200, "8.000.000")

    def test_are_said_without_a_form_after_a_refusal(
        self, client: FlaskClient, desk: given.BankDesk, siti: given.Somebody
    ):
        public_id = refused(desk, siti, ReasonCode.MAMPU_1)
        given.state_money(siti.id, sales=300_000)
        sign_in(client, siti)

        html = client.get(f"/pengajuan/{public_id}").text

        assert "Rp2.800.000 selama 12 bulan, cicilan Rp237.142 sebulan" in words_of(html)
        assert "/bagian" not in html

    def test_never_are_what_the_bank_found_too_dear(
        self, client: FlaskClient, desk: given.BankDesk, siti: given.Somebody
    ):
        public_id = returned(desk, siti, ReasonCode.MAMPU_1)  # 2,950,000 are left: all pass
        sign_in(client, siti)

        longer = client.get(f"/pengajuan/{public_id}").text
        submit(
            client,
            f"/pengajuan/{public_id}/bagian",
            {"requested": "8 jt", "instalments": "24", "purpose_kind": "stock"},
        )
        longest = words_of(client.get(f"/pengajuan/{public_id}").text)

        assert re.findall(r"Pakai (Rp8.000.000 selama \d+ bulan)", longer) == [
            "Rp8.000.000 selama 18 bulan",
            "Rp8.000.000 selama 24 bulan",
        ]
        assert "Pakai Rp" not in longest
        assert "cicilannya bisa dibayar. Bank menilai lain." in longest

    def test_are_the_officers(
        self, client: FlaskClient, desk: given.BankDesk, siti: given.Somebody
    ):
        public_id = returned(desk, siti, ReasonCode.MAMPU_1)
        given.state_money(siti.id, sales=300_000)
        sign_in(client, desk.maker)

        said = words_of(client.get(f"/petugas/pengajuan/{public_id}").text)

        assert "Saran: sampai Rp2.800.000." in said

    def test_that_do_not_exist_are_said_with_a_way_on(
        self, client: FlaskClient, desk: given.BankDesk, siti: given.Somebody
    ):
        public_id = returned(desk, siti, ReasonCode.MAMPU_1)
        given.state_money(siti.id, sales=250_000)
        sign_in(client, siti)

        html = client.get(f"/pengajuan/{public_id}").text

        assert "belum ada jumlah yang cicilannya bisa dibayar" in words_of(html)
        assert leads_to(html, "Periksa uang masuk dan keluar") == "/saya/uang"

    def test_keep_the_length_of_a_group_for_who_does_not_send(
        self, client: FlaskClient, desk: given.BankDesk
    ):
        kelompok = given.group(5)
        parts = dict(zip(kelompok.people, (6_000_000, 6_000_000, 6_000_000), strict=False))
        public_id = given.submitted(desk, parts, product_code="kelompok")
        underwriting.take_up(actor_id=desk.maker.id, application_public_id=public_id, at=NOON)
        underwriting.return_to_applicant(
            actor_id=desk.maker.id,
            application_public_id=public_id,
            reason=reason(ReasonCode.MAMPU_1),
            at=NOON,
        )
        given.state_money(kelompok.people[1].id, sales=300_000)
        sign_in(client, kelompok.people[1])

        html = client.get(f"/pengajuan/{public_id}").text

        assert html.count("Pakai Rp") == 1
        assert "Pakai Rp2.800.000 selama 12 bulan" in words_of(html)

    def test_stand_where_an_amount_is_too_dear_before_anything_is_sent(
        self, client: FlaskClient, desk: given.BankDesk, siti: given.Somebody
    ):
        given.state_money(siti.id, sales=300_000)
        public_id = given.draft(desk, {siti: 4_000_000})
        sign_in(client, siti)

        said = words_of(client.get(f"/pengajuan/{public_id}/bagian").text)

        assert "Sebaiknya cicilan paling banyak Rp245.000 sebulan. Boleh lanjut." in said
        assert "Pakai Rp2.800.000 selama 12 bulan" in said
