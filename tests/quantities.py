"""What the tests of quantities share: days, and how a reader refuses a text."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import strategies as st

from iop_cli.quantity import (
    NotRead,
)

DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))


def refusal(read: Callable[[str], object], text: str) -> str:
    """The words with which a text is refused."""
    with pytest.raises(NotRead) as refused:
        read(text)
    return str(refused.value)
