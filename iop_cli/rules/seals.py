"""IOP814, the seal: signed terms that are no longer as they were when they were sealed.

Knows the hash that was sealed. What was changed, only the history of the file can say.
"""

from iop_cli.reading import Reading
from iop_cli.rules.rule import ERROR, Finding, Findings, found, rule
from iop_cli.sealing import BINDING, broken
from iop_cli.words import mark


@rule("IOP814", "sealed-terms-changed", ERROR)
def sealed_terms_changed(reading: Reading) -> Findings:
    """Terms or an amendment that have been changed after they were sealed.

    The seal is a hash of what the parties signed. Comments, order, quotes and spelling make no
    difference to it, nor do the log and accepted findings; everything else is what somebody has put
    their name to, and it is changed by an amendment.

    Put the text back as it was sealed and write the change as an amendment: iop amend does both.
    What was changed is told by iop verify.
    """
    if reading.day is not None:
        return
    agreement = reading.agreement
    if agreement.seal and agreement.status not in BINDING:
        says = mark("the text is sealed, and its status is {status}")
        yield found("status", says=says, status=agreement.status)
    for id, sealed, now in broken(agreement):
        hashes = {"sealed": sealed[:8], "now": now[:8]}
        if id is None:
            says = mark("the terms are no longer as they were sealed ({sealed}, now {now})")
            yield Finding(("seal", "sha256"), says, dict(hashes))
        else:
            says = mark("the amendment is no longer as it was sealed ({sealed}, now {now})")
            yield Finding(("amendments", id, "seal", "sha256"), says, dict(hashes))
