"""True exports for the verifier's tests, each a writable copy, and the verdict on a folder."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.verifier import synthetic
from tests.verifier.forging import TITLES, Verdict
from verifier import verify


@pytest.fixture(scope="session")
def private_key() -> ec.EllipticCurvePrivateKey:
    """A signing key of the tests' own."""
    return ec.generate_private_key(ec.SECP256R1())


@pytest.fixture(scope="session")
def public_key(private_key: ec.EllipticCurvePrivateKey, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its public half, as the site has it."""
    path = tmp_path_factory.mktemp("keys") / "khoa-thu.pem"
    pem = private_key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    path.write_bytes(pem)
    return path


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory, private_key: ec.EllipticCurvePrivateKey) -> Path:
    """Every kind of true export, made once: `<kind>/r01`, and `corrected/r02` and `r03` after it."""
    base = tmp_path_factory.mktemp("made")
    synthetic.Round(60, 7).write(base / "plain" / "r01")
    synthetic.Round(60, 8, blueprint=True, most=2, counted="best", precision="ms").write(base / "blueprint" / "r01")
    synthetic.Round(12, 9, bank_size=12, limit="none").write(
        base / "signed" / "r01", lambda data: private_key.sign(data, ec.ECDSA(hashes.SHA256()))
    )
    synthetic.Round(
        40, 10, asks=None, criteria="score:desc elapsed:asc", last_tie="shared", boundary_tie="committee", limit="none"
    ).write(base / "committee" / "r01")
    synthetic.Round(40, 11, outage=True).write(base / "outage" / "r01")
    correct(synthetic.Round(60, 7), base / "corrected")
    return base


def correct(played: synthetic.Round, folder: Path) -> None:
    """Writes r01, then r02 with one decision of each kind that a closed round knows, then r03 with a copied target."""
    played.write(folder / "r01")
    played.next_revision(folder / "r01")
    attempts = {f"{attempt['contestant']}.{attempt['number']}": attempt for attempt in played.attempts}
    names, at, bank = list(attempts), played.closed_at, played.bank["questions"]
    wrong = next(
        choice
        for attempt in attempts.values()
        if attempt["ruling"] == ""
        for question, choice in zip(attempt["questions"].split(" "), attempt["choices"], strict=True)
        if question == bank[0]["id"] and choice not in (bank[0]["right"], "_")
    )
    played.decide(at + 1, "reinstate", names[5], "disqualified", "", "nham", confirmed_by="can-bo-2")
    played.decide(at + 2, "disqualify", names[7], "", "disqualified", "thi-ho", confirmed_by="can-bo-2")
    both = " ".join(sorted(bank[0]["right"] + wrong))
    played.decide(at + 3, "correct_key", bank[0]["id"], bank[0]["right"], both, "de-sai")
    played.decide(at + 4, "void", bank[1]["id"], bank[1]["right"], "", "de-sai")
    moved = attempts[names[8]]
    played.decide(at + 5, "move_unit", moved["contestant"], moved["unit"], "vang-mat", "nham-don-vi")
    attempts[names[5]].update(ruling="", reason="")
    attempts[names[7]].update(ruling="disqualified", reason="thi-ho")
    moved["unit"] = "vang-mat"
    played.write(folder / "r02")
    played.next_revision(folder / "r02")
    played.copied_target = played.target(played.printed_attempts())
    played.target_from = 2
    played.decide(at + 6, "disqualify", names[0], "", "disqualified", "thi-ho", confirmed_by="can-bo-3")
    attempts[names[0]].update(ruling="disqualified", reason="thi-ho")
    played.write(folder / "r03")


def copy_of(made: Path, kind: str, tmp_path: Path) -> Path:
    """Copies a kind of export to where a test may spoil it."""
    return Path(shutil.copytree(made / kind, tmp_path / kind))


@pytest.fixture
def true_export(made: Path, tmp_path: Path) -> Path:
    """A true round: a first revision with ties parted by lots, rulings, earlier wins, blank and timed-out papers."""
    return copy_of(made, "plain", tmp_path) / "r01"


@pytest.fixture
def blueprint_export(made: Path, tmp_path: Path) -> Path:
    """A true round whose papers follow a blueprint, with up to two attempts, the best counting."""
    return copy_of(made, "blueprint", tmp_path) / "r01"


@pytest.fixture
def signed_export(made: Path, tmp_path: Path) -> Path:
    """A small true round whose manifest is signed."""
    return copy_of(made, "signed", tmp_path) / "r01"


@pytest.fixture
def committee_export(made: Path, tmp_path: Path) -> Path:
    """A true round without a prediction, where a tie across a boundary waits for the committee."""
    return copy_of(made, "committee", tmp_path) / "r01"


@pytest.fixture
def outage_export(made: Path, tmp_path: Path) -> Path:
    """A true round with a moved close, an extended deadline and a granted attempt."""
    return copy_of(made, "outage", tmp_path) / "r01"


@pytest.fixture
def corrected_export(made: Path, tmp_path: Path) -> Path:
    """The second revision of a true round, with r01 and r03 beside it."""
    return copy_of(made, "corrected", tmp_path) / "r02"


@pytest.fixture
def frozen_export(made: Path, tmp_path: Path) -> Path:
    """The third revision of a true round, whose target is copied, with r02 beside it."""
    return copy_of(made, "corrected", tmp_path) / "r03"


@pytest.fixture
def verdict(capsys: pytest.CaptureFixture[str]) -> Verdict:
    """Runs the verifier as the command line does; gives the exit status and the steps that do not hold."""

    def run(folder: Path, *options: str | Path) -> tuple[int, list[str]]:
        capsys.readouterr()
        status = verify.main([str(folder), "--lang", "en", *map(str, options)])
        lines = capsys.readouterr().out.splitlines()
        bad = [line.split()[1].rstrip(".") for line in lines if line.startswith(("DIFFERS", "UNCHECKED"))]
        return status, [TITLES[int(number) - 1] for number in bad]

    return run
