"""The laws of a difference: every field once, nothing for what means the same, and B out of A."""

import json
import random
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from iop_cli.difference import Rank, applied, as_data
from iop_cli.difference.change import Scene
from iop_cli.difference.comparing import differences
from iop_cli.difference.same import normal
from iop_cli.difference.shape import (
    Either,
    Fields,
    Items,
    Keyed,
    Kinds,
    Many,
    Shape,
    Value,
    agreement_shape,
    lighter,
    log_shape,
)
from iop_cli.difference.telling import sentence
from iop_cli.finding import Where, at
from iop_cli.model.agreement import Agreement
from iop_cli.model.kinds import Record
from iop_cli.model.log import Log
from iop_cli.quantity import NotRead
from iop_cli.source import parse

CANDIDATES = (
    "10", "20", "100 kr", "250 kr", "6 months", "3 months", "2018-03-14", "2019-04-15", "yes", "no",
    "2 h", "3 h", "7-13", "14-20", "08:00", "09:00", "2 * 3 kr = 6 kr", "2 * 4 kr = 8 kr", "20 %",
    "30 %", "kurs", "möte", "none",
)  # fmt: skip
SHAPES = {"agreement": agreement_shape(), "log": log_shape()}


# ------------------------------------------------------------------ every field of the model


def written(value: Value) -> list[str]:
    """Two texts that the value may be, and that do not mean the same."""
    if value.is_wording:
        return ["Ord om saken", "Andra ord om saken"]
    if value.choices:
        return [*value.choices[:2], "annat"][:2]
    found: dict[object, str] = {}
    for text in CANDIDATES:
        try:
            value.read(text)
        except (ValidationError, NotRead, ValueError):
            continue
        found.setdefault(normal(value, text), text)
    return [*found.values(), "annat"][:2]


def example(shape: Shape) -> Any:
    """Words for everything that a shape may hold, in the fullest of the ways to write it."""
    match shape:
        case Value():
            return written(shape)[0]
        case Many():
            return [example(shape.item)]
        case Items():
            first = example(shape.item)
            other = {key: later(key, held, shape) for key, held in first.items()}
            return [first, other]
        case Fields():
            return {name: example(key.shape) for name, key in shape.keys.items()}
        case Kinds():
            return {**example(shape.kinds["fixed"]), "kind": "fixed"}
        case Keyed(item=None):
            return {"title": "Ny titel"}
        case Keyed(item=Kinds() as held):
            return {k: {**example(f), "kind": k} for k, f in held.kinds.items()}
        case Keyed():
            return {"a": example(shape.of("a")), "b": example(shape.of("b"))}
        case Either():
            ways = shape.branches
            return example(ways.get("map") or ways.get("list") or ways["text"])


def later(key: str, held: Any, shape: Items) -> Any:
    """Another value for the same key, so that two items of a list are not alike."""
    inner = shape.item.keys[key].shape
    if key == "id":
        return "senare"
    return written(inner)[1] if isinstance(inner, Value) else deepcopy(held)


def leaves(
    shape: Shape, words: Any, rank: Rank, where: Where = ()
) -> Iterator[tuple[Where, Value | Many, Rank]]:
    """Every place of some words that is compared as one value, and the lightest mark above it."""
    match shape:
        case Value() | Many():
            yield where, shape, rank
        case Either():
            yield from leaves(shape.of(words), words, rank, where)
        case Items():
            yield from leaves(shape.item, words[0], rank, (*where, 0))
        case Keyed():
            for id, held in words.items():
                yield from leaves(shape.of(id), held, rank, (*where, id))
        case Fields() | Kinds():
            keys = shape.keys if isinstance(shape, Fields) else shape.kinds[words["kind"]].keys
            for name, held in words.items():
                key = keys[name]
                yield from leaves(key.shape, held, lighter(rank, key.rank), (*where, name))


WORDS = {name: example(shape) for name, shape in SHAPES.items()}
LEAVES = [
    (name, where, shape, rank)
    for name, whole in SHAPES.items()
    for where, shape, rank in leaves(whole, WORDS[name], Rank.MATERIAL)
    if where[-1] != "kind" or where[0] != "payments"
]


def put(words: Any, where: Where, value: Any) -> Any:
    """The words with another value at a place; without it where the value is None."""
    part, rest = where[0], where[1:]
    new = put(words[part], rest, value) if rest else value
    if isinstance(words, list):
        return [new if index == part else item for index, item in enumerate(words)]
    kept = {key: new if key == part else held for key, held in words.items()}
    return {key: held for key, held in kept.items() if held is not None}


def emptied(words: Any, where: Where) -> Where:
    """The place itself, or what is gone with it, where it was all that stood there."""
    while at(words, where[:-1]) in ({}, []):
        where = where[:-1]
    return where


def names(where: Where) -> str:
    return ".".join(str(part) for part in where)


@pytest.mark.parametrize(
    ("name", "where", "shape", "rank"),
    LEAVES,
    ids=lambda x: names(x) if isinstance(x, tuple) else "",
)
def test_a_single_change_of_any_field_is_told_once_with_its_rank(
    name: str, where: Where, shape: Value | Many, rank: Rank
) -> None:
    whole, before = SHAPES[name], WORDS[name]
    other = (
        written(shape)[1]
        if isinstance(shape, Value)
        else [written(shape.item)[1]]
        if isinstance(shape.item, Value)
        else ["b"]
    )
    for after in (put(before, where, other), put(before, where, None)):
        found = differences(whole, before, after, Scene(before, after), in_log=name == "log")

        places = (where, emptied(after, where))
        told = [(c.where, c.rank) for c in found]
        assert told in [[(place, rank)] for place in places] or _is_the_item(found, where)
        made = applied(before, found, in_log=name == "log")
        assert made == after or normal(whole, made) == normal(whole, after)
        assert sentence(found[0])
        back = differences(whole, after, before, Scene(after, before), in_log=name == "log")
        assert len(back) == len(found)
        assert sentence(back[0])


def _is_the_item(found: list[Any], where: Where) -> bool:
    """An id is what an entry of the log is known by: another id is another entry."""
    return where == ("entries", 0, "id") and {c.kind for c in found} == {"added", "removed"}


def test_nearly_every_field_of_the_model_is_tried() -> None:
    tried = {
        (name, names(tuple("*" if isinstance(p, int) else p for p in where)))
        for name, where, _s, _r in LEAVES
    }

    assert len(tried) > 400
    assert ("agreement", "notice.*.length") in tried
    assert ("agreement", "follow_up.reports.a.indicators.b.target") in tried
    assert ("log", "entries.*.participants") in tried


def records(model: type[BaseModel], seen: set[type[BaseModel]]) -> set[type[BaseModel]]:
    """A record and every record in it."""
    from typing import get_args

    def inside(annotation: Any) -> Iterator[type[BaseModel]]:
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            yield annotation
        for argument in get_args(annotation):
            yield from inside(argument)

    if model not in seen:
        seen.add(model)
        for field in model.model_fields.values():
            for inner in inside(field.annotation):
                records(inner, seen)
    return seen


def test_every_field_of_an_agreement_and_its_log_has_one_rank() -> None:
    seen: set[type[BaseModel]] = set()
    records(Agreement, seen)
    records(Log, seen)

    unmarked = [
        f"{model.__name__}.{name}"
        for model in seen
        for name, field in model.model_fields.items()
        if sum(isinstance(mark, Rank) for mark in field.metadata) != 1
    ]

    assert len(seen) > 40
    assert all(issubclass(model, Record) for model in seen)
    assert unmarked == []


# ------------------------------------------------------------------ what means the same


def plain(text: str) -> str:
    return (
        text
        if text.replace(" ", "").isalnum() and not text[0].isdigit()
        else json.dumps(text, ensure_ascii=False)
    )


def rewritten(words: Any, chance: random.Random, indent: int = 0, key: str = "") -> str:
    """The words as YAML in some other order, with other quotes, brackets, blanks and comments."""
    pad = "  " * indent
    if isinstance(words, str):
        ways = [json.dumps(words, ensure_ascii=False), plain(words)]
        if "'" not in words and "\n" not in words:
            ways.append(f"'{words}'")
        return chance.choice(ways)
    if chance.random() < 0.2 and indent:
        return _in_brackets(words, chance)
    lines = []
    if isinstance(words, dict):
        for name, held in chance.sample(list(words.items()), len(words)):
            lines += _remark(pad, chance)
            inner = rewritten(held, chance, indent + 1, name)
            lines.append(
                f"{pad}{plain(name)}:{' ' if not inner.startswith(chr(10)) else ''}{inner}"
            )
        return ("\n" if indent else "") + "\n".join(lines)
    held = list(words) if key == "compare" else chance.sample(words, len(words))
    for item in held:
        lines += _remark(pad, chance)
        lines.append(f"{pad}- {_in_brackets(item, chance)}")
    return "\n" + "\n".join(lines)


def _remark(pad: str, chance: random.Random) -> list[str]:
    return (
        [f"{pad}# {chance.choice(['en anmärkning', 'id: x', '- a'])}"]
        if chance.random() < 0.3
        else []
    )


def _in_brackets(words: Any, chance: random.Random) -> str:
    if isinstance(words, dict):
        items = chance.sample(list(words.items()), len(words))
        return (
            "{"
            + ", ".join(
                f"{json.dumps(k, ensure_ascii=False)}: {_in_brackets(v, chance)}" for k, v in items
            )
            + "}"
        )
    if isinstance(words, list):
        return "[" + ", ".join(_in_brackets(item, chance) for item in words) + "]"
    return json.dumps(words, ensure_ascii=False)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9), st.sampled_from(["agreement", "log"]))
def test_reordering_comments_and_quotes_are_no_change(seed: int, name: str) -> None:
    chance = random.Random(seed)
    before = some(SHAPES[name], chance)
    text = rewritten(before, chance)

    document, problems = parse(text.encode(), "a.yaml")

    assert document is not None, (problems, text)
    assert differences(SHAPES[name], before, document.data, Scene(before, document.data)) == []


@pytest.mark.parametrize(
    ("where", "before", "after"),
    [
        (("stated_sum", "amount"), "6500 kr", "6 500,00 kr"),
        (("stated_sum", "amount"), "500 tkr", "500 000 kr"),
        (("term", "length"), "2 years", "24 months"),
        (("term", "start"), "2024-01-01", "20240101"),
        (("term", "start"), "2016..2017", "2016–2017"),
        (("payments", "a", "from"), "borås", ["borås"]),
        (("payments", "a", "rates"), {"låg": "6500 kr"}, {"låg": {"amount": "6 500 kr"}}),
        (("payments", "a", "kind"), "fixed", "fixed"),
        (
            ("clauses", "background"),
            "En text\növer två rader",
            {"text": "En text över två rader\n"},
        ),
        (
            ("clauses", "background"),
            "Ett  stycke\n\n- punkt\n- punkt",
            "Ett stycke\n\n- punkt\n- punkt\n",
        ),
        (("activities", "a", "ages"), "7-13", "7–13"),
        (("activities", "a", "capacity", "normal"), "1 200", "1200"),
        (("purpose", "text"), "å", "a\u030a"),
        (("activities", "a", "hours"), [{"from": "8:00"}], [{"from": "08:00"}]),
        (("budgets", "a", "lines", "x", "calculation"), "3 * 2 kr = 6 kr", "3 × 2 kr = 6,00 kr"),
        (("commitments",), [], None),
    ],
)
def test_another_spelling_of_the_same_value_is_no_change(
    where: Where, before: Any, after: Any
) -> None:
    one, other = nested(where, before), nested(where, after)

    assert differences(SHAPES["agreement"], one, other, Scene(one, other)) == []


@pytest.mark.parametrize(
    ("where", "before", "after"),
    [
        (("payments", "a", "index", "compare"), ["2017", "2018"], ["2018", "2017"]),
        (("term", "start"), "2018", "2018-01-01"),
        (("notice",), "none", [{"cause": "breach"}]),
        (("payments",), "none", None),
        (("clauses", "background"), "Stycke ett\n\nStycke två", "Stycke ett Stycke två"),
        (("budgets", "a", "total"), "about 5 kr", "5 kr"),
    ],
)
def test_what_only_looks_alike_is_a_change(where: Where, before: Any, after: Any) -> None:
    one, other = nested(where, before), nested(where, after)

    found = differences(SHAPES["agreement"], one, other, Scene(one, other))

    assert len(found) == 1
    assert sentence(found[0])


def nested(where: Where, value: Any) -> dict[str, Any]:
    """Words with one value at a place."""
    held = value
    for part in reversed(where):
        held = {str(part): held}
    assert isinstance(held, dict)
    return held


# ------------------------------------------------------------------ from A to B


def some(shape: Shape, chance: random.Random) -> Any:
    """Some of what a shape may hold, with values by chance."""
    match shape:
        case Value():
            return chance.choice(written(shape))
        case Many():
            return [some(shape.item, chance) for _i in range(chance.randint(1, 3))]
        case Items():
            return [some(shape.item, chance) for _i in range(chance.randint(1, 4))]
        case Fields():
            keys = [k for k in shape.keys if chance.random() < 0.4] or list(shape.keys)[:1]
            return {k: some(shape.keys[k].shape, chance) for k in keys}
        case Kinds():
            kind = chance.choice(list(shape.kinds))
            return {**some(shape.kinds[kind], chance), "kind": kind}
        case Keyed():
            paths = (
                ["title", "term.end", "payments.a.amount"]
                if shape.item is None
                else ["a", "b", "å"]
            )
            ids = chance.sample(paths, chance.randint(1, 3))
            return {id: some(shape.of(id), chance) for id in ids}
        case Either():
            return some(shape.branches[chance.choice(list(shape.branches))], chance)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9), st.sampled_from(["agreement", "log"]))
def test_applying_what_is_told_to_the_one_text_gives_the_other(seed: int, name: str) -> None:
    chance = random.Random(seed)
    whole = SHAPES[name]
    before, after = some(whole, chance), some(whole, chance)

    found = differences(whole, before, after, Scene(before, after), in_log=name == "log")

    assert normal(whole, applied(before, found, in_log=name == "log")) == normal(whole, after)
    assert all(sentence(change) for change in found)
    assert len(json.dumps(as_data(found))) > 0


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9))
def test_a_text_has_no_difference_from_itself(seed: int) -> None:
    chance = random.Random(seed)
    before = some(SHAPES["agreement"], chance)

    assert differences(SHAPES["agreement"], before, deepcopy(before), Scene(before, before)) == []


TOP = [*agreement_shape().keys, "okänd"]
loose = st.recursive(
    st.sampled_from(["a", "none", "5 kr", "", "ja"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "amount", "kind", "from", "id"]), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(TOP), loose, max_size=5),
       st.dictionaries(st.sampled_from(TOP), loose, max_size=5))  # fmt: skip
def test_words_that_are_no_agreement_are_compared_all_the_same(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    whole = SHAPES["agreement"]

    found = differences(whole, before, after, Scene(before, after))

    assert normal(whole, applied(before, found)) == normal(whole, after)
    assert all(sentence(change) for change in found)
