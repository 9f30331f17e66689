"""Attachments: their type is read in their content, and nobody opens one before a scanner has."""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.conf import settings
from django.utils.module_loading import import_string

from core.database_role import DatabaseRole, database_role
from core.errors import Refusal
from core.nir import holds_nir
from sosij.models import HelpRequest, RequestFile


# First bytes, and what they say. Three types need no library.
TYPES = (
    (b"%PDF-", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
)
ACCEPTED = "PDF, JPEG ou PNG"
MOST_FILES, LARGEST_FILE, LARGEST_TOTAL = 3, 5 * 2**20, 12 * 2**20
LONGEST_NAME = 120

# True: clean; False: infected; None, or an exception: no verdict, the file stays in quarantine.
Scanner = Callable[[bytes], bool | None]


@dataclass(frozen=True)
class Incoming:
    """A file as it was sent."""

    name: str
    content: bytes

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def media_type(self) -> str:
        """The type that the content shows; empty for any other than the three accepted."""
        return next((said for first, said in TYPES if self.content.startswith(first)), "")


def store_files(request: HelpRequest, files: Sequence[Incoming], now: datetime) -> None:
    """Check the files, ask the scanner, put them behind the wall.

    Raises:
        Refusal: too many, too large, twice the same, of another type, a name with a social
            security number, or a file that the scanner finds infected.
    """
    check_files(files)
    rows = [
        RequestFile(
            request=request,
            caisse=request.caisse,
            name=file.name,
            media_type=file.media_type,
            size=len(file.content),
            sha256=file.sha256,
            content=file.content,
            scanned_at=now if _is_clean(file.content) else None,
            received_at=now,
        )
        for file in files
    ]
    with database_role(DatabaseRole.MEDICAL, {request.caisse}):
        RequestFile.objects.bulk_create(rows)


def check_files(files: Sequence[Incoming]) -> None:
    if len(files) > MOST_FILES:
        raise Refusal("PIECES_NOMBRE", f"{MOST_FILES} pièces au plus par demande.")
    if sum(len(file.content) for file in files) > LARGEST_TOTAL:
        raise Refusal("PIECES_TAILLE", "12 Mo au plus pour toutes les pièces.")
    if len({file.sha256 for file in files}) < len(files):
        raise Refusal("PIECE_DOUBLE", "La même pièce est jointe deux fois.")
    for file in files:
        _check_file(file)


def _check_file(file: Incoming) -> None:
    if not file.content:
        raise Refusal("PIECE_VIDE", "Une pièce est vide.")
    if len(file.content) > LARGEST_FILE:
        raise Refusal("PIECE_TAILLE", "5 Mo au plus par pièce.")
    if not file.media_type:
        raise Refusal("PIECE_TYPE", f"Une pièce n’est pas d’un type accepté : {ACCEPTED}.")
    # « 1-84-12-06-088-012.pdf » is a number all the same.
    if holds_nir(file.name) or holds_nir(re.sub(r"[-._ ]+", " ", file.name)):
        raise Refusal(
            "PIECE_NIR",
            "Le nom d’une pièce contient un numéro de sécurité sociale : renommez-la.",
        )


def _is_clean(content: bytes) -> bool:
    if not settings.SOSIJ_SCANNER:
        return False
    scanner: Scanner = import_string(settings.SOSIJ_SCANNER)
    try:
        verdict = scanner(content)
    except Exception:  # noqa: BLE001 (whatever ails the scanner, the file waits and the doctor does not)
        return False
    if verdict is False:
        raise Refusal(
            "PIECE_INFECTEE", "L’antivirus refuse une pièce : la demande n’est pas reçue."
        )
    return verdict is True
