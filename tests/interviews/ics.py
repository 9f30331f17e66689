"""Another reading of RFC 5545 than that of the product: unfolds, splits, unescapes."""

import re


def unfolded(text):
    assert "\n" not in text.replace("\r\n", ""), "a bare line feed"
    assert text.endswith("\r\n")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    return re.sub(r"\r\n[ \t]", "", text).rstrip("\r\n").split("\r\n")


def events(text):
    """The method, then a mapping a meeting: name → value, parameters under « NAME;* »."""
    found, current, method = [], None, ""
    for line in unfolded(text):
        match = re.fullmatch(r'([A-Z-]+)((?:;[A-Z-]+=(?:"[^"]*"|[^";:,]*))*):(.*)', line)
        assert match, line
        name, parameters, value = match.groups()
        if (name, value) == ("BEGIN", "VEVENT"):
            current = {}
            found.append(current)
        elif (name, value) == ("END", "VEVENT"):
            current = None
        elif name == "METHOD":
            method = value
        elif current is not None:
            assert name not in current, f"{name} twice"
            current[name] = unescaped(value)
            current[f"{name};*"] = parameters
    return method, found


def unescaped(value):
    signs = {"n": "\n", "N": "\n"}
    return re.sub(r"\\(.)", lambda match: signs.get(match[1], match[1]), value)
