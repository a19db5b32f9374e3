"""Every page of the site is rendered anew: at a deployment its looks may have changed, and nothing else will."""

from __future__ import annotations

from typing import Any

from ..config import config
from ..storage import finals, objects, rounds
from . import finish, pages
from .publish import results_with_names


def render() -> dict[str, Any]:
    """Render the list of contests, each contest's pages, results of rounds and contests, and the page for what isn't there.

    From what is stored, so nothing is shown that is not shown already. Returns how many pages there are.
    """
    objects.put(config().site_bucket, "404.html", pages.lost(), cache_control=pages.A_WHILE)
    pages.landing()
    begun = [record for record in rounds.everywhere() if record.state != "draft"]
    contests = {each.contest: each for each in begun}
    of_contests = sum(map(pages.contest, contests.values()))
    for contest in rounds.contests():
        pages.units(contest)
    published = [record for record in begun if record.state == "published"]
    for record in published:
        pages.results(record, results_with_names(record))
    whole = [final for final in map(finals.get, contests) if final.published_at is not None]
    for final in whole:
        pages.final(final.contest, finish.results_with_names(final))
    return {"pages": 2 + of_contests + len(published) + len(whole)}
