"""What the list of interviews accepts in its address; an unknown value is ignored, never an error.

The filters are those of the list of prescribers: several values each, kept in the address.
"""

from collections.abc import Mapping, Sequence

from interviews.enums import Kind, State
from interviews.selectors.listing import MINE
from prescribers.forms.listing import LONGEST_TEXT, Choices, Filter, asked


PERIODS: Choices = (
    ("sans-date", "sans date"),
    ("a-venir", "à venir"),
    ("semaine", "cette semaine"),
    ("passe", "passés"),
)
SORTS = ("-date", "date")


class InterviewListForm:
    """`people`: who leads the interviews that are seen, by account."""

    def __init__(self, address: Mapping[str, str], *, people: Sequence[tuple[int, str]]) -> None:
        self.address = address
        leads = tuple((str(pk), name) for pk, name in people)
        self.filters = (
            Filter("qui", "Tenu par", ((MINE, "moi"), *leads)),
            Filter("type", "Type", _words(Kind)),
            Filter("etat", "État", _words(State)),
            Filter("periode", "Période", PERIODS),
        )
        asked_sort = address.get("tri", "")
        self.sort = asked_sort if asked_sort in SORTS else SORTS[0]

    def chosen(self) -> dict[str, str]:
        """Field name to values joined by commas, without the empty or unknown ones."""
        text = " ".join(self.address.get("q", "").replace("\0", "").split())[:LONGEST_TEXT]
        known = {f.name: ",".join(f.known(asked(self.address, f.name))) for f in self.filters}
        return {name: value for name, value in {"q": text, **known}.items() if value}

    def words(self, name: str, value: str) -> tuple[str, str]:
        """« État », « Planifié »."""
        if name == "q":
            return "Recherche", value
        found = next(f for f in self.filters if f.name == name)
        return found.label, found.words(value)


def _words(choices: type[Kind] | type[State]) -> Choices:
    return tuple((one.value, str(one.label)) for one in choices)
