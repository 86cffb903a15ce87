"""One partnership, or one profile, from bytes to finished findings.

Runs the rules over every reading, puts each finding at its place, weighs it as the configuration
and the profile say, and holds it against what the parties have accepted. Touches no disk.
"""

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from iop_cli.book import (
    Library,
    Opened,
    Reading,
    Today,
    file_id,
    open_partnership,
    read_profile,
    shape,
)
from iop_cli.diagnostic import NOWHERE, Accepted, Diagnostic, Related, Severity, Span
from iop_cli.digest import Digest, digest_of
from iop_cli.model.agreement import Acceptance
from iop_cli.model.log import Log
from iop_cli.problems import nearest
from iop_cli.rules import roll
from iop_cli.rules.rule import Rule
from iop_cli.source import Document, Finding, Text, Where, parse, path_text
from iop_cli.words import _, mark, say

PROFILE_RULES = ("IOP605",)
NEVER_ACCEPTED = ("IOP1", "IOP906", "IOP907", "IOP908")


@dataclass(frozen=True)
class Setting:
    """What a run is about; `weights` maps a code to its severity, or to None where it is off."""

    today: date
    library: Library
    weights: dict[str, Severity | None]
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def wants(self, code: str) -> bool:
        """Whether findings of a code are asked for."""
        if self.select and not code.startswith(self.select):
            return False
        return not (self.ignore and code.startswith(self.ignore))


@dataclass(frozen=True)
class Checked:
    """What was found in one partnership, its digest, and what that rests on:
    the days between which it holds, and the other files asked for (id, hash)."""

    file: str
    found: tuple[Diagnostic, ...]
    digest: Digest | None
    since: date
    until: date
    asked: tuple[tuple[str, str], ...] = ()


def check_partnership(
    file: Text,
    log: Text | None,
    setting: Setting,
    across: Iterable[tuple[str, Finding]] | None = None,
) -> Checked:
    """Judge an agreement and its log; `across` holds (code, finding) from the rules over all files.

    While `across` is None, acceptances of such findings are not yet called unused.
    """
    today = Today(setting.today)
    readable = Text(file.name) if file.trouble else file
    log_pair = (log.name, log.raw) if log and not log.trouble else None
    opened = open_partnership((readable.name, readable.raw), log_pair, today, setting.library)
    run = _Run(setting, opened, file, log)
    run.report()
    for code, finding in across or ():
        run.add(roll()[code], finding, opened.readings[-1] if opened.readings else None)
    run.accept(with_across=across is not None)
    codes = [r.code for r in roll().values() if r.on == "register"]
    digest = None if file.trouble else digest_of(file.name, opened, codes)
    return Checked(file.name, _ordered(run.found.values()), digest, today.since, today.until)


def _ordered(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(found, key=lambda d: d.order))


def check_log(file: Text, setting: Setting) -> Checked:
    """Judge a log whose agreement is not there."""
    document, problems = parse(file.raw, file.name) if not file.trouble else (None, [])
    if file.trouble:
        problems = [("IOP100", file.trouble)]
    elif document is not None:
        _log, found, _damaged = shape(Log, document.data)
        says = mark("there is no agreement {file} beside this log")
        owner = Finding(("agreement",), says, {"file": f"{file_id(file.name)}.yaml"})
        problems = [*problems, *found, ("IOP114", owner)]
    made = [
        _diagnostic(rule, f, document, file.name, f.where, setting.weights.get(code, rule.severity))
        for code, f in problems
        if code and setting.wants(code) and (rule := roll()[code])
    ]
    return Checked(file.name, _ordered(d for d in made if d), None, date.min, date.max)


def check_profile(file: Text, setting: Setting) -> Checked:
    """Judge a guideline's profile file."""
    name = file_id(file.name)
    document, profile, problems = (
        read_profile(file.raw, file.name) if not file.trouble else (None, None, [])
    )
    if file.trouble:
        problems = [("IOP100", file.trouble)]
    pairs = [(roll()[code], finding) for code, finding in problems if code]
    if profile is not None:
        pairs += [(roll()[c], f) for c in PROFILE_RULES for f in roll()[c].check(profile)]  # type: ignore[misc] # those rules judge
        if profile.id != name:
            says = mark("the id is {id}, and the file is called {file}")
            pairs.append(
                (roll()["IOP113"], Finding(("id",), says, {"id": profile.id, "file": name}))
            )
    found = {
        d.fingerprint + d.where + str(d.span): d
        for r, f in pairs
        if setting.wants(r.code)
        if (
            d := _diagnostic(
                r, f, document, file.name, f.where, setting.weights.get(r.code, r.severity)
            )
        )
    }
    return Checked(file.name, _ordered(found.values()), None, date.min, date.max)


class _Run:
    """The findings of one partnership as they gather, one for each fault."""

    def __init__(self, setting: Setting, opened: Opened, file: Text, log: Text | None) -> None:
        self.setting, self.opened, self.file, self.log = setting, opened, file, log
        self.found: dict[tuple[str, ...], Diagnostic] = {}
        first = opened.readings[0] if opened.readings else None
        profile = first.profile if first else None
        self.softer = profile.rules or {} if profile else {}

    def report(self) -> None:
        """Everything that the files themselves show."""
        problems = [("IOP100", self.file.trouble)] if self.file.trouble else self.opened.problems
        for code, finding in problems:
            if code and finding is not None:
                self.add(roll()[code], finding, None)
        if self.log:
            trouble = (
                [("IOP100", self.log.trouble)] if self.log.trouble else self.opened.log_problems
            )
            for code, finding in trouble:
                if code and finding is not None:
                    self.add(roll()[code], finding, None, in_log=True)
        for reading in self.opened.readings:
            for rule in roll().values():
                self._judge(rule, reading)

    def _judge(self, rule: Rule, reading: Reading) -> None:
        last = reading is self.opened.readings[-1]
        if rule.check is None or not self.setting.wants(rule.code):
            return
        if rule.on == "agreement" or (rule.on == "log" and last and reading.log):
            for finding in rule.check(reading):
                in_log = rule.on == "log" or finding.in_log
                if in_log and not last:
                    continue
                damaged = self.opened.log_damaged if in_log else self.opened.damaged
                if not _touched(finding.where, damaged):
                    self.add(rule, finding, reading, in_log)

    def add(
        self, rule: Rule, finding: Finding, reading: Reading | None, in_log: bool = False
    ) -> None:
        """Put a finding at its place, unless it stands there already or nobody asked for it."""
        if not self.setting.wants(rule.code):
            return
        in_log = in_log or finding.in_log
        document = self.opened.log_document if in_log else self.opened.document
        name = self.log.name if in_log and self.log else self.file.name
        where = finding.where
        if not in_log and where and where[0] in self.opened.inherited and reading:
            return
        if not in_log and reading is not None and reading.day is not None:
            where = _overlaid(where, self.opened.overlay)
        weight = self._weight(rule)
        diagnostic = _diagnostic(
            rule, finding, document, name, where, weight, file_id(self.file.name)
        )
        if diagnostic:
            key = (
                diagnostic.file,
                rule.code,
                diagnostic.where,
                diagnostic.fingerprint,
                str(finding.span),
            )
            self.found.setdefault(key, diagnostic)

    def _weight(self, rule: Rule) -> Severity | None:
        weight: Severity | None = rule.severity
        if rule.code in self.softer and not rule.code.startswith("IOP1"):
            said = self.softer[rule.code].severity
            weight = None if said == "off" else Severity(said)
        return self.setting.weights.get(rule.code, weight)

    def accept(self, with_across: bool) -> None:
        """Hold the findings against what the parties accepted, and judge the acceptances."""
        if not self.opened.readings:
            return
        reading = self.opened.readings[0]
        by_key: dict[tuple[str, str, str], list[tuple[str, ...]]] = {}
        for key, d in self.found.items():
            by_key.setdefault((d.code, _nfc(d.where), d.fingerprint), []).append(key)
        for index, item in enumerate(reading.agreement.accepted_findings or []):
            keys = by_key.get((item.rule, _nfc(item.where or ""), item.finding or ""), [])
            for code, finding in self._judged(index, item, bool(keys), reading, with_across):
                self.add(roll()[code], finding, reading)
            if self._holds(item, reading) and item.because:
                for key in keys:
                    self.found[key] = _accepted(self.found[key], item)

    def _holds(self, item: Acceptance, reading: Reading) -> bool:
        if item.rule.startswith(NEVER_ACCEPTED):
            return False
        return item.until is None or not reading.today.is_after(item.until)

    def _judged(
        self, index: int, item: Acceptance, used: bool, reading: Reading, with_across: bool
    ) -> Iterator[tuple[str, Finding]]:
        where: Where = ("accepted_findings", index)
        rule = roll().get(item.rule)
        if rule is None:
            yield "IOP122", _unknown_code(where, item.rule)
            return
        if item.rule.startswith(NEVER_ACCEPTED):
            says = mark("{code} can never be accepted; correct what it finds")
            yield "IOP122", Finding((*where, "rule"), says, {"code": item.rule})
            return
        lacks = [k for k in ("where", "finding", "because") if not getattr(item, k)]
        if lacks:
            yield (
                "IOP122",
                Finding(where, mark("{lacks} is missing in the acceptance"), {"lacks": lacks}),
            )
            return
        if not used:
            if self._may_be_unused(rule, with_across):
                says = mark("{code} with this fingerprint does not occur at {place}")
                yield "IOP120", Finding(where, says, {"code": item.rule, "place": item.where})
        elif item.until and reading.today.is_after(item.until):
            yield (
                "IOP121",
                Finding(
                    (*where, "until"),
                    mark("accepted until {until}, which has passed"),
                    {"until": item.until},
                ),
            )
        elif item.until and reading.today.is_after(
            date.fromordinal(max(1, item.until.toordinal() - 31))
        ):
            yield (
                "IOP123",
                Finding(
                    (*where, "until"),
                    mark("accepted until {until}, at most thirty days away"),
                    {"until": item.until},
                ),
            )

    def _may_be_unused(self, rule: Rule, with_across: bool) -> bool:
        if self.opened.damaged or self.opened.log_problems or self.setting.library.profile:
            return False
        return self.setting.wants(rule.code) and (with_across or rule.on != "register")


def _unknown_code(where: Where, written: str) -> Finding:
    meant = nearest(written, list(roll()))
    if meant:
        says = mark("{code} is not a rule; did you mean {meant}?")
        return Finding((*where, "rule"), says, {"code": written, "meant": meant})
    return Finding(
        (*where, "rule"), mark("{code} is not a rule; iop rule lists them"), {"code": written}
    )


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _touched(where: Where, damaged: frozenset[Where]) -> bool:
    """Whether a judgement rests on a value that could not be read: then it is not made."""
    return any(
        d[: len(where)] == where or (len(d) > 1 and where[: len(d) - 1] == d[:-1]) for d in damaged
    )


def _overlaid(where: Where, overlay: dict[Where, Where]) -> Where:
    """Where a value stands that an amendment changed."""
    for length in range(len(where), 0, -1):
        if where[:length] in overlay:
            return (*overlay[where[:length]], *where[length:])
    return where


def _diagnostic(
    rule: Rule, finding: Finding, document: Document | None, name: str, where: Where,
    weight: Severity | None, agreement: str | None = None,
) -> Diagnostic | None:  # fmt: skip
    if weight is None:
        return None
    span = finding.span or (document.span(where, finding.key) if document else NOWHERE)
    place = path_text(finding.where)
    return Diagnostic(
        code=rule.code, name=rule.name, severity=weight,
        message=say(finding.says, **finding.values),
        help=say(finding.help, **finding.values) if finding.help else _(rule.way_out),
        file=name, span=span, where=place, agreement=agreement,
        excerpt=document.line(span.line) if document else "",
        fingerprint=fingerprint(rule.code, place, finding.values),
        related=tuple(_related(r, document, name) for r in finding.related),
    )  # fmt: skip


def _related(item: tuple[Where | Span, str], document: Document | None, name: str) -> Related:
    place, says = item
    if isinstance(place, Span):
        return Related(name, place, _(says))
    return Related(name, document.span(place) if document else NOWHERE, _(says))


def fingerprint(code: str, place: str, values: dict[str, object]) -> str:
    """Eight hexadecimal digits that stand for a finding: its code, place and values, in no language."""
    parts = [code, _nfc(place), *(f"{k}={_plain(v)}" for k, v in sorted(values.items()))]
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:8]


def _plain(value: object) -> str:
    if isinstance(value, list | tuple):
        return "|".join(_plain(v) for v in value)
    return str(getattr(value, "text", value))


def _accepted(diagnostic: Diagnostic, item: Acceptance) -> Diagnostic:
    from dataclasses import replace

    accepted = Accepted(
        because=" ".join((item.because or "").split()),
        by=item.by or "",
        date=item.date.isoformat() if item.date else "",
        until=item.until.isoformat() if item.until else None,
    )
    return replace(diagnostic, accepted=accepted)
