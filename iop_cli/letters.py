"""Bytes become text: UTF-8 or nothing, and no letter in it that cannot be seen.

Knows no YAML. What is wrong comes back as findings of the 1xx family.
"""

import re
import unicodedata
from codecs import BOM_UTF8

from iop_cli.diagnostic import NOWHERE, Span
from iop_cli.finding import MOST_BYTES, Finding, Problem, Where
from iop_cli.words import mark

MOST_FINDINGS = 500
_BOMS = (
    (b"\xff\xfe\0\0", "UTF-32"),
    (b"\0\0\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
# control, surrogate and non-characters, line separators; bidirectional, zero-width and other
# characters that show nothing (Unicode 15, categories Cc and Cf, and the fillers)
INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
_ORDINARY = bytes([0x0A, *range(0x20, 0x7F)])
_CONFLICT = r"(?m)^(<{7} |={7}$|>{7} )"


def decoded(raw: bytes) -> tuple[str | None, list[Problem]]:
    """The text of a file's bytes (None if they are not UTF-8), and what its letters hide."""
    if len(raw) > MOST_BYTES:
        says = mark("the file is larger than 1 MB, the most that is read")
        return None, [("IOP100", Finding((), says, span=NOWHERE))]
    for bom, coding in _BOMS:
        if raw.startswith(bom):
            says = mark("the file is {coding}; save it as UTF-8")
            return None, [("IOP100", Finding((), says, {"coding": coding}, span=NOWHERE))]
    raw = raw.removeprefix(BOM_UTF8)
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace")
        span = _place(before, len(before))
        says = mark("the byte {byte} is not UTF-8; save the file as UTF-8")
        byte = f"0x{raw[error.start]:02x}"
        return None, [("IOP100", Finding((), says, {"byte": byte}, span=span))]
    # what is left without the letters of ASCII is little, and quick to look through
    odd = raw.translate(None, _ORDINARY).decode()
    hidden = _invisible(text) if INVISIBLE.search(odd) else []
    return text, [*hidden, *_conflict(text)]


def _invisible(text: str) -> list[Problem]:
    """Characters that cannot be seen; a CR that ends a line is none."""
    found: list[Problem] = []
    seen: set[int] = set()
    for hit in INVISIBLE.finditer(text):
        if hit[0] == "\r" and text[hit.end() : hit.end() + 1] == "\n":
            continue
        span = _place(text, hit.start())
        if span.line in seen or len(found) >= MOST_FINDINGS:
            continue
        seen.add(span.line)
        found.append(("IOP104", invisible_finding((), hit[0], span)))
    return found


def invisible_finding(where: Where, character: str, span: Span | None = None) -> Finding:
    """The finding that a character cannot be seen, naming its code point."""
    name = unicodedata.name(character, "control character").lower()
    says = mark("the invisible character {character} ({name}) stands here")
    return Finding(where, says, {"character": f"U+{ord(character):04X}", "name": name}, span=span)


def _conflict(text: str) -> list[Problem]:
    marked = any(sign * 7 in text for sign in "<=>")
    hit = re.search(_CONFLICT, text) if marked else None
    if not hit:
        return []
    says = mark("git left conflict marks here; choose one of the two versions and delete the marks")
    return [("IOP101", Finding((), says, span=_place(text, hit.start(), 7)))]


def _place(text: str, index: int, length: int = 1) -> Span:
    line = text.count("\n", 0, index) + 1
    column = index - (text.rfind("\n", 0, index) + 1) + 1
    return Span(line, column, line, column + length)
