"""What the queue accepts in its address; an unknown value is ignored, never an error.

The filters are those of the list of prescribers: several values each, kept in the address.
"""

from collections.abc import Iterable, Mapping, Sequence

from prescribers.forms.listing import LONGEST_TEXT, Choices, Filter, asked
from sosij.enums import Desk, Level, Motive, Situation, Tab
from sosij.models.request import CLOSED_STATES, OPEN_STATES
from sosij.selectors.queue import NOBODY


TABS = {*Tab.values, *Desk.values}
OVER: Choices = (
    (Situation.LATE, "répondue hors délai"),
    (Situation.LOOPS, str(Situation.LOOPS.label)),
)
# What the headers sort by: the first of each is the order of the tab.
SORTS = {False: ("echeance", "recue", "net"), True: ("-recue", "close", "net")}


class QueueForm:
    """`people`: holders by account; `places`: départements."""

    def __init__(
        self,
        address: Mapping[str, str],
        *,
        desks: Iterable[Desk],
        people: Sequence[tuple[int, str]],
        places: Sequence[str],
    ) -> None:
        self.address = address
        tab = address.get("file", "")
        self.tab = tab if tab in TABS else Tab.ALL.value
        self.past = self.tab in Tab.values and Tab(self.tab).past
        self.filters = self._filters(set(desks), people, places)
        known = {name.removeprefix("-") for name in SORTS[self.past]}
        asked_sort = address.get("tri", "")
        self.sort = asked_sort if asked_sort.removeprefix("-") in known else SORTS[self.past][0]

    def chosen(self) -> dict[str, str]:
        """Field name to values joined by commas, without the empty or unknown ones."""
        text = " ".join(self.address.get("q", "").replace("\0", "").split())[:LONGEST_TEXT]
        known = {f.name: ",".join(f.known(asked(self.address, f.name))) for f in self.filters}
        return {name: value for name, value in {"q": text, **known}.items() if value}

    def words(self, name: str, value: str) -> tuple[str, str]:
        """« Niveau », « Niveau 2 »."""
        if name == "q":
            return "Recherche", value
        found = next(f for f in self.filters if f.name == name)
        return found.label, found.words(value)

    def _filters(
        self, desks: set[Desk], people: Sequence[tuple[int, str]], places: Sequence[str]
    ) -> tuple[Filter, ...]:
        """A filter is offered when it can cut: the tab of a desk has no other desk."""
        states = {
            Tab.OUTCOMES.value: (),
            Tab.TO_QUALIFY.value: (),
            Tab.CLOSED.value: CLOSED_STATES,
        }.get(self.tab, OPEN_STATES)
        holders = ((NOBODY, "personne"), *((str(pk), name) for pk, name in people))
        offered = (
            Filter("guichet", "Guichet", _desks(desks) if self.tab not in Desk.values else ()),
            Filter("etat", "État", tuple((s.value, str(s.label)) for s in states)),
            Filter("delai", "Délai", OVER if self.past else tuple(Situation.choices)),
            Filter("niveau", "Niveau", tuple((str(n), str(label)) for n, label in Level.choices)),
            Filter("motif", "Motif", tuple(Motive.choices)),
            Filter("detenteur", "Détenteur", () if self.tab == Tab.MINE else holders),
            Filter("departement", "Département", tuple((code, code) for code in places)),
        )
        return tuple(one for one in offered if len(one.choices) > 1)


def _desks(desks: set[Desk]) -> Choices:
    return tuple((desk.value, str(desk.label)) for desk in Desk if desk in desks)
