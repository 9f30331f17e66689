"""Attachments come in: their type is read in their content, and all wait in quarantine."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from unicodedata import category

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
MEBIBYTE = 2**20
# At once, and for a request over its whole life: three messages with their files.
MOST_FILES, LARGEST_FILE, LARGEST_TOTAL = 3, 5 * MEBIBYTE, 12 * MEBIBYTE
MOST_OF_A_REQUEST, LARGEST_OF_A_REQUEST = 9, 36 * MEBIBYTE
LONGEST_NAME = 120


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


def store_files(request: HelpRequest, files: Sequence[Incoming], now: datetime) -> int:
    """Put behind the wall the files that the request has not yet; how many. None is scanned here.

    The caller holds the request, or has just made it: nobody else adds to it meanwhile.

    Raises:
        Refusal: too many or too large, now or with what the request has; twice the same, of
            another type, an infected file again, or a name with a social security number.
    """
    if not files:
        return 0
    check_files(files)
    with database_role(DatabaseRole.MEDICAL, {request.caisse}):
        kept = list(RequestFile.objects.filter(request=request).defer("content", "name"))
        new = _new(files, kept)
        _check_whole(new, kept)
        RequestFile.objects.bulk_create(_row(request, file, now) for file in new)
    return len(new)


def all_known(request: HelpRequest, files: Sequence[Incoming]) -> bool:
    """Whether the request has each of them already."""
    with database_role(DatabaseRole.MEDICAL, {request.caisse}):
        kept = RequestFile.objects.filter(request=request, infected=False)
        return {file.sha256 for file in files} <= set(kept.values_list("sha256", flat=True))


def check_files(files: Sequence[Incoming]) -> None:
    if len(files) > MOST_FILES:
        raise Refusal("PIECES_NOMBRE", f"{MOST_FILES} pièces au plus à la fois.")
    if sum(len(file.content) for file in files) > LARGEST_TOTAL:
        raise Refusal("PIECES_TAILLE", "12 Mo au plus pour toutes les pièces.")
    if len({file.sha256 for file in files}) < len(files):
        raise Refusal("PIECE_DOUBLE", "La même pièce est jointe deux fois.")
    for file in files:
        _check_file(file)


def is_plain_name(name: str) -> bool:
    """The name is shown, and offered to save: no folder, no control nor invisible character."""
    return bool(name) and not any(sign in "/\\" or category(sign).startswith("C") for sign in name)


def _check_file(file: Incoming) -> None:
    if not is_plain_name(file.name) or len(file.name) > LONGEST_NAME:
        raise Refusal(
            "PIECE_NOM", f"Renommez la pièce\u202f: {LONGEST_NAME} caractères visibles au plus."
        )
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


def _new(files: Sequence[Incoming], kept: Sequence[RequestFile]) -> list[Incoming]:
    """What a repeated message sends again is there already; an infected file does not come back."""
    if {file.sha256 for file in files} & {row.sha256 for row in kept if row.infected}:
        raise Refusal(
            "PIECE_INFECTEE",
            "L’antivirus a déjà refusé cette pièce : envoyez-en une autre version, saine.",
        )
    known = {row.sha256 for row in kept}
    return [file for file in files if file.sha256 not in known]


def _check_whole(new: Sequence[Incoming], kept: Sequence[RequestFile]) -> None:
    """A file emptied for its infection no longer counts."""
    sizes = [row.size for row in kept if not row.infected] + [len(file.content) for file in new]
    if new and len(sizes) > MOST_OF_A_REQUEST:
        raise Refusal(
            "PIECES_NOMBRE", f"{MOST_OF_A_REQUEST} pièces au plus par demande, compléments compris."
        )
    if new and sum(sizes) > LARGEST_OF_A_REQUEST:
        raise Refusal("PIECES_TAILLE", "36 Mo au plus pour toutes les pièces d’une demande.")


def _row(request: HelpRequest, file: Incoming, now: datetime) -> RequestFile:
    return RequestFile(
        request=request,
        caisse=request.caisse,
        name=file.name,
        media_type=file.media_type,
        size=len(file.content),
        sha256=file.sha256,
        content=file.content,
        received_at=now,
    )
