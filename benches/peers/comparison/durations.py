"""What durations do Rond and its peers give? Ratios for each extract, and the pairs that differ most."""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path

import osmium

from .in_process import InProcess
from .osrm_peer import Osrm
from .places import Place, car_places, drawn
from .processes import Failed, imported_once
from .rond_peer import durations_of, write_points
from .valhalla_peer import Valhalla

# Every extract of the test data whose car network has 1,000 junctions or more, the largest and the usual ones first.
EXTRACTS = [
    "pt-porto-metro-2020", "de-rhein-neckar-2016", "li-liechtenstein-2021", "dk-lyngby-2022", "no-oslo-east-2019",
    "mt-malta-2016", "ad-andorra-2021", "de-heidelberg-2025", "us-addison-county-2020", "de-lauf-2020",
    "de-north-bayreuth-2014", "dk-kobenhavn-2012", "mc-monaco-2021", "us-new-york-2022", "us-reisterstown-2016",
    "us-harrisburg-2015", "fj-fiji-2021",
]  # fmt: skip
PAIRS = 1000
SEED = 1
WHO = ("rond", "osrm", "valhalla")
# On a shorter way the ratio tells of whole seconds and of where a place is joined to the road.
SHORTEST_S = 60
OUTLIER = 1.5
# The points lie on roads. A router that joins one farther off holds that road closed, or cut off, and so drives elsewhere.
JOINED_M = 2


def pairs_of(extract: Path) -> list[tuple[Place, Place]]:
    """The pairs of an extract: the same ones every time."""
    points = drawn(car_places(extract), 2 * PAIRS, SEED)
    return list(zip(points[::2], points[1::2]))


def by_peers(extract: Path, data: Path) -> list[dict]:
    """What OSRM (CH, car.lua) and Valhalla (auto) say of every pair; kept in `data` from the first time on."""
    kept = data / "durations.json"
    if kept.exists():
        return json.loads(kept.read_text())
    rows = [{"from": start, "to": end} for start, end in pairs_of(extract)]
    for key, make, folder in (("osrm", lambda e: Osrm(e, "CH"), "osrm-ch"), ("valhalla", Valhalla, "valhalla")):
        peer = make(extract)
        try:
            imported_once(data / folder, peer.import_into)
        except Failed as refusal:
            # Some want nodes, ways and relations one after the other, each in the order of their ids.
            print(f"{peer.name} refuses {extract.name}, asked again with a sorted copy: {refusal}")
            peer = make(sorted_copy(extract, data))
            imported_once(data / folder, peer.import_into)
        peer.open(data / folder)
        for row in rows:
            way = peer.route(row["from"], row["to"])
            row[f"{key}_s"] = way and way.seconds
            row[f"{key}_m"] = way and way.metres
            row[f"{key}_snap_m"] = way and [round(metres, 1) for metres in way.off_road]
    data.mkdir(parents=True, exist_ok=True)
    kept.write_text("[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n")
    return rows


def sorted_copy(extract: Path, data: Path) -> Path:
    """The same elements in the usual order."""
    copy = data / f"{extract.name.removesuffix('.osm.pbf')}.sorted.osm.pbf"
    if not copy.exists():
        data.mkdir(parents=True, exist_ok=True)
        elements = osmium.MergeInputReader()
        elements.add_file(str(extract))
        with osmium.SimpleWriter(str(copy)) as writer:
            elements.apply(writer, simplify=False)
    return copy


def quantile(values: list[float], share: float) -> float:
    """The value that `share` of them do not pass (nearest rank)."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(share * len(ranked)))]


def compare(rond: Path, program: Path, extracts: list[Path], data: Path, outliers: Path) -> None:
    """Prints the spread of the ratios of every extract; pairs that differ by more than half go to `outliers`."""
    print("| extract | pairs | Rond / OSRM | Rond / Valhalla | Valhalla / OSRM | outliers | joined elsewhere | no way |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    far_off: list[dict] = []
    for extract in extracts:
        name = extract.name.removesuffix(".osm.pbf")
        rows = by_peers(extract, data / name)
        asked = [(tuple(row["from"]), tuple(row["to"])) for row in rows]
        for row, (seconds, why_not) in zip(rows, durations_of(rond, extract, data / name, asked)):
            row.update(extract=name, rond_s=seconds, rond_says=why_not)
        joined = _joined_by_rond(program, data / name / "rond", [place for pair in asked for place in pair])
        for row, ends in zip(rows, zip(joined[::2], joined[1::2])):
            row["rond_snap_m"] = list(ends)
        found = [row for row in rows if all(row[f"{who}_s"] is not None for who in WHO)]
        long = [row for row in found if min(row[f"{who}_s"] for who in WHO) >= SHORTEST_S]
        alike = [row for row in long if max(max(row[f"{who}_snap_m"]) for who in WHO) <= JOINED_M]
        outlying = [row for row in alike if _is_outlier(row)]
        far_off += [row for row in long if _is_outlier(row)]
        spreads = (
            _spread([row[upper] / row[lower] for row in alike])
            for upper, lower in (("rond_s", "osrm_s"), ("rond_s", "valhalla_s"), ("valhalla_s", "osrm_s"))
        )
        missing = ", ".join(str(sum(row[f"{who}_s"] is None for row in rows)) for who in WHO)
        print(
            f"| `{name}` | {len(alike)} | {' | '.join(spreads)} | {len(outlying)} | {len(long) - len(alike)} | {missing} |",
            flush=True,
        )
    _write_outliers(far_off, outliers)
    print(
        f"\nOf {PAIRS} pairs: those that all three find, none calls shorter than {SHORTEST_S} s, and all three join to a"
        f" road within {JOINED_M} m. Ratios: median (5th to 95th percentile). Outliers: Rond differs from one of the two by"
        f" more than a factor of {OUTLIER}. Joined elsewhere: long enough, but one of the three drives from another road; left out."
        f" No way: pairs that Rond, OSRM, Valhalla find no way for. {len(far_off)} outliers, those joined elsewhere"
        f" among them, stand in {outliers.name} with their coordinates."
    )


def _joined_by_rond(program: Path, folder: Path, places: list[Place]) -> list[int | None]:
    """Metres from each place to the road that Rond joins it to; `None` where there is none."""
    write_points(places, folder / "points.csv")
    child = InProcess(program, folder / "map.rond", folder / "points.csv")
    metres = child.ask("off-road")
    child.close()
    return metres


def _is_outlier(row: dict) -> bool:
    ratios = (row["rond_s"] / row["osrm_s"], row["rond_s"] / row["valhalla_s"])
    return not all(1 / OUTLIER <= ratio <= OUTLIER for ratio in ratios)


def _spread(ratios: list[float]) -> str:
    if not ratios:
        return "–"
    low, middle, high = (quantile(ratios, share) for share in (0.05, 0.5, 0.95))
    return f"{middle:.3f} ({low:.2f} to {high:.2f})"


def _write_outliers(rows: list[dict], path: Path) -> None:
    columns = [
        "extract", "from", "to", "rond_s", "osrm_s", "valhalla_s", "osrm_m", "valhalla_m",
        "rond_snap_m", "osrm_snap_m", "valhalla_snap_m",
    ]  # fmt: skip
    worst_first = sorted(rows, key=lambda row: (row["extract"], -abs(math.log(row["rond_s"] / row["osrm_s"]))))
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore")
        writer.writeheader()
        for row in worst_first:
            writer.writerow(row | {end: "{:.7f},{:.7f}".format(*row[end]) for end in ("from", "to")})
