"""The roll of all rules by code: those of every family file in this folder. Holds none itself."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from iop_cli.rules.rule import Rule


@cache
def roll() -> dict[str, Rule]:
    """Every rule by its code, in the order of the codes."""
    families = [m.name for m in iter_modules(__path__) if m.name != "rule"]
    rules = [
        item
        for family in families
        for item in vars(import_module(f"{__name__}.{family}")).values()
        if isinstance(item, Rule)
    ]
    return {r.code: r for r in sorted(rules, key=lambda r: r.code)}
