"""`make run`: the whole system on this machine, with a contest in it whose second round is open now."""

from __future__ import annotations

import contextlib
import fcntl
import json
import logging
import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from types import FrameType

from rich.console import Console

from chalicelib import clock
from chalicelib.domain.times import at_home
from chalicelib.domain.words import LANGUAGES
from chalicelib.log import log
from organizer.seats import Seats
from organizer.stage import connect
from organizer.trouble import Trouble, sentences
from simulator import cloud
from simulator.contest import PASSWORD

from . import chief, demo, emulator, outbox, provider, proxy, stack
from .emulator import ROOT, Emulator

FOLDER = ROOT / ".local"
STATE, BUILD, LOG = FOLDER / "state", FOLDER / "build", FOLDER / "emulator.log"
STACK_FILE, DEMO_FILE, ORGANIZER_FILE = FOLDER / "deployed.json", FOLDER / "demo.json", FOLDER / "stack.json"
CHIEF_FILE = FOLDER / "chief.json"
SIGNED_IN_AGAIN_S = 3600
PORT = 8000
STOPS = (signal.SIGINT, signal.SIGTERM)
INTERRUPTED = 130

console = Console(highlight=False)


class Over(Exception):
    """No round of the contest that was kept is open any more."""


class Running(Exception):
    """The system runs here already, in another window."""


def main() -> int:
    """Run until Ctrl-C. Returns the exit code."""
    log.least = logging.ERROR  # What the services do while the contest is prepared is of no use to whoever is waiting.
    try:
        with _stopped_once(), _alone(FOLDER / "running"):
            _run_on_or_anew()
    except KeyboardInterrupt:
        console.print("\nĐã dừng khi chưa sẵn sàng. / Stopped before it was ready.")
        return INTERRUPTED
    except Running:
        console.print("[red]Hệ thống đang chạy ở một cửa sổ khác: xin dừng ở đó trước (Ctrl-C).[/red]")
        console.print("The system is running in another window: stop it there first (Ctrl-C).")
        return 1
    except emulator.EmulatorFailed as failed:
        console.print(f"[red]{failed}[/red]")
        return 1
    except Trouble as trouble:
        for language in LANGUAGES:
            console.print(*sentences(trouble, language), sep="\n", style="red", markup=False)
        return 1
    return 0


@contextlib.contextmanager
def _alone(file: Path) -> Iterator[None]:
    """Keep the folder to this process: two emulators would write over one another's state. Raises Running."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Running from error
        yield


@contextlib.contextmanager
def _stopped_once() -> Iterator[None]:
    """Let the first signal stop the run in order, and pass over the next ones: the state is being written out by then."""
    before = {each: signal.signal(each, _interrupt) for each in STOPS}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _run_on_or_anew() -> None:
    # A run that was stopped before its contest was there has left a half of one, which nobody can prepare again.
    if os.environ.get("FRESH") or not DEMO_FILE.exists():
        _forget()
    try:
        _run()
    except Over:
        console.print("Không còn vòng thi nào đang mở: bắt đầu lại từ đầu. / No round is open any more: starting over.")
        _forget()
        _run()


def _interrupt(number: int, frame: FrameType | None) -> None:
    for each in STOPS:
        signal.signal(each, _pass_over)
    raise KeyboardInterrupt


def _pass_over(number: int, frame: FrameType | None) -> None:
    """Do nothing. A signal that is ignored outright while it is on its way here would end in Python's own complaint."""


def _forget() -> None:
    for kept in (STATE, BUILD):
        shutil.rmtree(kept, ignore_errors=True)
    for file in (STACK_FILE, DEMO_FILE, ORGANIZER_FILE, CHIEF_FILE):
        file.unlink(missing_ok=True)


def _run() -> None:
    began = time.monotonic()
    told = demo.remembered(DEMO_FILE)
    if told is not None and told.closes <= clock.now():
        raise Over
    with (
        console.status("Khởi động bộ giả lập AWS… / starting the AWS emulator…") as status,
        emulator.running(STATE, LOG) as aws,
    ):
        status.update("Đóng gói và triển khai… / packaging and deploying…")
        deployed = _deployed(aws)
        stack.use(deployed.environment(aws.endpoint))
        status.update("Đưa trang lên, chuẩn bị cuộc thi… / uploading the site, preparing the contest…")
        stack.upload_site(aws, deployed)
        told = _prepared(told, aws, deployed)
        with (
            proxy.serving(deployed.origins(aws.endpoint), _port()) as url,
            _outbox(aws, deployed) as letters,
            provider.serving(port=provider.PORT) as issuer,
        ):
            _keep_for_the_organizer(deployed, aws, url)
            provider.connect(aws, deployed, issuer, url)
            _sign_in()
            status.stop()
            _tell(told, url, letters, time.monotonic() - began)
            _wait()
        console.print("\nĐang dừng, giữ lại dữ liệu cho lần sau… / stopping; the state is kept for the next start…")


def _deployed(aws: Emulator) -> stack.Stack:
    kept = stack.remembered(STACK_FILE)
    if kept is None:
        kept = stack.deploy(aws, BUILD)
        stack.remember(kept, STACK_FILE)
    return kept


def _prepared(told: demo.Demo | None, aws: Emulator, deployed: stack.Stack) -> demo.Demo:
    if told is None:
        with stack.quiet(aws, deployed):
            told = demo.prepare(clock.now())
            provider.prepare(clock.now() - provider.HOUR, told.closes)
        demo.remember(told, DEMO_FILE)
        return told
    with cloud.surroundings():
        if demo.closes_now(told) <= clock.now():
            raise Over
    return told


def _port() -> int:
    """The usual port, or any free one where somebody else has it."""
    wanted = int(os.environ.get("PORT", PORT))
    return wanted if _is_free(wanted) else emulator.free_port()


def _is_free(port: int) -> bool:
    try:
        with proxy.serving(proxy.Origins("", "", "", ""), port):
            return True
    except OSError:
        return False


def _keep_for_the_organizer(deployed: stack.Stack, aws: Emulator, url: str) -> None:
    ORGANIZER_FILE.touch(mode=0o600)
    ORGANIZER_FILE.write_text(json.dumps(deployed.for_the_organizer(aws.endpoint, url), indent=2))


def _sign_in() -> None:
    """Have the commands of this machine work without anybody signing in first."""
    told = chief.sign_in(connect("local"), CHIEF_FILE)
    Seats().keep("local", told["account"], told["token"], told["expires_at"])


def _outbox(aws: Emulator, deployed: stack.Stack) -> AbstractContextManager[str]:
    """Show the letters that would have been sent."""
    return outbox.serving(lambda: outbox.letters(aws.client("s3"), deployed.names["PrivateBucket"]))


def _tell(told: demo.Demo, url: str, letters: str, seconds: float) -> None:
    page = f"{url}/{told.contest}/index.html"
    command = f"{_relative(Path(sys.executable))} -m organizer"
    closing, published = f"{told.contest} {told.open_round}", f"{told.contest} {told.published_round}"
    lines = [
        "",
        f"[bold]{page}[/bold]",
        "",
        f"Vòng {told.published_round} đã công bố; vòng {told.open_round} đang mở, tự đóng lúc {at_home(told.closes)}, "
        f"công bố lúc {at_home(told.closes + demo.RESULTS_AFTER)} (cả khi đóng sớm).",
        f"Round {told.published_round} is published; round {told.open_round} is open and closes by itself.",
        "",
        "Mã định danh và mã dự thi / identifiers and codes to sign in with:",
        *(f"  {one['identifier']:<10} {one['code']}   {one['full_name']}" for one in told.people),
        "",
        f"Cuộc thi đăng nhập bằng tài khoản của tỉnh / a contest with single sign-on: {url}/{provider.CONTEST}/index.html",
        f"  {provider.names()} (không có mật khẩu / without a password)",
        f"Mật khẩu chung để tự đăng ký / the shared password to register with: {PASSWORD}",
        f"Thư mà hệ thống gửi (mã xác nhận, mã dự thi) / the letters that are sent: {letters}",
        "",
        "Lệnh của Ban Tổ chức, gõ ở cửa sổ khác / what an organizer would try next, in another window:",
        f"  {command} status {told.contest}",
        f"  {command} close-early {closing} --in 2m --reason dong-som --yes",
        f"  {command} winners {published}",
        f"  {command} export {published} --to out/export",
        "",
        f"Ctrl-C để dừng / to stop. Sẵn sàng sau {seconds:.0f} giây / ready after {seconds:.0f} s.",
    ]
    # Never wrapped: these lines are there to be copied.
    console.print("\n".join(lines), soft_wrap=True)


def _relative(path: Path) -> Path:
    return path.relative_to(ROOT) if path.is_relative_to(ROOT) else path


def _wait() -> None:
    """Wait for Ctrl-C. A session that nobody uses ends after eight hours; here it shall not."""
    try:
        while not threading.Event().wait(SIGNED_IN_AGAIN_S):
            _sign_in()
    except KeyboardInterrupt:
        return


if __name__ == "__main__":
    sys.exit(main())
