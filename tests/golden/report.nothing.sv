text
Inget att anmärka på. 5 filer och 4 överenskommelser har granskats.
concise
json
{"tool": "iop 0.1.0", "format": 1, "today": "2026-11-22", "profile": null,
 "findings": [],
 "ok": true,
 "summary": {"files": 5, "agreements": 4, "errors": 0, "warnings": 0, "infos": 0, "accepted": 0}}
jsonl
{"summary": {"files": 5, "agreements": 4, "errors": 0, "warnings": 0, "infos": 0, "accepted": 0}}
github
gitlab
[]
sarif
{"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [{"tool": {"driver": {"name": "iop", "version": "0.1.0", "rules": [
  {"id": "IOP112", "name": "name-IOP112", "shortDescription": {"text": "what IOP112 finds"}, "help": {"text": "# IOP112\n\nWhy, and what to do.", "markdown": "# IOP112\n\nWhy, and what to do."}, "defaultConfiguration": {"level": "warning"}},
  {"id": "IOP204", "name": "name-IOP204", "shortDescription": {"text": "what IOP204 finds"}, "help": {"text": "# IOP204\n\nWhy, and what to do.", "markdown": "# IOP204\n\nWhy, and what to do."}, "defaultConfiguration": {"level": "warning"}},
  {"id": "IOP401", "name": "name-IOP401", "shortDescription": {"text": "what IOP401 finds"}, "help": {"text": "# IOP401\n\nWhy, and what to do.", "markdown": "# IOP401\n\nWhy, and what to do."}, "defaultConfiguration": {"level": "warning"}},
  {"id": "IOP411", "name": "name-IOP411", "shortDescription": {"text": "what IOP411 finds"}, "help": {"text": "# IOP411\n\nWhy, and what to do.", "markdown": "# IOP411\n\nWhy, and what to do."}, "defaultConfiguration": {"level": "warning"}}]}},
 "columnKind": "unicodeCodePoints", "results": []}]}
junit
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="iop">
<testsuite name="iop" tests="1" failures="0" errors="0" skipped="0">
<testcase classname="iop" name="Inget att anmärka på. 5 filer och 4 överenskommelser har granskats."/>
</testsuite>
</testsuites>
rdjson
{"source": {"name": "iop", "url": ""}, "diagnostics": []}
markdown
Inget att anmärka på. 5 filer och 4 överenskommelser har granskats.
