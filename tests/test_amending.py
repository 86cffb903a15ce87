"""An amendment drafted from a change: the text as signed again, and the change as its amendment."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st
from sealed import TEXT, agreement, document, keys, less, opened, places, with_other

from iop_cli import amending
from iop_cli.cli import seal
from iop_cli.cli.desk import desk
from iop_cli.cli.help import Group
from iop_cli.diagnostic import IopError
from iop_cli.editing import put_back, with_key
from iop_cli.finding import Where, path_text
from iop_cli.model.agreement import Agreement
from iop_cli.sealing import terms_hash

SINCE = "2027-01-01"
Said = Callable[[], tuple[str, str]]
TERMS = [where for where in places() if where[0] != "decisions"]
BORÅS = "agreements/boras-alskade-barn.yaml"


def drafted(now: str) -> dict[str, object]:
    return amending.drafted(document(TEXT).data, document(now).data)


def with_amendment(now: str) -> bytes:
    """The file as `iop amend` makes it of a changed text."""
    signed, words = document(TEXT).data, document(now).data
    changes = amending.drafted(signed, words)
    base = put_back(now.encode(), TEXT.encode(), amending.changed_parts(signed, words))
    held = {"a1": amending.amendment(changes, SINCE, None)}
    return with_key(base, (), "amendments", held, Agreement.known())


@settings(deadline=None)
@given(where=st.lists(st.sampled_from(TERMS), min_size=1, max_size=4, unique=True))
def test_read_as_amended_it_says_what_the_changed_text_says(where: list[Where]) -> None:
    now = TEXT
    for place in where:
        now = with_other(place, now)

    raw = with_amendment(now)

    assert raw.startswith(TEXT.encode())
    assert raw[len(TEXT.encode()) :].startswith(b"amendments:\n  a1:\n")
    reading = next(r for r in opened(raw).readings if r.day and r.day.isoformat() == SINCE)
    assert not reading.unfit
    assert terms_hash(reading.agreement) == terms_hash(agreement(now))
    assert terms_hash(agreement(raw)) == terms_hash(agreement(TEXT))


@pytest.mark.parametrize("where", keys(), ids=path_text)
def test_what_is_taken_away_is_gone_on_the_day_or_refused_in_words(where: Where) -> None:
    now = less(where)
    if now is None or where[0] in ("id", "status", "format"):
        return

    try:
        changes = drafted(now)
    except IopError as error:
        assert error.code == "unfit"
        assert "taken away" in error.message or "decision" in error.message
        return

    held = {"a1": amending.amendment(changes, SINCE, None)}
    raw = with_key(TEXT.encode(), (), "amendments", held, Agreement.known())
    reading = next(r for r in opened(raw).readings if r.day and r.day.isoformat() == SINCE)
    assert terms_hash(reading.agreement) == terms_hash(agreement(now))
    assert not [code for code, _f in opened(raw).body.problems]


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ("247 700 kr", "260 tkr", {"payments.bidrag.amount": "260 tkr"}),
        ("length: 6 months", "length: 3 months", {"notice[0].length": "3 months"}),
        ("247 700 kr", "247700 kr", {}),
        (
            "  föreningen:\n    role",
            "  ny: {role: nonprofit, name: Ny}\n  föreningen:\n    role",
            {"parties.ny": {"role": "nonprofit", "name": "Ny"}},
        ),
        ("target_group: {who: unga, ages: 7-13}\n", "", {"target_group": "none"}),
        ("ages: 7-13", "voluntary: yes", {"target_group.ages": "none", "target_group.voluntary": "yes"}),
        # where `none` is a value, what holds it is said whole
        ("  end: 2020-12-31\n", "", {"term": {
            "start": "2018-01-01",
            "at_end": {"renews": "1 year", "unless_notice": "3 months before end"},
        }}),
        ("  - {cause: convenience, kind: notice, length: at once, by: föreningen}\n", "", {"notice": [
            {"cause": "breach", "kind": "notice", "length": "6 months", "by": "any"},
        ]}),
        # in an amendment + adds to an amount
        ("notice: Sex månader.", "notice: +46 8 123", {"clauses": {
            "background": "Parterna har träffats.\n\nDe vill fortsätta.\n", "notice": "+46 8 123",
        }}),
        ("status: signed", "status: terminated", {}),
        ("  ks: {", "  ks2: {body: KS, effect: amend}\n  ks: {", {}),
    ],
)  # fmt: skip
def test_a_change_is_said_at_its_own_place(
    before: str, after: str, changes: dict[str, object]
) -> None:
    now = TEXT.replace(before, after)
    assert now != TEXT

    assert drafted(now) == changes


@pytest.mark.parametrize(
    ("before", "after", "says", "help"),
    [
        ("id: prov", "id: annan", "the id was prov and is annan; no amendment changes it", "iop new"),
        ("repayment: none\n", "", "repayment was taken away", "write none there"),
        ("title: Öppna porten", "title: +1", "the new value of title cannot be said", "added to an amount"),
        ("KS 2017/1", "KS 2017/2", "a decision that the signed text rests on was changed", "put it back"),
    ],
)  # fmt: skip
def test_what_no_amendment_can_say_is_refused_in_words(
    before: str, after: str, says: str, help: str
) -> None:
    with pytest.raises(IopError) as caught:
        drafted(TEXT.replace(before, after))

    assert says in caught.value.message
    assert help in caught.value.help


@pytest.mark.parametrize(
    ("pair", "says"),
    [
        ("id=annan", "id cannot be changed by an amendment"),
        ("log.entries=x", "log.entries cannot be changed by an amendment"),
        ("amendments.a1.from=2020", "amendments.a1.from cannot be changed by an amendment"),
        ("payment.bidrag=x", "payment.bidrag is not in the agreement; did you mean payments?"),
        ("payments.bidraget.amount=1 kr", "payments.bidraget.amount is not in the agreement"),
        ("title", "title is not place=value"),
        ("notice=[{cause: breach, length: 1,5 months}]", "cannot be read; put what has a comma"),
    ],
)
def test_a_change_that_is_told_must_be_one(pair: str, says: str) -> None:
    with pytest.raises(IopError) as caught:
        amending.told([pair], document(TEXT).data)

    assert says in caught.value.message


@pytest.mark.parametrize(
    ("taken", "next"), [([], "a1"), (["a1"], "a2"), (["t09", "t10"], "t11"), (["första"], "a1")]
)
def test_an_amendment_is_called_as_the_file_calls_them(taken: list[str], next: str) -> None:
    assert amending.next_id(taken) == next


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shipped agreements in a repository of git with one commit."""
    shutil.copytree(ROOT / "agreements", tmp_path / "agreements")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("IOP_TODAY", "2026-11-22")
    git("init", "-q")
    commit()
    return tmp_path


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    """What was said since the last time, as the result and the remarks."""

    def since() -> tuple[str, str]:
        both = capsys.readouterr()
        return both.out, both.err

    return since


def git(*arguments: str) -> None:
    own = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "core.autocrlf=false"]
    subprocess.run(["git", *who, *arguments], check=True, env=own, capture_output=True)


def commit() -> None:
    git("add", "-A")
    git("commit", "-qm", "läget")


def iop(*arguments: str) -> int:
    app = typer.Typer(cls=Group, add_completion=False, pretty_exceptions_enable=False)
    seal.register(app)
    code: int = app(list(arguments), standalone_mode=False)
    return code


def change(before: str, after: str) -> bytes:
    """Another text in the file, as an officer writes it."""
    raw = Path(BORÅS).read_bytes()
    text = raw.decode().replace(before, after)
    assert text.encode() != raw
    Path(BORÅS).write_bytes(text.encode())
    return raw


def test_a_seal_is_written_and_nothing_else(repository: Path, said: Said) -> None:
    raw = Path(BORÅS).read_bytes()

    assert iop("seal", "boras-alskade-barn", "--by", "sekreterare") == 0

    out, err = said()
    made = Path(BORÅS).read_bytes()
    written = "".join(out.splitlines(keepends=True)[1:]).encode()
    assert made.replace(written, b"") == raw
    assert written.startswith(b'seal:\n  sha256: "') and b"  by: sekreterare\n" in written
    assert "iop amend boras-alskade-barn" in err
    assert iop("seal", "boras-alskade-barn") == 0
    assert Path(BORÅS).read_bytes() == made
    assert "sealed already" in said()[1]


def test_a_dry_run_writes_nothing(repository: Path) -> None:
    raw = Path(BORÅS).read_bytes()

    assert iop("seal", "boras-alskade-barn", "-n") == 0
    assert iop("amend", "boras-alskade-barn", "-n", "--from", SINCE, "--set", "copies=2") == 0

    assert Path(BORÅS).read_bytes() == raw


def test_what_is_not_signed_is_neither_sealed_nor_amended(repository: Path) -> None:
    for command in (["seal"], ["amend", "--from", SINCE, "--set", "copies=3"]):
        with pytest.raises(IopError) as caught:
            iop(command[0], "orust-junis-klubb-busa", *command[1:])

        assert caught.value.message == (
            "the status of orust-junis-klubb-busa is proposed; only what is signed is sealed or"
            " amended"
        )


def test_a_change_after_the_seal_is_told_in_sentences(repository: Path, said: Said) -> None:
    iop("seal", "boras-alskade-barn")
    commit()
    change("length: 6 months", "length: 3 months")
    said()

    assert iop("verify", "--plain") == 1
    out, _err = said()
    assert "IOP814" in out
    assert "the time of notice for breach shrinks from 6 months to 3 months" in " ".join(
        out.split()
    )
    assert iop("seal", "boras-alskade-barn") == 1
    out, err = said()
    assert out.startswith(f"{BORÅS}:58: the time of notice for breach shrinks")
    assert "was changed after it was sealed; nothing was written" in err


def test_without_the_past_the_change_is_found_and_nothing_is_invented(
    repository: Path, said: Said
) -> None:
    iop("seal", "boras-alskade-barn")
    change("length: 6 months", "length: 3 months")
    shutil.rmtree(".git")
    said()

    assert iop("verify", "boras-alskade-barn", "--output-format", "json") == 1

    (found,) = json.loads(said()[0])["findings"]
    assert (found["code"], found["where"], found["related"]) == ("IOP814", "seal.sha256", [])
    assert "not in the history that is here" in found["help"]


def test_where_all_stands_nothing_is_found(repository: Path, said: Said) -> None:
    assert iop("verify") == 0
    assert said()[1] == "no agreement here is sealed: iop seal ID seals what was signed\n"

    iop("seal", "boras-alskade-barn")

    assert iop("verify") == 0


def test_an_altered_ledger_is_found_too(repository: Path, said: Said) -> None:
    shutil.copytree(ROOT / "tests" / "rules" / "IOP907", "case")
    found = next(Path("case").rglob("ledger.yaml"))
    shutil.copytree(found.parent, Path("invoices") / found.parent.name)

    assert iop("verify", "--output-format", "concise") == 1

    assert "IOP907" in said()[0]


def test_a_change_becomes_an_amendment_and_the_text_stands_as_signed(
    repository: Path, said: Said
) -> None:
    raw = change("length: 6 months", "length: 3 months")

    assert iop("amend", "boras-alskade-barn", "--from", SINCE) == 0

    out, err = said()
    made = Path(BORÅS).read_bytes().decode()
    block = (
        "amendments:\n  a1:\n    from: 2027-01-01\n    changes:\n"
        "      notice[0].length: 3 months\n      notice[1].length: 3 months\n"
    )
    assert made.replace(block, "") == raw.decode()
    assert "- the time of notice for breach shrinks from 6 months to 3 months\n" in out
    assert " addendum" in err
    with pytest.raises(IopError) as caught:
        iop("amend", "boras-alskade-barn", "--from", SINCE)
    assert caught.value.message == "the terms are as they were in HEAD; there is nothing to amend"


def test_a_text_that_is_committed_already_is_held_against_an_earlier_revision_or_a_file(
    repository: Path,
) -> None:
    raw = change("length: 6 months", "length: 3 months")
    Path("signed.yaml").write_bytes(raw)
    commit()
    now = Path(BORÅS).read_bytes()

    for since in ("HEAD~1", "signed.yaml"):
        Path(BORÅS).write_bytes(now)
        assert iop("amend", "boras-alskade-barn", "--from", SINCE, "--since", since) == 0
        assert Path(BORÅS).read_bytes().startswith(raw[: raw.index(b"\nadded:")])


def test_an_amendment_stands_below_the_earlier_ones(repository: Path, said: Said) -> None:
    for value in ("3", "4"):
        told = f"copies_to=[Arkivet {value}]"
        assert iop("amend", "boras-alskade-barn", "--from", SINCE, "--set", told) == 0

    text = Path(BORÅS).read_text("utf-8")
    assert text.index("  a1:\n    from") < text.index("  a2:\n    from")
    said()
    assert iop("seal", "boras-alskade-barn", "--amendment", "a1") == 0
    change("- Arkivet 3", "- Arkivet 5")
    assert iop("verify", "--output-format", "concise") == 1
    assert "the amendment is no longer as it was sealed" in said()[0]


def test_what_would_be_an_error_is_shown_and_not_written(repository: Path, said: Said) -> None:
    raw = Path(BORÅS).read_bytes()
    told = ["--set", "term.end=2017-12-31", "--decision", "okänt"]

    assert iop("amend", "boras-alskade-barn", "--from", SINCE, *told) == 1

    out, err = said()
    assert "IOP301" in out and "IOP114" in out
    assert err == "nothing was written: as it stands, the amendment would be an error\n"
    assert Path(BORÅS).read_bytes() == raw


def test_the_day_must_be_said(repository: Path) -> None:
    for told, says in (([], "say from which day"), (["--from", "hösten"], "no day from which")):
        with pytest.raises(IopError) as caught:
            iop("amend", "boras-alskade-barn", *told)

        assert says in caught.value.message


def test_a_text_that_was_changed_before_is_not_amended_over_its_seal(repository: Path) -> None:
    iop("seal", "boras-alskade-barn")
    change("length: 6 months", "length: 3 months")
    commit()

    with pytest.raises(IopError) as caught:
        iop("amend", "boras-alskade-barn", "--from", SINCE, "--set", "copies=2")

    assert caught.value.message == (
        "the text that the change starts from is not the one that was sealed"
    )


def test_a_file_that_somebody_else_changes_meanwhile_is_let_be(repository: Path) -> None:
    held = desk("boras-alskade-barn", None)
    change("copies: 2", "copies: 3")
    theirs = Path(BORÅS).read_bytes()

    with pytest.raises(IopError) as caught:
        held.write(held.file.raw + b"# mer\n")

    assert caught.value.message == f"{BORÅS} was changed meanwhile; nothing was written"
    assert Path(BORÅS).read_bytes() == theirs
