"""The contest of `make run`: Hải Phòng's, its rounds moved so that the first is over and the second is open."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from chalicelib.domain.drafting import load_definition
from chalicelib.domain.times import HO_CHI_MINH, Millis, to_datetime
from chalicelib.storage import rounds as stored_rounds
from simulator import cloud, contest, rounds
from simulator.people import Contestant

from .emulator import ROOT

CONTEST = "hai-phong-2023"
SOURCE = ROOT / "contests" / CONTEST / "contest.yaml"
MINUTE = 60_000
HOUR = 60 * MINUTE
SEED = 7

# The second round opens a minute before it is shown and closes within the hour; results follow two minutes after each close.
OPEN_FOR = 55 * MINUTE
RESULTS_AFTER = 2 * MINUTE


@dataclass(frozen=True)
class Demo:
    """What the newcomer is told: which round is open until when, and a few people to sign in as."""

    contest: str
    published_round: str
    open_round: str
    closes: Millis
    people: list[dict[str, str]]


def moved(now: Millis) -> str:
    """Return Hải Phòng's definition (YAML) with its rounds around ``now``, publishing by itself, and saying so.

    The real definition waits for approval (S4:101); nobody would approve a demonstration.
    """
    values = yaml.safe_load(SOURCE.read_text())
    values["plan"] |= {"starts": "none", "ends": "none"}
    values["publication"] = "automatic"
    values["final_results"] = "none"
    values["rounds"] = [_moved(each, *window) for each, window in zip(values["rounds"], _windows(now), strict=True)]
    values["assumptions"] = [_demonstration(), *(each for each in values["assumptions"] if not _of_times(each))]
    values["acknowledged"] = []
    return yaml.safe_dump(values, allow_unicode=True, sort_keys=False)


def prepare(now: Millis, contestants: int = 300, shown: int = 3) -> Demo:
    """Put the contest into the stack that the environment names, and let people take its first round, all in the past.

    ``shown``: with how many people's codes whoever looks at it can sign in.
    The stack's own clock has to be kept still meanwhile (`stack.quiet`): it would close the past round at once.
    """
    text = moved(now)
    definition = load_definition(text, str(SOURCE))
    first, second = definition.ranked[:2]
    with cloud.surroundings() as here:
        here.now = first.opens - HOUR
        people = contest.prepare(here, definition, text, SOURCE.parent, contestants, SEED)
        run = rounds.simulate_round(here, definition, first.id, people, SEED)
    free = [each for each in people if not each.person.excluded and each.identifier not in run.excluded_late][:shown]
    return Demo(definition.contest, first.id, second.id, second.closes, [_slip(each) for each in free])


def _slip(contestant: Contestant) -> dict[str, str]:
    return {"identifier": contestant.identifier, "code": contestant.code, "full_name": contestant.person.full_name}


def closes_now(told: Demo) -> Millis:
    """Return when the open round closes as things stand: somebody may have closed it early."""
    record = stored_rounds.get(told.contest, told.open_round)
    return record.closes if record else 0


def _windows(now: Millis) -> list[tuple[Millis, Millis]]:
    """The hours of the rounds, on whole minutes, as people would write them."""
    second = now // MINUTE * MINUTE - MINUTE
    opened = [(second - 3 * HOUR, second - HOUR), (second, second + OPEN_FOR)]
    later = second + 24 * HOUR
    return [*opened, *((later + 2 * n * HOUR, later + (2 * n + 1) * HOUR) for n in range(2))]


def _moved(each: dict[str, Any], opens: Millis, closes: Millis) -> dict[str, Any]:
    moments = {"opens": opens, "closes": closes, "results": closes + RESULTS_AFTER}
    return {**each, **{name: _at_home(at) for name, at in moments.items()}}


def _at_home(at: Millis) -> datetime:
    return to_datetime(at).astimezone(HO_CHI_MINH)


def _of_times(assumption: dict[str, str]) -> bool:
    return assumption["field"].startswith(("rounds", "final_results", "publication", "plan"))


def _demonstration() -> dict[str, str]:
    return {
        "field": "rounds",
        "clause": "Mục IV",
        "choice": "Bản trình diễn: thời gian các vòng đã được dời về lúc này; kết quả tự công bố, không chờ phê duyệt. "
        "Câu hỏi lấy từ ngân hàng mẫu dùng chung, nên có câu hỏi về kế hoạch của địa phương khác.",
        "reason": "Để người xem dự thi được ngay; cuộc thi thật theo đúng thời gian của Kế hoạch và chờ phê duyệt.",
    }


def remember(demo: Demo, file: Path) -> None:
    """Keep what was told, for the next start; codes are in it, so nobody else may read it."""
    file.touch(mode=0o600)
    file.write_text(json.dumps(demo.__dict__, ensure_ascii=False, indent=2))


def remembered(file: Path) -> Demo | None:
    """Return what was kept, or None."""
    return Demo(**json.loads(file.read_text())) if file.exists() else None
