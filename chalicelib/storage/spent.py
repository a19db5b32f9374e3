"""What is good for once, so that nobody uses it twice: work that has been shown, a sign-on that has come back."""

from __future__ import annotations

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.update import Action

from ..domain.times import Millis
from .aws_errors import condition_failed
from .models import ContestantItem


def spend(contest: str, name: str, by: str, until: Millis) -> bool:
    """Spend what is called ``name`` (a hash, or a random number) and ends at ``until``, for the request ``by`` (a hash too).

    Returns False where another request has spent it. The same request again finds that it was spent by itself.
    """
    unspent = ContestantItem.nonce.does_not_exist() | (ContestantItem.nonce == by)
    actions: list[Action] = [ContestantItem.nonce.set(by), ContestantItem.expires.set(-(-until // 1000))]
    try:
        ContestantItem(f"{contest}#spent#{name}").update(actions=actions, condition=unspent)
    except UpdateError as error:
        if not condition_failed(error):
            raise
        return False
    return True
