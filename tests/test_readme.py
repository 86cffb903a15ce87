"""The README says what is there: its examples are accepted, its commands and settings exist."""

import re
from dataclasses import fields

import typer
from conftest import ROOT, check

from iop_cli.cli.app import app
from iop_cli.config import Config, read_config
from iop_cli.diagnostic import Severity
from iop_cli.rules import roll

README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.S)


def test_the_example_agreement_and_its_log_are_accepted_as_they_stand() -> None:
    agreement, log = blocks("yaml")[:2]

    found = check(agreement, log).found

    assert [d for d in found if d.severity is Severity.ERROR] == []
    assert [d for d in found if d.code.startswith("IOP1")] == []


def test_every_command_has_its_line() -> None:
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined] # a group has them

    assert [name for name in commands if f"`iop {name}" not in README] == []


def test_every_setting_stands_with_its_default() -> None:
    text = "\n".join(line.removeprefix("# ") for line in blocks("toml")[0].splitlines())
    shown = set(re.findall(r"^(?:# )?(?:(\w+) =|\[\[?(\w+)\])", blocks("toml")[0], re.M))

    assert {name for group in shown for name in group if name} >= {f.name for f in fields(Config)}
    assert read_config(blocks("toml")[0], "iop.toml") == Config()
    assert read_config(text, "iop.toml").profile == "skr-2017"


def test_the_number_of_rules_is_the_one_that_is_told() -> None:
    assert f"with {len(roll())} rules" in README


def test_the_test_command_is_the_one_that_ci_runs() -> None:
    (command,) = [line for line in blocks("sh")[1].splitlines() if line]

    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
