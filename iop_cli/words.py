"""The words of the reader's language: gettext messages with values put in as a reader expects them.

English stands in the code, Swedish in `locale/sv`. Knows no rule, no file and no format.
"""

import gettext
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from pathlib import Path

LANGUAGES = ("sv", "en")
LOCALE = Path(__file__).parent / "locale"

_catalogue: gettext.NullTranslations = gettext.NullTranslations()
_language = "en"


def use(language: str) -> None:
    """Speak `language` (sv or en) from here on, in this process and in the command-line library."""
    global _catalogue, _language
    _language = language if language in LANGUAGES else "en"
    os.environ["LANGUAGE"] = _language
    gettext.bindtextdomain("iop", str(LOCALE))
    gettext.textdomain("iop")
    _catalogue = _catalogue_of(LOCALE, _language)


@lru_cache(maxsize=4)
def _catalogue_of(folder: Path, language: str) -> gettext.NullTranslations:
    return gettext.translation("iop", folder, [language], fallback=True)


def language() -> str:
    """The language spoken now: sv or en."""
    return _language


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak `language` for a while: a document is written in its own, whoever asks for it."""
    before = _language
    use(language)
    try:
        yield
    finally:
        use(before)


def _(message: str) -> str:
    """The message in the reader's language; English where the catalogue has no word for it."""
    return _catalogue.gettext(message) if message else ""


def mark(message: str) -> str:
    """Mark a message for the catalogue without translating it yet."""
    return message


def plural(one: str, many: str, count: int) -> str:
    """The form of a message that goes with `count`, its {count} filled in."""
    return _catalogue.ngettext(one, many, count).format(count=number(Decimal(count)))


def say(message: str, /, **values: object) -> str:
    """The message in the reader's language with its values put in, each in its own form."""
    return _(message).format_map({name: form(value) for name, value in values.items()})


def form(value: object) -> str:
    """One value as a reader expects it: 1 760,5 · 2024-12-20 · "a, b and c".

    A value that has `in_words` says itself how it reads in the chosen language.
    """
    if type(value) is str:
        return value
    if in_words := getattr(value, "in_words", None):
        said: str = in_words()
        return said
    match value:
        case str():
            return value
        case bool():
            return _("yes") if value else _("no")
        case Enum():
            return str(value.value)
        case int():
            return number(Decimal(value))
        case Decimal():
            return number(value)
        case date():
            return value.isoformat()
        case list() | tuple():
            return series([form(item) for item in value])
        case _:
            return str(value)


def number(value: Decimal) -> str:
    """A number as the files write it, in both languages: 1 234 567,5."""
    whole, _dot, part = f"{value:f}".partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    grouped = f"{int(digits):,}".replace(",", " ") if digits.isascii() else digits
    return f"{sign}{grouped},{part}" if part else f"{sign}{grouped}"


def series(items: list[str]) -> str:
    """Several things in a sentence: a · a and b · a, b and c."""
    if len(items) < 2:
        return "".join(items)
    return say(mark("{first} and {last}"), first=", ".join(items[:-1]), last=items[-1])


class Said(str):
    """A message inside a message, put into the reader's language when it is shown."""

    __slots__ = ()

    def in_words(self) -> str:
        """The message in the reader's language."""
        return _(str(self))


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that is closest to what was written; empty where none is close."""
    from difflib import get_close_matches

    lower = {k.lower(): k for k in known}
    close = get_close_matches(word.lower()[:100], list(lower), n=1, cutoff=0.6)
    return lower[close[0]] if close else ""
