"""One partnership, one lone log or one profile, from bytes to finished findings.

Runs the rules over every reading, weighs each finding as the configuration and the profile say, and
holds it against what the parties have accepted. Touches no disk.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from iop_cli.acceptance import accepted, covers, faults
from iop_cli.book import Opened, open_partnership
from iop_cli.diagnostic import NOWHERE, Diagnostic, Severity
from iop_cli.digest import Digest, digest_of
from iop_cli.document import Document
from iop_cli.finding import Finding, Problem, Text, Where, file_id
from iop_cli.letters import MOST_FINDINGS
from iop_cli.model.log import Log
from iop_cli.model.profile import Profile
from iop_cli.placing import nfc, overlaid, placed, rests_on
from iop_cli.reading import Reading, Today
from iop_cli.record import as_written, opened_file
from iop_cli.rules import across_roll, judging, roll
from iop_cli.rules.rule import Rule
from iop_cli.setting import Setting as Setting
from iop_cli.setting import wants
from iop_cli.words import mark

PROFILE_RULES = ("IOP605",)
# what they miss in the log may stand there, where the log could not be read whole
LOG_LACKS = ("IOP307", "IOP418", "IOP423", "IOP606", "IOP608", "IOP909")
# what the ledgers of invoices show in a log, where it may be accepted
LEDGER_RULES = ("IOP911",)
# what an id that nothing defines leads astray: in the agreement, and in the log by its key
BY_REFERENCE = (
    "IOP209", "IOP403", "IOP407", "IOP420", "IOP424", "IOP702", "IOP704", "IOP706", "IOP902",
    "IOP905", "IOP909",
)  # fmt: skip
BY_ENTRY = {
    "report": ("IOP606",), "meeting": ("IOP608",), "activity": ("IOP909",),
    "condition": ("IOP423",), "corrects": ("IOP902", "IOP903", "IOP909"),
    "withdraws": ("IOP902", "IOP903", "IOP909"),
}  # fmt: skip
Across = Iterable[tuple[str, Finding]]


@dataclass(frozen=True)
class Checked:
    """What was found in one partnership, its digest, and what that rests on.

    It holds from `since` to `until`; `asked` are the other files asked for (id, hash).
    """

    file: str
    found: tuple[Diagnostic, ...]
    digest: Digest | None
    since: date = date.min
    until: date = date.max
    asked: tuple[tuple[str, str], ...] = ()


def check_partnership(
    file: Text, log: Text | None, setting: Setting, across: Across | None = None
) -> Checked:
    """Judge an agreement and its log; `across` holds (code, finding) of the rules over all files,
    and of what the ledgers show in this one.

    While `across` is None, acceptances of such findings are not yet called unused.
    """
    today = Today(setting.today)
    logs = (log.name, log.raw) if log and not log.trouble else None
    opened = open_partnership((file.name, file.raw), logs, today, setting.library)
    found = found_in(opened, file, log, setting, across)
    codes = [*(r.code for r in across_roll()), *LEDGER_RULES]
    digest = None if file.trouble else digest_of(file.name, opened, codes)
    return Checked(file.name, found, digest, today.since, today.until)


def found_in(
    opened: Opened, file: Text, log: Text | None, setting: Setting, across: Across | None = None
) -> tuple[Diagnostic, ...]:
    """What is found in an agreement and its log, which are opened already, in order."""
    run = _Run(setting, opened, file, log)
    run.report()
    for code, finding in across or ():
        put = run.place if finding.in_log else run.add
        put(roll()[code], finding, opened.readings[-1] if opened.readings else None, finding.in_log)
    run.accept(with_across=across is not None)
    return _ordered(run.found.values())


def check_log(file: Text, setting: Setting) -> Checked:
    """Judge a log whose agreement is not there."""
    document, shaped = opened_file((file.name, file.raw), Log)
    problems = [("IOP100", file.trouble)] if file.trouble else shaped.problems
    if document is not None:
        says = mark("there is no agreement {file} beside this log")
        owner = Finding(("agreement",), says, {"file": f"{file_id(file.name)}.yaml"})
        problems = [*problems, ("IOP114", owner)]
    how = setting if shaped.value else replace(setting, select=(), ignore=())
    return Checked(file.name, _finished(problems, document, file, how), None)


def check_profile(file: Text, setting: Setting) -> Checked:
    """Judge a guideline's profile file."""
    document, shaped = opened_file((file.name, file.raw), Profile)
    problems = [("IOP100", file.trouble)] if file.trouble else shaped.problems
    profile = shaped.value
    if profile is not None:
        for code in PROFILE_RULES:
            check = roll()[code].check
            problems += [(code, f) for f in (check(profile) if check else ())]
        name = file_id(file.name)
        if profile.id != name and file.name != "-":
            says = mark("the id is {id}, and the file is called {file}")
            problems.append(("IOP113", Finding(("id",), says, {"id": profile.id, "file": name})))
    how = setting if profile else replace(setting, select=(), ignore=())
    return Checked(file.name, _finished(problems, document, file, how), None)


def _finished(
    problems: Iterable[Problem], document: Document | None, file: Text, setting: Setting
) -> tuple[Diagnostic, ...]:
    """The findings of a file that stands alone."""
    found: list[Diagnostic] = []
    for code, finding in problems:
        weight = setting.weights.get(code, roll()[code].severity) if code else None
        if weight is not None and setting.wants(code):
            rule = roll()[code]
            where = finding.where
            made = placed(rule, finding, weight, document, file.name, where, raw=file.raw)
            found.append(made)
    return _ordered(found)


@lru_cache(maxsize=8)
def _asked(select: tuple[str, ...], ignore: tuple[str, ...]) -> list[Rule]:
    """The rules that judge an agreement or its log, as far as they are asked for.

    What other judgements rest on is always looked at.
    """
    return [r for r in judging() if r.code == "IOP114" or wants(r.code, select, ignore)]


def _ordered(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(found, key=lambda d: d.order))


def _lost(damaged: frozenset[Where], document: Document | None) -> frozenset[Where]:
    """The places that could not be read, as words or as values."""
    return damaged | document.lost if document else damaged


def _named(where: Where, written: Where) -> Where:
    """A place by the names that the format has, and by the numbers that the file has."""
    return tuple(w if isinstance(w, int) else own for own, w in zip(where, written, strict=True))


class _Run:
    """The findings of one partnership as they gather, one for each fault."""

    def __init__(self, setting: Setting, opened: Opened, file: Text, log: Text | None) -> None:
        self.setting, self.opened, self.file, self.log = setting, opened, file, log
        self.id = file_id(file.name)
        self.damaged = _lost(opened.body.damaged, opened.document)
        self.log_damaged = _lost(opened.log.damaged, opened.log_document)
        self.twice = bool(opened.document and opened.document.lost)
        # the places of ids that nothing defines, in the agreement and in the log
        self.astray: dict[bool, set[Where]] = {False: set(), True: set()}
        self.found: dict[tuple[object, ...], Diagnostic] = {}
        profile = opened.signed.profile if opened.signed else None
        self.softer = (profile.rules or {}) if profile else {}

    def report(self) -> None:
        """Everything that the files themselves show."""
        self._problems(self.file, self.opened.body.problems, in_log=False)
        if self.log:
            self._problems(self.log, self.opened.log.problems, in_log=True)
        rules = self._rules()
        for reading in self.opened.readings:
            for rule in rules:
                self._judge(rule, reading)

    def _rules(self) -> list[Rule]:
        """The rules that are asked for, and that rest on nothing that could not be read."""
        rules, damaged = _asked(self.setting.select, self.setting.ignore), self.damaged
        if damaged:
            rules = [rule for rule in rules if not rule.is_shaken(damaged)]
        if self.log and (self.log.trouble or self.opened.log.problems):
            rules = [rule for rule in rules if rule.code not in LOG_LACKS]
        return rules

    def _problems(self, file: Text, problems: list[Problem], in_log: bool) -> None:
        for code, finding in [("IOP100", file.trouble)] if file.trouble else problems:
            if code:
                self.add(roll()[code], finding, None, in_log)

    def _judge(self, rule: Rule, reading: Reading) -> None:
        """Run a rule on a reading; a log is judged once, with the reading of today.

        One rule's findings in one file are told up to 500 and never multiplied without end.
        """
        current = reading is self.opened.readings[-1]
        if rule.check is None or (rule.on == "log" and not (current and reading.log)):
            return
        if self._is_astray(rule):
            return
        for told, said in enumerate(rule.check(reading)):
            in_log = rule.on == "log" or said.in_log
            if said.in_log and self.twice:
                continue  # what the log refers to may stand below the key that stands twice
            if told == MOST_FINDINGS:
                says = mark("more than 500 faults in this file; the rest are not shown")
                self.add(roll()["IOP100"], Finding((), says, span=NOWHERE), None, in_log)
                return
            if current or not in_log:
                self.place(rule, said, reading, in_log)

    def place(self, rule: Rule, said: Finding, reading: Reading | None, in_log: bool) -> None:
        """Put a rule's finding at its place as it is written, unless that could not be read."""
        moved = self.opened.log.written if in_log else self.opened.body.written
        place = as_written(said.where, moved)
        finding = replace(said, where=_named(said.where, place)) if moved else said
        if rule.code == "IOP114":
            self.astray[in_log].add(finding.where)
        elif any(w[: len(finding.where)] == finding.where for w in self.astray[in_log]):
            return
        if not rests_on(finding.where, self.log_damaged if in_log else self.damaged):
            self.add(rule, finding, reading, in_log, place)

    def _is_astray(self, rule: Rule) -> bool:
        """Whether the judgement rests on an id that nothing defines."""
        if rule.code in BY_REFERENCE and rule.is_shaken(self.astray[False]):
            return True
        return any(rule.code in BY_ENTRY.get(str(w[-1]), ()) for w in self.astray[True])

    def add(
        self, rule: Rule, finding: Finding, reading: Reading | None, in_log: bool = False,
        place: Where | None = None,
    ) -> None:  # fmt: skip
        """Put a finding at its place, unless it stands there already or nobody asked for it."""
        weight, where = self._weight(rule), finding.where if place is None else place
        read = (self.opened.log if in_log else self.opened.body).value is not None
        if weight is None or (read and not self.setting.wants(rule.code)):
            return  # why a file could not be read is told even if nobody asked
        document = self.opened.log_document if in_log else self.opened.document
        file = self.log if in_log and self.log else self.file
        name, raw = file.name, file.raw
        if reading is not None and not in_log:
            if where and where[0] in self.opened.inherited:
                return
            if reading.day is not None:
                where = overlaid(where, reading.changed)
        made = placed(rule, finding, weight, document, name, where, self.id, raw)
        key = (made.file, rule.code, made.where, made.fingerprint, finding.span)
        self.found.setdefault(key, made)

    def _weight(self, rule: Rule) -> Severity | None:
        weight: Severity | None = rule.severity
        if rule.code in self.softer and not rule.code.startswith("IOP1"):
            said = self.softer[rule.code].severity
            weight = None if said == "off" else Severity(said)
        return self.setting.weights.get(rule.code, weight)

    def accept(self, with_across: bool) -> None:
        """Hold the findings against what the parties accepted, and judge the acceptances."""
        reading = self.opened.signed
        if reading is None:
            return
        by_place: dict[tuple[str, str, str], list[tuple[object, ...]]] = {}
        for key, found in self.found.items():
            place = (found.code, nfc(found.where), found.fingerprint)
            by_place.setdefault(place, []).append(key)
        for index, item in enumerate(reading.agreement.accepted_findings or []):
            keys = by_place.get((item.rule, nfc(item.where or ""), item.finding or ""), [])
            unused = not keys and self._looked_for(item.rule, with_across)
            for code, finding in faults(index, item, reading.today, unused):
                self.add(roll()[code], finding, None)
            for key in keys if covers(item, reading.today) else ():
                self.found[key] = accepted(self.found[key], item)

    def _looked_for(self, code: str, with_across: bool) -> bool:
        """Whether this run would have found it, so that its absence means something."""
        if (
            self.damaged
            or self.astray[False]
            or self.opened.log.problems
            or self.setting.library.profile
        ):
            return False
        rule = roll().get(code)
        across = rule is not None and rule.on in ("register", "ledger")
        return self.setting.wants(code) and (with_across or not across)
