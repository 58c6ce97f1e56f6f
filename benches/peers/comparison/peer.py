"""What is asked of every peer that runs in this process."""

from __future__ import annotations

import time
from pathlib import Path
from typing import NamedTuple, Protocol

from .places import Place
from .processes import Cost


class Route(NamedTuple):
    """One way: seconds, metres, and how far each end lies from its road, in metres."""

    seconds: float
    metres: float
    off_road: list[float]


class Peer(Protocol):
    """One extract in one router. Every call runs on one thread."""

    name: str

    def import_into(self, folder: Path) -> Cost:
        """Imports the extract into an empty `folder`; what that cost."""

    def open(self, folder: Path) -> None:
        """Makes ready to answer from what `import_into` left in `folder`."""

    def table(self, places: list[Place], with_metres: bool) -> float | None:
        """CPU seconds for all pairs of `places`; `None` when this peer has no such table."""

    def route(self, start: Place, end: Place) -> Route | None:
        """The way from one place to another; `None` where it finds none."""

    def drive(self, start: Place, end: Place) -> float:
        """CPU seconds for the way and its line on the map, from coordinates."""

    def snap(self, place: Place) -> float:
        """CPU seconds to the nearest road."""


def cpu_seconds(ask) -> float:
    """Processor time of this process, all threads, while `ask` runs; what it answers is thrown away after."""
    begin = time.process_time()
    answer = ask()
    took = time.process_time() - begin
    del answer
    return took
