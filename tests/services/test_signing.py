"""Who has an export and the public key knows who made it: every revision's manifest is signed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ClientError
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

from chalicelib.config import config
from chalicelib.domain.errors import NotAllDone
from chalicelib.storage import rounds, signing
from tests.calls import Call, Interrupted, through
from tests.factories import AN, CLOSING_BEGINS, CONTEST, FIRST, RESULTS
from tests.services.deciding import MINUTE_MS, decide, hand_in
from tests.services.exported import file, manifest
from tests.town import Town
from tests.watch import contents


@pytest.fixture
def key(signing_key: str) -> str:
    """The id of the key that signs here."""
    return signing_key


@pytest.fixture
def signed(key: str, village: Town) -> Town:
    """A closed round of one contestant, signed."""
    village.settle()
    hand_in(village, AN, prediction="1")
    village.at(CLOSING_BEGINS).tick()
    return village.at(CLOSING_BEGINS + MINUTE_MS)


def public_key(key: str) -> ec.EllipticCurvePublicKey:
    found = load_pem_public_key(contents(config().site_bucket)[f"keys/{key}.pem"])
    assert isinstance(found, ec.EllipticCurvePublicKey)
    return found


def verifies(key: str, revision: str = "r01") -> bool:
    data, signature = file("manifest.json", revision=revision), file("manifest.sig", revision=revision)
    try:
        public_key(key).verify(signature, data, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True


def test_the_close_signs_the_manifest_and_names_the_key_in_it(signed: Town, key: str):
    assert (manifest()["key"], verifies(key)) == (key, True)


def test_a_signature_is_of_its_own_manifest_alone(signed: Town, key: str):
    with pytest.raises(InvalidSignature):
        public_key(key).verify(file("manifest.sig"), file("manifest.json") + b" ", ec.ECDSA(hashes.SHA256()))


def test_each_revision_is_signed(signed: Town, key: str):
    decide(signed, "void", "q1")

    assert (manifest(revision="r02")["key"], verifies(key, "r02")) == (key, True)


def test_a_close_that_died_behind_the_signature_ends_with_one_that_verifies(key: str, village: Town):
    village.settle()
    hand_in(village, AN, prediction="1")
    village.at(CLOSING_BEGINS)

    def died(call: Call, make: Callable[[], Any]) -> Any:
        if call.writes and str(call.sent.get("Key")).endswith("manifest.json"):
            raise Interrupted
        return make()

    with through(died), pytest.raises(Interrupted):
        village.tick()
    left = [name.rpartition("/")[2] for name in contents(config().exports_bucket) if "manifest" in name]

    village.tick()

    assert (left, verifies(key)) == (["manifest.sig"], True)


def test_a_close_whose_manifest_could_not_be_signed_is_no_export_until_it_is(key: str, village: Town):
    village.settle()
    hand_in(village, AN, prediction="1")
    village.at(CLOSING_BEGINS)

    def busy(call: Call, make: Callable[[], Any]) -> Any:
        if call.name == "kms:Sign":
            raise ClientError({"Error": {"Code": "ThrottlingException", "Message": "Rate exceeded"}}, "Sign")
        return make()

    with through(busy), pytest.raises(NotAllDone):
        village.tick()
    left = [name for name in contents(config().exports_bucket) if "manifest" in name]
    village.at(CLOSING_BEGINS + MINUTE_MS).tick()

    assert (left, verifies(key)) == ([], True)


def test_the_rules_page_prints_the_keys_fingerprint(signed: Town, key: str):
    der = public_key(key).public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    digest = hashes.Hash(hashes.SHA256())
    digest.update(der)
    hexed = digest.finalize().hex()

    page = contents(config().site_bucket)[f"{CONTEST}/index.html"].decode()

    assert " ".join(hexed[at : at + 4] for at in range(0, 64, 4)) in page
    assert f"/keys/{key}.pem" in page


def test_the_key_is_on_the_site_before_the_round_opens(key: str, village: Town):
    village.settle()

    record = rounds.get(CONTEST, FIRST)
    assert record is not None
    assert (record.state, f"keys/{key}.pem" in contents(config().site_bucket)) == ("ready", True)


def test_the_signature_is_public_once_the_results_are(signed: Town):
    name = f"{CONTEST}/{FIRST}/r01/manifest.sig"
    before = name in contents(config().site_bucket)

    signed.at(RESULTS).tick()

    assert (before, contents(config().site_bucket)[name]) == (False, file("manifest.sig"))
    results = json.loads(contents(config().site_bucket)[f"{CONTEST}/{FIRST}/results.json"])
    assert "manifest.sig" in results["files"]


@pytest.mark.parametrize(
    ("data", "message", "kind"),
    [(b"x" * 4096, b"x" * 4096, "RAW"), (b"x" * 4097, hashlib.sha256(b"x" * 4097).digest(), "DIGEST")],
)
def test_of_more_than_kms_hashes_by_itself_the_hash_is_signed(
    key: str, monkeypatch: pytest.MonkeyPatch, data: bytes, message: bytes, kind: str
):
    """The emulator here hashes a digest once more, so it can't show that both come to the same: AWS says so."""
    asked = []

    def sign(**said: Any) -> dict[str, bytes]:
        asked.append((said["Message"], said["MessageType"]))
        return {"Signature": b"s"}

    monkeypatch.setattr(signing, "_kms", lambda: SimpleNamespace(sign=sign))

    assert signing.sign(key, data) == b"s"
    assert asked == [(message, kind)]
