"""Help and rules on a narrow screen, and rules by their family."""

import pytest
from test_cli import Iop, iop, repository

from iop_cli import words

__all__ = ["iop", "repository"]


@pytest.mark.parametrize("command", ["validate", "list", "show", "rule", "new", "schema"])
def test_the_help_fits_a_narrow_screen_in_both_languages(
    iop: Iop, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("COLUMNS", "40")

    for language in words.LANGUAGES:
        ran = iop(command, "--help", "--lang", language)

        assert ran.code == 0
        assert [x for x in ran.out.splitlines() if len(x) > 40 and len(x.split()) > 2] == []


def test_a_family_of_rules_is_listed_and_a_slip_is_not(iop: Iop) -> None:
    family, slip = iop("rule", "4xx"), iop("rule", "IOP4O1")

    assert (family.code, family.out[:18]) == (0, "IOP4xx: How much\n ")
    assert "IOP3" not in family.out
    assert (slip.code, "did you mean IOP4" in slip.err) == (2, True)
