"""What an officer writes as words and figures, read: amounts, lengths, moments, calculations.

Every reader raises NotRead with what stands there and what to write. Knows no agreement.
"""

from iop_cli.quantity.amount import (
    AMOUNT_PATTERN,
    SHARE_PATTERN,
    Amount,
    Quantity,
    Share,
    decimal_number,
    rounded,
    split,
    whole_number,
)
from iop_cli.quantity.calculation import Calculation, Factor, Step, WrongStep, wrong_steps
from iop_cli.quantity.day import DAY_PATTERN, read_day
from iop_cli.quantity.moment import Counted, Moment, otherwise
from iop_cli.quantity.period import PERIOD_PATTERN, Period, periods_between
from iop_cli.quantity.reading import NotRead
from iop_cli.quantity.time import (
    AGES_PATTERN,
    CLOCK_PATTERN,
    DURATION_PATTERN,
    LENGTH_PATTERN,
    AgeRange,
    Clock,
    Duration,
    Length,
)
from iop_cli.quantity.timing import read_timing

__all__ = [
    "AGES_PATTERN",
    "AMOUNT_PATTERN",
    "CLOCK_PATTERN",
    "DAY_PATTERN",
    "DURATION_PATTERN",
    "LENGTH_PATTERN",
    "PERIOD_PATTERN",
    "SHARE_PATTERN",
    "AgeRange",
    "Amount",
    "Calculation",
    "Clock",
    "Counted",
    "Duration",
    "Factor",
    "Length",
    "Moment",
    "NotRead",
    "Period",
    "Quantity",
    "Share",
    "Step",
    "WrongStep",
    "decimal_number",
    "otherwise",
    "periods_between",
    "read_day",
    "read_timing",
    "rounded",
    "split",
    "whole_number",
    "wrong_steps",
]
