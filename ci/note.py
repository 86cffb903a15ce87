"""Writes a table as the one note of ours on a GitLab merge request, or writes the note anew.

Takes where and what from the variables that GitLab sets, and the key from IOP_NOTE_TOKEN. Speaks to
that GitLab alone, and never prints the key.
"""

import json
import os
import sys
import urllib.request
from pathlib import Path
from typing import Any

MARK = "<!-- iop review -->"
# GitLab takes a million characters; more than this nobody reads
MOST = 200_000
MOST_PAGES = 20
SECONDS = 30


class _NoWayOn(urllib.request.HTTPRedirectHandler):
    """Follows nothing: the key belongs to one address."""

    def redirect_request(self, *_args: Any, **_named: Any) -> None:
        """Give no request to follow."""


def main() -> int:
    """Write the note; returns 0, or 1 where GitLab refuses it."""
    text = Path(sys.argv[1]).read_text("utf-8")
    if len(text) > MOST:
        text = text[:MOST].rpartition("\n")[0] + "\n\n…\n"
    body = {"body": f"{MARK}\n{text}"}
    address = "/".join(
        [
            os.environ["CI_API_V4_URL"], "projects", os.environ["CI_PROJECT_ID"],
            "merge_requests", os.environ["CI_MERGE_REQUEST_IID"], "notes",
        ]
    )  # fmt: skip
    try:
        held = _own(address)
        _asked("PUT" if held else "POST", f"{address}/{held}" if held else address, body)
    except OSError as error:
        sys.stderr.write(f"GitLab says: {error}\n")
        return 1
    return 0


def _own(address: str) -> int | None:
    """The number of the note that was written before; None where there is none."""
    for page in range(1, MOST_PAGES + 1):
        notes = _asked("GET", f"{address}?per_page=100&page={page}")
        for note in notes:
            if str(note.get("body", "")).startswith(MARK) and not note.get("system"):
                return int(note["id"])
        if len(notes) < 100:
            break
    return None


def _asked(method: str, address: str, body: dict[str, str] | None = None) -> Any:
    if not address.startswith(("https://", "http://")):
        raise OSError("CI_API_V4_URL is no address")
    request = urllib.request.Request(
        address,
        method=method,
        data=json.dumps(body).encode() if body else None,
        headers={
            "PRIVATE-TOKEN": os.environ["IOP_NOTE_TOKEN"],
            "Content-Type": "application/json",
        },
    )
    opener = urllib.request.build_opener(_NoWayOn)
    with opener.open(request, timeout=SECONDS) as answer:
        return json.loads(answer.read())


if __name__ == "__main__":
    sys.exit(main())
