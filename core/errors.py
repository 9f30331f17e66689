"""Refusals: what the house answers in French when it will not do something."""


class Refusal(Exception):  # noqa: N818 (not an error: the house works and says no)
    """A business refusal: a stable code for programs, a French sentence for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message


class AnonymousActError(Exception):
    """An act was about to be journalled without anybody's name."""


class JobRefused(Refusal):
    """A job that no other try would save: dead at once, with its sentence on the page."""
