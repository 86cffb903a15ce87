"""All that partnerships in practice hold can be written down, and is read as what it is.

`tests/practice/` holds invented agreements; between them they show every item of practice, every
key and every choice of the format. The table maps each item to the place where it stands and to
the value that must be read there, so that nothing is dropped unseen.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Literal, get_args, get_origin

import pytest
from conftest import ROOT, TODAY, template
from pydantic import BaseModel

from iop_cli.book import open_partnership
from iop_cli.check import Setting
from iop_cli.deadlines import current_end, next_deadlines
from iop_cli.diagnostic import Severity
from iop_cli.finding import Text, read_path
from iop_cli.model.agreement import Agreement
from iop_cli.model.kinds import NONE
from iop_cli.model.log import Log
from iop_cli.quantity import (
    AgeRange,
    Amount,
    Calculation,
    Clock,
    Duration,
    Length,
    Moment,
    Period,
    Share,
    rounded,
    split,
)
from iop_cli.reading import Library, Reading, Today
from iop_cli.sums import sum_over_term
from iop_cli.survey import Partnership, survey_texts

FOLDER = ROOT / "tests" / "practice"
IDS = sorted(p.stem for p in FOLDER.glob("*.yaml") if not p.name.endswith(".log.yaml"))
# findings of the file itself that a file means to show, and no others; no file shows an error
REMARKED_ON = {"etableringslotsar.yaml": ["IOP117", "IOP117"]}

kr, length, moment, share = Amount.read, Length.read, Moment.read, Share.read
period, sum_of, clock, ages = Period.read, Calculation.read, Clock.read, AgeRange.read

NIGHT, JOUR, TEN, CENTRE = "nattharbarget", "brottsofferstod", "tio-parter", "anhorigcentrum"
SCHOOL, HOUSE, HOME, CAFE = "skolkompisar", "kvinnohuset", "lagenhetsstod", "seniorkafe"
PILOTS, NEIGHBOURS, MASTER = "etableringslotsar", "grannbidrag", "motesplatser"
NORTH, SOUTH, AGAIN, PROPOSAL = (f"{MASTER}-norr", f"{MASTER}-soder", f"{CENTRE}-2015", "forslag")

# what practice holds: the item, the file, the place (log: in its log), and what is read there
TABLE: list[tuple[str, str, str, object]] = [
    ("five months", NIGHT, "term.length", length("5 months")),
    ("18 months, told as a length", CAFE, "term.length", length("18 months")),
    ("until further notice", JOUR, "term.end", NONE),
    ("a term that is unknown", PROPOSAL, "term.start", None),
    ("an end in a month", HOUSE, "follows.term.end", moment("2021-02")),
    ("pieces that are decided one by one", AGAIN, "term.periods[1].start", moment("2016-01-01")),
    ("a piece and its decision", AGAIN, "term.periods[2].decision", "år_3"),
    ("extension without limit", CENTRE, "term.extension.times", None),
    ("a limited extension", MASTER, "term.extension.times", 2),
    ("two years at a time", CENTRE, "term.extension.by", length("2 years")),
    ("decided six months before", CENTRE, "term.extension.decide", moment("6 months before end")),
    ("decided in a named month", NEIGHBOURS, "term.extension.decide", moment("2027-11")),
    ("talks six months before", SCHOOL, "term.extension.talks", moment("6 months before end")),
    ("expires without notice", NIGHT, "term.at_end", "expires"),
    ("renewed year by year", HOUSE, "term.at_end.renews", length("1 year")),
    ("unless notice is given", HOUSE, "term.at_end.unless_notice", moment("3 months before end")),
    ("extended after it began", AGAIN, "decisions.år_2.decided", moment("2016-04-13")),
    ("extended a year after it began", AGAIN, "decisions.år_3.decided", moment("2018-01-17")),
    ("an extension that was decided", CENTRE, "log: entries[4].until", date(2014, 12, 31)),
    ("six months' notice", JOUR, "notice[0].length", length("6 months")),
    ("notice for convenience", JOUR, "notice[0].cause", "convenience"),
    ("another notice for changes", JOUR, "notice[1].length", length("3 months")),
    ("another notice for a breach", JOUR, "notice[2].length", length("14 days")),
    ("without delay", NIGHT, "notice[0].length", length("at once")),
    ("no notice, settled", CAFE, "notice", NONE),
    ("no notice, unknown", PROPOSAL, "notice", None),
    ("a party's own right", HOME, "notice[0].by", "föreningen"),
    ("per activity, in arrears", SCHOOL, "payments.kursbidrag.invoiced", ["after_activity"]),
    ("a gate of participants", SCHOOL, "payments.kursbidrag.gate.participants", "min"),
    ("no gate, settled", SCHOOL, "payments.prova_på.gate.participants", NONE),
    ("a rate and when it applies", SCHOOL, "payments.kursbidrag.rates.stor.amount", kr("9 500,50 kr")),
    ("first week of the quarter", CENTRE, "payments.bidrag.schedule[0].pay", "first week of quarter"),
    ("four instalments, as printed", CENTRE, "payments.bidrag.schedule[0].printed", kr("61 925 kr")),
    ("tertials from a year", CENTRE, "payments.bidrag.schedule[1].valid.from", moment("2010")),
    ("three instalments a year", CENTRE, "payments.bidrag.schedule[1].parts", 3),
    ("a fixed sum a year", AGAIN, "payments.bidrag.amount", kr("265 000 kr")),
    ("without a schedule", AGAIN, "payments.bidrag.schedule", None),
    ("a lump sum years ahead", PILOTS, "payments.klumpsumma.date", moment("2020-03-15")),
    ("the years that it covers", PILOTS, "payments.klumpsumma.covers", period("2020..2022")),
    ("a total", NORTH, "payments.verksamhet.amount", kr("2,1 mkr")),
    ("with no yearly split", NORTH, "payments.verksamhet.split", None),
    ("split equally", NORTH, "payments.lokal.split", "equal"),
    ("split by year", SOUTH, "payments.verksamhet.split.2024", kr("1,2 mkr")),
    ("a ceiling for actual costs", HOUSE, "payments.verksamhet.cap", kr("up to 900 tkr")),
    ("a share of actual costs", HOUSE, "payments.verksamhet.share", share("90 %")),
    ("an actual cost", HOUSE, "log: entries[1].amount", kr("68 900,50 kr")),
    ("a first-year amount", NEIGHBOURS, "payments.bidrag.first_year", kr("300 tkr")),
    ("a yearly uplift by share", NEIGHBOURS, "payments.bidrag.yearly_uplift", share("2,5 %")),
    ("a yearly uplift by amount", NEIGHBOURS, "payments.lokal.yearly_uplift", kr("2 tkr")),
    ("different sums to each", TEN, "payments.basbidrag.to.missionen", kr("150 tkr")),
    ("different sums from each", TEN, "payments.basbidrag.from.forsa", kr("100 tkr")),
    ("different shares from each", TEN, "payments.processledning.from.förbundet", share("40 %")),
    ("a split that is unknown", HOME, "payments.kostnader.to", ["föreningen", "missionen"]),
    ("replaces a grant", NEIGHBOURS, "payments.lokal.replaces", "Föreningsbidrag till lokal"),
    ("the grant that is replaced", NEIGHBOURS, "other_funding[0].amount", kr("80 tkr")),
    ("kr per inhabitant and year", JOUR, "payments.per_invånare.rate", kr("4,02 kr")),
    ("a population at a date", JOUR, "payments.per_invånare.at", "1 November before"),
    ("the population itself", JOUR, "log: entries[0].value", Decimal(30000)),
    ("kr per place and night", NIGHT, "payments.platsdygn.rate", kr("395 kr")),
    ("for each night", NIGHT, "payments.platsdygn.per", "day"),
    ("its printed product", NIGHT, "payments.platsdygn.calculation", sum_of(
        "45 platser * 151 nätter = 6 795 platsnätter; 6 795 platsnätter * 395 kr = 2 684 025 kr")),
    ("the places of a night", NIGHT, "log: entries[0].value", Decimal(41)),
    ("advances, settled by costs", HOUSE, "payments.verksamhet.settled.against", "cost"),
    ("advances, settled by volume", HOUSE, "payments.jourtelefon.settled.against", "volume"),
    ("instalments by day", HOME, "payments.start.parts[0].amount", kr("100 tkr")),
    ("instalments by share", HOME, "payments.utrustning.parts[1].amount", share("75 %")),
    ("released by a report", HOME, "payments.start.parts[1].released_by", "delrapport"),
    ("an amount that is unknown", PROPOSAL, "payments.stöd.amount", None),
    ("in kind only", CAFE, "payments", NONE),
    ("other currencies", HOME, "other_funding[0].amount", kr("20 000 EUR")),
    ("the index and its publisher", CENTRE, "payments.bidrag.index.series", "SCB arbetskostnadsindex"),
    ("its base period", CENTRE, "payments.bidrag.index.base", period("2008")),
    ("the share of its change", CENTRE, "payments.bidrag.index.share", share("80 %")),
    ("its lag", CENTRE, "payments.bidrag.index.compare", ["2 years before", "1 year before"]),
    ("preliminary values", CENTRE, "payments.bidrag.index.values", "preliminary"),
    ("final values", TEN, "payments.basbidrag.index.values", "final"),
    ("its rounding", CENTRE, "payments.bidrag.index.rounded", "down to 100 kr"),
    ("never lower", CENTRE, "payments.bidrag.index.never_lower", True),
    ("may be lower", JOUR, "payments.per_invånare.index.never_lower", False),
    ("retroactive adjustment", JOUR, "payments.per_invånare.index.retroactive", True),
    ("an index value", CENTRE, "log: entries[2].value", Decimal("103.0")),
    ("its source", CENTRE, "log: entries[2].source", "SCB"),
    ("its day", CENTRE, "log: entries[2].date", date(2010, 3, 1)),
    ("a final value after it", JOUR, "log: entries[10].preliminary", False),
    ("a lead party", TEN, "parties.föreningen.leads", True),
    ("a named partner", TEN, "parties.länsstyrelsen.role", "named"),
    ("several public bodies", JOUR, "payments.per_invånare.from", ["köping", "by"]),
    ("a party that joined", NIGHT, "log: entries[8].event", "joined"),
    ("a party that left", TEN, "log: entries[4].event", "left"),
    ("a master and its parts", MASTER, "parts.expected", 2),
    ("a part of a master", SOUTH, "part_of", MASTER),
    ("what a part takes over", NORTH, "term.start", moment("2023-07-01")),
    ("the master's sum, stated", MASTER, "stated_sum.amount", kr("over 6,7 mkr")),
    ("normal places", NIGHT, "activities.härbärge.capacity.normal", 45),
    ("the most places", NIGHT, "activities.härbärge.capacity.max", 60),
    ("places of one site", NIGHT, "activities.härbärge.places.hamnmagasinet.capacity", 15),
    ("opens in the evening", NIGHT, "activities.härbärge.hours[0].from", clock("20:30")),
    ("closes the next morning", NIGHT, "activities.härbärge.hours[0].to", clock("07:30")),
    ("a time without quotes", NIGHT, "activities.härbärge.hours[1].from", clock("12:30")),
    ("fewest in a term", SCHOOL, "activities.kurs.volume.min", 4),
    ("in a term", SCHOOL, "activities.kurs.volume.per", "school_term"),
    ("fewest in a week", JOUR, "activities.stödsamtal.volume.min", 10),
    ("in a week", JOUR, "activities.stödsamtal.volume.per", "week"),
    ("the length of a meeting", SCHOOL, "activities.kurs.sessions.parts[0].length", Duration.read("1,5 h")),
    ("whom it is for", CAFE, "target_group.ages", ages("65+")),
    ("monthly meetings", TEN, "governance.arbetsgrupp.meets.per", "month"),
    ("once each school term", SCHOOL, "governance.samverkan.meets.per", "school_term"),
    ("twice a year", JOUR, "governance.samråd.meets.min", 2),
    ("quarterly, to both boards", JOUR, "follow_up.reports.kvartalsrapport.to[1].body", "Styrelsen"),
    ("half-yearly statistics", TEN, "follow_up.reports.statistik.how_often.per", "half_year"),
    ("the first half-year", TEN, "follow_up.reports.statistik.first", period("2025-H1")),
    ("no later than spring", SCHOOL, "follow_up.reports.bokslut.due", "senast våren 2028"),
    ("a suggestion only", JOUR, "follow_up.duties[0].firm", False),
    ("unanimity", TEN, "governance.styrgrupp.decides", "unanimous"),
    ("a strategic group", TEN, "governance.styrgrupp.name", "Strategisk styrgrupp"),
    ("an operative group", TEN, "governance.arbetsgrupp.decides", "lead"),
    ("134 kr/h", CAFE, "contributions[2].calculation", sum_of("300 h * 134 kr/h = 40 200 kr")),
    ("its source", CAFE, "contributions[2].value_source", "Exempelbys schablon 2018"),
    ("145 kr/h", JOUR, "contributions[2].calculation", sum_of("1 500 h * 145 kr/h = 217 500 kr")),
    ("220 kr/h", CAFE, "contributions[3].calculation", sum_of("20 h * 220 kr/h = 4 400 kr")),
    ("a gift without a value", CAFE, "contributions[0].amount", None),
    ("provided that funds exist", HOME, "payments.kostnader.condition", "medel"),
    ("by a day", HOME, "conditions.medel.latest", moment("2024-12-15")),
    ("provided that the council decides", HOME, "conditions.fullmäktige.decided_by", "Kommunfullmäktige"),
    ("met on a day", HOME, "conditions.fullmäktige.fulfilled", date(2024, 8, 28)),
    ("met, says the log", HOME, "log: entries[0].date", date(2024, 12, 11)),
    ("decided months after the start", PILOTS, "decisions.rs.decided", moment("2020-06-09")),
    ("decided a year after the start", HOME, "decisions.sn.decided", moment("2025-08-20")),
    ("a record check, for a role", SCHOOL, "log: entries[0].record_check", "kursledare"),
    ("a record check, its day", SCHOOL, "log: entries[0].date", date(2024, 8, 27)),
    ("zeros that count", NIGHT, "parties.kommunen.invoice.reference", "007"),
    ("NO is Norway", PILOTS, "parties.föreningen.address.country", "NO"),
    ("a day in another spelling", PILOTS, "term.start", moment("20200201")),
]  # fmt: skip


def master(id: str) -> tuple[str, bytes] | None:
    """A file of the folder by its id."""
    path = FOLDER / f"{id}.yaml"
    return (path.name, path.read_bytes()) if path.is_file() else None


LIBRARY = Library(template, master)


@cache
def readings(id: str, today: date = TODAY) -> dict[date | None, Reading]:
    """The readings of one file by the day of their amendment; None is the text as signed."""
    file = master(id)
    assert file
    held = open_partnership(file, master(f"{id}.log"), Today(today), LIBRARY).readings
    return {reading.day: reading for reading in held}


def at(value: Any, path: str) -> Any:
    """What the model has typed at a place, as the file spells it."""
    for part in read_path(path):
        if isinstance(value, BaseModel):
            keys = {f.alias or name: name for name, f in type(value).model_fields.items()}
            value = getattr(value, keys[str(part)])
        elif isinstance(part, int):
            value = value[part]
        else:
            value = value.get(part)
    return value


@pytest.mark.parametrize(("item", "id", "path", "wanted"), TABLE)
def test_an_item_of_practice_is_read_as_what_it_is(
    item: str, id: str, path: str, wanted: object
) -> None:
    signed = readings(id)[None]
    place = path.removeprefix("log: ")

    found = at(signed.log if place != path else signed.agreement, place)

    assert found == wanted, f"{item} is not read at {path}"
    assert type(found) is type(wanted)


def test_no_file_has_an_error_or_a_fault_that_it_does_not_mean_to_show() -> None:
    texts = {p.name: Text(p.name, p.read_bytes()) for p in sorted(FOLDER.glob("*.yaml"))}
    files = [Partnership(texts[f"{id}.yaml"], texts.get(f"{id}.log.yaml")) for id in IDS]

    found = survey_texts(files, Setting(TODAY, LIBRARY, {}))

    of_the_file = [d for d in found if d.code.startswith("IOP1")]
    shown = {f: [d.code for d in of_the_file if d.file == f] for f in {d.file for d in of_the_file}}
    assert shown == REMARKED_ON
    assert [(d.file, d.code, d.span.line) for d in found if d.severity is Severity.ERROR] == []
    assert [d.code for d in found if d.accepted] == ["IOP302"]


@pytest.mark.parametrize("id", IDS)
def test_a_file_begins_with_what_it_shows(id: str) -> None:
    for path in (FOLDER / f"{id}.yaml", FOLDER / f"{id}.log.yaml"):
        if path.exists():
            assert path.read_text("utf-8").startswith("# Practice: ")


@pytest.mark.parametrize(
    ("id", "first", "last", "months"),
    [
        (NIGHT, "2025-11-01", "2026-03-31", 5),
        (HOME, "2024-08-01", "2025-12-31", 17),
        (CAFE, "2025-10-01", "2027-03-31", 18),
        (PILOTS, "2020-02-01", "2022-12-31", 35),
        (SCHOOL, "2024-09-01", "2027-08-31", 36),
        (HOUSE, "2021-03-01", "2024-02-29", 36),
        (TEN, "2024-10-01", "2027-12-31", 39),
        (MASTER, "2023-07-01", "2026-12-31", 42),
        (CENTRE, "2009-01-01", "2012-12-31", 48),
    ],
)
def test_a_term_has_its_days_and_months(id: str, first: str, last: str, months: int) -> None:
    signed = readings(id)[None]

    assert (str(signed.first_day), str(signed.agreed_end)) == (first, last)
    assert Period("", date.fromisoformat(first), date.fromisoformat(last)).months() == months


@pytest.mark.parametrize(
    ("today", "end"),
    [("2024-02-29", "2024-02-29"), ("2024-03-01", "2025-02-28"), ("2028-01-10", "2028-02-29")],
)
def test_a_renewed_term_ends_on_the_last_of_february_in_leap_years_too(
    today: str, end: str
) -> None:
    held = readings(HOUSE, date.fromisoformat(today))[None]

    assert str(held.last_day) == str(current_end(held)) == end


def test_an_extension_in_months_from_the_end_of_a_month_ends_with_a_month() -> None:
    raw, logged = (master(NEIGHBOURS) or ("", b""))[1], f"agreement: {NEIGHBOURS}\nentries:\n"
    text = raw.replace(b"end: 2027-12-31", b"end: 2027-06-30").replace(b"2 years", b"6 months")
    log = f"{logged}  - {{id: e1, event: extended, date: 2027-05-02}}\n".encode()

    held = open_partnership(("a.yaml", text), ("a.log.yaml", log), Today(TODAY), LIBRARY).readings

    assert str(held[-1].last_day) == "2027-12-31"


@pytest.mark.parametrize(
    ("id", "today", "deadline"),
    [
        (CENTRE, "2012-01-02", "2012-06-30 extension"),
        (HOUSE, "2026-11-22", "2026-11-28 renewal"),
        (NEIGHBOURS, "2026-11-22", "2027-11-30 extension"),
        (NIGHT, "2026-03-20", "2026-03-31 end"),
        (MASTER, "2026-01-02", "2026-06-30 talks"),
        (JOUR, "2026-11-22", "2027-01-31 report"),
        (PROPOSAL, "2026-11-22", "2027-12-31 condition"),
    ],
)
def test_a_deadline_falls_on_its_day(id: str, today: str, deadline: str) -> None:
    current = list(readings(id, date.fromisoformat(today)).values())[-1]

    assert deadline in [f"{d.day} {d.what.kind}" for d in next_deadlines(current)]


@pytest.mark.parametrize(
    ("id", "since", "path", "before", "after"),
    [
        (NIGHT, "2026-01-01", "activities.härbärge.capacity.normal", 45, 60),
        (NIGHT, "2026-01-01", "payments.platsdygn.cap", kr("2 684 025 kr"), kr("2 984 025 kr")),
        (JOUR, "2025-01-01", "payments.per_invånare.rate", kr("4,02 kr"), kr("4,20 kr")),
        (AGAIN, "2016-05-01", "payments.bidrag.amount", kr("265 000 kr"), kr("390 000 kr")),
        (AGAIN, "2016-05-01", "payments.bidrag.cap", kr("300 tkr"), None),
    ],
)
def test_an_amended_value_holds_from_its_day(
    id: str, since: str, path: str, before: object, after: Amount | int | None
) -> None:
    held = readings(id)[None]
    day = date.fromisoformat(since)

    now = at(held.on(day), path)

    assert at(held.on(date.fromordinal(day.toordinal() - 1)), path) == before
    assert (now.value if isinstance(now, Amount) else now) == getattr(after, "value", after)


def test_a_party_joins_by_amendment() -> None:
    held = readings(NIGHT)

    assert list(held[None].agreement.parties) == ["kommunen", "missionen"]
    assert list(held[date(2026, 1, 1)].agreement.parties) == ["kommunen", "missionen", "jouren"]


def test_ten_parties_sign_and_those_that_are_only_named_do_not() -> None:
    agreement = readings(TEN)[None].agreement
    parties = [id for id, p in agreement.parties.items() if p.role != "named"]

    assert len(parties) == 10
    assert [s.party for s in agreement.signatures or []] == parties
    assert len(agreement.parties) == 12


def test_the_sums_of_the_group_and_of_its_lead_make_up_the_whole() -> None:
    agreement = readings(TEN)[None].agreement
    lead = next(id for id, p in agreement.parties.items() if p.leads)
    payment = at(agreement, "payments.basbidrag")

    assert payment.to[lead].value == 600_000
    for shares in (payment.from_, payment.to):
        assert sum(amount.value for amount in shares.values()) == payment.amount.value == 1_200_000


@pytest.mark.parametrize(
    ("id", "wanted"),
    [
        (MASTER, None),
        (NORTH, 2_520_000),
        (SOUTH, 4_200_000),
        (PILOTS, 420_000),
        (TEN, 4_290_000),
        (CAFE, 0),
        (JOUR, None),
    ],
)
def test_the_money_of_a_partnership_is_counted_once_and_unknown_is_not_zero(
    id: str, wanted: int | None
) -> None:
    found = sum_over_term(readings(id)[None])

    assert (found.value if found else None) == wanted


def test_the_index_clause_gives_the_worked_figures() -> None:
    signed = readings(CENTRE)[None]
    payment = at(signed.agreement, "payments.bidrag")
    log = signed.log
    assert log and log.entries
    earlier, later = (e.value for e in log.entries if e.index == payment.index.series)
    assert earlier and later

    change = (later - earlier) / earlier * payment.index.share.value
    step = kr(payment.index.rounded.removeprefix("down to ")).value
    adjusted = rounded(payment.amount.value * (1 + change), step, "down")

    assert adjusted == 253_600
    parts = split(adjusted, payment.schedule[1].parts, kr(payment.rounded).value, payment.rest)
    assert parts == [84_533, 84_533, 84_534]


def test_places_add_up_and_the_night_crosses_midnight() -> None:
    night = at(readings(NIGHT)[None].agreement, "activities.härbärge")

    assert sum(place.capacity for place in night.places.values()) == night.capacity.normal
    assert sum(night.capacity.parts.values()) == night.capacity.normal
    assert night.hours[0].to.minutes < night.hours[0].from_.minutes


def records(kind: Any, seen: set[type[BaseModel]]) -> set[type[BaseModel]]:
    """Every class of record that one can hold, however deep."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        if kind not in seen:
            seen.add(kind)
            for field in kind.model_fields.values():
                records(field.annotation, seen)
        return seen
    for part in get_args(kind):
        records(part, seen)
    return seen


def choices(kind: Any) -> Iterator[tuple[str, ...]]:
    """The lists of words that a field may choose from."""
    if get_origin(kind) is Literal:
        yield get_args(kind)
    for part in get_args(kind):
        yield from choices(part)


def held_in(value: Any) -> Iterator[BaseModel]:
    """Every record in a value, itself among them."""
    if isinstance(value, BaseModel):
        yield value
        yield from held_in([getattr(value, name) for name in value.model_fields_set])
    for part in (
        value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    ):
        yield from held_in(part)


def written() -> list[BaseModel]:
    """Every record of the folder, as signed, as amended and in the logs."""
    every = [reading for id in IDS for reading in readings(id).values()]
    return [r for reading in every for r in held_in([reading.agreement, reading.log])]


def test_every_key_of_the_format_stands_in_some_file() -> None:
    def key(record: type[BaseModel], name: str) -> str:
        owners = [b for b in record.__mro__ if name in getattr(b, "model_fields", ())]
        return f"{owners[-1].__name__}.{name}"

    known = {key(r, n) for m in (Agreement, Log) for r in records(m, set()) for n in r.model_fields}

    assert known - {key(type(r), name) for r in written() for name in r.model_fields_set} == set()


def words_of(value: Any) -> set[str]:
    """The words that a value is made of: itself, those in a list, or the keys of a map."""
    if isinstance(value, str):
        return {value}
    return {v for v in value if isinstance(v, str)} if isinstance(value, list | dict) else set()


def chosen(record: type[BaseModel], name: str) -> set[tuple[tuple[str, ...], str]]:
    """Each word that a field may choose, with the list that it stands in."""
    lists = choices(record.model_fields[name].annotation)
    return {(words, word) for words in lists for word in words}


def test_every_choice_of_the_format_stands_in_some_file() -> None:
    every = [r for model in (Agreement, Log) for r in records(model, set())]
    known = {c for record in every for name in record.model_fields for c in chosen(record, name)}

    used = {
        (words, word)
        for record in written()
        for name in record.model_fields_set
        for words, word in chosen(type(record), name)
        if word in words_of(getattr(record, name))
    }

    assert known - used == set()
