"""The three kinds of job of a night and their keys in the ledger."""

NIGHT = "prescripteurs.nuit"
MAP = "prescripteurs.carte"
REDUCTION = "prescripteurs.reduction"


def map_key(run_id: int, caisse: str) -> str:
    return f"carte:{run_id}:{caisse}"


def reduction_key(run_id: int) -> str:
    return f"reduction:{run_id}"
