"""The three kinds of job of a night and their keys in the ledger."""

NIGHT = "prescripteurs.nuit"
MAP = "prescripteurs.carte"
REDUCTION = "prescripteurs.reduction"


def map_key(run_id: int, first_caisse: str) -> str:
    """A group of caisses goes by its first one."""
    return f"carte:{run_id}:{first_caisse}"


def reduction_key(run_id: int) -> str:
    return f"reduction:{run_id}"
