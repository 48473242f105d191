"""The links of the header, by whoever looks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Flask, request, url_for
from flask_login import current_user

from harkat.domain.roles import Role
from harkat.queries import messages
from harkat.web.labels import label
from harkat.web.sessions import idle_seconds


@dataclass(frozen=True, kw_only=True)
class Link:
    """One link of the header, with how much there is new behind it."""

    label: str
    url: str
    is_current: bool
    news: int = 0


_INBOX = "applicant.messages"
_MOST_SHOWN = 99

_DESK = (("Antrean", "officer.queue"), ("Pinjaman", "officer.loans"))
_RELIEF = ("Keringanan", "officer.relief")

LINKS: Mapping[Role, Sequence[tuple[str, str]]] = {
    Role.BUSINESS_OWNER: (
        ("Beranda", "applicant.home"),
        ("Kelompok", "applicant.group"),
        ("Pesan", "applicant.messages"),
    ),
    Role.BANK_MAKER: (*_DESK, ("Kunjungan", "officer.visits"), _RELIEF),
    Role.BANK_CHECKER: (*_DESK, ("Keberatan", "officer.appeals"), _RELIEF),
    Role.BANK_DISBURSER: (*_DESK, ("Pencairan", "officer.disbursements")),
    Role.BANK_CASHIER: (("Setoran", "officer.loans"),),
    Role.TRAINING_STAFF: (
        ("Kelas", "balikat.classes"),
        ("Bantu", "assistant.start"),
        ("Saksi", "assistant.testimonies_waiting"),
    ),
    Role.DINAS_VIEWER: (("Penyerapan", "dinas.overview"),),
    Role.DINAS_OFFICER: (
        ("Penyerapan", "dinas.overview"),
        ("Pengaduan", "dinas.complaints"),
        ("Tunggakan", "dinas.arrears_list"),
        ("Ganti nomor HP", "dinas.phone_changes"),
        ("Permintaan data", "dinas.data_requests"),
        ("Tanda", "dinas.signs"),
    ),
    Role.AUDITOR: (("Penyerapan", "dinas.overview"), ("Pengaduan", "dinas.complaints")),
    Role.PROGRAM_ADMIN: (
        ("Pagu", "admin.facility"),
        ("Aturan", "admin.settings"),
        ("Penyerapan", "dinas.overview"),
    ),
    Role.SECURITY_ADMIN: (("Akun", "admin.accounts"),),
    Role.ASSISTANT: (
        ("Bantu", "assistant.start"),
        ("Saksi", "assistant.testimonies_waiting"),
    ),
}


def home_endpoint(role: Role) -> str:
    """Return the endpoint of a role's first page."""
    return LINKS[role][0][1]


def links() -> list[Link]:
    """Return the header's links for whoever looks at this page."""
    if not current_user.is_authenticated:
        return []
    return [_link(label, endpoint) for label, endpoint in LINKS[current_user.viewer.role]]


def _link(label: str, endpoint: str) -> Link:
    """Return a link; that of the inbox says how many messages in it are new."""
    unread = messages.unread(current_user.viewer) if endpoint == _INBOX else 0
    news = min(unread, _MOST_SHOWN)
    return Link(
        label=f"{label} ({news})" if news else label,
        url=url_for(endpoint),
        is_current=request.endpoint == endpoint,
        news=news,
    )


def register(app: Flask) -> None:
    """Give every template the links as `navigation`, and what else the header shows."""

    @app.context_processor
    def add_links() -> dict[str, object]:
        return {
            "navigation": links(),
            "config_help": _help(app),
            "is_demo": bool(app.config["DEMO"]),
            **_ways_in_and_out(),
        }


@dataclass(frozen=True, kw_only=True)
class SignedInPerson:
    """Who is signed in, as the header says it; owners need no word for what they are."""

    full_name: str
    role_label: str


def _ways_in_and_out() -> dict[str, object]:
    if not current_user.is_authenticated:
        return {"home_url": url_for("public.start"), "sign_in_url": url_for("auth.sign_in")}
    role = current_user.viewer.role
    words = [label(role), current_user.bank_name]
    is_owner = role is Role.BUSINESS_OWNER
    return {
        "home_url": url_for(home_endpoint(role)),
        "sign_out_url": url_for("auth.sign_out"),
        "account_url": url_for("auth.account"),
        "idle_seconds": idle_seconds(role),
        "person": SignedInPerson(
            full_name=current_user.full_name,
            role_label="" if is_owner else ", ".join(word for word in words if word),
        ),
    }


def _help(app: Flask) -> dict[str, str]:
    return {
        "phone": app.config.get("HELP_PHONE", "(0741) 000-000"),
        "whatsapp": app.config.get("HELP_WHATSAPP", ""),
        "hours": app.config.get("HELP_HOURS", "Senin–Jumat 08.00–16.00 WIB"),
    }
