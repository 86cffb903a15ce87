"""YAML text becomes words with their places: the only file that knows the YAML library.

Reads libyaml's events with a builder of its own (its composer dies on hostile nesting), so that
every value stays the text that was written and every key and value knows where it stood.
Opens no file, gives no type, knows no field, and never raises for bad input: all that is wrong
comes back as findings of the 1xx family.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile
from typing import Any

import yaml

from iop_cli.diagnostic import NOWHERE, Span
from iop_cli.document import Document, ListNode, MapNode, head_of, inside, span_of
from iop_cli.finding import Finding, Problem, Text, Where, at, path_text, read_path
from iop_cli.letters import INVISIBLE, MOST_FINDINGS, decoded, invisible_finding
from iop_cli.syntax import EMPTY, NULLS, cut_item, directive, is_empty, not_a_mapping, not_yaml
from iop_cli.words import mark

__all__ = [
    "EMPTY", "Document", "Finding", "Problem", "Text", "Where", "at", "path_text", "read_path",
]  # fmt: skip

MOST_DEPTH = 50
MOST_NODES = 100_000
MOST_KEY = 200
MOST_TEXT = 100_000
# each of these is a finding already: characters that YAML refuses, and line breaks to YAML and to
# nobody else, which would shift every place
_REFUSED = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]"
_BREAKS = "\r(?!\n)|[\x85\u2028\u2029]"
_TOO_MANY = mark("more than 100 000 values in one file")
_PLAIN_KEY = re.compile(rf"\w{{1,{MOST_KEY}}}", re.ASCII).fullmatch
_COLON = re.compile(r"\s*:")

# libyaml where it is there, else the same events from Python
_Parser: Any = getattr(getattr(yaml, "cyaml", None), "CParser", None)


def parse(raw: bytes, name: str) -> tuple[Document | None, list[Problem]]:
    """Read the bytes of one file: the document (None if nothing can be read) and its findings."""
    text, problems = decoded(raw)
    if text is None:
        return None, problems
    stop = any(code != "IOP104" for code, _f in problems)
    if stop or (problems and re.search(_REFUSED, text)):
        return None, problems
    builder = _Builder(re.sub(_BREAKS, " ", text) if problems else text)
    root, data = builder.build()
    if builder.problems:
        lines = text.split("\n")
        problems += [(code, _inside(finding, lines)) for code, finding in builder.problems]
    if not isinstance(data, dict):
        if not builder.problems:
            problems.append(("IOP112" if data else "IOP105", not_a_mapping(data)))
        return None, problems
    return Document(name, text, data, root, _places(root, builder.lost)), problems


def _places(root: Any, lost: list[tuple[Any, str]]) -> frozenset[Where]:
    """The places of some keys, each told by the node that holds it."""
    if not lost:
        return frozenset()
    found: set[Where] = set()
    waiting: list[tuple[Where, Any]] = [((), root)]
    while waiting:
        where, node = waiting.pop()
        found |= {(*where, name) for holder, name in lost if holder is node}
        if isinstance(node, MapNode):
            waiting += [((*where, key), inner) for key, inner in node.values.items()]
        elif isinstance(node, ListNode):
            waiting += [((*where, i), inner) for i, inner in enumerate(node.values)]
    return frozenset(found)


def _inside(finding: Finding, lines: list[str]) -> Finding:
    """The finding with its places inside the text: to YAML, a last line always ends."""
    related = tuple(
        (inside(p, lines) if isinstance(p, Span) else p, says) for p, says in finding.related
    )
    return replace(finding, span=inside(finding.span or NOWHERE, lines), related=related)


class _Builder:
    """One pass over the events: the words and a mirror of their places, and what is wrong."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.problems: list[Problem] = []
        self.lost: list[tuple[Any, str]] = []
        self.escapes = "\\" in text
        self.stack: list[tuple[Any, Any]] = []
        # what is open at the top of the stack, and the key that waits for its value
        self.holder: Any = None
        self.data: Any = None
        self.key: Any = None
        self.root: tuple[Any, Any] = (None, None)
        self.nodes = self.documents = 0

    def build(self) -> tuple[Any, Any]:
        if first := directive(self.text):
            self.problems.append(("IOP103", first))
            return None, None
        try:
            scalar, of_scalar = yaml.ScalarEvent, self._scalar
            steps = {
                yaml.AliasEvent: self._alias,
                yaml.MappingStartEvent: self._open,
                yaml.SequenceStartEvent: self._open,
                yaml.MappingEndEvent: self._close,
                yaml.SequenceEndEvent: self._close,
                yaml.DocumentStartEvent: self._document,
            }
            for event in _events(self.text):
                kind = type(event)
                if kind is scalar:
                    of_scalar(event)
                elif step := steps.get(kind):
                    step(event)
        except yaml.YAMLError as error:
            self.problems.append(("IOP101", not_yaml(error, self.text)))
        except _Stop as stop:
            self.problems.append(stop.problem)
        else:
            return self.root
        return None, None

    def _scalar(self, event: Any) -> None:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise _Stop("IOP100", event, _TOO_MANY)
        holder, value = self.holder, event.value
        if self.key is None and type(holder) is MapNode:
            self.key = event
            return
        if holder is not None and (not value or value.isspace() or value in NULLS):
            holder.hollow = True
        if event.tag or event.anchor:
            self._feature(event)
        if self.escapes or len(value) > MOST_TEXT:
            self._text(event, value)
        self._put(event, value)

    def _alias(self, event: Any) -> None:
        if not self._is_key(event):
            self._feature(event)
            self._put(event, EMPTY)

    def _is_key(self, event: Any) -> bool:
        """Whether a key was expected; then this is it."""
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise _Stop("IOP100", event, _TOO_MANY)
        if self.key is None and type(self.holder) is MapNode:
            self.key = event
            return True
        return False

    def _open(self, event: Any) -> None:
        if self._is_key(event):
            raise _Stop("IOP103", event, mark("a key must be a word, not a list or mapping"))
        if event.tag or event.anchor:
            self._feature(event)
        node: Any = ListNode(event, [])
        data: Any = []
        if type(event) is yaml.MappingStartEvent:
            node, data = MapNode(event, {}, {}), {}
        self._put(node, data)
        self.stack.append((self.holder, self.data))
        self.holder, self.data = node, data
        if len(self.stack) > MOST_DEPTH:
            raise _Stop("IOP100", event, mark("more than 50 levels inside each other"))

    def _close(self, event: Any) -> None:
        node, data = self.holder, self.data
        self.holder, self.data = self.stack.pop()
        is_row = type(node) is ListNode and node.start.flow_style
        if not (is_row and self._is_cut(node, data)) and node.hollow:
            self._empties(node, data)
        if not data and self.holder is not None:
            self.holder.hollow = True
        if not self.stack and not data:
            says = mark("the file is empty; it must be a mapping of keys and values")
            self._report("IOP105", Finding((), says, span=head_of(node)))

    def _is_cut(self, node: ListNode, data: Any) -> bool:
        """Whether a comma cuts a value in two inside [ ]; then the list is taken as empty."""
        cut = cut_item(node.values, self.text)
        if cut is None:
            return False
        self._report("IOP105", cut)
        place = next(reversed(self.data), "") if type(self.data) is dict else -1
        if self.data and self.data[place] is data:
            self.data[place] = EMPTY
        return True

    def _empties(self, node: Any, data: Any) -> None:
        """Tell of what is empty in a mapping or list, and take it as such."""
        if type(node) is MapNode:
            for name in [n for n, v in data.items() if is_empty(v, node.values[n])]:
                if name in data:
                    self._empty(node, data, name)
        else:
            for index in [i for i, v in enumerate(data) if is_empty(v, node.values[i])]:
                says = mark("a list item with nothing in it")
                span = span_of(node.values[index], node.values[index])
                self._report("IOP105", Finding((), says, span=span))
                data[index] = EMPTY

    def _document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            says = mark("a second document begins here (---); a file holds one")
            raise _Stop("IOP103", event, says)
        if event.version or event.tags:
            says = mark("a % directive stands here; leave it out")
            raise _Stop("IOP103", event, says)

    def _put(self, node: Any, value: Any) -> None:
        """Put a value where one is expected: below the waiting key, in the list, or as the root."""
        holder, data, key = self.holder, self.data, self.key
        if key is None:
            if holder is None:
                self.root = (node, value)
            else:
                holder.values.append(node)
                data.append(value)
            return
        self.key = None
        # most keys are plain words, of which there is nothing to say
        if key.anchor or key.tag or self.escapes or not _PLAIN_KEY(name := key.value):
            name = self._key(key)
        if name in holder.keys and holder.start.flow_style and self._is_bare(key, node):
            name = f"{name}\0{len(data)}"  # two values that a comma cut may end alike
        if name in holder.keys:
            first = span_of(holder.keys[name], holder.keys[name])
            says = mark("{key} stands twice in the same mapping; only one can hold")
            related = ((first, mark("it stands here first")),)
            span = span_of(key, key)
            self.lost.append((holder, name))
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
            self._report("IOP103", Finding((), says, span=span_of(event, event)))
        if self.escapes:
            self._text(event, name)
        return name if name.isascii() else unicodedata.normalize("NFC", name)

    def _text(self, event: Any, value: str) -> None:
        if len(value) > MOST_TEXT:
            raise _Stop("IOP100", event, mark("a text of more than 100 000 characters"))
        if '"' in (event.style or "") and (hit := INVISIBLE.search(value.replace("\n", ""))):
            self._report("IOP104", invisible_finding((), hit[0], span_of(event, event)))

    def _feature(self, event: Any) -> None:
        if type(event) is yaml.AliasEvent:
            says, name = (
                mark("*{name} refers to another place (an alias); write the value out"),
                event.anchor,
            )
        elif event.anchor:
            says, name = (
                mark("&{name} names a place for reuse (an anchor); leave it out"),
                event.anchor,
            )
        else:
            says, name = (
                mark("{name} is a YAML tag; leave it out"),
                event.tag.replace("tag:yaml.org,2002:", "!!"),
            )
        self._report("IOP103", Finding((), says, {"name": name}, span=span_of(event, event)))

    def _empty(self, node: MapNode, data: dict[str, Any], name: str) -> None:
        key, word = node.keys[name], name.split("\0")[0]
        if node.start.flow_style and (whole := self._cut(node, data, name)):
            says = mark('a comma cuts {whole} in two inside {{ }}; put it in quotes: "{whole}"')
            self.lost.append((node, next(k for k, v in data.items() if v is whole)))
            self._report("IOP105", Finding((), says, {"whole": whole}, span=span_of(key, key)))
            return
        shown = {MapNode: "{}", ListNode: "[]"}.get(type(node.values[name]), "")
        if shown:
            says = mark("{key} holds nothing but {shown}; write a value, or leave the key out")
        else:
            says = mark("{key} has no value; write one, or leave the key out")
        data[name] = EMPTY
        values: dict[str, object] = {"key": word, "shown": shown} if shown else {"key": word}
        self._report("IOP105", Finding((), says, values, span=span_of(key, key)))

    def _cut(self, node: MapNode, data: dict[str, Any], name: str) -> str:
        """The whole value, put back in its place, where a comma inside { } cut it in two."""
        names = list(node.keys)
        position = names.index(name)
        before = names[position - 1] if position else name
        cut = list(
            takewhile(lambda n: self._is_bare(node.keys[n], node.values[n]), names[position:])
        )
        if not cut or before == name or not isinstance(data[before], str) or data[before] is EMPTY:
            return ""
        first, last = node.values[before], node.keys[cut[-1]]
        whole = self.text[first.start_mark.index : last.end_mark.index]
        data[before] = whole
        for part in cut:
            del data[part], node.values[part], node.keys[part]
        return whole

    def _is_bare(self, key: Any, inner: Any) -> bool:
        """Whether a word stands in { } without a colon: the rest of a value that a comma cut."""
        if not hasattr(inner, "value") or inner.start_mark.index != inner.end_mark.index:
            return False
        return not _COLON.match(self.text, key.end_mark.index)

    def _report(self, code: str, finding: Finding) -> None:
        if len(self.problems) == MOST_FINDINGS:
            says = mark("more than 500 faults in this file; the rest are not shown")
            raise _Stop("IOP100", None, says)
        self.problems.append((code, finding))


def _events(text: str) -> Iterator[Any]:
    """The events of a text, from libyaml where it is there."""
    if _Parser is None:
        return iter(yaml.parse(text, Loader=yaml.SafeLoader))
    return iter(_Parser(text).get_event, None)


class _Stop(Exception):
    def __init__(self, code: str, event: Any, says: str) -> None:
        span = span_of(event, event) if event is not None else NOWHERE
        self.problem: Problem = (code, Finding((), says, span=span))
