"""What `./run bench` can measure, and how it is asked for; read before any service starts."""

from dataclasses import dataclass


SCALES = ("caisse", "region", "nation")
MOST_MONTHS = 12
USAGE = """Usage : ./run bench MESURE

  caisse | region | nation   la nuit entière à cette échelle et aux plus petites, par un vrai
                             worker ; à côté, DuckDB (observé et attendu seulement) et, jusqu’à
                             la région, pandas et statsmodels
  import [--months N] [--scale caisse|region|nation]
                             l’import de N mois d’arrêts (de 1 à 12 ; 1 par défaut), à l’échelle
                             de la nation par défaut, et son jumeau ORM ligne à ligne
  pages                      la liste, une page de prescripteur et le tableau de bord, sur la nation
  journee                    « Ma journée » d’une personne que 2 000 actes attendent, et son
                             jumeau naïf
  puissance                  ce que la méthode trouve et manque sur des nations simulées dont la
                             vérité est connue ; récrit data/methode/ (quelques minutes)
"""


@dataclass(frozen=True)
class Nights:
    scale: str


@dataclass(frozen=True)
class Imports:
    scale: str = "nation"
    months: int = 1


@dataclass(frozen=True)
class Pages:
    """Pages read on the data of the nation."""


@dataclass(frozen=True)
class MyDay:
    """The list of what awaits one person."""


@dataclass(frozen=True)
class KnownTruth:
    """Nations of which the truth is known."""


def chosen(arguments: list[str]) -> Nights | Imports | Pages | MyDay | KnownTruth | None:
    """The measure asked for; None when the arguments name none."""
    match arguments:
        case [scale] if scale in SCALES:
            return Nights(scale)
        case ["import", *options] if len(options) % 2 == 0:
            return _imports(dict(zip(options[::2], options[1::2], strict=True)))
        case ["pages"]:
            return Pages()
        case ["journee"]:
            return MyDay()
        case ["puissance"]:
            return KnownTruth()
    return None


def _imports(options: dict[str, str]) -> Imports | None:
    scale, months = options.pop("--scale", Imports.scale), options.pop("--months", "1")
    right = not options and scale in SCALES and months.isascii() and months.isdigit()
    if not right or not 1 <= int(months) <= MOST_MONTHS:
        return None
    return Imports(scale, int(months))
