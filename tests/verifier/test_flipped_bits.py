"""Single bits flipped at random over every file of a true, signed export: none passes."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.sizes import size
from verifier import verify

pytestmark = pytest.mark.soak

FLIPS = size(test=300, soak=10_000)
SEED = 7


def test_no_flipped_bit_passes(signed_export: Path, public_key: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every file is flipped in turn, the small ones as often as the large."""
    chance = random.Random(SEED)
    options = [str(signed_export), "--public-key", str(public_key)]
    files = sorted(path for path in signed_export.iterdir())
    assert [path.name for path in files] == sorted([*verify.LISTED_FILES, verify.MANIFEST, verify.SIGNATURE])
    assert verify.main(options) == 0
    passed = []
    for flip in range(FLIPS):
        path = files[flip % len(files)]
        data = path.read_bytes()
        bit = chance.randrange(len(data) * 8)
        flipped = bytearray(data)
        flipped[bit // 8] ^= 1 << bit % 8
        path.write_bytes(flipped)
        if verify.main(options) not in (1, 2):
            passed.append((path.name, bit))
        path.write_bytes(data)
        capsys.readouterr()
    assert passed == []
    assert verify.main(options) == 0
