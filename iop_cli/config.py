"""What `iop.toml` may say: every key, its default, and what is wrong with a value.

Takes the text, returns the settings; a key or a value that it does not know stops the command.
"""

from dataclasses import dataclass, field
from typing import Any

from iop_cli.diagnostic import IopError, Severity
from iop_cli.words import LANGUAGES, Said, mark, nearest, say

# what the reader itself finds: such a file was not judged as it stands
UNREADABLE = (
    "IOP100", "IOP101", "IOP102", "IOP103", "IOP104", "IOP105", "IOP110", "IOP111", "IOP112",
    "IOP115",
)  # fmt: skip
SEVERITIES = (*(s.value for s in Severity), "off")


@dataclass(frozen=True)
class Delegation:
    """Who decides a change: up to an amount over the term, of one payer, of some kinds of change.

    Amounts and kinds stand as written; what they mean is read where they are judged by.
    """

    decides: str
    up_to: str | None = None
    payer: str | None = None
    what: tuple[str, ...] = ()


@dataclass(frozen=True)
class Config:
    """The settings of a repository; each field is a key of `iop.toml`, with its default."""

    language: str | None = None
    agreements: str = "agreements"
    profile: str | None = None
    strict: bool = False
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: dict[str, Severity | None] = field(default_factory=dict)
    jobs: int = 0
    cache: bool = True
    most_files: int = 10_000
    delegation: tuple[Delegation, ...] = ()


_KINDS: dict[str, tuple[type, str]] = {
    "language": (str, mark("sv or en")),
    "agreements": (str, mark("the name of a folder")),
    "profile": (str, mark("the id of a profile")),
    "strict": (bool, mark("true or false")),
    "select": (list, mark("a list of codes")),
    "ignore": (list, mark("a list of codes")),
    "severity": (dict, mark("a table of codes and severities")),
    "jobs": (int, mark("a whole number; 0 is one a processor")),
    "cache": (bool, mark("true or false")),
    "most_files": (int, mark("a whole number")),
    "delegation": (list, mark("tables, each begun with [[delegation]]")),
}
_OF_DELEGATION: dict[str, tuple[type, str]] = {
    "decides": (str, mark("a body or an office")),
    "up_to": (str, mark('an amount in quotes, such as "100 000 kr"')),
    "payer": (str, mark("a party's id or name")),
    "what": (list, mark("a list of kinds of change")),
}


def read_config(text: str, file: str) -> Config:
    """The settings that a configuration file's text gives.

    Raises IopError that names the file, the key and the way out.
    """
    import tomllib  # noqa: PLC0415  many repositories have no settings

    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # also of numbers and brackets beyond all measure
        raise IopError(
            say(mark("{file} is not TOML: {error}"), file=file, error=str(error)),
            file=file,
            code="configuration",
        ) from error
    values: dict[str, Any] = {}
    for key, value in data.items():
        values[key] = _value(key, value, file)
    return Config(**values)


def _value(key: str, value: Any, file: str) -> Any:
    if key not in _KINDS:
        raise _unknown(key, list(_KINDS), file)
    kind, wanted = _KINDS[key]
    right: bool = isinstance(value, kind)
    if not right or (kind is int and (isinstance(value, bool) or value < 0)):
        raise _wrong(key, value, wanted, file)
    match key:
        case "language" if value not in LANGUAGES:
            raise _wrong(key, value, wanted, file)
        case "select" | "ignore" if not all(isinstance(code, str) for code in value):
            raise _wrong(key, value, wanted, file)
        case "select" | "ignore":
            return tuple(value)
        case "severity":
            return {code: _severity(code, said, file) for code, said in value.items()}
        case "delegation" if not all(isinstance(row, dict) for row in value):
            raise _wrong(key, value, wanted, file)
        case "delegation":
            return tuple(_delegation(row, file) for row in value)
    return value


def _delegation(row: dict[str, Any], file: str) -> Delegation:
    for key, value in row.items():
        if key not in _OF_DELEGATION:
            raise _unknown(f"delegation.{key}", [f"delegation.{k}" for k in _OF_DELEGATION], file)
        kind, wanted = _OF_DELEGATION[key]
        words = value if isinstance(value, list) else [value]
        if not isinstance(value, kind) or not all(isinstance(w, str) and w.strip() for w in words):
            raise _wrong(f"delegation.{key}", value, wanted, file)
    if "decides" not in row:
        says = mark("{file}: a delegation does not say who decides; write decides")
        raise IopError(say(says, file=file), file=file, code="configuration")
    what = tuple(row.get("what", ()))
    return Delegation(row["decides"], row.get("up_to"), row.get("payer"), what)


def _severity(code: str, value: Any, file: str) -> Severity | None:
    if value not in SEVERITIES:
        raise _wrong(f"severity.{code}", value, mark("error, warning, info or off"), file)
    if code in UNREADABLE and value != "error":
        says = mark("{code} stays an error: a file that cannot be read must never look clean")
        raise IopError(say(says, code=code), file=file, code="configuration")
    return None if value == "off" else Severity(value)


def _unknown(key: str, known: list[str], file: str) -> IopError:
    meant = nearest(key, known)
    if meant:
        says = say(
            mark("{file}: {key} is not known; did you mean {meant}?"),
            file=file,
            key=key,
            meant=meant,
        )
    else:
        says = say(mark("{file}: {key} is not known"), file=file, key=key)
    return IopError(says, file=file, code="configuration")


def _wrong(key: str, value: Any, wanted: str, file: str) -> IopError:
    says = mark("{file}: {key} is {value}; it must be {wanted}")
    words = say(says, file=file, key=key, value=str(value)[:80], wanted=Said(wanted))
    return IopError(words, file=file, code="configuration")
