"""The renewal brief: what is to be decided when a term may be extended, by when, and on what basis.

Tells days, terms, cost, how it has gone and what is open; recommends nothing.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from iop_cli.deadlines import Deadline, current_end, is_answered, known, term_deadlines
from iop_cli.documents import accounts, doings, spoken, words_of
from iop_cli.documents.assessment import judged
from iop_cli.documents.measures import Scope
from iop_cli.documents.naming import disclosed
from iop_cli.documents.paying import payments
from iop_cli.documents.remarks import remarks
from iop_cli.documents.reminders import reminders
from iop_cli.documents.values import Markup, Subject
from iop_cli.documents.weaving import (
    blocks,
    bullets,
    own,
    paragraph,
    quoted,
    table,
    woven,
)
from iop_cli.documents.words_of import clause, first_capital, money, particulars, total
from iop_cli.model.payment import Fixed, PaymentBase
from iop_cli.model.term import Extension, Renewal
from iop_cli.quantity import Amount, Length, Moment, Period
from iop_cli.rules.worth import in_kronor, worth_of
from iop_cli.words import _, mark, plural, say
from iop_cli.workdays import not_a_working_day, working_day_before
from iop_cli.yearly import Sum, added
from iop_cli.years import worth_by_year

_DAY = timedelta(days=1)
_OVER = ("terminated", "superseded")


def applies(subject: Subject) -> bool:
    """Whether the term may be extended, or renews itself."""
    agreement = subject.reading.agreement
    term = agreement.term
    may = term is not None and (term.extension is not None or isinstance(term.at_end, Renewal))
    return may and agreement.status not in _OVER


def values(subject: Subject) -> dict[str, object]:
    """Everything that the brief says."""
    subject = disclosed(subject)
    subject = replace(subject, reading=known(subject.reading))
    return {
        "title": own(subject.reading.agreement.title),
        "head": particulars(subject, _head(subject)),
        "days": _days(subject),
        "terms": blocks(clause(subject, "extension"), particulars(subject, _terms(subject))),
        "cost": _cost(subject),
        "gone": _gone(subject),
        "reminders": reminders(subject),
        "remarks": remarks(subject),
        "questions": bullets(subject, _questions(subject)),
    }


def _head(subject: Subject) -> Iterator[tuple[str, object]]:
    yield _("Parties"), words_of.parties(subject)
    yield _("Term as agreed"), first_capital(words_of.term(subject))
    last = current_end(subject.reading)
    if last and last != subject.reading.agreed_end:
        yield _("Last day as things stand"), spoken.day(last)
    if last and subject.today > last:
        says = mark("The term ended on {day}.")
        yield _("State"), woven(subject, says, day=spoken.day(last))
    yield _("Compiled"), spoken.day(subject.today)


def _days(subject: Subject) -> Markup:
    """The days to act by: the day, the working day before a day that is free, and how it stands."""
    rows = [_day_row(subject, deadline) for deadline in term_deadlines(subject.reading)]
    columns = [
        ("what", _("What")),
        ("day", _("Last day")),
        ("work", _("Working day before")),
        ("state", _("How it stands")),
    ]
    return table(subject, columns, rows)


def _day_row(subject: Subject, deadline: Deadline) -> dict[str, object]:
    day = deadline.day
    free = not_a_working_day(day)
    says = mark("{day} ({free})")
    return {
        "what": first_capital(what(deadline)),
        "day": say(says, day=spoken.day(day), free=_(free)) if free else spoken.day(day),
        "work": spoken.day(working_day_before(day)) if free else "",
        "state": _state(subject, deadline),
    }


def what(deadline: Deadline) -> str:
    """What is to be done by a day that the term names."""
    return {
        "extension": _("decide on an extension"),
        "talks": _("begin talks about what follows"),
        "renewal": _("give notice before it is renewed"),
    }.get(deadline.what.kind, deadline.what.in_words())


def _state(subject: Subject, deadline: Deadline) -> str:
    if is_answered(subject.reading, deadline):
        return _("answered, according to the log")
    left = (deadline.day - subject.today).days
    if left < 0:
        return _("passed; no answer is recorded")
    if not left:
        return _("today")
    return plural("{count} day left", "{count} days left", left)


def _terms(subject: Subject) -> Iterator[tuple[str, object]]:
    """How the term may be extended, as far as the text says."""
    term = subject.reading.agreement.term
    held, renewal = (term.extension, term.at_end) if term else (None, None)
    if isinstance(renewal, Renewal):
        yield _("Renews itself by"), spoken.length(renewal.renews)
        yield _("Unless notice is given"), spoken.moment(renewal.unless_notice)
    if held is None:
        return
    yield _("Extended by"), spoken.length(held.by) or _("not stated")
    many = plural("{count} time", "{count} times", held.times) if held.times else ""
    yield _("How many times"), many or _("no limit is stated")
    yield _("To be decided"), _limit(held.decide)
    yield _("Talks begin"), _limit(held.talks)
    yield _("The text's own words"), quoted(subject, [held.as_written]) if held.as_written else ""
    span = _next(subject)
    if span:
        days = words_of.days(subject, *span)
        yield _("The next extension would be"), first_capital(days)


def _limit(moment: Moment | None) -> str:
    return spoken.moment(moment) if moment else ""


def _by(subject: Subject) -> Length | None:
    """How long the next extension or renewal is."""
    term = subject.reading.agreement.term
    if term and isinstance(term.extension, Extension) and term.extension.by:
        return term.extension.by
    return term.at_end.renews if term and isinstance(term.at_end, Renewal) else None


def _next(subject: Subject) -> tuple[date, date] | None:
    """The first and the last day of the next extension; None where they are unknown."""
    last, by = current_end(subject.reading), _by(subject)
    return (last + _DAY, by.after(last + _DAY) - _DAY) if last and by else None


def _cost(subject: Subject) -> list[object]:
    """What the term costs, what an extension would add, and the whole with it."""
    now = worth_by_year(subject.reading).money
    held = payments(subject)
    if not held:
        return blocks(_("The agreement states no payments, so no cost can be reckoned."))
    by, span = _by(subject), _next(subject)
    if by is None or by.months is None:
        said = _("The length of an extension is not stated, so its cost cannot be reckoned.")
        return blocks(paragraph(subject, [said, _of_the_term(subject, now)]))
    more = added([_extended(subject, payment, by.months) for payment in held.values()])
    says = mark("One extension, {days}")
    what = woven(subject, says, days=words_of.days(subject, *span)) if span else _("One extension")
    rows = [
        {"what": _("The term as it stands"), "sum": total(now)},
        {"what": what, "sum": total(more)},
        {"what": _("Together"), "sum": total(added([now, more]))},
    ]
    columns: list[tuple[str, str] | tuple[str, str, str]] = [
        ("what", _("Time")),
        ("sum", _("Money"), "right"),
    ]
    return blocks(table(subject, columns, rows), paragraph(subject, _remarks(subject, now, more)))


def _of_the_term(subject: Subject, now: Sum) -> Markup:
    says = mark("The money over the present term is {amount}.")
    return woven(subject, says, amount=total(now))


def _extended(subject: Subject, payment: PaymentBase, months: int) -> Sum:
    """What a payment comes to in an extension; unknown where it is not paid month by month."""
    worth = worth_of(payment, subject.reading)  # type: ignore[arg-type] # every payment is of a kind
    if worth is None or worth.monthly is None:
        return Sum()
    amount = in_kronor(worth.monthly * months)
    if not isinstance(payment, Fixed):
        return Sum(Amount(amount.value, nature="at least" if worth.more else "up to"))
    is_loose = payment.index or payment.settled or payment.yearly_uplift
    return Sum(Amount(amount.value, nature="about" if is_loose else "exact"))


def _remarks(subject: Subject, now: Sum, more: Sum) -> Iterator[str]:
    term = subject.reading.agreement.term
    times = term.extension.times if term and term.extension else None
    if now.amount is None or more.amount is None:
        yield _("What is unknown is counted in none of the sums.")
    if times and times > 1 and more.amount:
        every = added([now, *[more] * times])
        says = mark("With all {count} extensions the money would be {amount}.")
        yield say(says, count=times, amount=total(every))
    elif times is None and term and term.extension:
        yield _("The number of extensions is not limited, so the value in all has no upper end.")
    if any(s.amount and s.amount.nature == "up to" for s in (now, more)):
        yield _("Ceilings are reckoned on the most that is agreed, at the highest rate.")


def _gone(subject: Subject) -> list[object]:
    """How it has gone until today, as the log and the ledgers tell."""
    reading = subject.reading
    first, last = reading.first_day, current_end(reading)
    until = min(subject.today, last) if last else subject.today
    if reading.log is None:
        return blocks(_("There is no log, so how it has gone is not known."))
    if first is None or until < first:
        return []
    scope = Scope(reading, Period(f"{first}..{until}", first, until))
    done, paid = doings.activities(subject, scope), accounts.money(subject, scope)
    note = _("The log is an example and no record of what has happened.")
    return blocks(
        note if reading.log.illustrative else "",
        done["table"],
        paragraph(subject, _flat(done["notes"])),
        paid["table"],
        bullets(subject, _flat(paid["notes"])),
    )


def _flat(held: object) -> list[object]:
    return list(held) if isinstance(held, list | tuple) else [held]


def _questions(subject: Subject) -> Iterator[object]:
    """What has to be answered before a decision, from what the file leaves open."""
    reading, agreement = subject.reading, subject.reading.agreement
    yield _("Is the partnership to go on, to expire, or to be negotiated anew?")
    if _by(subject) is None:
        yield _("How long is the extension to be?")
    if agreement.term and agreement.term.extension and agreement.term.extension.times is None:
        yield _("How many times may it be extended, and until when?")
    if payments(subject):
        yield _("Is there money for the whole extension, and in whose budget?")
    if any(not j.grade for j in judged(subject)) or not reading.guideline_criteria:
        yield _("Are the criteria for a partnership met, also those that nobody has assessed?")
    if reading.log is None or not reading.complete:
        yield _("What has been done, and what has come of it?")
    yield _("Do the parties want to change anything in the text before it goes on?")
    if worth_by_year(reading).money.amount:
        says = mark("Is it still no purchase, counted on {amount} and what an extension adds?")
        amount = worth_by_year(reading).money.amount
        yield woven(subject, says, amount=money(amount)) if amount else ""
