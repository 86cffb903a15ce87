"""A template and its values become the Markdown of one document: escaped, numbered, tidy.

Knows how each kind of text is made harmless, and how a part in another language is marked.
Computes nothing and says nothing itself but the mark of a draft.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from iop_cli import words
from iop_cli.diagnostic import Diagnostic, Severity
from iop_cli.documents import harmless
from iop_cli.documents.values import Clause, Markup, Own
from iop_cli.paper.jail import Loader, fill
from iop_cli.words import _, mark, plural, say

# three loops, one inside the other: sections, their tables, the rows of these
DEEPEST_LOOP = 3
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_HEADING = re.compile(r"^(#{1,6}) ", re.MULTILINE)
_NUMBERED = re.compile(r"^(#{2,6}) #\. ")
# a kind of text is carried through the template between characters that no text holds
_OWN = re.compile("\x0e(.*?)\x0f", re.DOTALL)
_CLAUSE = re.compile("\x02(.*?)\x03", re.DOTALL)
_TITLE = re.compile(r"^# .*\n", re.MULTILINE)
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")


def markdown(
    document: str,
    values: Mapping[str, Any],
    load: Loader,
    language: str,
    own_language: str,
    *,
    draft: Sequence[Diagnostic] | None = None,
) -> str:
    """The document as Markdown in `language`; what is in the agreement's own is marked so.

    A draft carries a mark below its title, and its open findings; `draft` None is no draft. Charts
    still stand in it: see `without_charts`. Raises IopError for a template that cannot be used.
    """
    made = fill(f"{document}.md.j2", load, _placed, dict(values), DEEPEST_LOOP, language)
    with words.speaking(language):
        notice = _notice(draft) if draft is not None else ""
    other = own_language if own_language != language else ""
    told = _spoken(_with_clauses(made, other), other)
    return _tidy(_with_notice(_numbered(told), notice))


def without_charts(text: str) -> str:
    """The Markdown as it is kept: a chart's figures stand in the table below it."""
    return _tidy(re.sub(r"^```chart\n.*?^```\n", "", text, flags=re.MULTILINE | re.DOTALL))


def _placed(value: str) -> str:
    """A value as it is placed in Markdown, according to the kind of text that it is."""
    if isinstance(value, Markup):
        return str(value)
    if isinstance(value, Clause):
        return f"\x02{harmless.several(value)}\x03"
    told = harmless.escaped(value)
    return f"\x0e{told}\x0f" if isinstance(value, Own) and told else told


def _with_clauses(text: str, language: str) -> str:
    """The text with its clauses in place: as blocks below the heading that they stand under."""
    pieces = _CLAUSE.split(text)
    made: list[str] = []
    level = 1
    for at in range(0, len(pieces), 2):
        headings = _HEADING.findall(pieces[at])
        level = len(headings[-1]) if headings else level
        made.append(pieces[at])
        if at + 1 == len(pieces):
            break
        before, after = "".join(made[-1:]).rpartition("\n")[2], pieces[at + 2].partition("\n")[0]
        if before.strip() or after.strip():
            made.append(f"\x0e{harmless.escaped(pieces[at + 1])}\x0f")
        elif pieces[at + 1]:
            made.append(_block(harmless.clause(pieces[at + 1], level + 1), language))
    return "".join(made)


def _block(text: str, language: str) -> str:
    if not _LANGUAGE.fullmatch(language):
        return f"\n{text}\n"
    return f"\n::: {{lang={language}}}\n{text}\n:::\n"


def _spoken(text: str, language: str) -> str:
    """The text with each piece of the agreement's own words marked as such."""
    marked = rf"[\1]{{lang={language}}}" if _LANGUAGE.fullmatch(language) else r"\1"
    return _OWN.sub(marked, text)


def _numbered(text: str) -> str:
    """The text with `#. ` in its headings turned into numbers, so that none is left out."""
    counts: list[int] = []
    lines: list[str] = []
    for line, is_code in _lines(text):
        found = None if is_code else _NUMBERED.match(line)
        if found:
            depth = len(found[1]) - 1
            counts = (counts + [0] * depth)[:depth]
            counts[-1] += 1
            number = ".".join(str(count) for count in counts if count)
            dot = "." if depth == 1 else ""
            line = f"{found[1]} {number}{dot} {line[found.end() :]}"
        lines.append(line)
    return "\n".join(lines)


def _lines(text: str) -> list[tuple[str, bool]]:
    """Each line, and whether it is code."""
    fence, held = "", []
    for line in text.split("\n"):
        found = _FENCE.match(line)
        held.append((line, bool(fence or found)))
        if found and not fence:
            fence = found[1]
        elif found and line.strip().strip(fence[0]) == "" and len(found[1]) >= len(fence):
            fence = ""
    return held


def _tidy(text: str) -> str:
    """No blank line twice, none at the ends, no blanks at the end of a line."""
    lines: list[str] = []
    for line, is_code in _lines(text):
        kept = line if is_code else line.rstrip(" \t")
        if kept or is_code or (lines and lines[-1]):
            lines.append(kept)
    return "\n".join(lines).strip("\n") + "\n"


def _with_notice(text: str, notice: str) -> str:
    if not notice:
        return text
    title = _TITLE.search(text)
    at = title.end() if title else 0
    return f"{text[:at]}\n{notice}\n\n{text[at:]}"


def _notice(findings: Sequence[Diagnostic]) -> str:
    """The mark of a draft, and what is not yet settled in it."""
    heavy = [d for d in findings if d.severity is not Severity.INFO]
    told = [f"**{_('DRAFT')}** {_('This document is a draft and binds nobody.')}"]
    if heavy:
        says = plural("{count} open finding:", "{count} open findings:", len(heavy))
        told += ["", says, "", *(f"- {_finding(found)}" for found in heavy)]
    return "\n".join(f"> {line}".rstrip() for line in told)


def _finding(found: Diagnostic) -> str:
    says = mark("{code} {message} ({place})") if found.where else mark("{code} {message}")
    values = {"code": found.code, "message": found.message, "place": found.where}
    return harmless.escaped(say(says, **values))
