"""Certificates of having taken part: each gets its number and its code when it is first asked for, and keeps them.

Hundreds of thousands have a right to one, and few ask: so there is nothing until somebody does.
"""

from __future__ import annotations

from dataclasses import dataclass

from pynamodb.exceptions import TransactWriteError
from pynamodb.transactions import TransactWrite

from .models import ContestantItem
from .transactions import connection, refused_by_a_condition


@dataclass(frozen=True, slots=True)
class TakingPart:
    """A certificate of having taken part: whose it is, its number from 1 on, and the random code that confirms it."""

    contestant: str
    number: int
    code: str


def of_contestant(contest: str, pseudonym: str) -> TakingPart | None:
    """Read somebody's certificate, consistently; None where they never asked for one."""
    item = ContestantItem.found(_key(contest, pseudonym))
    return TakingPart(pseudonym, int(item.certificates or 0), item.certificate or "") if item else None


def by_code(contest: str, code: str) -> TakingPart | None:
    """Read the certificate that ``code`` confirms; None where there is none."""
    item = ContestantItem.found(_code_key(contest, code))
    return of_contestant(contest, item.pseudonym) if item and item.pseudonym else None


def give(contest: str, pseudonym: str, code: str) -> TakingPart:
    """Give somebody a certificate under the next number and ``code``; who has one keeps it.

    A number is given once: where two devices of one person ask at the same moment, one number stays unused.
    """
    if held := of_contestant(contest, pseudonym):
        return held
    given = TakingPart(pseudonym, _next_number(contest), code)
    theirs = ContestantItem(_key(contest, pseudonym), certificate=code, certificates=given.number)
    whose = ContestantItem(_code_key(contest, code), pseudonym=pseudonym)
    try:
        with TransactWrite(connection=connection()) as transaction:
            transaction.save(theirs, condition=ContestantItem.person.does_not_exist())
            transaction.save(whose)
    except TransactWriteError as error:
        # Another device was faster, or this one, sent again after its answer got lost.
        if refused_by_a_condition(error) and (held := of_contestant(contest, pseudonym)):
            return held
        raise
    return given


def take_away(contest: str, pseudonym: str) -> None:
    """Delete what is kept of somebody's certificate, if there is one; its number stays unused."""
    if held := of_contestant(contest, pseudonym):
        # What leads to the person goes last: whoever asks again after a death half-way finds the rest by it.
        ContestantItem(_code_key(contest, held.code)).delete()
        ContestantItem(_key(contest, pseudonym)).delete()


def _next_number(contest: str) -> int:
    counter = ContestantItem(f"{contest}#taking-part")
    counter.update(actions=[ContestantItem.certificates.add(1)])
    return int(counter.certificates or 0)


def _key(contest: str, pseudonym: str) -> str:
    return f"{contest}#taking-part#{pseudonym}"


def _code_key(contest: str, code: str) -> str:
    return f"{contest}#taking-part-code#{code}"
