"""`iop render` and `iop template`: what is written where, what is refused, what is never told."""

import io
import json
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from conftest import GOOD, GOOD_LOG, ROOT, TODAY
from documents import ATTACK, html_text, pdf_text, read_html, structure, subject, word_text
from docx import Document
from hostile import surroundings
from markdown_it import MarkdownIt

from iop_cli import words
from iop_cli.book import open_partnership
from iop_cli.cli.run import run
from iop_cli.documents import public
from iop_cli.documents.making import made
from iop_cli.documents.roll import ROLL, named
from iop_cli.finding import Where
from iop_cli.project import shipped
from iop_cli.reading import Library, Today
from iop_cli.record import walk

ID = "grannhuset"
# free text stands here; elsewhere a value that is not understood is an ordinary finding
FREE = re.compile(
    r"^(title|purpose|target_group|programme|original|other_funding|clauses|surplus|stated_sum)\b"
    r"|\.(name|task|what|who|unit|acts_through|body|text|office|place|evidence|because|called|as_written)$"
    r"|also_written|places\b|units\b|announces|receivers|documents\b"
)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one good agreement and its log, which one stands in."""
    folder = tmp_path / "repository"
    (folder / "agreements").mkdir(parents=True)
    (folder / ".git").mkdir()
    (folder / "agreements" / f"{ID}.yaml").write_text(GOOD, "utf-8")
    (folder / "agreements" / f"{ID}.log.yaml").write_text(GOOD_LOG, "utf-8")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("IOP_TODAY", TODAY.isoformat())
    monkeypatch.setenv("IOP_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("IOP_LANG", "en")
    return folder


def change(repository: Path, before: str, after: str) -> None:
    path = repository / "agreements" / f"{ID}.yaml"
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), "utf-8")


def written(repository: Path) -> list[str]:
    folder = repository / "documents"
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def test_all_documents_that_apply_are_made_as_markdown_and_html(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["render", ID]) == 0

    files = written(repository)
    assert f"{ID}/agreement.sv.md" in files
    assert f"{ID}/memo.sv.html" in files
    assert {f.rsplit(".", 1)[1] for f in files} == {"md", "html"}
    assert capsys.readouterr().out.split() == [
        f"documents/{name}" for kind in ROLL for name in files_of(kind.name, files)
    ]


def files_of(kind: str, files: list[str]) -> list[str]:
    return [f for s in ("md", "html") for f in files if f == f"{ID}/{kind}.sv.{s}"]


def test_the_same_files_are_made_again_and_not_written_twice(repository: Path) -> None:
    run(["render", ID])
    before = {p: p.stat().st_mtime_ns for p in (repository / "documents").rglob("*.*")}

    run(["render", "--all"])

    assert {p: p.stat().st_mtime_ns for p in (repository / "documents").rglob("*.*")} == before


def test_a_document_in_another_language_and_place(repository: Path) -> None:
    assert (
        run(["render", ID, "memo", "--lang", "en", "--output-format", "pdf,docx", "-o", "ut"]) == 0
    )

    assert sorted(p.name for p in (repository / "ut" / ID).iterdir()) == [
        "memo.en.docx",
        "memo.en.pdf",
    ]


def test_one_document_goes_to_standard_output(repository: Path, capfdbinary: Any) -> None:
    assert run(["render", ID, "agreement", "-o", "-"]) == 0

    assert capfdbinary.readouterr().out.startswith(b"# ")
    assert not (repository / "documents").exists()


def test_nothing_is_written_where_nothing_is_to_be(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["render", ID, "memo", "-n"]) == 0

    assert not (repository / "documents").exists()
    assert "Nothing is written." in capsys.readouterr().err


def test_an_agreement_with_errors_is_refused_and_made_as_a_draft(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(repository, "end: 2027-12-31", "end: 2024-12-31")

    assert run(["render", ID]) == 1

    told = capsys.readouterr().err
    assert "nothing is made" in told
    assert re.search(r"agreements/grannhuset.yaml:\d+: IOP301", told)
    assert not (repository / "documents").exists()
    assert run(["render", ID, "memo", "--draft"]) == 0
    text = (repository / "documents" / ID / "memo.sv.md").read_text("utf-8")
    assert "> **UTKAST**" in text
    assert "> - IOP301" in text


@pytest.mark.parametrize(
    ("status", "is_marked"), [("draft", True), ("proposed", True), ("signed", False)]
)
def test_what_is_not_yet_agreed_is_always_marked(
    repository: Path, status: str, is_marked: bool
) -> None:
    change(repository, "status: signed", f"status: {status}")

    run(["render", ID, "agreement"])

    text = (repository / "documents" / ID / "agreement.sv.md").read_text("utf-8")
    assert ("UTKAST" in text) is is_marked


@pytest.mark.parametrize(("arguments", "says"), [
    (["render"], "name an agreement, or write --all"),
    (["render", "grannhusen"], "did you mean grannhuset?"),
    (["render", ID, "mmo"], "there is no document mmo; did you mean memo?"),
    (["render", ID, "--output-format", "doc"], "did you mean docx?"),
    (["render", ID, "-o", "-"], "one document of one agreement in one format"),
    (["render", ID, "memo", "--period", "20x"], "--period"),
    (["render", ID, "--template", "mall.docx"], "--template takes one document"),
    (["render", ID, "memo", "--template", "mall.docx"], "mall.docx is not a file"),
    (["template", "eject", "mmeo"], "did you mean memo?"),
    (["template", "check", "x.md.j2"], "does not tell which document"),
])  # fmt: skip
def test_a_slip_is_told_with_the_way_out(
    repository: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    assert run(arguments) == 2

    assert says in capsys.readouterr().err


def test_documents_are_never_written_outside_the_repository(
    repository: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (repository / "documents").symlink_to(tmp_path / "elsewhere")

    assert run(["render", ID]) == 2

    assert "leads out of the repository" in capsys.readouterr().err
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_what_cannot_be_read_stops_no_other(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "agreements" / "trasig.yaml").write_text("a: b: c\n", "utf-8")

    assert run(["render", "--all", "memo"]) == 1

    assert "trasig.yaml" in capsys.readouterr().err
    assert f"{ID}/memo.sv.md" in written(repository)


def test_the_documents_follow_the_file_while_somebody_watches(repository: Path) -> None:
    command = [sys.executable, "-P", "-m", "iop_cli", "render", ID, "memo", "--watch"]
    watching = subprocess.Popen(
        command, cwd=repository, env=surroundings(repository), stderr=subprocess.PIPE, stdout=subprocess.PIPE
    )  # fmt: skip
    memo = repository / "documents" / ID / "memo.sv.md"
    try:
        wait_for(lambda: memo.exists())
        change(repository, "title: Grannhuset", "title: Grannhuset Norra")
        wait_for(lambda: "Grannhuset Norra" in memo.read_text("utf-8"))
        watching.send_signal(signal.SIGINT)
        out, err = watching.communicate(timeout=20)
    finally:
        watching.kill()

    assert watching.returncode == 0
    assert b"Traceback" not in out + err


def wait_for(is_so: Callable[[], bool]) -> None:
    for _round in range(200):
        if is_so():
            return
        time.sleep(0.1)
    raise AssertionError("it did not happen")


def test_what_is_not_public_stands_in_no_format(repository: Path) -> None:
    text = GOOD.replace(
        "    org_number: 212000-1561\n",
        "    org_number: 212000-1561\n    contact: {office: Xyzzykontor, unit: Xyzzyenhet}\n",
    )
    text = text.replace("Eva Ek", "Xyzzynamn")
    text += "not_public: [purpose.text, activities.kafé.places, target_group]\n"
    text = text.replace("Färre äldre ska vara ensamma", "Xyzzysyfte").replace(
        "[Grannhuset]", "[Xyzzyplats]"
    )
    text = text.replace("who: äldre, voluntary", "who: Xyzzyäldre, voluntary")
    text += (
        "amendments:\n  a1:\n    from: 2025-06-01\n    changes:\n"
        "      parties.kommunen.contact.office: Xyzzynytt\n      purpose.text: Xyzzyannat\n"
        "      parties.tredje: {role: nonprofit, name: Tredje Föreningen, contact: {office: Xyzzytredje}}\n"
    )
    (repository / "agreements" / f"{ID}.yaml").write_text(text, "utf-8")
    formats = ["--output-format", "md,html,pdf,docx"]

    assert run(["render", ID, "--draft", *formats, "-o", "allt"]) == 0
    assert run(["render", ID, "--draft", "--public", *formats, "-o", "öppet"]) == 0

    shown = "".join(text_of(p) for p in sorted((repository / "allt").rglob("*.*")))
    assert {"Xyzzynytt", "Xyzzynamn", "Xyzzyannat", "Xyzzyplats", "Xyzzyäldre"} <= set(
        re.findall(r"Xyzzy\w+?(?=\W|$)", shown)
    )
    for path in sorted((repository / "öppet").rglob("*.*")):
        assert "Xyzzy" not in text_of(path), path.name
        assert b"Xyzzy" not in path.read_bytes(), path.name


def text_of(path: Path) -> str:
    raw = path.read_bytes()
    match path.suffix:
        case ".pdf":
            return pdf_text(raw) + " "
        case ".docx":
            return word_text(raw) + " "
        case _:
            return raw.decode()


def test_words_are_taken_away_before_they_are_read() -> None:
    text = GOOD + "not_public: [notice, 'log.entries[0].participants', terms]\n"

    file, log = public.published(
        ("a/grannhuset.yaml", text.encode()), ("a/l.yaml", GOOD_LOG.encode())
    )

    held = json.loads(file[1])
    assert "notice" not in held
    assert held["title"] == "Grannhuset"
    assert log is not None and "participants" not in json.loads(log[1])["entries"][0]


def test_a_master_lends_nothing_that_is_not_public() -> None:
    text = GOOD.replace("role: public\n", "role: public\n    contact: {office: Xyzzy}\n")
    shelf = Library(lambda _name: None, lambda id: (f"{id}.yaml", text.encode()))

    found = public.library(shelf).master("grannhuset")

    assert found is not None and b"Xyzzy" not in found[1]


def attacked() -> str:
    """The good agreement with a text that attacks in every field that takes free text."""
    reading = subject().reading
    places = [where for where, _text in walk(reading.data) if FREE.search(_path(where))]
    data = json.loads(json.dumps(reading.data))
    for where in places:
        kept = json.loads(json.dumps(data))
        _put(data, where, ATTACK.replace("\x0e", "").replace("\x0f", ""))
        if not _is_read(data):
            data = kept
    data["clauses"] = {
        topic: ATTACK.replace("\x0e", "").replace("\x0f", "") + "\n\n```\n"
        for topic in ("background", "economy", "other")
    }
    return json.dumps(data, ensure_ascii=False)


def _path(where: Where) -> str:
    return ".".join(str(step) for step in where if isinstance(step, str))


def _put(data: Any, where: Where, value: str) -> None:
    for step in where[:-1]:
        data = data[step]
    data[where[-1]] = value


def _is_read(data: Any) -> bool:
    file = ("a/grannhuset.yaml", json.dumps(data, ensure_ascii=False).encode())
    opened = open_partnership(file, None, Today(TODAY), Library(lambda _name: None))
    return bool(opened.readings) and not opened.body.problems


def test_no_field_is_obeyed_in_any_format() -> None:
    text = attacked()
    assert text.count("ZQX") > 12
    for language in ("sv", "en"):
        told = subject(text, language=language, draft=True)
        for kind in ROLL:
            if not kind.applies(told):
                continue
            held = made(
                kind, told, lambda n: shipped(f"templates/{n}"), ("md", "html", "pdf", "docx")
            )
            page = read_html(held["html"].decode())
            assert page.harm == [], kind.name
            assert "49" not in bare_tokens(held["md"].decode()), kind.name
            assert html_in(held["md"].decode()) == set(), kind.name
            if "ZQX" in held["html"].decode():
                assert "ZQX" in word_text(held["docx"]) and "ZQX" in pdf_text(held["pdf"]), (
                    kind.name
                )
            assert html_text(held["html"].decode(), charts=False) == word_text(held["docx"]), (
                kind.name
            )


def bare_tokens(text: str) -> set[str]:
    return set(re.findall(r"(?<![\d.])\d+(?![\d.])", text))


def html_in(text: str) -> set[str]:
    """The HTML and the pictures that a reader of Markdown that obeys HTML would find in a text."""
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(text)
    inside = [t.type for token in tokens for t in (token, *(token.children or ()))]
    return {"html_block", "html_inline", "image"} & set(inside)


def test_a_template_is_copied_out_once_and_then_used(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["template", "eject", "memo"]) == 0
    own = repository / "templates" / "memo.md.j2"
    assert own.read_bytes() == shipped("templates/memo.md.j2")
    assert run(["template", "eject", "memo"]) == 2
    assert "is there already" in capsys.readouterr().err

    own.write_text("# {{ title }} av oss\n", "utf-8")
    assert run(["render", ID, "memo"]) == 0

    assert "av oss" in (repository / "documents" / ID / "memo.sv.md").read_text("utf-8")
    capsys.readouterr()
    assert run(["template", "list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("  ")[0] for line in lines if "your own" in line] == ["memo.md.j2"]


def test_a_misspelt_field_of_a_template_is_told_with_its_line(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "templates").mkdir()
    (repository / "templates" / "memo.md.j2").write_text(
        "# {{ title }}\n\n{{ backgroud }}\n", "utf-8"
    )

    assert run(["template", "check", "templates/memo.md.j2"]) == 1
    assert capsys.readouterr().out == (
        "templates/memo.md.j2:3: there is no field backgroud; did you mean background?"
        " ({{ backgroud }})\n"
    )
    assert run(["render", ID, "memo"]) == 2
    told = capsys.readouterr().err
    assert "templates/memo.md.j2 cannot be used: line 3: there is no field backgroud" in told


def test_a_word_template_is_checked_and_filled(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = Document()
    for text in ("Tjänsteskrivelse", "{{ title }}", "{{ laed }}", "{{ proposal"):
        file.add_paragraph(text)
    file.save("memo.docx")

    assert run(["template", "check", "memo.docx"]) == 1
    assert (
        "memo.docx: paragraph 4: the tag {{ is not closed ({{ proposal)" in capsys.readouterr().out
    )

    file.paragraphs[3].text = ""
    file.save("memo.docx")
    assert run(["template", "check", "memo.docx"]) == 1
    assert "paragraph 3: there is no field laed; did you mean lead?" in capsys.readouterr().out

    file.paragraphs[2].text = "{{ lead }}"
    file.save("memo.docx")
    assert run(["template", "check", "memo.docx"]) == 0
    told = capsys.readouterr().err
    assert "the field background is not used" in told

    assert run(["render", ID, "memo", "--template", "memo.docx"]) == 0
    made = Document(str(repository / "documents" / ID / "memo.sv.docx"))
    assert [p.text for p in made.paragraphs][:2] == ["Tjänsteskrivelse", "Grannhuset"]


def test_a_document_is_named_by_its_title_too() -> None:
    words.use("sv")

    assert [kind.name for kind in named(["memo", "assessment", "MEMO"])] == ["memo", "assessment"]
    assert named([words._(ROLL[0].title)]) == ROLL[:1]
    assert named([]) == ROLL


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_shipped_agreements_have_every_document_in_every_format(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "agreements", tmp_path / "agreements")
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)

    code = run(
        [
            "render",
            "--all",
            "--draft",
            "--output-format",
            "md,html,pdf,docx",
            "--today",
            "2026-11-22",
            "--lang",
            language,
        ]
    )

    assert code == 0
    made = list((tmp_path / "documents").rglob("*.*"))
    assert {p.suffix for p in made} == {".md", ".html", ".pdf", ".docx"}
    assert {p.parent.name for p in made} == {
        p.stem for p in (ROOT / "agreements").glob("*.yaml") if ".log" not in p.name
    }
    for path in sorted(p for p in made if p.suffix == ".html"):
        page = path.read_text("utf-8")
        assert html_text(page, charts=False) == word_text(path.with_suffix(".docx").read_bytes()), (
            path
        )
        raw = path.with_suffix(".pdf").read_bytes()
        assert pdf_text(raw) == html_text(page), path
        judge_structure(raw, page, language)
        assert "None" not in html_text(page), path


def judge_structure(raw: bytes, page: str, language: str) -> None:
    """Tagged, with language, title and standards, and headers and headings as the page has them."""
    with pikepdf.open(io.BytesIO(raw)) as held, held.open_metadata() as told:
        assert held.Root.MarkInfo.Marked
        assert str(held.Root.Lang) == language
        assert told["dc:title"] == unescape(re.findall("<title>(.*?)</title>", page)[0])
        assert (told["pdfuaid:part"], told["pdfaid:part"]) == ("1", "2")
        scopes = list(scopes_of(held.Root.StructTreeRoot.K))
    kinds = [kind for kind, _alt in structure(raw)]
    body = page.partition("<main>")[2]
    assert kinds.count("/Table") == page.count("<table")
    assert scopes.count("/Column") == page.count('scope="col"')
    for level in (2, 3):
        assert kinds.count(f"/H{level}") == body.count(f"<h{level}")


def scopes_of(node: Any) -> Iterator[str]:
    """The scope of each table header."""
    if isinstance(node, pikepdf.Array):
        for inner in node:
            yield from scopes_of(inner)
    elif isinstance(node, pikepdf.Dictionary):
        if str(node.get("/S", "")) == "/TH":
            told = node.get("/A", pikepdf.Array())
            held = told if isinstance(told, pikepdf.Array) else [told]
            yield next((str(one.Scope) for one in held if "/Scope" in one), "")
        yield from scopes_of(node.get("/K", pikepdf.Array()))
