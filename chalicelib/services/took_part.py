"""Who took part in a contest, by pseudonym alone: for certificates that everybody gets who has a counted paper.

The list of a revision is cut into files by how pseudonyms begin, so that to look for one person is to read one small file,
however large the contest is.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..config import config
from ..domain.errors import NotFound
from ..domain.final_record import FinalRecord
from ..storage import finals, objects
from .exported import Export

# A file of as many pseudonyms has 15 KB.
_MOST_A_FILE = 500
_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"


def write(final: FinalRecord, people: Iterable[str]) -> None:
    """Write down who took part by the revision of ``final`` that was begun last."""
    everybody = sorted(people)
    letters = _letters(len(everybody))
    parts: dict[str, list[str]] = {part: [] for part in _parts(letters)}
    for pseudonym in everybody:
        parts[pseudonym[:letters]].append(pseudonym)
    for part, theirs in parts.items():
        objects.put_json(config().private_bucket, _key(final, final.revision, part), theirs)


def refuse_unfinished(contest: str) -> None:
    """Raise NotFound for a contest whose results were never made: nobody has a certificate of having taken part there.

    For whoever would ask another function, which people are waiting for as long as rounds are running.
    """
    if finals.get(contest).made == 0:
        raise NotFound("no-such-certificate")


def is_among(final: FinalRecord, pseudonym: str) -> bool:
    """Whether a person took part, by the last revision of ``final`` that is whole."""
    return pseudonym in of_part(final, pseudonym[: _letters(final.people)])


def parts(final: FinalRecord) -> list[str]:
    """Return the names of the files, in order: everybody's pseudonym begins like the name of theirs."""
    return _parts(_letters(final.people))


def of_part(final: FinalRecord, part: str) -> list[str]:
    """Return who stands in one file, in order; nobody where there is none."""
    return objects.get_json(config().private_bucket, _key(final, final.made, part)) or []


def _letters(people: int) -> int:
    """Return by how many letters so many people are told apart."""
    letters = 0
    while people > _MOST_A_FILE * len(_LETTERS) ** letters:
        letters += 1
    return letters


def _parts(letters: int) -> list[str]:
    found = [""]
    for _ in range(letters):
        found = [begun + letter for begun in found for letter in _LETTERS]
    return found


def _key(final: FinalRecord, revision: int, part: str) -> str:
    return f"closings/{Export(final, revision).folder}/took-part/{part or 'all'}.json"
