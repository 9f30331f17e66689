"""One column of the list of prescribers: what it is called, what it reads, where it may appear."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from prescribers.models import Profile


Read = Callable[[Profile], str]
# The name, the minima and the sentence below them, the ratio and the signal.
ALWAYS_READ = (
    "rpps",
    "caisse",
    "prescriber__rpps",
    "prescriber__last_name",
    "prescriber__first_name",
    "enough",
    "n_patients",
    "months_active",
    "exp_leaves",
    "level",
    "signal",
    "stability",
    "group_fallback",
    "ratio_days",
    "ci_low",
    "ci_high",
)


@dataclass(frozen=True, eq=False)
class Column:
    """`parts`: what a file writes in several columns where the screen has one, read in order.

    `masked`: hidden below the minima. `sort`: its name in the address, empty when the list is not
    sorted by it. `on_card`: kept on a phone. `fields`: of the profile, what the column reads beside
    `ALWAYS_READ`; what is not said is not loaded. `practice`: reads `practice`, the annotation of
    `prescribers.selectors.with_practice`.
    """

    key: str
    title: str
    read: Read
    sort: str = ""
    numeric: bool = False
    masked: bool = True
    on_card: bool = True
    practice: bool = False
    fields: tuple[str, ...] = ()
    parts: tuple[tuple[str, Read], ...] = ()

    @cached_property
    def classes(self) -> str:
        """Figures to the right, places free to wrap; what a phone's card leaves out."""
        return f"{'num' if self.numeric else 'wrap'}{'' if self.on_card else ' hide-card'}"

    @property
    def exported(self) -> tuple[tuple[str, Read], ...]:
        return self.parts or ((self.title, self.read),)
