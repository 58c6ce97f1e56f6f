"""Draws the points that every peer is asked for: nodes of roads that cars use, by a seed."""

from __future__ import annotations

import random
from pathlib import Path

import osmium

CAR_CLASSES = {
    "motorway", "trunk", "primary", "secondary", "tertiary", "unclassified", "residential",
    "motorway_link", "trunk_link", "primary_link", "secondary_link", "tertiary_link",
    "living_street", "service", "road",
}  # fmt: skip
# The most specific tag that is there decides.
ACCESS_TAGS = ("motorcar", "motor_vehicle", "vehicle", "access")

Place = tuple[float, float]
"""Latitude and longitude, in degrees."""


def car_places(extract: Path) -> list[Place]:
    """Every node of a way open to cars, once, in the order of the nodes' ids; nodes that the extract lacks left out."""
    wanted: set[int] = set()
    for way in osmium.FileProcessor(extract, osmium.osm.WAY):
        tags = way.tags
        if tags.get("highway") not in CAR_CLASSES or tags.get("area") == "yes":
            continue
        access = next((tags[key] for key in ACCESS_TAGS if key in tags), "yes")
        if access not in ("no", "private"):
            wanted.update(node.ref for node in way.nodes)
    found: dict[int, Place] = {}
    for node in osmium.FileProcessor(extract, osmium.osm.NODE):
        if node.id in wanted and node.location.valid():
            found[node.id] = (node.location.lat, node.location.lon)
    return [found[node] for node in sorted(found)]


def drawn(places: list[Place], count: int, seed: int) -> list[Place]:
    """`count` of `places`, each equally likely, the same ones for the same seed."""
    chance = random.Random(seed)
    return [places[chance.randrange(len(places))] for _ in range(count)]
