"""From what somebody tells to an entry: its values spelled, its names the agreement's own.

What is missing is asked for on a terminal, never invented. Reads and writes no file.
"""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from iop_cli import words
from iop_cli.cli.terminal import remark
from iop_cli.cli.vocabulary import named
from iop_cli.diagnostic import IopError
from iop_cli.letters import INVISIBLE
from iop_cli.logbook import correcting_id, kind_of, next_id, nfc
from iop_cli.model.log import Entry
from iop_cli.quantity import Amount, NotRead, Period, decimal_number, read_day, whole_number
from iop_cli.reading import Reading
from iop_cli.report import safe
from iop_cli.words import _, mark, say

Told = dict[str, Any]

# what stands after the word of a kind, as its help calls it
ARGUMENT = {
    "activity": mark("ACTIVITY"), "meeting": mark("BODY"), "report": mark("REPORT"),
    "quantity": mark("QUANTITY"), "cost": mark("PAYMENT"), "index": mark("SERIES"),
    "event": mark("EVENT"), "complete": mark("PERIOD"), "paid": mark("NUMBER"),
    "record_check": mark("ROLE"), "note": mark("TEXT"), "corrects": mark("ENTRY"),
    "withdraws": mark("ENTRY"),
}  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """What somebody tells: `kind` is the entry's key for it, `what` the value of that key.

    `given` holds the other keys' values as written, and what is corrected under `what`; an empty
    one takes a corrected value away. `values` are numbers, or names and numbers: inskrivna=14.
    """

    agreement: str
    kind: str
    what: str | None = None
    given: Mapping[str, str] = field(default_factory=dict)
    values: tuple[str, ...] = ()
    id: str | None = None
    asks: bool = False
    dry_run: bool = False
    today: str | None = None
    form: str = "text"
    plain: bool = False
    color: str | None = None


def entry_of(wanted: Wanted, reading: Reading, log: Told) -> Told:
    """The entry that is told, with everything it needs; `log` holds the words of the log.

    Raises IopError for a value that cannot be read, a name that nothing has, and what is missing.
    """
    answer = _answering(wanted)
    what = (wanted.what or answer(wanted.kind)).strip()
    if not what:
        raise _lacking([wanted.kind, *Entry.lacks({"id": "", wanted.kind: ""})], wanted)
    if wanted.kind == "corrects":
        entry = _correction(wanted, nfc(what), reading, log)
    else:
        told = {wanted.kind: what, **_given(wanted)}
        if wanted.kind == "withdraws":
            _standing(nfc(what), log)
        entry = _resolved(told, {}, reading, log)
    for key in Entry.lacks({"id": "", **entry}):
        if said := answer(key):
            entry[key] = said
    if lacks := Entry.lacks({"id": "", **entry}):
        raise _lacking(lacks, wanted)
    return {"id": _id(wanted, log, entry), **entry}


def flag(key: str) -> str:
    """The flag that gives a key's value."""
    return f"--{'value' if key == 'values' else key.replace('_', '-')}"


def spelled(key: str, written: str) -> str:
    """A value in its normal spelling; raises IopError that says what is wrong with it."""
    text = nfc(written.strip())
    try:
        if hidden := INVISIBLE.search(text):
            says = mark("the invisible character {character} stands here; take it out")
            raise NotRead(says, character=f"U+{ord(hidden[0]):04X}")
        match key:
            case "held" | "date" | "submitted" | "until":
                return read_day(text).isoformat()
            case "period" | "complete":
                return Period.read(text).in_words()
            case "participants":
                whole_number(text)
            case "value" | "values":
                decimal_number(text)
            case "amount":
                Amount.read(text)
    except NotRead as error:
        place = _(ARGUMENT[key]) if key in ARGUMENT else flag(key)
        raise IopError(f"{place}: {safe(str(error))}", code="usage") from error
    return text


def _given(wanted: Wanted) -> Told:
    """The values that are told, as written; `values` as a mapping, or as the one value."""
    told: Told = {key: text for key, text in wanted.given.items() if text.strip()}
    pairs = [text.partition("=") for text in wanted.values]
    if named_ := {name.strip(): number for name, sign, number in pairs if sign}:
        told["values"] = named_
    plain = [name for name, sign, _number in pairs if not sign]
    if len(plain) > 1 or (plain and (named_ or wanted.kind == "report")):
        says = mark("--value: write each as name=number, such as inskrivna=14")
        raise IopError(say(says), code="usage")
    return {**told, **({"value": plain[0]} if plain else {})}


def _resolved(told: Told, about: Told, reading: Reading, log: Told) -> Told:
    """What is told, spelled, and each name as the agreement has it; `about` is what else is so."""
    spelt: Told = {}
    for key, written in told.items():
        if key != "values":
            text = spelled(key, written)
            spelt[key] = named(key, text, {**about, **spelt}, reading, log)
    if told.get("values"):
        known = {**about, **spelt}
        values = {
            named("values", spelled("name", name), known, reading, log): spelled("values", number)
            for name, number in told["values"].items()
        }
        spelt["values"] = {**about.get("values", {}), **values}
    return spelt


def _correction(wanted: Wanted, of: str, reading: Reading, log: Told) -> Told:
    """The entry that replaces another: what is not told anew is as it was."""
    earlier = _standing(of, log)
    kind = kind_of(earlier)
    own = Entry.known()
    kept = {k: earlier[k] for k in own if k in earlier and k not in ("id", "corrects", "because")}
    told = _given(wanted)
    if "what" in told:
        told = {kind: told.pop("what"), **told}
    gone = {kind if k == "what" else k for k, text in wanted.given.items() if not text.strip()}
    kept_on = {k: v for k, v in kept.items() if k not in gone}
    entry = {**kept_on, **_resolved(told, kept_on, reading, log)}
    if {k: v for k, v in entry.items() if k != "because"} == kept:
        says = mark("nothing here differs from {id}; tell what is corrected, and to what")
        command = f"iop record {wanted.agreement} correct {of} --participants 9 --because …"
        example = say(mark("for example: {command}"), command=safe(command))
        raise IopError(say(says, id=safe(of)), example, code="usage")
    return {"corrects": of, **entry}


def _standing(of: str, log: Told) -> Told:
    """The entry of an id that still stands; raises IopError where something took its place."""
    entries = [e for e in log.get("entries") or [] if isinstance(e, dict)]
    found = [e for e in entries if nfc(str(e.get("id", ""))) == of]
    if not found:
        meant = words.nearest(of, [str(e["id"]) for e in entries if "id" in e])
        says = mark("there is no entry {id} in the log")
        if meant:
            says = mark("there is no entry {id} in the log; did you mean {meant}?")
        raise IopError(say(says, id=safe(of), meant=safe(meant)), code="usage")
    if "withdraws" in found[0]:
        says = mark("{id} withdraws {other}; record {other} anew instead")
        other = str(found[0]["withdraws"])
        raise IopError(say(says, id=safe(of), other=safe(other)), code="usage")
    for entry in entries:
        for key, says in _REPLACED.items():
            if nfc(str(entry.get(key, ""))) == of:
                other = safe(str(entry.get("id", "")))
                raise IopError(say(says, id=safe(of), other=other), code="usage")
    return dict(found[0])


_REPLACED = {
    "corrects": mark("{id} is already corrected by {other}; correct or withdraw {other}"),
    "withdraws": mark("{id} is already withdrawn by {other}; record it anew instead"),
}


def _id(wanted: Wanted, log: Told, entry: Told) -> str:
    """The id that was asked for, else the next one by the log's habit."""
    of = entry.get("corrects") or entry.get("withdraws")
    if wanted.id is None:
        kind = kind_of(entry)
        return correcting_id(log, of) if of else next_id(log, kind, entry.get(kind, ""))
    id = spelled("id", wanted.id)
    held = [e for e in log.get("entries") or [] if isinstance(e, dict)]
    if any(nfc(str(e.get("id", ""))) == id for e in held):
        says = mark("--id: {id} stands in the log already; leave it out for the next free one")
        raise IopError(say(says, id=safe(id)), code="usage")
    return id


def _lacking(keys: list[str], wanted: Wanted) -> IopError:
    flags = [_(ARGUMENT[key]) if key == wanted.kind else flag(key) for key in keys]
    says = say(mark("needed, and not to be invented: {flags}"), flags=flags)
    return IopError(says, say(mark("give the flags, or answer in a terminal")), code="usage")


def _answering(wanted: Wanted) -> Callable[[str], str]:
    """How a missing value is asked for: on a terminal, again until it can be read; else not."""
    if not wanted.asks or sys.stdin is None or not sys.stdin.isatty():
        return lambda _key: ""
    return _answer


def _answer(key: str) -> str:
    """What somebody answers at the terminal; empty where nothing is known."""
    question = _(Entry.model_fields[key].description or key)
    while True:
        sys.stderr.write(f"{question} ({_(ARGUMENT[key]) if key in ARGUMENT else flag(key)}): ")
        sys.stderr.flush()
        written = sys.stdin.readline()
        if not written:
            raise IopError(say(mark("no more answers came; nothing was written")), code="usage")
        try:
            return spelled(key, written) if written.strip() else ""
        except IopError as error:
            remark(error.message)
