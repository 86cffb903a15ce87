"""What a partnership is meant for: purpose, goals, people, and who took the initiative."""

from iop_cli.documents.common import ages, blocks, bullets, chained, listed, names, own, woven
from iop_cli.documents.values import Own, Subject
from iop_cli.words import _, mark


def target_group(subject: Subject) -> list[object]:
    """For whom it is, of what ages, and on what terms they take part."""
    held = subject.reading.agreement.target_group
    if held is None:
        return []
    who = chained(subject, own(held.who), ages(held.ages))
    lines = [
        woven(subject, mark("For: {who}."), who=who),
        _("Taking part is voluntary.") if held.voluntary else "",
        _("Those who take part consent to it.") if held.consent else "",
    ]
    others = [own(text) for text in held.also_written or [] if not held.common]
    lead = _("The text also describes the group in these words:") if others else ""
    return blocks(chained(subject, *lines, by="\n"), lead, bullets(subject, others))


def purpose(subject: Subject) -> list[object]:
    """The purpose in short, the goals, the places that it names."""
    held = subject.reading.agreement.purpose
    if held is None:
        return []
    text = own(held.text)
    short = woven(subject, mark("In short: {text}."), text=Own(text.rstrip("."))) if text else ""
    area = listed(subject, [own(place) for place in held.area or []])
    goals = bullets(subject, [own(goal) for goal in held.goals or []])
    return blocks(
        short,
        _("Goals:") if goals else "",
        goals,
        woven(subject, mark("Area: {places}."), places=area) if area else "",
    )


def initiative(subject: Subject) -> list[object]:
    """Who took the initiative."""
    held = subject.reading.agreement.initiative
    if held is None:
        return []
    by = names(subject, held.by)
    says = mark("The initiative was taken by {parties}.")
    if held.body:
        says = mark("The initiative was taken by {parties}, through {body}.")
    return blocks(woven(subject, says, parties=by, body=own(held.body)))
