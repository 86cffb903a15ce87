"""Changes of running text in words: which words of a clause are gone and which are new."""

from collections.abc import Callable

from iop_cli.difference.change import Change
from iop_cli.difference.naming import quoted, value
from iop_cli.difference.same import present
from iop_cli.difference.shape import Either, Many, Shape, Value
from iop_cli.difference.subject import subject, topic
from iop_cli.difference.wording import Piece, marked, pieces
from iop_cli.phrases import told
from iop_cli.words import mark

# shorter texts are told whole, before and after
_LONG = 60


def wording(change: Change) -> tuple[Piece, ...]:
    """The words that stand, are gone and are new in a running text; empty for other changes."""
    before, after = _text(change.before), _text(change.after)
    if not _is_wording(change.shape) or not before or not after:
        return ()
    return pieces(before, after)


def _text(written: object) -> str:
    """The text of a clause, with or without remarks about its words."""
    held = written.get("text") if isinstance(written, dict) else written
    return held if isinstance(held, str) else ""


def _is_wording(shape: Shape) -> bool:
    held = shape.branches.get("text") if isinstance(shape, Either) else shape
    return isinstance(held, Value) and held.is_wording


def of_wording(change: Change) -> str:
    """A long text that was changed, word by word."""
    if change.kind != "changed" or max(len(_text(change.before)), len(_text(change.after))) < _LONG:
        return ""
    found = wording(change)
    if not found:
        return ""
    return f"{told(mark('{what} is reworded'), what=subject(change))}: {marked(found)}"


def _clause(change: Change) -> str:
    """A clause that has come, gone or been reworded."""
    name = topic(change)
    match change.kind:
        case "added":
            says = mark("the clause on {topic} is added: {text}")
            return told(says, topic=name, text=quoted(_text(change.after)))
        case "removed":
            says = mark("the clause on {topic} is taken away: {text}")
            return told(says, topic=name, text=quoted(_text(change.before)))
        case _:
            said = told(mark("the clause on {topic} is reworded"), topic=name)
            return f"{said}: {marked(pieces(_text(change.before), _text(change.after)))}"


def of_lists(change: Change) -> str:
    """A list of words or names: what has come to it and what has gone from it."""
    shape = change.shape
    if not isinstance(shape, Many) or change.kind != "changed" or shape.in_order:
        return ""
    before, after = (present(held) for held in (change.before, change.after))
    if not isinstance(before, list) or not isinstance(after, list):
        return ""
    come = [item for item in after if item not in before]
    gone = [item for item in before if item not in after]
    if not come and not gone:
        return ""
    new, old = (
        value(shape, held, change.scene, change.pattern) if held else "" for held in (come, gone)
    )
    if not gone:
        says = mark("{what}: {new} is added")
    else:
        says = (
            mark("{what}: {new} instead of {old}") if come else mark("{what}: {old} is taken away")
        )
    return told(says, what=subject(change), new=new, old=old)


TELLERS: dict[tuple[str, ...], Callable[[Change], str]] = {
    ("clauses", "*"): _clause,
    ("clauses", "*", "text"): _clause,
}
