"""Changes and money for machines, and the JSON Schema of what `iop diff` says; in English words."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from iop_cli.difference.change import SECTIONS, Change
from iop_cli.difference.texts import wording
from iop_cli.difference.worth import Row, Worth
from iop_cli.finding import path_text
from iop_cli.model.kinds import Rank
from iop_cli.phrases import money
from iop_cli.quantity import Amount, rounded
from iop_cli.words import mark
from iop_cli.yearly import Sum

Json = dict[str, Any]


def as_data(changes: Iterable[Change]) -> list[Json]:
    """The changes in their order, each with its sentence in the language spoken now."""
    return [_change(change) for change in changes]


def _change(change: Change) -> Json:
    pieces = [{"kind": piece.kind, "text": piece.text} for piece in wording(change)]
    return {
        "where": path_text(change.where),
        "was": path_text(change.was) if change.was != change.where else None,
        "in_log": change.in_log,
        "about": change.about,
        "kind": change.kind,
        "rank": change.rank.value,
        "before": change.before,
        "after": change.after,
        "sentence": change.sentence(),
        "words": pieces or None,
        "changes": as_data(change.inner),
    }


def worth_data(held: Worth) -> Json:
    """The money year by year, and over the term; amounts as text with two decimals."""
    return {
        "years": [_row(row, held) for row in held.rows],
        "before": money(held.before),
        "after": money(held.after),
        "difference": _decimal(held.by),
    }


def _row(row: Row, held: Worth) -> Json:
    return {
        "year": row.year,
        "payers": [{"id": id, "name": held.names.get(id, id)} for id in row.payers],
        "before": _sum(row.before),
        "after": _sum(row.after),
        "difference": _decimal(row.by),
    }


def _sum(held: Sum | None) -> Json | None:
    if held is None:
        return money(Amount(Decimal(0)))
    return money(held.amount)


def _decimal(value: Decimal | None) -> str | None:
    return None if value is None else f"{rounded(value):.2f}"


def diff_schema() -> Json:
    """The schema of what `iop diff` says: the agreements that changed, each with its changes."""
    texts: Json = {"type": "array", "items": {"$ref": "#/$defs/Agreement"}}
    return {
        **_object(
            mark("What has changed between two states of the agreements."),
            {
                "format": {"const": 1, "description": mark("The version of this format: 1.")},
                "before": _text(mark("The state before, as it was asked for."), none=True),
                "after": _text(mark("The state after, as it was asked for."), none=True),
                "agreements": {**texts, "description": mark("The agreements that changed.")},
            },
        ),
        "$defs": {
            "Agreement": _agreement(),
            "Change": _change_schema(),
            "Worth": _worth(),
            "Sum": _amount(),
        },
    }


def _agreement() -> Json:
    changes = {"type": "array", "items": {"$ref": "#/$defs/Change"}}
    return _object(
        mark("An agreement that changed."),
        {
            "id": _text(mark("The agreement's id.")),
            "title": _text(mark("What the partnership is called."), none=True),
            "file": _text(mark("The file; null where it was removed."), none=True),
            "was": _text(mark("The file before, where it had another name."), none=True),
            "changes": {**changes, "description": mark("Its changes, in a lawyer's order.")},
            "worth": _nullable("Worth", mark("The money before and after; null if the same.")),
        },
    )


def _change_schema() -> Json:
    piece = _object(
        mark("A run of words."),
        {
            "kind": {"enum": ["same", "deleted", "inserted"]},
            "text": {"type": "string"},
        },
    )
    inner = {"type": "array", "items": {"$ref": "#/$defs/Change"}}
    words = {"type": ["array", "null"], "items": piece}
    any_words = {"type": ["string", "array", "object", "null"]}
    return _object(
        mark("One change."),
        {
            "where": _text(mark("Its place in the text after, or before if it is removed.")),
            "was": _text(mark("Its place in the text before, where that is another."), none=True),
            "in_log": {"type": "boolean", "description": mark("Whether it is in the log.")},
            "about": {"enum": [*SECTIONS], "description": mark("The section it belongs to.")},
            "kind": {"enum": ["added", "removed", "changed"]},
            "rank": {
                "enum": [rank.value for rank in Rank],
                "description": mark("How heavy it weighs."),
            },
            "before": {**any_words, "description": mark("The words before, as written.")},
            "after": {**any_words, "description": mark("The words after, as written.")},
            "sentence": _text(mark("What it means, in the reader's language.")),
            "words": {**words, "description": mark("Running text word by word, else null.")},
            "changes": {**inner, "description": mark("What an amendment changes.")},
        },
    )


def _worth() -> Json:
    payer = _object(
        mark("A party that pays."),
        {"id": _text(mark("The party's id.")), "name": _text(mark("The party's name."))},
    )
    year = _object(
        mark("What is paid in a calendar year."),
        {
            "year": {
                "type": ["integer", "null"],
                "description": mark("The year; null where it is unknown."),
            },
            "payers": {"type": "array", "items": payer},
            "before": _nullable("Sum", mark("The sum before; null is unknown.")),
            "after": _nullable("Sum", mark("The sum after; null is unknown.")),
            "difference": _text(mark("How much more it is; null is unknown."), none=True),
        },
    )
    return _object(
        mark("The money before and after."),
        {
            "years": {"type": "array", "items": year},
            "before": _nullable("Sum", mark("The sum over the term before; null is unknown.")),
            "after": _nullable("Sum", mark("The sum over the term after; null is unknown.")),
            "difference": _text(mark("How much more it is; null is unknown."), none=True),
        },
    )


def _amount() -> Json:
    natures = ["exact", "about", "up_to", "over", "at_least"]
    return _object(
        mark("A sum of money."),
        {
            "value": {"type": "string", "pattern": r"^-?[0-9]+\.[0-9]{2}$"},
            "currency": {"type": "string"},
            "is": {"enum": natures},
        },
    )


def _text(says: str, *, none: bool = False) -> Json:
    return {"type": ["string", "null"] if none else "string", "description": says}


def _object(says: str, keys: Json) -> Json:
    shape = {"properties": keys, "required": [*keys], "additionalProperties": False}
    return {"description": says, "type": "object", **shape}


def _nullable(name: str, says: str) -> Json:
    question = {"if": {"type": "object"}, "then": {"$ref": f"#/$defs/{name}"}}
    return {"description": says, **question, "else": {"type": "null"}}
