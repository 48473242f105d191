"""The dated rules: shown in words, proposed by one person, in force by the word of another."""

from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from harkat.domain.programme_rules import SETTINGS
from harkat.domain.roles import Role
from harkat.extensions import db
from harkat.models.bank import DatedSetting
from harkat.web.admin.setting_kinds import Kind, Part
from harkat.web.admin.setting_labels import LABELS, written
from tests import given
from tests.moments import NOON
from tests.pages import hidden_fields, sign_in, submit


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    with time_machine.travel(NOON):
        yield


@pytest.fixture
def hadi(app: Flask) -> FlaskClient:
    """Hadi, who sets the programme."""
    return sign_in(app.test_client(), given.staff(Role.PROGRAM_ADMIN, name="Hadi Contoh"))


@pytest.fixture
def wati(app: Flask) -> FlaskClient:
    """Wati, who sets the programme, too."""
    return sign_in(app.test_client(), given.staff(Role.PROGRAM_ADMIN, name="Wati Contoh"))


class TestSettings:
    def stored(self) -> list[DatedSetting]:
        return list(
            db.session.scalars(
                db.select(DatedSetting)
                .where(DatedSetting.proposed_by_id.is_not(None))
                .order_by(DatedSetting.id)
            )
        )

    def propose(self, client: FlaskClient, name: str, **fields: str):
        whole = {"product": "semua", "valid_from": "2026-11-23", **fields}
        return submit(client, f"/admin/aturan/{name}", dict(whole))

    @pytest.mark.parametrize(
        ("name", "typed", "kept", "shown"),
        [
            ("annual_rate", "2,5", "0.025", "2,5%"),
            ("member_ceiling", "7,5 juta", "7500000", "Rp7.500.000"),
            ("member_ceiling", "tujuh juta", None, ""),
            ("member_ceiling", "7.500.000", "7500000", "Rp7.500.000"),
            ("consent_days", "10", "10", "10 hari"),
            ("instalment_choices", "3 6 9", "3 6 9", "3, 6, 9 kali cicilan"),
            ("instalment_choices", "enam", None, "misalnya 6 12 18 24"),
            ("instalment_choices", "0 6", None, "misalnya 6 12 18 24"),
            ("price_label", "bagi hasil", "bagi hasil", "bagi hasil"),
            ("training_rule", "none", "none", "Tanpa pelatihan"),
            ("training_rule", "nonsense", None, "Pilih"),
            ("method", "bullet", "bullet", "Dibayar di akhir"),
            ("method", "cheap", None, "Pilih"),
            ("every", "week", "week", "Tiap minggu"),
            ("day_count", "actual/365", "actual/365", "Hari sebenarnya dibagi 365"),
            ("multiple", "500", "500", "Kelipatan Rp500"),
            ("multiple", "250", None, "Pilih"),
            ("principal_grace", "2", "2", "2 kali cicilan"),
            ("fee_admin", "50.000", "50000", "Rp50.000"),
            ("due_day", "10", "10", "10"),
            ("due_day", "", "none", "tanggal uang dikirim"),
            ("due_day", "31", None, "Tulis tanggal 1 sampai 28."),
            ("bank_rate", "9", "0.09", "9%"),
            ("bank_rate", "", "none", "sama dengan bunga peminjam"),
            ("penalty_rate", "0,1", "0.001", "0,1%"),
            ("penalty_cap", "", "none", "tanpa batas"),
            ("provision_bpr", "0,5 3 10 50 100", "0.5 3 10 50 100", "0,5%, 3%, 10%, 50%, 100%"),
            ("provision_bpr", "0,5 3 10 50", None, "Tulis lima persen"),
            ("cash_in_hand_max", "2 juta", "2000000", "Rp2.000.000"),
            ("is_revolving", "yes", "yes", "Ya"),
            ("annual_rate", "101", None, "Paling banyak 100%."),
            ("consent_days", "-1", None, "Tulis angka bulat"),
        ],
    )
    def test_take_what_works_and_say_what_does(
        self, hadi: FlaskClient, name: str, typed: str, kept: str | None, shown: str
    ):
        answer = self.propose(hadi, name, value=typed)

        assert [row.value for row in self.stored()] == ([] if kept is None else [kept])
        assert answer.status_code == (422 if kept is None else 303)
        assert shown in (answer.text if kept is None else hadi.get("/admin/aturan").text)

    @pytest.mark.parametrize(
        ("ticked", "kept", "shown"),
        [
            (["nib", "id_card"], "nib id_card", "KTP, NIB (nomor izin usaha)"),
            ([], "none", "tidak ada yang wajib"),
            (["passport"], None, "Perlu diperbaiki"),
        ],
    )
    def test_say_which_photos_must_be_there(
        self, hadi: FlaskClient, ticked: list[str], kept: str | None, shown: str
    ):
        address = "/admin/aturan/documents_required"
        fields = {"product": "semua", "valid_from": "2026-11-23", "value": ticked}

        answer = submit(hadi, address, dict(fields))

        assert [row.value for row in self.stored()] == ([] if kept is None else [kept])
        assert shown in (answer.text if kept is None else hadi.get("/admin/aturan").text)

    def test_hold_once_a_second_person_agreed(self, hadi: FlaskClient, wati: FlaskClient):
        self.propose(hadi, "consent_days", value="10")
        [row] = self.stored()
        address = f"/admin/aturan/usulan/{row.id}"
        own = hadi.post(address, data={"csrf_token": token_of(hadi, "/admin/aturan/method")})
        assert "Anda yang mengusulkan" in own.text
        assert "Setujui</button>" not in hadi.get(address).text
        assert self.stored()[0].confirmed_at is None

        answers = [wati.post(address, data=hidden_fields(wati.get(address).text))]
        answers.append(
            wati.post(address, data={"csrf_token": token_of(wati, "/admin/aturan/method")})
        )

        assert [answer.status_code for answer in (own, *answers)] == [422, 303, 422]
        assert "Usulan ini sudah disetujui." in answers[1].text
        assert DatedSetting.values_on(product_id=None, on=NOON.date())["consent_days"] == "10"

    @pytest.mark.parametrize(
        ("name", "typed", "sentence"),
        [
            ("principal_grace", "6", "pinjaman Rp250.000 dengan 6 kali cicilan"),
            (
                "instalment_choices",
                "12 400",
                "Pilihan lama pinjaman: yang bisa 1 kali cicilan sampai 360 kali cicilan.",
            ),
        ],
    )
    def test_refuse_what_no_loan_can_have(
        self, hadi: FlaskClient, name: str, typed: str, sentence: str
    ):
        answer = self.propose(hadi, name, value=typed, product="kelompok")

        assert answer.status_code == 422
        assert sentence in answer.text
        assert self.stored() == []

    def test_are_not_confirmed_when_together_no_loan_can_have_them(
        self, hadi: FlaskClient, wati: FlaskClient
    ):
        for name, value in (("principal_grace", "4"), ("instalment_choices", "3 6")):
            self.propose(hadi, name, value=value, product="kelompok")
        addresses = [f"/admin/aturan/usulan/{row.id}" for row in self.stored()]
        for address in addresses:
            wati.post(address, data=hidden_fields(wati.get(address).text))

        page = wati.get("/admin/aturan").text

        assert "Belum bisa disetujui. Dengan nilai ini" in page
        assert [row.confirmed_at is not None for row in self.stored()] == [True, False]

    def test_stand_under_the_heading_of_their_part(self, hadi: FlaskClient):
        page = hadi.get("/admin/aturan").text

        assert all(page.count(f"<h3>{part}</h3>") == 1 for part in Part)
        order = [page.index(f">{title}<") for title in ("Bunga setahun", "Provisi", "Denda")]
        assert order == sorted(order)

    def test_may_differ_for_a_product(self, hadi: FlaskClient):
        self.propose(hadi, "member_ceiling", value="5000000", product="kelompok")

        [row] = self.stored()
        assert row.product_id == 1

    @pytest.mark.parametrize(
        ("name", "product"), [("is_revolving", "kelompok"), ("consent_days", "tidak-ada")]
    )
    def test_differ_only_where_it_means_something(self, hadi: FlaskClient, name: str, product: str):
        value = "yes" if name == "is_revolving" else "5"

        assert self.propose(hadi, name, value=value, product=product).status_code == 422

    def test_do_not_reach_back(self, hadi: FlaskClient):
        answer = self.propose(hadi, "consent_days", value="5", valid_from="2026-11-22")

        assert answer.status_code == 422
        assert "Aturan tidak berlaku mundur." in answer.text
        assert self.stored() == []

    @pytest.mark.parametrize("address", ["usulan/0", "usulan/abc", "usulan/-1", "tidak-ada", "%00"])
    def test_know_no_other_address(self, hadi: FlaskClient, address: str):
        assert hadi.get(f"/admin/aturan/{address}").status_code == 404

    def test_know_no_number_beyond_any(self, hadi: FlaskClient):
        assert hadi.get(f"/admin/aturan/usulan/{10**40}").status_code == 404


def token_of(client: FlaskClient, page: str) -> str:
    return hidden_fields(client.get(page).text)["csrf_token"]


class TestSettingLabels:
    def test_name_every_setting(self):
        assert list(LABELS) == list(SETTINGS)

    @pytest.mark.parametrize("name", SETTINGS)
    def test_write_the_default_in_words(self, name: str):
        words = written(name, SETTINGS[name].default)

        assert words
        assert words != SETTINGS[name].default or LABELS[name].kind is Kind.TEXT

    @pytest.mark.parametrize("name", SETTINGS)
    def test_offer_every_word_that_can_be_stored(self, name: str):
        for stored in LABELS[name].choices or {}:
            assert written(name, stored) != stored

    def test_show_what_cannot_be_read_as_it_is(self):
        assert written("annual_rate", "tiga") == "tiga"
