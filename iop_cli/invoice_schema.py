"""What invoices say as JSON: one document, and the answer of the command that computes them.

The published interface of both, with English words; `invoice.data` is held against it in the tests.
"""

from typing import Any

from iop_cli.invoice import CATEGORIES
from iop_cli.words import mark

Json = dict[str, Any]

_MONEY = r"^-?[0-9]+\.[0-9]{2}$"
_NUMBER = r"^-?[0-9]+(\.[0-9]+)?$"
_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


def invoice_schema() -> Json:
    """The answer: drafts, what was left out and what was refused; or the failure instead."""
    return {
        "if": {"type": "object", "required": ["error"]},
        "then": {"$ref": "#/$defs/Error"},
        "else": {"$ref": "#/$defs/Answer"},
        "$defs": {
            "Answer": _ANSWER,
            "Because": _BECAUSE,
            "Error": _ERROR,
            "Invoice": _INVOICE,
            "Line": _LINE,
            "Side": _SIDE,
            "Tax": _TAX,
        },
    }


def document_schema() -> Json:
    """One invoice: a draft, or what lies beside the ledger as `<number>.json`."""
    definitions = {"Because": _BECAUSE, "Line": _LINE, "Side": _SIDE, "Tax": _TAX}
    return {**_INVOICE, "$defs": definitions}


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


def _names(says: str, keys: tuple[str, ...]) -> Json:
    """A map from some of the names to texts."""
    held = {key: {"type": "string"} for key in keys}
    return {
        "type": "object",
        "properties": held,
        "additionalProperties": False,
        "description": says,
    }


_VAT = {"enum": [*CATEGORIES], "description": mark("The VAT treatment.")}
_BECAUSE = _object(
    mark("A reason for the line, and where it stands."),
    {
        "file": _text(mark("The file.")),
        "line": {"type": "integer", "minimum": 1, "description": mark("The line, from 1.")},
        "says": _text(mark("What is said there.")),
    },
)
_LINE = _object(
    mark("A line of the invoice."),
    {
        "payment": _text(mark("The payment's id in the agreement.")),
        "entries": _texts(mark("The ids of the log entries that it rests on.")),
        "part": _text(mark("What may be billed only once; null where days are."), none=True),
        "start": _text(mark("The first day that it covers."), none=True, pattern=_DAY),
        "end": _text(mark("The last day that it covers."), none=True, pattern=_DAY),
        "text": _text(mark("What it is for.")),
        "quantity": _text(mark("How many."), pattern=_NUMBER),
        "unit_price": _text(
            mark("The price of one before VAT, with two decimals or more."), pattern=_NUMBER
        ),
        "amount": _text(mark("The amount before VAT, with two decimals."), pattern=_MONEY),
        "vat": _VAT,
        "vat_reason": _text(mark("Why no VAT is charged."), none=True),
        "because": _list("Because", mark("The reasons for the line.")),
    },
)
_SIDE_KEYS: Json = {
    "id": _text(mark("The party's id in the agreement.")),
    "name": _text(mark("The party's name.")),
    "org_number": _text(mark("The organisation number, with its hyphen.")),
    "electronic": _text(mark("Scheme and address for e-invoices.")),
    "vat_number": _text(mark("The VAT number; absent for one who is not registered.")),
    "street": _text(mark("Street or box.")),
    "postcode": _text(mark("Postcode.")),
    "city": _text(mark("City.")),
    "country": _text(mark("Country.")),
    "office": _text(mark("The office held by the contact.")),
    "unit": _text(mark("The part of the organisation.")),
    "f_tax": {"type": "boolean", "description": mark("Whether the party is approved for F-tax.")},
}
_SIDE = _object(
    mark("The seller or the buyer; what is unknown is absent."),
    _SIDE_KEYS,
    tuple(key for key in _SIDE_KEYS if key not in ("id", "name", "f_tax")),
)
_TAX = _object(
    mark("The VAT of one treatment."),
    {
        "vat": _VAT,
        "category": {
            "enum": ["E", "S"],
            "description": mark("The category that e-invoices name."),
        },
        "percent": _text(mark("The rate in per cent."), pattern=_NUMBER),
        "taxable": _text(mark("The amount before VAT, with two decimals."), pattern=_MONEY),
        "tax": _text(mark("The VAT, with two decimals."), pattern=_MONEY),
        "reason": _text(mark("Why no VAT is charged."), none=True),
    },
)
_REFERS = _object(
    mark("The invoice that a credit note credits; null for any other."),
    {
        "number": _text(mark("The invoice's number.")),
        "issue_date": _text(mark("The day it was issued."), none=True, pattern=_DAY),
    },
)
_PERIOD = _object(
    mark("The period that the invoice is about."),
    {
        "start": _text(mark("The first day."), pattern=_DAY),
        "end": _text(mark("The last day."), pattern=_DAY),
    },
)
_INVOICE = _object(
    mark("An invoice or a credit note, drafted or issued."),
    {
        "status": _text(mark("draft until it is issued; then issued.")),
        "kind": {"enum": ["invoice", "credit"], "description": mark("Which of the two it is.")},
        "number": _text(mark("The invoice's number; null for a draft."), none=True),
        "series": _text(mark("The series that it is numbered in.")),
        "agreement": _text(mark("The agreement's id.")),
        "title": _text(mark("What the partnership is called.")),
        "language": {"enum": ["sv", "en"], "description": mark("The language it is set in.")},
        "period": _PERIOD,
        "payer": _text(mark("The id of the party that pays.")),
        "payee": _text(mark("The id of the party that is paid.")),
        "seller": {"$ref": "#/$defs/Side"},
        "buyer": {"$ref": "#/$defs/Side"},
        "currency": _text(mark("The currency, such as SEK.")),
        "issue_date": _text(mark("The day it was issued."), none=True, pattern=_DAY),
        "due_date": _text(mark("The last day to pay."), none=True, pattern=_DAY),
        "due": _text(mark("The payment term as the agreement says it."), none=True),
        "reference": _text(mark("The buyer's reference."), none=True),
        "contract": _text(mark("The contract's number."), none=True),
        "payment_means": _names(
            mark("The accounts to pay to."), ("bankgiro", "plusgiro", "iban", "bic")
        ),
        "payment_reference": _text(mark("What the payer states with the payment."), none=True),
        "accounts": _names(mark("The accounts in the payee's books."), ("claim", "income", "vat")),
        "refers_to": {**_REFERS, "type": ["object", "null"]},
        "because": _text(mark("Why it is credited."), none=True),
        "lines": _list("Line", mark("The lines of the invoice.")),
        "net": _text(mark("The sum before VAT, with two decimals."), pattern=_MONEY),
        "vat": _text(mark("The VAT in all, with two decimals."), pattern=_MONEY),
        "vat_breakdown": _list("Tax", mark("The VAT of each treatment; empty outside VAT.")),
        "rounding": {
            "const": "0.00",
            "description": mark("Nothing is rounded to whole kronor."),
        },
        "total": _text(mark("What is to be paid, with two decimals."), pattern=_MONEY),
        "assumptions": _texts(mark("What was assumed where the agreement is silent.")),
    },
)
_ABOUT = {
    "agreement": _text(mark("The agreement's id.")),
    "payment": _text(mark("The payment's id in the agreement."), none=True),
    "entry": _text(mark("The id of the log entry."), none=True),
}
_PLACE = {
    "file": _text(mark("The file."), none=True),
    "line": {
        "type": ["integer", "null"],
        "minimum": 1,
        "description": mark("The line, counted from 1."),
    },
}
_LEFT_OUT = _object(
    mark("What is not paid for, and why."),
    {
        **_ABOUT,
        "part": _text(mark("The instalment, the days or the settlement that it is."), none=True),
        "reason": _text(mark("The reason.")),
        **_PLACE,
    },
)
_REFUSED = _object(
    mark("A payment that cannot be computed, and the way out."),
    {
        **_ABOUT,
        "reason": _text(mark("The reason.")),
        "help": _text(mark("The way out.")),
        **_PLACE,
    },
)
_ANSWER = _object(
    mark("What is owed for a period."),
    {
        "invoices": _list(
            "Invoice", mark("One for each payer, payee, series and kind of VAT treatment.")
        ),
        "left_out": {
            "type": "array",
            "items": _LEFT_OUT,
            "description": mark("What the terms leave out."),
        },
        "refused": {
            "type": "array",
            "items": _REFUSED,
            "description": mark("What cannot be computed."),
        },
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
