"""The JSON Schemas (2020-12) of what officers write and of what the commands say, in two languages.

What files may say is made from the model; here it only loses pydantic's noise and gains words.
Nothing is read and nothing written: the texts come back by name.
"""

import gettext
import json
from collections.abc import Callable, Iterator
from typing import Any

from pydantic import TypeAdapter

from iop_cli import words
from iop_cli.difference import diff_schema
from iop_cli.gate.data import review_schema
from iop_cli.incoming.schema import incoming_schema
from iop_cli.invoice_schema import document_schema, invoice_schema
from iop_cli.model import kinds
from iop_cli.model.agreement import Agreement
from iop_cli.model.forms import Json
from iop_cli.model.kinds import Record
from iop_cli.model.ledger import Ledger
from iop_cli.model.log import Log
from iop_cli.model.profile import Profile
from iop_cli.output_schema import OUTPUTS
from iop_cli.schema_examples import EXAMPLES
from iop_cli.words import mark

Translate = Callable[[str], str]

FOLDERS = {"sv": "", "en": "en/"}
DIALECT = "https://json-schema.org/draft/2020-12/schema"

_RECORDS: dict[str, tuple[type[Record], str]] = {
    "agreement": (Agreement, mark("Agreement on a public-nonprofit partnership")),
    "log": (Log, mark("Log of a public-nonprofit partnership")),
    "profile": (Profile, mark("Profile: a guideline for partnerships")),
    "ledger": (Ledger, mark("Ledger of the invoices of one series")),
}
_OUTPUTS: dict[str, tuple[str, Json]] = {
    **OUTPUTS,
    "invoices": (mark("What iop invoice computes"), invoice_schema()),
    "invoice": (mark("One invoice, as it lies beside its ledger"), document_schema()),
    "incoming": (mark("What iop invoice check says"), incoming_schema()),
    "diff": (mark("What iop diff says"), diff_schema()),
    "review": (mark("What iop review says"), review_schema()),
}
_SHARED = (
    "Id", "FileId", "Text", "Line", "Quote", "YesNo", "Whole", "Count", "Number", "Amount",
    "AmountOrNone", "AmountOrShare", "Share", "Length", "Duration", "Moment", "MomentOrNone",
    "Timing", "Day", "DayOrNo", "DayOrNone", "Period", "Ages", "Clock", "Calculation", "Per",
)  # fmt: skip
_IN_CONTEXT = {
    ("decides", "lead"): mark("the party that leads decides"),
    ("does", "staff"): mark("provide staff"),
    ("does", "other"): mark("something else"),
    ("cause", "other"): mark("another cause"),
}
_CHOOSE = mark("Choose one of: {choices}")
_NONE = mark("Write none where the parties settled that there is none; otherwise write it out.")
_RULE_CODE = {
    "pattern": "^IOP[0-9]{3}$",
    "errorMessage": mark("Write a rule's code, such as IOP301."),
}
_ANY_VALUE = {"type": ["string", "number", "array", "object"]}


def schemas() -> dict[str, str]:
    """Every schema's text by its name; Swedish ones at the top, English ones under `en/`."""
    return {
        f"{folder}{name}.schema.json": json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
        for language, folder in FOLDERS.items()
        for name, schema in _all(language, _translator(language))
    }


def messages() -> set[str]:
    """Every English text of the schemas: what the catalogue must translate."""
    asked: set[str] = set()

    def record(message: str) -> str:
        asked.add(message)
        return message

    list(_all("sv", record))
    return asked - {""}


def _translator(language: str) -> Translate:
    found = gettext.translation("iop", words.LOCALE, [language], fallback=True)
    return lambda message: found.gettext(message) if message else ""


def _all(language: str, translate: Translate) -> Iterator[tuple[str, Json]]:
    for name, (model, title) in _RECORDS.items():
        body = _of_model(model, translate)
        yield name, _headed(name, language, translate(title), {**body, "examples": EXAMPLES[name]})
    for name, (title, output) in _OUTPUTS.items():
        yield name, _headed(name, language, translate(title), _translated(output, translate))


def _headed(name: str, language: str, title: str, body: Json) -> Json:
    """A schema with its dialect, its own name and title first and its definitions last."""
    head = {"$schema": DIALECT, "$id": f"urn:iop:schema:1:{name}:{language}", "title": title}
    inner = {key: value for key, value in body.items() if key != "$defs"}
    return {**head, **inner, **({"$defs": body["$defs"]} if "$defs" in body else {})}


def _of_model(model: type[Record], translate: Translate) -> Json:
    raw = model.model_json_schema(by_alias=True)
    shared = {name: TypeAdapter(getattr(kinds, name)).json_schema() for name in _SHARED}
    tidy = _Tidy(shared, raw.get("$defs", {}), translate)
    body = tidy.of({key: value for key, value in raw.items() if key != "$defs"})
    body["properties"]["format"] = {
        "const": 1,
        "description": body["properties"]["format"]["description"],
    }
    return {**body, "$defs": _used(body, tidy)}


def _used(body: Json, tidy: "_Tidy") -> Json:
    """The definitions that a schema refers to, straight or by way of another, by name."""
    found: Json = {}
    waiting = _references(body)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = tidy.definition(name)
            waiting |= _references(found[name])
    return dict(sorted(found.items()))


def _references(node: Any) -> set[str]:
    if isinstance(node, list):
        return {name for item in node for name in _references(item)}
    if not isinstance(node, dict):
        return set()
    own = {node["$ref"].rsplit("/", 1)[1]} if isinstance(node.get("$ref"), str) else set()
    return own | {name for item in node.values() for name in _references(item)}


def _translated(node: Any, translate: Translate) -> Any:
    """A schema that is written by hand, its words in the reader's language."""
    if isinstance(node, list):
        return [_translated(item, translate) for item in node]
    if not isinstance(node, dict):
        return node
    said = {"description", "errorMessage"}
    return {
        key: translate(value)
        if key in said and isinstance(value, str)
        else _translated(value, translate)
        for key, value in node.items()
    }


class _Tidy:
    """Pydantic's schema made fit to read: no nulls, and no unions in which an editor gets lost."""

    def __init__(
        self, shared: dict[str, Json], records: dict[str, Json], translate: Translate
    ) -> None:
        self.shared, self.records, self.translate = shared, records, translate
        self.names = {_plain(schema): name for name, schema in shared.items()}
        self.made: dict[str, Json] = {}

    def definition(self, name: str) -> Json:
        """One definition: what a union was made into, a kind of value, or a record."""
        if name in self.made:
            return self.made[name]
        if name in self.shared:
            return self._scalar(self.shared[name], "")
        return self.of(self.records[name])

    def of(self, node: Json, field: str = "") -> Json:
        """A schema with its inner ones, tidied; `field` is the key that it is the value of."""
        said = {"description": self._said(node["description"])} if "description" in node else {}
        bare = {k: v for k, v in node.items() if k not in ("title", "default", "description")}
        if "anyOf" in bare:
            return {**said, **self.of(_present(bare), field)}
        if name := self.names.get(_plain(bare)):
            return {**said, "$ref": f"#/$defs/{name}"}
        if bare.get("$ref") == "#/$defs/Settled":
            return {**said, "const": "none", "errorMessage": self.translate(_NONE)}
        if "oneOf" in bare:
            return {**said, **self._one_of(bare["oneOf"], field)}
        if bare.get("type") == "array":
            return {**said, "type": "array", "minItems": 1, **self._inner(bare, field)}
        if bare.get("type") == "object":
            return {**said, **self._object(bare, field)}
        return {**said, **self._scalar(bare, field)}

    def _said(self, message: str) -> str:
        return self.translate(" ".join(message.split()))

    def _inner(self, bare: Json, field: str) -> Json:
        held = {key: value for key, value in bare.items() if key not in ("type", "items")}
        return {**held, "items": self.of(bare["items"], field)}

    def _object(self, bare: Json, field: str) -> Json:
        if "properties" in bare:
            properties = {key: self.of(value, key) for key, value in bare["properties"].items()}
            required = (
                {"required": bare["required"]} if "required" in bare else {"minProperties": 1}
            )
            return {
                "type": "object",
                "properties": properties,
                **required,
                **({"allOf": bare["allOf"]} if "allOf" in bare else {}),
                "additionalProperties": False,
            }
        if "enum" in bare.get("propertyNames", {}):
            return self._topics(bare)
        values = bare.get("patternProperties") or {"": bare["additionalProperties"]}
        inner = next(iter(values.values()))
        if field == "changes":
            return {"type": "object", "minProperties": 1, "additionalProperties": _ANY_VALUE}
        by_code = {**_RULE_CODE, "errorMessage": self.translate(_RULE_CODE["errorMessage"])}
        names = by_code if field == "rules" else {"$ref": "#/$defs/Id"}
        held = {"propertyNames": names, "additionalProperties": self.of(inner, field)}
        return {"type": "object", "minProperties": 1, **held}

    def _topics(self, bare: Json) -> Json:
        """A mapping with a fixed roll of keys, each with its meaning."""
        inner = self.of(bare["additionalProperties"])
        topics = bare["propertyNames"]["enum"]
        self.made["Clause"] = inner
        named = {topic: self.translate(topic).replace("_", " ").capitalize() for topic in topics}
        properties = {t: {"description": named[t], "$ref": "#/$defs/Clause"} for t in topics}
        held = {"minProperties": 1, "properties": properties, "additionalProperties": False}
        return {"type": "object", **held}

    def _one_of(self, branches: list[Json], field: str) -> Json:
        if all(self._kind(branch) for branch in branches):
            self.made["Payment"] = self._payment(branches)
            return {"$ref": "#/$defs/Payment"}
        return self._by_type([self.of(branch, field) for branch in branches])

    def _by_type(self, branches: list[Json]) -> Json:
        """A union as questions: of text, list and mapping only what was written is judged."""
        first, *others = sorted(branches, key=lambda b: ("array", "object").count(self._type(b)))
        if not others:
            return first
        return {"if": {"type": self._type(first)}, "then": first, "else": self._by_type(others)}

    def _type(self, branch: Json) -> str | list[str]:
        name = branch.get("$ref", "").rsplit("/", 1)[-1]
        if name in self.records:
            return "object"
        written: str | list[str] = self.shared.get(name, branch).get("type", "string")
        return written

    def _kind(self, branch: Json) -> str:
        """The kind of payment that a branch of a union is; empty for anything else."""
        record = self.records.get(branch.get("$ref", "").rsplit("/", 1)[-1], {})
        kind: str = record.get("properties", {}).get("kind", {}).get("const", "")
        return kind

    def _payment(self, branches: list[Json]) -> Json:
        """Every kind of payment: its `kind` says by which keys it is judged."""
        choice = self._scalar({"enum": [self._kind(branch) for branch in branches]}, "kind")
        judged = [
            {
                "if": {"properties": {"kind": {"const": self._kind(branch)}}, "required": ["kind"]},
                "then": branch,
            }
            for branch in branches
        ]
        return {
            "type": "object",
            "properties": {"kind": choice},
            "required": ["kind"],
            "allOf": judged,
        }

    def _scalar(self, bare: Json, field: str) -> Json:
        out = {key: value for key, value in bare.items() if key not in ("title", "description")}
        if "errorMessage" in out:
            out["errorMessage"] = self.translate(out["errorMessage"])
        if "const" in out:
            return {"const": out["const"]}
        return self._choice(out, field) if "enum" in out else out

    def _choice(self, out: Json, field: str) -> Json:
        """A roll of words, each with its meaning; figures may also be numbers."""
        choices = out["enum"]
        written = [*choices, *(int(choice) for choice in choices if choice.isdecimal())]
        told = self.translate(_CHOOSE).format(choices=" | ".join(choices))
        meanings = [self._meaning(field, str(choice)) for choice in written]
        shown = {"enumDescriptions": meanings} if meanings != [str(c) for c in written] else {}
        return {"enum": written, "errorMessage": out.get("errorMessage", told), **shown}

    def _meaning(self, field: str, choice: str) -> str:
        return (
            choice
            if choice.isdecimal()
            else self.translate(_IN_CONTEXT.get((field, choice), choice))
        )


def _present(node: Json) -> Json:
    """A union without null: an absent key is what is unknown."""
    rest = {key: value for key, value in node.items() if key != "anyOf"}
    kept = [branch for branch in node["anyOf"] if branch != {"type": "null"}]
    return {**rest, **kept[0]}


def _plain(node: Json) -> str:
    return json.dumps(node, sort_keys=True)
