"""What a partnership owes: computed from its terms and its log, line by line, with the reasons.

Computes only: numbers nothing, writes nothing, and never guesses what the terms do not tell.
"""

from iop_cli.billing.draft import Asked, Drafted, draft

__all__ = ["Asked", "Drafted", "draft"]
