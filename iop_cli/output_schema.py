"""What the commands say as JSON: the shape of the findings and of the rules, with English words.

The published interface of the outputs; the reporters are held against it in the tests.
"""

from typing import Any

from iop_cli.words import mark

Json = dict[str, Any]

_SEVERITY: Json = {
    "enum": ["error", "warning", "info"],
    "description": mark("How heavy it weighs."),
}
_CODE: Json = {
    "type": "string",
    "pattern": "^IOP[0-9]{3}$",
    "description": mark("The rule's code."),
}
_NAME: Json = {"type": "string", "description": mark("The rule's name.")}
_DAY: Json = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}


def _text(says: str, *, none: bool = False) -> Json:
    return {"type": ["string", "null"] if none else "string", "description": says}


def _count(says: str, least: int = 0) -> Json:
    return {"type": "integer", "minimum": least, "description": says}


def _object(says: str, keys: Json) -> Json:
    """An object that has all of its keys, and no other."""
    shape = {
        "type": "object",
        "properties": keys,
        "required": [*keys],
        "additionalProperties": False,
    }
    return {"description": says, **shape}


_PLACE: Json = {
    "file": _text(mark("The file.")),
    "line": _count(mark("The line, from 1."), 1),
    "column": _count(mark("The column in characters, from 1."), 1),
    "end_line": _count(mark("The last line."), 1),
    "end_column": _count(mark("The column after the last character."), 1),
}
_ACCEPTED = _object(
    mark("Why it is lived with."),
    {
        "because": _text(mark("The reason.")),
        "by": _text(mark("Who accepted it.")),
        "date": _text(mark("The day it was accepted.")),
        "until": _text(mark("The last day it is accepted; null is without end."), none=True),
    },
)
_RELATED = _object(
    mark("A second place that belongs to the finding."),
    {**_PLACE, "message": _text(mark("What is said there."))},
)
_FINDING = _object(
    mark("One finding."),
    {
        "code": _CODE,
        "name": _NAME,
        "severity": _SEVERITY,
        "message": _text(mark("What stands there and what is wrong with it.")),
        "help": _text(mark("The way out.")),
        "agreement": _text(mark("The agreement's id."), none=True),
        "where": _text(mark("The place in the file, such as budgets.fh_2018.total.")),
        **_PLACE,
        "accepted": {
            "if": {"type": "object"},
            "then": {"$ref": "#/$defs/Accepted"},
            "else": {"type": "null"},
            "description": mark("null: nobody has accepted it."),
        },
        "related": {
            "type": "array",
            "items": {"$ref": "#/$defs/Related"},
            "description": mark("Other places that belong to it."),
        },
        "fingerprint": _text(
            mark("Code, place and values in eight digits; an acceptance names it.")
        ),
    },
)
_SUMMARY = _object(
    mark("How many; what is accepted is counted apart."),
    {
        "files": _count(mark("Files that were read.")),
        "agreements": _count(mark("Agreements among them.")),
        "errors": _count(mark("Errors that nobody has accepted.")),
        "warnings": _count(mark("Warnings that nobody has accepted.")),
        "infos": _count(mark("Remarks that nobody has accepted.")),
        "accepted": _count(mark("Findings that are accepted.")),
    },
)
_REPORT = _object(
    mark("A run that could look at everything."),
    {
        "tool": _text(mark("The command and its version.")),
        "format": {"const": 1, "description": mark("The version of this format: 1.")},
        "today": {**_DAY, "description": mark("The day that the run is about.")},
        "profile": _text(
            mark("The guideline that was laid over all; null: each its own."), none=True
        ),
        "findings": {
            "type": "array",
            "items": {"$ref": "#/$defs/Finding"},
            "description": mark("The findings, by file and line."),
        },
        "ok": {"type": "boolean", "description": mark("Whether the run passes (exit code 0).")},
        "summary": _SUMMARY,
    },
)
_ERROR = _object(
    mark("A run that could not go on (exit code 2)."),
    {
        "error": _object(
            mark("What stopped the command."),
            {
                "code": _text(mark("A stable word for machines.")),
                "message": _text(mark("What stopped the command.")),
                "help": _text(mark("The way out.")),
                "file": _text(mark("The file that it concerns; empty for none.")),
            },
        )
    },
)
_RULE = _object(
    mark("One rule."),
    {
        "code": _CODE,
        "name": _NAME,
        "severity": _SEVERITY,
        "on": {
            "enum": ["agreement", "log", "profile", "register", "reader"],
            "description": mark("What it judges; reader: found while the file is read."),
        },
        "what": _text(mark("What it finds.")),
        "why": {
            "type": "array",
            "items": {"type": "string"},
            "description": mark("Why it matters."),
        },
        "way_out": _text(mark("The way out.")),
    },
)
_FAILED = {"if": {"type": "object", "required": ["error"]}, "then": {"$ref": "#/$defs/Error"}}

OUTPUTS: dict[str, tuple[str, Json]] = {
    "findings": (
        mark("What iop validate says as JSON"),
        {
            **_FAILED,
            "else": {"$ref": "#/$defs/Report"},
            "$defs": {
                "Accepted": _ACCEPTED,
                "Error": _ERROR,
                "Finding": _FINDING,
                "Related": _RELATED,
                "Report": _REPORT,
            },
        },
    ),
    "rules": (
        mark("What iop rule says as JSON"),
        {
            **_FAILED,
            "else": {"type": "array", "items": {"$ref": "#/$defs/Rule"}},
            "$defs": {"Error": _ERROR, "Rule": _RULE},
        },
    ),
}
