"""Who may enter: every route says so, and every role finds only its own pages."""

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from harkat.domain.roles import BANK_ROLES, GRANTS, Permission, Role
from harkat.web.access import RouteWithoutPolicy, policies, refuse_routes_without_policy
from harkat.web.navigation import LINKS
from tests import given
from tests.pages import hidden_fields, sign_in

UNKNOWN = "tidakAdaDiSini_1234567"
"""A public id as they look, of nothing."""
PERMISSIONS = {str(permission) for permission in Permission}


def address(rule: Rule) -> str:
    """Return an address of the rule with made-up arguments."""
    known = {"product_code": "kelompok"}
    values = {
        name: 987654 if type(converter).__name__ == "IntegerConverter" else known.get(name, UNKNOWN)
        for name, converter in rule._converters.items()
    }
    built = rule.build(values)
    assert built is not None
    return built[1]


def rules(app: Flask, method: str) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if method in (rule.methods or set())]


def enter(app: Flask, role: Role) -> FlaskClient:
    bank_id = given.bank().bank_id if role in BANK_ROLES else None
    somebody = given.owner() if role is Role.BUSINESS_OWNER else given.staff(role, bank_id=bank_id)
    return sign_in(app.test_client(), somebody)


ON_ONE_DATABASE = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
"""Who may enter is decided before any database is asked."""


class TestRoutes:
    def test_all_state_their_policy(self, app: Flask):
        known = PERMISSIONS | {"public", "signed in"}
        assert set(policies(app).values()) <= known

    def test_without_a_policy_stop_the_start(self):
        bare = Flask("bare")
        bare.add_url_rule("/lupa", "lupa", lambda: "")
        with pytest.raises(RouteWithoutPolicy, match="lupa"):
            refuse_routes_without_policy(bare)

    def test_for_people_lead_a_stranger_to_signing_in(self, app: Flask, client: FlaskClient):
        policy = policies(app)
        for rule in rules(app, "GET"):
            if policy[rule.endpoint] == "public":
                continue
            answer = client.get(address(rule))
            assert answer.status_code == 302, rule
            assert answer.headers["Location"].startswith("/masuk"), rule

    @ON_ONE_DATABASE
    @pytest.mark.parametrize("role", list(Role))
    def test_do_not_exist_for_a_role_without_the_permission(self, app: Flask, role: Role):
        client = enter(app, role)
        token = hidden_fields(client.get("/").text).get("csrf_token", "")
        token = token or hidden_fields(client.get(LINKED[role]).text).get("csrf_token", "")
        assert token
        policy = policies(app)
        granted = {str(permission) for permission in GRANTS[role]}
        for method in ("GET", "POST"):
            for rule in rules(app, method):
                if policy[rule.endpoint] not in PERMISSIONS - granted:
                    continue
                answer = client.open(address(rule), method=method, data={"csrf_token": token})
                assert answer.status_code == 404, (role, method, rule)

    @ON_ONE_DATABASE
    @pytest.mark.parametrize("role", list(Role))
    def test_with_made_up_ids_are_never_an_error(self, app: Flask, role: Role):
        client = enter(app, role)
        for rule in rules(app, "GET"):
            answer = client.get(address(rule))
            assert answer.status_code in {200, 302, 303, 404, 410}, (role, rule)

    @pytest.mark.parametrize("role", list(Role))
    def test_of_the_header_open_for_the_role(self, app: Flask, role: Role):
        client = enter(app, role)
        with app.test_request_context():
            addresses = [url_for(endpoint) for _label, endpoint in LINKS[role]]
        assert [client.get(to).status_code for to in addresses] == [200] * len(addresses)


LINKED = {
    Role.BUSINESS_OWNER: "/kelompok",
    Role.BANK_MAKER: "/petugas/antrean",
    Role.BANK_CHECKER: "/petugas/antrean",
    Role.BANK_DISBURSER: "/petugas/antrean",
    Role.BANK_CASHIER: "/petugas/pinjaman",
    Role.TRAINING_STAFF: "/balikat",
    Role.DINAS_VIEWER: "/dinas",
    Role.DINAS_OFFICER: "/dinas",
    Role.AUDITOR: "/dinas",
    Role.PROGRAM_ADMIN: "/admin/pagu",
    Role.SECURITY_ADMIN: "/admin/akun",
    Role.ASSISTANT: "/bantu",
}
"""A page of each role that carries the token of its session, in the form for signing out."""


class TestForms:
    def test_without_a_token_change_nothing(self, app: Flask):
        client = enter(app, Role.BUSINESS_OWNER)
        for rule in rules(app, "POST"):
            answer = client.post(address(rule), data={})
            assert answer.status_code == 400, rule

    def test_with_the_token_of_another_session_change_nothing(self, app: Flask):
        siti, rina = (enter(app, Role.BUSINESS_OWNER) for _ in range(2))
        foreign = hidden_fields(rina.get("/kelompok").text)["csrf_token"]
        answer = siti.post("/keluar", data={"csrf_token": foreign})
        assert answer.status_code == 400
        assert siti.get("/saya").status_code == 200


class TestAnswers:
    HEADERS = (
        "Content-Security-Policy",
        "X-Content-Type-Options",
        "Referrer-Policy",
        "Cross-Origin-Opener-Policy",
    )

    def test_carry_the_security_headers_errors_too(self, app: Flask):
        client = app.test_client()
        answers = [
            client.get("/"),
            client.get("/masuk"),
            client.get("/tidak-ada"),
            client.post("/masuk"),
            client.delete("/"),
            client.get("/static/css/harkat.css", buffered=True),
        ]
        assert [answer.status_code for answer in answers] == [200, 200, 404, 400, 405, 200]
        for answer in answers:
            assert set(self.HEADERS) <= set(answer.headers.keys())
            assert "unsafe" not in answer.headers["Content-Security-Policy"]

    def test_of_private_pages_are_not_stored_on_the_way(self, app: Flask):
        answer = enter(app, Role.BUSINESS_OWNER).get("/saya")
        assert answer.headers["Cache-Control"] == "no-store"

    def test_to_the_unexpected_have_a_code_and_no_trace(self, app: Flask):
        app.config["PROPAGATE_EXCEPTIONS"] = False
        view = app.view_functions["public.healthz"]
        app.view_functions["public.healthz"] = lambda: 1 / 0
        try:
            answer = app.test_client().get("/healthz")
        finally:
            app.view_functions["public.healthz"] = view
        assert answer.status_code == 500
        assert "Kode" in answer.text or "kode" in answer.text
        assert "ZeroDivisionError" not in answer.text
