"""The calculator: what a loan costs, beside what it costs elsewhere; the contract's own figures."""

import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from harkat.domain.money import format_rupiah
from harkat.domain.roles import Role
from harkat.extensions import db
from harkat.models.lender_rates import LenderRateRow
from harkat.models.loan import InstalmentRow
from harkat.services import settings
from tests import given
from tests.browsers import width_once_laid_out
from tests.moments import NOON, TODAY
from tests.pages import words_of


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    with time_machine.travel(NOON):
        yield


def set_rule(name: str, value: str) -> None:
    """Let two administrators set a rule of the group product, the one the page shows."""
    proposer, confirmer = (given.staff(Role.PROGRAM_ADMIN) for _ in range(2))
    setting_id = settings.propose_setting(
        actor_id=proposer.id,
        name=name,
        product_id=1,
        value=value,
        valid_from=TODAY,
        key=given.key(),
        at=NOON,
    )
    settings.confirm_setting(actor_id=confirmer.id, setting_id=setting_id, at=NOON)


class TestCalculator:
    def test_answers_with_the_instalment_of_the_look(self, client: FlaskClient):
        page = client.get("/hitung").text

        assert "Rp423.468" in page
        assert "Rp81.622" in page
        assert "dihitung dari sisa pinjaman" in page

    @pytest.mark.parametrize(
        ("asked", "instalment", "interest"),
        [
            ("jumlah=10000000&lama=6", "Rp1.681.280", "Rp87.682"),
            ("jumlah=10.000.000&lama=24", "Rp429.812", "Rp315.489"),
            ("jumlah=10+juta", "Rp846.937", "Rp163.244"),
            ("lama=12&utm_source=x", "Rp423.468", "Rp81.622"),
        ],
    )
    def test_counts_what_the_address_asks(
        self, client: FlaskClient, asked: str, instalment: str, interest: str
    ):
        page = client.get(f"/hitung?{asked}").text

        assert instalment in page
        assert interest in page

    @pytest.mark.parametrize(
        ("asked", "sentence", "kept"),
        [
            ("jumlah=banyak", "Tulis jumlah dengan angka, misalnya 5.000.000.", "banyak"),
            ("jumlah=11.000.000", "Paling banyak Rp10.000.000.", "11.000.000"),
            ("jumlah=100", "Paling sedikit Rp250.000.", "100"),
            ("jumlah=", "Isi jumlah dalam rupiah.", ""),
            ("jumlah=5000000&lama=7", "lama", "5000000"),
            ("jumlah=5000000&usaha=mungkin", "Pilih salah satu", "5000000"),
            ("jumlah=5000000&tawaran=101", "Paling banyak 100%.", "101"),
            ("jumlah=%22%3E%3Cscript%3E", "Tulis jumlah", "&#34;&gt;&lt;script&gt;"),
        ],
    )
    def test_keeps_what_cannot_be_read_and_says_why(
        self, client: FlaskClient, asked: str, sentence: str, kept: str
    ):
        answer = client.get(f"/hitung?{asked}")

        assert answer.status_code == 422
        assert sentence in answer.text
        assert f'value="{kept}"' in answer.text
        assert "<title>Perlu diperbaiki" in answer.text

    @pytest.mark.parametrize("written", ["5jt", "Rp5.000.000,-", "5.000 ribu"])
    def test_says_in_words_what_it_read(self, client: FlaskClient, written: str):
        page = client.get("/hitung", query_string={"jumlah": written}).text

        assert f'value="{written}"' in page
        assert '<p class="echo">Rp5.000.000 (lima juta rupiah)</p>' in page

    def test_says_what_a_flat_rate_really_costs(self, client: FlaskClient):
        set_rule("method", "flat")

        page = client.get("/hitung?jumlah=10000000&lama=12").text

        assert "Rp858.333" in page
        assert "dihitung tetap dari pinjaman awal (setara ± 5,5% menurun)" in page

    def test_compares_with_the_offer_somebody_got(self, client: FlaskClient):
        page = client.get("/hitung?jumlah=10000000&lama=12&tawaran=30").text

        assert "Tawaran itu, 30% sebulan" in page
        assert "Di tawaran itu Rp36 juta." in page
        assert "Rp36 juta" in page
        assert "(contoh)" not in page

    def test_compares_with_other_lenders_by_their_published_rates(self, client: FlaskClient):
        page = words_of(client.get("/hitung?jumlah=10000000&lama=12").text)

        assert "di sini bunganya Rp163.244. Di rentenir bisa Rp24 juta." in page
        for name, cost in (
            ("KUR Super Mikro, 3% setahun menurun", "Rp163.244"),
            ("KUR Mikro, 6% setahun menurun", "Rp327.973"),
            ("Pindar berizin, paling banyak 0,067% sehari", "Rp2.445.500"),
            ("Rentenir, 20% sebulan (contoh)", "Rp24.000.000"),
            ("Bila 3% dihitung tetap dari pinjaman awal", "Rp300.000"),
        ):
            assert name in page
            assert cost in page
        assert "Permenko Perekonomian 1/2023" in page
        assert "Dicatat 26 Nov 2026." in page

    def test_is_for_a_business_unless_somebody_says_otherwise(self, client: FlaskClient):
        assert 'value="ya" checked' in client.get("/hitung").text
        assert words_of(client.get("/hitung").text) == words_of(client.get("/hitung?usaha=ya").text)

    def test_says_that_it_lends_for_business_only_and_where_to_go_on(self, client: FlaskClient):
        page = client.get("/hitung?jumlah=10000000&lama=12&usaha=tidak").text
        words = words_of(page)

        assert "Program ini meminjamkan uang untuk usaha saja." in words
        assert 'href="/hitung?jumlah=10000000&amp;lama=12"' in page
        assert 'href="/tunggakan"' in page
        assert "Rp846.937" not in words
        assert "Di sini" not in words
        assert "wa.me" not in page

    def test_compares_what_others_ask_for_a_household(self, client: FlaskClient):
        asked = "jumlah=10000000&lama=12&usaha=tidak"
        page = words_of(client.get(f"/hitung?{asked}").text)

        assert "di tempat lain: biayanya bisa Rp3,7 juta sampai Rp24 juta." in page
        assert "Pindar berizin, paling banyak 0,1% sehari" in page
        assert "pinjaman konsumtif mulai 2026" in page
        assert "KUR" not in page
        assert "Tawaran itu, 30% sebulan" in client.get(f"/hitung?{asked}&tawaran=30").text

    def test_keeps_the_purpose_with_another_amount(self, client: FlaskClient):
        assert (
            "jumlah=2000000&amp;lama=12&amp;usaha=tidak" in client.get("/hitung?usaha=tidak").text
        )

    def test_names_the_fees_and_counts_them_in_the_comparison(self, client: FlaskClient):
        set_rule("fee_admin", "50000")

        page = words_of(client.get("/hitung?jumlah=10000000&lama=12").text)

        assert "Ditambah biaya Rp50.000 sekali, tidak dipotong" in page
        assert "di sini bunganya Rp213.244 dengan biaya." in page
        assert "Di sini Rp213.244" in page

    def test_says_that_a_bullet_loan_is_paid_back_at_the_end(self, client: FlaskClient):
        set_rule("method", "bullet")

        page = words_of(client.get("/hitung?jumlah=10000000&lama=12").text)

        assert "Pinjamannya dibayar sekaligus di akhir." in page
        assert "Rp25.000 sebulan, selama 12 bulan" in page

    def test_says_how_often_a_market_trader_would_pay(self, client: FlaskClient):
        set_rule("every", "week")

        page = words_of(client.get("/hitung?jumlah=5000000&lama=12").text)

        assert "seminggu, selama 12 minggu" in page

    def test_says_when_the_first_instalment_is_not_like_the_others(self, client: FlaskClient):
        set_rule("method", "declining_equal_principal")
        assert "cicilan pertama, lalu makin kecil, selama 12 bulan" in client.get("/hitung").text

        set_rule("principal_grace", "3")
        assert "cicilan pertama, selama 12 bulan" in client.get("/hitung").text

    def test_works_on_a_telephone_without_scripts(
        self, live_server: str, page_without_scripts: Page
    ):
        page = page_without_scripts
        page.goto(f"{live_server}/hitung")
        page.get_by_role("link", name="2 juta", exact=True).click()
        page.get_by_text("24 bulan", exact=True).click()
        page.get_by_role("button", name="Hitung").click()

        expect(page.get_by_text("Rp85.962").first).to_be_visible()
        assert width_once_laid_out(page) <= 360

    def test_says_things_in_the_order_people_ask_them(self, client: FlaskClient):
        page = words_of(client.get("/hitung?jumlah=10000000&lama=12").text)
        places = [
            page.index(words)
            for words in (
                "Rp846.937 sebulan",
                "Jumlah bunga Rp163.244",
                "Total bayar Rp10.163.244",
                "Lihat semua cicilan",
                "Kalau telat?",
                "Dibanding tempat lain",
                "Cek apakah saya bisa",
            )
        ]

        assert places == sorted(places)

    @pytest.mark.parametrize(("amount", "instalments"), [(250_000, 6), (3_333_333, 24)])
    def test_equals_the_contract_to_the_rupiah(
        self, client: FlaskClient, amount: int, instalments: int
    ):
        loan = given.loan(
            given.running_loan(
                given.bank(), given.owner(is_trained=True), amount=amount, instalments=instalments
            )
        )
        rows = db.session.scalars(
            db.select(InstalmentRow).filter_by(loan_id=loan.id).order_by(InstalmentRow.number)
        )
        signed = [
            tuple(
                format_rupiah(part)
                for part in (row.interest + row.principal, row.principal, row.interest)
            )
            for row in rows
        ]

        page = client.get(f"/hitung?jumlah={amount}&lama={instalments}").text

        table = page[page.index("Semua cicilan</caption>") : page.index("Kalau telat?")]
        cells = re.findall(r'<td[^>]*class="n"[^>]*>([^<]*)</td>', table)
        shown = [tuple(cells[at : at + 3]) for at in range(0, len(cells), 4)]
        assert len(shown) == instalments
        assert shown == signed

    def test_drops_a_rate_on_the_day_after_its_last(self, client: FlaskClient):
        db.session.execute(
            db.update(LenderRateRow)
            .where(LenderRateRow.code == "kur_mikro")
            .values(valid_until=TODAY - timedelta(days=1))
        )
        db.session.commit()

        page = client.get("/hitung?jumlah=10000000&lama=12").text

        assert "KUR Mikro," not in page
        assert "KUR Super Mikro," in page

    def test_says_that_there_is_no_penalty_or_what_it_is(self, client: FlaskClient):
        assert "Tidak ada denda telat." in client.get("/hitung").text

        set_rule("penalty_rate", "0.001")
        set_rule("penalty_grace_days", "3")
        set_rule("penalty_cap", "0.05")

        page = words_of(client.get("/hitung").text)
        assert "Denda telat 0,1% sehari." in page
        assert "Telat sampai 3 hari belum kena denda." in page
        assert "Denda paling banyak 5% dari cicilan itu." in page

    def test_can_be_sent_to_oneself_with_its_figures(self, client: FlaskClient):
        page = client.get("/hitung?jumlah=2000000&lama=6").text
        link = re.search(r'href="(https://wa\.me/[^"]*)"', page)
        assert link is not None
        text = parse_qs(urlsplit(link[1].replace("&amp;", "&")).query)["text"][0]

        shared = urlsplit(text[text.index("http") :])
        assert "Rp2.000.000" in text
        assert client.get(f"{shared.path}?{shared.query}").text == page

    @pytest.mark.parametrize("name", ["jumlah", "lama", "usaha", "tawaran"])
    def test_is_never_broken_by_an_address(self, client: FlaskClient, name: str):
        for text in ("%00", "%ff%fe", "9" * 400, "NaN", "1e9", "-1", "%3Cscript%3E", "' OR 1=1--"):
            answer = client.get(f"/hitung?{name}={text}")

            assert answer.status_code == 422, text
            assert "<script>" not in answer.text


class TestOldAddress:
    def test_leads_to_the_calculator_with_its_question(self, client: FlaskClient):
        for asked in (
            "jumlah=5000000&lama=12",
            "lama=6&tawaran=20",
            "usaha=tidak",
            "jumlah=1&jumlah=2",
        ):
            answer = client.get(f"/?{asked}&_scheme=javascript&_external=1&utm_source=x")

            assert answer.status_code == 301
            assert answer.headers["Location"] == f"/hitung?{asked}"
