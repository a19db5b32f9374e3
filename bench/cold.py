"""Cold start: importing `app` from the package as it is deployed, against what it can't do without, from the same layer.

Both with byte code, unzipped, in fresh processes, turn by turn. The package is this machine's variant: its architecture and
its Python. The floor is chalice, boto3 and PynamoDB's models, with nothing of ours.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from .measuring import ratio, spread

TURNS = 15
MOST = 1.4
OURS = "import app"
FLOOR = "import chalice, boto3, pynamodb.models"
_TIMED = """
import sys, time
sys.path[:0] = {paths!r}
wall, cpu = time.perf_counter(), time.process_time()
{imports}
print(time.process_time() - cpu, time.perf_counter() - wall)
"""


def measure(turns: int = TURNS) -> dict[str, Any]:
    """Package the app, unpack it, and import it again and again."""
    with tempfile.TemporaryDirectory() as made:
        paths, size = _unpacked(Path(made))
        taken: dict[str, list[tuple[float, float]]] = {OURS: [], FLOOR: []}
        for turn in range(turns + 1):
            for imports in taken if turn % 2 else reversed(taken):
                seconds = _imported(imports, paths)
                if turn:  # The first turn reads the files from the disk.
                    taken[imports].append(seconds)
    found = {}
    for place, what in enumerate(("cpu", "wall")):
        ours, floor = ([each[place] for each in taken[imports]] for imports in (OURS, FLOOR))
        found[what] = {"ours_ms": spread(ours).times(1e3), "floor_ms": spread(floor).times(1e3), "ratio": ratio(ours, floor)}
    return {"turns": turns, "unpacked_bytes": size, **found}


def _unpacked(folder: Path) -> tuple[list[str], int]:
    """Return where Lambda would look for modules, and how many bytes lie there."""
    from organizer.packaging import build
    from simulator.cloud import REGION

    package = build("local", folder / "package", REGION)
    for archive in package.archives:
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(folder / archive.stem)
    layer = next((folder / "layer-deployment").rglob("site-packages"))
    size = sum(path.stat().st_size for each in package.archives for path in (folder / each.stem).rglob("*"))
    return [str(folder / "deployment"), str(layer)], size


def _imported(imports: str, paths: list[str]) -> tuple[float, float]:
    python = Path(sys.base_prefix) / "bin" / f"python{sys.version_info.major}.{sys.version_info.minor}"
    code = _TIMED.format(paths=paths, imports=imports)
    environment = {"AWS_DEFAULT_REGION": "ap-southeast-1", "PATH": ""}
    # Isolated and without any site: whatever else is installed here must not be found in the layer's place.
    done = subprocess.run([python, "-I", "-S", "-c", code], env=environment, check=True, capture_output=True, text=True)
    cpu, wall = map(float, done.stdout.split())
    return cpu, wall


if __name__ == "__main__":
    print(json.dumps(measure(), default=vars))
