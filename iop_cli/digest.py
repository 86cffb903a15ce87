"""The little of each agreement that rules across files need, so that the rest can be let go.

Knows no rule; holds only text and numbers, so that it can be kept in a cache.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from iop_cli.finding import file_id

if TYPE_CHECKING:
    from iop_cli.book import Opened


@dataclass(frozen=True, slots=True)
class PartyDigest:
    """A party: its id, role, name, and organisation number in its normal form (None if unknown)."""

    id: str
    role: str
    name: str
    number: str | None


@dataclass(frozen=True, slots=True)
class Digest:
    """One agreement file in short; dates as YYYY-MM-DD, None where unknown or open."""

    file: str
    id: str
    title: str
    status: str
    purpose: str | None
    parties: tuple[PartyDigest, ...]
    start: str | None
    end: str | None
    part_of: str | None
    parts_expected: int | None
    accepts_across: bool


@dataclass(frozen=True)
class Register:
    """The digests of every agreement that a run looked at, by file name."""

    digests: dict[str, Digest]


def _number(text: str | None) -> str | None:
    from iop_cli.identifiers import organisation_number  # noqa: PLC0415  a digest that is kept has it
    from iop_cli.quantity import NotRead  # noqa: PLC0415  as above

    try:
        return organisation_number(text) if text else None
    except NotRead:
        return None


def digest_of(file: str, opened: "Opened", across: Iterable[str]) -> Digest | None:
    """The digest of an agreement as it reads today; None where it could not be read.

    `across` holds the codes of the rules that look across files.
    """
    if not opened.readings or not opened.is_named:
        return None
    reading = opened.readings[-1]
    agreement = reading.agreement
    parties = tuple(
        PartyDigest(i, p.role, p.name, _number(p.org_number)) for i, p in agreement.parties.items()
    )
    first, last = reading.first_day, reading.last_day
    accepted = {a.rule for a in agreement.accepted_findings or []}
    return Digest(
        file=file,
        id=file_id(file),
        title=agreement.title,
        status=agreement.status,
        purpose=agreement.purpose.text if agreement.purpose else None,
        parties=parties,
        start=first.isoformat() if first else None,
        end=last.isoformat() if last else None,
        part_of=agreement.part_of,
        parts_expected=agreement.parts.expected if agreement.parts else None,
        accepts_across=bool(accepted & set(across)),
    )
