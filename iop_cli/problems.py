"""Pydantic's complaints in our words: which key is missing, unknown or wrong, and what was meant.

Knows the shape of the model, never the meaning of a field. Gives findings IOP110, 111 and 112.
"""

from typing import Any, get_args, get_origin

from pydantic import BaseModel, Tag, TypeAdapter, ValidationError

from iop_cli.letters import MOST_FINDINGS
from iop_cli.model.kinds import Record
from iop_cli.quantity import NotRead
from iop_cli.source import EMPTY, Finding, Problem, Where, at
from iop_cli.words import Said, mark, nearest

__all__ = ["Said", "keys_at", "missing_or_wrong", "nearest"]


def missing_or_wrong(error: ValidationError, data: Any, model: type[BaseModel]) -> list[Problem]:
    """What pydantic's first 500 errors amount to: one finding a place, each at its place."""
    items = error.errors(include_url=False, include_input=False)[:MOST_FINDINGS]
    placed = [(_place(item["loc"], data), item) for item in items]
    kinds = _wrong_kinds(placed, data, model)
    scattered = _scattered(placed, data, model)
    guesses = _guesses([p for p in placed if p[0] not in scattered], data, model)
    found: dict[Where, Problem | None] = {}
    for where, item in placed:
        if where in scattered:
            found[where] = ("", Finding(where, ""))
            continue
        strange, wrong_kind = kinds.get(where[:-1], ((), None))
        if wrong_kind and where[-1] in strange:
            found[(*where[:-1], "kind")] = wrong_kind
        elif where in guesses and item["type"] == "extra_forbidden":
            found.setdefault(where, _unknown(where, [], guesses[where]))
        elif where not in found:
            found[where] = _problem(item, where, data, model)
    return [p for p in found.values() if p is not None]


def _place(loc: tuple[int | str, ...], data: Any) -> Where:
    """The place in the words: pydantic puts a union's tag (=map) and [key] into its own."""
    where: list[int | str] = []
    for part in loc:
        is_key = isinstance(data, dict) and part in data
        if isinstance(part, str) and (part.startswith("=") or part == "[key]") and not is_key:
            continue
        where.append(part)
        data = at(data, (part,))
    return tuple(where)


def _problem(item: Any, where: Where, data: Any, model: type[BaseModel]) -> Problem | None:
    value = at(data, where)
    if value is EMPTY:
        return ("", Finding(where, ""))
    match item["type"]:
        case "missing":
            return _missing(where, model)
        case "extra_forbidden":
            return _unknown(where, keys_at(model, where[:-1], _tags(item["loc"])))
        case "literal_error" | "enum" if item["loc"][-1] == "[key]":
            return _unknown(where, _choices(item["ctx"]["expected"]))
        case "union_tag_invalid" | "union_tag_not_found":
            return _tag(item, where, value, keys_at(model, where))
        case "value_error":
            return "IOP112", _not_read(item["ctx"]["error"], where)
        case "literal_error" | "enum":
            return "IOP112", _choice(where, value, _choices(item["ctx"]["expected"]))
        case "string_pattern_mismatch":
            return "IOP112", _id(where, item["loc"][-1] == "[key]", value)
        case "string_too_long" | "string_too_short" | "too_long" | "too_short":
            says = mark("the text or list is too long or too short")
            return "IOP112", Finding(where, says)
        case _:
            return "IOP112", _shape(where, value, item["type"])


def _missing(where: Where, model: type[BaseModel]) -> Problem:
    says = mark("{key} is missing; it must be there")
    return "IOP110", Finding(where, says, {"key": str(where[-1])})


def _tags(loc: tuple[int | str, ...]) -> set[str]:
    """The tags of the unions' members that pydantic chose on the way to a place."""
    return {part for part in loc if isinstance(part, str) and part.startswith("=")}


def _wrong_kinds(
    placed: list[tuple[Where, Any]], data: Any, model: type[BaseModel]
) -> dict[Where, tuple[list[str], Problem]]:
    """The mappings with another kind's keys than `kind` tells of: those keys, and the finding."""
    holders = dict.fromkeys(w[:-1] for w, item in placed if item["type"] == "extra_forbidden")
    found = {}
    for holder in holders:
        words = at(data, holder)
        kinds = {k: r for r in records_at(model, holder) if (k := _kind_of(r))}
        own = kinds.get(words["kind"]) if isinstance(words.get("kind"), str) else None
        if not own or len(kinds) < 2:
            continue
        keys = set(words) & {key for record in kinds.values() for key in record.known()}
        strange = [key for key in words if key in keys and key not in own.known()]
        lacking = own.lacks(words)
        meant = [k for k, r in kinds.items() if keys <= set(r.known()) and not r.lacks(words)]
        if strange and len(strange) + len(lacking) > 1 and meant:
            values = {"kind": words["kind"], "keys": strange, "meant": either(meant)}
            says = mark("{kind} has no {keys}; did you mean {meant}?")
            finding = Finding((*holder, "kind"), says, values)
            found[holder] = ([*strange, *lacking], ("IOP112", finding))
    return found


def _kind_of(record: type[Record]) -> str:
    """The one kind that a record is for; empty where it has several, or no kind."""
    held = record.model_fields.get("kind")
    kinds = get_args(held.annotation) if held else ()
    return str(kinds[0]) if len(kinds) == 1 else ""


def _scattered(placed: list[tuple[Where, Any]], data: Any, model: type[BaseModel]) -> set[Where]:
    """The unknown keys that hold what belongs below a missing key, as parties without `parties`."""
    unknown = [where for where, item in placed if item["type"] == "extra_forbidden"]
    found: set[Where] = set()
    for holder in [where for where, item in placed if item["type"] == "missing"]:
        known = set(keys_at(model, (*holder, "")))
        beside = [(w, at(data, w)) for w in unknown if w[:-1] == holder[:-1]]
        found |= {w for w, v in beside if isinstance(v, dict) and v and known.issuperset(v)}
    return found


def _guesses(
    placed: list[tuple[Where, Any]], data: Any, model: type[BaseModel]
) -> dict[Where, str]:
    """The places of unknown keys, each with the missing key that was meant by it."""
    unknown: dict[Where, list[str]] = {}
    records: dict[Where, type[Record]] = {}
    for where, item in placed:
        if item["type"] == "extra_forbidden":
            unknown.setdefault(where[:-1], []).append(str(where[-1]))
            for record in records_at(model, where[:-1], _tags(item["loc"])):
                records[where[:-1]] = record
    return {
        (*holder, key): missing
        for holder, record in records.items()
        for key, missing in _pairs(unknown[holder], record, at(data, holder)).items()
    }


def _pairs(unknown: list[str], record: type[Record], words: dict[str, Any]) -> dict[str, str]:
    """Unknown keys with the missing ones that they resemble, or that alone are left for them."""
    lacking, pairs = record.lacks(words), {}
    for key in unknown:
        if missing := nearest(key, lacking):
            pairs[key] = missing
            lacking.remove(missing)
    left = [key for key in unknown if key not in pairs]
    fit = [k for k in left if _may_be(record, lacking[0], words[k])] if len(lacking) == 1 else []
    if len(fit) == 1:
        # what takes any word says nothing of what was meant: there a known key that is alike wins
        any_word = _may_be(record, lacking[0], "x")
        alike = any_word and (len(left) > 1 or nearest(fit[0], record.known()))
        pairs |= {} if alike else {fit[0]: lacking[0]}
    return pairs


def _may_be(record: type[Record], key: str, value: Any) -> bool:
    """Whether a value could stand at a key."""
    held = next(f for n, f in record.model_fields.items() if (f.alias or n) == key)
    try:
        TypeAdapter(held.rebuild_annotation()).validate_python(value)
    except ValidationError as error:
        return (
            value is not EMPTY
            and isinstance(value, dict | list)
            and all(item["loc"] for item in error.errors())
        )
    return True


def _unknown(where: Where, known: list[str], lacking: str = "") -> Problem:
    """A key that the model does not know; `lacking` is the missing one that it stands for."""
    meant = lacking or nearest(str(where[-1]), known)
    if meant and lacking and not nearest(str(where[-1]), [lacking]):
        says = mark("{key} is not a known key; {meant} is missing: did you mean that?")
        return "IOP111", Finding(where, says, {"key": str(where[-1]), "meant": meant}, key=True)
    if meant:
        says = mark("{key} is not a known key; did you mean {meant}?")
        return "IOP111", Finding(where, says, {"key": str(where[-1]), "meant": meant}, key=True)
    says = mark("{key} is not a known key here; known are {known}")
    return "IOP111", Finding(where, says, {"key": str(where[-1]), "known": known}, key=True)


def _not_read(error: Exception, where: Where) -> Finding:
    if isinstance(error, NotRead):
        return Finding(where, error.message, dict(error.values))
    return Finding(where, mark("this value cannot be read: {error}"), {"error": str(error)})


def _choices(expected: str) -> list[str]:
    return [word.strip(" '") for part in expected.split(" or ") for word in part.split(",")]


def _choice(where: Where, value: Any, choices: list[str]) -> Finding:
    if not isinstance(value, str):
        return _shape(where, value, "string_type")
    meant = nearest(value, choices)
    if meant:
        says = mark("{value} is not one of the choices; did you mean {meant}?")
        return Finding(where, says, {"value": value, "meant": meant})
    says = mark("{value} is not one of the choices; choose {choices}")
    return Finding(where, says, {"value": value, "choices": either(choices)})


def either(choices: list[str]) -> str:
    """Choices in one line, as they are written in the file."""
    return " | ".join(choices)


def _tag(item: Any, where: Where, value: Any, known: list[str]) -> Problem:
    tags = [t.lstrip("=") for t in _choices(item["ctx"].get("expected_tags", ""))]
    if not {"text", "list", "map", "none", "value"} & set(tags):
        place = (*where, "kind")
        if isinstance(value, dict) and "kind" in value:
            if value["kind"] is EMPTY:
                return "", Finding(place, "")
            return "IOP112", _choice(place, value["kind"], tags)
        if isinstance(value, dict):
            unknown = [key for key in value if key not in known]
            alike = nearest("kind", unknown)
            if misspelt := alike or next((k for k in unknown if value[k] in tags), ""):
                return _unknown((*where, misspelt), [], "kind")
            says = mark("kind is missing; choose {choices}")
            return "IOP110", Finding(place, says, {"choices": either(tags)})
    return "IOP112", _shape(where, value, "map" if "map" in tags else "list")


def _id(where: Where, key: bool, value: Any) -> Finding:
    written = str(where[-1]) if key else str(value)
    says = mark(
        "{written} cannot be an id; use letters, digits, - and _"
        " (a file's id: small a-z, digits, -)"
    )
    return Finding(where, says, {"written": written}, key=key)


def _shape(where: Where, value: Any, kind: str) -> Finding:
    stands: dict[type, str] = {
        dict: mark("keys and values stand here"),
        list: mark("a list stands here"),
    }
    wanted = {
        "string_type": mark("one text is expected"),
        "dict_type": mark("keys and values are expected"),
        "model_type": mark("keys and values are expected"),
        "map": mark("keys and values, or another form of the page, are expected"),
        "list_type": mark("a list is expected: [a, b], or one item a line after -"),
        "list": mark("a list is expected: [a, b], or one item a line after -"),
    }
    found = stands.get(type(value), mark("one text stands here"))
    return Finding(
        where,
        mark("{found}; {wanted}"),
        {"found": Said(found), "wanted": Said(wanted.get(kind, wanted["model_type"]))},
    )


def keys_at(model: type[BaseModel], where: Where, tags: set[str] | None = None) -> list[str]:
    """The keys that the model knows at a place; `tags` names the members of unions there."""
    return list(dict.fromkeys(k for r in records_at(model, where, tags) for k in r.known()))


def records_at(
    model: type[BaseModel], where: Where, tags: set[str] | None = None
) -> list[type[Record]]:
    """The records that may stand at a place; `tags` names the members of unions there."""
    holders: list[Any] = [model]
    for part in where:
        holders = [inner for holder in holders for inner in _inside(holder, part, tags)]
    return [h for h in holders if isinstance(h, type) and issubclass(h, Record)]


def _inside(holder: Any, part: str | int, tags: set[str] | None) -> list[Any]:
    """The types that may stand at one step further in."""
    origin = get_origin(holder)
    if origin is dict:
        return _flat(get_args(holder)[1], tags)
    if origin is list:
        return _flat(get_args(holder)[0], tags)
    if isinstance(holder, type) and issubclass(holder, BaseModel):
        for name, field in holder.model_fields.items():
            if (field.alias or name) == part:
                return _flat(field.annotation, tags)
    return []


def _flat(annotation: Any, tags: set[str] | None) -> list[Any]:
    """A union's members, without what Annotated adds; only those with one of the tags."""
    origin = get_origin(annotation)
    if origin in (dict, list) or isinstance(annotation, type):
        return [annotation]
    if hasattr(annotation, "__metadata__"):
        own = {m.tag for m in annotation.__metadata__ if isinstance(m, Tag)}
        if own and tags is not None and not own & tags:
            return []
        return _flat(get_args(annotation)[0], tags)
    return [inner for member in get_args(annotation) for inner in _flat(member, tags)]
