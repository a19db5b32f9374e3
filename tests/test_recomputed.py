"""The control of `recomputed`: an export that holds passes, and one with a changed cell is found."""

from __future__ import annotations

import boto3
import pytest

from chalicelib.config import config
from tests import recomputed
from tests.factories import AN, CLOSING_BEGINS, CONTEST, FIRST, NONCE, OPENS, OTHER_NONCE
from tests.town import Town, all_right
from tests.watch import contents

UNITS = f"{CONTEST}/{FIRST}/r01/units.csv"


@pytest.mark.forged
def test_an_export_in_which_a_cell_was_changed_is_found(town: Town):
    phone = town.at(OPENS).phone(AN)
    phone.hand_in(all_right(phone.start(NONCE)), OTHER_NONCE)
    town.at(CLOSING_BEGINS).tick()
    true, bucket = recomputed.differences(), config().exports_bucket

    more_people = contents(bucket)[UNITS].replace(b",1,", b",2,")
    boto3.client("s3").put_object(Bucket=bucket, Key=UNITS, Body=more_people)

    (told,) = recomputed.differences()
    assert (true, UNITS.rpartition("/")[2] in told) == ([], True)
