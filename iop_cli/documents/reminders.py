"""What the law asks to be considered: the rules' own findings, as reminders with figure and source.

Reminds and dates; never says that something is unlawful. Reckons nothing that the rules have not.
"""

from collections.abc import Callable, Iterable
from typing import Any

from iop_cli.documents import spoken
from iop_cli.documents.values import Markup, Subject
from iop_cli.documents.weaving import chained, listed, own, table, woven
from iop_cli.documents.words_of import in_own_language, money, swedish
from iop_cli.finding import Finding
from iop_cli.rules import roll
from iop_cli.words import _, form, mark, say

Row = dict[str, object]


def found(subject: Subject, code: str) -> list[Finding]:
    """What a rule finds in the agreement as it reads on the day."""
    check = roll()[code].check
    held: Iterable[Finding] = check(subject.reading) if check else ()
    return list(held)


def reminders(subject: Subject) -> Markup:
    """A table of what to consider, each with its figure and where that was read."""
    rows = [
        make(subject, finding) for code, make in _MAKERS.items() for finding in found(subject, code)
    ]
    columns = [("what", _("Question")), ("words", _("To consider")), ("source", _("Source"))]
    return table(subject, columns, rows)


def _procurement(subject: Subject, finding: Finding) -> Row:
    told: dict[str, Any] = finding.values
    held, limit = told["day"], told.get("limit")
    row = subject.reading.library.row("procurement", held.day) or {}
    says = mark("the day of the decision, {day}") if held.decided else \
        mark("the first day of the term, {day}")  # fmt: skip
    when = say(says, day=spoken.day(held.day))
    if limit is None:
        says = mark(
            "The value over the whole term is {value}. The limit for direct award on {when}, is "
            "not in the table and needs to be supplied. Note why this is no purchase."
        )
        words = woven(subject, says, value=money(told["value"]), when=when)
    else:
        says = mark(
            "The value over the whole term is {value}. If this were a purchase, the limit for "
            "direct award would count; on {when}, it was {limit}. Note why this is no purchase."
        )
        words = woven(subject, says, value=money(told["value"]), when=when, limit=money(limit))
    return {"what": _("Procurement"), "words": words, "source": _source(subject, row)}


def _state_aid(subject: Subject, finding: Finding) -> Row:
    told: dict[str, Any] = finding.values
    day = next((f.values["day"] for f in found(subject, "IOP704")), None)
    first = getattr(day, "day", None) or subject.reading.first_day
    row = subject.reading.library.row("state_aid", first) if first else None
    says = mark(
        "Over three years, at most {support} goes to {party}. The ceiling for de minimis aid is "
        "{ceiling}, and counts only where the activity is economic. Assess whether it is."
    )
    if getattr(told["support"], "nature", "") != "exact":
        says = mark(
            "Over three years, {support} goes to {party}. The ceiling for de minimis aid is "
            "{ceiling}, and counts only where the activity is economic. Assess whether it is."
        )
    words = woven(subject, says, support=money(told["support"]), party=own(str(told["party"])),
                  ceiling=money(told["ceiling"]))  # fmt: skip
    return {"what": _("State aid"), "words": words, "source": _source(subject, row or {})}


def _source(subject: Subject, row: dict[str, Any]) -> Markup:
    """Where a figure was read, and that nobody has verified it where that is so."""
    source = swedish(subject, row.get("source"))
    if row and row.get("verified") != "yes":
        return woven(subject, mark("{source} (not verified)"), source=source)
    return source


def _signs(subject: Subject, finding: Finding) -> Row:
    signs: Any = finding.values["signs"]
    says = mark(
        "The agreement shows signs of a purchase: {signs}. Assess whether it must be procured, and "
        "keep the assessment with the agreement."
    )
    told = chained(subject, *[form(sign) for sign in signs], by="; ")
    source = _("HFD 2020 ref. 15, case 3165-19")
    return {"what": _("Purchase or partnership"), "words": woven(subject, says, signs=told),
            "source": source}  # fmt: skip


def _initiative(subject: Subject, finding: Finding) -> Row:
    names = listed(subject, [own(str(n)) for n in finding.values["names"]])  # type: ignore[attr-defined] # a list
    says = mark(
        "The initiative came from {names}. Note how the association came to shape the activity."
    )
    profile = subject.reading.profile
    return {"what": _("Initiative"), "words": woven(subject, says, names=names),
            "source": swedish(subject, profile.name if profile else None)}  # fmt: skip


def _replaced(subject: Subject, finding: Finding) -> Row:
    says = mark(
        "The money replaces {what}. Note what the partnership holds that the grant did not."
    )
    what = own(str(finding.values["what"]))
    profile = subject.reading.profile
    return {"what": _("Ordinary grants"), "words": woven(subject, says, what=what),
            "source": swedish(subject, profile.name if profile else None)}  # fmt: skip


def _personal_data(subject: Subject, _finding: Finding) -> Row:
    says = mark(
        "Information about individuals is kept or reported, and the agreement does not say who is "
        "responsible for it. Agree on who is controller, how long it is kept and who may read it."
    )
    return _of_law(subject, _("Personal data"), says, "gdpr")


def _record_checks(subject: Subject, _finding: Finding) -> Row:
    says = mark(
        "Children take part or are minded, and the agreement says nothing of record checks. Agree "
        "on who asks for the extracts and when."
    )
    return _of_law(subject, _("Record checks"), says, "record_checks")


def _of_law(subject: Subject, what: str, says: str, fact: str) -> Row:
    held = subject.reading.library.fact(fact)
    law = in_own_language(str(held.get("name", "")), held.get("name_en"), subject)
    return {"what": what, "words": woven(subject, says), "source": law}


def _confidentiality(subject: Subject, _finding: Finding) -> Row:
    says = mark(
        "The activity concerns people who need what they tell to be kept, and the agreement says "
        "nothing of confidentiality. Agree on what may be told to whom, also between the parties."
    )
    source = _("common knowledge; no source has been read")
    return {"what": _("Confidentiality"), "words": woven(subject, says), "source": source}


def _territory(subject: Subject, _finding: Finding) -> Row:
    says = mark(
        "The purpose names an area outside the public parties' own. Note what ties the activity "
        "to the own area, or let the other body join."
    )
    source = _("The Local Government Act (2017:725) chapter 2 (not verified)")
    return {"what": _("Area"), "words": woven(subject, says), "source": source}


_MAKERS: dict[str, Callable[[Subject, Finding], Row]] = {
    "IOP704": _procurement,
    "IOP705": _signs,
    "IOP706": _state_aid,
    "IOP702": _initiative,
    "IOP703": _replaced,
    "IOP707": _personal_data,
    "IOP708": _record_checks,
    "IOP709": _confidentiality,
    "IOP710": _territory,
}
