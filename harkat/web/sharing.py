"""Links that open a ready WhatsApp text for whoever the reader chooses; nothing is sent by us."""

from urllib.parse import quote

from flask import current_app, url_for


def official_url(endpoint: str, **values: object) -> str:
    """Return an address of this service under its own name, whatever host the request names."""
    base: str = current_app.config["BASE_URL"]
    return base.rstrip("/") + url_for(endpoint, **values)  # type: ignore[arg-type]


def whatsapp_url(text: str) -> str:
    """Return the link that opens WhatsApp with a text."""
    return f"https://wa.me/?text={quote(text, safe='')}"
