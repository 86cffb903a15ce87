"""A partnership on one page: what, who, for whom, when, how much, what comes next, whom to ask."""

from iop_cli.deadlines import State, current_end, known, next_deadlines, state
from iop_cli.documents import lasting, undertaken
from iop_cli.documents.appendix import volume
from iop_cli.documents.common import (
    ages,
    amount,
    blocks,
    bullets,
    capital,
    chained,
    contacts,
    day,
    disclosed,
    enters,
    how_often,
    listed,
    name,
    own,
    paragraph,
    payment_amount,
    payments,
    report_name,
    sides,
    table,
    woven,
)
from iop_cli.documents.computing import over_term
from iop_cli.documents.giving import budget_title
from iop_cli.documents.values import Markup, Own, Subject
from iop_cli.model.activity import Activity
from iop_cli.model.kinds import NONE
from iop_cli.model.payment import PaymentBase
from iop_cli.phrases import CONTRIBUTION, STATE, STATUS, chosen, count
from iop_cli.words import _, mark

_MOST_DATES = 6


def values(subject: Subject) -> dict[str, object]:
    """Everything that the template of the summary needs, in the document's language."""
    held = disclosed(subject)
    return {
        "id": held.reading.file_id or held.reading.agreement.id,
        "title": own(held.reading.agreement.title),
        "standing": _standing(held),
        "what": _what(held),
        "who": _who(held),
        "whom": _whom(held),
        "when": _when(held),
        "much": _much(held),
        "followed": _followed(held),
        "next": _next(held),
        "contacts": blocks(contacts(held)),
    }


def _standing(subject: Subject) -> Markup:
    """How far the agreement has come, and where today stands in its term."""
    reading = subject.reading
    now = state(reading)
    says = mark("Status: {status}; {state} on {day}.")
    if now is State.UNKNOWN:
        says = mark("Status: {status}.")
    status, where = chosen(STATUS, reading.agreement.status), chosen(STATE, now)
    return woven(subject, says, status=status, state=where, day=day(subject.today))


def _what(subject: Subject) -> list[object]:
    agreement = subject.reading.agreement
    purpose = own(agreement.purpose.text if agreement.purpose else None)
    says = mark("{text}.")
    held = [_activity(subject, a) for a in (agreement.activities or {}).values()]
    text = woven(subject, says, text=Own(purpose.rstrip("."))) if purpose else ""
    return blocks(text, bullets(subject, held))


def _activity(subject: Subject, held: Activity) -> Markup:
    """An activity in one line: its name, how many, for how many."""
    people = held.participants
    numbers = count(people.min, people.max) if people else ""
    who = chained(subject, numbers, own(people.who), by=" ") if people and numbers else ""
    often = volume(subject, held) or undertaken.sessions(subject, held)
    room = undertaken.capacity(subject, held)
    words = chained(subject, often, who, room, by="; ")
    return chained(subject, own(held.name), words, by=": ")


def _who(subject: Subject) -> list[object]:
    parties = subject.reading.agreement.parties.values()
    says = mark("{party}, through {body}")
    held = [
        woven(subject, says, party=own(p.name), body=own(p.acts_through))
        if p.acts_through
        else own(p.name)
        for p in parties
        if enters(p)
    ]
    return blocks(bullets(subject, held))


def _whom(subject: Subject) -> list[object]:
    held = subject.reading.agreement.target_group
    if held is None:
        return []
    return blocks(
        woven(
            subject,
            mark("{text}."),
            text=chained(subject, Own(capital(own(held.who))), ages(held.ages)),
        )
    )


def _when(subject: Subject) -> list[object]:
    """The term as agreed, as it stands now where that differs, and how it may go on."""
    term, reading = subject.reading.agreement.term, subject.reading
    lines: list[object] = list(lasting.term_lines(subject, term)) if term else []
    now = current_end(reading)
    if now and now != reading.agreed_end:
        lines.append(woven(subject, mark("As things stand the last day is {day}."), day=day(now)))
    if term and term.extension:
        lines += lasting.extension_lines(subject, term.extension)
    return blocks(paragraph(subject, lines))


def _much(subject: Subject) -> list[object]:
    agreement = subject.reading.agreement
    if agreement.payments is NONE:
        return [_("The parties have settled that no money moves between them.")]
    paid = [_payment(subject, held) for held in payments(subject).values()]
    totals = mark("{budget}: {amount}")
    budgets = [
        woven(subject, totals, budget=budget_title(subject, id, b), amount=amount(b.total))
        for id, b in (agreement.budgets or {}).items()
        if b.total
    ]
    in_kind = [_in_kind(subject, id) for id in agreement.parties]
    return blocks(bullets(subject, [*paid, *budgets, *in_kind]), over_term(subject))


def _payment(subject: Subject, held: PaymentBase) -> Markup:
    """A payment in one line: who pays whom how much."""
    much = payment_amount(subject, held)
    way = [sides(subject, held.from_), sides(subject, held.to)]
    if not all(way):
        return chained(subject, *way, much, by=": ")
    says = mark("{payer} pays {payee}: {amount}") if much else mark("{payer} pays {payee}")
    return woven(subject, says, payer=way[0], payee=way[1], amount=much)


def _in_kind(subject: Subject, party: str) -> Markup:
    """What a party puts in besides money."""
    held = [c for c in subject.reading.agreement.contributions or [] if c.by == party]
    kinds = dict.fromkeys(chosen(CONTRIBUTION, c.kind) for c in held if c.kind != "cash")
    if not kinds:
        return Markup("")
    says = mark("{party} puts in {what}")
    return woven(subject, says, party=name(subject, party), what=listed(subject, kinds))


def _followed(subject: Subject) -> list[object]:
    """How often the bodies meet and the reports come."""
    agreement = subject.reading.agreement
    bodies = agreement.governance if isinstance(agreement.governance, dict) else {}
    reports = (agreement.follow_up.reports or {}) if agreement.follow_up else {}
    says = mark("{what}: {often}")
    pairs = [(name(subject, id), undertaken.meetings(subject, b)) for id, b in bodies.items()]
    pairs += [
        (report_name(subject, id), how_often(subject, r.how_often)) for id, r in reports.items()
    ]
    return blocks(bullets(subject, [woven(subject, says, what=w, often=o) for w, o in pairs if o]))


def _next(subject: Subject) -> list[object]:
    """The nearest dates that follow from the agreement and have not passed."""
    held = next_deadlines(known(subject.reading))[:_MOST_DATES]
    rows = [{"day": day(d.day), "what": capital(d.what.in_words())} for d in held]
    told = table(subject, [("day", _("Day")), ("what", _("What"))], rows)
    return blocks(told or _("No date to come follows from the agreement."))
