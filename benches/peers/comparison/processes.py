"""Runs a program and says what it cost."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Callable


@dataclass(frozen=True)
class Cost:
    """What a program took: seconds of processor time (user and system), and its largest resident set in MB (10^6)."""

    cpu_s: float
    peak_mb: float

    def then(self, later: Cost) -> Cost:
        """Of two programs one after the other."""
        return Cost(self.cpu_s + later.cpu_s, max(self.peak_mb, later.peak_mb))


LAUNCHER = Path(__file__).with_name("launch.py")


class Failed(Exception):
    """A program ended with an error; what it said last is the message."""


def run(command: list[str | Path]) -> tuple[Cost, str]:
    """Runs `command` to its end, through `launch.py`; what it cost, and what it wrote to standard output."""
    words = [str(word) for word in command]
    reading, writing = os.pipe()
    launcher = [sys.executable, "-I", "-S", str(LAUNCHER), str(writing), *words]
    with os.fdopen(reading) as told:
        done = subprocess.run(launcher, stdin=subprocess.DEVNULL, capture_output=True, pass_fds=[writing], check=False)
        os.close(writing)
        figures = told.read().split()
    said = done.stdout.decode(errors="replace")
    if done.returncode != 0:
        complaint = (said + done.stderr.decode(errors="replace")).strip().splitlines()[-3:]
        raise Failed(f"{Path(words[0]).name} failed: " + " / ".join(complaint))
    return Cost(float(figures[0]), float(figures[1]) / 1e6), said


def imported_once(folder: Path, work: Callable[[Path], Cost]) -> Cost:
    """The cost of `work`, which fills `folder`; from the note beside it when it has been done before."""
    note = folder.with_name(folder.name + ".cost.json")
    if note.exists():
        return Cost(**json.loads(note.read_text()))
    cost = imported_anew(folder, work)
    note.write_text(json.dumps(asdict(cost)))
    return cost


def imported_anew(folder: Path, work: Callable[[Path], Cost]) -> Cost:
    """The cost of `work`, which fills `folder`; whatever an earlier one left there is gone."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return work(folder)


def size_mb(folder: Path) -> float:
    """All files of a folder together, in MB (10^6 bytes); links are not followed."""
    files = (file for file in folder.rglob("*") if file.is_file() and not file.is_symlink())
    return sum(file.stat().st_size for file in files) / 1e6
