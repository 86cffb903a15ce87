"""What a run is about: its day, its weights, and the library of profiles, tables and masters.

Light at import: what reads a profile or a table is imported when one is asked for.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from iop_cli.diagnostic import IopError, Severity
from iop_cli.words import mark, say

if TYPE_CHECKING:
    from iop_cli.model.profile import Profile


@dataclass(frozen=True)
class Library:
    """Profiles, dated tables and master agreements, fetched by id when something asks.

    `text` maps a name (`profiles/base.yaml`, `tables/procurement.yaml`) to its bytes or None;
    `master` maps an agreement's id to its file's name and bytes or None.
    """

    text: Callable[[str], bytes | None]
    master: Callable[[str], tuple[str, bytes] | None] = lambda _id: None
    profile: str | None = None
    _kept: dict[str, Any] = field(default_factory=dict)

    def profile_named(self, name: str) -> "Profile | None":
        """A profile by its id; None where there is none, or it cannot be read."""
        if name not in self._kept:
            raw = self.text(f"profiles/{name}.yaml")
            self._kept[name] = _profile(raw, name) if raw is not None else None
        found: Profile | None = self._kept[name]
        return found

    def rows(self, table: str) -> list[dict[str, Any]]:
        """The rows of a dated table, as words (from, to, source, verified, and its columns)."""
        key = f"tables/{table}.yaml"
        if key not in self._kept:
            raw = self.text(key)
            self._kept[key] = _rows(raw, key) if raw is not None else []
        found: list[dict[str, Any]] = self._kept[key]
        return found

    def row(self, table: str, day: date) -> dict[str, Any] | None:
        """The row of a table that is in force on a day; None where there is none."""
        held = [r for r in self.rows(table) if r.get("from", "") <= day.isoformat()]
        held = [r for r in held if day.isoformat() <= r.get("to", "9999")]
        return held[-1] if held else None

    def fact(self, id: str) -> dict[str, Any]:
        """One row of the table of laws by its id; empty where it is not there."""
        return next((r for r in self.rows("laws") if r.get("id") == id), {})


def _profile(raw: bytes, name: str) -> Any:
    from iop_cli.model.profile import Profile  # noqa: PLC0415  see above
    from iop_cli.record import opened_file  # noqa: PLC0415  see above

    return opened_file((name, raw), Profile)[1].value


def _rows(raw: bytes, name: str) -> list[dict[str, str]]:
    """The rows of a table; raises IopError where they cannot be read: nobody judges by a half."""
    from iop_cli.source import parse  # noqa: PLC0415  see above

    document, problems = parse(raw, name)
    rows: Any = document.data.get("rows") if document else None
    if problems or not isinstance(rows, list) or not all(map(_is_row, rows)):
        says = mark("the table templates/{name} cannot be read; mend it or delete it")
        raise IopError(say(says, name=name), file=f"templates/{name}", code="configuration")
    return rows


def _is_row(row: object) -> bool:
    return isinstance(row, dict) and all(isinstance(value, str) for value in row.values())


@dataclass(frozen=True)
class Setting:
    """What a run is about; `weights` maps a code to its severity, or to None where it is off."""

    today: date
    library: Library
    weights: dict[str, Severity | None]
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def wants(self, code: str) -> bool:
        """Whether findings of a code are asked for."""
        return wants(code, self.select, self.ignore)


def wants(code: str, select: tuple[str, ...], ignore: tuple[str, ...]) -> bool:
    """Whether a code is among those selected, and not among those ignored."""
    if select and not code.startswith(select):
        return False
    return not (ignore and code.startswith(ignore))
