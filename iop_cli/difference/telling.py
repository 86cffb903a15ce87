"""A change as a sentence in the reader's language: what it means, not where it stands.

Gathers the sentences for money, time, work, people, texts and the log; what has none of its own is
said with the names of its keys.
"""

from collections.abc import Callable

from iop_cli.difference import events, lengths, money, people, texts
from iop_cli.difference.change import Change
from iop_cli.difference.naming import value
from iop_cli.difference.shape import Either, Items, Many, Shape, Value
from iop_cli.difference.subject import is_whole, subject
from iop_cli.phrases import told
from iop_cli.words import mark

Teller = Callable[[Change], str]

_BY_PLACE: dict[tuple[str, ...], Teller] = {
    **people.TELLERS,
    **lengths.TELLERS,
    **money.TELLERS,
    **texts.TELLERS,
    **events.TELLERS,
}
# for any value of a kind, wherever it stands
_BY_VALUE: tuple[Teller, ...] = (
    events.of_entries,
    events.of_amendments,
    money.of_amounts,
    lengths.of_lengths,
    texts.of_wording,
    texts.of_lists,
)


def sentence(change: Change) -> str:
    """What the change means; empty never, whatever the change is."""
    said = ""
    if _fits(change.shape, change.before) and _fits(change.shape, change.after):
        teller = _BY_PLACE.get(change.pattern)
        said = teller(change) if teller else ""
        for other in _BY_VALUE:
            said = said or other(change)
    return said or (_whole(change) if is_whole(change) else _plain(change))


def _fits(shape: Shape, written: object) -> bool:
    """Whether a value is written in a way that the model knows: text, a list or a mapping."""
    match shape:
        case Either():
            return written is None or _fits(shape.of(written), written)
        case Value():
            return written is None or isinstance(written, str)
        case Many() | Items():
            return written is None or isinstance(written, list)
        case _:
            return written is None or isinstance(written, dict)


def _whole(change: Change) -> str:
    """A thing that has come or gone, with what it says."""
    if change.kind == "added":
        says = mark("{what} is added: {value}")
        return told(says, what=subject(change), value=_value(change, change.after))
    says = mark("{what} is taken away; it said {value}")
    return told(says, what=subject(change), value=_value(change, change.before))


def _plain(change: Change) -> str:
    what = subject(change)
    match change.kind:
        case "added":
            says = mark("{what}: now {after}, where nothing stood")
            return told(says, what=what, after=_value(change, change.after))
        case "removed":
            says = mark("{what}: nothing now, where {before} stood")
            return told(says, what=what, before=_value(change, change.before))
        case _:
            before, after = (_value(change, held) for held in (change.before, change.after))
            if before == after:
                return told(mark("{what}: now written another way"), what=what)
            says = mark("{what}: now {after} instead of {before}")
            return told(says, what=what, after=after, before=before)


def _value(change: Change, written: object) -> str:
    return value(change.shape, written, change.scene, change.pattern)
