"""A repository of git with the Borås agreement, and what is done to it step by step."""

import os
import re
import subprocess
from pathlib import Path

from conftest import ROOT

NAME = "boras-alskade-barn"
AGREEMENT = (ROOT / "agreements" / f"{NAME}.yaml").read_text("utf-8")
LOG = (ROOT / "agreements" / f"{NAME}.log.yaml").read_text("utf-8")
ENTRY = "  - {id: k12, activity: kurs, held: 2020-11-21, place: Norrbyhuset, participants: 12, rate: låg}\n"
PARTY = """parties:
  hemgården:
    role: nonprofit
    name: Hemgården
    legal_form: association
    org_number: 864501-1373
"""
WHO = ("-c", "user.name=Anna Berg", "-c", "user.email=anna@example.org")


def git(*words: str, on: str = "2026-11-22") -> str:
    """What git says in the folder that one stands in, on a given day."""
    own = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    days = {f"GIT_{who}_DATE": f"{on}T12:00:00+00:00" for who in ("AUTHOR", "COMMITTER")}
    plain = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
    ran = subprocess.run(
        ["git", *WHO, *words], env=own | days | plain, capture_output=True, check=True
    )
    return ran.stdout.decode()


def commit(subject: str, on: str = "2026-11-22") -> None:
    git("add", "-A")
    git("commit", "-q", "-m", subject, on=on)


def change(old: str, new: str, name: str = f"agreements/{NAME}.yaml") -> None:
    """Put a piece of a file in another's place, the first time that it stands there."""
    path = Path(name)
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def append(text: str, name: str = f"agreements/{NAME}.log.yaml") -> None:
    path = Path(name)
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def rename(new: str) -> None:
    """Give the agreement and its log another id, in their names and in their texts."""
    for ending, key in (("yaml", "id"), ("log.yaml", "agreement")):
        git("mv", f"agreements/{NAME}.{ending}", f"agreements/{new}.{ending}")
        change(f"{key}: {NAME}", f"{key}: {new}", f"agreements/{new}.{ending}")


def reordered(text: str) -> str:
    """The text with its parts the other way round, and without a comment of its own."""
    parts = re.split(r"(?m)^(?=\w)", "".join(f"{s}\n" for s in text.splitlines() if s[:1] != "#"))
    return "# another order\n" + "".join(reversed(parts))


def begin() -> None:
    """The Borås agreement alone in a repository, with one commit."""
    for path in Path("agreements").iterdir():
        path.unlink()
    Path("agreements", f"{NAME}.yaml").write_text(AGREEMENT, "utf-8")
    Path("agreements", f"{NAME}.log.yaml").write_text(LOG, "utf-8")
    git("init", "-q", "-b", "main")
    commit("Överenskommelsen som den skrevs under", on="2026-01-15")


def tell() -> None:
    """The whole story: notice, amount, a clause, a party, the log, a new name."""
    change("length: 6 months", "length: 3 months")
    commit("Kortare uppsägningstid", on="2026-02-01")
    change("hög: 10000 kr", "hög: 12000 kr")
    change("aldrig en del av kommunen", "aldrig någonsin en del av staden")
    commit("Högre bidrag", on="2026-03-01")
    change("parties:\n", PARTY)
    append(ENTRY)
    commit("Hemgården går med", on="2026-04-01")
    rename("boras")
    commit("Kortare namn", on="2026-05-01")
    path = Path("agreements/boras.yaml")
    path.write_text(reordered(path.read_text("utf-8")), "utf-8")
    commit("Annan ordning", on="2026-06-01")
