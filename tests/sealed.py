"""A signed agreement that holds every kind of value, and texts changed in one place, for seals."""

import json
from collections.abc import Iterator

from conftest import TODAY, template

from iop_cli.book import Opened, open_partnership
from iop_cli.document import Document, MapNode
from iop_cli.finding import Where
from iop_cli.model.agreement import Agreement
from iop_cli.reading import Library, Today
from iop_cli.record import shape, walk
from iop_cli.source import parse

TEXT = """\
# om filen
format: 1
id: prov
title: Öppna porten   # titeln
status: signed
parties:
  kommunen: {role: public, name: Exempelköpings kommun, legal_form: municipality}
  föreningen:
    role: nonprofit
    name: Föreningen Exempel
    legal_form: association
    payee: {bankgiro: 9999-9997, f_tax: no}
target_group: {who: unga, ages: 7-13}
term:
  start: 2018-01-01
  end: 2020-12-31
  at_end: {renews: 1 year, unless_notice: 3 months before end}
notice:
  - {cause: breach, kind: notice, length: 6 months, by: any}
  - {cause: convenience, kind: notice, length: at once, by: föreningen}
activities:
  kurs:
    name: Kurs
    run_by: [föreningen]
    volume: {min: 3, max: 4, per: year}
    sessions: {count: 8, length: 2 h}
    hours:
      - {days: mon-sun, from: "20:30", to: "07:30"}
payments:
  bidrag:
    kind: fixed
    amount: 247 700 kr
    per: year
    from: kommunen
    to: föreningen
    index: {series: KPI, from: 2010, share: 80 %, compare: [2 years before, 1 year before]}
  klumpsumma:
    kind: lump_sum
    amount: 420 tkr
    calculation: 3 * 140 000 kr = 420 000 kr
    covers: 2020..2022
    from: kommunen
    to: [föreningen]
repayment: none
governance: none
clauses:
  background: |
    Parterna har träffats.

    De vill fortsätta.
  notice: Sex månader.
decisions:
  ks: {body: Kommunstyrelsen, decided: 2017-12-01, case_number: KS 2017/1, effect: sign}
signatures:
  - {party: kommunen, name: Eva Ek, office: ordförande, place: Exempelköping, signed: 2017-12-20}
  - {party: föreningen, name: Bo Ask, office: ordförande, place: Exempelköping, signed: 2017-12-20}
"""
# a value of a kind, and another of the same
OTHERS = {
    "247 700 kr": "250 tkr", "420 tkr": "430 000 kr", "6 months": "3 months", "at once": "2 years",
    "2018-01-01": "2018-02-01", "2020-12-31": "2021-12-31", "1 year": "2 years", "7-13": "8-13",
    "3 months before end": "6 months before end", "3": "2", "4": "6", "8": "9", "2 h": "90 min",
    "year": "month", "20:30": "20:00", "07:30": "08:00", "80 %": "70 %", "2010": "2011",
    "2 years before": "3 years before", "1 year before": "2 years before", "no": "yes",
    "3 * 140 000 kr = 420 000 kr": "2 * 140 000 kr = 280 000 kr", "2020..2022": "2021..2022",
    "breach": "other", "convenience": "other", "notice": "rescission", "any": "kommunen",
    "municipality": "region", "association": "foundation", "public": "named", "2017-12-01":
    "2017-12-02", "2017-12-20": "2017-12-21", "sign": "sign", "signed": "signed", "1": "1",
    "prov": "prov", "fixed": "fixed", "lump_sum": "lump_sum", "none": "none", "nonprofit": "named",
    "kommunen": "föreningen", "föreningen": "kommunen",
}  # fmt: skip


def opened(text: str | bytes) -> Opened:
    """A text as it reads."""
    raw = text.encode() if isinstance(text, str) else text
    return open_partnership(("agreements/prov.yaml", raw), None, Today(TODAY), Library(template))


def agreement(text: str | bytes) -> Agreement:
    """The text as first signed."""
    signed = opened(text).signed
    assert signed is not None
    return signed.agreement


def document(text: str) -> Document:
    """The words of a text, with their places."""
    found = parse(text.encode(), "")[0]
    assert found is not None
    return found


def places(text: str = TEXT) -> list[Where]:
    """The places of all values that can be exchanged for another of the same kind."""
    return [where for where, value in walk(document(text).data) if OTHERS.get(value) != value]


def with_other(where: Where, text: str = TEXT) -> str:
    """The text with another value at one place, of the same kind; all else as it stands."""
    held = document(text)
    node = held.root
    for part in where:
        node = node.values[part]
    other = OTHERS.get(node.value, node.value.strip() + " och mer")
    first, last = node.start_mark.index, node.end_mark.index
    end = "\n" if text[first:last].endswith("\n") else ""
    return text[:first] + json.dumps(other, ensure_ascii=False) + end + text[last:]


def less(where: Where, text: str = TEXT) -> str | None:
    """The text, as JSON, without what stands at one place; None where it cannot be without it."""
    held = json.loads(json.dumps(document(text).data))
    holder = held
    for part in where[:-1]:
        holder = holder[part]
    del holder[where[-1]]
    shaped = shape(Agreement, held)
    is_hollow = any(inner in ({}, []) for inner in _inner(held))
    return None if shaped.problems or is_hollow else json.dumps(held)


def _inner(held: object) -> Iterator[object]:
    every = held.values() if isinstance(held, dict) else held if isinstance(held, list) else []
    for value in every:
        yield value
        yield from _inner(value)


def keys(text: str = TEXT) -> list[Where]:
    """The places of all keys and list items."""

    def below(node: object, where: Where) -> Iterator[Where]:
        held = getattr(node, "values", None)
        if held is None or not (isinstance(node, MapNode) or hasattr(node, "hollow")):
            return
        for part, inner in held.items() if isinstance(held, dict) else enumerate(held):
            yield (*where, part)
            yield from below(inner, (*where, part))

    return list(below(document(text).root, ()))
