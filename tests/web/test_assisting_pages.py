"""The desk's pages: those of an owner stand open while that owner allows it, not all of them."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from time_machine import Traveller
from werkzeug.routing import Rule

from harkat.domain.assisting import LONGEST
from harkat.domain.roles import Permission, Role
from harkat.domain.statuses import ApplicationStatus
from harkat.extensions import db
from harkat.models.assisting import AssistedAct
from harkat.models.people import UserAccount
from harkat.models.record import AuditEvent, OutboxMessage
from harkat.sealing import lookup
from harkat.web.access import policies
from harkat.web.helping import HELPED
from tests import given
from tests.desks import help_on_pages
from tests.pages import beside, hidden_fields, sign_in, submit, words_of
from tests.phones import code_sent_to, other_than
from tests.web.test_access import address, rules

pytestmark = pytest.mark.usefixtures("app", "noon")

NEW_PHONE = "081377000002"
FIELDS = {
    "nik": "1571064506880992",
    "full_name": "Nur Contoh",
    "process_loan": "y",
    "check_record": "y",
}
ON_ONE_DATABASE = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


@pytest.fixture
def rini() -> given.Somebody:
    return given.staff(Role.ASSISTANT, name="Rini Contoh")


@pytest.fixture
def siti() -> given.Somebody:
    return given.owner("Siti Contoh", is_trained=True)


@pytest.fixture
def desk(client: FlaskClient, rini: given.Somebody) -> FlaskClient:
    """Rini's browser."""
    return sign_in(client, rini)


@pytest.fixture
def at_desk(desk: FlaskClient, siti: given.Somebody) -> FlaskClient:
    """Rini's browser, with Siti beside it."""
    help_on_pages(desk, siti)
    return desk


def owners_rules(app: Flask, method: str) -> list[Rule]:
    return [rule for rule in rules(app, method) if rule.endpoint.startswith("applicant.")]


class TestHelping:
    def test_begins_with_the_owners_code_and_says_so_on_every_page(self, at_desk: FlaskClient):
        for page in ("/saya", "/saya/usaha", "/bantu", "/akun"):
            shown = words_of(at_desk.get(page).text)
            assert "Anda membantu Siti Contoh. Dicatat atas nama Anda, sampai 14.00" in shown, page
            assert "Selesai membantu" in shown
        assert "Selamat datang, Siti Contoh" in at_desk.get("/saya").text

    def test_stores_for_the_owner_and_marks_the_assistant(
        self, at_desk: FlaskClient, siti: given.Somebody
    ):
        answer = submit(
            at_desk,
            "/saya/data-diri/alamat",
            {"kelurahan_code": given.LEGOK, "street": "Jalan Baru 9", "rt": "03"},
        )
        assert answer.status_code == 303, answer.text

        event = db.session.query(AuditEvent).order_by(AuditEvent.id.desc()).first()
        assert (event.action, event.actor_id) == ("circumstances.tell_home", siti.id)
        assert db.session.query(AssistedAct).filter_by(audit_event_id=event.id).count() == 1

    def test_of_nobody_shows_nothing(self, desk: FlaskClient, siti: given.Somebody):
        answer = desk.get("/saya")

        assert answer.status_code == 404
        assert siti.name not in answer.text

    def test_ends_by_hand_and_leaves_nothing_open(self, at_desk: FlaskClient):
        answer = submit(at_desk, "/bantu", to="/bantu/selesai")
        assert answer.location == "/bantu"

        assert at_desk.get("/saya").status_code == 404
        assert "Anda membantu" not in at_desk.get("/bantu").text

    def test_ends_by_the_owner(self, app: Flask, at_desk: FlaskClient, siti: given.Somebody):
        own = sign_in(app.test_client(), siti)
        page = own.get("/saya/dibantu").text
        assert "Rini Contoh" in page
        action = page.split('action="/saya/dibantu/')[1].split('"')[0]
        ended = submit(own, "/saya/dibantu", to=f"/saya/dibantu/{action}")
        assert ended.location == "/saya/dibantu"

        assert at_desk.get("/saya").status_code == 404

    def test_ends_after_two_hours(self, at_desk: FlaskClient, noon: Traveller):
        for _ in range(12):
            noon.shift(LONGEST / 12)
            last = at_desk.get("/saya")

        assert last.status_code == 404
        assert "Siti Contoh" not in last.text

    @pytest.mark.usefixtures("at_desk")
    def test_is_bound_to_one_browser(self, app: Flask, rini: given.Somebody):
        for somebody in (rini, given.staff(Role.ASSISTANT)):
            assert sign_in(app.test_client(), somebody).get("/saya").status_code == 404

    def test_stops_when_the_owners_account_is_closed(
        self, at_desk: FlaskClient, siti: given.Somebody
    ):
        db.session.get_one(UserAccount, siti.id).is_active = False
        db.session.commit()

        assert at_desk.get("/saya").status_code == 404

    def test_does_not_reach_another_owners_application(self, at_desk: FlaskClient):
        budi = given.owner("Budi Contoh", is_trained=True)
        draft = given.draft(given.bank(), {budi: 2_000_000})

        for page in ("", "/bagian", "/kirim", "/kirim/kode"):
            answer = at_desk.get(f"/pengajuan/{draft}{page}")
            assert answer.status_code == 404
            assert "Budi" not in answer.text

    def test_is_open_to_balikat_which_keeps_its_own_pages(
        self, client: FlaskClient, siti: given.Somebody
    ):
        teacher = sign_in(client, given.staff(Role.TRAINING_STAFF))
        help_on_pages(teacher, siti)

        assert "Siti Contoh" in teacher.get("/saya").text
        assert teacher.get("/balikat").status_code == 200


class TestOwnersPages:
    def test_that_are_open_exist(self, app: Flask):
        assert set(policies(app)) >= HELPED

    @ON_ONE_DATABASE
    def test_are_closed_unless_they_are_named(self, app: Flask, at_desk: FlaskClient):
        token = hidden_fields(at_desk.get("/bantu").text)["csrf_token"]
        for method in ("GET", "POST"):
            for rule in owners_rules(app, method):
                if rule.endpoint in HELPED:
                    continue
                answer = at_desk.open(address(rule), method=method, data={"csrf_token": token})
                assert answer.status_code in {403, 404}, rule
                if answer.status_code == 403:
                    assert "hanya untuk pemilik" in answer.text

    def test_that_bind_the_owner_are_never_open(self):
        bound = {
            "consents", "withdraw_consent", "own_data", "full_data", "data_opened", "messages",
            "correct_data", "delete_data", "offer", "send_consent_code", "refuse_offer",
            "join_group", "accept_invitation", "found_group", "invite", "leave_group",
            "choose_leader", "agreement", "agree_to_change", "withdraw", "loan", "helps",
            "end_help", "document_file", "money_arrived",
        }  # fmt: skip
        assert {page for page in bound if f"applicant.{page}" in HELPED} == set()

    def test_of_other_audiences_stay_the_assistants_own(self, app: Flask, at_desk: FlaskClient):
        policy = policies(app)
        for rule in rules(app, "GET"):
            closed = policy[rule.endpoint] not in {
                "public", "signed in", str(Permission.OWN_APPLY), str(Permission.OWNER_ASSIST),
                str(Permission.OWNER_WITNESS),
            }  # fmt: skip
            if closed:
                assert at_desk.get(address(rule)).status_code == 404, rule


class TestBeginning:
    def test_tells_nobody_whether_a_phone_has_an_account(
        self, desk: FlaskClient, siti: given.Somebody
    ):
        known = submit(desk, "/bantu", {"phone": siti.phone})
        shown = words_of(desk.get("/bantu/kode").text)
        unknown = submit(desk, "/bantu", {"phone": NEW_PHONE})

        assert (known.status_code, known.location) == (unknown.status_code, unknown.location)
        assert siti.name not in shown

    def test_refuses_a_wrong_code_and_counts(self, desk: FlaskClient, siti: given.Somebody):
        submit(desk, "/bantu", {"phone": siti.phone})
        answer = submit(desk, "/bantu/kode", {"code": other_than(code_sent_to(siti.phone) or "")})

        assert answer.status_code == 422
        assert beside(answer.text, "code") == "Kode tidak cocok. Cek SMS terakhir. Sisa 4 kali."
        assert desk.get("/saya").status_code == 404

    def test_sends_a_new_code_for_an_old_one(
        self, desk: FlaskClient, siti: given.Somebody, noon: Traveller
    ):
        submit(desk, "/bantu", {"phone": siti.phone})
        old = code_sent_to(siti.phone)
        noon.shift(timedelta(minutes=6))
        answer = submit(desk, "/bantu/kode", {"code": old})

        assert beside(answer.text, "code").startswith("Kode sudah lewat 5 menit")
        assert submit(desk, "/bantu/kode", {"code": code_sent_to(siti.phone)}).location == "/saya"

    def test_refuses_a_member_of_staff(self, desk: FlaskClient, rini: given.Somebody):
        submit(desk, "/bantu", {"phone": rini.phone})
        answer = submit(desk, "/bantu/kode", {"code": code_sent_to(rini.phone)})

        assert answer.location == "/bantu"
        assert "bukan nomor pemilik usaha" in desk.get("/bantu").text

    @pytest.mark.parametrize("phone", ["", "12", "<script>", "9" * 400, "0812\x00"])
    def test_refuses_what_is_no_number(self, desk: FlaskClient, phone: str):
        answer = submit(desk, "/bantu", {"phone": phone})

        assert answer.status_code == 422
        assert beside(answer.text, "phone")

    def test_without_a_number_leads_back(self, desk: FlaskClient):
        for page in ("/bantu/kode", "/bantu/daftar", "/bantu/daftar/kode"):
            assert desk.get(page).location == "/bantu"
        for page in ("/bantu/kode/ulang", "/bantu/daftar/kode/ulang"):
            assert submit(desk, "/bantu", to=page).location == "/bantu"

    def test_sends_again_after_a_minute(
        self, desk: FlaskClient, siti: given.Somebody, noon: Traveller
    ):
        submit(desk, "/bantu", {"phone": siti.phone})
        submit(desk, "/bantu/kode", to="/bantu/kode/ulang")
        assert "baru bisa dikirim lagi" in desk.get("/bantu/kode").text
        noon.shift(timedelta(minutes=2))
        submit(desk, "/bantu/kode", to="/bantu/kode/ulang")
        assert "sudah kami kirim ke HP pemilik" in desk.get("/bantu/kode").text


class TestRegisteringTogether:
    def come(self, desk: FlaskClient) -> None:
        submit(desk, "/bantu", {"phone": NEW_PHONE})
        answer = submit(desk, "/bantu/kode", {"code": code_sent_to(NEW_PHONE)})
        assert answer.location == "/bantu/daftar"

    def test_takes_a_second_code_then_opens_the_account(self, desk: FlaskClient, noon: Traveller):
        self.come(desk)
        first = code_sent_to(NEW_PHONE)
        noon.shift(timedelta(minutes=2))
        asked = submit(desk, "/bantu/daftar", FIELDS)
        assert asked.location == "/bantu/daftar/kode", asked.text
        second = code_sent_to(NEW_PHONE)
        assert second is not None
        if first != second:
            assert submit(desk, "/bantu/daftar/kode", {"code": first}).status_code == 422
        answer = submit(desk, "/bantu/daftar/kode", {"code": second})

        assert answer.location == "/saya"
        assert "Selamat datang, Nur Contoh" in desk.get("/saya").text
        account = db.session.query(UserAccount).filter_by(full_name="Nur Contoh").one()
        assert account.phone_lookup == lookup(field="phone", text="+6281377000002")
        assert account.password_hash is None

    def test_needs_both_consents_and_keeps_what_was_typed(self, desk: FlaskClient):
        self.come(desk)
        answer = submit(desk, "/bantu/daftar", {"nik": FIELDS["nik"], "full_name": "Nur"})

        assert answer.status_code == 422
        assert beside(answer.text, "process_loan")
        assert FIELDS["nik"] in answer.text

    def test_of_a_known_nik_opens_nothing(
        self, desk: FlaskClient, siti: given.Somebody, noon: Traveller
    ):
        self.come(desk)
        noon.shift(timedelta(minutes=2))
        submit(desk, "/bantu/daftar", {**FIELDS, "nik": siti.nik})
        answer = submit(desk, "/bantu/daftar/kode", {"code": code_sent_to(NEW_PHONE)})

        assert answer.location == "/bantu"
        assert siti.name not in desk.get("/bantu").text
        assert desk.get("/saya").status_code == 404


class TestSending:
    @pytest.fixture
    def draft(self, siti: given.Somebody) -> str:
        return given.draft(given.bank(), {siti: 3_000_000})

    def ask(self, at_desk: FlaskClient, draft: str, noon: Traveller) -> str:
        noon.shift(timedelta(minutes=2))
        answer = submit(at_desk, f"/pengajuan/{draft}/kirim")
        assert answer.location == f"/pengajuan/{draft}/kirim/kode", answer.text
        code = db.session.scalar(
            db.select(OutboxMessage)
            .filter_by(template="code_assisted_sending")
            .order_by(OutboxMessage.id.desc())
        ).secret
        assert code is not None
        return str(code)

    def test_takes_the_owners_code_and_is_marked(
        self, app: Flask, at_desk: FlaskClient, siti: given.Somebody, draft: str, noon: Traveller
    ):
        code = self.ask(at_desk, draft, noon)
        page = f"/pengajuan/{draft}/kirim/kode"
        wrong = submit(at_desk, page, {"code": other_than(code)})
        assert (wrong.status_code, given.application(draft).status) == (
            422,
            ApplicationStatus.DRAFT,
        )
        sent = submit(at_desk, page, {"code": code})
        assert sent.location == f"/pengajuan/{draft}/bukti"
        assert at_desk.get(page).location == f"/pengajuan/{draft}/kirim"

        application = given.application(draft)
        assert application.status is ApplicationStatus.SUBMITTED
        own = words_of(sign_in(app.test_client(), siti).get(f"/pengajuan/{draft}").text)
        assert "Dibantu oleh Rini Contoh (Pendamping), Senin, 23 November 2026" in own
        maker = db.session.query(UserAccount).filter_by(role=Role.BANK_MAKER).one()
        officer = sign_in(
            app.test_client(),
            given.Somebody(
                id=maker.id,
                public_id=maker.public_id,
                name=maker.full_name,
                phone=maker.phone,
                role=maker.role,
            ),
        )
        file = words_of(officer.get(f"/petugas/pengajuan/{draft}").text)
        assert "Siti Contoh: dibantu oleh Rini Contoh (Pendamping)" in file
        assert "Dikirim dengan kode dari HP pemilik" in file

    def test_shows_the_code_nowhere_in_the_assistants_pages(
        self, app: Flask, at_desk: FlaskClient, draft: str, noon: Traveller
    ):
        code = self.ask(at_desk, draft, noon)
        for rule in rules(app, "GET"):
            values = {name: draft for name in rule._converters if name == "public_id"}
            built = rule.build(values) if set(rule._converters) == set(values) else None
            if built is not None and rule.endpoint != "public.demo_inbox":
                assert code not in at_desk.get(built[1]).text, rule

    def test_without_help_has_no_page_for_a_code(
        self, client: FlaskClient, siti: given.Somebody, draft: str
    ):
        own = sign_in(client, siti)
        assert own.get(f"/pengajuan/{draft}/kirim/kode").location == f"/pengajuan/{draft}/kirim"
        sent = submit(own, f"/pengajuan/{draft}/kirim")
        assert sent.location == f"/pengajuan/{draft}/bukti"


class TestSignsPage:
    def test_lists_signs_for_the_dinas_without_numbers(self, client: FlaskClient):
        owners = [given.owner(name) for name in ("Siti Contoh", "Budi Contoh")]
        photo = given.ready_file()
        for owner in owners:
            given.show(owner, given.DocumentKind.BUSINESS_PLACE, file=photo)
        page = sign_in(client, given.staff(Role.DINAS_OFFICER)).get("/dinas/tanda").text

        assert "Foto dipakai orang lain juga" in page
        assert "Budi Contoh, Siti Contoh" in page
        assert [owner.nik for owner in owners if owner.nik in page or owner.phone in page] == []
