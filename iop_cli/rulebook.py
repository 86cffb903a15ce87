"""A rule's page for people and for machines, with a wrong and a right example from its case file.

Takes rules and the bytes of their cases. Runs no rule, opens no file.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from iop_cli.diagnostic import IopError
from iop_cli.problems import nearest
from iop_cli.report.run import Look
from iop_cli.report.safe import in_json, safe
from iop_cli.report.sentence import severity_word
from iop_cli.rules.rule import Rule
from iop_cli.sheet import bold, wrapped
from iop_cli.words import _, mark, say

FAMILIES = {
    "1": mark("The file"),
    "2": mark("Who"),
    "3": mark("When"),
    "4": mark("How much"),
    "5": mark("What is done"),
    "6": mark("Who steers, who reports"),
    "7": mark("Why it may be a partnership"),
    "8": mark("The text"),
    "9": mark("What has happened"),
}
JUDGES = {
    "agreement": mark("judges the agreement"),
    "log": mark("judges the log"),
    "profile": mark("judges a guideline's profile"),
    "register": mark("judges all agreements together"),
    "reader": mark("is found when a file is read"),
    "ledger": mark("judges the ledgers of invoices"),
}
_LONGEST = 12
_MARK = re.compile(r"\s*#(.*?)\b(expect|right): ?((?:IOP\d{3}[ ,]*)+)(.*)$")
_SETTING = re.compile(r"# (?:today|profile|kind|yaml-language-server): ?")


@dataclass(frozen=True, slots=True)
class Example:
    """Some lines of a case file; the one that is meant is `line` there, and `at` in `text`."""

    file: str
    line: int
    text: str
    at: int


def find_rule(asked: str, rules: dict[str, Rule]) -> Rule:
    """The rule with this code or name, however it is cased; raises IopError with what was meant."""
    by_name = {rule.name: rule for rule in rules.values()}
    word = asked.strip()
    rule = rules.get(word.upper()) or by_name.get(word.lower())
    if rule:
        return rule
    meant = nearest(word, [*rules, *by_name])
    says = say(mark("there is no rule {asked}"), asked=safe(word))
    if meant:
        template = mark("there is no rule {asked}; did you mean {meant}?")
        says = say(template, asked=safe(word), meant=meant)
    raise IopError(says, _("iop rule lists all rules"), code="not-found")


def family(asked: str, rules: dict[str, Rule]) -> list[Rule]:
    """The rules whose codes begin like this: IOP4, 4xx or IOP41; none where it names no family."""
    begun = re.fullmatch(r"(?:IOP)?(\d{1,2})X{0,2}", asked.strip().upper())
    return [r for r in rules.values() if begun and r.code.startswith(f"IOP{begun[1]}")]


def example(code: str, cases: dict[str, bytes], word: str) -> Example | None:
    """The first line that is marked `expect` (or `right`) for a code, among the lines around it."""
    for name, raw in cases.items():
        lines = re.split(r"\r\n|\n", raw.decode("utf-8-sig", "replace"))
        for index, line in enumerate(lines):
            if _is_marked(line, word, code):
                wrong = "expect" if word == "right" else ""
                return _cut(name, lines, index, [n for n in lines if _is_marked(n, wrong, code)])
    return None


def _is_marked(line: str, word: str, code: str) -> bool:
    found = _MARK.search(line)
    return found is not None and found[2] == word and code in found[3]


def _cut(name: str, lines: list[str], index: int, without: list[str]) -> Example:
    """The line under its keys, with what belongs to it and what stands beside it."""
    above = _enclosing(lines, index)
    first, last = _block(lines, index, above[-1] if above else None)
    inside = [n for n in range(first, last + 1) if _is_kept(lines[n]) and lines[n] not in without]
    near = _nearest_lines(lines, index, inside, max(1, _LONGEST - len(above)), bool(above))
    kept = sorted({*above, *near, *(key for n in near for key in _enclosing(lines, n))})
    shown: list[str] = []
    for before, number in zip([None, *kept], kept, strict=False):
        if before is not None and any(_is_kept(line) for line in lines[before + 1 : number]):
            shown.append(" " * _indent(lines[number]) + "# …")
        if number == index:
            at = len(shown) + 1
        shown.append(_unmarked(lines[number]))
    if any(_is_kept(line) for line in lines[kept[-1] + 1 : last + 1]) and above:
        shown.append(" " * _indent(lines[kept[-1]]) + "# …")
    return Example(name, index + 1, "\n".join(safe(line) for line in shown), at)


def _is_kept(line: str) -> bool:
    return bool(line.strip()) and not _SETTING.match(line)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _depth(line: str) -> int:
    """How deep a line stands; a list's dash stands deeper than a key above it."""
    return 2 * _indent(line) + (line.lstrip(" ").startswith("- "))


def _enclosing(lines: list[str], index: int) -> list[int]:
    """The lines of the keys that a line stands under, the outermost first."""
    found: list[int] = []
    depth = _depth(lines[index])
    for number in range(index - 1, -1, -1):
        is_word = _is_kept(lines[number]) and not lines[number].lstrip().startswith("#")
        if is_word and _depth(lines[number]) < depth:
            found.insert(0, number)
            depth = _depth(lines[number])
    return found[-(_LONGEST - 2) :]


def _block(lines: list[str], index: int, parent: int | None) -> tuple[int, int]:
    """The first and the last line that stand under the same key."""
    least = -1 if parent is None else _depth(lines[parent])
    first = 0 if parent is None else parent + 1
    last = index
    for number in range(index + 1, len(lines)):
        if _is_kept(lines[number]) and _depth(lines[number]) <= least:
            break
        last = number
    return first, last


def _nearest_lines(
    lines: list[str], index: int, inside: list[int], room: int, is_under_key: bool
) -> list[int]:
    """The line, what stands under it, then its neighbours on both sides until the room is full.

    At the top of a file only a line with little under it gets neighbours.
    """
    depth = _depth(lines[index])
    later = [n for n in inside if n > index and _depth(lines[n]) <= depth]
    end = later[0] if later else inside[-1] + 1
    own = [n for n in inside if index <= n < end]
    others = [n for n in inside if n not in own] if is_under_key or 2 * len(own) < room else []
    others.sort(key=lambda n: index - n if n < index else n - end + 1)
    return [*own, *others][:room]


def _unmarked(line: str) -> str:
    found = _MARK.search(line)
    if not found:
        return line.rstrip()
    comment = f"{found[1].strip()} {found[4].strip()}".strip()
    return line[: found.start()].rstrip() + (f"  # {comment}" if comment else "")


def page(rule: Rule, cases: dict[str, bytes], form: str, look: Look) -> Iterator[str]:
    """A rule's page as text, markdown or json."""
    match form:
        case "json":
            yield page_json(rule, cases)
        case "markdown":
            yield from page_markdown(rule, cases)
        case _:
            yield from page_text(rule, cases, look)


def roll_page(rules: list[Rule], form: str, look: Look) -> Iterator[str]:
    """All rules as text, markdown or json."""
    match form:
        case "json":
            yield roll_json(rules)
        case "markdown":
            yield from roll_markdown(rules)
        case _:
            yield from roll_text(rules, look)


def page_text(rule: Rule, cases: dict[str, bytes], look: Look) -> Iterator[str]:
    """The page for people: what, why, the way out, a wrong example and a right one."""
    yield bold(f"{rule.code} {rule.name}", look) + "\n"
    standing = f"{severity_word(rule.severity)}, {_(JUDGES[rule.on])}"
    yield from (line + "\n" for line in wrapped(standing, look.width))
    for heading, paragraphs in _parts(rule):
        yield "\n"
        if heading:
            yield bold(heading, look) + "\n"
        for number, paragraph in enumerate(paragraphs):
            yield "\n" if number else ""
            yield from (line + "\n" for line in wrapped(paragraph, look.width))
    for heading, item in _examples(rule, cases):
        yield f"\n{_headed(_source(heading, item), look)}"
        for number, line in enumerate(item.text.split("\n"), 1):
            mark_ = "  > " if number == item.at else "    "
            rest = " " * (_indent(line) + 8)
            yield from (part + "\n" for part in wrapped(line, look.width, mark_, rest))


def _headed(words: str, look: Look) -> str:
    return "".join(bold(line, look) + "\n" for line in wrapped(words, look.width))


def page_markdown(rule: Rule, cases: dict[str, bytes]) -> Iterator[str]:
    """The page in Markdown."""
    yield f"# {rule.code} {rule.name}\n\n{severity_word(rule.severity)}, {_(JUDGES[rule.on])}\n"
    for heading, paragraphs in _parts(rule):
        yield f"\n## {heading}\n" if heading else ""
        yield from (f"\n{paragraph}\n" for paragraph in paragraphs)
    for heading, item in _examples(rule, cases):
        longest = max((len(run) for run in re.findall("`+", item.text)), default=0)
        fence = "`" * max(3, longest + 1)
        yield f"\n## {_source(heading, item)}\n\n{fence}yaml\n{item.text}\n{fence}\n"


def page_json(rule: Rule, cases: dict[str, bytes]) -> str:
    """The page with the keys of the published format; an example that there is not is null."""
    wrong, right = (example(rule.code, cases, word) for word in ("expect", "right"))
    return in_json({**rule_data(rule), "wrong": _data(wrong), "right": _data(right)}) + "\n"


def _data(item: Example | None) -> dict[str, object] | None:
    if item is None:
        return None
    return {"file": item.file, "line": item.line, "text": item.text, "at": item.at}


def _parts(rule: Rule) -> list[tuple[str, list[str]]]:
    why = [_(paragraph) for paragraph in rule.why]
    parts = [("", [_(rule.what)]), (_("Why"), why), (_("The way out"), [_(rule.way_out)])]
    return [(heading, paragraphs) for heading, paragraphs in parts if paragraphs]


def _examples(rule: Rule, cases: dict[str, bytes]) -> list[tuple[str, Example]]:
    pairs = ((_("Wrong"), "expect"), (_("Right"), "right"))
    found = [(heading, example(rule.code, cases, word)) for heading, word in pairs]
    return [(heading, item) for heading, item in found if item]


def _source(heading: str, item: Example) -> str:
    template = mark("{heading} (from {file}, line {line})")
    return say(template, heading=heading, file=safe(item.file), line=str(item.line))


def rule_data(rule: Rule) -> dict[str, object]:
    """A rule with the keys of the published format."""
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity.value,
        "on": rule.on,
        "what": _(rule.what),
        "why": [_(paragraph) for paragraph in rule.why],
        "way_out": _(rule.way_out),
    }


def roll_text(rules: Iterable[Rule], look: Look) -> Iterator[str]:
    """All rules for people, by family: code, severity, name, and what each finds."""
    for heading, family in _by_family(rules):
        yield _headed(heading, look)
        for rule in family:
            yield from (line + "\n" for line in _listed(rule, look))
        yield "\n"


def _by_family(rules: Iterable[Rule]) -> Iterator[tuple[str, list[Rule]]]:
    held = list(rules)
    for digit, heading in FAMILIES.items():
        family = [rule for rule in held if rule.code.startswith(f"IOP{digit}")]
        if family:
            template = mark("IOP{digit}xx: {heading}")
            yield say(template, digit=digit, heading=_(heading)), family


def _listed(rule: Rule, look: Look) -> list[str]:
    severity, what = severity_word(rule.severity), _(rule.what)
    if look.plain:
        return wrapped(f"{rule.code} {rule.name}, {severity}: {what}", look.width)
    indent = " " * (4 if 0 < look.width < 60 else 10)
    fits = not look.width or len(f"  {rule.code}  {rule.name} ({severity})") <= look.width
    return [
        f"  {bold(rule.code, look)}  {rule.name}" + (f" ({severity})" if fits else ""),
        *([] if fits else [f"{indent}({severity})"]),
        *wrapped(what, look.width, indent, indent),
    ]


def roll_markdown(rules: Iterable[Rule]) -> Iterator[str]:
    """All rules as a Markdown list, by family."""
    for heading, family in _by_family(rules):
        yield f"## {heading}\n\n"
        for rule in family:
            name = f"**{rule.code} {rule.name}** ({severity_word(rule.severity)})"
            yield f"- {name}: {_(rule.what)}\n"
        yield "\n"


def roll_json(rules: Iterable[Rule]) -> str:
    """All rules as a JSON array with the keys of the published format."""
    return "[" + ",\n ".join(in_json(rule_data(rule)) for rule in rules) + "]\n"
