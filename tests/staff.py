"""Those who work for a contest, already signed in: accounts put where the table has them, as signing in leaves them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from chalicelib.domain.roles import EVERY_CONTEST, UNIT_MANAGER
from chalicelib.domain.times import Millis
from chalicelib.services import accounts, passwords
from chalicelib.services.passwords import Cost
from chalicelib.storage import staff
from chalicelib.storage.staff import Account
from tests.factories import CONTEST

PASSWORD = "một câu ngắn dễ nhớ"
CHEAP = Cost(2, 1, 1)


def seated(role: str, now: Millis, contest: str = CONTEST, name: str = "", units: tuple[str, ...] = ("so-noi-vu",)) -> str:
    """Return the token of somebody who has this role and has just signed in. Their password is `PASSWORD`."""
    name = name or role.replace("_", "-")
    managed = units if role == UNIT_MANAGER else ()
    with cheap():
        account = Account(contest, name, role, managed, passwords.kept(PASSWORD), "", identified=True, since=0)
    staff.put_new(account)
    return str(accounts._welcome(account, now)["token"])


def chief(now: Millis, name: str = "thu-ky") -> str:
    """Return the token of a chief organizer of every contest."""
    return seated("chief", now, EVERY_CONTEST, name)


@contextmanager
def cheap() -> Iterator[None]:
    """Have passwords cost nearly nothing; what they really cost is measured where it matters."""
    with mock.patch.object(passwords, "COST", CHEAP):
        yield
