"""IOP208, IOP811 and IOP812: what only shows when several agreements are read together.

Sees the digests of a register and nothing more of any agreement.
"""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator

from iop_cli.digest import Digest, PartyDigest, Register
from iop_cli.rules.rule import WARNING, Finding, found, rule
from iop_cli.words import mark

Seen = tuple[str, str, PartyDigest]
Across = Iterator[tuple[str, Finding]]


@rule("IOP208", "number-with-several-names", WARNING, on="register")
def number_with_several_names(register: Register) -> Across:
    """One organisation number under several names, or one name with several numbers, across the
    agreements.

    The same organisation then looks like two, and what is paid to it in all, or reported by it,
    cannot be added up. Or two organisations are taken for one. The finding stands where the
    spelling or the number is the less usual one among the agreements; that does not make it the
    wrong one.

    Compare with the registered name and number and correct the one that is wrong. Write a committee
    at acts_through and other spellings at also_written.
    """
    several_names = mark("{number} is {name} here, and {other} in {agreement}")
    several_numbers = mark("{name} has the number {number} here, and {other} in {agreement}")
    seen = list(_numbered(register))
    for (file, _id, party), (_file, other, same) in _odd(seen, _number_of, _name_of):
        values: dict[str, object] = {"number": party.number, "name": party.name}
        values |= {"other": same.name, "agreement": other}
        yield file, Finding(("parties", party.id, "name"), several_names, values)
    for (file, _id, party), (_file, other, same) in _odd(seen, _name_of, _number_of):
        values = {"number": party.number, "name": party.name}
        values |= {"other": same.number, "agreement": other}
        yield file, Finding(("parties", party.id, "org_number"), several_numbers, values)


@rule("IOP811", "sub-agreement-missing", WARNING, on="register")
def sub_agreement_missing(register: Register) -> Across:
    """A master agreement that names more parts than are recorded.

    A part that is missing here is missing in every sum, every deadline and every report that is
    made from these files, and nobody sees that it is.

    Add a file for each part, with part_of set to the id of the master agreement, or correct the
    count at parts.expected.
    """
    says = mark("{expected} parts are expected, and {recorded} are recorded")
    recorded = Counter(d.part_of for d in register.digests.values() if d.part_of)
    for file, digest in sorted(register.digests.items()):
        expected = digest.parts_expected or 0
        if recorded[digest.id] < expected:
            values = {"expected": expected, "recorded": recorded[digest.id]}
            yield file, Finding(("parts", "expected"), says, dict(values))


@rule("IOP812", "duplicate-agreement", WARNING, on="register")
def duplicate_agreement(register: Register) -> Across:
    """Two agreements with the same parties and the same purpose, whose terms overlap.

    Often the same partnership has been written down twice, and its money is then counted twice. If
    both are in force, two texts decide the same thing, and nobody knows which of them holds.

    Delete the one that is written twice. If the newer one replaces the older, set the status of the
    older to superseded. If both are meant, let the purposes show how they differ.
    """
    says = mark("{other} has the same parties and purpose, and by the files both hold on {day}")
    told: set[str] = set()
    for group in _alike(register):
        latest = group[0]
        for digest in group[1:]:
            if _end(latest) >= _start(digest) and digest.file not in told:
                told.add(digest.file)
                where = ("term", "start")
                yield digest.file, found(*where, says=says, other=latest.id, day=_start(digest))
            latest = max(latest, digest, key=_end)


def _numbered(register: Register) -> Iterator[Seen]:
    for file, digest in sorted(register.digests.items()):
        for party in digest.parties:
            if party.number:
                yield file, digest.id, party


def _odd(
    seen: list[Seen], key: Callable[[Seen], str], value: Callable[[Seen], str]
) -> Iterator[tuple[Seen, Seen]]:
    """Each party that differs from what is usual for its key, with the first that does as usual."""
    groups: dict[str, list[Seen]] = {}
    for one in seen:
        groups.setdefault(key(one), []).append(one)
    for group in groups.values():
        counts = Counter(value(one) for one in group)
        usual = counts.most_common(1)[0][0]
        model = next(one for one in group if value(one) == usual)
        yield from ((one, model) for one in group if value(one) != usual)


def _number_of(one: Seen) -> str:
    return one[2].number or ""


def _name_of(one: Seen) -> str:
    return _plain(one[2].name)


def _alike(register: Register) -> Iterator[list[Digest]]:
    """The agreements that share parties and purpose, by name or by number, oldest first.

    Parts of a master agreement share what they inherit and are left out.
    """
    groups: dict[tuple[str, ...], list[Digest]] = {}
    for digest in register.digests.values():
        if digest.status in ("terminated", "superseded") or digest.part_of:
            continue
        if digest.purpose and digest.start:
            parties = [p for p in digest.parties if p.role != "named"]
            names = sorted(_plain(p.name) for p in parties)
            numbers = sorted(p.number or _plain(p.name) for p in parties)
            for key in dict.fromkeys([("", *names), ("", *numbers)]):
                groups.setdefault((_plain(digest.purpose), *key), []).append(digest)
    for group in groups.values():
        yield sorted(group, key=lambda d: (_start(d), d.file))


def _start(digest: Digest) -> str:
    return digest.start or ""


def _end(digest: Digest) -> str:
    return digest.end or "9999-12-31"


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())
