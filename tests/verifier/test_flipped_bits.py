"""Single bits flipped at random over every file of a true, signed export, a round's and a contest's: none passes."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.sizes import size
from tests.verifier.forging import sources_of
from verifier import verify

pytestmark = pytest.mark.soak

FLIPS = size(test=300, soak=10_000)
SEED = 7


def test_no_flipped_bit_passes(signed_export: Path, public_key: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every file is flipped in turn, the small ones as often as the large."""
    files = sorted(path for path in signed_export.iterdir())
    assert [path.name for path in files] == sorted([*verify.LISTED_FILES, verify.MANIFEST, verify.SIGNATURE])
    assert flipped(files, [str(signed_export), "--public-key", str(public_key)], capsys) == []


def test_no_flipped_bit_of_a_contest_passes(
    signed_final: Path, public_key: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The contest's files are flipped in turn, and at times those of a source, whose signature is its own run's matter."""
    files = sorted(path for path in signed_final.iterdir())
    assert [path.name for path in files] == sorted([*verify.FINAL_LISTED_FILES, verify.MANIFEST, verify.SIGNATURE])
    files = files * 8 + sorted(path for path in (sources_of(signed_final) / "tuan-1" / "r01").glob("*.[cj]s*"))
    assert flipped(files, [str(signed_final), "--public-key", str(public_key)], capsys) == []


def flipped(files: list[Path], options: list[str], capsys: pytest.CaptureFixture[str]) -> list[tuple[str, int]]:
    """Flips a bit of each file in turn; returns those that pass all the same."""
    chance = random.Random(SEED)
    assert verify.main(options) == 0
    passed = []
    for flip in range(FLIPS):
        path = files[flip % len(files)]
        data = path.read_bytes()
        bit = chance.randrange(len(data) * 8)
        spoilt = bytearray(data)
        spoilt[bit // 8] ^= 1 << bit % 8
        path.write_bytes(spoilt)
        if verify.main(options) not in (1, 2):
            passed.append((path.name, bit))
        path.write_bytes(data)
        capsys.readouterr()
    assert verify.main(options) == 0
    return passed
