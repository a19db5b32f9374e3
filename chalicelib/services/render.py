"""Every page of the site is rendered anew: at a deployment its looks may have changed, and nothing else will."""

from __future__ import annotations

from typing import Any

from ..config import config
from ..storage import objects, rounds
from . import pages
from .publish import results_with_names


def render() -> dict[str, Any]:
    """Render the list of contests, each contest's page, each published round's, and the page for what there isn't.

    From what is stored, so nothing is shown that is not shown already. Returns how many pages there are.
    """
    objects.put(config().site_bucket, "404.html", pages.lost(), cache_control=pages.A_WHILE)
    pages.landing()
    begun = [record for record in rounds.everywhere() if record.state != "draft"]
    for record in {each.contest: each for each in begun}.values():
        pages.contest(record)
    for contest in rounds.contests():
        pages.units(contest)
    published = [record for record in begun if record.state == "published"]
    for record in published:
        pages.results(record, results_with_names(record))
    return {"pages": 2 + pages.OF_A_CONTEST * len({each.contest for each in begun}) + len(published)}
