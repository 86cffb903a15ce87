"""What the check of incoming invoices says as JSON; the answer is held against it in the tests.

The published interface, with English words.
"""

from typing import Any

from iop_cli.invoice import CATEGORIES
from iop_cli.output_schema import OUTPUTS
from iop_cli.words import mark

Json = dict[str, Any]

_MONEY = r"^-?[0-9]+\.[0-9]{2}$"
_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


def incoming_schema() -> Json:
    """The answer: each invoice, the findings and the count; or the failure instead."""
    shared: Json = OUTPUTS["findings"][1]["$defs"]
    report: Json = shared["Report"]["properties"]
    answer = _object(
        mark("What was found about e-invoices that came in."),
        {
            "tool": report["tool"],
            "format": report["format"],
            "today": report["today"],
            "ok": report["ok"],
            "invoices": _list("Received", mark("The invoices, in the order of their files.")),
            "findings": report["findings"],
            "summary": report["summary"],
        },
    )
    return {
        "if": {"type": "object", "required": ["error"]},
        "then": {"$ref": "#/$defs/Error"},
        "else": {"$ref": "#/$defs/Answer"},
        "$defs": {
            "Answer": answer,
            "Received": _RECEIVED,
            "ReceivedLine": _LINE,
            "Owed": _OWED,
            **{name: shared[name] for name in ("Accepted", "Error", "Finding", "Related")},
        },
    }


def _text(says: str, *, none: bool = False, pattern: str = "") -> Json:
    shape: Json = {"type": ["string", "null"] if none else "string"}
    return {**shape, **({"pattern": pattern} if pattern else {}), "description": says}


def _object(says: str, keys: Json, optional: tuple[str, ...] = ()) -> Json:
    """An object with its keys and no other; all are there but the optional ones."""
    return {
        "description": says,
        "type": "object",
        "properties": keys,
        "required": [key for key in keys if key not in optional],
        "additionalProperties": False,
    }


def _list(name: str, says: str) -> Json:
    return {"type": "array", "items": {"$ref": f"#/$defs/{name}"}, "description": says}


def _texts(says: str) -> Json:
    return {"type": "array", "items": {"type": "string"}, "description": says}


def _truth(says: str) -> Json:
    return {"type": "boolean", "description": says}


def _side(says: str) -> Json:
    keys = {
        "id": _text(mark("The party's id in the agreement, or null."), none=True),
        "name": _text(mark("The name as the invoice has it."), none=True),
        "number": _text(mark("The number as the invoice has it."), none=True),
    }
    return _object(says, keys)


_PERIOD = _object(
    mark("The period that the invoice is about."),
    {
        "start": _text(mark("The first day."), none=True, pattern=_DAY),
        "end": _text(mark("The last day."), none=True, pattern=_DAY),
    },
)
_BECAUSE = _object(
    mark("A reason for the line, and where it stands."),
    {
        "file": _text(mark("The file.")),
        "line": {"type": "integer", "minimum": 1, "description": mark("The line, from 1.")},
        "says": _text(mark("What is said there.")),
    },
)
_OWED = _object(
    mark("What the agreement owes, as a line of its own invoice."),
    {
        "payment": _text(mark("The payment's id in the agreement.")),
        "entries": _texts(mark("The ids of the log entries that it rests on.")),
        "part": _text(mark("What may be billed only once."), none=True),
        "start": _text(mark("The first day that it covers."), none=True, pattern=_DAY),
        "end": _text(mark("The last day that it covers."), none=True, pattern=_DAY),
        "text": _text(mark("What it is for.")),
        "amount": _text(mark("The amount before VAT, with two decimals."), pattern=_MONEY),
        "vat": {"enum": [*CATEGORIES], "description": mark("The VAT treatment.")},
        "because": {
            "type": "array", "items": _BECAUSE,
            "description": mark("The reasons for the line."),
        },
    },
)  # fmt: skip
_LINE = _object(
    mark("A line of the invoice, or a charge or allowance on the whole."),
    {
        "id": _text(mark("The line's own number."), none=True),
        "line": {"type": "integer", "minimum": 1, "description": mark("The line, from 1.")},
        "text": _text(mark("What it is for.")),
        "amount": _text(mark("The amount before VAT, with two decimals."), pattern=_MONEY),
        "agrees": _truth(mark("Whether it agrees with what is owed.")),
        "owed": _list("Owed", mark("What it bills; several where only the sum agrees.")),
    },
)
_KEYS: Json = {
    "file": _text(mark("The file.")),
    "ok": _truth(mark("Whether nothing is at fault.")),
    "read": _truth(mark("Whether it could be read; else it has no more keys.")),
    "kind": {"enum": ["invoice", "credit"], "description": mark("Which of the two it is.")},
    "number": _text(mark("The invoice's number."), none=True),
    "issue_date": _text(mark("The day it was issued."), none=True, pattern=_DAY),
    "due_date": _text(mark("The last day to pay."), none=True, pattern=_DAY),
    "currency": _text(mark("The currency, such as SEK."), none=True),
    "reference": _text(mark("The buyer's reference."), none=True),
    "period": _PERIOD,
    "seller": _side(mark("Who bills.")),
    "buyer": _side(mark("Who is billed.")),
    "refers_to": _texts(mark("The numbers that a credit note credits.")),
    "total": _text(mark("What is to be paid, with two decimals."), pattern=_MONEY),
    "agreement": _text(mark("The agreement that it is under; null for none."), none=True),
    "lines": _list("ReceivedLine", mark("The lines of the invoice.")),
}
_RECEIVED = _object(
    mark("One file."), _KEYS, tuple(key for key in _KEYS if key not in ("file", "ok", "read"))
)
