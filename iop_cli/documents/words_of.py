"""What memos, assessments and minutes share: the term, sums that may be unknown, lines to fill in.

Speaks the language spoken now. Knows no template and no document.
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from iop_cli.deadlines import current_end
from iop_cli.documents import spoken
from iop_cli.documents.naming import enters
from iop_cli.documents.values import Clause, Markup, Own, Subject
from iop_cli.documents.weaving import chained, listed, own, table, woven
from iop_cli.model.agreement import ClauseText
from iop_cli.model.kinds import NONE
from iop_cli.paper import figures
from iop_cli.paper.markup import escaped
from iop_cli.phrases import chosen
from iop_cli.quantity import Amount, Moment
from iop_cli.words import _, language, mark, say
from iop_cli.yearly import NO_YEAR, Sum

# to be filled in by hand
LINE = Markup("\\_" * 30)
SHORT_LINE = Markup("\\_" * 15)
_FIRST = re.compile(r"^\[?\w")
_MONEY = {
    "about": mark("about {amount}"),
    "up to": mark("at most {amount}"),
    "over": mark("over {amount}"),
    "at least": mark("at least {amount}"),
}
_SECTION = {
    "background": mark("Background"),
    "purpose": mark("Purpose and goals"),
    "value_base": mark("Shared values"),
    "initiative": mark("Initiative"),
    "parties": mark("The parties"),
    "target_group": mark("Target group"),
    "activities": mark("What is done"),
    "commitments": mark("What each party undertakes"),
    "independence": mark("The association's independence"),
    "influence": mark("Public influence and insight"),
    "organisation": mark("Organisation and steering"),
    "follow_up": mark("Follow-up and evaluation"),
    "economy": mark("The economy"),
    "payment": mark("Terms of payment"),
    "index": mark("Indexation"),
    "vat": mark("Value added tax"),
    "repayment": mark("Repayment"),
    "surplus": mark("Surplus"),
    "term": mark("Term of the agreement"),
    "notice": mark("Notice of termination"),
    "extension": mark("Extension of the term"),
    "renegotiation": mark("Renegotiation"),
    "breach": mark("Breach of the agreement"),
    "dispute": mark("Disputes"),
    "amendments": mark("Amendments and additions"),
    "marketing": mark("Marketing"),
    "data_protection": mark("Personal data"),
    "record_checks": mark("Record checks"),
    "confidentiality": mark("Confidentiality"),
    "insurance": mark("Insurance"),
    "audit": mark("Audit and insight"),
    "public_access": mark("Public access to documents"),
    "other": mark("Other matters"),
}


def section(key: str) -> str:
    """What a section is called."""
    return chosen(_SECTION, key)


def parties(subject: Subject) -> Markup:
    """Those who enter the agreement, in a sentence."""
    held = subject.reading.agreement.parties.values()
    return listed(subject, [own(party.name) for party in held if enters(party)])


def money(amount: Amount) -> str:
    """An amount in kronor, without decimals that say nothing: at most 40 000 kr."""
    value = figures.bare(amount.value).removesuffix(",00")
    words = f"{value}{figures.NO_BREAK}{figures.UNITS.get(amount.currency, amount.currency)}"
    return say(_MONEY[amount.nature], amount=words) if amount.nature in _MONEY else words


def total(held: Sum | None) -> str:
    """A sum as far as it can be said; empty where there is none to say."""
    if held is None:
        return ""
    if held.amount is None:
        return _("unknown")
    if held.lacks:
        return say(mark("{amount} and an unknown amount"), amount=money(held.amount))
    return money(held.amount)


def year(value: int) -> str:
    """A year of a table; that it is not known is said."""
    return _("year unknown") if value == NO_YEAR else str(value)


def term(subject: Subject, *, extended: bool = False) -> Markup:
    """The term as the agreement has it, or as the log has prolonged it; empty where unknown."""
    reading, held = subject.reading, subject.reading.agreement.term
    first = reading.first_day
    last = current_end(reading) if extended else reading.agreed_end
    return days(subject, first, last, is_open=held is not None and held.end is NONE)


def days(
    subject: Subject, first: date | None, last: date | None, *, is_open: bool = False
) -> Markup:
    """From one day to another as a decision says it; empty where neither is known."""
    start, end = (spoken.day(d) if d else "" for d in (first, last))
    if start and end:
        return woven(subject, mark("from {start} up to and including {end}"), start=start, end=end)
    if start and is_open:
        return woven(subject, mark("from {start} until further notice"), start=start)
    if start:
        return woven(subject, mark("from and including {start}"), start=start)
    return woven(subject, mark("up to and including {end}"), end=end) if end else Markup()


def span(subject: Subject, start: Moment | None, end: object) -> Markup:
    """The days that a decision or an earlier agreement names, in short; empty where none is."""
    return chained(subject, spoken.span(start, end))


def clause(subject: Subject, key: str) -> Clause | Markup:
    """A clause of the agreement; empty where there is none."""
    held = dict(subject.reading.agreement.clauses or {}).get(key)  # type: ignore[call-overload] # any topic
    if held is None:
        return Markup()
    return Clause((held.text if isinstance(held, ClauseText) else held).strip())


def swedish(subject: Subject, text: str | None) -> Markup:
    """A text that is Swedish whatever the agreement's language: of a guideline or a table."""
    if not text:
        return Markup()
    held = escaped(" ".join(text.split()))
    return Markup(held if subject.language == "sv" else f"[{held}]{{lang=sv}}")


def in_own_language(swedish_text: str, english_text: str | None, subject: Subject) -> Markup:
    """A text that is kept in both languages; the Swedish, marked, where there is no English."""
    if language() == "en" and english_text:
        return chained(subject, english_text)
    return swedish(subject, swedish_text)


def first_capital(held: Markup | Own | str) -> Any:
    """The same with a capital first letter, also behind a mark; of the same kind."""
    return type(held)(_FIRST.sub(lambda found: found[0].upper(), held, count=1))


def particulars(subject: Subject, pairs: Iterable[tuple[str, object]]) -> Markup:
    """A table of two columns, of those pairs that say something."""
    rows = [{"what": what, "words": words} for what, words in pairs if words]
    return table(subject, [("what", _("Particulars")), ("words", _("Content"))], rows)
