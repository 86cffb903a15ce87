"""What a reader or a rule found, before it has its place in a text: a finding and where it points.

Knows places in the data (keys and list numbers), never lines; knows no YAML and no rule.
"""

import unicodedata
from dataclasses import dataclass, field
from typing import Any

from iop_cli.diagnostic import Span

MOST_BYTES = 1_048_576

Where = tuple[str | int, ...]


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
    """A file as the door hands it over: its name and bytes, or why it cannot be read."""

    name: str
    raw: bytes = b""
    trouble: Finding | None = None


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


def file_id(name: str) -> str:
    """The id that a file's name gives: agreements/öst/a-b.yaml is a-b."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    for ending in (".log.yaml", ".log.yml", ".yaml", ".yml"):
        if base.endswith(ending):
            return base[: -len(ending)]
    return base
