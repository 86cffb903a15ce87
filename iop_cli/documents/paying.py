"""Payments in words: what is paid, by whom, when, and on what terms. Computes nothing."""

from iop_cli.documents.naming import activity_name, name, names, report_name
from iop_cli.documents.spoken import (
    amount,
    amount_per,
    calculation,
    length,
    moment,
    period,
    span,
)
from iop_cli.documents.values import Markup, Own, Subject
from iop_cli.documents.weaving import chained, listed, own, woven
from iop_cli.model.kinds import NONE
from iop_cli.model.payment import (
    CostCap,
    Fixed,
    Index,
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
from iop_cli.phrases import INVOICED, PAYMENT, VAT, chosen, per
from iop_cli.portrait.payment import ids_of
from iop_cli.portrait.when import timing
from iop_cli.quantity import Amount, Share
from iop_cli.words import _, form, mark, plural, say


def payments(subject: Subject) -> dict[str, PaymentBase]:
    """The payments by id; none where no money moves or nothing is told."""
    held = subject.reading.agreement.payments
    return dict(held) if isinstance(held, dict) else {}


def payment_name(id: str, held: PaymentBase) -> Own:
    """What the text calls the payment, else its id."""
    return own(held.called or id.replace("_", " "))


def payment_kind(held: PaymentBase) -> str:
    """The kind of payment in words: for each activity held."""
    return chosen(PAYMENT, getattr(held, "kind", None))


def sides(subject: Subject, held: object) -> Markup:
    """Who pays or receives, each with its amount or share where the text tells it."""
    if not isinstance(held, dict):
        return names(subject, ids_of(held))
    says = mark("{party} ({piece})")
    return listed(
        subject,
        [
            woven(subject, says, party=name(subject, id), piece=piece_of(p))
            for id, p in held.items()
        ],
    )


def piece_of(held: object) -> str:
    """An amount or a share in words."""
    if isinstance(held, Amount):
        return amount(held)
    return form(held) if isinstance(held, Share) else ""


def payment_amount(subject: Subject, held: PaymentBase) -> Markup:
    """How much, and for what: 711 833 kr per year; empty where it is unknown."""
    match held:
        case PerActivity():
            return _per_activity(subject, held)
        case Fixed():
            return _fixed(subject, held)
        case CostCap():
            return _up_to(subject, held)
        case PerUnit():
            return _by_quantity(subject, held)
        case Total():
            return chained(subject, _sum(held), _years(subject, held), _covers(held))
        case LumpSum():
            return chained(subject, _sum(held), _covers(held))
        case _:
            return chained(subject, _sum(held))


def _sum(held: PaymentBase) -> str:
    """The sum as printed, else the calculation that gives it."""
    return amount(getattr(held, "amount", None)) or calculation(getattr(held, "calculation", None))


def _covers(held: LumpSum | Total) -> str:
    return say(mark("for {period}"), period=period(held.covers)) if held.covers else ""


def _per_activity(subject: Subject, held: PerActivity) -> Markup:
    each = [rate_words(subject, id, rate) for id, rate in (held.rates or {}).items()]
    rates = chained(subject, amount(held.amount), *each, by=f" {_('or')} ")
    if not rates:
        return Markup("")
    says = mark("{amount} for each activity held ({activity})")
    return woven(subject, says, amount=rates, activity=activity_name(subject, held.activity))


def rate_words(subject: Subject, id: str, held: Amount | Rate) -> Markup:
    """One of several rates, with its condition or its name: 6 500 kr (låg)."""
    when = held.when if isinstance(held, Rate) else None
    return woven(
        subject, mark("{amount} ({name})"), amount=amount(rate_of(held)), name=own(when or id)
    )


def rate_of(held: Amount | Rate) -> Amount:
    """The amount of a rate."""
    return held.amount if isinstance(held, Rate) else held


def _fixed(subject: Subject, held: Fixed) -> Markup:
    first, more = held.first_year, held.yearly_uplift
    main = f"{_sum(held)} {per(held.per)}".strip() if _sum(held) else ""
    return chained(
        subject,
        main,
        say(mark("first year {amount}"), amount=amount(first)) if first else "",
        say(mark("then {amount} more each year"), amount=piece_of(more)) if more else "",
        per(held.per) if first and not main and held.per != "year" else "",
    )


def _up_to(subject: Subject, held: CostCap) -> Markup:
    share = say(mark("{share} of the costs"), share=form(held.share)) if held.share else ""
    return chained(subject, share or _("actual costs"), ceiling(held))


def ceiling(held: PaymentBase) -> str:
    """The most that is paid: at most 4 mkr per year; empty where there is no ceiling."""
    if held.cap is None:
        return ""
    words = amount_per(held.cap, held.per if isinstance(held, CostCap) else None)
    is_ceiling = held.cap.nature in ("up to", "over", "at least")
    return say(mark("ceiling: {amount}") if is_ceiling else mark("at most {amount}"), amount=words)


def _by_quantity(subject: Subject, held: PerUnit) -> Markup:
    least = held.least
    rate = amount_per(held.rate, held.per)
    what = own(held.quantity.replace("_", " "))
    each = woven(subject, mark("{amount} for each unit counted ({what})"), amount=rate, what=what)
    return chained(
        subject,
        each if rate else what,
        woven(subject, mark("counted {when}"), when=timing(held.at)) if held.at else "",
        woven(subject, mark("source: {source}"), source=own(held.source)) if held.source else "",
        say(mark("paid for at least {count}"), count=least) if least is not None else "",
    )


def _years(subject: Subject, held: Total) -> Markup:
    """What falls on each year, where the text tells it."""
    if isinstance(held.split, dict):
        return listed(subject, [f"{year}: {amount(a)}" for year, a in held.split.items()])
    return chained(subject, _("the same each year") if held.split else "")


def payment_when(subject: Subject, held: PaymentBase) -> list[Markup]:
    """When it is paid, and in which parts: one piece for each thing that the text tells."""
    day, parts = getattr(held, "date", None), getattr(held, "parts", None)
    pieces: list[object] = [moment(day) if day else ""]
    if isinstance(parts, int):
        pieces.append(_equal(parts))
    elif isinstance(held, Instalments):
        pieces += [instalment(subject, part) for part in held.parts]
    pieces += [plan_words(subject, plan) for plan in held.schedule or []]
    if held.valid:
        pieces.append(span(held.valid.from_, held.valid.to))
    if held.charged_to:
        pieces.append(woven(subject, mark("charged to the budget of {year}"), year=held.charged_to))
    return [made for piece in pieces if (made := chained(subject, piece))]


def _equal(parts: int | None) -> str:
    return plural("{count} equal part", "{count} equal parts", parts) if parts else ""


def instalment(subject: Subject, part: Part) -> Markup:
    """One of the listed parts: its day and amount, and what it hangs on."""
    says = chained(subject, moment(part.date) if part.date else "", piece_of(part.amount), by=": ")
    return chained(
        subject, says, _hangs_on(subject, part.condition), _released(subject, part.released_by)
    )


def plan_words(subject: Subject, plan: Plan) -> Markup:
    """How it is divided during a time: 2009: 4 equal parts of 61 925 kr, the first week …"""
    printed = say(mark("of {amount}"), amount=amount(plan.printed)) if plan.printed else ""
    parts = chained(subject, _equal(plan.parts), printed, by=" ")
    words = chained(subject, amount(plan.amount), parts, timing(plan.pay))
    valid = span(plan.valid.from_, plan.valid.to) if plan.valid else ""
    return chained(subject, valid, words, by=": ")


def payment_terms(subject: Subject, held: PaymentBase) -> list[Markup]:
    """What the payment hangs on: a condition, enough participants, a report, a ceiling."""
    capped = ceiling(held) if held.cap and not isinstance(held, CostCap) else ""
    pieces: list[object] = [
        _condition(subject, held.condition),
        gate(subject, held) if isinstance(held, PerActivity) else "",
        _released(subject, held.released_by),
        capped,
        woven(subject, mark("may only be used for: {what}"), what=own(held.earmarked))
        if held.earmarked
        else "",
        settlement(subject, held),
        woven(subject, mark("replaces {what}"), what=own(held.replaces)) if held.replaces else "",
    ]
    return [made for piece in pieces if (made := chained(subject, piece))]


def settlement(subject: Subject, held: PaymentBase) -> Markup:
    """How advances are settled; empty where they are not."""
    if held.settled is None:
        return Markup("")
    against = mark("advances, settled against actual costs")
    if held.settled.against == "volume":
        against = mark("advances, settled against what was done")
    return chained(subject, _(against), timing(held.settled.within))


def _condition(subject: Subject, id: str | None) -> Own:
    condition = (subject.reading.agreement.conditions or {}).get(id or "")
    return own(condition.what if condition else id)


def _hangs_on(subject: Subject, id: str | None) -> Markup:
    what = _condition(subject, id)
    return woven(subject, mark("on condition: {what}"), what=what) if what else Markup("")


def _released(subject: Subject, id: str | None) -> Markup:
    if not id:
        return Markup("")
    says = mark("paid when the report has come: {report}")
    return woven(subject, says, report=report_name(subject, id))


def least_participants(subject: Subject, held: PerActivity) -> int | None:
    """How many participants it takes for anything to be paid; None where none are asked for."""
    wanted = held.gate.participants if held.gate else None
    if wanted is None or wanted is NONE:
        return None
    if wanted != "min":
        return int(str(wanted))
    activity = (subject.reading.agreement.activities or {}).get(held.activity)
    return activity.participants.min if activity and activity.participants else None


def gate(subject: Subject, held: PerActivity) -> Markup:
    """How many participants it takes for anything to be paid, in words."""
    least = least_participants(subject, held)
    if least is None:
        return Markup("")
    return woven(subject, mark("only with at least {count} participants"), count=least)


def index_facts(subject: Subject, held: Index) -> list[tuple[str, object]]:
    """How an amount follows an index, as pairs of what and how."""
    reads = {"change": _("the change of the index"), "points": _("the points of the index")}
    values = {"preliminary": _("preliminary"), "final": _("final")}
    back: dict[bool | None, str] = {
        True: _("yes, what was paid is adjusted afterwards"),
        False: _("no"),
    }
    lower: dict[bool | None, str] = {
        True: _("the amount is never lowered"),
        False: _("the amount may be lowered"),
    }
    compared = [timing(text) for text in held.compare or []]
    return [
        (_("Index series"), own(held.series)),
        (_("First adjusted"), moment(held.from_) if held.from_ else ""),
        (_("Base period"), period(held.base) if held.base else ""),
        (_("Share that counts"), form(held.share) if held.share else ""),
        (_("Reads"), reads.get(held.reads or "", "")),
        (_("Compares"), listed(subject, compared)),
        (_("Index values"), values.get(held.values or "", "")),
        (_("Rounded"), rounding(held.rounded)),
        (
            _("When the index falls"),
            lower[held.never_lower] if held.never_lower is not None else "",
        ),
        (_("Adjusted afterwards"), back[held.retroactive] if held.retroactive is not None else ""),
    ]


def rounding(text: str | None) -> str:
    """How an amount is rounded: down to 100 kr."""
    words = (text or "").partition(" to ")
    says = {"down": mark("down to whole {step}"), "up": mark("up to whole {step}")}.get(words[0])
    step = (words[2] if says else text or "").replace(" ", "\u00a0")
    return say(says or mark("to whole {step}"), step=step) if step else ""


def invoiced(held: PaymentBase) -> list[str]:
    """When it is invoiced, each rule that the text names."""
    return [chosen(INVOICED, word) for word in held.invoiced or []]


def payment_due(held: PaymentBase) -> str:
    """How long after the invoice it is paid; empty where it is unknown."""
    return say(mark("{length} after the invoice"), length=length(held.due)) if held.due else ""


def vat_words(subject: Subject, held: PaymentBase) -> Markup:
    """How VAT is treated, and why; empty where it is unknown."""
    return chained(subject, chosen(VAT, held.vat), own(held.vat_reason))


def payment_facts(subject: Subject, held: PaymentBase) -> list[tuple[str, object]]:
    """A payment as pairs of what and how: from, to, amount, when, conditions, index, VAT."""
    return [
        (_("Paid by"), sides(subject, held.from_)),
        (_("Paid to"), sides(subject, held.to)),
        (_("Kind"), payment_kind(held)),
        (_("Amount"), payment_amount(subject, held)),
        (_("When it is paid"), chained(subject, *payment_when(subject, held), by="; ")),
        (_("Rounded"), rounding(held.rounded)),
        (_("Conditions"), chained(subject, *payment_terms(subject, held), by="; ")),
        (_("Index"), own(held.index.series) if held.index else ""),
        (_("Value added tax"), vat_words(subject, held)),
        (_("The text's words"), own(held.as_written)),
    ]
