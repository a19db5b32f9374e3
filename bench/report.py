"""Writes docs/performance.md from what was measured: a table for each figure, its target, and by how much one is missed."""

from __future__ import annotations

from statistics import median
from textwrap import fill
from typing import Any

from . import closing, cold, opening, page, warm, writes

ACTS = {"start": "start", "save": "autosave", "hand_in": "hand-in"}


def document(found: dict[str, Any]) -> str:
    """Return the whole page."""
    parts = [_head, _targets, _writes, _warm, _cold, _closing, _page, _cost, _opening, _cycle]
    return "\n\n".join(_wrapped(part(found)) for part in parts) + "\n"


def _wrapped(text: str) -> str:
    """Return ``text`` with its paragraphs in lines of even length; tables, heads and comments stay as they are."""
    paragraphs = text.split("\n\n")
    return "\n\n".join(each if each[0] in "|#<" else fill(each, 125, break_long_words=False) for each in paragraphs)


def summary(found: dict[str, Any]) -> str:
    """Return the targets, a line each, for whoever ran the bench."""
    return "\n".join(
        f"{'ok    ' if met else 'MISSED'} {what}: {value} (≤ {most})" for what, value, most, met in targets(found)
    )


def missed(found: dict[str, Any]) -> list[str]:
    """Return the targets that were missed."""
    return [what for what, _, _, met in targets(found) if not met]


def targets(found: dict[str, Any]) -> list[tuple[str, str, str, bool]]:
    """Return each target: what, the value found, the most that it may be, and whether it is met."""
    acts = found["warm"]["acts"]
    each = [(f"CPU of a warm {ACTS[act]}", acts[act]["ratio"]["median"], warm.MOST) for act in ("start", "hand_in")]
    each.append(("cold start, CPU", found["cold"]["cpu"]["ratio"]["median"], cold.MOST))
    each.append(("close of 100,000 attempts, CPU", _ratio(found["closing"], "cpu_s"), closing.MOST))
    each.append(("close of 100,000 attempts, wall", _ratio(found["closing"], "wall_s"), closing.MOST))
    rows = [(what, f"{value:.2f} ×", f"{most} ×", value <= most) for what, value, most in each]
    peak = max(run["peak_mb"] for run in found["closing"]["close"])
    rows.append(("close, peak memory", f"{peak:.0f} MB", f"{closing.MOST_MB} MB", peak <= closing.MOST_MB))
    counts = {(act["writes"], act["reads"]) for each in found["writes"] for act in each["acts"].values()}
    rows.append(
        ("writes and reads of each act", ", ".join(f"{w} / {r}" for w, r in sorted(counts)), "1 / 0", counts == {(1, 0)})
    )
    largest = max(each["largest_bytes"] for each in found["writes"])
    rows.append(("largest item", f"{largest} bytes", f"{writes.MOST_BYTES} bytes", largest <= writes.MOST_BYTES))
    files = found["page"]["files"].values()
    size = sum(each["brotli"] for each in files)
    rows.append(("first load, brotli", f"{size / 1024:.1f} KB", f"{page.MOST_BYTES // 1024} KB", size <= page.MOST_BYTES))
    rows.append(("first load, requests", str(len(files)), str(page.MOST_REQUESTS), len(files) <= page.MOST_REQUESTS))
    return rows


def _ratio(found: dict[str, Any], what: str) -> float:
    return median(ours[what] / theirs[what] for ours, theirs in zip(found["close"], found["query"], strict=True))


def _table(head: str, *rows: tuple[Any, ...]) -> str:
    columns = head.split(" | ")
    lines = [f"| {head} |", "|" + "---|" * len(columns)]
    return "\n".join(lines + ["| " + " | ".join(map(str, row)) + " |" for row in rows])


def _spread(each: dict[str, float], digits: int = 2) -> str:
    return f"{each['median']:.{digits}f} ({each['low']:.{digits}f}–{each['high']:.{digits}f})"


def _head(found: dict[str, Any]) -> str:
    where = found["conditions"]
    return f"""<!-- Written by `make bench`; the words are in bench/report.py. -->

# Hiệu năng

Các con số dưới đây do `make bench` đo trên máy này, ngày {where["date"]}, và ghi lại vào trang này. Máy nhanh chậm khác nhau, nên điều đáng tin
là **tỷ số** giữa hệ thống và mức tối thiểu, đo xen kẽ trong cùng một lần chạy, bằng thời gian CPU chứ không bằng đồng hồ.

# Performance

Measured by `make bench` on {where["date"]}: Python {where["python"]}, {where["machine"]}, {where["cores"]} cores shared with other work (load {where["load_before"]:.1f}
before, {where["load_after"]:.1f} after), DynamoDB engine dynoxide {where["engine"]}, contest `{where["contest"]}`. Machines differ and are noisy, so what counts is
the **ratio** to a floor, made turn by turn in one run, of CPU time and not of the clock's; a figure is a median, with the
quartiles of its turns in brackets. `bench/results.json` holds every number; one file of `bench/` makes each of them."""


def _targets(found: dict[str, Any]) -> str:
    rows = [(what, value, f"≤ {most}", "met" if met else "**missed**") for what, value, most, met in targets(found)]
    return "## Targets\n\n" + _table("what | found | target | ", *rows)


def _writes(found: dict[str, Any]) -> str:
    rows = [
        (
            f"`{each['contest']}`",
            each["questions"],
            *(f"{act['writes']} / {act['reads']}" for act in each["acts"].values()),
            each["item_bytes"],
            each["largest_bytes"],
        )
        for each in found["writes"]
    ]
    return f"""## Requests of a warm function

Counted at botocore: writes / reads, and the bytes of the item that is left, by DynamoDB's own rule (names and values in
UTF-8); the last column is the most that an item of this contest can become. Up to {writes.MOST_BYTES} bytes a write is one unit. The fifth
plan, Đakrông's, asks for entries and has no papers.

{_table("contest | questions | start | autosave | hand-in | bytes | at most", *rows)}"""


def _warm(found: dict[str, Any]) -> str:
    acts = found["warm"]["acts"]
    rows = [
        (ACTS[act], _spread(each["ours_us"], 0), _spread(each["floor_us"], 0), _spread(each["ratio"]))
        for act, each in acts.items()
    ]
    alone = acts["start"]["without_the_client"]["median"]
    return f"""## CPU of a warm request

Ours is the event as API Gateway hands it to Lambda, through Chalice, to the engine over plain HTTP and back. The floor is a
Chalice app with one route that parses the JSON body and does one bare botocore conditional `PutItem` of the same item at
the same endpoint. {found["warm"]["turns"]} turns of {found["warm"]["each"]} requests each, turn by turn; signing and the HTTP client are in both. Microseconds:

{_table("act | ours, µs | floor, µs | ratio", *rows)}

A start takes {alone:.0f} µs where botocore answers at once: that is what is ours and Chalice's. What was done about it, and what was
left, is in [decision 8](decisions/0008-the-hot-path.md)."""


def _cold(found: dict[str, Any]) -> str:
    rows = [
        (what, _spread(each["ours_ms"], 0), _spread(each["floor_ms"], 0), _spread(each["ratio"]))
        for what, each in ((what, found["cold"][what]) for what in ("cpu", "wall"))
    ]
    return f"""## Cold start

`import app` from the package as it is deployed ({found["cold"]["unpacked_bytes"] / 2**20:.0f} MB unpacked, byte code in it; this machine's variant of it), against
`{cold.FLOOR}` from the same layer. {found["cold"]["turns"]} fresh processes each, in turn. Milliseconds:

{_table("time | ours, ms | floor, ms | ratio", *rows)}"""


def _closing(found: dict[str, Any]) -> str:
    facts = found["closing"]
    rows = [
        (
            name,
            f"{median(run['cpu_s'] for run in facts[kind]):.1f}",
            f"{median(run['wall_s'] for run in facts[kind]):.1f}",
            f"{max(run['peak_mb'] for run in facts[kind]):.0f}",
        )
        for kind, name in (("close", "the close"), ("query", "the bare query"))
    ]
    rows.append(("ratio", f"{_ratio(facts, 'cpu_s'):.2f} ×", f"{_ratio(facts, 'wall_s'):.2f} ×", ""))
    left = facts["with_open"]
    rows.append(
        (
            f"the close, {facts['left_open']:,} left open",
            f"{left['cpu_s']:.1f}",
            f"{left['wall_s']:.1f}",
            f"{left['peak_mb']:.0f}",
        )
    )
    seconds = median(run["cpu_s"] for run in facts["close"])
    same = "the same" if len({run["manifest"] for run in facts["close"]}) == 1 else "**not the same**"
    each_ms = (left["cpu_s"] - seconds) / facts["left_open"] * 1e3
    return f"""## The close

{facts["attempts"]:,} attempts at ten-question papers, from the engine to the last file of the export, results prepared for publication;
S3 is a process of its own that takes every byte. The bare query reads the same items by botocore's paginator, sixteen
shards side by side as the close does, and drops them. {len(facts["close"])} fresh processes each, in turn: {facts["attempts"] / seconds:,.0f} attempts a second of CPU, and
{same} manifest each time.

{_table("run | CPU, s | wall, s | peak, MB", *rows)}

An attempt that was left open costs the close a conditional write, {each_ms:.1f} ms each; the query has nothing of the kind. The wall's time
holds the engine's own, on the same cores."""


def _page(found: dict[str, Any]) -> str:
    files = found["page"]["files"]
    rows = [(f"`{name}`", f"{each['bytes']:,}", f"{each['brotli']:,}") for name, each in files.items()]
    rows.append(("**together**", *(f"{sum(each[what] for each in files.values()):,}" for what in ("bytes", "brotli"))))
    return f"""## The first load

What a phone fetches of a contest's page before anything is pressed, in bytes, by brotli at quality {page.QUALITY}. Every module and both
catalogues of words, which come as they are needed, are {found["page"]["all_modules"] / 1024:.0f} KB together.

{_table("file | bytes | brotli", *rows)}"""


def _cost(found: dict[str, Any]) -> str:
    from .cost import API_MB, PLATFORM_LINES, PRICES, STATIC_REQUESTS, TABLE_MS

    facts = found["cost"]
    rows = [(name, f"{count:,.0f}", unit, f"{usd:.2f}") for name, count, unit, usd in facts["rows"]]
    rows.append(("**together**", "", "", f"**{facts['usd']:.2f}**"))
    least = facts["least"]
    cloud = [usd for name, _, _, usd in facts["rows"] if name.startswith(("Lambda", "DynamoDB"))]
    sources = "; ".join(f"{name} {each['usd']}" for name, each in PRICES["prices"].items())
    return f"""## What {facts["attempts"]:,} attempts cost

One contestant signs in, looks, starts, saves {facts["saves"]} times and hands in. Counted: requests, write units, each act's CPU, the bytes of its
line in the log, the close. Assumed: {TABLE_MS:.0f} ms of waiting for the table, a core in proportion to {API_MB} MB, {PLATFORM_LINES} bytes of Lambda's own
lines, {STATIC_REQUESTS} static requests; no free tier, no cold starts, no storage (cents), no taxes. The CPU is this machine's, not a Graviton's.

{_table("what | how many | unit | USD", *rows)}

The least that two writes in two invocations could cost is {least["usd"]:.2f} USD (the floor's CPU, nothing else), or {least["with_door"]:.2f} with a way in
through CloudFront and API Gateway; Lambda and DynamoDB are {sum(cloud):.2f} of ours. What is more is the ten saves, which are the promise
that a chosen answer isn't lost, and signing in.

Prices (USD, {PRICES["region"]}, noted {PRICES["noted"]}, `bench/prices.json`; **check them before you quote a figure**): {sources}."""


def _opening(found: dict[str, Any]) -> str:
    facts, start = found["opening"], found["warm"]["acts"]["start"]
    rows = [
        (
            each["name"],
            f"{each['writes']:,} / {each['partitions']}",
            each["shards"],
            f"{each['busiest_peak']:,.0f}",
            f"{sum(each['refused'].get(by, 0) for by in ('gateway', 'lambda')):,}",
            f"{each['refused'].get('busy', 0):,}",
            f"{each['wait_s']['median']:.1f} / {each['wait_s']['p99']:.1f} / {each['wait_s']['slowest']:.1f}",
        )
        for each in facts["scenarios"]
    ]
    shares = [(shards, f"{each['median']:.1%}", f"{each['p99']:.1%}") for shards, each in facts["placements"].items()]
    raised = facts["scenarios"][1]
    carried = {shards: opening.PARTITION_WRITES / each["p99"] for shards, each in facts["placements"].items()}
    return f"""## The opening

With the database's time taken out, one core serves {1e6 / start["ours_us"]["median"]:,.0f} starts a second with botocore's client and {1e6 / start["without_the_client"]["median"]:,.0f} without it.

{facts["contestants"]:,} people press BẮT ĐẦU THI within {facts["within_s"]} s, twice as many in the first second as on average: simulated with a seed, event by
event, over API Gateway's rate and burst, Lambda's places (ten requests a second each, a thousand more every ten seconds),
and DynamoDB's partitions (a thousand writes a second each), the page trying again as it does. "Peak" is what the busiest
partition is asked for in the first second; waits are median / 99 of 100 / slowest, in seconds.

{_table("limits | warm writes / partitions | shards | peak | refused at the door | by the table | wait", *rows)}

A hash lays the shards on the partitions, never evenly. What part of all writes the busiest of {facts["scenarios"][-1]["partitions"]} partitions gets, over 1,000
such hashes (an even share is {1 / facts["scenarios"][-1]["partitions"]:.1%}):

{_table("shards | median | 1 in 100", *shares)}

So, however high the warm throughput is, **sixteen shards carry {carried["16"]:,.0f} starts a second in 99 of 100 such tables, 64 carry
{carried["64"]:,.0f} and 256 carry {carried["256"]:,.0f}**, before the partition that some of them share refuses anybody; beyond that the page's spread-out tries
take it up, as the waits show. For this crowd deploy with `Shards: 64`, or 256 where nobody shall wait at all, under
`parameters` of the stage, before its first round; it is never changed while a round isn't published, for where an attempt
lies follows from it. The refused are not lost: a paper's clock begins when it is issued, and the page says that it tries again.

To be raised before such an opening, and asked for weeks ahead (`organizer doctor STAGE` holds the account against
`organizer/limits.py`, for the contestants and seconds in `infra/stages/STAGE.yaml`):

{_limits(facts, raised)}"""


def _limits(facts: dict[str, Any], raised: dict[str, Any]) -> str:
    from organizer.limits import needed

    needs = needed(facts["contestants"], facts["within_s"])
    return _table(
        "limit | as AWS gives it | needed | how",
        ("API Gateway, requests a second", "10,000", f"{needs.requests:,}", "Service Quotas, `apigateway`, L-8A5B8E43"),
        ("API Gateway, burst", "5,000", f"{needs.requests // 2:,}", "follows the rate, by AWS"),
        ("Lambda, places at once", "1,000", f"{needs.concurrency:,}", "Service Quotas, `lambda`, L-B99A9384"),
        (
            "Lambda, places made ready",
            "0",
            f"{raised['provisioned']:,}",
            "provisioned concurrency of the API's function for the hour of the opening",
        ),
        ("DynamoDB, warm writes a second", "4,000", f"{needs.writes:,}", "`WarmWrites` of the stage, then `make deploy`"),
        ("CloudFront, requests a second", "250,000", f"{needs.delivered:,}", "Service Quotas, `cloudfront`"),
        ("shards of a round", "16", "64", "`Shards` of the stage, before its first round"),
    )


def _cycle(found: dict[str, Any]) -> str:
    facts = found["cycle"]
    rows = [("hoithi", _spread(facts["ours_ms"], 1))]
    rows += [(name, f"{low}–{high}") for name, (low, high) in facts["peers"].items()]
    return f"""## Ten questions, from the start to the hand-in

Server CPU for one contestant, in ms. Ours is {facts["requests"]} requests through Chalice: the start, a save after each answer, the hand-in. The
engine that stands for DynamoDB takes {facts["engine_ms"]:.1f} ms more of its own; CloudFront and API Gateway, in whose place the peers have a web server
in their figure, are not in it, nor is TLS. The peers' figures were measured elsewhere: read them for their order of magnitude.

{_table("system | CPU, ms", *rows)}"""
