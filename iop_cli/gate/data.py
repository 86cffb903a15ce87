"""A review for machines, and the JSON Schema of it; in English words."""

from collections.abc import Iterator
from typing import Any

from iop_cli.difference import SECTIONS, as_data, diff_schema, worth_data
from iop_cli.gate import Noted
from iop_cli.gate.delegation import Decider
from iop_cli.gate.fault import REASONS
from iop_cli.gate.sheet import Changed, Sheet
from iop_cli.phrases import money
from iop_cli.report.data import finding_data
from iop_cli.report.safe import in_json
from iop_cli.words import mark

Json = dict[str, Any]


def in_json_of(sheet: Sheet) -> Iterator[str]:
    """The review as JSON on one line."""
    yield (
        in_json(
            {
                "tool": sheet.tool,
                "format": 1,
                "today": sheet.today,
                "before": sheet.before,
                "after": sheet.after,
                "ok": sheet.passes,
                "reasons": dict(sheet.reasons()),
                "findings": [_finding(one) for one in sheet.table],
                "agreements": [_agreement(one) for one in sheet.changed],
            }
        )
        + "\n"
    )


def _finding(one: Noted) -> Json:
    marks = {"reason": one.reason, "on_changed_line": one.on_changed_line}
    return {**finding_data(one.finding), **marks}


def _agreement(changed: Changed) -> Json:
    held = changed.held
    return {
        "id": held.id,
        "title": held.title or None,
        "file": held.file,
        "was": held.was,
        "changes": as_data(held.changes),
        "worth": worth_data(held.worth) if held.worth else None,
        "decides": [_decider(one) for one in changed.deciders],
    }


def _decider(one: Decider) -> Json:
    return {"who": one.who, "about": list(one.about), "amount": money(one.amount)}


def review_schema() -> Json:
    """The schema of what `iop review` says."""
    diff = diff_schema()
    held: Json = {**diff["$defs"], "Finding": _finding_schema(), "Decides": _decides()}
    agreement = held["Agreement"]
    deciders = _listed("Decides", mark("Who must decide, by the delegation in iop.toml."))
    keys = {**agreement["properties"], "decides": deciders}
    held["Agreement"] = {**agreement, "properties": keys, "required": [*keys]}
    count = {"type": "integer", "minimum": 1}
    reasons: Json = {
        "type": "object",
        "description": mark("What fails the review, by its word, and how often."),
        "properties": {word: {**count, "description": says} for word, says in REASONS.items()},
        "additionalProperties": False,
    }
    body = _object(
        mark("What a change came to when it was reviewed."),
        {
            "tool": _text(mark("The tool and its version.")),
            "format": {"const": 1, "description": mark("The version of this format: 1.")},
            "today": _text(mark("The day that it was judged on.")),
            "before": _text(mark("The state before, as it was asked for.")),
            "after": _text(mark("The state after; null is the working tree."), none=True),
            "ok": {"type": "boolean", "description": mark("Whether the review passes.")},
            "reasons": reasons,
            "findings": _listed("Finding", mark("The findings, on changed lines first.")),
            "agreements": _listed("Agreement", mark("The agreements that changed.")),
        },
    )
    return {**body, "$defs": held}


def _finding_schema() -> Json:
    number = {"type": "integer", "minimum": 1}
    place = dict.fromkeys(("line", "column", "end_line", "end_column"), number)
    related = _object(
        mark("A second place that belongs to the finding."),
        {"file": _text(mark("The file.")), **place, "message": _text(mark("What is said there."))},
    )
    accepted = {
        "type": ["object", "null"],
        "description": mark("Why it is lived with."),
        "properties": {
            "because": {"type": "string"},
            **{key: {"type": ["string", "null"]} for key in ("by", "date", "until")},
        },
        "required": ["because", "by", "date", "until"],
        "additionalProperties": False,
    }
    return _object(
        mark("One finding."),
        {
            "code": _text(mark("The rule's code; the word review for what fails by itself.")),
            "name": _text(mark("The rule's name, or the word of the reason.")),
            "severity": {"enum": ["error", "warning", "info"]},
            "message": _text(mark("What stands there and what is wrong with it.")),
            "help": _text(mark("The way out.")),
            "agreement": _text(mark("The agreement's id."), none=True),
            "where": _text(mark("The place in the file.")),
            "file": _text(mark("The file.")),
            **place,
            "accepted": accepted,
            "related": {"type": "array", "items": related},
            "fingerprint": _text(mark("What it is known by; empty where it cannot be accepted.")),
            "reason": {
                "enum": [*REASONS, None],
                "description": mark("Why it fails the review; null: it does not."),
            },
            "on_changed_line": {
                "type": "boolean",
                "description": mark("Whether it stands on a line that the change touched."),
            },
        },
    )


def _decides() -> Json:
    amount: Json = {"if": {"type": "object"}, "then": {"$ref": "#/$defs/Sum"}}
    says = mark("What it is worth over the term; null is unknown.")
    return _object(
        mark("Who must decide."),
        {
            "who": _text(mark("The body or the office.")),
            "about": {
                "type": "array",
                "items": {"enum": [*SECTIONS]},
                "description": mark("The sections that it decides."),
            },
            "amount": {"description": says, **amount, "else": {"type": "null"}},
        },
    )


def _listed(name: str, says: str) -> Json:
    return {"type": "array", "items": {"$ref": f"#/$defs/{name}"}, "description": says}


def _text(says: str, *, none: bool = False) -> Json:
    return {"type": ["string", "null"] if none else "string", "description": says}


def _object(says: str, keys: Json) -> Json:
    shape = {"properties": keys, "required": [*keys], "additionalProperties": False}
    return {"description": says, "type": "object", **shape}
