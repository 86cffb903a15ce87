"""Who enters the agreement, what each undertakes and puts in, and who has decided."""

from iop_cli.model.activity import Commitment
from iop_cli.model.agreement import Agreement
from iop_cli.model.economy import Contribution
from iop_cli.model.party import Party
from iop_cli.model.term import Decision
from iop_cli.phrases import (
    CONTRIBUTION,
    EFFECT,
    LEGAL_FORM,
    ROLE,
    chosen,
    few,
    joined,
    money,
    per,
    shown,
    told,
    worked,
)
from iop_cli.portrait.when import how_often, moment
from iop_cli.report.safe import safe
from iop_cli.sheet import Row, Section
from iop_cli.words import _, mark


def name_of(agreement: Agreement, id: str) -> str:
    """The name of a party or of a body that steers, safe to print; else the id as it stands."""
    bodies = agreement.governance if isinstance(agreement.governance, dict) else {}
    party, body = agreement.parties.get(id), bodies.get(id)
    return safe(party.name if party else (body.name if body else None) or id)


def parties(agreement: Agreement) -> Section:
    """A row for each party: role, name, form, number, who acts for it."""
    rows = tuple(
        Row(
            id,
            safe(id),
            (_party(party),),
            {
                "role": party.role,
                "name": party.name,
                "legal_form": party.legal_form,
                "part_of": party.part_of,
                "org_number": party.org_number,
                "acts_through": party.acts_through,
            },
        )
        for id, party in agreement.parties.items()
    )
    return Section("parties", _("Parties"), rows)


def _party(party: Party) -> str:
    role = told(mark("{role}: {name}"), role=chosen(ROLE, party.role), name=party.name)
    number = safe(party.org_number or "")
    if party.org_number == "none":
        number = _("no organisation number")
    elif not party.org_number and party.role != "named":
        number = _("organisation number unknown")
    form = chosen(LEGAL_FORM, party.legal_form)
    if party.part_of:
        form = told(mark("part of {body}"), body=party.part_of)
    contact = party.contact
    office = joined(safe(contact.office), safe(contact.unit or "")) if contact else ""
    return joined(
        joined(role, form, number),
        told(mark("acts through {body}"), body=party.acts_through) if party.acts_through else "",
        told(mark("contact: {office}"), office=office) if office else "",
        _("leads the associations") if party.leads else "",
        by="; ",
    )


def commitments(agreement: Agreement) -> Section:
    """A row for each party with its tasks."""
    held = agreement.commitments or []
    rows = tuple(
        Row(
            owner,
            safe(owner),
            (joined(*few([_task(c) for c in held if c.by == owner]), by="; "),),
            [
                {
                    "does": c.does,
                    "task": c.task,
                    "activity": c.activity,
                    "together": c.together_with,
                }
                for c in held
                if c.by == owner
            ],
        )
        for owner in _owners(agreement, [c.by for c in held])
    )
    return Section("commitments", _("Commitments"), rows)


def _owners(agreement: Agreement, named: list[str]) -> list[str]:
    """Those that are named, in the order of the parties."""
    return [id for id in dict.fromkeys([*agreement.parties, *named]) if id in named]


def _task(commitment: Commitment) -> str:
    unit = f"{safe(commitment.unit)}: " if commitment.unit else ""
    often = how_often(commitment.how_often)
    return unit + safe(commitment.task) + (f" ({often})" if often else "")


def contributions(agreement: Agreement) -> Section:
    """A row for each party with what it puts in, also what has no price."""
    held = agreement.contributions or []
    rows = tuple(
        Row(
            owner,
            safe(owner),
            (joined(*few([_contribution(c) for c in held if c.by == owner]), by="; "),),
            [
                {
                    "kind": c.kind,
                    "what": c.what,
                    "payment": c.payment,
                    "amount": money(c.amount),
                    "calculation": c.calculation.text if c.calculation else None,
                    "per": c.per,
                }
                for c in held
                if c.by == owner
            ],
        )
        for owner in _owners(agreement, [c.by for c in held])
    )
    return Section("contributions", _("Contributions"), rows)


def _contribution(held: Contribution) -> str:
    amount = shown(held.amount) if held.amount else worked(held.calculation)
    value = joined(amount, per(held.per), by=" ")
    kind = chosen(CONTRIBUTION, held.kind)
    what = joined(safe(held.what or held.payment or ""), value)
    return told(mark("{label}: {words}"), label=kind, words=what) if what else kind


def decisions(agreement: Agreement) -> Section:
    """A row for each decision or proposal; what has not been decided is said."""
    rows = tuple(
        Row(
            id,
            safe(id),
            (_decision(decision),),
            {
                "body": decision.body,
                "proposes_to": decision.proposes_to,
                "case_number": decision.case_number,
                "dated": decision.dated.text if decision.dated else None,
                "decided": decision.decided.text if decision.decided else None,
                "effect": decision.effect,
            },
        )
        for id, decision in (agreement.decisions or {}).items()
    )
    return Section("decisions", _("Decisions"), rows)


def _decision(held: Decision) -> str:
    """Who decided or proposes what, and when; that a decision is not known is said."""
    body, effect = held.body or _("body unknown"), chosen(EFFECT, held.effect)
    decided = moment(held.decided) if held.decided else ""
    if held.proposes_to:
        who = told(mark("{body} proposes to {other}"), body=body, other=held.proposes_to)
        day = told(mark("decided {day}"), day=decided) if decided else ""
    elif decided:
        who, day = told(mark("decided {day} by {body}"), day=decided, body=body), decided
    else:
        says, day = mark("{label}: {words}"), ""
        who, effect = told(says, label=body, words=effect) if effect else safe(body), ""
    number = held.paragraph or ""
    return joined(
        joined(who, effect, by=" "),
        safe(held.case_number or ""),
        safe(number if "§" in number else f"§ {number}") if number else "",
        told(mark("document of {day}"), day=moment(held.dated)) if held.dated else "",
        day if held.proposes_to else "",
        "" if day else _("decision not known"),
    )
