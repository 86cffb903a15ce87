"""Places of an agreement in words: what an amendment changes, what was added to the signed text."""

from iop_cli.documents.common import (
    activity_name,
    chained,
    listed,
    own,
    payment_name,
    payments,
    woven,
)
from iop_cli.documents.values import Markup, Own, Subject
from iop_cli.finding import Where, at, read_path
from iop_cli.paper.figures import NO_BREAK
from iop_cli.phrases import VAT, chosen
from iop_cli.quantity import Amount, Length, NotRead
from iop_cli.words import _, form, mark

# a topic of the clauses, in a sentence
TOPICS = {
    "background": mark("the background"),
    "purpose": mark("the purpose"),
    "value_base": mark("the value base"),
    "initiative": mark("the initiative"),
    "parties": mark("the parties"),
    "target_group": mark("the target group"),
    "activities": mark("the activities"),
    "commitments": mark("what the parties undertake"),
    "independence": mark("the association's independence"),
    "influence": mark("public influence and insight"),
    "organisation": mark("organisation and steering"),
    "follow_up": mark("follow-up and evaluation"),
    "economy": mark("the economy"),
    "payment": mark("how payment is made"),
    "index": mark("how amounts follow an index"),
    "vat": mark("value added tax"),
    "repayment": mark("repayment of money"),
    "surplus": mark("the use of a surplus"),
    "term": mark("the term of the agreement"),
    "notice": mark("notice of termination"),
    "extension": mark("extension of the term"),
    "renegotiation": mark("renegotiation of the terms"),
    "breach": mark("breach of the agreement"),
    "dispute": mark("how disputes are settled"),
    "amendments": mark("amendments and additions"),
    "marketing": mark("marketing and logotypes"),
    "data_protection": mark("the protection of personal data"),
    "record_checks": mark("checks of criminal records"),
    "confidentiality": mark("secrecy and confidentiality"),
    "insurance": mark("who insures what"),
    "audit": mark("audit and control"),
    "public_access": mark("public access to documents"),
    "other": mark("other matters"),
}
_KEYS = {
    "amount": mark("amount"),
    "rate": mark("rate"),
    "rates": mark("rates"),
    "cap": mark("ceiling"),
    "vat": mark("VAT"),
    "vat_reason": mark("reason for no VAT"),
    "due": mark("time for payment"),
    "per": mark("period"),
    "from": mark("payer"),
    "to": mark("receiver"),
    "index": mark("index"),
    "schedule": mark("plan of payment"),
    "payee": mark("payment details"),
    "invoice": mark("invoicing details"),
    "contact": mark("contact"),
    "org_number": mark("organisation number"),
    "part_of": mark("belongs to"),
    "acts_through": mark("acts through"),
    "value_class": mark("kind of service, for the procurement limits"),
    "run_by": mark("who runs it"),
    "together": mark("run together"),
    "volume": mark("volume"),
    "capacity": mark("room"),
    "normal": mark("as a rule"),
    "min": mark("at least"),
    "max": mark("at most"),
    "places": mark("places"),
    "participants": mark("participants"),
    "hours": mark("opening hours"),
    "start": mark("start"),
    "end": mark("end"),
    "decide": mark("day of decision"),
    "units": mark("units"),
    "members": mark("members"),
    "meets": mark("how often it meets"),
    "bankgiro": mark("bankgiro"),
    "plusgiro": mark("plusgiro"),
    "iban": mark("IBAN"),
    "bic": mark("BIC"),
    "vat_number": mark("VAT number"),
    "f_tax": mark("F-tax"),
    "series": mark("invoice series"),
    "ocr": mark("OCR reference"),
    "reference": mark("reference"),
    "reference_format": mark("form of the reference"),
    "electronic": mark("electronic address"),
    "channel": mark("way"),
    "area": mark("area"),
    "name": mark("name"),
}
_ONE = {
    "parties": mark("party"),
    "payments": mark("payment"),
    "activities": mark("activity"),
    "budgets": mark("budget"),
    "governance": mark("body"),
}
_WORDS = {
    **VAT,
    "none": mark("none, as settled"),
    "yes": mark("yes"),
    "no": mark("no"),
    "goods_services": mark("goods and services"),
    "social": mark("social services"),
    "welfare": mark("welfare services"),
    "peppol": mark("e-invoice through Peppol"),
}
_NOT_SHOWN = ("accounts", "series", "ocr", "reference_format")


def place_words(subject: Subject, where: Where) -> Markup:
    """A place in words: what it is and whose: VAT (kursbidrag), payment details (Föreningen)."""
    steps = [str(step) for step in where]
    whose, rest = _owner(subject, steps)
    words = [_(_KEYS[step]) if step in _KEYS else _spelt(step) for step in rest]
    if not words:
        noun = _ONE.get(steps[0]) if whose else ""
        words = [_(noun) if noun else key_words(steps[0])] if steps else []
    says = mark("{words} ({whose})") if words and whose else mark("{words}{whose}")
    return woven(subject, says, words=", ".join(words), whose=whose)


def key_words(key: str) -> str:
    """A part of the agreement in a sentence: the economy; its key where it has no word."""
    return _(TOPICS[key]) if key in TOPICS else _spelt(key)


def _spelt(step: str) -> str:
    return step.replace("_", " ")


def _owner(subject: Subject, steps: list[str]) -> tuple[str, list[str]]:
    """The party, payment or activity that a place belongs to, and the steps below it."""
    agreement = subject.reading.agreement
    match steps:
        case ["parties", id, *rest]:
            party = agreement.parties.get(id)
            return own(party.name if party else id), rest
        case ["payments", id, *rest]:
            payment = payments(subject).get(id)
            return (payment_name(id, payment) if payment else own(_spelt(id))), rest
        case ["activities", id, *rest]:
            return activity_name(subject, id), rest
        case [_group, id, *rest] if rest or id not in _KEYS:
            return own(_spelt(id)), rest
        case _:
            return Own(""), steps


def change_words(subject: Subject, path: str, value: object) -> Markup:
    """One change of an amendment: what, and its new value where that is one word or figure."""
    place = place_words(subject, read_path(path))
    said = value_words(subject, value) if isinstance(value, str) else ""
    if not said:
        return place
    return woven(subject, mark("{place}: {words}"), place=place, words=said)


def value_words(subject: Subject, value: object) -> Markup:
    """A value as the file has it, in words: one word or figure, or its parts with their names."""
    if isinstance(value, list):
        return listed(subject, [value_words(subject, each) for each in value])
    if isinstance(value, dict):
        pairs = [(k, v) for k, v in value.items() if k not in _NOT_SHOWN]
        parts = [(_(_KEYS.get(k, "")) or _spelt(k), value_words(subject, v)) for k, v in pairs]
        return chained(subject, *[chained(subject, k, v, by=" ") for k, v in parts])
    text = str(value)
    if text in _WORDS:
        return chained(subject, chosen(_WORDS, text))
    for read in (lambda: Amount.read(text, allow_sign=True), lambda: Length.read(text)):
        try:
            return chained(subject, form(read()).replace(" ", NO_BREAK))
        except NotRead:
            continue
    return chained(subject, own(text) if text.upper() != text.lower() else text)


def added_rows(subject: Subject) -> list[dict[str, object]]:
    """What stands in the file and not in the signed text: what, its value, who added it, why."""
    rows: list[dict[str, object]] = []
    for added in subject.reading.agreement.added or []:
        for path in added.where or []:
            where = read_path(path)
            value = at(subject.reading.data, where)
            if value is not None:
                rows.append({
                    "what": place_words(subject, where),
                    "value": value_words(subject, value),
                    "by": own(added.by),
                    "because": own(added.because),
                })  # fmt: skip
    return rows
