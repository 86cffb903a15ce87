"""Who the seller and the buyer are in an agreement, and which agreement an invoice is under.

Compares numbers and names as written by strangers; trusts a number before a name.
"""

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from iop_cli.billing.calendar import Days
from iop_cli.book import Opened
from iop_cli.identifiers import organisation_number
from iop_cli.incoming.evidence import names, plain
from iop_cli.incoming.ubl_read import Party, Received
from iop_cli.model.agreement import Agreement
from iop_cli.model.party import Party as Agreed
from iop_cli.quantity import NotRead


@dataclass(frozen=True)
class Standing:
    """How an agreement stands to an invoice: who its sides are there, and how much fits."""

    opened: Opened
    seller: str
    buyer: str
    weight: int
    is_referred: bool = False

    @property
    def id(self) -> str:
        """The agreement's id."""
        return self.opened.readings[-1].file_id

    @property
    def sides(self) -> int:
        """How many of the two sides are its parties."""
        return bool(self.seller) + bool(self.buyer)


def standing(received: Received, opened: Opened) -> Standing:
    """How one agreement stands to an invoice."""
    reading = opened.readings[-1]
    agreement = reading.agreement
    seller = party_id(agreement, received.seller)
    buyer = party_id(agreement, received.buyer)
    by_contract, by_title = is_contract(agreement, received), _is_titled(agreement, received)
    weight = 4 * by_contract + 3 * by_title
    first, last = reading.first_day, reading.last_day
    days = _days(received)
    if days and (first is None or first <= days.last) and (last is None or days.first <= last):
        weight += 2
    weight += agreement.status in ("signed", "decided")
    buyer = buyer if buyer != seller else ""
    return Standing(opened, seller, buyer, weight, by_contract or by_title)


def chosen(standings: Iterable[Standing]) -> tuple[Standing | None, Sequence[Standing]]:
    """The agreement that an invoice is under, and all that it may be under.

    Where no agreement has both sides, one that the invoice refers to will do, or the only one that
    has either side.
    """
    held = [s for s in standings if s.sides]
    ways = (
        [s for s in held if s.sides == 2],
        [s for s in held if s.is_referred],
        [s for s in held if s.seller],
        held,
    )
    for number, fitting in enumerate(ways):
        most = max((s.weight for s in fitting), default=0)
        best = [s for s in fitting if s.weight == most]
        if len(best) == 1 and (number < 2 or len(fitting) == 1):
            return best[0], best
        if best and number == 0:
            return None, best
    return None, []


def is_contract(agreement: Agreement, received: Received) -> bool:
    """Whether the contract that the invoice names is the agreement: its case number or its id."""
    told = _packed(received.contract.text) if received.contract else ""
    return bool(told) and told in {_packed(number) for number in contracts(agreement)}


def contracts(agreement: Agreement) -> list[str]:
    """What an agreement may be referred to by: the case numbers of its decisions, and its id."""
    decisions = agreement.decisions or {}
    return [agreement.id, *(d.case_number for d in decisions.values() if d.case_number)]


def party_id(agreement: Agreement, party: Party | None) -> str:
    """The id that a seller or buyer has in an agreement; empty where it is none of its parties."""
    if party is None:
        return ""
    numbers = {number(text) for text in party.numbers[:1]} or set()
    written = {_packed(name) for name in party.names}
    by_number = [id for id, agreed in agreement.parties.items()
                 if agreed.org_number and number(agreed.org_number) in numbers]  # fmt: skip
    named = [id for id, agreed in agreement.parties.items()
             if written & {_packed(name) for name in _known_as(agreed)}]  # fmt: skip
    if by_number:
        return next((id for id in by_number if id in named), by_number[0])
    nameless = [id for id in named if not (agreement.parties[id].org_number and numbers)]
    return nameless[0] if len(nameless) == 1 else ""


def number(text: str) -> str:
    """An organisation number as ten digits, from any usual spelling; else what stands there."""
    with suppress(NotRead):
        return organisation_number(text).replace("-", "")
    return _packed(text)


def _known_as(agreed: Agreed) -> list[str]:
    whole = [agreed.part_of] if agreed.part_of else []
    return [agreed.name, *(agreed.also_written or []), *whole]


def _packed(text: str) -> str:
    return re.sub(r"[\s.,:/_-]", "", plain(text))


def _is_titled(agreement: Agreement, received: Received) -> bool:
    text = plain(" ".join([received.notes, *(line.text for line in received.lines[:200])]))
    return any(names(text, title) for title in (agreement.title, agreement.id))


def _days(received: Received) -> Days | None:
    start, end = received.start or received.end, received.end or received.start
    if start and end:
        return Days(start, end)
    return Days(received.issue_date, received.issue_date) if received.issue_date else None
