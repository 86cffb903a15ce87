"""IOP8xx, the text: words that were left behind, that drift, or that should not be published.

Reads the texts themselves, never what they mean. What the document as a whole lacks: see document.
"""

import re
from collections.abc import Iterator

from iop_cli.finding import read_path
from iop_cli.identifiers import personal_identity_numbers
from iop_cli.reading import LEAST_DIGITS, Reading
from iop_cli.rules.rule import ERROR, INFO, WARNING, Finding, Findings, Where, found, rule
from iop_cli.words import Said, mark

_FINAL = ("decided", "signed", "terminated", "superseded")
_REFERENCES = {
    "org_number", "reference", "reference_format", "electronic", "bankgiro", "plusgiro", "iban",
    "bic", "vat_number", "ocr", "series", "accounts", "case_number",
}  # fmt: skip
_WRITTEN = ("place", "group", "source", "by", "because", "note")
_ADDRESSES = {"link", "file"}
_UNPUBLISHED = {"accepted_findings", "added", "not_public"}

_DIGIT = "en|ett|två|tre|fyra|fem|sex|sju|åtta|nio"
_TENS = "tjugo|trettio|fyrtio|femtio|sextio|sjuttio|åttio|nittio"
_TEENS = "tio|elva|tolv|tretton|fjorton|femton|sexton|sjutton|arton|nitton"
_ENGLISH = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_COUNT = (
    rf"[0-9]{{1,6}}|(?:{_TENS})(?:{_DIGIT})?|{_TEENS}|{_DIGIT}|(?:ett)?hundra|halvt?|{_ENGLISH}"
)
_UNIT = (
    r"år(?:s|et|en|ligen)?|halvår|månad\w{0,4}|veck\w{1,4}|dag(?:ar|ars|en)?|dygn|tim(?:m\w{1,4})?|h"
    r"|minut\w{0,4}|kvartal\w{0,2}|termin\w{0,4}|gång(?:er)?|kr|kronor|tkr|mkr|procent\w{0,6}|%|st"
    r"|stycken|exemplar|original|person(?:er)?|deltagare|barn|ungdomar|kurs(?:er)?|plats(?:er)?"
    r"|möten?|träff(?:ar)?|tillfällen?|(?:year|month|week|day|hour|cop)(?:s|y|ies)?|percent|times"
)
_BRACKET = rf"(?i)[(\[]\s{{0,3}}(?:{_COUNT})\s{{0,3}}[)\]][\s-]{{0,3}}(?:{_UNIT})(?!\w)"
_SAID_BEFORE = rf"(?i)(?:[0-9]|(?<!\w)(?:{_COUNT}))\s{{0,3}}$"
_BLANK = r"_{4,}|(?<!\w)_{2,3}(?!\w)|(?<![^\W\d_])[Xx]{2,}(?![^\W\d_])|(?<!\w)TODO(?!\w)"
_MAY_BE_BLANK = ("__", "XX", "Xx", "xX", "xx", "TODO")
_DIVIDER = r"(?m)^[ \t]*___[ \t]*$"

_MAIL = r"(?<![\w.+-])([\w.+-]{1,64})@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}"
_SHARED = {
    "info", "kontakt", "kommun", "kommunen", "registrator", "diarium", "diariet", "kansli",
    "kansliet", "styrelsen", "faktura", "fakturor", "dataskyddsombud",
}  # fmt: skip
_PHONE = re.compile(
    r"(?<![\w:/.,-])(?:(?:\+|00)46[ -]?(?:\(0\) ?)?[1-9][0-9]{0,2}|0(?:8|[1-9][0-9]{1,2}))"
    r"(?: ?[-/\u2013] ?| )?[0-9]{2,3}(?:[ -]?[0-9]{2,3}){1,3}(?![0-9-])"
)


@rule("IOP801", "placeholder-left", ERROR)
def placeholder_left(reading: Reading) -> Findings:
    """Something left to fill in, in a text that is already decided or signed.

    Underscores, XX, TODO, or a bracket that holds nothing but a number before a unit, as in (två)
    år: such brackets usually come from a template in which the number was to be chosen. In a
    finished text nobody can tell whether the number was agreed. The bracket after a number that is
    written already, as in 2 (två) år, is an old custom and is not found.

    Look in the original. If it has the blank, keep it as printed, have the text corrected by the
    parties, and accept the finding until then.
    """
    if reading.agreement.status not in _FINAL:
        return
    for where, text in reading.words:
        if _is_wording(where) and (spans := list(_placeholders(text))):
            says = mark("left to fill in: {spans}")
            yield found(*where, says=says, spans=list(dict.fromkeys(spans))[:5])


@rule("IOP807", "wording-drifts", INFO)
def wording_drifts(reading: Reading) -> Findings:
    """One thing that the text calls by several names, or words that were hardly meant so.

    A target group that is described in four ways has four boundaries, and each reader chooses one.
    A wrong word can turn a clause round, such as förhandlingarna where förändringarna was meant.
    Each doubtful word is kept as it was written, for the parties to judge.

    Choose one name and use it throughout. Ask the parties what they meant by a doubtful word, and
    put it right when the text is next changed. Everyday names of an activity or a target group are
    marked with common: yes.
    """
    agreement = reading.agreement
    says = mark("{name} is also called {others}")
    group = agreement.target_group
    if group and group.also_written and not group.common:
        others = list(group.also_written)
        yield found("target_group", "also_written", says=says, name=group.who, others=others)
    for id_, activity in (agreement.activities or {}).items():
        if activity.also_written and not activity.common:
            where: Where = ("activities", id_, "also_written")
            yield found(*where, says=says, name=activity.name, others=list(activity.also_written))
    reports = agreement.follow_up.reports if agreement.follow_up else None
    for report_id, report in (reports or {}).items():
        for id_, indicator in (report.indicators or {}).items():
            if indicator.also_written:
                where = ("follow_up", "reports", report_id, "indicators", id_, "also_written")
                others = list(indicator.also_written)
                yield found(*where, says=says, name=indicator.name, others=others)
    yield from _doubtful(reading)


@rule("IOP808", "personal-identity-number", ERROR)
def personal_identity_number(reading: Reading) -> Findings:
    """A personal identity number or a coordination number in a text of the agreement or its log.

    These files are kept for years, copied and read by many, and a number once in the history of git
    is hard to take out again. Under dataskyddslagen (2018:218) a personal identity number needs
    consent or a clear reason; we know the rule and have read no source for it. A number counts here
    if its date exists and its check digit is right. Organisation numbers, references and accounts
    are not looked at.

    Take the number out, and write the person's office instead. If the file has been shared, ask
    whoever owns the repository to remove the number from its history too.
    """
    says = mark("a personal identity number stands in this text")
    for where, text in reading.telling:
        if _has_personal_number(where, text):
            yield found(*where, says=says)
    for index, entry in enumerate((reading.log.entries or []) if reading.log else []):
        for key in _WRITTEN:
            if _has_personal_number((), getattr(entry, key) or ""):
                yield Finding(("entries", index, key), says, in_log=True)


@rule("IOP813", "contact-details-in-text", WARNING)
def contact_details_in_text(reading: Reading) -> Findings:
    """A person's e-mail address or telephone number in a text that may be published.

    The signed agreement may well name whom to call, but the register and the documents made from
    these files lie open on the web for years, long after the person has left. Under the General
    Data Protection Regulation what is published about a person needs a reason. Shared mailboxes,
    such as info or registrator, are not found.

    Take the details out and write the office at contact, or list the place under not_public.
    """
    hidden = [read_path(path) for path in reading.agreement.not_public or []]
    for where, text in reading.telling:
        kinds = _contact_details(text)
        if not kinds or where[0] in _UNPUBLISHED or _named(where) & (_REFERENCES | _ADDRESSES):
            continue
        if not any(where[: len(path)] == path for path in hidden):
            yield found(*where, says=mark("{details} stands in this text"), details=kinds)


def _named(where: Where) -> set[str]:
    """The keys on the way to a place; of an amended place (parties.a.payee.ocr) the last one."""
    return {step.rpartition(".")[2] for step in where if isinstance(step, str)}


def _is_wording(where: Where) -> bool:
    """Whether a place holds a clause, or the text's own words beside a value."""
    if where[0] == "clauses":
        return "doubtful" not in where
    return where[0] != "amendments" and "as_written" in where[-2:]


def _placeholders(text: str) -> Iterator[str]:
    text = re.sub(_DIVIDER, "", text) if "___" in text else text
    for hit in re.finditer(_BRACKET, text) if "(" in text or "[" in text else ():
        if not re.search(_SAID_BEFORE, text[max(0, hit.start() - 20) : hit.start()]):
            yield " ".join(hit[0].split())
    for hit in re.finditer(_BLANK, text) if any(map(text.__contains__, _MAY_BE_BLANK)) else ():
        yield hit[0] if len(hit[0]) <= 10 else f"{hit[0][:10]} …"


def _doubtful(reading: Reading) -> Findings:
    says = mark("“{words}” is doubtful")
    for topic, clause in (reading.agreement.clauses or {}).items():
        spans = [] if isinstance(clause, str) else clause.doubtful or []
        for index, words in enumerate(spans):
            yield found("clauses", topic, "doubtful", index, says=says, words=words)


def _has_personal_number(where: Where, text: str) -> bool:
    return bool(personal_identity_numbers(text)) and not _named(where) & _REFERENCES


def _contact_details(text: str) -> list[Said]:
    """What kinds of contact details a text holds: an e-mail address, a telephone number."""
    kinds = []
    if "@" in text and any(hit[1].casefold() not in _SHARED for hit in re.finditer(_MAIL, text)):
        kinds.append(Said(mark("an e-mail address")))
    if any(_is_phone(hit[0]) for hit in _PHONE.finditer(text)):
        kinds.append(Said(mark("a telephone number")))
    return kinds


def _is_phone(text: str) -> bool:
    digits = re.sub("[^0-9]", "", text)
    return LEAST_DIGITS <= len(digits) <= 13 and not personal_identity_numbers(text)
