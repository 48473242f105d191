"""The group's pages: who is in it, who is asked, and what nobody in it may see."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from time_machine import Traveller
from werkzeug.test import TestResponse

from harkat.domain.joint_liability import LIABILITY_TEXT_VERSION
from harkat.domain.statuses import GroupStatus, LineStatus, MembershipStatus
from harkat.extensions import db
from harkat.models.group import GroupMember, LoanGroup
from harkat.services import grouping
from harkat.web.agreed_texts import JOINT_LIABILITY
from tests import given
from tests.moments import NOON
from tests.pages import beside, hidden_fields, sign_in, submit, typed, words_of
from tests.web.hostile_texts import TEXTS, outcome_expected, send_raw

pytestmark = pytest.mark.usefixtures("app", "noon")

GROUP_NAME_LIMIT = 80
NOWHERE = "x" * 22


def groups() -> list[LoanGroup]:
    return list(db.session.scalars(db.select(LoanGroup).order_by(LoanGroup.id)))


def members(*statuses: MembershipStatus) -> list[GroupMember]:
    return list(
        db.session.scalars(
            db.select(GroupMember)
            .where(GroupMember.status.in_(statuses or tuple(MembershipStatus)))
            .order_by(GroupMember.id)
        )
    )


def invite(kelompok: given.Kelompok, somebody: given.Somebody, *, at=NOON) -> str:
    return grouping.invite(
        actor_id=kelompok.leader.id,
        group_public_id=kelompok.public_id,
        name="Orang Contoh",
        phone=somebody.phone,
        key=given.key(),
        at=at,
    )


def is_told_that_it_is_over(client: FlaskClient, answer: TestResponse) -> bool:
    """Tell whether an answer leads to the group, which says that the invitation is over."""
    is_led = (answer.status_code, answer.location) == (303, "/kelompok")
    over = "Ajakan ini sudah dijawab, ditarik, atau lewat waktu."
    return is_led and over in words_of(client.get("/kelompok").text)


class TestFoundGroup:
    def test_makes_the_founder_its_leader(self, client: FlaskClient):
        sign_in(client, given.owner("Siti Contoh"))

        answer = submit(client, "/kelompok", {"name": "Mawar"})

        assert (answer.status_code, answer.location) == (303, "/kelompok")
        page = words_of(client.get("/kelompok").text)
        assert "Kelompok Mawar" in page
        assert "Siti Contoh (Anda) Ketua sementara" in page
        assert "Masih perlu 4 anggota lagi yang setuju" in page

    def test_asks_for_the_business_first(self, client: FlaskClient):
        sign_in(client, given.owner(kelurahan_code=None))

        answer = submit(client, "/kelompok", {"name": "Mawar"})

        assert answer.status_code == 422
        assert "Isi bagian Usaha dulu." in words_of(answer.text)
        assert typed(answer.text, "name") == "Mawar"
        assert groups() == []

    def test_happens_once_when_its_form_is_sent_twice(self, client: FlaskClient):
        sign_in(client, given.owner())
        form = {**hidden_fields(client.get("/kelompok").text), "name": "Mawar"}

        answers = [client.post("/kelompok", data=form).status_code for _ in range(2)]

        assert answers == [303, 303]
        assert len(groups()) == 1

    def test_treats_every_name_as_text(self, client: FlaskClient):
        sign_in(client, given.owner())
        found = {}
        for row in TEXTS:
            answer = send_raw(client, "/kelompok", {"name": row.text})
            assert answer.status_code in {303, 422}, row
            is_kept = answer.status_code == 303
            assert bool(beside(answer.text, "name")) != is_kept, row
            found[row] = groups()[-1].name if is_kept else None
            if is_kept:
                assert client.get("/kelompok").status_code == 200
                submit(client, "/kelompok/keluar")

        assert found == {row: outcome_expected(row, limit=GROUP_NAME_LIMIT) for row in TEXTS}


class TestInvite:
    def test_waits_for_the_answer(self, client: FlaskClient):
        kelompok = given.group(2)
        sign_in(client, kelompok.leader)

        answer = submit(client, "/kelompok/ajak", {"name": "Wati Baru", "phone": "0813 5555 6666"})

        assert (answer.status_code, answer.location) == (303, "/kelompok")
        page = words_of(client.get("/kelompok").text)
        assert "Wati Baru Menunggu jawaban" in page
        assert [member.phone for member in members(MembershipStatus.INVITED)] == ["+6281355556666"]

    def test_says_nothing_about_whether_the_number_is_registered(self, client: FlaskClient):
        kelompok = given.group(2)
        stranger = given.owner("Tono Contoh")
        sign_in(client, kelompok.leader)
        pages = []
        for phone in (stranger.phone, "0813 5555 6666"):
            submit(client, "/kelompok/ajak", {"name": "Orang", "phone": phone})
            pages.append(words_of(client.get("/kelompok").text))
            submit(client, "/kelompok", to=f"/kelompok/ajakan/{last_invitation()}/tarik")
            client.get("/kelompok")  # says that it was taken back

        assert pages[0] == pages[1]

    def test_says_beside_the_number_that_it_was_asked_before(self, client: FlaskClient):
        kelompok = given.group(2)
        sign_in(client, kelompok.leader)

        answer = submit(
            client, "/kelompok/ajak", {"name": "Rina", "phone": kelompok.people[1].phone}
        )

        assert answer.status_code == 422
        assert beside(answer.text, "phone") == (
            "Nomor HP ini sudah diajak atau sudah menjadi anggota."
        )
        assert typed(answer.text, "name") == "Rina"

    @pytest.mark.parametrize(
        ("field", "value", "sentence"),
        [
            ("name", "", "Isi nama orang yang diajak."),
            ("name", "123", "Tulis nama dengan huruf."),
            ("phone", "", "Isi nomor HP orang yang diajak."),
            ("phone", "0741 123456", "Ini bukan nomor HP. Isi nomor yang bisa menerima SMS."),
        ],
    )
    def test_says_beside_the_field_what_to_mend(
        self, client: FlaskClient, field: str, value: str, sentence: str
    ):
        sign_in(client, given.group(1).leader)
        fields = {"name": "Wati Baru", "phone": "0813 5555 6666", field: value}

        answer = submit(client, "/kelompok/ajak", fields)

        assert (answer.status_code, beside(answer.text, field)) == (422, sentence)
        assert members(MembershipStatus.INVITED) == []

    def test_is_the_leaders(self, client: FlaskClient):
        kelompok = given.group(2)
        sign_in(client, kelompok.people[1])

        answer = submit(client, "/kelompok/ajak", {"name": "Wati", "phone": "0813 5555 6666"})

        assert answer.location == "/kelompok"
        assert "Kirim ajakan" not in client.get("/kelompok/ajak").text
        assert members(MembershipStatus.INVITED) == []


class TestTakeBackInvitation:
    def test_ends_it(self, client: FlaskClient):
        kelompok = given.group(2)
        invitation = invite(kelompok, given.owner("Tono Contoh"))
        sign_in(client, kelompok.leader)

        submit(client, "/kelompok", to=f"/kelompok/ajakan/{invitation}/tarik")

        assert members(MembershipStatus.INVITED) == []

    def test_is_not_for_another_groups_leader(self, client: FlaskClient):
        invitation = invite(given.group(1), given.owner("Tono Contoh"))
        sign_in(client, given.group(1).leader)

        submit(client, "/kelompok", to=f"/kelompok/ajakan/{invitation}/tarik")

        assert len(members(MembershipStatus.INVITED)) == 1

    def test_of_nothing_changes_nothing(self, client: FlaskClient):
        sign_in(client, given.group(1).leader)

        answer = submit(client, "/kelompok", to=f"/kelompok/ajakan/{NOWHERE}/tarik")

        assert answer.location == "/kelompok"


class TestInvitation:
    @pytest.fixture
    def kelompok(self) -> given.Kelompok:
        return given.group(2)

    @pytest.fixture
    def tono(self) -> given.Somebody:
        return given.owner("Tono Contoh")

    @pytest.fixture
    def page(self, kelompok: given.Kelompok, tono: given.Somebody) -> str:
        return f"/kelompok/ajakan/{invite(kelompok, tono)}"

    def test_explains_joint_liability_in_the_version_that_is_stored(
        self, client: FlaskClient, page: str, tono: given.Somebody
    ):
        shown = words_of(sign_in(client, tono).get(page).text)

        sentences = JOINT_LIABILITY[LIABILITY_TEXT_VERSION]
        assert len(sentences) == 5
        assert [sentence for sentence in sentences if sentence not in shown] == []

    def test_is_found_on_the_first_page(self, client: FlaskClient, page: str, tono: given.Somebody):
        assert page in sign_in(client, tono).get("/saya").text

    def test_makes_a_member_of_whoever_accepts(
        self, client: FlaskClient, page: str, tono: given.Somebody
    ):
        sign_in(client, tono)

        answer = submit(client, page, {"has_read": "y"})

        assert (answer.status_code, answer.location) == (303, "/kelompok")
        assert members(MembershipStatus.ACCEPTED)[-1].person_id == tono.person_id

    def test_asks_to_read_first(self, client: FlaskClient, page: str, tono: given.Somebody):
        sign_in(client, tono)

        answer = submit(client, page)

        said = "Baca kelima kalimat itu, lalu ketuk kotak ini."
        assert (answer.status_code, beside(answer.text, "has_read")) == (422, said)
        assert len(members(MembershipStatus.ACCEPTED)) == 2

    def test_can_be_declined_and_then_is_gone(
        self, client: FlaskClient, page: str, tono: given.Somebody
    ):
        sign_in(client, tono)

        answer = submit(client, page, to=f"{page}/tolak")

        assert answer.location == "/saya"
        assert [member.status for member in members()][-1] is MembershipStatus.DECLINED
        assert is_told_that_it_is_over(client, client.get(page))

    def test_is_over_for_whoever_accepted_and_goes_back_or_taps_twice(
        self, client: FlaskClient, page: str, tono: given.Somebody
    ):
        form = hidden_fields(sign_in(client, tono).get(page).text)
        submit(client, page, {"has_read": "y"})

        assert is_told_that_it_is_over(client, client.get(page))
        assert is_told_that_it_is_over(client, client.post(page, data=form))
        assert is_told_that_it_is_over(client, client.post(page, data={**form, "has_read": "y"}))

    def test_is_over_once_the_leader_took_it_back(
        self, client: FlaskClient, kelompok: given.Kelompok, page: str, tono: given.Somebody
    ):
        grouping.take_back_invitation(
            actor_id=kelompok.leader.id, invitation_public_id=last_invitation(), at=NOON
        )
        sign_in(client, tono)

        assert is_told_that_it_is_over(client, client.get(page))

    def test_is_there_for_nobody_else(self, client: FlaskClient, page: str):
        sign_in(client, given.owner("Orang Lain"))
        form = hidden_fields(client.get("/kelompok").text)

        assert client.get(page).status_code == 404
        assert client.post(page, data=form).status_code == 404
        client.post(page, data={**form, "has_read": "y"})
        client.post(f"{page}/tolak", data=form)
        assert len(members(MembershipStatus.INVITED)) == 1

    def test_lapses(self, client: FlaskClient, page: str, tono: given.Somebody, noon: Traveller):
        noon.shift(timedelta(days=15))
        sign_in(client, tono)

        assert is_told_that_it_is_over(client, client.get(page))

    def test_is_not_for_somebody_in_another_group(self, client: FlaskClient):
        there = given.group(2)
        joined = given.group(2).people[1]
        page = f"/kelompok/ajakan/{invite(there, joined)}"
        sign_in(client, joined)

        answer = submit(client, page, {"has_read": "y"})

        assert answer.location == "/kelompok"
        said = words_of(client.get("/kelompok").text)
        assert "Anda sudah di kelompok lain. Keluar dari sana dulu." in said

    @pytest.mark.parametrize("public_id", [NOWHERE, "abc", "1 or 1=1", "9" * 300, "%00" * 22])
    def test_is_nothing_for_an_id_that_is_none(
        self, client: FlaskClient, tono: given.Somebody, public_id: str
    ):
        sign_in(client, tono)

        assert client.get(f"/kelompok/ajakan/{public_id}").status_code == 404


class TestGroupPage:
    def test_shows_names_answers_and_how_far_each_is_but_nobodys_data(self, client: FlaskClient):
        kelompok = given.group(3, is_trained=False)
        rina = kelompok.people[1]
        sign_in(client, kelompok.leader)

        page = client.get("/kelompok").text

        assert "Rina Contoh 2 Belum selesai" in words_of(page)
        secrets = (rina.nik, rina.phone, rina.phone.removeprefix("+62"), "Warung Contoh", "Jalan")
        assert [secret for secret in secrets if secret in page] == []

    def test_counts_the_own_parts_that_are_done_out_of_all(self, client: FlaskClient):
        kelompok = given.group(3, is_trained=False)
        sign_in(client, kelompok.people[1])

        assert "Data Anda baru 6 dari 7 bagian selesai." in words_of(client.get("/kelompok").text)

    def test_lets_a_member_go(self, client: FlaskClient):
        kelompok = given.group(2)
        sign_in(client, kelompok.people[1])

        answer = submit(client, "/kelompok/keluar")

        assert (answer.status_code, answer.location) == (303, "/kelompok")
        assert "Anda belum punya kelompok." in words_of(client.get("/kelompok").text)
        assert len(members(MembershipStatus.ACCEPTED)) == 1

    def test_lets_a_member_go_with_a_part_that_was_not_sent(self, client: FlaskClient):
        kelompok = given.group(5)
        draft = given.draft(given.bank(), {kelompok.leader: 5_000_000}, product_code="kelompok")
        sign_in(client, kelompok.leader)

        answer = submit(client, "/kelompok/keluar")

        assert answer.status_code == 303
        assert len(members(MembershipStatus.ACCEPTED)) == 4
        assert [line.status for line in given.application(draft).lines] == [LineStatus.REMOVED]

    def test_keeps_a_member_whose_part_is_needed(self, client: FlaskClient):
        kelompok = given.group(5)
        parts = dict.fromkeys(kelompok.people[:3], 5_000_000)
        given.submitted(given.bank(), parts, product_code="kelompok")
        sign_in(client, kelompok.leader)

        answer = submit(client, "/kelompok/keluar")

        assert answer.status_code == 422
        shown = words_of(client.get("/kelompok/keluar").text)
        assert "Mundur dulu. Mundur dari pengajuan Kembali ke kelompok" in shown
        assert "Ya, keluar" not in shown
        assert len(members(MembershipStatus.ACCEPTED)) == 5

    def test_says_what_comes_before_leaving_at_each_stage_of_a_loan(self, client: FlaskClient):
        kelompok, desk = given.group(5), given.bank()
        parts = dict.fromkeys(kelompok.people[:3], 5_000_000)
        application = given.submitted(desk, parts, product_code="kelompok")
        sign_in(client, kelompok.people[1])

        def shown() -> str:
            return words_of(client.get("/kelompok/keluar").text)

        given.approve(desk, given.propose(desk, application))
        assert "Jawab dulu: setuju atau tidak. Baca dan jawab" in shown()
        given.disburse(desk, given.consent_all(application))
        assert "setelah semua pinjaman di dalamnya lunas. Lihat pinjaman Anda" in shown()
        assert "Mundur dari pengajuan" not in shown()
        assert submit(client, "/kelompok/keluar").status_code == 422

    def test_is_dissolved_by_the_last_to_go(self, client: FlaskClient):
        sign_in(client, given.group(1).leader)

        submit(client, "/kelompok/keluar")

        assert [group.status for group in groups()] == [GroupStatus.DISSOLVED]


def last_invitation() -> str:
    return members()[-1].public_id
