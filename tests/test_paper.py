"""An invoice's documents as their readers meet them: whole pages, hostile texts, figures that add up.

Whole outputs are compared with `golden/invoice.<suffix>.<language>`; UPDATE_GOLDEN=1 writes them.
"""

import io
import json
import os
import re
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jsonschema
import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from invoices import PAYEE, draft, invoice, line
from markdown_it import MarkdownIt

from iop_cli import __version__, paper, words
from iop_cli.diagnostic import IopError
from iop_cli.invoice import Because, Invoice, read
from iop_cli.paper import jail, telephone
from iop_cli.paper.figures import day, money
from iop_cli.paper.markup import escaped

GOLDEN = Path(__file__).parent / "golden"
HOSTILE = '<script>alert(1)</script> {{ 7*7 }} {% for %} #eval("1") `rm` | $x$ *a* [b](c) & "q" \\'
REGISTERED = replace(PAYEE, vat_number="SE802499123701", f_tax=True)
TAXED = invoice(
    lines=(
        line(
            vat="25", amount=Decimal("12345.67"), quantity=Decimal(3),
            unit_price=Decimal("4115.2233"), text="Utbildning av handledare",
        ),
        line(vat="exempt", text="Öppen förskola", vat_reason="10 kap. 29 § mervärdesskattelagen"),
    ),
    payee=REGISTERED,
    means={"bankgiro": "9999-9997", "plusgiro": "4-2", "iban": "SE3550000000054910000003"},
    payment_reference="2026001707",
    accounts={"claim": "1510", "income": "3041", "vat": "2611"},
    assumptions=("Hela månader räknas som tolftedelar.",),
)  # fmt: skip
CREDIT = invoice(
    kind="credit", number="FA-2026-0018", refers_to="FA-2026-0017",
    refers_to_date=date(2026, 10, 1), because="Kursen hölls inte",
)  # fmt: skip


def english(held: Invoice) -> Invoice:
    return replace(held, language="en")


def nasty() -> Invoice:
    """An invoice in which every text that comes from a file is hostile."""
    hard = line(
        text=HOSTILE, because=(Because(HOSTILE, 1, HOSTILE),), vat="exempt", vat_reason=HOSTILE
    )
    return english(
        invoice(
            lines=(hard,), title=HOSTILE, reference=HOSTILE, contract=HOSTILE, number=HOSTILE,
            payee=replace(PAYEE, name=HOSTILE, street=HOSTILE, org_number=HOSTILE),
            means={"bankgiro": HOSTILE}, payment_reference=HOSTILE, assumptions=(HOSTILE,),
            because=HOSTILE,
        )
    )  # fmt: skip


def text_of(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


class Seen(HTMLParser):
    """The text that a reader sees, and the elements that make the page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page.split("</style>")[-1])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element with its attributes."""
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Keep what is read."""
        self.words.append(data)

    @property
    def text(self) -> str:
        """All words on one line."""
        return " ".join("".join(self.words).split())

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of every element of that name."""
        return [attributes for name, attributes in self.elements if name == tag]


def compare(name: str, output: bytes) -> None:
    path = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_bytes(output)
    assert output == path.read_bytes()


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("suffix", ["md", "html", "si", "json"])
def test_a_document_is_what_its_golden_file_holds(suffix: str, language: str) -> None:
    held = replace(TAXED, language=language)

    made = paper.documents(held, [suffix])[suffix]

    # git mends line ends and knows no code page 437, so the voucher is held as it reads
    shown = _as_it_reads(made) if suffix == "si" else made
    compare(f"invoice.{suffix}.{language}", shown)


def _as_it_reads(voucher: bytes) -> bytes:
    told = voucher.decode("cp437").replace("\r\n", "\n")
    return told.replace(f'"{__version__}"', '"0.0.0"').encode()


@pytest.mark.parametrize("name", ["draft", "credit"])
@pytest.mark.parametrize("language", words.LANGUAGES)
def test_a_draft_and_a_credit_note_are_what_their_golden_files_hold(
    name: str, language: str
) -> None:
    held = replace({"draft": draft(), "credit": CREDIT}[name], language=language)

    compare(f"invoice.{name}.md.{language}", paper.markdown(held).encode())


@pytest.mark.parametrize("suffix", ["json", "md", "html", "pdf", "si"])
def test_the_same_invoice_gives_the_same_bytes(suffix: str) -> None:
    assert paper.documents(TAXED, [suffix]) == paper.documents(TAXED, [suffix])


def test_a_document_is_written_in_the_invoices_language_whoever_asks() -> None:
    words.use("sv")

    page = paper.markdown(english(invoice()))

    assert "# Invoice FA-2026-0017" in page
    assert "1 October 2026" in page
    assert words.language() == "sv"


def test_a_grant_outside_vat_has_no_vat_line() -> None:
    page = paper.markdown(english(invoice()))

    lines_with_vat = [text for text in page.splitlines() if "VAT" in text]
    assert lines_with_vat == [
        "This is a grant outside VAT: it is no basis for VAT, and none is charged."
    ]
    assert "Price each, kr | Amount, kr |" in page


def test_the_vat_number_of_a_registered_payee_is_left_off_a_grant() -> None:
    assert "SE8024" not in paper.markdown(invoice(payee=REGISTERED))
    assert "SE802499123701" in paper.markdown(TAXED)


def test_f_tax_is_claimed_only_by_one_who_is_approved() -> None:
    assert "F-skatt" not in paper.html(invoice())
    assert "Godkänd för F-skatt" in paper.html(english(TAXED))


def test_vat_is_shown_by_rate_and_an_exemption_with_its_reason() -> None:
    page = paper.markdown(english(TAXED)).replace("\u00a0", " ")

    assert "- VAT 25 %: 3 086,42 kr" in page
    assert "| 25 % | 12 345,67 | 3 086,42 |" in page
    assert "Exempt from VAT: no VAT is charged. 10 kap. 29 § mervärdesskattelagen" in page
    assert "- **To pay: 21 932,09 kr**" in page


def test_a_credit_note_says_what_it_credits_and_why_and_asks_for_no_payment() -> None:
    page = paper.markdown(english(CREDIT)).replace("\u00a0", " ")

    assert "# Credit note FA-2026-0018" in page
    assert "- Credits: FA-2026-0017 of 1 October 2026" in page
    assert "- Reason: Kursen hölls inte" in page
    assert "- **To be credited: 6 500,00 kr**" in page
    assert "How to pay" not in page
    assert "Due date" not in page


def test_a_draft_is_marked_and_has_its_payment_term_instead_of_days() -> None:
    page = Seen(paper.html(english(draft()))).text

    assert "DRAFT" in page
    assert "Payment term30 days" in page
    assert "Due date" not in page


def test_a_payment_term_that_cannot_be_read_is_shown_as_it_is_written() -> None:
    page = paper.markdown(english(draft(due="när båda är klara")))

    assert "- Payment term: när båda är klara\n" in page


@pytest.mark.parametrize(("start", "end", "shown"), [
    (date(2026, 3, 1), date(2026, 3, 31), " (1 March 2026 – 31 March 2026)"),
    (date(2026, 3, 15), date(2026, 3, 15), " (15 March 2026)"),
    (date(2026, 3, 14), date(2026, 3, 14), ""),
    (date(2026, 1, 1), date(2026, 12, 31), ""),
    (None, None, ""),
])  # fmt: skip
def test_a_line_tells_its_days_where_nothing_else_does(
    start: date | None, end: date | None, shown: str
) -> None:
    page = paper.markdown(english(invoice(lines=(line(start=start, end=end),))))

    assert f"| Studiecirkel, Norrbyhuset, 2026-03-14{shown} |" in page


def test_an_invoice_without_reasons_and_assumptions_has_no_such_sections() -> None:
    page = paper.markdown(english(invoice(lines=(line(because=()),), means={})))

    assert "How the amount" not in page
    assert "assumed" not in page


def test_a_foreign_party_is_shown_with_its_country() -> None:
    held = invoice(payee=replace(PAYEE, country="NO"), refers_to="FA-2026-0001")

    page = paper.markdown(english(held))

    assert "- NO\n" in page
    assert "- Credits: FA-2026-0001\n" in page


def test_each_line_tells_its_reasons_and_where_they_stand() -> None:
    page = Seen(paper.html(english(invoice()))).text

    assert "rates.låg: 6500 kr (agreements/oppna-angen.yaml, line 52)" in page


def test_late_interest_names_the_act_and_no_percentage() -> None:
    page = Seen(paper.html(english(invoice()))).text

    assert "interest is charged under the Interest Act (räntelagen)." in page
    assert "%" not in page


def test_a_page_runs_nothing_and_fetches_nothing() -> None:
    page = paper.html(english(TAXED), qr=True)

    assert not re.search(r"<script|src=|@import|url\(|https?://|javascript:|\son\w+=", page)
    assert "default-src 'none'" in page


def test_a_page_has_the_structure_that_screen_readers_need() -> None:
    page = paper.html(english(TAXED))
    seen = Seen(page)

    assert page.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert "<title>Invoice FA-2026-0017</title>" in page
    assert len(seen.all("main")) == len(seen.all("h1")) == len(seen.all("header")) == 1
    assert len(seen.all("caption")) == len(seen.all("table")) == 2
    assert {cell.get("scope") for cell in seen.all("th")} == {"col", "row"}
    # a folded table keeps its roles, since its display no longer says that it is one
    assert {cell.get("role") for cell in seen.all("th")} == {"columnheader", "rowheader"}
    assert {cell.get("role") for cell in seen.all("td")} == {"cell"}
    assert all(cell.get("data-label") for cell in seen.all("td"))


def test_hostile_texts_stay_texts_in_html() -> None:
    seen = Seen(paper.html(nasty()))

    assert seen.all("script") == []
    assert " ".join(HOSTILE.split()) in seen.text
    assert "49" not in seen.text.replace("802499", "")


def test_hostile_texts_stay_texts_in_markdown() -> None:
    shown = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])

    seen = Seen(shown.render(paper.markdown(nasty())))

    assert seen.all("script") == seen.all("code") == seen.all("a") == seen.all("em") == []
    assert len(seen.all("tr")) == 2
    assert len(seen.all("td")) == 5
    assert seen.text.count(" ".join(HOSTILE.split())) >= 12


@given(some.text(some.characters(codec="utf-8", exclude_categories=["Cc", "Zs", "Zl", "Zp"])))
def test_any_text_is_shown_by_markdown_as_it_stands(text: str) -> None:
    shown = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])

    seen = Seen(shown.render(f"- {escaped(text)}"))

    assert seen.text == " ".join(text.replace("\0", "\ufffd").split())


@pytest.mark.parametrize("text", ["# a", "- a", "---", "+ a", "=", "12. a", "3) a", "## a", "1."])
def test_a_text_that_begins_like_markdown_is_shown_as_it_stands(text: str) -> None:
    seen = Seen(MarkdownIt().render(f"- {escaped(text)}"))

    assert seen.text == text
    assert [name for name, _attributes in seen.elements] == ["ul", "li"]


def test_an_address_in_a_text_becomes_no_link() -> None:
    assert escaped("https://a.se www.a.se x/y") == r"https:\//a.se www\.a.se x/y"


def test_hostile_texts_stay_texts_in_pdf() -> None:
    assert 'alert(1)</script> {{ 7*7 }} {% for %} #eval("1")' in text_of(paper.pdf(nasty()))


def test_a_pdf_holds_the_words_and_says_that_it_is_tagged_and_fit_to_be_kept() -> None:
    made = paper.pdf(english(TAXED))
    reader = pypdf.PdfReader(io.BytesIO(made))
    told = text_of(made).replace("\u00a0", " ")

    assert "Föreningen Öppna Ängen" in told
    assert "Öppen förskola" in told
    assert "21 932,09 kr" in told
    assert "Approved for F-tax" in told
    root: Any = reader.root_object
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    described = root["/Metadata"].get_object().get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in described
    assert "<pdfaid:part>2</pdfaid:part>" in described
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in described
    assert reader.metadata is not None
    assert reader.metadata.title == "Invoice FA-2026-0017"
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.date() == date(2026, 10, 1)


def test_a_long_invoice_repeats_its_header_on_every_page_of_lines() -> None:
    long = invoice(lines=tuple(line(text=f"Kurs {n:02} " + "lång " * 20) for n in range(60)))

    pages = pypdf.PdfReader(io.BytesIO(paper.pdf(english(long)))).pages

    told = [page.extract_text() for page in pages]
    with_lines = [text for text in told if re.search(r"Kurs \d\d [^:]*\n", text)]
    assert len(told) > 3
    assert sum("What it is for" in text for text in told) >= 3
    assert f"Page 2 of {len(told)}" in " ".join(told[1].split())
    assert with_lines


def test_a_word_of_another_script_does_not_stop_a_pdf() -> None:
    made = paper.pdf(english(invoice(payee=replace(PAYEE, name="Łódź Ελλάδα Владимир"))))

    assert "Łódź Ελλάδα Владимир" in text_of(made)


@pytest.mark.parametrize(("character", "shown"), [("\u0378", r"\u{378}"), ("\ue000", r"\u{e000}")])
def test_a_character_that_no_font_has_is_told_with_the_way_out(character: str, shown: str) -> None:
    with pytest.raises(IopError) as told:
        paper.pdf(english(invoice(title=f"tecknet {character}")))

    assert told.value.code == "no-font"
    assert told.value.message == f"{shown} is in none of the fonts, so no PDF can be made"
    assert told.value.help == "Write it with other characters, or ask for HTML instead."


def test_without_the_extra_a_pdf_is_refused_with_the_way_to_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from iop_cli.paper.typeset import _compiler

    _compiler.cache_clear()
    monkeypatch.setitem(sys.modules, "typst", None)
    monkeypatch.setitem(sys.modules, "segno", None)

    for ask in (lambda: paper.pdf(invoice()), lambda: paper.html(invoice(), qr=True)):
        with pytest.raises(IopError) as told:
            ask()

        assert told.value.code == "missing-extra"
        assert told.value.help == 'pip install "iop-cli[pdf]"'


def test_the_code_for_bank_apps_says_what_the_page_says() -> None:
    told = json.loads(telephone.told(invoice()) or "", parse_float=Decimal)

    assert told == {
        "uqr": 1, "tp": 1, "nme": "Föreningen Öppna Ängen", "cid": "802499-1237",
        "iref": "FA-2026-0017", "idt": "20261001", "ddt": "20261031", "due": Decimal("6500.00"),
        "cur": "SEK", "pt": "BG", "acc": "9999-9997",
    }  # fmt: skip
    assert 'role="img" aria-label="Code for the bank app' in paper.html(english(invoice()), qr=True)
    assert (
        b"Code for the bank app" in paper.documents(english(invoice()), ["html"], qr=True)["html"]
    )


def test_a_pdf_has_the_code_for_bank_apps_with_its_words_where_it_is_asked_for() -> None:
    reader: Any = pypdf.PdfReader(io.BytesIO(paper.pdf(english(invoice()), qr=True)))

    described = [
        held.get("/Alt")
        for number in range(1, reader.trailer["/Size"])
        if isinstance(held := reader.get_object(number), dict) and held.get("/S") == "/Figure"
    ]
    says = "Code for the bank app: the amount, the account and the reference above."
    assert described == [says]


@pytest.mark.parametrize("held", [draft(), CREDIT, invoice(means={})])
def test_what_is_not_to_be_paid_has_no_code(held: Invoice) -> None:
    assert telephone.told(held) is None
    assert "<svg" not in paper.html(held, qr=True)
    assert paper.pdf(held, qr=True) == paper.pdf(held)


def test_the_drawing_of_a_code_is_the_code() -> None:
    import segno

    text = telephone.told(invoice()) or ""
    drawn = telephone.code(invoice())
    assert drawn is not None

    dark = {
        (int(x) + step, int(y))
        for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)", drawn["path"])
        for step in range(int(width))
    }

    rows = segno.make_qr(text, error="m", encoding="utf-8").matrix
    assert dark == {(x + 4, y + 4) for y, row in enumerate(rows) for x, on in enumerate(row) if on}


def transactions(voucher: str) -> list[tuple[str, Decimal]]:
    found = re.findall(r"^   #TRANS (\d+) \{\} (-?\d+\.\d\d) \d{8} \"", voucher, re.MULTILINE)
    return [(account, Decimal(amount)) for account, amount in found]


def test_a_voucher_balances_claim_against_income_and_vat() -> None:
    told = paper.sie(english(TAXED)).decode("cp437")

    assert transactions(told) == [
        ("1510", Decimal("21932.09")), ("3041", Decimal("-12345.67")),
        ("3041", Decimal("-6500.00")), ("2611", Decimal("-3086.42")),
    ]  # fmt: skip


def test_the_voucher_of_a_credit_note_turns_the_signs() -> None:
    told = paper.sie(english(CREDIT)).decode("cp437")

    assert transactions(told) == [("1510", Decimal("-6500.00")), ("3987", Decimal("6500.00"))]
    assert '#VER "FA" "20260018" 20261001 "Credit note FA-2026-0018' in told


money_values = some.decimals("-99999.99", "99999.99", places=2)


@given(some.lists(some.tuples(money_values, some.sampled_from(["25", "12", "exempt"])), min_size=1))
def test_every_voucher_sums_to_zero(held: list[tuple[Decimal, str]]) -> None:
    lines = tuple(line(amount=amount, vat=vat) for amount, vat in held)

    told = paper.sie(replace(TAXED, lines=lines)).decode("cp437")

    assert sum(amount for _account, amount in transactions(told)) == 0


@given(some.text())
def test_a_voucher_takes_any_text_and_stays_one_record_a_line(text: str) -> None:
    held = invoice(lines=(line(text=text),), payee=replace(PAYEE, name=text))

    told = paper.sie(held).decode("cp437").split("\r\n")

    assert len(told) == 13
    assert all(re.fullmatch(r"(?:[^\"]|\"(?:[^\"\\]|\\\")*\")*", record) for record in told)


def test_a_voucher_keeps_what_its_characters_can_say() -> None:
    held = invoice(lines=(line(text='Å–”é” 5 € \\ Łódź "x" 漢'),))

    assert '"Å-\\"é\\" 5 EUR / Lódz \\"x\\" ?"' in paper.sie(held).decode("cp437")


@pytest.mark.parametrize(("key", "accounts"), [
    ("claim", {}),
    ("income", {"claim": "1510"}),
    ("vat", {"claim": "1510", "income": "3041"}),
    ("claim", {"claim": "15 10"}),
])  # fmt: skip
def test_a_voucher_without_an_account_is_refused_with_the_place_to_write_it(
    key: str, accounts: dict[str, str]
) -> None:
    with pytest.raises(IopError) as told:
        paper.sie(replace(english(TAXED), accounts=accounts))

    assert f"the account for {key}" in told.value.message
    assert f"parties.föreningen.payee.accounts.{key}" in told.value.help


def test_a_voucher_is_in_the_characters_and_line_ends_of_its_format() -> None:
    told = paper.sie(english(invoice()))

    assert told.startswith(b"#FLAGGA 0\r\n#PROGRAM ")
    assert '#FNAMN "Föreningen Öppna Ängen"\r\n'.encode("cp437") in told
    assert told.endswith(b"\r\n}\r\n")
    assert told.count(b"\n") == told.count(b"\r\n")


def test_a_draft_has_no_voucher() -> None:
    with pytest.raises(IopError, match="a draft has no voucher"):
        paper.sie(english(draft()))


def test_other_money_than_kronor_is_named_in_every_document() -> None:
    held = english(invoice(currency="EUR"))

    assert "6 500,00 EUR" in paper.markdown(held).replace("\u00a0", " ")
    assert "#VALUTA EUR\r\n" in paper.sie(held).decode("cp437")


def test_json_can_be_read_back_and_is_as_its_schema_says() -> None:
    shape = jsonschema.Draft202012Validator(paper.document_schema())

    for held in (TAXED, CREDIT, draft(), invoice()):
        told = json.loads(paper.json_text(held))

        shape.validate(told)
        assert paper.json_text(read(told)) == paper.json_text(held)


def test_the_answer_of_the_command_is_as_its_schema_says() -> None:
    shape = jsonschema.Draft202012Validator(paper.invoice_schema())
    shape.check_schema(paper.invoice_schema())
    about = {"agreement": "a", "payment": "kursbidrag", "entry": "k2", "file": "a", "line": 3}
    left_out = {**about, "part": "k2", "reason": "9 participants"}
    refused = {**about, "reason": "two rates", "help": "Choose."}
    drafts = [json.loads(paper.json_text(draft()))]

    shape.validate({"invoices": drafts, "left_out": [left_out], "refused": [refused]})
    shape.validate({"error": {"code": "usage", "message": "m", "help": "h", "file": ""}})
    assert not shape.is_valid({"invoices": drafts, "left_out": []})
    assert not shape.is_valid({"invoices": [{}], "left_out": [], "refused": []})


def test_the_e_invoice_comes_along_where_it_is_asked_for() -> None:
    made = paper.documents(invoice(), ["xml", "json"])

    assert [*made] == ["xml", "json"]
    assert made["xml"].startswith(b"<?xml")


def test_an_unknown_suffix_is_refused_with_those_there_are() -> None:
    with pytest.raises(IopError, match="not written as docx; choose among json, md, html, pdf"):
        paper.documents(invoice(), ["docx"])


def own(text: str) -> jail.Loader:
    return lambda _name: text.encode()


def test_a_repositorys_own_template_lies_over_the_one_that_came_along() -> None:
    ours = own("{{ _('Invoice') }} {{ invoice.total | money }} {{ invoice.issue_date | day }}\n")

    made = paper.html(english(invoice()), ours)

    assert made == "Invoice 6\u00a0500,00\u00a0kr 1 October 2026\n"


@pytest.mark.parametrize("text", [
    "{{ page.title.format(1) }}",
    "{{ ().__class__ }}",
    "{{ page.title ~ page.kind }}",
    "{{ 9 ** 9 }}",
    "{% include 'x' %}",
    "{% macro m() %}{% endmacro %}",
    "{% set x = 1 %}",
    "{{ _(page.title) }}",
    "{{ range(9) }}",
    "{{ page.title | safe }}",
    "{% autoescape false %}{{ page.title }}{% endautoescape %}",
    "{{ page.__class__ }}",
    "{{ page.title.upper }}",
    "{{ invoice.nothing }}",
    "{{ loop.index }}",
    "{% for a in page.facts %}{{ loop.cycle }}{% endfor %}",
    "{% for a in page.facts recursive %}{% endfor %}",
    "{% for a in page.facts %}{% for b in page.facts %}{% for c in page.facts %}{% endfor %}{% endfor %}{% endfor %}",
    "{{ page.title | money }}",
    "{% for a in page.payment.nothing %}{% endfor %}",
    "{{ unclosed",
    " " * 100_001,
    "",
])  # fmt: skip
def test_a_template_that_reaches_too_far_is_refused_and_named(text: str) -> None:
    with pytest.raises(IopError, match=r"templates/invoice\.html\.j2") as told:
        paper.html(english(invoice()), own(text))

    assert told.value.code == "template"
    assert told.value.file == "templates/invoice.html.j2"


def test_a_template_that_is_not_utf_8_is_refused() -> None:
    with pytest.raises(IopError, match="not UTF-8"):
        paper.html(english(invoice()), lambda _name: b"\xff")


def test_a_template_that_makes_too_much_is_stopped() -> None:
    many = invoice(lines=tuple(line(text="x" * 9000) for _n in range(40)))
    much = "{% for a in page.lines.rows %}{% for b in page.lines.rows %}{{ a.text }}{% endfor %}{% endfor %}"

    with pytest.raises(IopError, match="more than 5 000 000 characters"):
        paper.html(english(many), own(much))


def test_figures_and_days_read_as_people_write_them() -> None:
    assert money("1234567.50") == "1\u00a0234\u00a0567,50\u00a0kr"
    assert money(Decimal("-0.5"), "EUR") == "\u22120,50\u00a0EUR"
    assert day("2027-12-31") == "31 December 2027"
    words.use("sv")
    assert day(date(2027, 12, 31)) == "31 december 2027"


@settings(max_examples=25)
@given(some.text(min_size=1), some.text())
def test_no_text_stops_a_page_or_leaves_its_place(name: str, reason: str) -> None:
    lines = (line(text=f"2026-03-14 {reason}"),)
    held = english(invoice(payee=replace(PAYEE, name=name), lines=lines))
    plain = Seen(paper.html(english(invoice())))

    made = Seen(paper.html(held))

    assert [tag for tag, _a in made.elements] == [tag for tag, _a in plain.elements]
    assert paper.markdown(held).count("\n") == paper.markdown(english(invoice())).count("\n")
