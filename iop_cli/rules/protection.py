"""IOP7xx, those whom it is for: data protection, record checks and confidentiality.

Finds whom the agreement concerns and whether a clause speaks of it, never what the clause is worth.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from iop_cli import words
from iop_cli.finding import path_text
from iop_cli.model.activity import Activity
from iop_cli.model.agreement import Agreement
from iop_cli.quantity import NotRead, read_day
from iop_cli.reading import Reading
from iop_cli.rules.rule import INFO, Findings, Where, found, rule
from iop_cli.words import mark, say

ADULT = 18
_CHILDREN = re.compile(
    r"\b\w*(?:barn|elever|minderåriga|tonåringar)\b|skolålder|\bchild", re.IGNORECASE
)
_ADULTS = re.compile(r"\b\w*(?:föräldrar|vårdnadshavare|vuxna|adults|parents)\b", re.IGNORECASE)
_DANGER = re.compile(
    r"\bvåld|skydda\w* (?:identitet|person)|hedersrelat|violence|protected ident", re.IGNORECASE
)
_NOTES = re.compile(
    r"anteckning|journal|om deltagar|varje deltagare|enskild|individ", re.IGNORECASE
)


@dataclass(frozen=True)
class _Law:
    """A law's name in both languages; `text` is its id in the table."""

    text: str
    swedish: str
    english: str

    def in_words(self) -> str:
        """The name in the reader's language."""
        return self.english if words.language() == "en" else self.swedish


def _law(fact: dict[str, Any]) -> _Law:
    name = str(fact.get("name", "?"))
    return _Law(str(fact.get("id", "")), name, str(fact.get("name_en", name)))


@dataclass(frozen=True)
class _Since:
    """Since when a law holds, and whether somebody has verified the day."""

    text: str
    verified: bool

    def in_words(self) -> str:
        """The day in a few words."""
        if self.verified:
            return say(mark("in force since {day}"), day=self.text)
        return say(mark("in force since {day}, a date that nobody has verified"), day=self.text)


@rule("IOP707", "data-protection-roles-missing", INFO, rests=("clauses", "follow_up"))
def data_protection_roles_missing(reading: Reading) -> Findings:
    """Notes or indicators about individuals, and no clause on who is responsible for the data.

    Since 2018-05-25 the General Data Protection Regulation asks who is controller, alone or jointly
    (Article 26), and who is processor (Article 28); the date and the articles are common knowledge,
    no source has been read for them. Only for agreements whose term reaches that day. In the Timrå
    agreement of 2018 both parties keep notes about young people.

    Agree on who is controller for what, how long notes are kept and who may read them, and write it
    under clauses.data_protection.
    """
    fact = reading.library.fact("gdpr")
    since = _day(fact.get("from"))
    where = next(_individuals(reading.agreement), None)
    if where is None or since is None or not _reaches(reading, since):
        return
    if not reading.says("clauses", "data_protection"):
        says = mark(
            "{where} concerns individuals, and no clause on data protection; {law}, {since}"
        )
        told = _Since(since.isoformat(), fact.get("verified") == "yes")
        place = path_text(where)
        yield found(
            "clauses", "data_protection", says=says, where=place, law=_law(fact), since=told
        )


def _individuals(agreement: Agreement) -> Iterator[Where]:
    """Where the agreement says that something is written down about persons."""
    follow_up = agreement.follow_up
    duties = (follow_up.duties or []) if follow_up else []
    yield from (("follow_up", "duties", i) for i, d in enumerate(duties) if d.notes_on_individuals)
    for name, report in ((follow_up.reports or {}) if follow_up else {}).items():
        for key, indicator in (report.indicators or {}).items():
            if indicator.individuals:
                yield ("follow_up", "reports", name, "indicators", key)
    for i, task in enumerate(agreement.commitments or []):
        if task.does == "report" and _NOTES.search(task.task):
            yield ("commitments", i)
    for i, duty in enumerate(duties):
        if duty.notes_on_individuals is None and _NOTES.search(duty.what):
            yield ("follow_up", "duties", i)


def _day(text: object) -> date | None:
    try:
        return read_day(text) if isinstance(text, str) else None
    except NotRead:
        return None


def _reaches(reading: Reading, day: date) -> bool:
    """Whether the term goes on to a day: an open term does, an unknown one if it starts later."""
    last, term = reading.last_day, reading.agreement.term
    if last is not None:
        return last >= day
    if term and term.end is not None:
        return True
    return reading.first_day is not None and reading.first_day >= day


@rule("IOP708", "record-check-missing", INFO, rests=("clauses", "target_group", "activities"))
def record_check_missing(reading: Reading) -> Findings:
    """Children take part or are minded, and no clause speaks of record checks.

    The Act (2013:852) lets an organisation ask those who are to work with children for an extract
    from the criminal records (granser.nu; rfsisu.se). The extract is shown and never kept: note
    only that it was checked, when and for which role.

    Agree on who asks for the extracts and when, and write it under clauses.record_checks.
    """
    fact = reading.library.fact("record_checks")
    where = _children(reading.agreement) or _minded(reading.agreement)
    if where and not reading.says("clauses", "record_checks"):
        says = mark("{where} concerns children, and no clause on record checks; see: {law}")
        place = path_text(where)
        yield found("clauses", "record_checks", says=says, where=place, law=_law(fact))


@rule("IOP709", "confidentiality-missing", INFO, rests=("clauses", "target_group", "activities"))
def confidentiality_missing(reading: Reading) -> Findings:
    """Children, violence or a protected identity, and no clause that speaks of confidentiality.

    What the municipality or region holds is public unless it is secret, and the association is not
    bound by that law at all unless the agreement says so (common knowledge, no source has been read
    for it). Those who are most in need of silence are then least sure of it.

    Agree on what may be told to whom, also between the parties, and write it under
    clauses.confidentiality.
    """
    agreement = reading.agreement
    where = _danger(agreement) or _children(agreement) or _minded(agreement, but_adults=True)
    if where and not reading.says("clauses", "confidentiality"):
        says = mark("{where} asks for confidentiality, and no clause speaks of it")
        yield found("clauses", "confidentiality", says=says, where=path_text(where))


def _children(agreement: Agreement) -> Where | None:
    """Where the agreement says that it is for children: by age, else by word."""
    group = agreement.target_group
    if group and group.ages:
        if group.ages.youngest < ADULT:
            return ("target_group", "ages")
    elif group and _names_children(group.who):
        return ("target_group", "who")
    for name, activity in (agreement.activities or {}).items():
        who = activity.participants
        if activity.ages and activity.ages.youngest < ADULT:
            return ("activities", name, "ages")
        if who and who.ages and who.ages.youngest < ADULT:
            return ("activities", name, "participants", "ages")
        if who and not who.ages and not activity.ages and who.who and _names_children(who.who):
            return ("activities", name, "participants", "who")
    return None


def _names_children(who: str) -> bool:
    """Whether children are named, and no adults before them as in parents of children."""
    child, adult = _CHILDREN.search(who), _ADULTS.search(who)
    return child is not None and (adult is None or child.start() < adult.start())


def _minded(agreement: Agreement, but_adults: bool = False) -> Where | None:
    """Where an activity says that minors are there; `but_adults` leaves out what is for adults."""
    for name, activity in (agreement.activities or {}).items():
        if activity.minors and not (but_adults and _for_adults(activity)):
            return ("activities", name, "minors")
    return None


def _for_adults(activity: Activity) -> bool:
    who = activity.participants.who if activity.participants else None
    return bool(who and _ADULTS.search(who))


def _danger(agreement: Agreement) -> Where | None:
    """Where the agreement names violence or a protected identity."""
    group = agreement.target_group
    if group and any(_DANGER.search(w) for w in (group.who, *(group.also_written or []))):
        return ("target_group", "who")
    for name, activity in (agreement.activities or {}).items():
        who = (activity.participants.who or "") if activity.participants else ""
        if _DANGER.search(f"{activity.name} {activity.what or ''} {who}"):
            return ("activities", name, "name")
    follow_up = agreement.follow_up
    for name, report in ((follow_up.reports or {}) if follow_up else {}).items():
        for key, indicator in (report.indicators or {}).items():
            if _DANGER.search(indicator.name):
                return ("follow_up", "reports", name, "indicators", key, "name")
    return None
