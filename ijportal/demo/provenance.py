"""What each manifest says of a file: who publishes it, under which licence, of which date."""

LICENCE_OUVERTE = "Licence Ouverte 2.0"
SYNTHETIC = {
    "origine": "synthétique : tiré par make_demo_data, aucune personne réelle",
    "licence": "licence du produit",
    "millesime": "synthétique",
    "synthetic": True,
}
REAL = {
    "communes": {
        "origine": "Insee (code officiel géographique, populations légales), DGCL, La Poste",
        "licence": LICENCE_OUVERTE,
        "millesime": "COG 2026, population 2023",
        "synthetic": False,
    },
    "caisses": {
        "origine": "Cnam, référentiel RNIAM ; noms composés",
        "licence": LICENCE_OUVERTE,
        "millesime": "codes et effectifs 2014",
        "synthetic": False,
    },
    # Real codes and names, but what is added to them is drawn at random: the whole is synthetic.
    "iris": {
        "origine": "Insee (codes et libellés) ; population, défavorisation et accès synthétiques",
        "licence": LICENCE_OUVERTE,
        "millesime": "IRIS 2023",
        "synthetic": True,
    },
}


def provenance_of(kind: str) -> dict[str, object]:
    return dict(REAL.get(kind, SYNTHETIC))
