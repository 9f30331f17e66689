"""The control totals that the sender announced, counted again over every row of the file."""

import pyarrow as pa
import pyarrow.compute as pc

from prescribers.ingestion.manifest import Announced
from prescribers.ingestion.reader import Rows
from prescribers.ingestion.refusals import FileRefused


_NUMBER = r"^-?[0-9]{1,15}$"


class SendersTotals:
    """Sums of the announced columns, the rows to be refused included when they hold a number."""

    def __init__(self, said: Announced) -> None:
        self.said = said
        self.sums: dict[str, int] = {}
        # What a malformed line held, nobody can count: then there is nothing to compare.
        self.whole = True

    def add(self, rows: Rows) -> None:
        self.whole &= not rows.malformed
        for name in self.said.totals:
            if rows.has(name):
                texts = rows.columns[name]
                numbers = texts.filter(pc.match_substring_regex(texts, _NUMBER))
                found = pc.sum(numbers.cast(pa.int64())).as_py() or 0
                self.sums[name] = self.sums.get(name, 0) + found

    def compare(self) -> None:
        """Hold what was counted against what was announced.

        Raises:
            FileRefused: a sum is not the one that the manifest announces.
        """
        if not self.whole:
            return
        for name, found in self.sums.items():
            if found != self.said.totals[name]:
                raise FileRefused(
                    "MANIFESTE_TOTAUX",
                    f"Le manifeste annonce un total de {self.said.totals[name]} pour « {name} » et "
                    f"le fichier en donne {found} : demandez à l’expéditeur lequel est juste.",
                )
