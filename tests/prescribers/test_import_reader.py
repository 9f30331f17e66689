"""Files as they really come: separators, encodings, broken lines; nothing is lost in silence."""

from dataclasses import dataclass

import pytest

from prescribers.enums import SourceKind
from prescribers.ingestion import decoding, lines
from prescribers.ingestion.formats import FORMATS
from prescribers.ingestion.reader import open_source
from prescribers.ingestion.refusals import FileRefused


COMMUNES = FORMATS[SourceKind.COMMUNES]
RPPS = FORMATS[SourceKind.RPPS]
HEADER = "code,nom,departement,region\n"
NICE = "06088,Nice,06,93\n"


@dataclass
class Read:
    """All the chunks of a file, end to end."""

    columns: dict[str, list[str]]
    lines: list[int]
    malformed: dict[str, list[int]]
    ignored: tuple[str, ...]
    read: int


def read(tmp_path, content: str | bytes, fmt=COMMUNES) -> Read:
    path = tmp_path / "communes.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    source = open_source(path, fmt)
    whole = Read({name: [] for name in source.present}, [], {}, source.ignored, 0)
    for rows in source.chunks():
        for name, column in rows.columns.items():
            whole.columns[name] += column.to_pylist()
        whole.lines += rows.lines.tolist()
        whole.read += rows.read
        for code, numbers in rows.malformed.items():
            whole.malformed.setdefault(code, []).extend(numbers.tolist())
    return whole


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_every_declared_dress_of_a_file_reads_the_same(tmp_path, separator, newline, encoding):
    text = (HEADER + "06059,Èze,06,93\n").replace(",", separator).replace("\n", newline)
    rows = read(tmp_path, text.encode(encoding))
    assert rows.columns["nom"] == ["Èze"]
    assert rows.lines == [2]


def test_columns_are_found_by_name_not_by_place(tmp_path):
    rows = read(tmp_path, 'region,inconnue,"nom", code ,departement\n93,x,Nice,06088,06\n')
    assert rows.columns["code"] == ["06088"]
    assert rows.ignored == ("inconnue",)


def test_a_quoted_value_may_hold_the_separator(tmp_path):
    rows = read(tmp_path, HEADER + '06088,"Nice, la belle",06,93\n')
    assert rows.columns["nom"] == ["Nice, la belle"]


def test_each_malformed_line_keeps_its_number(tmp_path):
    lines = [
        NICE,
        "06088,Nice,06\n",
        NICE,
        '06088,"Nice,06,93\n',
        "\n",
        NICE,
        "06088,Ni\0ce,06,93\n",
        "06088,Nice,06,93,94\n",
        f"06088,{'N' * 70_000},06,93\n",
        NICE.rstrip(),
    ]
    rows = read(tmp_path, HEADER + "".join(lines))
    assert rows.malformed == {
        "LIGNE_COLONNES": [3, 9],
        "LIGNE_GUILLEMET": [5],
        "LIGNE_NUL": [8],
        "LIGNE_TROP_LONGUE": [10],
    }
    assert rows.lines == [2, 4, 7, 11]
    assert rows.read == 9  # the empty line is not a row


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "FICHIER_VIDE"),
        ("\n" + NICE, "FICHIER_VIDE"),
        ("code,nom\n06088,Nice\n", "ENTETE_COLONNES"),
        ("code,code,nom,departement,region\n", "ENTETE_DOUBLE"),
        (b"\x1f\x8b\x08\x00", "FICHIER_FORMAT"),
        (b"PK\x03\x04", "FICHIER_FORMAT"),
        (HEADER.encode("utf-16"), "FICHIER_FORMAT"),
    ],
)
def test_a_file_that_is_not_one_is_refused_whole(tmp_path, content, code):
    with pytest.raises(FileRefused) as refused:
        read(tmp_path, content)
    assert refused.value.code == code


def test_the_missing_columns_are_named(tmp_path):
    with pytest.raises(FileRefused, match="departement, region"):
        read(tmp_path, "code,nom\n06088,Nice\n")


@pytest.mark.parametrize("quote", ["'", "’"])
def test_the_rpps_headers_of_two_years_and_their_trailing_bar(tmp_path, quote):
    header = (
        "Type d'identifiant PP|Identifiant PP|Code civilité d'exercice|Nom d'exercice|"
        "Prénom d'exercice|Code profession|"
    ).replace("'", quote)
    rows = read(tmp_path, f'{header}\n8|10009000018|DR|"EXEMPLE|DOMINIQUE|10|\n', RPPS)
    assert rows.columns["Nom d'exercice"] == ['"EXEMPLE']


MIXED = (
    HEADER
    + NICE
    + '\r\n06059,Èze,06,93\r\n\n06088,Ni\0ce,06,93\n06088,Nice,06\n06088,"Nice,06,93\n'
    + f"06088,{'é' * 40_000},06,93\n06088,Ni\rce,06,93\n"
    + NICE.rstrip()
).encode() + b"\n06088,\xe9\xff,06,93\n06019,B\xc3\xa9,06,93"


@pytest.mark.parametrize("block", [1, 2, 3, 7, 64, 4_096])
@pytest.mark.parametrize("newline", [b"\n", b"\r"])
def test_where_the_blocks_of_the_reader_end_changes_nothing(tmp_path, monkeypatch, block, newline):
    content = MIXED if newline == b"\n" else MIXED.replace(b"\r", b"").replace(b"\n", b"\r")
    whole = read(tmp_path, content)
    monkeypatch.setattr(decoding, "BLOCK", block)
    monkeypatch.setattr(lines, "BLOCK", block)
    assert read(tmp_path, content) == whole
    assert {"LIGNE_TROP_LONGUE", "LIGNE_OCTETS"} <= set(whole.malformed)


def test_a_text_mostly_in_utf_8_refuses_the_lines_that_are_not(tmp_path):
    good, wrong = "06059,Èze,06,93\n".encode(), "06059,Èze,06,93\n".encode("cp1252")
    rows = read(tmp_path, HEADER.encode() + good + good + wrong)
    assert rows.columns["nom"] == ["Èze", "Èze"]
    assert rows.malformed == {"LIGNE_OCTETS": [4]}


def test_a_text_is_in_one_encoding_however_late_its_first_accent(tmp_path, monkeypatch):
    monkeypatch.setattr(decoding, "BLOCK", 64)
    late = (HEADER + NICE * 2_000 + "06059,Èze,06,93\n").encode("cp1252")
    assert read(tmp_path, late).columns["nom"][-1] == "Èze"


def test_one_letter_of_cp1252_that_does_not_exist_refuses_its_line_only(tmp_path):
    rows = read(tmp_path, HEADER.encode() + b"06059,\xc8ze,06,93\n06059,\x81ze,06,93\n")
    assert rows.columns["nom"] == ["Èze"]
    assert rows.malformed == {"LIGNE_OCTETS": [3]}
