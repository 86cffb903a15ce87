"""What `iop.toml` may say, and what stops the command."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iop_cli.config import Config, read_config
from iop_cli.diagnostic import IopError, Severity

ALL = """\
language = "sv"
agreements = "avtal"
profile = "forum-2010"
strict = true
select = ["IOP4", "IOP501"]
ignore = ["IOP407"]
jobs = 2
cache = false
most_files = 50

[severity]
IOP401 = "warning"
IOP408 = "off"
"""


def test_every_key_is_read() -> None:
    assert read_config(ALL, "iop.toml") == Config(
        language="sv",
        agreements="avtal",
        profile="forum-2010",
        strict=True,
        select=("IOP4", "IOP501"),
        ignore=("IOP407",),
        severity={"IOP401": Severity.WARNING, "IOP408": None},
        jobs=2,
        cache=False,
        most_files=50,
    )


def test_an_empty_file_gives_the_defaults() -> None:
    assert read_config("", "iop.toml") == Config()
    assert read_config("# bara en rad\r\n", "iop.toml") == Config()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("strikt = true", "iop.toml: strikt is not known; did you mean strict?"),
        ("zzz = 1", "iop.toml: zzz is not known"),
        ("strict = 1", "iop.toml: strict is 1; it must be true or false"),
        ("cache = 'no'", "iop.toml: cache is no; it must be true or false"),
        ("language = 'no'", "iop.toml: language is no; it must be sv or en"),
        ("language = ['sv']", "iop.toml: language is ['sv']; it must be sv or en"),
        ("agreements = 1", "iop.toml: agreements is 1; it must be the name of a folder"),
        ("profile = true", "iop.toml: profile is True; it must be the id of a profile"),
        ("select = 'IOP4'", "iop.toml: select is IOP4; it must be a list of codes"),
        ("ignore = ['IOP4', 3]", "iop.toml: ignore is ['IOP4', 3]; it must be a list of codes"),
        ("jobs = -1", "iop.toml: jobs is -1; it must be a whole number; 0 is one a processor"),
        ("jobs = true", "iop.toml: jobs is True; it must be a whole number; 0 is one a processor"),
        ("jobs = 1.5", "iop.toml: jobs is 1.5; it must be a whole number; 0 is one a processor"),
        ("most_files = 'all'", "iop.toml: most_files is all; it must be a whole number"),
        ("severity = 3", "iop.toml: severity is 3; it must be a table of codes and severities"),
        (
            "severity.IOP401 = 'warn'",
            "iop.toml: severity.IOP401 is warn; it must be error, warning, info or off",
        ),
        (
            "severity.IOP401 = ['info']",
            "iop.toml: severity.IOP401 is ['info']; it must be error, warning, info or off",
        ),
        (
            "severity.IOP112 = 'off'",
            "IOP112 stays an error: a file that cannot be read must never look clean",
        ),
    ],
)
def test_what_is_wrong_stops_with_the_file_the_key_and_the_way_out(text: str, says: str) -> None:
    with pytest.raises(IopError) as stopped:
        read_config(text, "iop.toml")

    assert stopped.value.message == says
    assert (stopped.value.code, stopped.value.file) == ("configuration", "iop.toml")


@pytest.mark.parametrize(
    "text",
    ["jobs =", "jobs = 1\njobs = 2", "a = " + "[" * 5000, "jobs = " + "1" * 5000, "[", "\0", "= 1"],
)
def test_what_is_no_toml_stops_with_the_reason(text: str) -> None:
    with pytest.raises(IopError, match=r"^iop\.toml is not TOML: ."):
        read_config(text, "iop.toml")


@given(st.text(max_size=60))
def test_any_text_gives_settings_or_one_sentence(text: str) -> None:
    try:
        read_config(text, "iop.toml")
    except IopError as stopped:
        assert stopped.message
