"""Names in a document: parties, bodies, activities, reports; who is who; what is left out.

Takes the agreement as it is; leaves out of it what is not published, and what was added to it.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from iop_cli.documents.values import Markup, Own, Subject
from iop_cli.documents.weaving import capital, chained, listed, own, table, woven
from iop_cli.finding import Where, read_path
from iop_cli.identifiers import organisation_number
from iop_cli.model.agreement import ClauseText
from iop_cli.model.kinds import Record
from iop_cli.model.party import Party
from iop_cli.phrases import LEGAL_FORM, ROLE, chosen
from iop_cli.quantity import NotRead
from iop_cli.words import _, mark

# what an agreement usually calls a party after its form, where only one party has that form
_CALLED = {
    "municipality": ("kommunen", "staden"),
    "part_of_body": ("kommunen", "regionen", "staden"),
    "region": ("regionen",),
    "state": ("myndigheten",),
    "association": ("föreningen", "förbundet", "organisationen"),
    "foundation": ("stiftelsen",),
    "economic_association": ("föreningen",),
    "religious_community": ("församlingen",),
    "company": ("bolaget",),
}


def disclosed(subject: Subject) -> Subject:
    """The subject with what may not be published left out, where the document is public.

    Contacts and signatories' names are never published, and nothing that the file lists.
    """
    if not subject.public:
        return subject
    agreement = subject.reading.agreement
    hidden: list[Where] = [("parties", id, "contact") for id in agreement.parties]
    hidden += [("signatures", i, "name") for i, _s in enumerate(agreement.signatures or [])]
    return _less(subject, [*hidden, *(read_path(p) for p in agreement.not_public or [])])


def signed_only(subject: Subject) -> Subject:
    """The subject with what stands in the file and not in the signed text left out."""
    added = [read_path(p) for a in subject.reading.agreement.added or [] for p in a.where or []]
    return _less(subject, added) if added else subject


def _less(subject: Subject, places: list[Where]) -> Subject:
    agreement: Any = subject.reading.agreement
    # the last of a list first, so that the others keep their numbers
    for where in sorted(set(places), key=lambda where: [str(step).zfill(6) for step in where])[
        ::-1
    ]:
        agreement = without(agreement, where) or agreement
    return replace(subject, reading=replace(subject.reading, agreement=agreement))


def _in_order(where: Where) -> list[str]:
    return [str(step).zfill(6) for step in where]


def without(held: Any, where: Where) -> Any:
    """A record, map or list less what stands at a place; None where it cannot be without it."""
    if not where:
        return None
    step, rest = where[0], where[1:]
    if isinstance(held, Record):
        return _record_without(held, str(step), rest)
    if isinstance(held, dict) and step in held:
        left = without(held[step], rest)
        kept = (
            {**held, step: left}
            if left is not None
            else {k: v for k, v in held.items() if k != step}
        )
        return kept or None
    if isinstance(held, list) and isinstance(step, int) and step < len(held):
        left = without(held[step], rest)
        return [*held[:step], *([left] if left is not None else []), *held[step + 1 :]] or None
    return held


def _record_without(held: Record, step: str, rest: Where) -> Record | None:
    fields = type(held).model_fields
    key = next((n for n, f in fields.items() if (f.alias or n) == step), None)
    inner = getattr(held, key) if key else None
    if key is None or inner is None:
        return held
    left = without(inner, rest)
    if left is None and fields[key].is_required():
        return None
    return held.model_copy(update={key: left})


def name(subject: Subject, id: str | None) -> Own:
    """The name of a party or of a body that steers; its id in words where it has no name."""
    agreement = subject.reading.agreement
    bodies = agreement.governance if isinstance(agreement.governance, dict) else {}
    party, body = agreement.parties.get(id or ""), bodies.get(id or "")
    if body is not None:
        return Own(capital(own(body.name or (id or "").replace("_", " "))))
    return own(party.name if party else id)


def names(subject: Subject, ids: Iterable[str] | None) -> Markup:
    """Several parties or bodies in a sentence."""
    return listed(subject, [name(subject, id) for id in ids or []])


def activity_name(subject: Subject, id: str | None) -> Own:
    """The name of an activity, else its id."""
    activity = (subject.reading.agreement.activities or {}).get(id or "")
    return own(activity.name if activity else id)


def report_name(subject: Subject, id: str) -> Own:
    """The name of a report, else its id in words."""
    follow_up = subject.reading.agreement.follow_up
    report = ((follow_up.reports or {}) if follow_up else {}).get(id)
    return Own(capital(own((report.name if report else None) or id.replace("_", " "))))


def number_of(party: Party) -> str:
    """A party's organisation number with its hyphen; as written where it cannot be read."""
    text = party.org_number or ""
    if text == "none":
        return _("has none, as settled")
    try:
        return organisation_number(text) if text else ""
    except NotRead:
        return text


def enters(party: Party) -> bool:
    """Whether one enters the agreement, and is not only named in it."""
    return party.role != "named"


def form_of(subject: Subject, party: Party) -> Markup:
    """What kind of body a party is, and of what it is a part."""
    part = own(party.part_of)
    whole = woven(subject, mark("part of {body}"), body=part) if part else ""
    if party.legal_form == "part_of_body" and part:
        return chained(subject, whole)
    return chained(subject, chosen(LEGAL_FORM, party.legal_form), whole)


def parties_table(subject: Subject) -> Markup:
    """The parties: name, role, legal form, organisation number, who acts, what they are called."""
    columns = [
        ("name", _("Party")),
        ("role", _("Role")),
        ("form", _("Legal form")),
        ("number", _("Organisation number")),
        ("acts", _("Acts through")),
        ("called", _("Called below")),
    ]
    return table(subject, columns, party_rows(subject))


def party_rows(subject: Subject) -> list[dict[str, object]]:
    """A row for each party that enters the agreement."""
    return [
        {
            "id": id,
            "name": own(party.name),
            "role": chosen(ROLE, party.role),
            "form": form_of(subject, party),
            "number": number_of(party),
            "acts": own(party.acts_through),
            "called": called(subject, id),
        }
        for id, party in subject.reading.agreement.parties.items()
        if enters(party)
    ]


def called(subject: Subject, id: str) -> Own:
    """The short name that the agreement's own clauses use for a party; empty where they use none.

    Everyday names that the file lists come first; then the word that the clauses use most, of the
    shortest way to write the name and the words for its form that can mean no other party.
    """
    agreement = subject.reading.agreement
    party, text = agreement.parties[id], _clauses(subject)
    words = party.also_written or []
    if everyday := [w for w in words if party.common and _times(w, text)]:
        return own(everyday[0])
    others = [p for k, p in agreement.parties.items() if k != id and enters(p)]
    taken = {w for p in others for w in _CALLED.get(p.legal_form or "", ())}
    generic = [w for w in _CALLED.get(party.legal_form or "", ()) if w not in taken]
    shortest = min(words, key=len, default="")
    best = max([shortest, *generic], key=lambda word: _times(word, text))
    return own(best) if _times(best, text) and best != party.name else Own("")


def _times(word: str, text: str) -> int:
    """How often a text uses a word, also with an ending."""
    return len(re.findall(rf"\b{re.escape(word)}", text, re.IGNORECASE)) if word else 0


def _clauses(subject: Subject) -> str:
    clauses = (subject.reading.agreement.clauses or {}).values()
    return "\n".join(c.text if isinstance(c, ClauseText) else c for c in clauses)


def contacts(subject: Subject) -> Markup:
    """Whom to turn to at each party: an office, a unit, an address; never a person."""
    columns = [
        ("name", _("Party")),
        ("office", _("Contact")),
        ("unit", _("Unit")),
        ("address", _("Address")),
    ]
    return table(subject, columns, contact_rows(subject))


def contact_rows(subject: Subject) -> list[dict[str, object]]:
    """A row for each party that has an office or an address to turn to."""
    rows: list[dict[str, object]] = []
    for party in subject.reading.agreement.parties.values():
        contact, place = party.contact, party.address
        city = f"{place.postcode or ''} {place.city or ''}".strip() if place else ""
        lines = [place.street, city, place.country] if place else []
        if contact or place:
            rows.append(
                {
                    "name": own(party.name),
                    "office": own(contact.office if contact else None),
                    "unit": own(contact.unit if contact else None),
                    "address": own(", ".join(line for line in lines if line)),
                }
            )
    return rows
