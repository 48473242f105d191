"""Coming into a group by its code or by finding each other, as people meet it."""

from urllib.parse import unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from harkat.domain.join_codes import MOST_WRONG, written
from harkat.domain.joint_liability import LIABILITY_TEXT_VERSION
from harkat.domain.statuses import JoinRequestStatus, MembershipStatus
from harkat.extensions import db
from harkat.models.group import GroupMember
from harkat.models.joining import GroupCode, GroupSearch, JoinRequest, MemberSearch
from harkat.web.agreed_texts import JOINT_LIABILITY
from tests import given
from tests.groups import asked, code_of
from tests.pages import beside, hidden_fields, sign_in, submit, typed, words_of
from tests.web.hostile_texts import TEXTS, send_raw

pytestmark = pytest.mark.usefixtures("app", "noon")

NO_GROUP = "22222222"


def requests() -> list[JoinRequestStatus]:
    db.session.rollback()
    return list(db.session.scalars(db.select(JoinRequest.status).order_by(JoinRequest.id)))


def accepted() -> int:
    db.session.rollback()
    return db.session.query(GroupMember).filter_by(status=MembershipStatus.ACCEPTED).count()


@pytest.fixture
def kelompok() -> given.Kelompok:
    """A group of two."""
    return given.group(2, is_trained=False)


@pytest.fixture
def tono() -> given.Somebody:
    """Tono, who was told the code."""
    return given.owner("Tono Contoh")


class TestInvitePage:
    def test_gives_the_leader_a_code_to_say_and_a_link_to_send(
        self, client: FlaskClient, kelompok: given.Kelompok
    ):
        sign_in(client, kelompok.leader)
        answer = submit(client, "/kelompok/ajak", to="/kelompok/kode")
        assert (answer.status_code, answer.location) == (303, "/kelompok/ajak")

        page = client.get("/kelompok/ajak").text

        code = db.session.scalars(db.select(GroupCode.code)).one()
        assert written(code) in page
        assert "Berlaku sampai Rabu, 23 Desember 2026." in words_of(page)
        shared = unquote(page.split('href="https://wa.me/?text=')[1].split('"')[0])
        assert shared.endswith(f"/kelompok/gabung/{code}")

    def test_lets_members_pass_the_code_on_but_not_change_it(
        self, client: FlaskClient, kelompok: given.Kelompok
    ):
        code = code_of(kelompok)
        sign_in(client, kelompok.people[1])

        page = client.get("/kelompok/ajak").text
        answer = submit(client, "/kelompok/ketua", to="/kelompok/kode")

        assert written(code) in page
        assert "Ganti kode" not in page
        assert "Nomor HP-nya" not in page
        assert answer.location == "/kelompok"
        assert db.session.scalars(db.select(GroupCode.code)).all() == [code]


class TestLink:
    def test_leads_through_signing_in_and_back(
        self, client: FlaskClient, kelompok: given.Kelompok, tono: given.Somebody
    ):
        link = f"/kelompok/gabung/{code_of(kelompok)}"

        to = client.get(link).location
        answer = submit(
            client, to, {"phone": "0" + tono.phone[3:], "password": given.PASSWORD}, to=to
        )

        assert answer.location.rstrip("?") == link

    def test_is_remembered_while_one_registers_first(
        self, client: FlaskClient, kelompok: given.Kelompok, tono: given.Somebody
    ):
        link = f"/kelompok/gabung/{code_of(kelompok)}"
        client.get(link)
        client.get("/daftar")

        answer = submit(
            client, "/masuk", {"phone": "0" + tono.phone[3:], "password": given.PASSWORD}
        )

        assert answer.location.rstrip("?") == link

    def test_shows_the_group_and_the_five_sentences_and_asks_for_a_yes(
        self, client: FlaskClient, kelompok: given.Kelompok, tono: given.Somebody
    ):
        link = f"/kelompok/gabung/{code_of(kelompok)}"
        sign_in(client, tono)

        page = words_of(client.get(link).text)
        assert "Masuk kelompok Mawar" in page
        assert "Ketua Siti Contoh 1 Anggota 2 dari paling banyak 50 orang Kelurahan Legok" in page
        sentences = JOINT_LIABILITY[LIABILITY_TEXT_VERSION]
        assert [sentence for sentence in sentences if sentence not in page] == []

        refused = submit(client, link)
        assert refused.status_code == 422
        assert beside(refused.text, "has_read")
        assert requests() == []

    def test_asks_once_however_often_its_form_is_sent(
        self, client: FlaskClient, kelompok: given.Kelompok, tono: given.Somebody
    ):
        link = f"/kelompok/gabung/{code_of(kelompok)}"
        sign_in(client, tono)
        form = {**hidden_fields(client.get(link).text), "has_read": "y"}

        answers = [client.post(link, data=form).location for _ in range(2)]

        assert answers == ["/kelompok"] * 2
        assert requests() == [JoinRequestStatus.OPEN]
        page = words_of(client.get("/kelompok").text)
        assert "Menunggu jawaban kelompok Mawar" in page
        submit(client, "/kelompok", to=f"/kelompok/permintaan/{last_request()}/batal")
        assert requests() == [JoinRequestStatus.WITHDRAWN]

    def test_with_a_code_of_no_group_says_so(self, client: FlaskClient, tono: given.Somebody):
        sign_in(client, tono)

        answers = [client.get(f"/kelompok/gabung/{NO_GROUP}") for _ in range(MOST_WRONG + 1)]

        assert {answer.status_code for answer in answers} == {404}
        assert "Tidak ada kelompok dengan kode ini." in words_of(answers[0].text)
        assert "Terlalu sering mencoba. Coba lagi besok pukul 12.00" in words_of(answers[-1].text)


class TestCodeBox:
    def test_takes_the_code_however_it_is_written(
        self, client: FlaskClient, kelompok: given.Kelompok, tono: given.Somebody
    ):
        code = code_of(kelompok)
        sign_in(client, tono)

        for text in (written(code), code.lower(), f" {code[:3]} {code[3:]} "):
            answer = submit(client, "/kelompok/gabung", {"code": text})
            assert (answer.status_code, answer.location) == (303, f"/kelompok/gabung/{code}")

    def test_says_beside_the_box_what_is_wrong_with_any_other_text(
        self, client: FlaskClient, tono: given.Somebody
    ):
        sign_in(client, tono)
        empty = submit(client, "/kelompok/gabung", {"code": ""})
        assert beside(empty.text, "code") == "Isi kode kelompok."

        for row in TEXTS:
            answer = send_raw(client, "/kelompok/gabung", {"code": row.text})
            assert answer.status_code == 422, row
            assert beside(answer.text, "code"), row
        mistyped = submit(client, "/kelompok/gabung", {"code": "K7M4-3RP8"})
        assert "Kode ini salah tulis." in beside(mistyped.text, "code")
        assert typed(mistyped.text, "code") == "K7M4-3RP8"

    @pytest.mark.parametrize("code", ["x", "' OR 1=1", "%00" * 8, "9" * 300, "..%2f..%2fx"])
    def test_in_the_address_is_never_an_error(
        self, client: FlaskClient, tono: given.Somebody, code: str
    ):
        assert sign_in(client, tono).get(f"/kelompok/gabung/{code}").status_code == 404


class TestRequests:
    def test_are_answered_on_the_leaders_page(
        self, app: Flask, kelompok: given.Kelompok, tono: given.Somebody
    ):
        code = code_of(kelompok)
        first, second = asked(tono, code), asked(given.owner("Wati Contoh"), code)
        leader = sign_in(app.test_client(), kelompok.leader)
        page = words_of(leader.get("/kelompok").text)
        assert "2 orang ingin masuk kelompok." in page
        assert "Tono Contoh Memakai kode kelompok. Sudah setuju tanggung bersama." in page
        member = sign_in(app.test_client(), kelompok.people[1])
        assert "Tono" not in member.get("/kelompok").text
        submit(member, "/kelompok/ketua", to=f"/kelompok/permintaan/{first}/terima")
        assert accepted() == 2

        submit(leader, "/kelompok", to=f"/kelompok/permintaan/{first}/terima")
        submit(leader, "/kelompok", to=f"/kelompok/permintaan/{second}/tolak")

        assert accepted() == 3
        assert requests() == [JoinRequestStatus.ACCEPTED, JoinRequestStatus.REFUSED]


class TestSearch:
    def test_brings_a_group_and_an_owner_together(
        self, app: Flask, kelompok: given.Kelompok, tono: given.Somebody
    ):
        leader = sign_in(app.test_client(), kelompok.leader)
        seeker = sign_in(app.test_client(), tono)
        assert "Belum ada kelompok di dekat usaha Anda" in seeker.get("/kelompok/cari").text

        submit(leader, "/kelompok/cari", {"wanted": "3"}, to="/kelompok/cari/anggota")
        submit(seeker, "/kelompok/cari", to="/kelompok/cari/mulai")

        shown = words_of(seeker.get("/kelompok/cari").text)
        assert "2 anggota, mencari 3 lagi." in shown
        assert "Siti" not in shown
        found = leader.get("/kelompok/cari").text
        assert "Tono Makanan dan minuman, kelurahan Legok." in words_of(found)
        assert [text for text in ("Tono Contoh", tono.phone[3:], tono.nik) if text in found] == []

        submit(seeker, "/kelompok/cari", to=f"/kelompok/cari/{kelompok.public_id}/ajukan")
        assert "Menunggu jawaban ketua" in seeker.get("/kelompok/cari").text
        assert requests() == [JoinRequestStatus.OPEN]
        search = db.session.scalars(db.select(GroupSearch.public_id)).one()
        submit(leader, "/kelompok/cari", to=f"/kelompok/cari/{search}/ajak")
        assert f"/kelompok/ajakan/{given.invitation_of(tono)}" in seeker.get("/kelompok").text

    def test_is_switched_off_at_once(
        self, app: Flask, kelompok: given.Kelompok, tono: given.Somebody
    ):
        leader = sign_in(app.test_client(), kelompok.leader)
        seeker = sign_in(app.test_client(), tono)
        submit(leader, "/kelompok/cari", {"wanted": "3"}, to="/kelompok/cari/anggota")
        submit(seeker, "/kelompok/cari", to="/kelompok/cari/mulai")

        submit(leader, "/kelompok/cari", to="/kelompok/cari/anggota/berhenti")
        submit(seeker, "/kelompok/cari", to="/kelompok/cari/berhenti")

        db.session.rollback()
        assert db.session.query(MemberSearch).count() == db.session.query(GroupSearch).count() == 0

    @pytest.mark.parametrize(
        ("wanted", "sentence"),
        [
            ("", "Isi berapa anggota yang dicari."),
            ("0", "Isi angka 1 sampai 50."),
            ("-1", "Tulis angka bulat, misalnya 12."),
            ("49", "Tempat yang tersisa 48 orang."),
            ("9" * 400, "Isi angka 1 sampai 50."),
        ],
    )
    def test_says_beside_the_box_how_many_can_be_looked_for(
        self, client: FlaskClient, kelompok: given.Kelompok, wanted: str, sentence: str
    ):
        sign_in(client, kelompok.leader)

        answer = submit(client, "/kelompok/cari", {"wanted": wanted}, to="/kelompok/cari/anggota")

        assert (answer.status_code, beside(answer.text, "wanted")) == (422, sentence)
        assert db.session.query(MemberSearch).count() == 0


def last_request() -> str:
    return db.session.scalars(
        db.select(JoinRequest.public_id).order_by(JoinRequest.id.desc()).limit(1)
    ).one()
