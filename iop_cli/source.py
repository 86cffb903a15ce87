"""YAML text becomes words with their places: the only file that knows the YAML library.

Reads libyaml's events with a builder of its own (its composer dies on hostile nesting), so that
every value stays the text that was written and every key and value knows where it stood.
Opens no file, gives no type, knows no field, and never raises for bad input: all that is wrong
comes back as findings of the 1xx family.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from iop_cli.diagnostic import NOWHERE, Span
from iop_cli.words import mark

MOST_BYTES = 1_048_576
MOST_DEPTH = 50
MOST_NODES = 100_000
MOST_KEY = 200
MOST_TEXT = 100_000
MOST_FINDINGS = 500

Where = tuple[str | int, ...]

_Parser: Any = getattr(yaml, "cyaml", None) and yaml.cyaml.CParser
# control, surrogate and non-characters, line separators; bidirectional, zero-width and other
# characters that show nothing (Unicode 15, categories Cc and Cf, and the fillers)
INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
_CONFLICT = re.compile(r"^(<{7} |={7}$|>{7} )", re.M)


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: where in the data, what it says (English, marked), and the values it names.

    `help` replaces the rule's own way out; `span` is set only where the data has no such place;
    `related` holds (where or span, what is said there). `key` points at the key, not at its value;
    `in_log` says that the place is in the log of the agreement.
    """

    where: Where
    says: str
    values: dict[str, object] = field(default_factory=dict)
    help: str = ""
    span: Span | None = None
    related: tuple[tuple[Where | Span, str], ...] = ()
    key: bool = False
    in_log: bool = False


Problem = tuple[str, Finding]


@dataclass(frozen=True, slots=True)
class Text:
    """A file as the door hands it over: its name and bytes, or the finding that it cannot be read."""

    name: str
    raw: bytes = b""
    trouble: Finding | None = None


@dataclass(slots=True)
class _Map:
    start: Any
    end: Any
    keys: dict[str, Any]
    values: dict[str, Any]


@dataclass(slots=True)
class _List:
    start: Any
    end: Any
    values: list[Any]


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was read: its name, its text, its words, and where each of them stands."""

    name: str
    text: str
    data: dict[str, Any]
    root: Any

    def span(self, where: Where, key: bool = False) -> Span:
        """The place of a value, or of its key; of the nearest thing around it if it is absent."""
        node, last = self.root, None
        for part in where:
            inner = _child(node, part)
            if inner is None:
                return _span(last, last) if last is not None else self._first()
            last = node.keys.get(part) if isinstance(node, _Map) else inner
            node = inner
        if not where:
            return self._first()
        if key and last is not None:
            return _span(last, last)
        return self._shown(node, last)

    def _shown(self, node: Any, key: Any) -> Span:
        """A scalar is shown whole, a mapping or list by its key."""
        if isinstance(node, _Map | _List):
            anchor = key if key is not None and not isinstance(key, _Map | _List) else None
            return _span(anchor, anchor) if anchor is not None else _head(node)
        return _span(node, node)

    def _first(self) -> Span:
        if isinstance(self.root, _Map) and self.root.keys:
            first = next(iter(self.root.keys.values()))
            return _span(first, first)
        return NOWHERE

    def line(self, number: int) -> str:
        """One line of the text (counted from 1), without its end; empty if it is very long."""
        lines = self.text.split("\n", number)
        text = lines[number - 1] if number <= len(lines) else ""
        return text.rstrip("\r") if len(text) <= 2000 else ""


def path_text(where: Where) -> str:
    """A place as people write it: budgets.fh_2018.lines.volontärer.amount, notice[0]."""
    out = ""
    for part in where:
        out += f"[{part}]" if isinstance(part, int) else f".{part}" if out else part
    return out


def read_path(text: str) -> Where:
    """The place that a text names; the inverse of `path_text` for places without odd characters."""
    parts: list[str | int] = []
    for step in unicodedata.normalize("NFC", text).split("."):
        name, *indexes = step.split("[")
        if name:
            parts.append(name)
        parts.extend(int(i[:-1]) if i[:-1].isdecimal() else i for i in indexes)
    return tuple(parts)


def at(data: Any, where: Where) -> Any:
    """The value at a place of the words, or None where nothing stands."""
    for part in where:
        if isinstance(data, dict):
            data = data.get(part)
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
        else:
            return None
    return data


def parse(raw: bytes, name: str) -> tuple[Document | None, list[Problem]]:
    """Read the bytes of one file: the document (None if nothing can be read) and its findings."""
    text, problems = _decoded(raw)
    if text is None:
        return None, problems
    stop = any(code != "IOP104" for code, _f in problems)
    if stop or re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]", text):
        return None, problems
    builder = _Builder(text)
    root, data = builder.build()
    problems += builder.problems[:MOST_FINDINGS]
    if not isinstance(data, dict):
        if not builder.problems:
            problems.append(("IOP112" if data else "IOP105", _not_a_mapping(data)))
        return None, problems
    return Document(name, text, data, root), problems


def _not_a_mapping(data: object) -> Finding:
    if isinstance(data, list) and data:
        says = mark("the file holds a list; it must be a mapping of keys and values")
    elif data:
        says = mark("the file holds only text; it must be a mapping of keys and values")
    else:
        says = mark("the file is empty; it must be a mapping of keys and values")
    return Finding((), says, span=NOWHERE)


def _decoded(raw: bytes) -> tuple[str | None, list[Problem]]:
    if len(raw) > MOST_BYTES:
        says = mark("the file is larger than 1 MB, the most that is read")
        return None, [("IOP100", Finding((), says, span=NOWHERE))]
    for bom, coding in ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"), (b"\0\0\xfe\xff", "UTF-32")):
        if raw.startswith(bom):
            says = mark("the file is {coding}; save it as UTF-8")
            return None, [("IOP100", Finding((), says, {"coding": coding}, span=NOWHERE))]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace")
        span = _place(before, len(before))
        says = mark("the byte {byte} is not UTF-8; save the file as UTF-8")
        byte = f"0x{raw[error.start]:02x}"
        return None, [("IOP100", Finding((), says, {"byte": byte}, span=span))]
    return text, [*_invisible(text), *_conflict(text)]


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
    hit = _CONFLICT.search(text)
    if not hit:
        return []
    says = mark("git left conflict marks here; choose one of the two versions and delete the marks")
    return [("IOP101", Finding((), says, span=_place(text, hit.start(), 7)))]


def _place(text: str, index: int, length: int = 1) -> Span:
    line = text.count("\n", 0, index) + 1
    column = index - (text.rfind("\n", 0, index) + 1) + 1
    return Span(line, column, line, column + length)


def _child(node: Any, part: str | int) -> Any:
    if isinstance(node, _Map) and isinstance(part, str):
        return node.values.get(part)
    if isinstance(node, _List) and isinstance(part, int) and 0 <= part < len(node.values):
        return node.values[part]
    return None


def _span(first: Any, last: Any) -> Span:
    if isinstance(first, _Map | _List):
        return _head(first)
    start, end = first.start_mark, last.end_mark
    if end.line > start.line and end.column == 0:
        return Span(start.line + 1, start.column + 1, start.line + 1, start.column + 2)
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def _head(node: Any) -> Span:
    """A mapping or list without a key: its first key or item, or its opening bracket."""
    inner = node.keys if isinstance(node, _Map) else dict(enumerate(node.values))
    if inner:
        first = next(iter(inner.values()))
        return _span(first, first)
    start = node.start.start_mark
    return Span(start.line + 1, start.column + 1, start.line + 1, start.column + 2)


class _Builder:
    """One pass over the events: the words and a mirror of their places, and what is wrong."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.problems: list[Problem] = []
        self.escapes = "\\" in text

    def build(self) -> tuple[Any, Any]:
        try:
            return self._run(self._events())
        except yaml.YAMLError as error:
            self.problems.append(("IOP101", _syntax(error)))
        except _Stop as stop:
            self.problems.append(stop.problem)
        return None, None

    def _events(self) -> Iterator[Any]:
        if _Parser is None:
            yield from yaml.parse(self.text, Loader=yaml.SafeLoader)
            return
        parser = _Parser(self.text)
        while (event := parser.get_event()) is not None:
            yield event

    def _run(self, events: Iterator[Any]) -> tuple[Any, Any]:
        stack: list[tuple[Any, Any]] = []
        root: tuple[Any, Any] = (None, None)
        key: Any = None
        keys: list[Any] = []
        nodes = documents = 0
        for event in events:
            kind = type(event)
            if kind is yaml.ScalarEvent or kind is yaml.AliasEvent:
                nodes += 1
                value = event.value if kind is yaml.ScalarEvent else ""
                if stack and key is None and isinstance(stack[-1][0], _Map):
                    key = event
                    continue
                if kind is yaml.AliasEvent or event.tag or event.anchor:
                    self._feature(event)
                if self.escapes or len(value) > MOST_TEXT:
                    self._text(event, value)
                if not stack:
                    root = (event, value)
                else:
                    self._put(stack, key, event, value)
                    key = None
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                nodes += 1
                if event.tag or event.anchor:
                    self._feature(event)
                if stack and key is None and isinstance(stack[-1][0], _Map):
                    raise _Stop("IOP103", event, mark("a key must be a word, not a list or mapping"))
                node, data = _container(event, kind)
                if stack:
                    self._put(stack, key, node, data)
                else:
                    root = (node, data)
                keys.append(key)
                stack.append((node, data))
                key = None
                if len(stack) > MOST_DEPTH:
                    raise _Stop("IOP100", event, mark("more than 50 levels inside each other"))
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                node, data = stack.pop()
                node.end = event
                self._closed(node, data, keys.pop(), stack)
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                self._document(event, documents)
            if nodes > MOST_NODES:
                raise _Stop("IOP100", event, mark("more than 100 000 values in one file"))
        return root

    def _document(self, event: Any, documents: int) -> None:
        if documents > 1:
            says = mark("a second document begins here (---); a file holds one")
            raise _Stop("IOP103", event, says)
        if event.version or event.tags:
            says = mark("a % directive stands here; leave it out")
            raise _Stop("IOP103", event, says)

    def _put(self, stack: list[tuple[Any, Any]], key: Any, node: Any, value: Any) -> None:
        holder, data = stack[-1]
        if isinstance(holder, _List):
            holder.values.append(node)
            data.append(value)
            return
        name = self._key(key)
        if name in holder.keys:
            first = _span(holder.keys[name], holder.keys[name])
            says = mark("{key} stands twice in the same mapping; only one can hold")
            related = ((first, mark("it stands here first")),)
            span = _span(key, key)
            self._report("IOP102", Finding((), says, {"key": name}, span=span, related=related))
            return
        holder.keys[name] = key
        holder.values[name] = node
        data[name] = value

    def _key(self, event: Any) -> str:
        if type(event) is yaml.AliasEvent:
            self._feature(event)
            return f"*{event.anchor}"
        if event.tag or event.anchor:
            self._feature(event)
        name: str = event.value
        if len(name) > MOST_KEY:
            raise _Stop("IOP100", event, mark("a key of more than 200 characters"))
        if name == "<<" and not event.style:
            says = mark("the merge key << is not read; write the keys out")
            self._report("IOP103", Finding((), says, span=_span(event, event)))
        if self.escapes:
            self._text(event, name)
        return name if name.isascii() else unicodedata.normalize("NFC", name)

    def _text(self, event: Any, value: str) -> None:
        if len(value) > MOST_TEXT:
            raise _Stop("IOP100", event, mark("a text of more than 100 000 characters"))
        if '"' in (event.style or "") and (hit := INVISIBLE.search(value.replace("\n", ""))):
            self._report("IOP104", invisible_finding((), hit[0], _span(event, event)))

    def _feature(self, event: Any) -> None:
        if type(event) is yaml.AliasEvent:
            says, name = mark("*{name} refers to another place (an alias); write the value out"), event.anchor
        elif event.anchor:
            says, name = mark("&{name} names a place for reuse (an anchor); leave it out"), event.anchor
        else:
            says, name = mark("{name} is a YAML tag; leave it out"), event.tag
        self._report("IOP103", Finding((), says, {"name": name}, span=_span(event, event)))

    def _closed(self, node: Any, data: Any, key: Any, stack: list[tuple[Any, Any]]) -> None:
        """A container is whole: empty values are found here, where a cut value can be mended."""
        if isinstance(node, _Map):
            empty = [name for name, inner in node.values.items() if _is_empty(inner, data[name])]
            for name in empty:
                self._empty(node, data, name)
        else:
            for index, inner in enumerate(node.values):
                if _is_empty(inner, data[index]):
                    says = mark("a list item with nothing in it")
                    self._report("IOP105", Finding((), says, span=_span(inner, inner)))
                    data[index] = EMPTY
        if not stack and not data:
            says = mark("the file is empty; it must be a mapping of keys and values")
            self._report("IOP105", Finding((), says, span=_head(node)))

    def _empty(self, node: _Map, data: dict[str, Any], name: str) -> None:
        key = node.keys[name]
        if node.start.flow_style and (whole := self._cut(node, data, name)):
            says = mark('a comma cuts {whole} in two inside {{ }}; put it in quotes: "{whole}"')
            self._report("IOP105", Finding((), says, {"whole": whole}, span=_span(key, key)))
            return
        shown = {_Map: "{}", _List: "[]"}.get(type(node.values[name]), "")
        if shown:
            says = mark("{key} holds nothing but {shown}; write a value, or leave the key out")
        else:
            says = mark("{key} has no value; write one, or leave the key out")
        data[name] = EMPTY
        values: dict[str, object] = {"key": name, "shown": shown} if shown else {"key": name}
        self._report("IOP105", Finding((), says, values, span=_span(key, key)))

    def _cut(self, node: _Map, data: dict[str, Any], name: str) -> str:
        """The whole value, put back in its place, where a comma inside { } cut it in two."""
        names = list(node.keys)
        position, inner = names.index(name), node.values[name]
        before = names[position - 1] if position else name
        written = inner.start_mark.index != inner.end_mark.index if hasattr(inner, "value") else True
        if before == name or written or not isinstance(data[before], str):
            return ""
        first, last = node.values[before], node.keys[name]
        whole = self.text[first.start_mark.index : last.end_mark.index]
        data[before] = whole
        del data[name], node.values[name], node.keys[name]
        return whole

    def _report(self, code: str, finding: Finding) -> None:
        if len(self.problems) == MOST_FINDINGS:
            says = mark("more than 500 faults in this file; the rest are not shown")
            self.problems.append(("IOP100", Finding((), says, span=NOWHERE)))
            raise _Stop("IOP100", None, says)
        self.problems.append((code, finding))


class _Empty(str):
    """Stands where the file has a key and no value, so that one fault gives one finding."""


EMPTY = _Empty("")


def _is_empty(node: Any, value: Any) -> bool:
    if isinstance(value, str):
        return not value.strip() or (value in ("~", "null", "Null", "NULL") and not node.style)
    return not value


def _container(event: Any, kind: Any) -> tuple[Any, Any]:
    if kind is yaml.MappingStartEvent:
        return _Map(event, event, {}, {}), {}
    return _List(event, event, []), []


class _Stop(Exception):
    def __init__(self, code: str, event: Any, says: str) -> None:
        span = _span(event, event) if event is not None else NOWHERE
        self.problem: Problem = (code, Finding((), says, span=span))


_SYNTAX = (
    ("'\\t'", mark("a tab stands here; YAML is indented with spaces")),
    ("tab character", mark("a tab stands here; YAML is indented with spaces")),
    ("mapping values are not allowed", mark("a colon that cannot stand here; put the value in quotes, or mend the indentation")),
    ("found unexpected end of stream", mark("a quote that is opened and never closed")),
    ("could not find expected ':'", mark("a key without its colon, or a text that needs quotes")),
    ("did not find expected ',' or", mark("a bracket that is opened and never closed, or a comma is missing")),
    ("did not find expected key", mark("the indentation does not fit: a key was expected here")),
    ("did not find expected '-' indicator", mark("the indentation does not fit: a list item (-) was expected")),
    ("did not find expected node content", mark("a value was expected here")),
    ("undefined alias", mark("an alias (*) that nothing defines; write the value out")),
    ("that cannot start any token", mark("this character cannot begin a value; put the value in quotes")),
    ("directive", mark("a % directive stands here; leave it out")),
    ("incompatible YAML document", mark("a % directive stands here; leave it out")),
    ("unknown escape character", mark("a backslash inside double quotes that means nothing; use single quotes")),
    ("found invalid Unicode", mark("an escape (\\u…) that names no character")),
    ("did not find expected <document start>", mark("a second document begins here; a file holds one")),
)


def _syntax(error: yaml.YAMLError) -> Finding:
    mark_ = getattr(error, "problem_mark", None)
    begun = getattr(error, "context_mark", None)
    said = f"{getattr(error, 'problem', None) or error}"
    span = Span(mark_.line + 1, mark_.column + 1, mark_.line + 1, mark_.column + 2) if mark_ else NOWHERE
    related: tuple[tuple[Where | Span, str], ...] = ()
    if begun and mark_ and begun.index != mark_.index:
        first = Span(begun.line + 1, begun.column + 1, begun.line + 1, begun.column + 2)
        related = ((first, mark("it began here")),)
    for known, says in _SYNTAX:
        if known in said:
            return Finding((), says, span=span, related=related)
    says = mark("this is not YAML: {said}")
    return Finding((), says, {"said": said.splitlines()[0]}, span=span, related=related)
