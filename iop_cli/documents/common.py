"""What every document's content shares, gathered at one place: import from here.

Sentences and tables (weaving), figures and days in words (spoken), names (naming), payments
(paying). Holds nothing of its own.
"""

from iop_cli.documents.naming import (
    activity_name,
    called,
    contact_rows,
    contacts,
    disclosed,
    enters,
    form_of,
    name,
    names,
    number_of,
    parties_table,
    party_rows,
    report_name,
    signed_only,
)
from iop_cli.documents.paying import (
    index_facts,
    invoiced,
    payment_amount,
    payment_due,
    payment_facts,
    payment_kind,
    payment_name,
    payment_terms,
    payment_when,
    payments,
    sides,
    vat_words,
)
from iop_cli.documents.spoken import (
    ages,
    amount,
    amount_per,
    between,
    calculation,
    day,
    due,
    how_many,
    how_often,
    latest,
    length,
    moment,
    month,
    period,
    sentence,
    span,
)
from iop_cli.documents.weaving import (
    blocks,
    bullets,
    capital,
    chained,
    facts,
    listed,
    markup,
    own,
    paragraph,
    quoted,
    table,
    woven,
)

__all__ = [
    "activity_name", "ages", "amount", "amount_per", "between", "blocks", "bullets", "calculation",
    "called", "capital", "chained", "contact_rows", "contacts", "day", "disclosed", "due", "enters",
    "facts", "form_of", "how_many", "how_often", "index_facts", "invoiced", "latest", "length",
    "listed", "markup", "moment", "month", "name", "names", "number_of", "own", "paragraph",
    "parties_table", "party_rows", "payment_amount", "payment_due", "payment_facts",
    "payment_kind", "payment_name", "payment_terms", "payment_when", "payments", "period",
    "quoted", "report_name", "sentence", "sides", "signed_only", "span", "table", "vat_words",
    "woven",
]  # fmt: skip
