"""What all tests share: the day they happen on, the shipped templates, one way to check a text."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from iop_cli import words
from iop_cli.check import Checked, check_partnership
from iop_cli.finding import Text
from iop_cli.setting import Library, Setting

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 11, 22)
GOOD = (ROOT / "tests" / "good" / "grannhuset.yaml").read_text("utf-8")
GOOD_LOG = (ROOT / "tests" / "good" / "grannhuset.log.yaml").read_text("utf-8")


def template(name: str) -> bytes | None:
    """A shipped profile or table by its name."""
    path = ROOT / "templates" / name
    return path.read_bytes() if path.is_file() else None


def setting(today: date = TODAY, profile: str | None = None) -> Setting:
    """A run with the shipped profiles and tables, and nothing changed."""
    return Setting(today, Library(template, profile=profile), {})


def check(text: str, log: str | None = None, **changes: object) -> Checked:
    """What is found in one agreement's text (named by its id), and its log's."""
    name = next((x.split(":", 1)[1].strip() for x in text.splitlines() if x.startswith("id:")), "a")
    logs = Text(f"agreements/{name}.log.yaml", log.encode()) if log is not None else None
    file = Text(f"agreements/{name}.yaml", text.encode())
    return check_partnership(file, logs, setting(**changes))  # type: ignore[arg-type] # today and profile


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Tests speak English, as wide as a file, unless they say otherwise."""
    monkeypatch.delenv("COLUMNS", raising=False)
    words.use("en")
    yield
    words.use("en")
