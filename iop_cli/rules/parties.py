"""IOP2xx, who: the parties, their names and numbers, and the bodies that act for them.

Asks no register whether an organisation exists, and never says which spelling is the right one.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date

from iop_cli.identifiers import organisation_number
from iop_cli.model.agreement import Agreement
from iop_cli.model.kinds import NONE
from iop_cli.model.party import Party
from iop_cli.quantity import NotRead
from iop_cli.reading import Reading
from iop_cli.rules.rule import ERROR, INFO, WARNING, Finding, Findings, found, rule
from iop_cli.words import Said, mark

_PARTS = ("förvaltning", "nämnd", "enhet", "avdelning", "kontor")
_FORMS = {
    "municipality": (mark("a municipality"), ("2",)),
    "region": (mark("a region"), ("2",)),
    "state": (mark("a state body"), ("2",)),
    "association": (mark("an association"), ("8",)),
    "foundation": (mark("a foundation"), ("8",)),
    "economic_association": (mark("an economic association"), ("7",)),
    "religious_community": (mark("a religious community"), ("252",)),
    "company": (mark("a company"), ("5", "6", "9")),
}


@rule("IOP201", "organisation-number-wrong", ERROR)
def organisation_number_wrong(reading: Reading) -> Findings:
    """An organisation number with the wrong count of digits, a wrong check digit, or a third digit
    below 2.

    Invoices, decisions and registers find an organisation by its number, so a slip leads them to
    somebody else or to nobody. The tenth digit is a check digit (modulus 10) and the third is never
    below 2 (oid-base.com and antwork.nu). A hyphen, an en dash, a blank or a leading 16 does no
    harm. A number that passes is well typed; it need not exist.

    Compare the number with the organisation's own papers or its registration certificate, and
    correct it here. If the signed text has the slip, keep it there and have the text corrected too.
    """
    for name, party in reading.agreement.parties.items():
        refusal = _refusal(party.org_number)
        if refusal:
            yield Finding(("parties", name, "org_number"), refusal.message, dict(refusal.values))


@rule("IOP202", "organisation-number-missing", WARNING)
def organisation_number_missing(reading: Reading) -> Findings:
    """A party whose organisation number the text does not give.

    A name alone does not say for certain which legal person is bound. Associations change names and
    share them, and an administration has no number of its own. Uddevalla's checklist for such
    agreements (2020-08-25) asks for the parties with their organisation numbers.

    Write the number at org_number. If you looked it up and the signed text lacks it, list the path
    under added as well, and have it written in when the text is next changed.
    """
    says = mark("the text gives no organisation number for {party}")
    for name, party in reading.agreement.parties.items():
        if party.role != "named" and not reading.says("parties", name, "org_number"):
            yield found("parties", name, "org_number", says=says, party=party.name)


@rule("IOP203", "public-party-not-legal-person", WARNING)
def public_party_not_legal_person(reading: Reading) -> Findings:
    """An administration, a unit or a board that stands as party instead of its municipality, region
    or state.

    Only a legal person can be bound by an agreement. An administration or a committee acts for its
    municipality; alone it owes nothing, owns nothing and cannot be sued. As a party it leaves open
    who is bound, and who takes over when the organisation is changed.

    Name the municipality, the region or the state body as party, and write the committee at
    acts_through and the administration under units.
    """
    part = mark("{name} is a part of {whole} and not a legal person")
    alone = mark("{name} is a part of a larger body and not a legal person")
    for id_, party in reading.agreement.parties.items():
        if party.role == "public" and _is_part(party):
            where = ("parties", id_, "name")
            if party.part_of:
                yield found(*where, says=part, name=party.name, whole=party.part_of)
            else:
                yield found(*where, says=alone, name=party.name)


@rule("IOP204", "name-varies", WARNING)
def name_varies(reading: Reading) -> Findings:
    """A party or the title that the text writes in several ways.

    When a name varies, a reader cannot be sure that the same organisation is meant, a signature
    cannot be matched with its party, and a search in the archive misses the document.

    Choose one spelling, the registered one for an organisation, and use it throughout. If the
    others are everyday names that nobody mistakes, say so with common: yes.
    """
    says = mark("{name} is also written {others}")
    agreement = reading.agreement
    if agreement.also_written and not agreement.common and _is_read(reading):
        others = list(agreement.also_written)
        yield found("also_written", says=says, name=agreement.title, others=others)
    for id_, party in agreement.parties.items():
        if party.also_written and not party.common:
            where = ("parties", id_, "also_written")
            yield found(*where, says=says, name=party.name, others=list(party.also_written))


def _is_read(reading: Reading) -> bool:
    """Whether the title is the file's own, and not one that stands in for what is not there."""
    return reading.agreement.title == reading.data.get("title")


@rule("IOP205", "parties-too-few", ERROR, rests=("parties",))
def parties_too_few(reading: Reading) -> Findings:
    """An agreement without a public party, or without a nonprofit one.

    An idea-based public partnership is by its name an agreement between the two: somebody public
    and somebody nonprofit, who both put something in. Those that are only named in the text do not
    count.

    Add the party that is missing, or correct the role of one that stands there. If there is none,
    this is another kind of agreement.
    """
    roles = {party.role for party in reading.agreement.parties.values()}
    missing = {
        "public": Said(mark("a public party")),
        "nonprofit": Said(mark("a nonprofit party")),
    }
    lacks = [words for role, words in missing.items() if role not in roles]
    if lacks:
        yield found("parties", says=mark("missing here: {lacks}"), lacks=lacks)


@rule("IOP206", "lead-party-missing", WARNING, rests=("parties",))
def lead_party_missing(reading: Reading) -> Findings:
    """More than two nonprofit parties, none of which leads the others.

    With many associations in one agreement the public party needs one to turn to: somebody who
    calls the meetings, gathers the reports and answers for the money. A study of an early
    partnership in Göteborg found unclear roles behind its conflicts.

    Agree on who leads, and write leads: yes at that party. If all truly stand side by side, accept
    the finding and say how they share the work.
    """
    says = mark("{count} nonprofit parties stand here, and none of them leads: {names}")
    group = [p for p in reading.agreement.parties.values() if p.role == "nonprofit"]
    if len(group) > 2 and not any(p.leads for p in group):
        yield found("parties", says=says, count=len(group), names=[p.name for p in group])


@rule("IOP207", "number-and-form-disagree", WARNING)
def number_and_form_disagree(reading: Reading) -> Findings:
    """An organisation number whose first digits do not fit the legal form that is stated.

    The first digit tells the group: 2 for state, regions and municipalities (252 for religious
    communities), 5 for limited companies, 7 for economic associations, 8 for associations and
    foundations. We know the groups from practice and have read no source for them. A number from
    another group often belongs to another organisation, such as an association's company.

    See whether the number or legal_form is wrong, and correct it. If both are right, accept the
    finding with the reason.
    """
    says = mark("{number} begins with {digits}; a number of {form} usually begins with {usual}")
    for id_, party in reading.agreement.parties.items():
        form, starts = _FORMS.get(party.legal_form or "", ("", ()))
        number = _number(party.org_number)
        if form and number and not _fits(number, starts):
            digits = "252" if number.startswith("252") else number[0]
            where = ("parties", id_, "org_number")
            values = {"number": number, "digits": digits, "form": Said(form), "usual": starts[0]}
            yield Finding(where, says, dict(values))


@rule("IOP209", "registration-not-recorded", INFO, rests=("parties", "contributions", "payments"))
def registration_not_recorded(reading: Reading) -> Findings:
    """A nonprofit party in publicly financed welfare, with nothing said of its registration.

    Since 2023-01-01 lag (2022:900) lets a nonprofit organisation that takes part in publicly
    financed welfare be registered with Kammarkollegiet (riksdagen.se and kammarkollegiet.se). It is
    voluntary, so the absence of it is no fault; a public body may still want to know.

    Ask the organisation, or look in Kammarkollegiet's register, and write the day at registered, or
    none if it is not registered.
    """
    law = reading.library.fact("registration_act")
    since = _day(law.get("from"))
    if not since or not _reaches(reading, since) or not _is_publicly_financed(reading.agreement):
        return
    says = mark(
        "nothing says whether {name} is registered under lag (2022:900), in force since {since}"
    )
    if law.get("verified") != "yes":
        says = mark(
            "nothing says whether {name} is registered under lag (2022:900), in force since {since}"
            " by a figure that nobody has verified"
        )
    for id_, party in reading.agreement.parties.items():
        if party.role == "nonprofit" and party.registered is None:
            yield found("parties", id_, "registered", says=says, name=party.name, since=since)


@rule("IOP210", "acting-body-differs", WARNING, rests=("parties",))
def acting_body_differs(reading: Reading) -> Findings:
    """A body that decides, pays or gives notice, and is not the party or the body that it acts
    through.

    If the committee is party, and the administration may give notice, a notice can be disputed: it
    may come from somebody who had no right to give it. The same holds for a decision, and for who
    may sign. Who acts for a municipality follows from its rules of procedure and its delegation,
    which this tool does not see.

    Let the text name the same body throughout, or say through whom the party acts and write it at
    acts_through. A unit that pays is written under units.
    """
    agreement = reading.agreement
    for where, body, by in _acting(agreement):
        if not _acts_for(agreement, body, by):
            yield _differing(agreement, where, body, by)
    for index, task in enumerate(agreement.commitments or []):
        party = agreement.parties.get(task.by)
        if task.does != "pay" or not task.unit or not party or party.units:
            continue
        if party.acts_through and not _acts_for(agreement, task.unit, task.by):
            yield _differing(agreement, ("commitments", index, "unit"), task.unit, task.by)


def _refusal(number: str | None) -> NotRead | None:
    if number is None or number == "none":
        return None
    try:
        organisation_number(number)
    except NotRead as refusal:
        return refusal
    return None


def _number(text: str | None) -> str | None:
    return organisation_number(text) if text and text != "none" and not _refusal(text) else None


def _is_part(party: Party) -> bool:
    """Whether a party is a part of a body; where its legal form is unknown, its name tells."""
    if party.legal_form:
        return party.legal_form == "part_of_body"
    last = party.name.casefold().split()[-1:] or [""]
    return last[0].removesuffix("et").removesuffix("en").endswith(_PARTS)


def _fits(number: str, starts: tuple[str, ...]) -> bool:
    if number.startswith("252"):
        return "252" in starts
    return number.startswith(starts)


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None


def _reaches(reading: Reading, day: date) -> bool:
    """Whether the term is known to reach a day: ends so late, is open, or begins so late."""
    last, first, term = reading.last_day, reading.first_day, reading.agreement.term
    if last is not None:
        return last >= day
    return bool(term and term.end is NONE) or (first is not None and first >= day)


def _is_publicly_financed(agreement: Agreement) -> bool:
    """Whether a public party pays or puts something in, for other than goods and services."""
    public = {id_ for id_, party in agreement.parties.items() if party.role == "public"}
    gives = {item.by for item in agreement.contributions or []}
    payments = agreement.payments if isinstance(agreement.payments, dict) else {}
    for payment in payments.values():
        gives |= _ids(payment.from_)
    return agreement.value_class != "goods_services" and bool(public & gives)


def _ids(payers: str | Iterable[str] | None) -> set[str]:
    """The ids that a payment names: one, a list, or the keys of a map."""
    return {payers} if isinstance(payers, str) else set(payers or ())


def _acting(agreement: Agreement) -> Iterator[tuple[tuple[str | int, ...], str, str | None]]:
    """Where a body gives notice or decides: the place, the body, and the party if one is named."""
    notices = agreement.notice if isinstance(agreement.notice, list) else []
    for index, notice in enumerate(notices):
        if notice.body:
            by = notice.by if notice.by in agreement.parties else None
            yield ("notice", index, "body"), notice.body, by
    for id_, decision in (agreement.decisions or {}).items():
        key = "proposes_to" if decision.proposes_to else "body"
        body = decision.proposes_to or decision.body
        if body and decision.effect != "fund" and not _is_council(body):
            yield ("decisions", id_, key), body, None


def _is_council(body: str) -> bool:
    """Whether a body is the elected council, which decides for all of its municipality."""
    return _plain(body).endswith("fullmäktige")


def _acts_for(agreement: Agreement, body: str, by: str | None) -> bool:
    """Whether a body is a party, what one acts through, or the joint steering group."""
    name = _plain(body)
    parties = [agreement.parties[by]] if by else list(agreement.parties.values())
    if any(name in _names(party) for party in parties):
        return True
    if any(_stands_in(name, p.acts_through) for p in parties if p.acts_through):
        return True
    if any(_stands_in(name, p.name, "s?") for p in parties if p.role == "nonprofit"):
        return True
    bodies = agreement.governance if isinstance(agreement.governance, dict) else {}
    return name in {_plain(b.name or id_) for id_, b in bodies.items()}


def _stands_in(name: str, part: str, ending: str = "") -> bool:
    """Whether a part stands in a name, as words of its own; most do not stand there at all."""
    words = _plain(part)
    pattern = rf"(?<!\w){re.escape(words)}{ending}(?!\w)"
    return words in name and re.search(pattern, name) is not None


def _names(party: Party) -> set[str]:
    names = [party.name, party.acts_through, party.part_of, *(party.also_written or [])]
    return {_plain(name) for name in names if name}


def _differing(
    agreement: Agreement, where: tuple[str | int, ...], body: str, by: str | None
) -> Finding:
    parties = [agreement.parties[by]] if by else list(agreement.parties.values())
    parties = [p for p in parties if p.role == "public"] or parties
    through = [p.acts_through for p in parties if p.acts_through]
    names = [p.name for p in parties if p.acts_through or not through]
    if through:
        says = mark("{body} is named here, while {party} acts through {through}")
        return found(*where, says=says, body=body, party=names, through=through)
    says = mark("{body} is named here, and nothing says that {party} acts through it")
    return found(*where, says=says, body=body, party=names)
