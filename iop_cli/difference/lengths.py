"""Changes of time in words: a term that is lengthened, a notice that shrinks, a way out that goes.

Counts months and days between two ends; decides nothing about what is too short.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from iop_cli.difference.change import Change
from iop_cli.difference.naming import holder, name_of, value
from iop_cli.difference.subject import subject, way_out
from iop_cli.phrases import joined, shown, told
from iop_cli.portrait.when import moment
from iop_cli.quantity import Length, Moment, NotRead
from iop_cli.words import mark

_DAY = timedelta(days=1)


def of_lengths(change: Change) -> str:
    """A length that has become shorter or longer."""
    before, after = _length(change.before), _length(change.after)
    if before is None or after is None or before.days_at_least == after.days_at_least:
        return ""
    says = (
        mark("{what} shrinks from {before} to {after}")
        if before.days_at_least > after.days_at_least
        else mark("{what} grows from {before} to {after}")
    )
    return told(says, what=subject(change), before=before, after=after)


def _length(written: object) -> Length | None:
    try:
        return Length.read(written) if isinstance(written, str) else None
    except NotRead:
        return None


def _moment(written: object) -> Moment | None:
    try:
        return Moment.read(written) if isinstance(written, str) and written != "none" else None
    except NotRead:
        return None


def _end(change: Change) -> str:
    """The last day of the term: later, earlier, open, known or unknown."""
    before, after = _moment(change.before), _moment(change.after)
    if change.after == "none":
        return told(mark("the term now runs until further notice"))
    if after is None:
        return ""
    last = after.as_end
    first = before.as_end if before else None
    if first is None or last is None or first == last:
        if change.before == "none":
            says = mark("the term now ends {day}; it ran until further notice")
        else:
            says = mark("the term now ends {day}")
        return told(says, day=moment(after))
    if first < last:
        says = mark("the term is lengthened by {length}, to {day}")
    else:
        says = mark("the term is shortened by {length}, to {day}")
    return told(says, length=between(first, last), day=moment(after))


def between(one: date, other: date) -> Length:
    """The length between two last days: in months where they are whole, else in days."""
    start, end = sorted((one + _DAY, other + _DAY))
    months = (end.year - start.year) * 12 + end.month - start.month
    if months and Length.of_months(months).after(start) == end:
        return Length.of_months(months)
    return Length.days((end - start).days)


def _start(change: Change) -> str:
    before, after = _moment(change.before), _moment(change.after)
    if before is None or after is None:
        return ""
    says = mark("the term begins {after} instead of {before}")
    return told(says, after=moment(after), before=moment(before))


def _notice(change: Change) -> str:
    """A way out that has come or gone."""
    if change.kind == "changed":
        return ""
    held = holder(change, 2)
    words = joined(way_out(change), _so_long(held), _open_to(held, change))
    if change.kind == "added":
        return told(mark("a way out is added: {words}"), words=words)
    return told(mark("a way out is taken away: {words}"), words=words)


def _so_long(held: dict[str, Any]) -> str:
    length = _length(held.get("length"))
    return shown(length) if length else ""


def _open_to(held: dict[str, Any], change: Change) -> str:
    by = held.get("by")
    if by in (None, "any"):
        return ""
    return told(mark("open to {party}"), party=name_of(change.scene, by))


def _at_end(change: Change) -> str:
    """What happens when the term ends."""
    held = change.after
    if held == "expires":
        return told(mark("the term now expires by itself at its end"))
    length = _length(held.get("renews")) if isinstance(held, dict) else None
    if length is None:
        return ""
    return told(mark("the term is now renewed by {length} at a time"), length=length)


def _extension(change: Change) -> str:
    """The right to extend that has come or gone."""
    if change.kind == "removed":
        return told(mark("the term can no longer be extended by agreement"))
    if change.kind == "changed":
        return ""
    words = value(change.shape, change.after, change.scene, change.pattern)
    return told(mark("the term may now be extended: {words}"), words=words)


TELLERS: dict[tuple[str, ...], Callable[[Change], str]] = {
    ("term", "end"): _end,
    ("term", "start"): _start,
    ("term", "at_end"): _at_end,
    ("term", "extension"): _extension,
    ("notice", "*"): _notice,
}
