"""Findings for a reader at a terminal: set with excerpt and carets, labelled, or one line each.

Colour is decoration: everything it says also stands in words. Looks at no terminal itself.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from iop_cli.diagnostic import Diagnostic, Severity
from iop_cli.report.excerpt import window
from iop_cli.report.run import Head, Look, Tally
from iop_cli.report.safe import safe, safe_line
from iop_cli.report.sentence import (
    closing,
    place,
    place_in_words,
    see_also,
    standing,
    standing_or_entry,
    title,
    way_out,
)
from iop_cli.words import mark, say

_COLOR = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.INFO: "1;36"}
_QUIET = "2"
_UNWRAPPED = 160
_NARROWEST = 20
_INDENT = "  "
# the spaces inside a number, and those between a key and its value in an entry for the file
_TOGETHER = re.compile(r" (?:(?<=\d )(?=\d{3}\b)|(?<={rule: )|(?<=, where: )|(?<=, finding: ))")
_GLUE = "\0"


def text(found: Iterable[Diagnostic], head: Head, look: Look) -> Iterator[str]:
    """Each finding in a few lines, a blank line after it; the count last."""
    tally = Tally()
    yield from each(tally.through(found), look)
    yield count(tally, head, look)


def each(found: Iterable[Diagnostic], look: Look) -> Iterator[str]:
    """Each finding in a few lines, a blank line after it."""
    for finding in found:
        lines = _labelled(finding, look) if look.plain else _set(finding, look)
        yield "\n".join([*lines, "", ""])


def count(tally: Tally, head: Head, look: Look) -> str:
    """The last lines: how many of what."""
    return "\n".join(_wrapped(closing(tally, head), look, rest="")) + "\n"


def concise(found: Iterable[Diagnostic]) -> Iterator[str]:
    """One line a finding, its place first and its severity last."""
    for finding in found:
        place_and_title = f"{place(finding.file, finding.span)}: {title(finding)}"
        yield safe_line(f"{place_and_title}: {safe(finding.message)} [{standing(finding)}]") + "\n"


def _set(finding: Diagnostic, look: Look) -> list[str]:
    word = standing(finding)
    where = f"{place(finding.file, finding.span)}: {title(finding)}"
    first, *rest = _wrapped(f"{word}: {where}: {safe(finding.message)}", look)
    first = _colored(word, _color(finding), look) + first.removeprefix(word)
    lines = [first, *rest, *_excerpt(finding, look)]
    for related in finding.related:
        lines += _below(see_also(related, place(related.file, related.span)), look)
    for line in way_out(finding):
        lines += _below(line, look)
    for line in standing_or_entry(finding):
        lines += [_colored(part, _QUIET, look) for part in _below(line, look)]
    return lines


def _excerpt(finding: Diagnostic, look: Look) -> list[str]:
    if not finding.excerpt.strip():
        return []
    number = f"{finding.span.line:>4} | "
    part = window(finding.excerpt, finding.span, (look.width or _UNWRAPPED) - len(number))
    gutter = " " * (len(number) - 2) + "| "
    line = (_colored(number, _QUIET, look) + part.text).rstrip()
    carets = _colored("^" * part.under, _color(finding), look)
    return [line, _colored(gutter, _QUIET, look) + " " * part.before + carets]


def _labelled(finding: Diagnostic, look: Look) -> Iterator[str]:
    for line in _labels(finding, look):
        yield from _wrapped(line, look)


def _labels(finding: Diagnostic, look: Look) -> Iterator[str]:
    yield say(mark("Place: {place}"), place=place_in_words(finding.file, finding.span))
    fault = f"{standing(finding)}, {title(finding)}: {safe(finding.message)}"
    yield say(mark("Fault: {fault}"), fault=fault)
    if finding.excerpt.strip():
        part = window(finding.excerpt, finding.span, look.width or _UNWRAPPED)
        yield say(mark("Text: {text}"), text=part.text.strip())
        if part.marked.strip():
            yield say(mark("Points at: {text}"), text=part.marked.strip())
    for related in finding.related:
        yield see_also(related, place_in_words(related.file, related.span))
    yield from way_out(finding)
    yield from standing_or_entry(finding)


def _below(line: str, look: Look) -> list[str]:
    return _wrapped(line, look, _INDENT, _INDENT * 2)


def _wrapped(line: str, look: Look, first: str = "", rest: str = _INDENT) -> list[str]:
    whole = first + safe_line(line)
    if not look.width or len(whole) <= look.width:
        return [whole]
    return _folded(whole, max(look.width, _NARROWEST), rest).split("\n")


# a rule's way out is the same for all that it finds
@lru_cache(maxsize=1024)
def _folded(line: str, width: int, rest: str) -> str:
    """The line folded at blanks, without a blank inside a number or an entry; no word is cut."""
    folded: list[str] = []
    indent, words = "", _TOGETHER.sub(_GLUE, line.rstrip(" "))
    begins = len(words) - len(words.lstrip(" "))
    while len(indent) + len(words) > width:
        cut = words.rfind(" ", begins, width - len(indent) + 1)
        if cut < 0:
            cut = words.find(" ", begins)
        if cut < 0:
            break
        folded.append(indent + words[:cut].rstrip(" "))
        indent, words, begins = rest, words[cut:].lstrip(" "), 0
    return "\n".join([*folded, indent + words]).replace(_GLUE, " ")


def _color(finding: Diagnostic) -> str:
    return _QUIET if finding.accepted else _COLOR[finding.severity]


def _colored(words: str, color: str, look: Look) -> str:
    return f"\x1b[{color}m{words}\x1b[0m" if look.color else words
