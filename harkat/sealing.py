"""Sealing of personal numbers: AES-GCM for what is stored, keyed HMAC for what is looked up.

A plain hash of a NIK can be reversed by trying every plausible NIK; the look-up is therefore an
HMAC whose key lives outside the database.
"""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import current_app

_NONCE_BYTES = 12


class BrokenSeal(ValueError):
    """The stored text was not sealed with this key and for this field."""


@dataclass(frozen=True, kw_only=True)
class Keyring:
    """The two keys: one opens sealed fields, the other makes look-ups; they rotate apart."""

    field_key: bytes
    lookup_key: bytes
    key_id: str = "k1"

    def seal(self, *, field: str, text: str) -> str:
        """Return the text sealed for one field; the same text never seals to the same value."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        body = AESGCM(self.field_key).encrypt(nonce, text.encode(), self._bound_to(field))
        return f"{self.key_id}.{base64.urlsafe_b64encode(nonce + body).decode()}"

    def seal_bytes(self, *, field: str, content: bytes) -> bytes:
        """Return a file's bytes sealed for one field."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        body = AESGCM(self.field_key).encrypt(nonce, content, self._bound_to(field))
        return self.key_id.encode() + b"." + nonce + body

    def open_bytes(self, *, field: str, sealed: bytes) -> bytes:
        """Return the bytes that were sealed for the field.

        :raises BrokenSeal: if they were changed, moved from another field, or sealed by another key
        """
        key_id, _, raw = sealed.partition(b".")
        if key_id != self.key_id.encode():
            raise BrokenSeal(f"{field} was sealed with another key")
        nonce, body = raw[:_NONCE_BYTES], raw[_NONCE_BYTES:]
        try:
            return AESGCM(self.field_key).decrypt(nonce, body, self._bound_to(field))
        except (InvalidTag, ValueError) as error:
            raise BrokenSeal(f"{field} cannot be opened") from error

    def open(self, *, field: str, sealed: str) -> str:
        """Return the text that was sealed for the field.

        :raises BrokenSeal: if it was changed, moved from another field, or sealed by another key
        """
        try:
            key_id, _, encoded = sealed.partition(".")
            raw = base64.urlsafe_b64decode(encoded.encode())
            if key_id != self.key_id:
                raise BrokenSeal(f"{field} was sealed with key {key_id!r}")
            nonce, body = raw[:_NONCE_BYTES], raw[_NONCE_BYTES:]
            return AESGCM(self.field_key).decrypt(nonce, body, self._bound_to(field)).decode()
        except (InvalidTag, ValueError) as error:
            raise BrokenSeal(f"{field} cannot be opened") from error

    def lookup(self, *, field: str, text: str) -> str:
        """Return the value under which the text is found again, without revealing it."""
        message = f"{field}:{text}".encode()
        return hmac.new(self.lookup_key, message, hashlib.sha256).hexdigest()

    def _bound_to(self, field: str) -> bytes:
        return f"{self.key_id}:{field}".encode()


def keyring() -> Keyring:
    """Return the keyring of the running application."""
    found = current_app.extensions["harkat_keyring"]
    assert isinstance(found, Keyring)
    return found


def lookup(*, field: str, text: str) -> str:
    """Return the look-up value of a field's text under the running application's key."""
    return keyring().lookup(field=field, text=text)
