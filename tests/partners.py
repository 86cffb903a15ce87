"""The shipped partnerships, and texts of others, as subjects of documents; and their Markdown."""

import re
from collections.abc import Callable
from datetime import date
from types import ModuleType

from conftest import ROOT, TODAY, setting, template

from iop_cli import words
from iop_cli.book import open_partnership
from iop_cli.check import check_partnership
from iop_cli.documents.engine import markdown
from iop_cli.documents.values import Subject
from iop_cli.finding import Text
from iop_cli.reading import Library, Today

BORAS, ORUST, STOCKHOLM, TIMRA = SHIPPED = (
    "boras-alskade-barn",
    "orust-junis-klubb-busa",
    "stockholm-bris-stodgrupper",
    "timra-sorakers-folkets-hus",
)
LANGUAGES = ("sv", "en")
MINIMAL = """\
format: 1
id: prov
title: Öppen förskola
status: proposed
parties:
  kommunen: {role: public, name: Exempelköpings kommun, legal_form: municipality}
  föreningen: {role: nonprofit, name: Föreningen Exempel, legal_form: association}
"""
_HEADING = re.compile(r"^#{1,6} ")


def shipped(id: str, language: str, today: date = TODAY, **more: object) -> Subject:
    """A shipped partnership, with its log and its findings in the document's language."""
    log = ROOT / "agreements" / f"{id}.log.yaml"
    raw = (ROOT / "agreements" / f"{id}.yaml").read_bytes()
    return of(raw, language, today, log.read_bytes() if log.is_file() else None, id, **more)


def of(
    raw: bytes | str,
    language: str = "en",
    today: date = TODAY,
    log: bytes | str | None = None,
    id: str = "prov",
    **more: object,
) -> Subject:
    """A partnership from its text."""
    name, logged = f"agreements/{id}.yaml", f"agreements/{id}.log.yaml"
    held = raw.encode() if isinstance(raw, str) else raw
    told = log.encode() if isinstance(log, str) else log
    opened = open_partnership(
        (name, held), (logged, told) if told else None, Today(today), Library(template)
    )
    with words.speaking(language):
        checked = check_partnership(
            Text(name, held), Text(logged, told) if told else None, setting(today)
        )
    return Subject(
        opened,
        opened.readings[-1],
        language,
        today,
        findings=tuple(d for d in checked.found if not d.accepted),
        accepted=tuple(d for d in checked.found if d.accepted),
        **more,  # type: ignore[arg-type] # public, draft, billed
    )


def rendered(
    document: str,
    subject: Subject,
    content: ModuleType,
    values: Callable[[Subject], dict[str, object]] | None = None,
) -> str:
    """The document's Markdown, by the shipped template."""
    with words.speaking(subject.language):
        made = (values or content.values)(subject)
    return markdown(
        document,
        made,
        lambda name: (ROOT / "templates" / name).read_bytes(),
        subject.language,
        subject.own_language,
    )


def empty_headings(text: str) -> list[str]:
    """Headings that nothing stands under: the next line is a heading as high, or the end."""
    lines = [line for line in text.split("\n") if line.strip()]
    found = []
    for line, after in zip(lines, [*lines[1:], "# "], strict=True):
        level, below = len(line.split(" ")[0]), len(after.split(" ")[0])
        if _HEADING.match(line) and _HEADING.match(after) and below <= level:
            found.append(line)
    return found


def unknown_told(text: str) -> list[str]:
    """Words that only a slip puts into a document."""
    return re.findall(r"\bNone\b|\bnan\b|[{}]|Undefined", _prose(text))


def _prose(text: str) -> str:
    """The text without the marks of our own dialect."""
    return re.sub(r"\{lang=\w+\}", "", text)
