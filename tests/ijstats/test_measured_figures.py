"""The measured figures of `docs/methode.md` are those that `./run bench puissance` left in files.

Bars and words are the page's; each figure is counted again from the lines of the seeds.
"""

import csv
from collections import Counter

from benchmarks.known_truth import CURVE, SIZES, TALLIES
from tests.ijstats.method_page import printed, table_under


TAILS = ("legere", "lourde")
NO_EFFECT, ORDINARY, PLANTED, ODD = "sans_effet", "ecart_0.25", "plantes", "listes_particulieres"

# The lines of the first table, in their order: nation, measure, decimals of the percentage.
MEASURED = [
    (NO_EFFECT, "hasard_haut", 3),
    (NO_EFFECT, "hasard_bas", 3),
    (ORDINARY, "ecart_haut", 3),
    (ORDINARY, "ecart_bas", 3),
    (NO_EFFECT, "intervalle", 1),
    (ORDINARY, "intervalle", 1),
    (ORDINARY, "lisse", 1),
    (PLANTED, "plante_16", 1),
    (PLANTED, "signal_27_200", 1),
    (PLANTED, "signal_23_500", 1),
    (PLANTED, "signal_13", 3),
    (NO_EFFECT, "signal", 3),
    (NO_EFFECT, "distinct", 3),
    (ORDINARY, "distinct", 1),
    (ORDINARY, "haut", 1),
    (ODD, "ordinary", 2),
    (ODD, "poor_iris", 2),
    (ODD, "no_c2s", 2),
    (ODD, "old_list", 2),
    (ODD, "opened", 2),
    (ODD, "closed", 2),
    (ODD, "poor_iris_par_commune", 2),
]


def lines_of(path):
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def tallies():
    found, among = Counter(), Counter()
    for line in lines_of(TALLIES):
        key = tuple(
            line[name] for name in ("nation", "mesure", "indicateur", "specialite", "queue")
        )
        found[key] += int(line["comptes"])
        among[key] += int(line["parmi"])
    return {key: found[key] / among[key] for key in among}


def percentage(share, decimals):
    return f"{printed(100 * share, decimals)} %"


def test_the_bars_and_what_was_measured():
    share = tallies()

    def cells(nation, measure, decimals):
        for indicator in ("jours", "arrets"):
            for tail in TAILS:
                found = share.get((nation, measure, indicator, "", tail))
                yield "" if found is None else percentage(found, decimals)

    said = [line[2:] for line in table_under("Les barres, et ce qui est mesuré")]
    assert said == [list(cells(*row)) for row in MEASURED]


def test_coverage_by_specialty():
    share = tallies()
    for line in table_under("Par spécialité"):
        specialty, *said = line
        counted = [
            percentage(share[nation, measure, indicator, specialty, tail], 1)
            for nation, measure, indicator in (
                (NO_EFFECT, "intervalle", "jours"),
                (NO_EFFECT, "intervalle", "arrets"),
                (ORDINARY, "intervalle", "jours"),
                (ORDINARY, "lisse", "jours"),
            )
            for tail in TAILS
        ]
        assert said == counted
    assert [line[0] for line in table_under("Par spécialité")] == ["MG", "PSY", "CHIR", "RHUM"]


def curve_table(tail):
    seen, signals, strong = Counter(), Counter(), Counter()
    places = {}
    for line in lines_of(CURVE):
        if line["queue"] == tail:
            ratio = line["ratio_min"], line["ratio_max"]
            places.setdefault(ratio, []).append(line["arrets_attendus_min"])
            key = ratio, line["arrets_attendus_min"]
            seen[key] += int(line["prescripteurs"])
            signals[key] += int(line["signaux"])
            strong[key] += int(line["signaux_forts"])
    return [
        [
            f"{percentage(signals[ratio, least] / seen[ratio, least], 1)}"
            f" ({percentage(strong[ratio, least] / seen[ratio, least], 1)})"
            for least in dict.fromkeys(leaves)
        ]
        for ratio, leaves in places.items()
    ]


def test_the_curve():
    for title, tail in (("Queue lourde", "lourde"), ("Queue légère", "legere")):
        assert [line[1:] for line in table_under(title)] == curve_table(tail)


def test_the_size_of_the_list():
    said = [line[1:] for line in table_under("La taille de la liste")]
    counted = {(line["queue"], line["part_trouvee"]): line for line in lines_of(SIZES)}
    assert said == [
        [counted[tail, share]["arrets_attendus"] for tail in TAILS]
        for share in ("0.5", "0.8", "0.9")
    ]
