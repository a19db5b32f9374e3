"""`make run` is stopped in order, whenever and however often somebody asks; a half-made contest is no start for the next."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from chalicelib.log import log
from local import __main__ as run


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for the run's state."""
    monkeypatch.setattr(log, "least", log.least)  # The command silences the services of its process, for good.
    monkeypatch.delenv("FRESH", raising=False)
    for name in ("STATE", "BUILD", "STACK_FILE", "DEMO_FILE", "ORGANIZER_FILE", "CHIEF_FILE", "FOLDER"):
        monkeypatch.setattr(run, name, tmp_path / getattr(run, name).relative_to(run.FOLDER.parent))
    return tmp_path


def press() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def terminate() -> None:
    os.kill(os.getpid(), signal.SIGTERM)


@pytest.mark.parametrize("first", [press, terminate])
@pytest.mark.parametrize("again", [press, terminate])
def test_who_asks_again_while_it_is_stopping_does_not_break_it_off(
    folder: Path, monkeypatch: pytest.MonkeyPatch, first: Callable[[], None], again: Callable[[], None]
) -> None:
    written: list[str] = []

    def ran() -> None:
        try:
            first()
        finally:
            again()
            written.append("state")

    monkeypatch.setattr(run, "_run", ran)

    assert run.main() == run.INTERRUPTED
    assert written == ["state"]


def test_who_stops_it_before_it_was_ready_reads_a_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "_run", press)

    assert run.main() == run.INTERRUPTED
    assert "Đã dừng khi chưa sẵn sàng. / Stopped before it was ready." in capsys.readouterr().out


def test_afterwards_signals_do_what_they_did_before(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = [signal.getsignal(each) for each in run.STOPS]
    monkeypatch.setattr(run, "_run", press)

    run.main()

    assert [signal.getsignal(each) for each in run.STOPS] == before


@pytest.mark.parametrize("is_whole", [True, False])
def test_what_a_run_left_is_kept_once_its_contest_was_there(
    folder: Path, monkeypatch: pytest.MonkeyPatch, is_whole: bool
) -> None:
    run.STATE.mkdir(parents=True)
    (run.STATE / "tables").touch()
    run.STACK_FILE.touch()
    if is_whole:
        run.DEMO_FILE.touch()
    monkeypatch.setattr(run, "_run", lambda: None)

    assert run.main() == 0
    assert ((run.STATE / "tables").exists(), run.STACK_FILE.exists()) == (is_whole, is_whole)
