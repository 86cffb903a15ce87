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
from iop_cli.book import open_partnership
from iop_cli.finding import Text
from iop_cli.portrait import portrait
from iop_cli.project import shipped
from iop_cli.reading import Today
from iop_cli.report import Format, Head, Look, render
from iop_cli.roster import entry, text
from iop_cli.setting import Library, Setting
from iop_cli.sheet import page
from iop_cli.survey import Partnership, survey_texts

ALLOWED: tuple[type[BaseException], ...] = ()

_SAMPLE = Path(__file__).parent / "sample" / "agreements"
_AGREEMENT = (_SAMPLE / "provtorget.yaml").read_bytes()
_SEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\u061c\ufeff\u00ad]"
    r"|^\s*::(?!(?:error|warning|notice) file=)|##\[|##vso\[",
    re.MULTILINE,
)
_HEAD = Head("iop 0", "2026-11-22", None, False, 1, 1)
_LIBRARY = Library(lambda name: shipped(f"templates/{name}"), lambda _id: ("b.yaml", _AGREEMENT))
# formats, languages and widths by turns
_turn = 0


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
    """Judge the bytes, report what was found in one format, and show what can be shown of them.

    Returns how much was found.
    """
    global _turn
    _turn += 1
    words.use("sv" if _turn % 2 else "en")
    day, look = date(2026, 11, 22), Look(width=_turn % 121)
    one = partnership(raw)
    found = survey_texts([one], Setting(day, _LIBRARY, {}))
    format = list(Format)[_turn % len(Format)]
    reported = "".join(render(found, format, _HEAD, (), look))
    if format in (Format.JSON, Format.SARIF, Format.GITLAB, Format.RDJSON):
        json.loads(reported)
    elif format is Format.JUNIT:
        ElementTree.fromstring(reported)
    shown = reported + ("" if _turn % 4 else _shown(one, Today(day), look))
    assert not (hit := _SEEN.search(shown)), (format, hit)
    return len(found)


def _shown(one: Partnership, today: Today, look: Look) -> str:
    if one.is_profile:
        return ""
    log = (one.log.name, one.log.raw) if one.log else None
    opened = open_partnership((one.file.name, one.file.raw), log, today, _LIBRARY)
    if not opened.readings:
        return ""
    reading = opened.readings[-1]
    listed = text([entry(one.file.name, reading)], look)
    return "\n".join(["", *page(portrait(reading), look), *listed])
