"""The canary's keeper: looks at every answer of the API, and at the site before publication, for what nobody may know yet.

Right letters are single characters and can't be looked for. So the banks of tests hold canaries beside the key (in sources,
explanations and salts), and the shape of what is said is looked at too: no member named after a key, a score or a count.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from chalicelib.config import config
from chalicelib.domain.round import may_publish
from chalicelib.domain.times import Millis
from chalicelib.storage import rounds
from tests.canaries import Canaries, Leak, contents
from tests.factories import CANARY

__all__ = ["Leak", "Watch", "contents", "look"]

FORBIDDEN_NAMES = frozenset(
    [
        "right",
        "answer",
        "answers",
        "key",
        "keys",
        "score",
        "scores",
        "rank",
        "place",
        "correct",
        "perfect",
        "count",
        "counts",
        "total",
        "points",
        "target",
        "people",
        "papers",
        "explanation",
        "salt",
        "source",
        "seed",
        "seeds",
        "lot_seed",
        "paper_seed",
        "lot",
        "winners",
    ]
)
ONLY_PUBLICATION_BRINGS = re.compile(
    r"/(results\.json|index\.html|explanations\.json|(own|proof)/.*|r\d\d/(?!definition\.json).*)"
)
_DATA_BLOCK = re.compile(r"<script[^>]*application/json[^>]*>(.*?)</script>", re.DOTALL)


class Watch:
    """What may not be said as things stand; `learn` reads it from the vault, the others look at what is being said."""

    def __init__(self) -> None:
        self.people = Canaries()
        self.secrets: dict[str, str] = {CANARY: "what stands beside the key"}
        self.everybody: set[str] = set()
        self.answers_seen = 0
        self.wants_it_described = True
        self.looked_at: dict[str, bytes] = {}

    def learn(self) -> None:
        """Read every salt, seed and pseudonym there is. It asks moto directly: a test may be counting calls."""
        for name, data in contents(config().private_bucket).items():
            if name.startswith("banks/"):
                self.secrets |= {question["salt"]: "a salt" for question in json.loads(data)["questions"]}
            if name.startswith("seeds/"):
                self.secrets |= {data.hex(): f"the seed {name}", base64.b64encode(data).decode(): f"the seed {name}"}
            if name.startswith("rosters/"):
                self.everybody |= set(json.loads(data)["people"])
        self.people.learn()

    def answer(self, text: str, own: str, where: str) -> None:
        """Look at one answer of the API, given to the contestant ``own``. Raises Leak."""
        self.answers_seen += 1
        look(text, self.secrets | dict.fromkeys(self.everybody - {own}, "somebody else's pseudonym"), where)

    def site(self, now: Millis) -> None:
        """Look at every object of the site. Of a round that may not be published at ``now`` nothing more may be there than
        its definition, and no object anywhere may hold its secrets; a practice round carries its key openly. Raises Leak.
        """
        if self.looked_at == (held := contents(config().site_bucket)):
            return
        unpublished = (each for each in rounds.everywhere() if not may_publish(each, now))
        # What was seen once can't be made secret: a withdrawal takes the results away, and neither key nor seeds.
        hidden = {(each.contest, each.round) for each in unpublished if not each.withdrawals}
        known = dict.fromkeys(self.everybody, "a pseudonym")
        for name, data in held.items():
            contest, _, rest = name.partition("/")
            if name.endswith("/practice.json") or ((contest, rest.split("/")[0]) not in hidden and "/" in rest):
                continue
            if ONLY_PUBLICATION_BRINGS.fullmatch(name.removeprefix("/".join(name.split("/")[:2]))):
                raise Leak(f"{name} is on the site before its hour")
            for text in (data.decode(), *_DATA_BLOCK.findall(data.decode())):
                look(text, self.secrets | known, f"the site's {name}")
        self.looked_at = held


def look(text: str, secrets: Mapping[str, str], where: str) -> None:
    """Raise Leak if ``text`` holds one of ``secrets`` (text → what it is), or is JSON with a member of a forbidden name."""
    for secret, what in secrets.items():
        if secret in text:
            raise Leak(f"{where} holds {what}: {secret[:12]}…")
    for name in _names(_parsed(text)):
        if name in FORBIDDEN_NAMES:
            raise Leak(f"{where} has a member named {name!r}")


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _names(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _names(inner)
