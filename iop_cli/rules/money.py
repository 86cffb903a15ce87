"""IOP4xx, the terms that money moves on: when, for which rate, on what condition, to which account.

Reads what is agreed on payments. Computes no amount.
"""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import combinations

from iop_cli.identifiers import bankgiro, iban, ocr, plusgiro
from iop_cli.model.payment import Fixed, Instalments, LumpSum, Payment, PerActivity, Rate
from iop_cli.quantity import Moment, NotRead
from iop_cli.reading import Reading
from iop_cli.rules.rule import ERROR, WARNING, Finding, Findings, Where, found, rule
from iop_cli.words import Said, mark

_TERMS = {
    "after_activity": mark("after each activity"),
    "before_new_year": mark("before New Year"),
    "yearly_in_arrears": mark("yearly in arrears"),
    "yearly_in_advance": mark("yearly in advance"),
    "half_yearly_in_arrears": mark("half-yearly in arrears"),
    "half_yearly_in_advance": mark("half-yearly in advance"),
    "tertial_in_arrears": mark("every four months in arrears"),
    "tertial_in_advance": mark("every four months in advance"),
    "quarterly_in_arrears": mark("quarterly in arrears"),
    "quarterly_in_advance": mark("quarterly in advance"),
    "monthly_in_arrears": mark("monthly in arrears"),
    "monthly_in_advance": mark("monthly in advance"),
    "at_start": mark("at the start"),
    "at_end": mark("at the end"),
    "on_requisition": mark("on requisition"),
    "on_date": mark("on a given day"),
}
# Which terms can hold beside which; on_requisition tells how and goes with every other.
_HOLDS_BESIDE: dict[str, tuple[str, ...]] = {
    "before_new_year": ("yearly_in_arrears", "yearly_in_advance", "at_end", "on_date"),
    "at_start": ("at_end", "on_date", *(t for t in _TERMS if t.endswith("_in_advance"))),
    "at_end": ("on_date", *(t for t in _TERMS if t.endswith("_in_arrears"))),
    "on_date": tuple(t for t in _TERMS if t.endswith(("_in_advance", "_in_arrears"))),
    "on_requisition": tuple(_TERMS),
}
_OFTEN = ("day", "week", "month", "quarter", "tertial", "school_term", "half_year")
_ACCOUNTS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("bankgiro", bankgiro),
    ("plusgiro", plusgiro),
    ("iban", iban),
)


@rule("IOP410", "payment-terms-contradict", ERROR)
def payment_terms_contradict(reading: Reading) -> Findings:
    """The text says in several places when money is invoiced, and the places cannot all hold.

    One who pays or bills has to choose between them, and two can choose differently. In Borås the
    association is to invoice after each course, before New Year, and yearly in arrears. On
    requisition goes with any time; a first payment at the start goes with payment in advance, a
    last one at the end with payment in arrears.

    Agree on one of them and have the other places in the text changed; accept the finding with the
    reason if the parties have settled in practice which one they follow.
    """
    for name, payment in _payments(reading).items():
        written = list(dict.fromkeys(payment.invoiced or []))
        pairs = [p for p in combinations(written, 2) if not _hold_together(p, payment)]
        clashing = [t for t in written if any(t in pair for pair in pairs)]
        if clashing:
            says = mark("{terms} cannot all hold")
            terms = [Said(_TERMS[t]) for t in clashing]
            yield found("payments", name, "invoiced", says=says, terms=terms)


@rule("IOP411", "rate-without-condition", ERROR)
def rate_without_condition(reading: Reading) -> Findings:
    """A payment has several rates, and nothing says when which one applies.

    Then the amount cannot be worked out from the agreement. In Borås the rate for a course is
    6 500 or 10 000 kr; with the fewest and the most courses in three years that gives 58 500 or
    120 000 kr. One rate may stand without a condition: it applies when no other does.

    Agree on what decides and write it as when beside each rate; if the rate is chosen each time,
    say who chooses, and let the log name the rate.
    """
    for name, payment in _payments(reading).items():
        rates = payment.rates or {} if isinstance(payment, PerActivity) else {}
        bare = [
            rate.amount if isinstance(rate, Rate) else rate
            for rate in rates.values()
            if not (isinstance(rate, Rate) and rate.when)
        ]
        if len(bare) > 1:
            says = mark("the rates are {rates}, and nothing says when which applies")
            yield found("payments", name, "rates", says=says, rates=bare)


@rule("IOP412", "cash-without-payment-plan", WARNING)
def cash_without_payment_plan(reading: Reading) -> Findings:
    """Money is to be paid, and nothing in the text says when.

    An association that pays wages needs the money before the costs; a public body that pays ahead
    takes a risk. Without a plan each side expects what suits it. An amount per month or quarter
    says enough, and so does a clause on payment.

    Agree on days or on how often the money is paid, and write it as date, schedule or invoiced.
    """
    if reading.says("clauses", "payment"):
        return
    for name, payment in _payments(reading).items():
        if _says_when(reading, name, payment):
            continue
        key = {"lump_sum": "date", "instalments": "parts", "fixed": "schedule"}
        where: Where = ("payments", name, key.get(payment.kind, "invoiced"))
        amount = getattr(payment, "amount", None)
        if amount:
            says = mark("nothing says when {amount} is paid")
            yield found(*where, says=says, amount=amount)
        else:
            yield found(*where, says=mark("nothing says when the money is paid"))


@rule("IOP415", "vat-not-stated", WARNING)
def vat_not_stated(reading: Reading) -> Findings:
    """Money moves, and the text says nothing of VAT. What stands under added does not count.

    A grant without an agreed service in return is no supply and carries no VAT, but the name grant
    does not decide it: a specified assignment, control by the payer or a right to damages speak for
    a supply (Skatteverket, Rättslig vägledning, editions 2015.16 and 2023.9). If it turns out that
    VAT is due, somebody has to bear it.

    Agree on what holds and write it as vat, with vat_reason where none is charged; ask Skatteverket
    when in doubt.
    """
    if reading.says("clauses", "vat"):
        return
    for name in _payments(reading):
        if not reading.says("payments", name, "vat"):
            says = mark("the text says nothing of VAT on this payment")
            yield found("payments", name, "vat", says=says)


@rule("IOP416", "grant-and-invoice-mixed", WARNING)
def grant_and_invoice_mixed(reading: Reading) -> Findings:
    """A payment is called a grant and is to be invoiced.

    A grant is requisitioned or simply paid; an invoice is for something that was sold and raises
    the question of VAT and of procurement. The mixture does not decide the matter, but it is what
    an auditor asks about first. In Borås the grant for each course is invoiced.

    Let the text say requisition for a grant (on_requisition), or call the payment what it is.
    """
    for name, payment in _payments(reading).items():
        called = payment.called or ""
        is_grant = "bidrag" in called.casefold() or "grant" in called.casefold().split()
        invoiced = [t for t in payment.invoiced or [] if t != "on_requisition"]
        told = all(reading.says("payments", name, key) for key in ("called", "invoiced"))
        if is_grant and invoiced and told:
            says = mark("called {called}, and invoiced")
            yield found("payments", name, "called", says=says, called=called)


@rule("IOP419", "payment-account-wrong", ERROR)
def payment_account_wrong(reading: Reading) -> Findings:
    """A bankgiro, plusgiro or IBAN has the wrong length or check digit, or the OCR setting is
    unknown.

    Money sent to a mistyped account comes back late, or reaches somebody else. The check digit
    (modulus 10; for IBAN modulus 97) shows a slip of the pen, never whose account it is.

    Compare with the association's own paper or with the bank's register, and correct the number.
    """
    for name, party in reading.agreement.parties.items():
        for key, read in _ACCOUNTS:
            written: str | None = getattr(party.payee, key, None)
            yield from _wrong_number(("parties", name, "payee", key), written, read)
        setting = party.payee.ocr if party.payee else None
        where: Where = ("parties", name, "payee", "ocr")
        if setting and setting[0].isdigit():
            yield from _wrong_number(where, setting, lambda text: ocr(text, length_digit=False))
        elif setting and setting not in ("none", "soft", "length"):
            says = mark("{setting} is not known here; write none, soft or length")
            yield found(*where, says=says, setting=setting)


@rule("IOP422", "condition-open", WARNING, rests=("conditions",))
def condition_open(reading: Reading) -> Findings:
    """Money depends on a condition, and the text does not say who decides, by when, or what happens
    otherwise.

    The other party cannot employ anyone on such money. In Stockholm's memorandum of 2016-12-13 the
    whole partnership holds provided that there is money, without a day, a body or a consequence. A
    condition that has been met is not reported.

    Agree on decided_by, latest and otherwise, and write down the day when the condition is met.
    """
    held = {condition for _place, condition, _due in _hanging(reading)}
    for name, condition in (reading.agreement.conditions or {}).items():
        missing = [
            Said(word)
            for key, word in (
                ("decided_by", mark("who decides")),
                ("latest", mark("by when")),
                ("otherwise", mark("what happens otherwise")),
            )
            if not getattr(condition, key)
        ]
        if name in held and missing and not condition.fulfilled and not _met(reading, name):
            says = mark("money depends on this, and the text does not say {missing}")
            yield found("conditions", name, says=says, missing=missing)


@rule("IOP423", "conditional-payment-planned", WARNING, rests=("conditions",))
def conditional_payment_planned(reading: Reading) -> Findings:
    """A payment falls due while the condition that it depends on is not met.

    Paying it would be to give up the condition; holding it back without a word leaves the other
    party with costs. Silent when the log or the file says that the condition was met in time.

    Move the payment to after the decision, or write down the day when the condition was met, under
    fulfilled or in the log.
    """
    for where, name, due in _hanging(reading):
        condition = (reading.agreement.conditions or {}).get(name)
        if due is None or condition is None:
            continue
        met = _met(reading, name) or condition.fulfilled
        latest = condition.latest.as_end if condition.latest else None
        if isinstance(met, date) and met > due:
            says = mark("due {due}; the condition was met {met}")
            yield found(*where, says=says, due=due, met=met)
        elif met == "no":
            yield found(*where, says=mark("due {due}; the condition is not met"), due=due)
        elif met is None and latest and latest > due:
            says = mark("due {due}; the condition may be decided as late as {latest}")
            yield found(*where, says=says, due=due, latest=latest)
        elif met is None and not reading.ended and reading.today.is_after(due):
            says = mark("was due {due}; nothing says that the condition is met")
            yield found(*where, says=says, due=due)


def _payments(reading: Reading) -> dict[str, Payment]:
    payments = reading.agreement.payments
    return payments if isinstance(payments, dict) else {}


def _hold_together(pair: tuple[str, str], payment: Payment) -> bool:
    one, other = pair
    if payment.settled and {one[-8:], other[-8:]} == {"_advance", "_arrears"}:
        return True  # an advance, settled afterwards
    return other in _HOLDS_BESIDE.get(one, ()) or one in _HOLDS_BESIDE.get(other, ())


def _says_when(reading: Reading, name: str, payment: Payment) -> bool:
    """Whether the text says when a payment is made, be it roughly."""
    if payment.per in _OFTEN and reading.says("payments", name, "per"):
        return True
    if any(reading.says("payments", name, k) for k in ("invoiced", "date", "released_by")):
        return True
    if isinstance(payment, Instalments):
        return any(p.date or p.released_by or p.condition for p in payment.parts)
    if any(plan.pay or plan.parts for plan in payment.schedule or []):
        return reading.says("payments", name, "schedule")
    return isinstance(payment, Fixed) and bool(payment.parts)


def _wrong_number(
    where: Where, written: str | None, read: Callable[[str], str]
) -> Iterator[Finding]:
    if not written or written == "none":
        return
    try:
        read(written)
    except NotRead as wrong:
        yield Finding(where, wrong.message, dict(wrong.values))


def _hanging(reading: Reading) -> Iterator[tuple[Where, str, date | None]]:
    """Each place where money depends on a condition, the condition, and the day that it is due."""
    for name, payment in _payments(reading).items():
        moment = payment.date if isinstance(payment, Fixed | LumpSum) else None
        if payment.condition:
            parts = payment.parts if isinstance(payment, Instalments) else []
            due = [_last_day(moment), *(_last_day(p.date) for p in parts)]
            days = [day for day in due if day]
            yield ("payments", name, "condition"), payment.condition, min(days, default=None)
        for i, part in enumerate(payment.parts if isinstance(payment, Instalments) else []):
            if part.condition:
                where: Where = ("payments", name, "parts", i, "condition")
                yield where, part.condition, _last_day(part.date)


def _last_day(moment: Moment | None) -> date | None:
    return moment.as_end if moment else None


def _met(reading: Reading, name: str) -> date | None:
    """The day when the log says that a condition was met."""
    for _i, entry in reading.entries:
        if entry.event == "condition_met" and entry.condition == name:
            return entry.date
    return None
