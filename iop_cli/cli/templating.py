"""What `iop template` finds: the templates there are, and what is wrong in one of them."""

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from iop_cli.cli.invoicing import Desk
from iop_cli.cli.rendering import Press, Wanted, word_template
from iop_cli.diagnostic import IopError
from iop_cli.documents import tags
from iop_cli.documents.engine import DEEPEST_LOOP
from iop_cli.documents.roll import ROLL, Kind, named
from iop_cli.paper.jail import Jail, placed
from iop_cli.project import Project, shipped
from iop_cli.report.safe import safe
from iop_cli.words import _, mark, nearest, say

# templates beside those of the documents, and what each is for
OTHERS = {
    "page.html.j2": mark("The page that documents stand on as HTML"),
    "invoice.html.j2": mark("Invoice as HTML"),
    "invoice.md.j2": mark("Invoice as Markdown"),
}
# examples enough to know every field
MOST_EXAMPLES = 100


def rows(project: Project) -> Iterator[str]:
    """One line for each template: its file, whose it is, what it is for."""
    titles = {kind.template: kind.title for kind in ROLL} | OTHERS
    width = max(map(len, titles)) + 2
    for name, title in titles.items():
        is_own = project.template(name) != shipped(f"templates/{name}")
        whose = _("your own") if is_own else _("came along")
        yield f"{name.ljust(width)}{whose.ljust(14)}{_(title)}"


def copied(project: Project, name: str, output: str | None) -> tuple[str, bytes]:
    """Where a template is to be copied to, and its bytes; raises IopError where a file stands."""
    file = _file(name)
    path = project.here / output if output else project.root / "templates" / file
    if output and path.is_dir():
        path = path / file
    if os.path.lexists(path):
        says = mark("{file} is there already and is not written over")
        told = say(says, file=safe(project.name(path)))
        raise IopError(told, _("Choose another place with -o."), code="exists")
    raw = shipped(f"templates/{file}")
    if raw is None:
        raise IopError(say(mark("there is no template {name}"), name=file), code="not-found")
    return project.name(path), raw


def _file(name: str) -> str:
    """The file of a template, from its own name or that of its document."""
    known = {kind.template: kind.template for kind in ROLL} | {o: o for o in OTHERS}
    known |= {kind.name: kind.template for kind in ROLL}
    if name in known:
        return known[name]
    meant = nearest(name, known)
    says = mark("there is no template {name}; iop template list shows them")
    if meant:
        says = mark("there is no template {name}; did you mean {meant}?")
    raise IopError(say(says, name=safe(name), meant=meant), code="not-found")


def checked(file: str, document: str | None, today: date) -> tuple[list[str], list[str]]:
    """What is wrong in a template, and what is worth a remark."""
    kind = _kind(file, document)
    desk = Desk.find()
    shape, remarks = _shape(desk, kind, today) if kind else (tags.Anything(), [])
    if file.lower().endswith(".docx"):
        from iop_cli.documents.filling import jail, opened

        faults, used = tags.faults_of_word(opened(word_template(file)), jail(), shape)
        place = mark("{file}: paragraph {number}: {says} ({paragraph})")
    else:
        text = _text(desk.project, file)
        faults, used = tags.faults(text, Jail(placed, DEEPEST_LOOP, autoescape=False), shape)
        place = mark("{file}:{number}: {says} ({paragraph})")
    if kind and not faults:
        remarks += tags.unused(used, _expected(kind))
    return [_told(place, safe(file), fault) for fault in faults], remarks


def _told(place: str, file: str, fault: tags.Fault) -> str:
    if not fault.number:
        return say(mark("{file}: {says}"), file=file, says=safe(fault.says))
    values = {"number": str(fault.number), "says": safe(fault.says)}
    return say(place, file=file, paragraph=safe(fault.paragraph), **values)


def _text(project: Project, file: str) -> str:
    held = project.read(file)
    if held.trouble:
        raise IopError(say(held.trouble.says, **held.trouble.values), file=file, code="unreadable")
    try:
        return held.raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        says = say(mark("{file} is not UTF-8; save it as UTF-8"), file=safe(file))
        raise IopError(says, file=file, code="unreadable") from None


def _kind(file: str, document: str | None) -> Kind | None:
    """The document that a template is of: the one named, else the one that its file is named for.

    None for a template of ours that is of no document. Raises IopError where nobody knows.
    """
    if document:
        return named([document])[0]
    name = Path(file).name
    if name in OTHERS:
        return None
    stem = name.split(".", 1)[0].lower()
    if found := next((k for k in ROLL if stem in (k.name, _(k.title).lower())), None):
        return found
    says = mark("{file} does not tell which document it is a template of")
    help = say(mark("Write --document and one of {known}."), known=[kind.name for kind in ROLL])
    raise IopError(say(says, file=safe(file)), help, code="usage")


def _shape(desk: Desk, kind: Kind, today: date) -> tuple[object, list[str]]:
    """The fields of a document in the agreements that are here, and a remark where none is."""
    press = Press(desk, Wanted(today, (kind,), True, ("md",), draft=True))
    examples = []
    folder = desk.project.root / desk.settings.agreements
    for pair in press.pairs(None)[:MOST_EXAMPLES] if folder.is_dir() else []:
        try:
            subject = press.subject(pair)
        except IopError:
            continue
        if kind.applies(subject):
            examples.append(kind.values(subject))
    if not examples:
        return tags.Anything(), [_("No agreement here has this document, so no field was checked.")]
    return tags.shape_of(examples), []


def _expected(kind: Kind) -> set[str]:
    """The fields at the top that our own template of a document uses."""
    raw = shipped(f"templates/{kind.template}") or b""
    jail = Jail(placed, DEEPEST_LOOP, autoescape=False)
    return tags.faults(raw.decode(), jail, tags.Anything())[1]
