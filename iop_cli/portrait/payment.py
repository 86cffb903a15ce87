"""One payment in one line, with what is unknown said as unknown; what moves in all is in money."""

from iop_cli.model.agreement import Agreement
from iop_cli.model.kinds import NONE, Span
from iop_cli.model.payment import (
    CostCap,
    Fixed,
    Instalments,
    LumpSum,
    Part,
    PaymentBase,
    PerActivity,
    PerUnit,
    Plan,
    Rate,
    Total,
)
from iop_cli.phrases import (
    INVOICED,
    PAYMENT,
    VAT,
    at_most,
    chosen,
    joined,
    per,
    shown,
    told,
    worked,
)
from iop_cli.portrait.when import moment, span, timing
from iop_cli.portrait.who import name_of
from iop_cli.portrait.work import report_name
from iop_cli.quantity import Amount, Calculation
from iop_cli.report.safe import safe
from iop_cli.words import _, mark, plural, series


def in_words(held: PaymentBase, agreement: Agreement) -> str:
    """The payment in one line: its kind and amount, from whom to whom, when, on what terms."""
    kind = chosen(PAYMENT, getattr(held, "kind", None))
    amount = _amount(held, agreement)
    first = told(mark("{label}: {words}"), label=kind, words=amount) if amount else kind
    way = f"{_names(held.from_, agreement)} → {_names(held.to, agreement)}"
    lacks = [words for _key, words in unknown(held)]
    says = told(mark("unknown: {what}"), what=lacks) if lacks else ""
    return joined(first, way, *_when(held), *_terms(held, agreement), says, by="; ")


def _names(held: object, agreement: Agreement) -> str:
    """Who pays or receives, each with its own amount or share where the text tells it."""
    each = held if isinstance(held, dict) else dict.fromkeys(ids_of(held) or [])
    names = [
        name_of(agreement, id) + (f" ({shown(piece)})" if piece else "")
        for id, piece in each.items()
    ]
    return series(names) or _("unknown")


def rates_of(held: PaymentBase) -> dict[str, Amount | Rate]:
    """The rates by name, of a payment for each activity."""
    return held.rates or {} if isinstance(held, PerActivity) else {}


def amount_of(rate: Amount | Rate) -> Amount:
    """The amount of a rate, with or without its condition."""
    return rate.amount if isinstance(rate, Rate) else rate


def _amount(held: PaymentBase, agreement: Agreement) -> str:
    """The amount as printed, and what it is for; empty where it is unknown."""
    match held:
        case PerActivity():
            activity = (agreement.activities or {}).get(held.activity)
            name = activity.name if activity else held.activity
            rates = [_rate(id, rate) for id, rate in rates_of(held).items()]
            amount = joined(_told(held.amount), *rates, by=f" {_('or')} ")
            return joined(amount, safe(name))
        case Fixed():
            return _fixed(held)
        case Instalments():
            parts = [_part(part, agreement) for part in held.parts]
            return joined(_sum(held), series(parts))
        case CostCap():
            share = told(mark("{share} of the costs"), share=held.share) if held.share else ""
            cap = at_most(held.cap) if held.cap else ""
            return joined(share, joined(cap, per(held.per), by=" "))
        case PerUnit():
            return _by_quantity(held)
        case LumpSum():
            covers = told(mark("covers {period}"), period=held.covers) if held.covers else ""
            return joined(_sum(held), covers)
        case Total():
            covers = told(mark("covers {period}"), period=held.covers) if held.covers else ""
            amount, years = _sum(held), _split(held)
            return joined(f"{amount} ({years})" if amount and years else amount or years, covers)
        case _:
            return ""


def _sum(held: PaymentBase) -> str:
    """The sum as printed, else the calculation that gives it."""
    return _told(getattr(held, "amount", None)) or worked(calculation_of(held))


def _fixed(held: Fixed) -> str:
    amount = joined(_sum(held), per(held.per), by=" ") if _sum(held) or not held.first_year else ""
    more, first = held.yearly_uplift, held.first_year
    return joined(
        amount,
        told(mark("first year {amount}"), amount=first) if first else "",
        told(mark("then {amount} more each year"), amount=more) if more else "",
        per(held.per) if first and not amount and held.per != "year" else "",
    )


def _by_quantity(held: PerUnit) -> str:
    rate = told(mark("{amount} each"), amount=held.rate) if held.rate else ""
    source = joined(timing(held.at), safe(held.source or ""))
    least = held.least
    return joined(
        joined(rate, per(held.per), by=" "),
        safe(held.quantity.replace("_", " ")) + (f" ({source})" if source else ""),
        told(mark("paid for at least {count}"), count=least) if least is not None else "",
    )


def _split(held: Total) -> str:
    """What falls on each year, where the text tells it."""
    if isinstance(held.split, dict):
        return series([f"{safe(year)}: {shown(amount)}" for year, amount in held.split.items()])
    return _("the same each year") if held.split else ""


def _told(amount: Amount | None) -> str:
    return shown(amount) if amount else ""


def _rate(id: str, rate: Amount | Rate) -> str:
    when = rate.when if isinstance(rate, Rate) else None
    return f"{_told(amount_of(rate))} ({safe(when or id)})"


def _part(part: Part, agreement: Agreement) -> str:
    """An instalment: its day and amount, and what it hangs on."""
    terms = joined(
        *_hangs_on(part.condition, agreement), *_released(part.released_by, agreement), by="; "
    )
    day = moment(part.date) if part.date else "" if terms else _("day unknown")
    words = joined(day, shown(part.amount) if part.amount else _("amount unknown"), by=" ")
    return f"{words} ({terms})" if terms else words


def _when(held: PaymentBase) -> list[str]:
    """When it is paid and invoiced, as the text says."""
    day = getattr(held, "date", None)
    parts = getattr(held, "parts", None)
    times = [chosen(INVOICED, word) for word in held.invoiced or []]
    return [
        told(mark("paid {when}"), when=moment(day)) if day else "",
        _parts(parts) if isinstance(parts, int) else "",
        *[_plan(plan) for plan in held.schedule or []],
        told(mark("invoiced {when}"), when=times) if times else "",
        told(mark("due after {length}"), length=held.due) if held.due else "",
        _span(held.valid),
    ]


def _plan(plan: Plan) -> str:
    """How it is divided during a time: 2009: 4 parts of 61 925 kr, the first week of the year."""
    printed = told(mark("of {amount}"), amount=plan.printed) if plan.printed else ""
    parts = joined(_parts(plan.parts), printed, by=" ")
    words = joined(_told(plan.amount), parts, timing(plan.pay))
    valid = _span(plan.valid)
    return (
        told(mark("{label}: {words}"), label=valid, words=words)
        if valid and words
        else (valid or words)
    )


def _parts(count: int | None) -> str:
    return plural("{count} part", "{count} parts", count) if count else ""


def _span(valid: Span | None) -> str:
    return span(valid.from_, valid.to) if valid else ""


def _terms(held: PaymentBase, agreement: Agreement) -> list[str]:
    """What the payment hangs on and follows."""
    series_of = held.index.series if held.index else None
    is_ceiling = held.cap is not None and not isinstance(held, CostCap)
    return [
        *_hangs_on(held.condition, agreement),
        _gate(held, agreement) if isinstance(held, PerActivity) else "",
        told(mark("follows {series}"), series=series_of or _("an index")) if held.index else "",
        at_most(held.cap) if held.cap and is_ceiling else "",
        *_released(held.released_by, agreement),
        _("advances, settled afterwards") if held.settled else "",
        chosen(VAT, held.vat),
    ]


def _hangs_on(id: str | None, agreement: Agreement) -> list[str]:
    condition = (agreement.conditions or {}).get(id or "")
    what = condition.what if condition else id
    return [told(mark("on condition: {what}"), what=what)] if what else []


def _released(id: str | None, agreement: Agreement) -> list[str]:
    name = report_name(agreement, id) if id else ""
    return [told(mark("released by {report}"), report=name)] if name else []


def _gate(held: PerActivity, agreement: Agreement) -> str:
    """How many participants it takes for anything to be paid."""
    wanted = held.gate.participants if held.gate else None
    if wanted is None or wanted is NONE:
        return ""
    activity = (agreement.activities or {}).get(held.activity)
    people = activity.participants if activity else None
    least = (people.min if people else None) if wanted == "min" else wanted
    if least is None:
        return _("only with enough participants")
    return told(mark("only with at least {count} participants"), count=least)


def unknown(held: PaymentBase) -> list[tuple[str, str]]:
    """What the payment needs and the file does not say: a stable word, and the reader's."""
    dated = getattr(held, "date", None) or getattr(held, "parts", None)
    lacks = {
        "amount": (not _has_amount(held), _("amount")),
        "per": (isinstance(held, Fixed) and held.per is None, _("per what")),
        "split": (isinstance(held, Total) and held.split is None, _("what falls on each year")),
        "shares": (isinstance(held.to, list) and len(held.to) > 1, _("how it is shared")),
        "when": (not (dated or held.schedule or held.invoiced), _("when it is paid")),
        "vat": (held.vat is None, _("VAT")),
    }
    return [(key, words) for key, (is_lacking, words) in lacks.items() if is_lacking]


def _has_amount(held: PaymentBase) -> bool:
    """Whether the text tells the amount, at one place or piece by piece."""
    keys = ("amount", "rates", "rate", "first_year", "calculation", "cap")
    pieces: list[object] = [plan.amount for plan in held.schedule or []]
    if isinstance(held, Instalments):
        pieces = [part.amount for part in held.parts]
    elif isinstance(held, Total) and isinstance(held.split, dict):
        pieces = list(held.split.values())
    is_told = bool(pieces) and all(isinstance(piece, Amount) for piece in pieces)
    return is_told or any(getattr(held, key, None) for key in keys)


def calculation_of(held: PaymentBase) -> Calculation | None:
    """The calculation as printed, of the kinds of payment that may have one."""
    found: Calculation | None = getattr(held, "calculation", None)
    return found


def ids_of(held: object) -> list[str] | None:
    """Those who pay or receive; None where it is unknown."""
    if isinstance(held, str):
        return [held]
    return [str(id) for id in held] if isinstance(held, list | dict) else None
