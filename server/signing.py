"""Signed webhooks: proof that a body comes from who holds the secret, and comes now."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

from server.problems import ProblemError

if TYPE_CHECKING:
    from collections.abc import Mapping

TOLERANCE_S = 300
"""How far the sender's clock and ours may differ: what was sent before cannot be sent again."""


def sign(secret: bytes, timestamp: str, body: bytes) -> str:
    """The header `X-Yuqi-Signature`: HMAC-SHA256 (RFC 2104) over timestamp, full stop and body.

    >>> sign(b"secret", "1795305600", b'{"message": "..."}')
    'sha256=331c413b412536a12d0cc09bff5d746fc689e45decae0c7135ee601e89443514'
    """
    signed = timestamp.encode() + b"." + body
    return "sha256=" + hmac.new(secret, signed, hashlib.sha256).hexdigest()


def check_signature(headers: Mapping[str, str], body: bytes, secret: bytes, now: float) -> None:
    """Let only signed bodies pass; `now` is in Unix seconds.

    Raises:
        ProblemError: the signature is missing, wrong, or of another time; 401.
    """
    timestamp = headers.get("x-yuqi-timestamp", "")
    recent = _is_seconds(timestamp) and abs(now - int(timestamp)) <= TOLERANCE_S
    sent = headers.get("x-yuqi-signature", "")
    genuine = hmac.compare_digest(sent.encode(), sign(secret, timestamp, body).encode())
    if not (recent and genuine):
        raise ProblemError(
            401,
            "not-authorized",
            f"Send `X-Yuqi-Timestamp` in Unix seconds, at most {TOLERANCE_S} off, and "
            "`X-Yuqi-Signature: sha256=` with the HMAC-SHA256 of time, full stop and body.",
            headers={"WWW-Authenticate": "X-Yuqi-Signature"},
        )


def _is_seconds(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 12
