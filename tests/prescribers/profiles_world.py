"""Profiles of a published run, and the addresses where they are read."""

import csv
import html
import io
import re

from prescribers.models import Prescriber, Profile
from tests.prescribers.factories import PrescriberFactory, ProfileFactory


LIST = "/prescripteurs/"
CSV = "/prescripteurs/prescripteurs.csv"
DIGITS = re.compile(r'^="(\d+)"$')


def profile(run, last="PEYRAC", first="THIERRY", **fields):
    prescriber = PrescriberFactory(last_name=last, first_name=first)
    return ProfileFactory(run=run, prescriber=prescriber, **fields)


def copies(run, serials):
    """Many more like the factory's, in two statements."""
    people = Prescriber.objects.bulk_create(
        PrescriberFactory.build(last_name=f"NOM{serial:04d}") for serial in serials
    )
    Profile.objects.bulk_create(ProfileFactory.build(run=run, prescriber=p) for p in people)


def insufficient(run, last, **fields):
    return profile(run, last, enough=False, level=-1, **{"n_patients": 142, **fields})


def exported(response):
    """The rows by title, as Excel shows them: `="01"` is the text 01."""
    text = response.content.decode()
    assert text.startswith("\ufeff")
    rows = csv.DictReader(io.StringIO(text[1:]), delimiter=";")
    return [{title: DIGITS.sub(r"\1", cell) for title, cell in row.items()} for row in rows]


def link(response, words):
    """The query of a link of the page, by its words; empty when the page has no such link."""
    found = re.search(rf'href="([^"]*)"[^>]*>{words}</a>', response.content.decode())
    return html.unescape(found[1]) if found else ""
