"""What the commands say as JSON: the findings, the rules and the list, with English words.

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


def _or_null(name: str, says: str) -> Json:
    """One of the definitions, or null."""
    question = {"if": {"type": "object"}, "then": {"$ref": f"#/$defs/{name}"}}
    return {"description": says, **question, "else": {"type": "null"}}


def _names(says: str) -> Json:
    return {"type": "array", "items": {"type": "string"}, "description": says}


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
        "by": _text(mark("Who accepted it."), none=True),
        "date": _text(mark("The day it was accepted."), none=True),
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
        "accepted": _or_null("Accepted", mark("null: nobody has accepted it.")),
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
_RULE_KEYS: Json = {
    "code": _CODE,
    "name": _NAME,
    "severity": _SEVERITY,
    "on": {
        "enum": ["agreement", "log", "profile", "register", "reader", "ledger"],
        "description": mark("What it judges; reader: found while the file is read."),
    },
    "what": _text(mark("What it finds.")),
    "why": _names(mark("Why it matters.")),
    "way_out": _text(mark("The way out.")),
}
_EXAMPLE = _object(
    mark("An example from the rule's own test."),
    {
        "file": _text(mark("The file.")),
        "line": _count(mark("The line, from 1."), 1),
        "text": _text(mark("The lines that matter.")),
        "at": _count(mark("Which of these lines it is about, from 1."), 1),
    },
)
_PAGE = _object(
    mark("One rule with its examples."),
    {
        **_RULE_KEYS,
        "wrong": _or_null("Example", mark("A wrong example; null where there is none.")),
        "right": _or_null("Example", mark("A right example; null where there is none.")),
    },
)
_DEADLINE = _object(
    mark("A day to come."),
    {
        "date": {**_DAY, "description": mark("The day.")},
        "what": _text(mark("What happens or is to be done.")),
        "id": _text(mark("The report, payment or the like that it is about."), none=True),
        "period": _text(mark("The period that it concerns."), none=True),
    },
)
_SUM = _object(
    mark("An amount of money."),
    {
        "value": {
            "type": "string",
            "pattern": r"^-?[0-9]+\.[0-9]{2}$",
            "description": mark("With two decimals."),
        },
        "currency": _text(mark("The currency, such as SEK.")),
        "is": {
            "enum": ["exact", "about", "up_to", "over", "at_least"],
            "description": mark("How exact it is."),
        },
    },
)
_ENTRY = _object(
    mark("One partnership."),
    {
        "id": _text(mark("The agreement's id.")),
        "title": _text(mark("What the partnership is called.")),
        "status": _text(mark("How far it has come, as the file says.")),
        "state": {
            "enum": ["upcoming", "in_force", "open", "undecided", "ended", "unknown"],
            "description": mark("Whether it is in force on the day."),
        },
        "public": _names(mark("The public parties' names.")),
        "nonprofit": _names(mark("The nonprofit parties' names.")),
        "start": _text(mark("The first day; null is unknown."), none=True),
        "end": _text(mark("The last day; none is open, null is unknown."), none=True),
        "deadline": _or_null("Deadline", mark("What comes next; null: nothing known.")),
        "sum": _or_null("Sum", mark("The sum over the term; null where any part is unknown.")),
        "file": _text(mark("The file.")),
    },
)
_LIST = _object(
    mark("All partnerships."),
    {
        "format": {"const": 1, "description": mark("The version of this format: 1.")},
        "today": {**_DAY, "description": mark("The day that the run is about.")},
        "agreements": {
            "type": "array",
            "items": {"$ref": "#/$defs/Entry"},
            "description": mark("The partnerships that were asked for."),
        },
        "unreadable": _names(mark("Files that could not be read.")),
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
            "if": {"type": "array"},
            "then": {"items": {"$ref": "#/$defs/Rule"}},
            "else": {**_FAILED, "else": {"$ref": "#/$defs/Page"}},
            "$defs": {
                "Error": _ERROR,
                "Example": _EXAMPLE,
                "Page": _PAGE,
                "Rule": _object(mark("One rule."), _RULE_KEYS),
            },
        },
    ),
    "list": (
        mark("What iop list says as JSON"),
        {
            **_FAILED,
            "else": {"$ref": "#/$defs/List"},
            "$defs": {
                "Deadline": _DEADLINE,
                "Entry": _ENTRY,
                "Error": _ERROR,
                "List": _LIST,
                "Sum": _SUM,
            },
        },
    ),
}
