"""Word files: ours are accessible and the same every time; a municipality's own is filled in jail."""

import io
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from conftest import TODAY, template
from documents import ATTACK, html_text, subject, word_text
from docx import Document
from test_documents_engine import FULL, made

from iop_cli.diagnostic import IopError
from iop_cli.documents import tags
from iop_cli.documents.filling import filled, jail, opened
from iop_cli.documents.page import html
from iop_cli.documents.tree import tree
from iop_cli.documents.values import Clause, Markup
from iop_cli.documents.word import docx

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VALUES: dict[str, Any] = {
    "title": "Grannhuset & co",
    "lead": "Hej",
    "text": Clause("# Bakgrund\n\nRad *ett*.\n\n- a\n- b"),
    "parties": [{"name": "Kommunen", "number": "1"}, {"name": "Föreningen", "number": "2"}],
    "parts": Markup("| a | b |\n| --- | --- |\n| c | d |"),
}


def own(*paragraphs: str, rows: tuple[str, ...] = (), head: str = "") -> bytes:
    """A Word template as somebody at a municipality would make it."""
    file = Document()
    for text in paragraphs:
        file.add_paragraph(text)
    if rows:
        table = file.add_table(rows=0, cols=2)
        for text in rows:
            cells = table.add_row().cells
            for cell, words in zip(cells, [*text.split(" | "), ""], strict=False):
                cell.text = words
    if head:
        file.sections[0].header.paragraphs[0].text = head
    kept = io.BytesIO()
    file.save(kept)
    return kept.getvalue()


def words(raw: bytes) -> list[str]:
    return [p.text for p in Document(io.BytesIO(raw)).paragraphs]


def faults(raw: bytes) -> list[tuple[int, str]]:
    found, _used = tags.faults_of_word(opened(raw), jail(), tags.shape_of([VALUES]))
    return [(fault.number, fault.says) for fault in found]


def test_a_word_file_has_real_headings_a_language_and_a_title() -> None:
    raw = docx(tree(FULL, "sv"), TODAY)

    file = Document(io.BytesIO(raw))
    styles = [(p.style.name, p.text) for p in file.paragraphs if p.style and p.text]
    assert ("Heading 1", "Titel") in styles
    assert ("Heading 2", "1. Parter") in styles
    assert ("Caption", "Vilka de är") in styles
    assert ("List Bullet 2", "inuti") in styles
    assert file.core_properties.title == "Titel"
    assert file.core_properties.language == "sv"
    xml = file.styles.element.xml
    assert '<w:lang w:val="sv-SE"' in xml
    assert '<w:lang w:val="en-GB"/>' in file.element.xml


def test_the_first_row_of_a_table_is_its_header_on_every_page() -> None:
    table = Document(io.BytesIO(docx(tree(FULL, "sv"), TODAY))).tables[0]

    heads = [row._tr.trPr.find(f"{W}tblHeader") is not None for row in table.rows]
    assert heads == [True, False, False]
    assert [cell.text for cell in table.rows[0].cells] == ["Part", "Belopp"]


def test_a_word_file_says_what_the_page_says_but_for_charts() -> None:
    held = tree(FULL, "sv")

    assert word_text(docx(held, TODAY)) == html_text(html(held, template), charts=False)


def test_the_same_document_gives_the_same_word_file() -> None:
    held = tree(FULL, "sv")

    assert docx(held, TODAY) == docx(held, TODAY)


def test_each_list_begins_with_its_own_number() -> None:
    raw = docx(tree("# t\n\n1. a\n\nx\n\n1. b\n", "sv"), TODAY)

    xml = Document(io.BytesIO(raw)).element.body.xml
    numbers = [part.split('"')[1] for part in xml.split("<w:numId ")[1:]]
    assert len(set(numbers)) == 2


def test_nothing_in_a_word_file_is_obeyed() -> None:
    raw = docx(
        tree(made("# {{ t }}\n\n{{ t }}\n\n{{ c }}\n", t=ATTACK, c=Clause(ATTACK)), "sv"), TODAY
    )

    assert word_text(raw).count("ZQX") == 3
    relations = zipfile.ZipFile(io.BytesIO(raw)).read("word/_rels/document.xml.rels").decode()
    assert "javascript" not in relations
    assert "evil" not in relations or "hyperlink" in relations


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed here")
def test_libreoffice_opens_it(tmp_path: Path) -> None:
    held = tree(FULL, "sv")
    (tmp_path / "a.docx").write_bytes(docx(held, TODAY))

    subprocess.run(
        ["soffice", "--headless", "--convert-to", "txt:Text", "--outdir", tmp_path, tmp_path / "a.docx"],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip

    assert "Vilka de är" in (tmp_path / "a.txt").read_text("utf-8-sig")


def test_a_municipalitys_own_template_is_filled_with_the_same_values() -> None:
    raw = own(
        "{{ title }}", "{{ text }}", "{{ parts }}", "{% if lead %}{{ lead }}{% endif %}",
        rows=("{%tr for p in parties %}", "{{ p.name }} | {{ p.number }}", "{%tr endfor %}"),
        head="{{ title }}",
    )  # fmt: skip

    made = filled(raw, VALUES, subject())

    told = words(made)
    assert told[0] == "Grannhuset & co"
    assert [t for t in told[1:] if t] == [
        "Bakgrund",
        "Rad ett.",
        "– a",
        "– b",
        "a\tb",
        "c\td",
        "Hej",
    ]
    table = Document(io.BytesIO(made)).tables[0]
    assert [[c.text for c in row.cells] for row in table.rows] == [
        ["Kommunen", "1"],
        ["Föreningen", "2"],
    ]
    assert made == filled(raw, VALUES, subject())


def test_a_filled_draft_bears_its_mark_first() -> None:
    assert words(filled(own("{{ title }}"), VALUES, subject(draft=True)))[0] == "UTKAST"


def test_what_is_filled_in_is_not_obeyed() -> None:
    made = filled(
        own("{{ title }}", "{{ text }}"),
        {"title": ATTACK.replace("\x0e", "").replace("\x0f", ""), "text": Clause("<w:p>&x;")},
        subject(),
    )

    assert words(made)[0].endswith("ZQX")
    assert "{{ 7*7 }}" in words(made)[0]
    assert words(made)[1] == "<w:p>&x;"


@pytest.mark.parametrize(("paragraph", "says"), [
    ("{{ titel }}", "there is no field titel; did you mean title?"),
    ("{% for p in parties %}{{ p.nmae }}{% endfor %}", "there is no field nmae; did you mean name?"),
    ("{{ title", "the tag {{ is not closed"),
    ("title }}", "the tag }} was not opened"),
    ("{{ title {% if %}", "the tag {{ is not closed"),
    ("{{ ''.__class__ }}", "there is no field __class__"),
    ("{% include 'x.docx' %}", "holds something that a template may not say (include)"),
    ("{% import 'x' as y %}", "holds something that a template may not say (import)"),
    ("{{ title.upper() }}", "holds something that a template may not say (call)"),
    ("{{ title * 999 }}", "holds something that a template may not say (mul)"),
    ("{% if title %}", "Unexpected end of template"),
    ("{{ parties }}", "a list stands here"),
    ("{% for a in title %}{% endfor %}", "a loop goes over a list"),
])  # fmt: skip
def test_a_template_that_errs_is_told_of_with_its_paragraph(paragraph: str, says: str) -> None:
    with pytest.raises(IopError, match="the Word template cannot be used") as told:
        filled(own("Först.", paragraph), VALUES, subject())

    assert says in told.value.message


def test_endless_loops_and_huge_outputs_are_stopped() -> None:
    many = {"many": [{"a": "x"}] * 200}
    loops = "".join("{% for a in many %}" for _n in range(3)) + "{% endfor %}" * 3
    large = "{% for a in many %}{% for b in many %}" + "x" * 500 + "{% endfor %}{% endfor %}"

    for text, says in ((loops, "turns"), (large, "more than 5 000 000 characters")):
        with pytest.raises(IopError, match=says):
            filled(own(text), many, subject())


@pytest.mark.parametrize("raw", [b"", b"PK", b"hello", b"PK\x03\x04" + b"\0" * 60])
def test_what_is_no_word_file_is_refused(raw: bytes) -> None:
    with pytest.raises(IopError, match="this is no Word file"):
        opened(raw)


def test_a_file_that_unpacks_without_end_is_refused() -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", b" " * 30_000_000)

    with pytest.raises(IopError, match="more than 20 MB"):
        opened(kept.getvalue())


def test_a_file_with_names_of_its_own_in_its_xml_is_refused() -> None:
    whole, kept = own("a"), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as before, zipfile.ZipFile(kept, "w") as file:
        for name in before.namelist():
            raw = before.read(name)
            if name == "word/document.xml":
                raw = raw.replace(b"<w:document", b'<!DOCTYPE x [<!ENTITY y "z">]><w:document', 1)
            file.writestr(name, raw)

    with pytest.raises(IopError, match="names of its own"):
        opened(kept.getvalue())


def test_every_fault_of_a_template_is_told_with_its_paragraph() -> None:
    raw = own(
        "{{ title }}", "{{ titel }}", "{% for p in parties %}{{ p.nmae }}{% endfor %}", "{{ leed }}"
    )

    assert faults(raw) == [
        (2, "there is no field titel; did you mean title?"),
        (3, "there is no field nmae; did you mean name?"),
        (4, "there is no field leed; did you mean lead?"),
    ]
    assert faults(own("{{ title", "b }}")) == [
        (1, "the tag {{ is not closed"), (2, "the tag }} was not opened"),
    ]  # fmt: skip


def test_what_the_library_adds_to_the_language_is_no_fault() -> None:
    assert (
        faults(own("{%p if title %}", "{{r title }}", "{%p endif %}", "{% cellbg title %}")) == []
    )
    assert faults(own("{% if title == “a” %}b{% endif %}")) == []


def test_a_field_that_no_example_shows_is_no_fault() -> None:
    found, used = tags.faults(
        "{% for a in bare %}{{ a.b }}{% endfor %}", jail(), tags.shape_of([{"bare": []}])
    )

    assert (found, used) == ([], {"bare"})
