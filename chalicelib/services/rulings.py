"""Decisions about a closed round: asked for with a reason and evidence, confirmed by a second account once results are out.

What was decided is one conditional write of the round's record, which lists decisions in their order: two at once end one
behind the other. The clock makes the revisions. The same request again, or the same decision, changes nothing more.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from .. import functions
from ..config import config
from ..domain.canonical import canonical
from ..domain.decisions import AFTER_THE_CLOSING, KINDS, Ask, Cells
from ..domain.definition import Definition
from ..domain.errors import Conflict, NotFound, NotYet, Unfit
from ..domain.round import Decided, RoundRecord
from ..domain.times import Millis, written
from ..storage import objects, rounds
from . import evidence
from .asked_code import asked_code
from .asked_round import asked_closed_round
from .exported import Export
from .revise import asks_of, key_of, said_in
from .rules import definition_called
from .waking import wake_softly

Event = dict[str, Any]

WITHDRAW = "withdraw"
KINDS_ASKED = (*AFTER_THE_CLOSING, WITHDRAW)
_TRIES = 10


def decide(event: Event, now: Millis) -> Event:
    """Decide about a closed round; with ``dry_run`` show what that would change, and change nothing.

    Once the results have been published, it only proposes: a second account confirms. Raises NotYet before the close, Unfit
    for what can't be decided, or without text and evidence.
    """
    record, by, reason = asked_closed_round(event), asked_code(event, "by"), asked_code(event, "reason")
    said = {
        "after": _after(event),
        "asked_at": written(now),
        "by": by,
        "kind": _kind(event, record),
        "reason": reason,
        "subjects": _subjects(event),
    }
    if said["kind"] != WITHDRAW:
        said["subjects"] = _changing(record, said)
    if not said["subjects"] and said["kind"] != WITHDRAW:
        return _told(record, event["nonce"] if _is_done(record, event["nonce"]) else _same(record, said), {})
    if event.get("dry_run"):
        return {"decision": "", "state": "", "revision": None, "changes": _changes(record, said)}
    changes = _changes(record, said)
    evidence.keep(event)
    _keep(record, event["nonce"], said)
    if record.was_shown:
        return _told(record, event["nonce"], changes)
    return _made(_decided(record, event["nonce"], said, "", now), event["nonce"], said, changes)


def confirm(event: Event, now: Millis) -> Event:
    """Confirm what another account has proposed; with ``dry_run`` show what it would change.

    Raises NotFound where there is no such proposal, Conflict for the account that has made it.
    """
    record, by = asked_closed_round(event), asked_code(event, "by")
    said = said_in(record, event["decision"])
    if said is None:
        raise NotFound("no-such-decision")
    if _is_done(record, event["decision"]):
        return _told(record, event["decision"], {})
    if said["by"] == by:
        raise Conflict("second-account")
    changes = _changes(record, said)
    if event.get("dry_run"):
        return _told(record, event["decision"], changes)
    if said["kind"] == WITHDRAW:
        return _told(_withdrawn(record, event["decision"], said["by"], by, now), event["decision"], changes)
    if _still_changes(record, said):
        record = _decided(record, event["decision"], said, by, now)
    return _made(record, event["decision"], said, changes)


def listed(event: Event, now: Millis) -> list[Event]:
    """Return every decision about a closed round, proposals among them, in their order: what, by whom, why, its state."""
    record = asked_closed_round(event)
    prefix = key_of(record, "").removesuffix(".json")
    names = [key.removeprefix(prefix).removesuffix(".json") for key in objects.keys(config().private_bucket, prefix)]
    found = [(name, said_in(record, name)) for name in names if "/" not in name]
    told = [_line(record, name, said) for name, said in found if said]
    return sorted(told, key=lambda line: (line["revision"] or len(told) + 2, line["decided_at"], line["decision"]))


def _line(record: RoundRecord, name: str, said: Event) -> Event:
    done = next((each for each in record.decided if each.decision == name), None)
    return {
        **{field: value for field, value in _told(record, name, {}).items() if field != "changes"},
        **{field: said[field] for field in ("kind", "subjects", "after", "reason", "by")},
        "text": evidence.text_of(record.contest, record.round, name),
        "confirmed_by": done.confirmed_by if done else "",
        "decided_at": written(done.decided_at) if done else said["asked_at"],
    }


# --- What is asked for --------------------------------------------------------------------------------------------------


def _kind(event: Event, record: RoundRecord) -> str:
    kind = str(event["kind"])
    if kind not in KINDS_ASKED:
        raise Unfit("unknown-decision", found=kind[:40], known=", ".join(KINDS_ASKED))
    if kind == WITHDRAW and record.state != "published":
        raise NotYet("not-published", round=record.round)
    return kind


def _subjects(event: Event) -> list[str]:
    """Return whom or what a decision is about, each once, in the order in which exports list them."""
    return sorted(set(event["subjects"]))


def _after(event: Event) -> str:
    """Return the cell that is asked for, one space between what it lists; letters in their order, as exports print them."""
    words = str(event["after"]).split()
    return " ".join(sorted(set(words))) if event["kind"] == "correct_key" else " ".join(words)


def _changing(record: RoundRecord, said: Event) -> list[str]:
    """Return those subjects of whom the decision changes anything. Raises Unfit for one that it can't be about."""
    state = _State(record)
    whole = [each for subject in said["subjects"] for each in _meant(state, said["kind"], subject)]
    return [each for each in whole if state.changes(said["kind"], each, said["after"])]


def _meant(state: _State, kind: str, subject: str) -> list[str]:
    """Return the subjects that are meant: a contestant's name alone stands for each of their attempts."""
    if KINDS[kind] != "ruling" or "." in subject:
        return [subject]
    found = [name for name in state.attempts if name.partition(".")[0] == subject]
    if not found:
        raise Unfit("unfit-subject", subject=subject[:60])
    return sorted(found)


class _State:
    """A closed round as the decisions so far have left it, by its revision in force and what is still to come.

    Read as far as it is asked for: who voids a question needs no attempt.
    """

    def __init__(self, record: RoundRecord):
        self.definition: Definition = definition_called(record.definition)
        self._record, self._export = record, Export(record)

    @cached_property
    def attempts(self) -> dict[str, str]:
        """The unit of each attempt. A hundred thousand rows pass here: of each no more is kept than that."""
        return {f"{row['contestant']}.{row['number']}": row["unit"] for row in self._export.rows("attempts.csv")}

    @cached_property
    def units(self) -> set[str]:
        """The units that have a row."""
        return {row["unit"] for row in self._export.rows("units.csv")}

    @cached_property
    def questions(self) -> dict[str, Any]:
        """The bank's questions by their ids."""
        return {each["id"]: each for each in self._export.questions}

    @cached_property
    def ranked(self) -> set[str]:
        """The contestants who have a rank."""
        return {row["contestant"] for row in self._export.rows("ranking.csv")}

    @cached_property
    def cells(self) -> Cells:
        """What stands in the cells that decisions have changed."""
        return self._export.cells().go_on(asks_of(self._record, self._record.decided[self._record.revision - 1 :]))

    def changes(self, kind: str, subject: str, after: str) -> bool:
        """Whether a decision changes anything about ``subject``. Raises Unfit where it can't be about it, or not be so."""
        checks = {
            "ruling": self._ruling,
            "letters": self._letters,
            "unit": self._unit,
            "choice": self._choice,
        }
        ask = Ask(0, "", "", kind, subject, after, "")
        stands = self.cells.standing(kind, subject)
        return checks[KINDS[kind]](ask, stands)

    def _ruling(self, ask: Ask, stands: str | None) -> bool:
        if ask.subject not in self.attempts:
            raise Unfit("unfit-subject", subject=ask.subject[:60])
        return (stands or "") != ask.cell

    def _letters(self, ask: Ask, stands: str | None) -> bool:
        question = self.questions.get(ask.subject)
        if question is None:
            raise Unfit("unfit-subject", subject=ask.subject[:60])
        letters = set(ask.after.split())
        if (ask.act == "void") == bool(letters) or not letters <= question["options"].keys():
            raise Unfit("unfit-letters", question=ask.subject, known=", ".join(question["options"]))
        return (question["right"] if stands is None else stands) != ask.cell

    def _unit(self, ask: Ask, stands: str | None) -> bool:
        theirs = {unit for name, unit in self.attempts.items() if name.partition(".")[0] == ask.subject}
        if not theirs:
            raise Unfit("unfit-subject", subject=ask.subject[:60])
        if ask.after not in self.units:
            raise Unfit("unknown-unit", found=ask.after)
        return theirs != {ask.after} if stands is None else stands != ask.after

    def _choice(self, ask: Ask, stands: str | None) -> bool:
        numbers = {prize.id: prize.number for prize in self.definition.prizes}
        chosen = ask.after.split()
        if ask.subject not in numbers or self.definition.boundary_tie != "committee":
            raise Unfit("unfit-subject", subject=ask.subject[:60])
        if not 1 <= len(chosen) <= numbers[ask.subject] or len(set(chosen)) < len(chosen) or set(chosen) - self.ranked:
            raise Unfit("unfit-committee-choice", most=numbers[ask.subject])
        return stands != ask.after


# --- What is done -------------------------------------------------------------------------------------------------------


def _changes(record: RoundRecord, said: Event) -> Event:
    """Return what a decision would change, as the clock computes it: it alone may read what results are made of."""
    if said["kind"] == WITHDRAW:
        return {}
    asked = {"contest": record.contest, "round": record.round, "said": said}
    changes: Event = functions.ask(config().clock_function, {"preview": asked})
    return changes


def _keep(record: RoundRecord, decision: str, said: Event) -> None:
    """Keep what is asked for under its request's nonce. Raises Conflict where that request has asked for something else."""
    kept = json.loads(objects.put_once(config().private_bucket, key_of(record, decision), canonical(said)))
    if {**kept, "asked_at": said["asked_at"]} != said:
        raise Conflict("asked-otherwise")


def _decided(record: RoundRecord, decision: str, said: Event, confirmed_by: str, now: Millis) -> RoundRecord:
    """Put a decision, which changes something of ``record``, at the end of the round's list, once, and have the clock make
    its revision. Returns the round after it.

    Raises Conflict where another decision has changed what this one is about, or the round is in too many hands. Where
    results have been published meanwhile, it stays a proposal.
    """
    for _ in range(_TRIES):
        if _is_done(record, decision):
            break
        if record.was_shown and not confirmed_by:
            return record
        youngest = max([now, record.closing_at or 0, *(each.decided_at for each in record.decided)])
        made = Decided(decision, youngest, said["by"], confirmed_by)
        try:
            rounds.change(record, decided=(*record.decided, made))
            break
        except Conflict:
            record = _read_again(record)
            if not _still_changes(record, said):
                break
    else:
        raise Conflict("changed-meanwhile", round=record.round)
    wake_softly()
    return _read_again(record)


def _still_changes(record: RoundRecord, said: Event) -> bool:
    """Whether a decision changes all that it names; not where it changes nothing. Raises Conflict for a part of it."""
    left = _changing(record, said)
    if left and left != said["subjects"]:
        raise Conflict("changed-meanwhile", round=record.round)
    return bool(left)


def _withdrawn(record: RoundRecord, decision: str, by: str, confirmed_by: str, now: Millis) -> RoundRecord:
    """Take published results back; the clock takes them off the site. They come again once they have been approved."""
    if record.state != "published":
        raise NotYet("not-published", round=record.round)
    rounds.change(
        record,
        state="closed",
        approved_at=None,
        approved_by="",
        published_at=None,
        withdrawn_at=now,
        withdrawn_by=(decision, by, confirmed_by),
        withdrawals=record.withdrawals + 1,
        untold=(*record.untold, "withdrawal"),
    )
    wake_softly()
    return _read_again(record)


def _read_again(record: RoundRecord) -> RoundRecord:
    found = rounds.get(record.contest, record.round)
    if found is None:
        raise NotFound("no-such-round", round=record.round)
    return found


def _is_done(record: RoundRecord, decision: str) -> bool:
    return any(each.decision == decision for each in record.decided) or decision in record.withdrawn_by[:1]


def _made(record: RoundRecord, decision: str, said: Event, changes: Event) -> Event:
    """Return the state of ``decision``; where another that said the same was quicker, of that one."""
    quicker = not _is_done(record, decision) and not record.was_shown
    return _told(record, _same(record, said) if quicker else decision, changes)


def _same(record: RoundRecord, said: Event) -> str:
    """Return the youngest decision that says the same as ``said``, by which it stands already; nothing where none does."""
    told = ((each.decision, said_in(record, each.decision) or {}) for each in reversed(record.decided))
    same = (name for name, each in told if (each.get("kind"), each.get("after")) == (said["kind"], said["after"]))
    return next(same, "")


def _told(record: RoundRecord, decision: str, changes: Mapping[str, Any]) -> Event:
    """Return a decision's state: proposed while another account has to confirm, decided, and applied once in a revision."""
    names: Sequence[str] = [each.decision for each in record.decided]
    if decision in record.withdrawn_by[:1]:
        state = "decided" if "withdrawal" in record.untold else "applied"
        return {"decision": decision, "state": state, "revision": None, "changes": dict(changes)}
    revision = names.index(decision) + 2 if decision in names else None
    state = "proposed" if revision is None else "applied" if revision <= record.revision else "decided"
    if not decision:
        state = "applied"
    return {"decision": decision, "state": state, "revision": revision, "changes": dict(changes)}
