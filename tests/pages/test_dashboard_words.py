"""The words and charts of the dashboard, from totals. No database."""

from datetime import date

import pytest

from ijportal.pages.presenters.dashboard import (
    completeness,
    figures,
    monthly_bars,
    sentence,
    signal_counts,
    signals_sentence,
)
from ijportal.pages.presenters.growth import growth_steps
from ijportal.pages.presenters.map import departement_map
from ijportal.pages.presenters.rounding import EXACT
from ijportal.pages.presenters.territories import (
    Names,
    crumbs,
    part_lines,
    parts_sentence,
    ranked_parts,
)
from prescribers.models import ProfileRun
from prescribers.selectors import (
    Dashboard,
    Growth,
    MonthDays,
    Received,
    Territory,
    Totals,
    together,
)


NNBSP, NBSP, MINUS = "\u202f", "\u00a0", "\u2212"
WHOLE = Territory()
NEAR = {"061": "93", "831": "93"}
FAR = NEAR | {"751": "11"}
NAMES = Names({"93": "Provence"}, {"061": "CPAM des Alpes-Maritimes", "831": "CPAM du Var"})


def totals(code="061", **changes):
    values = {
        "prescribers": 2_000,
        "enough": 1_742,
        "judged": 1_742,
        "signals": 31,
        "strong": 12,
        "confirmed": 23,
        "to_confirm": 8,
        "above": 120,
        "obs_days": 6_490_000,
        "obs_leaves": 193_155,
        "obs_amount_cents": 25_123_456_789,
        "compared_days": 6_300_000,
        "exp_days": 6_116_504.9,
        "variance": 6_300_000 * 4_000.0,
        "growth": None,
    }
    return Totals(code=code, **(values | changes))


def board(*caisses, months=(), received=(), territory=WHOLE, region_of=NEAR, **changes):
    run = ProfileRun(number=12, window_start=date(2025, 9, 1), window_end=date(2026, 8, 1))
    codes = sorted({region_of[one.code] for one in caisses})
    return Dashboard(
        run=run,
        territory=territory,
        total=totals("", **changes),
        months=tuple(months),
        received=received,
        caisses=caisses,
        regions=tuple(
            together(region, [one for one in caisses if region_of[one.code] == region])
            for region in codes
        ),
        region_of=region_of,
    )


def words(parts):
    return "".join(part.text for part in parts)


def test_the_dashboard_opens_with_the_answer():
    text = words(sentence(board(), EXACT))

    assert text == (
        f"Sur 12 mois, 6,49{NBSP}millions de jours indemnisés, "
        f"soit 1,03{NBSP}fois l’attendu (0,98–1,08)."
    )


def test_without_any_expected_value_the_dashboard_says_no_ratio():
    empty = board(exp_days=0.0, compared_days=0)

    assert words(sentence(empty, EXACT)).endswith("Aucun attendu n’est calculé.")


def test_money_comes_last_and_rounded():
    *_, _signals, money = figures(board(), EXACT)

    assert (money.name, money.value, money.unit) == ("Montant, arrondi", "251", "M€")
    assert [figure.value for figure in figures(board(), EXACT)][1:3] == ["193", "33,6"]


def test_provisional_months_are_drawn_and_not_said():
    months = [
        MonthDays(date(2026, 7, 1), provisional=False, observed=467_000, expected=450_000.0),
        MonthDays(date(2026, 8, 1), provisional=False, observed=528_000, expected=500_000.0),
        MonthDays(date(2026, 9, 1), provisional=True, observed=990_000, expected=500_000.0),
    ]

    chart = monthly_bars(board(months=months), EXACT)

    assert chart.provisional == 1
    assert "990" not in chart.sentence
    assert chart.table().lines[-1].provisional


def test_caisses_are_ranked_with_their_interval():
    chart = ranked_parts(
        board(totals("061"), totals("831", compared_days=5_000_000)),
        NAMES,
    )

    low, high = chart.ordered[1].low, chart.ordered[1].high
    assert [row.name for row in chart.ordered] == ["Var", "Alpes-Maritimes"]
    assert low < chart.ordered[1].ratio < high


def test_one_caisse_alone_is_not_ranked():
    assert ranked_parts(board(totals()), NAMES) is None


def test_the_signals_and_the_unmeasured_add_up():
    lines = {line.words: line for line in signal_counts(board())}

    whole = {words: line.count for words, line in lines.items() if not line.part}
    assert list(whole.values()) == ["31", f"1{NNBSP}711", "258"]
    parts = {words: line.count for words, line in lines.items() if line.part}
    assert parts == {
        "dont signal fort": "12",
        "dont confirmé": "23",
        "dont à confirmer": "8",
        "dont intervalle au-dessus de 1": "120",
    }
    assert lines["dont intervalle au-dessus de 1"].query == "signal=sans&niveau=au-dessus"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {},
            (
                f"31 prescripteurs portent un signal, sur 1{NNBSP}742 évaluables (1,8{NNBSP}%), "
                "dont 23 confirmés. Un signal est une question."
            ),
        ),
        (
            {"signals": 1, "confirmed": 0},
            (
                f"1 prescripteur porte un signal, sur 1{NNBSP}742 évaluables (0,1{NNBSP}%), aucun "
                "confirmé. Un signal est une question."
            ),
        ),
        ({"signals": 0}, f"Aucun signal, sur 1{NNBSP}742 prescripteurs évaluables."),
        ({"judged": 0, "signals": 0}, "Ce calcul ne porte pas de signaux : le suivant les dira."),
        (
            {"enough": 0, "judged": 0, "signals": 0},
            "Aucun prescripteur n’atteint les minimums : aucun rapport n’est calculé.",
        ),
    ],
)
def test_the_signals_are_said_with_their_share_and_their_stability(changes, said):
    assert signals_sentence(board(**changes)) == said


def test_a_run_without_signals_has_no_zero_for_them():
    *_, signals, _ = figures(board(judged=0, signals=0), EXACT)

    assert (signals.value, signals.note) == ("–", "non calculés")


def test_the_parts_end_with_the_whole_and_open_their_own_board():
    nice, toulon = totals("061"), totals("831", judged=0, signals=0, strong=0, confirmed=0)
    rows = part_lines(board(nice, toulon), NAMES, EXACT)

    assert [row.name for row in rows] == ["Alpes-Maritimes", "Var", "Ensemble"]
    assert (rows[0].signals, rows[0].strong, rows[0].confirmed) == ("31", "12", "23")
    assert (rows[0].within, rows[0].share) == ("caisse=061", f"1,8{NNBSP}%")
    assert (rows[1].share, rows[2].within) == ("–", "")
    assert part_lines(board(nice), NAMES, EXACT) == []


def test_parts_are_compared_by_their_share_not_by_their_size():
    large, small = totals("061"), totals("831", judged=40, signals=4)

    said = parts_sentence(board(large, small), NAMES)

    assert said.endswith(
        f"la part la plus haute est celle de CPAM du Var, 10,0{NNBSP}% (4 sur 40)."
    )


@pytest.mark.parametrize(
    ("territory", "region_of", "said"),
    [
        (WHOLE, {"061": "93"}, []),
        (WHOLE, NEAR, [("Provence", "")]),
        (Territory(caisse="831"), NEAR, [("Provence", "/t/"), ("CPAM du Var", "")]),
        (WHOLE, FAR, [("France", "")]),
        (Territory(region="93"), FAR, [("France", "/t/"), ("Provence", "")]),
        (
            Territory(caisse="831"),
            FAR,
            [("France", "/t/"), ("Provence", "/t/?region=93"), ("CPAM du Var", "")],
        ),
    ],
)
def test_the_way_back_up_never_leaves_the_perimeter(territory, region_of, said):
    shown = board(territory=territory, region_of=region_of)

    assert crumbs(shown, NAMES, "/t/") == said


def test_the_nation_is_made_of_regions_and_a_region_of_caisses():
    caisses = totals("061"), totals("831", signals=40, judged=400), totals("751", signals=0)

    nation = part_lines(board(*caisses, region_of=FAR), NAMES, EXACT)
    region = part_lines(board(*caisses[:2], region_of=FAR), NAMES, EXACT)

    assert [(row.name, row.within, row.signals) for row in nation[:-1]] == [
        ("Région 11", "region=11", "0"),
        ("Provence", "region=93", "71"),
    ]
    assert [row.within for row in region] == ["caisse=061", "caisse=831", ""]


def test_the_map_says_the_numbers_of_its_table():
    nice, toulon = totals("061"), totals("831", compared_days=8_000_000)

    chart = departement_map((nice, toulon))

    assert [row[:2] for row in chart.table().rows] == [
        ("Alpes-Maritimes (06)", "1,03"),
        ("Var (83)", "1,31"),
    ]
    assert "le plus haut est celui de Var, 1,31" in chart.sentence
    assert chart.svg("carte").count("<path") >= 2
    assert departement_map((nice,)) is None


def test_two_caisses_of_one_departement_are_one_outline():
    parts = totals("595"), totals("594", compared_days=5_000_000), totals("061")

    areas = {area.code: area.ratio for area in departement_map(parts).areas}

    assert areas["59"] == pytest.approx(11_300_000 / (2 * 6_116_504.9))


def test_the_links_to_the_list_keep_the_territory():
    shown = board(territory=Territory(caisse="831"))

    assert signal_counts(shown)[0].query == "caisse=831&signal=oui"


GROWN = Growth(
    days=6_000_000,
    leaves=190_000,
    amount_cents=24_000_000_000,
    volume=98_000.0,
    structure=-8_000.0,
    duration=400_000.0,
)


def test_growth_is_said_beside_what_was_agreed_and_its_doubt():
    text = words(sentence(board(growth=GROWN), EXACT))

    agreed = f"(repère conventionnel{NNBSP}: +2{NNBSP}% par an, à vérifier)"
    assert text.endswith(f"{NNBSP}; +8,2{NNBSP}% en un an {agreed}.")
    assert [figure.note for figure in figures(board(growth=GROWN), EXACT)][:3] == [
        f"+8,2{NNBSP}% en un an",
        f"+1,7{NNBSP}% en un an",
        f"+6,4{NNBSP}% en un an",
    ]


def test_the_steps_add_up_to_the_growth_that_is_said():
    chart = growth_steps(board(growth=GROWN))

    assert [row[1] for row in chart.table().rows] == [
        f"+1,6{NNBSP}%",
        f"{MINUS}0,1{NNBSP}%",
        f"+6,7{NNBSP}%",
        f"+8,2{NNBSP}%",
        f"+2,0{NNBSP}%",
    ]
    assert chart.total == pytest.approx(6_490_000 / 6_000_000 - 1)
    assert chart.sentence.startswith("Durée")
    assert "plus de la moitié de la hausse" in chart.sentence


def test_without_a_run_of_the_year_before_nothing_is_said_of_growth():
    assert growth_steps(board()) is None
    assert "en un an" not in words(sentence(board(), EXACT))


def test_the_year_before_is_drawn_where_it_is_known():
    months = [
        MonthDays(date(2026, 8, 1), provisional=False, observed=528, expected=500.0, before=500),
        MonthDays(date(2026, 9, 1), provisional=True, observed=90, expected=500.0),
    ]

    table = monthly_bars(board(months=months), EXACT).table()

    assert [row[2] for row in table.rows] == ["500", "–"]
    assert monthly_bars(board(months=months[1:]), EXACT).previous is None


def test_a_month_is_complete_beside_the_year_before():
    received = (
        Received(date(2026, 8, 1), provisional=False, days=528, before=500),
        Received(date(2026, 9, 1), provisional=True, days=90, before=500),
        Received(date(2026, 10, 1), provisional=True, days=90, before=0),
    )

    lines = completeness(board(received=received))

    assert [(line.words, line.hundredths, line.provisional) for line in lines] == [
        (f"106{NNBSP}%", 100, False),
        (f"18{NNBSP}%", 18, True),
    ]
