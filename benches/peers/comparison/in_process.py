"""Rond, fast_paths and RoutingKit in one program of their own, asked line by line."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from .processes import Failed


class InProcess:
    """The program that holds the three, on one map file and one list of points."""

    def __init__(self, program: Path, map_file: Path, points: Path) -> None:
        words = [str(program), str(map_file), str(points)]
        self.child = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, question: str):
        """The answer to one question; `in-process/src/main.rs` lists them."""
        self.child.stdin.write(question + "\n")
        self.child.stdin.flush()
        answer = self.child.stdout.readline()
        if not answer:
            raise Failed(f"no answer to `{question}`; what the program said stands above")
        return json.loads(answer)

    def peak_mb(self) -> float:
        """The largest resident set so far, in MB (10^6 bytes)."""
        status = Path(f"/proc/{self.child.pid}/status").read_text()
        kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))
        return int(kilobytes) * 1024 / 1e6

    def close(self) -> None:
        """Lets the program end."""
        self.child.stdin.close()
        self.child.wait()
