"""When in a period something is done, as agreements tell it: first week of quarter, mars, a day.

Reads what a moment may be, and knows a misspelt one from words that only look free. The text is
kept as it was written; reckons nothing.
"""

import re

from iop_cli.quantity.moment import ANCHORS, Moment
from iop_cli.quantity.reading import NotRead, tidy
from iop_cli.quantity.time import meant_length
from iop_cli.words import mark, nearest

_ORDINAL = (("first", "second", "third", "fourth", "last"), ("day", "week", "month"), ("of",))
_UNITS = ("days", "weeks", "months", "years", "day", "week", "month", "year")
_SIDES = ("after", "before", "efter", "före")


def read_timing(text: str) -> str:
    """The text, if it tells when; raises NotRead, naming what was meant, where it does not."""
    bare = tidy(text)
    meant = _meant(bare)
    try:
        moment = Moment.read(bare)
    except NotRead:
        if not meant:
            raise
        moment = None
    if meant and (moment is None or moment.precision == "season"):
        raise NotRead(mark("{text} is not read; did you mean {meant}?"), text=bare, meant=meant)
    return bare


def _meant(bare: str) -> str:
    """The form that four words come near; empty where they are something else."""
    words = bare.split()
    if len(words) != 4:
        return ""
    anchor = nearest(words[3], ANCHORS.split("|"))
    if re.fullmatch("[0-9]{1,5}", words[0]):
        unit, side = nearest(words[1], _UNITS), nearest(words[2], _SIDES)
        length = meant_length(" ".join(words[:2])) or (f"{words[0]} {unit}" if unit else "")
        side = {"efter": "after", "före": "before"}.get(side, side)
        return f"{length} {side} {anchor or 'period'}" if length and side else ""
    slots = [nearest(word, known) for word, known in zip(words, _ORDINAL, strict=False)]
    return " ".join([*slots, anchor or "quarter"]) if all(slots) else ""
