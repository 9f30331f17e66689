"""The application of codes on a telephone: RFC 6238, six digits, thirty seconds."""

import base64
import hashlib
import hmac
import time


def code_of(secret: str, now: float | None = None) -> str:
    step = int(time.time() if now is None else now) // 30
    key = base64.b32decode(secret, casefold=True)
    digest = hmac.new(key, step.to_bytes(8, "big"), hashlib.sha1).digest()
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFF_FFFF
    return f"{number % 1_000_000:06d}"
