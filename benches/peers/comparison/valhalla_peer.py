"""Valhalla with the default options of its `auto` costing, in process, by its Python binding."""

from __future__ import annotations

import json
import math
from importlib.metadata import version
from pathlib import Path

import valhalla
from valhalla.config import get_config

from .peer import Route, cpu_seconds
from .places import Place
from .processes import Cost, run

PACKAGE = Path(valhalla.__file__).parent
VERSION = f"pyvalhalla {version('pyvalhalla')}"


def _locations(places: list[Place]) -> list[dict]:
    return [{"lat": lat, "lon": lon} for lat, lon in places]


class Valhalla:
    """One extract in Valhalla."""

    name = "Valhalla"

    def __init__(self, extract: Path) -> None:
        self.extract = extract
        self.engine: valhalla.Actor | None = None

    def import_into(self, folder: Path) -> Cost:
        """valhalla_build_tiles without administrative areas and time zones, which no extract here holds.

        So it knows no country, hence no default speeds by country, and no hour of the day.
        """
        tiles = folder / "tiles"
        tiles.mkdir()
        config = get_config(tile_extract="", tile_dir=tiles)
        config["mjolnir"]["concurrency"] = 1
        for absent in ("admin", "timezone", "landmarks", "transit_dir", "transit_feeds_dir", "tile_extract"):
            config["mjolnir"].pop(absent, None)
        # The limits of a public server are not those of a measurement.
        limits = config["service_limits"]["auto"]
        limits.update(max_matrix_location_pairs=10**9, max_locations=10**5, max_matrix_distance=10**7)
        path = folder / "valhalla.json"
        path.write_text(json.dumps(config, indent=1))
        return run([PACKAGE / "bin/valhalla_build_tiles", "-j", "1", "-c", path, self.extract])[0]

    def open(self, folder: Path) -> None:
        """Makes ready to answer; tiles are read when first needed."""
        self.engine = valhalla.Actor(folder / "valhalla.json")

    def table(self, places: list[Place], with_metres: bool) -> float | None:
        """Always with lengths, as JSON text: there is no other form."""
        if not with_metres:
            return None
        ends = _locations(places)
        asked = json.dumps({"sources": ends, "targets": ends, "costing": "auto", "verbose": False})
        return cpu_seconds(lambda: self.engine.matrix(asked))

    def route(self, start: Place, end: Place) -> Route | None:
        """The best way by its own cost, which weighs more than time; ends lie where its line begins and ends."""
        asked = {"locations": _locations([start, end]), "costing": "auto", "directions_type": "none"}
        try:
            trip = json.loads(self.engine.route(json.dumps(asked)))["trip"]
        except RuntimeError as refusal:
            if any(reason in str(refusal) for reason in ("No suitable edges", "No path could be found", "unconnected regions")):
                return None
            raise
        line = _decoded(trip["legs"][0]["shape"])
        off_road = [metres_apart(start, line[0]), metres_apart(end, line[-1])]
        return Route(trip["summary"]["time"], trip["summary"]["length"] * 1000, off_road)

    def drive(self, start: Place, end: Place) -> float:
        """With the line as a polyline, without directions."""
        asked = json.dumps(
            {"locations": _locations([start, end]), "costing": "auto", "directions_type": "none"}
        )
        return cpu_seconds(lambda: _or_none(lambda: self.engine.route(asked)))

    def snap(self, place: Place) -> float:
        """All edges that it would try, in short."""
        asked = json.dumps({"locations": _locations([place]), "costing": "auto", "verbose": False})
        return cpu_seconds(lambda: _or_none(lambda: self.engine.locate(asked)))


def _or_none(ask):
    """The answer, or nothing where there is none: finding that out is part of the time."""
    try:
        return ask()
    except RuntimeError:
        return None


def metres_apart(a: Place, b: Place) -> float:
    """As the crow flies, over distances so short that the Earth is flat."""
    east = math.radians(b[1] - a[1]) * math.cos(math.radians(a[0]))
    return 6_371_000 * math.hypot(math.radians(b[0] - a[0]), east)


def _decoded(line: str) -> list[Place]:
    """A polyline of six decimals as places."""
    numbers, value, shift = [], 0, 0
    for letter in line:
        bits = ord(letter) - 63
        value |= (bits & 31) << shift
        shift += 5
        if bits < 32:
            numbers.append(~(value >> 1) if value & 1 else value >> 1)
            value, shift = 0, 0
    places, lat, lon = [], 0, 0
    for north, east in zip(numbers[::2], numbers[1::2]):
        lat, lon = lat + north, lon + east
        places.append((lat / 1e6, lon / 1e6))
    return places
