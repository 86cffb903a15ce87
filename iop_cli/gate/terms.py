"""What happens to signed terms: changed beside an amendment, unsigned, removed, or undecided.

Judges the changes of one partnership; knows nothing of logs, ledgers and findings.
"""

from collections.abc import Iterator
from typing import Any

from iop_cli.difference import Change, Rank
from iop_cli.finding import at, file_id
from iop_cli.gate.fault import Case, Fault, fault
from iop_cli.sealing import BINDING, is_term
from iop_cli.words import mark

SETTLED = ("decided", *BINDING)
_AMEND = mark(
    "Put the signed text back and write the change as an amendment; iop amend {id} does both."
)
_RESTORE = mark(
    "Put the amendment back as it was, with git restore or a revert, and make the change as a new"
    " amendment: iop amend {id}."
)
_KEEP = mark(
    "Put the file back with git. An agreement that has ended stays, with the status terminated or"
    " superseded."
)
_DECIDE = mark("Write the decision under decisions, with its case_number, and name it here.")
_SEAL = mark("Put the seal back as it was; git restore does that.")
_STATUS = mark("Put the status back; a signed agreement may become terminated or superseded.")


def terms(case: Case) -> Iterator[Fault]:
    """Everything that is wrong with how the terms of one agreement were changed."""
    if case.after is None:
        if case.was_binding:
            says = mark("the agreement was signed, and its file is gone")
            yield fault(case, "signed-agreement-removed", (), says, _KEEP)
        return
    if case.was_binding:
        yield from _withdrawn(case)
        yield from (_changed(case, change) for change in case.changes if _is_breach(case, change))
        yield from _amendments_kept(case)
    yield from _undecided(case)


def _withdrawn(case: Case) -> Iterator[Fault]:
    status, earlier = case.words_after.get("status"), case.words_before.get("status")
    if case.words_after and earlier in BINDING and status not in BINDING:
        says = mark("the agreement was {earlier}, and its status is now {status}")
        yield fault(case, "signature-withdrawn", ("status",), says, _STATUS,
                    earlier=str(earlier), status=str(status))  # fmt: skip
    if "seal" in case.words_before and case.words_after and "seal" not in case.words_after:
        says = mark("the seal is taken away from the signed text")
        yield fault(case, "signature-withdrawn", ("seal",), says, _SEAL)
    elif case.words_before.get("seal") not in (None, case.words_after.get("seal")):
        says = mark("the seal is another than it was")
        yield fault(case, "signature-withdrawn", ("seal",), says, _SEAL)


def _is_breach(case: Case, change: Change) -> bool:
    """Whether a change is one of the signed terms; days of signing may be filled in."""
    if change.in_log or not change.pattern:
        return False
    if change.pattern == ("signatures", "*", "signed") and change.kind == "added":
        return False
    if change.where == ("id",) and case.was and case.now and file_id(case.was) != file_id(case.now):
        return False  # a file that is renamed takes its id with it
    return any(is_term(change.where, words) for words in _knowing(case, change))


def _knowing(case: Case, change: Change) -> list[dict[str, Any]]:
    """The words, before and after, that hold the decision that a change is about; else the last."""
    both = (case.words_before, case.words_after)
    if change.where[:1] != ("decisions",):
        return [case.words_after]
    return [w for w in both if isinstance(at(w, change.where[:2]), dict)] or [case.words_after]


def _changed(case: Case, change: Change) -> Fault:
    says = mark("signed, and changed without an amendment: {sentence}")
    sentence = change.sentence()
    return fault(case, "changed-without-amendment", change.where, says, _AMEND, sentence=sentence)


def _amendments_kept(case: Case) -> Iterator[Fault]:
    """What was decided or sealed as an amendment stays as it is; a seal may be set on it."""
    held = case.words_before.get("amendments")
    for change in case.changes:
        if change.pattern[:1] != ("amendments",) or change.in_log:
            continue
        if len(change.where) < 2:
            ids = list(held) if isinstance(held, dict) and change.kind != "added" else []
        else:
            ids = [change.where[1]]
        is_new_seal = change.where[2:] == ("seal",) and change.kind == "added"
        for id in ids:
            one = held.get(id) if isinstance(held, dict) else None
            is_firm = isinstance(one, dict) and ("decision" in one or "seal" in one)
            if is_firm and not is_new_seal:
                says = mark("decided or sealed, and altered: {sentence}")
                yield fault(case, "amendment-altered", change.where, says, _RESTORE,
                            sentence=change.sentence())  # fmt: skip


def _undecided(case: Case) -> Iterator[Fault]:
    """Amendments without a decision, and a status that no decision has led to."""
    words, earlier = case.words_after, case.words_before.get("status")
    status = words.get("status")
    became = status in SETTLED and status != earlier and earlier not in BINDING
    if became and not _decisions(words):
        says = mark("the status becomes {status}, and no decision with a case number stands here")
        yield fault(case, "decision-missing", ("status",), says, _DECIDE_STATUS, status=str(status))
    if case.was_binding or status in BINDING:
        for id in dict.fromkeys(i for c in case.changes for i in _amended(c, words)):
            yield from _amendment_undecided(case, id)


_DECIDE_STATUS = mark("Write the decision under decisions, with its body and its case_number.")


def _decisions(words: dict[str, Any]) -> list[str]:
    """The decisions that have a case number."""
    held = words.get("decisions")
    every = held.items() if isinstance(held, dict) else ()
    return [id for id, one in every if isinstance(one, dict) and _is_told(one.get("case_number"))]


def _is_told(written: object) -> bool:
    return isinstance(written, str) and bool(written.strip())


def _amended(change: Change, words: dict[str, Any]) -> list[str]:
    """The amendments that a material change makes or alters; a new seal is no change."""
    held = words.get("amendments")
    if not isinstance(held, dict):
        return []
    if not change.pattern:
        return list(held)
    if change.in_log or change.pattern[0] != "amendments" or change.where[2:3] == ("seal",):
        return []
    if change.rank is not Rank.MATERIAL or not _is_material(change):
        return []
    return [str(change.where[1])] if len(change.where) > 1 else list(held)


def _is_material(change: Change) -> bool:
    """Whether an amendment changes something material, or what it changes cannot be told."""
    return not change.inner or any(inner.rank is Rank.MATERIAL for inner in change.inner)


def _amendment_undecided(case: Case, id: str) -> Iterator[Fault]:
    words = case.words_after
    one = at(words, ("amendments", id))
    if not isinstance(one, dict) or (named := one.get("decision")) in _decisions(words):
        return
    where = ("amendments", id)
    if named is None:
        says = mark("the amendment {amendment} names no decision")
    elif at(words, ("decisions", str(named))) is None:
        says = mark("the amendment {amendment} names the decision {named}, which is not here")
    else:
        says = mark("the decision {named} of the amendment {amendment} has no case number")
    yield fault(case, "decision-missing", where, says, _DECIDE, amendment=id, named=str(named))
