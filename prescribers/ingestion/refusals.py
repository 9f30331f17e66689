"""A file refused whole: a stable code, and a French sentence that says what to do."""

from core.errors import Refusal


class FileRefused(Refusal):
    """Nothing of the file was kept; what was there before is still there."""
