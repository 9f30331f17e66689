"""What each column of an export contains, in a sentence: the sheet « À propos »."""

from core.charts.numbers import NNBSP
from prescribers.presenters.listing import REMARK, RUN, SYNTHETIC


DEFINITIONS = {
    "Prescripteur": "Nom, puis prénom, de l’annuaire des professionnels de santé.",
    "RPPS": "Numéro d’identification du professionnel, onze chiffres. C’est un texte.",
    "Spécialité": "Spécialité d’exercice, de l’annuaire.",
    "Commune": "Commune d’exercice.",
    "Caisse": "Caisse de rattachement.",
    "Région": "Région de la caisse, celle des comparables.",
    "Département": "Département d’exercice aujourd’hui. C’est un texte.",
    "Exercice": "Libéral, salarié ou mixte, aujourd’hui.",
    "Secteur": "Secteur conventionnel, aujourd’hui.",
    "Dernier entretien": "Dernier entretien ou dernière visite tenus avec la caisse.",
    "Territoire d’exercice": "Quintile de défavorisation du lieu d’exercice\u202f; 5 est le plus "
    "défavorisé.",
    "Patients actifs": "Patients actifs sur la période. De 1 à 10, écrit « NS ».",
    "Jours observés": "Jours indemnisés prescrits sur la période.",
    "Jours attendus": "Jours que prescriraient les comparables à la même patientèle (âge, sexe, "
    "ALD, C2S, défavorisation du lieu de vie).",
    "Rapport": "Jours observés rapportés aux jours attendus.",
    "Borne basse à 95 %": "Limite basse de l’intervalle de confiance du rapport.",
    "Borne haute à 95 %": "Limite haute de l’intervalle de confiance du rapport.",
    "Lecture de l’intervalle": "Place de l’intervalle par rapport à 1. Ne décide de rien seule.",
    "Ratio lissé": "Rapport ramené vers celui du groupe, d’autant plus que l’effectif est petit.",
    "Ratio lissé, borne basse": "Limite basse à 95 % du ratio lissé.",
    "Ratio lissé, borne haute": "Limite haute à 95 % du ratio lissé.",
    "Centile parmi les comparables": "Rang du ratio lissé dans le groupe, de 0 à 100.",
    "Valeur q": "Part attendue de fausses découvertes si l’on retient ce prescripteur et ceux "
    "dont l’écart est plus net.",
    "Jours en plus": "Jours observés moins jours attendus.",
    "Signal": "Écart à la fois grand et certain. Une question à poser, pas un jugement.",
    "Stabilité du signal": "Présence du signal dans les calculs mensuels précédents.",
    "Intervalle en chiffres": "Intervalle de confiance à 95 % du rapport.",
    "Probabilité que le rapport dépasse 1,5": "Chance que le vrai rapport dépasse 1,5. "
    "De 0,01 % à 99,99 %\u202f: au-delà, le fichier écrit la borne.",
    "Probabilité d’être au décile haut": "Chance d’être vraiment dans le dixième le plus haut du "
    "groupe. De 0,01 % à 99,99 %\u202f: au-delà, le fichier écrit la borne.",
    "Arrêts observés": "Arrêts prescrits sur la période. De 1 à 10, écrit « NS ».",
    "Arrêts attendus": "Arrêts que prescriraient les comparables à la même patientèle.",
    "Rapport des arrêts": "Arrêts observés rapportés aux arrêts attendus.",
    "Durée moyenne, en jours": "Jours observés par arrêt observé.",
    "Montant, en euros": "Indemnités journalières versées pour ces arrêts.",
    "Rapport des montants": "Montant observé rapporté au montant attendu.",
    "Patients vus": "Patients ayant au moins un acte facturé, comptés chaque mois et additionnés.",
    "Rapport par patient vu": "Jours observés rapportés aux jours attendus par patient vu, le "
    "dénominateur de la loi, sans ajustement.",
    "Part AT/MP": "Part des arrêts pour accident du travail ou maladie professionnelle.",
    "Part de plus de 90 jours": "Part des arrêts de plus de 90 jours indemnisés.",
    "Part de trois jours au plus": "Part des arrêts de trois jours au plus.",
    "Part en téléconsultation": "Part des arrêts prescrits en téléconsultation.",
    "Mois d’activité": "Mois d’exercice dans la période.",
    "Groupe de comparaison": "Spécialité et région des comparables.",
    REMARK: f"Effectif insuffisant et minimum non atteint{NNBSP}: aucun chiffre n’est alors écrit. "
    "Ou comparaison avec la France entière, indicative.",
    RUN: "Numéro du calcul dont viennent les chiffres.",
    SYNTHETIC: "Les données de démonstration sont inventées.",
}


def definition(title: str) -> str:
    return DEFINITIONS.get(title, "")
