"""What is stored of a session's or a link's token: never the token itself."""

import hashlib


def token_hash(token: str) -> str:
    """Return the hash under which a random token is found; a stolen table opens nothing."""
    return hashlib.sha256(token.encode()).hexdigest()
