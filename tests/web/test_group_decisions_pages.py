"""What a group decides on its pages, and what none of them tells anybody."""

from itertools import chain

import pytest
from flask import Flask
from flask.testing import FlaskClient

from harkat.domain.identity import phone_national
from harkat.domain.money import Rupiah
from harkat.domain.reasons import Reason, ReasonCode
from harkat.domain.statuses import ApplicationStatus, LineStatus, MembershipStatus
from harkat.extensions import db
from harkat.models.people import Person
from harkat.services import group_searching, grouping, registration, underwriting
from tests import given
from tests.groups import asked, code_of, membership_of, vote
from tests.moments import NOON
from tests.pages import beside, hidden_fields, sign_in, submit, words_of

pytestmark = pytest.mark.usefixtures("app", "noon")

GROUP_PAGES = (
    "/kelompok",
    "/kelompok/ajak",
    "/kelompok/ketua",
    "/kelompok/cari",
    "/kelompok/keluar",
    "/kelompok/pindah-bank",
    "/kelompok/mundur",
)


@pytest.fixture
def five() -> given.Kelompok:
    """A group of five."""
    return given.group(5)


class TestStanding:
    def test_says_what_the_group_can_borrow_what_is_missing_and_what_comes_next(self, app: Flask):
        four = given.group(4, is_trained=False)
        given.train(four.leader)
        leader = sign_in(app.test_client(), four.leader)

        page = words_of(leader.get("/kelompok").text)

        assert "Kelompok Anda bisa meminjam sampai Rp20.000.000 (4 anggota)." in page
        assert "Masih perlu 1 anggota lagi yang setuju" in page
        assert "ketua belum dipilih, sementara Siti Contoh 1" in page
        assert "3 anggota belum selesai pelatihan" in page
        assert "Langkah berikutnya Ajak 1 anggota lagi. Ajak anggota" in page
        member = sign_in(app.test_client(), four.people[1])
        assert "Selesaikan data Anda" in words_of(member.get("/kelompok").text)

    def test_of_a_ready_group_leads_to_the_application(self, app: Flask, five: given.Kelompok):
        for voter in five.people:
            vote(voter, five.leader)

        leader = sign_in(app.test_client(), five.leader)
        member = sign_in(app.test_client(), five.people[1])

        page = leader.get("/kelompok").text
        assert "Semua anggota sudah siap." in page
        assert 'href="/pengajuan/baru/kelompok"' in page
        assert "Tunggu Siti Contoh 1 memulai pengajuan." in words_of(member.get("/kelompok").text)


class TestLeaderPage:
    def test_counts_votes_without_saying_whose(self, app: Flask, five: given.Kelompok):
        rina = five.people[1]
        rinas_vote = membership_of(rina).public_id
        voter = sign_in(app.test_client(), five.people[2])
        empty = submit(voter, "/kelompok/ketua")
        assert (empty.status_code, beside(empty.text, "member")) == (
            422,
            "Pilih satu anggota.",
        )
        for public_id in ("x", "1 or 1=1", given.group(1).public_id):
            answer = submit(voter, "/kelompok/ketua", {"member": public_id})
            assert answer.status_code == 422, public_id

        for _twice in range(2):
            submit(voter, "/kelompok/ketua", {"member": rinas_vote})

        other = words_of(sign_in(app.test_client(), five.leader).get("/kelompok/ketua").text)
        assert "Perlu 3 suara dari 5 anggota." in other
        assert "Rina Contoh 2 1 suara" in other
        for somebody in five.people[3:]:
            vote(somebody, rina)
        page = words_of(voter.get("/kelompok").text)
        assert "Rina Contoh 2 Ketua" in page


class TestRemovalPage:
    def test_counts_votes_and_lets_the_last_one_decide(self, app: Flask, five: given.Kelompok):
        joko = five.people[4]
        page = f"/kelompok/anggota/{membership_of(joko).public_id}/keluarkan"
        clients = [sign_in(app.test_client(), person) for person in five.people]
        assert clients[4].get(page).status_code == 404

        submit(clients[0], page)
        submit(clients[0], page)
        submit(clients[1], page)
        assert "2 dari 3 suara meminta Anda keluar." in words_of(clients[4].get("/kelompok").text)
        submit(clients[0], "/kelompok", to=page.replace("/keluarkan", "/batal-keluarkan"))
        submit(clients[2], page)
        assert membership_of(joko).status is MembershipStatus.ACCEPTED
        submit(clients[3], page)

        db.session.rollback()
        assert membership_of(joko).status is MembershipStatus.REMOVED
        assert "Anda belum punya kelompok." in words_of(clients[4].get("/kelompok").text)

    def test_says_who_is_not_a_member_any_more_to_whoever_goes_back_or_taps_twice(
        self, client: FlaskClient, five: given.Kelompok
    ):
        joko = five.people[4]
        page = f"/kelompok/anggota/{membership_of(joko).public_id}/keluarkan"
        form = hidden_fields(sign_in(client, five.leader).get(page).text)
        grouping.leave(actor_id=joko.id, at=NOON)

        for method in ("GET", "POST"):
            answer = client.open(page, method=method, data=form)
            assert (answer.status_code, answer.location) == (303, "/kelompok")
            said = words_of(client.get("/kelompok").text)
            assert "Orang ini sudah bukan anggota kelompok Anda." in said

    def test_is_not_there_for_somebody_who_was_only_asked_to_come(
        self, client: FlaskClient, five: given.Kelompok
    ):
        invited = grouping.invite(
            actor_id=five.leader.id,
            group_public_id=five.public_id,
            name="Wati Baru",
            phone="+6281355556666",
            key=given.key(),
            at=NOON,
        )
        sign_in(client, five.leader)

        assert client.get(f"/kelompok/anggota/{invited}/keluarkan").status_code == 404


class TestApplicationOfTheGroup:
    def test_can_be_left_before_the_decision(self, app: Flask, five: given.Kelompok):
        parts = dict.fromkeys(five.people[:4], 3_000_000)
        public_id = given.submitted(given.bank(), parts, product_code="kelompok")
        rina = sign_in(app.test_client(), five.people[1])
        kept = submit(rina, "/kelompok/keluar")
        assert kept.status_code == 422
        assert "/kelompok/mundur" in kept.text

        answer = submit(rina, "/kelompok/mundur")

        assert answer.location == "/kelompok"
        db.session.rollback()
        assert given.application(public_id).lines[1].status is LineStatus.REMOVED
        assert submit(rina, "/kelompok/keluar").status_code == 303

    def test_moves_with_everybodys_yes(self, app: Flask, five: given.Kelompok):
        old, new = given.bank(), given.bank(slice_amount=30_000_000)
        parts = dict.fromkeys(five.people[:3], 3_000_000)
        public_id = given.submitted(old, parts, product_code="kelompok")
        clients = [sign_in(app.test_client(), person) for person in five.people]
        page = words_of(clients[1].get("/kelompok/pindah-bank").text)
        assert f"Bank {new.code} Sisa dana hampir habis" in page
        assert "30.000.000" not in page
        wrong = submit(clients[1], "/kelompok/pindah-bank", {"bank_code": old.code})
        assert (wrong.status_code, beside(wrong.text, "bank_code")) == (
            422,
            "Pilih salah satu dari daftar.",
        )

        submit(clients[1], "/kelompok/pindah-bank", {"bank_code": new.code})

        assert clients[4].get("/kelompok/pindah-bank").location == "/kelompok"
        for client in (clients[0], clients[2]):
            shown = client.get("/kelompok/pindah-bank").text
            assert "Rina Contoh 2 Setuju" in words_of(shown)
            assert "Jawab usul pindah bank" in client.get("/kelompok").text
            move = shown.split("/kelompok/pindah-bank/")[1].split("/")[0]
            submit(client, "/kelompok/pindah-bank", to=f"/kelompok/pindah-bank/{move}/setuju")
        db.session.rollback()
        moved = given.application(public_id)
        assert (moved.bank_id, moved.status) == (new.bank_id, ApplicationStatus.SUBMITTED)


class TestGroupPages:
    def test_tell_no_member_and_no_leader_anything_private(self, app: Flask, five: given.Kelompok):
        """Every page of the group, before sending and after, for the leader and a member."""
        rina = five.people[1]
        blocked_note = "ALASAN-RAHASIA-RINA"
        registration.set_payout_account(
            actor_id=rina.id,
            bank_name="Bank Rahasia",
            account_no="998877665544",
            holder=rina.name,
            key=given.key(),
            at=NOON,
        )
        seeker, asker = given.owner("Tono Sirri"), given.owner("Wati Mengaju")
        group_searching.seek_members(
            actor_id=five.leader.id, group_public_id=five.public_id, wanted=3, at=NOON
        )
        group_searching.seek_group(actor_id=seeker.id, at=NOON)
        asked(asker, code_of(five))
        desk = given.bank()
        parts = dict.fromkeys(five.people[:4], 3_000_000) | {rina: 2_765_432}
        public_id = given.submitted(desk, parts, product_code="kelompok")
        underwriting.take_up(actor_id=desk.maker.id, application_public_id=public_id, at=NOON)
        amounts = given.amounts_of(public_id)
        line = next(
            line.public_id
            for line in given.application(public_id).lines
            if line.person_id == rina.person_id
        )
        underwriting.propose(
            actor_id=desk.maker.id,
            application_public_id=public_id,
            version=given.application(public_id).version,
            amounts={**amounts, line: Rupiah(0)},
            reasons={
                line: Reason(code=ReasonCode.KREDIT_1, next_step=blocked_note, note=blocked_note)
            },
            key=given.key(),
            at=NOON,
        )
        secrets = {
            blocked_note,
            "cicilan lain yang telat",
            "998877665544",
            "Bank Rahasia",
            "2.765.432",
            "Jalan Contoh",
            "Warung Contoh",
            "Sirri",
            *chain.from_iterable(secrets_of(person) for person in (rina, seeker, asker)),
        }

        for somebody in (five.leader, five.people[2], five.people[4]):
            client = sign_in(app.test_client(), somebody)
            for page in (
                *GROUP_PAGES,
                f"/kelompok/anggota/{membership_of(rina).public_id}/keluarkan",
            ):
                text = client.get(page).text
                assert [secret for secret in secrets if secret in text] == [], (page, somebody)

    def test_are_not_there_for_somebody_elses_group(
        self, client: FlaskClient, five: given.Kelompok
    ):
        sign_in(client, given.group(2).leader)
        gone, member = (membership_of(five.people[number]).public_id for number in (4, 1))
        grouping.leave(actor_id=five.people[4].id, at=NOON)

        for public_id in (member, gone):
            assert client.get(f"/kelompok/anggota/{public_id}/keluarkan").status_code == 404


def secrets_of(somebody: given.Somebody) -> list[str]:
    person = db.session.get_one(Person, somebody.person_id)
    return [
        somebody.nik,
        somebody.phone,
        somebody.phone.removeprefix("+62"),
        phone_national(somebody.phone),
        person.public_id,
    ]
