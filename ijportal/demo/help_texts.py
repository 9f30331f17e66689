"""What doctors ask and what they are told: no name, no number, one set a motive."""

from sosij.enums import Motive, Outcome


QUESTIONS = {
    Motive.INVALIDITY: (
        (
            "Patiente de 57 ans, aide-soignante, polyarthrite suivie depuis 2019, en arrêt "
            "continu. "
            "Son rhumatologue n’attend plus d’amélioration. Faut-il demander une mise en "
            "invalidité, "
            "et à quel moment ?"
        ),
        (
            "Maçon de 49 ans, deux interventions du rachis, séquelles neurologiques. Il ne "
            "reprendra "
            "pas son métier. Comment préparer le passage en invalidité sans rupture de revenu ?"
        ),
        (
            "Sclérose en plaques évolutive, temps partiel thérapeutique depuis onze mois. Le "
            "patient "
            "s’épuise. Quelle suite ?"
        ),
    ),
    Motive.WORKPLACE: (
        (
            "Patient de 52 ans, couvreur, rupture de coiffe opérée en mars. L’épaule est "
            "fonctionnelle pour un poste sans charge ; l’employeur dit ne pas avoir de poste "
            "adapté. "
            "Que me conseillez-vous ?"
        ),
        (
            "Conflit ouvert avec l’encadrement, anxiété réactionnelle. L’arrêt ne règle rien et la "
            "médecine du travail n’a pas répondu. Vers qui l’orienter ?"
        ),
    ),
    Motive.DISPUTE: (
        (
            "L’arrêt de ma patiente a été jugé non justifié après un contrôle. Je la trouve "
            "incapable"
            " de reprendre. Comment faire valoir mon avis ?"
        ),
        (
            "Refus d’un temps partiel thérapeutique alors que l’employeur était d’accord. Quel "
            "recours ?"
        ),
    ),
    Motive.HARDSHIP: (
        (
            "Père seul, sans indemnités depuis six semaines pour un dossier incomplet. Il reprend "
            "contre mon avis pour payer son loyer. Qui peut l’aider vite ?"
        ),
    ),
    Motive.ADMINISTRATIVE: (
        (
            "Arrêt envoyé en ligne, reçu deux fois selon la patiente, une seule période payée. Que "
            "dois-je renvoyer ?"
        ),
        "Patient à deux employeurs : faut-il un seul arrêt ou un par employeur ?",
    ),
    Motive.OTHER: (
        (
            "Patient parti en convalescence dans un autre département. Faut-il une "
            "autorisation, et "
            "qui la donne ?"
        ),
    ),
}
ANSWERS = {
    Motive.INVALIDITY: (
        "Cher confrère, un examen de l’état de votre patient nous paraît utile avant la fin du "
        "trimestre : nous le convoquons, et son revenu n’est pas interrompu d’ici là."
    ),
    Motive.WORKPLACE: (
        "Cher confrère, une visite de préreprise peut être demandée dès maintenant auprès du "
        "service de prévention et de santé au travail, par votre patient, par vous ou par nous "
        "avec son accord."
    ),
    Motive.DISPUTE: (
        "Cher confrère, votre patient peut contester l’avis dans le délai écrit sur la "
        "notification. Joignez les éléments apparus depuis : nous les relirons."
    ),
    Motive.HARDSHIP: (
        "Le service social prend contact avec la personne cette semaine et examine une aide "
        "financière. Le dossier d’indemnités est repris en priorité."
    ),
    Motive.ADMINISTRATIVE: (
        "Un seul envoi suffit : la seconde période est rétablie. Avec deux employeurs, un arrêt "
        "en ligne vaut pour les deux."
    ),
    Motive.OTHER: (
        "Cher confrère, l’accord de la caisse est nécessaire avant le départ ; écrivez l’adresse "
        "de séjour sur l’avis d’arrêt, nous répondons sous trois jours."
    ),
}
PARTS = {
    Motive.ADMINISTRATIVE: "Vérifier les périodes reçues et les règlements faits.",
    Motive.HARDSHIP: "Personne sans revenu depuis plusieurs semaines : contact rapide souhaité.",
    Motive.OTHER: "Séjour hors du département pendant un arrêt.",
}
PAUSES = (
    "Le médecin doit préciser la date de la dernière consultation",
    "L’accord de la personne est attendu avant tout contact avec l’employeur",
    "Le service de santé au travail doit confirmer un rendez-vous",
)
# Percents, invented: nobody has published what became of the situations.
OUTCOMES = {
    Motive.INVALIDITY: {
        Outcome.INVALIDITY: 38, Outcome.LONGER: 30, Outcome.BACK_ADAPTED: 14, Outcome.PDP: 8,
        Outcome.UNKNOWN: 10,
    },
    Motive.WORKPLACE: {
        Outcome.BACK_ADAPTED: 34, Outcome.BACK: 16, Outcome.PDP: 18, Outcome.LONGER: 22,
        Outcome.UNKNOWN: 10,
    },
    Motive.DISPUTE: {
        Outcome.BACK: 40, Outcome.LONGER: 30, Outcome.NOTHING: 20, Outcome.UNKNOWN: 10,
    },
    Motive.HARDSHIP: {Outcome.LONGER: 40, Outcome.BACK: 25, Outcome.PDP: 15, Outcome.NOTHING: 20},
    Motive.ADMINISTRATIVE: {Outcome.NOTHING: 60, Outcome.BACK: 30, Outcome.UNKNOWN: 10},
    Motive.OTHER: {Outcome.NOTHING: 45, Outcome.BACK: 40, Outcome.UNKNOWN: 15},
}  # fmt: skip
