"""Commands about single persons, and the lists of those who may not take part.

Who is meant stands on no command line, for that stays in a history: it is asked for, or named by the pseudonym that
`person find` shows.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from chalicelib.domain import exclusion_list
from chalicelib.domain.exclusion_list import Listed, read_exclusions
from chalicelib.domain.identifiers import canonical_identifier

from .commands_imports import CODES, stored_definition
from .commands_offline import DRY_RUN, PATH
from .commands_rounds import CONTEST, YES
from .people import PEOPLE_AT_ONCE, TO_THE_SCREEN, codes_kept, codes_path, insist
from .shape import Code, Group
from .spreadsheets import read_table
from .toolkit import Toolkit
from .trouble import Misuse

PERSON = click.argument("person", metavar="PERSON")
REASON = click.option("--reason", type=Code(), required=True)
ASKED = "-"
_PSEUDONYM = re.compile("[a-z2-7]{26}")
_MOST_NAMED = 10

Told = dict[str, Any]


@click.group(cls=Group)
def person() -> None:
    """What concerns one person."""


@click.group(cls=Group)
def exclude() -> None:
    """What concerns the lists of people who may not take part."""


@person.command("find")
@CONTEST
@click.pass_obj
def person_find(toolkit: Toolkit, contest: str) -> None:
    """Look for people by an identifier or a name."""
    found = toolkit.ask("person-find", contest=contest, text=_typed(toolkit, "person.whom"))
    if not found["people"]:
        toolkit.tell("person.none")
        return
    columns = ("person", "name", "unit", "way", "taking-part")
    rows = [_row(toolkit, each) for each in found["people"]]
    toolkit.table([toolkit.say(f"column.{name}") for name in columns], rows)
    if found["more"]:
        toolkit.tell("person.more", count=found["more"])


@person.command("show")
@CONTEST
@PERSON
@click.pass_obj
def person_show(toolkit: Toolkit, contest: str, person: str) -> None:
    """Show what is decided about one person."""
    told = toolkit.ask("person-show", contest=contest, person=meant(toolkit, person))
    _tell(toolkit, told["person"])
    _tell_rounds(toolkit, told["rounds"])


@person.command("exclude")
@CONTEST
@PERSON
@click.option("--body", metavar="ID", default="")
@click.option("--reason", "why", metavar="TEXT", default="")
@YES
@DRY_RUN
@click.pass_obj
def person_exclude(toolkit: Toolkit, contest: str, person: str, body: str, why: str, yes: bool, dry_run: bool) -> None:
    """Keep a person out, whatever they have done so far."""
    event = {"contest": contest, "person": meant(toolkit, person), "body": body, "why": " ".join(why.split())}
    _decide(toolkit, "person-exclude", event, yes, dry_run)


@person.command("reinstate")
@CONTEST
@PERSON
@REASON
@YES
@DRY_RUN
@click.pass_obj
def person_reinstate(toolkit: Toolkit, contest: str, person: str, reason: str, yes: bool, dry_run: bool) -> None:
    """Let a person in again: then it is as if nothing had been."""
    event = {"contest": contest, "person": meant(toolkit, person), "reason": reason}
    _decide(toolkit, "person-reinstate", event, yes, dry_run)


@person.command("unit")
@CONTEST
@PERSON
@click.argument("unit", metavar="UNIT")
@REASON
@YES
@DRY_RUN
@click.pass_obj
def person_unit(toolkit: Toolkit, contest: str, person: str, unit: str, reason: str, yes: bool, dry_run: bool) -> None:
    """Move a person to another unit, with their attempts of every round that hasn't closed."""
    event = {"contest": contest, "person": meant(toolkit, person), "unit": unit, "reason": reason}
    _decide(toolkit, "person-unit", event, yes, dry_run)


@person.command("revoke")
@CONTEST
@PERSON
@YES
@DRY_RUN
@click.pass_obj
def person_revoke(toolkit: Toolkit, contest: str, person: str, yes: bool, dry_run: bool) -> None:
    """Sign a person out everywhere; what runs stops at once."""
    event = {"contest": contest, "person": meant(toolkit, person)}
    _tell(toolkit, toolkit.ask("person-revoke", dry_run=True, **event)["before"])
    if dry_run:
        toolkit.tell("dry-run")
        return
    toolkit.confirm(yes)
    insist(toolkit, "person-revoke", event)
    toolkit.tell("person.revoked")


@person.command("code")
@CONTEST
@CODES
@YES
@DRY_RUN
@click.pass_obj
def person_code(toolkit: Toolkit, contest: str, codes: Path | None, yes: bool, dry_run: bool) -> None:
    """Give a person another code, in a file that only its owner may read; the former one opens nothing any more."""
    identifier = _typed(toolkit, "person.identifier")
    event = {"contest": contest, "person": identifier, "nonce": secrets.token_hex(16)}
    before = toolkit.ask("person-code", dry_run=True, **event)["before"]
    _tell(toolkit, before)
    if dry_run:
        toolkit.tell("dry-run")
        return
    toolkit.confirm(yes)
    file = codes or codes_path(contest)
    with codes_kept(file) as keep:
        code = insist(toolkit, "person-code", event)["code"]
        slip = {"full_name": before["full_name"], "identifier": canonical_identifier(identifier)}
        keep([{**slip, "unit": before["unit_name"], "code": code}])
    if file != TO_THE_SCREEN:
        toolkit.tell("roster.codes", count=1, file=file)


def _typed(toolkit: Toolkit, key: str) -> str:
    return " ".join(toolkit.answer(key, from_stdin=not toolkit.interactive()).split())


def meant(toolkit: Toolkit, person: str) -> str:
    """Return who is meant. Raises Misuse for an identifier on the command line."""
    if person == ASKED:
        return _typed(toolkit, "person.identifier")
    if not _PSEUDONYM.fullmatch(person):
        raise Misuse("person-in-history")
    return person


def _decide(toolkit: Toolkit, act: str, event: Told, yes: bool, dry_run: bool) -> None:
    """Show what would change of one person, ask, and do it."""
    told = toolkit.ask(act, dry_run=True, **event)
    before, after = told["before"], told["after"]
    _tell(toolkit, before)
    if before == after and told["kept"]:
        toolkit.tell("nothing-to-do")
        return
    _tell_change(toolkit, before, after)
    _tell_rounds(toolkit, told["rounds"])
    if dry_run:
        toolkit.tell("dry-run")
        return
    toolkit.confirm(yes)
    insist(toolkit, act, event)
    toolkit.tell("person.done")


def _row(toolkit: Toolkit, told: Told) -> list[str]:
    way = toolkit.say(f"way.{told['way']}")
    return [told["person"], told["full_name"], told["unit_name"] or "—", way, _standing(toolkit, told)]


def _standing(toolkit: Toolkit, told: Told) -> str:
    if not told["excluded"]:
        return toolkit.say("person.may")
    return toolkit.say("person.may-not", why=told["excluded_reason"])


def _tell(toolkit: Toolkit, told: Told) -> None:
    """Print who somebody is and how they stand, a line for each."""
    shown = _row(toolkit, told)
    for name, value in zip(("person", "name", "unit", "way", "taking-part"), shown, strict=True):
        toolkit.print(f"{toolkit.say(f'column.{name}')}: {value}")
    for move in told["moves"]:
        places = {"before": move["before"] or "—", "after": move["after"] or "—"}
        toolkit.tell("person.move", at=toolkit.time(move["decided_at"]), by=move["by"], reason=move["reason"], **places)


def _tell_change(toolkit: Toolkit, before: Told, after: Told) -> None:
    if before["unit"] != after["unit"]:
        toolkit.tell("person.will-move", before=before["unit_name"] or "—", after=after["unit_name"] or "—")
    if (before["excluded"], before["excluded_reason"]) != (after["excluded"], after["excluded_reason"]):
        toolkit.tell("person.will-stand", before=_standing(toolkit, before), after=_standing(toolkit, after))
    elif before["decided"] != after["decided"]:
        toolkit.tell("person.will-be-decided", standing=_standing(toolkit, after))


def _tell_rounds(toolkit: Toolkit, rounds: Told) -> None:
    toolkit.tell("person.reached", rounds=", ".join(rounds["reached"]) or "—")
    if rounds["closed"]:
        toolkit.tell("person.closed", rounds=", ".join(rounds["closed"]))


# --- lists of those who may not take part -----------------------------------------------------------------------------


@exclude.command("import")
@CONTEST
@click.argument("exclusions_file", metavar="FILE", type=PATH)
@YES
@DRY_RUN
@click.pass_obj
def exclude_import(toolkit: Toolkit, contest: str, exclusions_file: Path, yes: bool, dry_run: bool) -> None:
    """Keep out everybody on a list; who is named without an identifier is only looked for."""
    rules = stored_definition(toolkit, contest)
    people, warnings = read_exclusions(read_table(exclusions_file, exclusion_list.SHEET), rules)
    toolkit.warn(warnings)
    answers = [toolkit.ask("import-exclusions", contest=contest, dry_run=True, people=part) for part in _parts(people)]
    changes = _tell_exclusions(toolkit, answers)
    if not changes or dry_run:
        toolkit.tell("dry-run" if changes else "nothing-to-do")
        return
    if any(answer["put_out"] for answer in answers):
        toolkit.confirm(yes)
    for part in _parts(people):
        insist(toolkit, "import-exclusions", {"contest": contest, "people": part})
    toolkit.tell("exclude.done", count=len(people))


def _parts(people: Sequence[Listed]) -> list[list[Told]]:
    parts = [people[first : first + PEOPLE_AT_ONCE] for first in range(0, len(people), PEOPLE_AT_ONCE)]
    return [[asdict(each) for each in part] for part in parts]


def _tell_exclusions(toolkit: Toolkit, answers: Sequence[Told]) -> int:
    """Print what a list would change. Returns how many lines of it would."""
    counts = {name: sum(answer[name] for answer in answers) for name in ("new", "changed", "by_name")}
    toolkit.tell("exclude.preview", **counts)
    put_out = [each for answer in answers for each in answer["put_out"]]
    lifted = [each for answer in answers for each in answer["lifted"]]
    if put_out:
        toolkit.tell("exclude.put-out", count=len(put_out), items=_some([each["full_name"] for each in put_out]))
    if lifted:
        toolkit.tell("exclude.lifted", count=len(lifted), items=_some(lifted))
    return int(counts["new"] + counts["changed"])


def _some(items: Sequence[str]) -> str:
    return "; ".join([*items[:_MOST_NAMED], *["…"][: len(items) > _MOST_NAMED]])


@exclude.command("list")
@CONTEST
@click.pass_obj
def exclude_list(toolkit: Toolkit, contest: str) -> None:
    """Show who is kept out; and for who is known by name alone, who it might be."""
    listed = toolkit.ask("exclusions", contest=contest)
    if not listed:
        toolkit.tell("exclude.nobody")
        return
    columns = ("name", "unit", "taking-part", "person")
    rows = [row for each in listed for row in _lines(toolkit, each)]
    toolkit.table([toolkit.say(f"column.{name}") for name in columns], rows)


def _lines(toolkit: Toolkit, each: Told) -> list[list[str]]:
    """Return the line of one exclusion, and under it one for each person whom it might mean."""
    standing = toolkit.say("person.may-not", why=each["reason"]) if each["body"] else toolkit.say("exclude.was-lifted")
    people = each["people"]
    if not each["by_name"]:
        name = each["full_name"] or (people[0]["full_name"] if people else "—")
        return [[name, each["unit_name"] or "—", standing, people[0]["person"] if people else "—"]]
    first = [each["full_name"], each["unit_name"] or "—", toolkit.say("exclude.by-name", why=each["reason"]), "—"]
    return [first, *(_namesake(toolkit, person) for person in people)]


def _namesake(toolkit: Toolkit, told: Told) -> list[str]:
    key = "exclude.is-decided" if told["decided"] or told["excluded"] else "exclude.to-decide"
    return [
        f"  ? {told['full_name']}",
        told["unit_name"] or "—",
        toolkit.say(key, standing=_standing(toolkit, told)),
        told["person"],
    ]
