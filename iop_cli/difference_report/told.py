"""What a report of changes holds: agreements, their sentences by section, their money.

Knows no format.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from iop_cli.difference import HEADINGS, SECTIONS, Change, Rank, Row, Worth
from iop_cli.difference_report.found import Found
from iop_cli.quantity import Amount
from iop_cli.report.safe import safe
from iop_cli.words import _, form, mark, plural, say, series
from iop_cli.yearly import Sum

Told = Change | Found
RANKS: dict[str, str] = {
    Rank.MATERIAL: mark("Material"),
    Rank.MINOR: mark("Minor"),
    Rank.EDITORIAL: mark("Editorial"),
}
_COUNTED = {
    Rank.MATERIAL: mark("material: {count}"),
    Rank.MINOR: mark("minor: {count}"),
    Rank.EDITORIAL: mark("editorial: {count}"),
}


@dataclass(frozen=True)
class Partnership:
    """One agreement that changed; `was` is its file before, where it had another name.

    `file` is None where it was removed; `note` is said instead where nothing can be compared.
    """

    id: str
    title: str
    file: str | None
    was: str | None
    changes: tuple[Change, ...]
    found: tuple[Found, ...] = ()
    worth: Worth | None = None
    note: str = ""

    @property
    def is_same(self) -> bool:
        """Whether there is nothing to tell of it."""
        return not (self.was or self.changes or self.found or self.note)

    @property
    def told(self) -> tuple[Told, ...]:
        """Everything that is told of it."""
        return *self.changes, *self.found

    def sections(self) -> Iterator[tuple[str, list[Told]]]:
        """Its sentences by the heading that they stand under, in a lawyer's order."""
        told: dict[str, list[Told]] = {}
        for change in self.changes:
            told.setdefault(change.about, []).append(change)
        if self.found:
            told.setdefault("findings", []).extend(self.found)
        for about in SECTIONS:
            if about in told:
                yield _(HEADINGS[about]), told[about]

    def name(self) -> str:
        """What it is called, and its id."""
        if not self.title:
            return safe(self.id)
        return say(mark("{title} ({id})"), title=safe(self.title), id=safe(self.id))

    def place(self) -> str:
        """Its file, and the file before where that was another."""
        if self.was and self.file:
            says = mark("{file}, before {was}")
            return say(says, file=safe(self.file), was=safe(self.was))
        if self.file is None:
            return say(mark("{file}, which is no longer there"), file=safe(self.was or ""))
        return safe(self.file)


@dataclass(frozen=True)
class Report:
    """What has changed between two states as they were asked for; None is the working tree.

    `left` is how many changes are not shown, because only some ranks were asked for.
    """

    before: str | None
    after: str | None
    partnerships: tuple[Partnership, ...]
    left: int = 0
    staged: bool = False

    @property
    def is_same(self) -> bool:
        """Whether there is nothing to tell."""
        return not self.partnerships

    def span(self) -> str:
        """From what to what."""
        disk = _("what is staged") if self.staged else _("the working tree")
        sides = [disk if side is None else safe(side) for side in (self.before, self.after)]
        return say(mark("{before} → {after}"), before=sides[0], after=sides[1])

    def closing(self) -> str:
        """From what to what; how many agreements and changes, and how many are not shown."""
        said = say(mark("{span}: no change of meaning."), span=self.span())
        if not self.is_same:
            count = len(self.partnerships)
            said = plural("{count} agreement changed", "{count} agreements changed", count)
            counted = f" ({told})" if (told := self._counted()) else ""
            said = f"{self.span()}: {said}{counted}."
        if not self.left:
            return said
        more = plural(
            "{count} change of another rank is left out.",
            "{count} changes of other ranks are left out.",
            self.left,
        )
        return f"{said} {more}"

    def _counted(self) -> str:
        ranks = [told.rank for held in self.partnerships for told in held.told]
        counted = [(rank, say(says, count=ranks.count(rank))) for rank, says in _COUNTED.items()]
        return ", ".join(words for rank, words in counted if rank in ranks)


def rank_word(rank: Rank) -> str:
    """How heavy a change weighs, in the reader's language."""
    return _(RANKS[rank]).lower()


def money(held: Sum | None) -> str:
    """A sum as far as it can be said."""
    if held is None:
        return "–"
    if held.amount is None:
        return _("unknown")
    amount = form(held.amount)
    return say(mark("{amount} and an unknown amount"), amount=amount) if held.lacks else amount


def more(by: Decimal | None) -> str:
    """How much more it is: +125 000 kr; a dash where that is not known."""
    return "–" if by is None else form(Amount(by, signed=True))


def year(row: Row) -> str:
    """The year of a row."""
    return _("year unknown") if row.year is None else str(row.year)


def payers(row: Row, held: Worth) -> str:
    """Who pays, by name."""
    return series([safe(held.names.get(id, id)) for id in row.payers])


def over_term(held: Worth) -> tuple[str, str, str] | None:
    """The sums over the term and their difference; None where neither is known."""
    if held.before is None and held.after is None:
        return None
    before, after = (
        money(Sum(term) if term or any(years) else None)
        for term, years in (
            (held.before, [row.before for row in held.rows]),
            (held.after, [row.after for row in held.rows]),
        )
    )
    return before, after, more(held.by)
