"""Who belongs to the group and does not borrow is asked for nothing, and read no reasons."""

import pytest
from flask.testing import FlaskClient

from harkat.domain.reasons import Reason, ReasonCode
from harkat.services import origination, underwriting
from tests import given
from tests.groups import fill_part
from tests.moments import NOON
from tests.pages import sign_in, words_of

pytestmark = pytest.mark.usefixtures("app", "noon")

NOTHING = "Yang perlu Anda lakukan: Tidak ada."
SENTENCE = "Tempat usaha tidak ditemukan."


@pytest.fixture
def desk() -> given.BankDesk:
    return given.bank()


@pytest.fixture
def kelompok() -> given.Kelompok:
    """A group of five whose leader and last member do not borrow."""
    return given.group(5)


@pytest.fixture
def public_id(desk: given.BankDesk, kelompok: given.Kelompok) -> str:
    """The group's application, sent by the leader."""
    leader = kelompok.leader
    found = origination.start_application(
        actor_id=leader.id,
        product_code="kelompok",
        bank_code=desk.code,
        instalments=12,
        key=given.key(),
        at=NOON,
    )
    for person in kelompok.people[1:4]:
        fill_part(person, found)
    origination.submit(actor_id=leader.id, application_public_id=found, key=given.key(), at=NOON)
    return found


def give_back(desk: given.BankDesk, public_id: str) -> None:
    """Let the maker give the file back for a reason that all borrowers read."""
    underwriting.take_up(actor_id=desk.maker.id, application_public_id=public_id, at=NOON)
    underwriting.return_to_applicant(
        actor_id=desk.maker.id,
        application_public_id=public_id,
        reason=Reason(code=ReasonCode.USAHA_2, next_step="Pilih jadwal baru."),
        at=NOON,
    )


class TestMember:
    @pytest.fixture
    def at_home(self, client: FlaskClient, kelompok: given.Kelompok) -> FlaskClient:
        return sign_in(client, kelompok.people[4])

    def test_is_asked_for_nothing_at_any_stage(
        self, at_home: FlaskClient, desk: given.BankDesk, public_id: str
    ):
        def shown() -> str:
            return words_of(at_home.get(f"/pengajuan/{public_id}").text)

        stages = [shown()]
        given.propose(desk, public_id)
        stages.append(shown())
        given.approve(desk, public_id)
        stages.append(shown())
        given.consent_all(public_id)
        stages.append(shown())
        given.prepare(desk, public_id)
        stages.append(shown())

        assert [stage for stage in stages if NOTHING not in stage] == []
        assert "tanda tangan. Bawa KTP" not in stages[3]
        assert "Siapa: Para peminjam dan" in stages[3]
        assert "Periksa rekening" not in stages[4]

    def test_reads_no_reason_and_is_not_asked_to_mend(
        self, at_home: FlaskClient, desk: given.BankDesk, public_id: str
    ):
        give_back(desk, public_id)

        page = words_of(at_home.get(f"/pengajuan/{public_id}").text)
        home = words_of(at_home.get("/saya").text)

        for shown in (page, home):
            assert SENTENCE not in shown
            assert NOTHING in shown
        assert "Anggota lain memperbaiki bagiannya" in page
        assert "Buka pengajuan" in home
        assert "Perbaiki" not in home


class TestLeader:
    @pytest.fixture
    def at_home(self, client: FlaskClient, kelompok: given.Kelompok) -> FlaskClient:
        return sign_in(client, kelompok.leader)

    def test_signs_all_the_same(self, at_home: FlaskClient, desk: given.BankDesk, public_id: str):
        given.approve(desk, given.propose(desk, public_id))
        given.consent_all(public_id)

        page = words_of(at_home.get(f"/pengajuan/{public_id}").text)

        assert "untuk tanda tangan. Bawa KTP." in page

    def test_reads_what_all_mend_and_sends_again_without_a_visit_to_choose(
        self, at_home: FlaskClient, desk: given.BankDesk, public_id: str
    ):
        give_back(desk, public_id)

        html = at_home.get(f"/pengajuan/{public_id}").text

        assert SENTENCE in words_of(html)
        assert "Kirim lagi kalau semua sudah siap." in words_of(html)
        assert f"/pengajuan/{public_id}/kunjungan" not in html

    def test_who_borrows_chooses_a_visit(
        self, client: FlaskClient, desk: given.BankDesk, kelompok: given.Kelompok, public_id: str
    ):
        give_back(desk, public_id)
        sign_in(client, kelompok.people[1])

        html = client.get(f"/pengajuan/{public_id}").text

        assert SENTENCE in words_of(html)
        assert client.get(f"/pengajuan/{public_id}/kunjungan").status_code == 200
        assert f"/pengajuan/{public_id}/kunjungan" in html
