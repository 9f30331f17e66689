"""The address of the list, understood: filters, order, columns, and the rows that answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import QuerySet

from accounts.perimeter import Perimeter
from accounts.selectors import preference
from prescribers.filters import filtered, known_sort, ordered
from prescribers.forms import ListForm
from prescribers.forms.listing import asked
from prescribers.models import Profile, ProfileRun
from prescribers.presenters import listing
from prescribers.presenters.column import ALWAYS_READ
from prescribers.presenters.columns import Column, available_columns, list_columns, usual_keys
from prescribers.selectors import (
    list_choices,
    profile_list,
    published_run,
    structure_names,
    with_practice,
)


COLUMNS_KEPT = "prescripteurs.colonnes"


@dataclass(frozen=True)
class AskedList:
    """`found`: the rows that answer, in no order; `everyone`: the run inside the perimeter.

    `profiles` are those rows in their order, with all that the columns read.
    """

    run: ProfileRun
    form: ListForm
    chosen: Mapping[str, str]
    sort: str
    columns: tuple[Column, ...]
    found: QuerySet[Profile]
    everyone: QuerySet[Profile]
    available: Mapping[str, Column] = field(repr=False)
    # Columns of the address itself, which its links keep; those remembered are not repeated.
    shared: bool = False

    @property
    def profiles(self) -> QuerySet[Profile]:
        read = self.found.only(*self.fields)
        return ordered(with_practice(read) if self.practice else read, self.sort)

    @property
    def fields(self) -> frozenset[str]:
        """What the columns read of a profile, and nothing that no column reads."""
        return frozenset((*ALWAYS_READ, *(name for c in self.columns for name in c.fields)))

    @property
    def practice(self) -> bool:
        return any(column.practice for column in self.columns)

    @property
    def keys(self) -> str:
        return ",".join(column.key for column in self.columns)

    @property
    def usual(self) -> bool:
        return [c.key for c in self.columns] == usual_keys(self.available)

    @property
    def kept_columns(self) -> dict[str, str]:
        """What the links say of the columns: nothing unless the address asked for them."""
        return {listing.COLUMNS: self.keys} if self.shared else {}

    @property
    def links(self) -> dict[str, str]:
        """What the links of the page keep."""
        return {**self.chosen, **self.kept_columns}

    @property
    def query(self) -> str:
        """The address again, without what it said for nothing; it says the columns in full."""
        columns = {} if self.usual else {listing.COLUMNS: self.keys}
        return listing.list_query({**self.chosen, **columns}, self.sort)


def asked_list(
    perimeter: Perimeter, address: Mapping[str, str], run: ProfileRun | None = None
) -> AskedList | None:
    """`run` is that of a file asked for earlier, else the published one; None before any."""
    run = run or published_run(perimeter)
    if run is None:
        return None
    choices = list_choices(perimeter, run)
    form = ListForm(address, choices, structure_names(filter(None, asked(address, "structure"))))
    chosen, sort = form.chosen(), known_sort(address.get("tri", ""))
    keys = [key for key in asked(address, listing.COLUMNS) if key]
    kept = keys or preference(perimeter, COLUMNS_KEPT)
    labels = choices.caisse_labels, choices.region_labels
    return AskedList(
        run=run,
        form=form,
        chosen=chosen,
        sort=sort,
        columns=list_columns(*labels, kept if isinstance(kept, list) else ()),
        found=filtered(perimeter, run, chosen),
        everyone=profile_list(perimeter, run),
        available=available_columns(*labels),
        shared=bool(keys),
    )
