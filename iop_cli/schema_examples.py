"""The examples in the JSON Schemas: the least that a file of each kind holds, and a little more."""

from typing import Any

Json = dict[str, Any]

_PARTIES: Json = {
    "exempelkoping": {"role": "public", "name": "Exempelköpings kommun"},
    "exempel": {"role": "nonprofit", "name": "Föreningen Exempel"},
}
EXAMPLES: dict[str, list[Json]] = {
    "agreement": [
        {
            "format": 1, "id": "exempelkoping-laxhjalp", "title": "Läxhjälp på biblioteket",
            "status": "draft", "parties": _PARTIES,
            "term": {"start": "2027-01-01", "end": "2029-12-31"},
            "payments": {
                "bidrag": {
                    "kind": "fixed", "from": "exempelkoping", "to": "exempel",
                    "amount": "250 000 kr", "per": "year",
                }
            },
        }
    ],
    "log": [
        {
            "agreement": "exempelkoping-laxhjalp",
            "entries": [{"id": "m1", "meeting": "styrgrupp", "held": "2027-03-01"}],
        }
    ],
    "ledger": [
        {
            "series": "EX",
            "entries": [
                {
                    "number": "EX-2027-0001", "kind": "invoice", "issued": "2027-12-20",
                    "due": "2028-01-19", "agreement": "exempelkoping-laxhjalp",
                    "payer": "exempelkoping", "payee": "exempel", "period": "2027",
                    "lines": [
                        {"payment": "bidrag", "period": "2027", "amount": "250000.00 kr"}
                    ],
                    "total": "250000.00 kr", "documents": {"json": "0" * 64},
                }
            ],
        }
    ],
    "profile": [
        {
            "format": 1, "id": "exempel", "name": "Exempelköpings riktlinje",
            "recommended_length": "36 months",
            "criteria": {
                "initiative": {"question": "Kom idén från föreningen?", "weight": "required"}
            },
        }
    ],
}  # fmt: skip
