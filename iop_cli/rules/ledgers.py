"""IOP906, IOP907, IOP908 and IOP911: the pages of what is found in the ledgers of invoices.

Judges nothing: a ledger is judged by itself in audit, and against agreements and logs in
reconciliation.
"""

from iop_cli.rules.rule import ERROR, told

number_missing_in_series = told("IOP906", "number-missing-in-series", ERROR, """
    A gap or a repeat in the numbers of a series, a number of another series or year, or a day that
    runs backwards.

    The numbers of invoices must follow one upon another, so that anyone can see that none is
    missing, and no number may stand for two things (mervärdesskattelagen 2023:200, 17 kap.; the
    Swedish Tax Agency's legal guidance, edition 2018.11). A number that was made void stays in the
    ledger as void. Most often two branches have each issued the same number.

    Nobody edits a ledger. Keep the ledger of the branch whose invoices were sent, with the
    documents beside it, and issue the others again: iop invoice verify says it step by step.
    """, on="ledger")  # fmt: skip

ledger_altered = told("IOP907", "ledger-altered", ERROR, """
    An entry of a ledger, or a document beside it, that is no longer as it was issued, or one that
    is gone.

    Each entry holds the hash of its documents and of the entry before it, so that nothing can be
    changed afterwards without being seen. What was issued is kept in the form in which it was drawn
    up (BFNAR 2013:2, chapter 5), for at least seven years.

    Fetch the file back as it was issued, with git restore or from a backup. What was wrong in an
    invoice is put right by a credit note: iop invoice credit.
    """, on="ledger")  # fmt: skip

billed_outside_agreement = told("IOP908", "billed-outside-agreement", ERROR, """
    An invoice stands that bills what the agreement does not give: outside the term, above the cap,
    below the gate, more than is owed, or the same thing twice.

    What stands billed is held against the agreement and its log as they read now, also after an
    amendment or an event that came later. Credited amounts and void invoices do not count. A payer
    that pays more than was agreed may have to claim it back, and a payee to repay it. What cannot
    be computed is not judged, and too little is no fault.

    If the agreement and the log are right, credit the line and bill what is owed; if the invoice is
    right, correct the file, or agree on an amendment.
    """, on="ledger")  # fmt: skip

corrected_after_billing = told("IOP911", "corrected-after-billing", ERROR, """
    An entry of the log was corrected or withdrawn after it was billed, so that something else is
    owed now, and no credit note has followed.

    The invoice then no longer says what happened. A change is made by a document that refers to the
    invoice (mervärdesskattelagen 2023:200, 17 kap. 22 §), never by a new invoice beside it. A
    correction that changes no amount needs none.

    Credit the line, then bill what is owed now: iop invoice credit, and iop invoice issue.
    """, on="ledger")  # fmt: skip
