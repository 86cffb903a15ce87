{
  "status": "issued",
  "kind": "invoice",
  "number": "FA-2026-0017",
  "series": "FA",
  "agreement": "oppna-angen",
  "title": "Öppna ängen",
  "language": "sv",
  "period": {
    "start": "2026-01-01",
    "end": "2026-12-31"
  },
  "payer": "kommunen",
  "payee": "föreningen",
  "seller": {
    "id": "föreningen",
    "name": "Föreningen Öppna Ängen",
    "org_number": "802499-1237",
    "electronic": "0007:8024991237",
    "vat_number": "SE802499123701",
    "street": "Åkervägen 3",
    "postcode": "123 45",
    "city": "Exempelköping",
    "f_tax": true
  },
  "buyer": {
    "id": "kommunen",
    "name": "Exempelköpings kommun",
    "org_number": "212000-9994",
    "electronic": "0007:2120009994",
    "street": "Box 1",
    "postcode": "123 00",
    "city": "Exempelköping",
    "unit": "Kultur- och fritidsnämnden",
    "f_tax": false
  },
  "currency": "SEK",
  "issue_date": "2026-10-01",
  "due_date": "2026-10-31",
  "due": "30 days",
  "reference": "ZZ123456",
  "contract": "KS 2026/0123",
  "payment_means": {
    "bankgiro": "9999-9997",
    "plusgiro": "4-2",
    "iban": "SE3550000000054910000003"
  },
  "payment_reference": "2026001707",
  "accounts": {
    "claim": "1510",
    "income": "3041",
    "vat": "2611"
  },
  "refers_to": null,
  "because": null,
  "lines": [
    {
      "payment": "kursbidrag",
      "entries": [
        "k1"
      ],
      "part": "k1",
      "start": "2026-03-14",
      "end": "2026-03-14",
      "text": "Utbildning av handledare",
      "quantity": "3",
      "unit_price": "4115.2233",
      "amount": "12345.67",
      "vat": "25",
      "vat_reason": null,
      "because": [
        {
          "file": "agreements/oppna-angen.yaml",
          "line": 52,
          "says": "rates.låg: 6500 kr"
        },
        {
          "file": "agreements/oppna-angen.log.yaml",
          "line": 4,
          "says": "14 deltagare, minst 10"
        }
      ]
    },
    {
      "payment": "kursbidrag",
      "entries": [
        "k1"
      ],
      "part": "k1",
      "start": "2026-03-14",
      "end": "2026-03-14",
      "text": "Öppen förskola",
      "quantity": "1",
      "unit_price": "6500.00",
      "amount": "6500.00",
      "vat": "exempt",
      "vat_reason": "10 kap. 29 § mervärdesskattelagen",
      "because": [
        {
          "file": "agreements/oppna-angen.yaml",
          "line": 52,
          "says": "rates.låg: 6500 kr"
        },
        {
          "file": "agreements/oppna-angen.log.yaml",
          "line": 4,
          "says": "14 deltagare, minst 10"
        }
      ]
    }
  ],
  "net": "18845.67",
  "vat": "3086.42",
  "vat_breakdown": [
    {
      "vat": "25",
      "category": "S",
      "percent": "25",
      "taxable": "12345.67",
      "tax": "3086.42",
      "reason": null
    },
    {
      "vat": "exempt",
      "category": "E",
      "percent": "0",
      "taxable": "6500.00",
      "tax": "0.00",
      "reason": "10 kap. 29 § mervärdesskattelagen"
    }
  ],
  "rounding": "0.00",
  "total": "21932.09",
  "assumptions": [
    "Hela månader räknas som tolftedelar."
  ]
}
