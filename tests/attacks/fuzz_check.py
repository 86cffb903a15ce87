"""What a fuzzer calls with mutated bytes: they are judged, reported in every format, and looked at.

An exception, a character that a terminal obeys, or a line that a build server obeys is a finding of
the fuzzer. No text that is mutated may be refused by an exception, so nothing is allowed here.
"""

import json
import re
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

from iop_cli import words
from iop_cli.book import Library
from iop_cli.check import Setting
from iop_cli.finding import Text
from iop_cli.project import shipped
from iop_cli.report import Format, Head, Look, render
from iop_cli.survey import Partnership, judged, pack, unpack

ALLOWED: tuple[type[BaseException], ...] = ()

_SAMPLE = Path(__file__).parent / "sample" / "agreements"
_AGREEMENT = (_SAMPLE / "provtorget.yaml").read_bytes()
_SEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\u061c\ufeff\u00ad]"
    r"|^\s*::(?!(?:error|warning|notice) file=)|##\[|##vso\[",
    re.MULTILINE,
)
_HEAD = Head("iop 0", "2026-11-22", None, False, 1, 1)
"""The formats by turns, so that a run of many files reports each of them in each."""
_turn = 0


def _library() -> Library:
    return Library(lambda name: shipped(f"templates/{name}"), lambda _id: ("b.yaml", _AGREEMENT))


def partnership(raw: bytes) -> Partnership:
    """The bytes as what they look most like: a log, a profile, or an agreement."""
    if b"\nentries:" in raw or raw.startswith(b"agreement:"):
        return Partnership(
            Text("agreements/provtorget.yaml", _AGREEMENT),
            Text("agreements/provtorget.log.yaml", raw),
        )
    if b"\ncriteria:" in raw and b"\nparties:" not in raw:
        return Partnership(Text("templates/profiles/a.yaml", raw), is_profile=True)
    return Partnership(Text("agreements/a.yaml", raw))


def check(raw: bytes) -> int:
    """Judge the bytes and report what was found in one format; returns how much was found."""
    global _turn
    _turn += 1
    words.use("sv" if _turn % 2 else "en")
    setting = Setting(date(2026, 11, 22), _library(), {})
    found = list(unpack(pack(judged(partnership(raw), setting)).found))
    format = list(Format)[_turn % len(Format)]
    shown = "".join(render(found, format, _HEAD, (), Look(width=_turn % 121)))
    assert not (hit := _SEEN.search(shown)), (format, hit)
    if format in (Format.JSON, Format.SARIF, Format.GITLAB, Format.RDJSON):
        json.loads(shown)
    elif format is Format.JUNIT:
        ElementTree.fromstring(shown)
    return len(found)
