"""Profiles of a published run, and the addresses where they are read."""

import csv
import io

from tests.prescribers.factories import PrescriberFactory, ProfileFactory


LIST = "/prescripteurs/"
CSV = "/prescripteurs/prescripteurs.csv"


def profile(run, last="PEYRAC", first="THIERRY", **fields):
    prescriber = PrescriberFactory(last_name=last, first_name=first)
    return ProfileFactory(run=run, prescriber=prescriber, **fields)


def insufficient(run, last, **fields):
    return profile(run, last, enough=False, level=-1, **{"n_patients": 142, **fields})


def exported(response):
    text = response.content.decode()
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:]), delimiter=";"))
