"""The words of a PDF that Typst wrote, read back from its pages; enough for ours, no more."""

import re
import zlib


# An object ends where the next begins: its bytes may hold any word.
OBJECT = re.compile(rb"(\d+) 0 obj\n(.*?)\nendobj\n", re.DOTALL)
# A glyph numbered 40 or 41 is a parenthesis: alone it is escaped, with its pair it is not.
STRING = rb"\((?:\\.|[^()\\])*\)"
for _ in range(4):
    STRING = rb"\((?:\\.|[^()\\]|" + STRING + rb")*\)"
SHOWN = re.compile(
    rb"/(f\d+) [\d.]+ Tf"
    rb"|\[((?:" + STRING + rb"|[-\d. ]+)*)\]TJ"
    rb"|(" + STRING + rb")Tj"
    rb"|/ActualText<FEFF([0-9A-F]*)>|(\bEMC\b)|(\bET\b)",
    re.DOTALL,
)
PIECE = re.compile(STRING, re.DOTALL)
ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def pdf_text(content: bytes) -> str:
    """Every piece of text on a line of its own, page after page, drawings included."""
    objects = {int(number): body for number, body in OBJECT.findall(content)}
    lines: list[str] = []
    for body in objects.values():
        for contents, resources in _drawn(body, objects):
            lines += _lines(contents, _alphabets(resources, objects))
    return "\n".join(lines)


def words(content: bytes) -> str:
    """The text with one space wherever there is any."""
    return " ".join(pdf_text(content).split())


def letters(content: bytes) -> str:
    """The text without any space: a drawing is written letter by letter."""
    return "".join(pdf_text(content).split())


def pages(content: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", content))


def _drawn(body, objects):
    """The instructions of a page, and the names that it gives to fonts."""
    placed = re.search(rb"/Contents (\d+) 0 R", body)
    resources = re.search(rb"/Resources (\d+) 0 R", body)
    if placed and resources:
        yield _stream(objects[int(placed[1])]), objects[int(resources[1])]


def _stream(body):
    head, _, rest = body.partition(b"stream\n")
    data = rest[: int(re.search(rb"/Length (\d+)", head)[1])]
    return zlib.decompress(data) if b"FlateDecode" in head else data


def _alphabets(resources, objects):
    """Font name to what each of its glyphs reads as."""
    found = {}
    for name, number in re.findall(rb"/(f\d+) (\d+) 0 R", resources):
        mapped = re.search(rb"/ToUnicode (\d+) 0 R", objects[int(number)])
        found[name] = _glyphs(_stream(objects[int(mapped[1])])) if mapped else {}
    return found


def _glyphs(table):
    pairs = re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>\n", table)
    return {int(g, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for g, text in pairs}


def _lines(contents, alphabets):
    """A piece that says how it reads (a ligature, a space) is not read again glyph by glyph."""
    alphabet, line, said, found = {}, "", False, []
    for font, several, one, actual, closed, ended in SHOWN.findall(contents):
        if font:
            alphabet = alphabets.get(font, {})
        elif ended:
            found.append(line)
            line = ""
        elif actual:
            line, said = line + bytes.fromhex(actual.decode()).decode("utf-16-be"), True
        elif closed:
            said = False
        elif not said:
            line += "".join(_read(piece, alphabet) for piece in PIECE.findall(several or one))
    return found


def _read(piece, alphabet):
    raw = ESCAPE.sub(_unescaped, piece[1:-1])
    codes = (int.from_bytes(raw[i : i + 2], "big") for i in range(0, len(raw), 2))
    return "".join(alphabet.get(code, "") for code in codes)


def _unescaped(found):
    word = found[1]
    return bytes([int(word, 8)]) if word.isdigit() else NAMED.get(word, word)
