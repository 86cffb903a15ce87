"""E-invoices that somebody else made: read safely, and held against what the agreement owes.

Pays nothing, answers nobody, fetches nothing from a network and writes no file.
"""

from iop_cli.incoming.judging import Books, Judged, judged
from iop_cli.incoming.ubl_read import Received, received

__all__ = ["Books", "Judged", "Received", "judged", "received"]
