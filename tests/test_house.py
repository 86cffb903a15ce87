"""What holds for the house as a whole: quick starts, any system, both languages, one place a rule."""

import ast
import io
import re
import string
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po
from conftest import ROOT

from iop_cli import schema
from iop_cli.rules import roll
from iop_cli.rules.rule import Rule

PACKAGE = ROOT / "iop_cli"
PO = PACKAGE / "locale" / "sv" / "LC_MESSAGES" / "iop.po"
FILES = sorted(PACKAGE.rglob("*.py"))
HEAVY = ("pydantic", "yaml", "jinja2", "rich", "babel", "holidays", "stdnum", "markdown_it")


def imported(code: str, *heavy: str) -> list[str]:
    """Which of some modules a fresh interpreter has imported when some code has run."""
    ask = f"import sys\n{code}\nprint('after', *[m for m in {heavy!r} if m in sys.modules])"
    ran = subprocess.run(
        [sys.executable, "-c", ask], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return ran.stdout.splitlines()[-1].split()[1:]


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], []])
def test_help_comes_without_anything_heavy(arguments: list[str]) -> None:
    assert imported(f"from iop_cli.cli.run import run; run({arguments!r})", *HEAVY) == []


def test_the_help_of_a_command_reads_no_files() -> None:
    code = "from iop_cli.cli.run import run; run(['validate', '--help'])"

    # the command-line library itself takes pydantic to read its options
    assert imported(code, *HEAVY[1:], "iop_cli.source", "iop_cli.model.agreement") == []


def test_the_version_comes_without_the_command_line_library() -> None:
    code = "sys.argv = ['iop', '--version']\nfrom iop_cli.__main__ import main\nmain()"

    assert imported(code, "typer", *HEAVY) == []


def test_the_commonest_call_reads_no_options_and_needs_no_command_line_library() -> None:
    code = "from iop_cli.cli.run import run; run(['validate', 'stockholm-bris-stodgrupper'])"

    assert imported(code, "typer", "jinja2", "rich", "markdown_it", "babel") == []


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """Every module that a file imports, at its top or further in."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((name.name.split(".")[0], node.lineno) for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0], node.lineno


UNIX_MODULES = {
    "fcntl",
    "resource",
    "pwd",
    "grp",
    "termios",
    "tty",
    "pty",
    "syslog",
    "posix",
    "crypt",
}
UNIX_NAMES = {
    "fork", "forkpty", "mkfifo", "mknod", "getuid", "geteuid", "getgid", "getegid", "getpgid",
    "setsid", "setuid", "setgid", "chown", "fchown", "fchmod", "chroot", "killpg", "nice", "uname",
    "wait", "wait3", "wait4", "openpty", "sched_getaffinity", "statvfs", "getloadavg", "pread",
    "O_NOFOLLOW", "O_NONBLOCK", "O_DIRECTORY", "O_CLOEXEC", "SIGKILL", "SIGALRM", "SIGPIPE",
    "SIGHUP", "alarm", "setitimer",
}  # fmt: skip


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_nothing_needs_what_windows_lacks(path: Path) -> None:
    modules = [(name, line) for name, line in imports(path) if name in UNIX_MODULES]
    names = [
        (f"{node.value.id}.{node.attr}", node.lineno)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in ("os", "signal")
        and node.attr in UNIX_NAMES
    ]

    assert modules + names == []


@pytest.mark.parametrize(
    ("module", "files"),
    [
        ("yaml", {"source.py"}),
        ("sqlite3", {"cache.py"}),
        ("tempfile", {"project.py"}),
        ("tomllib", {"config.py"}),
        ("subprocess", {"revisions/git.py"}),
        ("socket", set()),
        ("urllib", {"report/sarif.py"}),  # to quote a file's name, never to open an address
        ("http", set()),
        ("pickle", set()),
        ("logging", set()),
    ],
)
def test_a_library_has_one_door(module: str, files: set[str]) -> None:
    users = {str(p.relative_to(PACKAGE)) for p in FILES if module in {n for n, _l in imports(p)}}

    assert users == files


def test_a_file_is_no_longer_than_can_be_held_in_the_head() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in FILES
        if (lines := path.read_text("utf-8").count("\n")) > 350
    }

    assert long == {}


@cache
def catalogue() -> Catalog:
    return read_po(io.BytesIO(PO.read_bytes()), locale="sv", domain="iop")


def constants(node: ast.expr) -> Iterator[str]:
    """The texts that an expression may be: a constant, or either branch of a choice."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from constants(node.body)
        yield from constants(node.orelse)


def _says(function: ast.expr) -> bool:
    return isinstance(function, ast.Name) and function.id in ("mark", "_", "say", "plural", "Said")


def messages() -> Iterator[tuple[str, str]]:
    """Every message in the code, with the place where it is used."""
    for path in FILES:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and node.args and _says(node.func):
                for text in constants(node.args[0]):
                    yield text, f"{path.relative_to(ROOT)}:{node.lineno}"
    for rule in roll().values():
        yield from ((paragraph, rule.code) for paragraph in rule.paragraphs)
    yield from command_words()
    yield from skeleton_words()
    yield from template_words()
    yield from ((text, "schema") for text in schema.messages())


def command_words() -> Iterator[tuple[str, str]]:
    """The helps of all commands, arguments and options."""
    from typer.main import get_command

    from iop_cli.cli.app import app

    def inside(command: Any, name: str) -> Iterator[tuple[str, str]]:
        for paragraph in (command.help or "").split("\n\n"):
            yield " ".join(paragraph.split()), name
        for param in command.params:
            yield getattr(param, "help", "") or "", f"{name} {param.name}"
        for inner, held in getattr(command, "commands", {}).items():
            yield from inside(held, f"{name} {inner}")

    yield from inside(get_command(app), "iop")


def metavars() -> set[str]:
    """What an option takes, as its help shows it; few of these words differ in Swedish."""
    calls = (node for path in FILES for node in ast.walk(tree(path)) if isinstance(node, ast.Call))
    named = (word for call in calls for word in call.keywords if word.arg == "metavar")
    return {text for word in named for text in constants(word.value)} | {"TEXT"}


def skeleton_words() -> Iterator[tuple[str, str]]:
    """The words that stand between « and » in the texts that a new agreement is made of."""
    for path in sorted(PACKAGE.glob("skeleton*.py")):
        for text in re.findall(r"«(\w[^»]+)»", path.read_text("utf-8")):
            yield text, path.name


def template_words() -> Iterator[tuple[str, str]]:
    """The words that the shipped templates say by _()."""
    for path in sorted((ROOT / "templates").glob("*.j2")):
        for _quote, text in re.findall(r"""\b_\((['"])(.*?)\1\)""", path.read_text("utf-8")):
            yield text, path.name


def first(id: Any) -> str:
    """A message's English: of one that is counted, its singular."""
    return str(id) if isinstance(id, str) else str(id[0])


def fields(text: str) -> Counter[str]:
    return Counter(name for _t, name, _s, _c in string.Formatter().parse(text) if name is not None)


def forms(message: Message) -> list[str]:
    said = message.string
    return [said] if isinstance(said, str) else list(said or ())


def test_every_message_has_swedish_words() -> None:
    lacking = {
        text: where
        for text, where in messages()
        if text and ((held := catalogue().get(text)) is None or not all(forms(held)) or held.fuzzy)
    }

    assert lacking == {}


def test_the_swedish_words_name_the_same_values() -> None:
    wrong = [
        (message.id, said)
        for message in catalogue()
        if message.id
        for said in forms(message)
        if set(fields(said))
        != set(fields(message.id if isinstance(message.id, str) else message.id[1]))
    ]

    assert wrong == []


def test_no_message_is_written_twice_and_none_is_left_over() -> None:
    text = PO.read_text("utf-8")
    used = {message for message, _where in messages()} | metavars()

    known = [first(m.id) for m in catalogue() if m.id]

    assert "#~ " not in text
    assert len(known) == len(set(known))
    assert [m for m in known if m not in used] == []


def said(held: Catalog) -> dict[str, list[str]]:
    return {first(m.id): forms(m) for m in held if m.id}


def test_the_compiled_catalogue_is_what_the_written_one_gives() -> None:
    made = io.BytesIO()
    write_mo(made, catalogue())
    made.seek(0)
    with PO.with_suffix(".mo").open("rb") as file:
        held = read_mo(file)

    assert said(held) == said(read_mo(made))


def families() -> dict[str, list[Rule]]:
    """The rules of each family's file."""
    return {
        path.stem: [
            item
            for item in vars(import_module(f"iop_cli.rules.{path.stem}")).values()
            if isinstance(item, Rule)
        ]
        for path in sorted((PACKAGE / "rules").glob("*.py"))
        if path.stem not in ("__init__", "rule")
    }


def test_a_code_and_a_name_belong_to_one_rule() -> None:
    rules = [rule for held in families().values() for rule in held]

    assert [c for c, n in Counter(r.code for r in rules).items() if n > 1] == []
    assert [c for c, n in Counter(r.name for r in rules).items() if n > 1] == []
    assert {r.code for r in rules} == set(roll())


def test_a_rule_stands_in_the_file_of_its_family() -> None:
    for family, rules in families().items():
        opening = (import_module(f"iop_cli.rules.{family}").__doc__ or "").splitlines()[0]
        for rule in rules:
            hundred = f"IOP{rule.code[3]}xx"
            assert hundred in opening or rule.code in opening, f"{rule.code} in {family}.py"
