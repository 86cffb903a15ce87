"""How partnerships stood to others when they were last looked at, by the hashes git has for them.

Kept beside what was found; lost without harm. Judges nothing.
"""

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import astuple, dataclass, replace
from typing import Any

from iop_cli.cache import Cache, folder, hashed
from iop_cli.cli.gather import Wanted, setting_key
from iop_cli.config import Config
from iop_cli.digest import Digest, PartyDigest
from iop_cli.project import Project
from iop_cli.survey import Across, Standing

Files = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Known:
    """How the partnerships of one stem stand, as long as their files have these hashes.

    `asked` holds the id of each other agreement that was asked for, with the hash of its file.
    """

    files: Files
    asked: tuple[tuple[str, str], ...]
    standing: tuple[Standing, ...]

    def holds(self, files: Files, hashes: Mapping[str, str], day: str) -> bool:
        """Whether nothing that it rests on has changed, and the day is one that it holds on."""
        fresh = all(hashes.get(id, "") == hash for id, hash in self.asked)
        return (
            self.files == files and fresh and all(s.since <= day <= s.until for s in self.standing)
        )


class Kept:
    """How partnerships stood, from one run to the next, whatever the findings are shown as."""

    def __init__(self, project: Project, settings: Config, wanted: Wanted) -> None:
        key = setting_key(project, replace(wanted, shown=None), settings)
        self._cache = Cache(key, folder() if wanted.cache else None)
        self._key = hashed(b"standing", os.fsencode(project.root), os.fsencode(project.here))
        self._words = self._read(self._key)

    def get(self, stem: str) -> Known | None:
        """What is kept of one stem."""
        if stem not in self._words:
            return None
        files, asked, held = self._words[stem]
        standing = tuple(_standing(*words) for words in held)
        return Known(_couples(files), _couples(asked), standing)

    def keep(self, known: Mapping[str, Known]) -> None:
        """Keep these, and nothing else."""
        self._words = {
            stem: [one.files, one.asked, [_words(s) for s in one.standing]]
            for stem, one in known.items()
        }
        self._write(self._key, self._words)

    def across(
        self, known: Mapping[str, Known], find: Callable[[], Mapping[str, Across]]
    ) -> dict[str, str]:
        """What the rules across files found at the revision, in short, by file name."""
        files = "\n".join(f"{stem} {one.files} {one.asked}" for stem, one in sorted(known.items()))
        days = sorted({f"{s.since} {s.until}" for one in known.values() for s in one.standing})
        seal = hashed(os.fsencode(files), "\n".join(days).encode()).hex()
        key = hashed(b"across", self._key)
        held = self._read(key)
        if held.get("seal") != seal:
            found = {name: repr(said) for name, said in find().items()}
            held = {"seal": seal, "found": found}
            self._write(key, held)
        told: dict[str, str] = held["found"]
        return told

    def close(self) -> None:
        """Let go of the file."""
        self._cache.close()

    def _read(self, key: bytes) -> dict[str, Any]:
        row = self._cache.get(key)
        held: dict[str, Any] = json.loads(row[1]) if row else {}
        return held

    def _write(self, key: bytes, held: Mapping[str, Any]) -> None:
        self._cache.put([(key, b"", json.dumps(held, separators=(",", ":")).encode())])


def _couples(held: list[list[str]]) -> Files:
    return tuple((one, other) for one, other in held)


def _words(standing: Standing) -> list[Any]:
    digest = list(astuple(standing.digest)) if standing.digest else None
    return [standing.file, standing.since, standing.until, standing.asked, digest]


def _standing(file: str, since: str, until: str, asked: list[list[str]], held: Any) -> Standing:
    if held is None:
        return Standing(file, since, until, _couples(asked), None)
    name, id, title, status, purpose, parties, *more = held
    people = tuple(PartyDigest(*party) for party in parties)
    digest = Digest(name, id, title, status, purpose, people, *more)
    return Standing(file, since, until, _couples(asked), digest)
