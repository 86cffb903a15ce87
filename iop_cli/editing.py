"""A part put into an officer's file, or put back as it was: no byte outside that part changes.

Works on whole lines of files in block style, reads back what it made, and refuses what it cannot
place. Knows YAML's shape, no field's meaning; touches no disk.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from iop_cli.diagnostic import IopError
from iop_cli.document import Document, MapNode
from iop_cli.finding import MOST_BYTES, Where, at, path_text
from iop_cli.letters import INVISIBLE
from iop_cli.source import parse
from iop_cli.words import mark, say

Words = dict[str, Any]
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_NO_CONTENT = re.compile(r"\s*(?:#.*)?$|\.\.\.\s*$")
# text that means only itself to every reader of YAML, wherever in a block it stands
_PLAIN = re.compile(
    r"(?:[^\W_]|[+-](?=\d))(?:[\w .,()\[\]/%;+&!='’–§?-]*[\w.,()\[\]/%;+&!='’–§?-])?"
)
_OTHERWISE = re.compile(
    r"(?i)null|true|false|on|off|y|n|0[0-9_]+|0[xo][0-9a-f_]+|[0-9._]+e[+-]?[0-9]+|\d+_[\d_]*"
    r"|[0-9a-f]{64}"
)
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}
_ESCAPED = re.compile(f'[\\\\"\n\t]|{INVISIBLE.pattern}')


def with_key(raw: bytes, where: Where, key: str, value: Any, order: Sequence[str] = ()) -> bytes:
    """The bytes of a file with one key more: last in the mapping at `where`.

    At the top (`where` is empty) it stands below the nearest key that `order` has before it, and
    last where there is none. Raises IopError where it cannot be put there so.
    """
    page = _page(raw)
    holder = at(page.document.data, where)
    if not isinstance(holder, dict) or key in holder or _is_flow(page.document, (*where, key)):
        raise _unwritable((*where, key), value)
    before = [name for name in order[: order.index(key)] if name in holder] if key in order else []
    if not where and before:
        place, pad = page.end((before[-1],)), ""
    else:
        place, pad = page.end(where), " " * page.column((*where, next(iter(holder))))
    made = page.spliced(place, place, [pad + line for line in _lines(key, value)])
    return _read_back(made, _put(page.document.data, (*where, key), value), (*where, key), value)


def put_back(raw: bytes, earlier: bytes, keys: Sequence[str]) -> bytes:
    """The bytes of a file with some of its outermost keys as they stand in an earlier text of it.

    Each such part is that of the earlier text, byte for byte but for its line ends; a part that the
    earlier text lacks is taken out. Raises IopError where that cannot be done.
    """
    source = _page(earlier)
    for key in keys:
        page = _page(raw)
        if any(one.document.root.start.flow_style for one in (page, source)):
            raise _unwritable((key,), source.document.data.get(key))
        expected = _restored(page.document.data, source.document.data, key)
        raw = _read_back(_with_part(page, source, key), expected, (key,), None)
    return raw


def _restored(data: Words, earlier: Words, key: str) -> Words:
    kept = {name: value for name, value in data.items() if name != key}
    return kept | ({key: earlier[key]} if key in earlier else {})


def _with_part(page: "_Page", source: "_Page", key: str) -> bytes:
    """The bytes with one outermost key as it stands in the other text."""
    here, there = key in page.document.data, key in source.document.data
    if here and there:
        return page.spliced(*page.part(key), source.bare(*source.part(key)))
    if here:
        first, last = page.part(key)
        return page.spliced(page.above(first, source), last, [])
    first, last = source.part(key)
    place = page.place(key, source)
    return page.spliced(place, place, source.bare(source.above(first, page), last))


@dataclass(frozen=True)
class _Page:
    """A file as lines with their ends; what stands before the text (a byte order mark) apart."""

    document: Document
    head: bytes
    lines: list[str]

    def column(self, where: Where) -> int:
        """How far a key is indented."""
        node: Any = self.document.root
        for part in where[:-1]:
            node = node.values[part]
        column: int = node.keys[where[-1]].start_mark.column
        return column

    def end(self, where: Where) -> int:
        """The number of the line, from 0, below the last that belongs to a key's value."""
        if not where:
            return len(self.lines)
        line, column = self._following(where), self.column(where)
        while line and _NO_CONTENT.match(text := self.lines[line - 1]):
            if text.lstrip().startswith("#") and len(text) - len(text.lstrip()) > column:
                break
            line -= 1
        return line

    def part(self, key: str) -> tuple[int, int]:
        """The first line of an outermost key, and the line below its value."""
        return self.document.root.keys[key].start_mark.line, self.end((key,))

    def above(self, first: int, other: "_Page") -> int:
        """Where the comment above a line begins, if nothing of it stands in the other text."""
        start = self._comment(first)
        held = {line.strip() for line in other.lines}
        return first if any(line.strip() in held for line in self.lines[start:first]) else start

    def place(self, key: str, source: "_Page") -> int:
        """Where a key of the other text belongs: as far below the one before it as there."""
        names = list(source.document.data)
        at = names.index(key)
        before = [name for name in names[:at] if name in self.document.data]
        after = [name for name in names[at:] if name in self.document.data]
        last = self._top(after[0], source) if after else len(self.lines)
        if not before:
            return last
        apart = source.above(source.part(key)[0], self) - source.end((names[at - 1],))
        return min(self.end((before[-1],)) + apart, last)

    def _top(self, key: str, source: "_Page") -> int:
        """The first line of a key and of the comment that stands above it in the other text."""
        first, there = self.part(key)[0], source.part(key)[0]
        own = {line.strip() for line in source.lines[source._comment(there) : there]}
        while first and self.lines[first - 1].strip() in own:
            first -= 1
        return first

    def _comment(self, line: int) -> int:
        """Where the comment right above a line begins; the line itself where there is none."""
        while line and self.lines[line - 1].startswith("#"):
            line -= 1
        return line

    def bare(self, first: int, last: int) -> list[str]:
        """Some lines without their ends."""
        return [line.rstrip("\r\n") for line in self.lines[first:last]]

    def spliced(self, first: int, last: int, new: list[str]) -> bytes:
        """The bytes with some lines in the place of others, ended as the file's lines are."""
        kept, rest = self.lines[:first], self.lines[last:]
        break_ = "\r\n" if self.lines and self.lines[0].endswith("\r\n") else "\n"
        made = [line + break_ for line in new]
        is_open = bool(self.lines) and not self.lines[-1].endswith("\n")
        if is_open and not rest:  # a last line without its end stays one
            if made and kept and first == len(self.lines):
                kept = [*kept[:-1], kept[-1] + break_]
            whole = [*kept, *made]
            whole[-1:] = [line.rstrip("\r\n") for line in whole[-1:]]
            return self.head + "".join(whole).encode()
        return self.head + "".join([*kept, *made, *rest]).encode()

    def _following(self, where: Where) -> int:
        """The line of the next key after a place, in its mapping or in one around it."""
        node: Any = self.document.root
        found = len(self.lines)
        for part in where:
            keys = list(node.keys)
            following = keys[keys.index(part) + 1 :]
            if following:
                found = node.keys[following[0]].start_mark.line
            node = node.values[part]
        return found


def _page(raw: bytes) -> _Page:
    document, problems = parse(raw, "")
    if document is None or document.lost or any(code == "IOP105" for code, _f in problems):
        says = say(mark("the file cannot be read whole; nothing was written"))
        raise IopError(says, say(mark("iop validate says why")), code="unreadable")
    head = raw[: len(raw) - len(document.text.encode())]
    return _Page(document, head, _LINE.findall(document.text))


def _is_flow(document: Document, where: Where) -> bool:
    """Whether a place lies inside { } or [ ], where no line can be put."""
    node: Any = document.root
    for part in where:
        if not isinstance(node, MapNode) or node.start.flow_style:
            return True
        node = node.values.get(str(part))
    return False


def _read_back(raw: bytes, expected: Words, where: Where, value: Any) -> bytes:
    """The bytes, if they say what they shall; raises IopError if not."""
    if len(raw) > MOST_BYTES:
        says = say(mark("with this the file is larger than 1 MB, the most that is read"))
        raise IopError(says, code="too-large")
    read, _problems = parse(raw, "")
    if read is None or _bare(read.data) != _bare(expected):
        raise _unwritable(where, value)
    return raw


def _bare(data: Any) -> Any:
    """Words without the line end that a last line gets when another line follows it."""
    if isinstance(data, dict):
        return {key: _bare(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_bare(item) for item in data]
    return data.rstrip("\n") if isinstance(data, str) else data


def _put(data: Words, where: Where, value: Any) -> Words:
    key = str(where[0])
    return {**data, key: _put(data[key], where[1:], value) if len(where) > 1 else value}


def _unwritable(where: Where, value: Any) -> IopError:
    says = mark("{where} cannot be written without changing what stands around it")
    help = mark("write every key around it on a line of its own, without {{ }}, and try again")
    if value is not None:
        help = mark("write it into the file yourself: {text}")
    text = " / ".join(_lines(str(where[-1]), value)) if value is not None else ""
    return IopError(say(says, where=path_text(where)), say(help, text=text), code="unwritable")


def block(key: str, value: Any) -> str:
    """A key and its words as they are written: in block style, in quotes where they are needed."""
    return "\n".join(_lines(key, value)) + "\n"


def _lines(key: str, value: Any) -> list[str]:
    name = _scalar(key)
    if isinstance(value, dict):
        return [f"{name}:", *("  " + line for k, v in value.items() for line in _lines(k, v))]
    if isinstance(value, list):
        return [f"{name}:", *("  " + line for item in value for line in _item(item))]
    if _is_literal(value):
        indicator = "|" if value.endswith("\n") else "|-"
        text = value.removesuffix("\n").split("\n")
        return [f"{name}: {indicator}", *("  " + line if line else "" for line in text)]
    return [f"{name}: {_scalar(value)}"]


def _item(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        lines = [line for k, v in value.items() for line in _lines(k, v)]
    elif isinstance(value, list):
        lines = [line for inner in value for line in _item(inner)]
    else:
        lines = [_scalar(value)]
    yield from (("  " if index else "- ") + line for index, line in enumerate(lines))


def _is_literal(text: str) -> bool:
    """Whether a text of several lines can stand as they do."""
    body = text.removesuffix("\n")
    is_odd = INVISIBLE.search(body.replace("\n", "")) or "\t" in body
    return "\n" in body and body == body.strip() and not is_odd


def _scalar(text: str) -> str:
    if _PLAIN.fullmatch(text) and not _OTHERWISE.fullmatch(text):
        return text
    return f'"{_ESCAPED.sub(_escaped, text)}"'


def _escaped(found: re.Match[str]) -> str:
    return _ESCAPES.get(found[0]) or f"\\U{ord(found[0]):08X}"
