"""The economy of a partnership in words: year by year, party by party, with and without in kind.

What cannot be said is said to be unknown, and is never zero. Reckons by years.
"""

from collections.abc import Iterator

from iop_cli.documents.naming import activity_name, name, names
from iop_cli.documents.paying import (
    invoiced,
    payment_amount,
    payment_due,
    payment_terms,
    payment_when,
    payments,
    sides,
)
from iop_cli.documents.spoken import amount
from iop_cli.documents.values import Markup, Subject
from iop_cli.documents.weaving import (
    blocks,
    bullets,
    capital,
    chained,
    own,
    paragraph,
    table,
    woven,
)
from iop_cli.documents.words_of import first_capital, money, total, year
from iop_cli.model.economy import Contribution
from iop_cli.model.kinds import NONE
from iop_cli.model.payment import PaymentBase, PerActivity
from iop_cli.phrases import CONTRIBUTION, chosen, count, per
from iop_cli.portrait.payment import unknown
from iop_cli.words import _, mark, say, series
from iop_cli.yearly import added
from iop_cli.years import Share, Worth, worth_by_year

# a printed total, a printed calculation, money that stands in two budgets
_FIGURES = ("IOP401", "IOP402", "IOP403")


def economy(subject: Subject) -> list[object]:
    """The paragraphs, tables and lists of the economy."""
    held = worth_by_year(subject.reading)
    return blocks(
        paragraph(subject, _in_short(subject, held)),
        payments_table(subject),
        bullets(subject, dict.fromkeys(_open_questions(subject))),
        years_table(subject, held),
        paragraph(subject, _together(subject, held)),
        _without_value(subject, held),
        _figures_remarked(subject),
    )


def _in_short(subject: Subject, held: Worth) -> Iterator[object]:
    """What money there is, or that none is told."""
    agreement = subject.reading.agreement
    if agreement.payments is NONE:
        yield _("No money is paid between the parties, as they have settled.")
    elif not payments(subject):
        if agreement.stated_sum:
            says = mark("The agreement states a sum, {amount} ({what}), and no payment.")
            stated = agreement.stated_sum
            yield woven(subject, says, amount=amount(stated.amount), what=own(stated.as_))
        elif not held.shares:
            yield _("The agreement states no amounts, no budget and no payments.")
            if "economy" in (agreement.announces or []):
                yield _("It says that it regulates the economy, and has no section on it.")
            yield _("What the partnership costs the parties is therefore unknown.")


def payments_table(subject: Subject) -> Markup:
    """The payments: from whom, to whom, how much and when."""
    rows = [
        {
            "from": sides(subject, held.from_),
            "to": sides(subject, held.to),
            "amount": payment_amount(subject, held),
            "when": first_capital(chained(subject, *_when(subject, held), by="; ")),
            "terms": first_capital(chained(subject, *payment_terms(subject, held), by="; ")),
        }
        for held in payments(subject).values()
    ]
    columns = [
        ("from", _("Paid by")),
        ("to", _("Paid to")),
        ("amount", _("Amount")),
        ("when", _("When it is paid")),
        ("terms", _("Conditions")),
    ]
    return table(subject, columns, rows, _("Payments"))


def _when(subject: Subject, held: PaymentBase) -> Iterator[object]:
    """When it is paid and invoiced, as far as the text says; every rule that it names."""
    yield from payment_when(subject, held)
    if times := invoiced(held):
        yield say(mark("invoiced {when}"), when=series(times))
    yield payment_due(held)


def _open_questions(subject: Subject) -> Iterator[object]:
    """What the text does not say of its payments, and between what amounts it leaves the choice."""
    for held in payments(subject).values():
        lacks = [words for _key, words in unknown(held)]
        if lacks:
            says = mark("Not stated for the payment from {payer}: {what}.")
            yield woven(subject, says, payer=sides(subject, held.from_), what=series(lacks))
        if isinstance(held, PerActivity):
            yield from _spread(subject, held)


def _spread(subject: Subject, held: PerActivity) -> Iterator[object]:
    """Why a payment for each activity is told as a ceiling."""
    activity = (subject.reading.agreement.activities or {}).get(held.activity)
    often = activity.volume if activity else None
    many = count(often.min, often.max) if often else ""
    if len(held.rates or {}) > 1 and not all(getattr(r, "when", None) for r in held.rates.values()):  # type: ignore[union-attr] # there are two
        yield _("The text does not say when the one rate applies and when the other.")
    if many:
        says = mark(
            "The sums below are ceilings, reckoned on the most that is agreed ({activity}, {many} "
            "{per}) at the highest rate."
        )
        most = often.max if often and often.max is not None else often.min if often else None
        yield woven(subject, says, many=count(most, most), per=per(often.per if often else None),
                    activity=activity_name(subject, held.activity))  # fmt: skip


def years_table(subject: Subject, held: Worth) -> Markup:
    """A row for each calendar year and party, with sums for years and for the whole."""
    rows = list(_year_rows(subject, held))
    columns: list[tuple[str, str] | tuple[str, str, str]] = [
        ("year", _("Calendar year")),
        ("party", _("Party")),
        ("money", _("Money"), "right"),
    ]
    if held.is_valued:
        columns += [
            ("kind", _("Value of contributions in kind"), "right"),
            ("all", _("Together"), "right"),
        ]
    return table(subject, columns, rows, _("Economy year by year"))


def _year_rows(subject: Subject, held: Worth) -> Iterator[dict[str, object]]:
    years = list(dict.fromkeys(share.year for share in held.shares))
    for each in years:
        shares = [s for s in held.shares if s.year == each]
        for share in shares:
            party = names(subject, share.parties) or _("payer unknown")
            yield _row(year(each), party, share, held)
        if len(shares) > 1 and len(years) > 1:
            yield _row(year(each), _("All parties"), _of_all(each, shares), held)
    if len(held.shares) > 1:
        in_all = Share(
            0, (), held.money if held.payments else None, held.in_kind if held.is_valued else None
        )
        row = _row(_("The whole term"), _("All parties"), in_all, held)
        yield {**row, "all": total(held.whole) if held.is_valued else ""}


def _of_all(each: int, shares: list[Share]) -> Share:
    cash = [s.money for s in shares if s.money]
    in_kind = [s.in_kind for s in shares if s.in_kind]
    return Share(each, (), added(cash) if cash else None, added(in_kind) if in_kind else None)


def _row(when: str, party: object, share: Share, held: Worth) -> dict[str, object]:
    return {
        "year": when,
        "party": party,
        "money": total(share.money),
        "kind": total(share.in_kind),
        "all": total(share.whole) if held.is_valued else "",
    }


def _together(subject: Subject, held: Worth) -> Iterator[object]:
    """The sums without and with what is given in kind, in sentences."""
    if not held.shares:
        return
    cash = held.payments
    if cash and held.money.amount is None:
        yield _("What the money comes to over the whole term is unknown.")
    elif cash:
        says = mark("Without contributions in kind, the sum over the whole term is {amount}.")
        yield woven(subject, says, amount=total(held.money))
    if held.is_valued:
        says = mark("With the contributions that have a value it is {amount}.")
        yield woven(subject, says, amount=total(held.whole))
    if held.unvalued or held.unclear:
        yield _("What the contributions below are worth is unknown; they are in none of the sums.")


def _without_value(subject: Subject, held: Worth) -> list[object]:
    """The contributions that no sum holds, party by party."""
    rows = [_contribution(subject, c) for c in (*held.unclear, *held.unvalued)]
    order = {id: index for index, id in enumerate(subject.reading.agreement.parties)}
    rows.sort(key=lambda row: order.get(str(row["id"]), len(order)))
    columns = [("party", _("Party")), ("kind", _("Kind")), ("what", _("Contribution")),
               ("value", _("Value"))]  # fmt: skip
    return blocks(table(subject, columns, rows, _("Contributions that are in no sum")))


def _contribution(subject: Subject, held: Contribution) -> dict[str, object]:
    value: object = _("not stated")
    if held.amount:
        says = mark("{amount}; the text does not say per what")
        value = say(says, amount=money(held.amount)) if held.per is None else \
            say(mark("{amount} {per}"), amount=money(held.amount), per=per(held.per))  # fmt: skip
    return {
        "id": held.by,
        "party": name(subject, held.by),
        "kind": capital(chosen(CONTRIBUTION, held.kind)),
        "what": own(held.what),
        "value": value,
    }


def _figures_remarked(subject: Subject) -> list[object]:
    """What the check says of printed figures that the sums rest on, also where it is accepted."""
    found = [
        first_capital(f"{d.message}.")
        for d in (*subject.findings, *subject.accepted)
        if d.code in _FIGURES
    ]
    lead = _("The check remarks on the printed figures that the sums rest on:")
    return blocks(lead, bullets(subject, found)) if found else []


def money_in_short(subject: Subject, held: Worth) -> Markup:
    """What the money comes to, in a few words; that it is not told is said."""
    agreement = subject.reading.agreement
    if agreement.payments is NONE:
        return chained(subject, _("no money is paid between the parties"))
    if not held.payments:
        return chained(subject, _("the agreement states no amounts"))
    if held.money.amount is None:
        return chained(subject, _("the sum is unknown"))
    says = mark("{amount} over the whole term")
    return woven(subject, says, amount=total(held.money))
