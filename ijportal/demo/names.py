"""Invented doctors: surnames put together from pieces, so that no real person is meant."""

# ruff: noqa: SIM905 (lists of words read better as words)

import numpy as np


WOMEN = """
    AGATHE ALICE AMINA ANAIS BLANCHE CAMILLE CELESTE CHLOE CLEMENCE DELPHINE ELEONORE ELISE EMMA
    ESTELLE FATOU FLORE HELENE INES JEANNE JULIETTE LEILA LOUISE MANON MARGAUX MATHILDE MYRIAM
    NADIA NOEMIE OCEANE PAULINE ROMANE ROSE SALOME SOLENE SYLVIE VALENTINE VIOLETTE YASMINE
""".split()
MEN = """
    ADRIEN ALBAN ANTOINE ARTHUR AUGUSTIN BAPTISTE BASILE CLEMENT CORENTIN DAMIEN ELIAS ETIENNE
    FELIX FLORIAN GABRIEL GASPARD HUGO ISMAEL JULES KARIM LEO LOUIS LUCIEN MALIK MARIUS MARTIN
    MAXENCE NOE OSCAR PAUL QUENTIN RAPHAEL REMI SAMIR SIMON THEO VALENTIN VICTOR YANIS
""".split()
BEGINNINGS = """
    ALBE AUDRE BARJA BELVE BOUSSI BRETO CALVE CHANTO CORBI COURTE DARVI DELMO DUVE ESTRA FALGUE
    FONTA FRESNO GARDI GOUVE GRANDE HAUTE JALVE JOUVE LAMBI LARTE LORME MALVI MARCHE MONTA MORVE
    NAVI NOUVE OLLI PASTO PERVE PLAZI POMME QUINTI RAVE RIVO ROCHE SALVI SAURE SERVE TALVO TERRI
    TOURVE VALDE VARGUE VERMO VIGNE VILLARDE
""".split()
ENDINGS = """
    BERNET CHARD COURT DIEL FAND GNAC GNOL LANDE LAY LLERAND LLIEZ LMONT NAUD NDIER NEL NTEL
    QUIER RAC RAND REUX RGNAT RIEUX RONDE SSAC SSIER TARD TIGNE VAIN ZAN ZEL
""".split()


def last_names(rng: np.random.Generator, count: int) -> list[str]:
    """As many different surnames as the pieces allow, then the same ones again."""
    every = [first + last for first in BEGINNINGS for last in ENDINGS]
    order = np.resize(rng.permutation(len(every)), count)
    return [every[i] for i in order]


def first_names(rng: np.random.Generator, sex: np.ndarray) -> list[str]:
    draw = rng.random(len(sex))
    pools = {1: MEN, 2: WOMEN}
    return [
        pools[s][int(u * len(pools[s]))] for s, u in zip(sex.tolist(), draw.tolist(), strict=True)
    ]
