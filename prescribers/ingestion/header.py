"""The columns of a file found by name, whatever their order, case and apostrophes."""

import unicodedata
from collections.abc import Sequence

from prescribers.ingestion.formats import Column, Format
from prescribers.ingestion.refusals import FileRefused


MOST_NAMED = 20
_LONGEST_NAME = 60


def match_header(header: Sequence[str], fmt: Format) -> tuple[dict[str, int], tuple[str, ...]]:
    """The place of each column that we know, and the names of the others: `match_columns`."""
    return match_columns(header, fmt.columns, fmt.kind.label)


def match_columns(
    header: Sequence[str], columns: Sequence[Column], label: str
) -> tuple[dict[str, int], tuple[str, ...]]:
    """The place of each column that we know, and the names of the others.

    Raises:
        FileRefused: a column that we need is not there, or is there twice.
    """
    folded = [_fold(name) for name in header]
    found: dict[str, int] = {}
    for column in columns:
        wanted = {_fold(name) for name in column.headers}
        places = [place for place, name in enumerate(folded) if name in wanted]
        if len(places) > 1:
            raise FileRefused(
                "ENTETE_DOUBLE",
                f"La colonne « {column.name} » figure deux fois dans l’en-tête "
                f"(colonnes {places[0] + 1} et {places[1] + 1}) : gardez-en une.",
            )
        if places:
            found[column.name] = places[0]
    missing = [c.name for c in columns if c.required and c.name not in found]
    if missing:
        raise FileRefused(
            "ENTETE_COLONNES",
            f"Il manque dans l’en-tête : {', '.join(missing)}. Colonnes trouvées : "
            f"{_enumerate(header)}. Vérifiez que c’est bien un fichier « {label} ».",
        )
    taken = set(found.values())
    ignored = tuple(name for place, name in enumerate(header) if place not in taken and name)
    return found, ignored


def _fold(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).replace("’", "'").casefold().split())


def _enumerate(header: Sequence[str]) -> str:
    names = [name[:_LONGEST_NAME] for name in header if name][:MOST_NAMED]
    rest = sum(bool(name) for name in header) - len(names)
    return ", ".join(names) + (f" et {rest} autres" if rest else "") if names else "aucune"
