"""OSRM with its own car.lua, in process, by its Python binding."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import osrm

from .peer import Route, cpu_seconds
from .places import Place
from .processes import Cost, run

PACKAGE = Path(osrm.__file__).parent
VERSION = f"osrm-bindings {version('osrm-bindings')}"


def _lonlat(places: list[Place]) -> list[tuple[float, float]]:
    return [(lon, lat) for lat, lon in places]


class Osrm:
    """One extract in OSRM. `algorithm` is CH (contraction hierarchy) or MLD (multi-level Dijkstra)."""

    def __init__(self, extract: Path, algorithm: str) -> None:
        self.extract = extract
        self.algorithm = algorithm
        self.name = f"OSRM {algorithm}"
        self.engine: osrm.OSRM | None = None

    def import_into(self, folder: Path) -> Cost:
        """osrm-extract with car.lua, then what the algorithm needs."""
        extract = folder / "map.osm.pbf"
        extract.symlink_to(self.extract.resolve())
        profile = PACKAGE / "share/profiles/car.lua"
        cost, _ = run([PACKAGE / "bin/osrm-extract", "-t", "1", "-p", profile, extract])
        for step in {"CH": ["osrm-contract"], "MLD": ["osrm-partition", "osrm-customize"]}[self.algorithm]:
            cost = cost.then(run([PACKAGE / "bin" / step, "-t", "1", folder / "map.osrm"])[0])
        return cost

    def open(self, folder: Path) -> None:
        """Reads the files into memory."""
        self.engine = osrm.OSRM(
            storage_config=str(folder / "map.osrm"), algorithm=self.algorithm, use_shared_memory=False
        )

    def table(self, places: list[Place], with_metres: bool) -> float:
        """The table as the library hands it out: a tree of numbers in memory, not yet text."""
        wanted = ["duration", "distance"] if with_metres else ["duration"]
        asked = osrm.TableParameters(coordinates=_lonlat(places), annotations=wanted, generate_hints=False)
        return cpu_seconds(lambda: self.engine.Table(asked))

    def route(self, start: Place, end: Place) -> Route | None:
        """The fastest way; its line on the map is not asked for."""
        asked = osrm.RouteParameters(coordinates=_lonlat([start, end]), overview="false", generate_hints=False)
        try:
            answer = self.engine.Route(asked)
        except RuntimeError as refusal:
            if "NoRoute" in str(refusal) or "NoSegment" in str(refusal):
                return None
            raise
        way = answer["routes"][0]
        return Route(way["duration"], way["distance"], [point["distance"] for point in answer["waypoints"]])

    def drive(self, start: Place, end: Place) -> float:
        """With the whole line as a polyline, without steps."""
        asked = osrm.RouteParameters(coordinates=_lonlat([start, end]), overview="full", generate_hints=False)
        return cpu_seconds(lambda: _or_none(lambda: self.engine.Route(asked)))

    def snap(self, place: Place) -> float:
        """The nearest one."""
        asked = osrm.NearestParameters(coordinates=_lonlat([place]), generate_hints=False)
        return cpu_seconds(lambda: _or_none(lambda: self.engine.Nearest(asked)))


def _or_none(ask):
    """The answer, or nothing where there is none: finding that out is part of the time."""
    try:
        return ask()
    except RuntimeError:
        return None
