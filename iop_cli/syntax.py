"""What is wrong with the form of a text, in words for people who have never heard of YAML.

Knows the library's English sentences, and what is seen without it: a value that a comma cut in a
list, a directive. Takes no part in the reading.
"""

import re
from itertools import pairwise
from typing import Any

from iop_cli.diagnostic import NOWHERE, Span
from iop_cli.finding import Finding, Where
from iop_cli.words import mark

_SYNTAX = (
    ("'\\t'", mark("a tab stands here; YAML is indented with spaces")),
    ("tab character", mark("a tab stands here; YAML is indented with spaces")),
    (
        "mapping values are not allowed",
        mark("a colon that cannot stand here; put the value in quotes, or mend the indentation"),
    ),
    ("found unexpected end of stream", mark("a quote that is opened and never closed")),
    ("could not find expected ':'", mark("a key without its colon, or a text that needs quotes")),
    (
        "did not find expected ',' or",
        mark("a bracket that is never closed, a missing comma, or a colon that needs quotes"),
    ),
    ("did not find expected key", mark("the indentation does not fit: a key was expected here")),
    (
        "did not find expected '-' indicator",
        mark("the indentation does not fit: a list item (-) was expected"),
    ),
    ("did not find expected node content", mark("a value was expected here")),
    (
        "block sequence entries are not allowed",
        mark("a list (-) cannot begin on the line of its key; begin it on the next line"),
    ),
    ("found unexpected ':'", mark("a colon that cannot stand here; put the value in quotes")),
    ("undefined alias", mark("an alias (*) that nothing defines; write the value out")),
    (
        "that cannot start any token",
        mark("this character cannot begin a value; put the value in quotes"),
    ),
    ("directive", mark("a % directive stands here; leave it out")),
    ("incompatible YAML document", mark("a % directive stands here; leave it out")),
    (
        "unknown escape character",
        mark("a backslash inside double quotes that means nothing; use single quotes"),
    ),
    ("found invalid Unicode", mark("an escape (\\u…) that names no character")),
    (
        "did not find expected <document start>",
        mark("a second document begins here; a file holds one"),
    ),
)


# the fault is where something was begun, not where the reader gave up
_BEGUN = (
    "found unexpected end of stream",
    "could not find expected ':'",
    "did not find expected ',' or",
)


_DIRECTIVE = re.compile(
    r"(?:\A|^\.\.\.[ \t]*(?:#[^\n]*)?\r?\n)(?:[ \t]*(?:#[^\n]*)?\r?\n)*(%[^\r\n]*)", re.MULTILINE
)


def directive(text: str) -> Finding | None:
    """The finding that a document begins with a % directive: thousands take the library long."""
    hit = _DIRECTIVE.search(text)
    if not hit:
        return None
    line = text.count("\n", 0, hit.start(1)) + 1
    span = Span(line, 1, line, len(hit[1]) + 1)
    return Finding((), mark("a % directive stands here; leave it out"), span=span)


# 1 and 3 mkr, about 6 500 and 50 kr: never two years, two days or two numbers without a unit
_BEFORE = re.compile(r"\D*\d[\d \u00a0\u202f]*")
_AFTER = re.compile(r"\d{1,3}(?:[ \u00a0\u202f]?%|[ \u00a0\u202f]*[^\W\d_]).*")


def cut_item(nodes: list[Any], text: str) -> Finding | None:
    """The first value that a comma inside [ ] cut in two; `nodes` are the items."""
    for first, second in pairwise(nodes):
        if not (_is_plain(first) and _is_plain(second)):
            continue
        begins, ends = first.start_mark, second.end_mark
        touch = second.start_mark.index == first.end_mark.index + 1
        if touch and _BEFORE.fullmatch(first.value) and _AFTER.fullmatch(second.value):
            span = Span(begins.line + 1, begins.column + 1, ends.line + 1, ends.column + 1)
            says = mark('a comma cuts {whole} in two inside [ ]; put it in quotes: "{whole}"')
            return Finding((), says, {"whole": text[begins.index : ends.index]}, span=span)
    return None


def _is_plain(node: Any) -> bool:
    return isinstance(getattr(node, "value", None), str) and not node.style


def not_yaml(error: Exception, text: str) -> Finding:
    """What the YAML library says of a text, in words for people, at its place."""
    mark_ = getattr(error, "problem_mark", None)
    begun = getattr(error, "context_mark", None)
    said = f"{getattr(error, 'problem', None) or error}"
    span = (
        Span(mark_.line + 1, mark_.column + 1, mark_.line + 1, mark_.column + 2)
        if mark_
        else NOWHERE
    )
    related: tuple[tuple[Where | Span, str], ...] = ()
    if begun and mark_ and begun.index != mark_.index:
        first = Span(begun.line + 1, begun.column + 1, begun.line + 1, begun.column + 2)
        related = ((first, mark("it began here")),)
    if mark_ and text[mark_.index : mark_.index + 1] == "\t":
        return Finding((), _SYNTAX[0][1], span=span)
    if mark_ and mark_.column and "<document start>" in said:
        said = "did not find expected key"
    for known, says in _SYNTAX:
        if known in said and known in _BEGUN and related:
            broken = ((span, mark("it broke off here")),)
            return Finding((), says, span=related[0][0], related=broken)  # type: ignore[arg-type] # a span here
        if known in said:
            return Finding((), says, span=span, related=related)
    says = mark("this is not YAML: {said}")
    return Finding((), says, {"said": said.splitlines()[0]}, span=span, related=related)


def not_a_mapping(data: object) -> Finding:
    """The finding that a file holds something else than keys and values."""
    if isinstance(data, list) and data:
        says = mark("the file holds a list; it must be a mapping of keys and values")
    elif data:
        says = mark("the file holds only text; it must be a mapping of keys and values")
    else:
        says = mark("the file is empty; it must be a mapping of keys and values")
    return Finding((), says, span=NOWHERE)


NULLS = frozenset({"~", "null", "Null", "NULL"})


class _Empty(str):
    """Stands where the file has a key and no value, so that one fault gives one finding."""


EMPTY = _Empty("")


def is_empty(value: Any, node: Any) -> bool:
    """Whether nothing stands at a key or in a list item; `node` is its event."""
    if not isinstance(value, str):
        return not value
    if value in NULLS:
        return not node.style
    return not value.strip() and value is not EMPTY
