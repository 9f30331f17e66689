"""Files as they really come: separators, encodings, broken lines; nothing is lost in silence."""

import pytest

from prescribers.enums import SourceKind
from prescribers.ingestion.formats import FORMATS
from prescribers.ingestion.reader import read_rows
from prescribers.ingestion.refusals import FileRefused


COMMUNES = FORMATS[SourceKind.COMMUNES]
RPPS = FORMATS[SourceKind.RPPS]
HEADER = "code,nom,departement,region\n"
NICE = "06088,Nice,06,93\n"


def read(tmp_path, content: str | bytes, fmt=COMMUNES):
    path = tmp_path / "communes.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_rows(path, fmt)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_every_declared_dress_of_a_file_reads_the_same(tmp_path, separator, newline, encoding):
    text = (HEADER + "06059,Èze,06,93\n").replace(",", separator).replace("\n", newline)
    rows = read(tmp_path, text.encode(encoding))
    assert rows.columns["nom"].to_pylist() == ["Èze"]
    assert rows.lines.tolist() == [2]


def test_columns_are_found_by_name_not_by_place(tmp_path):
    rows = read(tmp_path, 'region,inconnue,"nom", code ,departement\n93,x,Nice,06088,06\n')
    assert rows.columns["code"].to_pylist() == ["06088"]
    assert rows.ignored == ("inconnue",)


def test_a_quoted_value_may_hold_the_separator(tmp_path):
    rows = read(tmp_path, HEADER + '06088,"Nice, la belle",06,93\n')
    assert rows.columns["nom"].to_pylist() == ["Nice, la belle"]


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
    found = {code: places.tolist() for code, places in rows.malformed.items()}
    assert found == {
        "LIGNE_COLONNES": [3, 9],
        "LIGNE_GUILLEMET": [5],
        "LIGNE_NUL": [8],
        "LIGNE_TROP_LONGUE": [10],
    }
    assert rows.lines.tolist() == [2, 4, 7, 11]
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
    assert rows.columns["Nom d'exercice"].to_pylist() == ['"EXEMPLE']
