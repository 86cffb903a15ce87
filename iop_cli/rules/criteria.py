"""IOP7xx, why it may be an IOP: a guideline's criteria, the initiative, grants, signs and area.

Asks for the assessment and never makes it. Knows no sums: see procurement.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from iop_cli import words
from iop_cli.model.agreement import Agreement
from iop_cli.reading import Reading
from iop_cli.rules.rule import INFO, WARNING, Findings, Where, found, rule
from iop_cli.words import Said, mark

INITIATIVE = "initiative"
SIGNS = {
    "market": mark("others offer it on a market"),
    "specified_service": mark("a specified service against pay"),
    "damages": mark("a right to damages"),
    "contract": mark("an earlier or parallel contract"),
}


@dataclass(frozen=True)
class _Question:
    """A criterion's question in both languages; `text` is the criterion's id."""

    text: str
    swedish: str
    english: str

    def in_words(self) -> str:
        """The question in the reader's language."""
        return self.english if words.language() == "en" else self.swedish


@rule("IOP701", "criterion-open", WARNING, rests=("criteria", "initiative"))
def criterion_open(reading: Reading) -> Findings:
    """A criterion of the guideline is not met, or is left open with nothing to show for it.

    No statute says what a partnership of this kind is; whether it may be one is judged case by case
    against criteria, and the judgement is asked for afterwards. What counts is that it was made and
    written down. Only where a guideline with criteria is chosen, in the file or with --profile.

    Assess it and write grade and evidence under criteria.answers; if it is not met, write why
    the partnership is right all the same, or choose a grant or a procurement.
    """
    agreement = reading.agreement
    answers = (agreement.criteria.answers or {}) if agreement.criteria else {}
    for name, criterion in reading.guideline_criteria.items():
        answer = answers.get(name)
        at: Where = ("criteria", "answers", name)
        english = criterion.question_en or criterion.question
        asks = _Question(name, criterion.question, english)
        if answer and answer.grade == "not_met":
            says = mark("{criterion} is not met: {question}")
            yield found(*at, "grade", says=says, criterion=name, question=asks)
        elif not (answer and (answer.grade or answer.evidence)) and not _told(name, agreement):
            says = mark("{criterion} is open: {question}")
            yield found(*at, says=says, criterion=name, question=asks)


def _told(criterion: str, agreement: Agreement) -> bool:
    """Whether the agreement answers a criterion elsewhere: who took the initiative."""
    return criterion == INITIATIVE and agreement.initiative is not None


@rule("IOP702", "initiative-by-public-party", WARNING, rests=("criteria", "initiative", "parties"))
def initiative_by_public_party(reading: Reading) -> Findings:
    """The initiative came from the public party, and the guideline asks for the association's.

    An activity that the public body has thought out and looks for somebody to carry out is close to
    an order, and so to a purchase. Forum's criteria of 2010 put it softly, Uddevalla's and
    Helsingborg's as a demand. An initiative that the parties took together is not reported.

    Write down how the association came to shape the activity, as evidence for the criterion, or
    consider a grant or a procurement.
    """
    agreement = reading.agreement
    if INITIATIVE not in reading.guideline_criteria or not agreement.initiative:
        return
    parties = [agreement.parties[p] for p in agreement.initiative.by if p in agreement.parties]
    if parties and all(p.role == "public" for p in parties):
        names = [p.name for p in parties]
        yield found("initiative", "by", says=mark("the initiative came from {names}"), names=names)


@rule("IOP703", "replaces-ordinary-grant", WARNING)
def replaces_ordinary_grant(reading: Reading) -> Findings:
    """The money takes the place of an ordinary grant to the association.

    That a partnership is no part of the ordinary grants is a criterion almost everywhere, with
    Forum in 2010 as with SKR in 2017. Money that only changes its name says that a grant would have
    done.

    Write down what the partnership holds that the grant did not, or keep the grant.
    """
    other = reading.agreement.other_funding
    replaced = [
        i
        for i, o in enumerate(other if isinstance(other, list) else [])
        if o.relation == "replaced"
    ]
    for i in replaced:
        what = other[i].what if isinstance(other, list) else ""
        says = mark("the partnership replaces {what}")
        yield found("other_funding", i, "relation", says=says, what=what)
    payments = reading.agreement.payments
    for name, payment in (payments if isinstance(payments, dict) and not replaced else {}).items():
        if payment.replaces:
            says = mark("the payment replaces {what}")
            yield found("payments", name, "replaces", says=says, what=payment.replaces)


@rule("IOP705", "procurement-signs", WARNING, rests=("other_funding", "purchase_signs"))
def procurement_signs(reading: Reading) -> Findings:
    """Two or more signs that the partnership may be a purchase.

    In HFD 2020 ref. 15 (2020-03-11, case 3165-19, Alingsås) an agreement that was called a
    partnership was found to be a contract for services: duties that both could enforce, a specified
    service against pay, and no weight given to the provider being nonprofit. One sign settles
    nothing; several ask for an assessment.

    Assess whether it must be procured, and keep the assessment, dated, with the agreement: as
    evidence under criteria.answers, or as a document among attachments.
    """
    agreement = reading.agreement
    other = agreement.other_funding if isinstance(agreement.other_funding, list) else []
    signs = [*dict.fromkeys(agreement.purchase_signs or [])]
    contracts = [i for i, o in enumerate(other) if o.relation == "contract"]
    if len(signs) + bool(contracts) < 2:
        return
    named = [Said(SIGNS[s]) for s in (*signs, *(["contract"] if contracts else []))]
    says = mark("signs of a purchase: {signs}")
    yield found("purchase_signs", says=says, signs=named)


@rule("IOP710", "outside-own-territory", INFO)
def outside_own_territory(reading: Reading) -> Findings:
    """An area that lies outside the territory of the public parties.

    A municipality or region acts for its own area and members (kommunallagen 2017:725, chapter 2
    section 1; common knowledge, no source has been read for it). Silent unless every public party
    has its territory written.

    Write what ties the activity to the party's own area, let the other municipality join, or
    correct the area.
    """
    public = [p for p in reading.agreement.parties.values() if p.role == "public"]
    if not public or not all(p.territory for p in public):
        return
    territory = [t for p in public for t in p.territory or []]
    for where, area in _areas(reading.agreement):
        if not any(_within(area, t) for t in territory):
            says = mark("{area} is not within {territory}")
            yield found(*where, says=says, area=area, territory=territory)


def _areas(agreement: Agreement) -> Iterator[tuple[Where, str]]:
    for i, area in enumerate((agreement.purpose.area or []) if agreement.purpose else []):
        yield ("purpose", "area", i), area
    for name, activity in (agreement.activities or {}).items():
        places = activity.places if isinstance(activity.places, dict) else {}
        for key, place in places.items():
            if place.area:
                yield ("activities", name, "places", key, "area"), place.area


def _within(area: str, territory: str) -> bool:
    """Whether one name is a part of the other: Norra Exempelköping is within Exempelköping."""
    one, other = area.casefold(), territory.casefold()
    return one in other or other in one
