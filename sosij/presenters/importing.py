"""A file of requests in words: what was read, what is wrong, how far it is."""

from dataclasses import dataclass

from prescribers.presenters.words import counted
from sosij.models import FileBatch
from sosij.rules.importing import COLUMNS, SENTENCES, Reached


MODEL = (
    "\ufeff" + ";".join(COLUMNS) + "\r\n"
    '10000000001;09/11/2026 11:20;telephone;RG;"Arrêt prolongé ; que faire ensuite ?"\r\n'
)
MEANINGS = {
    "rpps": "Numéro RPPS du médecin, onze chiffres.",
    "recue_le": "Jour et heure de réception, heure de Paris : 09/11/2026 11:20. Le délai court "
    "de là.",
    "canal": "telephone, courriel ou fichier ; vide vaut fichier.",
    "regime": "RG ou MSA ; vide si on ne sait pas.",
    "question": "La situation, sans nom ni numéro de sécurité sociale ; entre guillemets si elle "
    "contient « ; » ou un retour à la ligne.",
}


@dataclass(frozen=True)
class FaultLine:
    line: int
    column: str
    what: str


@dataclass(frozen=True)
class BatchPage:
    """`state`: à confirmer, en cours, terminé, abandonné, rien à importer."""

    state: str
    sentence: str
    may_confirm: bool
    running: bool
    faults: list[FaultLine]
    more: int
    refused: list[FaultLine]
    references: list[str]


def columns() -> list[tuple[str, str]]:
    return [(name, MEANINGS[name]) for name in COLUMNS]


def batch_page(batch: FileBatch, reached: Reached) -> BatchPage:
    faults = [FaultLine(line, column, _what(code)) for line, column, code in batch.faults]
    return BatchPage(
        state=_state(batch),
        sentence=_sentence(batch, reached.received, reached.waiting),
        may_confirm=batch.closed_at is None and batch.confirmed_at is None and batch.good > 0,
        running=batch.confirmed_at is not None and batch.closed_at is None,
        faults=faults,
        more=max(0, batch.bad - len({fault.line for fault in faults})),
        refused=[FaultLine(line, "", _what(code)) for line, code in reached.refused],
        references=reached.references,
    )


def _what(code: str) -> str:
    return SENTENCES.get(code, "La ligne a été refusée à la réception.")


def _state(batch: FileBatch) -> str:
    if batch.confirmed_at is None:
        if batch.closed_at is not None:
            return "abandonné"
        return "à confirmer" if batch.good else "rien à importer"
    return "en cours" if batch.closed_at is None else "terminé"


def _sentence(batch: FileBatch, received: int, waiting: int) -> str:
    parts = [
        counted(batch.good, "bonne ligne", "bonnes lignes"),
        counted(batch.twins, "ligne déjà importée", "lignes déjà importées"),
        counted(batch.bad, "ligne à corriger", "lignes à corriger"),
    ]
    read = ", ".join(parts)
    if batch.confirmed_at is None:
        return f"{read}."
    done = counted(received, "demande enregistrée", "demandes enregistrées")
    left = (
        f", {counted(waiting, 'reste à enregistrer', 'restent à enregistrer')}" if waiting else ""
    )
    return f"{done}{left}. Au fichier\u202f: {read}."
