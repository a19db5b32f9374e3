"""The AWS emulator on this machine: started, waited for, stopped so that it keeps its state."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv-ministack/bin/python"
REGION = "ap-southeast-1"
ACCOUNT = "test"


class EmulatorFailed(Exception):
    """The emulator did not come up; its log says why."""


@dataclass(frozen=True)
class Emulator:
    """A running emulator. ``endpoint`` is its address on loopback; its root account's key is `test`."""

    endpoint: str
    log: Path

    def client(self, service: str, region: str = REGION) -> Any:
        """Return a boto3 client of the emulator's root account."""
        return boto3.client(service, **self.settings(region))  # type: ignore[call-overload]

    def settings(self, region: str = REGION) -> dict[str, str]:
        """Return what boto3 needs to reach the emulator."""
        keys = {"aws_access_key_id": ACCOUNT, "aws_secret_access_key": ACCOUNT}
        return {"endpoint_url": self.endpoint, "region_name": region, **keys}


@contextlib.contextmanager
def running(state: Path | None, log: Path, timeout_s: float = 60) -> Iterator[Emulator]:
    """Run the emulator with IAM enforced, on loopback alone, until the block ends; it keeps what it holds in ``state``.

    Raises EmulatorFailed where it does not answer within ``timeout_s``.
    """
    port = free_port()
    log.parent.mkdir(parents=True, exist_ok=True)
    # It unpacks every function that it starts into a folder of its own, and leaves them all there.
    scratch = tempfile.TemporaryDirectory(prefix="hoithi-emulator-", ignore_cleanup_errors=True)
    with log.open("w") as out, scratch as unpacked:
        process = subprocess.Popen(
            [PYTHON, "-m", "ministack"],
            env={**_environment(port, state), "TMPDIR": unpacked},
            stdout=out,
            stderr=out,
            start_new_session=True,  # Ctrl-C is for the one who started it, who stops it in order.
        )
        try:
            emulator = Emulator(f"http://127.0.0.1:{port}", log)
            _wait(emulator, process, timeout_s)
            yield emulator
        finally:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(30)
            process.kill()
            process.wait()


def free_port() -> int:
    """Return a port on loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _environment(port: int, state: Path | None) -> dict[str, str]:
    settings = {
        "AUTH": "true",
        "BIND_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(port),
        "MINISTACK_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
    }
    if state is not None:
        state.mkdir(parents=True, exist_ok=True)
        kept = {"PERSIST_STATE": "1", "S3_PERSIST": "1", "STATE_DIR": str(state), "S3_DATA_DIR": str(state / "s3")}
        settings |= kept
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "HOITHI_"))}
    return {**inherited, **settings}


def _wait(emulator: Emulator, process: subprocess.Popen[bytes], timeout_s: float) -> None:
    until = time.monotonic() + timeout_s
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            urllib.request.urlopen(f"{emulator.endpoint}/_ministack/health", timeout=2).close()
            return
        time.sleep(0.1)
    raise EmulatorFailed(f"the emulator did not start; see {emulator.log}")
