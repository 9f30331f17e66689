"""ClamAV's daemon, played by the test over a real socket: what it says, and how it fails."""

import socket
import struct
import threading
from contextlib import suppress

import pytest

from sosij.services.clamd import ClamdError, scan


# The test file of the antivirus industry, cut so that this source is not one.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
LARGEST = 1_000_000


class FakeClamd:
    """Speaks INSTREAM as clamd(8) says: a command, chunks after their length, one line back."""

    def __init__(self, address, family, behaviour="answers"):
        self.behaviour, self.received = behaviour, None
        # Whether the caller waited until the end.
        self.patient = False
        self.socket = socket.socket(family, socket.SOCK_STREAM)
        self.socket.bind(address)
        self.socket.listen(1)
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self.serve)
        self.thread.start()

    def serve(self):
        link, _ = self.socket.accept()
        with link, suppress(OSError):  # who waits no more has hung up
            if self.behaviour == "hangs":
                self.stop.wait(30)
            elif self.behaviour != "closes":
                self.answer(link)
            self.patient = not self.stop.is_set()

    def answer(self, link):
        assert self.read(link, 10) == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack(">I", self.read(link, 4))[0]:
            if len(content) + length > LARGEST:
                link.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return
            content += self.read(link, length)
        self.received = content
        if self.behaviour == "drips":
            for sign in b"stream: OK":
                link.sendall(bytes([sign]))
                if self.stop.wait(0.2):
                    return
        found = b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"
        link.sendall(b"Bonjour\0" if self.behaviour == "babbles" else found)

    @staticmethod
    def read(link, length):
        content = b""
        while len(content) < length:
            more = link.recv(length - len(content))
            assert more
            content += more
        return content

    def close(self):
        self.stop.set()
        self.thread.join(10)
        self.socket.close()


@pytest.fixture
def clamd(tmp_path, settings):
    """Start a daemon of this behaviour; the setting says where it is."""
    settings.SOSIJ_SCAN_SECONDS = 5
    started = []

    def start(behaviour="answers", *, tcp=False):
        if tcp:
            daemon = FakeClamd(("127.0.0.1", 0), socket.AF_INET, behaviour)
            settings.SOSIJ_CLAMD = f"tcp://127.0.0.1:{daemon.socket.getsockname()[1]}"
        else:
            path = str(tmp_path / "clamd.ctl")
            daemon = FakeClamd(path, socket.AF_UNIX, behaviour)
            settings.SOSIJ_CLAMD = f"unix:{path}"
        started.append(daemon)
        return daemon

    yield start
    for daemon in started:
        daemon.close()


@pytest.mark.parametrize("tcp", [False, True])
def test_a_clean_file_goes_through_whole_in_chunks(clamd, tcp):
    daemon = clamd(tcp=tcp)
    content = b"%PDF-1.7\n" + bytes(range(256)) * 1000
    assert scan(content) is True
    assert daemon.received == content


@pytest.mark.parametrize("tcp", [False, True])
def test_the_test_virus_is_found(clamd, tcp):
    clamd(tcp=tcp)
    assert scan(b"%PDF-1.7\n" + EICAR) is False


@pytest.mark.parametrize("behaviour", ["closes", "babbles"])
def test_no_verdict_is_no_clean_file(clamd, behaviour):
    clamd(behaviour)
    with pytest.raises(ClamdError):
        scan(b"%PDF-1.7\n" * 100_000)


@pytest.mark.parametrize("tcp", [False, True])
def test_a_file_too_large_for_the_daemon_has_no_verdict(clamd, tcp):
    clamd(tcp=tcp)
    with pytest.raises(ClamdError):
        scan(b"%PDF-1.7\n" + b"0" * (5 * LARGEST))


@pytest.mark.parametrize("behaviour", ["hangs", "drips"])
def test_the_time_is_counted_from_the_call_to_the_reply(clamd, settings, behaviour):
    """A daemon that answers a letter at a time keeps nobody either."""
    settings.SOSIJ_SCAN_SECONDS = 1
    daemon = clamd(behaviour)
    with pytest.raises(ClamdError):
        scan(b"%PDF-1.7\n")
    daemon.close()
    assert not daemon.patient


def test_nobody_listens(settings, tmp_path):
    settings.SOSIJ_CLAMD = f"unix:{tmp_path}/absent.ctl"
    with pytest.raises(ClamdError):
        scan(b"%PDF-1.7\n")


@pytest.mark.parametrize("place", ["", "clamd.ctl", "tcp://127.0.0.1", "http://127.0.0.1:1"])
def test_a_setting_that_names_no_place_is_said(settings, place):
    settings.SOSIJ_CLAMD = place
    with pytest.raises(ClamdError, match="IJPORTAL_SOSIJ_CLAMD"):
        scan(b"%PDF-1.7\n")
