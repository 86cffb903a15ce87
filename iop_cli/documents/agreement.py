"""The agreement as a document: every section that the file holds, in a lawyer's order.

Gathers what the other content files say under the topics of the clauses. What stands in the file
and not in the signed text is left out of the sections and told in a closing note.
"""

from datetime import date

from iop_cli.documents import aims, giving, lasting, undertaken
from iop_cli.documents.appendix import appendices
from iop_cli.documents.common import (
    blocks,
    bullets,
    capital,
    chained,
    contacts,
    day,
    disclosed,
    enters,
    form_of,
    listed,
    name,
    own,
    paragraph,
    parties_table,
    party_rows,
    quoted,
    signed_only,
    span,
    table,
    woven,
)
from iop_cli.documents.placing import TOPICS, added_rows, key_words
from iop_cli.documents.values import Clause, Markup, Own, Subject
from iop_cli.model.agreement import ClauseText, Programme
from iop_cli.model.kinds import NONE
from iop_cli.model.party import Party, Signature
from iop_cli.model.term import Follows
from iop_cli.source import parse
from iop_cli.words import _, mark, plural, say

_KIND = {
    "draft": mark("Draft of an agreement on a partnership ({iop})"),
    "proposed": mark("Proposed agreement on a partnership ({iop})"),
    "terminated": mark("Agreement on a partnership ({iop}), terminated"),
    "superseded": mark("Agreement on a partnership ({iop}), superseded"),
}
_ONE_KIND = mark("Agreement on a partnership ({iop})")
_COUNTS = (
    mark("one"), mark("two"), mark("three"), mark("four"), mark("five"), mark("six"),
    mark("seven"), mark("eight"), mark("nine"), mark("ten"), mark("eleven"), mark("twelve"),
)  # fmt: skip
_OTHER = {
    "en": mark(
        "The texts of the agreement are in Swedish, as agreed; headings and tables are in English."
    ),
    "sv": mark(
        "The texts of the agreement are in English, as agreed; headings and tables are in Swedish."
    ),
}
_IOP = "idéburet offentligt partnerskap"
_LINE = "_" * 30


def values(subject: Subject) -> dict[str, object]:
    """Everything that the template of the agreement needs, in the document's language."""
    whole = disclosed(subject)
    text = signed_only(whole)
    return {
        "id": whole.reading.file_id or whole.reading.agreement.id,
        "title": own(whole.reading.agreement.title),
        "kind": _kind(text),
        "head": _head(text),
        "parties": party_rows(text),
        "sections": _sections(text),
        "activities": undertaken.activities(text),
        "commitments": undertaken.commitments(text),
        "payments": giving.payment_parts(text),
        "signatures": _signatures(text),
        "original": _original(text),
        "appendices": appendices(text, whole),
        "notes": _notes(whole),
    }


def _kind(subject: Subject) -> Markup:
    """What the document is, by its status."""
    says = _KIND.get(subject.reading.agreement.status, _ONE_KIND)
    return woven(subject, says, iop=_IOP if subject.language == "sv" else Own(_IOP))


def _head(subject: Subject) -> list[object]:
    """What stands below the title: case numbers, the day whose text it is, the languages."""
    agreement, reading = subject.reading.agreement, subject.reading
    numbers = [d.case_number for d in (agreement.decisions or {}).values() if d.case_number]
    lines: list[object] = []
    if numbers:
        told = listed(subject, dict.fromkeys(numbers))
        lines.append(woven(subject, mark("Case number: {numbers}"), numbers=told))
    if reading.day:
        says = mark("The text is as amended on {day}.")
        lines.append(woven(subject, says, day=day(reading.day)))
    if subject.own_language != subject.language:
        lines.append(_(_OTHER[subject.language]))
    return blocks(paragraph(subject, lines))


def _sections(text: Subject) -> dict[str, list[object]]:
    """The blocks of every section, by topic; empty where the file says nothing of it."""
    told: dict[str, list[object]] = {
        "parties": _parties(text),
        "background": _background(text),
        "purpose": aims.purpose(text),
        "initiative": aims.initiative(text),
        "target_group": aims.target_group(text),
        "organisation": undertaken.organisation(text),
        "follow_up": undertaken.follow_up(text),
        "economy": [*giving.economy(text), *giving.budget_sums(text)],
        "payment": giving.payment(text),
        "index": giving.index(text),
        "vat": giving.vat(text),
        "repayment": giving.repayment(text),
        "surplus": giving.surplus(text),
        "term": lasting.term(text),
        "conditions": lasting.conditions(text),
        "extension": lasting.extension(text),
        "notice": lasting.notice(text),
        "renegotiation": lasting.renegotiation(text),
        "decisions": lasting.decisions(text),
        "copies": _copies(text),
    }
    return {topic: _with_clause(text, topic, told.get(topic, [])) for topic in [*TOPICS, *told]}


def _with_clause(subject: Subject, topic: str, told: list[object]) -> list[object]:
    """A section's blocks: first what the values say, then the clause, in its own words."""
    clause = (subject.reading.agreement.clauses or {}).get(topic)  # type: ignore[call-overload] # any name may be asked for
    if clause is None:
        return told
    if not isinstance(clause, ClauseText):
        return blocks(told, Clause(clause))
    quotes = lasting.wording(subject, clause.as_written or [])
    doubtful = clause.doubtful or []
    says = mark("Doubtful wording: {quotes}.")
    odd = woven(subject, says, quotes=quoted(subject, doubtful)) if doubtful else ""
    return blocks(told, Clause(clause.text), quotes, odd)


def _parties(subject: Subject) -> list[object]:
    agreement = subject.reading.agreement
    parties = [p for p in agreement.parties.values() if enters(p)]
    named = [_named(subject, p) for p in agreement.parties.values() if not enters(p)]
    lines = [line for party in parties for line in _about(subject, party)]
    lead = _("These are named in the agreement without being parties to it:") if named else ""
    return blocks(
        parties_table(subject), paragraph(subject, lines), contacts(subject), lead,
        bullets(subject, named),
    )  # fmt: skip


def _about(subject: Subject, party: Party) -> list[object]:
    """What else the text says of a party: its units, its group, its register, its area."""
    who, since = own(party.name), party.registered
    lines: list[object] = []
    if party.units:
        units = listed(subject, [own(unit) for unit in party.units])
        says = mark("{party} takes part through {units}.")
        lines.append(woven(subject, says, party=who, units=units))
    if party.leads:
        lines.append(woven(subject, mark("{party} leads the group of associations."), party=who))
    if isinstance(since, date):
        says = mark("{party} has been registered under lag (2022:900) since {day}.")
        lines.append(woven(subject, says, party=who, day=day(since)))
    elif since is NONE:
        says = mark("{party} is not registered under lag (2022:900).")
        lines.append(woven(subject, says, party=who))
    if party.territory:
        area = listed(subject, [own(place) for place in party.territory])
        says = mark("{party} is competent in {places}.")
        lines.append(woven(subject, says, party=who, places=area))
    return lines


def _named(subject: Subject, party: Party) -> Markup:
    return chained(subject, own(party.name), form_of(subject, party))


def _background(subject: Subject) -> list[object]:
    """The programmes that it carries out, the agreement that it follows, master and parts."""
    agreement = subject.reading.agreement
    programmes = [_programme(subject, p) for p in agreement.programme or []]
    lead = _("The partnership is a part of carrying out:") if programmes else ""
    kin = [_follows(subject), _part_of(subject), _parts(subject)]
    return blocks(lead, bullets(subject, programmes), paragraph(subject, kin))


def _programme(subject: Subject, held: Programme) -> Markup:
    days = span(held.from_ or held.since, held.to)
    return chained(subject, own(held.name), days)


def _follows(subject: Subject) -> Markup:
    held = subject.reading.agreement.follows
    if held is None:
        return Markup("")
    if not isinstance(held, Follows):
        return woven(subject, mark("It follows on {title}."), title=_title_of(subject, held))
    days = span(held.term.start, held.term.end) if held.term else ""
    says = mark("It follows on {title} ({days}).") if days else mark("It follows on {title}.")
    return woven(subject, says, title=own(held.title), days=days)


def _part_of(subject: Subject) -> Markup:
    held = subject.reading.agreement.part_of
    if not held:
        return Markup("")
    says = mark("It is a part of the master agreement {title}.")
    return woven(subject, says, title=_title_of(subject, held))


def _title_of(subject: Subject, id: str) -> Own:
    """The title of another agreement of the repository, else its id."""
    found = subject.reading.library.master(id)
    document = parse(found[1], found[0])[0] if found else None
    title = document.data.get("title") if document else None
    return own(title if isinstance(title, str) else id)


def _parts(subject: Subject) -> Markup:
    held = subject.reading.agreement.parts
    if held is None:
        return Markup("")
    count = plural("{count} agreement", "{count} agreements", held.expected)
    says = mark("It is the master agreement of {count}.")
    if held.inherit:
        says = mark("It is the master agreement of {count}, which take over: {keys}.")
    keys = listed(subject, [key_words(key) for key in held.inherit or []])
    return woven(subject, says, count=count, keys=keys)


def _copies(subject: Subject) -> list[object]:
    """How many originals, and who gets one besides the parties."""
    agreement = subject.reading.agreement
    lines: list[object] = []
    if agreement.copies:
        many = _number(agreement.copies)
        says = mark("The agreement is drawn up in {count} identical originals.")
        if agreement.copies == 1:
            says = mark("The agreement is drawn up in one original.")
        lines.append(woven(subject, says, count=many))
    if agreement.copies_to:
        others = listed(subject, [own(who) for who in agreement.copies_to])
        says = mark("Besides the parties, {others} get one each.")
        if len(agreement.copies_to) == 1:
            says = mark("Besides the parties, {others} gets one.")
        lines.append(woven(subject, says, others=others))
    return blocks(paragraph(subject, lines))


def _number(count: int) -> str:
    """A small number as a word."""
    return _(_COUNTS[count - 1]) if count <= len(_COUNTS) else str(count)


def _original(subject: Subject) -> str:
    """The line that numbers each original by hand; empty where the file tells no number."""
    copies = subject.reading.agreement.copies
    if not copies or copies < 2:
        return Markup("")
    says = mark("Original number {line} of {count}")
    return Markup(say(says, line="_" * 6, count=copies))


def _signatures(subject: Subject) -> list[dict[str, object]]:
    """A block for each party with its signatories; blank where the file names none."""
    agreement = subject.reading.agreement
    told = agreement.signatures or []
    owners = [id for id, party in agreement.parties.items() if enters(party)]
    owners = list(dict.fromkeys([*(s.party for s in told), *owners]))
    return [
        {
            "party": name(subject, owner),
            "through": own(agreement.parties[owner].acts_through)
            if owner in agreement.parties
            else "",
            "signatories": [
                _signatory(subject, s)
                for s in ([s for s in told if s.party == owner] or [Signature(party=owner)])
            ],
        }
        for owner in owners
    ]


def _signatory(subject: Subject, held: Signature) -> dict[str, object]:
    signed = day(held.signed) if held.signed else ""
    where = chained(subject, own(held.place), signed)
    return {
        "where": where if signed else chained(subject, own(held.place), Markup(_LINE)),
        "line": Markup(_LINE),
        "name": own(held.name) or Markup(_LINE),
        "office": own(held.office) and Own(capital(own(held.office))),
    }


def _notes(subject: Subject) -> list[object]:
    """What the signed text does not say, and what it promises and does not hold."""
    agreement = subject.reading.agreement
    columns = [
        ("what", _("Matter")),
        ("value", _("Value")),
        ("by", _("Added by")),
        ("because", _("Why")),
    ]
    added = table(subject, columns, added_rows(subject))
    lead = _("This stands in the partnership's file and not in the signed text:") if added else ""
    says = mark(
        "The text says that it regulates the following, and holds nothing about it: {topics}."
    )
    topics = listed(subject, [key_words(topic) for topic in agreement.announces or []])
    promised = woven(subject, says, topics=topics) if topics else ""
    return blocks(lead, added, promised)
