"""IOP8xx, the document: sections, copies, signatures, attachments, decision and amendments.

Knows what a finished document holds. What its words say: see text.
"""

from collections.abc import Iterator

from iop_cli.model.kinds import NONE
from iop_cli.model.party import Signature
from iop_cli.model.term import Decision
from iop_cli.reading import Reading
from iop_cli.rules.rule import ERROR, WARNING, Finding, Findings, found, rule
from iop_cli.words import Said, mark

_SIGNED = ("signed", "terminated", "superseded")
_CLAUSE_ALONE = ("independence", "influence", "value_base")
_MET_BY = {
    "economy": ("payments", "budgets", "stated_sum"),
    "payment": ("payments",),
    "organisation": ("governance",),
}
_TOPICS = {
    "background": mark("the background"),
    "purpose": mark("the purpose"),
    "value_base": mark("the value base"),
    "initiative": mark("the initiative"),
    "parties": mark("the parties"),
    "target_group": mark("the target group"),
    "activities": mark("the activities"),
    "commitments": mark("what the parties undertake"),
    "independence": mark("the association's independence"),
    "influence": mark("public influence and insight"),
    "organisation": mark("organisation and steering"),
    "follow_up": mark("follow-up and evaluation"),
    "economy": mark("the economy"),
    "payment": mark("how payment is made"),
    "index": mark("how amounts follow an index"),
    "vat": mark("value added tax"),
    "repayment": mark("repayment of money"),
    "surplus": mark("the use of a surplus"),
    "term": mark("the term of the agreement"),
    "notice": mark("notice of termination"),
    "extension": mark("extension of the term"),
    "renegotiation": mark("renegotiation of the terms"),
    "breach": mark("breach of the agreement"),
    "dispute": mark("how disputes are settled"),
    "amendments": mark("amendments and additions"),
    "marketing": mark("marketing and logotypes"),
    "data_protection": mark("the protection of personal data"),
    "record_checks": mark("checks of criminal records"),
    "confidentiality": mark("secrecy and confidentiality"),
    "insurance": mark("who insures what"),
    "audit": mark("audit and control"),
    "public_access": mark("public access to documents"),
    "other": mark("other matters"),
}


@rule("IOP802", "copies-differ-from-parties", WARNING, rests=("parties",))
def copies_differ_from_parties(reading: Reading) -> Findings:
    """More or fewer originals than there are parties and other named receivers.

    An original that nobody is named for goes astray, or is claimed by two. Too few leave a party
    without proof of what it signed. Those that are only named in the text need none, and a party
    that joins later signs an amendment instead.

    Correct the number of copies, or name at copies_to who gets those beyond the parties.
    """
    agreement = reading.agreement
    if agreement.copies is None or reading.day is not None:
        return
    parties = [p for p in agreement.parties.values() if p.role != "named"]
    receivers = len(parties) + len(agreement.copies_to or [])
    values = {"copies": agreement.copies, "receivers": receivers}
    if agreement.copies > receivers:
        says = mark("originals: {copies}, receivers: {receivers}; nothing says who gets the rest")
        yield Finding(("copies",), says, dict(values))
    elif agreement.copies < receivers:
        says = mark("originals: {copies}, receivers: {receivers}; somebody gets none")
        yield Finding(("copies",), says, dict(values))


@rule("IOP803", "signature-incomplete", WARNING, rests=("parties", "signatures"))
def signature_incomplete(reading: Reading) -> Findings:
    """A signature that lacks a name, a place or a date, or a party for which nobody signs.

    The date shows from when a party is bound, and whether the partnership began before it. Without
    the signatory's name or office nobody can compare with the delegation who had the right to sign.
    Each line that lacks something gives one finding.

    Fill in what the signed original shows, at name, place and signed. If the original is blank
    there, see when the signed copy was registered, and accept the finding with that reason.
    """
    agreement = reading.agreement
    signatures = agreement.signatures or []
    if not signatures and agreement.status not in _SIGNED:
        return
    for index, signature in enumerate(signatures):
        if lacks := list(_signature_lacks(signature)):
            yield _incomplete(reading, index, signature, lacks)
    if not signatures:
        says = mark("nothing says who has signed, where and when")
        yield found("signatures", says=says)
    elif reading.day is None:
        yield from _unsigned(reading)


@rule(
    "IOP804",
    "section-missing",
    WARNING,
    rests=(
        "clauses",
        "governance",
        "follow_up",
        "term",
        "notice",
        "payments",
        "budgets",
        "parties",
        "activities",
        "commitments",
        "initiative",
        "purpose",
        "target_group",
        "stated_sum",
    ),
)
def section_missing(reading: Reading) -> Findings:
    """A section that the base profile or the chosen guideline asks for, and the text does not have.

    The base profile joins Uddevalla's ten points (2020-08-25) with Malmö's list. What an agreement
    does not regulate is decided when it is needed, often in the middle of a conflict. A section is
    met by a clause or by the key of the same name; the economy by payments, budgets or a stated
    sum, organisation by governance, and independence, influence and the value base by the clause
    alone.

    Write the clause when the text is next changed. If the document has it, write it under clauses.
    If the parties do without it, accept the finding with the reason.
    """
    announced = reading.agreement.announces or []
    for topic in reading.sections:
        if topic not in announced and not _holds(reading, topic):
            says = mark("the text has no section on {topic}")
            yield found("clauses", topic, says=says, topic=Said(_TOPICS[topic]))


@rule(
    "IOP805",
    "section-announced-but-missing",
    ERROR,
    rests=("clauses", "payments", "budgets", "stated_sum", "governance", "follow_up"),
)
def section_announced_but_missing(reading: Reading) -> Findings:
    """A section that the text says it has, and that is not there.

    Whoever relies on the announcement looks for something that was never agreed. Often a passage
    was taken out of a template and its announcement was left behind.

    Look in the original. If the section is there, write it in; if not, have the parties add it or
    take the announcement out, and accept the finding until they have.
    """
    for index, topic in enumerate(reading.agreement.announces or []):
        if not _holds(reading, topic):
            says = mark("the text announces {topic} and says nothing of it")
            yield found("announces", index, says=says, topic=Said(_TOPICS[topic]))


@rule("IOP806", "attachment-missing", WARNING)
def attachment_missing(reading: Reading) -> Findings:
    """A document that the agreement refers to, and that is not kept with it.

    An attachment is part of what was agreed. In some cases the attachment is the agreement itself,
    and without it nobody can check what this file says.

    Ask the registry for the document, and give its path at file or its address at link, with held:
    yes.
    """
    absent = mark("{name} is referred to and not held")
    unplaced = mark("{name} is said to be held, and neither file nor link says where")
    for id_, item in (reading.agreement.attachments or {}).items():
        if item.held is False:
            yield found("attachments", id_, "held", says=absent, name=item.name)
        elif item.held and not item.file and not item.link:
            yield found("attachments", id_, "held", says=unplaced, name=item.name)


@rule("IOP809", "decision-reference-missing", WARNING, rests=("decisions",))
def decision_reference_missing(reading: Reading) -> Findings:
    """An agreement that does not say who decided on it, when, and under which case number.

    The decision is what gives the agreement its force, and it can be appealed: three weeks from the
    posting of the minutes under kommunallagen (2017:725) chapter 13, which we know and have read no
    source for. Without body, date and case number nobody finds it again. For a proposal its own
    date is enough.

    Fill in body, decided and case_number under decisions, from the minutes or the registry.
    """
    if reading.agreement.status not in ("proposed", "decided", "signed"):
        return
    proposed = reading.agreement.status == "proposed"
    decisions = {
        id_: list(_decision_lacks(decision, proposed))
        for id_, decision in (reading.agreement.decisions or {}).items()
        if decision.effect in (None, "sign")
    }
    id_, lacks = min(decisions.items(), key=lambda item: len(item[1]), default=("", None))
    if lacks is None:
        lacks = list(_decision_lacks(None, proposed))
    if lacks:
        where = ("decisions", id_) if id_ else ("decisions",)
        says = mark("the reference to the decision lacks {lacks}")
        yield found(*where, says=says, lacks=lacks)


@rule("IOP810", "amendment-does-not-fit", ERROR)
def amendment_does_not_fit(reading: Reading) -> Findings:
    """An amendment that changes what is not in the agreement, or has no day from which it holds.

    Every command reads the text as amended on the day concerned. A change that finds nothing to
    change is not made, and one without a day is never made; what is then billed or published
    follows the old text.

    Write the path as it stands in the agreement, such as payments.bidrag.amount, and the first day
    at from.
    """
    for where, says, values in reading.unfit:
        yield Finding(where, says, dict(values))
    for id_, amendment in (reading.agreement.amendments or {}).items():
        if amendment.from_ is None:
            says = mark("nothing says from which day the amendment holds")
            yield found("amendments", id_, "from", says=says)
        elif amendment.from_.as_start is None:
            says = mark("{moment} is no day from which the amendment can hold")
            yield found("amendments", id_, "from", says=says, moment=amendment.from_)


def _signature_lacks(signature: Signature) -> Iterator[Said]:
    if not signature.name:
        yield Said(mark("the signatory's name"))
    if not signature.place:
        yield Said(mark("the place of signing"))
    if not signature.signed:
        yield Said(mark("the day of signing"))


def _incomplete(reading: Reading, index: int, signature: Signature, lacks: list[Said]) -> Finding:
    """The finding on one line; it names the office, for a message may be read by many."""
    party = reading.agreement.parties.get(signature.party)
    values = {"party": party.name if party else signature.party, "lacks": lacks}
    if signature.office:
        says = mark("the signature of {office} for {party} lacks {lacks}")
        return Finding(("signatures", index), says, {**values, "office": signature.office})
    says = mark("a signature for {party} lacks {lacks}")
    return Finding(("signatures", index), says, dict(values))


def _unsigned(reading: Reading) -> Findings:
    """The parties for which no line stands; one that joins later signs its amendment instead."""
    signing = {signature.party for signature in reading.agreement.signatures or []}
    if signing - reading.agreement.parties.keys():
        return  # somebody who is no party signs, and is found there: perhaps meant for one of them
    for id_, party in reading.agreement.parties.items():
        if party.role != "named" and id_ not in signing:
            yield found("signatures", says=mark("nobody signs for {party}"), party=party.name)


def _holds(reading: Reading, topic: str) -> bool:
    """Whether the text has a section, as its clause or as the key that says the same."""
    if reading.says("clauses", topic):
        return True
    if topic in _CLAUSE_ALONE:
        return False
    if topic == "extension":
        return reading.says("term", "extension")
    if topic in ("index", "vat"):
        payments = reading.agreement.payments
        ids = [] if payments is None or payments is NONE else list(payments)
        return any(reading.says("payments", id_, topic) for id_ in ids)
    return any(reading.says(key) for key in _MET_BY.get(topic, (topic,)))


def _decision_lacks(decision: Decision | None, proposed: bool) -> Iterator[Said]:
    if not (decision and decision.body):
        yield Said(mark("the body that decided"))
    if not (decision and (decision.decided or (proposed and decision.dated))):
        yield Said(mark("the date of the decision"))
    if not (decision and decision.case_number):
        yield Said(mark("the case number"))
