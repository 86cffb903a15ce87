"""The log as it grows: how an entry is written, what it is called, where it is put, what was paid.

Changes no byte of what stands there already. Judges nothing, knows no agreement, touches no disk.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from iop_cli.diagnostic import IopError
from iop_cli.document import Document, ListNode
from iop_cli.finding import MOST_BYTES
from iop_cli.letters import INVISIBLE
from iop_cli.model.log import KINDS, Log
from iop_cli.quantity import Amount
from iop_cli.source import parse
from iop_cli.words import mark, say

Words = Mapping[str, Any]

LETTERS = {
    "activity": "k", "meeting": "m", "report": "r", "quantity": "q", "cost": "c", "index": "i",
    "event": "e", "complete": "y", "paid": "p", "record_check": "u", "note": "a",
}  # fmt: skip
_ORDER = (
    "id", "corrects", "withdraws", *KINDS, "party", "by", "condition", "held", "place", "group",
    "participants", "rate", "period", "submitted", "date", "until", "values", "value", "amount",
    "preliminary", "source", "note", "because",
)  # fmt: skip
_PLAIN = re.compile(r"\w(?:[\w .()/%;+&§!='’–-]*[\w.()/%;+&§!='’–-])?")
# to other readers of YAML these are no text
_NO_TEXT = frozenset({"null", "true", "false"})
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}
_ESCAPED = re.compile(f'[\\\\"\n\t]|{INVISIBLE.pattern}')
_NOTHING = re.compile(r"\s*(?:\[\s*\]|~|[Nn]ull|NULL)")
_NUMBERED = re.compile(r"(.*?)([0-9]+)")


class Payment(NamedTuple):
    """One payment that the log records: the invoice's number, the day, how much, the entry's id."""

    number: str
    day: date
    amount: Amount
    entry: str


def line(entry: Words) -> str:
    """The entry as it is written: {id: k1, activity: kurs, held: 2018-03-14}.

    Values are texts, `values` a mapping of texts; none of them is empty.
    """
    order = [key for key in _ORDER if key != "date" or "index" not in entry]
    order.insert(order.index("note"), "date")
    known = [key for key in dict.fromkeys(order) if key in entry]
    return _mapping({key: entry[key] for key in (*known, *(k for k in entry if k not in known))})


def _mapping(words: Words) -> str:
    pairs = (
        f"{_scalar(key)}: {_mapping(value) if isinstance(value, Mapping) else _scalar(value)}"
        for key, value in words.items()
    )
    return "{" + ", ".join(pairs) + "}"


def _scalar(text: str) -> str:
    """A text as one value inside { }: bare where nothing in it means anything, else in quotes."""
    if _PLAIN.fullmatch(text) and text.lower() not in _NO_TEXT:
        return text
    return f'"{_ESCAPED.sub(_escaped, text)}"'


def _escaped(found: re.Match[str]) -> str:
    return _ESCAPES.get(found[0]) or f"\\U{ord(found[0]):08X}"


def begun(agreement: str, schema: str | None) -> bytes:
    """A new log, still without entries; `schema` is the way to its JSON Schema, if there is one."""
    modeline = f"# yaml-language-server: $schema={schema}\n" if schema else ""
    return f"{modeline}agreement: {agreement}\nentries:\n".encode()


def appended(raw: bytes, entry: Words) -> bytes:
    """The bytes of a log with one more entry, last in its list; no other byte is another.

    Only an empty list's [] gives way. Raises IopError where the entry cannot be put there so.
    """
    document, _problems = parse(raw, "")
    if document is None:
        says = say(mark("the log cannot be read; nothing was written"))
        raise IopError(says, say(mark("iop validate says why")), code="unreadable")
    before = raw[: len(raw) - len(document.text.encode())]
    expected = _with(document.data, entry)
    for text in _attempts(document, entry):
        longer = before + text.encode()
        read, _problems = parse(longer, "")
        if read is not None and _bare(read.data) == _bare(expected):
            return longer
        if len(longer) > MOST_BYTES:
            says = say(mark("with this entry the log is larger than 1 MB, the most that is read"))
            raise IopError(says, code="too-large")
    raise _refused(document, entry)


def _with(data: Words, entry: Words) -> Words:
    return {**data, "entries": [*(data.get("entries") or []), {**entry}]}


def _bare(data: Any) -> Any:
    """Words without the line end that a last line gets when another line follows it."""
    if isinstance(data, dict):
        return {key: _bare(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_bare(item) for item in data]
    return data.rstrip("\n") if isinstance(data, str) else data


def _refused(document: Document, entry: Words) -> IopError:
    node = document.root.values.get("entries")
    if document.root.start.flow_style or (isinstance(node, ListNode) and node.start.flow_style):
        says = mark("the log's entries stand inside brackets, where none can be put below the last")
        way_out = mark("put each entry on a line of its own that begins with -, and try again")
        return IopError(say(says), say(way_out), code="unwritable")
    says = mark("the entry cannot be put into the log without changing what stands there")
    way_out = mark("write it into the file yourself, last among the entries: - {line}")
    return IopError(say(says), say(way_out, line=line(entry)), code="unwritable")


def _attempts(document: Document, entry: Words) -> Iterator[str]:
    """The text with the entry at each place that is probably the end of its list."""
    root, text = document.root, document.text
    node = root.values.get("entries")
    is_list = isinstance(node, ListNode) and bool(node.values)
    if root.start.flow_style or (isinstance(node, ListNode) and node.start.flow_style and is_list):
        return
    break_ = "\r\n" if text[: text.rfind("\n") + 1].endswith("\r\n") else "\n"
    indent = " " * (node.start.start_mark.column if isinstance(node, ListNode) and is_list else 2)
    added = f"{indent}- {line(entry)}{break_}"
    if node is None:
        yield _ended(text, break_) + f"entries:{break_}" + added
        return
    for end in _ends(document):
        head, rest = text[:end], text[end:]
        if not is_list:
            key = root.keys["entries"].end_mark.index
            colon = head.index(":", key) + 1
            nothing = _NOTHING.match(head, colon)
            head = head[:colon] + head[nothing.end() if nothing else colon :]
        yield _ended(head, break_) + added + rest


def _ended(text: str, break_: str) -> str:
    return text if not text or text.endswith("\n") else text + break_


def _ends(document: Document) -> Iterator[int]:
    """Where the list may end: with the file, or before the next key and the comments above it."""
    keys = list(document.root.keys)
    following = keys[keys.index("entries") + 1 :]
    if not following:
        yield len(document.text)
        return
    last = next_line = document.root.keys[following[0]].start_mark.line
    while document.lines[last - 1].lstrip()[:1] in ("", "#"):
        last -= 1
    for count in dict.fromkeys((last, next_line)):
        yield sum(len(written) + 1 for written in document.lines[:count])


def next_id(log: Words, kind: str, what: str = "") -> str:
    """The next free id for an entry of a kind, in the log's own habit: k1, k2 and then k3.

    `log` holds the words of the log; `what` is the activity, quantity or body it is about.
    """
    held = _held(log)
    start, width = _habit(held, kind, what)
    taken = {nfc(str(entry["id"])) for entry in held}
    counts = [int(found[1]) for id in taken if (found := re.match(rf"{re.escape(start)}(\d+)", id))]
    count = max(counts, default=0) + 1
    while f"{start}{count:0{width}}" in taken:
        count += 1
    return f"{start}{count:0{width}}"


def correcting_id(log: Words, of: str) -> str:
    """The id for an entry that corrects or withdraws another: k2b, or the next number by habit."""
    held = _held(log)
    taken = {nfc(str(entry["id"])) for entry in held}
    known = [(str(e["id"]), e.get("corrects") or e.get("withdraws")) for e in held]
    earlier = [(id, str(target)) for id, target in known if target]
    entry: Words = next((e for e in held if e["id"] == of), {})
    if not earlier or any(id.startswith(_stem(target)) for id, target in earlier):
        start = _stem(of) if _stem(of)[-1:].isdecimal() else f"{of}-"
        letters = (f"{start}{letter}" for letter in "bcdefghijklmnopqrstuvwxyz")
        if free := next((id for id in letters if id not in taken), ""):
            return free
    kind = kind_of(entry)
    return next_id(log, kind, str(entry.get(kind, "")))


def kind_of(entry: Words) -> str:
    """What an entry says happened, as the key that says it; `note` where nothing else does."""
    return next((kind for kind in (*KINDS, "withdraws") if kind in entry), "note")


def nfc(text: str) -> str:
    """The text with each å, ä and ö as one character, as ids are compared."""
    return unicodedata.normalize("NFC", text)


def _held(log: Words) -> list[Words]:
    entries = log.get("entries") or []
    return [e for e in entries if isinstance(e, dict) and "id" in e]


def _stem(id: str) -> str:
    """The id without the letter that a correction has: k2b is k2."""
    return re.sub(r"(?<=[0-9])[b-z]$", "", id)


def _habit(held: list[Words], kind: str, what: str) -> tuple[str, int]:
    """What ids of a kind begin with, and how many digits follow at least."""
    own = [e for e in held if kind_of(e) == kind and not e.keys() & {"corrects", "withdraws"}]
    same = [e for e in own if e.get(kind) == what]
    for entry in (*reversed(same), *reversed(own)):
        if found := _NUMBERED.fullmatch(nfc(str(entry["id"]))):
            return found[1], len(found[2]) if found[2].startswith("0") else 1
    others = [_NUMBERED.match(nfc(str(e["id"]))) for e in held if kind_of(e) != kind]
    used = {found[1].casefold() for found in others if found}
    begins = (LETTERS.get(kind, ""), *(kind[:length] for length in range(1, len(kind) + 1)))
    return next((start for start in begins if start and start not in used), f"{kind}-"), 1


def payments(log: Log | None) -> list[Payment]:
    """What the log says was paid, in its order; corrected and withdrawn entries do not count."""
    entries = (log.entries or []) if log else []
    gone = {entry.corrects for entry in entries} | {entry.withdraws for entry in entries}
    return [
        Payment(entry.paid, entry.date, entry.amount, entry.id)
        for entry in entries
        if entry.id not in gone and entry.paid and entry.date and entry.amount
    ]
