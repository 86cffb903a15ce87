"""Words of ours and of the agreement put together: sentences, lists, tables, each text marked.

Escapes every text that came from a file, and marks the ones in another language than the document.
Knows no agreement.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from iop_cli.documents.harmless import escaped
from iop_cli.documents.values import Markup, Own, Subject
from iop_cli.words import _, form, mark

Column = tuple[str, ...]
_FOLDED = re.compile(r"\s*\n\s*")
_QUOTES = {"sv": ("”", "”"), "en": ("“", "”")}


def own(text: str | None) -> Own:
    """A text of the agreement on one line; empty where there is none."""
    return Own(_FOLDED.sub(" ", text.strip()) if text else "")


def markup(subject: Subject, value: object) -> str:
    """One value as Markdown: the agreement's own text is marked where its language is another."""
    if value is None or value == "":
        return ""
    if isinstance(value, Markup):
        return str(value)
    text = escaped(_FOLDED.sub(" ", form(value)))
    if isinstance(value, Own) and subject.own_language != subject.language:
        return f"[{text}]{{lang={subject.own_language}}}"
    return text


def woven(subject: Subject, message: str, /, **values: object) -> Markup:
    """A message in the document's language with its values put in, as Markdown.

    The names in braces have no underscores: they are escaped with the message.
    """
    held = {key: markup(subject, value) for key, value in values.items()}
    return Markup(escaped(_(message)).format_map(held))


def chained(subject: Subject, *pieces: object, by: str = ", ") -> Markup:
    """The pieces that say something, in a row."""
    held = [markup(subject, piece) for piece in pieces]
    return Markup(by.join(piece for piece in held if piece))


def listed(subject: Subject, pieces: Iterable[object]) -> Markup:
    """Several things in a sentence: a · a and b · a, b and c."""
    held = [Markup(text) for piece in pieces if (text := markup(subject, piece))]
    if len(held) < 2:
        return Markup("".join(held))
    first = chained(subject, *held[:-1])
    return woven(subject, mark("{first} and {last}"), first=first, last=held[-1])


def quoted(subject: Subject, texts: Iterable[str]) -> Markup:
    """The text's own words between quotation marks, one after the other."""
    left, right = _QUOTES[subject.language]
    return chained(subject, *[Markup(left + markup(subject, own(t)) + right) for t in texts])


def capital(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def paragraph(subject: Subject, lines: Iterable[object]) -> Markup:
    """Sentences as one paragraph, each on its own line; empty where there are none."""
    return chained(subject, *lines, by="\n")


def bullets(subject: Subject, items: Iterable[object]) -> Markup:
    """A list with a dot before each thing; empty where there are none."""
    held = [markup(subject, item) for item in items]
    return Markup("\n".join(f"- {item}" for item in held if item))


def table(
    subject: Subject,
    columns: Sequence[Column],
    rows: Iterable[Mapping[str, object]],
    caption: object = "",
) -> Markup:
    """A table of those columns that hold something; empty where nothing is held.

    A column is its key, its heading in the document's language, and `right` for numbers.
    """
    told = [[markup(subject, row.get(column[0])) for column in columns] for row in rows]
    held = [row for row in told if any(row)]
    kept = [at for at in range(len(columns)) if any(row[at] for row in held)]
    if not kept:
        return Markup("")
    heads = [escaped(columns[at][1]) for at in kept]
    rules = ["---:" if len(columns[at]) > 2 else "---" for at in kept]
    cells = [[row[at] for at in kept] for row in held]
    lines = [f"| {' | '.join(line)} |" for line in (heads, rules, *cells)]
    first = [f"Table: {markup(subject, caption)}"] if caption else []
    return Markup("\n".join([*first, *lines]))


def facts(subject: Subject, pairs: Iterable[tuple[str, object]], caption: object = "") -> Markup:
    """A table of two columns, what and how, of those pairs that say something."""
    rows = [{"what": what, "words": words} for what, words in pairs if words]
    columns = [("what", _("Matter")), ("words", _("What is agreed"))]
    return table(subject, columns, rows, caption)


def blocks(*held: Any) -> list[Any]:
    """Those paragraphs, clauses, lists and tables that say something, lists of them flattened."""
    flat = [x for block in held for x in (block if isinstance(block, list) else [block])]
    return [block for block in flat if block]
