"""True exports for the verifier's tests, each a writable copy, and the verdict on a folder."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.verifier import synthetic
from tests.verifier.forging import FINAL_TITLES, TITLES, Verdict
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


@pytest.fixture(scope="session")
def contests(tmp_path_factory: pytest.TempPathFactory, private_key: ec.EllipticCurvePrivateKey) -> Path:
    """Every kind of true contest, made once: `<kind>/<round>/r01` and `<kind>/final/r01`, and `chain/final/r02` after it."""
    base = tmp_path_factory.mktemp("contests")
    weighed = synthetic.unit_award(formula="weighted", criteria=synthetic.BY_WEIGHT, gates="has_entry entry_rank:20")
    bars = {"least_rate": 2000, "over": "contest", "excused": "left_out", "leaders_every_round": True}
    bars |= {"below": "bars_unit_prize"}
    synthetic.Contest(21, award=weighed, participation=bars, limit="highest_in_the_contest").write(base / "weighed")
    drawn = synthetic.unit_award(boundary_tie="lot", criteria="perfect_share", groups="by_size")
    synthetic.Contest(2, people=22, equals=True, award=drawn).write(base / "drawn")
    synthetic.Contest(3).write(base / "plain")
    synthetic.Contest(4, people=10, weeks=2, bank_size=10, award=drawn).write(
        base / "signed", lambda data: private_key.sign(data, ec.ECDSA(hashes.SHA256()))
    )
    rule_again(synthetic.Contest(5, award=weighed), base / "chain")
    return base


def rule_again(contest: synthetic.Contest, folder: Path) -> None:
    """Writes a final, then decides something of its second round, and writes that round's r02 and the final's."""
    contest.write(folder)
    played = contest.played[1]
    played.next_revision(folder / played.round / "r01")
    ruled = next(attempt for attempt in played.attempts if attempt["ruling"] == "")
    name = f"{ruled['contestant']}.{ruled['number']}"
    played.decide(played.closed_at + 1, "disqualify", name, "", "disqualified", "thi-ho", confirmed_by="can-bo-2")
    ruled.update(ruling="disqualified", reason="thi-ho")
    played.write(folder / played.round / "r02")
    contest.next_revision(folder)
    contest.write_final(folder)


@pytest.fixture
def true_final(contests: Path, tmp_path: Path) -> Path:
    """A true contest whose units are weighed behind gates, and whose people keep their highest prize alone."""
    return copy_of(contests, "weighed", tmp_path) / "final" / "r01"


@pytest.fixture
def drawn_final(contests: Path, tmp_path: Path) -> Path:
    """A true contest whose units are alike, so that lots part them in their groups of size."""
    return copy_of(contests, "drawn", tmp_path) / "final" / "r01"


@pytest.fixture
def plain_final(contests: Path, tmp_path: Path) -> Path:
    """A true contest without an award for units and without a limit across its rounds."""
    return copy_of(contests, "plain", tmp_path) / "final" / "r01"


@pytest.fixture
def signed_final(contests: Path, tmp_path: Path) -> Path:
    """A small true contest of two rounds, signed throughout."""
    return copy_of(contests, "signed", tmp_path) / "final" / "r01"


@pytest.fixture
def later_final(contests: Path, tmp_path: Path) -> Path:
    """The second revision of a true contest, made after a decision on its second round; r01 lies beside it."""
    return copy_of(contests, "chain", tmp_path) / "final" / "r02"


@pytest.fixture
def verdict(capsys: pytest.CaptureFixture[str]) -> Verdict:
    """Runs the verifier as the command line does; gives the exit status and the steps that do not hold."""

    def run(folder: Path, *options: str | Path) -> tuple[int, list[str]]:
        capsys.readouterr()
        status = verify.main([str(folder), "--lang", "en", *map(str, options)])
        lines = capsys.readouterr().out.splitlines()
        bad = [line.split()[1].rstrip(".") for line in lines if line.startswith(("DIFFERS", "UNCHECKED"))]
        titles = FINAL_TITLES if folder.parent.name == verify.FINAL else TITLES
        return status, [titles[int(number) - 1] for number in bad]

    return run
