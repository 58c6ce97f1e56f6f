"""Rond by its command line."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

from .places import Place
from .processes import Cost, Failed, run

# Of so many pairs a table of all their points is asked, and only its side diagonal read: cheaper than a program each.
PAIRS_A_TABLE = 50


def import_into(rond: Path, extract: Path, folder: Path) -> Cost:
    """`rond import` into `folder/map.rond`; it uses one thread where RAYON_NUM_THREADS says so."""
    folder.mkdir(parents=True, exist_ok=True)
    return run([rond, "import", extract, "--out", folder / "map.rond"])[0]


def write_points(places: list[Place], path: Path) -> None:
    """As `rond table` reads them."""
    path.write_text("lat,lon\n" + "".join(f"{lat:.7f},{lon:.7f}\n" for lat, lon in places))


def table(rond: Path, folder: Path, places: list[Place]) -> tuple[Cost, dict]:
    """The program from start to end, one thread, and the times it tells."""
    points, out = folder / "points.csv", folder / "table.csv"
    write_points(places, points)
    cost, said = run(
        [rond, "table", folder / "map.rond", "--points", points, "--out", out, "--threads", "1", "--json"]
    )
    return cost, json.loads(said)


def durations_of(
    rond: Path, extract: Path, data: Path, pairs: list[tuple[Place, Place]]
) -> list[tuple[float | None, str]]:
    """Whole seconds of each pair by `rond`; where there is no way, `None` and why."""
    folder = data / "rond"
    import_into(rond, extract, folder)
    found: list[tuple[float | None, str]] = []
    for first in range(0, len(pairs), PAIRS_A_TABLE):
        some = pairs[first : first + PAIRS_A_TABLE]
        try:
            table(rond, folder, [place for pair in some for place in pair])
        except Failed:
            # One place without a road spoils a table; asked one by one, each says so for itself.
            found += [_routed(rond, folder / "map.rond", *pair) for pair in some]
            continue
        with (folder / "table.csv").open(newline="") as file:
            cells = list(csv.reader(file))
        found += [_cell(cells[2 * i][2 * i + 1]) for i in range(len(some))]
    return found


def _cell(text: str) -> tuple[float | None, str]:
    return (float(text), "") if text else (None, "no road leads there")


def _routed(rond: Path, map_file: Path, start: Place, end: Place) -> tuple[float | None, str]:
    ends = [f"{lat:.7f},{lon:.7f}" for lat, lon in (start, end)]
    try:
        _, said = run([rond, "route", map_file, f"--from={ends[0]}", f"--to={ends[1]}", "--json"])
    except Failed as refusal:
        return None, re.sub(r"\s+", " ", str(refusal))
    seconds = json.loads(said)["seconds"]
    return _cell("" if seconds is None else str(seconds))
