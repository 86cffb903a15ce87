"""How a figure or a day reads in a document: 1 234 567,50 kr and 31 December 2027.

Spaces inside a number do not break. Rounds nothing but to the öre that the amount already has.
"""

from datetime import date
from decimal import Decimal

from babel.dates import format_date

from iop_cli import invoice
from iop_cli.words import language, number

NO_BREAK = "\u00a0"
MINUS = "\u2212"
LOCALES = {"sv": "sv_SE", "en": "en_GB"}
UNITS = {"SEK": "kr"}


def money(value: Decimal | str, currency: str = "SEK") -> str:
    """An amount with two decimals and its unit; a currency without a short form keeps its code."""
    return f"{bare(value)}{NO_BREAK}{UNITS.get(currency, currency)}"


def bare(value: Decimal | str) -> str:
    """An amount with two decimals and no unit: what stands in a column."""
    return figure(Decimal(invoice.money(Decimal(value))))


def price(value: Decimal) -> str:
    """The price of one: two decimals, or more where the rate has them."""
    exponent = value.as_tuple().exponent
    longer = isinstance(exponent, int) and exponent < -2
    return figure(value) if longer else bare(value)


def figure(value: Decimal) -> str:
    """A number that no line end cuts: 30 000 or 1,5."""
    return number(value).replace(" ", NO_BREAK).replace("-", MINUS)


def day(value: date | str) -> str:
    """A day in words, in the language spoken now; machine dates (2027-12-31) are read."""
    moment = date.fromisoformat(value) if isinstance(value, str) else value
    return format_date(moment, "long", locale=LOCALES[language()])


def days(start: date, end: date) -> str:
    """The days from `start` to `end`, both included."""
    return day(start) if start == end else f"{day(start)} – {day(end)}"
