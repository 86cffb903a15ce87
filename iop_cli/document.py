"""A file that was read: its words, and where each of them stands in the text.

Keeps a mirror of the words with the marks of every key and value; gives spans, makes no findings.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from iop_cli.diagnostic import NOWHERE, Span
from iop_cli.finding import Where


@dataclass(slots=True)
class MapNode:
    """A mapping: its first event, and by key the event of the key and the node of the value.

    `hollow` tells that a value in it may be empty.
    """

    start: Any
    keys: dict[str, Any]
    values: dict[str, Any]
    hollow: bool = False


@dataclass(slots=True)
class ListNode:
    """A list: its first event, and the nodes of its items; `hollow` as in a mapping."""

    start: Any
    values: list[Any]
    hollow: bool = False


@dataclass(frozen=True)
class Document:
    """A file that was read: its name, its text, its words, and where each of them stands.

    `lost` are the places whose value is not all that was written: a key stands twice, a comma cuts.
    """

    name: str
    text: str
    data: dict[str, Any]
    root: Any
    lost: frozenset[Where] = frozenset()

    def span(self, where: Where, key: bool = False) -> Span:
        """The place of a value, or of its key; of the nearest thing around it if it is absent."""
        return inside(self._span(where, key), self.lines)

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the text, without their ends."""
        return self.text.split("\n")

    def _span(self, where: Where, key: bool) -> Span:
        node, last = self.root, None
        for part in where:
            inner = _child(node, part)
            if inner is None:
                return span_of(last, last) if last is not None else self._first()
            last = node.keys.get(str(part)) if isinstance(node, MapNode) else inner
            node = inner
        if not where:
            return self._first()
        if key and last is not None:
            return span_of(last, last)
        return self._shown(node, last)

    def _shown(self, node: Any, key: Any) -> Span:
        """A scalar is shown whole, a mapping or list by its key."""
        if isinstance(node, MapNode | ListNode):
            anchor = key if key is not None and not isinstance(key, MapNode | ListNode) else None
            return span_of(anchor, anchor) if anchor is not None else head_of(node)
        return span_of(node, node)

    def _first(self) -> Span:
        if isinstance(self.root, MapNode) and self.root.keys:
            first = next(iter(self.root.keys.values()))
            return span_of(first, first)
        return NOWHERE

    def line(self, number: int) -> str:
        """One line of the text (counted from 1), without its end; empty if it is very long."""
        return shown(self.lines, number)


def shown(lines: list[str], number: int) -> str:
    """One of some lines (counted from 1) as it is shown; empty if it is very long."""
    text = lines[number - 1] if number <= len(lines) else ""
    return text.rstrip("\r") if len(text) <= 2000 else ""


def _child(node: Any, part: str | int) -> Any:
    if isinstance(node, MapNode) and isinstance(part, str):
        return node.values.get(part)
    if isinstance(node, ListNode) and isinstance(part, int) and 0 <= part < len(node.values):
        return node.values[part]
    return None


def inside(span: Span, lines: list[str]) -> Span:
    """A place inside some lines; a last line without its end has no line after it."""
    last, end = len(lines), len(lines[-1]) + 1
    if span.end_line <= last:
        return span
    if span.line > last:
        return Span(last, end, last, end)
    return replace(span, end_line=last, end_column=end)


def span_of(first: Any, last: Any) -> Span:
    """The place from one node's or event's beginning to another's end."""
    if isinstance(first, MapNode | ListNode):
        return head_of(first)
    start, end = first.start_mark, last.end_mark
    if end.line > start.line and end.column == 0:
        return Span(start.line + 1, start.column + 1, start.line + 1, start.column + 2)
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def head_of(node: Any) -> Span:
    """A mapping or list without a key: its first key or item, or its opening bracket."""
    inner = node.keys if isinstance(node, MapNode) else dict(enumerate(node.values))
    if inner:
        first = next(iter(inner.values()))
        return span_of(first, first)
    start = node.start.start_mark
    return Span(start.line + 1, start.column + 1, start.line + 1, start.column + 2)
