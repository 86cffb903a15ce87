"""IOP951 to IOP979, the faults of an invoice that came in: the code, name, weight and page of each.

A code is for ever. Judges nothing: see judging and matching.
"""

from collections.abc import Iterator
from functools import cache

from iop_cli.diagnostic import Severity
from iop_cli.rules.rule import ERROR, INFO, WARNING, Rule, told
from iop_cli.words import mark


@cache
def roll() -> dict[str, Rule]:
    """Every fault of an incoming invoice by its code; `iop rule` can show their pages."""
    made = (_fault(*row) for rows in (_whole(), _sides(), _lines(), _head()) for row in rows)
    return {rule.code: rule for rule in made}


def _fault(code: str, name: str, weight: Severity, what: str, way_out: str) -> Rule:
    return told(code, name, weight, f"{what}\n\n{way_out}")


_Rows = Iterator[tuple[str, str, Severity, str, str]]


def _whole() -> _Rows:
    yield (
        "IOP951", "incoming-unreadable", ERROR,
        mark("The file, or a value that an invoice must have, cannot be read."),
        mark("Ask the sender for an e-invoice in Peppol BIS Billing 3."),
    )  # fmt: skip
    yield (
        "IOP952", "incoming-without-agreement", ERROR,
        mark("No agreement here is between this seller and this buyer, or more than one is."),
        mark("Name the agreement with --agreement ID; iop list shows those that are here."),
    )  # fmt: skip
    yield (
        "IOP957", "incoming-currency-differs", ERROR,
        mark("The invoice is in another currency than the agreement."),
        mark("Ask the seller for an invoice in the agreement's currency."),
    )  # fmt: skip
    yield (
        "IOP958", "incoming-sums-differ", ERROR,
        mark("The invoice's own sums do not add up."),
        mark("Send it back; a corrected invoice has a number of its own."),
    )  # fmt: skip
    yield (
        "IOP971", "incoming-number-received", ERROR,
        mark("An invoice with this number from this seller has been received or paid before."),
        mark("Do not pay it again; ask the seller which of them is meant."),
    )  # fmt: skip
    yield (
        "IOP977", "incoming-not-compared", WARNING,
        mark("Something cannot be compared with the agreement, or differs from it a little."),
        mark("Look at it yourself, and complete the agreement's file where it is silent."),
    )  # fmt: skip


def _sides() -> _Rows:
    yield (
        "IOP953", "incoming-wrong-seller", ERROR,
        mark("The seller is not the party that the agreement pays."),
        mark("Do not pay it; ask the agreement's party, by a way known before, who sent it."),
    )  # fmt: skip
    yield (
        "IOP954", "incoming-wrong-buyer", ERROR,
        mark("The buyer is not the party that pays under the agreement."),
        mark("Send it back; it is for somebody else, or under another agreement."),
    )  # fmt: skip
    yield (
        "IOP955", "incoming-reference-missing", ERROR,
        mark("The invoice has no reference for the buyer, so nobody knows whom it is for."),
        mark("Send it back; the seller finds the reference in the agreement."),
    )  # fmt: skip
    yield (
        "IOP956", "incoming-reference-misfit", ERROR,
        mark("The buyer's reference does not have the form that the buyer's references have."),
        mark("Send it back, or correct invoice.reference_format in the agreement."),
    )  # fmt: skip
    yield (
        "IOP969", "incoming-wrong-account", ERROR,
        mark("The money would go to another account, or another receiver, than the agreement's."),
        mark("Do not pay: so invoice fraud looks. Call the payee on a number known before."),
    )  # fmt: skip


def _lines() -> _Rows:
    yield (
        "IOP959", "incoming-wrong-amount", ERROR,
        mark("A line bills another amount than the agreement owes."),
        mark("Compare with iop invoice ID --explain, and ask for a corrected invoice."),
    )  # fmt: skip
    yield (
        "IOP960", "incoming-activity-not-held", ERROR,
        mark("A line bills an activity that the log does not tell of."),
        mark("If it was held, record it with iop record; else ask for a corrected invoice."),
    )  # fmt: skip
    yield (
        "IOP961", "incoming-below-gate", ERROR,
        mark("A line bills an activity that fewer took part in than the agreement asks for."),
        mark("Nothing is paid for it; ask for a corrected invoice."),
    )  # fmt: skip
    yield (
        "IOP962", "incoming-already-billed", ERROR,
        mark("A line bills what another invoice has billed."),
        mark("Do not pay it twice; ask for a credit note or a corrected invoice."),
    )  # fmt: skip
    yield (
        "IOP963", "incoming-twice-on-invoice", ERROR,
        mark("Two lines of the invoice bill the same thing."),
        mark("Ask for a corrected invoice."),
    )  # fmt: skip
    yield (
        "IOP964", "incoming-outside-term", ERROR,
        mark("The invoice, or a line of it, is for days outside the agreement's term."),
        mark("Look whether another agreement holds then, or record that the term was extended."),
    )  # fmt: skip
    yield (
        "IOP965", "incoming-above-cap", ERROR,
        mark("A line goes above the most that the agreement pays."),
        mark("Pay no more than the cap; ask for a corrected invoice."),
    )  # fmt: skip
    yield (
        "IOP972", "incoming-line-unknown", ERROR,
        mark("A line matches nothing that the agreement owes."),
        mark("Ask the seller what it is for; if it was agreed on, write it in the agreement."),
    )  # fmt: skip
    yield (
        "IOP975", "incoming-held-back", ERROR,
        mark("A line bills what the agreement's terms hold back for now, or leave out."),
        mark("See the reason; when it no longer holds, record it, and the invoice can be paid."),
    )  # fmt: skip
    yield (
        "IOP976", "incoming-not-computed", ERROR,
        mark("What the agreement owes cannot be computed, so the line cannot be judged."),
        mark("iop invoice ID says what is missing, and the way out."),
    )  # fmt: skip
    yield (
        "IOP978", "incoming-divided-otherwise", INFO,
        mark("The lines are divided otherwise than the agreement's, but come to what is owed."),
        mark("Nothing needs to be done."),
    )  # fmt: skip
    yield (
        "IOP979", "incoming-owed-not-billed", INFO,
        mark("Something is owed for the invoice's period and does not stand on it."),
        mark("Nothing needs to be done; the seller may bill it later."),
    )  # fmt: skip


def _head() -> _Rows:
    yield (
        "IOP966", "incoming-vat-on-grant", ERROR,
        mark("VAT is charged on what the agreement treats as outside VAT."),
        mark("Send it back; whether VAT is due is settled by the parties, never by an invoice."),
    )  # fmt: skip
    yield (
        "IOP967", "incoming-wrong-vat-rate", ERROR,
        mark("VAT is charged at another rate than the agreement says."),
        mark("Ask for a corrected invoice."),
    )  # fmt: skip
    yield (
        "IOP968", "incoming-vat-number", ERROR,
        mark("VAT is charged without the VAT number of the agreement's payee."),
        mark("Send it back: without the seller's number VAT cannot be deducted."),
    )  # fmt: skip
    yield (
        "IOP970", "incoming-due-too-soon", ERROR,
        mark("The invoice is due sooner than the agreement says."),
        mark("Pay on the agreed day, and tell the seller."),
    )  # fmt: skip
    yield (
        "IOP973", "incoming-credit-of-nothing", ERROR,
        mark("A credit note does not say which invoice it credits."),
        mark("Ask for one that names the invoice: it must point at it without doubt."),
    )  # fmt: skip
    yield (
        "IOP974", "incoming-credits-too-much", ERROR,
        mark("A credit note credits more than is left of its invoice."),
        mark("Ask the seller which invoices are meant."),
    )  # fmt: skip
