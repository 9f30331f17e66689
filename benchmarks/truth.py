"""What an exact import of a file of the feed counts."""

from dataclasses import dataclass
from typing import Any


TWIN = "doublon"


@dataclass(frozen=True)
class Truth:
    """The counts, and the line (header = 1) and kind of each wrong row."""

    read: int
    rejected: int
    duplicates: int
    wrong: dict[int, str]

    @property
    def accepted(self) -> int:
        return self.read - self.rejected - self.duplicates

    def of_first(self, rows: int) -> "Truth":
        """The truth of the first rows alone: a twin always stands after its original."""
        rows = min(rows, self.read)
        wrong = {line: kind for line, kind in self.wrong.items() if line <= rows + 1}
        twins = sum(kind == TWIN for kind in wrong.values())
        return Truth(rows, len(wrong) - twins, twins, wrong)

    @classmethod
    def read_back(cls, said: dict[str, Any]) -> "Truth":
        wrong = {int(line): kind for line, kind in said.pop("wrong").items()}
        return cls(**said, wrong=wrong)
