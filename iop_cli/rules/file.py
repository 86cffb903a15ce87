"""IOP1xx, the file: the pages of what the reader finds, and of what a run says of acceptances.

Judges nothing: those findings are made where the file is read, and where findings are accepted.
"""

from iop_cli.rules.rule import ERROR, WARNING, told

unreadable_file = told("IOP100", "unreadable-file", ERROR, """
    A file that cannot be read: not UTF-8, not a regular file, too large, too deep, or refused.

    A file that nobody can read safely is never skipped in silence. The limits are 1 MB a file,
    50 levels, 100 000 values, 100 000 characters a text and 200 a key.

    Save the file as plain text in UTF-8, or split it, or ask whoever owns it for access.
    """)  # fmt: skip

yaml_syntax = told("IOP101", "yaml-syntax", ERROR, """
    A text that is not YAML: a quote or a bracket that is never closed, a tab, a colon in the middle
    of a value, an indentation that does not fit, or marks that git left after a conflict.

    Nothing after the slip can be trusted, so nothing else in the file is judged. The place is where
    the reading stopped; the slip itself may stand on the line above.

    Mend the line that is shown. A value that holds a colon, or begins with a sign, stands in
    quotes.
    """)  # fmt: skip

duplicate_key = told("IOP102", "duplicate-key", ERROR, """
    The same key twice in one mapping.

    Only one of the two can hold, and most programs keep the last without a word. When two amounts
    stand under one name, nobody knows which of them the parties agreed.

    Delete one of them, or give the second its own id.
    """)  # fmt: skip

yaml_feature_not_allowed = told("IOP103", "yaml-feature-not-allowed", ERROR, """
    Anchors and aliases, tags, merge keys, directives, or several documents in one file.

    A value shall stand where it holds, so that a reader sees it there and a change shows in its own
    line. An alias can also make a small file unfold into a very large one.

    Write the value out where it is used, and keep one document in each file.
    """)  # fmt: skip

invisible_character = told("IOP104", "invisible-character", ERROR, """
    A character that cannot be seen: a control character, one that turns the direction of the text,
    or one without width.

    Such a character makes two names differ that look the same, or lets an amount read otherwise on
    the screen than in the file. It usually comes along when text is copied from a PDF or a web
    page.

    Delete the word and write it again by hand.
    """)  # fmt: skip

empty_value = told("IOP105", "empty-value", ERROR, """
    A key with nothing after it, a list item with nothing in it, or empty brackets.

    An absent key means that the matter is unknown, and the word none that the parties settled that
    there is none. An empty value could mean either. A comma inside brackets ends a value, so that
    1,3 mkr is cut after its first digit; the finding then shows the whole of it.

    Write the value, write none, or leave the key out. Put a value that holds a comma in quotes.
    """)  # fmt: skip

missing_key = told("IOP110", "missing-key", ERROR, """
    A key that must be there is absent.

    An agreement must have a format, an id, a title, a status and its parties. Real agreements lack
    all sorts of other things, which may therefore be left out; but a party without a name, or a
    commitment without the one who makes it, says nothing.

    Write the key, or take away the part that it belongs to.
    """)  # fmt: skip

unknown_key = told("IOP111", "unknown-key", ERROR, """
    A key that the format does not have at this place.

    A misspelt key would otherwise pass for unknown, and what the parties agreed would count as not
    agreed. A key of its own, invented for one file, is read by nobody else.

    Correct the spelling, move the key to where it belongs, or put the matter in words under
    clauses.
    """)  # fmt: skip

wrong_value = told("IOP112", "wrong-value", ERROR, """
    A value of the wrong form: a day that is not in the calendar, an amount without its unit, a
    length, a number or a choice that cannot be read, or a list where one value is expected.

    Every value is text until it has been understood, and none is guessed: 6500 may be kronor or
    thousands of kronor. Only this value is left out of the other rules; the rest of the file is
    judged.

    Write the value as the message suggests. What the signed text says of it in words can stand in
    as_written beside it.
    """)  # fmt: skip

newer_format = told("IOP115", "newer-format", ERROR, """
    The file is written in a format that is newer than this version of the program reads.

    A newer format may mean something else by a key that this version believes it knows. Nothing in
    the file is therefore judged.

    Upgrade iop, or correct the number if it is a slip.
    """)  # fmt: skip

acceptance_unused = told("IOP120", "acceptance-unused", WARNING, """
    An accepted finding that no longer occurs at its place, or whose value has since been changed.

    Accepting one finding accepts no other. When the value changes, the finding comes back and must
    be looked at anew; an acceptance left behind would otherwise make the reader believe that the
    fault is still there.

    Take the acceptance away. If the finding has come back with another value and is still lived
    with, write its new fingerprint and a new reason.
    """)  # fmt: skip

acceptance_expired = told("IOP121", "acceptance-expired", ERROR, """
    The last day of an acceptance has passed.

    Somebody decided to live with the finding until that day and no longer. The finding counts
    again, beside this one.

    Mend what the finding says, or decide again and write a new day with its reason.
    """)  # fmt: skip

acceptance_incomplete = told("IOP122", "acceptance-incomplete", ERROR, """
    An acceptance without place, fingerprint or reason, of a rule that does not exist, or of one
    that cannot be accepted.

    Without place and fingerprint it would also cover findings that come later, and without a reason
    nobody can judge it. What makes a file unreadable, and what has been done to the ledger of
    invoices, is never lived with: 1xx, 906, 907 and 908.

    Copy the place and the fingerprint from the finding, and write why it is accepted.
    """)  # fmt: skip

acceptance_expires_soon = told("IOP123", "acceptance-expires-soon", WARNING, """
    The last day of an acceptance is at most thirty days away.

    When it has passed, the run fails. Thirty days leave time for a meeting of the steering group.

    Take the matter up now: mend what the finding says, or decide again and write a new day.
    """)  # fmt: skip
