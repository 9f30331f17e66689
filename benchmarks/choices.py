"""What `./run bench` can measure, and how it is asked for; read before any service starts."""

from dataclasses import dataclass


SCALES = ("caisse", "region", "nation")
MOST_MONTHS = 12
USAGE = """Usage : ./run bench MESURE

  caisse | region | nation   les statistiques de la nuit à cette échelle, et leur jumeau pandas
  import [--months N] [--scale caisse|region|nation]
                             l’import de N mois d’arrêts (de 1 à 12 ; 1 par défaut), à l’échelle
                             de la nation par défaut, et son jumeau ORM ligne à ligne
"""


@dataclass(frozen=True)
class Statistics:
    scale: str


@dataclass(frozen=True)
class Imports:
    scale: str = "nation"
    months: int = 1


def chosen(arguments: list[str]) -> Statistics | Imports | None:
    """The measure asked for; None when the arguments name none."""
    match arguments:
        case [scale] if scale in SCALES:
            return Statistics(scale)
        case ["import", *options] if len(options) % 2 == 0:
            return _imports(dict(zip(options[::2], options[1::2], strict=True)))
    return None


def _imports(options: dict[str, str]) -> Imports | None:
    scale, months = options.pop("--scale", Imports.scale), options.pop("--months", "1")
    right = not options and scale in SCALES and months.isascii() and months.isdigit()
    if not right or not 1 <= int(months) <= MOST_MONTHS:
        return None
    return Imports(scale, int(months))
