"""What the tags of a Word template say: which of them are broken, and which fields they name.

Reads templates, fills none.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jinja2 import TemplateError, nodes

from iop_cli.paper.jail import Jail, line_of, reason_of, unknown
from iop_cli.words import mark, say

if TYPE_CHECKING:
    from docxtpl import DocxTemplate

MOST_TAGS = 5_000
LONGEST_SHOWN = 80
_TAG = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
_ENDS = {"{{": "}}", "{%": "%}", "{#": "#}"}
# the letters by which the library is told to take away the row, cell, paragraph or run around
_AROUND = re.compile(r"(\{[{%#])(?:tr|tc|p|r) ")
# marks of the library for cells: no fields, or a field for a cell's colour or width
_CELL = re.compile(r"\{%\s*(?:vm|hm)\s*%\}|\{%\s*(?:cellbg|colspan)\s+([^%]*)%\}")
# Word writes quotation marks as printers do; in a tag they are meant as in a template
_STRAIGHT = str.maketrans("“”‘’", "\"\"''")


@dataclass(frozen=True)
class Fault:
    """What is wrong, and the words and the number (from 1) of the paragraph or line around it."""

    says: str
    paragraph: str = ""
    number: int = 0


def broken(template: "DocxTemplate") -> list[Fault]:
    """The paragraphs whose tags do not open and close, in the order of the template."""
    faults: list[Fault] = []
    count = 0
    for number, text in enumerate(paragraphs(template), 1):
        signs = _TAG.findall(text)
        count += len(signs)
        if says := _unbalanced(signs):
            faults.append(Fault(says, shown(text), number))
    if count > 2 * MOST_TAGS:
        faults.append(Fault(say(mark("it has more than {most} tags"), most=MOST_TAGS)))
    return faults


def _unbalanced(signs: list[str]) -> str:
    opened = ""
    for sign in signs:
        if sign in _ENDS:
            if opened:
                return say(mark("the tag {sign} is not closed"), sign=opened)
            opened = sign
        elif opened and sign == _ENDS[opened]:
            opened = ""
        elif not opened or opened != "{#":
            return say(mark("the tag {sign} was not opened"), sign=sign)
    return say(mark("the tag {sign} is not closed"), sign=opened) if opened else ""


def paragraphs(template: "DocxTemplate") -> Iterator[str]:
    """The words of every paragraph: of the text, its headers and its footers."""
    for part in parts(template):
        for paragraph in part.iter(_w("p")):
            yield "".join(text.text or "" for text in paragraph.iter(_w("t")))


def parts(template: "DocxTemplate") -> Iterator[Any]:
    """The elements that hold text."""
    docx: Any = template.docx
    yield docx.element.body
    for uri in (template.HEADER_URI, template.FOOTER_URI):
        for relation in docx.part.rels.values():
            if relation.reltype == uri:
                yield relation.target_part.element


def _w(name: str) -> str:
    return f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{name}"


def shown(text: str) -> str:
    """A paragraph's words, shortened."""
    line = " ".join(re.sub(r"<[^>]*>", "", text).split())
    return line if len(line) <= LONGEST_SHOWN else f"{line[: LONGEST_SHOWN - 1]}…"


def faults_of_word(
    template: "DocxTemplate", jail: Jail, shape: Any
) -> tuple[list[Fault], set[str]]:
    """What is wrong in a Word template, and the fields at the top that it uses."""
    if found := broken(template):
        return found, set()
    # one paragraph a line, so that the jail's lines are the template's paragraphs
    lines = [_as_template(text) for text in paragraphs(template)]
    return faults("\n".join(lines), jail, shape)


def _as_template(text: str) -> str:
    line = _AROUND.sub(r"\1 ", " ".join(text.split("\n")).translate(_STRAIGHT))
    return _CELL.sub(lambda found: f"{{{{ {found[1]} }}}}" if found[1] else "", line)


def faults(text: str, jail: Jail, shape: Any) -> tuple[list[Fault], set[str]]:
    """What is wrong in a template, by its lines, and the fields at the top that it uses."""
    lines = text.split("\n")
    try:
        read = jail.parse(text)
    except (TemplateError, RecursionError) as error:
        says = reason_of(error, {})
        line = line_of(error) or _line_in(says)
        around = shown(lines[line - 1]) if 0 < line <= len(lines) else ""
        return [Fault(says, around, line)], set()
    walk = _Walk(shape)
    walk.through(read.body, {})
    told = [Fault(says, shown(lines[line - 1]), line) for line, says in walk.found]
    return list(dict.fromkeys(told)), walk.used


def _line_in(message: str) -> int:
    found = re.search(r"\b(?:line|rad|raden) (\d+)", message)
    return int(found[1]) if found else 0


class Anything:
    """The shape of what no example shows: every field is there."""


def shape_of(values: Iterable[Any]) -> Any:
    """What fields some values have, taken together: a dict, a list of one shape, or a text."""
    held = [value for value in values if value is not None]
    dicts = [value for value in held if isinstance(value, dict)]
    lists = [value for value in held if isinstance(value, list)]
    if dicts:
        keys = dict.fromkeys(key for one in dicts for key in one)
        return {key: shape_of(one.get(key) for one in dicts) for key in keys}
    if lists:
        return [shape_of(item for one in lists for item in one)]
    return "" if held else Anything()


class _Walk:
    """Goes through a template as it would be filled in, with shapes for values."""

    def __init__(self, shape: Any) -> None:
        self.shape = shape
        self.used: set[str] = set()
        self.found: list[tuple[int, str]] = []

    def through(self, body: Iterable[nodes.Node], names: dict[str, Any]) -> None:
        """Note what some nodes name that is not there; `names` are those that loops give."""
        for node in body:
            match node:
                case nodes.For():
                    held = self._shape(node.iter, names)
                    inner = held[0] if isinstance(held, list) and held else Anything()
                    target = node.target.name if isinstance(node.target, nodes.Name) else ""
                    self.through(node.body, {**names, target: inner, "loop": Anything()})
                    self.through(node.else_, names)
                case nodes.Name() | nodes.Getattr() | nodes.Getitem():
                    self._shape(node, names)
                case nodes.Call():
                    pass
                case _:
                    self.through(node.iter_child_nodes(), names)

    def _shape(self, node: nodes.Node, names: dict[str, Any]) -> Any:
        """The shape of what an expression names; a name that is not there is noted."""
        match node:
            case nodes.Name():
                if node.name in names:
                    return names[node.name]
                self.used.add(node.name)
                return self._inside(self.shape, node.name, node.lineno)
            case nodes.Getattr():
                return self._inside(self._shape(node.node, names), node.attr, node.lineno)
            case nodes.Getitem(arg=nodes.Const(value=str() as key)):
                return self._inside(self._shape(node.node, names), key, node.lineno)
            case nodes.Getitem():
                held = self._shape(node.node, names)
                return held[0] if isinstance(held, list) and held else Anything()
            case nodes.Filter() if node.node is not None:
                return self._shape(node.node, names)
            case _:
                self.through(node.iter_child_nodes(), names)
                return Anything()

    def _inside(self, held: Any, key: str, line: int) -> Any:
        if isinstance(held, Anything):
            return held
        if isinstance(held, dict) and key in held:
            return held[key]
        known = [str(name) for name in held] if isinstance(held, dict) else []
        self.found.append((line, unknown(key, known)))
        return Anything()


def unused(used: set[str], expected: Iterable[str]) -> list[str]:
    """The fields that our own template uses and this one does not, as remarks."""
    says = mark("the field {name} is not used")
    return [say(says, name=name) for name in sorted(set(expected) - used)]
