"""A follow-up in words: money agreed, billed and paid, what it rests on, and what has no price.

Takes what dues found and returns tables and sentences. Reckons nothing but the sum of a column.
"""

from collections.abc import Iterable
from decimal import Decimal

from iop_cli.billing.work import LeftOut
from iop_cli.documents import naming, spoken
from iop_cli.documents.common import capital, chained, own, table, woven
from iop_cli.documents.doings import hidden
from iop_cli.documents.dues import Bill, Due, Dues, by_payer, dues
from iop_cli.documents.measures import Scope, is_small
from iop_cli.documents.values import Markup, Own, Subject
from iop_cli.model.log import Entry
from iop_cli.paper import figures
from iop_cli.phrases import CONTRIBUTION, chosen
from iop_cli.words import _, mark, plural

# more readings of one quantity are told by their least and their most
_MOST_READINGS = 12


def kronor(value: Decimal | None, currency: str = "SEK") -> str:
    """An amount without decimals that say nothing: 26 500 kr; empty where it is unknown."""
    if value is None:
        return ""
    unit = figures.UNITS.get(currency, currency)
    return f"{figures.bare(value).removesuffix(',00')}{figures.NO_BREAK}{unit}"


def _named(id: str) -> Own:
    """An id as a name: prova_på is Prova på."""
    return Own(capital(own(id.replace("_", " "))))


def money(subject: Subject, scope: Scope) -> dict[str, object]:
    """Agreed, billed and paid between the parties, what it is made of, and what is left out."""
    found = dues(subject, scope)
    rows = [_row(subject, row) for row in found.rows]
    if len(found.rows) > 1:
        rows.append(_sum(found.rows))
    columns = (
        ("payer", _("Payer")),
        ("payee", _("Payee")),
        ("agreed", _("According to the agreement"), "right"),
        ("billed", _("Billed"), "right"),
        ("paid", _("Paid"), "right"),
    )
    return {
        "table": table(subject, columns, rows),
        "by_payment": _by_payment(subject, scope, found),
        "bills": _bills(subject, scope, found.bills),
        "left_out": _left_out(subject, scope, found.left_out),
        "refused": _refused(subject, scope, found),
        "notes": _notes(subject, found),
        "summary": [_summary(subject, row) for row in by_payer(found.rows)],
    }


def _row(subject: Subject, row: Due) -> dict[str, object]:
    return {
        "payer": naming.name(subject, row.payer) if row.payer else _("unknown"),
        "payee": naming.name(subject, row.payee) if row.payee else _("unknown"),
        "agreed": _agreed(row),
        "billed": kronor(row.billed, row.currency),
        "paid": kronor(row.paid, row.currency),
    }


def _agreed(row: Due) -> str:
    if row.agreed is None:
        return _("cannot be reckoned") if row.lacks else _("not reported")
    amount = kronor(row.agreed, row.currency)
    return _("at least {amount}").format(amount=amount) if row.lacks else amount


def _sum(rows: Iterable[Due]) -> dict[str, object]:
    """The sum of each column whose amounts are all told, in one currency."""
    held = list(rows)
    told: dict[str, object] = {"payer": _("In all")}
    for key in ("agreed", "billed", "paid"):
        amounts = [getattr(row, key) for row in held]
        lacks = key == "agreed" and any(row.lacks for row in held)
        if None not in amounts and not lacks and len({row.currency for row in held}) == 1:
            told[key] = kronor(sum(amounts, Decimal(0)), held[0].currency)
    return told if len(told) > 1 else {}


def _by_payment(subject: Subject, scope: Scope, found: Dues) -> Markup:
    columns = (
        ("payment", _("Payment")),
        ("payer", _("Payer")),
        ("payee", _("Payee")),
        ("agreed", _("According to the agreement"), "right"),
    )
    rows = [{**_row(subject, row), "payment": _named(id)} for id, row in found.by_payment]
    return table(subject, columns, rows, _("Payment by payment"))


def _bills(subject: Subject, scope: Scope, bills: Iterable[Bill]) -> Markup:
    columns = (
        ("number", _("Invoice")),
        ("payer", _("Payer")),
        ("billed", _("Billed for the period"), "right"),
        ("paid", _("Paid"), "right"),
        ("day", _("Paid on")),
        ("remark", _("Remark")),
    )
    rows = [
        {
            "number": bill.number,
            "payer": naming.name(subject, bill.payer) if bill.payer else "",
            "billed": kronor(bill.billed) or _("not reported"),
            "paid": kronor(bill.paid),
            "day": spoken.day(bill.paid_on) if bill.paid_on else "",
            "remark": "" if bill.is_whole else _("also covers other time"),
        }
        for bill in bills
    ]
    return table(subject, columns, rows, _("Invoices"))


def _left_out(subject: Subject, scope: Scope, left_out: Iterable[LeftOut]) -> Markup:
    entries = {e.id: e for e in (scope.reading.log.entries or [] if scope.reading.log else [])}
    latest = {e.corrects: e for _i, e in scope.reading.entries if e.corrects}
    columns = (("what", _("What")), ("day", _("Day")), ("reason", _("Reason")))
    rows = []
    for one in left_out:
        entry = latest.get(one.entry) or entries.get(one.entry)
        rows.append(
            {
                "what": _what(subject, scope, one, entry),
                "day": spoken.day(one.day) if one.day else "",
                "reason": _reason(subject, scope, one, entry),
            }
        )
    return table(subject, columns, rows, _("What is not paid for, and why"))


def _what(subject: Subject, scope: Scope, one: LeftOut, entry: Entry | None) -> Markup:
    """What is left out: the activity that was held and where, else the payment and its part."""
    if entry and entry.activity:
        activity = (scope.agreement.activities or {}).get(entry.activity)
        name = activity.name if activity else entry.activity
        return chained(subject, own(name), own(entry.place), own(entry.group))
    part = one.part if one.part != one.entry else ""
    return chained(subject, _named(one.payment), part)


def _reason(subject: Subject, scope: Scope, one: LeftOut, entry: Entry | None) -> Markup:
    """Why it is left out; a small number of participants is not told there either."""
    there = entry.participants if entry else None
    if there is not None and is_small(there, scope.limit):
        told = plural("{count} participant", "{count} participants", there)
        if one.reason.startswith(told):
            return woven(subject, mark("fewer participants than agreed"))
    return chained(subject, one.reason)


def _refused(subject: Subject, scope: Scope, found: Dues) -> list[Markup]:
    """What cannot be reckoned, and why."""
    says = mark("{payment}: {reason}.")
    return [
        woven(subject, says, payment=_named(one.payment), reason=one.reason)
        if one.payment
        else spoken.sentence(subject, capital(one.reason))
        for one in found.refused
    ]


def _notes(subject: Subject, found: Dues) -> list[Markup]:
    """How the amounts are to be read, and what is not reported of them."""
    if not found.rows:
        return []
    notes = []
    if any(vat not in (None, "outside", "exempt") for vat in found.vats):
        notes.append(mark("Agreed and billed amounts are before VAT; what was paid includes VAT."))
    elif None in found.vats:
        notes.append(mark("The agreement does not say whether VAT is added to the amounts."))
    is_billed = any(row.billed is not None for row in found.rows) or bool(found.bills)
    is_billed = is_billed or bool(found.partly)
    is_paid = any(bill.paid is not None for bill in found.bills)
    if not is_billed:
        notes.append(mark("No invoice and no payment is reported for the period."))
    elif not is_paid:
        notes.append(mark("No payment of what was billed is reported."))
    told = [woven(subject, says) for says in notes]
    if found.partly:
        says = mark("Not counted, since the days are only partly of the period: {numbers}.")
        told.append(woven(subject, says, numbers=", ".join(found.partly)))
    if is_billed:
        says = mark("What was billed and paid is as known on {day}.")
        told.append(woven(subject, says, day=spoken.day(subject.today)))
    return told


def _summary(subject: Subject, row: Due) -> Markup:
    held = _row(subject, row)
    says = mark("According to the agreement {payer} pays {agreed} for the period.")
    if row.agreed is None:
        says = mark("What {payer} pays for the period cannot be seen from the log.")
        if row.lacks:
            says = mark("What {payer} pays for the period cannot be reckoned.")
    elif row.billed is not None and row.paid is not None:
        says = mark(
            "According to the agreement {payer} pays {agreed} for the period; {billed} is billed"
            " and {paid} is paid."
        )
    elif row.billed is not None:
        says = mark(
            "According to the agreement {payer} pays {agreed} for the period; {billed} is billed."
        )
    return woven(subject, says, **held)


def costs(subject: Subject, scope: Scope) -> Markup:
    """The costs that the log tells for the period, and their sum for each payment."""
    found = [entry for _i, entry in scope.entries("cost") if entry.cost and entry.amount]
    rows: list[dict[str, object]] = []
    for id in dict.fromkeys(entry.cost for entry in found):
        own_costs = [e for e in found if e.cost == id and e.amount and e.period]
        what = _named(id or "")
        for entry in own_costs:
            assert entry.amount and entry.period  # see above
            period = capital(spoken.period(entry.period))
            amount = kronor(entry.amount.value, entry.amount.currency)
            rows.append({"what": what, "period": period, "amount": amount})
        if len(own_costs) > 1 and len({e.amount.currency for e in own_costs if e.amount}) == 1:
            total = sum((e.amount.value for e in own_costs if e.amount), Decimal(0))
            rows.append({"what": what, "period": _("In all"), "amount": kronor(total)})
    columns = (("what", _("Payment")), ("period", _("Period")), ("amount", _("Costs"), "right"))
    return table(subject, columns, rows)


def quantities(subject: Subject, scope: Scope) -> Markup:
    """The quantities that were read in the period; where they are many, from least to most."""
    groups: dict[tuple[str, str], list[Entry]] = {}
    for _i, entry in scope.entries("quantity"):
        if entry.quantity and entry.value is not None:
            groups.setdefault((entry.quantity, entry.party or ""), []).append(entry)
    rows = [
        row
        for (what, party), held in groups.items()
        for row in _readings(subject, scope, what, party, held)
    ]
    columns = (
        ("what", _("What")),
        ("party", _("Party")),
        ("day", _("Day")),
        ("value", _("Value"), "right"),
        ("source", _("Source")),
    )
    return table(subject, columns, rows)


def _party(subject: Subject, scope: Scope, id: str) -> Own:
    """The name of a party; of one that joined later too."""
    later = scope.reading.agreement.parties.get(id)
    is_later = id not in scope.agreement.parties and later is not None
    return own(later.name) if later and is_later else naming.name(subject, id)


def _readings(
    subject: Subject, scope: Scope, what: str, party: str, held: list[Entry]
) -> list[dict[str, object]]:
    about = {
        "what": _named(what),
        "party": _party(subject, scope, party) if party else "",
    }
    dated = sorted((e for e in held if e.date), key=lambda e: e.date or subject.today)
    if len(dated) <= _MOST_READINGS:
        return [
            {
                **about,
                "day": spoken.day(e.date) if e.date else "",
                "value": _quantity(subject, scope, e.value),
                "source": own(e.source),
            }
            for e in dated
        ]
    values = sorted(e.value for e in dated if e.value is not None)
    least, most = (_quantity(subject, scope, value) for value in (values[0], values[-1]))
    says = plural("{count} reading", "{count} readings", len(dated))
    first, last = dated[0].date, dated[-1].date
    days = spoken.between(spoken.day(first), spoken.day(last)) if first and last else ""
    value = woven(subject, mark("{least} to {most} ({count})"), least=least, most=most, count=says)
    return [{**about, "day": days, "value": value}]


def _quantity(subject: Subject, scope: Scope, value: Decimal | None) -> str:
    if value is None:
        return _("not reported")
    return hidden(subject, scope.limit) if is_small(value, scope.limit) else figures.figure(value)


def index_values(subject: Subject, scope: Scope) -> Markup:
    """The index values that were noted for the period."""
    rows = [
        {
            "series": own(entry.index),
            "period": capital(spoken.period(entry.period)),
            "value": figures.figure(entry.value),
            "how": _("preliminary value") if entry.preliminary else "",
            "source": own(entry.source),
        }
        for _i, entry in scope.entries("index")
        if entry.period and entry.value is not None
    ]
    columns = (
        ("series", _("Index")),
        ("period", _("Period")),
        ("value", _("Value"), "right"),
        ("how", _("Remark")),
        ("source", _("Source")),
    )
    return table(subject, columns, rows)


def in_kind(subject: Subject, scope: Scope) -> Markup:
    """What the parties agreed to put in besides money, and its value where that is told."""
    held = [one for one in scope.agreement.contributions or [] if one.kind != "cash"]
    rows = [
        {
            "party": naming.name(subject, one.by),
            "kind": capital(chosen(CONTRIBUTION, one.kind)),
            "what": own(one.what),
            "value": spoken.amount_per(one.amount, one.per) or spoken.calculation(one.calculation),
        }
        for one in (held if scope.inside else [])
    ]
    columns = (
        ("party", _("Party")),
        ("kind", _("Contribution")),
        ("what", _("What")),
        ("value", _("Value")),
    )
    return table(subject, columns, rows)
