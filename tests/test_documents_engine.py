"""A template and values become Markdown, a tree, a page and a PDF, and nothing in them is obeyed."""

import io
import re
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from conftest import ROOT, TODAY, template
from documents import ATTACK, html_text, pdf_text, read_html, structure
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from iop_cli.diagnostic import NOWHERE, Diagnostic, IopError, Severity
from iop_cli.documents import engine, harmless
from iop_cli.documents.blocks import Chart, Code, Heading, PageBreak, Part, Table, Tree, plain
from iop_cli.documents.dialect import parser
from iop_cli.documents.page import html
from iop_cli.documents.tree import tree
from iop_cli.documents.typeset import pdf
from iop_cli.documents.values import Clause, Markup, Own
from iop_cli.report.safe import HIDDEN

HOSTILE = ROOT.parent / "shared" / "attacks" / "attacks" / "templates"
FULL = """
# Titel

Inledning.

## 1. Parter

Table: Vilka de är
| Part | Belopp |
| --- | ---: |
| Förening | 1 000 kr |
| Kommun | 2 000 kr |

::: {lang=en}
In English, with a [link](https://example.org).
:::

```chart
{"title": "Deltagare", "unit": "antal", "series": [{"name": "a", "points": [["2018", "14"], ["2019", "<5"]]}]}
```

\\newpage

## 2. Åtaganden

1. **Ett** och *ett*
   - inuti
2. två

> Någons ord

```
kod
```
"""


def made(text: str, /, language: str = "sv", own: str = "sv", **values: Any) -> str:
    """A toy document from its template's text."""
    return engine.markdown("toy", values, lambda _name: text.encode(), language, own)


def page(markdown: str) -> str:
    return html(tree(markdown, "sv"), template)


def test_a_text_is_shown_as_it_stands() -> None:
    assert made("{{ text }}", text="a*b* #1\n2. c") == "a\\*b\\* #1 2. c\n"


@given(st.text(max_size=60))
@settings(max_examples=300, deadline=None)
def test_no_text_is_obeyed_whatever_it_says(text: str) -> None:
    shown = made("# t\n\n{{ text }}\n", text=text)

    blocks = tree(shown, "sv").blocks
    words = " ".join(re.sub(HIDDEN, " ", text).split())
    assert "".join(plain(b.inner) for b in blocks if hasattr(b, "inner")).split() == words.split()
    assert len(blocks) <= 1


@given(st.text(max_size=40))
@settings(max_examples=200, deadline=None)
def test_a_cell_holds_its_text_and_the_table_stays_a_table(text: str) -> None:
    (table,) = tree(made("| a | b |\n| --- | --- |\n| {{ t }} | z |\n", t=text), "sv").blocks

    assert isinstance(table, Table)
    words = re.sub(HIDDEN, " ", text).split()
    assert [plain(cell).split() for cell in table.rows[0]] == [words, ["z"]]


@given(st.lists(st.sampled_from([
    "# a", "## b", "c\n===", "```", "~~~~", "```chart", ":::", "::: {lang=en}", "> d", "- e", "1. f",
    "<script>", "    g", "", "| h | i |\n| --- | --- |\n| j | k |", "[l]: javascript:x", "![m](n)",
    "\\newpage", "<!--", "***", "`o", "[p]{lang=en}",
]), max_size=8))  # fmt: skip
@settings(max_examples=300, deadline=None)
def test_a_clause_keeps_to_itself(lines: list[str]) -> None:
    shown = made(
        "# t\n\n## Före\n\n{{ clause }}\n\n## Efter\n\nSist.\n", clause=Clause("\n".join(lines))
    )

    blocks = tree(shown, "sv").blocks
    headings = [b for b in blocks if isinstance(b, Heading) and b.level == 2]
    assert [plain(h.inner) for h in headings] == ["Före", "Efter"]
    assert plain(blocks[-1].inner) == "Sist."  # type: ignore[union-attr] # a paragraph
    assert not any(isinstance(b, Chart) for b in blocks)
    elsewhere = MarkdownIt("commonmark", {"html": True}).enable("table").parse(shown)
    inside = [t.type for token in elsewhere for t in (token, *(token.children or ()))]
    assert not {"html_block", "html_inline", "image"} & set(inside)


def test_words_of_the_agreement_are_marked_in_a_document_in_another_language() -> None:
    text = "# {{ title }}\n\n## Background\n\n{{ clause }}\n"
    values = {"title": Own("Överenskommelse"), "clause": Clause("Bakgrund.\n\n# Mer")}

    english = made(text, language="en", **values)

    assert english == (
        "# [Överenskommelse]{lang=sv}\n\n## Background\n\n"
        "::: {lang=sv}\nBakgrund.\n\n### Mer\n:::\n"
    )
    assert "lang=" not in made(text, **values)


def test_headings_are_numbered_without_holes() -> None:
    text = "# t\n\n{% for s in held %}\n## #. {{ s }}\n\n### #. x\n\n{% endfor %}\n## y\n"

    assert re.findall("^##+ .*", made(text, held=["a", "b"]), re.MULTILINE) == [
        "## 1. a", "### 1.1 x", "## 2. b", "### 2.1 x", "## y",
    ]  # fmt: skip


def test_a_draft_bears_its_mark_and_its_findings_below_the_title() -> None:
    found = Diagnostic("IOP401", "x", Severity.ERROR, "a_b_ *c*", "", "f", NOWHERE, "budgets.a")
    light = Diagnostic("IOP402", "x", Severity.INFO, "not told", "", "f", NOWHERE)

    told = engine.markdown(
        "toy", {}, lambda _n: b"# t\n\nText.\n", "en", "en", draft=[found, light]
    )

    assert told == (
        "# t\n\n> **DRAFT** This document is a draft and binds nobody.\n>\n> 1 open finding:\n>\n"
        "> - IOP401 a_b\\_ \\*c\\* (budgets.a)\n\nText.\n"
    )
    assert tree(told, "en").draft is not None
    assert engine.markdown("toy", {}, lambda _n: b"# t\n", "en", "en") == "# t\n"


@pytest.mark.parametrize(("text", "says"), [
    ("\n{{ titel }}", "line 2: there is no field titel; did you mean title?"),
    ("{{ party.nmae }}", "line 1: there is no field nmae; did you mean name?"),
    ("\n\n{% for p in partys %}{% endfor %}", "line 3: there is no field partys"),
    ("{{ party }}", "line 1: a dict stands here, where a text is placed"),
    ("{{ nothing }}", "line 1: nothing stands here, where"),
    ("{% for a in title %}{% endfor %}", "line 1: a loop goes over a list"),
    ("{{ title }", "line 1: "),
    ("{% if title %}", "line 1: "),
    ("{{ ''.__class__ }}", "line 1: there is no field __class__"),
    ("{{ ''.__class__.__mro__ }}", "no field __class__"),
    ("{% include '/etc/passwd' %}", "line 1 holds something"),
    ("{% import 'x' as x %}", "line 1 holds something"),
    ("{% extends 'x' %}", "line 1 holds something"),
    ("{% set x = 1 %}", "line 1 holds something"),
    ("{{ title * 9999999 }}", "line 1 holds something"),
    ("{% for a in many %}{% for b in many %}{% for c in many %}{% for d in many %}{% endfor %}"
     "{% endfor %}{% endfor %}{% endfor %}", "nests more than 3 loops"),
    ("{% for a in many %}{% for b in many %}{% for c in many %}{% endfor %}{% endfor %}{% endfor %}",
     "its loops take more than 1 000 000 turns"),
    ("{% for a in many %}{% for b in many %}" + "x" * 600 + "{% endfor %}{% endfor %}",
     "it makes more than 5 000 000 characters"),
])  # fmt: skip
def test_a_template_that_errs_is_told_of_with_its_line(text: str, says: str) -> None:
    values: dict[str, Any] = {
        "title": "t",
        "party": {"name": "n"},
        "nothing": None,
        "many": [str(n) for n in range(150)],
    }

    with pytest.raises(IopError) as told:
        made(text, **values)

    assert told.value.message.startswith("the template templates/toy.md.j2 cannot be used: ")
    assert says in told.value.message
    assert told.value.file == "templates/toy.md.j2"


@pytest.mark.skipif(not HOSTILE.is_dir(), reason="the collection does not lie beside us")
def test_every_template_that_attacks_is_refused_or_harmless() -> None:
    values: dict[str, Any] = {
        "title": "t",
        "agreement": {"title": "t", "parties": [{"name": "n"}]},
        "parties": [{"name": "n"}],
    }
    for path in sorted(HOSTILE.glob("*.j2")):
        raw = path.read_bytes()
        try:
            text = engine.markdown("toy", values, lambda _n, raw=raw: raw, "sv", "sv")  # type: ignore[misc] # a default
        except IopError as error:
            assert error.code == "template", path.name
        else:
            assert "root:" not in text and "49" not in text, path.name


def test_the_tree_holds_what_the_dialect_says() -> None:
    held = tree(FULL, "sv")

    assert plain(held.title) == "Titel"
    kinds = [type(block).__name__ for block in held.blocks]
    assert kinds == [
        "Paragraph", "Heading", "Table", "Part", "Chart", "PageBreak", "Heading", "Listing", "Quote",
        "Code",
    ]  # fmt: skip
    table = next(b for b in held.blocks if isinstance(b, Table))
    assert (plain(table.caption), table.right) == ("Vilka de är", (False, True))
    assert any(isinstance(b, PageBreak) for b in held.blocks)
    assert [b.language for b in held.blocks if isinstance(b, Part)] == ["en"]


@pytest.mark.parametrize(
    "told", ["{", "[]", '{"title": 1}', '{"series": [{"name": 1}], "title": 2}']
)
def test_a_chart_that_cannot_be_read_is_shown_as_it_stands(told: str) -> None:
    assert tree(f"```chart\n{told}\n```\n", "sv").blocks == (Code(told),)


def test_charts_are_left_out_of_the_markdown_that_is_kept() -> None:
    kept = engine.without_charts(FULL)

    assert "chart" not in kept
    assert kept.count("```") == 2


def test_a_page_has_one_title_landmarks_captions_and_headers() -> None:
    shown = page(FULL)

    found = read_html(shown)
    assert found.tags.count("h1") == 1
    assert [t for t in found.tags if t in ("header", "nav", "main", "footer")] == ["header", "main"]
    assert found.tags.count("caption") == 1
    assert '<th scope="col" role="columnheader" class="figure">Belopp</th>' in shown
    assert '<th scope="row" role="rowheader">Kommun</th>' in shown
    assert '<div lang="en">' in shown
    assert "<title id=" in shown and "<desc id=" in shown and 'role="img"' in shown
    assert found.harm == []


def test_a_long_page_has_a_list_of_its_sections() -> None:
    long = "# t\n\n" + "\n".join(f"## s{n}\n" for n in range(7))

    assert '<li><a href="#section-7">s6</a></li>' in page(long)
    assert "<nav" not in page("# t\n\n## a\n")


def test_headings_skip_no_level_and_there_is_one_title() -> None:
    held = tree("# a\n\n#### b\n\n# c\n\n> # d\n\n::: {lang=en}\n# e\n:::\n", "sv")

    levels = [(b.level, plain(b.inner)) for b in held.blocks if isinstance(b, Heading)]
    assert levels == [(2, "b"), (2, "c")]
    (part,) = (b for b in held.blocks if isinstance(b, Part))
    assert [b.level for b in part.blocks if isinstance(b, Heading)] == [2]


def test_nothing_in_a_page_is_obeyed() -> None:
    shown = page(made("# {{ t }}\n\n{{ t }}\n\n{{ c }}\n\n| {{ t }} | b |\n| --- | --- |\n| {{ t }} | {{ t }} |\n",
                      t=ATTACK, c=Clause(ATTACK)))  # fmt: skip

    assert read_html(shown).harm == []
    assert html_text(shown).count("ZQX") == 6


def test_a_pdf_is_tagged_has_language_title_and_headers_and_says_what_it_follows() -> None:
    raw = pdf(tree(FULL, "sv"), TODAY)

    with pikepdf.open(io.BytesIO(raw)) as held:
        assert str(held.Root.Lang) == "sv"
        assert held.Root.MarkInfo.Marked
        assert held.Root.ViewerPreferences.DisplayDocTitle
        with held.open_metadata() as told:
            assert told["pdfuaid:part"] == "1"
            assert (told["pdfaid:part"], told["pdfaid:conformance"]) == ("2", "A")
            assert "Titel" in told["dc:title"]
    tags = structure(raw)
    kinds = [kind for kind, _alt in tags]
    assert (kinds.count("/H1"), kinds.count("/H2")) == (1, 2)
    assert (kinds.count("/TH"), kinds.count("/TD")) == (2, 4)
    assert ("/Figure", "Deltagare (antal). 2018: 14; 2019: <5") in tags


def test_a_pdf_says_what_the_page_says() -> None:
    held = tree(FULL, "sv")

    assert pdf_text(pdf(held, TODAY)) == html_text(html(held, template))


def test_the_same_document_gives_the_same_bytes() -> None:
    held = tree(FULL, "sv")

    assert pdf(held, TODAY) == pdf(held, TODAY)
    assert pdf(held, TODAY) != pdf(held, date(2020, 1, 1))


def test_nothing_in_a_pdf_is_obeyed() -> None:
    raw = pdf(
        tree(made("# {{ t }}\n\n{{ t }}\n\n{{ c }}\n", t=ATTACK, c=Clause(ATTACK)), "sv"), TODAY
    )

    text = pdf_text(raw)
    assert text.count("ZQX") == 3
    assert '#read("/etc/passwd")' in text


def test_a_letter_that_no_font_has_is_named() -> None:
    with pytest.raises(IopError, match="in none of the fonts") as told:
        pdf(tree("# t\n\n\U0001f9ff\ue000\n", "sv"), TODAY)

    assert told.value.code == "no-font"


def test_every_template_that_came_along_is_one_that_may_be_used() -> None:
    from iop_cli.documents.roll import ROLL
    from iop_cli.documents.tags import Anything, faults
    from iop_cli.paper.jail import Jail, placed

    for kind in ROLL:
        text = Path(ROOT / "templates" / kind.template).read_text("utf-8")
        found, used = faults(text, Jail(placed, engine.DEEPEST_LOOP, autoescape=False), Anything())
        assert (kind.name, found) == (kind.name, [])
        assert used
    assert Markup("a") == "a"


@given(
    st.lists(
        st.lists(
            st.sampled_from(["a", "*b*", "", "\\|", "`c|", "d ", "e\\", "---", "[f]", ":"]),
            max_size=4,
        ),
        max_size=5,
    ),
    st.sampled_from(["", "\nmer", "\n\nmer", "\n> x", "\n    y"]),
    st.sampled_from(["", "ord\n", "> ", "- "]),
)
@settings(max_examples=400, deadline=None)
def test_the_quick_way_through_tables_leads_where_the_usual_one_does(
    rows: list[list[str]], after: str, before: str
) -> None:
    lines = [f"| {' | '.join(row)} |" for row in rows]
    text = before + "\n".join(["| h | i |", "| --- | ---: |", *lines]) + after

    quick = tree(text, "sv")
    assert quick == usually(text, "grid")


def usually(text: str, *quick: str) -> Tree:
    """The tree as the usual rules make it, without some of ours."""
    parser().block.ruler.disable(list(quick))
    try:
        return tree(text, "sv")
    finally:
        parser().block.ruler.enable(list(quick))


@given(
    st.lists(
        st.sampled_from([
            "Ord", "12 a", "2. b", "3) c", "**b** c", "T ___ av", "x_y_z", "_ _", "- post", "- -",
            "- 2. x", "  - under", "    kod", "> citat", "> - post", "===", "---", "* a", "a | b",
            "--- | ---", "| c |", "::: {lang=sv}", ":::", "```", "", "", "", "# h", "[a]: http://x.se",
            "[a]", "- [a]: x", "x  ", "a\\b", "a\\_b", "\tc", "(x", "\\", "&amp;", "\\&",
        ]),
        max_size=9,
    )
)  # fmt: skip
@settings(max_examples=600, deadline=None)
def test_the_quick_ways_through_sentences_and_lists_lead_where_the_usual_ones_do(
    lines: list[str],
) -> None:
    text = "\n".join(lines)

    assert tree(text, "sv") == usually(text, "sentences", "items")


@given(st.text(alphabet="ab1W.w/:;,()%–-#+=_*|~$\\ \xa0\u3164åÖ\u200b<>[]`\n", max_size=9))
@settings(max_examples=600, deadline=None)
def test_a_text_that_is_taken_as_it_stands_needs_no_escape(text: str) -> None:
    # a line break at the end says nothing, and sends a text the long way
    assert harmless.escaped(text) == harmless.escaped(f"{text}\n")


def test_what_says_which_document_it_is_stands_above_the_list_of_contents() -> None:
    sections = "".join(f"## #. D{at}\n\nx\n\n" for at in range(6))

    page = html(tree(made(f"# t\n\nVad det är\n\n{sections}"), "sv"), template)

    assert page.index("<p>Vad det är</p>") < page.index("<nav") < page.index('id="section-1"')
    assert page.count("Vad det är") == 1
