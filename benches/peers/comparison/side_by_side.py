"""All peers on the same points in one run, one thread, in turns: import, opening, snapping, routes, tables."""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable

from .durations import SEED, quantile
from .in_process import InProcess
from .osrm_peer import Osrm
from .peer import Peer, cpu_seconds
from .places import Place, car_places, drawn
from .processes import Cost, imported_anew, size_mb
from .rond_peer import import_into, table, write_points
from .valhalla_peer import Valhalla

SIZES = (100, 300, 1000, 2000)
ROUTES = 10_000
# Points drawn beyond those asked for, because some lie on roads that Rond leaves out.
SPARE = 1_000
# Valhalla takes some ten milliseconds a route; the others some ten microseconds to a millisecond.
SLOW_ROUTES = 500
# A table is not asked for when, by the one before it and the number of cells, it would take longer.
PATIENCE_S = 60.0


ROUTERS: dict[str, Callable[[Path], Peer]] = {
    "osrm-ch": lambda extract: Osrm(extract, "CH"),
    "osrm-mld": lambda extract: Osrm(extract, "MLD"),
    "valhalla": Valhalla,
}
IN_PROCESS = {"rond": "Rond", "fast_paths": "fast_paths", "routingkit": "RoutingKit CCH"}
LEAVABLE = [*ROUTERS, "fast_paths", "routingkit"]


@dataclass
class Results:
    """What was measured of one peer: each figure once a repetition."""

    imports: list[Cost] = field(default_factory=list)
    files_mb: float | None = None
    open_s: list[float] = field(default_factory=list)
    snap_us: list[float] = field(default_factory=list)
    route_us: list[float] = field(default_factory=list)
    tables: dict[tuple[int, bool], list[float]] = field(default_factory=dict)

    def patient(self, size: int, with_metres: bool) -> bool:
        """Whether a table of `size` can be waited for, as far as smaller ones tell."""
        smaller = [(s, took) for (s, metres), took in self.tables.items() if metres == with_metres and s < size]
        return all(min(took) * (size / s) ** 2 <= PATIENCE_S for s, took in smaller)


def measure(
    rond: Path, program: Path, extract: Path, data: Path, repeat: int, without: set[str]
) -> dict[str, Results]:
    """Everything for one extract, `repeat` times, the peers taking turns; those in `without` are left out."""
    drawn_places = drawn(car_places(extract), 2 * ROUTES + SPARE, SEED)
    points = data / "places.csv"
    data.mkdir(parents=True, exist_ok=True)
    results: dict[str, Results] = {}
    peers: list[tuple[Peer, Path]] = [
        (make(extract), data / key) for key, make in ROUTERS.items() if key not in without
    ]
    on_our_graph = {key: name for key, name in IN_PROCESS.items() if key not in without}
    importers: list[tuple[str, Callable[[Path], Cost], Path]] = [
        ("Rond", lambda folder: import_into(rond, extract, folder), data / "rond"),
        *((peer.name, peer.import_into, folder) for peer, folder in peers),
    ]
    for _ in range(repeat):
        for name, work, folder in importers:
            result = results.setdefault(name, Results())
            result.imports.append(imported_anew(folder, work))
            result.files_mb = size_mb(folder)
    # Rond's import of an extract leaves one file; what is written beside it now is not part of it.
    write_points(drawn_places, points)
    for peer, folder in peers:
        peer.open(folder)
    child = InProcess(program, data / "rond/map.rond", points)
    near = [place for place, metres in zip(drawn_places, child.ask("off-road")) if metres is not None]
    if len(near) < len(drawn_places):
        print(f"{len(drawn_places) - len(near)} of {len(drawn_places)} points of {extract.name} are far from Rond's roads.")
    places = near[: 2 * ROUTES]
    for key, name in on_our_graph.items():
        if key != "rond":
            took = [child.ask(f"prepare {key}")["cpu_s"] for _ in range(repeat)]
            # The map is in the memory of the same program: no figure for memory.
            results[name] = Results(imports=[Cost(seconds, math.nan) for seconds in took])
    for _ in range(repeat):
        _open(results, child, peers)
        _snaps_and_routes(results, child, on_our_graph, peers, places)
        _tables(results, child, on_our_graph, peers, places)
        cost, told = table(rond, data / "rond", places[:1000])
        program_row = results.setdefault("Rond, `rond table` with reading and writing", Results())
        program_row.tables.setdefault((1000, True), []).append(cost.cpu_s)
    child.close()
    return results


def _open(results: dict[str, Results], child: InProcess, peers: list[tuple[Peer, Path]]) -> None:
    results["Rond"].open_s.append(child.ask("open")["cpu_s"])
    for peer, folder in peers:
        results[peer.name].open_s.append(cpu_seconds(lambda: peer.open(folder)))


def _snaps_and_routes(
    results: dict[str, Results], child: InProcess, on_our_graph: dict[str, str], peers: list[tuple[Peer, Path]],
    places: list[Place],
) -> None:  # fmt: skip
    results["Rond"].snap_us.append(child.ask(f"snap rond {len(places)}")["median_us"])
    for key, name in on_our_graph.items():
        results[name].route_us.append(child.ask(f"routes {key} {ROUTES}")["median_us"])
    pairs = list(zip(places[::2], places[1::2]))
    for peer, _ in peers:
        some = pairs[:SLOW_ROUTES] if isinstance(peer, Valhalla) else pairs
        drives = [peer.drive(start, end) for start, end in some]
        snaps = [peer.snap(start) for start, _ in some]
        results[peer.name].route_us.append(quantile(drives, 0.5) * 1e6)
        results[peer.name].snap_us.append(quantile(snaps, 0.5) * 1e6)


def _tables(
    results: dict[str, Results], child: InProcess, on_our_graph: dict[str, str], peers: list[tuple[Peer, Path]],
    places: list[Place],
) -> None:  # fmt: skip
    for size in SIZES:
        digests = {}
        for key, name in on_our_graph.items():
            # RoutingKit's weights have no room for length.
            with_metres = key != "routingkit"
            if results[name].patient(size, with_metres):
                answer = child.ask(f"table {key} {size}")
                results[name].tables.setdefault((size, with_metres), []).append(answer["cpu_s"])
                digests[name] = (answer["unreachable"], answer["milliseconds"])
        if len(set(digests.values())) > 1:
            print(f"The tables of {size} places differ: {digests}", flush=True)
        for peer, _ in peers:
            for with_metres in (False, True):
                result = results[peer.name]
                if result.patient(size, with_metres):
                    took = peer.table(places[:size], with_metres)
                    if took is not None:
                        result.tables.setdefault((size, with_metres), []).append(took)


def print_table(name: str, results: dict[str, Results]) -> None:
    """One markdown table: least (median) of the repetitions."""
    columns = [f"{size}² {what}" for size in SIZES[2:] for what in ("times", "+ lengths")]
    small = [f"{size}² + lengths" for size in SIZES[:2]]
    print(f"\n### `{name}`\n")
    heads = ["", "import s", "peak MB", "files MB", "open ms", "snap µs", "route µs", *small, *columns]
    print(f"| {' | '.join(heads)} |\n|{' --- |' * len(heads)}")
    for peer, result in results.items():
        cells = [
            _least([cost.cpu_s for cost in result.imports]),
            _least([cost.peak_mb for cost in result.imports if not math.isnan(cost.peak_mb)], 0),
            "–" if result.files_mb is None else f"{result.files_mb:.1f}",
            _least([s * 1e3 for s in result.open_s], 1),
            _least(result.snap_us, 1),
            _least(result.route_us, 0),
            *(_least(result.tables.get((size, True), []), 3) for size in SIZES[:2]),
            *(_least(result.tables.get((size, metres), []), 3) for size in SIZES[2:] for metres in (False, True)),
        ]
        print(f"| {peer} | {' | '.join(cells)} |")


def _least(values: list[float], decimals: int = 2) -> str:
    if not values:
        return "–"
    return f"{min(values):.{decimals}f} ({statistics.median(values):.{decimals}f})"
