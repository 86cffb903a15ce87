"""`iop amend`: a change of a signed text becomes an amendment, and the text stands as signed again.

What is drafted is judged before it is written; a new error is shown, and nothing is written.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from iop_cli import amending
from iop_cli.cli.desk import Desk, desk, require_signed
from iop_cli.cli.sealed import safe_block
from iop_cli.cli.terminal import emit, look, remark
from iop_cli.diagnostic import IopError
from iop_cli.difference import changes
from iop_cli.editing import put_back, with_key
from iop_cli.finding import Text, file_id
from iop_cli.model.agreement import Agreement
from iop_cli.project import ENDINGS, read_file
from iop_cli.quantity import Moment, NotRead
from iop_cli.report.safe import safe
from iop_cli.report.text import each
from iop_cli.revisions import at
from iop_cli.sealing import terms_hash
from iop_cli.words import mark, say

Words = dict[str, Any]


@dataclass(frozen=True)
class Wanted:
    """What was asked for: the agreement, the day, the decision, and where the change is told.

    `told` are pairs place=value; without them the file is compared with the signed text at `since`,
    a revision or a file.
    """

    agreement: str
    from_: str | None
    decision: str | None = None
    own_id: str | None = None
    told: tuple[str, ...] = ()
    since: str | None = None
    dry_run: bool = False
    today: str | None = None
    plain: bool = False
    color: str | None = None


@dataclass(frozen=True)
class _Draft:
    """What would be written: the id, the words, and the bytes without and with the amendment."""

    id: str
    words: Words
    base: bytes
    raw: bytes


def amended(wanted: Wanted) -> int:
    """Write the amendment: 0, or 1 where it would be an error and nothing is written.

    Raises IopError for what cannot be an amendment.
    """
    first_day = _first_day(wanted.from_)
    held = desk(wanted.agreement, wanted.today)
    draft = _draft(wanted, held, first_day)
    errors = held.errors(draft.base, draft.raw)
    is_written = not errors and not wanted.dry_run
    if is_written:
        held.write(draft.raw)
    emit(_told(held, draft))
    if errors:
        emit(["\n", *each(errors, look(wanted.plain, wanted.color))])
    remark(_closing(wanted, held, bool(errors)))
    return 1 if errors else 0


def _first_day(written: str | None) -> str:
    if not written:
        says = say(mark("say from which day the amendment holds: --from 2027-01-01"))
        raise IopError(says, code="usage")
    try:
        moment = Moment.read(written)
    except NotRead as error:
        message = safe(say(error.message, **error.values))
        raise IopError(f"--from: {message}", code="usage") from error
    if moment.as_start is None:
        says = say(mark("{moment} is no day from which the amendment can hold"), moment=moment)
        raise IopError(f"--from: {safe(says)}", code="usage")
    return moment.as_start.isoformat()


def _draft(wanted: Wanted, held: Desk, first_day: str) -> _Draft:
    now = held.words()
    base = held.file.raw
    if wanted.told:
        require_signed(held.signed(), wanted.agreement)
        made = amending.told(wanted.told, now)
    else:
        earlier = _earlier(wanted, held)
        require_signed(replace(held, file=earlier).signed(), wanted.agreement)
        held.signed()
        signed = held.words(earlier.raw)
        made = amending.drafted(signed, now)
        if not made:
            raise _nothing(wanted)
        base = put_back(base, earlier.raw, amending.changed_parts(signed, now))
    _require_sealed(held, base)
    known = now.get("amendments", {})
    id = wanted.own_id or amending.next_id(known)
    if id in known:
        raise IopError(say(mark("there is an amendment {id} already"), id=safe(id)), code="usage")
    words = amending.amendment(made, first_day, wanted.decision)
    return _Draft(id, words, base, _with(base, id, words, has_others=bool(known)))


def _with(base: bytes, id: str, words: Words, *, has_others: bool) -> bytes:
    if has_others:
        return with_key(base, ("amendments",), id, words)
    return with_key(base, (), "amendments", {id: words}, Agreement.known())


def _earlier(wanted: Wanted, held: Desk) -> Text:
    """The signed text that the file is compared with; raises IopError where there is none."""
    written = wanted.since or "HEAD"
    if written.endswith(ENDINGS):
        text = read_file(held.project.here / Path(written), written)
    else:
        tree = at(held.project, written, held.agreements)
        id = file_id(held.file.name)
        names = [n for n in tree.names() if file_id(n) == id and n.endswith(ENDINGS)]
        bodies = [n for n in names if not n.endswith(tuple(f".log{e}" for e in ENDINGS))]
        name = held.file.name if held.file.name in bodies else next(iter(bodies), held.file.name)
        text = tree.read(name)
    if text.trouble:
        reason = say(text.trouble.says, **text.trouble.values)
        says = mark("{file} cannot be read in {revision}: {reason}")
        values = {"file": safe(held.file.name), "revision": safe(written), "reason": safe(reason)}
        raise IopError(say(says, **values), code="not-found")
    return replace(held.file, raw=text.raw)


def _nothing(wanted: Wanted) -> IopError:
    says = mark("the terms are as they were in {revision}; there is nothing to amend")
    help = mark("--since names the revision of the signed text; --set PLACE=VALUE tells a change")
    return IopError(say(says, revision=safe(wanted.since or "HEAD")), say(help), code="nothing")


def _require_sealed(held: Desk, base: bytes) -> None:
    """Raise IopError where the text without the change is not the one that was sealed."""
    reading = held.opened(base).signed
    seal = reading.agreement.seal if reading else None
    if reading and seal and terms_hash(reading.agreement) != seal.sha256:
        says = say(mark("the text that the change starts from is not the one that was sealed"))
        help = say(mark("--since names the revision of the sealed text; iop verify tells more"))
        raise IopError(says, help, file=held.file.name, code="unsealed")


def _told(held: Desk, draft: _Draft) -> Iterator[str]:
    """Where it stands, how it is written, and what it means."""
    line = held.line(draft.raw, "amendments", draft.id)
    yield f"{safe(held.file.name)}:{line}:\n"
    yield safe_block(draft.id, draft.words)
    found = changes(held.opened(draft.base), held.opened(draft.raw))
    sentences = [inner.sentence() for change in found for inner in change.inner]
    if sentences:
        yield "\n"
    yield from (f"- {safe(sentence)}\n" for sentence in sentences)


def _closing(wanted: Wanted, held: Desk, is_wrong: bool) -> str:
    if is_wrong:
        return say(mark("nothing was written: as it stands, the amendment would be an error"))
    if wanted.dry_run:
        return say(mark("{file} is not written"), file=safe(held.file.name))
    says = mark("the text stands as signed, and the amendment below it; as a document: {command}")
    return say(says, command=f"iop render {safe(wanted.agreement)} addendum")
