"""The assessment: a guideline's criteria laid over the agreement, open questions first.

Tells what the file holds and asks for the rest; grades nothing and judges nothing itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from iop_cli.documents import spoken
from iop_cli.documents.naming import disclosed, names
from iop_cli.documents.reminders import found, reminders
from iop_cli.documents.values import Markup, Subject
from iop_cli.documents.weaving import capital, chained, own, table, woven
from iop_cli.documents.words_of import in_own_language, particulars, section, swedish
from iop_cli.model.profile import Criterion
from iop_cli.model.steering import Answer
from iop_cli.phrases import chosen
from iop_cli.words import _, mark, plural, series

GRADE = {"met": mark("met"), "partly": mark("partly met"), "not_met": mark("not met")}
WEIGHT = {"required": mark("required"), "softer": mark("softer")}
_ORDER = ("not_met", "partly", "met")


@dataclass(frozen=True)
class Judged:
    """A criterion with the answer that the file holds, if any."""

    id: str
    criterion: Criterion
    answer: Answer | None

    @property
    def grade(self) -> str:
        """The grade; empty where the question is open."""
        return (self.answer.grade if self.answer else None) or ""


def applies(_subject: Subject) -> bool:
    """Every partnership can be assessed."""
    return True


def values(subject: Subject) -> dict[str, object]:
    """Everything that the assessment says."""
    subject = disclosed(subject)
    held = judged(subject)
    return {
        "title": own(subject.reading.agreement.title),
        "head": _head(subject),
        "counts": counts(subject, held),
        "open": open_table(subject, held),
        "graded": graded_table(subject, held),
        "without": without_guideline(subject),
        "reminders": reminders(subject),
        "sections": _sections(subject),
        "sections_count": _sections_count(subject),
    }


def judged(subject: Subject) -> list[Judged]:
    """The guideline's criteria in its own order, each with its answer."""
    criteria = subject.reading.agreement.criteria
    answers: Mapping[str, Answer] = (criteria.answers or {}) if criteria else {}
    asked = subject.reading.guideline_criteria.items()
    return [Judged(id, c, answers.get(id)) for id, c in asked]


def counts(subject: Subject, held: list[Judged]) -> Markup:
    """How many criteria are met, partly met, not met and open, in a sentence."""
    if not held:
        return Markup()
    many = {grade: sum(1 for j in held if j.grade == grade) for grade in (*_ORDER, "")}
    told = [
        plural("{count} is met", "{count} are met", many["met"]),
        plural("{count} is partly met", "{count} are partly met", many["partly"]),
        plural("{count} is not met", "{count} are not met", many["not_met"]),
        plural("{count} is open", "{count} are open", many[""]),
    ]
    kept = [text for text, n in zip(told, (many["met"], many["partly"], many["not_met"], many[""]),
                                    strict=True) if n]  # fmt: skip
    all_ = plural("The guideline has {count} criterion", "The guideline has {count} criteria",
                  len(held))  # fmt: skip
    return woven(subject, mark("{all}: {told}."), all=all_, told=series(kept))


def question(subject: Subject, criterion: Criterion) -> Markup:
    """A criterion's question in the document's language, else marked as Swedish."""
    return in_own_language(criterion.question, criterion.question_en, subject)


def open_table(subject: Subject, held: list[Judged], caption: str = "") -> Markup:
    """The criteria without a grade, with what the agreement says of them; the demands first."""
    asked = sorted((j for j in held if not j.grade), key=lambda j: j.criterion.weight != "required")
    rows = [
        {
            "question": question(subject, j.criterion),
            "weight": capital(chosen(WEIGHT, j.criterion.weight)),
            "told": _told(subject, j),
        }
        for j in asked
    ]
    columns = [
        ("question", _("Question")),
        ("weight", _("Weight")),
        ("told", _("What the agreement says")),
    ]
    return table(subject, columns, rows, caption)


def _told(subject: Subject, held: Judged) -> Markup:
    """What the file says of an open criterion: evidence without a grade, or who began."""
    if held.answer and held.answer.evidence:
        return chained(subject, own(held.answer.evidence))
    initiative = subject.reading.agreement.initiative
    if held.id == "initiative" and initiative:
        who = chained(subject, names(subject, initiative.by), own(initiative.body))
        return woven(subject, mark("The initiative came from {who}."), who=who)
    return Markup()


def graded_table(subject: Subject, held: list[Judged], caption: str = "") -> Markup:
    """The criteria with a grade, its evidence, by whom and when; those not met first."""
    graded = sorted((j for j in held if j.grade), key=lambda j: _ORDER.index(j.grade))
    rows = [
        {
            "question": question(subject, j.criterion),
            "grade": capital(chosen(GRADE, j.grade)),
            "evidence": own(j.answer.evidence if j.answer else None),
            "by": own(j.answer.by if j.answer else None),
            "date": spoken.day(j.answer.date) if j.answer and j.answer.date else "",
        }
        for j in graded
    ]
    columns = [
        ("question", _("Question")),
        ("grade", _("Assessment")),
        ("evidence", _("What shows it")),
        ("by", _("Assessed by")),
        ("date", _("Date")),
    ]
    return table(subject, columns, rows, caption)


def without_guideline(subject: Subject) -> Markup:
    """That no criteria have been tried, where no guideline is chosen."""
    if subject.reading.guideline_criteria:
        return Markup()
    if subject.reading.profile_id and subject.reading.profile is None:
        says = mark("The guideline {id} cannot be found, so no criteria are laid over the text.")
        return woven(subject, says, id=subject.reading.profile_id)
    return woven(subject, mark("No guideline is chosen, so no criteria have been tried."))


def _head(subject: Subject) -> Markup:
    profile = subject.reading.profile
    source = profile.source if profile else None
    read = source.read if source else None
    pairs: list[tuple[str, object]] = [
        (_("Guideline"), swedish(subject, profile.name) if profile else ""),
        (_("Source of the guideline"), swedish(subject, source.title) if source else ""),
        (_("Date of the source"), spoken.moment(source.date) if source else ""),
        (_("Source read"), spoken.day(read) if read else ""),
        (_("Address"), (source.link or "") if source else ""),
        (_("Compiled"), spoken.day(subject.today)),
    ]
    return particulars(subject, pairs)


def missing_sections(subject: Subject) -> list[str]:
    """The sections that are asked for, and that the text does not have."""
    reading = subject.reading
    lacks = {str(f.where[1]) for f in found(subject, "IOP804")}
    announced = reading.agreement.announces or []
    lacks |= {str(announced[int(f.where[1])]) for f in found(subject, "IOP805")}
    return [key for key in dict.fromkeys((*reading.sections, *sorted(lacks))) if key in lacks]


def _sections(subject: Subject) -> Markup:
    """The sections that are asked for: those that are missing first."""
    lacks = missing_sections(subject)
    rest = [key for key in subject.reading.sections if key not in lacks]
    rows = [{"section": section(key), "is": _("Missing")} for key in lacks]
    rows += [{"section": section(key), "is": _("Is there")} for key in rest]
    return table(subject, [("section", _("Section")), ("is", _("In the agreement"))], rows)


def _sections_count(subject: Subject) -> Markup:
    asked = {*subject.reading.sections, *missing_sections(subject)}
    if not asked:
        return Markup()
    held = len(asked) - len(missing_sections(subject))
    says = mark("The agreement holds {held} of the {all} sections that are asked for.")
    return woven(subject, says, held=held, all=len(asked))
