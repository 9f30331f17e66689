"""Names as they are sorted and searched: no accent, no capital, single spaces."""

import unicodedata


def sort_name(*parts: str) -> str:
    """`Élodie`, `Le Gall-Œuvrard` and `D’ARCY` all fold to plain lower-case letters."""
    whole = " ".join(parts).replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae")
    plain = unicodedata.normalize("NFKD", whole.replace("’", "'"))
    kept = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(kept.casefold().replace("-", " ").replace("'", " ").split())
