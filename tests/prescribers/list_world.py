"""A list full of everything that can be filtered, and a reader of its rows."""

import html
import random
import re
from datetime import date, timedelta

from django.utils import timezone

from ijstats import CONFIRMED, TO_CONFIRM, UNSETTLED
from prescribers.ingestion.sort_names import sort_name
from prescribers.services.standing import note_interview
from tests.prescribers.factories import (
    AttachmentFactory,
    IrisFactory,
    MembershipFactory,
    PrescriberFactory,
    ProfileFactory,
    StructureFactory,
)
from tests.prescribers.profiles_world import link


NAMES = (("PEYRAC", "INÈS"), ("MARQUISAN", "ÉLOÏSE"), ("LE GALL", "JEAN-NOËL"), ("D’ARCY", "LÉA"))
TABLE = re.compile(r"<table class=\"ij-table dense as-cards\">.*?</table>", re.DOTALL)
ROW = re.compile(r"<tr>\s*(<th scope=\"row\">.*?)</tr>", re.DOTALL)
CELL = re.compile(r"<t[hd][^>]*>(.*?)</t[hd]>", re.DOTALL)


def crowd(run, size=120, seed=20261122):
    """Prescribers drawn from a seed, each with a place of practice and perhaps a centre."""
    draw = random.Random(seed)
    iris = [IrisFactory(code=f"06088020{q}", quintile=q) for q in range(6)]
    centres = [StructureFactory(kind=kind) for kind in ("CDS", "MSP", "CPTS")]
    for serial in range(size):
        last, first = draw.choice(NAMES)
        last = f"{last} {serial:03d}"
        prescriber = PrescriberFactory(
            last_name=last, first_name=first, name_sort=sort_name(last, first)
        )
        _practice(draw, prescriber, iris, centres)
        _profile(draw, run, prescriber)
        _interview(serial, prescriber)
    return centres


def _practice(draw, prescriber, iris, centres):
    AttachmentFactory(
        prescriber=prescriber,
        caisse="061",
        departement=draw.choice(("06", "83")),
        mode=draw.choice(("LIB", "SAL", "MIX")),
        sector=draw.choice(("1", "2", "")),
        iris=draw.choice([None, *iris]),
        end=draw.choice((None, None, date(2026, 1, 31))),
    )
    for centre in draw.sample(centres, draw.choice((0, 0, 1, 2))):
        MembershipFactory(prescriber=prescriber, structure=centre)


def _interview(serial, prescriber):
    """One in four was never met; the others 40, 240 or 440 days ago."""
    if rank := serial % 4:
        day = timezone.localdate() - timedelta(days=200 * rank - 160)
        note_interview(prescriber.pk, "061", day, "Visite DAM")


def _profile(draw, run, prescriber):
    enough, fallback = draw.random() < 0.8, draw.random() < 0.2
    signal = draw.choice(("aucun",) if fallback else ("aucun", "signal", "signal_fort"))
    found = enough and signal != "aucun"
    ratio = round(draw.uniform(0.5, 2.5), 3)
    ProfileFactory(
        run=run,
        prescriber=prescriber,
        region=draw.choice(("93", "84")),
        specialty=draw.choice(("MG", "PSY", "RHUM")),
        commune_name=draw.choice(("", "Nice", "Saint-Laurent-du-Var")),
        n_patients=draw.choice((0, 4, 10, 150, 900)),
        obs_days=draw.randrange(0, 15_000),
        exp_leaves=draw.uniform(20.0, 600.0),
        ratio_days=ratio,
        ci_low=ratio * 0.9,
        ci_high=ratio * 1.1,
        excess_days=draw.uniform(-500.0, 5_000.0),
        level=draw.choice((0, 1, 2)) if enough else -1,
        enough=enough,
        group_fallback=fallback,
        signal=signal if enough else "",
        stability=draw.choice((CONFIRMED, TO_CONFIRM, UNSETTLED)) if found else "",
    )


def rows_of(response):
    """The markup of each row of the table; an empty list has no table."""
    table = TABLE.search(response.content.decode())
    return ROW.findall(table[0]) if table else []


def screen_rows(response):
    """The words of each cell, by row; a drawn ratio is its number."""
    return [[_words(cell) for cell in CELL.findall(row)] for row in rows_of(response)]


def _words(cell):
    said = re.sub(
        r"<svg.*?</svg>|<span class=\"second-line\">.*?</span>", "", cell, flags=re.DOTALL
    )
    return html.unescape(re.sub(r"<[^>]+>", "", said)).strip()


def every_page(client, address, query):
    """All the rows of the list, page after page."""
    page = client.get(address, query)
    rows = screen_rows(page)
    while following := link(page, "Suivante"):
        page = client.get(address + following)
        rows += screen_rows(page)
    return rows
