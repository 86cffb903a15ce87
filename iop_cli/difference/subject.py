"""What a change is about, as the subject of its sentence: a party, a payment, a way out, a task."""

from collections.abc import Callable
from typing import Any

from iop_cli.difference.change import Change
from iop_cli.difference.naming import choice, holder, labelled, name_of, plainly, quoted
from iop_cli.phrases import chosen, joined, per, told
from iop_cli.report.safe import safe
from iop_cli.words import _, mark, say

_WAY_OUT = {
    "notice": mark("the time of notice {cause}"),
    "rescission": mark("the right of rescission {cause}"),
    "renegotiation": mark("the right to renegotiate {cause}"),
    "leave": mark("the right to leave {cause}"),
}
_CAUSE = {
    "breach": mark("for breach"),
    "changed_circumstances": mark("for changed circumstances"),
    "convenience": mark("without stated cause"),
    "other": mark("for another cause"),
}


def party(change: Change) -> str:
    """The party by its name."""
    return name_of(change.scene, change.where[1])


def payment(change: Change) -> str:
    """The payment by what it is called, who pays it, and per what."""
    held, id = holder(change, 2), change.where[1]
    payers = held.get("from")
    ids = [payers] if isinstance(payers, str) else list(payers or [])
    names = [name_of(change.scene, payer) for payer in ids]
    called = held.get("called")
    name = safe(called) if isinstance(called, str) else plainly(id)
    often = held.get("per")
    each = per(often) if isinstance(often, str) and often != "all" else ""
    if names:
        who = told(mark("the payment {name} from {payers}"), name=name, payers=names)
    else:
        who = told(mark("the payment {name}"), name=name)
    return f"{who} ({each})" if each else who


def way_out(change: Change) -> str:
    """The way out by what it is and what gives the right."""
    held = holder(change, 2)
    says = _WAY_OUT.get(str(held.get("kind")), mark("the way out {cause}"))
    return say(says, cause=chosen(_CAUSE, str(held.get("cause") or "")))


def _named(says: str, key: str = "name") -> Callable[[Change], str]:
    """The thing by a name of its own, else by its id."""

    def subject(change: Change) -> str:
        length = len(_prefix(change.pattern))
        held, id = holder(change, length).get(key), change.where[length - 1]
        name = held if isinstance(held, str) else plainly(id)
        return told(says, name=name) if says else safe(name)

    return subject


def _by(says: str, key: str) -> Callable[[Change], str]:
    """The thing by the party that has it, and its own words where it has some."""

    def subject(change: Change) -> str:
        held = holder(change, 2)
        who = name_of(change.scene, held.get("by") or held.get("party") or "")
        words = held.get(key)
        what = quoted(words) if isinstance(words, str) else _kind(held)
        return told(says, party=who, what=what)

    return subject


def _kind(held: dict[str, Any]) -> str:
    kind = held.get("kind")
    return choice(kind, ("contributions", "kind")) if isinstance(kind, str) else ""


def topic(change: Change) -> str:
    """The topic of a clause."""
    return _(safe(str(change.where[1]))).replace("_", " ")


def _line(change: Change) -> str:
    held = holder(change, 4).get("what")
    name = held if isinstance(held, str) else plainly(change.where[3])
    return told(mark("{line} in the budget {budget}"), line=name, budget=plainly(change.where[1]))


def _acceptance(change: Change) -> str:
    held = holder(change, 2)
    rule, place = held.get("rule") or "", held.get("where") or ""
    return told(mark("the acceptance of {rule} at {place}"), rule=str(rule), place=str(place))


def _clause(change: Change) -> str:
    return told(mark("the clause on {topic}"), topic=topic(change))


def _report(change: Change) -> str:
    return told(mark("the report {name}"), name=name_of(change.scene, change.where[2]))


def _rate(change: Change) -> str:
    says = mark("the rate {name} of {payment}")
    return told(says, name=plainly(change.where[3]), payment=payment(change))


def _of_party(change: Change) -> str:
    return told(
        mark("the task of {party}"), party=name_of(change.scene, holder(change, 2).get("by"))
    )


_SUBJECTS: dict[tuple[str, ...], Callable[[Change], str]] = {
    ("parties", "*"): party,
    ("activities", "*"): _named(""),
    ("payments", "*"): payment,
    ("payments", "*", "rates", "*"): _rate,
    ("budgets", "*", "lines", "*"): _line,
    ("budgets", "*"): _named(mark("the budget {name}"), ""),
    ("conditions", "*"): _named(mark("the condition {name}"), ""),
    ("governance", "*"): _named(""),
    ("follow_up", "reports", "*", "indicators", "*"): _named(mark("the indicator {name}")),
    ("follow_up", "reports", "*"): _report,
    ("follow_up", "duties", "*"): _named(mark("the follow-up {name}"), "what"),
    ("decisions", "*"): _named(mark("the decision {name}"), ""),
    ("notice", "*"): way_out,
    ("commitments", "*", "task"): _of_party,
    ("commitments", "*"): _by(mark("the task of {party} {what}"), "task"),
    ("contributions", "*"): _by(mark("the contribution of {party} {what}"), "what"),
    ("signatures", "*"): _by(mark("the signature for {party}"), ""),
    ("amendments", "*"): _named(mark("amendment {name}"), ""),
    ("clauses", "*"): _clause,
    ("attachments", "*"): _named(mark("the attachment {name}")),
    ("accepted_findings", "*"): _acceptance,
    ("criteria", "answers", "*"): _named(mark("the criterion {name}"), ""),
    ("programme", "*"): _named(mark("the programme {name}")),
    ("other_funding", "*"): _named(mark("the other money {name}"), "what"),
    ("entries", "*"): _named(mark("{name} in the log"), "id"),
    ("term", "extension"): lambda _change: _("the extension"),
    ("term",): lambda _change: _("the term"),
    ("purpose",): lambda _change: _("the purpose"),
    ("target_group",): lambda _change: _("the target group"),
    ("initiative",): lambda _change: _("the initiative"),
    ("surplus",): lambda _change: _("a surplus"),
    ("repayment",): lambda _change: _("repayment"),
    ("stated_sum",): lambda _change: _("the sum in the text"),
    ("follow_up",): lambda _change: "",
    ("criteria",): lambda _change: "",
}
# what these keys are needs no word beside what they belong to
_SELF = {
    ("payments", "*", "amount"), ("payments", "*", "rate"), ("notice", "*", "length"),
    ("contributions", "*", "amount"), ("budgets", "*", "lines", "*", "amount"),
    ("clauses", "*", "text"), ("commitments", "*", "task"), ("stated_sum", "amount"),
    ("payments", "*", "rates", "*", "amount"),
}  # fmt: skip


def _prefix(pattern: tuple[str, ...]) -> tuple[str, ...]:
    lengths = range(len(pattern), 0, -1)
    return next((pattern[:n] for n in lengths if pattern[:n] in _SUBJECTS), ())


def subject(change: Change) -> str:
    """What the change is about: its subject, and what of it where that needs words."""
    prefix = _prefix(change.pattern)
    who = _SUBJECTS[prefix](change) if prefix else ""
    if change.pattern in _SELF:
        return who
    return joined(who, labelled(change, len(prefix)))


def is_whole(change: Change) -> bool:
    """Whether the change is of a whole thing: a party, a payment, an amendment."""
    return _prefix(change.pattern) == change.pattern and change.kind != "changed"
