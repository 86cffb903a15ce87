"""A new agreement's text: what was answered stands as keys, everything else as comments to fill in.

Invents nothing: an example is commented out, and the file can be validated at once.
Asks nobody, reads and writes nothing.
"""

import gettext
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from iop_cli import words
from iop_cli.skeleton_parts import AFTER_CRITERIA, AFTER_TERM, BEFORE_PARTIES, BEFORE_TERM, Part
from iop_cli.words import mark

Translate = Callable[[str], str]

_INTRO = (
    mark("A line that begins with # is not read: it explains, or shows an example."),
    mark("Where the text says something of the kind, take away the # and write what it says."),
    mark("What nobody knows is left out; none means that the parties settled that there is none."),
)
_STATUS = "draft | proposed | decided | signed | terminated | superseded"
_PARTIES = mark("Who enters the agreement: at least one public party and one nonprofit.")
_TERM = mark("How long it holds. end: none is until further notice.")
_CRITERIA = mark("Why it may be a partnership: the guideline's questions, each with an answer.")
_LOG = mark("What happens later is written in {log} beside this file, a line for each thing:")
_ENTRY = "- {id: a1, activity: «homework», held: 2027-02-01, participants: 14, rate: «weekday»}"
_ANSWER = ("grade: met  # met | partly | not_met", "evidence: «What shows it»")
_TYPED = frozenset(("null", "true", "false", "yes", "no", "on", "off", "y", "n"))
_UNWRITABLE = ("Cc", "Cf", "Cs", "Cn", "Zl", "Zp")
_MARKED = re.compile("«(.+?)»")


@dataclass(frozen=True)
class PartyAnswer:
    """A party as answered: its name, and its organisation number where it is known."""

    name: str
    number: str | None = None


@dataclass(frozen=True)
class Answers:
    """What somebody answered; None is unknown. `questions`: (criterion, question)."""

    id: str
    title: str
    public: PartyAnswer
    nonprofit: PartyAnswer
    start: str | None = None
    end: str | None = None
    language: str = "sv"
    profile: str | None = None
    questions: tuple[tuple[str, str], ...] = ()


def skeleton(answers: Answers, schema: str | None) -> str:
    """The text of the new file; `schema` is the path to its schema from there, None without one."""
    translate = _translator(answers.language)
    public, nonprofit = party_ids(answers.public.name, answers.nonprofit.name)
    fill = _filler({"$public": quoted(public), "$nonprofit": quoted(nonprofit)}, translate)

    def parts(some: tuple[Part, ...]) -> list[str]:
        return [_part(translate(comment), _examples(block, fill)) for comment, block in some]

    pieces = [
        *_head(answers, schema, translate),
        *parts(BEFORE_PARTIES),
        _part(translate(_PARTIES), _parties(answers, fill)),
        *parts(BEFORE_TERM),
        _part(translate(_TERM), _term(answers)),
        *parts(AFTER_TERM),
        _part(translate(_CRITERIA), _criteria(answers, fill)),
        *parts(AFTER_CRITERIA),
        _log(answers, fill, translate),
    ]
    return "\n\n".join(pieces) + "\n"


def messages() -> set[str]:
    """Every English text of the skeleton: what the catalogue must translate."""
    several = (*BEFORE_PARTIES, *BEFORE_TERM, *AFTER_TERM, *AFTER_CRITERIA)
    blocks = [*(block for _comment, block in several), *_ANSWER, *_ABOUT_PUBLIC, *_ABOUT_NONPROFIT]
    phrases = {phrase for block in blocks for phrase in _MARKED.findall(block)}
    return phrases | {
        *_INTRO,
        _PARTIES,
        _TERM,
        _CRITERIA,
        _LOG,
        *(comment for comment, _block in several),
    }


def party_ids(public: str, nonprofit: str) -> tuple[str, str]:
    """Ids for the two parties, made of the letters and digits of their names."""
    first = _id_of(public) or "public"
    second = _id_of(nonprofit) or "nonprofit"
    return first, second if second != first else f"{second}_2"


def quoted(text: str) -> str:
    """A text as one YAML value on one line: plain where that is safe, else in quotes."""
    if any(unicodedata.category(character) in _UNWRITABLE for character in text):
        return '"' + "".join(_escaped(character) for character in text) + '"'
    return text if _is_plain(text) else "'" + text.replace("'", "''") + "'"


def _is_plain(text: str) -> bool:
    if not text[:1].isalpha() or text.casefold() in _TYPED:
        return False
    return not re.search(r": | #|[:\s]$", text)


def _escaped(character: str) -> str:
    if unicodedata.category(character) in _UNWRITABLE:
        return f"\\U{ord(character):08x}"
    return f"\\{character}" if character in '\\"' else character


def _translator(language: str) -> Translate:
    return gettext.translation("iop", words.LOCALE, [language], fallback=True).gettext


def _id_of(name: str) -> str:
    """borås_stad for Borås Stad: at most 40 characters, cut between words where possible."""
    lower = unicodedata.normalize("NFC", name.lower())
    spaced = "".join(c if c.isalpha() or c.isdecimal() else " " for c in lower).split()
    while len("_".join(spaced)) > 40 and len(spaced) > 1:
        spaced.pop()
    return unicodedata.normalize("NFC", "_".join(spaced))[:40]


def _filler(ids: dict[str, str], translate: Translate) -> Translate:
    """Puts the parties' ids and the phrases in the agreement's language into an example's line."""

    def fill(line: str) -> str:
        line = re.sub(r"\$(?:public|nonprofit)", lambda hit: ids[hit[0]], line)
        return _MARKED.sub(lambda hit: quoted(translate(hit[1])), line)

    return fill


def _part(comment: str, lines: list[str]) -> str:
    return "\n".join([f"# {comment}", *lines])


def _examples(block: str, fill: Translate) -> list[str]:
    return [f"#{fill(line)}" for line in block.strip("\n").splitlines()]


def _key(name: str, value: str | None, example: str, indent: str = "") -> str:
    """A key with the answer; commented out with an example where nobody answered."""
    return f"{indent}{name}: {value}" if value else f"#{indent}{name}: {example}"


def _head(answers: Answers, schema: str | None, translate: Translate) -> list[str]:
    modeline = [f"# yaml-language-server: $schema={schema}"] if schema else []
    intro = [f"# {translate(line)}" for line in _INTRO]
    keys = [
        "format: 1",
        f"id: {quoted(answers.id)}",
        f"title: {quoted(answers.title)}",
        f"status: draft  # {_STATUS}",
        f"language: {answers.language}",
    ]
    return ["\n".join([*modeline, *intro]), "\n".join(keys)]


_ABOUT_PUBLIC = (
    "legal_form: municipality  # municipality | region | state | part_of_body",
    "acts_through: «The social welfare committee»",
    "contact:",
    "  office: «development officer»",
    "invoice:",
    '  reference: "00000"',
)
_ABOUT_NONPROFIT = (
    "legal_form: association  # association | foundation | economic_association"
    " | religious_community | company",
    "registered: 2024-01-01",
    "payee:",
    "  bankgiro: 000-0000",
    "  vat_number: none",
    "  series: A",
)


def _parties(answers: Answers, fill: Translate) -> list[str]:
    lines = ["parties:"]
    for role, party, about in (
        ("public", answers.public, _ABOUT_PUBLIC),
        ("nonprofit", answers.nonprofit, _ABOUT_NONPROFIT),
    ):
        lines += [
            fill(f"  ${role}:"),
            f"    role: {role}",
            f"    name: {quoted(party.name)}",
            _key("org_number", _figures(party.number), "000000-0000", "    "),
            *(f"#    {fill(line)}" for line in about),
        ]
    return lines


def _term(answers: Answers) -> list[str]:
    start = _figures(answers.start)
    end = _figures(answers.end)
    return [
        "term:" if start or end else "#term:",
        _key("start", start, "2027-01-01", "  "),
        _key("end", end, "2029-12-31", "  "),
        "#  extension:",
        "#    by: 2 years",
        "#    decide: 6 months before end",
    ]


def _figures(text: str | None) -> str | None:
    """A date, span or number as it stands; anything else as a text."""
    if text is None or re.fullmatch(r"[0-9][0-9-]*(?:\.\.[0-9-]+)?", text):
        return text
    return quoted(text)


def _criteria(answers: Answers, fill: Translate) -> list[str]:
    profile = _key("profile", answers.profile, "base", "  ")
    lines = ["criteria:" if answers.profile else "#criteria:", profile]
    if answers.questions:
        lines.append("#  answers:")
    for criterion, question in answers.questions:
        lines += [
            f"    # {' '.join(question.split())}",
            f"#    {quoted(criterion)}:",
            *(f"#      {fill(line)}" for line in _ANSWER),
        ]
    return lines


def _log(answers: Answers, fill: Translate, translate: Translate) -> str:
    """What the log beside the file is for, and how it begins."""
    says = translate(_LOG).replace("{log}", f"{answers.id}.log.yaml")
    lines = (says, f"agreement: {quoted(answers.id)}", "entries:", fill(_ENTRY))
    return "\n".join(f"# {line}" for line in lines)
