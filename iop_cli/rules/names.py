"""IOP114: every id that refers to something defined elsewhere, in the agreement and its log.

Reads words as they stand in the files, so that a slip in one value makes no reference unknown. The
log's findings stand in the log. Asks no register whether a name exists.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from pydantic import BaseModel

from iop_cli.finding import at, path_text, read_path
from iop_cli.model.log import Entry
from iop_cli.reading import Reading
from iop_cli.rules.rule import ERROR, Findings, Where, found, rule
from iop_cli.words import Said, mark, nearest

_MOST_LISTED = 8
_STRANGE = re.compile("[\u0370-\u052f\u1c80-\u1c8f\u1f00-\u1fff]")


@dataclass(frozen=True)
class _Kind:
    """What an id may refer to: its word, the sections that define it, and words beside them."""

    says: str
    sections: tuple[Where, ...]
    words: tuple[str, ...] = ()


_PARTY = _Kind(mark("a party"), (("parties",),))
_ANYONE = replace(_PARTY, words=("any",))
_BODY = _Kind(mark("a body that steers"), (("governance",),))
_PARTY_OR_BODY = _Kind(mark("a party or a body that steers"), (("parties",), ("governance",)))
_ACTIVITY = _Kind(mark("an activity"), (("activities",),))
_PAYMENT = _Kind(mark("a payment"), (("payments",),))
_PAYMENT_OR_PARTY = _Kind(mark("a payment or a party"), (("payments",), ("parties",)))
_CONDITION = _Kind(mark("a condition"), (("conditions",),))
_REPORT = _Kind(mark("a report"), (("follow_up", "reports"),))
_DECISION = _Kind(mark("a decision"), (("decisions",),))

# a star stands for an id, a hash for a place in a list; where a star ends it, the id itself refers
_REFERENCES = {
    "initiative.by.#": _PARTY,
    "notice.#.by": _ANYONE,
    "term.periods.#.decision": _DECISION,
    "activities.*.run_by.#": _PARTY,
    "commitments.#.by": _PARTY,
    "commitments.#.together_with.#": _PARTY,
    "commitments.#.activity": _ACTIVITY,
    "contributions.#.by": _PARTY,
    "contributions.#.payment": _PAYMENT,
    "contributions.#.activity": _ACTIVITY,
    "payments.*.from": _PARTY,
    "payments.*.from.#": _PARTY,
    "payments.*.from.*": _PARTY,
    "payments.*.to": _PARTY,
    "payments.*.to.#": _PARTY,
    "payments.*.to.*": _PARTY,
    "payments.*.activity": _ACTIVITY,
    "payments.*.condition": _CONDITION,
    "payments.*.released_by": _REPORT,
    "payments.*.parts.#.condition": _CONDITION,
    "payments.*.parts.#.released_by": _REPORT,
    "budgets.*.party": _PARTY,
    "budgets.*.lines.*.paid_by": _PAYMENT_OR_PARTY,
    "governance.*.members.#.party": _PARTY,
    "governance.*.convened_by": _PARTY_OR_BODY,
    "follow_up.reports.*.from": _PARTY_OR_BODY,
    "follow_up.reports.*.to": _PARTY_OR_BODY,
    "follow_up.reports.*.to.#": _PARTY_OR_BODY,
    "follow_up.reports.*.to.party": _PARTY,
    "follow_up.reports.*.to.#.party": _PARTY,
    "follow_up.duties.#.by": _PARTY_OR_BODY,
    "signatures.#.party": _PARTY,
    "amendments.*.decision": _DECISION,
}
_IN_THE_LOG = {
    "activity": _ACTIVITY,
    "meeting": _BODY,
    "report": _REPORT,
    "party": _PARTY,
    "cost": _PAYMENT,
    "condition": _CONDITION,
}
# by first step and length, then by last step
_PATTERNS: dict[tuple[object, int], dict[object, list[tuple[tuple[str, ...], _Kind]]]] = {}
for _path, _refers_to in _REFERENCES.items():
    _steps = tuple(_path.split("."))
    _by_last = _PATTERNS.setdefault((_steps[0], len(_steps)), {})
    _by_last.setdefault(_steps[-1], []).append((_steps, _refers_to))


@rule(
    "IOP114",
    "unknown-reference",
    ERROR,
    rests=(
        "parties.", "activities.", "payments.", "payments.*.rates", "decisions.", "conditions.",
        "budgets.", "governance.", "follow_up.",
    ),
)  # fmt: skip
def unknown_reference(reading: Reading) -> Findings:
    """An id that nothing defines: of a party, an activity, a payment, a condition, a report, a
    body, a decision, a budget line, a profile or another agreement; in the log also of a place, a
    rate, an indicator or an earlier entry.

    What refers to nothing is counted by nothing: a duty falls on nobody, and a course that was held
    is never paid for. It is usually a slip in the spelling, or an id that was changed in one place
    only.

    Write the id as it stands where it is defined, or define it there.
    """
    known: dict[_Kind, list[str]] = {}
    for where, text in reading.words:
        kind, is_key = _refers(where)
        if kind is None:
            continue
        if kind not in known:
            known[kind] = _defined_as(reading, kind)
        yield from _judged(
            where, str(where[-1]) if is_key else text, kind.says, known[kind], is_key
        )
    yield from _budget_lines(reading)
    yield from _other_files(reading)
    for finding in _log_references(reading):
        yield replace(finding, in_log=True)


# the places of an agreement come again in most others
@lru_cache(maxsize=8192)
def _refers(where: Where) -> tuple[_Kind | None, bool]:
    """What a place refers to, if anything, and whether its key is what refers."""
    by_last, last = _PATTERNS.get((where[0], len(where))), where[-1]
    if by_last is None:
        return None, False
    for ending in (last, "#" if isinstance(last, int) else "*"):
        for pattern, kind in by_last.get(ending, ()):
            if all(map(_fits, pattern, where)):
                return kind, ending == "*"
    return None, False


def _fits(step: str, part: str | int) -> bool:
    if step == "#":
        return isinstance(part, int)
    return isinstance(part, str) and step in ("*", part)


def _judged(where: Where, written: str, kind: str, known: list[str], key: bool = False) -> Findings:
    """The finding that nothing defines an id, with what was probably meant."""
    if unicodedata.normalize("NFC", written.strip()) in known:
        return
    meant = nearest(written, known)
    values: dict[str, Any] = {"written": written, "kind": Said(kind), "key": key}
    if meant and _STRANGE.search(written):
        says = mark(
            "{written} is not {kind} here: a letter is Cyrillic or Greek; did you mean {meant}?"
        )
        yield found(*where, says=says, meant=meant, **values)
    elif meant:
        says = mark("{written} is not {kind} here; did you mean {meant}?")
        yield found(*where, says=says, meant=meant, **values)
    elif 0 < len(known) <= _MOST_LISTED:
        says = mark("{written} is not {kind} here; known are {known}")
        yield found(*where, says=says, known=known, **values)
    else:
        yield found(*where, says=mark("{written} is not {kind} here"), **values)


def _defined_as(reading: Reading, kind: _Kind) -> list[str]:
    return [*kind.words, *(id for section in kind.sections for id in _defined(reading, section))]


def _defined(reading: Reading, section: Where) -> list[str]:
    """The ids of a section: as it stands, as it ever was or will be, and as any amendment says."""
    ids = _ids(at(reading.data, section))
    for _since, agreement in reading.versions:
        ids += _ids(_held(agreement, section))
    for path, value in _changes(reading):
        if path[: len(section)] == section:
            ids += [str(path[len(section)])] if len(path) > len(section) else _ids(value)
        elif section[: len(path)] == path:
            ids += _ids(at(value, section[len(path) :]))
    return list(dict.fromkeys(ids))


def _ids(value: object) -> list[str]:
    if isinstance(value, dict):
        return [str(id) for id in value]
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _held(value: Any, where: Where) -> Any:
    for part in where:
        if isinstance(value, dict):
            value = value.get(part)
        else:
            value = getattr(value, str(part), None) if isinstance(value, BaseModel) else None
    return value


def _changes(reading: Reading) -> Iterator[tuple[Where, Any]]:
    amendments = reading.data.get("amendments")
    for id in _ids(amendments):
        changes = at(amendments, (id, "changes"))
        for path in _ids(changes):
            yield read_path(path), at(changes, (path,))


def _budget_lines(reading: Reading) -> Findings:
    for index, contribution in enumerate(_list(reading.data.get("contributions"))):
        written = at(contribution, ("budget_line",))
        if not isinstance(written, str) or not written:
            continue
        lines = [
            path_text(("budgets", budget, "lines", line))
            for budget in _defined(reading, ("budgets",))
            for line in _defined(reading, ("budgets", budget, "lines"))
        ]
        yield from _judged(
            ("contributions", index, "budget_line"), written, mark("a budget line"), lines
        )


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _other_files(reading: Reading) -> Findings:
    """What refers to other files: a guideline and its criteria, a master, an earlier agreement."""
    agreement, library = reading.agreement, reading.library
    for key, id in (("part_of", agreement.part_of), ("follows", agreement.follows)):
        if isinstance(id, str) and library.master(id) is None:
            yield from _judged((key,), id, mark("an agreement"), [])
    criteria = agreement.criteria
    if criteria is None:
        return
    profile = library.profile_named(criteria.profile)
    if profile is None:
        if library.text(f"profiles/{criteria.profile}.yaml") is None:
            yield from _judged(("criteria", "profile"), criteria.profile, mark("a profile"), [])
        return
    for id in criteria.answers or {}:
        place: Where = ("criteria", "answers", id)
        yield from _judged(
            place, id, mark("a criterion of the profile"), list(profile.criteria or {}), True
        )


def _log_references(reading: Reading) -> Findings:
    log = reading.log
    if log is None:
        return
    if reading.file_id and log.agreement != reading.file_id:
        says = mark("the log is about {written}; its file belongs to {meant}")
        yield found("agreement", says=says, written=log.agreement, meant=reading.file_id)
    known = {kind: _defined_as(reading, kind) for kind in _IN_THE_LOG.values()}
    for index, entry in reading.entries:
        for key, kind in _IN_THE_LOG.items():
            if written := getattr(entry, key):
                yield from _judged(("entries", index, key), written, kind.says, known[kind])
    yield from _places_and_rates(reading)
    yield from _reported(reading)
    yield from _earlier_entries(log.entries or [])


def _places_and_rates(reading: Reading) -> Findings:
    """The place and the rate of what was held; a place only where the activity lists its places."""
    kinds = (
        ("place", mark("a place of the activity"), _places),
        ("rate", mark("a rate of the activity"), _rates),
    )
    activities = _defined(reading, ("activities",))
    known: dict[tuple[str, str], list[str]] = {}
    for index, entry in reading.entries:
        if entry.activity not in activities:
            continue
        for key, kind, ids in kinds:
            written = getattr(entry, key)
            if written is None:
                continue
            if (key, entry.activity) not in known:
                known[key, entry.activity] = ids(reading, entry.activity)
            if key == "rate" or known[key, entry.activity]:
                yield from _judged(
                    ("entries", index, key), written, kind, known[key, entry.activity]
                )


def _places(reading: Reading, activity: str) -> list[str]:
    section: Where = ("activities", activity, "places")
    ids = _defined(reading, section)
    names = [at(reading.data, (*section, id, "name")) for id in ids]
    names += [_held(a, (*section, id, "name")) for _since, a in reading.versions for id in ids]
    return [*ids, *dict.fromkeys(name for name in names if isinstance(name, str))]


def _rates(reading: Reading, activity: str) -> list[str]:
    """The rates of an activity, and those of payments for an activity that nothing defines."""
    others = {a for a in _defined(reading, ("activities",)) if a != activity}
    return [
        rate
        for payment in _defined(reading, ("payments",))
        if not others.issuperset(_paid_for(reading, payment))
        for rate in _defined(reading, ("payments", payment, "rates"))
    ]


def _paid_for(reading: Reading, payment: str) -> list[str]:
    """The activities that a payment is or was for."""
    where: Where = ("payments", payment, "activity")
    written = [at(reading.data, where), *(_held(a, where) for _since, a in reading.versions)]
    return [activity for activity in written if isinstance(activity, str)]


def _reported(reading: Reading) -> Findings:
    """The indicators that values are given for; silent where none is defined."""
    reports = _defined(reading, ("follow_up", "reports"))
    own = {r: _defined(reading, ("follow_up", "reports", r, "indicators")) for r in reports}
    common = list(reading.profile.indicators or {}) if reading.profile else []
    for index, entry in reading.entries:
        if not entry.values or (entry.report and entry.report not in own):
            continue
        asked = own[entry.report] if entry.report else [i for ids in own.values() for i in ids]
        if not asked and not common:
            continue
        for id in entry.values:
            place: Where = ("entries", index, "values", id)
            yield from _judged(
                place, id, mark("an indicator of the report"), [*asked, *common], True
            )


def _earlier_entries(entries: list[Entry]) -> Findings:
    known = list(dict.fromkeys(entry.id for entry in entries))
    all_known = set(known)
    for index, entry in enumerate(entries):
        for key, written in (("corrects", entry.corrects), ("withdraws", entry.withdraws)):
            if written is not None and (written not in all_known or written == entry.id):
                others = [id for id in known if id != entry.id]
                yield from _judged(("entries", index, key), written, mark("another entry"), others)
