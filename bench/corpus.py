"""Makes a repository of many agreements, to measure with: corpus.py FOLDER COUNT.

Each is one of the shipped agreements, shortened to 6–7 KB, with an id, years, amounts and
organisation numbers of its own; one in thirty has a fault. The same count gives the same bytes.
"""

import argparse
import random
import re
from collections.abc import Callable
from pathlib import Path

SHIPPED = Path(__file__).parent.parent / "agreements"
MOST_BYTES = 6_800
LEAST_SHARE = 0.1
FAULTY = 30
LISTS = ("clauses", "commitments", "contributions", "budgets", "attachments")
CLAUSE = re.compile(r"^( *)(\w+: \|\n)((?:\1 +\S.*\n|\n)+)", re.M)
NUMBER = re.compile(r"^    org_number:.*", re.M)
NAME = re.compile(r"^(    name: .*?)( *#.*)?$", re.M)
YEAR = re.compile(r"^(  (?:start|end): )(\d{4})(?=-?\d\d)", re.M)
AMOUNT = re.compile(r"(?<!\d )\b(\d{3,6}) (kr|tkr)\b")


def organisation_number(first: int, serial: int) -> str:
    """A number of ten digits, with its check digit: 2120 begins a public body, 8024 a club."""
    digits = f"{first}{serial:05}"
    doubled = [int(d) * (2 - place % 2) for place, d in enumerate(digits)]
    check = -sum(d // 10 + d % 10 for d in doubled) % 10
    return f"{digits[:6]}-{digits[6:]}{check}"


def sections(text: str) -> dict[str, str]:
    """The text's sections by their key, in order; the comments above a key go with it."""
    parts = re.split(r"^(?=[a-z_]+:)", text, flags=re.M)
    return {part.partition(":")[0]: part for part in parts[1:]}


def shortened(text: str) -> str:
    """The agreement without its acceptances, all its clauses and lists cut alike to fit."""
    parts = sections(text)
    parts.pop("accepted_findings", None)
    share = 1.0
    cut = parts
    while share > LEAST_SHARE and sum(len(p.encode()) for p in cut.values()) > MOST_BYTES:
        share *= 0.98
        cut = {name: shorter(name, part, share) for name, part in parts.items()}
    return "".join(cut.values())


def shorter(name: str, part: str, share: float) -> str:
    """A section with a share of its items, and of each clause's lines; never without any."""
    if name not in LISTS:
        return part
    head, *items = re.split(r"^(?=  \S)", part, flags=re.M)
    kept = head + first(items, share)
    return CLAUSE.sub(lambda hit: hit[1] + hit[2] + first(hit[3].splitlines(True), share), kept)


def first(pieces: list[str], share: float) -> str:
    """The first pieces, so many of them as the share says, and always one."""
    return "".join(pieces[: max(1, round(len(pieces) * share))])


def varied(text: str, serial: int, chance: random.Random) -> str:
    """The agreement as another one: its own id, parties, years, amounts and numbers."""
    later, more = chance.randrange(6), chance.randrange(2, 40)
    numbers = iter([organisation_number(2120, serial), organisation_number(8024, serial)])
    text = re.sub(r"^(id: \S+)", rf"\1-{serial:05}", text, flags=re.M)
    text = re.sub(r"^(title: .*)", rf"\1 {serial}", text, flags=re.M)
    text = NUMBER.sub(lambda _hit: f"    org_number: {next(numbers)}", text)
    parts = sections(text)
    parts["parties"] = NAME.sub(rf"\1 {serial}", parts["parties"])
    text = "".join(parts.values())
    text = YEAR.sub(lambda hit: f"{hit[1]}{int(hit[2]) + later}", text)
    return AMOUNT.sub(lambda hit: f"{int(hit[1]) * more // 10 or 1} {hit[2]}", text)


FAULTS: tuple[Callable[[str], str], ...] = (
    lambda text: text.replace("title:", "titel:", 1),
    lambda text: text.replace("status: ", "status: un", 1),
    lambda text: re.sub(r"^(    org_number: .*)\d", r"\1x", text, count=1, flags=re.M),
    lambda text: re.sub(r"^(  end: )\d{4}", r"\g<1>1999", text, count=1, flags=re.M),
    lambda text: re.sub(r"(\d) t?kr\b", r"\1", text, count=1),
    lambda text: text.replace("\nterm:\n ", "\nterm:\n\t", 1),
)


def corpus(folder: Path, count: int) -> int:
    """Write so many agreements below a folder, as a repository of their own; returns the bytes."""
    originals = [
        shortened(path.read_text(encoding="utf-8"))
        for path in sorted(SHIPPED.glob("*.yaml"))
        if not path.name.endswith(".log.yaml")
    ]
    (folder / "agreements").mkdir(parents=True, exist_ok=True)
    (folder / "iop.toml").write_text('agreements = "agreements"\n', encoding="utf-8")
    size = 0
    for serial in range(count):
        chance = random.Random(serial)
        text = varied(originals[serial % len(originals)], serial, chance)
        if serial % FAULTY == FAULTY - 1:
            text = chance.choice(FAULTS)(text)
        id = re.search(r"^id: (\S+)", text, re.M)
        raw = text.encode()
        (folder / "agreements" / f"{id[1] if id else serial}.yaml").write_bytes(raw)
        size += len(raw)
    return size


def main() -> None:
    """Make the corpus that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("count", type=int)
    given = parser.parse_args()
    size = corpus(given.folder, given.count)
    print(f"{given.count} agreements, {size / given.count / 1000:.1f} KB each")


if __name__ == "__main__":
    main()
