"""Many partnerships in one run: each judged by itself, then all together, in order of name.

Files are read one at a time through the reader that is given, and only what was found is kept,
packed small, so that ten thousand files need little more room than one. What judges is imported
when something has to be judged: a run in which nothing has changed does without. Prints nothing.
"""

import json
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from iop_cli.cache import Cache, hashed
from iop_cli.diagnostic import Accepted, Diagnostic, Related, Severity, Span
from iop_cli.digest import Digest, PartyDigest, Register
from iop_cli.finding import Finding, Text
from iop_cli.processes import forked
from iop_cli.report.run import Tally
from iop_cli.rules import across_roll
from iop_cli.setting import Library, Setting

if TYPE_CHECKING:
    from iop_cli.check import Checked

FORK_FROM = 64
# so many are judged before what was found is put away
BATCH = 1_000
Across = list[tuple[str, Finding]]
Show = Callable[[Iterable[Diagnostic]], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Partnership:
    """The files that are judged together: an agreement with its log, a lone log, or a profile."""

    file: Text
    log: Text | None = None
    is_profile: bool = False


@dataclass(frozen=True, slots=True)
class Books:
    """What the ledgers of invoices show: finished, by ledger; and in the logs, by agreement."""

    ledgers: Mapping[str, tuple[Diagnostic, ...]]
    logs: Mapping[str, Across]


NO_BOOKS = Books({}, {})


@dataclass(frozen=True, slots=True)
class Packed:
    """What was found in one partnership, as bytes: what it rests on, its count and its digest; and
    its findings, or the text that shows them.
    """

    head: bytes
    found: bytes


@dataclass(frozen=True, slots=True)
class Standing:
    """One partnership as others see it: its digest, on which days that holds, what it asked for.

    Days are YYYY-MM-DD; `asked` holds the ids of other agreements, each with a hash of its file.
    """

    file: str
    since: str
    until: str
    asked: tuple[tuple[str, str], ...]
    digest: Digest | None


@dataclass(frozen=True)
class Survey:
    """A run over partnerships: how many, how to get one, how it is judged, and how many at once.

    With `show`, which sets each finding by itself, what is kept is the text that it makes. `tick`
    is told how many of those that had to be judged are judged. `books` are judged beforehand, since
    they rest on other files than the partnership's own. `across` is what the rules across files
    find, where more agreements are known than are judged.
    """

    count: int
    get: Callable[[int], Partnership]
    setting: Setting
    cache: Cache
    jobs: int = 1
    show: Show | None = None
    tick: Callable[[int, int], None] = lambda _done, _all: None
    books: Books = NO_BOOKS
    across: Mapping[str, Across] | None = None

    def findings(self) -> Iterator[Diagnostic]:
        """All findings in the order that they are shown."""
        for one in self._judged():
            yield from unpack(one.found)

    def shown(self) -> Iterator[tuple[Tally, str]]:
        """The count of each partnership's findings, and the text that `show` makes of them."""
        for one in self._judged():
            yield Tally(*json.loads(one.head)["tally"]), _text(one.found)

    def standing(self) -> Iterator[Standing]:
        """How each partnership stands to others, judged by itself; what is found is kept."""
        keys = [key(self.get(index)) for index in range(self.count)]
        held = self._judged_alone(keys, {})
        for index, kept_under in enumerate(keys):
            packed = held.pop(index, None) or self._kept(kept_under) or self._one(index)
            head = json.loads(packed.head)
            asked = tuple((id, seal) for id, seal in head["asked"])
            yield Standing(head["file"], head["since"], head["until"], asked, digest(packed))

    def _judged(self) -> Iterator[Packed]:
        """What was found in each partnership and in each ledger, in order of name."""
        keys, names = list[bytes](), list[str]()
        for index in range(self.count):
            partnership = self.get(index)
            keys.append(key(partnership))
            names.append(partnership.file.name)
        digests: dict[int, Digest] = {}
        held = self._judged_alone(keys, digests)
        found = self.across
        if found is None:
            found = across_files(registered(digests.values()), self.setting)
        ledgers = sorted(self.books.ledgers)
        for index, kept_under in enumerate(keys):
            while ledgers and ledgers[0] < names[index]:
                yield self._ledger(ledgers.pop(0))
            own = digests.get(index)
            across = [*found.get(names[index], ()), *self.books.logs.get(names[index], ())]
            if own and (own.accepts_across or across):
                yield self._once_more(index, kept_under, across)
            elif index in held:
                yield held.pop(index)
            else:
                yield self._kept(kept_under) or self._one(index)
        yield from (self._ledger(name) for name in ledgers)

    def _ledger(self, name: str) -> Packed:
        from iop_cli.check import Checked  # noqa: PLC0415  see below

        return pack(Checked(name, self.books.ledgers[name], None), self.show)

    def _once_more(self, index: int, key: bytes, across: Across) -> Packed:
        kept_under = hashed(key, repr(across).encode("utf-8", "surrogatepass"))
        packed = self._kept(kept_under)
        if packed is None:
            packed = pack(judged(self.get(index), self.setting, across), self.show)
            self.cache.put([(kept_under, packed.head, packed.found)])
        return packed

    def _judged_alone(self, keys: list[bytes], digests: dict[int, Digest]) -> dict[int, Packed]:
        """Judge each partnership by itself; returns what the cache could not take.

        `digests` is filled with the digest of each that has one.
        """
        misses: list[int] = []
        for index, kept_under in enumerate(keys):
            packed = self._kept(kept_under)
            if packed is None:
                misses.append(index)
            elif own := digest(packed):
                digests[index] = own
        held: dict[int, Packed] = {}
        for first in range(0, len(misses), BATCH):
            indexes = misses[first : first + BATCH]
            fresh = dict(zip(indexes, self._work(indexes), strict=True))
            digests |= {i: own for i, p in fresh.items() if (own := digest(p))}
            if not self.cache.put([(keys[i], p.head, p.found) for i, p in fresh.items()]):
                held |= fresh
            self.tick(first + len(indexes), len(misses))
        return held

    def _kept(self, kept_under: bytes) -> Packed | None:
        row = self.cache.get(kept_under)
        if row is None:
            return None
        head = json.loads(row[0])
        if not head["since"] <= self.setting.today.isoformat() <= head["until"]:
            return None
        for id, seal in head["asked"]:
            if master_seal(self.setting.library, id) != seal:
                return None
        return Packed(*row)

    def _work(self, indexes: list[int]) -> Iterable[Packed]:
        if self.jobs < 2 or len(indexes) < FORK_FROM or sys.platform in ("win32", "darwin"):
            return [self._one(i) for i in indexes]
        # what the first one imports and reads, the others inherit
        return [self._one(indexes[0]), *forked(self._one, indexes[1:], self.jobs)]

    def _one(self, index: int) -> Packed:
        return pack(judged(self.get(index), self.setting), self.show)


def judged(partnership: Partnership, setting: Setting, across: Across | None = None) -> "Checked":
    """Judge one partnership, a lone log or a profile, and note which other files were asked for."""
    from iop_cli.check import (  # noqa: PLC0415  a run in which nothing has changed needs none of it
        check_log,
        check_partnership,
        check_profile,
    )

    if partnership.is_profile:
        return check_profile(partnership.file, setting)
    if partnership.file.name.endswith((".log.yaml", ".log.yml")):
        return check_log(partnership.file, setting)
    asked: dict[str, str] = {}

    def master(id: str) -> tuple[str, bytes] | None:
        asked[id] = master_seal(setting.library, id)
        return setting.library.master(id)

    noted = replace(setting, library=replace(setting.library, master=master))
    checked = check_partnership(partnership.file, partnership.log, noted, across)
    return replace(checked, asked=tuple(sorted(asked.items())))


def master_seal(library: Library, id: str) -> str:
    """A hash of another agreement's file, or an empty text where there is none."""
    found = library.master(id)
    return hashed(found[0].encode(), found[1]).hex() if found else ""


def registered(digests: Iterable[Digest]) -> Register:
    """The digests by file, in order of name, so that what is found never hangs on a cache."""
    return Register({d.file: d for d in sorted(digests, key=lambda d: d.file)})


def across_files(register: Register, setting: Setting) -> dict[str, Across]:
    """What the rules that look across files find, by file name."""
    found: dict[str, Across] = {}
    for rule in across_roll():
        if rule.check and setting.wants(rule.code):
            for file, finding in rule.check(register):
                found.setdefault(file, []).append((rule.code, finding))
    return found


def survey_texts(
    partnerships: Iterable[Partnership], setting: Setting, books: Books = NO_BOOKS
) -> list[Diagnostic]:
    """All findings of some partnerships that are already read, in the order that they are shown."""
    held = sorted(partnerships, key=lambda p: p.file.name)
    run = Survey(len(held), held.__getitem__, setting, Cache(b"", None), books=books)
    return list(run.findings())


def key(partnership: Partnership) -> bytes:
    """A hash of everything in a partnership's own files."""
    parts: list[bytes] = [b"profile" if partnership.is_profile else b"partnership"]
    for text in (partnership.file, partnership.log):
        if text is None:
            parts.append(b"none")
        else:
            trouble = repr(text.trouble) if text.trouble else ""
            parts += [text.name.encode("utf-8", "surrogateescape"), trouble.encode(), text.raw]
    return hashed(*parts)


def pack(checked: "Checked", show: Show | None = None) -> Packed:
    """What was found in one partnership, as bytes: small to hold, to send and to keep."""
    tally = Tally()
    found = tally.through(checked.found)
    raw = "".join(show(found)).encode("utf-8", "surrogatepass") if show else _json(_rows(found))
    head = {
        "file": checked.file,
        "since": checked.since.isoformat(),
        "until": checked.until.isoformat(),
        "asked": checked.asked,
        "tally": astuple(tally),
        "digest": _digested(checked.digest) if checked.digest else None,
    }
    return Packed(_json(head), zlib.compress(raw, 1))


def _rows(found: Iterable[Diagnostic]) -> list[list[Any]]:
    return [_row(d) for d in found]


def _text(found: bytes) -> str:
    return zlib.decompress(found).decode("utf-8", "surrogatepass")


def _json(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def _row(d: Diagnostic) -> list[Any]:
    accepted = d.accepted
    return [
        d.code, d.name, d.severity.value, d.message, d.help, d.file, _span(d.span), d.where,
        d.agreement, d.excerpt, d.fingerprint,
        [accepted.because, accepted.by, accepted.date, accepted.until] if accepted else None,
        [[r.file, _span(r.span), r.message] for r in d.related],
    ]  # fmt: skip


def _span(span: Span) -> list[int]:
    return [span.line, span.column, span.end_line, span.end_column]


def unpack(found: bytes) -> Iterator[Diagnostic]:
    """The findings that `pack` packed."""
    for row in json.loads(_text(found)):
        code, name, severity, message, help, file, span, where, agreement, *more = row
        excerpt, fingerprint, accepted, related = more
        yield Diagnostic(
            code, name, Severity(severity), message, help, file, Span(*span), where, agreement,
            excerpt, fingerprint, Accepted(*accepted) if accepted else None,
            tuple(Related(f, Span(*s), m) for f, s, m in related),
        )  # fmt: skip


def _digested(held: Digest) -> dict[str, Any]:
    plain = {f.name: getattr(held, f.name) for f in fields(held)}
    return {**plain, "parties": [astuple(party) for party in held.parties]}


def digest(packed: Packed) -> Digest | None:
    """The digest that `pack` packed."""
    value = json.loads(packed.head)["digest"]
    if value is None:
        return None
    parties = tuple(PartyDigest(*p) for p in value.pop("parties"))
    return Digest(parties=parties, **value)
