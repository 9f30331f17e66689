"""ClamAV's daemon asked over its own socket: INSTREAM, in the protocol of clamd(8).

`IJPORTAL_SOSIJ_SCANNER=sosij.services.clamd.scan`. The daemon is a program apart, installed by
whoever runs the server: none of its code comes with the portal.
"""

import socket
import struct
import time
from urllib.parse import urlsplit

from django.conf import settings


CHUNK = 64 * 1024
LONGEST_REPLY = 4096


class ClamdError(Exception):
    """No verdict: nobody answers, in time or at all, or the daemon refuses to look."""


def scan(content: bytes) -> bool:
    """True when clean, False when something was found.

    Raises:
        ClamdError: no verdict within `IJPORTAL_SOSIJ_SCAN_SECONDS`, from the call to the reply.
    """
    end = time.monotonic() + settings.SOSIJ_SCAN_SECONDS
    try:
        with _connected(end) as link:
            reply = _asked(link, content, end)
    except OSError as error:
        raise ClamdError(type(error).__name__) from error
    return _verdict(reply)


def _connected(end: float) -> socket.socket:
    """`unix:/run/clamav/clamd.ctl` or `tcp://127.0.0.1:3310`."""
    place = urlsplit(settings.SOSIJ_CLAMD)
    if place.scheme == "tcp" and place.hostname and place.port:
        return socket.create_connection((place.hostname, place.port), timeout=_left(end))
    if place.scheme != "unix" or not place.path:
        raise ClamdError("IJPORTAL_SOSIJ_CLAMD is neither unix:/path nor tcp://host:port")
    link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        link.settimeout(_left(end))
        link.connect(place.path)
    except OSError:
        link.close()
        raise
    return link


def _asked(link: socket.socket, content: bytes, end: float) -> bytes:
    """Each chunk after its length in four bytes, a length of zero at the end; then one line."""
    try:
        link.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), CHUNK):
            chunk = content[start : start + CHUNK]
            link.settimeout(_left(end))
            link.sendall(struct.pack(">I", len(chunk)) + chunk)
        link.sendall(struct.pack(">I", 0))
    except (BrokenPipeError, ConnectionResetError):
        # Too large for the daemon: it says so and closes before the end. Its line is still there.
        pass
    return _reply(link, end)


def _reply(link: socket.socket, end: float) -> bytes:
    reply = b""
    while b"\0" not in reply and len(reply) < LONGEST_REPLY:
        link.settimeout(_left(end))
        more = link.recv(LONGEST_REPLY)
        if not more:
            break
        reply += more
    return reply.split(b"\0")[0]


def _verdict(reply: bytes) -> bool:
    """« stream: OK », « stream: Eicar-Signature FOUND », « … ERROR »; else no verdict."""
    if reply == b"stream: OK":
        return True
    if reply.startswith(b"stream: ") and reply.endswith(b" FOUND"):
        return False
    raise ClamdError("no verdict in the reply")


def _left(end: float) -> float:
    left = end - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
