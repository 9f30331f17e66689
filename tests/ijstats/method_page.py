"""The page `docs/methode.md` as the tests read it: its tables, its numbers, its operations."""

import math
import re
from pathlib import Path
from statistics import NormalDist

from tests.ijstats import spread_oracle


PAGE = (Path(__file__).parents[2] / "docs" / "methode.md").read_text(encoding="utf-8")

NORMAL = NormalDist()
SIGNS = {"×": "*", "\u2212": "-", "^": "**", ",": "."}
WORDS = {"exp": math.exp, "ln": math.log, "sqrt": math.sqrt, "Φ": NORMAL.cdf, "N": NORMAL.inv_cdf}


def table_under(title):
    """Cells of the first table under a heading, without its two header lines."""
    after = PAGE.split(f" {title}\n", 1)[1]
    lines = re.search(r"(?:^\|.*\n)+", after, re.MULTILINE).group().splitlines()
    return [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in lines[2:]]


def in_python(text):
    return text.translate({ord(sign): word for sign, word in SIGNS.items()})


def number(text):
    return float(in_python(text))


def printed(value, decimals):
    """A figure as the page prints it."""
    return f"{value:.{decimals}f}".replace(".", ",")


def worked_out(step):
    """An operation as it is printed; `Σ ω` adds its terms over the 31 nodes x."""
    python = re.sub(r"√([\d.]+)", r"sqrt(\1)", in_python(step))
    python = python.replace("√(", "sqrt(").replace("Φ⁻¹", "N")
    if "Σ ω" not in python:
        return eval(python, dict(WORDS))
    term = python.split("Σ ω")[1]
    return sum(weight * eval(term, WORDS | {"x": node}) for node, weight in spread_oracle.NODES)
