"""The examples of a new agreement, section by section: a comment, and keys that are commented out.

Every example can be uncommented as it stands. Phrases in « » are translated; $public and
$nonprofit stand for the parties' ids. Knows no answer.
"""

from iop_cli.words import mark

Part = tuple[str, str]

BEFORE_PARTIES: tuple[Part, ...] = (
    (
        mark("What the file is written from; a reviewer compares with it."),
        """
original:
  document: «Agreement, undated draft»
  dated: 2026-11-01
""",
    ),
    (
        mark("The political programme or plan that it carries out."),
        """
programme:
  - name: «Programme for public health»
    from: 2026
    to: 2029
""",
    ),
)

BEFORE_TERM: tuple[Part, ...] = (
    (
        mark("Who took the initiative."),
        """
initiative:
  by:
    - $nonprofit
""",
    ),
    (
        mark("What it is for, and the places or people that the purpose names."),
        """
purpose:
  text: «More pupils pass their subjects»
  area:
    - «The northern district»
""",
    ),
    (
        mark("Whom it is for."),
        """
target_group:
  who: «pupils»
  ages: 10-15
  voluntary: yes
""",
    ),
    (
        mark("Earlier, parallel or replaced money for the same activity."),
        """
other_funding:
  - what: «Ordinary grant to associations»
    since: 2024
    relation: earlier  # earlier | parallel | replaced | contract
""",
    ),
    (
        mark("The agreement that this one continues."),
        """
follows:
  title: «Agreement 2024-2026»
  term:
    start: 2024-01-01
    end: 2026-12-31
""",
    ),
)

AFTER_TERM: tuple[Part, ...] = (
    (
        mark("The ways out before the end."),
        """
notice:
  - cause: breach  # breach | changed_circumstances | convenience | other
    kind: notice  # notice | rescission | renegotiation | leave
    length: 6 months
    by: any
""",
    ),
    (
        mark("What is done; each activity has an id that other parts refer to."),
        """
activities:
  «homework»:
    name: «Homework help»
    run_by:
      - $nonprofit
    volume:
      min: 30
      max: 40
      per: year
    participants:
      who: «pupils»
      min: 5
      max: 20
""",
    ),
    (
        mark("What each party undertakes."),
        """
commitments:
  - by: $public
    activity: «homework»
    does: premises  # organise | lead | staff | pay | premises | recruit | inform | report | other
    task: «Let rooms free of charge»
""",
    ),
    (
        mark("What each party puts in, also what has no price."),
        """
contributions:
  - by: $public
    kind: cash
    payment: «grant»
  - by: $nonprofit
    kind: volunteer_time
    what: «Volunteers who lead the groups»
""",
    ),
    (
        mark("How money moves; an amount carries its unit. payments: none is that no money moves."),
        """
payments:
  «grant»:
    kind: fixed  # per_activity | fixed | instalments | lump_sum | total | cost_cap | per_unit
    from: $public
    to: $nonprofit
    amount: 250 000 kr
    per: year
    invoiced:
      - yearly_in_advance
    due: 30 days
    vat: outside  # outside | exempt | 25 | 12 | 6
  «grant_per_meeting»:
    kind: per_activity
    activity: «homework»
    from: $public
    to: $nonprofit
    rates:
      «weekday»:
        amount: 1 500 kr
        when: «on a weekday»
      «weekend»:
        amount: 2 000 kr
        when: «at a weekend»
    gate:
      participants: min  # min | 8 | none
    invoiced:
      - after_activity
    vat: outside
""",
    ),
    (
        mark("Budgets as they are printed; the total is recomputed."),
        """
budgets:
  «budget»:
    year: 2027
    party: $nonprofit
    lines:
      «coordinator»:
        what: «Coordinator, half time»
        amount: 250 tkr
    total: 250 tkr
""",
    ),
    (
        mark("What money or the agreement hangs on."),
        """
conditions:
  «funds»:
    what: «There is money in the budget»
    decided_by: «The municipal council»
""",
    ),
    (
        mark("When money is paid back; repayment: none if it is settled that it never is."),
        """
repayment:
  when: misuse  # misuse | unused | breach | early_end | other
  part: «whole or part»
""",
    ),
    (
        mark("What a surplus is used for."),
        """
surplus:
  use: «the same purpose»
""",
    ),
    (
        mark("Decisions and proposals; decided is left out until it is known."),
        """
decisions:
  «decision»:
    body: «The municipal executive board»
    case_number: KS 2026/1
    dated: 2026-11-01
    effect: sign  # sign | extend | amend | end | fund
""",
    ),
    (
        mark("Who steers."),
        """
governance:
  «steering_group»:
    members:
      - party: $public
        count: 2
      - party: $nonprofit
        count: 2
    meets:
      min: 2
      per: year
    decides: unanimous  # unanimous | majority | lead
    convened_by: $public
""",
    ),
    (
        mark("How it is followed up: the reports that are owed, and what they measure."),
        """
follow_up:
  reports:
    «yearly_report»:
      from: $nonprofit
      to: «steering_group»
      how_often:
        per: year
      due: 2 months after period
      indicators:
        «participants»:
          name: «Number of participants»
          unit: «number»
""",
    ),
)

AFTER_CRITERIA: tuple[Part, ...] = (
    (
        mark("Free text by topic, in the order of the document and in your own words."),
        """
clauses:
  background: |
    «What the partnership grew out of»
  follow_up: |
    «How the parties look back together»
""",
    ),
    (
        mark("How many originals there are, and who signs."),
        """
copies: 2
signatures:
  - party: $public
    office: «chair»
  - party: $nonprofit
    office: «chair»
""",
    ),
    (
        mark("What stands in this file and not in the signed text."),
        """
added:
  - where:
      - payments.«grant».vat
    by: «coordinator»
    because: «needed for the invoice»
""",
    ),
    (
        mark("Findings that the parties know of and live with; place and fingerprint as printed."),
        """
accepted_findings:
  - rule: IOP415
    where: payments.«grant».vat
    finding: "00000000"
    because: «the parties have asked the tax agency»
    by: «coordinator»
    date: 2026-11-01
""",
    ),
)
