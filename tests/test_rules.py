"""Every rule against its case file: found on exactly the marked lines, silent on the near misses."""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from conftest import ROOT, template

from iop_cli import ledger, words
from iop_cli.cli.books import Kept, judged
from iop_cli.finding import Text
from iop_cli.rules import roll
from iop_cli.setting import Library, Setting
from iop_cli.survey import Books, Partnership, survey_texts

LEDGER = "ledger.yaml"
CASES = ROOT / "tests" / "rules"
EXPECT = re.compile(r"# .*?expect: ((?:IOP\d{3}[ ,]*)+)")


def cases() -> list[Path]:
    """One path a rule: a file, or a folder where several files are needed."""
    return sorted(CASES.iterdir())


def expected(code: str, raw: bytes) -> Counter[int]:
    """The lines that are marked for a code."""
    lines = re.split(r"\r\n|\n", raw.decode("utf-8", "replace"))
    return Counter(
        number
        for number, line in enumerate(lines, 1)
        if (hit := EXPECT.search(line))
        for found in re.findall(r"IOP\d{3}", hit[1])
        if found == code
    )


def said(raw: bytes, word: str) -> str | None:
    hit = re.search(rb"^# " + word.encode() + rb": (\S+)", raw, re.M)
    return hit[1].decode() if hit else None


def named(path: Path, raw: bytes, kind: str | None) -> str:
    """A case is read under the name that its id gives, so that its own name does not matter."""
    if path.name == LEDGER:
        return f"invoices/{path.parent.name}/{LEDGER}"
    hit = re.search(rb"^(?:id|agreement): *\"?([a-z0-9-]+)", raw, re.M)
    stem = hit[1].decode() if hit else path.name.split(".")[0].lower()
    if kind == "profile":
        return f"templates/profiles/{stem}.yaml"
    return (
        f"agreements/{stem}.log.yaml"
        if path.name.endswith(".log.yaml")
        else f"agreements/{stem}.yaml"
    )


def books(
    texts: dict[str, Text], partnerships: list[Partnership], setting: Setting
) -> Books:  # fmt: skip
    """What the ledgers among some files show, no document beside them."""
    found = [(name, t) for name, t in texts.items() if name.endswith(LEDGER)]
    ledgers = [ledger.read(t.raw, name.split("/")[1], name) for name, t in found]
    kept = [Kept(one, None, None) for one in ledgers]
    return judged(kept, ledgers, partnerships, setting)


@pytest.mark.parametrize("case", cases(), ids=lambda p: p.stem)
def test_a_rule_finds_exactly_the_marked_lines_of_its_case(case: Path) -> None:
    code = case.stem
    files = sorted(case.rglob("*.yaml")) if case.is_dir() else [case]
    raws = [f.read_bytes() for f in files]
    today = next((d for r in raws if (d := said(r, "today"))), "2026-11-22")
    profile = next((p for r in raws if (p := said(r, "profile"))), None)
    texts: dict[str, Text] = {}
    wanted: dict[str, Counter[int]] = {}
    for file, raw in zip(files, raws, strict=True):
        name = named(file, raw, said(raw, "kind"))
        if name in texts:
            name = f"{file.parent.name}/{file.name}"
        texts[name] = Text(name, raw)
        wanted[name] = expected(code, raw)
    masters = {n.rsplit("/", 1)[-1][:-5]: (n, t.raw) for n, t in texts.items()}
    library = Library(template, masters.get, profile)
    partnerships = [
        Partnership(text, texts.get(name[:-5] + ".log.yaml"), is_profile="profiles/" in name)
        for name, text in texts.items()
        if not name.endswith((".log.yaml", LEDGER))
    ]
    setting = Setting(date.fromisoformat(today), library, {})

    found = survey_texts(partnerships, setting, books(texts, partnerships, setting))

    lines: dict[str, Counter[int]] = {name: Counter() for name in texts}
    for diagnostic in found:
        if diagnostic.code == code:
            lines[diagnostic.file][diagnostic.span.line] += 1
    assert lines == wanted
    assert sum((c.total() for c in wanted.values()), 0) > 0, "a case must mark what is found"


def test_every_rule_has_a_case_and_every_case_a_rule() -> None:
    assert {c.stem for c in cases()} == set(roll())


@pytest.mark.parametrize("code", sorted(roll()))
def test_every_rule_has_a_page_in_both_languages(code: str) -> None:
    rule = roll()[code]
    words.use("sv")

    assert len(rule.paragraphs) >= 3
    assert all(words._(p) != p for p in rule.paragraphs), "a paragraph without Swedish words"
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name)
    assert rule.name not in {r.name for r in roll().values() if r is not rule}
