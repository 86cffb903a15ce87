"""The roll of all rules by code: those of every family file in this folder. Holds none itself."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from iop_cli.rules.rule import Rule


@cache
def roll() -> dict[str, Rule]:
    """Every rule by its code, in the order of the codes."""
    families = [m.name for m in iter_modules(__path__) if m.name != "rule"]
    rules = [rule for family in families for rule in _family(family)]
    return {r.code: r for r in sorted(rules, key=lambda r: r.code)}


@cache
def judging() -> list[Rule]:
    """The rules that judge an agreement or its log, in the order of the codes."""
    return [r for r in roll().values() if r.check and r.on in ("agreement", "log")]


@cache
def across_roll() -> list[Rule]:
    """The rules that look across files: one family, which needs no other to be imported."""
    return _family("across")


def _family(name: str) -> list[Rule]:
    module = import_module(f"{__name__}.{name}")
    return [item for item in vars(module).values() if isinstance(item, Rule)]
