"""Changes of who and of what is done in words: parties, signatures, status, tasks, activities."""

from collections.abc import Callable

from iop_cli.difference.change import Change
from iop_cli.difference.naming import choice, holder, name_of, plainly, quoted, value
from iop_cli.phrases import ROLE, STATUS, chosen, joined, shown, told
from iop_cli.quantity import NotRead, whole_number
from iop_cli.report.safe import safe
from iop_cli.words import mark, say

_STATUS = {
    "draft": mark("is a draft again"),
    "proposed": mark("is now proposed"),
    "decided": mark("is now decided"),
    "signed": mark("is now signed"),
    "terminated": mark("is now terminated"),
    "superseded": mark("is now superseded"),
}


def _status(change: Change) -> str:
    if change.after not in _STATUS or change.before not in STATUS:
        return ""
    says = mark("the agreement {status}; it was {before}")
    return say(says, status=chosen(_STATUS, change.after), before=chosen(STATUS, change.before))


def _title(change: Change) -> str:
    if change.kind != "changed":
        return ""
    says = mark("the agreement is now called {after} instead of {before}")
    return told(says, after=quoted(str(change.after)), before=quoted(str(change.before)))


def _party(change: Change) -> str:
    """A party that joins or leaves, or one that is named or no longer named."""
    held = holder(change, 2)
    if change.kind == "changed":
        return ""
    role, name = held.get("role"), name_of(change.scene, change.where[1])
    if isinstance(held.get("name"), str):
        name = safe(held["name"])
    if role == "named":
        says = mark("{name} is now named, without being a party")
        gone = mark("{name} is no longer named")
    else:
        says = mark("{name} becomes a party ({role})")
        gone = mark("{name} is no longer a party ({role})")
    words = chosen(ROLE, role if isinstance(role, str) else "")
    return told(says if change.kind == "added" else gone, name=name, role=words)


def _name(change: Change) -> str:
    if change.kind != "changed":
        return ""
    says = mark("the party {before} is now called {after}")
    return told(says, before=str(change.before), after=str(change.after))


def _role(change: Change) -> str:
    if change.kind != "changed":
        return ""
    after, before = (choice(str(held), ("role",)) for held in (change.after, change.before))
    name = name_of(change.scene, change.where[1])
    return told(
        mark("{name} is now {after} instead of {before}"), name=name, after=after, before=before
    )


def _signature(change: Change) -> str:
    """A signatory who has come or gone, with the day where it is known."""
    held = holder(change, 2)
    if change.kind == "changed":
        return ""
    who = joined(*[safe(held[k]) for k in ("name", "office") if isinstance(held.get(k), str)])
    party, day = name_of(change.scene, held.get("party")), held.get("signed")
    if change.kind == "removed":
        says = mark("the signature for {party} is taken away: {who}")
    elif isinstance(day, str):
        says = mark("{party} signed {day}: {who}")
    else:
        says = mark("{who} is to sign for {party}") if who else mark("{party} is to sign")
    return told(says, party=party, who=who, day=str(day))


def _signed(change: Change) -> str:
    held = holder(change, 2)
    party = name_of(change.scene, held.get("party"))
    if change.kind == "added":
        return told(mark("{party} signed {day}"), party=party, day=str(change.after))
    if change.kind == "removed":
        says = mark("the signature for {party} has no day any more; it was {day}")
        return told(says, party=party, day=str(change.before))
    says = mark("{party} signed {day} instead of {before}")
    return told(says, party=party, day=str(change.after), before=str(change.before))


def _seal(change: Change) -> str:
    """A seal that is set, taken away or set anew."""
    of = plainly(change.where[1]) if change.pattern[0] == "amendments" else ""
    match change.kind:
        case "added":
            says = mark("amendment {name} is sealed") if of else mark("the signed text is sealed")
        case "removed":
            says = (
                mark("the seal on amendment {name} is taken away")
                if of
                else mark("the seal on the signed text is taken away")
            )
        case _:
            return ""
    return told(says, name=of)


def _resealed(change: Change) -> str:
    """A seal that holds another hash than before: it was set on other terms."""
    if change.kind != "changed":
        return ""
    if change.pattern[0] == "amendments":
        says = mark("the seal on amendment {name} is another: it was set on other terms")
        return told(says, name=plainly(change.where[1]))
    return told(mark("the seal on the signed text is another: it was set on other terms"))


def _commitment(change: Change) -> str:
    """A task that has come or gone."""
    held = holder(change, 2)
    task = held.get("task")
    if change.kind == "changed" or not isinstance(task, str):
        return ""
    says = (
        mark("{party} undertakes a new task: {task}")
        if change.kind == "added"
        else mark("{party} no longer has the task {task}")
    )
    return told(says, party=name_of(change.scene, held.get("by")), task=quoted(task))


def _task(change: Change) -> str:
    """A task that is put in other words."""
    before, after = str(change.before), str(change.after)
    party = name_of(change.scene, holder(change, 2).get("by"))
    if change.kind != "changed":
        return ""
    says = mark("the task of {party} is now {after} instead of {before}")
    return told(says, party=party, after=quoted(after), before=quoted(before))


def _participants(less: str, begun: str, ended: str) -> Callable[[Change], str]:
    def teller(change: Change) -> str:
        name = name_of(change.scene, change.where[1])
        before, after = (_count(held) for held in (change.before, change.after))
        says = {"changed": less, "added": begun, "removed": ended}[change.kind]
        return told(says, activity=name, before=before, after=after)

    return teller


def _count(written: object) -> str:
    try:
        return shown(whole_number(written)) if isinstance(written, str) else ""
    except NotRead:
        return safe(str(written))


def _activity(change: Change) -> str:
    held = holder(change, 2)
    name = held.get("name")
    if change.kind == "changed" or not isinstance(name, str):
        return ""
    rest = {key: words for key, words in held.items() if key != "name"}
    words = value(change.shape, rest, change.scene, change.pattern)
    if change.kind == "added":
        says = (
            mark("the activity {name} is added: {words}")
            if words
            else mark("the activity {name} is added")
        )
    else:
        says = mark("the activity {name} is taken away")
    return told(says, name=name, words=words)


TELLERS: dict[tuple[str, ...], Callable[[Change], str]] = {
    ("status",): _status,
    ("title",): _title,
    ("parties", "*"): _party,
    ("parties", "*", "name"): _name,
    ("parties", "*", "role"): _role,
    ("seal",): _seal,
    ("seal", "sha256"): _resealed,
    ("amendments", "*", "seal"): _seal,
    ("amendments", "*", "seal", "sha256"): _resealed,
    ("signatures", "*"): _signature,
    ("signatures", "*", "signed"): _signed,
    ("commitments", "*"): _commitment,
    ("commitments", "*", "task"): _task,
    ("activities", "*"): _activity,
    ("activities", "*", "participants", "min"): _participants(
        mark("{activity} needs at least {after} participants instead of {before}"),
        mark("{activity} now needs at least {after} participants"),
        mark("{activity} no longer needs {before} participants"),
    ),
    ("activities", "*", "participants", "max"): _participants(
        mark("{activity} takes at most {after} participants instead of {before}"),
        mark("{activity} now takes at most {after} participants"),
        mark("{activity} no longer has a limit of {before} participants"),
    ),
}
