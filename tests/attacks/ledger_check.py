"""What must hold of the sample's ledger whatever was done to the run that wrote it.

Reads it with a YAML reader of its own; asks nothing of the product.
"""

import hashlib
from pathlib import Path

import yaml

SERIES = "FT"


def check(repo: str, before: list[str] | None) -> tuple[list[str], list[str]]:
    """What is wrong, and the numbers that stand; `before` are those that stood earlier."""
    folder = Path(repo) / "invoices" / SERIES
    ledger = folder / "ledger.yaml"
    if not ledger.is_file():
        return (["numbers are gone"] if before else []), []
    told = yaml.load(ledger.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    entries = told["entries"]
    numbers = [entry["number"] for entry in entries]
    wrong = [f"{number} is gone" for number in before or () if number not in numbers]
    year = {number.split("-")[1] for number in numbers}.pop()
    if numbers != [f"{SERIES}-{year}-{count:04}" for count in range(1, len(numbers) + 1)]:
        wrong.append(f"the series is broken: {numbers}")
    for entry in entries:
        wrong += _documents(folder, entry["number"], entry["documents"])
    days = [(line["payment"], line["period"]) for entry in entries for line in entry["lines"]]
    if len(set(days)) < len(days):
        wrong.append("something is billed twice")
    return wrong, numbers


def _documents(folder: Path, number: str, documents: dict[str, str]) -> list[str]:
    found = {}
    for suffix in documents:
        path = folder / f"{number}.{suffix}"
        found[suffix] = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
    return [f"{number}.{s} is not as issued" for s in documents if found[s] != documents[s]]
