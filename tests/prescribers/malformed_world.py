"""Malformed files, each with the end that is documented for it: refused whole, or row by row."""

import bz2
import gzip
import io
import lzma
import zipfile
from dataclasses import dataclass
from datetime import date, datetime

import pyarrow as pa
import pyarrow.parquet as pq

from tests.prescribers.factories import demo_rpps
from tests.prescribers.import_world import LEAVE, leaves


HEADER = ",".join(LEAVE)
GZIP_BOMB_SIZE = 200 << 20


@dataclass(frozen=True)
class Refused:
    """Nothing of the file is kept; the message holds these words."""

    name: str
    content: bytes
    words: str


@dataclass(frozen=True)
class Rows:
    """The file is imported: rows kept, rows doubled, and the faults of the others by line."""

    name: str
    content: bytes
    accepted: int
    faults: frozenset[tuple[int, str]]
    duplicates: int = 0


def text(rows, *, separator=",", newline="\n", encoding="utf-8", last=True) -> bytes:
    lines = [separator.join(rows[0]), *(separator.join(row.values()) for row in rows)]
    return (newline.join(lines) + (newline if last else "")).encode(encoding)


def quoted(rows) -> bytes:
    return text([{f'"{name}"': f'"{value}"' for name, value in row.items()} for row in rows])


def line(**changes: str) -> str:
    return ",".join((LEAVE | changes).values())


def around(middle: str | bytes) -> bytes:
    """A good row, what is given as line 3, and a good row."""
    given = middle.encode() if isinstance(middle, str) else middle
    first, last = (line(patient=number).encode() for number in ("71", "72"))
    return b"\n".join([HEADER.encode(), first, given, last, b""])


def parquet(columns: dict, **options) -> bytes:
    written = io.BytesIO()
    pq.write_table(pa.table(columns), written, **options)
    return written.getvalue()


def typed(count: int = 3) -> dict:
    """A month as a program would write it: numbers, dates, booleans, words behind a dictionary."""
    rows = leaves(*[{}] * count)
    return {name: pa.array([row[name] for row in rows]) for name in LEAVE} | {
        "patient": pa.array([71 + place for place in range(count)], pa.int64()),
        "date_debut": pa.array([date(2025, 1, 6)] * count),
        "date_fin": pa.array([datetime(2025, 1, 12)] * count, pa.timestamp("us")),  # noqa: DTZ001
        "jours_indem": pa.array([4.0] * count),
        "montant_cts": pa.array([13_200] * count, pa.int32()),
        "risque": pa.array(["MAL"] * count).dictionary_encode(),
        "tpt": pa.array([False] * count),
        "teleconsultation": pa.array([True] * count),
        "age": pa.array([42] * count, pa.uint8()),
        "structure": pa.nulls(count),
    }


def zipped(content: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("2025-01.csv", content)
    return written.getvalue()


def gzip_bomb() -> bytes:
    written = io.BytesIO()
    with gzip.GzipFile(fileobj=written, mode="wb", compresslevel=9) as packed:
        for _ in range(GZIP_BOMB_SIZE >> 20):
            packed.write(bytes(1 << 20))
    return written.getvalue()


def spoilt(content: bytes, start: int, length: int) -> bytes:
    return content[:start] + bytes([0xA5]) * length + content[start + length :]


GOOD = text(leaves({}, {}))
PARQUET = parquet(typed())
NESTED = typed() | {"motif": pa.array([{"code": "M09"}] * 3)}
LATIN = typed() | {"motif": pa.array([b"M09", b"\xe9t\xe9", b"M09"])}
MANY = parquet(typed(5_000), compression="none", use_dictionary=False)

REFUSED = [
    Refused("empty", b"", "zéro octet"),
    Refused("mark only", b"\xef\xbb\xbf", "première ligne est vide"),
    Refused("blank first line", b"\n" + GOOD, "première ligne est vide"),
    Refused("spaces first", b"   \n" + GOOD, "première ligne est vide"),
    Refused("gzip", gzip.compress(GOOD), "gzip"),
    Refused("gzip bomb", gzip_bomb(), "gzip"),
    Refused("bzip2", bz2.compress(GOOD), "bzip2"),
    Refused("xz", lzma.compress(GOOD), "xz"),
    Refused("zstd", b"(\xb5/\xfd" + GOOD, "zstd"),
    Refused("7z", b"7z\xbc\xaf\x27\x1c" + GOOD, "7z"),
    Refused("zip or workbook", zipped(GOOD), "classeur"),
    Refused("old workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "ancien classeur"),
    Refused("pdf", b"%PDF-1.7\n" + GOOD, "PDF"),
    Refused("sqlite", b"SQLite format 3\0" + bytes(100), "SQLite"),
    Refused("arrow file", b"ARROW1\0\0" + bytes(100), "Arrow"),
    Refused("utf-16", GOOD.decode().encode("utf-16"), "UTF-16"),
    Refused("utf-16 big end first", b"\xfe\xff" + GOOD.decode().encode("utf-16-be"), "UTF-16"),
    Refused("utf-16 without mark", GOOD.decode().encode("utf-16-le"), "octet 2 "),
    Refused("utf-32", GOOD.decode().encode("utf-32"), "UTF-16"),
    Refused("program", b"\x7fELF\x02\x01\x01\0\0" + bytes(100), "octet 8 "),
    Refused("zeros", bytes(5_000), "octet 1 "),
    Refused("random", bytes((i * 197 + i * i) % 255 + 1 for i in range(4_000)), "en-tête"),
    Refused("no header", GOOD.split(b"\n", 1)[1], "Il manque dans l’en-tête : rpps"),
    Refused("column missing", GOOD.replace(b"montant_cts", b"montant"), "montant_cts"),
    Refused("columns named", GOOD.replace(b"montant_cts", b"montant"), "Colonnes trouvées : rpps"),
    Refused("column twice", GOOD.replace(b"structure", b"rpps"), "deux fois"),
    Refused("column twice by case", GOOD.replace(b"structure", b"RPPS"), "deux fois"),
    Refused("another kind", b"code,nom,departement,region\n06088,Nice,06,93\n", "« arrêts »"),
    Refused("spaces between", GOOD.replace(b",", b" "), "Il manque"),
    Refused("one line without end", b"x" * 70_000, "fin de ligne"),
    Refused("json", b'{"rpps": "99000000019"}\n', "Il manque"),
    Refused("error page", b"<!DOCTYPE html><html><body>404</body></html>\n", "Il manque"),
    Refused("quotes in the header", b'"rpps,structure\n' + GOOD, "Il manque"),
    Refused("every row short", GOOD.replace(b",060880101", b""), "Aucune ligne"),
    Refused("every row long", GOOD.replace(b"060880101", b"060880101,"), "Aucune ligne"),
    Refused("every row wrong", text(leaves({"age": "130"}, {"age": "-1"})), "Aucune ligne"),
    Refused("another month", text(leaves({"date_debut": "2024-01-06"})), "Aucune ligne"),
    Refused("parquet, magic only", b"PAR1", "incomplet"),
    Refused("parquet, cut", PARQUET[:-20], "incomplet"),
    Refused("parquet, half", PARQUET[: len(PARQUET) // 2], "incomplet"),
    Refused("parquet, enciphered", PARQUET[:-4] + b"PARE", "chiffré"),
    Refused("parquet, footer too far", PARQUET[:-8] + b"\xff\xff\xff\x7fPAR1", "incomplet"),
    Refused("parquet, footer spoilt", spoilt(PARQUET, len(PARQUET) - 300, 200), "abîmé"),
    Refused("parquet, page spoilt", spoilt(MANY, 4, 60), "groupe de lignes 1 sur 1"),
    Refused("parquet, column missing", parquet({"rpps": pa.array(["1"])}), "Il manque"),
    Refused("parquet, nested", parquet(NESTED), "type struct"),
    Refused("parquet, not utf-8", parquet(LATIN), "UTF-8"),
    Refused("parquet, no row group", PARQUET[:4] + b"\0" * 8 + PARQUET[-4:], "abîmé"),
]

ONE = frozenset[tuple[int, str]]


def wrong(name: str, code: str, **changes: str) -> Rows:
    return Rows(name, around(line(**changes)), 2, frozenset({(3, code)}))


def broken(name: str, middle: str | bytes, code: str) -> Rows:
    return Rows(name, around(middle), 2, frozenset({(3, code)}))


CLEAN: frozenset[tuple[int, str]] = frozenset()
DRESSED = [
    Rows("crlf", text(leaves({}, {}), newline="\r\n"), 2, CLEAN),
    Rows("cr", text(leaves({}, {}), newline="\r"), 2, CLEAN),
    Rows("mark", text(leaves({}, {}), encoding="utf-8-sig"), 2, CLEAN),
    Rows("semicolons", text(leaves({}, {}), separator=";"), 2, CLEAN),
    Rows("tabs", text(leaves({}, {}), separator="\t"), 2, CLEAN),
    Rows("bars", text(leaves({}, {}), separator="|"), 2, CLEAN),
    Rows("no last end", text(leaves({}, {}), last=False), 2, CLEAN),
    Rows("capitals", GOOD.replace(HEADER.encode(), HEADER.upper().encode()), 2, CLEAN),
    Rows("spaces around", GOOD.replace(b",", b" , "), 2, CLEAN),
    Rows("no-break spaces", GOOD.replace(b",M09,", ",\u00a0M09\u00a0,".encode()), 2, CLEAN),
    Rows("blank lines", GOOD.replace(b"\n", b"\n\n"), 2, CLEAN),
    Rows("all quoted", quoted(leaves({}, {})), 2, CLEAN),
    Rows("zeros before", around(line(jours_indem="0004")), 3, CLEAN),
    Rows("a quoted separator", around(line(motif='"M09"')), 3, CLEAN),
    Rows("overlapping leaves", around(line(patient="71", date_debut="2025-01-08")), 3, CLEAN),
    Rows("the same row", around(line(patient="71")), 2, CLEAN, 1),
    Rows("the same row, other amount", around(line(patient="71", montant_cts="1")), 2, CLEAN, 1),
    Rows("parquet", PARQUET, 3, CLEAN),
    Rows("parquet, small groups", parquet(typed(), row_group_size=1), 3, CLEAN),
    Rows("parquet, gzip", parquet(typed(), compression="gzip"), 3, CLEAN),
    Rows("parquet, zstd", parquet(typed(), compression="zstd"), 3, CLEAN),
]

BROKEN = [
    broken("short", "99000000019,1", "LIGNE_COLONNES"),
    broken("long", line() + ",1", "LIGNE_COLONNES"),
    broken("bar at the end", line() + "|", "IRIS_INCONNU"),
    broken("comment", "# fin de la première partie", "LIGNE_COLONNES"),
    broken("spaces only", "   ", "LIGNE_COLONNES"),
    broken("total", "TOTAL,,,,,4,13200,,,,,,,,,,", "LIGNE_COLONNES"),
    broken("end of file mark", "\x1a", "LIGNE_COLONNES"),
    broken("nul", line(motif="M\0009"), "LIGNE_NUL"),
    broken("nul only", "\0\0\0", "LIGNE_NUL"),
    broken("very long", line(motif="M" * 70_000), "LIGNE_TROP_LONGUE"),
    broken("open quote", line(motif='"M09'), "LIGNE_GUILLEMET"),
    broken("return inside", line(motif="M\r09"), "LIGNE_RETOUR"),
    broken("not a letter of cp1252", line(motif="M").encode() + b"\x81", "LIGNE_OCTETS"),
    broken("half a letter", b"\xc3\xa9" * 5 + b"\xff", "LIGNE_OCTETS"),
]

WRONG = [
    wrong("nir", "NIR", patient="168027511600168"),
    wrong("nir without key", "NIR", patient="2680275116001"),
    wrong("nir of Corsica", "NIR", patient="1 85 07 2A 004 123"),
    wrong("nir inside words", "NIR", motif="né 1 68 02 75 116 001 68"),
    wrong("decimal comma", "ENTIER", montant_cts='"132,00"'),
    wrong("decimal point", "ENTIER", montant_cts="132.00"),
    wrong("euros", "ENTIER", montant_cts="132 €"),
    wrong("thousands", "ENTIER", montant_cts="13 200"),
    wrong("power of ten", "ENTIER", patient="4.61169E+18"),
    wrong("minus", "ENTIER", jours_indem="-4"),
    wrong("plus", "ENTIER", jours_indem="+4"),
    wrong("hexadecimal", "ENTIER", jours_indem="0x4"),
    wrong("other digits", "ENTIER", jours_indem="\uff14"),
    wrong("not a number", "ENTIER", jours_indem="NaN"),
    wrong("null written", "ENTIER", jours_indem="NULL"),
    wrong("too many days", "BORNES", jours_indem="1101"),
    wrong("too large", "ENTIER", patient="9223372036854775808"),
    wrong("thirty digits", "ENTIER", patient="1" * 30),
    wrong("pseudonym zero", "BORNES", patient="0"),
    wrong("no patient", "VIDE", patient=""),
    wrong("excel day", "DATE", date_debut="06/01/2025"),
    wrong("excel number", "DATE", date_debut="45663"),
    wrong("short day", "DATE", date_debut="2025-1-6"),
    wrong("packed day", "DATE", date_debut="20250106"),
    wrong("day and hour", "DATE", date_debut="2025-01-06T00:00:00"),
    wrong("30 February", "DATE", date_fin="2025-02-30"),
    wrong("29 February", "DATE", date_fin="2025-02-29"),
    wrong("month 13", "DATE", date_fin="2025-13-01"),
    wrong("year 9999", "DATE", date_fin="9999-12-31"),
    wrong("next month", "HORS_MOIS", date_debut="2025-02-01", date_fin="2025-02-02"),
    wrong("last year", "HORS_MOIS", date_debut="2024-01-06"),
    wrong("ends before", "FIN_AVANT_DEBUT", date_fin="2025-01-05"),
    wrong("rpps key", "RPPS_CLE", rpps="99000000018"),
    wrong("rpps of 10", "RPPS_FORME", rpps="9900000001"),
    wrong("rpps with a letter", "RPPS_FORME", rpps="9900000001O"),
    wrong("rpps unknown", "PRESCRIPTEUR_INCONNU", rpps=demo_rpps(9)),
    wrong("iris unknown", "IRIS_INCONNU", iris="069990101"),
    wrong("iris without its zero", "IRIS_INCONNU", iris="60880101"),
    wrong("age 130", "BORNES", age="130"),
    wrong("true", "LISTE", tpt="true"),
    wrong("letter O", "LISTE", tpt="O"),
    wrong("risk in words", "LISTE", risque="maladie"),
    wrong("motive 41", "LISTE", motif="M41"),
    wrong("small letter", "LISTE", nature="i"),
    wrong("sex 0", "LISTE", sexe="0"),
    wrong("structure of 8", "FORME", structure="06088010"),
    wrong("formula", "ENTIER", jours_indem="=1+1"),
]
TIMES = [datetime(2025, 1, 6), datetime(2025, 1, 6, 9, 30), datetime(2025, 1, 6)]  # noqa: DTZ001
PARQUET_ROWS = [
    Rows(
        "parquet, an hour",
        parquet(typed() | {"date_debut": pa.array(TIMES, pa.timestamp("us"))}),
        2,
        frozenset({(2, "DATE")}),
    ),
    Rows(
        "parquet, half a day",
        parquet(typed() | {"jours_indem": pa.array([4.0, 4.5, float("nan")])}),
        1,
        frozenset({(2, "ENTIER"), (3, "VIDE")}),
    ),
    Rows(
        "parquet, holes",
        parquet(typed() | {"age": pa.array([42, None, 130])}),
        1,
        frozenset({(2, "VIDE"), (3, "BORNES")}),
    ),
    Rows(
        "parquet, nul",
        parquet(typed() | {"motif": pa.array(["M09", "M\0", "M09"])}),
        2,
        frozenset({(2, "LIGNE_NUL")}),
    ),
    Rows(
        "parquet, very long",
        parquet(typed() | {"motif": pa.array(["M09", "M" * 70_000, "M09"])}),
        2,
        frozenset({(2, "LIGNE_TROP_LONGUE")}),
    ),
    Rows(
        "parquet, same row",
        parquet(typed() | {"patient": pa.array([71, 71, 72])}),
        2,
        CLEAN,
        1,
    ),
]
IMPORTED = [*DRESSED, *BROKEN, *WRONG, *PARQUET_ROWS]
