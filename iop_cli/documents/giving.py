"""The money and all else that the parties put in: contributions, payments, invoicing, budgets.

Tells amounts as they are printed; what they come to over the term is reckoned elsewhere.
"""

import re

from iop_cli.documents.common import (
    activity_name,
    amount,
    amount_per,
    blocks,
    bullets,
    calculation,
    capital,
    chained,
    facts,
    index_facts,
    invoiced,
    name,
    own,
    payment_amount,
    payment_due,
    payment_facts,
    payment_name,
    payments,
    span,
    table,
    vat_words,
    woven,
)
from iop_cli.documents.values import Markup, Own, Subject
from iop_cli.model.economy import Budget, Contribution
from iop_cli.model.kinds import NONE
from iop_cli.model.payment import PaymentBase
from iop_cli.phrases import CONTRIBUTION, chosen, per
from iop_cli.quantity import Amount
from iop_cli.rules.rule import Rule, Where
from iop_cli.rules.sums import stated_sum_differs
from iop_cli.words import _, mark, say

_SHORT = re.compile(r"\b[tm]kr\b", re.IGNORECASE)
_RELATION = {
    "earlier": mark("earlier"),
    "parallel": mark("at the same time"),
    "replaced": mark("replaced by this partnership"),
    "contract": mark("under another contract"),
}
_WHEN = {
    "misuse": mark("when it has been misused"),
    "unused": mark("when it has not been used"),
    "breach": mark("on breach of the agreement"),
    "early_end": mark("when the agreement ends early"),
    "other": mark("in other cases"),
}
_PART = {
    "whole": mark("all of it"),
    "part": mark("a part of it"),
    "whole or part": mark("all or a part of it"),
}
_USE = {"same or similar purpose": mark("the same purpose or a similar one")}


def economy(subject: Subject) -> list[object]:
    """The stated sum, what each party puts in, and what it comes to over the term."""
    return blocks(
        _stated(subject),
        _valued(subject),
        _unvalued(subject),
        _other_funding(subject),
        _no_money(subject),
        _thousands(subject),
    )


def _thousands(subject: Subject) -> str:
    """What tkr and mkr mean, for who reads no Swedish; empty where the text has none."""
    written = [text for _where, text in subject.reading.words if _SHORT.search(text)]
    if subject.language != "en" or not written:
        return ""
    return _("In the figures tkr stands for thousands of kronor, and mkr for millions.")


def _stated(subject: Subject) -> Markup:
    held = subject.reading.agreement.stated_sum
    if held is None:
        return Markup("")
    says = (
        mark("The text states {amount} ({what}).")
        if held.as_
        else mark("The text states {amount}.")
    )
    lines = [woven(subject, says, amount=amount(held.amount), what=own(held.as_))]
    lines += [words for _place, words in remarks(subject, stated_sum_differs)]
    return chained(subject, *lines, by="\n")


def remarks(subject: Subject, rule: Rule) -> list[tuple[Where, Markup]]:
    """What a rule finds in the figures as printed: each place, and the finding as a sentence."""
    found = rule.check(subject.reading) if rule.check else ()
    return [(f.where, Markup(f"{capital(woven(subject, f.says, **f.values))}.")) for f in found]


def _no_money(subject: Subject) -> str:
    if subject.reading.agreement.payments is NONE:
        return _("The parties have settled that no money moves between them.")
    return ""


def _valued(subject: Subject) -> Markup:
    columns = [
        ("party", _("Party")),
        ("kind", _("Kind")),
        ("what", _("What")),
        ("value", _("Value")),
        ("activity", _("Activity")),
        ("sum", _("Calculation")),
        ("source", _("Source of the value")),
    ]
    rows = [row for c in _contributions(subject) if (row := contribution(subject, c))["value"]]
    return table(subject, columns, rows, _("Contributions that have a value"))


def _unvalued(subject: Subject) -> Markup:
    columns = [
        ("party", _("Party")),
        ("kind", _("Kind")),
        ("what", _("What")),
        ("activity", _("Activity")),
    ]
    rows = [r for c in _contributions(subject) if not (r := contribution(subject, c))["value"]]
    return table(subject, columns, rows, _("Contributions without a stated value"))


def _contributions(subject: Subject) -> list[Contribution]:
    return subject.reading.agreement.contributions or []


def contribution(subject: Subject, held: Contribution) -> dict[str, object]:
    """A contribution as a row; `value` is empty where the text gives it none."""
    payment = payments(subject).get(held.payment or "")
    value = chained(subject, amount_per(held.amount, held.per))
    if not value and payment:
        value = share_of(subject, payment, held.by) or payment_amount(subject, payment)
    return {
        "party": name(subject, held.by),
        "kind": capital(chosen(CONTRIBUTION, held.kind)),
        "what": own(held.what) or (payment_name(held.payment or "", payment) if payment else ""),
        "value": value or chained(subject, calculation(held.calculation)),
        "activity": activity_name(subject, held.activity),
        "sum": calculation(held.calculation) if held.amount else "",
        "source": own(held.value_source),
    }


def share_of(subject: Subject, held: PaymentBase, party: str) -> Markup:
    """What one of several payers pays, where the text tells each one's amount."""
    piece = held.from_.get(party) if isinstance(held.from_, dict) else None
    if not isinstance(piece, Amount):
        return Markup("")
    return chained(subject, amount(piece), per(held.per), by=" ")


def _other_funding(subject: Subject) -> object:
    held = subject.reading.agreement.other_funding
    if held is NONE:
        return _("The parties have settled that no other money goes to the same activity.")
    columns = [
        ("what", _("Other money for the same activity")),
        ("time", _("Time")),
        ("amount", _("Amount")),
        ("relation", _("Relation")),
    ]
    rows = [
        {
            "what": own(other.what),
            "time": span(other.since, other.until),
            "amount": amount(other.amount),
            "relation": chosen(_RELATION, other.relation),
        }
        for other in (held if isinstance(held, list) else [])
    ]
    return table(subject, columns, rows)


def payment_parts(subject: Subject) -> list[dict[str, object]]:
    """Each payment: its name, and from whom to whom, how much, when and on what terms."""
    return [
        {
            "name": Own(capital(payment_name(id, held))),
            "blocks": blocks(facts(subject, payment_facts(subject, held))),
        }
        for id, held in payments(subject).items()
    ]


def payment(subject: Subject) -> list[object]:
    """When it is invoiced and paid, and where the money goes."""
    made: list[object] = []
    for id, held in payments(subject).items():
        made += _invoicing(subject, id, held)
    return blocks(made, _payees(subject), _buyers(subject))


def _invoicing(subject: Subject, id: str, held: PaymentBase) -> list[object]:
    rules, called = invoiced(held), payment_name(id, held)
    lines: list[object] = []
    if len(rules) == 1:
        says = mark("{payment}: invoiced {when}.")
        lines.append(woven(subject, says, payment=Own(capital(called)), when=rules[0]))
    if held.due:
        says = mark("{payment}: paid {when}.")
        lines.append(woven(subject, says, payment=Own(capital(called)), when=payment_due(held)))
    many = len(rules) > 1
    says = mark(
        "The text gives several rules for when {payment} is invoiced; they stand as printed:"
    )
    lead = woven(subject, says, payment=called) if many else ""
    return blocks(lead, bullets(subject, rules) if many else "", chained(subject, *lines, by="\n"))


def _payees(subject: Subject) -> Markup:
    columns = [
        ("party", _("Paid to")),
        ("bankgiro", _("Bankgiro")),
        ("plusgiro", _("Plusgiro")),
        ("iban", _("IBAN")),
        ("bic", _("BIC")),
        ("vat", _("VAT number")),
        ("tax", _("F-tax")),
    ]
    none, tax = _("is not registered"), {True: _("approved"), False: _("not approved")}
    rows: list[dict[str, object]] = [
        {
            "party": own(party.name),
            "bankgiro": p.bankgiro,
            "plusgiro": p.plusgiro,
            "iban": p.iban,
            "bic": p.bic,
            "vat": none if p.vat_number == "none" else p.vat_number,
            "tax": "" if p.f_tax is None else tax[p.f_tax],
        }
        for party in subject.reading.agreement.parties.values()
        if (p := party.payee)
    ]
    accounts = ("bankgiro", "plusgiro", "iban", "bic", "vat", "tax")
    return table(subject, columns, [row for row in rows if any(row[k] for k in accounts)])


def _buyers(subject: Subject) -> Markup:
    columns = [
        ("party", _("Invoices to")),
        ("reference", _("Reference")),
        ("address", _("Electronic address")),
        ("channel", _("Sent by")),
    ]
    ways = {
        "peppol": _("e-invoice through Peppol"),
        "portal": _("supplier portal"),
        "email": _("e-mail"),
        "pdf": _("PDF"),
        "paper": _("paper"),
    }
    rows = [
        {
            "party": own(party.name),
            "reference": b.reference,
            "address": b.electronic,
            "channel": ways.get(b.channel or "", ""),
        }
        for party in subject.reading.agreement.parties.values()
        if (b := party.invoice) and (b.reference or b.electronic or b.channel)
    ]
    return table(subject, columns, rows)


def index(subject: Subject) -> list[object]:
    """How each amount follows an index."""
    return [
        facts(subject, index_facts(subject, held.index), Own(capital(payment_name(id, held))))
        for id, held in payments(subject).items()
        if held.index
    ]


def vat(subject: Subject) -> list[object]:
    """How VAT is treated, for each payment."""
    says = mark("{payment}: {words}.")
    return blocks(
        bullets(
            subject,
            [
                woven(subject, says, payment=Own(capital(payment_name(id, held))),
                      words=vat_words(subject, held))
                for id, held in payments(subject).items()
                if held.vat
            ],
        )
    )  # fmt: skip


def repayment(subject: Subject) -> list[object]:
    """When money is paid back, and how much of it."""
    held = subject.reading.agreement.repayment
    if held is NONE:
        return [_("The parties have settled that nothing is paid back.")]
    if held is None:
        return []
    part: object = chosen(_PART, held.part) if held.part in _PART else own(held.part)
    says = (
        mark("Money is paid back {when}: {part}.") if part else mark("Money is paid back {when}.")
    )
    return [woven(subject, says, when=chosen(_WHEN, held.when), part=part)]


def surplus(subject: Subject) -> list[object]:
    """What a surplus is used for."""
    held = subject.reading.agreement.surplus
    if held is NONE:
        return [_("The parties have settled that nothing special holds for a surplus.")]
    if held is None:
        return []
    use: object = chosen(_USE, held.use) if held.use in _USE else own(held.use)
    return [woven(subject, mark("A surplus is used for {use}."), use=use)]


def budget_title(subject: Subject, id: str, held: Budget) -> Markup:
    """What a budget is called: its year and its party, else its id."""
    year = say(mark("Budget {year}"), year=held.year.replace("..", "–")) if held.year else ""
    party = name(subject, held.party) if held.party else ""
    return chained(subject, year, party) or chained(subject, own(id.replace("_", " ")))


def budget_sums(subject: Subject) -> list[object]:
    """The total of each budget as printed; its lines stand in an appendix."""
    columns = [("budget", _("Budget")), ("total", _("Total as printed"), "right")]
    held = subject.reading.agreement.budgets or {}
    rows = [
        {"budget": budget_title(subject, id, b), "total": amount(b.total)} for id, b in held.items()
    ]
    return blocks(table(subject, columns, rows))
