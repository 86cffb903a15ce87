"""The words for what the format writes as fixed choices, and for how many and how much.

Every value that came from a file comes out safe to print. Knows no agreement and no layout.
"""

from dataclasses import replace

from iop_cli.deadlines import State
from iop_cli.quantity import Amount, Calculation, Period, rounded
from iop_cli.report.safe import safe
from iop_cli.words import _, form, mark, plural, say

STATUS = {
    "draft": mark("draft"),
    "proposed": mark("proposed"),
    "decided": mark("decided"),
    "signed": mark("signed"),
    "terminated": mark("terminated"),
    "superseded": mark("superseded"),
}
STATE: dict[str, str] = {
    State.UPCOMING: mark("has not begun"),
    State.IN_FORCE: mark("in force"),
    State.OPEN: mark("in force until further notice"),
    State.UNDECIDED: mark("within its term, no decision known"),
    State.ENDED: mark("has ended"),
    State.UNKNOWN: mark("start or end unknown"),
}
STATE_IN_SHORT: dict[str, str] = {
    State.UPCOMING: mark("upcoming"),
    State.IN_FORCE: mark("in force"),
    State.OPEN: mark("open-ended"),
    State.UNDECIDED: mark("undecided"),
    State.ENDED: mark("ended"),
    State.UNKNOWN: mark("unknown"),
}
ROLE = {
    "public": mark("public party"),
    "nonprofit": mark("nonprofit party"),
    "named": mark("named, not a party"),
}
LEGAL_FORM = {
    "municipality": mark("municipality"),
    "region": mark("region"),
    "state": mark("state body"),
    "part_of_body": mark("part of a public body"),
    "association": mark("association"),
    "foundation": mark("foundation"),
    "economic_association": mark("economic association"),
    "religious_community": mark("religious community"),
    "company": mark("company"),
}
CAUSE = {
    "breach": mark("on breach"),
    "changed_circumstances": mark("when circumstances change"),
    "convenience": mark("without stated cause"),
    "other": mark("for another cause"),
}
WAY_OUT = {
    "notice": mark("notice"),
    "rescission": mark("rescission"),
    "renegotiation": mark("renegotiation"),
    "leave": mark("right to leave"),
}
CONTRIBUTION = {
    "cash": mark("money"),
    "staff": mark("staff time"),
    "volunteer_time": mark("volunteer time"),
    "premises": mark("premises"),
    "material": mark("material"),
    "service": mark("services"),
    "training": mark("training"),
    "marketing": mark("marketing"),
    "other": mark("other contributions"),
}
PAYMENT = {
    "per_activity": mark("for each activity held"),
    "fixed": mark("fixed amount"),
    "instalments": mark("in instalments"),
    "lump_sum": mark("a single sum"),
    "total": mark("a sum for several years"),
    "cost_cap": mark("costs up to a ceiling"),
    "per_unit": mark("by quantity"),
}
INVOICED = {
    "after_activity": mark("after each activity"),
    "before_new_year": mark("before the new year"),
    "yearly_in_arrears": mark("yearly in arrears"),
    "yearly_in_advance": mark("yearly in advance"),
    "quarterly_in_advance": mark("quarterly in advance"),
    "quarterly_in_arrears": mark("quarterly in arrears"),
    "monthly_in_advance": mark("monthly in advance"),
    "monthly_in_arrears": mark("monthly in arrears"),
    "tertial_in_advance": mark("every four months in advance"),
    "tertial_in_arrears": mark("every four months in arrears"),
    "half_yearly_in_advance": mark("half-yearly in advance"),
    "half_yearly_in_arrears": mark("half-yearly in arrears"),
    "at_start": mark("at the start"),
    "at_end": mark("at the end"),
    "on_requisition": mark("on requisition"),
    "on_date": mark("on a set day"),
}
VAT = {
    "outside": mark("outside VAT"),
    "exempt": mark("exempt from VAT"),
    "25": mark("25 % VAT"),
    "12": mark("12 % VAT"),
    "6": mark("6 % VAT"),
}
DECIDES = {
    "unanimous": mark("decides unanimously"),
    "majority": mark("decides by majority"),
    "lead": mark("the leading party decides"),
}
EFFECT = {
    "sign": mark("to enter into the agreement"),
    "extend": mark("to extend it"),
    "amend": mark("to amend it"),
    "end": mark("to end it"),
    "fund": mark("to fund it"),
}
ENTRY = {
    "activity": mark("activities held"),
    "meeting": mark("meetings"),
    "report": mark("reports handed in"),
    "quantity": mark("quantities"),
    "cost": mark("costs"),
    "index": mark("index values"),
    "event": mark("events"),
    "complete": mark("complete periods"),
    "paid": mark("invoices paid"),
    "record_check": mark("record checks"),
}
ONE_ENTRY = {
    "activity": mark("activity held: {what}"),
    "meeting": mark("meeting: {what}"),
    "report": mark("report handed in: {what}"),
    "quantity": mark("quantity: {what}"),
    "cost": mark("costs: {what}"),
    "index": mark("index value: {what}"),
    "complete": mark("complete for {what}"),
    "paid": mark("invoice paid: {what}"),
    "record_check": mark("record checked: {what}"),
}
EVENT = {
    "notice": mark("notice given"),
    "extended": mark("extended"),
    "not_extended": mark("not extended"),
    "condition_met": mark("condition met"),
    "ended": mark("ended"),
    "joined": mark("a party joined"),
    "left": mark("a party left"),
}
EVENT_BY = {
    "notice": mark("notice given by {party}"),
    "joined": mark("{party} joined"),
    "left": mark("{party} left"),
}
_PER = {
    "day": mark("per day"),
    "week": mark("per week"),
    "month": mark("per month"),
    "quarter": mark("per quarter"),
    "tertial": mark("per tertial"),
    "school_term": mark("per school term"),
    "half_year": mark("per half-year"),
    "year": mark("per year"),
    "all": mark("in all"),
}


def shown(value: object) -> str:
    """A value in the reader's form and safe to print."""
    return safe(spoken(form(value)) if isinstance(value, Period) else form(value))


def spoken(text: str) -> str:
    """A span with a dash for its dots: 2024–2026, 2024-09-01 – 2025-08-31."""
    first, dots, last = text.partition("..")
    dash = " – " if "-" in text else "–"
    return f"{first.strip()}{dash}{last.strip()}" if dots else text


def told(template: str, **values: object) -> str:
    """A message with its values put in, each in the reader's form and safe to print."""
    return say(template, **{key: shown(value) for key, value in values.items()})


def chosen(words: dict[str, str], choice: str | None) -> str:
    """The word for a choice; the choice itself where there is none, nothing where it is absent."""
    return _(words[choice]) if choice in words else safe(choice or "")


def per(period: str | None) -> str:
    """The period that something is for: per year; empty where it is not told."""
    return chosen(_PER, period)


def count(least: int | None, most: int | None) -> str:
    """How many: 3–4, 8, at least 2, at most 20; empty where neither is told."""
    if least is not None and most is not None:
        return form(least) if least == most else f"{form(least)}–{form(most)}"
    if least is not None:
        return told(mark("at least {count}"), count=least)
    return told(mark("at most {count}"), count=most) if most is not None else ""


def at_most(amount: Amount) -> str:
    """A ceiling; one that is itself written as up to says so once."""
    match amount.nature:
        case "up to":
            return told(mark("at most {amount}"), amount=replace(amount, nature="exact"))
        case "over" | "at least":
            return told(mark("ceiling: {amount}"), amount=amount)
        case _:
            return told(mark("at most {amount}"), amount=amount)


def worked(calculation: Calculation | None) -> str:
    """A calculation as printed, with the signs of multiplication that a reader expects."""
    return safe(calculation.text.replace(" * ", " × ")) if calculation else ""


def money(amount: Amount | None) -> dict[str, str] | None:
    """An amount for machines: its value with two decimals, its currency, its nature."""
    if amount is None:
        return None
    value = f"{rounded(amount.value):.2f}"
    return {"value": value, "currency": amount.currency, "is": amount.nature.replace(" ", "_")}


def few(pieces: list[str], most: int = 5) -> list[str]:
    """The first pieces, and how many more there are."""
    if len(pieces) <= most + 1:
        return pieces
    more = len(pieces) - most
    return [*pieces[:most], plural("{count} more in the file", "{count} more in the file", more)]


def joined(*pieces: str, by: str = ", ") -> str:
    """The pieces that say something, in a row."""
    return by.join(p for p in pieces if p)
