"""iop: idéburet offentligt partnerskap as plain text that is checked, computed and rendered."""

__version__ = "0.1.0"
