"""The figures of an import as a table that a person reads."""

from typing import Any


WAYS = {"par_lots": "par lots de 2 000", "ligne_a_ligne": "ligne à ligne"}
NARROW = "\N{NARROW NO-BREAK SPACE}"
HEADER = ("étape", "lignes", "mur s", "lignes/s", "CPU client", "CPU PostgreSQL", "pic Mio")
Results = dict[str, Any]


def table(results: Results) -> str:
    said = results["machine"]
    rows = [HEADER, *_rows(results)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEADER))]
    lines = [
        "",
        f"Échelle {results['echelle']} ; {said['coeurs']} cœurs, {said['memoire_Gio']} Gio",
        *(_aligned(row, widths) for row in rows),
        "",
        *_remarks(results),
    ]
    return "\n".join(lines) + "\n"


def _aligned(row: tuple[str, ...], widths: list[int]) -> str:
    first, *others = zip(row, widths, strict=True)
    numbers = (text.rjust(width) for text, width in others)
    return "  ".join([f"  {first[0].ljust(first[1])}", *numbers])


def _rows(results: Results) -> list[tuple[str, ...]]:
    rows = [_imported("référentiels", results["referentiels"])]
    rows += [
        _imported(f"arrêts {month['fichiers'][0]['fichier'][:7]}, 1 processus", month)
        for month in results["seul"]
    ]
    rows.append(_imported("patientèle, 1 processus", results["patientele"]))
    if together := results.get("ensemble"):
        count = len(together["fichiers"])
        rows.append(_row(f"{count} mois, 2 processus", together, together["mur_processus_s"]))
    return rows + [
        _row(f"jumeau ORM, {WAYS[way]}", {**twin, "fichiers": [twin]}, twin["mur_s"])
        for way, twin in results["jumeau"].items()
    ]


def _imported(name: str, step: Results) -> tuple[str, ...]:
    return _row(name, step, sum(one["mur_s"] for one in step["fichiers"]))


def _row(name: str, step: Results, wall: float) -> tuple[str, ...]:
    read = sum(one["lues"] for one in step["fichiers"])
    return (
        name,
        _whole(read),
        _decimal(wall),
        _whole(read / wall),
        _decimal(step["cpu_client_s"]),
        _decimal(step["cpu_postgresql_s"]),
        _whole(step["pic_Mio"]),
    )


def _remarks(results: Results) -> list[str]:
    counted = [one for month in results["seul"] for one in month["fichiers"]]
    read, rejected, twins = (
        _whole(sum(one[name] for one in counted)) for name in ("lues", "rejetees", "doublons")
    )
    return [
        *(_against(results, way, twin) for way, twin in results["jumeau"].items()),
        f"  Comptes égaux à la vérité : {read} lues, {rejected} rejetées, {twins} doublons.",
        f"  Mur de la commande entière, 1 processus : {_alone(results)} s.",
        f"  Charge au départ de chacune : {_loads(results)}.",
        f"  CPU pris par d’autres pendant ce temps : {_others(results)} s.",
    ]


def _against(results: Results, way: str, twin: Results) -> str:
    """The processor's time is what other people's work on the machine changes least."""
    alone = results["seul"]
    month = min(alone, key=lambda one: one["fichiers"][0]["mur_s"])
    wall = _speed(month["fichiers"][0]) / _speed(twin)
    cpu = _cpu_a_row(twin, twin) / min(_cpu_a_row(one, one["fichiers"][0]) for one in alone)
    return f"  Rapport au jumeau {WAYS[way]} : {_decimal(wall)} au mur, {_decimal(cpu)} en CPU."


def _cpu_a_row(step: Results, counts: Results) -> float:
    return (step["cpu_client_s"] + step["cpu_postgresql_s"]) / counts["lues"]


def _alone(results: Results) -> str:
    return ", ".join(_decimal(month["mur_processus_s"]) for month in results["seul"])


def _loads(results: Results) -> str:
    return ", ".join(_decimal(step["charge"]) for step in _timed(results))


def _others(results: Results) -> str:
    return ", ".join(_decimal(step["cpu_des_autres_s"]) for step in _timed(results))


def _timed(results: Results) -> list[Results]:
    together = [results["ensemble"]] if "ensemble" in results else []
    return [*results["seul"], *together]


def _speed(one: Results) -> float:
    return one["lues"] / one["mur_s"]


def _whole(value: float) -> str:
    return f"{value:,.0f}".replace(",", NARROW)


def _decimal(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")
