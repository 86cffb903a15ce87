"""How each part of a record is compared: field by field, by id, by content, or as one value.

Made once from the model's own types and marks of rank. Compares nothing and speaks no words.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import Tag, TypeAdapter

from iop_cli.finding import read_path
from iop_cli.model import kinds
from iop_cli.model.agreement import Agreement, Amendment, ClauseText
from iop_cli.model.kinds import NONE, Rank, Record, Settled
from iop_cli.model.log import Log
from iop_cli.model.payment import Index, PaymentBase, Rate

_LIGHTEST_FIRST = (Rank.EDITORIAL, Rank.MINOR, Rank.MATERIAL)
# a value alone and a mapping with nothing but this key say the same
_MAIN: dict[type, str] = {ClauseText: "text", Rate: "amount"}
_IN_ORDER = {(Index, "compare")}


@dataclass(frozen=True)
class Value:
    """One written value: `read` makes it a value or raises; `choices` where it is one of some."""

    read: Callable[[str], Any]
    choices: tuple[str, ...] = ()
    is_wording: bool = False
    is_id: bool = False


@dataclass(frozen=True)
class Many:
    """A list of plain values, whose order says nothing unless `in_order`."""

    item: "Shape"
    in_order: bool = False


@dataclass(frozen=True)
class Key:
    """One key of a record: the shape of its value, its mark, what it is."""

    shape: "Shape"
    rank: Rank
    description: str


@dataclass(frozen=True)
class Fields:
    """A record: each known key by itself."""

    record: type[Record]
    keys: dict[str, Key]


@dataclass(frozen=True)
class Kinds:
    """A record whose `kind` says which keys it has; `every` has the keys of all kinds."""

    kinds: dict[str, Fields]
    every: Fields


@dataclass(frozen=True)
class Keyed:
    """Things by id; None as the shape where the id is a path and says the shape itself."""

    item: "Shape | None"

    def of(self, id: str) -> "Shape":
        """The shape of the thing of an id."""
        return self.item if self.item is not None else shape_at(id)


@dataclass(frozen=True)
class Items:
    """A list of records, matched by their own id or by content."""

    item: Fields

    @property
    def has_ids(self) -> bool:
        """Whether each record has an id of its own."""
        return "id" in self.item.keys


@dataclass(frozen=True)
class Either:
    """What is written in several ways; `branches` by text, list and map."""

    branches: dict[str, "Shape"]

    def of(self, value: object) -> "Shape":
        """The shape of a value that is written in one of the ways."""
        return self.branches.get(manner(value), RAW)

    @property
    def main(self) -> str:
        """The key of the mapping that a value alone is short for; empty where it is not."""
        held = self.branches.get("map")
        return _MAIN.get(held.record, "") if isinstance(held, Fields) else ""


Shape = Value | Many | Fields | Kinds | Keyed | Items | Either

RAW = Value(str)
_WORDINGS = {id(get_args(kind)[1]) for kind in (kinds.Text, kinds.Line, kinds.Quote)}
_IDS = {id(get_args(kind)[1]) for kind in (kinds.Id, kinds.FileId)}


def manner(value: object) -> str:
    """How a value is written: text, list or map."""
    return "list" if isinstance(value, list) else "map" if isinstance(value, dict) else "text"


def lighter(one: Rank, other: Rank) -> Rank:
    """The lighter of two ranks: what a minor thing holds is minor."""
    return min(one, other, key=_LIGHTEST_FIRST.index)


def heavier(one: Rank, other: Rank) -> Rank:
    """The heavier of two ranks: a thing weighs what the heaviest in it weighs."""
    return max(one, other, key=_LIGHTEST_FIRST.index)


@lru_cache(maxsize=1)
def agreement_shape() -> Fields:
    """How two texts of an agreement are compared."""
    return fields_of(Agreement)


@lru_cache(maxsize=1)
def log_shape() -> Fields:
    """How two logs are compared."""
    return fields_of(Log)


@lru_cache(maxsize=4096)
def shape_at(path: str) -> Shape:
    """How two values of a place of the agreement are compared, as an amendment names the place."""
    shape: Shape = agreement_shape()
    for part in read_path(path):
        shape = inner(shape, part)
    return shape


def inner(shape: Shape, part: str | int) -> Shape:
    """The shape of what stands at a key or at a number of a list."""
    match shape:
        case Fields():
            return shape.keys[str(part)].shape if str(part) in shape.keys else RAW
        case Kinds():
            return inner(shape.every, part)
        case Keyed():
            return shape.of(str(part))
        case Items() | Many():
            return shape.item
        case Either():
            held = shape.branches.get("list" if isinstance(part, int) else "map")
            return inner(held, part) if held else RAW
        case _:
            return RAW


@lru_cache(maxsize=256)
def fields_of(record: type[Record]) -> Fields:
    """A record's keys, each with its shape, its mark and what it is."""
    keys = {}
    for name, field in record.model_fields.items():
        rank = next((m for m in field.metadata if isinstance(m, Rank)), Rank.MATERIAL)
        kept = tuple(m for m in field.metadata if not isinstance(m, Rank))
        held = _held(field.annotation, kept)
        shape = Keyed(None) if (record, name) == (Amendment, "changes") else _shape(held)
        if (record, name) in _IN_ORDER and isinstance(shape, Many):
            shape = Many(shape.item, in_order=True)
        keys[field.alias or name] = Key(shape, rank, field.description or "")
    return Fields(record, keys)


def _held(annotation: Any, metadata: tuple[Any, ...]) -> Any:
    return Annotated[(annotation, *metadata)] if metadata else annotation


def _shape(held: Any) -> Shape:
    origin, arguments = get_origin(held), get_args(held)
    if origin is Annotated:
        return _annotated(held, arguments)
    if origin in (Union, UnionType):
        some = [a for a in arguments if a is not type(None)]
        return _shape(some[0]) if len(some) == 1 else _either(some)
    if origin is list:
        item = _shape(arguments[0])
        return Items(item) if isinstance(item, Fields) else Many(item)
    if origin is dict:
        return Keyed(_shape(arguments[1]))
    if origin is Literal:
        return Value(_chosen(arguments), choices=arguments)
    if isinstance(held, type) and issubclass(held, Record):
        return fields_of(held)
    return Value(_settled if held is Settled else str)


def _annotated(held: Any, arguments: tuple[Any, ...]) -> Shape:
    base, *metadata = arguments
    for mark in metadata:
        if type(mark).__name__ == "_Kind":
            is_wording, is_id = id(mark) in _WORDINGS, id(mark) in _IDS
            return Value(_reader(held), is_wording=is_wording, is_id=is_id)
    return _shape(base)


def _reader(held: Any) -> Callable[[str], Any]:
    reader: Callable[[str], Any] = TypeAdapter(held).validate_python
    return reader


def _chosen(choices: tuple[str, ...]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in choices:
            raise ValueError(text)
        return text

    return read


def _settled(text: str) -> Settled:
    if text != "none":
        raise ValueError(text)
    return NONE


def _either(branches: list[Any]) -> Shape:
    """The ways that a value may be written, told apart as the model does: by their tags."""
    tagged = {_tag(branch): branch for branch in branches}
    if set(tagged) == {"=value", "=none"}:
        return _or_none(_shape(tagged["=value"]))
    if set(tagged) <= {"=text", "=list", "=map"}:
        return Either({tag[1:]: _shape(branch) for tag, branch in tagged.items()})
    found = {tag[1:]: _shape(branch) for tag, branch in tagged.items()}
    payments = {kind: fields for kind, fields in found.items() if isinstance(fields, Fields)}
    every = {name: key for kind in payments.values() for name, key in kind.keys.items()}
    return Kinds(payments, Fields(PaymentBase, every))


def _or_none(shape: Shape) -> Shape:
    way = "list" if isinstance(shape, Items) else "map"
    return Either({way: shape, "text": Value(_settled)})


def _tag(branch: Any) -> str:
    return next(m.tag for m in get_args(branch) if isinstance(m, Tag))
