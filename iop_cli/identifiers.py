"""Numbers with a check digit: organisations, accounts, payment references, persons.

A right check digit proves careful typing and nothing more: no register is asked.
Check digits are python-stdnum's, imported when the first number is read: its import is slow.
"""

import re
from datetime import date
from functools import lru_cache

from iop_cli.quantity import NotRead
from iop_cli.words import mark

LONGEST = 60

_SEPARATORS = re.compile(r"[\s.\u00a0\u202f\u2010\u2011\u2012\u2013\u2014\u2212-]")
_PERSON = re.compile(r"(?<![0-9])(1[89]|20)?([0-9]{6})[-+\u2013]?([0-9]{4})(?![0-9])")
# each digit as a zero and all else as a blank: far quicker to look through than a text
_DIGITS = bytes(b"0"[0] if chr(byte) in "0123456789" else b" "[0] for byte in range(256))
_CENTURIES = (1800, 1900, 2000)


@lru_cache(maxsize=4096)
def organisation_number(text: str) -> str:
    """The number as 212000-1561, from any usual spelling; raises NotRead with what is wrong.

    Ten digits, the third 2 or above, the tenth by modulus 10; a leading 16 and SE…01 are taken off.
    """
    digits = _ten_digits(text)
    if digits[2] < "2":
        raise NotRead(
            mark("the third digit is {digit}; in an organisation number it is 2 or above"),
            digit=digits[2],
        )
    number = f"{digits[:6]}-{digits[6:]}"
    _require_check_digit(digits, number)
    return number


def group_digit(text: str) -> str:
    """The first digit of an organisation number: 2 public, 5 company, 7 economic, 8 association.

    Raises NotRead where the number is wrong.
    """
    return organisation_number(text)[0]


def vat_number(text: str) -> str:
    """A Swedish VAT number as SE212000156101; raises NotRead with what is wrong."""
    packed = _packed(text).upper()
    if not packed.startswith("SE"):
        raise NotRead(mark("{text} does not begin with SE; a Swedish VAT number does"), text=text)
    if not re.fullmatch("SE[0-9]{10}01", packed):
        message = mark("{text} is not SE, ten digits and 01; write for example {example}")
        raise NotRead(message, text=text, example="SE212000156101")
    return f"SE{organisation_number(packed).replace('-', '')}01"


@lru_cache(maxsize=4096)
def bankgiro(text: str) -> str:
    """The account as 624-1061 or 9999-9997; raises NotRead with what is wrong."""
    digits = _digits(text)
    if len(digits) not in (7, 8):
        message = mark("a bankgiro number has 7 or 8 digits; {text} has {count}")
        raise NotRead(message, text=text, count=len(digits))
    _require_check_digit(digits, text)
    return f"{digits[:-4]}-{digits[-4:]}"


@lru_cache(maxsize=4096)
def plusgiro(text: str) -> str:
    """The account as 4-2, its check digit after the hyphen; raises NotRead with what is wrong."""
    digits = _digits(text)
    if not 2 <= len(digits) <= 8:
        message = mark("a plusgiro number has 2 to 8 digits; {text} has {count}")
        raise NotRead(message, text=text, count=len(digits))
    _require_check_digit(digits, text)
    return f"{digits[:-1]}-{digits[-1]}"


@lru_cache(maxsize=4096)
def iban(text: str) -> str:
    """The account without spaces, SE4550000000058398257466; raises NotRead with what is wrong."""
    from stdnum import iban as register  # noqa: PLC0415  slow to import
    from stdnum.exceptions import InvalidChecksum, ValidationError  # noqa: PLC0415  as above

    packed = _packed(text).upper()
    if not re.fullmatch("[A-Z]{2}[0-9]{2}[A-Z0-9]{6,30}", packed):
        message = mark(
            "{text} is not two letters, two digits and an account; write for example {example}"
        )
        raise NotRead(message, text=text, example="SE45 5000 0000 0583 9825 7466")
    if packed.startswith("SE") and len(packed) != 24:
        message = mark("a Swedish IBAN has 24 characters; {text} has {count}")
        raise NotRead(message, text=text, count=len(packed))
    try:
        return register.validate(packed)
    except InvalidChecksum:
        right = register.calc_check_digits(packed)
        if right == packed[2:4]:
            raise _unknown_account(text, packed) from None
        message = mark("{text} has the check digits {found}; by the rest they should be {right}")
        raise NotRead(message, text=text, found=packed[2:4], right=right) from None
    except ValidationError:
        raise _unknown_account(text, packed) from None


@lru_cache(maxsize=4096)
def ocr(text: str, length_digit: bool) -> str:
    """The payment reference as digits; raises NotRead with what is wrong.

    With `length_digit` the last digit but one tells the length, modulo 10.
    """
    digits = _digits(text)
    if not 2 <= len(digits) <= 25:
        message = mark("an OCR number has 2 to 25 digits; {text} has {count}")
        raise NotRead(message, text=text, count=len(digits))
    length = str(len(digits) % 10)
    if length_digit and digits[-2] != length:
        message = mark(
            "the last digit but one in {text} is {found}; by the length it should be {right}"
        )
        raise NotRead(message, text=text, found=digits[-2], right=length)
    _require_check_digit(digits, text)
    return digits


def _masked(text: str) -> bytes:
    return text.encode("utf-8", "replace").translate(_DIGITS)


def count_digits(text: str) -> int:
    """How many of 0 to 9 stand in a text."""
    return _masked(text).count(b"0")


def personal_identity_numbers(text: str) -> list[tuple[int, int]]:
    """Where personal identity and coordination numbers stand in a running text: (start, end).

    Only with a possible date and a right check digit, and never inside a longer row of digits.
    """
    if b"000000" not in _masked(text):
        return []
    return [
        found.span()
        for found in _PERSON.finditer(text)
        if _is_born(found[1], found[2]) and _has_right_check_digit(found[2] + found[3])
    ]


def _is_born(century: str | None, digits: str) -> bool:
    """Whether six digits can be a date of birth; a coordination number adds 60 to the day."""
    years = (int(century) * 100,) if century else _CENTURIES
    month, day = int(digits[2:4]), int(digits[4:6])
    day = day - 60 if day > 60 else day
    return any(_is_date(year + int(digits[:2]), month, day) for year in years)


def _is_date(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _packed(text: str) -> str:
    """The text without blanks, dots and hyphens of any kind."""
    if len(text) > LONGEST:
        message = mark("{start} … is longer than {most} characters; write the number alone")
        raise NotRead(message, start=text[:20], most=LONGEST)
    packed = _SEPARATORS.sub("", text)
    if not packed:
        raise NotRead(mark("nothing is written; write the number, or leave the key out"))
    return packed


def _digits(text: str) -> str:
    packed = _packed(text)
    other = re.search("[^0-9]", packed)
    if other:
        message = mark("{text} holds {character}; only digits belong in the number")
        raise NotRead(message, text=text, character=other[0])
    return packed


def _ten_digits(text: str) -> str:
    """The digits of an organisation number, freed of its usual wrappings."""
    wrapped = re.fullmatch("SE([0-9]{10})01", _packed(text).upper())
    digits = wrapped[1] if wrapped else _digits(text)
    if len(digits) == 12 and digits.startswith("16"):
        return digits[2:]
    if len(digits) == 12 and digits[:2] in ("18", "19", "20"):
        raise NotRead(
            mark("twelve digits that begin with {century} are a person's number; take it out"),
            century=digits[:2],
        )
    if len(digits) != 10:
        message = mark("an organisation number has 10 digits; {text} has {count}")
        raise NotRead(message, text=text, count=len(digits))
    return digits


def _require_check_digit(digits: str, text: str) -> None:
    right = _check_digit(digits[:-1])
    if digits[-1] != right:
        message = mark("{text} ends in {found}; by the other digits it should end in {right}")
        raise NotRead(message, text=text, found=digits[-1], right=right)


@lru_cache(maxsize=4096)
def _has_right_check_digit(digits: str) -> bool:
    return _check_digit(digits[:-1]) == digits[-1]


def _check_digit(digits: str) -> str:
    """The check digit by modulus 10 (Luhn)."""
    from stdnum import luhn  # noqa: PLC0415  slow to import

    return str(luhn.calc_check_digit(digits))


def _unknown_account(text: str, packed: str) -> NotRead:
    message = mark("{text} does not fit the form of an IBAN from {country}; correct it")
    return NotRead(message, text=text, country=packed[:2])
