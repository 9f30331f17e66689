"""Scanners for the tests: what one may say, and how one may fail."""

import time


asked = []


def finds_nothing(content):
    return True


def finds_everything(content):
    return False


def says_nothing(content):
    return None


def is_absent(content):
    raise OSError("absent")


def hangs(content):
    time.sleep(3600)


def knows_one_virus(content):
    """Infected when it holds the word; every call is counted."""
    asked.append(content)
    return b"VIRUS" not in content


def dies(content):
    raise SystemExit
