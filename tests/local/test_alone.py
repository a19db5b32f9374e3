"""Only one `make run` works in a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from chalicelib.log import log
from local import __main__ as run


def test_a_second_run_in_the_same_folder_is_refused_until_the_first_has_ended(tmp_path: Path) -> None:
    file = tmp_path / ".local" / "running"

    with run._alone(file), pytest.raises(run.Running), run._alone(file):
        pass

    with run._alone(file):
        assert file.exists()


def test_who_starts_it_twice_is_told_to_stop_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "FOLDER", tmp_path)
    monkeypatch.setattr(log, "least", log.least)  # The command silences the services of its process, for good.

    with run._alone(tmp_path / "running"):
        code = run.main()

    assert (code, "đang chạy ở một cửa sổ khác" in capsys.readouterr().out) == (1, True)
