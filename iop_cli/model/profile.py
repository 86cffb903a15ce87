"""What a guideline's profile may say: its criteria, its sections, its stricter or softer rules."""

from typing import Literal

from pydantic import Field

from iop_cli.model.agreement import Topic
from iop_cli.model.kinds import Day, FileId, Format, Id, Length, Line, Moment, Record, Text
from iop_cli.model.steering import Indicator


class Source(Record):
    """Where a guideline or a figure was read."""

    title: Line = Field(description="The document.")
    date: Moment | None = Field(None, description="Its date.")
    read: Day | None = Field(None, description="The day it was read.")
    link: Line | None = Field(None, description="Its address.")


class Criterion(Record):
    """A question that a partnership of this profile answers."""

    question: Text = Field(description="The question, in Swedish.")
    question_en: Text | None = Field(None, description="The question, in English.")
    weight: Literal["required", "softer"] = Field(description="How the guideline puts it.")
    source: Line | None = Field(None, description="Where it was read.")
    date: Moment | None = Field(None, description="The source's date.")


class Softer(Record):
    """A rule that the profile makes stricter, softer or silent."""

    severity: Literal["error", "warning", "info", "off"] = Field(description="Its weight.")
    because: Text = Field(description="Why.")


class Profile(Record):
    """A guideline, as criteria and expectations."""

    format: Format = Field(description="The version of this format: 1.")
    id: FileId = Field(description="The same as the file's name.")
    name: Line = Field(description="The guideline's name.")
    source: Source | None = Field(None, description="Where it was read.")
    criteria: dict[Id, Criterion] | None = Field(None, description="Its criteria.")
    recommended_length: Length | None = Field(None, description="The shortest recommended term.")
    budget_plan: Length | None = Field(None, description="How far a budget shall reach.")
    sections: list[Topic] | None = Field(None, description="The sections it asks for.")
    indicators: dict[Id, Indicator] | None = Field(None, description="What it measures.")
    rules: dict[str, Softer] | None = Field(None, description="Rules it changes.")
