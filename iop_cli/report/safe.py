"""How a value that came from a file is shown: nothing hidden, nothing obeyed, nothing endless.

Every reporter prints file values through here. Knows characters; knows no finding and no format.
"""

import json
import re
from functools import lru_cache

LONGEST = 2000

_CONTROL = r"\x00-\x1f\x7f-\x9f"
_BIDIRECTIONAL = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_INVISIBLE = (
    r"\xad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2028\u2029\u2060-\u2065"
    r"\u206a-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_NOT_A_CHARACTER = r"\ud800-\udfff\ufdd0-\ufdef" + "".join(
    rf"\U{plane:04x}fffe\U{plane:04x}ffff" for plane in range(17)
)
_MARK = r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"

HIDDEN = re.compile(f"[{_CONTROL}{_BIDIRECTIONAL}{_INVISIBLE}{_NOT_A_CHARACTER}]")
# a fifth mark on one letter only serves to paint over other lines
_STACKED = rf"(?<={_MARK}{{4}}){_MARK}"
# build servers obey ##[command], ##vso[command] and ##teamcity[command] anywhere in a line
_COMMAND = r"(?<=#)#(?=[A-Za-z]*\[)"
_UNSAFE = f"{HIDDEN.pattern}|{_STACKED}|{_COMMAND}"
# letters and signs of our daily texts, each of which is shown as itself, in one cell
_DAILY = re.compile("[ -~\u00a1-\u00ac\u00ae-\u02ff\u2013\u2014\u2018-\u201e\u2022\u2026]*")
_LEADING_COLONS = r"(?<!\S)::+"

_SHOWN = {"\n": "⏎", "\t": " ", "#": " #"}


# a code, a name, a file and a way out come again with every finding
@lru_cache(maxsize=1024)
def safe(text: str) -> str:
    """The value on one line, every hidden character visible, at most 2,000 characters."""
    if len(text) <= LONGEST and is_daily(text):
        return text
    shown = re.sub(_UNSAFE, _visible, text[: LONGEST + 1].replace("\r\n", "\n"))
    return shown if len(shown) <= LONGEST else shown[: LONGEST - 1] + "…"


def is_daily(text: str) -> bool:
    """Whether every character is shown as itself in one cell, and nothing in the text is obeyed."""
    return _DAILY.fullmatch(text) is not None and "##" not in text


def safe_line(text: str) -> str:
    """A safe text that may be wrapped at words: no word of it begins a workflow command."""
    if "::" not in text:
        return text
    return re.sub(_LEADING_COLONS, lambda colons: " ".join(colons[0]), text)


def pieces(text: str) -> list[str]:
    """Each character of a line as it is shown, so that places can still be counted."""
    unsafe = {found.start(): _visible(found) for found in re.finditer(_UNSAFE, text)}
    return [unsafe.get(place, character) for place, character in enumerate(text)]


def in_json(value: object) -> str:
    """The value as JSON on one line; what is hidden or obeyed stands as an escape, unchanged."""
    return re.sub(_UNSAFE, _escaped, json.dumps(value, ensure_ascii=False))


def _visible(found: re.Match[str]) -> str:
    character = found[0]
    if character in _SHOWN:
        return _SHOWN[character]
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 and code != 0xAD else f"<U+{code:04X}>"


def _escaped(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))
