"""IOP1xx, what is written: letters that pass for others, what was added, dates in other spellings.

Reads words, changes none of them, and refuses nothing that could be read.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import Any

from iop_cli.finding import at, path_text, read_path
from iop_cli.identifiers import organisation_number
from iop_cli.model.agreement import Added
from iop_cli.quantity import AgeRange, NotRead, Period, otherwise
from iop_cli.reading import Reading
from iop_cli.record import walk
from iop_cli.rules.rule import ERROR, INFO, WARNING, Findings, Where, found, rule
from iop_cli.words import Said, mark, nearest

_DAYS = frozenset({
    "start", "end", "from", "to", "since", "until", "dated", "decided", "decide", "talks", "latest",
    "fulfilled", "signed", "registered", "unless_notice", "date", "held", "submitted",
})  # fmt: skip
_PERIODS = frozenset({"covers", "base", "first", "period", "complete"})
_NAMES = frozenset({
    "title", "name", "also_written", "acts_through", "part_of", "units", "unit", "body", "who",
    "area", "territory", "places", "place", "group", "office", "street", "city", "id",
})  # fmt: skip
_RUNNING_TEXT = ("clauses", "accepted_findings")
_EN_DASH = "\N{EN DASH}"
_STRANGE = re.compile("[\u0370-\u052f\u1c80-\u1c8f\u1f00-\u1fff]")
_SCRIPTS = {"CYRILLIC": mark("Cyrillic"), "GREEK": mark("Greek")}


@rule("IOP106", "look-alike-letters", WARNING)
def look_alike_letters(reading: Reading) -> Findings:
    """One word of a name or an id mixes Latin letters with Cyrillic or Greek ones.

    The letters look the same and are not: a search does not find the name, two parties seem to be
    one, or one seems to be two. Unicode's advice on security (UTS 39) calls such words suspicious.
    A word that is Cyrillic or Greek throughout is not remarked on.

    Delete the word and write it again on an ordinary keyboard.
    """
    yield from _mixed(reading.data, reading.words)
    for finding in _mixed(reading.log_data, walk(reading.log_data)):
        yield replace(finding, in_log=True)


def _mixed(data: dict[str, Any], words: list[tuple[Where, str]]) -> Findings:
    keys = set(chain.from_iterable([where for where, _text in words]))
    spoken = [key for key in keys if isinstance(key, str)]
    spoken += [text for where, text in words if where[0] not in _RUNNING_TEXT]
    if not _STRANGE.search(" ".join([text for text in spoken if not text.isascii()])):
        return
    names = {top: value for top, value in data.items() if top not in _RUNNING_TEXT}
    seen: set[str] = set()
    for where, text, is_key in _named(names):
        for word in re.findall(r"\w+", text):
            letter = _stranger(word)
            if letter and word not in seen:
                seen.add(word)
                says = mark("{word} mixes alphabets: {letter} is {script}, other letters are Latin")
                script = Said(_SCRIPTS[_script_name(letter)])
                shown = f"{letter} (U+{ord(letter):04X})"
                yield found(*where, says=says, key=is_key, word=word, letter=shown, script=script)


def _named(data: dict[str, Any]) -> Iterator[tuple[Where, str, bool]]:
    """Ids and names that hold a Cyrillic or Greek letter, and whether it stands in a key."""
    for where, key in _keys(data, ()):
        yield where, key, True
    for where, text in walk(data):
        if (
            not text.isascii()
            and _STRANGE.search(text)
            and _key(where) in _NAMES
            and _counts(where)
        ):
            yield where, text, False


def _keys(value: Any, where: Where) -> Iterator[tuple[Where, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if not key.isascii() and _STRANGE.search(key) and _counts((*where, key)):
                yield (*where, key), key
            yield from _keys(inner, (*where, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _keys(inner, (*where, index))


def _stranger(word: str) -> str:
    """A Cyrillic or Greek letter of a word that also has Latin ones; empty where there is none."""
    if word.isascii() or not _STRANGE.search(word):
        return ""
    scripts = {_script_name(letter): letter for letter in reversed(word)}
    return next((scripts[s] for s in _SCRIPTS if s in scripts), "") if "LATIN" in scripts else ""


def _script_name(letter: str) -> str:
    return unicodedata.name(letter, "").split(" ")[0]


def _key(where: Where) -> str:
    """The last key on the way to a place; list items go by the key of their list."""
    for part in reversed(where):
        if isinstance(part, str):
            return part
    return ""


def _counts(where: Where) -> bool:
    """Not a running text, not an acceptance, and not an amendment, which is read where it lands."""
    if where[0] == "amendments":
        return "changes" not in where
    return where[0] not in _RUNNING_TEXT


@rule("IOP113", "id-differs-from-file-name", ERROR)
def id_differs_from_file_name(reading: Reading) -> Findings:
    """The id in the file is not the name of the file.

    A partnership is found by its id: in its log, in the ledger of invoices, and from the agreements
    that continue it or are parts of it. If the two differ, half of them find another partnership or
    none.

    Rename the file, and its log with it, or correct the id. An id that is already printed on
    invoices is kept.
    """
    if reading.file_id and reading.agreement.id != reading.file_id:
        says = mark("the id is {id}, and the file is called {file}")
        yield found("id", says=says, id=reading.agreement.id, file=reading.file_id)


@rule("IOP116", "added-without-reason", ERROR)
def added_without_reason(reading: Reading) -> Findings:
    """What is listed as added to the signed text names a path that is not there, or says not who
    added it and why.

    The file says what the parties signed. Whatever else a program needs, such as an account number
    or a VAT treatment, is somebody's own statement, and a reader must be able to tell the two apart
    and know whom to ask.

    Correct the path, or write under by which office added it and under because what it is needed
    for.
    """
    if reading.day is not None:
        return
    for index, added in enumerate(reading.agreement.added or []):
        for place, path in enumerate(added.where or []):
            if not _stands(reading, read_path(path)):
                yield from _not_there(("added", index, "where", place), path, reading.data)
        if lacks := _lacks(added):
            says = mark("{lacks} is not written; say what was added, who added it and why")
            yield found("added", index, says=says, lacks=lacks)


def _lacks(added: Added) -> list[str]:
    written = {"where": added.where, "by": added.by, "because": added.because}
    return [key for key, value in written.items() if not value]


def _not_there(where: Where, path: str, data: dict[str, Any]) -> Findings:
    steps = read_path(path)
    depth = next((n for n in range(len(steps)) if at(data, steps[: n + 1]) is None), 0)
    holder = at(data, steps[:depth])
    known = [str(key) for key in holder] if isinstance(holder, dict) and steps else []
    key = nearest(str(steps[depth]), known) if known else ""
    meant = (*steps[:depth], key, *steps[depth + 1 :])
    if key and at(data, meant) is not None:
        says = mark("{path} is not in the file; did you mean {meant}?")
        yield found(*where, says=says, path=path, meant=path_text(meant))
    else:
        yield found(*where, says=mark("{path} is not in the file"), path=path)


def _stands(reading: Reading, path: Where) -> bool:
    """Whether something stands at a path, as signed or in what an amendment puts there."""
    if not path or at(reading.data, path) is not None:
        return bool(path)
    for amendment in (reading.agreement.amendments or {}).values():
        for written, value in amendment.changes.items():
            changed = read_path(written)
            shorter = min(len(changed), len(path))
            if changed[:shorter] == path[:shorter] and at(value, path[len(changed) :]) is not None:
                return True
    return False


@rule("IOP117", "date-written-otherwise", INFO)
def date_written_otherwise(reading: Reading) -> Findings:
    """A date without hyphens, with slashes or with an en dash, or an en dash in an organisation
    number or in a range of ages.

    It is read as it was meant, so nothing depends on it. But a search for the day or the number
    passes it by, and other programs may not read it. In the Orust agreement of 2024 both
    organisation numbers have an en dash, and the dates of the term are written without hyphens.

    Write the date as year, month and day with hyphens, and other hyphens as hyphens. It may stay as
    it is where the file shall show how the document writes it.
    """
    yield from _otherwise(reading.words)
    for finding in _otherwise(walk(reading.log_data)):
        yield replace(finding, in_log=True)


def _otherwise(words: Iterable[tuple[Where, str]]) -> Findings:
    for where, text in words:
        if not text[:1].isdigit():
            continue
        normal = _NORMAL.get(_key(where))
        meant = normal(text) if normal and _counts(where) else None
        if meant:
            yield found(
                *where, says=mark("{written} is read as {meant}"), written=text, meant=meant
            )


def _period(text: str) -> str | None:
    try:
        return Period.read(text).otherwise
    except NotRead:
        return None


def _ages(text: str) -> str | None:
    try:
        return AgeRange.read(text).otherwise
    except NotRead:
        return None


def _organisation(text: str) -> str | None:
    try:
        return organisation_number(text) if _EN_DASH in text else None
    except NotRead:
        return None


_NORMAL: dict[str, Callable[[str], str | None]] = {
    **dict.fromkeys(_DAYS, otherwise),
    **dict.fromkeys(_PERIODS, _period),
    "ages": _ages,
    "org_number": _organisation,
}
